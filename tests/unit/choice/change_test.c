#include <setjmp.h>
#include <stdarg.h>

#include "base/base.h"
#include "choice/change.h"
#include "choice/offers.h"

#include <cmocka.h>

static struct choice_schedule schedule;

static struct day ymd(int32_t year, uint32_t month, uint32_t day)
{
    struct day out;
    if (!day_from_civil(year, month, day, &out))
        fail_msg("%d-%u-%u is no date", year, month, day);
    return out;
}

/* $940.00 in 12 payments of $78.33 from 1 January; today is 10 December. */
static struct choice_change_facts marcus(void)
{
    choice_schedule(&(struct choice_terms){ { 94000 }, 12, ymd(2027, 1, 1) },
                    &schedule);
    return (struct choice_change_facts){
        .plan = { "0123456789abcdef0123456789abcdef" },
        .schedule = &schedule, .balance = { 94000 },
        .today = ymd(2026, 12, 10), .held_until = DAY_NONE,
        .rules = { 7, 2, 30 }, .plan_months_max = 36,
        .plan_payment_min = { 2500 }
    };
}

static struct choice_changed change(const struct choice_change_facts *facts,
                                    enum choice_change what, uint32_t number)
{
    struct choice_changed changed;
    struct choice_change_ask ask = { what, number, number };
    choice_change(facts, &ask, &changed);
    if (changed.answer == CHOICE_CHANGED && changed.schedule.count > 0)
        assert_int_equal(choice_schedule_total(&changed.schedule).cents,
                         facts->balance.cents);
    return changed;
}

static void another_day_is_the_nearest_one(void **state)
{
    (void)state;
    struct choice_change_facts facts = marcus();
    struct choice_changed c = change(&facts, CHOICE_CHANGE_DAY, 15);
    assert_int_equal(c.answer, CHOICE_CHANGED);
    assert_int_equal(c.schedule.item[0].due.n, ymd(2027, 1, 15).n);
    assert_int_equal(c.schedule.count, 12);
    assert_int_equal(c.schedule.item[0].amount.cents, 7833);
    /* 28 January is far; 28 December is near and leaves time. */
    c = change(&facts, CHOICE_CHANGE_DAY, 28);
    assert_int_equal(c.schedule.item[0].due.n, ymd(2026, 12, 28).n);
    /* Later in the month it does not: nobody must hurry. */
    facts.today = ymd(2026, 12, 20);
    c = change(&facts, CHOICE_CHANGE_DAY, 28);
    assert_int_equal(c.schedule.item[0].due.n, ymd(2027, 1, 28).n);
    assert_int_equal(change(&facts, CHOICE_CHANGE_DAY, 1).answer,
                     CHOICE_CHANGE_SAME_DAY);
    assert_int_equal(change(&facts, CHOICE_CHANGE_DAY, 0).answer,
                     CHOICE_CHANGE_NO_DAY);
    assert_int_equal(change(&facts, CHOICE_CHANGE_DAY, 29).answer,
                     CHOICE_CHANGE_NO_DAY);
}

static void a_skipped_payment_goes_to_the_end(void **state)
{
    (void)state;
    struct choice_change_facts facts = marcus();
    struct choice_changed c = change(&facts, CHOICE_CHANGE_SKIP, 0);
    assert_int_equal(c.schedule.count, 12);
    assert_int_equal(c.schedule.item[0].due.n, ymd(2027, 2, 1).n);
    assert_int_equal(c.schedule.item[11].due.n, ymd(2028, 1, 1).n);
    facts.skips_used = 2;
    assert_int_equal(change(&facts, CHOICE_CHANGE_SKIP, 0).answer,
                     CHOICE_CHANGE_NO_SKIPS);
    /* In its days of grace it is the one that is skipped. */
    facts.skips_used = 1;
    facts.today = ymd(2027, 1, 6);
    c = change(&facts, CHOICE_CHANGE_SKIP, 0);
    assert_int_equal(c.schedule.item[0].due.n, ymd(2027, 2, 1).n);
    /* One was paid: the others go on. */
    facts.balance.cents = 94000 - 7833;
    c = change(&facts, CHOICE_CHANGE_SKIP, 0);
    assert_int_equal(c.schedule.count, 11);
    assert_int_equal(c.schedule.item[0].due.n, ymd(2027, 3, 1).n);
    assert_int_equal(c.schedule.item[10].amount.cents, 7837);
}

static void what_was_missed_goes_to_the_end(void **state)
{
    (void)state;
    struct choice_change_facts facts = marcus();
    facts.today = ymd(2027, 3, 20); /* three dates passed, nothing came */
    struct choice_changed c = change(&facts, CHOICE_CHANGE_DAY, 5);
    assert_int_equal(c.schedule.item[0].due.n, ymd(2027, 4, 5).n);
    assert_int_equal(c.schedule.count, 12);
    c = change(&facts, CHOICE_CHANGE_SKIP, 0);
    assert_int_equal(c.schedule.item[0].due.n, ymd(2027, 4, 1).n);
}

