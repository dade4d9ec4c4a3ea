/* debt.h - what is owed, to whom, and how did the figure come about?
 *
 * A debt belongs to exactly one client and one facility.  Balances are not
 * here: the ledger knows them. */
#ifndef DEBT_DEBT_H
#define DEBT_DEBT_H

#include "base/base.h"

enum program {
    PROGRAM_UNKNOWN,   /* treated as bad debt: APP-1 */
    PROGRAM_EARLY_OUT, /* first party, in the provider's name */
    PROGRAM_BAD_DEBT   /* third party: Regulation F applies in full */
};
struct str program_word(enum program program); /* "early_out", "bad_debt" */

/* Rule RF-34-item: which date the amounts refer to. */
enum itemization_kind {
    ITEMIZATION_NONE,
    ITEMIZATION_LAST_STATEMENT,
    ITEMIZATION_CHARGE_OFF,
    ITEMIZATION_LAST_PAYMENT,
    ITEMIZATION_TRANSACTION,
    ITEMIZATION_JUDGMENT
};

/* The bill as the provider sent it.  Invariant, checked at intake:
 * charged - insurance_paid - adjusted - person_paid = placed. */
struct debt_bill {
    struct money charged;
    struct money insurance_paid;
    struct money adjusted;
    struct money person_paid;
    struct money placed; /* left when placed, 1 cent or more */
};

struct debt {
    struct debt_id id;
    struct ref ref;
    struct person_id person;  /* who is asked: guarantor, else the patient */
    struct client_id client;
    struct facility_id facility;
    struct str account;       /* the client's account number: external id */
    enum program program;
    struct str patient_first; /* who got care, when that is somebody else */
    struct day service_on;
    struct day service_to;    /* last day of care; DAY_NONE: service_on */
    struct day placed_on;
    /* The last day its agreement lets it ask for money; DAY_NONE: there is no
     * last one.  Nobody who loads a bill without its agreement knows it. */
    struct day asks_through;
    enum itemization_kind itemization_kind;
    struct day itemization_on;
    struct money itemization_amount; /* owed on that date */
    struct debt_bill bill;
};

/* The regime of Regulation F: unknown counts as bad debt (APP-1). */
bool debt_is_third_party(const struct debt *debt);
/* "ending 4321", at most the last four of the account number. */
struct str debt_account_ending(struct arena *arena, struct str account);

#endif
