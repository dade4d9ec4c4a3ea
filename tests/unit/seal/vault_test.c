/* Does a backup file keep what it was given, and tell when it was touched? */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base.h"
#include "base/world_sim.h"
#include "seal/keys.h"
#include "seal/vault.h"

#define BIG (3 * SEAL_VAULT_FRAME + 17)

static char folder[64], path[128], other[128];
static struct seal_recovery recovery;
static char big[BIG];

static int ready(void **state)
{
    (void)state;
    struct err err;
    if (!seal_init(&err))
        return -1;
    (void)snprintf(folder, sizeof folder, "/tmp/vault-test-XXXXXX");
    if (mkdtemp(folder) == NULL)
        return -1;
    (void)snprintf(path, sizeof path, "%s/one", folder);
    (void)snprintf(other, sizeof other, "%s/two", folder);
    for (size_t i = 0; i < BIG; i++)
        big[i] = (char)(i * 31 % 251);
    seal_recovery_new(world_real(), &recovery);
    return 0;
}

static int gone(void **state)
{
    (void)state;
    (void)unlink(path);
    (void)unlink(other);
    return rmdir(folder);
}

static bool vault_write(struct world *world, const char *to, struct err *err)
{
    struct seal_vault *vault = NULL;
    struct arena arena;
    int64_t len = 0;
    arena_init(&arena, ARENA_JOB_BYTES);
    bool done = seal_vault_make(world, &arena, to, recovery.open, &vault, err)
        && seal_vault_entry(vault, "about", err)
        && seal_vault_put(vault, STR("{\"schema\":2}"), err)
        && seal_vault_entry(vault, "nothing", err)
        && seal_vault_entry(vault, "store", err)
        && seal_vault_put(vault, (struct str){ big, 100 }, err)
        && seal_vault_put(vault, (struct str){ big + 100, BIG - 100 }, err)
        && seal_vault_finish(vault, &len, err);
    if (done) {
        struct stat about;
        assert_int_equal(stat(to, &about), 0);
        assert_int_equal(about.st_size, len);
        assert_int_equal(about.st_mode & 0777, 0600);
    }
    seal_vault_close(vault);
    arena_clear(&arena);
    return done;
}

/* Reads all of it; the entries' names and the length of the last. */
static bool vault_read(const char *from, const struct seal_recovery *with,
                       char *names, size_t size, size_t *last_len,
                       struct err *err)
{
    struct seal_vault *vault = NULL;
    struct str name, bytes;
    struct arena arena;
    arena_init(&arena, ARENA_JOB_BYTES);
    bool done = seal_vault_open(world_real(), &arena, from, with, &vault,
                                err);
    size_t used = 0;
    names[0] = '\0';
    while (done) {
        done = seal_vault_next(vault, &name, err);
        if (!done || name.at == NULL)
            break;
        used += (size_t)snprintf(names + used, size - used, "%.*s ",
                                 STR_ARGS(name));
        *last_len = 0;
        while ((done = seal_vault_take(vault, &bytes, err))
               && bytes.len > 0) {
            if (used > 15) /* "about nothing store" */
                assert_memory_equal(bytes.at, big + *last_len, bytes.len);
            *last_len += bytes.len;
        }
    }
    seal_vault_close(vault);
    arena_clear(&arena);
    return done;
}

static void what_was_put_comes_out(void **state)
{
    struct err err;
    char names[64];
    size_t len = 0;
    (void)state;
    assert_true(vault_write(world_real(), path, &err));
    assert_true(vault_read(path, &recovery, names, sizeof names, &len, &err));
    assert_string_equal(names, "about nothing store ");
    assert_int_equal(len, BIG);
    /* Nothing of it can be read in the file itself. */
    static char raw[BIG * 2];
    int fd = open(path, O_RDONLY);
    ssize_t got = read(fd, raw, sizeof raw);
    close(fd);
    assert_true(got > (ssize_t)BIG);
    assert_null(memmem(raw, (size_t)got, "schema", 6));
    assert_null(memmem(raw, (size_t)got, big, 64));
    assert_false(vault_write(world_real(), path, &err));
    assert_int_equal(err.kind, ERR_CONFLICT);
    assert_true(vault_read(path, &recovery, names, sizeof names, &len, &err));
}

