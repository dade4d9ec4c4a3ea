/* answer.h - how do we answer?
 *
 * A handler fills one answer: status, type, body, a few headers.  Nobody
 * writes security headers by hand: http_answer_secure adds them all, once, to
 * every answer that leaves, error pages included (reliability §3.13).
 * Everything lives in the request's arena. */
#ifndef HTTP_ANSWER_H
#define HTTP_ANSWER_H

#include "http/request.h"

#define HTTP_ANSWER_HEADERS_MAX 40
#define HTTP_RETRY_SECONDS "2"
#define HTTP_TRIES_SECONDS "900" /* after too many tries */

struct http_answer {
    int status;               /* 0: nobody answered; leaves as 500 */
    struct str content_type;
    struct str body;          /* in the request's arena, or static */
    struct arena *arena;
    uint32_t header_count;
    struct http_pair header[HTTP_ANSWER_HEADERS_MAX];
    /* What the page needs beyond default-src 'none'. */
    struct str style_sha256;  /* base64 of SHA-256 of the inline style */
    bool style_self;          /* own style sheets by address */
    bool image_self, image_data;
    int64_t cache_seconds;    /* 0: no-store; else public (own assets only) */
    struct str route;         /* what the log may say, e.g. "POST /m/plan";
                               * paths hold codes and are never logged */
    bool close;               /* end the connection after it */
    bool failed;              /* sticky: a header did not fit or was unsafe,
                               * or the arena is exhausted; leaves as 500 */
};

/* Starts an answer; takes no memory. */
void http_answer_init(struct http_answer *answer, struct arena *arena);

/* Status, type and body in one.  body is not copied. */
void http_answer_html(struct http_answer *answer, int status, struct str body);
void http_answer_json(struct http_answer *answer, int status, struct str body);
void http_answer_text(struct http_answer *answer, int status, struct str body);

/* Adds a header; name and value are copied.  A CR, LF, NUL or other control
 * byte in either, or too many, sets `failed`. */
void http_answer_header(struct http_answer *answer, const char *name,
                        struct str value);

/* A session cookie: HttpOnly, SameSite=Strict, Path=/.  With `secure` it gets
 * Secure and the prefix __Host- before the name, as behind a TLS proxy; on
 * plain loopback neither (reliability §3.12).  max_age_seconds 0: until the
 * browser closes; negative: delete it. */
struct http_cookie_set {
    const char *name;
    struct str value; /* token characters only */
    int64_t max_age_seconds;
    bool secure;
};
void http_answer_cookie(struct http_answer *answer,
                        const struct http_cookie_set *cookie);
/* The value sent back for that cookie, whichever of the two names. */
struct str http_cookie_get(const struct http_request *request,
                           const char *name, bool secure);

/* 303 to a path of ours ("/..." and not "//..."), else `failed`. */
void http_answer_redirect(struct http_answer *answer, struct str path);

/* A page (English and Spanish) or JSON for trouble.  Shows err's text only
 * when it is about what was sent (invalid, conflict); denied and absent give
 * the same 404, byte for byte; 500s show the request's id. */
void http_answer_trouble(struct http_answer *answer,
                         const struct http_request *request,
                         const struct err *err);
/* The same by status (400 401 404 405 408 411 413 414 415 421 422 429 431 500
 * 502 503 507); request may be NULL.  429 and 503 carry Retry-After. */
void http_answer_status(struct http_answer *answer,
                        const struct http_request *request, int status);

/* What such an answer says: for programs, and in words. */
const char *http_status_kind(int status);
const char *http_status_words(int status);

/* The one function that writes the security headers, the request's id and
 * Cache-Control, and turns an unanswered or failed answer into a 500 page.
 * The server calls it on every answer; request may be NULL.  Calling it twice
 * changes nothing the second time. */
void http_answer_secure(struct http_answer *answer,
                        const struct http_request *request,
                        bool behind_tls_proxy);

/* First value of a header already set; absent when there is none. */
struct str http_answer_header_get(const struct http_answer *answer,
                                  const char *name);

/* The answer as HTTP/1.1 bytes with Content-Length: tests, and the server's
 * last words on a connection it cuts.  Absent on exhaustion. */
struct str http_answer_render(const struct http_answer *answer,
                              struct arena *arena);

#endif
