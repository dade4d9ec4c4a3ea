/* The way back in without the letter: by an e-mail or a telephone number we
 * know, never by a name.  Every answer is the same, known or not. */
#include "base/base.h"
#include "app/wish.h"
#include "web/portal/portal.h"
#include "web/problem.h"
#include "web/respond.h"

static void show(struct web_visit *visit, int status,
                 const struct problem problem[2]);
static void show_code(struct web_visit *visit, int status, const char *wrong);
static void show_mail(struct web_visit *visit, bool was_stopped);

void get_back(struct web_visit *visit)
{
    static const struct problem none[2] = {
        { "contact", "contact_problem", NULL },
        { "born_month", "born_problem", NULL }
    };
    show(visit, 200, none);
}

void post_back(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct ref ref;
    struct app_wish_back back = {
        .typed = visit_form(visit, "contact"), .born_on = DAY_NONE,
        .address = visit->request->peer.client, .key = visit->nonce
    };
    struct problem problem[2] = { { "contact", "contact_problem", NULL },
                                  { "born_month", "born_problem", NULL } };
    bool is_number =
        person_phone_digits(visit->arena, back.typed).len > 0;
    if (!app_is_email(back.typed) && !is_number)
        problem[0].word = "back.err.contact";
    if (!visit_form_day(visit, "born", &back.born_on))
        problem[1].word = "find.err.dob";
    if (problem[0].word != NULL || problem[1].word != NULL) {
        show(visit, 422, problem);
        return;
    }
    if (app_wish_back(visit->app, &back, &ref, &err)) {
        respond_redirect(visit, str_format(visit->arena,
                                           "/m/back/code?ask=%s", ref.text));
        return;
    }
    problem[0].word = "find.err.locked";
    if (err.kind == ERR_BUSY)
        show(visit, 429, problem);
    else
        respond_trouble(visit, &err);
}

static void show(struct web_visit *visit, int status,
                 const struct problem problem[2])
{
    static const char *const kept[] = { "contact", "born_month", "born_day",
                                        "born_year" };
    struct view *view = respond_page_status(visit, status, "portal/back");
    view_phone(view, "phone", web_agency(visit->web)->phone);
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        view_text(view, kept[i], visit_form(visit, kept[i]));
    view_problems(view, problem, 2);
}

void get_back_code(struct web_visit *visit)
{
    show_code(visit, 200, NULL);
}

void post_back_code(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_session session;
    enum app_wish_kind kind;
    struct app_proof proof = {
        .ref = visit_form(visit, "ask"), .digits = visit_form(visit, "code"),
        .address = visit->request->peer.client
    };
    struct caller nobody = app_caller(visit->app, CALLER_NOBODY, "back");
    if (app_wish_prove(visit->app, nobody, &proof, &session, &kind, &err)) {
        portal_enter(visit, &session);
        return;
    }
    if (err.kind == ERR_BUSY)
        show_code(visit, 429, "find.err.locked");
    else if (err.kind == ERR_DENIED)
        show_code(visit, 422, "back.err.code");
    else
        respond_trouble(visit, &err);
}

static void show_code(struct web_visit *visit, int status, const char *wrong)
{
    struct problem problem = { "code", "code_problem", wrong };
    struct str ask = visit_field(visit, "ask");
    struct view *view = respond_page_status(visit, status,
                                            "portal/back-code");
    view_phone(view, "phone", web_agency(visit->web)->phone);
    view_count(view, "minutes", APP_WISH_MINUTES);
    view_text(view, "ask", str_part(ask, 0, REF_LEN));
    view_problems(view, &problem, 1);
}

/* --- "stop e-mails to this address", from a link in one ----------------- */

void get_mail(struct web_visit *visit)
{
    show_mail(visit, false);
}

void post_mail(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    if (app_mail_stop(visit->app, visit->ref[0], visit->nonce, &err))
        show_mail(visit, true);
    else
        respond_trouble(visit, &err);
}

static void show_mail(struct web_visit *visit, bool was_stopped)
{
    struct err err = { .kind = ERR_NONE };
    struct str masked;
    if (!app_mail_look(visit->app, visit->ref[0], visit->arena, &masked,
                       &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page(visit, "portal/mail");
    view_text(view, "address", masked);
    view_text(view, "ref", visit->ref[0]);
    view_flag(view, "was_stopped", was_stopped);
}
