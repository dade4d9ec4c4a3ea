#include "base/base.h"
#include "app/prefer.h"
#include "app/stop.h"
#include "http/form.h"
#include "text/escape.h"
#include "text/json.h"
#include "web/problem.h"
#include "web/respond.h"
#include "web/routes.h"
#include "web/style.h"

#define PAGE_BYTES_MAX ((size_t)1 << 20)
#define VIEW_BYTES_MAX ((size_t)8 << 20)
#define ADMIN_BYTES_MAX ((size_t)16 << 20)

static void see(struct web_visit *visit, int status, struct str path);
static void site_fill(struct web_visit *visit);
static void site_agency(const struct web_visit *visit, struct view *site);
static void site_language(const struct web_visit *visit, struct view *site);
static const struct web_style *style_of(const struct web_visit *visit);
static struct str page_path(const struct http_request *request);
static bool wants_plain(const struct web_visit *visit);
static void render_template(struct web_visit *visit,
                            const struct mustache_set *set,
                            const char *content_type);
static void trouble_json(struct web_visit *visit, const struct err *err,
                         struct str details);

struct view *respond_page(struct web_visit *visit, const char *page)
{
    return respond_page_status(visit, 200, page);
}

struct view *respond_page_status(struct web_visit *visit, int status,
                                 const char *page)
{
    CHECK(visit->view == NULL);
    visit->page = page;
    visit->status = status;
    visit->view = view_new(visit->arena, visit->language);
    return visit->view;
}

void respond_trouble(struct web_visit *visit, const struct err *err)
{
    respond_trouble_all(visit, err, (struct str){ NULL, 0 });
}

void respond_trouble_all(struct web_visit *visit, const struct err *err,
                         struct str details)
{
    visit->view = NULL; /* a page begun and given up */
    if (err_http_status(err->kind) >= 500 && err->kind != ERR_BUSY)
        (void)fprintf(stderr, "bedside: %s %s: %s\n",
                      visit->request->id.text, err_name(err->kind),
                      err->text);
    /* Not theirs and not there look the same to everybody outside. */
    if (visit->request->transport != HTTP_TCP)
        trouble_json(visit, err, details);
    else if (err->kind == ERR_DENIED)
        http_answer_status(visit->answer, visit->request, 404);
    else
        http_answer_trouble(visit->answer, visit->request, err);
}

void respond_redirect(struct web_visit *visit, struct str path)
{
    see(visit, 200, path);
}

enum respond_end respond_end(struct web_visit *visit, const struct err *err,
                             struct str secret, struct str page)
{
    bool is_page = visit->request->transport == HTTP_TCP;
    bool is_refused = err->kind == ERR_INVALID || err->kind == ERR_CONFLICT
                      || err->kind == ERR_ABSENT;
    if (err->kind != ERR_NONE && is_page && is_refused)
        return RESPOND_WRONG;
    if (err->kind != ERR_NONE)
        respond_trouble(visit, err);
    else if (!is_page)
        return RESPOND_LINE;
    else if (secret.len > 0)
        return RESPOND_SECRET;
    else
        respond_redirect(visit, page);
    return RESPOND_DONE;
}

void respond_begun(struct web_visit *visit, struct str path)
{
    see(visit, 202, path);
}

static void see(struct web_visit *visit, int status, struct str path)
{
    if (!visit->request->wants_json) {
        http_answer_redirect(visit->answer, path);
        return;
    }
    struct buf buf;
    struct json_out out;
    buf_init(&buf, visit->arena, HTTP_PATH_MAX * 4);
    json_out_init(&out, &buf);
    json_out_object(&out);
    json_out_key(&out, STR("see"));
    json_out_text(&out, path);
    json_out_object_end(&out);
    buf_add_byte(&buf, '\n');
    http_answer_json(visit->answer, status, buf_str(&buf));
}

void respond_file(struct web_visit *visit, const char *content_type,
                  struct str name, struct str bytes)
{
    visit->answer->status = 200;
    visit->answer->content_type = str_of(content_type);
    visit->answer->body = bytes;
    if (name.len > 0)
        http_answer_header(visit->answer, "Content-Disposition",
                           str_format(visit->arena,
                                      "attachment; filename=\"%.*s\"",
                                      STR_ARGS(name)));
}

void respond_session(struct web_visit *visit,
                     const struct app_session *session)
{
    struct http_cookie_set set = {
        .name = WEB_COOKIE, .value = str_of(session->cookie),
        .secure = visit->web->options.behind_tls_proxy
    };
    http_answer_cookie(visit->answer, &set);
}

void respond_session_end(struct web_visit *visit)
{
    struct http_cookie_set set = {
        .name = WEB_COOKIE, .value = STR(""), .max_age_seconds = -1,
        .secure = visit->web->options.behind_tls_proxy
    };
    http_answer_cookie(visit->answer, &set);
}

