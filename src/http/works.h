/* works.h - the inside of the server, shared by its own files only.
 *
 * door.c opens sockets, line.c keeps the open connections, exchange.c follows
 * one request through the library's callbacks, sweep.c cuts what is late,
 * server.c starts and stops it all.
 *
 * Threads: the library's event threads run the callbacks and never block;
 * workers run the handler; one sweeper watches deadlines.  `lock` guards every
 * http_line, the queue and the counters; it is held for moments only.  An
 * exchange belongs to the event thread, except between suspend and resume,
 * when it belongs to the queue or one worker. */
#ifndef HTTP_WORKS_H
#define HTTP_WORKS_H

#include <microhttpd.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/base.h"

#include "http/guard.h"
#include "http/server.h"

#define DOORS_MAX (HTTP_BINDS_MAX + 2)
#define LOCAL_LINES_MAX 64u  /* connections on each Unix socket */
#define EVENT_THREADS 2u     /* per TCP door */
#define LINE_BYTES 32768     /* the library's memory of one connection */
#define SPARE_BYTES 65536    /* for an answer when the arena is full */

enum phase {
    PHASE_HEAD,  /* waiting for a head, also keep-alive idle */
    PHASE_BODY,
    PHASE_WORK,  /* waiting for a worker or being worked on; never cut */
    PHASE_ANSWER /* the client is taking the answer */
};

struct door { /* one listening socket */
    struct http_server *server;
    enum http_transport transport;
    struct MHD_Daemon *daemon;
    int fd;
    uint16_t port;
    const char *path; /* of a Unix socket */
};

struct http_line { /* one open connection, as the sweeper sees it */
    struct door *door;
    int fd;
    enum phase phase;
    int64_t deadline_us;
    struct http_exchange *exchange; /* the request on it now, or NULL */
    bool is_kept; /* it has carried a request before */
    bool is_cut;  /* shut down by us; touch it no more */
    struct http_line *next_free;
    char ip[46];
    bool has_uid;
    int64_t uid, gid, pid;
};

struct http_exchange { /* one request and its answer */
    struct http_server *server;
    struct http_line *line;
    struct MHD_Connection *connection;
    struct arena arena, spare;
    struct http_raw raw;
    struct http_request request; /* whole, or what a refusal needs of it */
    struct http_answer answer;
    struct buf body;
    size_t body_held;   /* counted in bodies_held */
    const char *target; /* where the library found it; not to be read */
    int status;         /* to refuse with once the body is swallowed, or 0 */
    const char *note;
    bool is_begun;      /* its head is in; counted in `active` */
    bool is_answered;
    bool is_chunked;
    bool is_late;        /* the sweeper's note, under lock: it was cut, */
    bool has_last_words; /* and told so */
    int64_t began_us, queued_us;
    struct http_exchange *next; /* in the queue */
};

struct http_server {
    struct http_server_options options;
    struct arena arena; /* holds the server itself */
    uint32_t door_count;
    struct door door[DOORS_MAX];
    struct http_line *line; /* line_count of them */
    uint32_t line_count;
    atomic_size_t bodies_held;

    pthread_mutex_t lock;
    pthread_cond_t work, idle, tick; /* monotonic clock */
    struct http_line *line_free;
    struct http_exchange *queue_head, *queue_tail;
    uint32_t active; /* exchanges begun and not ended */
    atomic_bool draining; /* new requests are refused, answers close */
    bool closed;          /* the queue takes no more */
    bool stop_sweep;
    struct http_counters counters;

    uint32_t worker_count;
    pthread_t worker[HTTP_WORKERS_MAX];
    pthread_t sweeper;
    bool has_sweeper;
};

/* door.c.  False leaves no socket open and no file behind. */
bool door_open_tcp(struct door *door, const struct http_bind *bind,
                   bool behind_tls_proxy, struct err *err) MUST_USE;
bool door_open_unix(struct door *door, const char *path,
                    struct err *err) MUST_USE;
bool door_is_loopback(const char *address);

/* line.c: connections come and go. */
void line_on_change(void *cls, struct MHD_Connection *connection,
                    void **socket_context,
                    enum MHD_ConnectionNotificationCode code);
struct http_line *line_of(struct MHD_Connection *connection);
/* Enters a phase that may last wait_ms.  False when the sweeper was first:
 * then nothing may be written to it any more. */
bool line_enter(struct http_line *line, enum phase phase, int64_t wait_ms);

/* exchange.c: what the library calls. */
enum MHD_Result exchange_on_request(void *cls,
                                    struct MHD_Connection *connection,
                                    const char *url, const char *method,
                                    const char *version, const char *upload,
                                    size_t *upload_len, void **context);
void *exchange_on_target(void *cls, const char *target,
                         struct MHD_Connection *connection);
void exchange_on_end(void *cls, struct MHD_Connection *connection,
                     void **context, enum MHD_RequestTerminationCode code);
size_t exchange_unescape(void *cls, struct MHD_Connection *connection,
                         char *text);
/* Runs the handler on one exchange; on a worker's thread. */
void exchange_work(struct http_exchange *exchange);

/* sweep.c */
void *sweep_run(void *server);
/* Shuts down every line but those at work; with lock held. */
void sweep_all(struct http_server *server);

#endif
