/* The server as a good client sees it. */
#include <pthread.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "wire.h"

static char bytes[WIRE_BYTES_MAX];

static int setup(void **state)
{
    static struct stand stand;
    stand_init(&stand);
    stand_start(&stand);
    *state = &stand;
    return 0;
}

static int teardown(void **state)
{
    stand_release();
    stand_stop(*state);
    return 0;
}

static void gets_a_page_with_every_header(void **state)
{
    static const char *const wanted[] = {
        "Content-Security-Policy: default-src 'none'; ",
        "form-action 'self'", "frame-ancestors 'none'", "base-uri 'none'",
        "X-Content-Type-Options: nosniff", "X-Frame-Options: DENY",
        "Referrer-Policy: same-origin",
        "Cross-Origin-Opener-Policy: same-origin",
        "Cross-Origin-Resource-Policy: same-origin", "Permissions-Policy: ",
        "Cache-Control: no-store", "X-Request-Id: ",
    };
    static const char *const request[] = {
        "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /hello HTTP/1.1\r\nHost: elsewhere\r\n\r\n",
        "GET //x HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /silent HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "GET /greedy HTTP/1.1\r\nHost: localhost\r\n\r\n",
        ("POST /x HTTP/1.1\r\nHost: localhost\r\n"
         "Content-Length: 99999999\r\n\r\n"),
    };
    const int status[] = { 200, 421, 400, 500, 503, 413 };
    for (size_t i = 0; i < sizeof status / sizeof status[0]; i++) {
        int got = wire_ask(*state, request[i], bytes, sizeof bytes);
        assert_int_equal(got, status[i]);
        for (size_t j = 0; j < sizeof wanted / sizeof wanted[0]; j++) {
            if (strstr(bytes, wanted[j]) == NULL)
                fail_msg("%d has no %s", got, wanted[j]);
        }
        assert_null(strstr(bytes, "Strict-Transport-Security"));
    }
}

static void posts_a_form(void **state)
{
    int status = wire_ask(*state,
                          "POST /echo?x=1 HTTP/1.1\r\nHost: 127.0.0.1:80\r\n"
                          "Content-Type: application/x-www-form-urlencoded\r\n"
                          "Content-Length: 13\r\n\r\nname=A%20b+cd",
                          bytes, sizeof bytes);
    assert_int_equal(status, 200);
    assert_non_null(strstr(bytes, "method=POST path=/echo body=13 "
                                  "name=A b cd transport=0 uid=-1"));
    assert_non_null(strstr(bytes, "client=127.0.0.1 json=0"));
}

static void posts_in_chunks_and_then_closes(void **state)
{
    int fd = wire_open(*state);
    wire_send(fd, "POST /echo HTTP/1.1\r\nHost: localhost\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n"
                  "3\r\nabc\r\n4\r\ndefg\r\n0\r\n\r\n");
    wire_read(fd, bytes, sizeof bytes, 2000);
    assert_int_equal(wire_status(bytes), 200);
    assert_non_null(strstr(bytes, "body=7"));
    assert_true(wire_closed(fd, 500));
    close(fd);
}

static void keeps_a_connection_alive(void **state)
{
    int fd = wire_open(*state);
    for (int i = 0; i < 20; i++) {
        wire_send(fd, "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n");
        wire_read(fd, bytes, sizeof bytes, 2000);
        assert_int_equal(wire_status(bytes), 200);
    }
    wire_send(fd, "GET /hello HTTP/1.1\r\nHost: localhost\r\n"
                  "Connection: close\r\n\r\n");
    wire_read(fd, bytes, sizeof bytes, 2000);
    assert_int_equal(wire_status(bytes), 200);
    assert_true(wire_closed(fd, 500));
    close(fd);
}

static void answers_a_pipeline_in_order(void **state)
{
    int fd = wire_open(*state);
    wire_send(fd, "GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n"
                  "POST /b HTTP/1.1\r\nHost: localhost\r\n"
                  "Content-Length: 3\r\n\r\nxyz"
                  "GET /c HTTP/1.1\r\nHost: localhost\r\n"
                  "Connection: close\r\n\r\n");
    size_t len = 0;
    while (len + 1 < sizeof bytes) {
        ssize_t n = recv(fd, bytes + len, sizeof bytes - len - 1, 0);
        if (n <= 0)
            break;
        len += (size_t)n;
    }
    bytes[len] = '\0';
    close(fd);
    const char *a = strstr(bytes, "path=/a ");
    const char *b = strstr(bytes, "path=/b body=3 ");
    const char *c = strstr(bytes, "path=/c ");
    assert_true(a != NULL && b != NULL && c != NULL);
    assert_true(a < b && b < c);
}

