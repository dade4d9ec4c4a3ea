#include <setjmp.h>
#include <stdarg.h>

#include "base/base.h"
#include "message/message.h"

#include <cmocka.h>

static enum message_kind next(struct message_facts facts)
{
    struct message_due due;
    message_next(&facts, &due);
    return due.kind;
}

/* Rule APP-1. */
static void the_first_letter_fits_the_program(void **state)
{
    (void)state;
    struct message_facts facts = { .program = PROGRAM_EARLY_OUT,
                                   .owed = { 1 } };
    assert_int_equal(next(facts), MESSAGE_FIRST_STATEMENT);
    facts.program = PROGRAM_BAD_DEBT;
    assert_int_equal(next(facts), MESSAGE_VALIDATION_NOTICE);
    facts.program = PROGRAM_UNKNOWN; /* Rule APP-1 */
    assert_int_equal(next(facts), MESSAGE_VALIDATION_NOTICE);
    facts.has_first_message = true;
    assert_int_equal(next(facts), MESSAGE_NONE);
}

static void nothing_is_asked_for_what_is_over(void **state)
{
    (void)state;
    struct message_facts facts = { .program = PROGRAM_BAD_DEBT,
                                   .owed = { 5000 } };
    struct message_facts over = facts;
    over.owed.cents = 0;
    assert_int_equal(next(over), MESSAGE_NONE);
    over = facts;
    over.is_recalled = true;
    assert_int_equal(next(over), MESSAGE_NONE);
    over.is_plan_unconfirmed = true;
    assert_int_equal(next(over), MESSAGE_NONE);
    over = facts;
    over.is_closed = true;
    assert_int_equal(next(over), MESSAGE_NONE);
    over.is_payment_unreceipted = true; /* a receipt is owed all the same */
    assert_int_equal(next(over), MESSAGE_RECEIPT);
}

static void receipts_come_before_plans_before_letters(void **state)
{
    (void)state;
    struct message_facts facts = { .owed = { 5000 },
                                   .is_plan_unconfirmed = true,
                                   .is_payment_unreceipted = true };
    assert_int_equal(next(facts), MESSAGE_RECEIPT);
    facts.is_payment_unreceipted = false;
    assert_int_equal(next(facts), MESSAGE_PLAN_CONFIRMATION);
    facts.is_plan_unconfirmed = false;
    assert_int_equal(next(facts), MESSAGE_VALIDATION_NOTICE);
}

static void what_concerns_a_plan_has_its_order(void **state)
{
    (void)state;
    struct message_facts facts = {
        .program = PROGRAM_EARLY_OUT, .owed = { 100 },
        .has_first_message = true, .is_limit_missed = true,
        .is_payment_missed = true, .is_payment_near = true,
        .is_pause_over = true
    };
    assert_int_equal(next(facts), MESSAGE_PLAN_NOTICE);
    facts.is_limit_missed = false;
    assert_int_equal(next(facts), MESSAGE_PLAN_MISSED);
    facts.is_payment_missed = false;
    assert_int_equal(next(facts), MESSAGE_PLAN_REMINDER);
    facts.is_payment_near = false;
    assert_int_equal(next(facts), MESSAGE_PAUSE_ENDED);
    facts.has_first_message = false;
    assert_int_equal(next(facts), MESSAGE_FIRST_STATEMENT);
    facts = (struct message_facts){ .is_limit_missed = true,
                                    .is_payment_missed = true,
                                    .is_payment_near = true,
                                    .has_first_message = true,
                                    .is_pause_over = true };
    assert_int_equal(next(facts), MESSAGE_NONE); /* nothing is owed */
    facts.owed.cents = 100;
    facts.is_recalled = true;
    assert_int_equal(next(facts), MESSAGE_NONE);
}

static void the_language_is_never_unknown(void **state)
{
    (void)state;
    struct message_due due;
    struct message_facts facts = { .language = LANGUAGE_SPANISH };
    message_next(&facts, &due);
    assert_int_equal(due.language, LANGUAGE_SPANISH);
    facts.language = LANGUAGE_UNKNOWN;
    message_next(&facts, &due);
    assert_int_equal(due.language, LANGUAGE_ENGLISH);
}

/* Rule RF-34-when.  First talk Monday 2 March 2026: the notice is out by
 * Saturday the 7th. */
static void the_notice_leaves_within_five_days(void **state)
{
    (void)state;
    struct day talk, by;
    assert_true(day_from_civil(2026, 3, 2, &talk));
    assert_true(day_from_civil(2026, 3, 7, &by));
    assert_int_equal(message_notice_by(talk).n, by.n);
}

static void words_come_back(void **state)
{
    (void)state;
    for (int kind = 1; kind < MESSAGE_KINDS; kind++)
        assert_int_equal(message_kind_parse(message_kind_word(
            (enum message_kind)kind)), kind);
    assert_int_equal(message_kind_parse(STR("letter")), MESSAGE_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_letter_fits_the_program),
        cmocka_unit_test(nothing_is_asked_for_what_is_over),
        cmocka_unit_test(receipts_come_before_plans_before_letters),
        cmocka_unit_test(what_concerns_a_plan_has_its_order),
        cmocka_unit_test(the_language_is_never_unknown),
        cmocka_unit_test(the_notice_leaves_within_five_days),
        cmocka_unit_test(words_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
