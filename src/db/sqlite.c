#include <pthread.h>

#include "db/sqlite.h"

#include <fcntl.h>
#include <unistd.h>

#define URL_PREFIX "sqlite:"
#define BUSY_MS 5000
#define STEPS_BETWEEN_LOOKS 2000 /* of the virtual machine, per clock look */

static bool make_file(struct world *world, const char *path,
                      struct err *err);
static bool settle(struct sqlite_link *link, bool is_reader,
                   struct err *err);
static int past_deadline(void *context);
static sqlite3_stmt *compiled_of(struct sqlite_link *link,
                                 const struct db_statement *statement,
                                 struct err *err);
static bool bind(struct sqlite_link *link, sqlite3_stmt *compiled,
                 const struct db_statement *statement,
                 const struct db_value *in, struct err *err);
static bool fetch(sqlite3_stmt *compiled,
                  const struct db_statement *statement,
                  struct db_value *value, struct err *err);
static enum err_kind kind_of(int code);

/* --- the engine ------------------------------------------------------- */

static bool engine_open(struct db_pool *pool, struct err *err)
{
    const char *path = pool->url + strlen(URL_PREFIX);
    struct sqlite_state *state = arena_new(&pool->arena,
                                           struct sqlite_state);
    if (!state)
        return err_set(err, ERR_EXHAUSTED, "no memory for the database");
    pthread_mutex_init(&state->lock, NULL);
    pthread_cond_init(&state->reader_back, NULL);
    pthread_cond_init(&state->job_there, NULL);
    pool->state = state;
    for (int i = 0; i < DB_READERS_MAX + 1; i++) {
        struct sqlite_link *link = arena_new(&pool->arena,
                                             struct sqlite_link);
        if (!link)
            return err_set(err, ERR_EXHAUSTED, "no memory for the database");
        link->world = pool->world;
        arena_init(&link->unit_arena, ARENA_JOB_BYTES);
        arena_init(&link->own_arena, ARENA_REQUEST_BYTES);
        if (i == 0) {
            state->writer = link;
        } else {
            link->next = state->free_reader;
            state->free_reader = link;
        }
    }
    return make_file(pool->world, path, err)
        && sqlite_link_open(state->writer, path, false, err);
}

static void engine_close(struct db_pool *pool)
{
    struct sqlite_state *state = pool->state;

    if (!state)
        return;
    sqlite_stop(pool);
    /* Readers first: the last one to close must be the writer, which alone
     * may checkpoint. */
    for (struct sqlite_link *link = state->free_reader; link;
         link = link->next)
        sqlite_link_close(link);
    if (state->writer)
        sqlite_link_close(state->writer);
    pthread_cond_destroy(&state->reader_back);
    pthread_cond_destroy(&state->job_there);
    pthread_mutex_destroy(&state->lock);
}

static bool engine_hold(struct db_pool *pool, struct db *db, bool as_owner,
                        struct err *err)
{
    struct sqlite_state *state = pool->state;

    (void)as_owner;
    (void)err;
    db->link = state->writer;
    return true;
}

static void engine_let_go(struct db *db)
{
    db->link = NULL;
}

static bool engine_begin(struct db *db, struct err *err)
{
    return sqlite_say(db->link, db->is_reading ? "BEGIN" : "BEGIN IMMEDIATE",
                      err);
}

static bool engine_commit(struct db *db, struct err *err)
{
    return sqlite_say(db->link, "COMMIT", err);
}

static void engine_rollback(struct db *db)
{
    struct sqlite_link *link = db->link;

    if (!sqlite_is_outside(link) && !sqlite_say(link, "ROLLBACK", NULL))
        db_stop("the database does not roll back");
}

static bool engine_script(struct db *db, const char *sql, struct err *err)
{
    struct sqlite_link *link = db->link;

    if (sqlite3_exec(link->connection, sql, NULL, NULL, NULL) == SQLITE_OK)
        return true;
    return sqlite_trouble(link, "script", err);
}

