#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "test.h"

#include "base/world_sim.h"

static char folder[] = "/tmp/bedside-file-XXXXXX";
static char path[64];
static struct world_sim sim;
static struct arena arena;

static int start(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return -1;
    snprintf(path, sizeof path, "%s/paper", folder);
    return 0;
}

static int fresh(void **state)
{
    (void)state;
    world_sim_init(&sim, 3, moment_from_seconds(1795507201));
    arena_init(&arena, 32 << 20);
    return 0;
}

static int done(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static int files_in_folder(void)
{
    int count = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
        count += entry->d_name[0] != '.';
    closedir(dir);
    return count;
}

static int open_files(void)
{
    int count = 0;
    for (int fd = 0; fd < 256; fd++)
        count += fcntl(fd, F_GETFD) != -1;
    return count;
}

static struct str content(void)
{
    struct str bytes = { 0 };
    struct err err = { 0 };
    if (!file_read(world_real(), &arena, path, 1 << 20, &bytes, &err))
        fail_msg("%s", err.text);
    return bytes;
}

static void put(const char *text)
{
    struct err err = { 0 };
    if (!file_write_durably(world_real(), path, str_of(text), 0600, &err))
        fail_msg("%s", err.text);
}

static void what_is_written_is_read(void **state)
{
    (void)state;
    put("old");
    put("new");
    ASSERT_STR(content(), "new");
    assert_int_equal(files_in_folder(), 1);
    struct stat stat_;
    assert_int_equal(stat(path, &stat_), 0);
    assert_int_equal(stat_.st_mode & 07777, 0600);
    put("");
    ASSERT_STR(content(), "");

    static char big[300001];
    memset(big, 'b', sizeof big - 1);
    put(big);
    struct str bytes = content();
    assert_int_equal(bytes.len, sizeof big - 1);
    assert_int_equal(bytes.at[bytes.len], '\0');
    assert_memory_equal(bytes.at, big, bytes.len);
}

static void a_maximum_is_kept_to_the_byte(void **state)
{
    (void)state;
    struct str bytes = STR("kept");
    struct err err = { 0 };
    put("12345");
    assert_true(file_read(world_real(), &arena, path, 5, &bytes, &err));
    ASSERT_STR(bytes, "12345");
    bytes = STR("kept");
    assert_false(file_read(world_real(), &arena, path, 4, &bytes, &err));
    assert_int_equal(err.kind, ERR_EXHAUSTED);
    assert_false(file_read(world_real(), &arena, path, 0, &bytes, &err));
    ASSERT_STR(bytes, "kept");
    put("");
    assert_true(file_read(world_real(), &arena, path, 0, &bytes, &err));
    ASSERT_STR(bytes, "");
}

static void reading_names_its_trouble(void **state)
{
    (void)state;
    struct str bytes;
    struct err err = { 0 };
    assert_false(file_read(world_real(), &arena, "/nowhere/x", 9, &bytes,
                           &err));
    assert_int_equal(err.kind, ERR_ABSENT);
    assert_string_equal(err.text,
                        "cannot open /nowhere/x: No such file or directory");
    assert_false(file_read(world_real(), &arena, folder, 9, &bytes, &err));
    assert_int_equal(err.kind, ERR_OUTSIDE);

    put("12345");
    size_t used = arena.used;
    world_sim_fail(&sim, WORLD_READ, 1, EIO, false);
    assert_false(file_read(&sim.world, &arena, path, 1 << 20, &bytes, &err));
    assert_int_equal(err.kind, ERR_OUTSIDE);
    assert_int_equal(arena.used, used); /* nothing stays behind */
    world_sim_fail(&sim, WORLD_OPEN, 1, EINTR, false);
    world_sim_fail(&sim, WORLD_READ, 2, EINTR, false);
    assert_true(file_read(&sim.world, &arena, path, 9, &bytes, &err));
    ASSERT_STR(bytes, "12345");

    struct arena small;
    arena_init(&small, 100);
    assert_false(file_read(world_real(), &small, path, 1 << 20, &bytes,
                           &err));
    assert_int_equal(err.kind, ERR_EXHAUSTED);
    arena_clear(&small);
}

struct fault_row {
    enum world_call call;
    int error;
    enum err_kind kind;
};

/* Fails each call of each kind in turn.  After "no" the old bytes are whole;
 * after "yes" the new ones are; no part and no open file is left behind. */
static void each_failing_call_leaves_the_old_file(void **state)
{
    (void)state;
    static const struct fault_row row[] = {
        { WORLD_OPEN, EACCES, ERR_OUTSIDE },
        { WORLD_OPEN, EMFILE, ERR_EXHAUSTED },
        { WORLD_WRITE, ENOSPC, ERR_EXHAUSTED },
        { WORLD_WRITE, EIO, ERR_OUTSIDE },
        { WORLD_WRITE, EDQUOT, ERR_EXHAUSTED },
        { WORLD_FSYNC, EIO, ERR_OUTSIDE },
        { WORLD_CLOSE, EIO, ERR_OUTSIDE },
        { WORLD_RENAME, EXDEV, ERR_OUTSIDE },
    };
    char text[100];
    int open_before = open_files();
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        for (int n = 1; n <= 100; n++) {
            put("the old bytes");
            fresh(NULL);
            sim.write_most = 7; /* so there are many writes */
            memset(text, 'n', sizeof text);
            struct str bytes = { text, sizeof text };
            struct err err = { 0 };
            world_sim_fail(&sim, row[i].call, n, row[i].error, false);
            bool is_written = file_write_durably(&sim.world, path, bytes,
                                                 0600, &err);
            assert_int_equal(files_in_folder(), 1);
            assert_int_equal(open_files(), open_before);
            struct str now = content();
            bool is_last_fsync = row[i].call == WORLD_FSYNC && n == 2;
            if (is_written || is_last_fsync)
                assert_true(str_equal(now, bytes));
            else
                ASSERT_STR(now, "the old bytes");
            if (!is_written)
                assert_int_equal(err.kind, row[i].kind);
            assert_int_equal(err.kind == ERR_NONE, is_written);
            bool is_reached = sim.fault[row[i].call].left == 0;
            arena_clear(&arena);
            if (!is_reached)
                break; /* there is no n-th call of this kind */
            bool is_only_the_folders_close = row[i].call == WORLD_CLOSE
                                             && n == 2;
            assert_int_equal(is_written, is_only_the_folders_close);
        }
    }
}

