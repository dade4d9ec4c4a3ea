/* What a person wishes, seen and set by a representative in their name. */
#include "base/base.h"
#include "web/desk/desk.h"
#include "web/prefer.h"
#include "web/respond.h"

static void show(struct web_visit *visit, int status,
                 const struct app_prefer *prefer, const char *wrong);

void get_desk_prefer(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_prefer prefer;
    if (app_prefer_load(visit->app, visit->caller, visit->ref[0],
                        visit->arena, &prefer, &err))
        show(visit, 200, &prefer, NULL);
    else
        respond_trouble(visit, &err);
}

void post_desk_prefer(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_prefer_ask ask = { .debt_ref = visit->ref[0],
                                  .source = STR("desk"),
                                  .key = visit->nonce };
    const char *wrong = prefer_take(visit, &ask.want);
    if (wrong != NULL)
        show(visit, 422, &ask.want, wrong);
    else if (app_prefer_save(visit->app, visit->caller, &ask, &err))
        desk_redirect(visit, "?said=fact");
    else
        respond_trouble(visit, &err);
}

static void show(struct web_visit *visit, int status,
                 const struct app_prefer *prefer, const char *wrong)
{
    struct problem problem = { "way_phone", "way_problem", wrong };
    struct view *view = respond_page_status(visit, status,
                                            "desk/preferences");
    view_problems(view, &problem, 1);
    view_prefer(view, prefer);
    view_text(view, "ref", visit->ref[0]);
}
