/* client.h - how do we ask over one of our own Unix sockets?
 *
 * The command line asks admin.sock, the courier courier.sock.  Only HTTP over
 * the given socket: no redirects, no proxy, no other protocol, no name is
 * ever resolved (reliability row 46). */
#ifndef HTTP_CLIENT_H
#define HTTP_CLIENT_H

#include "http/request.h"

#define HTTP_ANSWER_BYTES_MAX ((size_t)64 << 20)
#define HTTP_ASK_TIMEOUT_MS 30000

struct http_ask {
    const char *socket_path;
    enum http_method method;
    struct str target;              /* "/path?query", already encoded */
    const struct http_pair *header; /* beside Host and Accept: json */
    uint32_t header_count;
    struct str content_type;        /* of body; absent when there is none */
    struct str body;
    int64_t timeout_ms;             /* 0: HTTP_ASK_TIMEOUT_MS */
    size_t answer_max;              /* 0: HTTP_ANSWER_BYTES_MAX */
};

struct http_reply {
    int status;
    struct str content_type;
    struct str body;
    struct str request_id; /* X-Request-Id */
    uint32_t retry_seconds; /* Retry-After, or 0 */
};

/* Asks once and waits.  True with any status; false:
 *   ERR_ABSENT     nobody serves at that path (no socket, or a stale one)
 *   ERR_DENIED     the socket is not ours to open
 *   ERR_BUSY       no answer in time
 *   ERR_EXHAUSTED  the answer is larger than answer_max, or the arena full
 *   ERR_OUTSIDE    the connection broke: the outcome is unknown
 * Safe from any thread. */
bool http_ask(const struct http_ask *ask, struct arena *arena,
              struct http_reply *reply, struct err *err) MUST_USE;

#endif
