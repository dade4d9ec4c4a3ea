#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "wire.h"

static void handle(void *context, struct http_request *request,
                   struct http_answer *answer);
static void block(void);

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t gate_open = PTHREAD_COND_INITIALIZER;
static bool is_open = true;
static uint32_t blocked;

void stand_init(struct stand *stand)
{
    *stand = (struct stand){ 0 };
    http_server_defaults(&stand->options);
    stand->options.world = world_real();
    stand->options.handler = handle;
    stand->options.bind[0] = (struct http_bind){ "127.0.0.1", 0 };
    stand->options.bind_count = 1;
    stand->options.workers = 8;
    stand->options.head_ms = 600;
    stand->options.request_ms = 1200;
    stand->options.answer_ms = 900;
    stand->options.queue_ms = 3000;
    stand->options.drain_ms = 3000;
    int len = snprintf(stand->folder, sizeof stand->folder,
                       "/tmp/bedside-http-XXXXXX");
    assert_true(len > 0);
    assert_non_null(mkdtemp(stand->folder));
    snprintf(stand->admin, sizeof stand->admin, "%s/admin/admin.sock",
             stand->folder);
    snprintf(stand->courier, sizeof stand->courier, "%s/courier/courier.sock",
             stand->folder);
    stand->options.admin_socket = stand->admin;
    stand->options.courier_socket = stand->courier;
}

void stand_start(struct stand *stand)
{
    struct err err = { 0 };
    if (!http_server_start(&stand->options, &stand->server, &err))
        fail_msg("start: %s", err.text);
}

void stand_stop(struct stand *stand)
{
    char path[96];
    if (stand->server != NULL)
        http_server_stop(stand->server);
    unlink(stand->admin);
    unlink(stand->courier);
    snprintf(path, sizeof path, "%s/admin", stand->folder);
    rmdir(path);
    snprintf(path, sizeof path, "%s/courier", stand->folder);
    rmdir(path);
    rmdir(stand->folder);
    stand->server = NULL;
}

void stand_release(void)
{
    pthread_mutex_lock(&gate);
    is_open = true;
    pthread_cond_broadcast(&gate_open);
    pthread_mutex_unlock(&gate);
}

void stand_hold(void)
{
    pthread_mutex_lock(&gate);
    is_open = false;
    pthread_mutex_unlock(&gate);
}

uint32_t stand_blocked(void)
{
    pthread_mutex_lock(&gate);
    uint32_t count = blocked;
    pthread_mutex_unlock(&gate);
    return count;
}

static void block(void)
{
    pthread_mutex_lock(&gate);
    blocked++;
    while (!is_open)
        pthread_cond_wait(&gate_open, &gate);
    blocked--;
    pthread_mutex_unlock(&gate);
}

static void handle(void *context, struct http_request *request,
                   struct http_answer *answer)
{
    struct arena *arena = request->arena;
    (void)context;
    if (str_is(request->path, "/silent"))
        return;
    if (str_is(request->path, "/block"))
        block();
    if (str_is(request->path, "/big")) {
        size_t len = (size_t)4 << 20;
        char *bytes = arena_bytes(arena, len);
        assert_non_null(bytes);
        http_answer_text(answer, 200, (struct str){ bytes, len });
        return;
    }
    if (str_is(request->path, "/greedy")) {
        while (arena_bytes(arena, 65536) != NULL)
            continue;
        http_answer_text(answer, 200, STR("lots"));
        return;
    }
    struct str form = http_form(request, "name");
    http_answer_text(
        answer, 200,
        str_format(arena,
                   "method=%s path=%.*s body=%zu name=%.*s transport=%d "
                   "uid=%" PRId64 " pid=%" PRId64 " client=%.*s json=%d\n",
                   http_method_name(request->method), STR_ARGS(request->path),
                   request->body.len, STR_ARGS(form), (int)request->transport,
                   request->peer.has_uid ? request->peer.uid : -1,
                   request->peer.has_uid ? request->peer.pid : -1,
                   STR_ARGS(request->peer.client), request->wants_json));
}

int wire_open(const struct stand *stand)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET,
        .sin_port = htons(http_server_port(stand->server, 0)),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
        return fd;
    close(fd);
    return -1;
}

int wire_open_local(const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
        return fd;
    close(fd);
    return -1;
}

void wire_send(int fd, const char *bytes)
{
    wire_send_len(fd, bytes, strlen(bytes));
}

/* An end that closed meanwhile is for the reading side to find out. */
void wire_send_len(int fd, const char *bytes, size_t len)
{
    size_t sent = 0;
    while (sent < len) {
        ssize_t n = send(fd, bytes + sent, len - sent, MSG_NOSIGNAL);
        if (n <= 0)
            return;
        sent += (size_t)n;
    }
}

static bool is_whole(const char *bytes, size_t len)
{
    const char *end = strstr(bytes, "\r\n\r\n");
    const char *length = strcasestr(bytes, "\r\nContent-Length: ");
    if (end == NULL || length == NULL || length > end)
        return false;
    size_t body = (size_t)strtoul(length + 18, NULL, 10);
    return len >= (size_t)(end - bytes) + 4 + body;
}

size_t wire_read(int fd, char *bytes, size_t max, int wait_ms)
{
    int64_t until = wire_ms() + wait_ms;
    size_t len = 0;
    bytes[0] = '\0';
    while (len + 1 < max && !is_whole(bytes, len)) {
        int64_t left = until - wire_ms();
        struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
        if (left <= 0 || poll(&poll_fd, 1, (int)left) <= 0)
            break;
        ssize_t n = recv(fd, bytes + len, max - len - 1, 0);
        if (n <= 0)
            break;
        len += (size_t)n;
        bytes[len] = '\0';
    }
    return len;
}

int wire_status(const char *bytes)
{
    if (strncmp(bytes, "HTTP/1.1 ", 9) != 0)
        return 0;
    return (int)strtol(bytes + 9, NULL, 10);
}

int wire_ask(const struct stand *stand, const char *request, char *bytes,
             size_t max)
{
    int fd = wire_open(stand);
    assert_true(fd >= 0);
    wire_send(fd, request);
    wire_read(fd, bytes, max, 3000);
    close(fd);
    return wire_status(bytes);
}

bool wire_closed(int fd, int wait_ms)
{
    int64_t until = wire_ms() + wait_ms;
    char bytes[4096];
    for (;;) {
        int64_t left = until - wire_ms();
        struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
        if (left <= 0)
            return false;
        if (poll(&poll_fd, 1, (int)left) <= 0)
            continue;
        if (recv(fd, bytes, sizeof bytes, 0) <= 0)
            return true;
    }
}

int64_t wire_ms(void)
{
    return world_monotonic_us(world_real()) / 1000;
}