void respond_looks(struct web_visit *visit, const struct app_prefer *prefer)
{
    bool is_secure = visit->web->options.behind_tls_proxy;
    struct http_cookie_set language = {
        .name = WEB_COOKIE_LANG, .value = language_code(prefer->language),
        .max_age_seconds = 365 * 86400, .secure = is_secure
    };
    struct http_cookie_set large = {
        .name = WEB_COOKIE_LARGE, .value = STR("1"),
        .max_age_seconds = prefer->is_large ? 365 * 86400 : -1,
        .secure = is_secure
    };
    if (prefer->language != LANGUAGE_UNKNOWN)
        http_answer_cookie(visit->answer, &language);
    http_answer_cookie(visit->answer, &large);
}

struct wall respond_wall(const struct web_visit *visit, struct moment moment)
{
    if (moment_is_none(moment) || moment_is_never(moment))
        return (struct wall){ .day = DAY_NONE };
    return app_wall(visit->app, moment);
}

void respond_moment(const struct web_visit *visit, struct view *view,
                    const char *name, struct moment moment)
{
    if (moment_is_none(moment) || moment_is_never(moment))
        view_absent(view, name);
    else
        view_moment(view, name, moment, respond_wall(visit, moment));
}

void respond_render(struct web_visit *visit)
{
    if (visit->view == NULL) {
        if (visit->answer->status == 200 && visit->page != NULL)
            visit->answer->failed = true; /* the view did not fit */
        return;
    }
    if (wants_plain(visit)) {
        render_template(visit, visit->web->plain,
                        "text/plain; charset=utf-8");
    } else if (visit->request->wants_json) {
        struct buf buf;
        buf_init(&buf, visit->arena,
                 visit->request->transport == HTTP_TCP ? VIEW_BYTES_MAX
                                                       : ADMIN_BYTES_MAX);
        if (visit->status >= 400 && visit->request->transport == HTTP_TCP)
            problem_json(visit->view, visit->status, &buf);
        else
            view_json(visit->view, &buf);
        http_answer_json(visit->answer, visit->status, buf_str(&buf));
    } else {
        site_fill(visit);
        visit->answer->style_sha256 = str_of(style_of(visit)->sha256);
        visit->answer->image_self = true;
        render_template(visit, visit->web->pages,
                        "text/html; charset=utf-8");
    }
}

static void render_template(struct web_visit *visit,
                            const struct mustache_set *set,
                            const char *content_type)
{
    struct err err = { .kind = ERR_NONE };
    struct buf buf;
    bool is_strict = visit->web->options.is_strict;
    buf_init(&buf, visit->arena, set == visit->web->plain ? ADMIN_BYTES_MAX
                                                          : PAGE_BYTES_MAX);
    visit->answer->status = visit->status;
    visit->answer->content_type = str_of(content_type);
    if (mustache_render(set, str_of(visit->page), visit->view,
                        is_strict ? MUSTACHE_STRICT : MUSTACHE_LENIENT, &buf,
                        &err)) {
        visit->answer->body = buf_str(&buf);
        return;
    }
    (void)fprintf(stderr, "bedside: page %s: %s\n", visit->page, err.text);
    visit->answer->failed = true;
}

/* The command line asks for words or for JSON at the Unix doors; nobody gets
 * plain text over TCP. */
static bool wants_plain(const struct web_visit *visit)
{
    return visit->request->transport != HTTP_TCP
           && str_starts(http_header(visit->request, "Accept"),
                         STR("text/plain"));
}

/* The person's pages carry the small style, staff pages the wider one. */
static const struct web_style *style_of(const struct web_visit *visit)
{
    return str_starts(str_of(visit->page), STR("portal/"))
        ? &web_style_page : &web_style_staff;
}

static void site_fill(struct web_visit *visit)
{
    const struct caller *caller = &visit->caller;
    int64_t stops = 0;
    const struct web_style *style = style_of(visit);
    struct view *site = view_section(visit->view, "site");
    view_only_page(visit->view);
    view_text(site, "style", (struct str){ style->text, style->len });
    site_language(visit, site);
    site_agency(visit, site);

    char *token = arena_bytes(visit->arena, APP_TOKEN_MAX);
    if (token != NULL)
        app_form_token(visit->app, visit->cookie, token);
    view_text_c(site, WEB_TOKEN, token);
    view_text(site, "path", visit->request->path);
    struct str large = http_cookie_get(
        visit->request, WEB_COOKIE_LARGE,
        visit->web->options.behind_tls_proxy);
    view_flag(site, "is_large", str_is(large, "1"));
    bool is_signed_in = caller->kind != CALLER_NOBODY;
    view_text(site, "who", is_signed_in ? caller->name : STR(""));
    view_flag(site, "is_signed_in", is_signed_in);
    view_flag(site, "is_person", caller->kind == CALLER_PERSON);
    view_flag(site, "is_staff", caller->kind == CALLER_STAFF);
    view_flag(site, "is_provider", caller->kind == CALLER_PROVIDER);
    view_flag(site, "may_stop", caller->kind == CALLER_STAFF
                  && access_may(caller, MAY_STOP, RELATION_NONE));
    view_flag(site, "may_work", caller->kind == CALLER_STAFF
                  && access_may(caller, MAY_WORK_DESK, RELATION_NONE));
    view_flag(site, "may_administer", caller->kind == CALLER_STAFF
                  && access_may(caller, MAY_ADMINISTER, RELATION_NONE));
    view_flag(site, "has_stops", caller->kind == CALLER_STAFF
                  && app_stops_open(visit->app, *caller, &stops, NULL)
                  && stops > 0);
}