static void the_order_is_write_sync_rename_sync(void **state)
{
    (void)state;
    struct err err = { 0 };
    put("old");
    /* Nothing is renamed before the bytes are on the disk. */
    world_sim_fail(&sim, WORLD_FSYNC, 1, EIO, true);
    assert_false(file_write_durably(&sim.world, path, STR("new"), 0600,
                                    &err));
    assert_int_equal(sim.calls[WORLD_RENAME], 0);
    assert_int_equal(sim.calls[WORLD_FSYNC], 1); /* never asked again */
    world_sim_heal(&sim);
    assert_true(file_write_durably(&sim.world, path, STR("new"), 0600, &err));
    assert_int_equal(sim.calls[WORLD_RENAME], 1);
    assert_int_equal(sim.calls[WORLD_FSYNC], 3);
    assert_int_equal(sim.calls[WORLD_UNLINK], 1);
    ASSERT_STR(content(), "new");
}

static void interruptions_are_not_failures(void **state)
{
    (void)state;
    struct err err = { 0 };
    world_sim_fail(&sim, WORLD_OPEN, 2, EINTR, false);
    world_sim_fail(&sim, WORLD_WRITE, 1, EINTR, false);
    world_sim_fail(&sim, WORLD_CLOSE, 1, EINTR, false);
    assert_true(file_write_durably(&sim.world, path, STR("new"), 0600, &err));
    ASSERT_STR(content(), "new");
}

static void a_failing_unlink_does_not_hide_the_cause(void **state)
{
    (void)state;
    struct err err = { 0 };
    put("old");
    world_sim_fail(&sim, WORLD_WRITE, 1, ENOSPC, true);
    world_sim_fail(&sim, WORLD_UNLINK, 1, EPERM, true);
    assert_false(file_write_durably(&sim.world, path, STR("new"), 0600,
                                    &err));
    assert_int_equal(err.kind, ERR_EXHAUSTED);
    assert_non_null(strstr(err.text, "No space left"));
    ASSERT_STR(content(), "old");
    assert_int_equal(files_in_folder(), 2); /* the part nobody could remove */
}

static void impossible_paths_are_refused(void **state)
{
    (void)state;
    static char endless[5000];
    memset(endless, 'x', sizeof endless - 1);
    struct err err = { 0 };
    assert_false(file_write_durably(world_real(), endless, STR("x"), 0600,
                                    &err));
    assert_int_equal(err.kind, ERR_INVALID);
    assert_false(file_write_durably(world_real(), "/nowhere/at/all",
                                    STR("x"), 0600, &err));
    assert_int_equal(err.kind, ERR_ABSENT);
    assert_false(file_write_durably(world_real(), folder, STR("x"), 0600,
                                    &err)); /* a folder is in the way */
    assert_int_equal(chdir(folder), 0);
    assert_true(file_write_durably(world_real(), "bare", STR("x"), 0600,
                                   &err)); /* a path without a folder */
    assert_int_equal(unlink("bare"), 0);
}

static int finish(void **state)
{
    (void)state;
    DIR *dir = opendir(folder);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
        (void)unlinkat(dirfd(dir), entry->d_name, 0);
    closedir(dir);
    return rmdir(folder);
}

#define FILE_TEST(f) cmocka_unit_test_setup_teardown(f, fresh, done)

int main(void)
{
    const struct CMUnitTest tests[] = {
        FILE_TEST(what_is_written_is_read),
        FILE_TEST(a_maximum_is_kept_to_the_byte),
        FILE_TEST(reading_names_its_trouble),
        FILE_TEST(each_failing_call_leaves_the_old_file),
        FILE_TEST(the_order_is_write_sync_rename_sync),
        FILE_TEST(interruptions_are_not_failures),
        FILE_TEST(impossible_paths_are_refused),
        FILE_TEST(a_failing_unlink_does_not_hide_the_cause),
    };
    return cmocka_run_group_tests(tests, start, finish);
}
