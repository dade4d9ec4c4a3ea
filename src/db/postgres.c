#include <pthread.h>

#include "db/postgres.h"

#include <endian.h>
#include <sys/socket.h>

/* Type numbers of PostgreSQL's own catalogue; they never change. */
enum { OID_BOOL = 16, OID_BYTEA = 17, OID_NAME = 19, OID_INT8 = 20,
       OID_INT2 = 21, OID_INT4 = 23, OID_TEXT = 25, OID_UNKNOWN = 705,
       OID_VARCHAR = 1043 };
#define BINARY 1
#define CONNECT_SECONDS "5"

static bool say(struct db *db, const char *sql, struct err *err);
static bool trouble(struct db *db, const PGresult *result, const char *what,
                    struct err *err);
static bool prepare(struct db *db, const struct db_statement *statement,
                    struct err *err);
static PGresult *execute(struct db *db, const struct db_statement *statement,
                         const struct db_value *in, struct err *err);
static bool fetch(const PGresult *result, int row,
                  const struct db_statement *statement,
                  struct db_value *value, struct err *err);

/* --- connections ------------------------------------------------------ */

static bool engine_open(struct db_pool *pool, struct err *err)
{
    struct pg_state *state = arena_new(&pool->arena, struct pg_state);

    if (!state)
        return err_set(err, ERR_EXHAUSTED, "no memory for the database");
    pthread_mutex_init(&state->lock, NULL);
    pthread_mutex_init(&state->lane, NULL);
    pthread_cond_init(&state->writer_back, NULL);
    pthread_cond_init(&state->reader_back, NULL);
    pool->state = state;
    for (int i = DB_LINKS_MAX + DB_READERS_MAX; i >= 0; i--) {
        struct pg_link *link = arena_new(&pool->arena, struct pg_link);
        if (!link)
            return err_set(err, ERR_EXHAUSTED, "no memory for the database");
        link->stream.slot = i;
        arena_init(&link->unit_arena, ARENA_JOB_BYTES);
        arena_init(&link->own_arena, ARENA_REQUEST_BYTES);
        struct pg_link **list = i < DB_LINKS_MAX ? &state->free_writer
            : &state->free_reader;
        if (i == DB_LINKS_MAX + DB_READERS_MAX) {
            state->holder = link;
            continue;
        }
        link->next = *list;
        *list = link;
    }
    return true;
}

static bool engine_start(struct db_pool *pool, struct err *err)
{
    (void)pool;
    (void)err;
    return true;
}

static void engine_close(struct db_pool *pool)
{
    struct pg_state *state = pool->state;

    if (!state)
        return;
    for (struct pg_link *link = state->free_writer; link; link = link->next)
        pg_link_close(link);
    for (struct pg_link *link = state->free_reader; link; link = link->next)
        pg_link_close(link);
    if (state->holder)
        pg_link_close(state->holder);
    pthread_cond_destroy(&state->writer_back);
    pthread_cond_destroy(&state->reader_back);
    pthread_mutex_destroy(&state->lane);
    pthread_mutex_destroy(&state->lock);
}

static void no_notice(void *context, const PGresult *result)
{
    (void)context;
    (void)result;
}

/* Why a connection failed, on one line: libpq likes several. */
static bool no_connection(struct pg_link *link, struct err *err)
{
    const char *words = link->connection ? PQerrorMessage(link->connection)
                                         : "no memory";
    struct str text = str_trim(str_of(words)), line, rest;

    str_cut(text, '\n', &line, &rest);
    return err_set(err, ERR_OUTSIDE, "the database does not answer: %.*s",
                   STR_ARGS(line));
}

bool pg_link_open(struct pg_link *link, const char *url, struct err *err)
{
    static const char *const key[] = {
        "dbname", "connect_timeout", "application_name", "client_encoding",
        "keepalives_idle", "tcp_user_timeout", NULL };
    const char *const value[] = {
        url, CONNECT_SECONDS, "bedside", "UTF8", "10", "10000", NULL };

    pg_link_close(link);
    link->connection = PQconnectdbParams(key, value, 1);
    if (PQstatus(link->connection) != CONNECTION_OK) {
        no_connection(link, err);
        pg_link_close(link);
        return false;
    }
    PQsetNoticeReceiver(link->connection, no_notice, NULL);
    PGresult *result = PQexec(link->connection,
        "SET synchronous_commit = on; SET timezone = 'UTC';"
        "SET statement_timeout = 30000; SET lock_timeout = 10000;"
        "SET idle_in_transaction_session_timeout = 60000;"
        "SELECT set_config('bedside.client_id', '0', false)");
    bool is_ok = PQresultStatus(result) == PGRES_TUPLES_OK;
    PQclear(result);
    if (!is_ok) {
        no_connection(link, err);
        pg_link_close(link);
    }
    return is_ok;
}

