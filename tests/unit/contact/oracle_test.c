/* The gate against a naive second gate, on random histories.
 *
 * `make test` asks the same histories every time; `make soak` gives a fresh
 * ORACLE_SEED and an ORACLE_COUNT of histories (20,000). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/base.h"
#include "contact/decide.h"
#include "history.h"
#include "oracle.h"
#include "tables.h"

#define FIXED_SEED UINT64_C(20261125)
#define HISTORIES 10000 /* of each seed */
#define SCANS 300
#define SCAN_DAYS 30

static struct tables tables;
static uint64_t fresh_seed = FIXED_SEED + 1;
static uint64_t histories = HISTORIES;

/* "delay RF-6b-time RF-14b-7in7": what an answer says, in one line. */
static void said(const struct oracle_answer *oracle, char *text, size_t size)
{
    size_t len = 0;
    int added = snprintf(text, size, "%.*s",
                         STR_ARGS(decision_word(oracle->decision)));
    for (uint32_t i = 0; added > 0 && i <= oracle->fired_count; i++) {
        len += (size_t)added;
        if (i == oracle->fired_count || len >= size)
            break;
        added = snprintf(text + len, size - len, " %s", oracle->fired[i]);
    }
}

static bool agrees(const struct contact_answer *answer,
                   const struct oracle_answer *oracle)
{
    if (answer->decision != oracle->decision
        || answer->reason_count != oracle->fired_count)
        return false;
    for (uint32_t i = 0; i < oracle->fired_count; i++) {
        bool is_found = false;
        for (uint32_t j = 0; j < answer->reason_count; j++)
            is_found |= strcmp(oracle->fired[i],
                               answer->reason[j].rule->id) == 0
                        && answer->reason[j].decision
                               == oracle->fired_decision[i];
        if (!is_found)
            return false;
    }
    return true;
}

static void disagree(const struct history *history,
                     const struct contact_answer *answer,
                     const struct oracle_answer *oracle)
{
    char text[600];

    said(oracle, text, sizeof text);
    history_print(history, text);
    printf("# the gate said %.*s",
           STR_ARGS(decision_word(answer->decision)));
    for (uint32_t i = 0; i < answer->reason_count; i++)
        printf(" %s(%.*s)", answer->reason[i].rule->id,
               STR_ARGS(decision_word(answer->reason[i].decision)));
    printf(" next %" PRId64 "\n", answer->next.us / 1000000);
    fail_msg("seed %" PRIu64, history->seed);
}

static uint64_t seed_of(uint64_t run, uint64_t i)
{
    return (run == 0 ? FIXED_SEED : fresh_seed) * 1000003 + i;
}

static void the_same_decision_and_rules(void **state)
{
    struct history history;
    struct contact_answer answer;
    struct oracle_answer oracle;
    uint64_t by_decision[DECISION_ALLOW + 1] = { 0 };
    uint64_t fired[CONTACT_REASONS_MAX] = { 0 };

    (void)state;
    for (uint64_t run = 0; run < 2; run++)
        for (uint64_t i = 0; i < histories; i++) {
            history_make(&history, &tables, seed_of(run, i));
            contact_decide(&history.facts, &history.ask, &answer);
            oracle_decide(&history.facts, &history.ask, history.ask.at,
                          &oracle);
            if (!agrees(&answer, &oracle))
                disagree(&history, &answer, &oracle);
            by_decision[answer.decision]++;
            for (uint32_t j = 0; j < answer.reason_count; j++)
                for (uint32_t k = 0; k < contact_rule_count(); k++)
                    fired[k] += contact_rule_at(k) == answer.reason[j].rule;
        }
    /* A generator that never reaches a rule proves nothing about it. */
    for (uint32_t k = 0; k < contact_rule_count(); k++)
        if (fired[k] < histories / 1000)
            fail_msg("%s fired %" PRIu64 " times", contact_rule_at(k)->id,
                     fired[k]);
    assert_true(by_decision[DECISION_ALLOW] > histories / 20);
    assert_true(by_decision[DECISION_DELAY] > histories / 20);
}

