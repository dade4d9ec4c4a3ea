/* The client asks the server over its own sockets. */
#include <pthread.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "wire.h"

#include "http/client.h"

static struct arena arena;

static int setup(void **state)
{
    static struct stand stand;
    arena_init(&arena, (size_t)32 << 20);
    stand_init(&stand);
    stand_start(&stand);
    *state = &stand;
    return 0;
}

static int teardown(void **state)
{
    stand_release();
    stand_stop(*state);
    arena_clear(&arena);
    return 0;
}

static struct http_ask ask_of(const struct stand *stand, const char *target)
{
    return (struct http_ask){ .socket_path = stand->admin,
                              .method = HTTP_GET,
                              .target = str_of(target) };
}

static void asks_and_hears(void **state)
{
    struct http_ask ask = ask_of(*state, "/a%20b?c=d");
    struct http_reply reply;
    struct err err = { 0 };
    assert_true(http_ask(&ask, &arena, &reply, &err));
    assert_int_equal(reply.status, 200);
    assert_true(str_find(reply.body, STR("path=/a b ")) != SIZE_MAX);
    assert_true(str_find(reply.body, STR("transport=1 ")) != SIZE_MAX);
    assert_int_equal(reply.request_id.len, REF_LEN);
    assert_true(str_is(reply.content_type, "text/plain; charset=utf-8"));
}

static void sends_every_method_and_a_body(void **state)
{
    struct http_pair header = { STR("X-Extra"), STR("yes") };
    for (int i = HTTP_GET; i <= HTTP_OPTIONS; i++) {
        struct http_ask ask = ask_of(*state, "/x");
        struct http_reply reply;
        ask.method = (enum http_method)i;
        ask.header = &header;
        ask.header_count = 1;
        if (i == HTTP_POST || i == HTTP_PUT) {
            ask.content_type = STR("application/x-www-form-urlencoded");
            ask.body = STR("name=me");
        }
        assert_true(http_ask(&ask, &arena, &reply, NULL));
        assert_int_equal(reply.status, 200);
        if (i == HTTP_HEAD)
            continue;
        struct str want = str_format(
            &arena, "method=%s path=/x body=%d name=%s ",
            http_method_name(ask.method), ask.body.len ? 7 : 0,
            ask.body.len ? "me" : "");
        assert_true(str_starts(reply.body, want));
    }
}

static void hears_trouble_as_an_answer(void **state)
{
    struct http_ask ask = ask_of(*state, "/silent");
    struct http_reply reply;
    assert_true(http_ask(&ask, &arena, &reply, NULL));
    assert_int_equal(reply.status, 500);
    assert_true(str_starts(reply.body, STR("{\"error\":{\"status\":500,\"kind\":\"bug\"")));
}

static void says_when_nobody_serves(void **state)
{
    struct stand *stand = *state;
    struct http_ask ask = ask_of(stand, "/x");
    struct http_reply reply = { .status = 7 };
    struct err err = { 0 };
    char path[96];
    snprintf(path, sizeof path, "%s/none.sock", stand->folder);
    ask.socket_path = path;
    assert_false(http_ask(&ask, &arena, &reply, &err));
    assert_int_equal(err.kind, ERR_ABSENT);
    assert_int_equal(reply.status, 7);

    struct sockaddr_un address = { .sun_family = AF_UNIX };
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address),
                     0);
    close(fd);
    assert_false(http_ask(&ask, &arena, &reply, &err));
    assert_int_equal(err.kind, ERR_ABSENT);
    unlink(path);
}

static void does_not_wait_for_ever(void **state)
{
    struct http_ask ask = ask_of(*state, "/block");
    struct http_reply reply;
    struct err err = { 0 };
    stand_hold();
    ask.timeout_ms = 200;
    int64_t from = wire_ms();
    assert_false(http_ask(&ask, &arena, &reply, &err));
    assert_int_equal(err.kind, ERR_BUSY);
    assert_true(wire_ms() - from < 1500);
    stand_release();
}

static void takes_only_so_much(void **state)
{
    struct http_ask ask = ask_of(*state, "/big");
    struct http_reply reply;
    struct err err = { 0 };
    ask.answer_max = (size_t)1 << 20;
    assert_false(http_ask(&ask, &arena, &reply, &err));
    assert_int_equal(err.kind, ERR_EXHAUSTED);
    ask.answer_max = 0;
    assert_true(http_ask(&ask, &arena, &reply, &err));
    assert_int_equal(reply.body.len, 4 << 20);
}

/* A neighbour that hangs up in the middle, or speaks no HTTP. */
static void *rude(void *context)
{
    int listen_fd = *(int *)context;
    static const char *const word[] = {
        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf",
        "hello?\r\n\r\n", "",
        ("HTTP/1.1 303 See\r\nLocation: http://127.0.0.1:1/\r\n"
         "Content-Length: 0\r\n\r\n"),
    };
    for (size_t i = 0; i < sizeof word / sizeof word[0]; i++) {
        char ignored[1024];
        int fd = accept(listen_fd, NULL, NULL);
        (void)!recv(fd, ignored, sizeof ignored, 0);
        wire_send(fd, word[i]);
        close(fd);
    }
    return NULL;
}

static void survives_a_rude_neighbour(void **state)
{
    struct stand *stand = *state;
    struct http_ask ask = ask_of(stand, "/x");
    char path[96];
    pthread_t thread;
    snprintf(path, sizeof path, "%s/rude.sock", stand->folder);
    ask.socket_path = path;
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address),
                     0);
    assert_int_equal(listen(fd, 4), 0);
    assert_int_equal(pthread_create(&thread, NULL, rude, &fd), 0);
    for (int i = 0; i < 3; i++) {
        struct http_reply reply;
        struct err err = { 0 };
        assert_false(http_ask(&ask, &arena, &reply, &err));
        assert_int_equal(err.kind, ERR_OUTSIDE);
    }
    struct http_reply reply;
    assert_true(http_ask(&ask, &arena, &reply, NULL));
    assert_int_equal(reply.status, 303); /* told, not followed */
    pthread_join(thread, NULL);
    close(fd);
    unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(asks_and_hears),
        cmocka_unit_test(sends_every_method_and_a_body),
        cmocka_unit_test(hears_trouble_as_an_answer),
        cmocka_unit_test(says_when_nobody_serves),
        cmocka_unit_test(does_not_wait_for_ever),
        cmocka_unit_test(takes_only_so_much),
        cmocka_unit_test(survives_a_rude_neighbour),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
