#include <pthread.h>
#include <unistd.h>

#include "db/audit.h"
#include "db/engine.h"

#define CLOCK_BACK_US ((int64_t)DB_CLOCK_BACK_SECONDS * 1000000)

static bool options_keep(struct db_pool *pool,
                         const struct db_options *options, struct err *err);
static bool load_latest(struct db_pool *pool, struct err *err);
static bool clock_is_right(struct db_pool *pool, struct caller caller,
                           struct err *err);
static bool may_step(struct db *db, const struct db_statement *statement,
                     const struct db_value *in, struct err *err);
static bool values_are_sound(const struct db_statement *statement,
                             const struct db_value *in, struct err *err);

/* A unit inside a unit would wait for itself. */
static _Thread_local bool is_in_unit;

bool db_open(const struct db_options *options, struct db_pool **pool,
             struct err *err)
{
    CHECK(options->world && options->url && options->schema);
    CHECK(options->signer.sign);
    struct arena arena;
    arena_init(&arena, DB_POOL_BYTES);
    struct db_pool *made = arena_new(&arena, struct db_pool);
    if (!made)
        return err_set(err, ERR_EXHAUSTED, "no memory for the database");
    made->arena = arena;
    if (!options_keep(made, options, err)) {
        arena = made->arena;
        arena_clear(&arena);
        return false;
    }
    pthread_mutex_init(&made->fault.lock, NULL);
    made->inner = made->is_sqlite ? &db_sqlite : &db_postgres;
    made->engine = made->inner;
    if (!made->inner->open(made, err) || !db_migrate(made, err)
        || !load_latest(made, err) || !made->inner->start(made, err)) {
        db_close(made);
        return false;
    }
    *pool = made;
    return true;
}

void db_close(struct db_pool *pool)
{
    CHECK(!is_in_unit);
    pool->inner->close(pool);
    pthread_mutex_destroy(&pool->fault.lock);
    /* The pool lies in its own arena; let go of it by a copy. */
    struct arena arena = pool->arena;
    arena_clear(&arena);
}

bool db_is_sqlite(const struct db_pool *pool)
{
    return pool->is_sqlite;
}

uint32_t db_waiting(struct db_pool *pool)
{
    return pool->inner->waiting(pool);
}

static bool keep(char *into, size_t size, const char *from, const char *what,
                 struct err *err)
{
    size_t len = strlen(from);
    if (len >= size)
        return err_set(err, ERR_INVALID, "the database %s is too long", what);
    memcpy(into, from, len + 1);
    return true;
}

static bool options_keep(struct db_pool *pool,
                         const struct db_options *options, struct err *err)
{
    struct str url = str_of(options->url);

    pool->world = options->world;
    pool->signer = options->signer;
    pool->schema = options->schema;
    pool->is_inline = options->is_inline;
    pool->may_migrate = options->may_migrate;
    pool->is_sqlite = str_starts(url, STR("sqlite:"));
    if (!pool->is_sqlite && !str_starts(url, STR("postgresql://"))
        && !str_starts(url, STR("postgres://")))
        return err_set(err, ERR_INVALID, "the database address starts with "
                       "\"sqlite:\" or \"postgresql://\"");
    const char *owner = options->owner_url ? options->owner_url
        : options->url;
    const char *node = options->node ? options->node : "main";
    return keep(pool->url, sizeof pool->url, options->url, "address", err)
        && keep(pool->owner_url, sizeof pool->owner_url, owner,
                "owner's address", err)
        && keep(pool->node, sizeof pool->node, node, "node name", err);
}

/* The newest moment of the trail: no clock may be behind it. */
static bool load_latest(struct db_pool *pool, struct err *err)
{
    struct arena own;
    struct db db;
    struct moment at;

    arena_init(&own, ARENA_REQUEST_BYTES);
    db_hold_init(&db, pool, (struct caller){ .kind = CALLER_SYSTEM }, &own);
    if (!pool->inner->hold(pool, &db, false, err))
        return false;
    bool is_ok = pool->inner->begin(&db, err)
        && db_audit_latest(&db, &at, err);
    pool->inner->rollback(&db);
    pool->inner->let_go(&db);
    arena_clear(&own);
    if (is_ok)
        pool->latest_us = moment_is_none(at) ? INT64_MIN : at.us;
    return is_ok;
}

bool db_work(struct db_pool *pool, struct caller caller, db_unit *unit,
             void *work, struct err *err)
{
    CHECK(!is_in_unit);
    return clock_is_right(pool, caller, err)
        && pool->inner->work(pool, caller, unit, work, err);
}

bool db_read(struct db_pool *pool, struct caller caller, db_unit *unit,
             void *work, struct arena *arena, struct err *err)
{
    CHECK(!is_in_unit);
    return pool->inner->read(pool, caller, unit, work, arena, err);
}

int64_t db_clock_behind(const struct db_pool *pool)
{
    int64_t latest = pool->latest_us, now = world_now(pool->world).us;

    return latest == INT64_MIN || now >= latest - CLOCK_BACK_US
        ? 0 : (latest - now) / 1000000;
}

static bool clock_is_right(struct db_pool *pool, struct caller caller,
                           struct err *err)
{
    int64_t now = world_now(pool->world).us;
    int64_t behind = db_clock_behind(pool);

    if (behind > 0)
        return err_set(err, ERR_OUTSIDE, "the clock of this machine is %"
                       PRId64 " seconds behind the last entry of the audit "
                       "trail, so nothing is written until it is set right",
                       behind);
    if (caller.at.us > now + CLOCK_BACK_US)
        return err_set(err, ERR_BUG, "the caller's moment lies ahead of the "
                       "clock");
    return true;
}

