/* What holds a bill, how it ends, and what the next one should know. */
#include "base/base.h"
#include "app/hold.h"
#include "app/note.h"
#include "web/desk/desk.h"
#include "web/respond.h"

#define HOLD_DAYS_MAX 366

bool desk_view_hold(struct web_visit *visit, struct view *view,
                    struct err *err)
{
    struct app_hold hold;
    if (!app_hold_look(visit->app, visit->caller, visit->ref[0], visit->arena,
                       &hold, err))
        return false;
    view_flag(view, "is_held", hold.is_held);
    view_flag(view, "is_disputed", hold.is_disputed);
    view_text(view, "seen", hold.seen);
    view_text(view, "typed_note", visit_form(visit, "note"));
    view_only_page(view);
    return true;
}

/* Nothing typed is the usual pause; a date is kept to its last second, so
 * that every page says that date. */
bool desk_hold_until(struct web_visit *visit, int64_t usual_days,
                     struct moment *until)
{
    struct day today = app_today(visit->app, visit->caller.at), day;
    if (visit_form(visit, "until").at == NULL
        && visit_form(visit, "until_month").at == NULL
        && visit_form(visit, "until_day").at == NULL
        && visit_form(visit, "until_year").at == NULL) {
        *until = moment_add_seconds(visit->caller.at, usual_days * 86400);
        return true;
    }
    if (!visit_form_day(visit, "until", &day)
        || day_compare(day, today) <= 0
        || day_compare(day, day_add(today, HOLD_DAYS_MAX)) > 0)
        return false;
    *until = moment_add_seconds(
        zone_day_start(visit->app->zone, day_add(day, 1)), -1);
    return true;
}

void post_note(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_note note = {
        .debt_ref = visit->ref[0], .words = visit_form(visit, "note"),
        .key = visit->nonce
    };
    if (app_note_add(visit->app, visit->caller, &note, &err)) {
        desk_redirect(visit, "?said=note");
    } else if (err.kind == ERR_INVALID) {
        const char *const wrong[DESK_FIELDS] = {
            [DESK_NOTE] = "desk.note.err"
        };
        desk_show(visit, 422, wrong);
    } else {
        respond_trouble(visit, &err);
    }
}

/* Somebody else was here meanwhile: nothing is done, and it is said. */
void post_lift(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_lift lift = {
        .debt_ref = visit->ref[0], .seen = visit_form(visit, "seen"),
        .key = visit->nonce
    };
    if (app_hold_lift(visit->app, visit->caller, &lift, &err))
        desk_redirect(visit, "?said=lifted");
    else if (err.kind == ERR_CONFLICT)
        desk_redirect(visit, "?said=changed");
    else
        respond_trouble(visit, &err);
}

void post_answered(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    if (app_dispute_answer(visit->app, visit->caller, visit->ref[0], &err))
        desk_redirect(visit, "?said=answered");
    else
        respond_trouble(visit, &err);
}
