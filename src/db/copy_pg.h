/* copy_pg.h - who carries a PostgreSQL store out and in?
 *
 * Inside of db only.  PostgreSQL's own tools, which know every detail of its
 * catalogue; they are run with the connection in their environment, never on
 * their command line, where others could read the password. */
#ifndef DB_COPY_PG_H
#define DB_COPY_PG_H

#include "db/copy.h"

bool pg_copy_out(const char *url, const struct db_sink *sink,
                 struct err *err) MUST_USE;
bool pg_copy_in(const char *url, const struct db_source *source,
                struct err *err) MUST_USE;

#endif
