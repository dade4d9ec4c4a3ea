/* Does what was acknowledged survive a kill, and does a bug take its
 * transaction with it? */
#include "house.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/* Runs a function in a child with a store of its own; says how it ended. */
static int in_child(struct house *house, void (*function)(struct house *))
{
    db_close(house->pool);
    house->pool = NULL;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        struct err err;
        if (!freopen("/dev/null", "w", stderr))
            _exit(2);
        if (!db_open(&house->options, &house->pool, &err))
            _exit(3);
        function(house);
        _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    house_reopen(house);
    return WIFSIGNALED(status) ? WTERMSIG(status) : -WEXITSTATUS(status);
}

static void write_without_act(struct house *house)
{
    struct house_thing thing = { .id = 1, .client_id = 1,
                                 .is_without_act = true };
    struct err err;

    (void)!db_work(house->pool, house_caller(house), house_thing_unit,
                   &thing, &err);
}

static void write_in_a_read(struct house *house)
{
    struct house_thing thing = { .id = 1, .client_id = 1 };
    struct err err;

    (void)!db_read(house->pool, house_caller(house), house_thing_unit,
                   &thing, &house->arena, &err);
}

static bool two_acts_unit(struct db *db, void *work, struct arena *arena,
                          struct err *err)
{
    return house_thing_unit(db, work, arena, err)
        && (db_act(db, "again", (struct str){ 0 }, (struct str){ 0 }), true);
}

static void two_acts(struct house *house)
{
    struct house_thing thing = { .id = 1, .client_id = 1 };
    struct err err;

    (void)!db_work(house->pool, house_caller(house), two_acts_unit, &thing,
                   &err);
}

static bool nested_unit(struct db *db, void *work, struct arena *arena,
                        struct err *err)
{
    struct house *house = work;

    (void)db;
    (void)arena;
    return house_add(house, 1, err);
}

static void a_unit_in_a_unit(struct house *house)
{
    struct err err;

    (void)!db_work(house->pool, house_caller(house), nested_unit, house,
                   &err);
}

static void bugs_abort_and_save_nothing(void **state)
{
    struct house *house = HOUSE(state);
    static void (*const bug[])(struct house *) = {
        write_without_act, write_in_a_read, two_acts, a_unit_in_a_unit };

    for (size_t i = 0; i < sizeof bug / sizeof bug[0]; i++) {
        assert_int_equal(in_child(house, bug[i]), SIGABRT);
        assert_int_equal(house_count(house), 0);
    }
    house_whole(house);
}

/* --- kill -9 ---------------------------------------------------------- */

#define WRITERS 16
#define KILLS 6

struct writer {
    struct house *house;
    int64_t first;
    int pipe;
};

/* Writes things and tells each acknowledged id to the parent. */
static void *writer_main(void *context)
{
    struct writer *writer = context;

    for (int64_t i = 0;; i++) {
        int64_t id = writer->first + i;
        struct err err;
        if (!house_add(writer->house, id, &err))
            continue;
        if (write(writer->pipe, &id, sizeof id) != sizeof id)
            return NULL;
    }
}

static void child_writes(struct house *house, int64_t first, int pipe)
{
    struct writer writer[WRITERS];
    pthread_t thread[WRITERS];
    struct err err;

    if (!db_open(&house->options, &house->pool, &err))
        _exit(3);
    for (int i = 0; i < WRITERS; i++) {
        writer[i] = (struct writer){ house, first + i * 1000000, pipe };
        pthread_create(&thread[i], NULL, writer_main, &writer[i]);
    }
    pause();
}

/* Adds what the child said to `seen`; answers how many. */
static size_t hear(int pipe, int64_t *seen, size_t room)
{
    size_t count = 0;
    int64_t id;

    while (count < room && read(pipe, &id, sizeof id) == sizeof id)
        seen[count++] = id;
    return count;
}

struct look {
    const int64_t *id;
    size_t count, missing;
};

static bool look_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    struct look *look = work;

    for (size_t i = 0; i < look->count; i++) {
        struct sql_thing_find_in in = { 1, look->id[i] };
        struct sql_thing_find_row row;
        bool is_found;
        if (!sql_thing_find(db, db_caller(db), &in, arena, &row, &is_found,
                            err))
            return false;
        look->missing += !is_found;
    }
    return true;
}

static void the_acknowledged_survive_a_kill(void **state)
{
    struct house *house = HOUSE(state);
    static int64_t seen[100000];
    size_t all = 0;
    uint32_t random;

    db_close(house->pool);
    house->pool = NULL;
    for (int round = 0; round < KILLS; round++) {
        int pipes[2];
        assert_int_equal(pipe(pipes), 0);
        fflush(NULL);
        pid_t child = fork();
        if (child == 0) {
            close(pipes[0]);
            child_writes(house, 1 + round * 100000000, pipes[1]);
            _exit(1);
        }
        close(pipes[1]);
        world_random(world_real(), &random, sizeof random);
        all += hear(pipes[0], seen + all, 1); /* it is at work */
        world_sleep_us(world_real(), random % 200000);
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        all += hear(pipes[0], seen + all, 100000 - all);
        close(pipes[0]);
    }
    assert_true(all > KILLS);
    int64_t before = world_monotonic_us(world_real());
    house_reopen(house);
    assert_true(world_monotonic_us(world_real()) - before < 2000000);
    struct look look = { seen, all, 0 };
    struct err err = { 0 };
    if (!db_read(house->pool, house_caller(house), look_unit, &look,
                 &house->arena, &err))
        fail_msg("%s", err.text);
    assert_int_equal(look.missing, 0);
    assert_true((size_t)house_count(house) >= all);
    assert_int_equal(house_raw_number(house, "SELECT (SELECT count(*) FROM"
        " thing) - (SELECT count(*) FROM audit_entry WHERE action ="
        " 'thing.add')"), 0);
    house_whole(house);
}

/* --- the full disk ---------------------------------------------------- */

/* A file may not grow: writing fails in the middle of a group.  Whoever was
 * told "saved" is there, nobody else, and it goes on without a restart. */
static void a_full_disk_lies_to_nobody(void **state)
{
    struct house *house = HOUSE(state);
    struct rlimit before, small;
    int64_t saved = 0, refused = 0;
    struct err err = { 0 };

    if (!house->is_sqlite)
        skip();
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    small = before;
    small.rlim_cur = 300000;
    setrlimit(RLIMIT_FSIZE, &small);
    for (int64_t id = 1; id <= 400; id++) {
        if (house_add(house, id, &err)) {
            saved++;
            continue;
        }
        refused++;
        assert_true(err.kind == ERR_EXHAUSTED || err.kind == ERR_OUTSIDE);
    }
    assert_true(saved > 0);
    assert_true(refused > 0);
    assert_int_equal(house_count(house), saved);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_true(house_add(house, 1000, &err));
    assert_int_equal(house_count(house), saved + 1);
    house_reopen(house);
    assert_int_equal(house_count(house), saved + 1);
    house_whole(house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(bugs_abort_and_save_nothing),
        ON_BOTH(the_acknowledged_survive_a_kill),
        ON_BOTH(a_full_disk_lies_to_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
