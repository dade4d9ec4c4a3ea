#include <setjmp.h>
#include <stdarg.h>

#include "base/base.h"
#include "choice/standing.h"

#include <cmocka.h>

static struct day ymd(int32_t year, uint32_t month, uint32_t day)
{
    struct day out;
    if (!day_from_civil(year, month, day, &out))
        fail_msg("%d-%u-%u is no date", year, month, day);
    return out;
}

/* Four payments of $25.00 from 31 January of a leap year. */
static struct choice_schedule four(void)
{
    struct choice_schedule schedule;
    choice_schedule(&(struct choice_terms){ { 10000 }, 4, ymd(2028, 1, 31) },
                    &schedule);
    return schedule;
}

static struct choice_standing look(int64_t balance, struct day today)
{
    struct choice_schedule schedule = four();
    struct choice_standing standing;
    choice_standing(&schedule, (struct money){ balance }, today, false,
                    &standing);
    return standing;
}

static void nothing_is_due_before_its_date(void **state)
{
    (void)state;
    struct choice_standing s = look(10000, ymd(2028, 1, 30));
    assert_int_equal(s.state, CHOICE_PLAN_KEPT);
    assert_int_equal(s.next, 0);
    assert_int_equal(s.item[0].state, CHOICE_ITEM_LATER);
    assert_int_equal(s.item[0].left.cents, 2500);
    assert_int_equal(look(10000, ymd(2028, 1, 31)).item[0].state,
                     CHOICE_ITEM_DUE);
}

static void a_payment_is_missed_after_its_days_of_grace(void **state)
{
    (void)state;
    struct choice_standing s = look(10000, ymd(2028, 2, 10));
    assert_int_equal(s.item[0].state, CHOICE_ITEM_DUE);
    assert_int_equal(s.state, CHOICE_PLAN_KEPT);
    s = look(10000, ymd(2028, 2, 11));
    assert_int_equal(s.item[0].state, CHOICE_ITEM_MISSED);
    assert_int_equal(s.state, CHOICE_PLAN_BEHIND);
    assert_int_equal(s.missed.cents, 2500);
    assert_int_equal(s.missed_count, 1);
    /* 29 February and 31 March: the month's end, of a leap year too. */
    assert_int_equal(look(7500, ymd(2028, 2, 28)).item[1].state,
                     CHOICE_ITEM_LATER);
    assert_int_equal(look(7500, ymd(2028, 2, 29)).item[1].state,
                     CHOICE_ITEM_DUE);
    assert_int_equal(look(7500, ymd(2028, 3, 10)).item[1].state,
                     CHOICE_ITEM_DUE);
    assert_int_equal(look(7500, ymd(2028, 3, 11)).item[1].state,
                     CHOICE_ITEM_MISSED);
    assert_int_equal(look(5000, ymd(2028, 3, 30)).item[2].state,
                     CHOICE_ITEM_LATER);
}

static void a_part_fills_the_oldest_first(void **state)
{
    (void)state;
    struct choice_standing s = look(8900, ymd(2028, 2, 20));
    assert_int_equal(s.paid.cents, 1100);
    assert_int_equal(s.item[0].state, CHOICE_ITEM_MISSED);
    assert_int_equal(s.item[0].left.cents, 1400);
    assert_int_equal(s.missed.cents, 1400);
    s = look(6000, ymd(2028, 2, 20));
    assert_int_equal(s.item[0].state, CHOICE_ITEM_PAID);
    assert_int_equal(s.item[1].left.cents, 1000);
    assert_int_equal(s.next, 1);
    assert_int_equal(s.state, CHOICE_PLAN_KEPT);
}

static void more_than_was_due_covers_the_next(void **state)
{
    (void)state;
    struct choice_standing s = look(2500, ymd(2028, 3, 20));
    assert_int_equal(s.next, 3);
    assert_int_equal(s.missed_count, 0);
    s = look(0, ymd(2028, 1, 1));
    assert_int_equal(s.state, CHOICE_PLAN_FINISHED);
    assert_int_equal(s.next, 4);
    assert_int_equal(s.left.cents, 0);
}

static void before_the_first_date_a_payment_counts_too(void **state)
{
    (void)state;
    struct choice_standing s = look(7500, ymd(2028, 1, 2));
    assert_int_equal(s.item[0].state, CHOICE_ITEM_PAID);
    assert_int_equal(s.next, 1);
}

static void what_comes_back_is_missed_again(void **state)
{
    (void)state;
    assert_int_equal(look(5000, ymd(2028, 3, 20)).state, CHOICE_PLAN_KEPT);
    struct choice_standing s = look(7500, ymd(2028, 3, 20));
    assert_int_equal(s.state, CHOICE_PLAN_BEHIND);
    assert_int_equal(s.missed_last, 1);
    /* One from before the plan came back: that is outside of it. */
    s = look(12000, ymd(2028, 1, 2));
    assert_int_equal(s.outside.cents, 2000);
    assert_int_equal(s.paid.cents, 0);
    assert_int_equal(s.left.cents, 12000);
    assert_int_equal(s.state, CHOICE_PLAN_KEPT);
}

static void an_ended_plan_stays_ended(void **state)
{
    (void)state;
    struct choice_schedule schedule = four();
    struct choice_standing s;
    choice_standing(&schedule, (struct money){ 10000 }, ymd(2028, 6, 1), true,
                    &s);
    assert_int_equal(s.state, CHOICE_PLAN_ENDED);
}

/* Whatever is left, whenever: the parts are the plan to the cent, and what is
 * covered comes before what is not. */
static void every_balance_adds_up(void **state)
{
    (void)state;
    for (int64_t balance = 0; balance <= 10000; balance += 13) {
        struct choice_standing s = look(balance, ymd(2028, 3, 15));
        int64_t left = 0;
        for (uint32_t i = 0; i < s.count; i++) {
            left += s.item[i].left.cents;
            assert_true((s.item[i].state == CHOICE_ITEM_PAID)
                        == (i < s.next));
        }
        assert_int_equal(left, balance);
        assert_int_equal(left + s.paid.cents, 10000);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_due_before_its_date),
        cmocka_unit_test(a_payment_is_missed_after_its_days_of_grace),
        cmocka_unit_test(a_part_fills_the_oldest_first),
        cmocka_unit_test(more_than_was_due_covers_the_next),
        cmocka_unit_test(before_the_first_date_a_payment_counts_too),
        cmocka_unit_test(what_comes_back_is_missed_again),
        cmocka_unit_test(an_ended_plan_stays_ended),
        cmocka_unit_test(every_balance_adds_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
