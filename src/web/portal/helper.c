/* Somebody who helps them: named, for some things, for a time. */
#include "base/base.h"
#include "web/helper.h"
#include "web/portal/portal.h"
#include "web/problem.h"
#include "web/respond.h"

static void show(struct web_visit *visit, int status, const char *wrong);

void get_helper(struct web_visit *visit)
{
    show(visit, 200, NULL);
}

void post_helper(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_helper_ask ask = helper_take(visit);
    bool is_needed;
    ask.source = STR("portal");
    if (!portal_needs_proof(visit, &is_needed, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    if (is_needed)
        respond_redirect(visit, STR("/m/proof?for=helper"));
    else if (app_helper_add(visit->app, visit->caller, &ask, &err))
        respond_redirect(visit, STR("/m/helper?said=saved"));
    else if (helper_wrong(&err) != NULL)
        show(visit, 422, helper_wrong(&err));
    else
        respond_trouble(visit, &err);
}

/* Ending it wants no proof: it only takes away. */
void post_helper_end(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    if (app_helper_end(visit->app, visit->caller, (struct str){ NULL, 0 },
                       visit_form(visit, "helper"), STR("portal"), &err))
        respond_redirect(visit, STR("/m/helper?said=ended"));
    else
        respond_trouble(visit, &err);
}

static void show(struct web_visit *visit, int status, const char *wrong)
{
    struct err err = { .kind = ERR_NONE };
    struct problem problem = { "name", "name_problem", wrong };
    struct str said = http_query(visit->request, "said");
    struct view *view = respond_page_status(visit, status, "portal/helper");
    view_problems(view, &problem, 1);
    view_text(view, "name", visit_form(visit, "name"));
    view_flag(view, "was_saved", str_is(said, "saved"));
    view_flag(view, "was_ended", str_is(said, "ended"));
    view_day(view, "today", app_today(visit->app, visit->caller.at));
    view_text_c(view, "to", "/m/helper");
    if (!view_helpers(visit, view, (struct str){ NULL, 0 }, &err))
        respond_trouble(visit, &err);
}
