#include "base/base.h"
#include "http/csrf.h"
#include "text/embedded.h"
#include "web/bearer.h"
#include "web/body.h"
#include "web/job.h"
#include "web/respond.h"
#include "web/routes.h"
#include "web/web.h"

#define COURIER_NAME "courier"

extern const struct embedded_set embedded_pages;
extern const struct embedded_set embedded_plain;

static bool templates_open(const struct embedded_set *from,
                           enum mustache_escape escape, bool is_strict,
                           struct arena *arena,
                           const struct mustache_set **set, struct err *err);
static void visit_init(struct web_visit *visit, struct web *web,
                       struct http_request *request,
                       struct http_answer *answer);
static void trouble(struct web_visit *visit, const struct err *err);
static bool find_caller(struct web_visit *visit, struct err *err);
static enum words_language find_language(struct web_visit *visit);
static bool is_from_our_page(struct web_visit *visit, struct err *err);
static bool has_good_token(struct web_visit *visit, struct err *err);
static void not_found(struct web_visit *visit);

bool web_open(const struct web_options *options, struct web *web,
              struct err *err)
{
    CHECK(options->app != NULL);
    *web = (struct web){ .options = *options, .app = options->app };
    arena_init(&web->arena, ARENA_JOB_BYTES);
    bool is_open =
        templates_open(&embedded_pages, MUSTACHE_HTML, options->is_strict,
                       &web->arena, &web->pages, err)
        && templates_open(&embedded_plain, MUSTACHE_PLAIN, options->is_strict,
                          &web->arena, &web->plain, err)
        && web_who_open(web, err)
        && (!options->is_serving || web_jobs_open(web, err));
    if (!is_open)
        web_close(web);
    return is_open;
}

void web_close(struct web *web)
{
    if (web->jobs != NULL)
        web_jobs_close(web);
    if (web->who != NULL)
        web_who_close(web);
    arena_clear(&web->arena);
    *web = (struct web){ .app = NULL };
}

void web_handle(void *context, struct http_request *request,
                struct http_answer *answer)
{
    struct web_visit visit;
    struct err err = { .kind = ERR_NONE };
    visit_init(&visit, context, request, answer);
    enum web_match match = web_route_find(request, &visit.route, visit.ref);
    if (match != WEB_NO_PATH)
        answer->route = web_route_name(visit.route, visit.arena);

    if (!find_caller(&visit, &err))
        trouble(&visit, &err);
    else if (request->method == HTTP_OTHER)
        http_answer_status(answer, request, 405);
    else if (match == WEB_NO_PATH
             || !access_may(&visit.caller, visit.route->right, RELATION_NONE)
             || !access_key_may(&visit.caller, web_route_scopes(visit.route)))
        not_found(&visit);
    else if (match == WEB_OTHER_METHOD)
        http_answer_status(answer, request, 405);
    else if (!body_take(&visit, &err) || !is_from_our_page(&visit, &err)
             || !has_good_token(&visit, &err))
        trouble(&visit, &err);
    else if (visit.route->doors & JOB && visit.web->jobs != NULL)
        web_job_start(&visit);
    else
        visit.route->handler(&visit);
    respond_render(&visit);
}

void web_progress(void *context, uint64_t done, uint64_t total)
{
    const struct web_visit *visit = context;
    const struct web_options *options = &visit->web->options;
    if (visit->web->jobs != NULL)
        web_job_progress(visit->web, visit, done, total);
    else if (options->progress != NULL)
        options->progress(options->progress_context, done, total);
}

