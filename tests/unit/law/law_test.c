#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/base.h"
#include "law/law.h"
#include "law/sheet.h"

#define HEAD                                                                 \
    "rule,jurisdiction,parameter,value,from,to,citation,status,reviewer,"    \
    "reviewed_on\n"

static struct day day_of(const char *iso)
{
    struct day day;

    assert_true(day_parse(str_of(iso), &day));
    return day;
}

static const struct law_table *build(struct arena *arena, const char *rows,
                                     const char *override, struct err *err)
{
    struct law_source source[2] = {
        { STR("own.csv"), str_of(rows), false },
        { STR("theirs.csv"), str_of(override), true },
    };
    return law_table_build(arena, source, override != NULL ? 2 : 1,
                           STR("ab12"), err);
}

static void a_row_holds_between_its_days(void **state)
{
    struct arena arena;
    struct err err = { 0 };
    int64_t value = -1;

    (void)state;
    arena_init(&arena, (size_t)1 << 20);
    const struct law_table *table = build(
        &arena,
        "# prose, with \"quotes\"\n" HEAD
        "R-1,US,days,7,2020-01-01,2025-12-31,\"12 CFR, part\",verified,,\n"
        "R-1,US,days,5,2026-01-01,,\"so \"\"new\"\"\",policy,Ann,2026-02-01\n"
        "R-1,US-MA,days,2,2020-01-01,,mass,recalled,,\n",
        NULL, &err);
    assert_non_null(table);
    struct str us = STR("US");
    assert_false(law_number(table, "R-1", "days", us, day_of("2019-12-31"),
                            &value));
    assert_int_equal(value, -1);
    assert_true(law_number(table, "R-1", "days", us, day_of("2025-12-31"),
                           &value));
    assert_int_equal(value, 7);
    assert_true(law_number(table, "R-1", "days", us, day_of("2026-01-01"),
                           &value));
    assert_int_equal(value, 5);
    assert_false(law_number(table, "R-1", "day", us, day_of("2026-01-01"),
                            &value));
    const struct law_row *row =
        law_find(table, "R-1", "days", us, day_of("2026-03-01"));
    assert_true(str_is(row->citation, "so \"new\""));
    assert_int_equal(row->reviewed_on.n, day_of("2026-02-01").n);
    const struct str place[] = { us, STR("US-MA"), STR("US-NY") };
    assert_true(law_strictest(table, "R-1", "days", place, 3,
                              day_of("2026-01-01"), true, &value));
    assert_int_equal(value, 2);
    assert_true(law_strictest(table, "R-1", "days", place, 3,
                              day_of("2026-01-01"), false, &value));
    assert_int_equal(value, 5);
    assert_true(str_is(law_table_hash(table), "ab12"));
    assert_false(law_table_is_overridden(table));
    assert_int_equal(law_row_count(table), 3);
    arena_clear(&arena);
}

static void a_folder_overrides_and_says_so(void **state)
{
    struct arena arena;
    struct err err = { 0 };
    int64_t value = 0;

    (void)state;
    arena_init(&arena, (size_t)1 << 20);
    const struct law_table *table =
        build(&arena, HEAD "R-1,US,days,7,2020-01-01,,x,verified,,\n",
              HEAD "R-1,US,days,3,2020-01-01,2026-12-31,ours,policy,,\n",
              &err);
    assert_non_null(table);
    assert_true(law_table_is_overridden(table));
    assert_true(law_number(table, "R-1", "days", STR("US"),
                           day_of("2026-06-01"), &value));
    assert_int_equal(value, 3);
    assert_true(law_number(table, "R-1", "days", STR("US"),
                           day_of("2027-06-01"), &value));
    assert_int_equal(value, 7);
    arena_clear(&arena);
}

static void what_is_wrong_is_named_with_its_line(void **state)
{
    static const struct {
        const char *rows;
        const char *said;
    } row[] = {
        { "", "own.csv: no header line" },
        { "rule,parameter\n", "own.csv:1: 2 cells, not 10" },
        { "rule,jurisdiction,parameter,value,from,to,citation,status,"
          "reviewer,reviewed\n",
          "own.csv:1: column 10 must be called reviewed_on" },
        { HEAD "R,US,days,7.5,2020-01-01,,x,verified,,\n",
          "own.csv:2: value is not a whole number" },
        { HEAD "R,US,days,7,2020-02-30,,x,verified,,\n",
          "own.csv:2: a date is not a date" },
        { HEAD "R,US,days,7,2020-02-03,2020-02-02,x,verified,,\n",
          "own.csv:2: it ends before it begins" },
        { HEAD "R,US,days,7,2020-02-03,,x,guessed,,\n",
          "own.csv:2: rule, jurisdiction, parameter, citation and status "
          "must be filled" },
        { HEAD "R,US,days,7,2020-01-01,2020-06-30,x,policy,,\n"
               "R,US,days,8,2020-06-30,,x,policy,,\n",
          "own.csv:3: two rows hold on one day" },
        { HEAD "R,US,days,7,2020-01-01,,\"x,policy,,\n",
          "own.csv:2: cell 7 does not read as a cell" },
        { HEAD "R,US,da\xffys,7,2020-01-01,,x,policy,,\n",
          "own.csv:2: not UTF-8" },
    };
    struct arena arena;

    (void)state;
    arena_init(&arena, (size_t)1 << 20);
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        struct err err = { 0 };
        assert_null(build(&arena, row[i].rows, NULL, &err));
        assert_string_equal(err.text, row[i].said);
        assert_int_equal(err.kind, ERR_INVALID);
    }
    arena_clear(&arena);
}

static void a_small_arena_is_trouble_not_a_crash(void **state)
{
    struct err err = { 0 };

    (void)state;
    for (size_t limit = 0; limit < 4000; limit += 100) {
        struct arena arena;
        arena_init(&arena, limit);
        if (build(&arena, HEAD "R,US,days,7,2020-01-01,,x,policy,,\n", NULL,
                  &err)
            == NULL)
            assert_int_equal(err.kind, ERR_EXHAUSTED);
        arena_clear(&arena);
    }
}

static void our_own_table_reads(void **state)
{
    struct arena arena;
    struct str bytes;
    struct err err = { 0 };

    (void)state;
    arena_init(&arena, (size_t)8 << 20);
    assert_true(file_read(world_real(), &arena, SOURCE_ROOT "/law/numbers.csv",
                          (size_t)1 << 20, &bytes, &err));
    struct law_source source = { STR("law/numbers.csv"), bytes, false };
    const struct law_table *table =
        law_table_build(&arena, &source, 1, STR(""), &err);
    if (table == NULL)
        fail_msg("%s", err.text);
    assert_true(law_row_count(table) >= 9);
    for (uint32_t i = 0; i < law_row_count(table); i++)
        assert_true(law_row_at(table, i)->citation.len > 0);
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_row_holds_between_its_days),
        cmocka_unit_test(a_folder_overrides_and_says_so),
        cmocka_unit_test(what_is_wrong_is_named_with_its_line),
        cmocka_unit_test(a_small_arena_is_trouble_not_a_crash),
        cmocka_unit_test(our_own_table_reads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
