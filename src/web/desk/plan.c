/* The plan at the desk: the same ways, for who is on the phone. */
#include "base/base.h"
#include "app/find.h"
#include "web/change.h"
#include "web/desk/desk.h"
#include "web/portal/show.h"
#include "web/problem.h"
#include "web/respond.h"

static void show(struct web_visit *visit, int status, const char *agree_word);

void get_desk_plan(struct web_visit *visit) { show(visit, 200, NULL); }

static void show(struct web_visit *visit, int status, const char *agree_word)
{
    struct err err = { .kind = ERR_NONE };
    struct choice_change_ask ask = change_asked(visit);
    struct app_bill bill;
    struct app_opened opened;
    struct app_change *change;
    struct app_change_look look;
    uint32_t count;
    struct problem problem = { "agree", "agree_problem", agree_word };
    if (!app_open_bill(visit->app, visit->caller, visit->ref[0],
                       visit->arena, &opened, &err)
        || !app_bill_by_ref(visit->app, visit->caller, visit->ref[0],
                            visit->arena, &bill, &err)
        || !app_change_see(visit->app, visit->caller, visit->ref[0], &ask,
                           visit->arena, &look, &err)
        || !app_changes(visit->app, visit->caller, visit->ref[0],
                        visit->arena, &change, &count, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page_status(visit, status, "desk/plan");
    view_bill(visit, view, &bill);
    view_text(view, "name", desk_name(visit, &bill));
    view_problems(view, &problem, 1);
    view_plan(view, &bill, &look);
    view_changes(view, change, count);
    view_flag(view, "is_asked", ask.what != CHOICE_CHANGE_NONE);
    view_flag(view, "is_again",
              http_query(visit->request, "changed").at != NULL);
    view_flag(view, "may_end_unpaid", look.is_notice_over);
    if (ask.what == CHOICE_CHANGE_NONE)
        ask.what = CHOICE_CHANGE_END; /* its words are not shown */
    view_change(visit, view, &ask, &look);
}

void post_desk_plan(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_change change;
    struct app_change_ask ask = {
        .debt_ref = visit->ref[0], .ask = change_asked(visit),
        .reference = visit_form(visit, "reference"),
        .is_unpaid = str_is(visit_form(visit, "why"), "unpaid"),
        .key = visit->nonce
    };
    if (!ask.is_unpaid && !str_is(visit_form(visit, "agree"), "yes")) {
        show(visit, 422, "rev.err.agree");
        return;
    }
    ask.words = change_words(visit, ask.debt_ref, &ask.ask);
    if (app_change_make(visit->app, visit->caller, &ask, visit->arena,
                        &change, &err))
        desk_redirect(visit, "?said=fact");
    else if (err.kind == ERR_DENIED)
        show(visit, 422, "desk.plan.wait");
    else if (err.kind == ERR_CONFLICT || err.kind == ERR_INVALID)
        desk_redirect(visit, "/plan?changed=1");
    else
        respond_trouble(visit, &err);
}
