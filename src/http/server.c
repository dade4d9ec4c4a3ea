#include <errno.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "http/works.h"

#define FDS_SPARE 256u /* for the database, files, pipes */

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define STACK_FACTOR 8u /* instrumented frames are larger */
#else
#define STACK_FACTOR 1u
#endif

static bool options_check(const struct http_server_options *options,
                          struct err *err);
static bool server_build(struct http_server *server, struct err *err);
static bool lines_make(struct http_server *server, struct err *err);
static bool doors_open(struct http_server *server, struct err *err);
static bool threads_start(struct http_server *server, struct err *err);
static bool workers_start(struct http_server *server, struct err *err);
static bool door_serve(struct door *door, struct err *err);
static void server_free(struct http_server *server);
static void paths_unlink(struct http_server *server);
static enum MHD_Result may_enter(void *cls, const struct sockaddr *from,
                                 socklen_t len);
static void wait_idle(struct http_server *server, int64_t wait_ms);
static void workers_join(struct http_server *server);
static void *worker_run(void *context);

void http_server_defaults(struct http_server_options *options)
{
    *options = (struct http_server_options){
        .workers = 64,
        .stack_bytes = (size_t)256 << 10,
        .queue_max = 256,
        .connections_max = 4096,
        .body_max = (size_t)1 << 20,
        .local_body_max = (size_t)16 << 20,
        .bodies_max = (size_t)64 << 20,
        .arena_bytes = ARENA_REQUEST_BYTES,
        .head_ms = 10000,
        .request_ms = 30000,
        .queue_ms = 5000,
        .answer_ms = 30000,
        .drain_ms = 10000,
    };
}

bool http_server_start(const struct http_server_options *options,
                       struct http_server **server, struct err *err)
{
    struct arena arena;
    struct http_server *made;

