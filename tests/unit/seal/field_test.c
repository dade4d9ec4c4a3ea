#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"
#include "seal/field.h"

static const unsigned char one[SEAL_KEY_LEN] = { 1 };
static const unsigned char two[SEAL_KEY_LEN] = { 2 };
static const struct seal_place place = { "person", "ssn_part", 42 };

static void sealed_opens_only_at_its_place(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    struct seal_keys *keys = seal_keys_given(one);
    struct seal_keys *other = seal_keys_given(two);
    struct err err = { 0 };
    struct str sealed, again, plain = { 0 };
    struct str secret = STR("6789 \xc3\xb1");

    assert_true(seal_field(keys, world_real(), place, secret, &arena, &sealed,
                           &err));
    assert_int_equal(sealed.len, secret.len + SEAL_FIELD_EXTRA);
    assert_int_equal(str_find(sealed, STR("6789")), SIZE_MAX);
    assert_int_equal(seal_field_key(sealed), 1);
    assert_true(seal_open(keys, place, sealed, &arena, &plain, &err));
    assert_true(str_equal(plain, secret));

    /* Twice the same value does not look the same. */
    assert_true(seal_field(keys, world_real(), place, secret, &arena, &again,
                           &err));
    assert_false(str_equal(sealed, again));

    struct seal_place moved[] = { { "person", "ssn_part", 43 },
                                  { "person", "ssn_par", 42 },
                                  { "debt", "ssn_part", 42 },
                                  { "personssn", "_part", 42 },
                                  { "person", "ssn_part", -42 } };
    for (size_t i = 0; i < sizeof moved / sizeof moved[0]; i++) {
        assert_false(seal_open(keys, moved[i], sealed, &arena, &plain, &err));
        assert_int_equal(err.kind, ERR_CORRUPT);
    }
    assert_false(seal_open(other, place, sealed, &arena, &plain, &err));
    seal_keys_close(other);
    seal_keys_close(keys);
    arena_clear(&arena);
}

static void every_changed_byte_is_seen(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    struct seal_keys *keys = seal_keys_given(one);
    struct err err = { 0 };
    struct str sealed, plain = { 0 };
    assert_true(seal_field(keys, world_real(), place, STR("123"), &arena,
                           &sealed, &err));
    char copy[SEAL_FIELD_EXTRA + 3];
    for (size_t i = 0; i < sizeof copy; i++) {
        memcpy(copy, sealed.at, sizeof copy);
        copy[i] = (char)(copy[i] ^ 4);
        struct str changed = { copy, sizeof copy };
        assert_false(seal_open(keys, place, changed, &arena, &plain, &err));
        assert_int_equal(err.kind, ERR_CORRUPT);
        /* Cut short at every length, too. */
        struct str cut = { sealed.at, i };
        assert_false(seal_open(keys, place, cut, &arena, &plain, &err));
    }
    assert_null(plain.at);
    assert_false(seal_open(keys, place, (struct str){ 0 }, &arena, &plain,
                           &err));

    /* Empty is a value; too long is trouble; no memory is trouble. */
    assert_true(seal_field(keys, world_real(), place, STR(""), &arena,
                           &sealed, &err));
    assert_true(seal_open(keys, place, sealed, &arena, &plain, &err));
    assert_int_equal(plain.len, 0);
    struct str huge = { "", SEAL_FIELD_MAX + 1 };
    assert_false(seal_field(keys, world_real(), place, huge, &arena, &sealed,
                            &err));
    struct arena tiny;
    arena_init(&tiny, 1);
    assert_false(seal_field(keys, world_real(), place, STR("1"), &tiny,
                            &sealed, &err));
    assert_int_equal(err.kind, ERR_EXHAUSTED);
    arena_clear(&tiny);
    seal_keys_close(keys);
    arena_clear(&arena);
}

static void index_finds_without_telling(void **state)
{
    (void)state;
    struct seal_keys *keys = seal_keys_given(one);
    struct seal_keys *other = seal_keys_given(two);
    unsigned char a[SEAL_INDEX_LEN], b[SEAL_INDEX_LEN];
    seal_index(keys, 0, "person", "ssn", STR("6789"), a);
    seal_index(keys, 1, "person", "ssn", STR("6789"), b);
    assert_memory_equal(a, b, sizeof a);
    seal_index(keys, 0, "person", "ssn", STR("6780"), b);
    assert_memory_not_equal(a, b, sizeof a);
    seal_index(keys, 0, "person", "ssn4", STR("6789"), b);
    assert_memory_not_equal(a, b, sizeof a);
    seal_index(keys, 0, "persons", "sn", STR("6789"), b);
    assert_memory_not_equal(a, b, sizeof a);
    seal_index(other, 0, "person", "ssn", STR("6789"), b);
    assert_memory_not_equal(a, b, sizeof a);
    seal_keys_close(other);
    seal_keys_close(keys);
}

int main(void)
{
    struct err err = { 0 };
    if (!seal_init(&err))
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sealed_opens_only_at_its_place),
        cmocka_unit_test(every_changed_byte_is_seen),
        cmocka_unit_test(index_finds_without_telling),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
