#include <pthread.h>

#include "db/idempotency.h"

#include "db/engine.h"
#include "db/idempotency_sql.h"

/* The keys are db's own business, whoever asks. */
static const struct caller house = { .kind = CALLER_SYSTEM };

static bool key_is_sound(const struct db_key *key, struct err *err)
{
    CHECK(key->scope.at && key->route.at);
    if (key->key.len == 0)
        return err_set(err, ERR_INVALID, "the idempotency key is empty");
    if (key->key.len > DB_KEY_MAX)
        return err_set(err, ERR_INVALID, "the idempotency key is longer "
                       "than %d characters", DB_KEY_MAX);
    if (key->request_hash.len != DB_REQUEST_HASH_LEN)
        return err_set(err, ERR_INVALID, "the request hash is not %d bytes",
                       DB_REQUEST_HASH_LEN);
    return true;
}

bool db_key_find(struct db *db, const struct db_key *key,
                 struct arena *arena, struct db_key_answer *answer,
                 struct err *err)
{
    struct sql_idempotency_find_row row;
    struct sql_idempotency_find_in in = {
        .scope = key->scope, .route = key->route, .key = key->key };
    bool is_found;

    if (!key_is_sound(key, err)
        || !sql_idempotency_find(db, house, &in, arena, &row, &is_found,
                                 err))
        return false;
    *answer = (struct db_key_answer){ .state = DB_KEY_NEW };
    if (is_found && !str_equal(row.request_hash, key->request_hash))
        answer->state = DB_KEY_MISMATCH;
    else if (is_found)
        *answer = (struct db_key_answer){ DB_KEY_SAME, row.status,
                                          row.answer };
    return true;
}

bool db_key_save(struct db *db, const struct db_key *key, int64_t status,
                 struct str answer, struct err *err)
{
    struct err why = { 0 };
    struct sql_idempotency_add_in in = {
        .scope = key->scope, .route = key->route, .key = key->key,
        .request_hash = key->request_hash, .status = status,
        .answer = answer.at ? answer : STR(""),
        .created_at = db->caller.at.us > 0 ? db->caller.at
                                           : world_now(db->pool->world) };

    if (!key_is_sound(key, err))
        return false;
    if (sql_idempotency_add(db, house, &in, NULL, &why))
        return true;
    if (why.kind == ERR_CONFLICT)
        db->must_retry = true; /* an equal request was faster */
    if (err)
        *err = why;
    return false;
}

bool db_key_forget(struct db *db, struct moment before, int64_t *count,
                   struct err *err)
{
    struct sql_idempotency_forget_in in = { before };
    return sql_idempotency_forget(db, house, &in, count, err);
}