static void answers_who_has_said_all(void **state)
{
    int fd = wire_open(*state);
    wire_send(fd, "POST /echo HTTP/1.1\r\nHost: localhost\r\n"
                  "Content-Length: 3\r\n\r\nabc");
    shutdown(fd, SHUT_WR);
    wire_read(fd, bytes, sizeof bytes, 2000);
    assert_int_equal(wire_status(bytes), 200);
    close(fd);
}

static void waits_with_100_and_ignores_trailers(void **state)
{
    int fd = wire_open(*state);
    wire_send(fd, "POST /echo HTTP/1.1\r\nHost: localhost\r\n"
                  "Expect: 100-continue\r\n"
                  "Transfer-Encoding: chunked\r\n\r\n");
    wire_read(fd, bytes, sizeof bytes, 150);
    assert_string_equal(bytes, "HTTP/1.1 100 Continue\r\n\r\n");
    wire_send(fd, "3;x=y\r\nabc\r\n0\r\nHost: evil\r\n"
                  "X-Forwarded-For: 1.1.1.1\r\n\r\n");
    wire_read(fd, bytes, sizeof bytes, 2000);
    assert_int_equal(wire_status(bytes), 200);
    assert_non_null(strstr(bytes, "body=3"));
    assert_true(wire_closed(fd, 500));
    close(fd);
}

static void sends_no_body_to_head(void **state)
{
    int fd = wire_open(*state);
    wire_send(fd, "HEAD /x HTTP/1.1\r\nHost: localhost\r\n"
                  "Connection: close\r\n\r\n");
    size_t len = wire_read(fd, bytes, sizeof bytes, 2000);
    assert_int_equal(wire_status(bytes), 200);
    assert_true(len > 4);
    assert_string_equal(bytes + len - 4, "\r\n\r\n");
    close(fd);
}

static void reads_a_head_byte_by_byte(void **state)
{
    const char *request = "GET /slowly?a=b HTTP/1.1\r\nHost: localhost\r\n"
                          "X-Thing:  two  words\r\nAccept: application/json"
                          "\r\n\r\n";
    int fd = wire_open(*state);
    for (const char *at = request; *at; at++)
        wire_send_len(fd, at, 1);
    wire_read(fd, bytes, sizeof bytes, 2000);
    assert_int_equal(wire_status(bytes), 200);
    assert_non_null(strstr(bytes, "path=/slowly "));
    assert_non_null(strstr(bytes, "json=1"));
    close(fd);
}

static void reads_a_large_head(void **state)
{
    static char request[16384];
    int len = snprintf(request, sizeof request,
                       "GET /x HTTP/1.1\r\nHost: localhost\r\n");
    for (int i = 0; i < 40; i++)
        len += snprintf(request + len, sizeof request - (size_t)len,
                        "X-Header-%d: %0200d\r\n", i, i);
    snprintf(request + len, sizeof request - (size_t)len, "\r\n");
    assert_int_equal(wire_ask(*state, request, bytes, sizeof bytes), 200);
}

static void tells_who_asks_over_a_socket(void **state)
{
    struct stand *stand = *state;
    const char *path[] = { stand->admin, stand->courier };
    for (int i = 0; i < 2; i++) {
        struct stat st;
        char want[128];
        assert_int_equal(stat(path[i], &st), 0);
        assert_int_equal(st.st_mode & 0777, 0600);
        int fd = wire_open_local(path[i]);
        assert_true(fd >= 0);
        wire_send(fd, "GET /who HTTP/1.1\r\nHost: anything\r\n\r\n");
        wire_read(fd, bytes, sizeof bytes, 2000);
        close(fd);
        snprintf(want, sizeof want, "transport=%d uid=%u pid=%d client= "
                 "json=1", i + 1, (unsigned)getuid(), (int)getpid());
        assert_non_null(strstr(bytes, want));
    }
}

static void replaces_a_stale_socket_but_not_a_live_one(void **state)
{
    struct stand *stand = *state;
    struct stand second;
    struct err err = { 0 };
    stand_init(&second);
    second.options.admin_socket = stand->admin;
    assert_false(http_server_start(&second.options, &second.server, &err));
    assert_int_equal(err.kind, ERR_CONFLICT);
    second.server = NULL;

    /* A socket nobody listens on any more, as kill -9 leaves it. */
    char folder[96];
    snprintf(folder, sizeof folder, "%s/admin", second.folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    snprintf(address.sun_path, sizeof address.sun_path, "%s", second.admin);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address),
                     0);
    close(fd);
    second.options.admin_socket = second.admin;
    stand_start(&second);
    fd = wire_open_local(second.admin);
    assert_true(fd >= 0);
    close(fd);
    stand_stop(&second);
    assert_int_equal(access(second.admin, F_OK), -1);
}