    if (!options_check(options, err))
        return false;
    arena_init(&arena, SIZE_MAX / 2);
    made = arena_new(&arena, struct http_server);
    if (made == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the server");
    made->arena = arena;
    made->options = *options;
    if (!server_build(made, err)) {
        http_server_stop(made);
        return false;
    }
    *server = made;
    return true;
}

uint16_t http_server_port(const struct http_server *server, uint32_t index)
{
    CHECK(index < server->options.bind_count);
    return server->door[index].port;
}

struct http_counters http_server_counters(struct http_server *server)
{
    pthread_mutex_lock(&server->lock);
    struct http_counters counters = server->counters;
    pthread_mutex_unlock(&server->lock);
    return counters;
}

/* In this order: nothing new comes in; what was begun ends, or its time is
 * up; the queue closes and the workers leave; their last answers go out; only
 * then may the library stop, because it aborts when anything is suspended.
 *
 * Not MHD_quiesce_daemon: with epoll and a thread of its own it races with
 * that thread for taking the socket out of the set, and the loser aborts the
 * process (0.9.75; about once in a thousand stops on a busy machine). */
void http_server_stop(struct http_server *server)
{
    atomic_store(&server->draining, true);
    paths_unlink(server);
    wait_idle(server, server->options.drain_ms);
    workers_join(server);
    wait_idle(server, 1000);
    for (uint32_t i = 0; i < server->door_count; i++) {
        if (server->door[i].daemon != NULL)
            MHD_stop_daemon(server->door[i].daemon); /* closes it, too */
        else if (server->door[i].fd >= 0)
            close(server->door[i].fd);
    }
    pthread_mutex_lock(&server->lock);
    server->stop_sweep = true;
    pthread_cond_broadcast(&server->tick);
    pthread_mutex_unlock(&server->lock);
    if (server->has_sweeper)
        pthread_join(server->sweeper, NULL);
    CHECK(server->queue_head == NULL);
    server_free(server);
}

static bool options_check(const struct http_server_options *options,
                          struct err *err)
{
    CHECK(options->world != NULL);
    CHECK(options->handler != NULL);
    CHECK(options->bind_count <= HTTP_BINDS_MAX);
    CHECK(options->host_count <= HTTP_HOSTS_MAX);
    if (options->workers < 1 || options->workers > HTTP_WORKERS_MAX)
        return err_set(err, ERR_INVALID, "workers must be 1 to %d",
                       HTTP_WORKERS_MAX);
    if (options->queue_max < 1 || options->connections_max < EVENT_THREADS)
        return err_set(err, ERR_INVALID, "a limit of the server is too small");
    if (options->head_ms < 1 || options->request_ms <= options->head_ms
        || options->answer_ms < 1)
        return err_set(err, ERR_INVALID,
                       "the whole request must get more time than its head");
    return true;
}

static bool server_build(struct http_server *server, struct err *err)
{
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_mutex_init(&server->lock, NULL);
    pthread_cond_init(&server->work, &monotonic);
    pthread_cond_init(&server->idle, &monotonic);
    pthread_cond_init(&server->tick, &monotonic);
    pthread_condattr_destroy(&monotonic);
    return lines_make(server, err) && doors_open(server, err)
           && threads_start(server, err);
}

/* One place per connection the library will ever hold at once. */
static bool lines_make(struct http_server *server, struct err *err)
{
    struct rlimit limit;
    uint32_t *max = &server->options.connections_max;
    uint32_t binds = server->options.bind_count;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && binds > 0
        && limit.rlim_cur != RLIM_INFINITY) {
        rlim_t spare = FDS_SPARE + 2 * LOCAL_LINES_MAX;
        rlim_t room = limit.rlim_cur > spare + binds * 16u
                          ? (limit.rlim_cur - spare) / binds
                          : 16;
        if (room < *max)
            *max = (uint32_t)room;
    }
    server->line_count = binds * *max + 2 * LOCAL_LINES_MAX;
    server->line =
        arena_many(&server->arena, server->line_count, struct http_line);
    if (server->line == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the server");
    for (uint32_t i = 0; i < server->line_count; i++) {
        server->line[i].next_free = server->line_free;
        server->line_free = &server->line[i];
    }
    return true;
}

static bool doors_open(struct http_server *server, struct err *err)
{
    const struct http_server_options *options = &server->options;
    for (uint32_t i = 0; i < options->bind_count; i++) {
        struct door *door = &server->door[server->door_count];
        *door = (struct door){ .server = server, .transport = HTTP_TCP };
        if (!door_open_tcp(door, &options->bind[i], options->behind_tls_proxy,
                           err))
            return false;
        server->door_count++;
    }
    const char *const path[] = { options->admin_socket,
                                 options->courier_socket };
    const enum http_transport transport[] = { HTTP_ADMIN, HTTP_COURIER };
    for (size_t i = 0; i < 2; i++) {
        if (path[i] == NULL)
            continue;
        struct door *door = &server->door[server->door_count];
        *door = (struct door){ .server = server, .transport = transport[i] };
        if (!door_open_unix(door, path[i], err))
            return false;
        server->door_count++;
    }
    return true;
}

static bool threads_start(struct http_server *server, struct err *err)
{
    if (!workers_start(server, err))
        return false;
    if (pthread_create(&server->sweeper, NULL, sweep_run, server) != 0)
        return err_set(err, ERR_EXHAUSTED, "cannot start a thread");
    server->has_sweeper = true;
    for (uint32_t i = 0; i < server->door_count; i++) {
        if (!door_serve(&server->door[i], err))
            return false;
    }
    return true;
}

static bool workers_start(struct http_server *server, struct err *err)
{
    pthread_attr_t attr;
    bool is_good = pthread_attr_init(&attr) == 0;
    if (!is_good)
        return err_set(err, ERR_EXHAUSTED, "cannot start a thread");
    is_good = pthread_attr_setstacksize(&attr, server->options.stack_bytes
                                                   * STACK_FACTOR)
              == 0;
    while (is_good && server->worker_count < server->options.workers) {
        is_good = pthread_create(&server->worker[server->worker_count], &attr,
                                 worker_run, server)
                  == 0;
        server->worker_count += is_good;
    }
    pthread_attr_destroy(&attr);
    return is_good || err_set(err, ERR_EXHAUSTED, "cannot start a thread");
}

/* No timeout of the library's own: it counts idle time only, so a client
 * that trickles would stay for ever.  sweep.c counts from the start. */
static bool door_serve(struct door *door, struct err *err)
{
    const struct http_server_options *options = &door->server->options;
    bool is_tcp = door->transport == HTTP_TCP;
    struct MHD_OptionItem list[] = {
        { MHD_OPTION_LISTEN_SOCKET, door->fd, NULL },
        { MHD_OPTION_CONNECTION_MEMORY_LIMIT, LINE_BYTES, NULL },
        { MHD_OPTION_CONNECTION_LIMIT,
          is_tcp ? options->connections_max : LOCAL_LINES_MAX, NULL },
        { MHD_OPTION_PER_IP_CONNECTION_LIMIT,
          is_tcp ? options->per_address_max : 0, NULL },
        { MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)line_on_change, door },
        { MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)exchange_on_end, door },
        { MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)exchange_on_target, door },
        { MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)exchange_unescape, door },
        { is_tcp ? MHD_OPTION_THREAD_POOL_SIZE : MHD_OPTION_END,
          is_tcp ? EVENT_THREADS : 0, NULL },
        { MHD_OPTION_END, 0, NULL },
    };
    door->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0,
        may_enter, door, exchange_on_request, door, MHD_OPTION_ARRAY, list,
        MHD_OPTION_END);
    if (door->daemon != NULL)
        return true;
    door->fd = -1; /* the library has closed it */
    return err_set(err, ERR_EXHAUSTED, "cannot start the HTTP library");
}

