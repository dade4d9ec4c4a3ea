#include <setjmp.h>
#include <stdarg.h>

#include "base/base.h"
#include "choice/offers.h"

#include <cmocka.h>

static struct choice_facts marcus(void)
{
    struct choice_facts facts = {
        .debt = { "0123456789abcdef0123456789abcdef" },
        .balance = { 94000 },
        .agreement_version = 3,
        .plan_months_max = 36,
        .plan_payment_min = { 2500 },
    };
    if (!day_from_civil(2026, 11, 24, &facts.today))
        fail();
    return facts;
}

static void the_least_a_month_is_first_and_paying_all_last(void **state)
{
    (void)state;
    struct choice_facts facts = marcus();
    struct choice_offers offers;
    choice_offers(&facts, &offers);
    assert_int_equal(offers.count, 6);
    const uint32_t counts[] = { 36, 12, 6, 3 };
    for (uint32_t i = 0; i < 4; i++) {
        const struct choice_offer *offer = &offers.offer[i];
        assert_int_equal(offer->kind, CHOICE_PLAN);
        assert_int_equal(offer->count, counts[i]);
        assert_int_equal(offer->total.cents, 94000);
        assert_int_equal(offer->each.cents * (offer->count - 1)
                         + offer->last.cents, 94000);
        assert_int_equal(offer->miss, CHOICE_MISS_GRACE);
        if (i > 0)
            assert_true(offer->each.cents > offers.offer[i - 1].each.cents);
    }
    assert_int_equal(offers.offer[0].each.cents, 2611);
    assert_int_equal(offers.offer[0].last.cents, 2615);
    assert_int_equal(offers.offer[4].kind, CHOICE_PAUSE);
    assert_int_equal(offers.offer[4].total.cents, 0);
    assert_int_equal(day_between(offers.offer[4].first_on,
                                 offers.offer[4].last_on), 60);
    assert_int_equal(offers.offer[5].kind, CHOICE_PAY_IN_FULL);
    assert_int_equal(offers.offer[5].total.cents, 94000);
}

static void no_payment_is_below_the_agreed_least(void **state)
{
    (void)state;
    struct choice_facts facts = marcus();
    struct choice_offers offers;
    for (int64_t cents = 1; cents < 120000; cents += 7) {
        facts.balance.cents = cents;
        choice_offers(&facts, &offers);
        assert_true(offers.count >= 2);
        for (uint32_t i = 0; i < offers.count; i++) {
            if (offers.offer[i].kind != CHOICE_PLAN)
                continue;
            assert_true(offers.offer[i].each.cents >= 2500);
            assert_in_range(offers.offer[i].count, 2, 36);
        }
    }
    facts.balance.cents = 4999; /* two payments of 25 do not fit */
    choice_offers(&facts, &offers);
    assert_int_equal(offers.count, 2);
    facts.balance.cents = 5000;
    choice_offers(&facts, &offers);
    assert_int_equal(offers.count, 3);
    assert_int_equal(offers.offer[0].count, 2);
}

static void odd_agreements_are_safe(void **state)
{
    (void)state;
    struct choice_facts facts = marcus();
    struct choice_offers offers;
    facts.balance.cents = 0;
    choice_offers(&facts, &offers);
    assert_int_equal(offers.count, 0);
    facts.balance.cents = -1;
    choice_offers(&facts, &offers);
    assert_int_equal(offers.count, 0);
    facts.balance.cents = 1;
    facts.plan_payment_min.cents = 0;
    choice_offers(&facts, &offers);
    assert_int_equal(offers.count, 2);
    facts.balance.cents = 61;
    facts.plan_months_max = INT64_MAX;
    choice_offers(&facts, &offers);
    assert_int_equal(offers.offer[0].count, 60);
    assert_int_equal(offers.offer[0].last.cents, 2);
    facts.plan_months_max = -5;
    choice_offers(&facts, &offers);
    assert_int_equal(offers.count, 2);
    facts.plan_months_max = 12; /* not shown twice */
    choice_offers(&facts, &offers);
    assert_int_equal(offers.count, 5);
}

static void the_reference_is_found_again_until_something_changes(void **state)
{
    (void)state;
    struct choice_facts facts = marcus();
    struct choice_offers shown, again;
    choice_offers(&facts, &shown);
    choice_offers(&facts, &again);
    for (uint32_t i = 0; i < shown.count; i++) {
        struct str reference = str_of(shown.offer[i].reference.text);
        struct ref parsed;
        assert_true(ref_parse(reference, &parsed));
        const struct choice_offer *found = choice_offer_find(&again,
                                                             reference);
        assert_non_null(found);
        assert_int_equal(found->count, shown.offer[i].count);
    }
    assert_null(choice_offer_find(&again, STR("")));
    assert_null(choice_offer_find(&again, (struct str){ NULL, 0 }));
    assert_null(choice_offer_find(
        &again, STR("0123456789abcdef0123456789abcdef")));

    struct choice_facts changed[4];
    for (size_t i = 0; i < 4; i++)
        changed[i] = facts;
    changed[0].balance.cents -= 1;
    changed[1].agreement_version = 4;
    changed[2].debt.text[31] = 'e';
    changed[3].balance.cents += 1;
    for (size_t c = 0; c < 4; c++) {
        choice_offers(&changed[c], &again);
        for (uint32_t i = 0; i < shown.count; i++)
            assert_null(choice_offer_find(
                &again, str_of(shown.offer[i].reference.text)));
    }
    facts.today = day_add(facts.today, 30); /* other due dates: another plan */
    choice_offers(&facts, &again);
    assert_null(choice_offer_find(
        &again, str_of(shown.offer[0].reference.text)));
}

/* A person who looks in the evening and agrees next day gets the same plan. */
static void offers_stay_the_same_overnight(void **state)
{
    (void)state;
    struct choice_facts facts = marcus();
    struct choice_offers shown, again;
    choice_offers(&facts, &shown);
    facts.today = day_add(facts.today, 1);
    choice_offers(&facts, &again);
    for (uint32_t i = 0; i < shown.count; i++)
        assert_non_null(choice_offer_find(
            &again, str_of(shown.offer[i].reference.text)));
}

static void an_offer_becomes_its_schedule(void **state)
{
    (void)state;
    struct choice_facts facts = marcus();
    struct choice_offers offers;
    struct choice_schedule schedule;
    choice_offers(&facts, &offers);
    choice_offer_schedule(&offers.offer[0], &schedule);
    assert_int_equal(schedule.count, 36);
    assert_int_equal(choice_schedule_total(&schedule).cents, 94000);
    assert_int_equal(schedule.item[35].due.n, offers.offer[0].last_on.n);
    choice_offer_schedule(&offers.offer[5], &schedule);
    assert_int_equal(schedule.count, 1);
    assert_int_equal(schedule.item[0].amount.cents, 94000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_least_a_month_is_first_and_paying_all_last),
        cmocka_unit_test(no_payment_is_below_the_agreed_least),
        cmocka_unit_test(odd_agreements_are_safe),
        cmocka_unit_test(the_reference_is_found_again_until_something_changes),
        cmocka_unit_test(offers_stay_the_same_overnight),
        cmocka_unit_test(an_offer_becomes_its_schedule),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
