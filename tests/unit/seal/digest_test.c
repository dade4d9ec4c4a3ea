#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <unistd.h>

#include "base/base.h"
#include "seal/digest.h"

#define EMPTY                                                                \
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define ABC                                                                  \
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

static void published_digests(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    assert_true(str_is(seal_sha256_hex(&arena, STR("abc")), ABC));
    assert_true(str_is(seal_sha256_hex(&arena, STR("")), EMPTY));
    assert_true(str_is(seal_sha256_hex(&arena, (struct str){ 0 }), EMPTY));
    unsigned char digest[SEAL_SHA256_LEN];
    seal_session_hash(STR("abc"), digest);
    assert_int_equal(digest[0], 0xba);
    arena_clear(&arena);
}

static void a_file_in_pieces(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    struct err err = { 0 };
    char hex[SEAL_SHA256_HEX + 1];
    char path[] = "/tmp/seal-digest-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_true(seal_sha256_file(world_real(), path, hex, &err));
    assert_string_equal(hex, EMPTY);
    size_t len = 100001; /* not a multiple of a piece */
    char *bytes = arena_bytes(&arena, len);
    assert_non_null(bytes);
    memset(bytes, 'x', len);
    assert_int_equal(write(fd, bytes, len), (int)len);
    close(fd);
    assert_true(seal_sha256_file(world_real(), path, hex, &err));
    struct str whole = seal_sha256_hex(&arena, (struct str){ bytes, len });
    assert_true(str_is(whole, hex));
    unlink(path);
    assert_false(seal_sha256_file(world_real(), path, hex, &err));
    assert_int_equal(err.kind, ERR_ABSENT);
    assert_false(seal_sha256_file(world_real(), "/tmp", hex, &err));
    arena_clear(&arena);
}

static void equal_is_equal(void **state)
{
    (void)state;
    assert_true(seal_equal(STR("abc"), STR("abc")));
    assert_true(seal_equal(STR(""), (struct str){ 0 }));
    assert_false(seal_equal(STR("abc"), STR("abd")));
    assert_false(seal_equal(STR("abc"), STR("ab")));
    assert_false(seal_equal(STR("a\0c"), STR("a\0d")));
    char secret[4] = "abc";
    seal_wipe(secret, sizeof secret);
    assert_int_equal(secret[0] | secret[1] | secret[2], 0);
}

int main(void)
{
    struct err err = { 0 };
    if (!seal_init(&err))
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_digests),
        cmocka_unit_test(a_file_in_pieces),
        cmocka_unit_test(equal_is_equal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
