/* server.h - who listens, how many at once, and when is enough?
 *
 * A seam over the HTTP library: event threads read whole requests, refuse
 * what is malformed, too big, too slow or too much, and hand the rest to
 * blocking workers, which call the one handler.
 *
 * Refused before any handler sees it: more than one Content-Length or
 * Transfer-Encoding, both at once, Transfer-Encoding other than chunked, not
 * exactly one Host on HTTP/1.1, a foreign Host, blanks before a colon, NUL or
 * bare LF or folded lines in the head, a Content-Length of anything but
 * digits (400, 421); bodies over the limit (413); more waiting than queue_max
 * (503 with Retry-After, before the body is parsed); heads, bodies and
 * readers that take too long (408 or cut).  dependencies.md §2.1,
 * reliability.md rows 35 to 37.  The server opens no outbound connection. */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "http/answer.h"
#include "http/request.h"

#define HTTP_BINDS_MAX 4
#define HTTP_HOSTS_MAX 8
#define HTTP_WORKERS_MAX 256

/* Runs on a worker thread; may block.  Fills *answer; keeps no pointer. */
typedef void http_handler(void *context, struct http_request *request,
                          struct http_answer *answer);

/* One line per answered or refused request, from any thread. */
struct http_log {
    const char *request_id;
    enum http_method method;
    enum http_transport transport;
    struct str route;  /* as the handler named it; absent when refused */
    struct str client; /* address, absent on Unix sockets */
    int status;        /* 0: cut without an answer */
    int64_t took_us;
    const char *note;  /* why it was refused, or NULL */
};
typedef void http_logger(void *context, const struct http_log *line);

struct http_bind {
    const char *address; /* numeric: "127.0.0.1", "::1" */
    uint16_t port;       /* 0: any free one, see http_server_port */
};

struct http_server_options {
    struct world *world;
    http_handler *handler;
    void *context;
    http_logger *log; /* may be NULL */
    void *log_context;

    struct http_bind bind[HTTP_BINDS_MAX];
    uint32_t bind_count; /* 0: Unix sockets only */
    /* Each in a directory of its own, which is made 0700 when absent; the
     * socket is 0600.  NULL: none.  A stale one is replaced. */
    const char *admin_socket, *courier_socket;
    /* A proxy of ours ends TLS in front: allows addresses off loopback, sends
     * Strict-Transport-Security, believes X-Forwarded-For. */
    bool behind_tls_proxy;
    /* Host names accepted, without port.  None: on loopback only
     * 127.0.0.1, localhost and [::1]; behind a proxy any. */
    const char *host[HTTP_HOSTS_MAX];
    uint32_t host_count;

    /* Defaults by http_server_defaults. */
    uint32_t workers;         /* 64 */
    size_t stack_bytes;       /* 256 KiB each */
    uint32_t queue_max;       /* 256 requests waiting for a worker */
    uint32_t connections_max; /* 4,096 over TCP */
    uint32_t per_address_max; /* 0: no cap; behind a proxy keep it 0 */
    size_t body_max;          /* 1 MiB over TCP */
    size_t local_body_max;    /* 16 MiB over a Unix socket */
    size_t bodies_max;        /* 64 MiB of bodies held at once */
    size_t arena_bytes;       /* ARENA_REQUEST_BYTES plus the body */
    int64_t head_ms;          /* 10,000: the head whole, also keep-alive idle */
    int64_t request_ms;       /* 30,000: head and body whole */
    int64_t queue_ms;         /* 5,000: waited longer for a worker: 503 */
    int64_t answer_ms;        /* 30,000: the answer taken by the client */
    int64_t drain_ms;         /* 10,000: http_server_stop waits that long */
};

struct http_counters {
    uint64_t connections, open_connections;
    uint64_t answered;  /* by the handler */
    uint64_t malformed; /* 400, 421 and the like */
    uint64_t too_big;   /* 413 */
    uint64_t shed;      /* 503 by the queue */
    uint64_t late;      /* cut by a deadline */
    uint64_t waiting;   /* in the queue now */
};

struct http_server; /* opaque; owned by whoever started it */

void http_server_defaults(struct http_server_options *options);

/* Binds, starts its threads and returns.  On false nothing is left behind.
 * Refuses an address off loopback unless behind_tls_proxy (ERR_DENIED), and a
 * Unix socket somebody answers on (ERR_CONFLICT).  Strings in options must
 * live as long as the server. */
bool http_server_start(const struct http_server_options *options,
                       struct http_server **server, struct err *err) MUST_USE;

/* The port bound by bind[index]. */
uint16_t http_server_port(const struct http_server *server, uint32_t index);
struct http_counters http_server_counters(struct http_server *server);

/* Takes no new connection, finishes what was begun (at most drain_ms; a
 * running handler is always waited for), removes the sockets, frees all. */
void http_server_stop(struct http_server *server);

#endif
