/* Is the schema brought forward whole or not at all, and is what we do not
 * know refused? */
#include "house.h"

#include <unistd.h>

static struct db_migration step[3];
static struct db_schema schema = { step, 0 };

/* 0001 of the house, then steps of this test. */
static void steps(struct house *house, uint32_t count)
{
    step[0] = kept_schema.migration[0];
    step[1] = (struct db_migration){
        .version = 2, .name = "two", .sqlite_hash = "aa",
        .postgres_hash = "aa",
        .sqlite = "CREATE TABLE two (id INTEGER NOT NULL) STRICT;"
                  "INSERT INTO two VALUES (2)",
        .postgres = "CREATE TABLE two (id BIGINT NOT NULL);"
                    "INSERT INTO two VALUES (2)" };
    step[2] = (struct db_migration){
        .version = 7, .name = "seven", .sqlite_hash = "bb",
        .postgres_hash = "bb",
        .sqlite = "CREATE TABLE seven (id INTEGER NOT NULL) STRICT;"
                  "INSERT INTO seven SELECT id FROM nowhere",
        .postgres = "CREATE TABLE seven (id BIGINT NOT NULL);"
                    "INSERT INTO seven SELECT id FROM nowhere" };
    schema.count = count;
    house->options.schema = &schema;
}

static void start(struct house *house)
{
    db_close(house->pool);
    house->pool = NULL;
    house_clear(house);
}

static void refused(struct house *house, enum err_kind kind,
                    const char *words)
{
    struct db_pool *pool;
    struct err err = { 0 };

    if (db_open(&house->options, &pool, &err)) {
        db_close(pool);
        fail_msg("opened, though: %s", words);
    }
    if (err.kind != kind || str_find(str_of(err.text), str_of(words))
        == SIZE_MAX)
        fail_msg("%s: \"%s\", not \"%s\"", err_name(err.kind), err.text,
                 words);
}

static void an_empty_database_needs_leave(void **state)
{
    struct house *house = HOUSE(state);

    start(house);
    steps(house, 1);
    house->options.may_migrate = false;
    refused(house, ERR_INVALID, "this database is empty; bedside init");
    house->options.may_migrate = true;
    house_reopen(house);
    house->options.may_migrate = false;
    house_reopen(house);
}

static void an_old_schema_needs_leave(void **state)
{
    struct house *house = HOUSE(state);

    start(house);
    steps(house, 1);
    house_reopen(house);
    house->options.may_migrate = false;
    steps(house, 2);
    db_close(house->pool);
    house->pool = NULL;
    refused(house, ERR_INVALID, "has schema 1 and this program needs 2");
    house->options.may_migrate = true;
    house_reopen(house);
    assert_int_equal(house_raw_number(house, "SELECT id FROM two"), 2);
    house_reopen(house); /* not twice */
    assert_int_equal(house_raw_number(house, "SELECT count(*) FROM two"), 1);
}

static void a_newer_schema_is_refused(void **state)
{
    struct house *house = HOUSE(state);

    start(house);
    steps(house, 2);
    house_reopen(house);
    db_close(house->pool);
    house->pool = NULL;
    steps(house, 1);
    refused(house, ERR_INVALID, "please start a newer bedside");
}

static void a_changed_step_is_refused(void **state)
{
    struct house *house = HOUSE(state);

    start(house);
    steps(house, 2);
    house_reopen(house);
    db_close(house->pool);
    house->pool = NULL;
    step[1].sqlite_hash = step[1].postgres_hash = "ab";
    refused(house, ERR_CORRUPT, "schema 2 (two) of this database is not the "
            "one");
}

static void a_missing_step_is_refused(void **state)
{
    struct house *house = HOUSE(state);
    static const char cut[] = "DELETE FROM schema_version WHERE version = 1";

    start(house);
    steps(house, 2);
    house_reopen(house);
    db_close(house->pool);
    house->pool = NULL;
    house_raw(house, cut, cut);
    refused(house, ERR_CORRUPT, "schema 1 of this database is missing");
}

static void a_strange_database_is_refused(void **state)
{
    struct house *house = HOUSE(state);
    static const char alien[] = "CREATE TABLE alien (x int)";

    start(house);
    house_raw(house, alien, alien);
    refused(house, ERR_INVALID, "1 tables that are not bedside's");
}

static void a_failing_step_leaves_nothing(void **state)
{
    struct house *house = HOUSE(state);

    start(house);
    steps(house, 3);
    refused(house, ERR_BUG, "schema 7 (seven)");
    steps(house, 2);
    house_reopen(house); /* the two before it stand, of the third nothing */
    assert_int_equal(house_raw_number(house, "SELECT max(version) FROM"
                                      " schema_version"), 2);
    assert_int_equal(house_raw_number(house, house->is_sqlite
        ? "SELECT count(*) FROM sqlite_schema WHERE name = 'seven'"
        : "SELECT count(*) FROM pg_class WHERE relname = 'seven'"), 0);
}

static void addresses_that_lead_nowhere(void **state)
{
    struct house *house = HOUSE(state);

    db_close(house->pool);
    house->pool = NULL;
    house->options.owner_url = NULL;
    house->options.url = "mysql://localhost/bedside";
    refused(house, ERR_INVALID, "\"sqlite:\" or \"postgresql://\"");
    house->options.url = "sqlite:";
    refused(house, ERR_INVALID, "names no file");
    house->options.url = "sqlite:/tmp/no-such-folder/x.db";
    refused(house, ERR_OUTSIDE, "the database file");
    house->options.url = "postgresql:///bedside?host=/tmp/nobody-is-here";
    refused(house, ERR_OUTSIDE, "the database does not answer");
    if (!house->is_sqlite)
        return;
    house->options.url = house->url;
    FILE *file = fopen(house->path, "w");
    for (int i = 0; i < 1000; i++)
        fputs("this is not a database\n", file);
    fclose(file);
    refused(house, ERR_CORRUPT, "not a database");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(an_empty_database_needs_leave),
        ON_BOTH(an_old_schema_needs_leave),
        ON_BOTH(a_newer_schema_is_refused),
        ON_BOTH(a_changed_step_is_refused),
        ON_BOTH(a_missing_step_is_refused),
        ON_BOTH(a_strange_database_is_refused),
        ON_BOTH(a_failing_step_leaves_nothing),
        ON_BOTH(addresses_that_lead_nowhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