/* The first allowed instant by looking at every quarter hour and the second
 * after it: in these histories nothing begins or ends anywhere else. */
static struct moment scanned(const struct history *history)
{
    struct contact_ask ask = history->ask;
    struct oracle_answer oracle;
    int64_t from = moment_seconds(ask.at) / 900 * 900;

    oracle_decide(&history->facts, &ask, history->ask.at, &oracle);
    if (oracle.decision > DECISION_DELAY)
        return history->ask.at;
    for (int64_t s = from; s < from + SCAN_DAYS * 86400; s += 900)
        for (int64_t more = 0; more < 2; more++) {
            ask.at = moment_from_seconds(s + more);
            if (ask.at.us < history->ask.at.us)
                continue;
            oracle_decide(&history->facts, &ask, history->ask.at, &oracle);
            if (oracle.decision > DECISION_DELAY)
                return ask.at;
        }
    return MOMENT_NEVER;
}

static void next_is_what_a_scan_finds(void **state)
{
    struct history history;
    struct contact_answer answer;
    uint64_t scans = 0;
    uint64_t found = 0;

    (void)state;
    for (uint64_t i = 0; scans < SCANS; i++) {
        history_make(&history, &tables, seed_of(i & 1, 900000 + i));
        contact_decide(&history.facts, &history.ask, &answer);
        if (contact_is_allowed(&answer)
            || (moment_is_never(answer.next) && scans - found > SCANS / 3))
            continue;
        scans++;
        struct moment next = scanned(&history);
        int64_t end = moment_seconds(history.ask.at) / 900 * 900
                      + SCAN_DAYS * 86400;
        bool is_same = moment_is_never(next)
                           ? moment_seconds(answer.next) >= end
                           : answer.next.us == next.us;
        found += !moment_is_never(next);
        if (!is_same) {
            struct oracle_answer oracle;
            oracle_decide(&history.facts, &history.ask, history.ask.at,
                          &oracle);
            printf("# a scan found %" PRId64 "\n", next.us / 1000000);
            disagree(&history, &answer, &oracle);
        }
    }
    assert_true(found > SCANS / 3);
}

/* Asks again at another moment, as if nothing happened in between. */
static void ask_later(const struct history *history, struct moment at,
                      struct oracle_answer *oracle)
{
    struct contact_ask ask = history->ask;

    ask.at = at;
    oracle_decide(&history->facts, &ask, history->ask.at, oracle);
}

static void next_is_allowed_and_the_second_before_is_not(void **state)
{
    struct history history;
    struct contact_answer answer;
    struct oracle_answer oracle;

    (void)state;
    for (uint64_t i = 0; i < histories; i++) {
        history_make(&history, &tables, seed_of(i & 1, 500000 + i));
        contact_decide(&history.facts, &history.ask, &answer);
        if (contact_is_allowed(&answer) || moment_is_never(answer.next))
            continue;
        assert_true(answer.next.us > history.ask.at.us);
        ask_later(&history, answer.next, &oracle);
        if (oracle.decision <= DECISION_DELAY)
            disagree(&history, &answer, &oracle);
        struct moment before = moment_add_seconds(answer.next, -1);
        if (before.us < history.ask.at.us)
            continue;
        ask_later(&history, before, &oracle);
        if (oracle.decision > DECISION_DELAY)
            disagree(&history, &answer, &oracle);
    }
}

/* Kinds that only ever take away. */
static const enum fact_kind restricting[] = {
    FACT_MEDIUM_REFUSED, FACT_CEASE_WRITTEN, FACT_ATTORNEY, FACT_DISPUTE,
    FACT_BANKRUPTCY, FACT_DECEASED, FACT_RECALLED, FACT_HELD,
    FACT_CONSENT_REVOKED, FACT_HOURS_REFUSED, FACT_PLACE_REFUSED,
    FACT_MAIL_RETURNED, FACT_CLOSED, FACT_PLAN_ACTIVE, FACT_STOPPED,
};

