/* once.h - was this asked before?
 *
 * What is asked with a key happens once: the same key with the same request
 * gives the stored answer; with another request it is ERR_CONFLICT, which is
 * 422 outside.  Find and save run in the unit that does the work. */
#ifndef APP_ONCE_H
#define APP_ONCE_H

#include "db/db.h"

struct app_once {
    const char *route;   /* "plan", "payment": one name a use case */
    struct str key;      /* 1 .. 64 bytes */
    struct str request;  /* what makes the request the same: any bytes */
};

/* *was_done and *answer (in the arena) when the key was used for the same. */
bool app_once_find(struct db *db, const struct app_once *once,
                   struct arena *arena, bool *was_done, struct str *answer,
                   struct err *err) MUST_USE;
bool app_once_save(struct db *db, const struct app_once *once,
                   struct str answer, struct err *err) MUST_USE;

#endif
