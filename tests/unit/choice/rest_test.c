#include <setjmp.h>
#include <stdarg.h>

#include "base/base.h"
#include "choice/rest.h"

#include <cmocka.h>

static struct moment at(int64_t day)
{
    return moment_from_seconds(1800000000 + day * 86400);
}

static struct fact held(int64_t id, int64_t from, int64_t until)
{
    return (struct fact){ .id = { id }, .debt = { 7 }, .kind = FACT_HELD,
                          .holds_from = at(from), .until = at(until),
                          .recorded_at = at(from) };
}

static void a_pause_rests_until_its_date(void **state)
{
    (void)state;
    const struct fact fact[] = { held(1, 0, 60) };
    struct choice_rest rest = { 1, fact, { 7 } };
    struct moment until, ended;
    assert_true(choice_rests(&rest, at(0), &until));
    assert_int_equal(until.us, at(60).us);
    assert_true(choice_rests(&rest, at(59), &until));
    assert_false(choice_rests(&rest, at(60), &until));
    assert_true(choice_rested(&rest, at(50), at(70)));
    assert_false(choice_rested(&rest, at(60), at(70)));
    assert_false(choice_rested(&rest, at(-9), at(0)));
    assert_true(choice_pause_ended(&rest, at(55), at(61), &ended));
    assert_int_equal(ended.us, at(60).us);
    assert_false(choice_pause_ended(&rest, at(55), at(60), &ended));
    rest.debt.n = 8; /* another bill of theirs */
    assert_false(choice_rests(&rest, at(1), &until));
}

static void lifted_early_it_rested_until_then(void **state)
{
    (void)state;
    const struct fact fact[] = {
        held(1, 0, 60),
        { .id = { 2 }, .debt = { 7 }, .kind = FACT_WITHDRAWN,
          .holds_from = at(20), .until = MOMENT_NEVER,
          .recorded_at = at(20), .corrects = { 1 } }
    };
    struct choice_rest rest = { 2, fact, { 7 } };
    struct moment until;
    assert_true(choice_rested(&rest, at(10), at(12)));
    assert_false(choice_rested(&rest, at(20), at(40)));
    assert_false(choice_rests(&rest, at(30), &until));
    assert_false(choice_pause_ended(&rest, at(0), at(90), &until));
}

static void a_dispute_rests_until_it_is_answered(void **state)
{
    (void)state;
    struct fact fact[] = {
        { .id = { 1 }, .debt = { 7 }, .kind = FACT_DISPUTE,
          .holds_from = at(0), .until = MOMENT_NEVER,
          .recorded_at = at(0) },
        { .id = { 2 }, .debt = { 7 }, .kind = FACT_DISPUTE_ANSWERED,
          .holds_from = at(30), .until = MOMENT_NEVER,
          .recorded_at = at(30) }
    };
    struct choice_rest rest = { 1, fact, { 7 } };
    struct moment until;
    assert_true(choice_rests(&rest, at(99), &until));
    assert_true(moment_is_never(until));
    rest.count = 2;
    assert_false(choice_rests(&rest, at(99), &until));
    assert_true(choice_rested(&rest, at(29), at(99)));
    fact[1].debt.n = 8; /* another bill's answer */
    assert_true(choice_rests(&rest, at(99), &until));
}

static void other_facts_do_not_rest(void **state)
{
    (void)state;
    struct fact fact[] = { held(1, 0, 60) };
    struct choice_rest rest = { 1, fact, { 7 } };
    struct moment until;
    fact[0].kind = FACT_MEDIUM_REFUSED;
    assert_false(choice_rests(&rest, at(1), &until));
    fact[0].kind = FACT_DECEASED;
    fact[0].debt.n = 0; /* the person, so every bill */
    assert_true(choice_rests(&rest, at(1), &until));
    assert_false(choice_pause_ended(&rest, at(0), at(99), &until));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pause_rests_until_its_date),
        cmocka_unit_test(lifted_early_it_rested_until_then),
        cmocka_unit_test(a_dispute_rests_until_it_is_answered),
        cmocka_unit_test(other_facts_do_not_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
