/* copy.h - how does a whole store leave the house, and come back?
 *
 * Out: one consistent moment of it, while others go on writing.  SQLite gives
 * the bytes of a database file (VACUUM INTO), PostgreSQL those of pg_dump.
 * Back: only into a store that is not there yet (SQLite) or is empty
 * (PostgreSQL, by pg_restore in one transaction). */
#ifndef DB_COPY_H
#define DB_COPY_H

#include "base/base.h"

struct db_sink {
    void *context;
    bool (*put)(void *context, struct str bytes, struct err *err);
};
struct db_source {
    void *context;
    /* Empty at the end. */
    bool (*take)(void *context, struct str *bytes, struct err *err);
};

/* url as in db_options.  scratch: a path on a disk with room for the whole of
 * it, which SQLite uses and removes again; it must not exist. */
bool db_copy_out(struct world *world, const char *url, const char *scratch,
                 const struct db_sink *sink, struct err *err) MUST_USE;
bool db_copy_in(struct world *world, const char *url,
                const struct db_source *source, struct err *err) MUST_USE;

#endif
