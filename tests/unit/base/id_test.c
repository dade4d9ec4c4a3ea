#include <pthread.h>

#include "test.h"

#include "base/world_sim.h"

#define THREADS 4
#define EACH 250000

static int64_t drawn[THREADS * EACH];

struct drawer {
    struct world *world;
    int64_t *into;
};

static void *draw_ids(void *argument)
{
    struct drawer *drawer = argument;
    for (int i = 0; i < EACH; i++)
        drawer->into[i] = id_new(drawer->world);
    return NULL;
}

static int by_number(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static void draw_a_million(struct world *world)
{
    pthread_t thread[THREADS];
    struct drawer drawer[THREADS];
    for (int i = 0; i < THREADS; i++) {
        drawer[i] = (struct drawer){ world, drawn + i * EACH };
        assert_int_equal(pthread_create(&thread[i], NULL, draw_ids,
                                        &drawer[i]), 0);
    }
    for (int i = 0; i < THREADS; i++)
        pthread_join(thread[i], NULL);
    qsort(drawn, THREADS * EACH, sizeof drawn[0], by_number);
    assert_true(drawn[0] > 0);
    for (size_t i = 1; i < THREADS * EACH; i++)
        assert_true(drawn[i - 1] < drawn[i]);
}

static void a_million_ids_by_four_threads_differ(void **state)
{
    (void)state;
    draw_a_million(world_real());
}

/* All within one millisecond: only the counter keeps them apart. */
static void so_do_they_when_the_clock_stands_still(void **state)
{
    (void)state;
    struct world_sim sim;
    world_sim_init(&sim, 9, moment_from_seconds(1795507201));
    draw_a_million(&sim.world);
}

static void ids_hold_the_time_and_survive_a_clock_set_back(void **state)
{
    (void)state;
    struct world_sim sim;
    struct moment now = moment_from_seconds(1795507201);
    world_sim_init(&sim, 1, now);
    int64_t first = id_new(&sim.world);
    assert_int_equal(first >> 21, now.us / 1000);
    for (int i = 1; i < 40; i++)
        assert_int_equal(id_new(&sim.world), first + i);
    world_sim_set(&sim, moment_from_seconds(5));
    assert_int_equal(id_new(&sim.world), first + 40);
    world_sim_set(&sim, moment_add_seconds(now, 1));
    int64_t later = id_new(&sim.world);
    assert_int_equal(later >> 21, now.us / 1000 + 1000);

    world_sim_init(&sim, 1, now);
    assert_int_equal(id_new(&sim.world), first); /* a seed replays */
    world_sim_init(&sim, 1, (struct moment){ -5 });
    assert_true(id_new(&sim.world) > 0);
    world_sim_init(&sim, 1, moment_from_seconds(INT64_C(4398046511)));
    assert_true(id_new(&sim.world) > 0); /* the last full second */
    world_sim_init(&sim, 1, moment_from_seconds(INT64_C(4398046512)));
    ASSERT_ABORTS((void)id_new(&sim.world));
}

static void random_bits_are_used(void **state)
{
    (void)state;
    struct world_sim sim;
    world_sim_init(&sim, 77, moment_from_seconds(1000));
    int64_t any = 0, all = -1;
    for (int i = 0; i < 1000; i++) {
        int64_t id = id_new(&sim.world);
        any |= id;
        all &= id;
        world_sim_advance_us(&sim, 1000);
    }
    assert_int_equal(any & 0x1FFFFF, 0x1FFFFF);
    assert_int_equal(all & 0x1FFFFF, 0);
}

/* So that an index of refs grows at its end. */
static void refs_begin_with_the_second(void **state)
{
    (void)state;
    struct world_sim sim;
    world_sim_init(&sim, 5, moment_from_seconds(0x6b05ab01));
    struct ref first = ref_new(&sim.world), second = ref_new(&sim.world);
    assert_memory_equal(first.text, "6b05ab01", 8);
    assert_memory_equal(second.text, "6b05ab01", 8);
    assert_string_not_equal(first.text + 8, second.text + 8);
    world_sim_advance_us(&sim, 1000000);
    struct ref later = ref_new(&sim.world);
    assert_memory_equal(later.text, "6b05ab02", 8);
}

static void refs_are_32_lower_hex_digits(void **state)
{
    (void)state;
    struct ref a = ref_new(world_real()), b = ref_new(world_real()), back;
    assert_int_equal(strlen(a.text), REF_LEN);
    assert_string_not_equal(a.text, b.text);
    assert_true(ref_parse(str_of(a.text), &back));
    assert_string_equal(a.text, back.text);
    static const char *const bad[] = {
        "", "0123456789abcdef0123456789abcde",
        "0123456789abcdef0123456789abcdef0",
        "0123456789ABCDEF0123456789abcdef",
        "0123456789abcdeg0123456789abcdef",
        "../../../../../../../etc/passwd!",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(ref_parse(str_of(bad[i]), &back));
    assert_false(ref_parse((struct str){ 0 }, &back));
    assert_string_equal(a.text, back.text); /* untouched on failure */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_million_ids_by_four_threads_differ),
        cmocka_unit_test(so_do_they_when_the_clock_stands_still),
        cmocka_unit_test(ids_hold_the_time_and_survive_a_clock_set_back),
        cmocka_unit_test(random_bits_are_used),
        cmocka_unit_test(refs_are_32_lower_hex_digits),
        cmocka_unit_test(refs_begin_with_the_second),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
