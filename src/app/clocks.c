#include "base/base.h"
#include "app/change.h"
#include "app/clocks.h"
#include "app/load.h"
#include "law/calendar.h"
#include "store/plan_sql.h"
#include "store/request_sql.h"

#define CLOCKS_PAGE 200

enum clock_act { CLOCK_NOTHING, CLOCK_MOVE, CLOCK_ASK };

struct clock { /* one plan */
    struct app *app;
    struct debt_key key;
    bool is_look;
    enum clock_act act;
};

static bool clock_decide(const struct clock *clock, struct db *db,
                         struct app_loaded *loaded, struct app_plan *plan,
                         struct arena *arena, enum clock_act *act,
                         struct err *err);
static bool fell_into_hold(const struct app *app, const struct app_plan *plan,
                           const struct choice_rest *rest,
                           struct moment now);
static bool is_known(struct db *db, const struct app_loaded *loaded,
                     const struct app_plan *plan, struct arena *arena,
                     bool *known, struct err *err);
static bool ask_somebody(const struct clock *clock, struct db *db,
                         const struct app_loaded *loaded,
                         const struct app_plan *plan, struct arena *arena,
                         struct err *err);

static bool clock_unit(struct db *db, void *work, struct arena *arena,
                       struct err *err)
{
    struct clock *clock = work;
    struct app_loaded loaded;
    struct app_plan plan;
    if (!clock_decide(clock, db, &loaded, &plan, arena, &clock->act, err))
        return false;
    if (clock->is_look)
        return true;
    db_act(db, "clock.plan", str_copy(arena,
                                      str_of(loaded.debt.debt.ref.text)),
           clock->act == CLOCK_MOVE ? STR("{\"moved\":true}")
                                    : STR("{\"moved\":false}"));
    if (clock->act == CLOCK_MOVE)
        return app_change_ours(clock->app, db, db_caller(db), &loaded, &plan,
                               CHOICE_CHANGE_HELD, arena, err);
    return clock->act == CLOCK_NOTHING
        || ask_somebody(clock, db, &loaded, &plan, arena, err);
}

struct page_look {
    struct app *app;
    int64_t after;
    struct sql_plans_due_row *row;
    uint32_t count;
};

static bool page_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    struct page_look *look = work;
    struct sql_plans_due_in in = {
        app_today(look->app, db_caller(db).at), look->after, CLOCKS_PAGE
    };
    return sql_plans_due(db, db_caller(db), &in, arena, &look->row,
                         &look->count, err);
}

/* A look first: most plans need nothing, and leave no trace of it. */
static bool clock_one(struct clock *clock, struct caller caller,
                      bool is_dry_run, struct app_clocks_report *report,
                      struct err *err)
{
    struct arena arena;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    caller.at = world_now(clock->app->world);
    bool done = db_read(clock->app->pool, caller, clock_unit, clock, &arena,
                        err);
    arena_clear(&arena);
    clock->is_look = false;
    if (done && clock->act != CLOCK_NOTHING && !is_dry_run)
        done = db_work(clock->app->pool, caller, clock_unit, clock, err);
    report->looked_at++;
    report->moved += clock->act == CLOCK_MOVE;
    report->asked += clock->act == CLOCK_ASK;
    return done;
}

bool app_clocks_run(struct app *app, struct caller caller, bool is_dry_run,
                    struct app_clocks_report *report, struct err *err)
{
    struct page_look look = { .app = app, .count = CLOCKS_PAGE };
    bool done = true;
    *report = (struct app_clocks_report){ .looked_at = 0 };
    while (done && look.count == CLOCKS_PAGE) {
        struct arena arena;
        arena_init(&arena, ARENA_JOB_BYTES);
        done = db_read(app->pool, caller, page_unit, &look, &arena, err);
        for (uint32_t i = 0; done && i < look.count; i++) {
            const struct sql_plans_due_row *row = &look.row[i];
            struct clock clock = {
                .app = app, .is_look = true,
                .key = { { row->person_id }, { row->client_id },
                         { row->debt_id } }
            };
            look.after = row->id;
            done = clock_one(&clock, caller, is_dry_run, report, err);
        }
        arena_clear(&arena);
    }
    return done;
}

