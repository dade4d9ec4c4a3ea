#include "base/base.h"
#include "app/load.h"
#include "app/remit.h"
#include "store/client_sql.h"
#include "store/ledger.h"
#include "store/ledger_sql.h"
#include "text/csv.h"

#define REMIT_BYTES_MAX ((size_t)64 << 20)

struct make {
    struct app *app;
    struct str client_code;
    struct day through_on;
    struct app_remit remit;  /* the answer's head; lines are read after */
    struct client_id client;
    int64_t id;
    char ref[REF_LEN + 1];
};

static bool client_find(struct db *db, struct caller caller, struct make *make,
                        struct arena *arena, struct err *err);
static bool remit_find(struct db *db, struct caller caller, struct make *make,
                       struct arena *arena, struct err *err);
static bool remit_add(struct db *db, struct caller caller, struct make *make,
                      struct arena *arena, struct err *err);
static bool lines_read(struct app *app, struct caller caller,
                       const struct make *make, struct arena *arena,
                       struct app_remit *remit, struct err *err);

static bool make_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    struct make *make = work;
    struct caller caller = db_caller(db);
    make->remit = (struct app_remit){ .through_on = make->through_on };
    db_act(db, "remit.make", make->client_code,
           str_format(arena, "{\"through\":%d}", make->through_on.n));
    return client_find(db, caller, make, arena, err)
        && remit_find(db, caller, make, arena, err)
        && (make->remit.was_known
            || remit_add(db, caller, make, arena, err));
}

bool app_remit_make(struct app *app, struct caller caller,
                    struct str client_code, struct day through_on,
                    struct arena *arena, struct app_remit *remit,
                    struct err *err)
{
    if (day_compare(through_on, app_today(app, caller.at)) >= 0)
        return err_set(err, ERR_INVALID, "a remittance goes through a day "
                       "that is over");
    struct make make = { .app = app, .client_code = client_code,
                         .through_on = through_on };
    if (!db_work(app->pool, caller, make_unit, &make, err))
        return false;
    *remit = make.remit;
    remit->ref = str_copy(arena, str_of(make.ref));
    remit->client_code = str_copy(arena, client_code);
    return lines_read(app, caller, &make, arena, remit, err);
}

static bool client_find(struct db *db, struct caller caller, struct make *make,
                        struct arena *arena, struct err *err)
{
    struct sql_client_by_code_in in = { make->client_code };
    struct sql_client_by_code_row row;
    bool is_found;
    if (!sql_client_by_code(db, caller, &in, arena, &row, &is_found, err))
        return false;
    if (!is_found)
        return err_set(err, ERR_ABSENT, "no client has the code '%.*s'",
                       STR_ARGS(make->client_code));
    make->client.n = row.id;
    return true;
}

static bool remit_find(struct db *db, struct caller caller, struct make *make,
                       struct arena *arena, struct err *err)
{
    struct sql_remit_by_day_in in = { make->client.n, make->through_on };
    struct sql_remit_by_day_row row;
    bool *is_found = &make->remit.was_known;
    if (!sql_remit_by_day(db, caller, &in, arena, &row, is_found, err))
        return false;
    if (!*is_found)
        return true;
    make->id = row.id;
    make->remit.gross = row.gross_cents;
    make->remit.fee = row.fee_cents;
    make->remit.net = row.net_cents;
    snprintf(make->ref, sizeof make->ref, "%.*s", STR_ARGS(row.ref));
    return true;
}

/* A reversal takes back what its payment brought: negative lines. */
static bool line_add(struct db *db, struct caller caller, struct make *make,
                     const struct sql_ledger_to_remit_row *event,
                     struct err *err)
{
    int64_t sign = event->reverses == 0 ? 1 : -1;
    struct sql_remit_line_add_in in = {
        .client_id = make->client.n, .event_id = event->id,
        .remit_id = make->id,
        .gross_cents = { sign * event->amount_cents.cents },
        .fee_cents = { sign * event->fee_cents.cents }
    };
    /* Paid to the provider: it has the money, we only earn the fee. */
    bool is_direct = event->paid_kind == LEDGER_PAYMENT_DIRECT;
    if (is_direct)
        in.gross_cents = MONEY_ZERO;
    if (!money_subtract(in.gross_cents, in.fee_cents, &in.net_cents)
        || !money_add(make->remit.gross, in.gross_cents, &make->remit.gross)
        || !money_add(make->remit.fee, in.fee_cents, &make->remit.fee)
        || !money_add(make->remit.net, in.net_cents, &make->remit.net))
        return err_set(err, ERR_CORRUPT, "a remittance's sum is too large");
    return sql_remit_line_add(db, caller, &in, NULL, err);
}