static bool templates_open(const struct embedded_set *from,
                           enum mustache_escape escape, bool is_strict,
                           struct arena *arena,
                           const struct mustache_set **set, struct err *err)
{
    struct mustache_set *made = mustache_set_new(arena, escape);
    if (made == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the pages");
    for (size_t i = 0; i < from->count; i++) {
        struct str text = { from->file[i].at, from->file[i].len };
        if (!mustache_add(made, str_of(from->file[i].name), text, err))
            return false;
    }
    enum mustache_mode mode = is_strict ? MUSTACHE_STRICT : MUSTACHE_LENIENT;
    if (!mustache_ready(made, mode, err))
        return false;
    *set = made;
    return true;
}

static void visit_init(struct web_visit *visit, struct web *web,
                       struct http_request *request,
                       struct http_answer *answer)
{
    *visit = (struct web_visit){
        .web = web, .app = web->app, .request = request, .answer = answer,
        .arena = request->arena, .cookie = STR(""),
        .caller = app_caller(web->app, CALLER_NOBODY, "nobody")
    };
    visit->language = find_language(visit);
}

/* Unless whoever met it has answered already. */
static void trouble(struct web_visit *visit, const struct err *err)
{
    if (err->kind != ERR_NONE)
        respond_trouble(visit, err);
}

/* Who asks is decided by the door: the two Unix sockets belong to whoever
 * the kernel says is at the other end, TCP to the key that is shown, or to
 * the session's cookie.  False with no err: answered already. */
static bool find_caller(struct web_visit *visit, struct err *err)
{
    const struct http_request *request = visit->request;
    struct moment at = visit->caller.at;
    switch (request->transport) {
    case HTTP_ADMIN:
        visit->caller.kind = CALLER_ADMIN;
        visit->caller.name = request->peer.has_uid
            ? str_format(visit->arena, "uid:%" PRId64, request->peer.uid)
            : STR("command line");
        return true;
    case HTTP_COURIER:
        visit->caller.kind = CALLER_SYSTEM;
        visit->caller.roles = ROLE_COURIER;
        visit->caller.name = STR(COURIER_NAME);
        return true;
    case HTTP_TCP:
        break;
    }
    if (bearer_shown(request))
        return bearer_find(visit, err);
    struct str cookie = http_cookie_get(request, WEB_COOKIE,
                                        visit->web->options.behind_tls_proxy);
    if (cookie.len == 0 || str_starts(request->path, STR("/assets/")))
        return true;
    struct app_session session = { .caller = visit->caller };
    if (!app_session_find(visit->app, cookie, visit->arena, &session, err))
        return false;
    if (session.caller.kind == CALLER_NOBODY)
        return true;
    visit->cookie = cookie;
    visit->caller = session.caller;
    visit->caller.at = at;
    visit->is_proved = session.is_proved;
    return true;
}

/* What they chose on the page, then what they chose before, then what their
 * browser asks for. */
static enum words_language find_language(struct web_visit *visit)
{
    const struct http_request *request = visit->request;
    bool is_secure = visit->web->options.behind_tls_proxy;
    enum words_language language;
    struct str chosen = http_query(request, "lang");
    if (words_language_parse(chosen, &language)) {
        struct http_cookie_set set = {
            .name = WEB_COOKIE_LANG, .value = str_of(words_tag(language)),
            .max_age_seconds = 365 * 86400, .secure = is_secure
        };
        http_answer_cookie(visit->answer, &set);
        return language;
    }
    struct str kept = http_cookie_get(request, WEB_COOKIE_LANG, is_secure);
    if (words_language_parse(kept, &language))
        return language;
    return words_language_accept(http_header(request, "Accept-Language"));
}

static bool is_from_our_page(struct web_visit *visit, struct err *err)
{
    const struct web_options *options = &visit->web->options;
    struct str own = options->own_origin;
    if (own.len == 0)
        own = http_host_origin(visit->request, options->behind_tls_proxy);
    if (visit->caller.is_key || http_is_same_origin(visit->request, own))
        return true;
    return err_set(err, ERR_INVALID, "this form did not come from our own "
                   "page; please open the page again and send it from there");
}

/* The token is bound to the session, and its nonce makes twice once.  At the
 * Unix doors no browser can reach us; there the asker names its own key. */
static bool has_good_token(struct web_visit *visit, struct err *err)
{
    if (visit->request->transport != HTTP_TCP) {
        visit->nonce = visit_form(visit, "key");
        return true;
    }
    if (visit->route->token != TOKEN)
        return true;
    if (visit->caller.is_key)
        return bearer_once(visit, err);
    struct str token = http_form(visit->request, WEB_TOKEN);
    if (token.len > 0 && token.len <= APP_TOKEN_MAX
        && app_form_token_check(visit->app, visit->cookie, token,
                                &visit->nonce))
        return true;
    return err_set(err, ERR_INVALID, "this page was open too long; please "
                   "open it again and send the form once more");
}

/* The same 404 for all; but who is not signed in and asks for a page is shown
 * the way in.  By prefix, never by route, so it says nothing about either. */
static void not_found(struct web_visit *visit)
{
    const struct http_request *request = visit->request;
    bool is_page = request->method == HTTP_GET && !request->wants_json
                   && request->transport == HTTP_TCP;
    static const struct {
        struct str below, way_in;
    } ways[] = {
        { { "/desk", 5 }, { WEB_SIGN_IN, sizeof WEB_SIGN_IN - 1 } },
        { { "/provider", 9 }, { WEB_SIGN_IN, sizeof WEB_SIGN_IN - 1 } },
        { { "/m", 2 }, { WEB_FIND, sizeof WEB_FIND - 1 } },
    };
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        struct str rest = str_part(request->path, ways[i].below.len,
                                   request->path.len);
        if (is_page && visit->caller.kind == CALLER_NOBODY
            && str_starts(request->path, ways[i].below)
            && (rest.len == 0 || rest.at[0] == '/')) {
            respond_redirect(visit, ways[i].way_in);
            return;
        }
    }
    http_answer_status(visit->answer, request, 404);
}
