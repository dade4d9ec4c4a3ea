/* Does every statement of the store run on both engines, and give the
 * columns it declares?
 *
 * Each is prepared and run once with made-up values, inside a unit that is
 * refused, so nothing stays.  A broken constraint is fine: it means that the
 * engine understood.  A word only one engine knows, a missing column or a
 * type that differs is not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <libpq-fe.h>

#include <cmocka.h>

#include "base/base.h"
#include "db/db.h"
#include "db/statements.h"
#include "store/schema.h"
#include "store/statements.h"

static void sign(void *context, struct str bytes,
                 unsigned char signature[DB_SIGNATURE_LEN])
{
    (void)context;
    memset(signature, (int)(bytes.len & 0xff), DB_SIGNATURE_LEN);
}

static struct db_pool *open_store(const char *url, const char *owner)
{
    struct db_options options = {
        .world = world_real(), .signer = { sign, NULL },
        .schema = &store_schema, .url = url, .owner_url = owner,
        .is_inline = true, .may_migrate = true };
    struct db_pool *pool;
    struct err err;

    if (!db_open(&options, &pool, &err))
        fail_msg("db_open: %s", err.text);
    return pool;
}

static struct db_value value_of(enum db_type type)
{
    struct db_value value = { .number = 1 };

    if (type == DB_TEXT)
        value.text = STR("0123456789abcdef0123456789abcdef");
    if (type == DB_BYTES)
        value.text = STR("0123456789abcdef0123456789abcdef");
    return value;
}

/* db's own statements, then the store's. */
static const struct db_statement *statement_at(uint32_t i)
{
    return i < db_statements_count ? db_statements[i]
        : sql_statements[i - db_statements_count];
}

static uint32_t statement_count(void)
{
    return db_statements_count + sql_statements_count;
}

static bool take_none(void *context, const struct db_value *value,
                      struct err *err)
{
    (void)value;
    (void)err;
    ++*(uint64_t *)context;
    return true;
}

static bool one_unit(struct db *db, void *work, struct arena *arena,
                     struct err *err)
{
    const struct db_statement *statement = work;
    struct db_value in[DB_COLUMNS_MAX];
    uint64_t rows = 0;

    (void)arena;
    for (uint8_t i = 0; i < statement->in_count; i++)
        in[i] = value_of(statement->in[i]);
    bool is_ok = statement->out_count
        ? db_rows(db, statement, in, take_none, &rows, err)
        : db_run(db, statement, in, NULL, err);
    if (!is_ok)
        return false;
    return err_set(err, ERR_ABSENT, "refused on purpose");
}

static void try_all(struct db_pool *pool, const char *engine)
{
    struct caller caller = { .kind = CALLER_SYSTEM };
    uint32_t wrong = 0;

    caller.at = world_now(world_real());
    for (uint32_t i = 0; i < statement_count(); i++) {
        const struct db_statement *statement = statement_at(i);
        struct err err = { 0 };
        if (db_work(pool, caller, one_unit, (void *)(uintptr_t)statement,
                    &err))
            fail_msg("%s was not refused", statement->name);
        if (err.kind == ERR_ABSENT || err.kind == ERR_CONFLICT)
            continue;
        print_error("%s: %s: %s\n", engine, err_name(err.kind), err.text);
        wrong++;
    }
    db_close(pool);
    assert_int_equal(wrong, 0);
}

static void on_sqlite(void **state)
{
    char folder[] = "/tmp/bedside-statements.XXXXXX", url[64], path[64];
    static const char *const ending[] = { "", "-wal", "-shm" };

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(url, sizeof url, "sqlite:%s/store.db", folder);
    try_all(open_store(url, NULL), "sqlite");
    for (size_t i = 0; i < 3; i++) {
        snprintf(path, sizeof path, "%s/store.db%s", folder, ending[i]);
        unlink(path);
    }
    rmdir(folder);
}

static void on_postgres(void **state)
{
    const char *url = getenv("BEDSIDE_PG_URL");

    (void)state;
    if (!url)
        skip();
    try_all(open_store(url, getenv("BEDSIDE_PG_OWNER_URL")), "postgresql");
}

/* The types a statement gives are declared; how the engine calls a column of
 * a result it describes even without rows. */
static void postgres_types_are_the_declared(void **state)
{
    static const Oid number[] = { 20, 23, 21 };
    const char *url = getenv("BEDSIDE_PG_URL");
    uint32_t wrong = 0;

    (void)state;
    if (!url)
        skip();
    PGconn *c = PQconnectdb(url);
    for (uint32_t i = 0; i < statement_count(); i++) {
        const struct db_statement *s = statement_at(i);
        Oid in[DB_COLUMNS_MAX];
        for (uint8_t j = 0; j < s->in_count; j++)
            in[j] = s->in[j] == DB_TEXT ? 25 : s->in[j] == DB_BYTES ? 17
                : 20;
        PQclear(PQprepare(c, s->name, s->postgres, s->in_count, in));
        PGresult *result = PQdescribePrepared(c, s->name);
        if (PQnfields(result) != s->out_count) {
            print_error("%s: %d columns\n", s->name, PQnfields(result));
            wrong++;
        }
        for (int j = 0; j < s->out_count && j < PQnfields(result); j++) {
            Oid found = PQftype(result, j);
            bool fits = s->out[j] == DB_TEXT ? found == 25
                : s->out[j] == DB_BYTES ? found == 17
                : found == number[0] || found == number[1]
                  || found == number[2];
            if (!fits) {
                print_error("%s: column %d has type %u\n", s->name, j + 1,
                            found);
                wrong++;
            }
        }
        PQclear(result);
    }
    PQfinish(c);
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(on_sqlite), cmocka_unit_test(on_postgres),
        cmocka_unit_test(postgres_types_are_the_declared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