static void a_restriction_never_weakens(void **state)
{
    struct history history;
    struct contact_answer before;
    struct contact_answer after;

    (void)state;
    for (uint64_t i = 0; i < histories; i++) {
        history_make(&history, &tables, seed_of(i & 1, 300000 + i));
        contact_decide(&history.facts, &history.ask, &before);
        if (history_roll(&history, 3) == 0
            && history.facts.attempt_count < HISTORY_ATTEMPTS_MAX) {
            history.attempt[history.facts.attempt_count++] =
                (struct contact_attempt){
                    .id = { 2000 }, .debt = { 101 },
                    .channel = CHANNEL_PHONE,
                    .address = history.phone[0].number,
                    .at = moment_add_seconds(history.ask.at, -600),
                    .outcome = history_roll(&history, 2) == 0
                                   ? OUTCOME_NO_ANSWER
                                   : OUTCOME_CONVERSATION
                };
        } else {
            struct fact *fact = history_fact(
                &history,
                restricting[history_roll(
                    &history, sizeof restricting / sizeof restricting[0])]);
            if (fact == NULL)
                continue;
            fact->corrects.n = 0;
        }
        contact_decide(&history.facts, &history.ask, &after);
        if (after.decision > before.decision
            || after.next.us < before.next.us
            || (after.open_channels & ~before.open_channels) != 0) {
            history_print(&history, "no weaker answer than without the last");
            fail_msg("seed %" PRIu64, history.seed);
        }
    }
}

static void the_order_of_rows_does_not_matter(void **state)
{
    struct history history;
    struct contact_answer before;
    struct contact_answer after;

    (void)state;
    for (uint64_t i = 0; i < histories; i++) {
        history_make(&history, &tables, seed_of(i & 1, 700000 + i));
        contact_decide(&history.facts, &history.ask, &before);
        struct contact_facts *facts = &history.facts;
        for (uint32_t j = facts->fact_count; j > 1; j--) {
            uint32_t k = history_roll(&history, j);
            struct fact fact = history.fact[j - 1];
            history.fact[j - 1] = history.fact[k];
            history.fact[k] = fact;
        }
        for (uint32_t j = facts->attempt_count; j > 1; j--) {
            uint32_t k = history_roll(&history, j);
            struct contact_attempt attempt = history.attempt[j - 1];
            history.attempt[j - 1] = history.attempt[k];
            history.attempt[k] = attempt;
        }
        contact_decide(&history.facts, &history.ask, &after);
        assert_int_equal(before.decision, after.decision);
        assert_true(before.next.us == after.next.us);
        assert_int_equal(before.open_channels, after.open_channels);
        assert_int_equal(before.reason_count, after.reason_count);
        for (uint32_t j = 0; j < before.reason_count; j++) {
            assert_ptr_equal(before.reason[j].rule, after.reason[j].rule);
            assert_int_equal(before.reason[j].record.n,
                             after.reason[j].record.n);
            assert_int_equal(before.reason[j].attempt.n,
                             after.reason[j].attempt.n);
            assert_true(before.reason[j].until.us
                        == after.reason[j].until.us);
        }
    }
}

static int open_tables(void **state)
{
    (void)state;
    tables_open(&tables);
    const char *seed = getenv("ORACLE_SEED");
    const char *count = getenv("ORACLE_COUNT");
    int64_t number;
    if (seed != NULL && str_to_int64(str_of(seed), &number))
        fresh_seed = (uint64_t)number;
    fresh_seed %= 1000000000;
    if (count != NULL && str_to_int64(str_of(count), &number) && number > 0)
        histories = (uint64_t)number / 2;
    printf("ORACLE_SEED=%" PRIu64 "\n", fresh_seed);
    return 0;
}

static int close_tables(void **state)
{
    (void)state;
    tables_close(&tables);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_decision_and_rules),
        cmocka_unit_test(next_is_what_a_scan_finds),
        cmocka_unit_test(next_is_allowed_and_the_second_before_is_not),
        cmocka_unit_test(a_restriction_never_weakens),
        cmocka_unit_test(the_order_of_rows_does_not_matter),
    };
    return cmocka_run_group_tests(tests, open_tables, close_tables);
}
