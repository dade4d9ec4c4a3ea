#include <stdio.h>
#include <string.h>

#include "pure.h"

#include "http/csrf.h"

#define OURS "https://bills.example"

static struct arena arena;

struct row {
    bool is_ours;
    enum http_method method;
    struct http_pair header[3];
};

#define SITE(v) { { "Sec-Fetch-Site", 14 }, { "" v, sizeof(v) - 1 } }
#define ORIGIN(v) { { "Origin", 6 }, { "" v, sizeof(v) - 1 } }
#define REFERER(v) { { "Referer", 7 }, { "" v, sizeof(v) - 1 } }

static bool ask(const struct row *row, enum http_transport transport)
{
    struct http_request request;
    struct http_raw raw = { .world = world_real(),
                            .method = row->method,
                            .transport = transport,
                            .target = STR("/m/plan"),
                            .header = row->header };
    while (raw.header_count < 3 && row->header[raw.header_count].name.at)
        raw.header_count++;
    assert_true(http_request_make(&raw, &arena, &request, NULL));
    return http_is_same_origin(&request, STR(OURS));
}

static void keeps_the_rule(void **state)
{
    (void)state;
    static const struct row row[] = {
        /* 1: Sec-Fetch-Site decides alone. */
        { true, HTTP_POST, { SITE("same-origin") } },
        { true, HTTP_POST, { SITE("none") } },
        { true, HTTP_POST, { SITE("same-origin"), ORIGIN("null") } },
        { false, HTTP_POST, { SITE("same-site") } },
        { false, HTTP_POST, { SITE("cross-site") } },
        { false, HTTP_POST, { SITE("cross-site"), ORIGIN(OURS) } },
        { false, HTTP_POST, { SITE("") } },
        { false, HTTP_POST, { SITE("Same-Origin") } },
        { false, HTTP_POST, { SITE("same-origin"), SITE("cross-site") } },
        { false, HTTP_POST, { SITE("same-origin"), SITE("same-origin") } },
        /* 2: then Origin. */
        { true, HTTP_POST, { ORIGIN(OURS) } },
        { true, HTTP_POST, { ORIGIN("HTTPS://Bills.Example") } },
        { false, HTTP_POST, { ORIGIN("null") } },
        { false, HTTP_POST, { ORIGIN("null"), REFERER(OURS "/x") } },
        { false, HTTP_POST, { ORIGIN("") } },
        { false, HTTP_POST, { ORIGIN("http://bills.example") } },
        { false, HTTP_POST, { ORIGIN(OURS ":444") } },
        { false, HTTP_POST, { ORIGIN(OURS ".evil") } },
        { false, HTTP_POST, { ORIGIN(OURS), ORIGIN(OURS) } },
        /* 3: then Referer. */
        { true, HTTP_POST, { REFERER(OURS "/m/plan") } },
        { true, HTTP_POST, { REFERER(OURS) } },
        { false, HTTP_POST, { REFERER(OURS ".evil/m/plan") } },
        { false, HTTP_POST, { REFERER(OURS "@evil/") } },
        { false, HTTP_POST, { REFERER("https://evil/" OURS "/") } },
        { false, HTTP_POST, { REFERER("") } },
        { false, HTTP_POST, { REFERER(OURS "/"), REFERER(OURS "/") } },
        /* 4: nothing at all; and other methods. */
        { false, HTTP_POST, { { { NULL, 0 }, { NULL, 0 } } } },
        { false, HTTP_PUT, { SITE("cross-site") } },
        { false, HTTP_PATCH, { SITE("cross-site") } },
        { false, HTTP_DELETE, { SITE("cross-site") } },
        { false, HTTP_OTHER, { SITE("cross-site") } },
        { true, HTTP_GET, { SITE("cross-site") } },
        { true, HTTP_HEAD, { SITE("cross-site") } },
        { true, HTTP_OPTIONS, { ORIGIN("null") } },
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        if (ask(&row[i], HTTP_TCP) != row[i].is_ours)
            fail_msg("row %zu", i);
        assert_true(ask(&row[i], HTTP_ADMIN));
        assert_true(ask(&row[i], HTTP_COURIER));
    }
}

static void knows_its_origin(void **state)
{
    (void)state;
    struct http_request request;
    struct http_pair header = { STR("Host"), STR("127.0.0.1:8080") };
    struct http_raw raw = { .world = world_real(),
                            .method = HTTP_GET,
                            .target = STR("/"),
                            .header = &header,
                            .header_count = 1 };
    assert_true(http_request_make(&raw, &arena, &request, NULL));
    assert_str(http_host_origin(&request, false), "http://127.0.0.1:8080");
    assert_str(http_host_origin(&request, true), "https://127.0.0.1:8080");
    raw.header_count = 0;
    assert_true(http_request_make(&raw, &arena, &request, NULL));
    assert_null(http_host_origin(&request, false).at);
    request.method = HTTP_POST;
    assert_false(http_is_same_origin(&request, (struct str){ NULL, 0 }));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keeps_the_rule),
        cmocka_unit_test(knows_its_origin),
    };
    arena_init(&arena, (size_t)4 << 20);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_clear(&arena);
    return failed;
}