static bool engine_run(struct db *db, const struct db_statement *statement,
                       const struct db_value *in, int64_t *changed,
                       struct err *err)
{
    struct sqlite_link *link = db->link;
    sqlite3_stmt *compiled = compiled_of(link, statement, err);

    if (!compiled || !bind(link, compiled, statement, in, err))
        return false;
    int code = sqlite3_step(compiled);
    bool is_ok = code == SQLITE_DONE;
    if (!is_ok)
        sqlite_trouble(link, statement->name, err);
    else if (changed)
        *changed = sqlite3_changes64(link->connection);
    sqlite3_reset(compiled);
    sqlite3_clear_bindings(compiled);
    return is_ok;
}

static bool engine_rows(struct db *db, const struct db_statement *statement,
                        const struct db_value *in, db_take *take,
                        void *context, struct err *err)
{
    struct sqlite_link *link = db->link;
    struct db_value value[DB_COLUMNS_MAX];
    sqlite3_stmt *compiled = compiled_of(link, statement, err);

    if (!compiled || !bind(link, compiled, statement, in, err))
        return false;
    int code = sqlite3_step(compiled);
    bool is_ok = true;
    while (is_ok && code == SQLITE_ROW) {
        is_ok = fetch(compiled, statement, value, err)
            && take(context, value, err);
        if (is_ok)
            code = sqlite3_step(compiled);
    }
    if (is_ok && code != SQLITE_DONE)
        is_ok = sqlite_trouble(link, statement->name, err);
    sqlite3_reset(compiled);
    sqlite3_clear_bindings(compiled);
    return is_ok;
}

/* For tests: as a full disk would, the transaction is simply gone. */
static void engine_cut(struct db *db, bool after_commit)
{
    (void)after_commit;
    engine_rollback(db);
}

/* --- reading ---------------------------------------------------------- */

static struct sqlite_link *reader_take(struct db_pool *pool)
{
    struct sqlite_state *state = pool->state;

    pthread_mutex_lock(&state->lock);
    while (!state->free_reader)
        pthread_cond_wait(&state->reader_back, &state->lock);
    struct sqlite_link *link = state->free_reader;
    state->free_reader = link->next;
    pthread_mutex_unlock(&state->lock);
    return link;
}

static void reader_give(struct db_pool *pool, struct sqlite_link *link)
{
    struct sqlite_state *state = pool->state;

    pthread_mutex_lock(&state->lock);
    link->next = state->free_reader;
    state->free_reader = link;
    pthread_cond_signal(&state->reader_back);
    pthread_mutex_unlock(&state->lock);
}

static bool engine_read(struct db_pool *pool, struct caller caller,
                        db_unit *unit, void *work, struct arena *arena,
                        struct err *err)
{
    const struct db_engine *engine = pool->engine;
    struct sqlite_link *link = reader_take(pool);
    struct db db;
    bool is_ok = link->connection != NULL
        || sqlite_link_open(link, pool->url + strlen(URL_PREFIX), true, err);

    if (is_ok) {
        db_hold_init(&db, pool, caller, &link->own_arena);
        db.link = link;
        db.is_reading = true;
        link->deadline_us = db.started_us + DB_READ_SECONDS_MAX * 1000000;
        is_ok = engine->begin(&db, err)
            && db_read_run(&db, unit, work, arena, err);
        link->deadline_us = 0;
        engine->rollback(&db);
        arena_clear(&link->own_arena);
    }
    reader_give(pool, link);
    return is_ok;
}

static int past_deadline(void *context)
{
    struct sqlite_link *link = context;

    return link->deadline_us != 0
        && world_monotonic_us(link->world) > link->deadline_us;
}

/* --- connections ------------------------------------------------------ */

/* The file is made before sqlite3 opens it, so that nobody else may read it,
 * not even for a moment.  An existing one is left alone: closing our own
 * descriptor of it would drop the locks of this process. */
