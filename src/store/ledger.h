/* ledger.h - how is an event of the ledger kept?
 *
 * A posting (ledger/ledger.h) is saved whole: the event, its transfers, and
 * the debt's cached balance, which moves only from the very value the
 * decision was made upon. */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include "db/db.h"
#include "ledger/ledger.h"

struct ledger_entry {
    struct client_id client;
    struct debt_id debt;       /* 0: a remittance */
    struct money amount;       /* gross of the event, positive */
    struct money fee;
    struct day business_on;
    struct str method;         /* may be absent */
    struct str number;         /* of the check or order, may be absent */
    struct str source_key;     /* natural key, may be absent */
    struct money balance_before; /* of the debt, as decided upon */
};

/* The client's own accounts; made once, when the client is. */
bool ledger_accounts_open(struct db *db, struct caller caller,
                          struct client_id client, struct err *err) MUST_USE;
/* A new debt's account, its opening and the balance that leaves. */
bool ledger_debt_open(struct db *db, struct caller caller,
                      const struct ledger_entry *entry,
                      const struct ledger_posting *opening,
                      struct err *err) MUST_USE;

/* Appends the event.  ERR_CONFLICT: the balance is no longer the one decided
 * upon (run the unit again), the natural key is there already, or the event
 * was reversed already. */
bool ledger_append(struct db *db, struct caller caller,
                   const struct ledger_entry *entry,
                   const struct ledger_posting *posting,
                   struct event_id *event, struct ref *ref,
                   struct err *err) MUST_USE;

/* The posting of a stored event, for its reversal.  ERR_ABSENT. */
bool ledger_posting_load(struct db *db, struct caller caller,
                         struct client_id client, struct event_id event,
                         struct arena *arena, struct ledger_posting *posting,
                         struct err *err) MUST_USE;

/* The debt's side of the books, from the cached balance. */
bool ledger_debt_load(struct db *db, struct caller caller,
                      struct client_id client, struct debt_id debt,
                      struct arena *arena, struct ledger_debt *side,
                      struct err *err) MUST_USE;

/* A client's money accounts, summed through one business day. */
bool ledger_till_load(struct db *db, struct caller caller,
                      struct client_id client, struct day through_on,
                      struct arena *arena,
                      struct ledger_till *till, struct err *err) MUST_USE;

#endif
