/* The table of routes: which row a request finds, at which door. */
#include "asking.h"

#include "web/routes.h"

static struct arena arena;

static int fresh(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_JOB_BYTES);
    return 0;
}

static int gone(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

/* What is found for these words of a request: "POST /m" and the door. */
static enum web_match found(enum http_transport door, const char *words,
                            struct str *name, struct str ref[WEB_REFS_MAX])
{
    const struct web_route *route = NULL;
    struct http_request request;
    struct str method, target;
    struct err err = { .kind = ERR_NONE };
    assert_true(str_cut(str_of(words), ' ', &method, &target));
    struct http_raw raw = { .world = world_real(), .transport = door,
                            .method = http_method_of(method),
                            .target = target };
    if (!http_request_make(&raw, &arena, &request, &err))
        fail_msg("%s: %s", words, err.text);
    enum web_match match = web_route_find(&request, &route, ref);
    *name = route ? web_route_name(route, &arena) : STR("none");
    return match;
}

static void each_row_finds_itself(void **state)
{
    (void)state;
    uint32_t count = 0;
    for (const struct web_route *row; (row = web_route_at(count)) != NULL;
         count++) {
        struct str ref[WEB_REFS_MAX], name;
        struct buf words;
        buf_init(&words, &arena, 200);
        buf_add_format(&words, "%s ", http_method_name(row->method));
        for (const char *at = row->path; *at != '\0'; at++) {
            buf_add_byte(&words, *at == ':' ? 'x' : *at);
        }
        for (int door = HTTP_TCP; door <= HTTP_COURIER; door++) {
            bool is_open = row->doors & (1u << door);
            enum web_match match = found((enum http_transport)door,
                                         str_c(&arena, buf_str(&words)),
                                         &name, ref);
            if (is_open)
                assert_true(str_equal(name, web_route_name(row, &arena)));
            assert_int_equal(match == WEB_MATCH, is_open);
        }
    }
    assert_true(count > 40);
    assert_null(web_route_at(count + 1));
}

/* A browser reaches no row that changes something without a token, and
 * nothing but the checks of health stands at two doors. */
static void each_row_is_guarded(void **state)
{
    (void)state;
    const struct web_route *row;
    for (uint32_t i = 0; (row = web_route_at(i)) != NULL; i++) {
        uint32_t doors = row->doors & (DOOR_TCP | DOOR_ADMIN | DOOR_COURIER);
        assert_int_not_equal(row->right, MAY_NOTHING);
        if (doors & DOOR_TCP && row->method != HTTP_GET)
            assert_int_equal(row->token, TOKEN);
        if (strcmp(row->path, "/health") != 0)
            assert_int_equal(doors & (doors - 1), 0);
        if (row->doors & JOB)
            assert_int_equal(doors, DOOR_ADMIN);
        if (doors & (DOOR_ADMIN | DOOR_COURIER))
            assert_true(row->right != MAY_ANYONE
                        || strcmp(row->path, "/health") == 0);
    }
}

static void no_such_path(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "GET /", "GET /nowhere", "GET /m/", "GET /M", "GET /m/bill/",
        "GET /mm", "GET /m/bil", "GET /m/bills", "GET /m/bill/x",
        "GET /desk/debt", "GET /desk/debt/", "POST /desk/debt/x/may-call/",
        "GET /desk/debt/x/payment/", "GET /assets/", "GET /assets/a/b",
        "GET /:name", "GET /m%20", "GET /m%3Flang=es",
        "POST /admin/verify", "GET /courier/outbox",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct str ref[WEB_REFS_MAX], name;
        if (found(HTTP_TCP, bad[i], &name, ref) != WEB_NO_PATH)
            fail_msg("%s finds %.*s", bad[i], STR_ARGS(name));
    }
}

static void the_same_path_in_other_letters(void **state)
{
    (void)state;
    static const struct { const char *words, *name; } good[] = {
        { "GET /m?lang=es", "GET /m" }, { "GET /%6D", "GET /m" },
        { "GET /m.json", "GET /m" }, { "GET /m%2Fbill", "GET /m/bill" },
        { "HEAD /m/bill", "GET /m/bill" }, { "HEAD /sign-in", "GET /sign-in" },
        { "GET /desk/find?q=x", "GET /desk/find" },
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct str ref[WEB_REFS_MAX], name;
        if (found(HTTP_TCP, good[i].words, &name, ref) != WEB_MATCH
            || !str_is(name, good[i].name))
            fail_msg("%s finds %.*s", good[i].words, STR_ARGS(name));
    }
}

static void another_method(void **state)
{
    (void)state;
    static const char *const other[] = {
        "POST /m/bill", "PUT /m", "DELETE /desk/debt/x", "OPTIONS /m",
        "HEAD /sign-out", "GET /m/sign-out", "PATCH /sign-in", "BREW /m",
    };
    for (size_t i = 0; i < sizeof other / sizeof other[0]; i++) {
        struct str ref[WEB_REFS_MAX], name;
        if (found(HTTP_TCP, other[i], &name, ref) != WEB_OTHER_METHOD)
            fail_msg("%s finds %.*s", other[i], STR_ARGS(name));
    }
}

static void what_stood_for_a_name(void **state)
{
    (void)state;
    struct str ref[WEB_REFS_MAX], name;
    assert_int_equal(found(HTTP_TCP, "GET /desk/debt/a%20b/payment/%C3%A9",
                           &name, ref), WEB_MATCH);
    assert_true(str_is(ref[0], "a b"));
    assert_true(str_is(ref[1], "\xc3\xa9"));
    assert_true(str_is(name, "GET /desk/debt/:ref/payment/:payment"));
    assert_int_equal(found(HTTP_COURIER, "POST /courier/outbox/r/sent", &name,
                           ref), WEB_MATCH);
    assert_true(str_is(ref[0], "r"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_row_finds_itself),
        cmocka_unit_test(each_row_is_guarded),
        cmocka_unit_test(no_such_path),
        cmocka_unit_test(the_same_path_in_other_letters),
        cmocka_unit_test(another_method),
        cmocka_unit_test(what_stood_for_a_name),
    };
    return cmocka_run_group_tests(tests, fresh, gone);
}