/* Pays out what stands in PAYABLE; nothing due is no event, only lines. */
static bool pay_out(struct db *db, struct caller caller, struct make *make,
                    struct arena *arena, int64_t *event_id, struct err *err)
{
    struct ledger_till till;
    struct ledger_posting posting;
    if (!ledger_till_load(db, caller, make->client, make->through_on, arena,
                          &till, err))
        return false;
    *event_id = 0;
    enum ledger_answer answer = ledger_remit(&till, &posting);
    if (answer == LEDGER_NOTHING_DUE)
        return true;
    if (answer != LEDGER_POSTED) {
        struct str word = ledger_answer_word(answer);
        return err_set(err, ERR_INVALID, "cannot remit: %.*s",
                       STR_ARGS(word));
    }
    struct money paid = MONEY_ZERO;
    for (uint32_t i = 0; i < posting.count; i++)
        if (!money_add(paid, posting.transfer[i].amount, &paid))
            return err_set(err, ERR_CORRUPT, "a remittance is too large");
    struct ledger_entry entry = {
        .client = make->client, .amount = paid,
        .business_on = make->through_on
    };
    struct event_id event;
    struct ref ref;
    if (!ledger_append(db, caller, &entry, &posting, &event, &ref, err))
        return false;
    *event_id = event.n;
    return true;
}

static bool remit_add(struct db *db, struct caller caller, struct make *make,
                      struct arena *arena, struct err *err)
{
    struct sql_ledger_to_remit_in in = { make->client.n, make->through_on,
                                         LEDGER_PAYABLE };
    struct sql_ledger_to_remit_row *event;
    uint32_t count;
    struct ref ref = ref_new(db_world(db));
    make->id = id_new(db_world(db));
    memcpy(make->ref, ref.text, sizeof make->ref);
    if (!sql_ledger_to_remit(db, caller, &in, arena, &event, &count, err))
        return false;
    struct sql_remit_add_in add = {
        .client_id = make->client.n, .id = make->id,
        .ref = str_of(make->ref), .through_on = make->through_on,
        .made_at = caller.at
    };
    for (uint32_t i = 0; i < count; i++) {
        int64_t sign = event[i].reverses == 0 ? 1 : -1;
        bool is_direct = event[i].paid_kind == LEDGER_PAYMENT_DIRECT;
        add.gross_cents.cents += is_direct ? 0
            : sign * event[i].amount_cents.cents;
        add.fee_cents.cents += sign * event[i].fee_cents.cents;
    }
    add.net_cents.cents = add.gross_cents.cents - add.fee_cents.cents;
    if (!pay_out(db, caller, make, arena, &add.event_id, err)
        || !sql_remit_add(db, caller, &add, NULL, err))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (!line_add(db, caller, make, &event[i], err))
            return false;
    CHECK(money_equal(make->remit.net, add.net_cents));
    return true;
}

/* --- reading ---------------------------------------------------------- */

struct lines_look {
    struct app *app;
    struct client_id client;
    int64_t id;
    struct app_remit *remit;
};

