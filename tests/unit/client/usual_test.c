#include <setjmp.h>
#include <stdarg.h>

#include "base/base.h"
#include "client/usual.h"

#include <cmocka.h>

#define WEEKS 6

static struct day friday(void)
{
    struct day day;
    if (!day_from_civil(2026, 11, 27, &day) || day_weekday(day) != FRIDAY)
        fail_msg("that was a Friday");
    return day;
}

/* Files on the Tuesdays of the weeks before, but not on `without`. */
static struct client_usual ask(int32_t today, int32_t without, int32_t more)
{
    struct day came[WEEKS + 1];
    uint32_t count = 0;
    for (int32_t week = 0; week < WEEKS; week++)
        if (week != without)
            came[count++] = day_add(friday(), -3 - 7 * week);
    if (more != 99)
        came[count++] = day_add(friday(), more);
    return client_usual(came, count, day_add(friday(), today));
}

static void a_file_on_its_day_came(void **state)
{
    (void)state;
    struct client_usual usual = ask(0, WEEKS, 99);
    assert_int_equal(usual.files, CLIENT_FILES_CAME);
    assert_int_equal(usual.expected_on.n, day_add(friday(), -3).n);
    assert_int_equal(usual.last_on.n, usual.expected_on.n);
}

static void a_file_that_did_not_come_is_missing_when_the_day_is_over(void **s)
{
    (void)s;
    assert_int_equal(ask(-3, 0, 99).files, CLIENT_FILES_TODAY);
    assert_int_equal(ask(-2, 0, 99).files, CLIENT_FILES_MISSING);
    assert_int_equal(ask(3, 0, 99).files, CLIENT_FILES_MISSING);
    assert_int_equal(ask(3, 0, 99).last_on.n, day_add(friday(), -10).n);
}

static void early_or_late_is_not_missing(void **state)
{
    (void)state;
    assert_int_equal(ask(0, 0, -5).files, CLIENT_FILES_CAME);
    assert_int_equal(ask(0, 0, -6).files, CLIENT_FILES_MISSING);
    assert_int_equal(ask(0, 0, -1).files, CLIENT_FILES_CAME);
}

static void no_habit_expects_nothing(void **state)
{
    (void)state;
    struct day came[] = { day_add(friday(), -3), day_add(friday(), -10),
                          day_add(friday(), -10), day_add(friday(), -400) };
    struct client_usual usual = client_usual(came, 4, friday());
    assert_int_equal(usual.files, CLIENT_FILES_NONE);
    assert_true(day_is_none(usual.expected_on));
    assert_int_equal(usual.last_on.n, came[0].n);
    usual = client_usual(came, 0, friday());
    assert_int_equal(usual.files, CLIENT_FILES_NONE);
    assert_true(day_is_none(usual.last_on));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_on_its_day_came),
        cmocka_unit_test(
            a_file_that_did_not_come_is_missing_when_the_day_is_over),
        cmocka_unit_test(early_or_late_is_not_missing),
        cmocka_unit_test(no_habit_expects_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
