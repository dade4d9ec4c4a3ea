#include "http/works.h"

struct heard { /* the headers of one request */
    struct http_pair *pair;
    uint32_t count;
};

static enum MHD_Result begin(struct http_exchange *exchange,
                             const char *method, const char *version);
static struct http_verdict head_judge(struct http_exchange *exchange,
                                      const char *method,
                                      const char *version);
static enum MHD_Result header_note(void *cls, enum MHD_ValueKind kind,
                                   const char *name, size_t name_len,
                                   const char *value, size_t value_len);
static struct http_limits limits_of(const struct http_exchange *exchange);
static bool too_many_waiting(struct http_exchange *exchange);
static void take(struct http_exchange *exchange, const char *bytes,
                 size_t len);
static enum MHD_Result finish(struct http_exchange *exchange);
static bool queue_reserve(struct http_server *server);
static void queue_push(struct http_exchange *exchange);
static void refuse(struct http_exchange *exchange, int status,
                   const char *note);
static enum MHD_Result refuse_now(struct http_exchange *exchange, int status,
                                  const char *note, bool close);
static enum MHD_Result reply(struct http_exchange *exchange);
static struct MHD_Response *response_of(struct http_exchange *exchange);
static void log_end(struct http_exchange *exchange, bool is_cut);

/* The target as it came; its escapes are ours to read (request.c). */
size_t exchange_unescape(void *cls, struct MHD_Connection *connection,
                         char *text)
{
    (void)cls;
    (void)connection;
    return strlen(text);
}

/* First sign of a request: its first line is in. */
void *exchange_on_target(void *cls, const char *target,
                         struct MHD_Connection *connection)
{
    struct door *door = cls;
    struct http_server *server = door->server;
    struct http_line *line = line_of(connection);
    struct arena arena;

    arena_init(&arena, server->options.arena_bytes);
    struct http_exchange *exchange = arena_new(&arena, struct http_exchange);
    if (exchange == NULL || line == NULL || target == NULL) {
        arena_clear(&arena);
        return NULL;
    }
    exchange->arena = arena; /* it lives in the arena it now holds */
    arena_init(&exchange->spare, SPARE_BYTES);
    exchange->server = server;
    exchange->line = line;
    exchange->connection = connection;
    exchange->began_us = world_monotonic_us(server->options.world);
    exchange->target = target;
    exchange->raw = (struct http_raw){
        .world = server->options.world,
        .transport = door->transport,
        .target = str_copy(&exchange->arena, str_of(target)),
        .peer = { .ip = line->ip[0] ? str_of(line->ip)
                                    : (struct str){ NULL, 0 },
                  .has_uid = line->has_uid,
                  .uid = line->uid,
                  .gid = line->gid,
                  .pid = line->pid },
        .behind_tls_proxy = server->options.behind_tls_proxy,
    };
    exchange->request = (struct http_request){
        .transport = door->transport,
        .wants_json = door->transport != HTTP_TCP,
        .id = ref_new(server->options.world),
        .received_us = exchange->began_us,
        .arena = &exchange->arena,
    };
    http_answer_init(&exchange->answer, &exchange->arena);
    pthread_mutex_lock(&server->lock);
    line->exchange = exchange;
    /* On a kept connection the head's time starts here, not with the last
     * answer; on a new one it started when it was opened. */
    if (line->is_kept)
        line->deadline_us =
            exchange->began_us + server->options.head_ms * 1000;
    pthread_mutex_unlock(&server->lock);
    return exchange;
}

enum MHD_Result exchange_on_request(void *cls,
                                    struct MHD_Connection *connection,
                                    const char *url, const char *method,
                                    const char *version, const char *upload,
                                    size_t *upload_len, void **context)
{
    (void)cls;
    (void)connection;
    (void)url;
    struct http_exchange *exchange = *context;
    if (exchange == NULL)
        return MHD_NO;
    if (!exchange->is_begun)
        return begin(exchange, method, version);
    if (*upload_len > 0) {
        take(exchange, upload, *upload_len);
        *upload_len = 0;
        return MHD_YES;
    }
    return exchange->is_answered ? reply(exchange) : finish(exchange);
}

