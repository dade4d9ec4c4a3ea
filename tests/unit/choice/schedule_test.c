#include <setjmp.h>
#include <stdarg.h>

#include "base/base.h"
#include "choice/schedule.h"

#include <cmocka.h>

static struct day ymd(int32_t year, uint32_t month, uint32_t day)
{
    struct day out;
    if (!day_from_civil(year, month, day, &out))
        fail_msg("%d-%u-%u is no date", year, month, day);
    return out;
}

static uint64_t next_random(uint64_t *seed)
{
    *seed += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = *seed;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static void the_last_share_takes_the_odd_cents(void **state)
{
    (void)state;
    struct choice_schedule schedule;
    choice_schedule(&(struct choice_terms){ { 10000 }, 3, ymd(2026, 12, 15) },
                    &schedule);
    assert_int_equal(schedule.count, 3);
    assert_int_equal(schedule.item[0].amount.cents, 3333);
    assert_int_equal(schedule.item[1].amount.cents, 3333);
    assert_int_equal(schedule.item[2].amount.cents, 3334);
    assert_int_equal(schedule.item[2].due.n, ymd(2027, 2, 15).n);
}

static void the_31st_comes_back(void **state)
{
    (void)state;
    struct choice_schedule schedule;
    choice_schedule(&(struct choice_terms){ { 60000 }, 6, ymd(2027, 12, 31) },
                    &schedule);
    const struct day due[] = {
        ymd(2027, 12, 31), ymd(2028, 1, 31), ymd(2028, 2, 29),
        ymd(2028, 3, 31), ymd(2028, 4, 30), ymd(2028, 5, 31),
    };
    for (uint32_t i = 0; i < 6; i++)
        assert_int_equal(schedule.item[i].due.n, due[i].n);
}

/* All numbers of payments, random balances: the sum is the balance, no share
 * is below a cent, all but the last are equal, days go up by a month. */
static void any_schedule_adds_up(void **state)
{
    (void)state;
    uint64_t seed = 20261125;
    print_message("seed %" PRIu64 "\n", seed);
    for (uint32_t count = 1; count <= CHOICE_ITEMS_MAX; count++) {
        for (uint32_t round = 0; round < 500; round++) {
            int64_t range = round % 2 ? 200 : 5000000;
            struct choice_terms terms = {
                .count = count,
                .balance = { (int64_t)count
                             + (int64_t)(next_random(&seed)
                                         % (uint64_t)range) },
                .first_due = day_add(ymd(2026, 1, 1),
                                     (int32_t)(next_random(&seed) % 3000)),
            };
            struct choice_schedule schedule;
            choice_schedule(&terms, &schedule);
            int64_t sum = 0;
            uint32_t first_day = day_civil(terms.first_due).day;
            for (uint32_t i = 0; i < count; i++) {
                sum += schedule.item[i].amount.cents;
                assert_true(schedule.item[i].amount.cents >= 1);
                if (i + 1 < count)
                    assert_int_equal(schedule.item[i].amount.cents,
                                     schedule.item[0].amount.cents);
                struct civil due = day_civil(schedule.item[i].due);
                struct civil next = day_civil(day_add(schedule.item[i].due,
                                                      1));
                assert_true(due.day == first_day
                            || (due.day < first_day && next.day == 1));
                if (i > 0)
                    assert_in_range(day_between(schedule.item[i - 1].due,
                                                schedule.item[i].due), 28, 31);
            }
            assert_int_equal(sum, terms.balance.cents);
            assert_true(schedule.item[count - 1].amount.cents
                        - schedule.item[0].amount.cents < count);
        }
    }
}

static void the_first_day_is_the_1st_or_15th_two_weeks_away(void **state)
{
    (void)state;
    assert_int_equal(choice_first_due(ymd(2026, 11, 24)).n,
                     ymd(2026, 12, 15).n);
    assert_int_equal(choice_first_due(ymd(2026, 12, 1)).n,
                     ymd(2026, 12, 15).n);
    assert_int_equal(choice_first_due(ymd(2026, 12, 2)).n, ymd(2027, 1, 1).n);
    assert_int_equal(choice_first_due(ymd(2026, 11, 17)).n,
                     ymd(2026, 12, 1).n);
    for (int32_t i = 0; i < 1500; i++) {
        struct day today = day_add(ymd(2026, 1, 1), i);
        struct day due = choice_first_due(today);
        uint32_t day = day_civil(due).day;
        assert_true(day == 1 || day == 15);
        assert_in_range(day_between(today, due), 14, 31);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_last_share_takes_the_odd_cents),
        cmocka_unit_test(the_31st_comes_back),
        cmocka_unit_test(any_schedule_adds_up),
        cmocka_unit_test(the_first_day_is_the_1st_or_15th_two_weeks_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
