/* ledger.h - which transfers does this event make?
 *
 * A transfer has two different accounts and one positive amount, so the books
 * cannot be out of balance.  The ledger only appends: a correction is a new
 * event that names the old one (docs/adr/0010-chart-of-accounts.md; a worked
 * example in docs/ledger.md).
 *
 * These functions decide and store nothing.  The caller brings balances, gets
 * a posting (the transfers of one event) or a named refusal, and saves the
 * posting whole in the unit that holds the business rows.
 */
#ifndef LEDGER_LEDGER_H
#define LEDGER_LEDGER_H

#include "base/base.h"
#include "ledger/account.h"

#define LEDGER_TRANSFERS_MAX 4 /* of one event */

struct ledger_transfer {
    struct ledger_account debit, credit; /* never equal, same client */
    struct money amount;                 /* 1 cent or more */
};

/* The order is stored; append only. */
enum ledger_event {
    LEDGER_NO_EVENT,
    LEDGER_OPENING,
    LEDGER_PAYMENT,        /* received by us */
    LEDGER_PAYMENT_DIRECT, /* received by the provider, told to us */
    LEDGER_ADJUSTMENT,     /* lowers the bill; nothing here raises one */
    LEDGER_WRITE_OFF,
    LEDGER_RECALL,
    LEDGER_REVERSAL,
    LEDGER_REMITTANCE,
    LEDGER_EVENTS
};
struct str ledger_event_word(enum ledger_event event); /* "opening", ... */
enum ledger_event ledger_event_parse(struct str word);

struct ledger_posting {
    enum ledger_event event;
    struct event_id reverses; /* the old event; 0 unless LEDGER_REVERSAL */
    uint32_t count;
    struct ledger_transfer transfer[LEDGER_TRANSFERS_MAX];
};

/* Zeroed means nobody decided, and counts as refused. */
enum ledger_answer {
    LEDGER_UNSET,
    LEDGER_POSTED,             /* *posting is filled; else it is zeroed */
    LEDGER_NOT_POSITIVE,       /* an amount must be 1 cent or more */
    LEDGER_TOO_LARGE,          /* above MONEY_MAX_CENTS */
    LEDGER_ABOVE_BALANCE,      /* more than is left to pay */
    LEDGER_ALREADY_OPEN,       /* this debt has an opening */
    LEDGER_NOT_OPEN,           /* this debt has none */
    LEDGER_NOTHING_LEFT,       /* zero is owed: nothing to recall */
    LEDGER_FEE_OUT_OF_RANGE,   /* fee_ppm outside 0 .. 1,000,000 */
    LEDGER_ALREADY_REVERSED,
    LEDGER_NOT_REVERSIBLE,     /* a reversal, a remittance, or nothing */
    LEDGER_OTHER_DEBT,         /* the event belongs to another debt */
    LEDGER_NOTHING_DUE         /* nothing to pay out or to put back */
};
struct str ledger_answer_word(enum ledger_answer answer);

/* One debt's side of the books before the event. */
struct ledger_debt {
    struct client_id client;
    struct debt_id debt;
    bool is_open;       /* has an opening that was not reversed */
    struct money owed;  /* balance of OWED; never below zero */
};

enum ledger_answer ledger_opening(const struct ledger_debt *debt,
                                  struct money placed,
                                  struct ledger_posting *posting);
/* Fee: gross x fee_ppm, rounded down, in the client's favour. */
enum ledger_answer ledger_payment(const struct ledger_debt *debt,
                                  struct money gross, int64_t fee_ppm,
                                  struct ledger_posting *posting);
/* The provider has the money; its fee lowers the next remittance. */
enum ledger_answer ledger_payment_direct(const struct ledger_debt *debt,
                                         struct money gross, int64_t fee_ppm,
                                         struct ledger_posting *posting);
enum ledger_answer ledger_adjustment(const struct ledger_debt *debt,
                                     struct money taken_off,
                                     struct ledger_posting *posting);
enum ledger_answer ledger_write_off(const struct ledger_debt *debt,
                                    struct money amount,
                                    struct ledger_posting *posting);
/* Closes all that is left. */
enum ledger_answer ledger_recall(const struct ledger_debt *debt,
                                 struct ledger_posting *posting);

/* Mirrors every transfer of `old`, exactly.  old_id is the event it was. */
enum ledger_answer ledger_reversal(const struct ledger_debt *debt,
                                   const struct ledger_posting *old,
                                   struct event_id old_id,
                                   bool is_reversed_already,
                                   struct ledger_posting *posting);

/* A client's money, as balances (debits minus credits) through one day.
 * Invariant: trust + payable + fee + fee_taken = 0. */
struct ledger_till {
    struct client_id client;
    struct money trust, payable, fee, fee_taken;
};
/* Pays the client what we owe it and moves our fee, so trust is zero after.
 * A client that owes us is paid nothing; it stays in PAYABLE and is netted
 * next time.  Where trust is short (a payment came back after it was paid
 * out) our own money fills it: FEE_TAKEN falls. */
enum ledger_answer ledger_remit(const struct ledger_till *till,
                                struct ledger_posting *posting);

/* What a posting does to one account: debits minus credits. */
struct money ledger_effect(const struct ledger_posting *posting,
                           struct ledger_account account);
/* The amounts of a payment posting (either kind), for receipts and the
 * remittance line: gross = fee + net.  net is zero minus fee when direct. */
struct ledger_split {
    struct money gross, fee, net;
};
struct ledger_split ledger_payment_split(
    const struct ledger_posting *posting);
/* CHECKs what must hold of any posting: different accounts, one client,
 * positive amounts, OWED with a debt and nothing else with one.  `store` and
 * `verify` call it again. */
void ledger_posting_check(const struct ledger_posting *posting);

#endif
