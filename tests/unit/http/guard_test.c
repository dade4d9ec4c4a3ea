#include <stdio.h>
#include <string.h>

#include "pure.h"

#include "http/guard.h"

static struct http_pair pair(const char *name, const char *value)
{
    return (struct http_pair){ str_of(name), str_of(value) };
}

static struct http_verdict judge(const struct http_pair *header,
                                 uint32_t count, const char *version)
{
    static const char *const host[] = { "localhost", "[::1]" };
    struct http_head head = { .method = STR("POST"),
                              .target = STR("/x"),
                              .version = str_of(version),
                              .header = header,
                              .header_count = count,
                              .is_exact = true };
    struct http_limits limits = { .body_max = 1000,
                                  .host = host,
                                  .host_count = 2 };
    return http_guard(&head, &limits);
}

static void takes_what_is_clear(void **state)
{
    (void)state;
    struct http_pair header[] = { pair("Host", "localhost:80"),
                                  pair("content-LENGTH", "1000") };
    struct http_verdict verdict = judge(header, 2, "HTTP/1.1");
    assert_int_equal(verdict.status, 0);
    assert_int_equal(verdict.length, 1000);
    assert_false(verdict.is_chunked);

    header[1] = pair("transfer-encoding", "Chunked");
    verdict = judge(header, 2, "HTTP/1.1");
    assert_int_equal(verdict.status, 0);
    assert_true(verdict.is_chunked);
    assert_int_equal(judge(NULL, 0, "HTTP/1.0").status, 0);
    header[0] = pair("Host", "[::1]:8080");
    assert_int_equal(judge(header, 1, "HTTP/1.1").status, 0);
    header[0] = pair("Host", "LocalHost");
    assert_int_equal(judge(header, 1, "HTTP/1.1").status, 0);
}

static void judges_lengths(void **state)
{
    (void)state;
    static const struct { const char *length; int status; } row[] = {
        { "0", 0 },      { "00", 0 },      { "1001", 413 },
        { "", 400 },     { " 1", 400 },    { "1 ", 400 },
        { "+1", 400 },   { "-1", 400 },    { "1e3", 400 },
        { "999999999999999999", 413 },     { "9999999999999999999", 400 },
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        struct http_pair header[] = { pair("Host", "localhost"),
                                      pair("Content-Length", row[i].length) };
        assert_int_equal(judge(header, 2, "HTTP/1.1").status, row[i].status);
    }
}

static void wants_one_of_each(void **state)
{
    (void)state;
    struct http_pair host = pair("Host", "localhost");
    struct http_pair length = pair("Content-Length", "3");
    struct http_pair chunked = pair("Transfer-Encoding", "chunked");
    const struct http_pair two_lengths[] = { host, length, length };
    const struct http_pair both[] = { host, length, chunked };
    const struct http_pair two_codes[] = { host, chunked, chunked };
    const struct http_pair two_hosts[] = { host, host };
    assert_int_equal(judge(two_lengths, 3, "HTTP/1.1").status, 400);
    assert_int_equal(judge(both, 3, "HTTP/1.1").status, 400);
    assert_int_equal(judge(two_codes, 3, "HTTP/1.1").status, 400);
    assert_int_equal(judge(two_hosts, 2, "HTTP/1.1").status, 400);
    assert_int_equal(judge(two_hosts, 2, "HTTP/1.0").status, 400);
    assert_int_equal(judge(NULL, 0, "HTTP/1.1").status, 400);
    assert_int_equal(judge(&chunked, 1, "HTTP/1.0").status, 400);
    assert_int_equal(judge(&host, 1, "HTTP/1.2").status, 400);
}

/* Lays a head out as the library leaves it: NUL for each byte it ate. */
static bool is_exact(const char *text, size_t len)
{
    static char bytes[512];
    static struct http_pair header[8];
    struct http_places places = { .header = header, .head_len = len };
    assert_true(len < sizeof bytes);
    memset(bytes, 0, sizeof bytes);
    memcpy(bytes, text, len);
    for (size_t i = 0; i < len; i++) {
        if (bytes[i] == '\r' || bytes[i] == '\n')
            bytes[i] = '\0';
    }
    char *at = bytes;
    places.method = at;
    at = strchr(at, ' ');
    *at++ = '\0';
    while (*at == ' ')
        at++;
    places.target = at;
    at = strchr(at, ' ');
    places.target_len = (size_t)(at - places.target);
    *at++ = '\0';
    places.version = at;
    at += strlen(at);
    while (at < bytes + len && places.header_count < 8) {
        if (*at == '\0') {
            at++;
            continue;
        }
        char *colon = strchr(at, ':');
        if (colon == NULL)
            break;
        *colon = '\0';
        char *value = colon + 1;
        while (*value == ' ' || *value == '\t')
            value++;
        header[places.header_count++] = pair(at, value);
        at = value + strlen(value);
    }
    return http_head_is_exact(&places);
}
#define EXACT(text) is_exact((text), sizeof(text) - 1)

static void sees_bytes_that_are_gone(void **state)
{
    (void)state;
    assert_true(EXACT("GET /x HTTP/1.1\r\nHost: a\r\n\r\n"));
    assert_true(EXACT("GET /x HTTP/1.1\r\nHost:a\r\nB: \t c d \r\n\r\n"));
    assert_true(EXACT("GET /x HTTP/1.1\r\nB:\r\n\r\n"));
    assert_true(EXACT("GET /x HTTP/1.0\r\n\r\n"));
    assert_false(EXACT("GET  /x HTTP/1.1\r\nHost: a\r\n\r\n"));
    assert_false(EXACT("GET /x HTTP/1.1\nHost: a\r\n\r\n"));
    assert_false(EXACT("GET /x HTTP/1.1\r\nHost: a\n\r\n"));
    assert_false(EXACT("GET /x HTTP/1.1\r\nHost: a\r\n\n"));
    assert_false(EXACT("GET /x HTTP/1.1\r\nHost: a\n\n"));
    assert_false(EXACT("GET /x HTTP/1.1\r\nA: b\nC: d\r\n\r\n"));
    assert_false(EXACT("GET /x HTTP/1.1\r\nA: b\0c\r\nD: e\r\n\r\n"));
    assert_false(EXACT("GET /x HTTP/1.1\r\nA: b\0\r\nD: e\r\n\r\n"));
    assert_false(EXACT("GET /x HTTP/1.1 \r\nHost: a\r\n\r\n"));
    assert_false(EXACT("GET /x HTTP/1.1\r\n\0Host: a\r\n\r\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_what_is_clear),
        cmocka_unit_test(judges_lengths),
        cmocka_unit_test(wants_one_of_each),
        cmocka_unit_test(sees_bytes_that_are_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
