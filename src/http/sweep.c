#include <errno.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "http/works.h"

#define TICK_MS 200

static void sweep_once(struct http_server *server, int64_t now_us);
static void cut(struct http_line *line);
static void last_words(struct http_line *line);
static void wait_tick(struct http_server *server);

void *sweep_run(void *context)
{
    struct http_server *server = context;

    pthread_mutex_lock(&server->lock);
    while (!server->stop_sweep) {
        sweep_once(server, world_monotonic_us(server->options.world));
        wait_tick(server);
    }
    pthread_mutex_unlock(&server->lock);
    return NULL;
}

void sweep_all(struct http_server *server)
{
    for (uint32_t i = 0; i < server->line_count; i++) {
        struct http_line *line = &server->line[i];
        if (line->door != NULL && !line->is_cut && line->phase != PHASE_WORK)
            cut(line);
    }
}

static void sweep_once(struct http_server *server, int64_t now_us)
{
    for (uint32_t i = 0; i < server->line_count; i++) {
        struct http_line *line = &server->line[i];
        if (line->door == NULL || line->is_cut || line->phase == PHASE_WORK
            || now_us < line->deadline_us)
            continue;
        /* A silent keep-alive connection is not late; it is over. */
        if (line->exchange != NULL) {
            server->counters.late++;
            line->exchange->is_late = true;
            if (line->phase != PHASE_ANSWER)
                last_words(line);
        }
        cut(line);
    }
}

/* The fd is open: the line leaves the table, under the same lock, before the
 * library closes it.  The shutdown wakes the event thread, which ends it. */
static void cut(struct http_line *line)
{
    line->is_cut = true;
    shutdown(line->fd, SHUT_RDWR);
}

/* Nothing else writes here now: in these phases the library has not begun an
 * answer, and once is_cut is set no callback of ours begins one. */
static void last_words(struct http_line *line)
{
    struct http_exchange *exchange = line->exchange;
    struct http_answer answer;
    struct arena arena;
    arena_init(&arena, SPARE_BYTES);
    http_answer_init(&answer, &arena);
    http_answer_status(&answer, &exchange->request, 408);
    answer.close = true;
    http_answer_secure(&answer, &exchange->request,
                       line->door->server->options.behind_tls_proxy);
    struct str bytes = http_answer_render(&answer, &arena);
    if (bytes.len > 0)
        (void)!send(line->fd, bytes.at, bytes.len,
                    MSG_DONTWAIT | MSG_NOSIGNAL);
    exchange->has_last_words = true;
    arena_clear(&arena);
}

static void wait_tick(struct http_server *server)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += TICK_MS * 1000000L;
    if (until.tv_nsec >= 1000000000L) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000L;
    }
    pthread_cond_timedwait(&server->tick, &server->lock, &until);
}