static bool lines_unit(struct db *db, void *work, struct arena *arena,
                       struct err *err)
{
    struct lines_look *look = work;
    struct sql_remit_lines_in in = { look->client.n, look->id };
    struct sql_remit_lines_row *row;
    struct client client;
    struct app_remit *remit = look->remit;
    if (!app_client_in(look->app, db, db_caller(db), look->client, arena,
                       &client, err)
        || !sql_remit_lines(db, db_caller(db), &in, arena, &row,
                            &remit->count, err))
        return false;
    remit->client_name = client.agreement->known_as;
    remit->line = arena_many(arena, remit->count, struct app_remit_line);
    if (remit->line == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for a remittance");
    for (uint32_t i = 0; i < remit->count; i++)
        remit->line[i] = (struct app_remit_line){
            .event_ref = row[i].event_ref, .account = row[i].account,
            .kind = ledger_event_word((enum ledger_event)row[i].kind),
            .method = row[i].method, .number = row[i].number,
            .business_on = row[i].business_on,
            .gross = row[i].gross_cents, .fee = row[i].fee_cents,
            .net = row[i].net_cents
        };
    return true;
}

static bool lines_read(struct app *app, struct caller caller,
                       const struct make *make, struct arena *arena,
                       struct app_remit *remit, struct err *err)
{
    struct lines_look look = { app, make->client, make->id, remit };
    return db_read(app->pool, caller, lines_unit, &look, arena, err);
}

struct list_look {
    struct client_id client;
    struct app_remit **remits;
    uint32_t *count;
};

static bool list_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    struct list_look *look = work;
    struct sql_remit_list_in in = { look->client.n };
    struct sql_remit_list_row *row;
    if (!sql_remit_list(db, db_caller(db), &in, arena, &row, look->count,
                        err))
        return false;
    *look->remits = arena_many(arena, *look->count, struct app_remit);
    if (*look->remits == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for remittances");
    for (uint32_t i = 0; i < *look->count; i++)
        (*look->remits)[i] = (struct app_remit){
            .ref = row[i].ref, .through_on = row[i].through_on,
            .gross = row[i].gross_cents, .fee = row[i].fee_cents,
            .net = row[i].net_cents, .was_known = true
        };
    return true;
}

bool app_remits(struct app *app, struct caller caller,
                struct client_id client, struct arena *arena,
                struct app_remit **remits, uint32_t *count, struct err *err)
{
    if (caller.kind == CALLER_PROVIDER && caller.client.n != client.n)
        return err_set(err, ERR_ABSENT, "there is no such client");
    struct list_look look = { client, remits, count };
    return db_read(app->pool, caller, list_unit, &look, arena, err);
}

struct one_look {
    struct app *app;
    struct client_id client;
    struct str ref;
    struct app_remit *remit;
};

static bool one_unit(struct db *db, void *work, struct arena *arena,
                     struct err *err)
{
    struct one_look *look = work;
    struct sql_remit_by_ref_in in = { look->client.n, look->ref };
    struct sql_remit_by_ref_row row;
    bool is_found;
    if (!sql_remit_by_ref(db, db_caller(db), &in, arena, &row, &is_found,
                          err))
        return false;
    if (!is_found)
        return err_set(err, ERR_ABSENT, "there is no such remittance");
    *look->remit = (struct app_remit){
        .ref = str_copy(arena, look->ref), .through_on = row.through_on,
        .gross = row.gross_cents, .fee = row.fee_cents,
        .net = row.net_cents, .was_known = true
    };
    struct lines_look lines = { look->app, look->client, row.id, look->remit };
    return lines_unit(db, &lines, arena, err);
}

bool app_remit_load(struct app *app, struct caller caller,
                    struct client_id client, struct str ref,
                    struct arena *arena, struct app_remit *remit,
                    struct err *err)
{
    if (caller.kind == CALLER_PROVIDER && caller.client.n != client.n)
        return err_set(err, ERR_ABSENT, "there is no such client");
    struct one_look look = { app, client, ref, remit };
    return db_read(app->pool, caller, one_unit, &look, arena, err);
}

struct str app_remit_csv(const struct app_remit *remit, struct arena *arena)
{
    struct buf buf;
    struct csv_out out;
    buf_init(&buf, arena, REMIT_BYTES_MAX);
    csv_out_init(&out, &buf, ',');
    static const char *const head[] = { "payment", "account", "kind",
                                        "method", "number", "received_on",
                                        "gross", "fee", "net" };
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++)
        csv_out_exact(&out, str_of(head[i]));
    csv_out_end(&out);
    for (uint32_t i = 0; i < remit->count; i++) {
        const struct app_remit_line *line = &remit->line[i];
        csv_out_exact(&out, line->event_ref);
        csv_out_text(&out, line->account);
        csv_out_exact(&out, line->kind);
        csv_out_exact(&out, line->method);
        csv_out_text(&out, line->number);
        csv_out_day(&out, line->business_on);
        csv_out_money(&out, line->gross);
        csv_out_money(&out, line->fee);
        csv_out_money(&out, line->net);
        csv_out_end(&out);
    }
    csv_out_exact(&out, STR("total"));
    for (int i = 0; i < 5; i++)
        csv_out_exact(&out, STR(""));
    csv_out_money(&out, remit->gross);
    csv_out_money(&out, remit->fee);
    csv_out_money(&out, remit->net);
    csv_out_end(&out);
    return buf_str(&buf);
}
