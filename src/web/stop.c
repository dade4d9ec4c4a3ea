#include "base/base.h"
#include "app/stop.h"
#include "message/message.h"
#include "web/problem.h"
#include "web/respond.h"
#include "web/stop.h"

static struct str base_path(const struct web_visit *visit);
static void show(struct web_visit *visit, int status, const char *why_wrong,
                 const char *scope_wrong);
static void view_stop(struct web_visit *visit, struct view *view,
                      const struct app_stop *stop);
static void view_covered(struct view *view,
                         const struct app_stop_receipt *receipt);
static struct str upper(struct web_visit *visit, struct str text);

void get_stops(struct web_visit *visit)
{
    show(visit, 200, NULL, NULL);
}

void post_stops(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_stop_receipt receipt;
    struct app_stop_new stop = {
        .client_code = visit_form(visit, "client"),
        .facility = visit_form(visit, "facility"),
        .batch_ref = visit_form(visit, "file"),
        .debt_ref = visit_form(visit, "bill"),
        .state = upper(visit, visit_form(visit, "state")),
        .channel = channel_parse(visit_form(visit, "channel")),
        .message = visit_form(visit, "message"),
        .why = visit_form(visit, "why"), .key = visit->nonce
    };
    if (stop.why.len == 0 || stop.why.len > APP_STOP_WHY_MAX)
        show(visit, 422, "stop.err.why", NULL);
    else if (app_stop_begin(visit->app, visit->caller, &stop, &receipt, &err))
        respond_redirect(visit, str_format(visit->arena, "%.*s/%s",
                                           STR_ARGS(base_path(visit)),
                                           receipt.ref.text));
    else if (err.kind == ERR_ABSENT || err.kind == ERR_INVALID)
        show(visit, 422, NULL, "stop.err.scope");
    else
        respond_trouble(visit, &err);
}

/* One stop, with what it covers today: looked at before it is released. */
void get_stop(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_stop_receipt receipt;
    struct app_stop *stop;
    uint32_t count;
    if (!app_stop_look(visit->app, visit->caller, visit->ref[0], &receipt,
                       &err)
        || !app_stops(visit->app, visit->caller, visit->ref[0], visit->arena,
                      &stop, &count, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    CHECK(count == 1); /* it was looked at, and stops are never removed */
    struct view *view = respond_page(visit, "stop");
    view_text(view, "base", base_path(visit));
    view_stop(visit, view, &stop[0]);
    view_covered(view, &receipt);
}

void post_stop_end(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_stop_receipt receipt;
    if (app_stop_end(visit->app, visit->caller, visit->ref[0], &receipt,
                     &err))
        respond_redirect(visit, str_format(visit->arena, "%.*s/%.*s",
                                           STR_ARGS(base_path(visit)),
                                           STR_ARGS(visit->ref[0])));
    else
        respond_trouble(visit, &err);
}

static struct str base_path(const struct web_visit *visit)
{
    return visit->caller.kind == CALLER_PROVIDER ? STR("/provider/stops")
                                                 : STR("/desk/stops");
}

static void show(struct web_visit *visit, int status, const char *why_wrong,
                 const char *scope_wrong)
{
    static const char *const ways[] = { "phone", "text", "email", "letter" };
    struct err err = { .kind = ERR_NONE };
    struct app_stop *stop;
    uint32_t count;
    struct problem problem[] = {
        { "why", "why_problem", why_wrong },
        { "client", "scope_problem", scope_wrong }
    };
    if (!app_stops(visit->app, visit->caller, (struct str){ NULL, 0 },
                   visit->arena, &stop, &count, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page_status(visit, status, "stops");
    bool is_post = visit->request->method == HTTP_POST;
    view_problems(view, problem, 2);
    view_text(view, "base", base_path(visit));
    view_flag(view, "is_ours", visit->caller.kind != CALLER_PROVIDER);
    view_text(view, "file", is_post ? visit_form(visit, "file")
                                    : http_query(visit->request, "file"));
    view_text(view, "bill", is_post ? visit_form(visit, "bill")
                                    : http_query(visit->request, "bill"));
    view_text(view, "typed_why", visit_form(visit, "why"));
    struct view *list = view_list(view, "ways");
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        struct view *item = view_item(list);
        view_text_c(item, "code", ways[i]);
        view_word(item, "words",
                  str_format(visit->arena, "channel.%s", ways[i]).at);
    }
    list = view_list(view, "messages");
    for (int kind = 1; kind < MESSAGE_KINDS; kind++) {
        struct str word = message_kind_word((enum message_kind)kind);
        struct view *item = view_item(list);
        view_text(item, "code", word);
        view_word(item, "words",
                  str_format(visit->arena, "stop.letter.%.*s",
                             STR_ARGS(word)).at);
    }
    view_flag(view, "has_stops", count > 0);
    list = view_list(view, "stops");
    for (uint32_t i = 0; i < count; i++)
        view_stop(visit, view_item(list), &stop[i]);
}

static void view_stop(struct web_visit *visit, struct view *view,
                      const struct app_stop *stop)
{
    view_text(view, "ref", stop->ref);
    view_text(view, "client", stop->client_code);
    view_text(view, "facility", stop->facility);
    view_text(view, "file_name", stop->batch_file);
    view_text(view, "account", stop->debt_account);
    view_text(view, "state", stop->state);
    if (stop->channel != CHANNEL_NONE)
        view_word(view, "way",
                  str_format(visit->arena, "channel.%.*s",
                             STR_ARGS(channel_word(stop->channel))).at);
    else
        view_absent(view, "way");
    if (stop->message.len > 0)
        view_word(view, "letter",
                  str_format(visit->arena, "stop.letter.%.*s",
                             STR_ARGS(stop->message)).at);
    else
        view_absent(view, "letter");
    view_flag(view, "is_everything",
              stop->client_code.len == 0 && stop->state.len == 0
                  && stop->channel == CHANNEL_NONE && stop->message.len == 0);
    view_text(view, "why", stop->why);
    respond_moment(visit, view, "at", stop->started_at);
    view_text(view, "by", stop->started_by);
    view_flag(view, "is_open", moment_is_none(stop->ended_at));
    respond_moment(visit, view, "ended", stop->ended_at);
    view_text(view, "ended_by", stop->ended_by);
}

static void view_covered(struct view *view,
                         const struct app_stop_receipt *receipt)
{
    view_count(view, "bills", receipt->bills);
    view_money(view, "left", receipt->left);
}

static struct str upper(struct web_visit *visit, struct str text)
{
    char *copy = arena_bytes(visit->arena, text.len + 1);
    if (copy == NULL || text.len == 0)
        return text;
    for (size_t i = 0; i < text.len; i++)
        copy[i] = text.at[i] >= 'a' && text.at[i] <= 'z'
            ? (char)(text.at[i] - 'a' + 'A') : text.at[i];
    return (struct str){ copy, text.len };
}
