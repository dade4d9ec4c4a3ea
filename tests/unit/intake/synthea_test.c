/* 4,554 accounts of invented patients through the whole intake: every row
 * and every cent is accounted for. */
#include "sample.h"

#include "intake/agreement.h"
#include "synthea.h"

static const char *folder;

/* What the test counts while the rows go by. */
struct seen_people {
    struct arena arena;
    struct str dead[256];
    uint32_t dead_count, minors, without_zip;
    int64_t cents[INTAKE_OUTCOME_COUNT];
    uint64_t rows[INTAKE_OUTCOME_COUNT];
    bool is_all_known;
};

static void dead_add(struct seen_people *people, struct str person)
{
    for (uint32_t i = 0; i < people->dead_count; i++)
        if (str_equal(people->dead[i], person))
            return;
    assert_true(people->dead_count < 256);
    people->dead[people->dead_count++] = str_copy(&people->arena, person);
}

static bool look(void *context, const struct intake_layout *layout,
                 struct intake_item *item, uint32_t count, struct err *err)
{
    (void)err;
    struct seen_people *people = context;
    for (uint32_t i = 0; i < count; i++) {
        struct intake_row *row = &item[i].row;
        struct intake_verdict *verdict = &item[i].verdict;
        if (people->is_all_known)
            intake_verdict_answer(row, verdict,
                (struct intake_problem){ .reason = REASON_KNOWN });
        people->rows[verdict->outcome]++;
        people->cents[verdict->outcome] += row->balance.cents;
        people->without_zip += row->address.zip.len == 0;
        /* Nobody is placed who was a child and has no guarantor. */
        bool is_child = day_age_years(row->patient_born, row->service_from)
                            < 18
                        || day_age_years(row->patient_born, SAMPLE_TODAY)
                               < 18;
        if (is_child && day_is_none(row->patient_died)) {
            people->minors++;
            assert_int_equal(verdict->outcome, INTAKE_REFUSED);
        }
        if (!day_is_none(row->patient_died)) {
            assert_int_not_equal(verdict->outcome, INTAKE_ACCEPTED);
            if (verdict->outcome == INTAKE_HELD) {
                assert_true(verdict->holds == 1u << HOLD_DECEASED);
                dead_add(people, row->external_person);
            }
        }
        if (verdict->outcome == INTAKE_REFUSED) {
            const struct intake_problem *reason = intake_row_reason(row);
            assert_non_null(reason);
            assert_true(reason->column > 0);
            assert_true(intake_layout_header(layout, reason->column).len
                        > 0);
        }
    }
    return true;
}

/* The agreement that the flow tests use, under either program. */
static void agreement_load(struct arena *arena, const char *program,
                           struct client_agreement *agreement)
{
    const char *root = getenv("BEDSIDE_SOURCE");
    struct str path = str_format(arena, "%s/tests/unit/intake/synthea.yaml",
                                 root == NULL ? "." : root), bytes;
    struct yaml_file *file = arena_new(arena, struct yaml_file);
    struct err err = { 0 };
    if (!file_read(world_real(), arena, str_c(arena, path), 1 << 16, &bytes,
                   &err)
        || !intake_agreement_parse(arena, STR("synthea.yaml"), bytes,
                                   agreement, file, &err))
        fail_msg("%s", err.text);
    agreement->program = str_of(program);
    agreement->default_at_placement = str_is(agreement->program, "bad_debt");
}

