/* The demo's accounts: the same seed gives the same bytes, and every row of
 * them goes through the real intake with an outcome. */
#include "sample.h"

#include "intake/agreement.h"
#include "intake/invent.h"

static void agreement_load(struct arena *arena, const char *name,
                           struct client_agreement *agreement)
{
    struct str bytes;
    struct err err = { 0 };
    const char *root = getenv("BEDSIDE_SOURCE");
    struct str path = str_format(arena, "%s/docs/clients/%s",
                                 root == NULL ? "." : root, name);
    if (!file_read(world_real(), arena, str_c(arena, path), 1 << 20, &bytes,
                   &err))
        fail_msg("%s", err.text);
    struct yaml_file *file = arena_new(arena, struct yaml_file);
    if (!intake_agreement_parse(arena, str_of(name), bytes, agreement, file,
                                &err))
        fail_msg("%s", err.text);
}

static void same_seed_same_bytes(void **state)
{
    (void)state;
    struct client_agreement agreement = sample_early_out();
    struct arena arena;
    arena_init(&arena, ARENA_JOB_BYTES);
    struct buf one, two, three;
    buf_init(&one, &arena, 4 << 20);
    buf_init(&two, &arena, 4 << 20);
    buf_init(&three, &arena, 4 << 20);
    intake_invent(7, 500, &agreement, SAMPLE_TODAY, &one);
    intake_invent(7, 500, &agreement, SAMPLE_TODAY, &two);
    intake_invent(8, 500, &agreement, SAMPLE_TODAY, &three);
    assert_false(one.failed);
    assert_true(str_equal(buf_str(&one), buf_str(&two)));
    assert_false(str_equal(buf_str(&one), buf_str(&three)));
    /* A row does not depend on how many come after it. */
    struct buf row;
    buf_init(&row, &arena, 1 << 20);
    intake_invent_row(7, 0, &agreement, SAMPLE_TODAY, &row);
    intake_invent_row(7, 1, &agreement, SAMPLE_TODAY, &row);
    assert_true(str_starts(buf_str(&one), buf_str(&row)));
    arena_clear(&arena);
}

static void demo_goes_through_intake(const char *name, uint64_t seed)
{
    struct sample *sample = test_malloc(sizeof *sample);
    struct arena arena;
    arena_init(&arena, ARENA_JOB_BYTES);
    struct client_agreement agreement;
    agreement_load(&arena, name, &agreement);
    struct buf file;
    buf_init(&file, &arena, 8 << 20);
    intake_invent(seed, 1000, &agreement, SAMPLE_TODAY, &file);
    assert_false(file.failed);
    sample_run(sample, buf_str(&file), &agreement);
    if (!sample->is_done)
        fail_msg("%s", sample->err.text);

    const struct intake_tally *tally = &sample->tally;
    print_message("%s: %.*s\n", name,
                  STR_ARGS(intake_tally_words(&arena, tally)));
    assert_true(intake_tally_adds_up(tally));
    assert_int_equal(tally->rows, 1000);
    assert_true(tally->of[INTAKE_ACCEPTED].rows > 900);
    assert_true(tally->of[INTAKE_HELD].rows > 2);
    assert_true(tally->of[INTAKE_REFUSED].rows > 10);
    assert_true(tally->of[INTAKE_REFUSED].rows < 45);
    assert_true(tally->filled[FIELD_GUARANTOR_LAST] > 80);
    /* Nothing in it surprises the layout. */
    assert_int_equal(sample->layout.problem_count, 0);
    sample_clear(sample);
    arena_clear(&arena);
    test_free(sample);
}

static void lakeside_goes_through_intake(void **state)
{
    (void)state;
    demo_goes_through_intake("lakeside.yaml", 11);
}

static void harbor_city_goes_through_intake(void **state)
{
    (void)state;
    demo_goes_through_intake("harbor-city.yaml", 12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_seed_same_bytes),
        cmocka_unit_test(lakeside_goes_through_intake),
        cmocka_unit_test(harbor_city_goes_through_intake),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