void pg_link_close(struct pg_link *link)
{
    PQfinish(link->connection);
    link->connection = NULL;
    memset(link->prepared, 0, sizeof link->prepared);
    link->stream.is_open = false;
    arena_clear(&link->unit_arena);
    arena_clear(&link->own_arena);
}

bool pg_link_is_up(const struct pg_link *link)
{
    return link->connection
        && PQstatus(link->connection) == CONNECTION_OK;
}

static bool engine_hold(struct db_pool *pool, struct db *db, bool as_owner,
                        struct err *err)
{
    struct pg_state *state = pool->state;

    db->link = state->holder;
    return pg_link_open(state->holder, as_owner ? pool->owner_url
                        : pool->url, err);
}

static void engine_let_go(struct db *db)
{
    pg_link_close(db->link);
    db->link = NULL;
}

static void engine_cut(struct db *db, bool after_commit)
{
    struct pg_link *link = db->link;

    if (after_commit)
        link->cut_after_commit = true;
    else if (link->connection)
        shutdown(PQsocket(link->connection), SHUT_RDWR);
}

/* --- transactions ----------------------------------------------------- */

/* The second fence: row security compares client_id with this setting. */
static bool set_client(struct db *db, struct err *err)
{
    struct pg_link *link = db->link;
    char client[24];
    const char *value[] = { client };

    snprintf(client, sizeof client, "%" PRId64,
             db->caller.client.n > 0 ? db->caller.client.n : (int64_t)-1);
    PGresult *result = PQexecParams(link->connection,
        "SELECT set_config('bedside.client_id', $1, true)", 1, NULL, value,
        NULL, NULL, 0);
    bool is_ok = PQresultStatus(result) == PGRES_TUPLES_OK
        || trouble(db, result, "begin", err);
    PQclear(result);
    return is_ok;
}

static bool engine_begin(struct db *db, struct err *err)
{
    /* Opening a stream is guarded by its keys alone, and all connections do
     * it at once after a start. */
    const char *sql = db->is_opening ? "BEGIN ISOLATION LEVEL READ COMMITTED"
        : db->is_reading
        ? "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;"
          "SET LOCAL statement_timeout = 5000"
        : "BEGIN ISOLATION LEVEL SERIALIZABLE";

    _Static_assert(DB_READ_SECONDS_MAX == 5, "the same limit as above");
    return say(db, sql, err)
        && (db->caller.kind != CALLER_PROVIDER || set_client(db, err));
}

static bool engine_commit(struct db *db, struct err *err)
{
    struct pg_link *link = db->link;
    PGresult *result;

    if (link->cut_after_commit) {
        link->cut_after_commit = false;
        PQsendQuery(link->connection, "COMMIT");
        PQflush(link->connection);
        shutdown(PQsocket(link->connection), SHUT_RDWR);
        result = PQgetResult(link->connection);
    } else {
        result = PQexec(link->connection, "COMMIT");
    }
    /* COMMIT of an aborted transaction answers ROLLBACK, without error. */
    bool is_ok = PQresultStatus(result) == PGRES_COMMAND_OK
        && strcmp(PQcmdStatus(result), "COMMIT") == 0;
    if (!is_ok)
        trouble(db, result, "commit", err);
    PQclear(result);
    return is_ok;
}

static void engine_rollback(struct db *db)
{
    struct pg_link *link = db->link;

    if (pg_link_is_up(link)
        && PQtransactionStatus(link->connection) != PQTRANS_IDLE)
        PQclear(PQexec(link->connection, "ROLLBACK"));
}

static bool say(struct db *db, const char *sql, struct err *err)
{
    struct pg_link *link = db->link;
    PGresult *result = PQexec(link->connection, sql);
    ExecStatusType status = PQresultStatus(result);
    bool is_ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK
        || trouble(db, result, "transaction", err);

    PQclear(result);
    return is_ok;
}

