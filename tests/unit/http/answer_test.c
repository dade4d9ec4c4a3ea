#include <stdio.h>
#include <string.h>

#include "pure.h"

#include "http/answer.h"

static struct arena arena;
static struct http_answer answer;

static int fresh(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)4 << 20);
    http_answer_init(&answer, &arena);
    return 0;
}

static int gone(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static struct str header(const char *name)
{
    return http_answer_header_get(&answer, name);
}

static void renders_bytes(void **state)
{
    (void)state;
    http_answer_html(&answer, 200, STR("<p>hi"));
    answer.close = true;
    assert_str(http_answer_render(&answer, &arena),
               "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
               "Connection: close\r\nContent-Length: 5\r\n\r\n<p>hi");
}

static void secures_once(void **state)
{
    (void)state;
    http_answer_html(&answer, 200, STR("x"));
    answer.style_sha256 = STR("abc=");
    answer.image_data = true;
    http_answer_secure(&answer, NULL, true);
    uint32_t count = answer.header_count;
    http_answer_secure(&answer, NULL, true);
    assert_int_equal(answer.header_count, count);
    assert_str(header("content-security-policy"),
               "default-src 'none'; base-uri 'none'; form-action 'self'; "
               "frame-ancestors 'none'; style-src 'sha256-abc='; "
               "img-src data:");
    assert_str(header("Cache-Control"), "no-store");
    assert_str(header("Strict-Transport-Security"), "max-age=63072000");
}

static void caches_own_assets_only_when_told(void **state)
{
    (void)state;
    http_answer_text(&answer, 200, STR("x"));
    answer.cache_seconds = 3600;
    answer.style_self = true;
    answer.image_self = true;
    http_answer_secure(&answer, NULL, false);
    assert_str(header("Cache-Control"), "public, max-age=3600");
    assert_null(header("Strict-Transport-Security").at);
    assert_str(header("content-security-policy"),
               "default-src 'none'; base-uri 'none'; form-action 'self'; "
               "frame-ancestors 'none'; style-src 'self'; img-src 'self'");
}

static void refuses_to_split_an_answer(void **state)
{
    (void)state;
    static const char *const bad[] = { "a\r\nb: c", "a\nb", "a\rb", "a\x01",
                                       "a\x7f" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        http_answer_init(&answer, &arena);
        http_answer_header(&answer, "X", str_of(bad[i]));
        assert_true(answer.failed);
        http_answer_init(&answer, &arena);
        http_answer_header(&answer, bad[i], STR("x"));
        assert_true(answer.failed);
    }
    http_answer_init(&answer, &arena);
    http_answer_header(&answer, "X", (struct str){ "a\0b", 3 });
    assert_true(answer.failed);
    http_answer_html(&answer, 200, STR("secret"));
    http_answer_secure(&answer, NULL, false);
    assert_int_equal(answer.status, 500);
    assert_true(str_find(answer.body, STR("secret")) == SIZE_MAX);
    assert_true(header("Content-Security-Policy").len > 0);
}

static void leaves_room_for_security(void **state)
{
    (void)state;
    http_answer_html(&answer, 200, STR("x"));
    for (int i = 0; i < 100; i++)
        http_answer_header(&answer, "X-Many", STR("x"));
    assert_true(answer.failed);
    http_answer_secure(&answer, NULL, true);
    assert_int_equal(answer.status, 500);
    assert_true(header("X-Frame-Options").len > 0);
}

static void sets_cookies(void **state)
{
    (void)state;
    struct http_cookie_set set = { "sid", STR("abc"), 0, true };
    http_answer_cookie(&answer, &set);
    assert_str(header("Set-Cookie"), "__Host-sid=abc; Path=/; HttpOnly; "
                                     "SameSite=Strict; Secure");
    http_answer_init(&answer, &arena);
    set = (struct http_cookie_set){ "sid", STR(""), -1, false };
    http_answer_cookie(&answer, &set);
    assert_str(header("Set-Cookie"),
               "sid=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    set.value = STR("a; Domain=evil");
    http_answer_cookie(&answer, &set);
    assert_true(answer.failed);
}

static void redirects_home_only(void **state)
{
    (void)state;
    static const char *const bad[] = { "",  "x", "//evil", "/\\evil",
                                       "http://evil/", "/a\r\nX: y" };
    http_answer_redirect(&answer, STR("/m/receipt"));
    assert_int_equal(answer.status, 303);
    assert_str(header("Location"), "/m/receipt");
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        http_answer_init(&answer, &arena);
        http_answer_redirect(&answer, str_of(bad[i]));
        assert_true(answer.failed);
    }
}

static struct http_request request_of(bool wants_json)
{
    return (struct http_request){ .wants_json = wants_json,
                                  .id = { "0123456789abcdef0123456789abcdef" },
                                  .arena = &arena };
}

static void hides_what_is_inside(void **state)
{
    (void)state;
    struct http_request request = request_of(false);
    struct err denied = { ERR_DENIED, "user 7 has no right to debt 9" };
    struct err absent = { ERR_ABSENT, "debt 9 is not there" };
    struct err corrupt = { ERR_CORRUPT, "SELECT failed at page 3" };
    http_answer_trouble(&answer, &request, &denied);
    struct str first = answer.body;
    assert_int_equal(answer.status, 404);
    http_answer_trouble(&answer, &request, &absent);
    assert_int_equal(answer.status, 404);
    assert_true(str_equal(first, answer.body));
    assert_true(str_find(first, STR("debt 9")) == SIZE_MAX);
    http_answer_trouble(&answer, &request, &corrupt);
    assert_int_equal(answer.status, 500);
    assert_true(str_find(answer.body, STR("SELECT")) == SIZE_MAX);
    assert_true(str_find(answer.body, STR("0123456789abcdef")) != SIZE_MAX);
    assert_true(str_find(answer.body, STR("lang=\"es\"")) != SIZE_MAX);
}

static void shows_what_was_wrong_with_the_input(void **state)
{
    (void)state;
    struct err err = { ERR_INVALID, "<b>\"amount\"\n is wrong" };
    struct http_request request = request_of(false);
    http_answer_trouble(&answer, &request, &err);
    assert_int_equal(answer.status, 400);
    assert_true(str_find(answer.body, STR("&lt;b&gt;&quot;amount&quot;"))
                != SIZE_MAX);
    request = request_of(true);
    http_answer_trouble(&answer, &request, &err);
    assert_str(answer.body, "{\"error\":{\"status\":400,\"kind\":\"invalid\",\"message\":"
                            "\"<b>\\\"amount\\\"\\u000a is wrong\"}}\n");
    err.kind = ERR_BUSY;
    http_answer_trouble(&answer, &request, &err);
    assert_int_equal(answer.status, 503);
    assert_str(header("Retry-After"), HTTP_RETRY_SECONDS);
}

static void has_its_headers_without_memory(void **state)
{
    (void)state;
    struct http_request request = request_of(false);
    struct arena none;
    arena_init(&none, 0);
    assert_null(arena_bytes(&none, 1));
    http_answer_init(&answer, &none);
    answer.style_self = true;
    answer.cache_seconds = 5;
    http_answer_html(&answer, 200, STR("half a page"));
    http_answer_secure(&answer, &request, true);
    assert_int_equal(answer.status, 503);
    assert_true(answer.body.len > 0);
    assert_str(header("X-Content-Type-Options"), "nosniff");
    assert_true(str_starts(header("Content-Security-Policy"),
                           STR("default-src 'none'")));
    assert_str(header("Cache-Control"), "no-store");
    assert_str(header("X-Request-Id"), request.id.text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, fresh, gone)
        TEST(renders_bytes),
        TEST(secures_once),
        TEST(caches_own_assets_only_when_told),
        TEST(refuses_to_split_an_answer),
        TEST(leaves_room_for_security),
        TEST(sets_cookies),
        TEST(redirects_home_only),
        TEST(hides_what_is_inside),
        TEST(shows_what_was_wrong_with_the_input),
        TEST(has_its_headers_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
