#include "base/base.h"
#include "app/day.h"
#include "app/mark.h"
#include "app/morning.h"
#include "choice/standing.h"
#include "store/agency_sql.h"
#include "store/morning_sql.h"

struct morning_look {
    struct app *app;
    struct app_morning *morning;
};

static bool clients_load(const struct morning_look *look, struct db *db,
                         struct arena *arena, struct err *err);

static bool morning_unit(struct db *db, void *work, struct arena *arena,
                         struct err *err)
{
    const struct morning_look *look = work;
    struct app_morning *morning = look->morning;
    struct caller caller = db_caller(db);
    struct sql_morning_counts_in in = { morning->today,
                                        day_add(morning->today, -1),
                                        day_add(morning->today,
                                                -CHOICE_GRACE_DAYS) };
    struct sql_morning_counts_row counts;
    struct sql_doctor_counts_in lately = {
        moment_add_seconds(caller.at, -7 * 86400)
    };
    struct sql_doctor_counts_row doctor;
    bool is_found;
    if (!sql_morning_counts(db, caller, &in, arena, &counts, &is_found, err)
        || !sql_doctor_counts(db, caller, &lately, arena, &doctor, &is_found,
                              err))
        return false;
    morning->sent_today = counts.sent_today;
    morning->sent_before = counts.sent_before;
    morning->held_back = counts.held_back;
    morning->requests = counts.requests;
    morning->requests_late = counts.requests_late;
    morning->plans = counts.plans;
    morning->plans_missed = counts.plans_missed;
    morning->waiting = doctor.waiting;
    morning->unreleased = doctor.unreleased;
    return clients_load(look, db, arena, err);
}

bool app_morning(struct app *app, struct caller caller, struct arena *arena,
                 struct app_morning *morning, struct err *err)
{
    struct app_marked marked[APP_MARK_COUNT];
    struct morning_look look = { app, morning };
    *morning = (struct app_morning){ .today = app_today(app, caller.at) };
    if (!app_day_next(app, caller, &morning->day_due, err)
        || !app_marks_load(app, caller, arena, marked, err)
        || !app_doctor(app, caller, arena, &morning->doctor, err))
        return false;
    morning->verified_at = marked[APP_MARK_VERIFIED].at;
    morning->backup_at = marked[APP_MARK_BACKUP_MADE].at;
    return db_read(app->pool, caller, morning_unit, &look, arena, err);
}

static bool clients_load(const struct morning_look *look, struct db *db,
                         struct arena *arena, struct err *err)
{
    struct app_morning *morning = look->morning;
    struct civil civil = day_civil(morning->today);
    struct day since = day_add(morning->today, -CLIENT_USUAL_DAYS);
    struct sql_morning_money_in in = {
        day_add(morning->today, 1 - (int32_t)civil.day),
        day_add(morning->today, -1), morning->today
    };
    struct sql_morning_files_in files_in = {
        zone_day_start(look->app->zone, since)
    };
    struct sql_morning_money_row *money;
    struct sql_morning_files_row *file;
    uint32_t files;
    if (!sql_morning_money(db, db_caller(db), &in, arena, &money,
                           &morning->client_count, err)
        || !sql_morning_files(db, db_caller(db), &files_in, arena, &file,
                              &files, err))
        return false;
    struct day *came = arena_many(arena, files + 1, struct day);
    morning->client = arena_many(arena, morning->client_count + 1,
                                 struct app_morning_client);
    if (came == NULL || morning->client == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the morning");
    for (uint32_t i = 0; i < morning->client_count; i++) {
        uint32_t count = 0;
        struct app_morning_client *client = &morning->client[i];
        *client = (struct app_morning_client){
            .code = money[i].code, .before = money[i].before_cents,
            .month = money[i].month_cents
        };
        for (uint32_t at = 0; at < files; at++)
            if (file[at].client_id == money[i].client_id)
                came[count++] = app_today(look->app, file[at].started_at);
        client->usual = client_usual(came, count, morning->today);
        morning->files_missing +=
            client->usual.files == CLIENT_FILES_MISSING;
        if (!money_add(morning->before, client->before, &morning->before)
            || !money_add(morning->month, client->month, &morning->month))
            return err_set(err, ERR_CORRUPT, "a day's money is too large");
    }
    return true;
}

bool app_morning_next(struct app *app, struct caller caller,
                      struct arena *arena, struct day *business_on,
                      struct app_letters_report *report, struct err *err)
{
    if (!app_day_next(app, caller, business_on, err))
        return false;
    if (day_is_none(*business_on))
        *business_on = day_add(app_today(app, caller.at), 1);
    return app_letters_look(app, caller, *business_on, APP_MORNING_LOOK_MAX,
                            arena, report, err);
}
