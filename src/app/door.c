#include "base/base.h"
#include "app/door.h"
#include "app/session.h"
#include "store/login_sql.h"

void app_door_sign_in(struct arena *arena, struct str name,
                      struct str address, struct app_door door[2])
{
    door[0] = (struct app_door){
        str_format(arena, "sign-in name %.*s", STR_ARGS(name)),
        APP_SIGN_IN_TRIES
    };
    door[1] = (struct app_door){
        str_format(arena, "sign-in address %.*s", STR_ARGS(address)),
        APP_SIGN_IN_TRIES * 5
    };
}

bool app_door_look(struct db *db, const struct app_door *door, uint32_t count,
                   struct arena *arena, bool *locked, struct err *err)
{
    struct caller caller = db_caller(db);
    *locked = false;
    for (uint32_t i = 0; i < count; i++) {
        struct sql_throttle_count_in in = {
            door[i].bucket, moment_add_seconds(caller.at, -APP_TRIES_SECONDS)
        };
        struct sql_throttle_count_row row;
        bool is_found;
        if (!sql_throttle_count(db, caller, &in, arena, &row, &is_found, err))
            return false;
        CHECK(is_found);
        if (row.tries >= door[i].tries_max)
            *locked = true;
    }
    return true;
}

bool app_door_note(struct db *db, const struct app_door *door, uint32_t count,
                   struct err *err)
{
    struct caller caller = db_caller(db);
    for (uint32_t i = 0; i < count; i++) {
        struct sql_throttle_add_in in = {
            door[i].bucket, id_new(db_world(db)), caller.at
        };
        if (!sql_throttle_add(db, caller, &in, NULL, err))
            return false;
    }
    struct sql_throttle_forget_in old = {
        moment_add_seconds(caller.at, -4 * APP_TRIES_SECONDS)
    };
    return sql_throttle_forget(db, caller, &old, NULL, err);
}

bool app_door_locked(struct err *err)
{
    return err_set(err, ERR_BUSY,
                   "there were too many tries; please wait 15 minutes");
}
