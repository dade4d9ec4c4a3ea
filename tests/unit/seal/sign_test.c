#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"
#include "seal/sign.h"

static void purposes_do_not_mix(void **state)
{
    (void)state;
    static const unsigned char master[SEAL_KEY_LEN] = { 9 };
    static const unsigned char strange[SEAL_KEY_LEN] = { 10 };
    struct seal_keys *keys = seal_keys_given(master);
    struct seal_keys *other = seal_keys_given(strange);
    unsigned char form[SEAL_SIGN_LEN], audit[SEAL_SIGN_LEN];
    struct str bytes = STR("session 1 form 2");

    seal_token_sign(keys, "form", bytes, form);
    assert_true(seal_token_is_ours(keys, "form", bytes, form));
    assert_false(seal_token_is_ours(keys, "link", bytes, form));
    assert_false(seal_token_is_ours(keys, "form", STR("session 1"), form));
    assert_false(seal_token_is_ours(other, "form", bytes, form));
    assert_false(seal_token_is_ours(keys, "for", STR("msession 1 form 2"),
                                    form));

    seal_audit_sign(keys, bytes, audit);
    assert_true(seal_audit_is_ours(keys, bytes, audit));
    assert_false(seal_token_is_ours(keys, "audit", bytes, audit));
    assert_false(seal_audit_is_ours(keys, bytes, form));
    for (size_t i = 0; i < SEAL_SIGN_LEN; i++) {
        audit[i] ^= 128;
        assert_false(seal_audit_is_ours(keys, bytes, audit));
        audit[i] ^= 128;
    }
    seal_keys_close(other);
    seal_keys_close(keys);
}

/* Signatures lie in audit chains for years: the derivation must not drift.
 * The figure was made by the first version of this room and checked with
 * Python's hashlib (BLAKE2b; kdf: salt = purpose, person = "bedside1"). */
static void signatures_stay_the_same(void **state)
{
    (void)state;
    unsigned char master[SEAL_KEY_LEN];
    for (unsigned i = 0; i < SEAL_KEY_LEN; i++)
        master[i] = (unsigned char)i;
    struct seal_keys *keys = seal_keys_given(master);
    unsigned char signature[SEAL_SIGN_LEN];
    seal_audit_sign(keys, STR("entry 1"), signature);
    struct arena arena;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    struct str hex = hex_of(&arena, (struct str){ (const char *)signature,
                                                  SEAL_SIGN_LEN });
    assert_string_equal(str_c(&arena, hex),
                        "731bd2b53cb5694b2f59a140b9c5032c"
                        "7371d5146d7fe47f9d538270c7e4776f");
    arena_clear(&arena);
    seal_keys_close(keys);
}

int main(void)
{
    struct err err = { 0 };
    if (!seal_init(&err))
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(purposes_do_not_mix),
        cmocka_unit_test(signatures_stay_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
