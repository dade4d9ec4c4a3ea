/* Is a password alone ever enough, and for how long? */
#include "house.h"

#include "access/access.h"
#include "app/second.h"
#include "app/user.h"

#define PASSWORD "correct-horse-battery-7"
#define DAY_US (INT64_C(86400) * 1000000)
#define FROM STR("127.0.0.1")

static void user_add(struct app_house *house)
{
    struct err err = { .kind = ERR_NONE };
    struct app_login_new login = {
        .name = STR("rosa"), .full_name = STR("Rosa"),
        .password = STR(PASSWORD), .roles = ROLE_REPRESENTATIVE
    };
    if (!app_login_add(&house->app, app_house_caller(house), &login, &err))
        fail_msg("%s", err.text);
}

static enum app_session_next sign_in(struct app_house *house,
                                     struct app_session *session)
{
    struct err err = { .kind = ERR_NONE };
    if (!app_sign_in(&house->app, STR("rosa"), STR(PASSWORD), FROM, session,
                     &err))
        fail_msg("%s", err.text);
    return session->next;
}

static bool is_open(struct app_house *house,
                    const struct app_session *session)
{
    struct app_session found;
    struct err err = { .kind = ERR_NONE };
    assert_true(app_session_find(&house->app, str_of(session->cookie),
                                 &house->arena, &found, &err));
    return found.caller.kind == CALLER_STAFF;
}

/* The code the app on the phone shows now, of the secret it was given. */
static struct str code_now(struct app_house *house, struct str base32)
{
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    static char code[7];
    unsigned char secret[SEAL_TOTP_SECRET_LEN];
    uint32_t held = 0, bits = 0;
    size_t len = 0;
    for (size_t i = 0; i < base32.len; i++) {
        const char *sign = strchr(signs, base32.at[i]);
        assert_non_null(sign);
        bits = (bits << 5 | (uint32_t)(sign - signs)) & 0xfffu;
        held += 5;
        if (held >= 8) {
            held -= 8;
            secret[len++] = (unsigned char)(bits >> held & 0xffu);
        }
    }
    assert_int_equal(len, sizeof secret);
    seal_totp_code((struct str){ (const char *)secret, sizeof secret },
                   moment_seconds(world_now(&house->world.world))
                       / SEAL_TOTP_STEP_SECONDS, code);
    return str_of(code);
}

static struct str set_up(struct app_house *house,
                         struct app_session *session,
                         struct str recovery[APP_RECOVERY_CODES])
{
    struct app_second second;
    struct err err = { .kind = ERR_NONE };
    struct str cookie = str_copy(&house->arena, str_of(session->cookie));
    if (!app_second_look(&house->app, cookie, &house->arena, &second, &err)
        || !app_second_set(&house->app, cookie,
                           code_now(house, second.secret), FROM,
                           &house->arena, recovery, session, &err))
        fail_msg("%s", err.text);
    assert_true(is_open(house, session));
    return second.secret;
}

static enum err_kind pass(struct app_house *house, struct str code,
                          struct app_session *session)
{
    struct err err = { .kind = ERR_NONE };
    struct str cookie = str_copy(&house->arena, str_of(session->cookie));
    return app_second_pass(&house->app, cookie, code, FROM, session, &err)
        ? ERR_NONE : err.kind;
}

static void a_week_it_may_wait(void **state)
{
    struct app_house *house = *state;
    struct app_session session;
    user_add(house);
    assert_int_equal(sign_in(house, &session), APP_NEXT_OFFER);
    assert_true(is_open(house, &session));
    world_sim_advance_us(&house->world, APP_SECOND_DAYS * DAY_US - 1000000);
    assert_int_equal(sign_in(house, &session), APP_NEXT_OFFER);
    assert_true(is_open(house, &session));
    world_sim_advance_us(&house->world, 1000000);
    assert_int_equal(sign_in(house, &session), APP_NEXT_SET);
    assert_false(is_open(house, &session));
    struct str recovery[APP_RECOVERY_CODES];
    set_up(house, &session, recovery);
    app_house_whole(house);
}

static void a_code_is_good_once(void **state)
{
    struct app_house *house = *state;
    struct app_session session;
    struct str recovery[APP_RECOVERY_CODES];
    user_add(house);
    sign_in(house, &session);
    struct str secret = set_up(house, &session, recovery);
    assert_int_equal(sign_in(house, &session), APP_NEXT_CODE);
    assert_false(is_open(house, &session));
    assert_int_equal(pass(house, code_now(house, secret), &session),
                     ERR_DENIED); /* it was used to set it up */
    sign_in(house, &session);
    world_sim_advance_us(&house->world, INT64_C(31000000));
    assert_int_equal(pass(house, code_now(house, secret), &session),
                     ERR_NONE);
    assert_true(is_open(house, &session));
    sign_in(house, &session);
    assert_int_equal(pass(house, recovery[3], &session), ERR_NONE);
    sign_in(house, &session);
    assert_int_equal(pass(house, recovery[3], &session), ERR_DENIED);
    app_house_whole(house);
}

static void half_way_is_not_for_long(void **state)
{
    struct app_house *house = *state;
    struct app_session session;
    struct str recovery[APP_RECOVERY_CODES];
    user_add(house);
    sign_in(house, &session);
    struct str secret = set_up(house, &session, recovery);
    sign_in(house, &session);
    world_sim_advance_us(&house->world, APP_SECOND_SECONDS
                                            * INT64_C(1000000));
    assert_int_equal(pass(house, code_now(house, secret), &session),
                     ERR_ABSENT);
}

static void a_demo_asks_nobody(void **state)
{
    struct app_house *house = *state;
    struct app_session session;
    user_add(house);
    world_sim_advance_us(&house->world, 30 * DAY_US);
    assert_int_equal(sign_in(house, &session), APP_NEXT_OPEN);
    assert_true(is_open(house, &session));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_week_it_may_wait,
                                        app_house_open_real,
                                        app_house_close),
        cmocka_unit_test_setup_teardown(a_code_is_good_once,
                                        app_house_open_real,
                                        app_house_close),
        cmocka_unit_test_setup_teardown(half_way_is_not_for_long,
                                        app_house_open_real,
                                        app_house_close),
        cmocka_unit_test_setup_teardown(a_demo_asks_nobody, app_house_open,
                                        app_house_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