static bool engine_script(struct db *db, const char *sql, struct err *err)
{
    return say(db, sql, err);
}

/* --- statements ------------------------------------------------------- */

static void statement_name(const struct db_statement *statement,
                           char name[16])
{
    snprintf(name, 16, "s%" PRIu32, statement->number);
}

static Oid oid_of(enum db_type type)
{
    return type == DB_TEXT ? OID_TEXT : type == DB_BYTES ? OID_BYTEA
        : OID_INT8;
}

static bool prepare(struct db *db, const struct db_statement *statement,
                    struct err *err)
{
    struct pg_link *link = db->link;
    Oid type[DB_COLUMNS_MAX];
    char name[16];

    if (link->prepared[statement->number] == statement)
        return true;
    /* Two tables of statements with one number each happen in tests only. */
    CHECK(link->prepared[statement->number] == NULL);
    for (int i = 0; i < statement->in_count; i++)
        type[i] = oid_of(statement->in[i]);
    statement_name(statement, name);
    PGresult *result = PQprepare(link->connection, name, statement->postgres,
                                 statement->in_count, type);
    bool is_ok = PQresultStatus(result) == PGRES_COMMAND_OK
        || trouble(db, result, statement->name, err);
    PQclear(result);
    if (is_ok)
        link->prepared[statement->number] = statement;
    return is_ok;
}

/* NULL (with err) unless the statement went through. */
static PGresult *execute(struct db *db, const struct db_statement *statement,
                         const struct db_value *in, struct err *err)
{
    struct pg_link *link = db->link;
    uint64_t number[DB_COLUMNS_MAX];
    const char *value[DB_COLUMNS_MAX];
    int len[DB_COLUMNS_MAX], format[DB_COLUMNS_MAX];
    char name[16];

    if (!prepare(db, statement, err))
        return NULL;
    for (int i = 0; i < statement->in_count; i++) {
        format[i] = BINARY;
        if (in[i].absent) {
            value[i] = NULL;
            len[i] = 0;
        } else if (statement->in[i] == DB_TEXT
                   || statement->in[i] == DB_BYTES) {
            CHECK(in[i].text.len <= INT32_MAX);
            value[i] = in[i].text.len ? in[i].text.at : "";
            len[i] = (int)in[i].text.len;
        } else {
            number[i] = htobe64((uint64_t)in[i].number);
            value[i] = (const char *)&number[i];
            len[i] = 8;
        }
    }
    statement_name(statement, name);
    PGresult *result = PQexecPrepared(link->connection, name,
                                      statement->in_count, value, len,
                                      format, BINARY);
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
        return result;
    trouble(db, result, statement->name, err);
    PQclear(result);
    return NULL;
}

static bool engine_run(struct db *db, const struct db_statement *statement,
                       const struct db_value *in, int64_t *changed,
                       struct err *err)
{
    PGresult *result = execute(db, statement, in, err);

    if (!result)
        return false;
    int64_t count = 0;
    bool is_ok = PQresultStatus(result) == PGRES_COMMAND_OK;
    if (!is_ok)
        err_set(err, ERR_BUG, "%s: gives rows", statement->name);
    if (is_ok && !str_to_int64(str_of(PQcmdTuples(result)), &count))
        count = 0;
    if (is_ok && changed)
        *changed = count;
    PQclear(result);
    return is_ok;
}

static bool engine_rows(struct db *db, const struct db_statement *statement,
                        const struct db_value *in, db_take *take,
                        void *context, struct err *err)
{
    struct db_value value[DB_COLUMNS_MAX];
    int64_t now = world_monotonic_us(db->pool->world);

    if (db->is_reading
        && now - db->started_us > DB_READ_SECONDS_MAX * 1000000)
        return err_set(err, ERR_BUSY, "%s: took longer than %d seconds",
                       statement->name, DB_READ_SECONDS_MAX);
    PGresult *result = execute(db, statement, in, err);
    if (!result)
        return false;
    bool is_ok = PQnfields(result) == statement->out_count;
    if (!is_ok)
        err_set(err, ERR_BUG, "%s: has %d columns, not %d", statement->name,
                PQnfields(result), statement->out_count);
    for (int row = 0; is_ok && row < PQntuples(result); row++)
        is_ok = fetch(result, row, statement, value, err)
            && take(context, value, err);
    PQclear(result);
    return is_ok;
}

