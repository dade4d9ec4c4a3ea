#include "base/base.h"
#include "app/once.h"
#include "db/idempotency.h"
#include "seal/digest.h"

static struct db_key key_of(struct db *db, const struct app_once *once,
                            char scope[64],
                            unsigned char hash[SEAL_SHA256_LEN]);

bool app_once_find(struct db *db, const struct app_once *once,
                   struct arena *arena, bool *was_done, struct str *answer,
                   struct err *err)
{
    char scope[64];
    unsigned char hash[SEAL_SHA256_LEN];
    struct db_key key = key_of(db, once, scope, hash);
    struct db_key_answer found;
    if (!db_key_find(db, &key, arena, &found, err))
        return false;
    if (found.state == DB_KEY_MISMATCH)
        return err_set(err, ERR_CONFLICT,
                       "this key was used for another request");
    *was_done = found.state == DB_KEY_SAME;
    *answer = found.answer;
    return true;
}

bool app_once_save(struct db *db, const struct app_once *once,
                   struct str answer, struct err *err)
{
    char scope[64];
    unsigned char hash[SEAL_SHA256_LEN];
    struct db_key key = key_of(db, once, scope, hash);
    return db_key_save(db, &key, 200, answer, err);
}

/* A key is its caller's own: nobody meets another's answer through it. */
static struct db_key key_of(struct db *db, const struct app_once *once,
                            char scope[64],
                            unsigned char hash[SEAL_SHA256_LEN])
{
    struct caller caller = db_caller(db);
    snprintf(scope, 64, "%d %" PRId64 " %" PRId64, caller.kind,
             caller.user.n, caller.person.n);
    seal_sha256(once->request, hash);
    return (struct db_key){
        .scope = str_of(scope), .route = str_of(once->route),
        .key = once->key,
        .request_hash = { (const char *)hash, SEAL_SHA256_LEN }
    };
}
