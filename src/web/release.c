#include "base/base.h"
#include "web/problem.h"
#include "web/ready.h"
#include "web/release.h"
#include "web/respond.h"

#define LETTER_BYTES ((size_t)32 << 10) /* one sample as text */

static void show(struct web_visit *visit, int status, const char *why_wrong);
static void view_release(struct web_visit *visit, struct view *view,
                         const struct app_release *release);
static void answer(struct web_visit *visit, bool done,
                   const struct err *err);

void get_releases(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_release *release;
    uint32_t count;
    if (!app_releases(visit->app, visit->caller, visit->arena, &release,
                      &count, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page(visit, "releases");
    bool has_waiting = count > 0 && release[0].state == APP_RELEASE_WAITS;
    if (!view_ready(visit, view, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    view_flag(view, "has_waiting", has_waiting);
    view_flag(view, "has_letters", count > 0);
    struct view *list = view_list(view, "letters");
    for (uint32_t i = 0; i < count; i++)
        view_release(visit, view_item(list), &release[i]);
}

void get_release(struct web_visit *visit)
{
    show(visit, 200, NULL);
}

void post_release(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    answer(visit, app_release_give(visit->app, visit->caller, visit->ref[0],
                                   &err), &err);
}

void post_hold_back(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct str why = visit_form(visit, "why");
    if (why.len == 0 || why.len > APP_RELEASE_WHY_MAX)
        show(visit, 422, "day.err.why");
    else
        answer(visit, app_release_hold(visit->app, visit->caller,
                                       visit->ref[0], why, &err), &err);
}

void post_release_client(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct str client = visit_form(visit, "client");
    int64_t letters;
    if (!app_release_client(visit->app, visit->caller, client, &letters,
                            &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page(visit, "admin/release");
    view_text(view, "client", client);
    view_count(view, "letters", letters);
}

void view_waiting(struct view *view, const char *name,
                  const struct app_release *release, uint32_t count)
{
    static const char *const why[MESSAGE_LOOKS] = { "", "first", "large" };
    struct view *list = view_list(view, name);
    for (uint32_t i = 0; i < count; i++) {
        if (release[i].state != APP_RELEASE_WAITS)
            continue;
        struct view *item = view_item(list);
        view_text(item, "client", release[i].client_code);
        view_day(item, "made_on", release[i].made_on);
        view_count(item, "letters", release[i].letters);
        view_money(item, "left_to_pay", release[i].left);
        view_text_c(item, "why", why[release[i].why]);
    }
}

/* Decided or not: somebody else may have been quicker, and the page says
 * what is so now. */
static void answer(struct web_visit *visit, bool done, const struct err *err)
{
    if (done || err->kind == ERR_CONFLICT)
        respond_redirect(visit, str_format(visit->arena, "/desk/day/%.*s",
                                           STR_ARGS(visit->ref[0])));
    else
        respond_trouble(visit, err);
}

static void show(struct web_visit *visit, int status, const char *why_wrong)
{
    struct err err = { .kind = ERR_NONE };
    struct app_release release;
    struct message_content sample[APP_RELEASE_SAMPLES];
    uint32_t count;
    struct problem problem[] = { { "why", "why_problem", why_wrong } };
    if (!app_release_look(visit->app, visit->caller, visit->ref[0],
                          visit->arena, &release, sample, &count, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page_status(visit, status, "release");
    if (!view_ready(visit, view, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    view_problems(view, problem, 1);
    view_text(view, "typed_why", visit_form(visit, "why"));
    view_release(visit, view, &release);
    struct view *list = view_list(view, "samples");
    for (uint32_t i = 0; i < count; i++) {
        struct view *item = view_item(list);
        struct buf text;
        buf_init(&text, visit->arena, LETTER_BYTES);
        message_content_plain(&sample[i], &text);
        view_text(item, "kind", message_kind_word(sample[i].kind));
        view_text(item, "language", language_code(sample[i].language));
        view_word(item, "words",
                  str_format(visit->arena, "stop.letter.%.*s",
                             STR_ARGS(message_kind_word(sample[i].kind))).at);
        view_text(item, "text", buf_str(&text));
    }
}

static void view_release(struct web_visit *visit, struct view *view,
                         const struct app_release *release)
{
    static const char *const state[] = {
        "", "day.state.waits", "day.state.given", "day.state.held",
        "day.state.lapsed"
    };
    static const char *const why[MESSAGE_LOOKS] = {
        NULL, "day.why.first", "day.why.large"
    };
    bool is_waiting = release->state == APP_RELEASE_WAITS;
    view_text(view, "ref", str_copy(visit->arena, str_of(release->ref.text)));
    view_text(view, "client", release->client_code);
    view_day(view, "made_on", release->made_on);
    view_count(view, "letter_count", release->letters);
    view_money(view, "left", release->left);
    view_count(view, "usual", release->usual);
    if (why[release->why] != NULL)
        view_word(view, "why", why[release->why]);
    else
        view_absent(view, "why");
    view_flag(view, "is_waiting", is_waiting);
    view_word(view, "state", state[release->state]);
    respond_moment(visit, view, "decided", release->decided_at);
    view_text(view, "by", release->decided_by);
    view_text(view, "note", release->note);
}
