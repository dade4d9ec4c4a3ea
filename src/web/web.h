/* web.h - how does one request become one answer?
 *
 * web_handle is the one router.  The server calls it, and so does a command
 * in its own process.  In order: find the route; who asks (a program's key,
 * the session's cookie, or the Unix door it came through); may they (access);
 * did the change come from our own page (Origin, form token); then the
 * handler; then the view is rendered as the caller asked: page, JSON, or
 * plain text.
 *
 * No such route, a wrong role and somebody else's things are the same 404,
 * byte for byte.  One exception, by path and not by route, so it tells
 * nothing: somebody who is not signed in and asks with GET for a page below
 * /desk or /provider is sent to WEB_SIGN_IN, below /m to WEB_FIND.
 *
 * Handlers are short: form -> one app_ call -> view.  They live in
 * web/portal, web/desk, web/provider (pages) and web/admin.c,
 * web/courier_door.c (the Unix sockets). */
#ifndef WEB_WEB_H
#define WEB_WEB_H

#include "app/agency.h"
#include "app/app.h"
#include "app/day.h"
#include "app/session.h"
#include "http/answer.h"
#include "http/request.h"
#include "http/server.h"
#include "text/mustache.h"
#include "text/view.h"

#define WEB_SIGN_IN "/sign-in" /* staff and providers */
#define WEB_FIND "/m"          /* people with a letter code */
#define WEB_COOKIE "bedside"   /* the session */
#define WEB_COOKIE_LANG "lang"
#define WEB_COOKIE_LARGE "large"
#define WEB_REFS_MAX 2         /* :names in one path */
#define WEB_TOKEN "token"      /* the form field; {{site.token}} fills it */

struct web_route;
struct web_jobs;
struct web_who;

/* The daily run, handed in by whoever opens the router: `daily` stands beside
 * `web` on the same floor, and neither sees the other.  only: DAY_NONE, or
 * the one date that is due. */
typedef bool web_daily(struct app *app, struct caller caller, struct day only,
                       bool is_dry_run, struct arena *arena,
                       struct app_day_report **report, uint32_t *count,
                       struct err *err);

struct web_options {
    struct app *app;
    web_daily *daily;       /* NULL: POST /admin/daily is refused */
    bool behind_tls_proxy;  /* Secure cookies */
    bool is_strict;         /* an unfilled tag is a 500 naming it: tests */
    bool is_serving;        /* long work goes to a thread of its own */
    struct str own_origin;  /* absent: what the Host header says */
    /* A command in its own process shows this; may be NULL. */
    void (*progress)(void *context, uint64_t done, uint64_t total);
    void *progress_context;
};

struct web {
    struct web_options options;
    struct app *app;
    struct arena arena;                 /* templates */
    const struct mustache_set *pages;   /* pages, *.html */
    const struct mustache_set *plain;   /* pages/plain, *.txt */
    struct web_who *who;                /* the agency: web_agency */
    struct web_jobs *jobs;              /* NULL unless serving */
};

/* Parses every embedded page; false names the template and line. */
bool web_open(const struct web_options *options, struct web *web,
              struct err *err) MUST_USE;
void web_close(struct web *web);

/* Who we are, as pages say it.  What was given stays good until web_close,
 * also when it is read again, after a change. */
const struct app_agency *web_agency(const struct web *web);
bool web_who_open(struct web *web, struct err *err) MUST_USE;
bool web_who_read(struct web *web, struct err *err) MUST_USE;
void web_who_close(struct web *web);

/* The http_handler; context is the struct web.  Safe from any thread. */
void web_handle(void *web, struct http_request *request,
                struct http_answer *answer);

/* One request on its way through the house: who asks for what, and what we
 * answer.  Everything lives in `arena`. */
struct web_visit {
    struct web *web;
    struct app *app;
    struct http_request *request;
    struct http_answer *answer;
    struct arena *arena;
    const struct web_route *route;
    struct caller caller;      /* .at is the event's one reading of the clock */
    bool is_proved;            /* with six digits, a moment ago */
    struct str cookie;         /* the session's; empty when there is none */
    struct str nonce;          /* of the checked form token: use it as the
                                * idempotency key.  With a program's key its
                                * Idempotency-Key; at the Unix doors the
                                * form's "key"; else absent */
    bool is_job;               /* on the job's thread (web/job.h): the
                                * request was written by us */
    struct str ref[WEB_REFS_MAX]; /* what stood for :names, in order */
    enum words_language language;
    /* What the handler chose to answer; filled by respond.h. */
    const char *page;
    struct view *view;
    int status;
};

typedef void web_handler(struct web_visit *visit);

/* How far a long handler is; an app_progress with the visit as context. */
void web_progress(void *visit, uint64_t done, uint64_t total);

#endif
