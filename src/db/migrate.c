#include <pthread.h>

#include "db/engine.h"
#include "db/list.h"

/* The list of applied versions must exist before the first schema file, so
 * its statements are here; the catalogues of the engines differ. */
static const char sqlite_table[] =
    "CREATE TABLE schema_version (version INTEGER NOT NULL PRIMARY KEY,"
    " name TEXT NOT NULL, hash TEXT NOT NULL, applied_at INTEGER NOT NULL)"
    " STRICT";
static const char postgres_table[] =
    "CREATE TABLE schema_version (version BIGINT NOT NULL PRIMARY KEY,"
    " name TEXT NOT NULL, hash TEXT NOT NULL, applied_at BIGINT NOT NULL)";

static const enum db_type there_out[] = { DB_COUNT, DB_COUNT };
static const struct db_statement there = {
    .name = "schema_version_there", .number = DB_OWN_STATEMENTS - 1,
    .sqlite = "SELECT CAST(coalesce(sum(name = 'schema_version'), 0) AS "
              "BIGINT), count(*) FROM sqlite_schema WHERE type = 'table'",
    .postgres = "SELECT count(*) FILTER (WHERE c.relname = 'schema_version')"
                ", count(*) FROM pg_class c JOIN pg_namespace n"
                " ON n.oid = c.relnamespace WHERE c.relkind = 'r'"
                " AND n.nspname = current_schema()",
    .out = there_out, .out_count = 2, .scope = DB_SYSTEM,
};
static const enum db_type applied_out[] = { DB_COUNT, DB_TEXT, DB_TEXT };
static const struct db_statement applied = {
    .name = "schema_version_list", .number = DB_OWN_STATEMENTS - 2,
    .sqlite = "SELECT version, name, hash FROM schema_version"
              " ORDER BY version",
    .postgres = "SELECT version, name, hash FROM schema_version"
                " ORDER BY version",
    .out = applied_out, .out_count = 3, .scope = DB_SYSTEM,
};
static const enum db_type add_in[] = { DB_COUNT, DB_TEXT, DB_TEXT,
                                       DB_MOMENT };
static const struct db_statement add = {
    .name = "schema_version_add", .number = DB_OWN_STATEMENTS - 3,
    .sqlite = "INSERT INTO schema_version (version, name, hash, applied_at)"
              " VALUES (?1, ?2, ?3, ?4)",
    .postgres = "INSERT INTO schema_version (version, name, hash,"
                " applied_at) VALUES ($1, $2, $3, $4)",
    .in = add_in, .in_count = 4, .scope = DB_SYSTEM, .is_write = true,
};

struct row {
    int64_t version;
    struct str name, hash;
};

struct catalogue {
    int64_t has_table, tables;
};

static bool take_catalogue(void *context, const struct db_value *value,
                           struct err *err)
{
    struct catalogue *catalogue = context;

    (void)err;
    *catalogue = (struct catalogue){ value[0].number, value[1].number };
    return true;
}

static bool take_row(void *context, const struct db_value *value,
                     struct err *err)
{
    struct db_list *list = context;
    struct row *row = db_list_next(list, err);

    if (!row)
        return false;
    *row = (struct row){ value[0].number, db_keep(list, value[1]),
                         db_keep(list, value[2]) };
    return true;
}

static const char *hash_of(const struct db_pool *pool,
                           const struct db_migration *step)
{
    return pool->is_sqlite ? step->sqlite_hash : step->postgres_hash;
}

static const struct db_migration *step_find(const struct db_schema *schema,
                                            int64_t version)
{
    for (uint32_t i = 0; i < schema->count; i++)
        if (schema->migration[i].version == version)
            return &schema->migration[i];
    return NULL;
}

/* The newest version this program knows. */
static int64_t newest(const struct db_schema *schema)
{
    return schema->migration[schema->count - 1].version;
}

/* Is every applied step one of ours, word for word? */
static bool applied_fits(const struct db_pool *pool, const struct row *row,
                         uint32_t count, struct err *err)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct db_migration *step = step_find(pool->schema,
                                                    row[i].version);
        if (row[i].version > newest(pool->schema))
            return err_set(err, ERR_INVALID, "this database has schema %"
                           PRId64 " (%.*s) and this program knows only up to "
                           "%" PRId64 ", so please start a newer bedside",
                           row[i].version, STR_ARGS(row[i].name),
                           newest(pool->schema));
        if (!step || !str_is(row[i].hash, hash_of(pool, step)))
            return err_set(err, ERR_CORRUPT, "schema %" PRId64 " (%.*s) of "
                           "this database is not the one this program was "
                           "made with, so nothing was touched",
                           row[i].version, STR_ARGS(row[i].name));
        /* Steps are applied in order, without a gap. */
        if (&pool->schema->migration[i] != step)
            return err_set(err, ERR_CORRUPT, "schema %" PRIu32 " of this "
                           "database is missing, so nothing was touched",
                           pool->schema->migration[i].version);
    }
    return true;
}