void exchange_on_end(void *cls, struct MHD_Connection *connection,
                     void **context, enum MHD_RequestTerminationCode code)
{
    (void)cls;
    struct http_exchange *exchange = *context;
    if (exchange == NULL)
        return;
    struct http_server *server = exchange->server;
    struct http_line *line = exchange->line;
    int64_t now = world_monotonic_us(server->options.world);

    pthread_mutex_lock(&server->lock);
    if (exchange->is_late) {
        exchange->note = "too slow";
        exchange->status = exchange->has_last_words ? 408 : exchange->status;
    }
    line->exchange = NULL;
    line->is_kept = true;
    line->phase = PHASE_HEAD;
    line->deadline_us = now + server->options.head_ms * 1000;
    if (exchange->is_begun && --server->active == 0)
        pthread_cond_broadcast(&server->idle);
    pthread_mutex_unlock(&server->lock);

    /* Some malformed heads and chunks the library refuses by itself. */
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(
        connection, MHD_CONNECTION_INFO_HTTP_STATUS);
    if (exchange->status == 0 && !exchange->is_answered && info != NULL) {
        exchange->status = (int)info->http_status;
        exchange->note = "refused by the library";
    }
    log_end(exchange, code != MHD_REQUEST_TERMINATED_COMPLETED_OK);
    atomic_fetch_sub(&server->bodies_held, exchange->body_held);
    arena_clear(&exchange->spare);
    struct arena arena = exchange->arena;
    arena_clear(&arena);
    *context = NULL;
}

/* The head is in, the body is not: here everything that can be refused is
 * refused, before it costs anything. */
static enum MHD_Result begin(struct http_exchange *exchange,
                             const char *method, const char *version)
{
    struct http_server *server = exchange->server;
    const struct http_server_options *options = &server->options;
    struct http_verdict verdict = head_judge(exchange, method, version);
    struct http_request seen = {
        .header = (struct http_pair *)(uintptr_t)exchange->raw.header,
        .header_count = exchange->raw.header_count,
        .arena = &exchange->arena,
    };
    bool wants_json = exchange->raw.transport != HTTP_TCP
                      || http_accepts_json(&seen);

    exchange->is_begun = true;
    pthread_mutex_lock(&server->lock);
    server->active++;
    exchange->request.wants_json = wants_json;
    exchange->request.method = exchange->raw.method;
    pthread_mutex_unlock(&server->lock);
    if (!line_enter(exchange->line, PHASE_BODY,
                    options->request_ms - options->head_ms))
        return MHD_NO;
    if (verdict.status != 0)
        return refuse_now(exchange, verdict.status, verdict.why, true);
    if (too_many_waiting(exchange))
        return refuse_now(exchange, 503, "the queue is full", false);
    exchange->is_chunked = verdict.is_chunked;
    bool is_local = exchange->raw.transport != HTTP_TCP;
    size_t body_max = is_local ? options->local_body_max : options->body_max;
    /* Growing by doubling leaves the smaller copies behind. */
    exchange->arena.limit += 4 * body_max;
    buf_init(&exchange->body, &exchange->arena, body_max);
    return MHD_YES;
}

