#include "base/base.h"
#include "store/ledger.h"
#include "store/ledger_sql.h"

static int64_t account_id(struct ledger_account account);
static struct ledger_account account_of(struct client_id client, int64_t id);
static bool event_save(struct db *db, struct caller caller,
                       const struct ledger_entry *entry,
                       const struct ledger_posting *posting,
                       struct event_id *event, struct ref *ref,
                       struct err *err);
static bool balance_move(struct db *db, struct caller caller,
                         const struct ledger_entry *entry,
                         const struct ledger_posting *posting,
                         struct err *err);
static bool transfer_append(struct db *db, struct caller caller,
                            const struct ledger_entry *entry,
                            struct event_id event, uint32_t line,
                            const struct ledger_transfer *transfer,
                            struct err *err);

bool ledger_accounts_open(struct db *db, struct caller caller,
                          struct client_id client, struct err *err)
{
    for (int kind = LEDGER_OWED + 1; kind < LEDGER_ACCOUNT_KINDS; kind++) {
        struct sql_ledger_account_add_in in = {
            .client_id = client.n, .id = kind, .kind = kind, .debt_id = 0
        };
        if (!sql_ledger_account_add(db, caller, &in, NULL, err))
            return false;
    }
    return true;
}

bool ledger_debt_open(struct db *db, struct caller caller,
                      const struct ledger_entry *entry,
                      const struct ledger_posting *opening, struct err *err)
{
    CHECK(entry->debt.n >= LEDGER_ACCOUNT_KINDS); /* never a client's own */
    CHECK(opening->event == LEDGER_OPENING);
    CHECK(entry->balance_before.cents == 0);
    struct ledger_account owed = { LEDGER_OWED, entry->client, entry->debt };
    struct sql_ledger_account_add_in account = {
        .client_id = entry->client.n, .id = entry->debt.n,
        .kind = LEDGER_OWED, .debt_id = entry->debt.n
    };
    struct sql_debt_balance_add_in balance = {
        .client_id = entry->client.n, .debt_id = entry->debt.n,
        .balance_cents = ledger_effect(opening, owed)
    };
    struct event_id event;
    struct ref ref;
    return sql_ledger_account_add(db, caller, &account, NULL, err)
        && event_save(db, caller, entry, opening, &event, &ref, err)
        && sql_debt_balance_add(db, caller, &balance, NULL, err);
}

bool ledger_append(struct db *db, struct caller caller,
                   const struct ledger_entry *entry,
                   const struct ledger_posting *posting,
                   struct event_id *event, struct ref *ref, struct err *err)
{
    return event_save(db, caller, entry, posting, event, ref, err)
        && balance_move(db, caller, entry, posting, err);
}

bool ledger_posting_load(struct db *db, struct caller caller,
                         struct client_id client, struct event_id event,
                         struct arena *arena, struct ledger_posting *posting,
                         struct err *err)
{
    struct sql_ledger_event_by_id_in key = { client.n, event.n };
    struct sql_ledger_event_by_id_row row;
    bool is_found;
    if (!sql_ledger_event_by_id(db, caller, &key, arena, &row, &is_found, err))
        return false;
    if (!is_found)
        return err_set(err, ERR_ABSENT, "there is no such ledger event");

    struct sql_ledger_transfers_of_event_in of = { client.n, event.n };
    struct sql_ledger_transfers_of_event_row *line;
    uint32_t count;
    if (!sql_ledger_transfers_of_event(db, caller, &of, arena, &line, &count,
                                       err))
        return false;
    if (count == 0 || count > LEDGER_TRANSFERS_MAX)
        return err_set(err, ERR_CORRUPT,
                       "a ledger event has %u transfers", count);
    *posting = (struct ledger_posting){
        .event = (enum ledger_event)row.kind, .count = count
    };
    for (uint32_t i = 0; i < count; i++)
        posting->transfer[i] = (struct ledger_transfer){
            .debit = account_of(client, line[i].debit_account),
            .credit = account_of(client, line[i].credit_account),
            .amount = line[i].amount_cents
        };
    return true;
}

bool ledger_debt_load(struct db *db, struct caller caller,
                      struct client_id client, struct debt_id debt,
                      struct arena *arena, struct ledger_debt *side,
                      struct err *err)
{
    struct sql_debt_balance_load_in in = { client.n, debt.n };
    struct sql_debt_balance_load_row row;
    bool is_found;
    if (!sql_debt_balance_load(db, caller, &in, arena, &row, &is_found, err))
        return false;
    if (!is_found)
        return err_set(err, ERR_ABSENT, "there is no such bill");
    *side = (struct ledger_debt){
        .client = client, .debt = debt, .is_open = true,
        .owed = row.balance_cents
    };
    return true;
}

