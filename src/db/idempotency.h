/* idempotency.h - was this very request answered before?
 *
 * Used inside a unit: find first; when the key is new do the work and save
 * the answer, all in the one transaction.  A refused request saves nothing,
 * so its corrected retry may use the same key.  Two equal requests at once
 * on PostgreSQL: the second runs again and finds the first one's answer. */
#ifndef DB_IDEMPOTENCY_H
#define DB_IDEMPOTENCY_H

#include "db/db.h"

#define DB_KEY_MAX 200         /* longer is ERR_INVALID */
#define DB_KEY_KEEP_DAYS 30
#define DB_REQUEST_HASH_LEN 32 /* of the canonical request, made by app */

struct db_key {
    struct str scope; /* whose key: client and user, never shared */
    struct str route; /* "POST /m/plan" */
    struct str key;
    struct str request_hash;
};

enum db_key_state {
    DB_KEY_UNKNOWN,
    DB_KEY_NEW,     /* go on, then db_key_save */
    DB_KEY_SAME,    /* answer as before */
    DB_KEY_MISMATCH /* another request under this key: 422, show nothing */
};

struct db_key_answer {
    enum db_key_state state;
    int64_t status;    /* of DB_KEY_SAME only */
    struct str answer; /* in the arena */
};

/* Takes the key when it is free: a unit that goes on must save its answer
 * (CHECK).  An empty or over-long key and a hash of another length are
 * ERR_INVALID. */
bool db_key_find(struct db *db, const struct db_key *key,
                 struct arena *arena, struct db_key_answer *answer,
                 struct err *err) MUST_USE;
bool db_key_save(struct db *db, const struct db_key *key, int64_t status,
                 struct str answer, struct err *err) MUST_USE;
/* Forgets keys made before a moment; the daily run does it. */
bool db_key_forget(struct db *db, struct moment before, int64_t *count,
                   struct err *err) MUST_USE;

#endif