/* A binary integer of 1, 2, 4 or 8 bytes. */
static int64_t integer_of(const char *bytes, int len)
{
    const unsigned char *byte = (const unsigned char *)bytes;
    uint64_t number = byte[0] >= 0x80 && len > 1 ? UINT64_MAX : 0;

    for (int i = 0; i < len; i++)
        number = number << 8 | byte[i];
    return (int64_t)number;
}

static bool type_fits(enum db_type type, Oid found)
{
    switch (type) {
    case DB_TEXT:
        return found == OID_TEXT || found == OID_VARCHAR
            || found == OID_NAME || found == OID_UNKNOWN;
    case DB_BYTES:
        return found == OID_BYTEA;
    default:
        return found == OID_INT8 || found == OID_INT4 || found == OID_INT2
            || (found == OID_BOOL && type == DB_FLAG);
    }
}

static bool fetch(const PGresult *result, int row,
                  const struct db_statement *statement,
                  struct db_value *value, struct err *err)
{
    for (int i = 0; i < statement->out_count; i++) {
        Oid found = PQftype(result, i);
        if (!type_fits(statement->out[i], found))
            return err_set(err, ERR_BUG, "%s: column %d has type %u, not the "
                           "declared one", statement->name, i + 1, found);
        value[i] = (struct db_value){
            .absent = PQgetisnull(result, row, i) == 1 };
        if (value[i].absent)
            continue;
        const char *bytes = PQgetvalue(result, row, i);
        int len = PQgetlength(result, row, i);
        if (statement->out[i] == DB_TEXT || statement->out[i] == DB_BYTES)
            value[i].text = (struct str){ bytes, (size_t)len };
        else
            value[i].number = integer_of(bytes, len);
    }
    return true;
}

/* --- trouble ---------------------------------------------------------- */

static enum err_kind kind_of(const char *state)
{
    static const struct {
        const char *start; /* of the SQLSTATE */
        enum err_kind kind;
    } row[] = {
        { "23", ERR_CONFLICT },     /* integrity constraints */
        { "40", ERR_BUSY },         /* serialization, deadlock */
        { "55P03", ERR_BUSY },      /* lock timeout */
        { "57014", ERR_BUSY },      /* statement timeout */
        { "25P03", ERR_BUSY },      /* idle too long */
        { "42501", ERR_DENIED },    /* row security, or no right */
        { "22021", ERR_INVALID },   /* bytes that are not text */
        { "22P05", ERR_INVALID },
        { "53", ERR_EXHAUSTED },    /* disk, memory, connections */
        { "54", ERR_EXHAUSTED },
        { "57", ERR_OUTSIDE },      /* shutting down */
        { "58", ERR_OUTSIDE },
        { "08", ERR_OUTSIDE },
        { "XX001", ERR_CORRUPT }, { "XX002", ERR_CORRUPT },
    };
    struct str found = str_of(state);

    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
        if (str_starts(found, str_of(row[i].start)))
            return row[i].kind;
    return ERR_BUG;
}

/* Fills err; notes a lost race and a lost link.  Returns false.  Only names
 * and codes: the details of PostgreSQL may hold people's data. */
static bool trouble(struct db *db, const PGresult *result, const char *what,
                    struct err *err)
{
    struct pg_link *link = db->link;
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *rule = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);
    const char *words = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);

    if (!pg_link_is_up(link)) {
        db->is_link_lost = true;
        return err_set(err, ERR_OUTSIDE, "%s: the link to the database was "
                       "lost", what);
    }
    if (!state)
        return err_set(err, ERR_OUTSIDE, "%s: %s", what,
                       PQerrorMessage(link->connection));
    if (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0)
        db->must_retry = true;
    if (rule)
        return err_set(err, kind_of(state), "%s: constraint %s failed (%s)",
                       what, rule, state);
    return err_set(err, kind_of(state), "%s: %s (%s)", what,
                   words ? words : "failed", state);
}

const struct db_engine db_postgres = {
    .open = engine_open, .start = engine_start, .close = engine_close,
    .waiting = pg_waiting, .work = pg_work, .read = pg_read,
    .hold = engine_hold, .let_go = engine_let_go,
    .begin = engine_begin, .commit = engine_commit,
    .rollback = engine_rollback, .script = engine_script,
    .run = engine_run, .rows = engine_rows, .cut = engine_cut,
};
