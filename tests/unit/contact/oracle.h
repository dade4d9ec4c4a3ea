/* oracle.h - a second gate, written from the rule book alone.
 *
 * Naive on purpose: it asks every rule with plain loops over everything and
 * knows no shortcut, no `until` and no jump.  It shares with the gate the
 * types and the zone tables, and no line of a rule. */
#ifndef TEST_CONTACT_ORACLE_H
#define TEST_CONTACT_ORACLE_H

#include "base/base.h"
#include "contact/decide.h"

#define ORACLE_FIRED_MAX 32

struct oracle_answer {
    enum decision decision;
    uint32_t fired_count;
    const char *fired[ORACLE_FIRED_MAX];
    enum decision fired_decision[ORACLE_FIRED_MAX];
};

/* `asked_at`: attempts up to then have happened; ask->at may be later, when
 * the oracle is asked about a possible next moment. */
void oracle_decide(const struct contact_facts *facts,
                   const struct contact_ask *ask, struct moment asked_at,
                   struct oracle_answer *answer);

#endif
