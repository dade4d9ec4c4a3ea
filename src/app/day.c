#include "base/base.h"
#include "app/day.h"
#include "app/load.h"
#include "app/mark.h"
#include "app/release.h"
#include "app/remit.h"
#include "app/verify.h"
#include "store/agency_sql.h"
#include "store/client_sql.h"
#include "store/day_sql.h"

#define STEP_CLOCKS "clocks"
#define STEP_LETTERS "letters"
#define STEP_REMIT "remit"
#define STEP_VERIFY "verify"
#define STEP_DAY "day" /* written last: this date is complete */

struct step {
    struct day day;
    const char *name;
    bool is_done;
};

static bool step_is_done(struct app *app, struct caller caller,
                         struct step *step, struct err *err);
static bool step_mark(struct app *app, struct caller caller,
                      struct step *step, struct err *err);
static bool remits_run(struct app *app, struct caller caller, struct day day,
                       struct arena *arena, struct app_day_report *report,
                       struct err *err);

/* --- which date is next? ---------------------------------------------- */

struct next_look {
    struct app *app;
    struct day day;
};

static bool next_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    struct next_look *look = work;
    struct caller caller = db_caller(db);
    struct day today = app_today(look->app, caller.at);
    struct sql_day_last_in in = { STR(STEP_DAY) };
    struct sql_day_last_row last;
    struct sql_agency_load_row agency;
    bool is_found;
    if (!sql_day_last(db, caller, &in, arena, &last, &is_found, err))
        return false;
    if (is_found) {
        look->day = day_add(last.business_on, 1);
    } else {
        if (!sql_agency_load(db, caller, arena, &agency, &is_found, err))
            return false;
        look->day = is_found ? app_today(look->app, agency.created_at)
                             : today;
    }
    if (day_compare(look->day, today) > 0)
        look->day = DAY_NONE;
    return true;
}

bool app_day_next(struct app *app, struct caller caller, struct day *day,
                  struct err *err)
{
    struct arena arena;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    struct next_look look = { app, DAY_NONE };
    bool done = db_read(app->pool, caller, next_unit, &look, &arena, err);
    arena_clear(&arena);
    *day = look.day;
    return done;
}

/* --- one date, step by step ------------------------------------------- */

bool app_day_run(struct app *app, struct caller caller, struct day day,
                 bool is_dry_run, struct arena *arena,
                 struct app_day_report *report, struct err *err)
{
    *report = (struct app_day_report){ .business_on = day,
                                       .verify_is_good = true };
    if (day_compare(day, app_today(app, caller.at)) > 0)
        return err_set(err, ERR_INVALID,
                       "that day is in the future; it is not due yet");
    struct step whole = { day, STEP_DAY, false };
    struct step clocks = { day, STEP_CLOCKS, false };
    struct step letters = { day, STEP_LETTERS, false };
    struct step remit = { day, STEP_REMIT, false };
    struct step verify = { day, STEP_VERIFY, false };
    if (!step_is_done(app, caller, &whole, err))
        return false;
    report->was_done = whole.is_done;
    if (whole.is_done)
        return true;
    if (is_dry_run)
        return app_clocks_run(app, caller, true, &report->clocks, err)
            && app_letters_due(app, caller, day, true, arena,
                               &report->letters, err);

    struct app_verify checked;
    if (!step_is_done(app, caller, &clocks, err)
        || (!clocks.is_done
            && (!app_clocks_run(app, caller, false, &report->clocks, err)
                || !step_mark(app, caller, &clocks, err)))
        || !step_is_done(app, caller, &letters, err)
        || (!letters.is_done
            && (!app_release_lapse(app, caller, err)
                || !app_letters_due(app, caller, day, false, arena,
                                 &report->letters, err)
                || !step_mark(app, caller, &letters, err)))
        || !step_is_done(app, caller, &remit, err)
        || (!remit.is_done
            && (!remits_run(app, caller, day, arena, report, err)
                || !step_mark(app, caller, &remit, err)))
        || !step_is_done(app, caller, &verify, err))
        return false;
    if (!verify.is_done) {
        if (!app_verify(app, caller, &checked, err))
            return false;
        report->verify_is_good = checked.is_good;
        if (!checked.is_good)
            return err_set(err, ERR_CORRUPT, "the day stops here: "
                           "`bedside verify` found something wrong");
        if (!app_mark_set(app, caller, APP_MARK_VERIFIED,
                          str_of(checked.digest), err)
            || !step_mark(app, caller, &verify, err))
            return false;
    }
    return step_mark(app, caller, &whole, err);
}

static bool step_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    struct step *step = work;
    struct sql_day_step_find_in in = { step->day, str_of(step->name),
                                       STR("all") };
    struct sql_day_step_find_row row;
    return sql_day_step_find(db, db_caller(db), &in, arena, &row,
                             &step->is_done, err);
}

static bool step_is_done(struct app *app, struct caller caller,
                         struct step *step, struct err *err)
{
    struct arena arena;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    bool done = db_read(app->pool, caller, step_unit, step, &arena, err);
    arena_clear(&arena);
    return done;
}

/* The day's letters are decided on in the unit that ends them: none is added
 * to those that may leave. */
static bool mark_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    struct step *step = work;
    struct sql_day_step_add_in in = {
        step->day, str_of(step->name), STR("all"), db_caller(db).at
    };
    db_act(db, "day.step", str_of(step->name),
           str_format(arena, "{\"day\":%d}", step->day.n));
    return (!str_is(in.step, STEP_LETTERS)
            || app_release_begin(db, step->day, arena, err))
        && sql_day_step_add(db, db_caller(db), &in, NULL, err);
}

static bool step_mark(struct app *app, struct caller caller,
                      struct step *step, struct err *err)
{
    caller.at = world_now(app->world);
    return db_work(app->pool, caller, mark_unit, step, err);
}

/* --- remittances: on the 1st, for the month before -------------------- */

struct clients_look {
    struct sql_client_list_row *row;
    uint32_t count;
};

static bool clients_unit(struct db *db, void *work, struct arena *arena,
                         struct err *err)
{
    struct clients_look *look = work;
    return sql_client_list(db, db_caller(db), arena, &look->row,
                           &look->count, err);
}

static bool remits_run(struct app *app, struct caller caller, struct day day,
                       struct arena *arena, struct app_day_report *report,
                       struct err *err)
{
    if (day_civil(day).day != 1)
        return true;
    struct clients_look look = { NULL, 0 };
    if (!db_read(app->pool, caller, clients_unit, &look, arena, err))
        return false;
    for (uint32_t i = 0; i < look.count; i++) {
        struct app_remit remit;
        caller.at = world_now(app->world);
        if (!app_remit_make(app, caller, look.row[i].code, day_add(day, -1),
                            arena, &remit, err))
            return false;
        report->remits++;
    }
    return true;
}
