#include "base/base.h"
#include "app/letters.h"
#include "app/load.h"
#include "app/place.h"
#include "intake/kind.h"
#include "store/batch_sql.h"
#include "store/debt_sql.h"
#include "store/ledger.h"
#include "store/ledger_sql.h"

#define UNDO_PAGE 500

struct undo {
    struct str ref;
    uint32_t debts;
};

static bool may_undo(struct db *db, struct caller caller,
                     const struct sql_batch_key_by_ref_row *key,
                     struct arena *arena, struct err *err);
static bool debts_undo(struct db *db, struct caller caller,
                       const struct sql_batch_key_by_ref_row *key,
                       struct arena *arena, uint32_t *debts,
                       struct err *err);
static bool opening_reverse(struct db *db, struct caller caller,
                            struct client_id client, struct debt_id debt,
                            struct arena *arena, struct err *err);

/* One transaction: all of the import goes, or nothing. */
static bool undo_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    struct undo *undo = work;
    struct caller caller = db_caller(db);
    struct sql_batch_key_by_ref_in in = { undo->ref };
    struct sql_batch_key_by_ref_row key;
    bool is_found;
    int64_t changed = 0;
    if (!sql_batch_key_by_ref(db, caller, &in, arena, &key, &is_found, err))
        return false;
    if (!is_found)
        return err_set(err, ERR_ABSENT, "there is no import '%.*s'",
                       STR_ARGS(str_part(undo->ref, 0, REF_LEN)));
    db_act(db, "import.undo", undo->ref, STR("{}"));
    if (!may_undo(db, caller, &key, arena, err))
        return false;
    struct sql_batch_mark_undone_in mark = { key.client_id, key.id,
                                             caller.at };
    if (!sql_batch_mark_undone(db, caller, &mark, &changed, err))
        return false;
    if (changed != 1)
        return err_set(err, ERR_CONFLICT, "this import is undone already");
    undo->debts = 0;
    return debts_undo(db, caller, &key, arena, &undo->debts, err);
}

bool app_import_undo(struct app *app, struct caller caller,
                     struct str batch_ref, struct arena *arena,
                     uint32_t *debts, struct err *err)
{
    struct undo undo = { batch_ref, 0 };
    (void)arena;
    if (!db_work(app->pool, caller, undo_unit, &undo, err))
        return false;
    *debts = undo.debts;
    return true;
}

static bool may_undo(struct db *db, struct caller caller,
                     const struct sql_batch_key_by_ref_row *key,
                     struct arena *arena, struct err *err)
{
    struct sql_batch_by_id_in of = { key->client_id, key->id };
    struct sql_batch_by_id_row batch;
    struct sql_batch_sent_count_in in = { key->client_id, key->id };
    struct sql_batch_sent_count_row row;
    bool is_found;
    if (!sql_batch_by_id(db, caller, &of, arena, &batch, &is_found, err))
        return false;
    CHECK(is_found);
    if (batch.kind != INTAKE_PLACEMENT && batch.accepted + batch.held > 0)
        return err_set(err, ERR_CONFLICT, "%" PRId64 " lines of this file of "
                       "%s changed an account already; take each back by "
                       "itself", batch.accepted + batch.held,
                       intake_kind_word((enum intake_kind)batch.kind));
    if (!sql_batch_sent_count(db, caller, &in, arena, &row, &is_found, err))
        return false;
    CHECK(is_found);
    if (row.things > 0)
        return err_set(err, ERR_CONFLICT, "something of this import has left "
                       "or was paid already (%" PRId64 "); recall the "
                       "accounts instead", row.things);
    return true;
}

static bool debts_undo(struct db *db, struct caller caller,
                       const struct sql_batch_key_by_ref_row *key,
                       struct arena *arena, uint32_t *debts, struct err *err)
{
    struct client_id client = { key->client_id };
    int64_t after = 0;
    for (;;) {
        struct sql_debts_of_batch_in in = { key->client_id, key->id, after,
                                            UNDO_PAGE };
        struct sql_debts_of_batch_row *row;
        uint32_t count;
        if (!sql_debts_of_batch(db, caller, &in, arena, &row, &count, err))
            return false;
        if (count == 0)
            return true;
        for (uint32_t i = 0; i < count; i++) {
            struct debt_id debt = { row[i].id };
            struct sql_debt_undo_in mark = { client.n, debt.n };
            if (!opening_reverse(db, caller, client, debt, arena, err)
                || !app_letters_void(db, client, debt,
                                     STR("the import was undone"), err)
                || !sql_debt_undo(db, caller, &mark, NULL, err))
                return false;
        }
        *debts += count;
        after = row[count - 1].id;
    }
}

static bool opening_reverse(struct db *db, struct caller caller,
                            struct client_id client, struct debt_id debt,
                            struct arena *arena, struct err *err)
{
    struct sql_ledger_opening_of_debt_in in = { client.n, debt.n };
    struct sql_ledger_opening_of_debt_row row;
    bool is_found;
    if (!sql_ledger_opening_of_debt(db, caller, &in, arena, &row, &is_found,
                                    err))
        return false;
    if (!is_found)
        return err_set(err, ERR_CORRUPT, "a bill has no opening");
    struct event_id opening = { row.id };
    struct ledger_debt side;
    struct ledger_posting old, posting;
    if (!ledger_debt_load(db, caller, client, debt, arena, &side, err)
        || !ledger_posting_load(db, caller, client, opening, arena, &old,
                                err))
        return false;
    enum ledger_answer answer = ledger_reversal(&side, &old, opening, false,
                                                &posting);
    if (answer != LEDGER_POSTED)
        return err_set(err, ERR_CONFLICT,
                       "a bill of this import has moved already");
    struct ledger_entry entry = {
        .client = client, .debt = debt, .amount = row.amount_cents,
        .business_on = row.business_on, .balance_before = side.owed
    };
    struct event_id event;
    struct ref ref;
    return ledger_append(db, caller, &entry, &posting, &event, &ref, err);
}
