/* sqlite.h - what do the SQLite files of this room share?
 *
 * Inside of db only.  One link is one connection, used by one thread at a
 * time.  sqlite.c opens links and runs statements; writer.c commits groups on
 * the only writing link. */
#ifndef DB_SQLITE_H
#define DB_SQLITE_H

#include <sqlite3.h>

#include "db/engine.h"

struct sqlite_cached {
    const struct db_statement *of;
    sqlite3_stmt *compiled;
};

struct sqlite_link {
    sqlite3 *connection; /* NULL: not opened yet */
    struct world *world;
    struct sqlite_cached cache[DB_STATEMENTS_MAX];
    struct db_stream stream; /* of the writer */
    struct arena unit_arena, own_arena;
    int64_t deadline_us;     /* monotonic; 0: none */
    struct sqlite_link *next;
};

struct sqlite_job; /* one db_work that waits for its commit */

struct sqlite_state {
    struct sqlite_link *writer;
    struct sqlite_link *free_reader;
    pthread_mutex_t lock;
    pthread_cond_t reader_back; /* a reading link is free again */
    pthread_cond_t job_there;   /* the queue is not empty, or closing */
    struct sqlite_job *first, *last;
    uint32_t waiting; /* jobs in the queue */
    pthread_t thread;
    bool has_thread, is_closing;
};

bool sqlite_link_open(struct sqlite_link *link, const char *path,
                      bool is_reader, struct err *err) MUST_USE;
void sqlite_link_close(struct sqlite_link *link);
/* Says what sqlite3 said, with the name of the statement; returns false.  A
 * failed fsync ends the process. */
bool sqlite_trouble(struct sqlite_link *link, const char *what,
                    struct err *err);
/* BEGIN IMMEDIATE, SAVEPOINT and the like. */
bool sqlite_say(struct sqlite_link *link, const char *sql, struct err *err)
    MUST_USE;
/* Is no transaction open?  After an error: the whole group is gone. */
bool sqlite_is_outside(const struct sqlite_link *link);

/* writer.c */
bool sqlite_start(struct db_pool *pool, struct err *err) MUST_USE;
void sqlite_stop(struct db_pool *pool);
uint32_t sqlite_waiting(struct db_pool *pool);
bool sqlite_work(struct db_pool *pool, struct caller caller, db_unit *unit,
                 void *work, struct err *err) MUST_USE;

#endif