static void all_cents_are_accounted_for(const char *program, bool is_known,
                                        struct intake_tally *tally,
                                        struct seen_people *people)
{
    struct arena arena;
    arena_init(&arena, ARENA_JOB_BYTES);
    arena_init(&people->arena, 1 << 20);
    struct buf file;
    struct err err = { 0 };
    buf_init(&file, &arena, 16 << 20);
    if (!synthea_placement(&arena, folder, &file, &err))
        fail_msg("%s", err.text);
    struct client_agreement agreement;
    agreement_load(&arena, program, &agreement);
    people->is_all_known = is_known;
    struct intake_run run = {
        .terms = { .agreement = &agreement, .today = SAMPLE_TODAY },
        .take = look, .take_context = people,
    };
    struct intake_layout layout;
    if (!intake_run_bytes(&arena, buf_str(&file), run, &layout, tally, &err))
        fail_msg("%s", err.text);
    print_message("%s: %.*s\n", program,
                  STR_ARGS(intake_tally_words(&arena, tally)));

    assert_true(intake_tally_adds_up(tally));
    assert_int_equal(tally->rows, SYNTHEA_ACCOUNTS);
    assert_int_equal(tally->unread, 0);
    assert_int_equal(tally->cents.cents, SYNTHEA_CENTS);
    int64_t sum = 0;
    for (int i = 0; i < INTAKE_OUTCOME_COUNT; i++) {
        assert_int_equal(people->rows[i], tally->of[i].rows);
        assert_int_equal(people->cents[i], tally->of[i].cents.cents);
        sum += people->cents[i];
    }
    assert_int_equal(sum, SYNTHEA_CENTS);
    arena_clear(&people->arena);
    arena_clear(&arena);
}

static void early_out_takes_them(void **state)
{
    (void)state;
    struct intake_tally tally;
    struct seen_people people = { 0 };
    all_cents_are_accounted_for("early_out", false, &tally, &people);
    assert_int_equal(people.dead_count, SYNTHEA_DEAD);
    assert_true(people.minors > 0);
    assert_int_equal(tally.reason[REASON_MINOR_ALONE], people.minors);
    assert_int_equal(tally.reason[REASON_DECEASED],
                     tally.of[INTAKE_HELD].rows);
    assert_true(tally.of[INTAKE_ACCEPTED].rows > 2000);
    assert_true(people.without_zip > 0);
    /* Full names of states, and areas that do not exist, are no obstacle. */
    assert_int_equal(tally.filled[FIELD_STATE], SYNTHEA_ACCOUNTS);
    assert_true(tally.filled[FIELD_PHONE1] > 3500); /* 555-0.. is none */
}

static void bad_debt_takes_the_same(void **state)
{
    (void)state;
    struct intake_tally tally;
    struct seen_people people = { 0 };
    all_cents_are_accounted_for("bad_debt", false, &tally, &people);
    assert_int_equal(people.dead_count, SYNTHEA_DEAD);
    assert_int_equal(tally.reason[REASON_ITEMIZATION_MISSING], 0);
}

static void again_nothing_is_new(void **state)
{
    (void)state;
    struct intake_tally tally;
    struct seen_people people = { 0 };
    all_cents_are_accounted_for("early_out", true, &tally, &people);
    assert_int_equal(tally.of[INTAKE_ACCEPTED].rows, 0);
    assert_int_equal(tally.of[INTAKE_HELD].rows, 0);
    assert_true(tally.of[INTAKE_KNOWN].rows > 2000);
}

int main(void)
{
    static char path[1024];
    const char *data = getenv("BEDSIDE_DATA");
    snprintf(path, sizeof path, "%s/synthea/r4-flat",
             data == NULL ? "../shared/data" : data);
    folder = path;
    struct arena arena;
    arena_init(&arena, ARENA_JOB_BYTES);
    struct str probe, name = str_format(&arena, "%s/claims.csv", path);
    struct err err;
    bool is_there = file_read(world_real(), &arena, str_c(&arena, name),
                              4 << 20, &probe, &err);
    arena_clear(&arena);
    if (!is_there) {
        fputs("synthea_test: no synthea/r4-flat in BEDSIDE_DATA\n", stderr);
        return 77;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(early_out_takes_them),
        cmocka_unit_test(bad_debt_takes_the_same),
        cmocka_unit_test(again_nothing_is_new),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
