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

static struct moment moment_of(const struct db *db)
{
    return db->caller.at.us > 0 ? db->caller.at
                                : world_now(db->pool->world);
}

bool db_key_find(struct db *db, const struct db_key *key,
                 struct arena *arena, struct db_key_answer *answer,
                 struct err *err)
{
    struct sql_idempotency_take_in take = {
        .scope = key->scope, .route = key->route, .key = key->key,
        .request_hash = key->request_hash, .created_at = moment_of(db) };
    struct sql_idempotency_find_in find = {
        .scope = key->scope, .route = key->route, .key = key->key };
    struct sql_idempotency_find_row row;
    bool had_written = db->has_written, is_found;
    int64_t taken;

    CHECK(!db->has_open_key); /* one key a unit */
    if (!key_is_sound(key, err)
        || !sql_idempotency_take(db, house, &take, &taken, err))
        return false;
    if (taken == 1) {
        db->has_open_key = true;
        *answer = (struct db_key_answer){ .state = DB_KEY_NEW };
        return true;
    }
    db->has_written = had_written; /* nothing was */
    if (!sql_idempotency_find(db, house, &find, arena, &row, &is_found, err))
        return false;
    if (!is_found)
        return err_set(err, ERR_CORRUPT, "an idempotency key without its "
                       "answer");
    *answer = (struct db_key_answer){ .state = DB_KEY_MISMATCH };
    if (str_equal(row.request_hash, key->request_hash))
        *answer = (struct db_key_answer){ DB_KEY_SAME, row.status,
                                          row.answer };
    return true;
}

bool db_key_save(struct db *db, const struct db_key *key, int64_t status,
                 struct str answer, struct err *err)
{
    struct sql_idempotency_answer_add_in in = {
        .scope = key->scope, .route = key->route, .key = key->key,
        .status = status, .answer = answer.at ? answer : STR(""),
        .created_at = moment_of(db) };

    CHECK(db->has_open_key); /* found first */
    db->has_open_key = false;
    return sql_idempotency_answer_add(db, house, &in, NULL, err);
}

bool db_key_forget(struct db *db, struct moment before, int64_t *count,
                   struct err *err)
{
    struct sql_idempotency_forget_in keys = { before };
    struct sql_idempotency_answer_forget_in answers = { before };

    return sql_idempotency_answer_forget(db, house, &answers, NULL, err)
        && sql_idempotency_forget(db, house, &keys, count, err);
}
