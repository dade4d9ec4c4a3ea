#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base.h"
#include "seal/code.h"
#include "seal/sign.h"

static char folder[64];

static int folder_make(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/seal-test-XXXXXX");
    return mkdtemp(folder) == NULL ? -1 : 0;
}

static int folder_drop(void **state)
{
    (void)state;
    char path[128];
    const char *name[] = { "keys", "link", "data/keys", "data" };
    for (size_t i = 0; i < sizeof name / sizeof name[0]; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, name[i]);
        (void)remove(path);
    }
    return rmdir(folder);
}

static const char *in_folder(const char *name)
{
    static char path[16][128]; /* enough for one test */
    static unsigned turn;
    turn = (turn + 1) % 16;
    (void)snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
    return path[turn];
}

static void text_write(const char *path, const char *text, mode_t mode)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), (int)strlen(text));
    assert_int_equal(fchmod(fd, mode), 0);
    close(fd);
}

#define HEX "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

static void made_loaded_rotated(void **state)
{
    (void)state;
    struct world *world = world_real();
    struct err err = { 0 };
    const char *path = in_folder("keys");
    assert_true(seal_keys_create(world, path, NULL, &err));
    struct stat found;
    assert_int_equal(stat(path, &found), 0);
    assert_int_equal(found.st_mode & 07777, 0600);

    struct seal_keys *keys = NULL;
    assert_true(seal_keys_load(world, path, NULL, &keys, &err));
    assert_int_equal(seal_keys_count(keys), 1);
    assert_int_equal(seal_keys_number(keys, 0), 1);
    unsigned char old_signature[SEAL_SIGN_LEN], new_signature[SEAL_SIGN_LEN];
    seal_audit_sign(keys, STR("entry"), old_signature);
    seal_keys_close(keys);

    /* A second create must not take the first key away. */
    assert_false(seal_keys_create(world, path, NULL, &err));
    assert_int_equal(err.kind, ERR_CONFLICT);

    assert_true(seal_keys_rotate(world, path, NULL, &err));
    assert_true(seal_keys_load(world, path, NULL, &keys, &err));
    assert_int_equal(seal_keys_count(keys), 2);
    assert_int_equal(seal_keys_number(keys, 0), 2);
    seal_audit_sign(keys, STR("entry"), new_signature);
    assert_memory_not_equal(old_signature, new_signature, SEAL_SIGN_LEN);
    assert_true(seal_audit_is_ours(keys, STR("entry"), old_signature));
    assert_true(seal_audit_is_ours(keys, STR("entry"), new_signature));
    assert_false(seal_audit_is_ours(keys, STR("Entry"), old_signature));
    seal_keys_close(keys);
}

