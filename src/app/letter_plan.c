#include "base/base.h"
#include "app/letter_plan.h"
#include "store/outbox_sql.h"
#include "store/plan_sql.h"

#define DAY_SECONDS INT64_C(86400)

/* What was written about this bill. */
struct written {
    struct sql_outbox_about_row *row;
    uint32_t count;
};

static bool written_load(struct db *db, struct caller caller,
                         const struct app_loaded *loaded, struct arena *arena,
                         struct written *written, struct err *err);
static bool was_written(const struct written *written, enum message_kind kind,
                        struct str about);
static bool plan_awake(struct app *app, struct db *db, struct caller caller,
                       const struct app_loaded *loaded, struct arena *arena,
                       struct app_plan *plan, bool *is_found,
                       struct err *err);
static void about_payment(const struct app_plan *plan, uint32_t index,
                          struct app_letter_plan *due);

bool app_letter_plan_missed(struct app *app, struct db *db,
                            struct caller caller,
                            const struct app_loaded *loaded,
                            struct arena *arena,
                            struct app_letter_plan *due, struct err *err)
{
    struct app_plan plan;
    struct written written;
    struct choice_rules rules;
    bool is_found;
    *due = (struct app_letter_plan){ .ended_on = DAY_NONE };
    if (!plan_awake(app, db, caller, loaded, arena, &plan, &is_found, err)
        || !written_load(db, caller, loaded, arena, &written, err))
        return false;
    if (!choice_rules_find(app->law, app_today(app, caller.at), &rules))
        return err_set(err, ERR_CORRUPT, "the numbers of a plan are missing");
    if (!is_found || plan.standing.missed_count == 0
        || was_written(&written, MESSAGE_PLAN_NOTICE, plan.ref))
        return true; /* after the notice a person sees to it */
    about_payment(&plan, plan.standing.missed_last, due);
    due->standing.until = day_add(app_today(app, caller.at),
                                  (int32_t)rules.notice_days);
    due->is_limit_missed = plan.standing.missed_count
        >= loaded->client.agreement->plan_missed_max;
    due->is_payment_missed = !due->is_limit_missed
        && !was_written(&written, MESSAGE_PLAN_MISSED, str_of(due->about));
    return true;
}

bool app_letter_plan_near(struct app *app, struct db *db,
                          struct caller caller,
                          const struct app_loaded *loaded,
                          struct arena *arena, struct app_letter_plan *due,
                          struct err *err)
{
    struct app_plan plan;
    struct written written;
    struct choice_rules rules;
    bool is_found;
    struct day today = app_today(app, caller.at);
    *due = (struct app_letter_plan){ .ended_on = DAY_NONE };
    if (!plan_awake(app, db, caller, loaded, arena, &plan, &is_found, err)
        || !written_load(db, caller, loaded, arena, &written, err))
        return false;
    if (!choice_rules_find(app->law, today, &rules))
        return err_set(err, ERR_CORRUPT, "the numbers of a plan are missing");
    if (!is_found || !plan.reminds
        || plan.standing.next >= plan.standing.count)
        return true;
    int32_t days = day_between(
        today, plan.schedule.item[plan.standing.next].due);
    about_payment(&plan, plan.standing.next, due);
    due->is_payment_near = days >= CHOICE_MAIL_DAYS
        && days <= rules.remind_days
        && !was_written(&written, MESSAGE_PLAN_REMINDER,
                        str_of(due->about));
    return true;
}

bool app_letter_pause_over(struct app *app, struct db *db,
                           struct caller caller,
                           const struct app_loaded *loaded,
                           struct arena *arena, struct app_letter_plan *due,
                           struct err *err)
{
    struct choice_rest rest;
    struct written written;
    struct app_plan plan;
    struct moment until, ended;
    bool has_plan;
    struct moment since = moment_add_seconds(
        caller.at, -APP_PAUSE_LOOK_DAYS * DAY_SECONDS);
    *due = (struct app_letter_plan){ .ended_on = DAY_NONE };
    if (!app_rest_in(db, caller, loaded, arena, &rest, err)
        || !written_load(db, caller, loaded, arena, &written, err)
        || !app_plan_find(app, db, caller, loaded, arena, &plan, &has_plan,
                          err))
        return false;
    due->has_first_message =
        was_written(&written, MESSAGE_FIRST_STATEMENT, STR(""))
        || was_written(&written, MESSAGE_VALIDATION_NOTICE, STR(""));
    if (has_plan || choice_rests(&rest, caller.at, &until)
        || !choice_pause_ended(&rest, since, caller.at, &ended))
        return true;
    due->ended_on = app_today(app, ended);
    struct str about = day_iso(arena, due->ended_on);
    snprintf(due->about, sizeof due->about, "%.*s", STR_ARGS(about));
    due->is_pause_over = !was_written(&written, MESSAGE_PAUSE_ENDED, about);
    return true;
}

