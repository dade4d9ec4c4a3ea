#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"
#include "seal/totp.h"

#define RFC_SECRET STR("12345678901234567890")

/* RFC 6238, appendix B, SHA-1; the last six of its eight digits. */
static const struct vector {
    int64_t second;
    const char *code;
} vectors[] = {
    { 59, "287082" },          { 1111111109, "081804" },
    { 1111111111, "050471" },  { 1234567890, "005924" },
    { 2000000000, "279037" },  { 20000000000, "353130" },
};

static void rfc_6238(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof vectors[0]; i++) {
        char code[7];
        int64_t step = -1;
        seal_totp_code(RFC_SECRET, vectors[i].second / 30, code);
        assert_string_equal(code, vectors[i].code);
        assert_true(seal_totp_check(RFC_SECRET, str_of(vectors[i].code),
                                    moment_from_seconds(vectors[i].second),
                                    SEAL_TOTP_STEP_NONE, &step));
        assert_int_equal(step, vectors[i].second / 30);
    }
}

static bool accepts(const char *typed, int64_t second, int64_t last_step,
                    int64_t *step)
{
    return seal_totp_check(RFC_SECRET, str_of(typed),
                           moment_from_seconds(second), last_step, step);
}

static void one_step_of_grace_and_once_only(void **state)
{
    (void)state;
    int64_t at = 1234567890, step = -7, own = at / 30;
    assert_true(accepts("005924", at + 30, SEAL_TOTP_STEP_NONE, &step));
    assert_true(accepts("005 924", at - 30, SEAL_TOTP_STEP_NONE, &step));
    assert_int_equal(step, own);
    step = -7;
    assert_false(accepts("005924", at + 60, SEAL_TOTP_STEP_NONE, &step));
    assert_false(accepts("005924", at - 60, SEAL_TOTP_STEP_NONE, &step));
    assert_false(accepts("005924", at, own, &step));     /* used before */
    assert_false(accepts("005924", at, own + 1, &step)); /* a later one was */
    assert_true(accepts("005924", at, own - 1, &step));
    step = -7;
    const char *wrong[] = { "005925", "05924", "0059240", "", "00592a",
                            "-05924", "5924" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(accepts(wrong[i], at, SEAL_TOTP_STEP_NONE, &step));
    assert_int_equal(step, -7);
}

static void base32_as_apps_read_it(void **state)
{
    (void)state;
    char text[SEAL_TOTP_BASE32_LEN + 1];
    seal_totp_base32((const unsigned char *)"12345678901234567890", text);
    assert_string_equal(text, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    unsigned char a[SEAL_TOTP_SECRET_LEN], b[SEAL_TOTP_SECRET_LEN];
    seal_totp_secret_new(world_real(), a);
    seal_totp_secret_new(world_real(), b);
    assert_memory_not_equal(a, b, sizeof a);
}

int main(void)
{
    struct err err = { 0 };
    if (!seal_init(&err))
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rfc_6238),
        cmocka_unit_test(one_step_of_grace_and_once_only),
        cmocka_unit_test(base32_as_apps_read_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