static struct http_verdict head_judge(struct http_exchange *exchange,
                                      const char *method, const char *version)
{
    struct heard heard = { .pair = arena_many(
                               &exchange->arena, HTTP_HEADERS_MAX + 1,
                               struct http_pair) };
    if (heard.pair == NULL || !exchange->raw.target.at)
        return (struct http_verdict){ .status = 503, .why = "no memory" };
    MHD_get_connection_values_n(exchange->connection, MHD_HEADER_KIND,
                                header_note, &heard);
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(
        exchange->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
    struct http_places places = {
        .method = method,
        .target = exchange->target,
        .version = version,
        .target_len = exchange->raw.target.len,
        .head_len = info->header_size,
        .header = heard.pair,
        .header_count = heard.count,
    };
    bool is_many = heard.count > HTTP_HEADERS_MAX;
    struct http_head head = {
        .method = str_of(method),
        .target = exchange->raw.target,
        .version = str_of(version),
        .header = heard.pair,
        .header_count = heard.count,
        .is_exact = is_many || http_head_is_exact(&places),
    };
    exchange->raw.method = http_method_of(head.method);
    exchange->raw.header = heard.pair;
    exchange->raw.header_count = is_many ? 0 : heard.count;
    struct http_limits limits = limits_of(exchange);
    return http_guard(&head, &limits);
}

static enum MHD_Result header_note(void *cls, enum MHD_ValueKind kind,
                                   const char *name, size_t name_len,
                                   const char *value, size_t value_len)
{
    (void)kind;
    struct heard *heard = cls;
    if (heard->count <= HTTP_HEADERS_MAX)
        heard->pair[heard->count] = (struct http_pair){
            { name, name_len }, { value ? value : "", value_len }
        };
    heard->count++;
    return heard->count <= HTTP_HEADERS_MAX ? MHD_YES : MHD_NO;
}

/* On plain loopback only loopback names: a page elsewhere that had its own
 * name point to 127.0.0.1 would otherwise be of our origin. */
static struct http_limits limits_of(const struct http_exchange *exchange)
{
    static const char *const loopback[] = { "127.0.0.1", "localhost",
                                            "[::1]" };
    const struct http_server_options *options = &exchange->server->options;
    if (exchange->raw.transport != HTTP_TCP)
        return (struct http_limits){ .body_max = options->local_body_max,
                                     .host_any = true };
    if (options->host_count > 0)
        return (struct http_limits){ .body_max = options->body_max,
                                     .host = options->host,
                                     .host_count = options->host_count };
    if (options->behind_tls_proxy)
        return (struct http_limits){ .body_max = options->body_max,
                                     .host_any = true };
    return (struct http_limits){ .body_max = options->body_max,
                                 .host = loopback,
                                 .host_count = 3 };
}

static bool too_many_waiting(struct http_exchange *exchange)
{
    struct http_server *server = exchange->server;
    pthread_mutex_lock(&server->lock);
    bool is_full = atomic_load(&server->draining)
                   || server->counters.waiting >= server->options.queue_max;
    pthread_mutex_unlock(&server->lock);
    return is_full;
}

/* A body that is too much is swallowed and answered when it ends: breaking
 * the connection would leave the sender without a word. */
static void take(struct http_exchange *exchange, const char *bytes,
                 size_t len)
{
    if (exchange->status != 0)
        return;
    size_t held = atomic_fetch_add(&exchange->server->bodies_held, len) + len;
    exchange->body_held += len;
    if (held > exchange->server->options.bodies_max) {
        atomic_fetch_sub(&exchange->server->bodies_held, exchange->body_held);
        exchange->body_held = 0;
        refuse(exchange, 503, "too many bodies at once");
        return;
    }
    bool is_too_big = len > exchange->body.max - exchange->body.len;
    buf_add(&exchange->body, (struct str){ bytes, len });
    if (is_too_big)
        refuse(exchange, 413, "a large body");
    else if (exchange->body.failed)
        refuse(exchange, 503, "no memory for the body");
}

/* The request is whole.  A place in the queue first, then suspended, then
 * shown to the workers, who may resume it before we are back here. */
static enum MHD_Result finish(struct http_exchange *exchange)
{
    if (exchange->status != 0)
        return refuse_now(exchange, exchange->status, exchange->note, true);
    if (exchange->body.len > 0)
        exchange->raw.body = buf_str(&exchange->body);
    if (!line_enter(exchange->line, PHASE_WORK, 0))
        return MHD_NO;
    if (!queue_reserve(exchange->server))
        return refuse_now(exchange, 503, "the queue is full", false);
    MHD_suspend_connection(exchange->connection);
    queue_push(exchange);
    return MHD_YES;
}

static bool queue_reserve(struct http_server *server)
{
    pthread_mutex_lock(&server->lock);
    bool has_room = !server->closed
                    && server->counters.waiting < server->options.queue_max;
    server->counters.waiting += has_room;
    pthread_mutex_unlock(&server->lock);
    return has_room;
}

static void queue_push(struct http_exchange *exchange)
{
    struct http_server *server = exchange->server;
    exchange->queued_us = world_monotonic_us(server->options.world);
    exchange->next = NULL;

    pthread_mutex_lock(&server->lock);
    if (server->queue_tail != NULL)
        server->queue_tail->next = exchange;
    else
        server->queue_head = exchange;
    server->queue_tail = exchange;
    pthread_cond_signal(&server->work);
    pthread_mutex_unlock(&server->lock);
}

void exchange_work(struct http_exchange *exchange)
{
    struct http_server *server = exchange->server;
    struct err err = { 0 };
    struct ref id = exchange->request.id;
    int64_t waited =
        world_monotonic_us(server->options.world) - exchange->queued_us;

    if (waited > server->options.queue_ms * 1000) {
        refuse(exchange, 503, "waited too long");
    } else if (!http_request_make(&exchange->raw, &exchange->arena,
                                  &exchange->request, &err)) {
        exchange->request.id = id;
        refuse(exchange, err.kind == ERR_INVALID ? 400 : 503,
               "cannot be read");
    } else {
        exchange->request.id = id;
        exchange->request.received_us = exchange->began_us;
        server->options.handler(server->options.context, &exchange->request,
                                &exchange->answer);
    }
    http_answer_secure(&exchange->answer, &exchange->request,
                       server->options.behind_tls_proxy);
    exchange->is_answered = true;
    /* From here on it belongs to the event thread again. */
    MHD_resume_connection(exchange->connection);
}

/* Fills the answer of a refusal.  When the request's arena is what ran out,
 * the words come from the spare one. */
static void refuse(struct http_exchange *exchange, int status,
                   const char *note)
{
    struct arena *arena = exchange->arena.exhausted ? &exchange->spare
                                                    : &exchange->arena;
    http_answer_init(&exchange->answer, arena);
    http_answer_status(&exchange->answer, &exchange->request, status);
    exchange->answer.close = status != 503;
    exchange->status = status;
    exchange->note = note;
}

static enum MHD_Result refuse_now(struct http_exchange *exchange, int status,
                                  const char *note, bool close)
{
    refuse(exchange, status, note);
    exchange->answer.close = close;
    http_answer_secure(&exchange->answer, &exchange->request,
                       exchange->server->options.behind_tls_proxy);
    exchange->is_answered = true;
    return reply(exchange);
}

static enum MHD_Result reply(struct http_exchange *exchange)
{
    if (!line_enter(exchange->line, PHASE_ANSWER,
                    exchange->server->options.answer_ms))
        return MHD_NO;
    struct MHD_Response *response = response_of(exchange);
    if (response == NULL)
        return MHD_NO;
    enum MHD_Result queued =
        MHD_queue_response(exchange->connection,
                           (unsigned)exchange->answer.status, response);
    MHD_destroy_response(response);
    return queued;
}

/* After a chunked body the connection ends: the library reads odd chunks
 * generously, and what it misread must not become the next request. */
static struct MHD_Response *response_of(struct http_exchange *exchange)
{
    const struct http_answer *answer = &exchange->answer;
    struct MHD_Response *response = MHD_create_response_from_buffer(
        answer->body.len, (void *)(uintptr_t)answer->body.at,
        MHD_RESPMEM_PERSISTENT);
    if (response == NULL)
        return NULL;

    struct arena *scratch = &exchange->spare; /* for closing NULs */
    bool is_whole = true;
    for (uint32_t i = 0; i < answer->header_count; i++)
        is_whole &= MHD_add_response_header(
                        response, answer->header[i].name.at,
                        str_c(scratch, answer->header[i].value))
                    == MHD_YES;
    if (answer->content_type.len > 0)
        is_whole &= MHD_add_response_header(
                        response, "Content-Type",
                        str_c(scratch, answer->content_type))
                    == MHD_YES;
    if (answer->close || exchange->is_chunked
        || atomic_load(&exchange->server->draining))
        is_whole &= MHD_add_response_header(response, "Connection", "close")
                    == MHD_YES;
    if (is_whole && !scratch->exhausted)
        return response;
    MHD_destroy_response(response);
    return NULL;
}

static void log_end(struct http_exchange *exchange, bool is_cut)
{
    struct http_server *server = exchange->server;
    int status = exchange->status ? exchange->status
                                  : exchange->answer.status;
    if (is_cut && exchange->note == NULL)
        exchange->note = "the other end left";

    pthread_mutex_lock(&server->lock);
    if (exchange->status == 0 && exchange->is_answered)
        server->counters.answered++;
    else if (status == 413)
        server->counters.too_big++;
    else if (status == 503)
        server->counters.shed++;
    else if (status >= 400 && status != 408)
        server->counters.malformed++;
    pthread_mutex_unlock(&server->lock);

    if (server->options.log == NULL)
        return;
    struct http_log line = {
        .request_id = exchange->request.id.text,
        .method = exchange->request.method,
        .transport = exchange->raw.transport,
        .route = exchange->answer.route,
        .client = exchange->request.peer.client.at
                      ? exchange->request.peer.client
                      : exchange->raw.peer.ip,
        .status = status,
        .took_us =
            world_monotonic_us(server->options.world) - exchange->began_us,
        .note = exchange->note,
    };
    server->options.log(server->options.log_context, &line);
}
