/* offers.h - what may this person choose for this bill today?
 *
 * Pure and repeatable: the page shows the offers, the form brings back only a
 * reference, and the unit computes the same offers again and picks.  When
 * balance, agreement or dates have changed meanwhile no reference fits, and
 * the answer is "Something changed. Please look again."  An amount never
 * comes from the browser.
 *
 * The reference is a digest of the debt's ref, the balance, the agreement's
 * version and the terms.  It is not a secret and not a signature: an invented
 * one matches no offer.
 *
 * Order: plans, least monthly first; then the pause; paying all now is last
 * (people.md: never pay-first).  No offer has interest, a fee or a deadline. */
#ifndef CHOICE_OFFERS_H
#define CHOICE_OFFERS_H

#include "base/base.h"
#include "choice/schedule.h"
#include "choice/standing.h"

#define CHOICE_OFFERS_MAX 8
#define CHOICE_PAUSE_DAYS 60

enum choice_kind {
    CHOICE_NONE,
    CHOICE_PLAN,
    CHOICE_PAUSE,       /* nothing is asked for CHOICE_PAUSE_DAYS */
    CHOICE_PAY_IN_FULL
};
struct str choice_kind_word(enum choice_kind kind); /* "plan", ... */

/* What happens when a payment is missed.  Never a fee, never a default. */
enum choice_miss {
    CHOICE_MISS_NOTHING, /* there is no payment to miss */
    CHOICE_MISS_GRACE    /* pay within CHOICE_GRACE_DAYS, move it or tell us;
                            nothing bad happens */
};

struct choice_facts {
    struct ref debt;
    struct money balance;         /* zero or less: nothing to choose */
    int64_t agreement_version;
    int64_t plan_months_max;      /* 0 or 1: no plans */
    struct money plan_payment_min;
    struct day today;             /* the person's local day */
};

struct choice_offer {
    enum choice_kind kind;
    struct ref reference;
    uint32_t count;          /* payments: plan 2 .. 60, in full 1, pause 0 */
    struct money each;       /* every payment but the last */
    struct money last;       /* the last one, with the odd cents */
    struct money total;      /* what is paid in all: the balance; pause 0 */
    struct day first_on;     /* pause: today */
    struct day last_on;      /* pause: the first day after it */
    enum choice_miss miss;
};
struct choice_offers {
    uint32_t count;
    struct choice_offer offer[CHOICE_OFFERS_MAX];
};

/* Plans of 3, 6, 12 and the longest allowed number of payments: within
 * plan_months_max, and no payment below plan_payment_min. */
void choice_offers(const struct choice_facts *facts,
                   struct choice_offers *offers);

/* As many payments as an agreement allows without one below its least; 0:
 * no plan. */
uint32_t choice_longest(struct money balance, int64_t months_max,
                        struct money payment_min);

/* The offer with this reference, or NULL: it is not offered (any more). */
const struct choice_offer *choice_offer_find(
    const struct choice_offers *offers, struct str reference);

/* The payments of an offer of a plan or in full; a pause is a bug. */
void choice_offer_schedule(const struct choice_offer *offer,
                           struct choice_schedule *schedule);

#endif
