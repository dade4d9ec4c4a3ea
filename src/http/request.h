/* request.h - what did the browser, the command line or the courier say?
 *
 * One request, read whole and taken apart: method, path, parameters, form,
 * headers, cookies, and who is at the other end.  Everything points into the
 * request's own arena and lives as long as the answer is being sent.
 *
 * It does not decide who may do what (access, web) and knows no route.
 * Sizes are bounded here, at the edge (docs/adr, reliability row 35 to 37). */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include "base/base.h"

#define HTTP_PATH_MAX 2048
#define HTTP_HEADERS_MAX 64
#define HTTP_QUERY_MAX 64
#define HTTP_FORM_MAX 512
#define HTTP_COOKIES_MAX 32
#define HTTP_FILES_MAX 4

enum http_method {
    HTTP_OTHER, /* a method we do not know; web answers 405 */
    HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_PATCH, HTTP_DELETE,
    HTTP_OPTIONS
};

/* Which door it came through.  Zeroed means the public one. */
enum http_transport {
    HTTP_TCP,     /* a browser or an API client; trusted with nothing */
    HTTP_ADMIN,   /* admin.sock, or the command line in its own process */
    HTTP_COURIER  /* courier.sock */
};

struct http_pair {
    struct str name;
    struct str value;
};

struct http_file { /* one file part of multipart/form-data */
    struct str field, file_name, content_type, bytes;
};

struct http_peer {
    struct str ip;     /* of the connection, e.g. "127.0.0.1"; absent on Unix */
    struct str client; /* behind our proxy: what the proxy says (the last
                        * X-Forwarded-For entry), else the same as ip */
    bool has_uid;      /* the kernel told us (SO_PEERCRED) */
    int64_t uid, gid, pid;
};

struct http_request {
    enum http_method method;
    enum http_transport transport;
    /* Percent-decoded once, valid UTF-8, starts with '/', has no "//", "/./"
     * or "/../", no NUL or other control byte; a final ".json" is cut off and
     * sets wants_json. */
    struct str path;
    bool wants_json; /* ".json", Accept, or a Unix socket */
    uint32_t query_count, form_count, file_count, header_count, cookie_count;
    struct http_pair *query;  /* in order of appearance, decoded */
    struct http_pair *form;   /* application/x-www-form-urlencoded, or the
                               * text parts of multipart/form-data */
    struct http_file *file;
    struct http_pair *header; /* names as sent; look up by http_header */
    struct http_pair *cookie;
    struct str body;         /* raw; empty, never absent */
    struct str content_type; /* lower case, without parameters; may be absent */
    struct http_peer peer;
    struct ref id;           /* of this request; leaves as X-Request-Id */
    int64_t received_us;     /* monotonic, when its head was complete */
    struct arena *arena;     /* the answer is built in it too */
};

const char *http_method_name(enum http_method method); /* "GET"; "OTHER" */
enum http_method http_method_of(struct str name);      /* exact, upper case */

/* First value by name; absent when it was not sent.  Header names are
 * compared without case, the others exactly. */
struct str http_header(const struct http_request *request, const char *name);
struct str http_query(const struct http_request *request, const char *name);
struct str http_form(const struct http_request *request, const char *name);
struct str http_cookie(const struct http_request *request, const char *name);

/* Whether its Accept header asks for JSON and not for a page. */
bool http_accepts_json(const struct http_request *request);

/* Builds a request without any socket: the command line in its own process,
 * simulations, tests.  target is path and query as on the wire
 * ("/desk/x?y=%20").  header pairs are copied; uid is the caller's when
 * transport is a Unix door.  False: ERR_INVALID for a target or a body that
 * claims to be a form and is none, ERR_EXHAUSTED when the arena is full.  The
 * server builds its requests through the same, and answers those 400, 503. */
struct http_raw {
    struct world *world;
    enum http_method method;
    enum http_transport transport;
    struct str target;
    const struct http_pair *header;
    uint32_t header_count;
    struct str body;
    struct http_peer peer;
    bool behind_tls_proxy; /* then peer.client comes from X-Forwarded-For */
};
bool http_request_make(const struct http_raw *raw, struct arena *arena,
                       struct http_request *request,
                       struct err *err) MUST_USE;

#endif
