#include "base/base.h"
#include "app/find.h"
#include "app/request.h"
#include "web/desk/desk.h"
#include "web/respond.h"
#include "web/ticked.h"

static void view_found(struct web_visit *visit, struct view *view,
                       const struct app_found *found);
static struct str letter_first(struct str name);
static void view_request(struct web_visit *visit, struct view *view,
                         const struct app_request *request);

void get_desk(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_request *request;
    uint32_t count;
    if (!app_requests(visit->app, visit->caller, visit->arena, &request,
                      &count, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page(visit, "desk/home");
    view_absent(view, "q");
    view_flag(view, "has_requests", count > 0);
    struct view *list = view_list(view, "requests");
    for (uint32_t i = 0; i < count; i++) {
        struct view *item = view_item(list);
        view_request(visit, item, &request[i]);
    }
}

/* A promise (app/say.h) has a day; "this is not me" has none. */
static void view_request(struct web_visit *visit, struct view *view,
                         const struct app_request *request)
{
    bool is_said = !day_is_none(request->answer_on);
    struct str word = str_format(visit->arena, is_said ? "req.said.%.*s"
                                                       : "req.%.*s",
                                 STR_ARGS(request->what));
    view_text(view, "ref", request->ref);
    view_word(view, "words", str_c(visit->arena, word));
    view_text(view, "debt_ref", request->debt_ref);
    respond_moment(visit, view, "at", request->made_at);
    view_flag(view, "is_promised", is_said);
    view_day(view, "answer_on", request->answer_on);
    view_text(view, "owner", request->owner);
    view_flag(view, "is_late",
              is_said && day_compare(request->answer_on,
                                     app_today(visit->app, visit->caller.at))
                             < 0);
}

void get_request(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_request request;
    if (!app_request_open(visit->app, visit->caller, visit->ref[0],
                          visit->arena, &request, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page(visit, "desk/request");
    view_request(visit, view, &request);
    view_text(view, "said", request.words);
    view_text(view, "client_answer", request.client_answer);
    if (request.client_answer.len > 0)
        respond_moment(visit, view, "client_answered",
                       request.client_answered_at);
    else
        view_absent(view, "client_answered");
    view_flag(view, "is_done", request.is_done);
    view_flag(view, "is_dispute", !request.is_done
                  && request.debt_ref.len > 0
                  && str_is(request.what, "wrong"));
    if (request.phone.len > 0)
        view_phone(view, "phone", request.phone);
    else
        view_absent(view, "phone");
    view_ticked(visit, view, request.reasons);
}

void post_request_done(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    if (app_request_done(visit->app, visit->caller, visit->ref[0], &err))
        respond_redirect(visit, STR("/desk"));
    else
        respond_trouble(visit, &err);
}

void get_desk_find(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_find find;
    struct app_found *found = NULL;
    uint32_t count = 0;
    struct str typed = str_trim(http_query(visit->request, "q"));
    bool is_read = app_find_read(typed, &find);
    struct problem problem = {
        "q", NULL, typed.at == NULL || is_read ? NULL : "desk.find.err"
    };
    if (is_read && !app_find(visit->app, visit->caller, &find, visit->arena,
                             &found, &count, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page_status(
        visit, problem.word == NULL ? 200 : 422, "desk/find");
    view_problems(view, &problem, 1);
    view_text(view, "q", typed);
    view_flag(view, "was_searched", is_read);
    view_flag(view, "has_found", count > 0);
    struct view *list = view_list(view, "found");
    for (uint32_t i = 0; i < count; i++)
        view_found(visit, view_item(list), &found[i]);
}

static void view_found(struct web_visit *visit, struct view *view,
                       const struct app_found *found)
{
    struct str first = letter_first(found->name.first);
    struct str last = letter_first(found->name.last);
    view_text(view, "ref", found->ref);
    view_text(view, "initials", str_format(visit->arena, "%.*s. %.*s.",
                                           STR_ARGS(first), STR_ARGS(last)));
    if (day_is_none(found->born_on))
        view_absent(view, "born_year");
    else
        view_text(view, "born_year", str_format(
            visit->arena, "%d", (int)day_civil(found->born_on).year));
    view_text(view, "client", found->client_known_as);
    view_day(view, "service_on", found->service_on);
    view_money(view, "left", found->left);
}

/* The first letter with the bytes that belong to it: names are UTF-8. */
static struct str letter_first(struct str name)
{
    size_t len = name.len > 0 ? 1 : 0;
    while (len < name.len && ((unsigned char)name.at[len] & 0xC0) == 0x80)
        len++;
    return str_part(name, 0, len);
}