static bool clock_decide(const struct clock *clock, struct db *db,
                         struct app_loaded *loaded, struct app_plan *plan,
                         struct arena *arena, enum clock_act *act,
                         struct err *err)
{
    struct caller caller = db_caller(db);
    struct choice_rest rest;
    struct moment until;
    bool is_found, known;
    *act = CLOCK_NOTHING;
    if (!app_debt_in(clock->app, db, caller, clock->key, arena, loaded, err)
        || !app_plan_find(clock->app, db, caller, loaded, arena, plan,
                          &is_found, err)
        || !app_rest_in(db, caller, loaded, arena, &rest, err))
        return false;
    if (!is_found || loaded->debt.balance.cents <= 0
        || choice_rests(&rest, caller.at, &until))
        return true;
    if (fell_into_hold(clock->app, plan, &rest, caller.at)) {
        *act = CLOCK_MOVE;
        return true;
    }
    if (plan->standing.missed_count
        < loaded->client.agreement->plan_missed_max)
        return true;
    if (!is_known(db, loaded, plan, arena, &known, err))
        return false;
    *act = known ? CLOCK_NOTHING : CLOCK_ASK;
    return true;
}

/* A payment that is not covered, and nothing was due on its date or in its
 * days of grace. */
static bool fell_into_hold(const struct app *app, const struct app_plan *plan,
                           const struct choice_rest *rest, struct moment now)
{
    const struct choice_standing *standing = &plan->standing;
    for (uint32_t i = standing->next; i < standing->count; i++) {
        struct day due = plan->schedule.item[i].due;
        struct moment from = zone_day_start(app->zone, due);
        struct moment to = zone_day_start(
            app->zone, day_add(due, CHOICE_GRACE_DAYS + 1));
        if (moment_compare(from, now) >= 0)
            break;
        if (moment_compare(to, now) > 0)
            to = now;
        if (choice_rested(rest, from, to))
            return true;
    }
    return false;
}

static struct str about_of(const struct app_plan *plan, struct arena *arena)
{
    return str_format(arena, "%.*s-%u", STR_ARGS(plan->ref),
                      plan->standing.missed_last + 1);
}

static bool is_known(struct db *db, const struct app_loaded *loaded,
                     const struct app_plan *plan, struct arena *arena,
                     bool *known, struct err *err)
{
    const struct debt *debt = &loaded->debt.debt;
    struct sql_request_plan_known_in in = { debt->client.n, debt->id.n,
                                            about_of(plan, arena) };
    struct sql_request_plan_known_row row;
    bool is_found;
    if (!sql_request_plan_known(db, db_caller(db), &in, arena, &row,
                                &is_found, err))
        return false;
    *known = row.things > 0;
    return true;
}

static bool ask_somebody(const struct clock *clock, struct db *db,
                         const struct app_loaded *loaded,
                         const struct app_plan *plan, struct arena *arena,
                         struct err *err)
{
    struct caller caller = db_caller(db);
    const struct debt *debt = &loaded->debt.debt;
    struct ref ref = ref_new(db_world(db));
    struct sql_request_owner_row owner;
    bool has_owner;
    if (!sql_request_owner(db, caller, arena, &owner, &has_owner, err))
        return false;
    struct sql_request_plan_add_in in = {
        .id = id_new(db_world(db)), .ref = str_of(ref.text),
        .client_id = debt->client.n, .debt_id = debt->id.n,
        .about = about_of(plan, arena), .made_at = caller.at,
        .answer_on = calendar_add_business_days(
            app_today(clock->app, caller.at), APP_PLAN_ANSWER_DAYS,
            CALENDAR_CAUTIOUS),
        .owner_id = has_owner ? owner.id : 0
    };
    return sql_request_plan_add(db, caller, &in, NULL, err);
}
