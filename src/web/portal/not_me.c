#include "base/base.h"
#include "app/request.h"
#include "web/portal/portal.h"
#include "web/problem.h"
#include "web/respond.h"

static void show(struct web_visit *visit, int status, const char *wrong);

/* Before any sign-in, and heard whatever is typed or left out. */
void get_not_me(struct web_visit *visit)
{
    show(visit, 200, NULL);
}

/* The same thanks for a right code, a wrong one and none. */
void post_not_me(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_not_me said = {
        .what = visit_form(visit, "what"), .code = visit_form(visit, "code"),
        .address = visit->request->peer.client, .key = visit->nonce
    };
    if (app_not_me_say(visit->app, &said, &err))
        respond_redirect(visit, STR("/m/not-me?thanks=1"));
    else if (err.kind == ERR_BUSY)
        show(visit, 429, "find.err.locked");
    else
        respond_trouble(visit, &err);
}

static void show(struct web_visit *visit, int status, const char *wrong)
{
    static const struct {
        const char *code, *word;
    } whats[] = { { "phone", "notme.phone" }, { "address", "notme.address" },
                  { "died", "notme.died" }, { "other", "notme.other" } };
    struct problem problem = { "code", NULL, wrong };
    struct view *view = respond_page_status(visit, status, "portal/not-me");
    view_phone(view, "phone", web_agency(visit->web)->phone);
    view_problems(view, &problem, 1);
    view_flag(view, "was_heard", http_query(visit->request, "thanks").at
                                 != NULL);
    struct view *list = view_list(view, "whats");
    for (size_t i = 0; i < sizeof whats / sizeof whats[0]; i++) {
        struct view *item = view_item(list);
        view_text_c(item, "code", whats[i].code);
        view_word(item, "words", whats[i].word);
    }
}