static void site_agency(const struct web_visit *visit, struct view *site)
{
    const struct app_agency *agency = web_agency(visit->web);
    view_text(site, "name", agency->known_as);
    view_phone(site, "phone", agency->phone);
    view_text(site, "tel", str_format(visit->arena, "+1%.*s",
                                      STR_ARGS(agency->phone)));
    view_text(site, "hours", visit->language == WORDS_ES ? agency->hours_es
                                                         : agency->hours_en);
    view_text(site, "website", agency->website);
    view_text(site, "license", agency->license);
    view_text(site, "line1", agency->line1);
    view_text(site, "line2", agency->line2);
    view_text(site, "city", agency->city);
    view_text(site, "state", agency->state);
    view_text(site, "zip", agency->zip);
    view_flag(site, "is_demo", agency->is_demo);
    struct civil today = day_civil(app_today(visit->app, visit->caller.at));
    view_text(site, "year", str_format(visit->arena, "%d", (int)today.year));
}

/* The link shows the same page in the other language, its query kept. */
static void site_language(const struct web_visit *visit, struct view *site)
{
    const struct http_request *request = visit->request;
    enum words_language other = visit->language == WORDS_ES ? WORDS_EN
                                                            : WORDS_ES;
    struct buf link;
    buf_init(&link, visit->arena, HTTP_PATH_MAX * 4);
    bool is_get = request->method == HTTP_GET;
    struct str path = page_path(request);
    for (size_t at = 0; at < path.len; ) {
        size_t slash = str_find_byte(path, '/', at);
        http_url_encode(&link, str_part(path, at, slash - at));
        if (slash < path.len)
            buf_add_byte(&link, '/');
        at = slash + 1;
    }
    buf_add_format(&link, "?lang=%s", words_tag(other));
    for (uint32_t i = 0; is_get && i < request->query_count; i++) {
        if (str_is(request->query[i].name, "lang"))
            continue;
        buf_add_byte(&link, '&');
        http_url_encode(&link, request->query[i].name);
        buf_add_byte(&link, '=');
        http_url_encode(&link, request->query[i].value);
    }
    view_text_c(site, "lang", words_tag(visit->language));
    view_text_c(site, "other_lang", words_tag(other));
    view_text(site, "other_lang_link", buf_str(&link));
}

/* Where a page that answers a form can be opened again: its own path, or the
 * nearest one above it that can be read. */
static struct str page_path(const struct http_request *request)
{
    struct http_request get = *request;
    const struct web_route *route;
    struct str ref[WEB_REFS_MAX];
    get.method = HTTP_GET;
    while (web_route_find(&get, &route, ref) != WEB_MATCH) {
        while (get.path.len > 0 && get.path.at[get.path.len - 1] != '/')
            get.path.len--;
        if (get.path.len <= 1)
            return request->path;
        get.path.len--;
    }
    return get.path;
}

/* At the Unix doors the asker is the administrator's own program, and gets
 * our own words whatever the trouble is. */
static void trouble_json(struct web_visit *visit, const struct err *err,
                         struct str details)
{
    struct buf buf;
    struct json_out out;
    buf_init(&buf, visit->arena, ADMIN_BYTES_MAX);
    json_out_init(&out, &buf);
    json_out_object(&out);
    json_out_key(&out, STR("error"));
    json_out_object(&out);
    json_out_key(&out, STR("kind"));
    json_out_text(&out, str_of(err_name(err->kind)));
    json_out_key(&out, STR("message"));
    json_out_text(&out, str_of(err->text));
    if (details.at != NULL) {
        json_out_key(&out, STR("details"));
        json_out_text(&out, details);
    }
    json_out_key(&out, STR("request"));
    json_out_text(&out, str_of(visit->request->id.text));
    json_out_object_end(&out);
    json_out_object_end(&out);
    buf_add_byte(&buf, '\n');
    http_answer_json(visit->answer, err_http_status(err->kind),
                     buf_str(&buf));
}
