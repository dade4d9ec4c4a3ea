#include "base/base.h"
#include "app/second.h"
#include "web/problem.h"
#include "web/respond.h"
#include "web/sign.h"

#define GROUP 4 /* signs of the secret that stand together */

static struct str cookie_of(const struct web_visit *visit);
static bool is_shown_again(const struct err *err, int *status,
                           const char **word);
static void trouble(struct web_visit *visit, const struct err *err);
static void show_code(struct web_visit *visit, int status, const char *word);
static void show_set(struct web_visit *visit, int status, const char *word);
static void show_recovery(struct web_visit *visit,
                          const struct app_session *session,
                          const struct str recovery[APP_RECOVERY_CODES]);

void get_second(struct web_visit *visit)
{
    show_code(visit, 200, NULL);
}

void post_second(struct web_visit *visit)
{
    struct app_session session;
    struct err err = { .kind = ERR_NONE };
    const char *word;
    int status;
    if (app_second_pass(visit->app, cookie_of(visit),
                        visit_form(visit, "code"),
                        visit->request->peer.client, &session, &err)) {
        respond_session(visit, &session);
        respond_redirect(visit, sign_home(&session.caller));
    } else if (is_shown_again(&err, &status, &word)) {
        show_code(visit, status, word);
    } else {
        trouble(visit, &err);
    }
}

void get_second_set(struct web_visit *visit)
{
    show_set(visit, 200, NULL);
}

/* The recovery codes are in this one answer and nowhere else. */
void post_second_set(struct web_visit *visit)
{
    struct app_session session;
    struct str recovery[APP_RECOVERY_CODES];
    struct err err = { .kind = ERR_NONE };
    const char *word;
    int status;
    if (app_second_set(visit->app, cookie_of(visit),
                       visit_form(visit, "code"),
                       visit->request->peer.client, visit->arena, recovery,
                       &session, &err)) {
        respond_session(visit, &session);
        show_recovery(visit, &session, recovery);
    } else if (is_shown_again(&err, &status, &word)) {
        show_set(visit, status, word);
    } else {
        trouble(visit, &err);
    }
}

/* Of a sign-in that may be half-way, so not the visit's. */
static struct str cookie_of(const struct web_visit *visit)
{
    return http_cookie_get(visit->request, WEB_COOKIE,
                           visit->web->options.behind_tls_proxy);
}

static bool is_shown_again(const struct err *err, int *status,
                           const char **word)
{
    *status = err->kind == ERR_BUSY ? 429 : 422;
    *word = err->kind == ERR_BUSY ? "signin.err.locked" : "second.err.code";
    return err->kind == ERR_BUSY || err->kind == ERR_DENIED;
}

/* Whatever was begun is over: from the start. */
static void trouble(struct web_visit *visit, const struct err *err)
{
    if (err->kind == ERR_ABSENT || err->kind == ERR_CONFLICT)
        respond_redirect(visit, STR(WEB_SIGN_IN));
    else
        respond_trouble(visit, err);
}

static void show_code(struct web_visit *visit, int status, const char *word)
{
    struct problem problem = { "code", "code_problem", word };
    struct view *view = respond_page_status(visit, status, "second");
    view_problems(view, &problem, 1);
}

/* "ABCD EFGH ..." */
static struct str in_groups(struct web_visit *visit, struct str secret)
{
    struct buf buf;
    buf_init(&buf, visit->arena, 2 * SEAL_TOTP_BASE32_LEN);
    for (size_t at = 0; at < secret.len; at += GROUP) {
        if (at > 0)
            buf_add_byte(&buf, ' ');
        buf_add(&buf, str_part(secret, at, GROUP));
    }
    return buf_str(&buf);
}

static void show_set(struct web_visit *visit, int status, const char *word)
{
    struct problem problem = { "code", "code_problem", word };
    struct err err = { .kind = ERR_NONE };
    struct app_second second;
    if (!app_second_look(visit->app, cookie_of(visit), visit->arena, &second,
                         &err)) {
        trouble(visit, &err);
        return;
    }
    struct view *view = respond_page_status(visit, status, "second-set");
    view_problems(view, &problem, 1);
    view_text(view, "name", second.name);
    view_text(view, "secret", in_groups(visit, second.secret));
    view_text(view, "link", second.link);
    view_flag(view, "is_due", second.is_due);
    view_day(view, "due_on", respond_wall(visit, second.due_at).day);
    view_text(view, "home", sign_home(&visit->caller));
}

static void show_recovery(struct web_visit *visit,
                          const struct app_session *session,
                          const struct str recovery[APP_RECOVERY_CODES])
{
    struct view *view = respond_page(visit, "second-codes");
    struct view *list = view_list(view, "recovery");
    for (uint32_t i = 0; i < APP_RECOVERY_CODES; i++)
        view_item_text(list, recovery[i]);
    view_text(view, "home", sign_home(&session->caller));
}
