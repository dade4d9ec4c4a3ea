#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/base.h"
#include "contact/facts.h"

static void hours_read(void **state)
{
    static const struct {
        const char *text;
        uint32_t weekdays;
        int32_t from, to;
    } row[] = {
        { "tue,thu", 1u << TUESDAY | 1u << THURSDAY, 0, 86400 },
        { "daily 00:00-18:00", 0x7F, 0, 64800 },
        { " sun 08:30-24:00 ", 1u << SUNDAY, 30600, 86400 },
    };
    static const char *const bad[] = {
        "", " ", "Tuesday", "tue,", ",tue", "tue thu", "daily 18:00",
        "daily 18:00-09:00", "daily 18:00-18:00", "daily 25:00-26:00",
        "daily 08:60-09:00", "daily 8:00-9:00", "daily 00:00-24:01",
        "tue  08:00-09:00", "dailytue",
        "daily 08:00-09:00-10:00", "TUE",
    };
    struct contact_refused_hours hours;

    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        assert_true(contact_refused_hours_parse(str_of(row[i].text), &hours));
        assert_int_equal(hours.weekdays, row[i].weekdays);
        assert_int_equal(hours.from_second, row[i].from);
        assert_int_equal(hours.to_second, row[i].to);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (contact_refused_hours_parse(str_of(bad[i]), &hours))
            fail_msg("'%s' was read", bad[i]);
    assert_false(contact_refused_hours_parse((struct str){ NULL, 0 },
                                             &hours));
}

static void three_values(void **state)
{
    struct debt debt = { .id = { 101 } };
    struct fact fact[2] = {
        { .id = { 1 }, .debt = { 101 }, .kind = FACT_DISPUTE,
          .holds_from = { 1000 }, .recorded_at = { 2000 },
          .until = MOMENT_NEVER },
        { .id = { 2 }, .kind = FACT_WITHDRAWN, .corrects = { 1 },
          .holds_from = { 5000 }, .recorded_at = { 5000 },
          .until = MOMENT_NEVER },
    };
    struct contact_facts facts = { .debt = &debt, .fact = fact,
                                   .fact_count = 2, .as_of = { 3000 },
                                   .looked = 1u << FACT_DISPUTE };
    struct moment at = { 3000 };

    (void)state;
    assert_int_equal(contact_fact_known(&facts, FACT_DISPUTE, at),
                     KNOWN_YES);
    assert_int_equal(contact_fact_known(&facts, FACT_DECEASED, at),
                     KNOWN_NOT);
    at.us = 999; /* not yet in force */
    assert_int_equal(contact_fact_known(&facts, FACT_DISPUTE, at), KNOWN_NO);
    at.us = 3000;
    facts.as_of.us = 1999; /* not yet recorded */
    assert_int_equal(contact_fact_known(&facts, FACT_DISPUTE, at), KNOWN_NO);
    facts.as_of.us = 5000; /* taken back */
    assert_int_equal(contact_fact_known(&facts, FACT_DISPUTE, at), KNOWN_NO);
    facts.as_of.us = 3000;
    debt.id.n = 102; /* another debt */
    assert_int_equal(contact_fact_known(&facts, FACT_DISPUTE, at), KNOWN_NO);
}

/* A dispute is over when it was answered after; a new one is open again. */
static void a_dispute_is_answered(void **state)
{
    struct debt debt = { .id = { 101 } };
    struct fact fact[3] = {
        { .id = { 1 }, .debt = { 101 }, .kind = FACT_DISPUTE,
          .holds_from = { 1000 }, .recorded_at = { 1000 },
          .until = MOMENT_NEVER },
        { .id = { 2 }, .debt = { 102 }, .kind = FACT_DISPUTE_ANSWERED,
          .holds_from = { 2000 }, .recorded_at = { 2000 },
          .until = MOMENT_NEVER },
        { .id = { 3 }, .debt = { 101 }, .kind = FACT_DISPUTE,
          .holds_from = { 3000 }, .recorded_at = { 3000 },
          .until = MOMENT_NEVER },
    };
    struct contact_facts facts = { .debt = &debt, .fact = fact,
                                   .fact_count = 2, .as_of = { 9000 },
                                   .looked = 1u << FACT_DISPUTE };
    struct moment at = { 9000 };

    (void)state;
    assert_int_equal(contact_fact_known(&facts, FACT_DISPUTE, at),
                     KNOWN_YES); /* the answer was of another bill */
    fact[1].debt.n = 101;
    assert_int_equal(contact_fact_known(&facts, FACT_DISPUTE, at), KNOWN_NO);
    at.us = 1999;
    assert_int_equal(contact_fact_known(&facts, FACT_DISPUTE, at),
                     KNOWN_YES);
    at.us = 9000;
    facts.fact_count = 3;
    assert_int_equal(contact_fact_known(&facts, FACT_DISPUTE, at),
                     KNOWN_YES);
    assert_false(contact_fact_holds(&facts, &fact[0], FACT_DISPUTE, at));
}

static void the_text_is_the_same_in_any_order(void **state)
{
    struct arena arena;
    struct person person = { .id = { 1 }, .born_on = DAY_NONE };
    struct debt debt = { .id = { 101 } };
    struct fact fact[2] = {
        { .id = { 1 }, .kind = FACT_DISPUTE, .address = STR("a b=1:c"),
          .until = MOMENT_NEVER },
        { .id = { 2 }, .kind = FACT_HELD, .until = MOMENT_NEVER },
    };
    struct contact_facts facts = { .person = &person, .debt = &debt,
                                   .fact = fact, .fact_count = 2,
                                   .as_of = { 3000 } };

    (void)state;
    arena_init(&arena, (size_t)1 << 20);
    struct str one = contact_facts_text(&facts, &arena);
    struct fact other = fact[0];
    fact[0] = fact[1];
    fact[1] = other;
    assert_true(str_equal(one, contact_facts_text(&facts, &arena)));
    fact[0].until.us = 7;
    assert_false(str_equal(one, contact_facts_text(&facts, &arena)));
    facts.person = NULL;
    facts.debt = NULL;
    facts.fact_count = 0;
    assert_true(contact_facts_text(&facts, &arena).len > 0);
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hours_read),
        cmocka_unit_test(three_values),
        cmocka_unit_test(a_dispute_is_answered),
        cmocka_unit_test(the_text_is_the_same_in_any_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
