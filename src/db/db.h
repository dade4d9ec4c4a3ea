/* db.h - how do I run a unit of work?
 *
 * One unit of work is one transaction: business rows, transfers, audit entry,
 * idempotency record and outbox rows, or nothing.  db_work returns true only
 * after the durable commit (docs: house, "A unit of work").
 *
 * SQLite: one writer thread owns the only writing connection and commits
 * units in groups.  PostgreSQL: the worker's own connection, retried on 40001
 * and 40P01.  So a unit may run more than once: it writes only through db and
 * into work's answer, hashes no password, touches no file or socket. */
#ifndef DB_DB_H
#define DB_DB_H

#include "base/base.h"

#define DB_TRIES_MAX 8          /* runs of one unit before it is busy */
#define DB_GROUP_MAX 256        /* units in one SQLite commit */
#define DB_READERS_MAX 4        /* pooled reading connections */
#define DB_READ_SECONDS_MAX 5   /* one read lasts no longer */
#define DB_LINKS_MAX 16         /* writing connections to PostgreSQL */
#define DB_COLUMNS_MAX 40
#define DB_OWN_STATEMENTS 32    /* statement numbers below are db's own */
#define DB_STATEMENTS_MAX 1024
#define DB_DETAIL_MAX 65536     /* bytes of an audit entry's detail */
#define DB_CLOCK_BACK_SECONDS 2 /* our clock behind the last audit entry */
#define SQL_ROWS_MAX 100000     /* of one query; page by key beyond */

struct db_pool; /* one store, opened; thread-safe */
struct db;      /* one unit's hold on a connection; never kept */

/* Signs audit entries; made by app from seal, so db never sees a key. */
#define DB_SIGNATURE_LEN 32
struct db_signer {
    void (*sign)(void *context, struct str bytes,
                 unsigned char signature[DB_SIGNATURE_LEN]);
    void *context;
};

/* One forward step of the schema, made by sqlgen from NNNN-words.sql. */
struct db_migration {
    uint32_t version;
    const char *name;
    const char *sqlite_hash, *postgres_hash; /* SHA-256 of the source */
    const char *sqlite, *postgres;
};
struct db_schema {
    const struct db_migration *migration; /* versions ascending */
    uint32_t count;
};

struct db_options {
    struct world *world;
    struct db_signer signer;
    const struct db_schema *schema; /* &store_schema */
    const char *url; /* "sqlite:/path/file.db" or "postgresql://..." */
    const char *owner_url; /* PostgreSQL: who may migrate; NULL: url */
    const char *node; /* names this process among many; NULL: "main" */
    bool is_inline;  /* everything on the calling thread (simulations) */
    bool may_migrate; /* bring the schema forward; else refuse an old one */
};

/* Opens, checks the schema's versions and hashes, starts the writer.  An
 * unknown or newer schema is refused in one plain sentence. */
bool db_open(const struct db_options *options, struct db_pool **pool,
             struct err *err) MUST_USE;
/* Waits for running units, closes the audit stream. */
void db_close(struct db_pool *pool);
bool db_is_sqlite(const struct db_pool *pool);
/* How many seconds the clock stands behind the newest audit entry; 0: it is
 * right, and only then is anything written. */
int64_t db_clock_behind(const struct db_pool *pool);

/* How many units wait for their turn to be written; for shedding load. */
uint32_t db_waiting(struct db_pool *pool);

/* Runs inside the transaction.  False (with err) rolls all of it back.
 * arena is reset before each run; answers that must outlive the unit are
 * written into *work.  After a statement failed no other runs and the unit
 * cannot commit, on both engines: what may be there already is asked with ON
 * CONFLICT DO NOTHING, not tried. */
typedef bool db_unit(struct db *db, void *work, struct arena *arena,
                     struct err *err);

bool db_work(struct db_pool *pool, struct caller caller, db_unit *unit,
             void *work, struct err *err) MUST_USE;

/* Runs a unit that only reads, on a reading connection, without an audit
 * entry.  A write in it is a bug.  The caller's arena holds the rows. */
bool db_read(struct db_pool *pool, struct caller caller, db_unit *unit,
             void *work, struct arena *arena, struct err *err) MUST_USE;

/* Names what this unit did; db_work appends it as the signed audit entry of
 * the same transaction.  Exactly one act a unit; a unit that wrote and named
 * none cannot commit (CHECK).  `action` is "payment.record"; `object` a ref
 * or table:id; `detail` JSON without secrets; all are copied. */
void db_act(struct db *db, const char *action, struct str object,
            struct str detail);

/* The one moment and caller of this unit (caller.at). */
struct caller db_caller(const struct db *db);
struct world *db_world(const struct db *db);

/* --- what tools/sqlgen generates code against ------------------------- */

enum db_type {
    DB_ID, DB_DAY, DB_MOMENT, DB_CENTS, DB_COUNT, DB_FLAG, DB_TEXT, DB_BYTES
};
enum db_scope { DB_CLIENT, DB_PERSON, DB_AGENCY, DB_SYSTEM };

/* number holds every type but text and bytes; absent is SQL NULL. */
struct db_value {
    int64_t number;
    struct str text;
    bool absent;
};

struct db_statement {
    const char *name;   /* "ledger_transfer_append" */
    const char *sqlite; /* ?1, ?2 ... */
    const char *postgres; /* $1, $2 ... */
    uint32_t number;    /* dense, 0 .. count-1: caches prepared statements */
    uint8_t in_count, out_count;
    const enum db_type *in, *out;
    enum db_scope scope;
    bool is_write;
};

/* Runs a statement without rows; *changed (may be NULL) counts rows.  A
 * broken uniqueness or check constraint is ERR_CONFLICT. */
bool db_run(struct db *db, const struct db_statement *statement,
            const struct db_value *in, int64_t *changed,
            struct err *err) MUST_USE;

/* Runs a query; gives each row to `take` in turn.  values point into memory
 * that lasts until take returns. */
typedef bool db_take(void *context, const struct db_value *values,
                     struct err *err);
bool db_rows(struct db *db, const struct db_statement *statement,
             const struct db_value *in, db_take *take, void *context,
             struct err *err) MUST_USE;

#endif
