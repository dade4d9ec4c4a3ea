/* decide.h - may we contact this person, this way, at this moment?
 *
 * The gate answers; it never acts.  It reads only its arguments: no clock,
 * no database.  Same facts and rules, same answer - so every answer in the
 * log can be derived again years later (docs/adr/0004-gate-is-pure.md).
 *
 * A refusal is an answer, not an error.  All rules are always asked, so the
 * agent sees every reason, not just the first one found. */
#ifndef CONTACT_DECIDE_H
#define CONTACT_DECIDE_H

#include "base/base.h"
#include "contact/facts.h"
#include "law/rule.h"

#define CONTACT_REASONS_MAX 32

/* Strongest first; zeroed means nobody decided, and counts as block. */
enum decision {
    DECISION_UNSET, DECISION_BLOCK, DECISION_DELAY,
    DECISION_REQUIRE, DECISION_WARN, DECISION_ALLOW
};

/* What the contact is for.  Zeroed is the kind with no exception. */
enum contact_class {
    CONTACT_COLLECT,     /* asks for money: statement, call, reminder */
    CONTACT_NOTICE,      /* a notice the law requires: validation notice */
    CONTACT_ANSWER,      /* answers them: verification, help decision */
    CONTACT_PLAN,        /* of a plan they chose: its confirmation */
    CONTACT_RECEIPT,     /* a payment arrived, a bill is closed */
    CONTACT_CEASE_FINAL, /* the one notice 1006.6(c)(2) leaves */
    CONTACT_REMIND,      /* of a payment of their plan, due or missed */
    CONTACT_ASKED,       /* a code they asked us for a moment ago */
    CONTACT_CLASS_COUNT
};
struct str contact_class_word(enum contact_class class); /* "notice", ... */
bool contact_class_parse(struct str word, enum contact_class *class);

struct contact_ask {
    enum channel  channel;
    struct str    address;      /* number or e-mail, as stored; a letter's
                                 * first line, absent for the address on
                                 * file */
    struct moment at;           /* when the contact would take place */
    enum contact_class class;
    struct str    message;      /* which letter, "first_statement"; a stop may
                                 * name it; absent: none of ours */
};
struct contact_reason {
    const struct rule *rule;    /* static; has id, citation, plain words */
    enum decision      decision;
    enum fact_kind     fact;    /* what mattered; FACT_NONE: an attempt or
                                 * the clock */
    bool               is_missing; /* `fact` is not known, so it refuses */
    struct event_id    record;  /* the fact's row, or 0 */
    struct attempt_id  attempt; /* the attempt's row, or 0 */
    struct moment      until;   /* it lapses then, or MOMENT_NEVER */
};
struct contact_answer {
    enum decision         decision;     /* the strongest of all reasons */
    struct moment         next;         /* earliest allowed, or NEVER */
    struct moment         closes;       /* allowed now, but not from then on;
                                         * NEVER when nothing ends it */
    uint32_t              open_channels;        /* set: 1u << channel */
    uint32_t              zones;        /* candidate zones, of the book */
    uint32_t              calls_used;   /* counted in the seven days */
    uint32_t              calls_limit;
    struct str            law;          /* hash of the tables it rests on;
                                         * lives as long as they do */
    uint32_t              reason_count; /* in the master order */
    struct contact_reason reason[CONTACT_REASONS_MAX];
};

/* Decides one ask and fills *answer whole.  An unknown fact refuses.
 * Cannot fail, allocates nothing, keeps no pointer to its arguments but
 * `law`. */
void contact_decide(const struct contact_facts *facts,
                    const struct contact_ask *ask,
                    struct contact_answer *answer);

/* Allowed, perhaps with words to say first (REQUIRE, WARN). */
bool contact_is_allowed(const struct contact_answer *answer);

/* "block", "delay", "require", "warn", "allow"; unset reads "block". */
struct str decision_word(enum decision decision);

/* One plain sentence for people.  Static. */
struct str contact_reason_words(const struct contact_reason *reason,
                                enum language language);

/* The rules in the master order, for pages and the trace. */
uint32_t contact_rule_count(void);
const struct rule *contact_rule_at(uint32_t index);
const struct rule *contact_rule_find(struct str id); /* NULL: none */

#endif
