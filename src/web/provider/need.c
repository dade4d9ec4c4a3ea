/* What waits for the provider's answer, with both clocks. */
#include "base/base.h"
#include "app/need.h"
#include "web/problem.h"
#include "web/provider/provider.h"
#include "web/respond.h"
#include "web/ticked.h"

static void show(struct web_visit *visit, int status, struct str ref,
                 const char *wrong);
static void view_need(struct web_visit *visit, struct view *view,
                      const struct app_need *need);

void get_needs(struct web_visit *visit)
{
    show(visit, 200, (struct str){ NULL, 0 }, NULL);
}

void post_need(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_need_answer answer = {
        visit->ref[0], visit_form(visit, "words"), visit->nonce
    };
    if (answer.words.len == 0)
        show(visit, 422, answer.ref, "need.err.words");
    else if (answer.words.len > APP_NEED_WORDS_MAX)
        show(visit, 422, answer.ref, "say.err.long");
    else if (app_need_answer(visit->app, visit->caller, &answer, &err))
        respond_redirect(visit, STR("/provider/needs?said=1"));
    else
        respond_trouble(visit, &err);
}

static void show(struct web_visit *visit, int status, struct str ref,
                 const char *wrong)
{
    struct err err = { .kind = ERR_NONE };
    struct app_need *need;
    uint32_t count;
    struct str field = str_format(visit->arena, "words-%.*s", STR_ARGS(ref));
    struct problem problem = { str_c(visit->arena, field), NULL, wrong };
    if (!app_needs(visit->app, visit->caller, visit->arena, &need, &count,
                   &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page_status(visit, status, "provider/needs");
    view_problems(view, &problem, 1);
    view_flag(view, "was_said", http_query(visit->request, "said").at
                                != NULL);
    view_flag(view, "has_needs", count > 0);
    struct view *list = view_list(view, "needs");
    for (uint32_t i = 0; i < count; i++)
        view_need(visit, view_item(list), &need[i]);
}

static void view_need(struct web_visit *visit, struct view *view,
                      const struct app_need *need)
{
    struct day today = app_today(visit->app, visit->caller.at);
    view_text(view, "ref", need->ref);
    view_word(view, "title", str_format(visit->arena, "need.%.*s",
                                        STR_ARGS(need->what)).at);
    view_text(view, "account", need->account);
    view_text(view, "bill", need->debt_ref);
    view_day(view, "you_by", need->you_by);
    view_day(view, "we_by", need->we_by);
    view_flag(view, "is_late", !need->is_answered
                                   && day_compare(need->you_by, today) < 0);
    view_flag(view, "is_answered", need->is_answered);
    view_ticked(visit, view, need->reasons);
}