bool ledger_till_load(struct db *db, struct caller caller,
                      struct client_id client, struct day through_on,
                      struct arena *arena, struct ledger_till *till,
                      struct err *err)
{
    static const enum ledger_account_kind kinds[] = {
        LEDGER_TRUST, LEDGER_PAYABLE, LEDGER_FEE, LEDGER_FEE_TAKEN
    };
    struct money *into[] = { &till->trust, &till->payable, &till->fee,
                             &till->fee_taken };
    till->client = client;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct sql_ledger_account_sum_in in = { client.n, kinds[i],
                                                through_on };
        struct sql_ledger_account_sum_row row;
        bool is_found;
        if (!sql_ledger_account_sum(db, caller, &in, arena, &row, &is_found,
                                    err))
            return false;
        CHECK(is_found);
        if (!money_subtract(row.debit_cents, row.credit_cents, into[i]))
            return err_set(err, ERR_CORRUPT, "an account's sum is too large");
    }
    return true;
}

/* A client's own account carries its kind, a debt's account its debt. */
static int64_t account_id(struct ledger_account account)
{
    return account.kind == LEDGER_OWED ? account.debt.n : account.kind;
}

static struct ledger_account account_of(struct client_id client, int64_t id)
{
    if (id < LEDGER_ACCOUNT_KINDS)
        return (struct ledger_account){
            .kind = (enum ledger_account_kind)id, .client = client
        };
    return (struct ledger_account){
        .kind = LEDGER_OWED, .client = client, .debt = { id }
    };
}

static bool event_save(struct db *db, struct caller caller,
                       const struct ledger_entry *entry,
                       const struct ledger_posting *posting,
                       struct event_id *event, struct ref *ref,
                       struct err *err)
{
    ledger_posting_check(posting);
    CHECK(posting->count > 0);

    event->n = id_new(db_world(db));
    *ref = ref_new(db_world(db));
    struct sql_ledger_event_add_in in = {
        .client_id = entry->client.n, .id = event->n,
        .ref = str_of(ref->text), .debt_id = entry->debt.n,
        .kind = posting->event, .amount_cents = entry->amount,
        .fee_cents = entry->fee, .business_on = entry->business_on,
        .recorded_at = caller.at, .reverses = posting->reverses.n,
        .method = entry->method, .number = entry->number,
        .source_key = entry->source_key, .recorded_by = caller.name
    };
    if (!sql_ledger_event_add(db, caller, &in, NULL, err))
        return false;
    for (uint32_t i = 0; i < posting->count; i++)
        if (!transfer_append(db, caller, entry, *event, i + 1,
                             &posting->transfer[i], err))
            return false;
    return true;
}

static bool transfer_append(struct db *db, struct caller caller,
                            const struct ledger_entry *entry,
                            struct event_id event, uint32_t line,
                            const struct ledger_transfer *transfer,
                            struct err *err)
{
    struct sql_ledger_transfer_append_in in = {
        .client_id = entry->client.n, .event_id = event.n, .line = line,
        .debit_account = account_id(transfer->debit),
        .credit_account = account_id(transfer->credit),
        .amount_cents = transfer->amount, .business_on = entry->business_on,
        .recorded_at = caller.at
    };
    return sql_ledger_transfer_append(db, caller, &in, NULL, err);
}

static bool balance_move(struct db *db, struct caller caller,
                         const struct ledger_entry *entry,
                         const struct ledger_posting *posting,
                         struct err *err)
{
    if (entry->debt.n == 0)
        return true;
    struct ledger_account owed = { LEDGER_OWED, entry->client, entry->debt };
    struct money after;
    if (!money_add(entry->balance_before, ledger_effect(posting, owed),
                   &after))
        return err_set(err, ERR_INVALID, "the balance would be too large");
    int64_t changed = 0;
    struct sql_debt_balance_move_in in = {
        .client_id = entry->client.n, .debt_id = entry->debt.n,
        .before_cents = entry->balance_before, .after_cents = after
    };
    if (!sql_debt_balance_move(db, caller, &in, &changed, err))
        return false;
    if (changed != 1)
        return err_set(err, ERR_BUSY,
                       "the balance changed meanwhile; please try again");
    return true;
}
