/* history.h - a random person's random history, from a seed. */
#ifndef TEST_CONTACT_HISTORY_H
#define TEST_CONTACT_HISTORY_H

#include "base/base.h"
#include "contact/decide.h"
#include "tables.h"

#define HISTORY_FACTS_MAX 12
#define HISTORY_ATTEMPTS_MAX 24

struct history {
    uint64_t seed;
    uint64_t dice;
    struct person person;
    struct debt debt;
    struct person_address address[2];
    struct person_phone phone[3];
    struct str email[2];
    struct fact fact[HISTORY_FACTS_MAX];
    struct contact_attempt attempt[HISTORY_ATTEMPTS_MAX];
    struct contact_facts facts;
    struct contact_ask ask;
};

/* Fills everything; the same seed gives the same history. */
void history_make(struct history *history, const struct tables *tables,
                  uint64_t seed);
/* One more fact, or NULL when full. */
struct fact *history_fact(struct history *history, enum fact_kind kind);
uint32_t history_roll(struct history *history, uint32_t sides); /* 0 .. n-1 */
/* Writes it in the language of docs/cases.md, with `expect` last. */
void history_print(const struct history *history, const char *expect);

#endif
