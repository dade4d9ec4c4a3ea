/* plan.h - how is a bill paid a little each month?
 *
 * Offers are recomputed from facts, never carried in a form: a choice is the
 * offer's reference, and the same reference must come out again. */
#ifndef APP_PLAN_H
#define APP_PLAN_H

#include "app/bill.h"
#include "choice/offers.h"

bool app_offers(struct app *app, struct caller caller,
                const struct app_bill *bill, struct choice_offers *offers,
                struct err *err) MUST_USE;

struct app_plan {
    struct str ref;
    uint32_t count;
    struct money amount;      /* of every instalment but the last */
    struct money last_amount;
    struct money total;
    struct day first_due, last_due;
    struct moment agreed_at;
    struct day *due;          /* count of each */
    struct money *share;
};

struct app_plan_ask {
    struct str debt_ref;
    struct str offer_ref;
    struct str agreed_words; /* the sentence on the page they agreed to */
    enum language language;
    struct str key;          /* the form's nonce: twice is once */
};

/* Agrees to an offer.  ERR_CONFLICT when the offer no longer comes out (the
 * balance or agreement changed) or another plan is active; the same key again
 * gives the same plan.  Writes the confirmation letter's facts as well. */
bool app_plan_agree(struct app *app, struct caller caller,
                    const struct app_plan_ask *ask, struct arena *arena,
                    struct app_plan *plan, struct err *err) MUST_USE;

/* The active plan of a bill; ERR_ABSENT when there is none. */
bool app_plan_load(struct app *app, struct caller caller,
                   const struct app_bill *bill, struct arena *arena,
                   struct app_plan *plan, struct err *err) MUST_USE;

/* The same inside somebody's unit; lives in its arena. */
bool app_plan_in(struct db *db, struct caller caller,
                 struct client_id client, struct debt_id debt,
                 struct arena *arena, struct app_plan *plan,
                 struct err *err) MUST_USE;

#endif
