#include "base/base.h"
#include "access/access.h"
#include "web/problem.h"
#include "web/respond.h"
#include "web/sign.h"

static void show(struct web_visit *visit, int status, struct str name,
                 const char *word);

void get_sign_in(struct web_visit *visit)
{
    show(visit, 200, (struct str){ NULL, 0 }, NULL);
}

void post_sign_in(struct web_visit *visit)
{
    struct app_session session;
    struct err err = { .kind = ERR_NONE };
    struct str name = visit_form(visit, "name");
    struct str password = http_form(visit->request, "password");
    if (app_sign_in(visit->app, name, password, visit->request->peer.client,
                    &session, &err)) {
        respond_session(visit, &session);
        respond_redirect(visit, session.next == APP_NEXT_OPEN
                                ? sign_home(&session.caller)
                                : session.next == APP_NEXT_CODE
                                ? STR(WEB_SECOND) : STR(WEB_SECOND_SET));
        return;
    }
    if (err.kind == ERR_BUSY)
        show(visit, 429, name, "signin.err.locked");
    else if (err.kind == ERR_DENIED || err.kind == ERR_INVALID)
        show(visit, 422, name, "signin.err.match");
    else
        respond_trouble(visit, &err);
}

struct str sign_home(const struct caller *caller)
{
    if (caller->kind == CALLER_PROVIDER)
        return STR("/provider");
    return access_may(caller, MAY_STOP, RELATION_NONE) ? STR("/desk/morning")
                                                       : STR("/desk");
}

void post_sign_out(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    if (visit->caller.kind != CALLER_NOBODY
        && !app_sign_out(visit->app, visit->caller, visit->cookie, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    respond_session_end(visit);
    respond_redirect(visit, STR(WEB_SIGN_IN));
}

static void show(struct web_visit *visit, int status, struct str name,
                 const char *word)
{
    struct problem problem = { "name", "name_problem", word };
    struct view *view = respond_page_status(visit, status, "sign-in");
    view_problems(view, &problem, 1);
    view_text(view, "name", name);
    view_text_c(view, "action", WEB_SIGN_IN);
    view_flag(view, "was_signed_out", visit->cookie.len > 0
                                      && visit->caller.kind == CALLER_NOBODY);
    view_flag(view, "is_provider", false);
}
