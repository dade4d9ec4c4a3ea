#include <setjmp.h>
#include <stdarg.h>

#include "base/base.h"
#include "message/validation.h"

#include <cmocka.h>

static struct day ymd(int32_t year, uint32_t month, uint32_t day)
{
    struct day out;
    if (!day_from_civil(year, month, day, &out))
        fail_msg("%d-%u-%u is no date", year, month, day);
    return out;
}

/* Cases D-73 to D-75 and the examples of Rule RF-34-end. */
static void cases_d73_to_d75(void **state)
{
    (void)state;
    const struct { struct day sent, receipt, end; bool observed; } row[] = {
        { ymd(2026, 2, 9), ymd(2026, 2, 17), ymd(2026, 3, 19), true },
        { ymd(2026, 8, 28), ymd(2026, 9, 4), ymd(2026, 10, 4), true },
        { ymd(2026, 6, 30), ymd(2026, 7, 7), ymd(2026, 8, 6), false },
        { ymd(2026, 6, 30), ymd(2026, 7, 8), ymd(2026, 8, 7), true },
        { ymd(2026, 3, 2), ymd(2026, 3, 9), ymd(2026, 4, 8), true },
        { ymd(2026, 5, 18), ymd(2026, 5, 26), ymd(2026, 6, 25), true },
        { ymd(2026, 6, 15), ymd(2026, 6, 23), ymd(2026, 7, 23), true },
        { ymd(2026, 11, 28), ymd(2026, 12, 4), ymd(2027, 1, 3), true },
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        enum calendar calendar = row[i].observed ? CALENDAR_CAUTIOUS
                                                 : CALENDAR_LITERAL;
        assert_int_equal(message_assumed_receipt(row[i].sent, calendar).n,
                         row[i].receipt.n);
        assert_int_equal(message_validation_end(row[i].sent, calendar).n,
                         row[i].end.n);
    }
}

/* Rule RF-34-end. */
static void the_end_never_moves_back(void **state)
{
    (void)state;
    for (int32_t i = 0; i < 365; i++) {
        struct day sent = day_add(ymd(2026, 1, 1), i);
        struct day end = message_validation_end(sent, CALENDAR_CAUTIOUS);
        assert_in_range(day_between(sent, end), 35, 41);
        assert_true(end.n >= message_validation_end(sent, CALENDAR_LITERAL).n);
        assert_true(message_validation_end(day_add(sent, 1),
                                           CALENDAR_CAUTIOUS).n
                    >= end.n);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_d73_to_d75),
        cmocka_unit_test(the_end_never_moves_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