static void less_a_month_within_the_agreement(void **state)
{
    (void)state;
    struct choice_change_facts facts = marcus();
    uint32_t count[CHOICE_LOWER_MAX];
    assert_int_equal(choice_lower(&facts, count), 3);
    assert_int_equal(count[0], 36);
    assert_int_equal(count[1], 24);
    assert_int_equal(count[2], 18);
    struct choice_changed c = change(&facts, CHOICE_CHANGE_LOWER, 36);
    assert_int_equal(c.schedule.count, 36);
    assert_int_equal(c.schedule.item[0].amount.cents, 2611);
    assert_int_equal(c.schedule.item[0].due.n, ymd(2027, 1, 1).n);
    assert_int_equal(change(&facts, CHOICE_CHANGE_LOWER, 12).answer,
                     CHOICE_CHANGE_NOT_LOWER);
    assert_int_equal(change(&facts, CHOICE_CHANGE_LOWER, 60).answer,
                     CHOICE_CHANGE_NOT_LOWER);
    facts.plan_payment_min.cents = 7800;
    assert_int_equal(change(&facts, CHOICE_CHANGE_LOWER, 36).answer,
                     CHOICE_CHANGE_LEAST);
}

static void a_pause_moves_the_dates_behind_it(void **state)
{
    (void)state;
    struct choice_change_facts facts = marcus();
    struct choice_changed c = change(&facts, CHOICE_CHANGE_PAUSE, 0);
    assert_int_equal(c.schedule.item[0].due.n, ymd(2027, 3, 1).n);
    assert_true(day_between(facts.today, c.schedule.item[0].due)
                >= CHOICE_PAUSE_DAYS);
    /* Its last day is still a day of the pause. */
    facts.today = day_add(ymd(2027, 3, 1), -CHOICE_PAUSE_DAYS);
    c = change(&facts, CHOICE_CHANGE_PAUSE, 0);
    assert_int_equal(c.schedule.item[0].due.n, ymd(2027, 4, 1).n);
    /* Who paid four dates ahead, or waits for longer, is not asked sooner. */
    facts.today = ymd(2026, 12, 10);
    facts.balance.cents = 94000 - 4 * 7833;
    c = change(&facts, CHOICE_CHANGE_PAUSE, 0);
    assert_int_equal(c.schedule.item[0].due.n, ymd(2027, 5, 1).n);
    facts.balance.cents = 94000;
    facts.held_until = ymd(2027, 4, 20);
    c = change(&facts, CHOICE_CHANGE_PAUSE, 0);
    assert_int_equal(c.schedule.item[0].due.n, ymd(2027, 5, 1).n);
    facts.held_until = ymd(2027, 2, 20);
    c = change(&facts, CHOICE_CHANGE_LOWER, 24);
    assert_int_equal(c.schedule.item[0].due.n, ymd(2027, 3, 1).n);
    facts.today = ymd(2027, 2, 20);
    c = change(&facts, CHOICE_CHANGE_HELD, 0);
    assert_int_equal(c.schedule.item[0].due.n, ymd(2027, 4, 1).n);
    facts.is_held = true;
    assert_int_equal(change(&facts, CHOICE_CHANGE_SKIP, 0).answer,
                     CHOICE_CHANGE_ON_HOLD);
    assert_int_equal(change(&facts, CHOICE_CHANGE_END, 0).answer,
                     CHOICE_CHANGED);
}

static void the_reference_names_the_change(void **state)
{
    (void)state;
    struct choice_change_facts facts = marcus();
    struct choice_changed a = change(&facts, CHOICE_CHANGE_SKIP, 0);
    struct choice_changed b = change(&facts, CHOICE_CHANGE_SKIP, 0);
    assert_string_equal(a.reference.text, b.reference.text);
    b = change(&facts, CHOICE_CHANGE_END, 0);
    assert_string_not_equal(a.reference.text, b.reference.text);
    assert_int_equal(b.schedule.count, 0);
    facts.balance.cents -= 1;
    b = change(&facts, CHOICE_CHANGE_SKIP, 0);
    assert_string_not_equal(a.reference.text, b.reference.text);
    facts.balance.cents = 0;
    assert_int_equal(change(&facts, CHOICE_CHANGE_END, 0).answer,
                     CHOICE_CHANGE_NOTHING_LEFT);
}

/* Any balance, any amount a month, any day: it adds up, no date is past, and
 * no payment but the last is another amount. */
static void every_change_adds_up(void **state)
{
    (void)state;
    for (int64_t balance = 1; balance < 94000; balance += 97)
        for (uint32_t day = 1; day <= CHOICE_DAY_MAX; day++) {
            struct choice_change_facts facts = marcus();
            facts.balance.cents = balance;
            facts.today = day_add(ymd(2026, 12, 10),
                                  (int32_t)(balance % 500));
            struct choice_changed c = change(&facts, day == 1
                                             ? CHOICE_CHANGE_SKIP
                                             : CHOICE_CHANGE_DAY, day);
            assert_int_equal(c.answer, CHOICE_CHANGED);
            assert_true(day_compare(c.schedule.item[0].due, facts.today)
                        >= 0);
            for (uint32_t i = 0; i + 1 < c.schedule.count; i++)
                assert_int_equal(c.schedule.item[i].amount.cents, 7833);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_day_is_the_nearest_one),
        cmocka_unit_test(a_skipped_payment_goes_to_the_end),
        cmocka_unit_test(what_was_missed_goes_to_the_end),
        cmocka_unit_test(less_a_month_within_the_agreement),
        cmocka_unit_test(a_pause_moves_the_dates_behind_it),
        cmocka_unit_test(the_reference_names_the_change),
        cmocka_unit_test(every_change_adds_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
