/* guard.h - is this request's head framed the one way everybody agrees on?
 *
 * The HTTP library of Debian 12 reads generously: two lengths, a length with
 * a chunked body, blanks before a colon, bare line feeds.  What one end reads
 * one way and another end another way is how requests are smuggled, so it is
 * refused here before anybody looks at the body (reliability row 37).
 *
 * Pure: reads its arguments only.  Where the library gives no raw bytes, the
 * places of what it found stand in for them (http_head_is_exact).  One thing
 * hides from that: a NUL directly before a bare LF looks like CR LF. */
#ifndef HTTP_GUARD_H
#define HTTP_GUARD_H

#include "http/request.h"

/* Where the library found the parts of one head, in one buffer. */
struct http_places {
    const char *method, *target, *version; /* each NUL-terminated in place */
    size_t target_len;                     /* before '?' was cut out of it */
    size_t head_len;                       /* from method to the blank line */
    const struct http_pair *header;        /* in order of arrival */
    uint32_t header_count;
};

/* True when the parts lie exactly "METHOD SP target SP HTTP/1.x CRLF", then
 * "name:" blanks "value CRLF" each, then CRLF: no bare LF, no NUL, no folded
 * line, no blank more than that. */
bool http_head_is_exact(const struct http_places *places);

struct http_head {
    struct str method, target, version;
    const struct http_pair *header;
    uint32_t header_count;
    enum http_transport transport;
    bool is_exact;
};

struct http_limits {
    size_t body_max;
    const char *const *host; /* accepted names; none: host_any decides */
    uint32_t host_count;
    bool host_any;
};

struct http_verdict {
    int status;      /* 0: go on; else 400, 413, 414, 421 or 431 */
    const char *why; /* for the log; static */
    bool is_chunked;
    uint64_t length; /* of the body, by Content-Length */
};

struct http_verdict http_guard(const struct http_head *head,
                               const struct http_limits *limits);

#endif
