#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/base.h"
#include "person/fact.h"

static void every_word_reads_back(void **state)
{
    (void)state;
    for (unsigned i = 1; i < CHANNEL_COUNT; i++)
        assert_int_equal(channel_parse(channel_word(i)), i);
    for (unsigned i = 1; i < FACT_KIND_COUNT; i++)
        assert_int_equal(fact_parse(fact_word(i)), i);
    for (unsigned i = 1; i <= OUTCOME_INBOUND_TALK; i++)
        assert_int_equal(outcome_parse(outcome_word(i)), i);
}

static void a_strange_word_is_not_known(void **state)
{
    (void)state;
    assert_int_equal(channel_parse(STR("pigeon")), CHANNEL_NONE);
    assert_int_equal(channel_parse(STR("none")), CHANNEL_NONE);
    assert_int_equal(channel_parse((struct str){ NULL, 0 }), CHANNEL_NONE);
    assert_int_equal(fact_parse(STR("medium_refuse")), FACT_NONE);
    assert_int_equal(fact_parse(STR("Deceased")), FACT_NONE);
    assert_int_equal(outcome_parse(STR("")), OUTCOME_UNKNOWN);
}

static void stored_numbers_do_not_move(void **state)
{
    (void)state;
    /* The store keeps the numbers: whoever inserts in the middle fails. */
    assert_int_equal(FACT_ATTORNEY, 3);
    assert_int_equal(FACT_WRONG_NUMBER, 15);
    assert_int_equal(FACT_PLAN_ENDED, 22);
    assert_int_equal(OUTCOME_INBOUND_TALK, 8);
    assert_int_equal(CHANNEL_LETTER, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_word_reads_back),
        cmocka_unit_test(a_strange_word_is_not_known),
        cmocka_unit_test(stored_numbers_do_not_move),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
