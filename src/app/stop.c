#include "base/base.h"
#include "app/once.h"
#include "app/stop.h"
#include "message/message.h"
#include "person/person.h"
#include "store/batch_sql.h"
#include "store/client_sql.h"
#include "store/debt.h"
#include "store/stop_sql.h"
#include "text/json.h"

#define DETAIL_BYTES 4096

struct stopping {
    const struct app_stop_new *stop;
    struct app_stop_receipt *receipt;
};

static bool check(const struct app_stop_new *stop, struct err *err);
static bool scope_find(struct db *db, const struct stopping *stopping,
                       struct arena *arena, struct sql_stop_add_in *add,
                       struct err *err);
static bool bills_count(struct db *db, const struct sql_stop_bills_in *in,
                        struct arena *arena, struct app_stop_receipt *receipt,
                        struct err *err);
static struct str detail_json(const struct app_stop_new *stop,
                              struct arena *arena);

static bool begin_unit(struct db *db, void *work, struct arena *arena,
                       struct err *err)
{
    const struct stopping *stopping = work;
    const struct app_stop_new *stop = stopping->stop;
    struct app_stop_receipt *receipt = stopping->receipt;
    struct caller caller = db_caller(db);
    struct str detail = detail_json(stop, arena), before;
    struct app_once once = { "stop", stop->key, detail };
    struct sql_stop_add_in add = {
        .id = id_new(db_world(db)), .channel = stop->channel,
        .state = stop->state, .message = stop->message, .why = stop->why,
        .facility = stop->facility, .started_at = caller.at,
        .started_by = caller.name
    };
    *receipt = (struct app_stop_receipt){ .ref = ref_new(db_world(db)) };
    db_act(db, "stop.begin", str_of(receipt->ref.text), detail);
    if (!app_once_find(db, &once, arena, &receipt->was_known, &before, err)
        || !scope_find(db, stopping, arena, &add, err))
        return false;
    struct sql_stop_bills_in covered = { add.client_id, add.facility,
                                         add.batch_id, add.debt_id,
                                         add.state };
    if (!bills_count(db, &covered, arena, receipt, err))
        return false;
    if (receipt->was_known) {
        CHECK(ref_parse(before, &receipt->ref));
        return true;
    }
    add.ref = str_of(receipt->ref.text);
    return sql_stop_add(db, caller, &add, NULL, err)
        && app_once_save(db, &once, add.ref, err);
}

bool app_stop_begin(struct app *app, struct caller caller,
                    const struct app_stop_new *stop,
                    struct app_stop_receipt *receipt, struct err *err)
{
    struct stopping stopping = { stop, receipt };
    return check(stop, err)
        && db_work(app->pool, caller, begin_unit, &stopping, err);
}

static bool check(const struct app_stop_new *stop, struct err *err)
{
    if (stop->why.len == 0 || stop->why.len > APP_STOP_WHY_MAX
        || !str_is_utf8(stop->why))
        return err_set(err, ERR_INVALID, "say why, in a few words");
    if (stop->state.len > 0
        && !str_equal(person_state_code(stop->state), stop->state))
        return err_set(err, ERR_INVALID, "a state is two letters, such as "
                       "ME");
    if (stop->message.len > 0
        && message_kind_parse(stop->message) == MESSAGE_NONE)
        return err_set(err, ERR_INVALID, "there is no such kind of message");
    if (stop->channel >= CHANNEL_COUNT)
        return err_set(err, ERR_INVALID, "there is no such channel");
    return true;
}

/* Names become ids; a provider's stop is of its own accounts. */
static bool scope_find(struct db *db, const struct stopping *stopping,
                       struct arena *arena, struct sql_stop_add_in *add,
                       struct err *err)
{
    const struct app_stop_new *stop = stopping->stop;
    struct caller caller = db_caller(db);
    bool is_found = true;
    if (caller.kind == CALLER_PROVIDER)
        add->client_id = caller.client.n;
    else if (stop->client_code.len > 0) {
        struct sql_client_by_code_in in = { stop->client_code };
        struct sql_client_by_code_row row;
        if (!sql_client_by_code(db, caller, &in, arena, &row, &is_found, err))
            return false;
        add->client_id = is_found ? row.id : 0;
    }
    if (is_found && stop->batch_ref.len > 0) {
        struct sql_batch_key_by_ref_in in = { stop->batch_ref };
        struct sql_batch_key_by_ref_row row;
        if (!sql_batch_key_by_ref(db, caller, &in, arena, &row, &is_found,
                                  err))
            return false;
        is_found = is_found
            && (add->client_id == 0 || add->client_id == row.client_id);
        add->client_id = is_found ? row.client_id : 0;
        add->batch_id = is_found ? row.id : 0;
    }
    if (is_found && stop->debt_ref.len > 0) {
        struct debt_key key;
        if (!debt_key_find(db, caller, stop->debt_ref, arena, &key, err))
            return false;
        is_found = add->client_id == 0 || add->client_id == key.client.n;
        add->client_id = key.client.n;
        add->debt_id = key.debt.n;
    }
    return is_found
        || err_set(err, ERR_ABSENT, "there is no such provider or file");
}

