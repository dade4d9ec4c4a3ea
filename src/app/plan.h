/* plan.h - how is a bill paid a little each month?
 *
 * Offers are recomputed from facts, never carried in a form: a choice is the
 * offer's reference, and the same reference must come out again. */
#ifndef APP_PLAN_H
#define APP_PLAN_H

#include "app/bill.h"
#include "choice/offers.h"

struct app_loaded; /* app/load.h */

/* On a bill that is paused the plans begin after the pause. */
bool app_offers(struct app *app, struct caller caller,
                const struct app_bill *bill, struct choice_offers *offers,
                struct err *err) MUST_USE;

struct app_plan {
    struct plan_id id;
    struct str ref;
    struct money total;
    struct moment agreed_at;
    bool reminds;             /* a letter before each payment */
    struct choice_schedule schedule;
    struct choice_standing standing; /* today, where the person lives */
};

struct app_plan_ask {
    struct str debt_ref;
    struct str offer_ref;
    struct str agreed_words; /* the sentence on the page they agreed to */
    enum language language;
    bool reminds;
    struct str key;          /* the form's nonce: twice is once */
};

/* Agrees to an offer.  ERR_CONFLICT when the offer no longer comes out (the
 * balance or agreement changed) or another plan is active; the same key again
 * gives the same plan. */
bool app_plan_agree(struct app *app, struct caller caller,
                    const struct app_plan_ask *ask, struct arena *arena,
                    struct app_plan *plan, struct err *err) MUST_USE;

/* The active plan of a bill; ERR_ABSENT when there is none. */
bool app_plan_load(struct app *app, struct caller caller,
                   const struct app_bill *bill, struct arena *arena,
                   struct app_plan *plan, struct err *err) MUST_USE;

/* A letter before each payment, or none any more; the plan stays. */
bool app_plan_remind(struct app *app, struct caller caller,
                     struct str debt_ref, bool reminds,
                     struct err *err) MUST_USE;

/* The active plan inside somebody's unit; lives in its arena. */
bool app_plan_find(struct app *app, struct db *db, struct caller caller,
                   const struct app_loaded *loaded, struct arena *arena,
                   struct app_plan *plan, bool *is_found,
                   struct err *err) MUST_USE;
/* The same; ERR_ABSENT when there is none. */
bool app_plan_in(struct app *app, struct db *db, struct caller caller,
                 const struct app_loaded *loaded, struct arena *arena,
                 struct app_plan *plan, struct err *err) MUST_USE;

/* A plan's row and payments, inside somebody's unit. */
struct app_plan_row {
    struct plan_id id;
    struct ref ref;
    struct str offer_ref, agreed_words;
    enum language language;
    bool reminds;
    const struct choice_schedule *schedule;
};
bool app_plan_save(struct db *db, struct caller caller,
                   const struct app_loaded *loaded,
                   const struct app_plan_row *row,
                   struct err *err) MUST_USE;

#endif
