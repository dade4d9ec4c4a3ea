/* list.h - how do rows become an array in an arena?
 *
 * What the generated functions of tools/sqlgen stand on; nobody else needs
 * it.  A list that runs out of its arena or its maximum is trouble. */
#ifndef DB_LIST_H
#define DB_LIST_H

#include "db/db.h"

struct db_list {
    struct arena *arena;
    void *at;
    size_t size;    /* of one row */
    uint32_t count, room;
    uint32_t max;
    bool is_over;   /* there was one row more than max */
};

/* The next row, zeroed; NULL (with err) when the arena is exhausted or max is
 * passed. */
void *db_list_next(struct db_list *list, struct err *err) MUST_USE;
/* True when every row found its place. */
bool db_list_done(const struct db_list *list,
                  const struct db_statement *statement,
                  struct err *err) MUST_USE;
/* A copy of a text or bytes in the list's arena. */
struct str db_keep(struct db_list *list, struct db_value value);

/* Says that a field which may not be absent is; always false. */
bool db_absent(const struct db_statement *statement, const char *field,
               struct err *err);
/* The first fence: a provider runs statements of its own client only, a
 * person statements of that person only.  owner is the id the statement is
 * about, 0 where it has none. */
bool db_may_run(const struct db_statement *statement, struct caller caller,
                int64_t owner, struct err *err) MUST_USE;

#endif
