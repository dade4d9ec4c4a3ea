/* account.h - between which accounts does money and duty move?
 *
 * The chart of accounts: docs/adr/0010-chart-of-accounts.md, with a worked
 * example in docs/ledger.md.
 *
 * The balance of an account is its debits minus its credits.  OWED, TRUST,
 * FEE_TAKEN and the four ways a bill can leave are zero or more in ordinary
 * times; PLACED, PAYABLE and FEE are zero or less.  Per client, always:
 *   OWED (of all debts) + PLACED + DIRECT + ADJUSTED + WRITTEN_OFF
 *     + RECALLED = 0       a bill is asked for, or we can say where it went
 *   TRUST + PAYABLE + FEE + FEE_TAKEN = 0
 *                          the money we hold is the client's or our fee */
#ifndef LEDGER_ACCOUNT_H
#define LEDGER_ACCOUNT_H

#include "base/base.h"

/* The order is stored; append only. */
enum ledger_account_kind {
    LEDGER_NO_ACCOUNT,
    LEDGER_OWED,        /* per debt: what the person still owes */
    LEDGER_PLACED,      /* the client's claim: bills placed, not yet turned
                           into money */
    LEDGER_TRUST,       /* money of this client in the trust bank account */
    LEDGER_PAYABLE,     /* what we owe the client for money we received */
    LEDGER_FEE,         /* our fees earned */
    LEDGER_FEE_TAKEN,   /* fees moved from trust to our own bank account */
    LEDGER_DIRECT,      /* paid to the provider itself */
    LEDGER_ADJUSTED,    /* taken off: insurance, help, correction */
    LEDGER_WRITTEN_OFF, /* no longer asked for */
    LEDGER_RECALLED,    /* sent back to the client */
    LEDGER_ACCOUNT_KINDS
};
struct str ledger_account_word(enum ledger_account_kind kind); /* "owed" */
enum ledger_account_kind ledger_account_parse(struct str word);

/* debt is 0 except for LEDGER_OWED, where it never is. */
struct ledger_account {
    enum ledger_account_kind kind;
    struct client_id client;
    struct debt_id debt;
};
bool ledger_account_equal(struct ledger_account a, struct ledger_account b);

#endif