bool app_letter_plan_holds(struct app *app, struct db *db,
                           struct caller caller,
                           const struct app_loaded *loaded,
                           enum message_kind kind, struct str about,
                           struct arena *arena, bool *holds,
                           struct err *err)
{
    struct app_plan plan;
    bool is_found;
    int64_t line;
    *holds = true;
    if (app_message_class(kind) != CONTACT_REMIND)
        return true;
    if (!app_plan_find(app, db, caller, loaded, arena, &plan, &is_found, err))
        return false;
    *holds = is_found && about.len > REF_LEN
        && str_starts(about, plan.ref)
        && str_to_int64(str_part(about, REF_LEN + 1, about.len), &line)
        && line >= 1 && line <= plan.standing.count
        && plan.standing.item[line - 1].state != CHOICE_ITEM_PAID;
    return true;
}

bool app_letter_plan_origin(struct db *db, struct caller caller,
                            const struct app_loaded *loaded,
                            const struct app_plan *plan, struct arena *arena,
                            struct message_plan *message, struct err *err)
{
    const struct debt *debt = &loaded->debt.debt;
    struct sql_plan_changes_in in = { debt->client.n, debt->id.n };
    struct sql_plan_changes_row *row;
    uint32_t count;
    if (!sql_plan_changes(db, caller, &in, arena, &row, &count, err))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        if (row[i].next_id != plan->id.n)
            continue;
        message->is_changed = true;
        message->is_moved = row[i].what == CHOICE_CHANGE_HELD;
    }
    return true;
}

/* A plan of a bill that does not rest. */
static bool plan_awake(struct app *app, struct db *db, struct caller caller,
                       const struct app_loaded *loaded, struct arena *arena,
                       struct app_plan *plan, bool *is_found, struct err *err)
{
    struct choice_rest rest;
    struct moment until;
    if (!app_plan_find(app, db, caller, loaded, arena, plan, is_found, err)
        || !app_rest_in(db, caller, loaded, arena, &rest, err))
        return false;
    *is_found = *is_found && !choice_rests(&rest, caller.at, &until);
    return true;
}

static void about_payment(const struct app_plan *plan, uint32_t index,
                          struct app_letter_plan *due)
{
    const struct choice_standing *standing = &plan->standing;
    snprintf(due->about, sizeof due->about, "%.*s-%u", STR_ARGS(plan->ref),
             index + 1);
    due->standing = (struct message_standing){
        .paid = standing->paid, .left = standing->left,
        .amount = standing->item[index].left,
        .due_on = plan->schedule.item[index].due,
        .missed_count = standing->missed_count, .missed = standing->missed,
        .until = DAY_NONE, .pause_days = CHOICE_PAUSE_DAYS
    };
}

static bool written_load(struct db *db, struct caller caller,
                         const struct app_loaded *loaded, struct arena *arena,
                         struct written *written, struct err *err)
{
    const struct debt *debt = &loaded->debt.debt;
    struct sql_outbox_about_in in = { debt->client.n, debt->id.n };
    return sql_outbox_about(db, caller, &in, arena, &written->row,
                            &written->count, err);
}

/* About this, or about a payment of this plan. */
static bool was_written(const struct written *written, enum message_kind kind,
                        struct str about)
{
    for (uint32_t i = 0; i < written->count; i++)
        if (message_kind_parse(written->row[i].kind) == kind
            && (kind == MESSAGE_PLAN_NOTICE
                ? str_starts(written->row[i].about, about)
                : str_equal(written->row[i].about, about)))
            return true;
    return false;
}
