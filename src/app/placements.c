#include "base/base.h"
#include "app/place.h"
#include "intake/kind.h"
#include "store/batch_sql.h"
#include "store/debt.h"
#include "store/debt_sql.h"

struct placements_look {
    struct client_id client;
    struct app_placements *placements;
};

static bool placements_unit(struct db *db, void *work, struct arena *arena,
                            struct err *err)
{
    struct placements_look *look = work;
    struct app_placements *placements = look->placements;
    struct caller caller = db_caller(db);
    struct sql_client_totals_in of = { look->client.n };
    struct sql_client_totals_row totals;
    struct sql_batch_list_in in = { look->client.n };
    struct sql_batch_list_row *row;
    bool is_found;
    if (!sql_client_totals(db, caller, &of, arena, &totals, &is_found, err)
        || !sql_batch_list(db, caller, &in, arena, &row,
                           &placements->batch_count, err))
        return false;
    placements->debts = totals.debts;
    placements->placed = totals.placed_cents;
    placements->left = totals.balance_cents;
    placements->batch = arena_many(arena, placements->batch_count,
                                   struct app_batch);
    if (placements->batch == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for placements");
    for (uint32_t i = 0; i < placements->batch_count; i++)
        placements->batch[i] = (struct app_batch){
            .ref = row[i].ref, .file_name = row[i].file_name,
            .kind = str_of(intake_kind_word((enum intake_kind)row[i].kind)),
            .accepted = row[i].accepted, .held = row[i].held,
            .refused = row[i].refused, .known = row[i].known,
            .accepted_amount = row[i].accepted_cents,
            .refused_amount = row[i].refused_cents,
            .started_at = row[i].started_at, .is_undone = row[i].state == 3
        };
    return true;
}

bool app_placements_load(struct app *app, struct caller caller,
                         struct client_id client, struct arena *arena,
                         struct app_placements *placements, struct err *err)
{
    if (caller.kind == CALLER_PROVIDER && caller.client.n != client.n)
        return err_set(err, ERR_ABSENT, "there is no such client");
    struct placements_look look = { client, placements };
    return db_read(app->pool, caller, placements_unit, &look, arena, err);
}

/* --- accounts, a page at a time --------------------------------------- */

struct accounts_look {
    struct client_id client;
    struct str after;
    uint32_t limit;
    struct app_accounts *accounts;
};

static bool accounts_unit(struct db *db, void *work, struct arena *arena,
                          struct err *err)
{
    struct accounts_look *look = work;
    struct app_accounts *accounts = look->accounts;
    struct sql_debts_of_client_in in = { look->client.n, 0, look->limit };
    struct sql_debts_of_client_row *row;
    struct debt_key last;
    if (look->after.at != NULL) {
        if (!debt_key_find(db, db_caller(db), look->after, arena, &last, err))
            return false;
        in.after = last.client.n == look->client.n ? last.debt.n : 0;
    }
    if (!sql_debts_of_client(db, db_caller(db), &in, arena, &row,
                             &accounts->count, err))
        return false;
    accounts->account = arena_many(arena, accounts->count,
                                   struct app_account);
    if (accounts->account == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for accounts");
    for (uint32_t i = 0; i < accounts->count; i++)
        accounts->account[i] = (struct app_account){
            .ref = row[i].ref, .account = row[i].account,
            .first = row[i].first, .last = row[i].last,
            .service_on = row[i].service_on, .placed_on = row[i].placed_on,
            .placed = row[i].placed_cents, .left = row[i].balance_cents
        };
    accounts->next = accounts->count == look->limit
        ? row[accounts->count - 1].ref : (struct str){ NULL, 0 };
    return true;
}

bool app_accounts_load(struct app *app, struct caller caller,
                       struct client_id client, struct str after,
                       uint32_t limit, struct arena *arena,
                       struct app_accounts *accounts, struct err *err)
{
    if (caller.kind == CALLER_PROVIDER && caller.client.n != client.n)
        return err_set(err, ERR_ABSENT, "there is no such client");
    struct accounts_look look = { client, after, limit, accounts };
    return db_read(app->pool, caller, accounts_unit, &look, arena, err);
}
