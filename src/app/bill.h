/* bill.h - what does this person owe, and how did it come about?
 *
 * The same answer serves the person's page, the desk and the provider; each
 * shows the part that is theirs. */
#ifndef APP_BILL_H
#define APP_BILL_H

#include "app/app.h"
#include "debt/debt.h"
#include "person/person.h"

enum app_bill_state {
    APP_BILL_NOTHING_DUE, /* open, nothing is asked for today */
    APP_BILL_ON_PLAN,
    APP_BILL_ON_HOLD,     /* dispute, pause, represented, ... */
    APP_BILL_SENT_BACK,   /* recalled or undone */
    APP_BILL_PAID         /* nothing left */
};

struct app_bill {
    struct debt debt;
    struct person person;
    struct str client_code, client_known_as, client_phone;
    struct str help_url, help_phone;
    struct str brand_name, brand_phone; /* who speaks: POL-1 */
    struct str brand_line1, brand_line2; /* and where money is mailed */
    struct str brand_city, brand_state, brand_zip;
    struct str facility_name, facility_city, facility_state;
    struct money paid_since;   /* payments less reversals since placement */
    struct money taken_off_since; /* adjustments since placement */
    struct money balance;
    bool adds_up; /* the rows sum to the balance; else nobody is asked */
    enum app_bill_state state;
    struct moment hold_until;  /* MOMENT_NEVER when open-ended */
    struct str hold_reason;    /* fact word, "dispute"; "insurance"; "age" */
    bool has_plan;
    struct str plan_ref;
    struct day next_due;       /* of the plan, DAY_NONE without */
    struct money next_amount;
};

/* The person's own bills, oldest first. */
bool app_bills(struct app *app, struct caller caller, struct person_id person,
               struct arena *arena, struct app_bill **bills, uint32_t *count,
               struct err *err) MUST_USE;

/* One bill by its ref.  ERR_ABSENT when there is none or it is not the
 * caller's (person: own; provider: own client; staff: any). */
bool app_bill_by_ref(struct app *app, struct caller caller, struct str ref,
                     struct arena *arena, struct app_bill *bill,
                     struct err *err) MUST_USE;

/* What happened, oldest first: letters, calls, payments, facts, plans. */
struct app_event {
    struct moment at;
    struct str kind;    /* "letter", "call", "money", "fact", "note" */
    struct str what;    /* "first_statement", "no_answer", ... */
    struct str ref;     /* of a ledger event or message, else absent */
    struct money amount;/* zero when it is not about money */
    struct str text, by;/* of a note */
    bool has_until;     /* a hold with an end */
    struct moment until;
};
bool app_timeline(struct app *app, struct caller caller,
                  const struct app_bill *bill, struct arena *arena,
                  struct app_event **events, uint32_t *count,
                  struct err *err) MUST_USE;

#endif