/* What is applied; 0 rows when the database is empty. */
static bool load_applied(struct db *db, struct arena *arena,
                         bool *has_table, struct row **row, uint32_t *count,
                         struct err *err)
{
    struct catalogue catalogue = { 0 };
    struct db_list list = { .arena = arena, .size = sizeof(struct row),
                            .max = 10000 };

    if (!db_rows(db, &there, NULL, take_catalogue, &catalogue, err))
        return false;
    *has_table = catalogue.has_table == 1;
    if (!*has_table && catalogue.tables > 0)
        return err_set(err, ERR_INVALID, "this database holds %" PRId64
                       " tables that are not bedside's, so nothing was "
                       "touched", catalogue.tables);
    if (*has_table
        && (!db_rows(db, &applied, NULL, take_row, &list, err)
            || !db_list_done(&list, &applied, err)))
        return false;
    *row = list.at;
    *count = list.count;
    return true;
}

/* One step and its row, or nothing of it. */
static bool apply(struct db *db, const struct db_migration *step,
                  bool has_table, struct err *err)
{
    const struct db_engine *engine = db->pool->engine;
    bool is_sqlite = db->pool->is_sqlite;
    const char *hash = hash_of(db->pool, step);
    struct db_value in[] = {
        { .number = step->version }, { .text = str_of(step->name) },
        { .text = str_of(hash) },
        { .number = world_now(db->pool->world).us } };

    if (!engine->begin(db, err))
        return false;
    bool is_ok = (has_table
                  || engine->script(db, is_sqlite ? sqlite_table
                                    : postgres_table, err))
        && engine->script(db, is_sqlite ? step->sqlite : step->postgres, err)
        && db_run(db, &add, in, NULL, err);
    is_ok = is_ok && engine->commit(db, err);
    if (!is_ok) {
        engine->rollback(db);
        db->has_failed = false;
        return err_context(err, "schema %" PRIu32 " (%s)", step->version,
                           step->name);
    }
    return true;
}

static bool bring_forward(struct db *db, uint32_t from, bool has_table,
                          struct err *err)
{
    const struct db_schema *schema = db->pool->schema;

    for (uint32_t i = from; i < schema->count; i++)
        if (!apply(db, &schema->migration[i], has_table || i > 0, err))
            return false;
    return true;
}

static bool migrate(struct db *db, struct arena *arena, struct err *err)
{
    struct db_pool *pool = db->pool;
    const struct db_engine *engine = pool->engine;
    struct row *row;
    uint32_t count = 0;
    bool has_table = false;

    if (!engine->begin(db, err))
        return false;
    bool is_ok = load_applied(db, arena, &has_table, &row, &count, err);
    engine->rollback(db);
    if (!is_ok || !applied_fits(pool, row, count, err))
        return false;
    if (count == pool->schema->count)
        return true;
    if (!pool->may_migrate && count == 0)
        return err_set(err, ERR_INVALID, "this database is empty; bedside "
                       "init makes the tables");
    if (!pool->may_migrate)
        return err_set(err, ERR_INVALID, "this database has schema %" PRId64
                       " and this program needs %" PRId64 ", so please run "
                       "bedside init to bring it forward",
                       row[count - 1].version, newest(pool->schema));
    return bring_forward(db, count, has_table, err);
}

bool db_migrate(struct db_pool *pool, struct err *err)
{
    struct arena own, arena;
    struct db db;

    CHECK(pool->schema->count > 0);
    arena_init(&own, ARENA_REQUEST_BYTES);
    arena_init(&arena, ARENA_REQUEST_BYTES);
    db_hold_init(&db, pool, (struct caller){ .kind = CALLER_SYSTEM }, &own);
    if (!pool->inner->hold(pool, &db, pool->may_migrate, err))
        return false;
    bool is_ok = migrate(&db, &arena, err);
    pool->inner->let_go(&db);
    arena_clear(&arena);
    arena_clear(&own);
    return is_ok;
}
