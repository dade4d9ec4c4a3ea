#include "base/base.h"
#include "app/prefer.h"
#include "web/portal/portal.h"
#include "web/problem.h"
#include "web/respond.h"

static void show(struct web_visit *visit, int status,
                 const struct problem problem[2]);

void get_find(struct web_visit *visit)
{
    static const struct problem none[2] = {
        { "code", "code_problem", NULL },
        { "born_month", "born_problem", NULL }
    };
    if (visit->caller.kind == CALLER_PERSON)
        respond_redirect(visit, STR("/m/bill"));
    else
        show(visit, 200, none);
}

/* One text for every cause, so nobody learns which half was right. */
void post_find(struct web_visit *visit)
{
    struct app_session session;
    struct err err = { .kind = ERR_NONE };
    struct day born = DAY_NONE;
    struct str code = visit_form(visit, "code");
    struct problem problem[2] = { { "code", "code_problem", NULL },
                                  { "born_month", "born_problem", NULL } };
    if (code.at == NULL)
        problem[0].word = "find.err.code";
    if (!visit_form_day(visit, "born", &born))
        problem[1].word = "find.err.dob";
    if (problem[0].word != NULL || problem[1].word != NULL) {
        show(visit, 422, problem);
        return;
    }
    if (app_find_bill(visit->app, code, born, visit->request->peer.client,
                      &session, &err)) {
        portal_enter(visit, &session);
        return;
    }
    if (err.kind != ERR_DENIED && err.kind != ERR_BUSY) {
        respond_trouble(visit, &err);
        return;
    }
    problem[0].word = err.kind == ERR_BUSY ? "find.err.locked"
                                           : "find.err.match";
    show(visit, err.kind == ERR_BUSY ? 429 : 422, problem);
}

void portal_enter(struct web_visit *visit, const struct app_session *session)
{
    struct err err = { .kind = ERR_NONE };
    struct app_prefer prefer;
    respond_session(visit, session);
    if (app_prefer_load(visit->app, session->caller,
                        (struct str){ NULL, 0 }, visit->arena, &prefer,
                        &err))
        respond_looks(visit, &prefer); /* else the pages as they are */
    respond_redirect(visit, STR("/m/bill"));
}

static void show(struct web_visit *visit, int status,
                 const struct problem problem[2])
{
    static const char *const kept[] = { "code", "born_month", "born_day",
                                        "born_year" };
    struct view *view = respond_page_status(visit, status, "portal/find");
    view_phone(view, "phone", web_agency(visit->web)->phone);
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        view_text(view, kept[i], visit_form(visit, kept[i]));
    view_problems(view, problem, 2);
    bool said_goodbye = http_query(visit->request, "bye").at != NULL;
    view_flag(view, "said_goodbye", said_goodbye);
    /* A cookie that opens nothing any more: they were away too long. */
    struct str cookie = http_cookie_get(
        visit->request, WEB_COOKIE, visit->web->options.behind_tls_proxy);
    view_flag(view, "was_signed_out", cookie.len > 0
              && visit->caller.kind == CALLER_NOBODY && !said_goodbye);
}

void get_real(struct web_visit *visit)
{
    const struct app_agency *agency = web_agency(visit->web);
    struct view *view = respond_page(visit, "portal/real");
    view_text(view, "legal_name", agency->name);
    view_text(view, "known_as", str_equal(agency->name, agency->known_as)
                                ? (struct str){ NULL, 0 }
                                : agency->known_as);
}

void post_goodbye(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    if (!app_sign_out(visit->app, visit->caller, visit->cookie, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    respond_session_end(visit);
    respond_redirect(visit, STR("/m?bye=1"));
}