static void *worker_run(void *context)
{
    struct http_server *server = context;

    pthread_mutex_lock(&server->lock);
    for (;;) {
        struct http_exchange *exchange = server->queue_head;
        if (exchange != NULL) {
            server->queue_head = exchange->next;
            if (server->queue_head == NULL)
                server->queue_tail = NULL;
            server->counters.waiting--;
            pthread_mutex_unlock(&server->lock);
            exchange_work(exchange);
            pthread_mutex_lock(&server->lock);
        } else if (server->closed && server->counters.waiting == 0) {
            break;
        } else {
            pthread_cond_wait(&server->work, &server->lock);
        }
    }
    /* Whoever waits for a place taken but not yet filled wakes up too. */
    pthread_cond_broadcast(&server->work);
    pthread_mutex_unlock(&server->lock);
    return NULL;
}

static void paths_unlink(struct http_server *server)
{
    for (uint32_t i = 0; i < server->door_count; i++)
        if (server->door[i].path != NULL)
            unlink(server->door[i].path);
}

/* Who knocks while we are leaving is turned away before a word. */
static enum MHD_Result may_enter(void *cls, const struct sockaddr *from,
                                 socklen_t len)
{
    const struct door *door = cls;
    (void)from;
    (void)len;
    return atomic_load(&door->server->draining) ? MHD_NO : MHD_YES;
}

static void wait_idle(struct http_server *server, int64_t wait_ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += wait_ms / 1000;
    until.tv_nsec += wait_ms % 1000 * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&server->lock);
    int late = 0;
    while (server->active > 0 && late == 0)
        late = pthread_cond_timedwait(&server->idle, &server->lock, &until);
    if (late != 0)
        sweep_all(server);
    pthread_mutex_unlock(&server->lock);
}

static void workers_join(struct http_server *server)
{
    pthread_mutex_lock(&server->lock);
    server->closed = true;
    pthread_cond_broadcast(&server->work);
    pthread_mutex_unlock(&server->lock);
    for (uint32_t i = 0; i < server->worker_count; i++)
        pthread_join(server->worker[i], NULL);
}

static void server_free(struct http_server *server)
{
    pthread_cond_destroy(&server->tick);
    pthread_cond_destroy(&server->idle);
    pthread_cond_destroy(&server->work);
    pthread_mutex_destroy(&server->lock);
    struct arena arena = server->arena;
    arena_clear(&arena);
}
