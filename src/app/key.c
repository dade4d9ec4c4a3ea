#include "base/base.h"
#include "access/scope.h"
#include "app/door.h"
#include "app/key.h"
#include "seal/digest.h"
#include "store/client_sql.h"
#include "store/key_sql.h"

/* --- made and ended ---------------------------------------------------- */

struct key_make {
    const struct app_key_new *key;
    unsigned char hash[SEAL_SHA256_LEN];
};

static bool client_find(struct db *db, struct str code, struct arena *arena,
                        int64_t *id, struct err *err)
{
    struct sql_client_by_code_in in = { code };
    struct sql_client_by_code_row row;
    bool is_found;
    if (!sql_client_by_code(db, db_caller(db), &in, arena, &row, &is_found,
                            err))
        return false;
    *id = is_found ? row.id : 0;
    return is_found || err_set(err, ERR_ABSENT, "no client has the code "
                               "'%.*s'", STR_ARGS(str_part(code, 0, 40)));
}

static bool make_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    const struct key_make *make = work;
    const struct app_key_new *key = make->key;
    struct caller caller = db_caller(db);
    int64_t client_id = 0;
    if (key->role == ROLE_PROVIDER
        && !client_find(db, key->client_code, arena, &client_id, err))
        return false;
    struct sql_api_key_add_in in = {
        .id = id_new(db_world(db)), .name = key->name,
        .hash = { (const char *)make->hash, SEAL_SHA256_LEN },
        .roles = key->role, .client_id = client_id, .scopes = key->scopes,
        .made_at = caller.at, .made_by = caller.name,
        .expires_at = moment_add_seconds(caller.at, key->days * 86400)
    };
    db_act(db, "key.make", key->name,
           str_format(arena, "{\"roles\":%u,\"scopes\":%u,\"days\":%d}",
                      (unsigned)key->role, (unsigned)key->scopes,
                      (int)key->days));
    if (sql_api_key_add(db, caller, &in, NULL, err))
        return true;
    return err->kind == ERR_CONFLICT
        ? err_set(err, ERR_CONFLICT, "a key is already called '%.*s'",
                  STR_ARGS(key->name))
        : false;
}

bool app_key_make(struct app *app, struct caller caller,
                  const struct app_key_new *key, char text[APP_KEY_LEN + 1],
                  struct err *err)
{
    struct key_make make = { .key = key };
    if (!str_is_plain(key->name) || key->name.len > APP_KEY_NAME_MAX)
        return err_set(err, ERR_INVALID, "a key's name has 1 to %d letters, "
                       "digits, dots and dashes", APP_KEY_NAME_MAX);
    if (!access_key_role(key->role))
        return err_set(err, ERR_INVALID, "a key's role is one of "
                       "representative, supervisor, compliance, provider");
    if ((key->role == ROLE_PROVIDER) != (key->client_code.len > 0))
        return err_set(err, ERR_INVALID, "a provider's key, and only that, "
                       "names a client");
    if (key->scopes == 0)
        return err_set(err, ERR_INVALID, "say what the key may do: some of "
                       "read, place, pay, contact, work, stop, remit");
    if (key->days < 1 || key->days > APP_KEY_DAYS_MAX)
        return err_set(err, ERR_INVALID, "a key is good for 1 to %d days",
                       APP_KEY_DAYS_MAX);
    memcpy(text, APP_KEY_PREFIX, sizeof APP_KEY_PREFIX - 1);
    seal_session_new(app->world, text + sizeof APP_KEY_PREFIX - 1);
    seal_session_hash(str_of(text), make.hash);
    return db_work(app->pool, caller, make_unit, &make, err);
}

static bool end_unit(struct db *db, void *work, struct arena *arena,
                     struct err *err)
{
    const struct str *name = work;
    struct caller caller = db_caller(db);
    struct sql_api_key_by_name_in key = { *name };
    struct sql_api_key_by_name_row row;
    bool is_found;
    if (!sql_api_key_by_name(db, caller, &key, arena, &row, &is_found, err))
        return false;
    if (!is_found)
        return err_set(err, ERR_ABSENT, "no key is called '%.*s'",
                       STR_ARGS(str_part(*name, 0, APP_KEY_NAME_MAX)));
    struct sql_api_key_end_in in = { row.id, caller.at };
    db_act(db, "key.end", *name, STR("{}"));
    return sql_api_key_end(db, caller, &in, NULL, err);
}

