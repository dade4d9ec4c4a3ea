/* engine.h - what does an engine owe the unit of work?
 *
 * Inside of db only.  work.c holds what both engines share: which statement
 * may run, what a unit must leave behind, what its first trouble was.  An
 * engine (sqlite.c, postgres.c) holds connections and commits; fault.c stands
 * in front of one and makes it fail on purpose. */
#ifndef DB_ENGINE_H
#define DB_ENGINE_H

#include <pthread.h>
#include <stdatomic.h>

#include "db/db.h"
#include "db/fault.h"

#define DB_URL_MAX 512
#define DB_NODE_MAX 64
#define DB_ACTION_MAX 64
#define DB_OBJECT_MAX 256
#define DB_POOL_BYTES ((size_t)16 << 20)

/* The audit chain a writing connection appends to; it goes back with the
 * transaction that moved it. */
struct db_stream {
    int64_t id, slot, seq;
    unsigned char head[DB_SIGNATURE_LEN];
    bool is_open; /* false: open one before the next unit */
};

/* What a unit said it did. */
struct db_deed {
    const char *action; /* NULL: nothing yet */
    struct str object, detail;
};

struct db {
    struct db_pool *pool;
    struct caller caller;
    void *link;               /* the engine's connection */
    struct db_stream *stream; /* NULL on a reading connection */
    struct arena *own;        /* holds the deed; cleared with each run */
    struct db_deed deed;
    struct ref unit;          /* names this unit's audit entry */
    int64_t started_us;       /* monotonic */
    struct moment at;         /* of the entry appended last; 0: none */
    bool is_reading;
    bool has_written;
    bool has_open_key;        /* an idempotency key without its answer */
    bool is_opening;          /* its own audit stream, nothing else */
    bool has_failed;          /* a statement did; nothing more may run */
    bool must_retry;          /* lost a race; run the unit again */
    bool is_link_lost;
    struct err trouble;       /* the first one */
};

struct db_engine {
    bool (*open)(struct db_pool *pool, struct err *err);
    bool (*start)(struct db_pool *pool, struct err *err);
    void (*close)(struct db_pool *pool);
    uint32_t (*waiting)(struct db_pool *pool);
    bool (*work)(struct db_pool *pool, struct caller caller, db_unit *unit,
                 void *work, struct err *err);
    bool (*read)(struct db_pool *pool, struct caller caller, db_unit *unit,
                 void *work, struct arena *arena, struct err *err);
    /* A writing connection for opening and migrating, before start. */
    bool (*hold)(struct db_pool *pool, struct db *db, bool as_owner,
                 struct err *err);
    void (*let_go)(struct db *db);
    bool (*begin)(struct db *db, struct err *err);
    bool (*commit)(struct db *db, struct err *err);
    void (*rollback)(struct db *db);
    /* Several statements without parameters: the schema. */
    bool (*script)(struct db *db, const char *sql, struct err *err);
    bool (*run)(struct db *db, const struct db_statement *statement,
                const struct db_value *in, int64_t *changed, struct err *err);
    bool (*rows)(struct db *db, const struct db_statement *statement,
                 const struct db_value *in, db_take *take, void *context,
                 struct err *err);
    /* For tests: the connection dies now, or once COMMIT is on its way. */
    void (*cut)(struct db *db, bool after_commit);
};
extern const struct db_engine db_sqlite, db_postgres, db_faulty;

struct db_fault_state {
    pthread_mutex_t lock;
    struct db_fault armed;
    uint32_t seen;   /* matching steps since it was armed */
    uint64_t struck; /* how often a fault happened, ever */
    uint64_t steps;  /* steps since db_fault_arm, of any kind */
};

struct db_pool {
    struct arena arena; /* of everything that lives as long as the pool */
    struct world *world;
    struct db_signer signer;
    const struct db_schema *schema;
    char url[DB_URL_MAX], owner_url[DB_URL_MAX], node[DB_NODE_MAX];
    bool is_inline, may_migrate, is_sqlite;
    /* db_faulty stands in front of inner once a fault was armed. */
    const struct db_engine *_Atomic engine;
    const struct db_engine *inner;
    struct db_fault_state fault;
    void *state;               /* the engine's own */
    _Atomic int64_t latest_us; /* moment of the newest audit entry */
};

/* work.c: an empty hold, and one run of a unit inside an open transaction:
 * the unit, its rules, its audit entry.  False means roll back. */
void db_hold_init(struct db *db, struct db_pool *pool, struct caller caller,
                  struct arena *own);
bool db_unit_run(struct db *db, db_unit *unit, void *work,
                 struct arena *arena, struct err *err) MUST_USE;
/* One run of a unit that only reads. */
bool db_read_run(struct db *db, db_unit *unit, void *work,
                 struct arena *arena, struct err *err) MUST_USE;
/* After the commit: remembers the moment of the entry. */
void db_unit_committed(struct db *db);
/* Says and ends the process: storage that lied once is not asked again. */
_Noreturn void db_stop(const char *why);

/* audit.c: opens the connection's stream (inside a transaction of its own),
 * appends the entry of db->deed. */
bool db_stream_open(struct db *db, struct err *err) MUST_USE;
bool db_audit_append(struct db *db, struct err *err) MUST_USE;
bool db_audit_latest(struct db *db, struct moment *at,
                     struct err *err) MUST_USE;
/* Was a unit with this ref committed? */
bool db_audit_has_unit(struct db *db, struct ref unit, bool *is_there,
                       struct err *err) MUST_USE;

/* migrate.c: compares what is applied with the schema; brings it forward. */
bool db_migrate(struct db_pool *pool, struct err *err) MUST_USE;

#endif
