/* change.h - what becomes of a plan when it is changed?
 *
 * A changed plan is a new plan of what is left (docs/adr/0016): the same
 * amount a month unless it was lowered, monthly from a first date.  What was
 * missed is in what is left, so it goes to the end; nothing is lost and
 * nothing costs.  A refusal is an answer with a name, and says what helps.
 *
 * Pure and repeatable, like offers: the review shows a reference, the form
 * brings it back, and the same change must come out again. */
#ifndef CHOICE_CHANGE_H
#define CHOICE_CHANGE_H

#include "base/base.h"
#include "choice/rules.h"
#include "choice/schedule.h"
#include "choice/standing.h"

#define CHOICE_DAY_MAX 28         /* each month has one */
#define CHOICE_MOVE_DAYS 15       /* a payment moves by no more, if it can */
#define CHOICE_LEAD_DAYS 14       /* and never comes nearer than that */
#define CHOICE_MAIL_DAYS 3        /* how long a check is on its way */
#define CHOICE_LOWER_MAX 4

/* The order is stored; append only. */
enum choice_change {
    CHOICE_CHANGE_NONE,
    CHOICE_CHANGE_DAY,   /* another day of the month */
    CHOICE_CHANGE_SKIP,  /* the next payment goes to the end */
    CHOICE_CHANGE_LOWER, /* less a month, for longer */
    CHOICE_CHANGE_PAUSE, /* nothing for CHOICE_PAUSE_DAYS */
    CHOICE_CHANGE_END,   /* back to the choices */
    CHOICE_CHANGE_HELD,  /* ours: the bill was on hold, its dates moved */
    CHOICE_CHANGE_CLOSED,/* ours: the provider took the bill back */
    CHOICE_CHANGES
};
struct str choice_change_word(enum choice_change what); /* "day", "skip" */

struct choice_change_facts {
    struct ref plan;
    const struct choice_schedule *schedule;
    struct money balance;     /* zero: nothing to change */
    struct day today;         /* the person's local day */
    bool is_held;             /* without an end: nothing is due now */
    struct day held_until;    /* first day after a hold; DAY_NONE without */
    uint32_t skips_used;      /* in the CHOICE_SKIP_MONTHS before today */
    struct choice_rules rules;
    int64_t plan_months_max;  /* of the agreement in force */
    struct money plan_payment_min;
};
struct choice_change_ask {
    enum choice_change what;
    uint32_t day;   /* of the month, for _DAY */
    uint32_t count; /* payments, for _LOWER: one of choice_lower() */
};

/* Zeroed means nobody decided, and counts as refused. */
enum choice_change_answer {
    CHOICE_CHANGE_UNSET,
    CHOICE_CHANGED,
    CHOICE_CHANGE_NOTHING_LEFT,
    CHOICE_CHANGE_ON_HOLD,   /* nothing is due; wait for its end, or end it */
    CHOICE_CHANGE_NO_DAY,    /* not 1 .. 28 */
    CHOICE_CHANGE_SAME_DAY,
    CHOICE_CHANGE_NO_SKIPS,  /* all of this year's are used */
    CHOICE_CHANGE_LEAST,     /* the agreement allows no lower payment */
    CHOICE_CHANGE_NOT_LOWER  /* that is not one of the lower ones */
};
struct str choice_change_answer_word(enum choice_change_answer answer);

struct choice_changed {
    enum choice_change_answer answer;
    struct choice_schedule schedule; /* count 0 when the plan ends */
    struct ref reference;
};
void choice_change(const struct choice_change_facts *facts,
                   const struct choice_change_ask *ask,
                   struct choice_changed *changed);

/* The lower payments the agreement allows, the least a month first: how many
 * payments each has.  0: it is as low as it goes. */
uint32_t choice_lower(const struct choice_change_facts *facts,
                      uint32_t count[CHOICE_LOWER_MAX]);

#endif
