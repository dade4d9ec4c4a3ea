#include "house.h"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <unistd.h>

static const char clear_postgres[] =
    "DROP SCHEMA public CASCADE; CREATE SCHEMA public"
    " AUTHORIZATION bedside_owner; GRANT USAGE ON SCHEMA public TO"
    " bedside_app";

/* No secret and no cryptography: it only has to notice every byte. */
void house_sign(void *context, struct str bytes,
                unsigned char signature[DB_SIGNATURE_LEN])
{
    (void)context;
    for (uint64_t part = 0; part < 4; part++) {
        uint64_t hash = 14695981039346656037u ^ (part * 0x9e3779b97f4a7c15u);
        for (size_t i = 0; i < bytes.len; i++) {
            hash ^= (unsigned char)bytes.at[i];
            hash *= 1099511628211u;
        }
        memcpy(signature + part * 8, &hash, 8);
    }
}

static struct house *house_new(bool is_sqlite)
{
    static struct house house;

    house = (struct house){ .is_sqlite = is_sqlite };
    arena_init(&house.arena, ARENA_JOB_BYTES);
    house.options = (struct db_options){
        .world = world_real(), .signer = { house_sign, NULL },
        .schema = &kept_schema, .may_migrate = true, .node = "test" };
    return &house;
}

static void house_open(struct house *house)
{
    struct err err;

    if (!db_open(&house->options, &house->pool, &err))
        fail_msg("db_open: %s", err.text);
}

int house_open_sqlite(void **state)
{
    struct house *house = house_new(true);

    snprintf(house->folder, sizeof house->folder, "/tmp/bedside-db.XXXXXX");
    assert_non_null(mkdtemp(house->folder));
    snprintf(house->path, sizeof house->path, "%s/store.db", house->folder);
    snprintf(house->url, sizeof house->url, "sqlite:%s", house->path);
    house->options.url = house->url;
    *state = house;
    house_open(house);
    return 0;
}

int house_open_postgres(void **state)
{
    struct house *house = house_new(false);

    *state = NULL;
    house->options.url = getenv("BEDSIDE_PG_URL");
    house->options.owner_url = getenv("BEDSIDE_PG_OWNER_URL");
    if (!house->options.url)
        return 0;
    *state = house;
    house_clear(house);
    house_open(house);
    return 0;
}

int house_close(void **state)
{
    struct house *house = *state;

    if (!house)
        return 0;
    if (house->pool)
        db_close(house->pool);
    house->pool = NULL;
    if (house->is_sqlite) {
        house_clear(house);
        rmdir(house->folder);
    }
    arena_clear(&house->arena);
    return 0;
}

void house_clear(struct house *house)
{
    char path[128];

    if (!house->is_sqlite) {
        house_raw(house, NULL, clear_postgres);
        return;
    }
    static const char *const ending[] = { "", "-wal", "-shm" };
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s%s", house->path, ending[i]);
        unlink(path);
    }
}

void house_reopen(struct house *house)
{
    if (house->pool)
        db_close(house->pool);
    house->pool = NULL;
    house_open(house);
}

void house_raw(struct house *house, const char *sqlite, const char *postgres)
{
    if (house->is_sqlite) {
        sqlite3 *c;
        char *words = NULL;
        assert_int_equal(sqlite3_open(house->path, &c), SQLITE_OK);
        if (sqlite3_exec(c, sqlite, NULL, NULL, &words) != SQLITE_OK)
            fail_msg("%s: %s", sqlite, words);
        sqlite3_close(c);
        return;
    }
    PGconn *c = PQconnectdb(getenv("BEDSIDE_PG_SUPER_URL"));
    PGresult *result = PQexec(c, "SET client_min_messages = error");
    PQclear(result);
    result = PQexec(c, postgres);
    ExecStatusType status = PQresultStatus(result);
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
        fail_msg("%s: %s", postgres, PQerrorMessage(c));
    PQclear(result);
    PQfinish(c);
}

int64_t house_raw_number(struct house *house, const char *sql)
{
    int64_t number = -1;

    if (house->is_sqlite) {
        sqlite3 *c;
        sqlite3_stmt *compiled;
        assert_int_equal(sqlite3_open(house->path, &c), SQLITE_OK);
        assert_int_equal(sqlite3_prepare_v2(c, sql, -1, &compiled, NULL),
                         SQLITE_OK);
        if (sqlite3_step(compiled) == SQLITE_ROW)
            number = sqlite3_column_int64(compiled, 0);
        sqlite3_finalize(compiled);
        sqlite3_close(c);
        return number;
    }
    PGconn *c = PQconnectdb(getenv("BEDSIDE_PG_SUPER_URL"));
    PGresult *result = PQexec(c, sql);
    if (PQntuples(result) == 1)
        assert_true(str_to_int64(str_of(PQgetvalue(result, 0, 0)), &number));
    PQclear(result);
    PQfinish(c);
    return number;
}

struct caller house_caller(struct house *house)
{
    return (struct caller){ .kind = CALLER_STAFF, .user = { 77 },
                            .name = STR("maria"),
                            .at = world_now(house->options.world) };
}

bool house_thing_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    struct house_thing *thing = work;
    struct sql_thing_add_in in = {
        .id = thing->id, .client_id = thing->client_id, .name = thing->name,
        .amount_cents = { 100 }, .made_on = DAY_NONE, .made_at = MOMENT_NONE,
        .tally = thing->id };

    thing->runs++;
    if (!sql_thing_add(db, db_caller(db), &in, NULL, err))
        return false;
    if (thing->must_refuse)
        return err_set(err, ERR_INVALID, "this one is refused");
    if (!thing->is_without_act)
        db_act(db, "thing.add", str_format(arena, "thing:%" PRId64,
                                           thing->id), (struct str){ 0 });
    return true;
}

bool house_add(struct house *house, int64_t id, struct err *err)
{
    struct house_thing thing = { .id = id, .client_id = 1,
                                 .name = STR("a chair") };
    return db_work(house->pool, house_caller(house), house_thing_unit,
                   &thing, err);
}

static bool count_unit(struct db *db, void *work, struct arena *arena,
                       struct err *err)
{
    struct sql_thing_of_others_row row;
    bool is_found;

    if (!sql_thing_of_others(db, db_caller(db), arena, &row, &is_found, err))
        return false;
    *(int64_t *)work = row.things;
    return true;
}

int64_t house_count(struct house *house)
{
    int64_t count = -1;
    struct err err;

    if (!db_read(house->pool, house_caller(house), count_unit, &count,
                 &house->arena, &err))
        fail_msg("count: %s", err.text);
    return count;
}

void house_whole(struct house *house)
{
    struct db_audit_report report;
    struct err err;

    if (!db_audit_verify(house->pool, &report, &err))
        fail_msg("verify: %s", err.text);
    if (!report.is_whole)
        fail_msg("broken at %" PRId64 "/%" PRId64 ": %s", report.stream,
                 report.seq, report.words);
}