/* A byte changed, or the end cut off, anywhere: it never reads to the end. */
static void a_touched_file_does_not_open(void **state)
{
    struct err err;
    struct arena arena;
    struct str whole;
    char names[64];
    size_t len = 0;
    (void)state;
    arena_init(&arena, ARENA_JOB_BYTES);
    assert_true(file_read(world_real(), &arena, path, BIG * 2, &whole, &err));
    static char copy[BIG * 2];
    for (size_t at = 0; at < whole.len; at += 97 + at / 50) {
        memcpy(copy, whole.at, whole.len);
        copy[at] = (char)(copy[at] ^ 0x20);
        assert_true(file_write_durably(world_real(), other,
                                       (struct str){ copy, whole.len }, 0600,
                                       &err));
        assert_false(vault_read(other, &recovery, names, sizeof names, &len,
                                &err));
        assert_true(file_write_durably(world_real(), other,
                                       (struct str){ whole.at, at }, 0600,
                                       &err));
        assert_false(vault_read(other, &recovery, names, sizeof names, &len,
                                &err));
    }
    memcpy(copy, whole.at, whole.len);
    copy[whole.len] = 'x';
    assert_true(file_write_durably(world_real(), other,
                                   (struct str){ copy, whole.len + 1 }, 0600,
                                   &err));
    assert_false(vault_read(other, &recovery, names, sizeof names, &len,
                            &err));
    arena_clear(&arena);
}

static void another_key_is_refused(void **state)
{
    struct err err;
    struct seal_recovery stranger;
    char names[64];
    size_t len;
    (void)state;
    seal_recovery_new(world_real(), &stranger);
    assert_false(vault_read(path, &stranger, names, sizeof names, &len,
                            &err));
    assert_int_equal(err.kind, ERR_DENIED);
}

/* Every call fails in turn: an error, and no file of that name. */
static void a_failing_disk_leaves_nothing(void **state)
{
    static const enum world_call calls[] = { WORLD_WRITE, WORLD_FSYNC,
                                             WORLD_CLOSE, WORLD_RENAME };
    struct err err;
    (void)state;
    (void)unlink(other);
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++)
        for (int64_t n = 1; n < 40; n++) {
            struct world_sim sim;
            world_sim_init(&sim, 1, moment_from_seconds(1700000000));
            world_sim_fail(&sim, calls[i], n, ENOSPC, false);
            bool done = vault_write(&sim.world, other, &err);
            if (sim.calls[calls[i]] < n) {
                assert_true(done);
                assert_int_equal(unlink(other), 0);
                break;
            }
            char part[160];
            struct stat about;
            (void)snprintf(part, sizeof part, "%s.part", other);
            assert_int_equal(stat(part, &about), -1);
            /* The folder's own fsync comes after the name. */
            if (stat(other, &about) == 0) {
                assert_int_equal(calls[i] == WORLD_FSYNC
                                 || calls[i] == WORLD_CLOSE, true);
                assert_int_equal(unlink(other), 0);
            } else {
                assert_false(done);
            }
        }
}

static void a_recovery_code_survives_paper(void **state)
{
    struct err err;
    struct seal_recovery found;
    char text[SEAL_RECOVERY_TEXT], worn[128];
    (void)state;
    for (int round = 0; round < 200; round++) {
        seal_recovery_new(world_real(), &recovery);
        seal_recovery_write(&recovery, text);
        assert_int_equal(strlen(text), SEAL_RECOVERY_TEXT - 1);
        size_t to = 0;
        for (size_t i = 0; text[i] != '\0'; i++) {
            char sign = text[i];
            if (sign >= 'A' && sign <= 'Z')
                sign = (char)(sign - 'A' + 'a');
            if (sign == '0')
                sign = 'O';
            if (sign == '1')
                sign = round % 2 ? 'l' : 'I';
            worn[to++] = sign == '-' ? (round % 3 ? ' ' : '\n') : sign;
        }
        assert_true(seal_recovery_read((struct str){ worn, to }, &found,
                                       &err));
        assert_memory_equal(&found, &recovery, sizeof found);
        /* One sign wrong is noticed (once in 65,536 it would not be). */
        text[round % 50] = text[round % 50] == 'Z' ? 'Y' : 'Z';
        if (round % 50 % 6 != 5)
            assert_false(seal_recovery_read(str_of(text), &found, &err));
    }
    seal_recovery_write(&recovery, text);
    (void)snprintf(worn, sizeof worn, "# a note\n#\n%s\n", text);
    assert_true(seal_recovery_read(str_of(worn), &found, &err));
    (void)snprintf(worn, sizeof worn, "# %s\n", text);
    assert_false(seal_recovery_read(str_of(worn), &found, &err));
    assert_false(seal_recovery_read(STR(""), &found, &err));
    assert_false(seal_recovery_read(STR("UUUUU-UUUUU"), &found, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_put_comes_out),
        cmocka_unit_test(a_touched_file_does_not_open),
        cmocka_unit_test(another_key_is_refused),
        cmocka_unit_test(a_failing_disk_leaves_nothing),
        cmocka_unit_test(a_recovery_code_survives_paper),
    };
    return cmocka_run_group_tests(tests, ready, gone);
}