static void refuses_to_be_seen_from_outside(void **state)
{
    (void)state;
    static const char *const address[] = { "0.0.0.0", "::", "192.0.2.1" };
    for (size_t i = 0; i < sizeof address / sizeof address[0]; i++) {
        struct stand stand;
        struct err err = { 0 };
        stand_init(&stand);
        stand.options.bind[0].address = address[i];
        assert_false(http_server_start(&stand.options, &stand.server, &err));
        assert_int_equal(err.kind, ERR_DENIED);
        stand.server = NULL;
        stand_stop(&stand);
    }
}

static void believes_a_proxy_only_when_told(void **state)
{
    const char *request = "GET /x HTTP/1.1\r\nHost: localhost\r\n"
                          "X-Forwarded-For: 1.1.1.1, 192.0.2.7\r\n\r\n";
    assert_int_equal(wire_ask(*state, request, bytes, sizeof bytes), 200);
    assert_non_null(strstr(bytes, "client=127.0.0.1 "));

    struct stand stand;
    stand_init(&stand);
    stand.options.behind_tls_proxy = true;
    stand.options.bind[0].address = "0.0.0.0";
    stand_start(&stand);
    assert_int_equal(wire_ask(&stand, request, bytes, sizeof bytes), 200);
    assert_non_null(strstr(bytes, "client=192.0.2.7 "));
    assert_non_null(strstr(bytes, "Strict-Transport-Security: max-age="));
    stand_stop(&stand);
}

static void *blocking_client(void *context)
{
    static char answer[4096];
    const struct stand *stand = context;
    int fd = wire_open(stand);
    wire_send(fd, "GET /block HTTP/1.1\r\nHost: localhost\r\n\r\n");
    wire_read(fd, answer, sizeof answer, 5000);
    close(fd);
    return answer;
}

static void *release_soon(void *context)
{
    (void)context;
    usleep(300000);
    stand_release();
    return NULL;
}

static void drains_when_it_stops(void **state)
{
    (void)state;
    struct stand stand;
    pthread_t client, release;
    void *answer;
    stand_init(&stand);
    stand_hold();
    stand_start(&stand);
    assert_int_equal(pthread_create(&client, NULL, blocking_client, &stand),
                     0);
    while (stand_blocked() == 0)
        usleep(1000);
    int idle = wire_open(&stand);
    assert_int_equal(pthread_create(&release, NULL, release_soon, NULL), 0);
    int64_t from = wire_ms();
    stand_stop(&stand);
    int64_t took = wire_ms() - from;
    pthread_join(client, &answer);
    pthread_join(release, NULL);
    assert_int_equal(wire_status(answer), 200);
    assert_non_null(strstr(answer, "Connection: close"));
    assert_true(took >= 200 && took < 2500);
    close(idle);
}

static uint32_t logged[600];
static void log_note(void *context, const struct http_log *line)
{
    (void)context;
    assert_int_equal(strlen(line->request_id), REF_LEN);
    __atomic_fetch_add(&logged[line->status], 1, __ATOMIC_RELAXED);
}

static void logs_and_counts(void **state)
{
    (void)state;
    struct stand stand;
    stand_init(&stand);
    stand.options.log = log_note;
    stand_start(&stand);
    for (int i = 0; i < 5; i++)
        wire_ask(&stand, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", bytes,
                 sizeof bytes);
    wire_ask(&stand, "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", bytes,
             sizeof bytes);
    wire_ask(&stand, "POST / HTTP/1.1\r\nHost: localhost\r\n"
             "Content-Length: 1048577\r\n\r\n", bytes, sizeof bytes);
    usleep(20000);
    struct http_counters counters = http_server_counters(stand.server);
    assert_int_equal(counters.answered, 5);
    assert_int_equal(counters.malformed, 1);
    assert_int_equal(counters.too_big, 1);
    assert_int_equal(counters.connections, 7);
    stand_stop(&stand);
    assert_int_equal(logged[200], 5);
    assert_int_equal(logged[400], 1);
    assert_int_equal(logged[413], 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gets_a_page_with_every_header),
        cmocka_unit_test(posts_a_form),
        cmocka_unit_test(posts_in_chunks_and_then_closes),
        cmocka_unit_test(keeps_a_connection_alive),
        cmocka_unit_test(answers_a_pipeline_in_order),
        cmocka_unit_test(answers_who_has_said_all),
        cmocka_unit_test(waits_with_100_and_ignores_trailers),
        cmocka_unit_test(sends_no_body_to_head),
        cmocka_unit_test(reads_a_head_byte_by_byte),
        cmocka_unit_test(reads_a_large_head),
        cmocka_unit_test(tells_who_asks_over_a_socket),
        cmocka_unit_test(replaces_a_stale_socket_but_not_a_live_one),
        cmocka_unit_test(refuses_to_be_seen_from_outside),
        cmocka_unit_test(believes_a_proxy_only_when_told),
        cmocka_unit_test(drains_when_it_stops),
        cmocka_unit_test(logs_and_counts),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
