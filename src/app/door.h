/* door.h - has somebody knocked too often?
 *
 * Each way in that anybody may try counts its tries in buckets: one of what
 * was typed, one of the address it came from.  A full bucket locks the door
 * for APP_TRIES_SECONDS after its oldest try.  Used inside app only. */
#ifndef APP_DOOR_H
#define APP_DOOR_H

#include "app/app.h"

struct app_door {
    struct str bucket;
    int64_t tries_max; /* in APP_TRIES_SECONDS */
};

/* The two of signing in, by password or by code. */
void app_door_sign_in(struct arena *arena, struct str name,
                      struct str address, struct app_door door[2]);

/* *locked when one of the doors has used up its tries. */
bool app_door_look(struct db *db, const struct app_door *door, uint32_t count,
                   struct arena *arena, bool *locked,
                   struct err *err) MUST_USE;
/* One try at each. */
bool app_door_note(struct db *db, const struct app_door *door, uint32_t count,
                   struct err *err) MUST_USE;
/* What a locked door says: ERR_BUSY. */
bool app_door_locked(struct err *err);

#endif
