/* How and when may we reach you?  And the e-mail address, which is kept only
 * when it answered with a code. */
#include "base/base.h"
#include "app/wish.h"
#include "web/portal/portal.h"
#include "web/prefer.h"
#include "web/problem.h"
#include "web/respond.h"

static void show(struct web_visit *visit, int status,
                 const struct app_prefer *prefer, const char *wrong);
static void show_email(struct web_visit *visit, int status,
                       const char *wrong);
static void show_proof(struct web_visit *visit, int status,
                       const char *wrong);
static struct str purpose(const struct web_visit *visit);

void get_prefer(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_prefer prefer;
    if (app_prefer_load(visit->app, visit->caller, (struct str){ NULL, 0 },
                        visit->arena, &prefer, &err))
        show(visit, 200, &prefer, NULL);
    else
        respond_trouble(visit, &err);
}

void post_prefer(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_prefer_ask ask = { .source = STR("portal"),
                                  .key = visit->nonce };
    const char *wrong = prefer_take(visit, &ask.want);
    if (wrong != NULL) {
        show(visit, 422, &ask.want, wrong);
    } else if (app_prefer_save(visit->app, visit->caller, &ask, &err)) {
        respond_looks(visit, &ask.want);
        respond_redirect(visit, STR("/m/preferences?said=saved"));
    } else {
        respond_trouble(visit, &err);
    }
}

static void show(struct web_visit *visit, int status,
                 const struct app_prefer *prefer, const char *wrong)
{
    struct err err = { .kind = ERR_NONE };
    struct str masked;
    struct problem problem = { "way_phone", "way_problem", wrong };
    if (!app_proof_channel(visit->app, visit->caller, visit->arena, &masked,
                           &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page_status(visit, status,
                                            "portal/preferences");
    view_problems(view, &problem, 1);
    view_prefer(view, prefer);
    view_text(view, "email", masked);
    view_day(view, "today", app_today(visit->app, visit->caller.at));
    struct str said = http_query(visit->request, "said");
    view_flag(view, "was_saved", str_is(said, "saved"));
    view_flag(view, "was_proved", str_is(said, "email"));
    view_phone(view, "phone", web_agency(visit->web)->phone);
}

/* --- the e-mail address ------------------------------------------------ */

void get_email(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    bool is_needed;
    if (!portal_needs_proof(visit, &is_needed, &err))
        respond_trouble(visit, &err);
    else if (is_needed)
        respond_redirect(visit, STR("/m/proof"));
    else
        show_email(visit, 200, NULL);
}

void post_email(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct ref ref;
    bool is_needed;
    if (!portal_needs_proof(visit, &is_needed, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    if (is_needed) {
        respond_redirect(visit, STR("/m/proof"));
        return;
    }
    if (app_wish_address(visit->app, visit->caller,
                         visit_form(visit, "email"), visit->nonce, &ref,
                         &err)) {
        respond_redirect(visit, str_format(visit->arena,
                                           "/m/proof/code?ask=%s", ref.text));
        return;
    }
    if (err.kind == ERR_BUSY)
        show_email(visit, 429, "find.err.locked");
    else if (err.kind == ERR_INVALID)
        show_email(visit, 422, "pref.err.email");
    else if (err.kind == ERR_CONFLICT)
        show_email(visit, 422, "pref.err.refused");
    else
        respond_trouble(visit, &err);
}

static void show_email(struct web_visit *visit, int status, const char *wrong)
{
    struct problem problem = { "email", "email_problem", wrong };
    struct view *view = respond_page_status(visit, status, "portal/email");
    view_problems(view, &problem, 1);
    view_text(view, "email", visit_form(visit, "email"));
    view_phone(view, "phone", web_agency(visit->web)->phone);
}

/* Somebody who can be asked for one proof more is asked (people.md 1.1). */
bool portal_needs_proof(struct web_visit *visit, bool *is_needed,
                        struct err *err)
{
    struct str masked;
    *is_needed = false;
    if (visit->is_proved)
        return true;
    if (!app_proof_channel(visit->app, visit->caller, visit->arena, &masked,
                           err))
        return false;
    *is_needed = masked.len > 0;
    return true;
}

/* --- one proof more ---------------------------------------------------- */

void get_proof(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct str masked;
    if (!app_proof_channel(visit->app, visit->caller, visit->arena, &masked,
                           &err)) {
        respond_trouble(visit, &err);
        return;
    }
    if (masked.len == 0) {
        respond_redirect(visit, STR("/m/email"));
        return;
    }
    struct view *view = respond_page(visit, "portal/proof");
    view_text(view, "email", masked);
    view_text(view, "for", purpose(visit));
}

/* What the proof is for: the page to go on with. */
static struct str purpose(const struct web_visit *visit)
{
    struct str typed = visit_field(visit, "for");
    return str_is(typed, "helper") ? STR("helper") : STR("email");
}

void post_proof(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct ref ref;
    struct str next = purpose(visit);
    if (app_wish_proof(visit->app, visit->caller, visit->nonce, &ref, &err))
        respond_redirect(visit, str_format(
            visit->arena, "/m/proof/code?ask=%s&for=%.*s", ref.text,
            STR_ARGS(next)));
    else
        respond_trouble(visit, &err);
}

void get_proof_code(struct web_visit *visit)
{
    show_proof(visit, 200, NULL);
}

void post_proof_code(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_session session;
    enum app_wish_kind kind;
    struct app_proof proof = {
        .ref = visit_form(visit, "ask"), .digits = visit_form(visit, "code"),
        .address = visit->request->peer.client, .cookie = visit->cookie
    };
    struct str next = purpose(visit);
    if (app_wish_prove(visit->app, visit->caller, &proof, &session, &kind,
                       &err))
        respond_redirect(visit, kind == APP_WISH_ADDRESS
                         ? STR("/m/preferences?said=email")
                         : str_format(visit->arena, "/m/%.*s",
                                      STR_ARGS(next)));
    else if (err.kind == ERR_BUSY)
        show_proof(visit, 429, "find.err.locked");
    else if (err.kind == ERR_DENIED)
        show_proof(visit, 422, "back.err.code");
    else
        respond_trouble(visit, &err);
}

static void show_proof(struct web_visit *visit, int status, const char *wrong)
{
    struct problem problem = { "code", "code_problem", wrong };
    struct str ask = visit_field(visit, "ask");
    struct view *view = respond_page_status(visit, status,
                                            "portal/proof-code");
    view_problems(view, &problem, 1);
    view_count(view, "minutes", APP_WISH_MINUTES);
    view_text(view, "ask", str_part(ask, 0, REF_LEN));
    view_text(view, "for", purpose(visit));
    view_phone(view, "phone", web_agency(visit->web)->phone);
}
