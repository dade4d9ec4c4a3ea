#include "base/base.h"
#include "app/agency.h"
#include "app/mark.h"
#include "app/ready.h"
#include "store/agency_sql.h"

#define NAMES_BYTES 256
#define HOUR_SECONDS 3600

static bool came_lately(struct moment at, struct moment now);

const char *app_ready_name(enum app_ready_item item)
{
    static const char *const names[APP_READY_COUNT] = {
        [APP_READY_AGENCY] = "agency", [APP_READY_LICENSE] = "license",
        [APP_READY_AGREEMENT] = "agreement", [APP_READY_ANSWER] = "answer",
        [APP_READY_ADMIN] = "administrator", [APP_READY_BACKUP] = "backup",
        [APP_READY_RECOVERY] = "recovery", [APP_READY_CLOCK] = "clock",
        [APP_READY_COURIER] = "courier"
    };
    CHECK(item < APP_READY_COUNT);
    return names[item];
}

bool app_ready_in(struct app *app, struct db *db, struct arena *arena,
                  struct app_ready *ready, struct err *err)
{
    struct app_agency agency;
    struct app_marked marked[APP_MARK_COUNT];
    struct sql_ready_look_row look;
    struct moment now = db_caller(db).at;
    bool is_found;
    if (!app_agency_in(db, arena, &agency, err)
        || !app_marks_in(db, arena, marked, err)
        || !sql_ready_look(db, db_caller(db), arena, &look, &is_found, err))
        return false;
    bool has[APP_READY_COUNT] = {
        [APP_READY_AGENCY] = app_agency_check(&agency, arena, NULL),
        [APP_READY_LICENSE] = agency.license.len > 0
            || !moment_is_none(marked[APP_MARK_NO_LICENSE].at),
        [APP_READY_AGREEMENT] = look.agreements > 0,
        [APP_READY_ANSWER] = look.answering > 0,
        /* A demo asks nobody for a second step. */
        [APP_READY_ADMIN] = agency.is_demo ? look.administrators > 0
                                           : look.secured > 0,
        [APP_READY_BACKUP] = !moment_is_none(marked[APP_MARK_BACKUP_MADE].at),
        [APP_READY_RECOVERY] =
            !moment_is_none(marked[APP_MARK_RECOVERY_KEPT].at),
        [APP_READY_CLOCK] = db_clock_behind(app->pool) == 0,
        [APP_READY_COURIER] = came_lately(marked[APP_MARK_COURIER].at, now)
    };
    *ready = (struct app_ready){ .courier_at = marked[APP_MARK_COURIER].at };
    for (int i = 0; i < APP_READY_COUNT; i++) {
        bool is_needed = i != APP_READY_COURIER;
        ready->item[i] = has[i] ? APP_WELL : is_needed ? APP_ILL : APP_WEAK;
        ready->open += ready->item[i] == APP_ILL;
    }
    ready->is_ready = ready->open == 0;
    return true;
}

struct ready_look {
    struct app *app;
    struct app_ready *ready;
};

static bool ready_unit(struct db *db, void *work, struct arena *arena,
                       struct err *err)
{
    const struct ready_look *look = work;
    return app_ready_in(look->app, db, arena, look->ready, err);
}

bool app_ready(struct app *app, struct caller caller, struct app_ready *ready,
               struct err *err)
{
    struct ready_look look = { app, ready };
    struct arena arena;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    bool done = db_read(app->pool, caller, ready_unit, &look, &arena, err);
    arena_clear(&arena);
    return done;
}

struct str app_ready_open(const struct app_ready *ready, struct arena *arena)
{
    struct buf buf;
    buf_init(&buf, arena, NAMES_BYTES);
    for (int i = 0; i < APP_READY_COUNT; i++)
        if (ready->item[i] == APP_ILL)
            buf_add_format(&buf, "%s%s", buf_str(&buf).len > 0 ? ", " : "",
                           app_ready_name((enum app_ready_item)i));
    return buf_str(&buf);
}

static bool came_lately(struct moment at, struct moment now)
{
    return !moment_is_none(at)
        && moment_seconds(now) - moment_seconds(at)
               <= (int64_t)APP_READY_COURIER_HOURS * HOUR_SECONDS;
}