static void refused(const char *text, mode_t mode, const char *words)
{
    struct err err = { 0 };
    struct seal_keys *keys = NULL;
    text_write(in_folder("keys"), text, mode);
    assert_false(seal_keys_load(world_real(), in_folder("keys"), NULL, &keys,
                                &err));
    assert_null(keys);
    if (strstr(err.text, words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", err.text, words);
    assert_null(strstr(err.text, "0102030405")); /* no key in a message */
}

static void bad_files_are_refused(void **state)
{
    (void)state;
    refused("1 " HEX "\n", 0644, "chmod 600");
    refused("1 " HEX "\n", 0602, "chmod 600");
    refused("", 0600, "holds no key");
    refused("# nothing\n\n", 0600, "holds no key");
    refused("1 " HEX "0\n", 0600, ":1: not a key line");
    refused("1 0x" HEX "\n", 0600, "not a key line");
    refused("1  " HEX "\n", 0600, "not a key line");
    refused("# a\n0 " HEX "\n", 0600, ":2: not a key line");
    refused("-1 " HEX "\n", 0600, "not a key line");
    refused("1 " HEX "\n1 " HEX "\n", 0600, ":2: key numbers must go up");
    refused("2 " HEX "\n1 " HEX "\n", 0600, "must go up");
    char many[SEAL_FILE_MAX];
    size_t len = 0;
    for (int i = 1; i <= SEAL_MASTERS_MAX + 1; i++)
        len += (size_t)snprintf(many + len, sizeof many - len, "%d " HEX "\n",
                                i);
    refused(many, 0600, "more than 16 keys");
    memset(many, '#', sizeof many - 1);
    many[sizeof many - 1] = '\0';
    refused(many, 0600, "holds no key");

    struct err err = { 0 };
    struct seal_keys *keys = NULL;
    assert_false(seal_keys_load(world_real(), folder, NULL, &keys, &err));
    assert_false(seal_keys_load(world_real(), in_folder("absent"), NULL,
                                &keys, &err));
    assert_int_equal(err.kind, ERR_ABSENT);
}

static void keys_stay_out_of_the_data_folder(void **state)
{
    (void)state;
    struct world *world = world_real();
    struct err err = { 0 };
    struct seal_keys *keys = NULL;
    const char *data = in_folder("data");
    assert_int_equal(mkdir(data, 0700), 0);
    assert_false(seal_keys_create(world, in_folder("data/keys"), data, &err));
    assert_non_null(strstr(err.text, "data folder"));
    text_write(in_folder("data/keys"), "1 " HEX "\n", 0600);
    assert_false(seal_keys_load(world, in_folder("data/keys"), data, &keys,
                                &err));
    /* A link from outside does not help. */
    assert_int_equal(symlink(in_folder("data/keys"), in_folder("link")), 0);
    assert_false(seal_keys_load(world, in_folder("link"), data, &keys, &err));
    /* "data-keys" beside "data" is outside. */
    text_write(in_folder("keys"), "7 " HEX "\n", 0600);
    assert_true(seal_keys_load(world, in_folder("keys"), data, &keys, &err));
    assert_int_equal(seal_keys_number(keys, 0), 7);
    seal_keys_close(keys);
}

static void codes_are_even_and_forgiving(void **state)
{
    (void)state;
    char code[SEAL_CODE_LEN + 1], back[SEAL_CODE_LEN + 1];
    uint32_t seen[128] = { 0 };
    for (int i = 0; i < 29 * 500; i++) {
        seal_code_new(world_real(), code);
        assert_int_equal(strlen(code), SEAL_CODE_LEN);
        assert_true(seal_code_parse(str_of(code), back));
        assert_string_equal(code, back);
        for (int at = 0; at < SEAL_CODE_LEN; at++)
            seen[(unsigned char)code[at] & 127]++;
    }
    /* Each sign is expected 4,000 times, sigma 62. */
    for (const char *sign = "2346789ABCDEFGHJKMNPQRTUVWXYZ"; *sign; sign++)
        assert_in_range(seen[(unsigned char)*sign & 127], 3600, 4400);

    assert_true(seal_code_parse(STR(" k7qm-4t2x "), code));
    assert_string_equal(code, "K7QM4T2X");
    assert_false(seal_code_parse(STR("K7QM-4T2"), code));
    assert_false(seal_code_parse(STR("K7QM-4T2XX"), code));
    assert_false(seal_code_parse(STR("K7QM-4T20"), code));
    assert_false(seal_code_parse(STR("K7QM-4T2\0"), code));
    assert_false(seal_code_parse((struct str){ 0 }, code));
    char session[SEAL_SESSION_LEN + 1];
    seal_session_new(world_real(), session);
    assert_int_equal(strlen(session), SEAL_SESSION_LEN);
}

int main(void)
{
    struct err err = { 0 };
    if (!seal_init(&err) || !seal_init(&err))
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(made_loaded_rotated, folder_make,
                                        folder_drop),
        cmocka_unit_test_setup_teardown(bad_files_are_refused, folder_make,
                                        folder_drop),
        cmocka_unit_test_setup_teardown(keys_stay_out_of_the_data_folder,
                                        folder_make, folder_drop),
        cmocka_unit_test(codes_are_even_and_forgiving),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