static bool bills_count(struct db *db, const struct sql_stop_bills_in *in,
                        struct arena *arena, struct app_stop_receipt *receipt,
                        struct err *err)
{
    struct sql_stop_bills_row row;
    bool is_found;
    if (!sql_stop_bills(db, db_caller(db), in, arena, &row, &is_found, err))
        return false;
    receipt->bills = row.bills;
    receipt->left = row.left_cents;
    return true;
}

/* What was stopped, for the audit entry; also what makes a request the
 * same. */
static struct str detail_json(const struct app_stop_new *stop,
                              struct arena *arena)
{
    const struct {
        const char *key;
        struct str text;
    } part[] = {
        { "client", stop->client_code }, { "facility", stop->facility },
        { "file", stop->batch_ref }, { "bill", stop->debt_ref },
        { "state", stop->state }, { "channel", channel_word(stop->channel) },
        { "message", stop->message }, { "why", stop->why }
    };
    struct buf buf;
    struct json_out out;
    buf_init(&buf, arena, DETAIL_BYTES);
    json_out_init(&out, &buf);
    json_out_object(&out);
    for (size_t i = 0; i < sizeof part / sizeof part[0]; i++)
        if (part[i].text.len > 0) {
            json_out_key(&out, str_of(part[i].key));
            json_out_text(&out, part[i].text);
        }
    json_out_object_end(&out);
    return buf_str(&buf);
}

/* --- release ---------------------------------------------------------- */

struct ending {
    struct str ref;
    struct app_stop_receipt *receipt;
    bool is_look; /* changes nothing */
};

static bool end_unit(struct db *db, void *work, struct arena *arena,
                     struct err *err)
{
    const struct ending *ending = work;
    struct caller caller = db_caller(db);
    struct sql_stop_by_ref_in in = { ending->ref };
    struct sql_stop_by_ref_row row;
    bool is_found;
    if (!sql_stop_by_ref(db, caller, &in, arena, &row, &is_found, err))
        return false;
    if (!is_found || !ref_parse(ending->ref, &ending->receipt->ref)
        || (caller.kind == CALLER_PROVIDER
            && row.client_id != caller.client.n))
        return err_set(err, ERR_ABSENT, "there is no such stop");
    struct sql_stop_bills_in covered = { row.client_id, row.facility,
                                         row.batch_id, row.debt_id,
                                         row.state };
    ending->receipt->was_known = !moment_is_none(row.ended_at);
    if (!bills_count(db, &covered, arena, ending->receipt, err))
        return false;
    if (ending->is_look)
        return true;
    struct sql_stop_end_in end = { row.id, caller.at, caller.name };
    db_act(db, "stop.end", ending->ref, STR("{}"));
    return sql_stop_end(db, caller, &end, NULL, err);
}

bool app_stop_end(struct app *app, struct caller caller, struct str ref,
                  struct app_stop_receipt *receipt, struct err *err)
{
    struct ending ending = { ref, receipt, false };
    return db_work(app->pool, caller, end_unit, &ending, err);
}

bool app_stop_look(struct app *app, struct caller caller, struct str ref,
                   struct app_stop_receipt *receipt, struct err *err)
{
    struct arena arena;
    struct ending ending = { ref, receipt, true };
    arena_init(&arena, ARENA_REQUEST_BYTES);
    bool done = db_read(app->pool, caller, end_unit, &ending, &arena, err);
    arena_clear(&arena);
    return done;
}

/* --- what is in force ------------------------------------------------- */

struct stops_look {
    struct str ref;
    struct app_stop **stop;
    uint32_t *count;
};

static bool list_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    const struct stops_look *look = work;
    struct caller caller = db_caller(db);
    struct sql_stop_list_in in = {
        caller.kind == CALLER_PROVIDER ? caller.client.n : 0, look->ref
    };
    struct sql_stop_list_row *row;
    if (!sql_stop_list(db, caller, &in, arena, &row, look->count, err))
        return false;
    struct app_stop *stop = arena_many(arena, *look->count, struct app_stop);
    if (stop == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for stops");
    for (uint32_t i = 0; i < *look->count; i++)
        stop[i] = (struct app_stop){
            .ref = row[i].ref, .client_code = row[i].client_code,
            .facility = row[i].facility, .batch_file = row[i].batch_file,
            .debt_account = row[i].debt_account, .state = row[i].state,
            .channel = (enum channel)row[i].channel,
            .message = row[i].message, .why = row[i].why,
            .started_by = row[i].started_by, .ended_by = row[i].ended_by,
            .started_at = row[i].started_at, .ended_at = row[i].ended_at
        };
    *look->stop = stop;
    return true;
}

bool app_stops(struct app *app, struct caller caller, struct str ref,
               struct arena *arena, struct app_stop **stop, uint32_t *count,
               struct err *err)
{
    struct stops_look look = { ref, stop, count };
    return db_read(app->pool, caller, list_unit, &look, arena, err);
}

static bool open_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    struct sql_stop_open_count_row row;
    bool is_found;
    if (!sql_stop_open_count(db, db_caller(db), arena, &row, &is_found, err))
        return false;
    *(int64_t *)work = row.things;
    return true;
}

bool app_stops_open(struct app *app, struct caller caller, int64_t *count,
                    struct err *err)
{
    struct arena arena;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    bool done = db_read(app->pool, caller, open_unit, count, &arena, err);
    arena_clear(&arena);
    return done;
}
