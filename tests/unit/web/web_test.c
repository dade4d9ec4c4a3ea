/* The router: who may, by which method, from where. */
#include "asking.h"

#include "app/session.h"
#include "app/user.h"
#include "http/request.h"
#include "web/routes.h"

#define PASSWORD "correct-horse-battery-7"

static struct asking asking;
static char cookie[96]; /* of a representative */

static int opened(void **state)
{
    struct err err = { .kind = ERR_NONE };
    struct app_session session;
    if (app_house_open(state) != 0)
        return -1;
    asking = (struct asking){ .house = *state };
    struct app *app = &asking.house->app;
    struct web_options options = { .app = app, .is_strict = true };
    struct app_login_new login = {
        .name = STR("rosa"), .full_name = STR("Rosa"),
        .password = STR(PASSWORD), .roles = ROLE_REPRESENTATIVE
    };
    if (!web_open(&options, &asking.web, &err)
        || !app_login_add(app, app_house_caller(asking.house), &login, &err)
        || !app_sign_in(app, STR("rosa"), STR(PASSWORD), STR("127.0.0.1"),
                        &session, &err))
        fail_msg("%s", err.text);
    snprintf(cookie, sizeof cookie, WEB_COOKIE "=%s", session.cookie);
    return 0;
}

static int closed(void **state)
{
    web_close(&asking.web);
    return app_house_close(state);
}

static void expect(const char *words, const char *whose, int status)
{
    ask(&asking, HTTP_TCP, words, whose, "");
    if (asking.answer.status != status)
        fail_msg("%s: %d, not %d", words, asking.answer.status, status);
}

static void head_is_get_without_more(void **state)
{
    (void)state;
    expect("GET /m", NULL, 200);
    struct str page = asking.answer.body;
    assert_true(str_find(page, STR("<h1")) != SIZE_MAX);
    expect("HEAD /m", NULL, 200);
    assert_int_equal(asking.answer.body.len, page.len);
    expect("HEAD /nowhere", NULL, 404);
    expect("HEAD /desk", cookie, 200);
}

/* 405 only where they may know the path. */
static void another_method(void **state)
{
    (void)state;
    expect("PUT /m", NULL, 405);
    expect("DELETE /desk", cookie, 405);
    expect("DELETE /desk", NULL, 404);
    expect("POST /provider", cookie, 404);
    expect("BREW /m", NULL, 405);
    expect("BREW /nowhere", NULL, 405);
}

/* To somebody who may not, each row looks like no path at all. */
static void who_may_not_sees_nothing(void **state)
{
    (void)state;
    const struct web_route *row;
    ask_json(&asking, "GET /nowhere", NULL);
    assert_int_equal(asking.answer.status, 404);
    struct str nothing = asking.answer.body;
    uint32_t closed_rows = 0;
    for (uint32_t i = 0; (row = web_route_at(i)) != NULL; i++) {
        struct http_request no_refs = { .path = str_of(row->path) };
        if (row->right == MAY_ANYONE || row->method != HTTP_GET
            || str_find(no_refs.path, STR(":")) != SIZE_MAX)
            continue;
        ask_json(&asking, str_c(&asking.house->arena,
                                web_route_name(row, &asking.house->arena)),
                 NULL);
        assert_int_equal(asking.answer.status, 404);
        assert_true(str_equal(asking.answer.body, nothing));
        closed_rows++;
    }
    assert_true(closed_rows >= 10);
    ask_json(&asking, "GET /provider", cookie);
    assert_true(str_equal(asking.answer.body, nothing));
    ask_json(&asking, "GET /desk", cookie);
    assert_int_equal(asking.answer.status, 200);
}

/* By prefix, whether the page is there or not. */
static void the_way_in(void **state)
{
    (void)state;
    static const struct { const char *words, *to; } ways[] = {
        { "GET /desk", "/sign-in" }, { "GET /desk/never/was", "/sign-in" },
        { "GET /provider/remit", "/sign-in" }, { "GET /m/bill", "/m" },
        { "GET /m/never", "/m" }, { "GET /m/", "/m" },
    };
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        expect(ways[i].words, NULL, 303);
        struct str to = http_answer_header_get(&asking.answer, "Location");
        if (!str_is(to, ways[i].to))
            fail_msg("%s goes to %.*s", ways[i].words, STR_ARGS(to));
    }
    expect("GET /deskless", NULL, 404);
    expect("GET /mm", NULL, 404);
    expect("GET /desk/never/was", cookie, 404);
    expect("GET /desk/", cookie, 404);
}

static void a_form_needs_its_token(void **state)
{
    (void)state;
    char token[APP_TOKEN_MAX], body[APP_TOKEN_MAX + 64];
    app_form_token(asking.web.app, STR(""), token);
    snprintf(body, sizeof body, "token=%s&code=x", token);
    ask(&asking, HTTP_TCP, "POST /m", NULL, body);
    assert_int_equal(asking.answer.status, 422); /* read, and not a code */
    ask(&asking, HTTP_TCP, "POST /m", NULL, "code=x");
    assert_int_equal(asking.answer.status, 400);
    body[8] = body[8] == '0' ? '1' : '0';
    ask(&asking, HTTP_TCP, "POST /m", NULL, body);
    assert_int_equal(asking.answer.status, 400);
    /* Made for nobody's session, so not good in hers. */
    snprintf(body, sizeof body, "token=%s", token);
    ask(&asking, HTTP_TCP, "POST /sign-out", cookie, body);
    assert_int_equal(asking.answer.status, 400);
    ask_json(&asking, "POST /m", NULL); /* no Origin */
    assert_int_equal(asking.answer.status, 400);
}

/* Each door has its own rows and its own caller. */
static void the_doors(void **state)
{
    (void)state;
    ask(&asking, HTTP_ADMIN, "GET /admin/status", NULL, NULL);
    assert_int_equal(asking.answer.status, 200);
    ask(&asking, HTTP_COURIER, "GET /courier/outbox", NULL, NULL);
    assert_int_equal(asking.answer.status, 200);
    ask(&asking, HTTP_COURIER, "GET /admin/status", NULL, NULL);
    assert_int_equal(asking.answer.status, 404);
    ask(&asking, HTTP_ADMIN, "GET /courier/outbox", NULL, NULL);
    assert_int_equal(asking.answer.status, 404);
    ask(&asking, HTTP_ADMIN, "GET /m", NULL, NULL);
    assert_int_equal(asking.answer.status, 404);
    ask(&asking, HTTP_TCP, "GET /admin/status", cookie, NULL);
    assert_int_equal(asking.answer.status, 404);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(head_is_get_without_more),
        cmocka_unit_test(another_method),
        cmocka_unit_test(who_may_not_sees_nothing),
        cmocka_unit_test(the_way_in),
        cmocka_unit_test(a_form_needs_its_token),
        cmocka_unit_test(the_doors),
    };
    return cmocka_run_group_tests(tests, opened, closed);
}
