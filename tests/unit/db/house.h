/* house.h - what do the tests of db stand on?
 *
 * A fresh store of either engine, a signer that is no secret, raw SQL behind
 * the program's back (as a thief would), and a few small units. */
#ifndef DB_TEST_HOUSE_H
#define DB_TEST_HOUSE_H

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "base/base.h"
#include "db/audit.h"
#include "db/db.h"
#include "db/fault.h"
#include "db/idempotency.h"
#include "kept/schema.h"
#include "kept/thing_sql.h"

struct house {
    bool is_sqlite;
    char folder[64], path[96], url[128];
    struct db_options options;
    struct db_pool *pool;
    struct arena arena;
};

/* One test on both engines. */
#define ON_BOTH(test)                                                        \
    { #test " (sqlite)", test, house_open_sqlite, house_close, NULL },       \
    { #test " (postgresql)", test, house_open_postgres, house_close, NULL }

/* The house of a test; without PostgreSQL that test is skipped. */
#define HOUSE(state)                                                         \
    *(state);                                                                \
    if (!*(state))                                                           \
    skip()

int house_open_sqlite(void **state);
int house_open_postgres(void **state); /* skips without a cluster */
int house_close(void **state);
/* Empties the store and opens nothing. */
void house_clear(struct house *house);
void house_reopen(struct house *house); /* close, open the same store */
void house_sign(void *context, struct str bytes,
                unsigned char signature[DB_SIGNATURE_LEN]);
/* Runs SQL as nobody should: past every trigger and right. */
void house_raw(struct house *house, const char *sqlite, const char *postgres);
/* The first column of the first row, as a number. */
int64_t house_raw_number(struct house *house, const char *sql);

struct caller house_caller(struct house *house);

/* Adds one thing and names the act; work is a struct house_thing. */
struct house_thing {
    int64_t id, client_id;
    struct str name;
    bool must_refuse;  /* after the row was written */
    bool is_without_act;
    uint32_t runs;
};
db_unit house_thing_unit;
bool house_add(struct house *house, int64_t id, struct err *err);
int64_t house_count(struct house *house); /* things there */
void house_whole(struct house *house);    /* the trail verifies */

#endif
