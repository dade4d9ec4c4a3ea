#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/base.h"
#include "daily/run.h"

static bool lock_take(const struct app *app, struct arena *arena, int *fd,
                      struct err *err);
static bool dates_run(struct app *app, struct caller caller, struct day until,
                      struct arena *arena, struct app_day_report *report,
                      uint32_t *count, struct err *err);
static bool date_look(struct app *app, struct caller caller, struct day until,
                      struct arena *arena, struct app_day_report *report,
                      uint32_t *count, struct err *err);

bool daily_run(struct app *app, struct caller caller, struct day until,
               bool is_dry_run, struct arena *arena,
               struct app_day_report **report, uint32_t *count,
               struct err *err)
{
    int fd = -1;
    struct day today = app_today(app, caller.at);
    *count = 0;
    *report = arena_many(arena, DAILY_DATES_MAX, struct app_day_report);
    if (*report == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the daily run");
    if (!day_is_none(until) && day_compare(until, today) > 0)
        return err_set(err, ERR_INVALID, "that date is in the future; a "
                       "business date runs on its day or later");
    if (!lock_take(app, arena, &fd, err))
        return false;
    bool done = is_dry_run
        ? date_look(app, caller, until, arena, *report, count, err)
        : dates_run(app, caller, until, arena, *report, count, err);
    close(fd); /* lets go of the lock, as the end of the process would */
    return done;
}

static bool dates_run(struct app *app, struct caller caller, struct day until,
                      struct arena *arena, struct app_day_report *report,
                      uint32_t *count, struct err *err)
{
    while (*count < DAILY_DATES_MAX) {
        struct day next;
        caller.at = world_now(app->world);
        if (!app_day_next(app, caller, &next, err))
            return false;
        bool is_over = day_is_none(next)
            || (!day_is_none(until) && day_compare(next, until) > 0);
        if (is_over)
            return true;
        if (!app_day_run(app, caller, next, false, arena, &report[*count],
                         err))
            return false;
        (*count)++;
    }
    return true;
}

static bool date_look(struct app *app, struct caller caller, struct day until,
                      struct arena *arena, struct app_day_report *report,
                      uint32_t *count, struct err *err)
{
    struct day date = until;
    if (day_is_none(date) && !app_day_next(app, caller, &date, err))
        return false;
    if (day_is_none(date))
        return true; /* every date is done */
    if (!app_day_run(app, caller, date, true, arena, &report[0], err))
        return false;
    *count = 1;
    return true;
}

/* The lock dies with its holder, so a killed run never blocks the next. */
static bool lock_take(const struct app *app, struct arena *arena, int *fd,
                      struct err *err)
{
    struct str path = str_format(arena, "%s/daily.lock", app->folder);
    if (path.at == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for a file name");
    *fd = open(path.at, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (*fd < 0)
        return err_set(err, ERR_OUTSIDE, "cannot open %s: %s", path.at,
                       strerror(errno));
    if (flock(*fd, LOCK_EX | LOCK_NB) == 0)
        return true;
    close(*fd);
    return err_set(err, ERR_BUSY, "the daily run is at work already; this "
                   "one leaves it to that");
}
