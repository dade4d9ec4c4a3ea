#include <stdio.h>
#include <string.h>

#include "pure.h"

#include "http/request.h"

static struct arena arena;

static int fresh(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)4 << 20);
    return 0;
}

static int gone(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static struct http_raw raw_of(const char *target)
{
    return (struct http_raw){ .world = world_real(),
                              .method = HTTP_GET,
                              .target = str_of(target) };
}

static void takes_a_target_apart(void **state)
{
    (void)state;
    struct http_request request;
    struct http_raw raw = raw_of("/m/%C3%A9?a=1&b=%20&a=2");
    assert_true(http_request_make(&raw, &arena, &request, NULL));
    assert_str(request.path, "/m/\xc3\xa9");
    assert_str(http_query(&request, "a"), "1");
    assert_str(http_query(&request, "b"), " ");
    assert_null(http_query(&request, "A").at);
    assert_int_equal(request.query_count, 3);
    assert_false(request.wants_json);
    assert_int_equal(strlen(request.id.text), REF_LEN);
    assert_str(request.body, "");
}

static void refuses_odd_targets(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",        "x",       "/..",       "/a/..",   "/a/../b", "/.",
        "//",      "/a//b",   "/%2e%2e/a", "/a%2f%2fb", "/a b",  "/a\nb",
        "/a%0ab",  "/a%7f",   "/a\\b",     "/%",      "/a?b=%",  "/a#b",
        "http://x/", "/%80",  "/a?b=%00",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct http_request request;
        struct http_raw raw = raw_of(bad[i]);
        struct err err = { 0 };
        if (http_request_make(&raw, &arena, &request, &err))
            fail_msg("%s was taken", bad[i]);
        assert_int_equal(err.kind, ERR_INVALID);
    }
    char longest[HTTP_PATH_MAX + 2];
    memset(longest, 'x', sizeof longest);
    longest[0] = '/';
    longest[HTTP_PATH_MAX + 1] = '\0';
    struct http_request request;
    struct http_raw raw = raw_of(longest);
    assert_false(http_request_make(&raw, &arena, &request, NULL));
    longest[HTTP_PATH_MAX] = '\0';
    raw = raw_of(longest);
    assert_true(http_request_make(&raw, &arena, &request, NULL));
}

static void knows_who_wants_json(void **state)
{
    (void)state;
    static const struct {
        const char *target, *accept;
        enum http_transport transport;
        bool wants;
    } row[] = {
        { "/a", "text/html,application/xhtml+xml,*/*;q=0.8", HTTP_TCP, false },
        { "/a", "*/*", HTTP_TCP, false },
        { "/a", "Application/JSON", HTTP_TCP, true },
        { "/a", "text/html, application/json", HTTP_TCP, false },
        { "/a.json", "text/html", HTTP_TCP, true },
        { "/a", "text/html", HTTP_ADMIN, true },
        { "/a", "text/html", HTTP_COURIER, true },
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        struct http_request request;
        struct http_pair accept = { STR("aCCept"), str_of(row[i].accept) };
        struct http_raw raw = raw_of(row[i].target);
        raw.header = &accept;
        raw.header_count = 1;
        raw.transport = row[i].transport;
        assert_true(http_request_make(&raw, &arena, &request, NULL));
        assert_int_equal(request.wants_json, row[i].wants);
        assert_str(request.path, "/a");
    }
}

static void reads_a_form_and_cookies(void **state)
{
    (void)state;
    struct http_request request;
    struct http_pair header[] = {
        { STR("Content-Type"),
          STR("Application/X-WWW-Form-Urlencoded; charset=utf-8") },
        { STR("Cookie"), STR("s=1; t=2") },
    };
    struct http_raw raw = raw_of("/x");
    raw.method = HTTP_POST;
    raw.header = header;
    raw.header_count = 2;
    raw.body = STR("a=1&b=two+words");
    assert_true(http_request_make(&raw, &arena, &request, NULL));
    assert_str(request.content_type, "application/x-www-form-urlencoded");
    assert_str(http_form(&request, "b"), "two words");
    assert_null(http_form(&request, "c").at);
    assert_str(http_cookie(&request, "t"), "2");
    assert_str(http_header(&request, "CONTENT-TYPE"),
               "Application/X-WWW-Form-Urlencoded; charset=utf-8");
    raw.body = STR("a=%");
    struct err err = { 0 };
    assert_false(http_request_make(&raw, &arena, &request, &err));
    assert_int_equal(err.kind, ERR_INVALID);
}

static void takes_the_proxys_word_only(void **state)
{
    (void)state;
    static const struct { const char *value, *client; } row[] = {
        { "1.2.3.4", "1.2.3.4" },
        { "9.9.9.9, 1.2.3.4", "1.2.3.4" },
        { "9.9.9.9,2001:db8::1", "2001:db8::1" },
        { "1.2.3.4, <script>", "127.0.0.1" },
        { "1.2.3.4,", "127.0.0.1" },
        { "", "127.0.0.1" },
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        struct http_request request;
        struct http_pair header = { STR("X-Forwarded-For"),
                                    str_of(row[i].value) };
        struct http_raw raw = raw_of("/x");
        raw.peer.ip = STR("127.0.0.1");
        raw.header = &header;
        raw.header_count = 1;
        assert_true(http_request_make(&raw, &arena, &request, NULL));
        assert_str(request.peer.client, "127.0.0.1");
        raw.behind_tls_proxy = true;
        assert_true(http_request_make(&raw, &arena, &request, NULL));
        assert_str(request.peer.client, row[i].client);
        assert_str(request.peer.ip, "127.0.0.1");
    }
}

static void says_when_memory_is_out(void **state)
{
    (void)state;
    for (size_t limit = 0; limit < 6000; limit += 64) {
        struct arena small;
        struct http_request request;
        struct http_pair header = { STR("Cookie"), STR("a=b") };
        struct http_raw raw = raw_of("/x?y=z");
        struct err err = { 0 };
        raw.header = &header;
        raw.header_count = 1;
        arena_init(&small, limit);
        if (!http_request_make(&raw, &small, &request, &err))
            assert_int_equal(err.kind, ERR_EXHAUSTED);
        else
            assert_false(small.exhausted);
        arena_clear(&small);
    }
}

static void names_methods(void **state)
{
    (void)state;
    assert_int_equal(http_method_of(STR("POST")), HTTP_POST);
    assert_int_equal(http_method_of(STR("post")), HTTP_OTHER);
    assert_int_equal(http_method_of(STR("TRACE")), HTTP_OTHER);
    assert_int_equal(http_method_of(STR("OTHER")), HTTP_OTHER);
    assert_string_equal(http_method_name(HTTP_DELETE), "DELETE");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_a_target_apart),
        cmocka_unit_test(refuses_odd_targets),
        cmocka_unit_test(knows_who_wants_json),
        cmocka_unit_test(reads_a_form_and_cookies),
        cmocka_unit_test(takes_the_proxys_word_only),
        cmocka_unit_test(says_when_memory_is_out),
        cmocka_unit_test(names_methods),
    };
    return cmocka_run_group_tests(tests, fresh, gone);
}
