/* spread.h - one payment, several bills: which bill gets how much?
 *
 * Rule PAY-1 (15 USC 1692h; 12 CFR 1006.30(c)): never to a disputed bill; as
 * the payer says; only then oldest care first.  Each line names the step
 * that gave it.  It posts nothing: each line becomes one ledger_payment.
 *
 * What nobody may receive is answered too: `held` waits for the payer (they
 * named a disputed bill), `unapplied` is more than all bills together. */
#ifndef LEDGER_SPREAD_H
#define LEDGER_SPREAD_H

#include "base/base.h"

#define LEDGER_SPREAD_MAX 64 /* bills of one person in one payment */

struct ledger_bill {
    struct debt_id debt;
    struct day service_on;  /* oldest first by default */
    struct money owed;      /* zero or more */
    struct money disputed;  /* 0 .. owed; this part gets nothing */
};

enum ledger_direction {
    LEDGER_UNDIRECTED,
    LEDGER_TO_NAMED,     /* "$100 for C": the lines of the direction */
    LEDGER_TO_SERVICE,   /* "for my visit of May 3" */
    LEDGER_TO_OLDEST,
    LEDGER_TO_EACH       /* "split it": equal shares, odd cents oldest first */
};
struct ledger_named {
    struct debt_id debt;
    struct money amount; /* zero: as much as fits */
};

struct ledger_spread_ask {
    struct money payment; /* 1 cent or more */
    uint32_t bill_count;
    const struct ledger_bill *bill; /* one debt once, any order */
    enum ledger_direction direction;
    uint32_t named_count;
    const struct ledger_named *named;
    struct day service_on; /* for LEDGER_TO_SERVICE */
};

/* Which step of PAY-1 gave a line. */
enum ledger_step { LEDGER_STEP_NONE, LEDGER_STEP_DIRECTED,
                   LEDGER_STEP_DEFAULT };

struct ledger_spread_line {
    struct debt_id debt;
    struct money amount; /* 1 cent or more */
    enum ledger_step step;
};
struct ledger_spread {
    uint32_t count; /* a bill may have a directed and a default line */
    struct ledger_spread_line line[2 * LEDGER_SPREAD_MAX];
    struct money held;      /* named for a disputed bill: ask the payer */
    struct money unapplied; /* to the refund queue */
};

/* Sum of lines + held + unapplied = payment, always.  A direction that names
 * less than the payment leaves the rest to the default order; one that names
 * more than a bill owes gives the bill what it owes and the rest likewise.
 * A named debt that is not among the bills is a bug of the caller. */
void ledger_spread(const struct ledger_spread_ask *ask,
                   struct ledger_spread *spread);

/* What a bill received in all. */
struct money ledger_spread_to(const struct ledger_spread *spread,
                              struct debt_id debt);

#endif
