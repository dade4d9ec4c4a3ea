#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>

#include "base/base.h"
#include "seal/password.h"

static struct seal_password_answer asked(enum seal_password_profile profile,
                                         const char *password,
                                         struct str stored)
{
    struct err err = { 0 };
    struct seal_password_answer answer = { 0 };
    assert_true(seal_password_check(profile, str_of(password), stored,
                                    &answer, &err));
    return answer;
}

static void right_wrong_rehash(void **state)
{
    (void)state;
    struct err err = { 0 };
    char portal[SEAL_PASSWORD_TEXT], again[SEAL_PASSWORD_TEXT];
    assert_true(seal_password_hash(world_real(), SEAL_PASSWORD_PORTAL,
                                   STR("casa azul 1985 \xc3\xb1"), portal,
                                   &err));
    assert_true(str_starts(str_of(portal),
                           STR("$argon2id$v=19$m=19456,t=2,p=1$")));
    assert_true(seal_password_hash(world_real(), SEAL_PASSWORD_PORTAL,
                                   STR("casa azul 1985 \xc3\xb1"), again,
                                   &err));
    assert_string_not_equal(portal, again);

    struct seal_password_answer answer = asked(
        SEAL_PASSWORD_PORTAL, "casa azul 1985 \xc3\xb1", str_of(portal));
    assert_true(answer.is_right);
    assert_false(answer.needs_rehash);
    answer = asked(SEAL_PASSWORD_STAFF, "casa azul 1985 \xc3\xb1",
                   str_of(portal));
    assert_true(answer.is_right);
    assert_true(answer.needs_rehash);
    answer = asked(SEAL_PASSWORD_STAFF, "casa azul 1985 n", str_of(portal));
    assert_false(answer.is_right);
    assert_false(answer.needs_rehash);
}

static void nobody_takes_as_long(void **state)
{
    (void)state;
    struct err err = { 0 };
    char stored[SEAL_PASSWORD_TEXT];
    assert_true(seal_password_hash(world_real(), SEAL_PASSWORD_PORTAL,
                                   STR("right"), stored, &err));
    int64_t best[2] = { INT64_MAX, INT64_MAX };
    for (int turn = 0; turn < 8; turn++) {
        int64_t from = world_monotonic_us(world_real());
        struct str text = turn % 2 ? str_of(stored) : (struct str){ 0 };
        assert_false(asked(SEAL_PASSWORD_PORTAL, "wrong", text).is_right);
        int64_t took = world_monotonic_us(world_real()) - from;
        if (took < best[turn % 2])
            best[turn % 2] = took;
    }
    assert_true(best[0] * 2 > best[1]);
    assert_true(best[1] * 2 > best[0]);
}

static void strange_rows_and_passwords(void **state)
{
    (void)state;
    const char *bad[] = {
        "", "x", "$argon2i$v=19$m=19456,t=2,p=1$YQ$YQ",
        "$argon2id$v=19$m=4194304,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$YQ",
        "$argon2id$v=19$m=65536,t=900,p=1$c2FsdHNhbHRzYWx0c2FsdA$YQ",
        "$argon2id$v=19$m=65536,t=2,p=4$c2FsdHNhbHRzYWx0c2FsdA$YQ",
        "$argon2id$v=19$m=-1,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$YQ",
        "$argon2id$v=19$m=99999999999999999999,t=2,p=1$a$a",
        "$argon2id$v=19$m=65536,t=2,p=1",
    };
    struct seal_password_answer answer = { 0 };
    struct err err = { 0 };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        assert_false(seal_password_check(SEAL_PASSWORD_STAFF, STR("a"),
                                         str_of(bad[i]), &answer, &err));
        assert_int_equal(err.kind, ERR_CORRUPT);
    }
    /* Reads, but its inside is damaged: simply not right. */
    assert_false(asked(SEAL_PASSWORD_PORTAL, "a",
                       STR("$argon2id$v=19$m=19456,t=2,p=1$!$!")).is_right);

    static char lengthy[SEAL_PASSWORD_MAX + 1];
    memset(lengthy, 'a', sizeof lengthy);
    char stored[SEAL_PASSWORD_TEXT];
    assert_false(seal_password_hash(world_real(), SEAL_PASSWORD_PORTAL,
                                    (struct str){ lengthy, sizeof lengthy },
                                    stored, &err));
    assert_int_equal(err.kind, ERR_INVALID);
    assert_false(seal_password_hash(world_real(), SEAL_PASSWORD_PORTAL,
                                    STR(""), stored, &err));
    /* A NUL inside counts: the rest is not cut off. */
    assert_true(seal_password_hash(world_real(), SEAL_PASSWORD_PORTAL,
                                   STR("ab\0cd"), stored, &err));
    assert_false(asked(SEAL_PASSWORD_PORTAL, "ab", str_of(stored)).is_right);
}

#define CROWD 40
static void *sign_in(void *busy)
{
    struct err err = { 0 };
    struct seal_password_answer answer;
    if (!seal_password_check(SEAL_PASSWORD_PORTAL, STR("x"),
                             (struct str){ 0 }, &answer, &err))
        *(bool *)busy = err.kind == ERR_BUSY;
    return NULL;
}

static void a_crowd_is_turned_away(void **state)
{
    (void)state;
    pthread_t thread[CROWD];
    bool busy[CROWD] = { 0 };
    for (int i = 0; i < CROWD; i++)
        assert_int_equal(pthread_create(&thread[i], NULL, sign_in, &busy[i]),
                         0);
    int turned_away = 0;
    for (int i = 0; i < CROWD; i++) {
        assert_int_equal(pthread_join(thread[i], NULL), 0);
        turned_away += busy[i];
    }
    /* Those who started first are served; with 20 ms each most of the crowd
     * stands at the door at once. */
    assert_in_range(turned_away, 1,
                    CROWD - SEAL_PASSWORD_AT_ONCE - SEAL_PASSWORD_WAITING);
}

int main(void)
{
    struct err err = { 0 };
    if (!seal_init(&err))
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(right_wrong_rehash),
        cmocka_unit_test(nobody_takes_as_long),
        cmocka_unit_test(strange_rows_and_passwords),
        cmocka_unit_test(a_crowd_is_turned_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