bool app_key_end(struct app *app, struct caller caller, struct str name,
                 struct err *err)
{
    return db_work(app->pool, caller, end_unit, &name, err);
}

/* --- all of them ------------------------------------------------------- */

struct keys_look {
    struct app_key **key;
    uint32_t *count;
};

static bool is_live(struct moment ended_at, struct moment expires_at,
                    struct moment now)
{
    return moment_is_none(ended_at) && moment_compare(now, expires_at) < 0;
}

static bool keys_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    const struct keys_look *look = work;
    struct moment now = db_caller(db).at;
    struct sql_api_key_list_row *row;
    if (!sql_api_key_list(db, db_caller(db), arena, &row, look->count, err))
        return false;
    struct app_key *key = arena_many(arena, *look->count, struct app_key);
    if (key == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the keys");
    for (uint32_t i = 0; i < *look->count; i++)
        key[i] = (struct app_key){
            .name = row[i].name, .client_code = row[i].client_code,
            .made_by = row[i].made_by, .role = (uint32_t)row[i].roles,
            .scopes = (uint32_t)row[i].scopes,
            .is_live = is_live(row[i].ended_at, row[i].expires_at, now),
            .made_at = row[i].made_at, .expires_at = row[i].expires_at,
            .seen_at = row[i].seen_at, .ended_at = row[i].ended_at
        };
    *look->key = key;
    return true;
}

bool app_keys(struct app *app, struct caller caller, struct arena *arena,
              struct app_key **key, uint32_t *count, struct err *err)
{
    struct keys_look look = { key, count };
    return db_read(app->pool, caller, keys_unit, &look, arena, err);
}

/* --- who asks ---------------------------------------------------------- */

struct key_find {
    unsigned char hash[SEAL_SHA256_LEN];
    struct app_door door;
    struct sql_api_key_by_hash_row row;
    bool is_good, is_locked;
};

static bool find_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    struct key_find *find = work;
    struct caller caller = db_caller(db);
    struct sql_api_key_by_hash_in key = {
        { (const char *)find->hash, SEAL_SHA256_LEN }
    };
    bool is_found;
    if (!sql_api_key_by_hash(db, caller, &key, arena, &find->row, &is_found,
                             err))
        return false;
    find->is_good = is_found
        && is_live(find->row.ended_at, find->row.expires_at, caller.at);
    return find->is_good
        || app_door_look(db, &find->door, 1, arena, &find->is_locked, err);
}

static bool refuse_unit(struct db *db, void *work, struct arena *arena,
                        struct err *err)
{
    const struct key_find *find = work;
    (void)arena;
    db_act(db, "key.refuse", STR("key"), STR("{}"));
    return app_door_note(db, &find->door, 1, err);
}

static bool seen_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    const struct key_find *find = work;
    struct caller caller = db_caller(db);
    struct sql_api_key_seen_in in = { find->row.id, caller.at };
    (void)arena;
    db_act(db, "key.seen", find->row.name, STR("{}"));
    return sql_api_key_seen(db, caller, &in, NULL, err);
}

/* The throttle is asked about wrong keys only: a right one has 256 bits and
 * is not guessed, and its owner shares an address with others. */
bool app_key_find(struct app *app, struct str text, struct str address,
                  struct arena *arena, struct caller *caller,
                  struct err *err)
{
    struct caller nobody = app_caller(app, CALLER_NOBODY, "key");
    struct key_find find = { .door = {
        str_format(arena, "key address %.*s", STR_ARGS(address)),
        APP_KEY_TRIES
    } };
    seal_session_hash(text, find.hash);
    if (!db_read(app->pool, nobody, find_unit, &find, arena, err))
        return false;
    if (find.is_locked)
        return app_door_locked(err);
    if (!find.is_good)
        return db_work(app->pool, nobody, refuse_unit, &find, err)
            && err_set(err, ERR_DENIED, "this key opens nothing");

    caller->kind = find.row.client_id ? CALLER_PROVIDER : CALLER_STAFF;
    caller->user.n = find.row.id;
    caller->client.n = find.row.client_id;
    caller->roles = (uint32_t)find.row.roles;
    caller->is_key = true;
    caller->scopes = (uint32_t)find.row.scopes;
    caller->name = str_format(arena, "key %.*s", STR_ARGS(find.row.name));
    if (!moment_is_none(find.row.seen_at)
        && moment_seconds(caller->at) - moment_seconds(find.row.seen_at)
               < APP_KEY_SEEN_SECONDS)
        return true;
    return db_work(app->pool, *caller, seen_unit, &find, err);
}
