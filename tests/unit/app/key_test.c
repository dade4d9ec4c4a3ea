/* How long is a program's key good, and what does the house keep of it? */
#include "house.h"

#include "access/scope.h"
#include "app/key.h"
#include "app/session.h"

#define DAY_US (INT64_C(86400) * 1000000)
#define FROM STR("127.0.0.1")

static void key_make(struct app_house *house, const char *name, int64_t days,
                     char text[APP_KEY_LEN + 1])
{
    struct err err = { .kind = ERR_NONE };
    struct app_key_new key = {
        .name = str_of(name), .role = ROLE_SUPERVISOR,
        .scopes = SCOPE_READ | SCOPE_PAY, .days = days
    };
    if (!app_key_make(&house->app, app_house_caller(house), &key, text, &err))
        fail_msg("%s", err.text);
}

/* Who this key is, now. */
static enum err_kind find(struct app_house *house, const char *text,
                          struct str from, struct caller *caller)
{
    struct err err = { .kind = ERR_NONE };
    *caller = app_caller(&house->app, CALLER_NOBODY, "nobody");
    return app_key_find(&house->app, str_of(text), from, &house->arena,
                        caller, &err) ? ERR_NONE : err.kind;
}

static struct app_key only_key(struct app_house *house)
{
    struct err err = { .kind = ERR_NONE };
    struct app_key *key;
    uint32_t count;
    assert_true(app_keys(&house->app, app_house_caller(house), &house->arena,
                         &key, &count, &err));
    assert_int_equal(count, 1);
    return key[0];
}

static void it_is_good_for_its_days(void **state)
{
    struct app_house *house = *state;
    struct caller caller;
    char text[APP_KEY_LEN + 1];
    key_make(house, "books", 30, text);
    assert_int_equal(find(house, text, FROM, &caller), ERR_NONE);
    assert_int_equal(caller.kind, CALLER_STAFF);
    assert_true(caller.is_key);
    assert_int_equal(caller.scopes, SCOPE_READ | SCOPE_PAY);
    assert_true(str_is(caller.name, "key books"));
    world_sim_advance_us(&house->world, 30 * DAY_US - 1000000);
    assert_int_equal(find(house, text, FROM, &caller), ERR_NONE);
    assert_true(only_key(house).is_live);
    world_sim_advance_us(&house->world, 1000000);
    assert_int_equal(find(house, text, FROM, &caller), ERR_DENIED);
    assert_int_equal(caller.kind, CALLER_NOBODY);
    assert_false(caller.is_key);
    assert_false(only_key(house).is_live);
    app_house_whole(house);
}

static void its_use_is_kept_to_ten_minutes(void **state)
{
    struct app_house *house = *state;
    struct caller caller;
    char text[APP_KEY_LEN + 1];
    key_make(house, "books", 30, text);
    assert_true(moment_is_none(only_key(house).seen_at));
    assert_int_equal(find(house, text, FROM, &caller), ERR_NONE);
    struct moment first = only_key(house).seen_at;
    assert_false(moment_is_none(first));
    world_sim_advance_us(&house->world, 9 * INT64_C(60000000));
    assert_int_equal(find(house, text, FROM, &caller), ERR_NONE);
    assert_true(moment_compare(only_key(house).seen_at, first) == 0);
    world_sim_advance_us(&house->world, 2 * INT64_C(60000000));
    assert_int_equal(find(house, text, FROM, &caller), ERR_NONE);
    assert_true(moment_compare(only_key(house).seen_at, first) > 0);
}

/* Wrong ones lock the address they came from, and no right one anywhere. */
static void wrong_ones_wait(void **state)
{
    struct app_house *house = *state;
    struct caller caller;
    char text[APP_KEY_LEN + 1];
    key_make(house, "books", 30, text);
    for (int i = 0; i < APP_KEY_TRIES; i++)
        assert_int_equal(find(house, "bedside_key_x", FROM, &caller),
                         ERR_DENIED);
    assert_int_equal(find(house, "bedside_key_x", FROM, &caller), ERR_BUSY);
    assert_int_equal(find(house, "bedside_key_x", STR("192.0.2.1"), &caller),
                     ERR_DENIED);
    assert_int_equal(find(house, text, FROM, &caller), ERR_NONE);
    world_sim_advance_us(&house->world, APP_TRIES_SECONDS
                                        * INT64_C(1000000) + 1000000);
    assert_int_equal(find(house, "bedside_key_x", FROM, &caller),
                     ERR_DENIED);
}

static void once_ended_it_stays_so(void **state)
{
    struct app_house *house = *state;
    struct err err = { .kind = ERR_NONE };
    struct caller caller = app_house_caller(house);
    char text[APP_KEY_LEN + 1];
    key_make(house, "books", 30, text);
    assert_true(app_key_end(&house->app, caller, STR("books"), &err));
    struct moment ended = only_key(house).ended_at;
    world_sim_advance_us(&house->world, 1000000);
    caller = app_house_caller(house);
    assert_true(app_key_end(&house->app, caller, STR("books"), &err));
    assert_true(moment_compare(only_key(house).ended_at, ended) == 0);
    assert_int_equal(find(house, text, FROM, &caller), ERR_DENIED);
    app_house_whole(house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(it_is_good_for_its_days,
                                        app_house_open, app_house_close),
        cmocka_unit_test_setup_teardown(its_use_is_kept_to_ten_minutes,
                                        app_house_open, app_house_close),
        cmocka_unit_test_setup_teardown(wrong_ones_wait, app_house_open,
                                        app_house_close),
        cmocka_unit_test_setup_teardown(once_ended_it_stays_so,
                                        app_house_open, app_house_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
