/* postgres.h - what do the PostgreSQL files of this room share?
 *
 * Inside of db only.  One link is one connection, used by one thread at a
 * time.  postgres.c connects and runs statements; pgwork.c runs a unit again
 * when it lost a race, and finds out what became of a lost COMMIT. */
#ifndef DB_POSTGRES_H
#define DB_POSTGRES_H

#include <libpq-fe.h>

#include "db/engine.h"

#define PG_RECONNECT_SECONDS 10 /* then the database does not answer */
#define PG_READ_TRIES_MAX 3
#define PG_TRIES_TOGETHER 2

struct pg_link {
    PGconn *connection; /* NULL: not connected */
    const struct db_statement *prepared[DB_STATEMENTS_MAX];
    struct db_stream stream;
    struct arena unit_arena, own_arena;
    bool cut_after_commit; /* a fault for tests */
    struct pg_link *next;
};

struct pg_state {
    pthread_mutex_t lock;
    pthread_mutex_t lane; /* who lost twice goes alone among the losers */
    pthread_cond_t writer_back, reader_back;
    struct pg_link *free_writer, *free_reader;
    uint32_t waiting;      /* units without a link yet */
    struct pg_link *holder; /* for opening and migrating */
};

bool pg_link_open(struct pg_link *link, const char *url, struct err *err)
    MUST_USE;
void pg_link_close(struct pg_link *link);
bool pg_link_is_up(const struct pg_link *link);

uint32_t pg_waiting(struct db_pool *pool);
bool pg_work(struct db_pool *pool, struct caller caller, db_unit *unit,
             void *work, struct err *err) MUST_USE;
bool pg_read(struct db_pool *pool, struct caller caller, db_unit *unit,
             void *work, struct arena *arena, struct err *err) MUST_USE;

#endif
