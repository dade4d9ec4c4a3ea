#include <errno.h>
#include <fcntl.h>

#include "test.h"

#include "base/world_sim.h"

static void the_real_world_has_time_and_chance(void **state)
{
    (void)state;
    struct world *world = world_real();
    struct moment year_2020 = moment_from_seconds(1577836800);
    assert_true(moment_compare(world_now(world), year_2020) > 0);
    int64_t before = world_monotonic_us(world);
    world_sleep_us(world, 2000);
    assert_true(world_monotonic_us(world) - before >= 2000);
    unsigned char a[300] = { 0 }, b[300] = { 0 };
    world_random(world, a, sizeof a);
    world_random(world, b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
    world_random(world, a, 0);
}

static void a_seed_replays(void **state)
{
    (void)state;
    struct world_sim one, two;
    unsigned char a[37], b[37];
    world_sim_init(&one, 42, moment_from_seconds(0));
    world_sim_init(&two, 42, moment_from_seconds(0));
    world_random(&one.world, a, sizeof a);
    world_random(&two.world, b, sizeof b);
    assert_memory_equal(a, b, sizeof a);
    world_random(&two.world, b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
    world_sim_init(&two, 43, moment_from_seconds(0));
    world_random(&two.world, b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
}

/* The first numbers of splitmix64 from seed 1234567, as published with the
 * algorithm; low byte first. */
static void chance_is_splitmix64(void **state)
{
    (void)state;
    static const uint64_t wanted[] = { UINT64_C(6457827717110365317),
                                       UINT64_C(3203168211198807973),
                                       UINT64_C(9817491932198370423) };
    struct world_sim sim;
    unsigned char bytes[24];
    world_sim_init(&sim, 1234567, moment_from_seconds(0));
    world_random(&sim.world, bytes, sizeof bytes);
    for (size_t i = 0; i < 24; i++)
        assert_int_equal(bytes[i], wanted[i / 8] >> (8 * (i % 8)) & 0xFF);
}

static void the_clock_moves_when_told(void **state)
{
    (void)state;
    struct world_sim sim;
    world_sim_init(&sim, 1, moment_from_seconds(100));
    assert_int_equal(world_now(&sim.world).us, 100000000);
    assert_int_equal(world_now(&sim.world).us, 100000000);
    world_sim_advance_us(&sim, 5);
    world_sleep_us(&sim.world, 7);
    assert_int_equal(world_now(&sim.world).us, 100000012);
    assert_int_equal(world_monotonic_us(&sim.world), 12);
    world_sim_set(&sim, moment_from_seconds(50)); /* set back */
    assert_int_equal(world_now(&sim.world).us, 50000000);
    assert_int_equal(world_monotonic_us(&sim.world), 12);
    ASSERT_ABORTS(world_sim_advance_us(&sim, -1));
    ASSERT_ABORTS(world_sim_set(&sim, MOMENT_NEVER));
}

static void the_nth_call_fails_once_or_for_ever(void **state)
{
    (void)state;
    struct world_sim sim;
    struct world *world = &sim.world;
    world_sim_init(&sim, 1, moment_from_seconds(0));
    world_sim_fail(&sim, WORLD_UNLINK, 3, EPERM, false);
    for (int i = 1; i <= 5; i++) {
        errno = 0;
        assert_int_equal(world->unlink(world->context, "/nowhere/x"), -1);
        assert_int_equal(errno, i == 3 ? EPERM : ENOENT);
    }
    world_sim_fail(&sim, WORLD_UNLINK, 2, EIO, true);
    for (int i = 1; i <= 5; i++) {
        assert_int_equal(world->unlink(world->context, "/nowhere/x"), -1);
        assert_int_equal(errno, i >= 2 ? EIO : ENOENT);
    }
    world_sim_heal(&sim);
    assert_int_equal(world->unlink(world->context, "/nowhere/x"), -1);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(sim.calls[WORLD_UNLINK], 11);
    assert_int_equal(sim.calls[WORLD_OPEN], 0);
    ASSERT_ABORTS(world_sim_fail(&sim, WORLD_OPEN, 0, EIO, false));
}

static void a_failing_close_closes(void **state)
{
    (void)state;
    struct world_sim sim;
    struct world *world = &sim.world;
    world_sim_init(&sim, 1, moment_from_seconds(0));
    int fd = world->open(world->context, "/dev/null", O_RDWR, 0);
    assert_true(fd >= 0);
    assert_true(fcntl(fd, F_GETFD) & FD_CLOEXEC);
    world_sim_fail(&sim, WORLD_CLOSE, 1, EIO, false);
    assert_int_equal(world->close(world->context, fd), -1);
    assert_int_equal(errno, EIO);
    assert_int_equal(fcntl(fd, F_GETFD), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_real_world_has_time_and_chance),
        cmocka_unit_test(a_seed_replays),
        cmocka_unit_test(chance_is_splitmix64),
        cmocka_unit_test(the_clock_moves_when_told),
        cmocka_unit_test(the_nth_call_fails_once_or_for_ever),
        cmocka_unit_test(a_failing_close_closes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