void db_hold_init(struct db *db, struct db_pool *pool, struct caller caller,
                  struct arena *own)
{
    arena_clear(own);
    *db = (struct db){ .pool = pool, .caller = caller, .own = own,
                       .started_us = world_monotonic_us(pool->world) };
}

bool db_unit_run(struct db *db, db_unit *unit, void *work,
                 struct arena *arena, struct err *err)
{
    struct err why = { 0 };

    CHECK(!is_in_unit);
    is_in_unit = true;
    bool is_ok = unit(db, work, arena, &why);
    is_in_unit = false;
    if (!is_ok && why.kind == ERR_NONE)
        err_set(&why, ERR_BUG, "a unit failed without saying why");
    if (is_ok && db->has_failed) {
        why = db->trouble;
        is_ok = false;
    }
    if (is_ok && (arena->exhausted || db->own->exhausted))
        is_ok = err_set(&why, ERR_EXHAUSTED,
                        "no memory left for this unit of work");
    if (is_ok) {
        /* Nothing is written that nobody answers for. */
        CHECK(!db->has_written || db->deed.action != NULL);
        CHECK(!db->has_open_key);
        if (db->deed.action)
            is_ok = db_audit_append(db, &why);
    }
    if (!is_ok && err)
        *err = why;
    return is_ok;
}

bool db_read_run(struct db *db, db_unit *unit, void *work,
                 struct arena *arena, struct err *err)
{
    CHECK(!is_in_unit);
    is_in_unit = true;
    bool is_ok = unit(db, work, arena, err);
    is_in_unit = false;
    if (is_ok && db->has_failed) {
        if (err)
            *err = db->trouble;
        is_ok = false;
    }
    CHECK(db->deed.action == NULL);
    return is_ok;
}

void db_unit_committed(struct db *db)
{
    int64_t latest = db->pool->latest_us;
    while (db->at.us > latest
           && !atomic_compare_exchange_weak(&db->pool->latest_us, &latest,
                                            db->at.us)) {
    }
}

void db_stop(const char *why)
{
    fprintf(stderr, "bedside: %s; stopping, so that the next start reads "
            "what is really there\n", why);
    _exit(err_exit_code(ERR_OUTSIDE));
}

void db_act(struct db *db, const char *action, struct str object,
            struct str detail)
{
    CHECK(!db->is_reading);
    CHECK(action && action[0] && strlen(action) < DB_ACTION_MAX);
    CHECK(db->deed.action == NULL); /* one act a unit */
    CHECK(object.len <= DB_OBJECT_MAX);
    if (detail.len > DB_DETAIL_MAX) {
        db->own->exhausted = true; /* asked before the commit */
        return;
    }
    db->deed.action = str_c(db->own, str_of(action));
    db->deed.object = object.at ? str_copy(db->own, object)
                                : (struct str){ 0 };
    db->deed.detail = detail.at ? str_copy(db->own, detail)
                                : (struct str){ 0 };
}

struct caller db_caller(const struct db *db)
{
    return db->caller;
}

struct world *db_world(const struct db *db)
{
    return db->pool->world;
}

bool db_run(struct db *db, const struct db_statement *statement,
            const struct db_value *in, int64_t *changed, struct err *err)
{
    struct err why = { 0 };

    CHECK(statement->out_count == 0);
    if (!may_step(db, statement, in, err))
        return false;
    const struct db_engine *engine = db->pool->engine;
    if (engine->run(db, statement, in, changed, &why))
        return true;
    db->has_failed = true;
    db->trouble = why;
    if (err)
        *err = why;
    return false;
}

bool db_rows(struct db *db, const struct db_statement *statement,
             const struct db_value *in, db_take *take, void *context,
             struct err *err)
{
    struct err why = { 0 };

    CHECK(statement->out_count > 0);
    if (!may_step(db, statement, in, err))
        return false;
    const struct db_engine *engine = db->pool->engine;
    if (engine->rows(db, statement, in, take, context, &why))
        return true;
    db->has_failed = true;
    db->trouble = why;
    if (err)
        *err = why;
    return false;
}

static bool may_step(struct db *db, const struct db_statement *statement,
                     const struct db_value *in, struct err *err)
{
    CHECK(statement->number < DB_STATEMENTS_MAX);
    CHECK(statement->in_count <= DB_COLUMNS_MAX);
    CHECK(statement->out_count <= DB_COLUMNS_MAX);
    CHECK(statement->in_count == 0 || in != NULL);
    /* A page that asks for a write on a reading connection is a bug. */
    CHECK(!(db->is_reading && statement->is_write));
    if (db->has_failed) {
        /* PostgreSQL would refuse as well; both engines mean the same. */
        if (err)
            *err = db->trouble;
        return false;
    }
    if (!values_are_sound(statement, in, &db->trouble)) {
        db->has_failed = true;
        if (err)
            *err = db->trouble;
        return false;
    }
    if (statement->is_write)
        db->has_written = true;
    return true;
}

/* What one engine would take and the other refuse, both refuse. */
static bool values_are_sound(const struct db_statement *statement,
                             const struct db_value *in, struct err *err)
{
    for (uint8_t i = 0; i < statement->in_count; i++) {
        if (in[i].absent)
            continue;
        if (statement->in[i] == DB_TEXT && !str_is_utf8(in[i].text))
            return err_set(err, ERR_INVALID, "%s: value %d is not UTF-8 "
                           "text", statement->name, i + 1);
        if (statement->in[i] == DB_FLAG)
            CHECK(in[i].number == 0 || in[i].number == 1);
    }
    return true;
}
