#include "base/base.h"
#include "app/load.h"
#include "app/place.h"
#include "intake/agreement.h"
#include "seal/digest.h"
#include "store/client_sql.h"
#include "store/ledger.h"

#define PROBLEMS_BYTES_MAX ((size_t)64 << 10)

struct apply {
    struct str file_name, yaml, sha256;
    const struct client_agreement *agreement;
    struct app_applied *applied;
};

static struct str problems_text(const struct yaml_file *file,
                                struct arena *arena);
static bool client_of(struct db *db, struct caller caller,
                      const struct apply *apply, struct arena *arena,
                      struct client_id *client, struct err *err);
static bool facilities_add(struct db *db, struct caller caller,
                           const struct apply *apply,
                           struct client_id client, struct err *err);

static bool apply_unit(struct db *db, void *work, struct arena *arena,
                       struct err *err)
{
    struct apply *apply = work;
    struct caller caller = db_caller(db);
    struct client_id client;
    struct sql_client_agreement_latest_row latest = { .version = 0 };
    bool is_found;

    db_act(db, "client.apply", apply->agreement->code, STR("{}"));
    if (!client_of(db, caller, apply, arena, &client, err))
        return false;
    struct sql_client_agreement_latest_in of = { client.n };
    if (!sql_client_agreement_latest(db, caller, &of, arena, &latest,
                                     &is_found, err))
        return false;
    apply->applied->was_known = is_found
        && str_equal(latest.sha256, apply->sha256);
    apply->applied->version = is_found ? latest.version : 0;
    if (apply->applied->was_known)
        return true;
    apply->applied->version += 1;
    struct sql_client_agreement_add_in in = {
        .client_id = client.n, .version = apply->applied->version,
        .file_name = apply->file_name, .yaml = apply->yaml,
        .sha256 = apply->sha256, .applied_at = caller.at,
        .applied_by = caller.name
    };
    return sql_client_agreement_add(db, caller, &in, NULL, err)
        && facilities_add(db, caller, apply, client, err);
}

bool app_client_apply(struct app *app, struct caller caller,
                      struct str file_name, struct str yaml,
                      struct arena *arena, struct app_applied *applied,
                      struct str *problems, struct err *err)
{
    struct yaml_file *file = arena_new(arena, struct yaml_file);
    struct client_agreement *agreement =
        arena_new(arena, struct client_agreement);
    if (file == NULL || agreement == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for an agreement");
    *problems = (struct str){ NULL, 0 };
    if (!intake_agreement_parse(arena, file_name, yaml, agreement, file,
                                err)) {
        *problems = problems_text(file, arena);
        return false;
    }
    /* The canonical form is hashed: a new comment is no new version. */
    struct str canonical = intake_agreement_canonical(arena, agreement);
    struct apply apply = {
        .file_name = file_name, .yaml = yaml,
        .sha256 = seal_sha256_hex(arena, canonical),
        .agreement = agreement, .applied = applied
    };
    *applied = (struct app_applied){ .code = agreement->code };
    return db_work(app->pool, caller, apply_unit, &apply, err);
}

static struct str problems_text(const struct yaml_file *file,
                                struct arena *arena)
{
    struct buf buf;
    buf_init(&buf, arena, PROBLEMS_BYTES_MAX);
    for (uint32_t i = 0;
         i < file->problem_count && i < YAML_PROBLEMS_MAX; i++) {
        buf_add(&buf, file->problem[i].text);
        buf_add_byte(&buf, '\n');
    }
    return buf_str(&buf);
}

/* Finds the client or makes it, with the accounts its money moves between. */
static bool client_of(struct db *db, struct caller caller,
                      const struct apply *apply, struct arena *arena,
                      struct client_id *client, struct err *err)
{
    struct sql_client_by_code_in code = { apply->agreement->code };
    struct sql_client_by_code_row row;
    bool is_found;
    if (!sql_client_by_code(db, caller, &code, arena, &row, &is_found, err))
        return false;
    if (is_found) {
        client->n = row.id;
        return true;
    }
    client->n = id_new(db_world(db));
    struct ref ref = ref_new(db_world(db));
    struct sql_client_add_in in = {
        client->n, str_of(ref.text), apply->agreement->code, caller.at
    };
    return sql_client_add(db, caller, &in, NULL, err)
        && ledger_accounts_open(db, caller, *client, err);
}

static bool facilities_add(struct db *db, struct caller caller,
                           const struct apply *apply,
                           struct client_id client, struct err *err)
{
    for (uint32_t i = 0; i < apply->agreement->facility_count; i++) {
        struct sql_facility_add_in in = {
            client.n, id_new(db_world(db)),
            apply->agreement->facility[i].code
        };
        if (!sql_facility_add(db, caller, &in, NULL, err))
            return false;
    }
    return true;
}

/* --- loading ---------------------------------------------------------- */

struct client_look {
    struct app *app;
    struct str code;
    struct client *client;
};

static bool did_you_mean(struct db *db, struct caller caller, struct str code,
                         struct arena *arena, struct err *err);

static bool client_look_unit(struct db *db, void *work, struct arena *arena,
                             struct err *err)
{
    struct client_look *look = work;
    struct caller caller = db_caller(db);
    struct sql_client_by_code_in key = { look->code };
    struct sql_client_by_code_row row;
    bool is_found;
    if (!sql_client_by_code(db, caller, &key, arena, &row, &is_found, err))
        return false;
    if (!is_found)
        return did_you_mean(db, caller, look->code, arena, err);
    struct client_id id = { row.id };
    return app_client_in(look->app, db, caller, id, arena, look->client,
                         err);
}

bool app_client_load(struct app *app, struct caller caller, struct str code,
                     struct arena *arena, struct client *client,
                     struct err *err)
{
    struct client_look look = { app, code, client };
    return db_read(app->pool, caller, client_look_unit, &look, arena, err);
}

struct client_by_id {
    struct app *app;
    struct client_id id;
    struct client *client;
};

static bool client_by_id_unit(struct db *db, void *work, struct arena *arena,
                              struct err *err)
{
    struct client_by_id *look = work;
    return app_client_in(look->app, db, db_caller(db), look->id, arena,
                         look->client, err);
}

bool app_client_by_id(struct app *app, struct caller caller,
                      struct client_id id, struct arena *arena,
                      struct client *client, struct err *err)
{
    if (caller.kind == CALLER_PROVIDER && caller.client.n != id.n)
        return err_set(err, ERR_ABSENT, "there is no such client");
    struct client_by_id look = { app, id, client };
    return db_read(app->pool, caller, client_by_id_unit, &look, arena, err);
}

static bool did_you_mean(struct db *db, struct caller caller, struct str code,
                         struct arena *arena, struct err *err)
{
    struct sql_client_list_row *row;
    uint32_t count;
    if (!sql_client_list(db, caller, arena, &row, &count, err))
        return false;
    struct str near = { NULL, 0 };
    uint32_t best = 4;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t distance = str_distance(code, row[i].code, 3);
        if (distance < best) {
            best = distance;
            near = row[i].code;
        }
    }
    if (near.at != NULL)
        return err_set(err, ERR_ABSENT, "no client has the code '%.*s' "
                       "(did you mean '%.*s'?)", STR_ARGS(code),
                       STR_ARGS(near));
    return err_set(err, ERR_ABSENT, "no client has the code '%.*s'",
                   STR_ARGS(code));
}
