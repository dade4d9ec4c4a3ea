#include <setjmp.h>
#include <stdarg.h>

#include "base/base.h"
#include "message/release.h"

#include <cmocka.h>

static const struct day FIRST = { 20000 };

static enum message_look look(int32_t after, uint32_t count,
                              const int64_t *size, int64_t letters,
                              int64_t *usual)
{
    struct message_before before = { .first_on = FIRST, .count = count };
    for (uint32_t i = 0; i < count; i++)
        before.size[i] = size[i];
    if (count == 0)
        before.first_on = DAY_NONE;
    return message_look(&before, day_add(FIRST, after), letters, usual);
}

static void nothing_left_yet_is_looked_at(void **state)
{
    (void)state;
    int64_t usual = -1;
    assert_int_equal(look(400, 0, NULL, 1, &usual), MESSAGE_LOOK_FIRST);
    assert_int_equal(usual, 0);
}

static void the_first_fourteen_days(void **state)
{
    (void)state;
    const int64_t size[] = { 10 };
    int64_t usual;
    for (int32_t after = 0; after < MESSAGE_FIRST_DAYS; after++)
        assert_int_equal(look(after, 1, size, 1, &usual), MESSAGE_LOOK_FIRST);
    assert_int_equal(look(MESSAGE_FIRST_DAYS, 1, size, 1, &usual),
                     MESSAGE_LOOK_NONE);
}

static void more_than_twice_the_median(void **state)
{
    (void)state;
    const int64_t odd[] = { 900, 10, 12, 1, 11 };
    const int64_t even[] = { 14, 3, 1000, 11 };
    int64_t usual;
    assert_int_equal(look(30, 5, odd, 22, &usual), MESSAGE_LOOK_NONE);
    assert_int_equal(usual, 11);
    assert_int_equal(look(30, 5, odd, 23, &usual), MESSAGE_LOOK_LARGE);
    assert_int_equal(look(30, 4, even, 25, &usual), MESSAGE_LOOK_NONE);
    assert_int_equal(usual, 12);
    assert_int_equal(look(30, 4, even, 26, &usual), MESSAGE_LOOK_LARGE);
}

static void one_large_day_moves_nothing(void **state)
{
    (void)state;
    const int64_t size[MESSAGE_SIZES_MAX] = { 5, 5, 5, 5, 5, 5, 5, 5, 5,
                                              100000 };
    int64_t usual;
    assert_int_equal(look(30, MESSAGE_SIZES_MAX, size, 10, &usual),
                     MESSAGE_LOOK_NONE);
    assert_int_equal(look(30, MESSAGE_SIZES_MAX, size, 11, &usual),
                     MESSAGE_LOOK_LARGE);
    assert_int_equal(usual, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_left_yet_is_looked_at),
        cmocka_unit_test(the_first_fourteen_days),
        cmocka_unit_test(more_than_twice_the_median),
        cmocka_unit_test(one_large_day_moves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
