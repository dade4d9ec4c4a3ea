/* standing.h - how does a plan stand today?
 *
 * The schedule is what was agreed; what is left is what the ledger says.
 * Everything else follows: whatever lowered the bill since the plan was made
 * (a payment, money taken off) fills the payments from the oldest; a payment
 * that came back empties them again.  Nothing of this is stored, so nothing
 * can disagree with the ledger. */
#ifndef CHOICE_STANDING_H
#define CHOICE_STANDING_H

#include "base/base.h"
#include "choice/schedule.h"

#define CHOICE_GRACE_DAYS 10 /* a payment may come this much later */

/* Zeroed means not due yet. */
enum choice_item_state {
    CHOICE_ITEM_LATER,
    CHOICE_ITEM_DUE,    /* its date is here, or its days of grace */
    CHOICE_ITEM_MISSED, /* and they are over */
    CHOICE_ITEM_PAID    /* covered whole */
};
struct str choice_item_word(enum choice_item_state state);

enum choice_plan_state {
    CHOICE_PLAN_KEPT,     /* every payment came, or may still come */
    CHOICE_PLAN_BEHIND,   /* one or more were missed; never said so to them */
    CHOICE_PLAN_FINISHED, /* nothing is left */
    CHOICE_PLAN_ENDED
};

struct choice_item_standing {
    enum choice_item_state state;
    struct money left; /* of this payment; zero when it is paid */
};
struct choice_standing {
    enum choice_plan_state state;
    struct money paid;    /* of the plan: what lowered the bill since */
    struct money left;    /* of the plan, with what is outside */
    struct money outside; /* owed, but not in the plan: an older payment came
                             back after it was made */
    struct money missed;  /* left of the payments that were missed */
    uint32_t missed_count;
    uint32_t missed_last; /* index of the latest of them */
    uint32_t next;        /* index of the oldest not covered; count: none */
    uint32_t count;
    struct choice_item_standing item[CHOICE_ITEMS_MAX];
};

/* balance: what is owed on the bill, zero or more. */
void choice_standing(const struct choice_schedule *schedule,
                     struct money balance, struct day today, bool is_ended,
                     struct choice_standing *standing);

#endif
