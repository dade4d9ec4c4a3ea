/* Whom the representative may talk to for this person; anybody else gets
 * nothing, not even that there is a bill. */
#include "base/base.h"
#include "web/desk/desk.h"
#include "web/helper.h"
#include "web/respond.h"

static void show(struct web_visit *visit, int status, const char *wrong);

void get_desk_helper(struct web_visit *visit)
{
    show(visit, 200, NULL);
}

void post_desk_helper(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_helper_ask ask = helper_take(visit);
    ask.debt_ref = visit->ref[0];
    ask.source = STR("desk");
    if (app_helper_add(visit->app, visit->caller, &ask, &err))
        desk_redirect(visit, "/helper");
    else if (helper_wrong(&err) != NULL)
        show(visit, 422, helper_wrong(&err));
    else
        respond_trouble(visit, &err);
}

void post_desk_helper_end(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    if (app_helper_end(visit->app, visit->caller, visit->ref[0],
                       visit_form(visit, "helper"), STR("desk"), &err))
        desk_redirect(visit, "/helper");
    else
        respond_trouble(visit, &err);
}

static void show(struct web_visit *visit, int status, const char *wrong)
{
    struct err err = { .kind = ERR_NONE };
    struct problem problem = { "name", "name_problem", wrong };
    struct view *view = respond_page_status(visit, status, "desk/helper");
    view_problems(view, &problem, 1);
    view_text(view, "name", visit_form(visit, "name"));
    view_text(view, "ref", visit->ref[0]);
    view_text(view, "to", str_format(visit->arena, "/desk/debt/%.*s/helper",
                                     STR_ARGS(visit->ref[0])));
    if (!view_helpers(visit, view, visit->ref[0], &err))
        respond_trouble(visit, &err);
}