static bool make_file(struct world *world, const char *path, struct err *err)
{
    if (path[0] == '\0')
        return err_set(err, ERR_INVALID, "the database address names no "
                       "file");
    int fd = world->open(world->context, path,
                         O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return true; /* there, or sqlite3 will say what is wrong */
    world->close(world->context, fd);
    return true;
}

bool sqlite_link_open(struct sqlite_link *link, const char *path,
                      bool is_reader, struct err *err)
{
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        | (is_reader ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE);

    int code = sqlite3_open_v2(path, &link->connection, flags, NULL);
    bool is_ok = code == SQLITE_OK;
    if (!is_ok)
        err_set(err, kind_of(code), "the database file %s: %s", path,
                link->connection ? sqlite3_errmsg(link->connection)
                                 : sqlite3_errstr(code));
    is_ok = is_ok && settle(link, is_reader, err);
    if (!is_ok)
        sqlite_link_close(link);
    return is_ok;
}

static bool settle(struct sqlite_link *link, bool is_reader, struct err *err)
{
    sqlite3 *c = link->connection;
    static const char *const writer[] = {
        "PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL",
        /* Statement journals in memory: a fenced process has no /tmp. */
        "PRAGMA temp_store = MEMORY",
        /* 64 MiB before pages go home: many commits change the same ones. */
        "PRAGMA wal_autocheckpoint = 16384",
        "PRAGMA cache_size = -65536", NULL };
    static const char *const reader[] = {
        "PRAGMA query_only = 1", "PRAGMA cache_size = -16384",
        "PRAGMA temp_store = MEMORY", NULL };

    sqlite3_busy_timeout(c, BUSY_MS);
    sqlite3_db_config(c, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(c, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, NULL);
    sqlite3_db_config(c, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(c, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(c, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    sqlite3_db_config(c, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    if (is_reader) {
        sqlite3_db_config(c, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        sqlite3_progress_handler(c, STEPS_BETWEEN_LOOKS, past_deadline,
                                 link);
    }
    for (const char *const *sql = is_reader ? reader : writer; *sql; sql++)
        if (sqlite3_exec(c, *sql, NULL, NULL, NULL) != SQLITE_OK)
            return sqlite_trouble(link, "opening the database file", err);
    return true;
}

void sqlite_link_close(struct sqlite_link *link)
{
    for (uint32_t i = 0; i < DB_STATEMENTS_MAX; i++) {
        sqlite3_finalize(link->cache[i].compiled);
        link->cache[i] = (struct sqlite_cached){ 0 };
    }
    sqlite3_close(link->connection);
    link->connection = NULL;
    arena_clear(&link->unit_arena);
    arena_clear(&link->own_arena);
}

bool sqlite_is_outside(const struct sqlite_link *link)
{
    return sqlite3_get_autocommit(link->connection) != 0;
}

bool sqlite_say(struct sqlite_link *link, const char *sql, struct err *err)
{
    if (sqlite3_exec(link->connection, sql, NULL, NULL, NULL) == SQLITE_OK)
        return true;
    return sqlite_trouble(link, sql, err);
}

/* --- statements ------------------------------------------------------- */

static sqlite3_stmt *compiled_of(struct sqlite_link *link,
                                 const struct db_statement *statement,
                                 struct err *err)
{
    struct sqlite_cached *cached = &link->cache[statement->number];

    if (cached->of == statement)
        return cached->compiled;
    sqlite3_finalize(cached->compiled);
    *cached = (struct sqlite_cached){ 0 };
    if (sqlite3_prepare_v3(link->connection, statement->sqlite, -1,
                           SQLITE_PREPARE_PERSISTENT, &cached->compiled,
                           NULL) != SQLITE_OK) {
        sqlite_trouble(link, statement->name, err);
        return NULL;
    }
    CHECK(sqlite3_bind_parameter_count(cached->compiled)
          == statement->in_count);
    CHECK(sqlite3_column_count(cached->compiled) == statement->out_count);
    cached->of = statement;
    return cached->compiled;
}

static bool bind(struct sqlite_link *link, sqlite3_stmt *compiled,
                 const struct db_statement *statement,
                 const struct db_value *in, struct err *err)
{
    for (int i = 0; i < statement->in_count; i++) {
        const struct db_value *value = &in[i];
        const char *bytes = value->text.len ? value->text.at : "";
        int code;
        if (value->absent)
            code = sqlite3_bind_null(compiled, i + 1);
        else if (statement->in[i] == DB_TEXT)
            code = sqlite3_bind_text64(compiled, i + 1, bytes,
                                       value->text.len, SQLITE_STATIC,
                                       SQLITE_UTF8);
        else if (statement->in[i] == DB_BYTES)
            code = sqlite3_bind_blob64(compiled, i + 1, bytes,
                                       value->text.len, SQLITE_STATIC);
        else
            code = sqlite3_bind_int64(compiled, i + 1, value->number);
        if (code != SQLITE_OK) {
            sqlite3_clear_bindings(compiled);
            return sqlite_trouble(link, statement->name, err);
        }
    }
    return true;
}

static bool fetch(sqlite3_stmt *compiled,
                  const struct db_statement *statement,
                  struct db_value *value, struct err *err)
{
    for (int i = 0; i < statement->out_count; i++) {
        int found = sqlite3_column_type(compiled, i), wanted;
        value[i] = (struct db_value){ .absent = found == SQLITE_NULL };
        if (found == SQLITE_NULL)
            continue;
        if (statement->out[i] == DB_TEXT) {
            wanted = SQLITE_TEXT;
            value[i].text.at = (const char *)sqlite3_column_text(compiled, i);
        } else if (statement->out[i] == DB_BYTES) {
            wanted = SQLITE_BLOB;
            value[i].text.at = sqlite3_column_blob(compiled, i);
        } else {
            wanted = SQLITE_INTEGER;
            value[i].number = sqlite3_column_int64(compiled, i);
        }
        if (found != wanted)
            return err_set(err, ERR_CORRUPT, "%s: column %d has another type "
                           "than declared", statement->name, i + 1);
        if (wanted != SQLITE_INTEGER) {
            value[i].text.len = (size_t)sqlite3_column_bytes(compiled, i);
            if (!value[i].text.at && value[i].text.len)
                return err_set(err, ERR_EXHAUSTED, "%s: no memory",
                               statement->name);
            if (!value[i].text.at)
                value[i].text.at = ""; /* empty is not absent */
        }
    }
    return true;
}

/* --- trouble ---------------------------------------------------------- */

static enum err_kind kind_of(int code)
{
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
        return code == SQLITE_CONSTRAINT_DATATYPE ? ERR_BUG : ERR_CONFLICT;
    case SQLITE_FULL: case SQLITE_NOMEM: case SQLITE_TOOBIG:
        return ERR_EXHAUSTED;
    case SQLITE_BUSY: case SQLITE_LOCKED: case SQLITE_INTERRUPT:
        return ERR_BUSY;
    case SQLITE_IOERR: case SQLITE_CANTOPEN: case SQLITE_PERM:
    case SQLITE_READONLY: case SQLITE_PROTOCOL: case SQLITE_NOLFS:
        return ERR_OUTSIDE;
    case SQLITE_CORRUPT: case SQLITE_NOTADB:
        return ERR_CORRUPT;
    default:
        return ERR_BUG;
    }
}

bool sqlite_trouble(struct sqlite_link *link, const char *what,
                    struct err *err)
{
    int code = sqlite3_extended_errcode(link->connection);

    /* After a failed fsync the kernel may have dropped what it could not
     * write, and a second fsync would succeed without it. */
    if (code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC)
        db_stop("the disk did not confirm a write (fsync failed)");
    if ((code & 0xff) == SQLITE_INTERRUPT)
        return err_set(err, ERR_BUSY, "%s: took longer than %d seconds",
                       what, DB_READ_SECONDS_MAX);
    return err_set(err, kind_of(code), "%s: %s", what,
                   sqlite3_errmsg(link->connection));
}

const struct db_engine db_sqlite = {
    .open = engine_open, .start = sqlite_start, .close = engine_close,
    .waiting = sqlite_waiting, .work = sqlite_work, .read = engine_read,
    .hold = engine_hold, .let_go = engine_let_go,
    .begin = engine_begin, .commit = engine_commit,
    .rollback = engine_rollback, .script = engine_script,
    .run = engine_run, .rows = engine_rows, .cut = engine_cut,
};
