#include "suite.h"

#include "text/yaml.h"

static struct arena arena;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)64 << 20);
    return 0;
}

static int clear(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

struct facility {
    struct str code;
    struct str name;
    int64_t beds;
    struct day opened;
    struct yaml_place place;
};

struct agreement {
    struct str code;
    int64_t months;
    struct money floor;
    int64_t fee_ppm;
    struct day since;
    int32_t program;
    bool is_default;
    struct yaml_texts states;
    struct yaml_enums channels;
    struct yaml_list facilities;
    struct { struct str name; int64_t calls; } brand;
    struct yaml_map columns;
};

static const struct yaml_field facility_field[] = {
    { .name = "code", .type = YAML_TEXT, .required = true, .max = 8,
      .offset = offsetof(struct facility, code) },
    { .name = "name", .type = YAML_TEXT, .required = true,
      .offset = offsetof(struct facility, name) },
    { .name = "beds", .type = YAML_COUNT, .preset = "12",
      .offset = offsetof(struct facility, beds) },
    { .name = "opened", .type = YAML_DAY,
      .offset = offsetof(struct facility, opened) },
    { .name = "(here)", .type = YAML_PLACE,
      .offset = offsetof(struct facility, place) },
    { 0 }
};

static const struct yaml_field brand_field[] = {
    { .name = "name", .type = YAML_TEXT, .required = true,
      .offset = offsetof(struct agreement, brand.name)
                - offsetof(struct agreement, brand) },
    { .name = "calls_per_week", .type = YAML_COUNT, .max = 7,
      .offset = offsetof(struct agreement, brand.calls)
                - offsetof(struct agreement, brand) },
    { 0 }
};

static const struct yaml_choice programs[] = { { "early_out", 1 },
                                               { "bad_debt", 2 },
                                               { NULL, 0 } };
static const struct yaml_choice channels[] = { { "letter", 1 }, { "phone", 2 },
                                               { NULL, 0 } };

static const struct yaml_field schema[] = {
    { .name = "code", .type = YAML_TEXT, .required = true,
      .offset = offsetof(struct agreement, code), .about = "Short name." },
    { .name = "months", .type = YAML_COUNT, .min = 1, .max = 60,
      .preset = "12", .offset = offsetof(struct agreement, months) },
    { .name = "floor", .type = YAML_CENTS, .max = 100000,
      .offset = offsetof(struct agreement, floor) },
    { .name = "fee", .type = YAML_PERCENT, .max = 500000,
      .offset = offsetof(struct agreement, fee_ppm) },
    { .name = "since", .type = YAML_DAY,
      .offset = offsetof(struct agreement, since) },
    { .name = "program", .type = YAML_ENUM, .choice = programs,
      .required = true, .offset = offsetof(struct agreement, program) },
    { .name = "default_at_placement", .type = YAML_FLAG,
      .offset = offsetof(struct agreement, is_default) },
    { .name = "states", .type = YAML_TEXTS, .max = 3,
      .offset = offsetof(struct agreement, states) },
    { .name = "channels", .type = YAML_ENUMS, .choice = channels,
      .offset = offsetof(struct agreement, channels) },
    { .name = "facilities", .type = YAML_LIST, .field = facility_field,
      .size = sizeof(struct facility), .min = 1,
      .offset = offsetof(struct agreement, facilities) },
    { .name = "brand", .type = YAML_MAPPING, .field = brand_field,
      .offset = offsetof(struct agreement, brand) },
    { .name = "columns", .type = YAML_MAP,
      .offset = offsetof(struct agreement, columns) },
    { 0 }
};

static const char good[] =
    "code: ANNE\n"
    "floor: 25\n"
    "fee: 12.5%\n"
    "since: 2026-01-31\n"
    "program: bad_debt # told by the contract\n"
    "default_at_placement: yes\n"
    "states: [IL, \"NO\", MA]\n"
    "channels: [phone, letter]\n"
    "facilities:\n"
    "  - code: A1\n"
    "    name: St. Anne's\n"
    "    opened: 1999-12-31\n"
    "  - {code: '07', name: Clínica, beds: 40}\n"
    "brand:\n"
    "  name: Harbor Care\n"
    "  calls_per_week: 7\n"
    "columns:\n"
    "  account: Acct No\n"
    "  amount: \"Balance: due\"\n";

static struct yaml_file *file;

static bool filled(struct str text, struct agreement *into, struct err *err)
{
    file = arena_new(&arena, struct yaml_file);
    *into = (struct agreement){ 0 };
    return yaml_fill(&arena, STR("a.yaml"), text, schema, into, file, err);
}

static void test_good(void **state)
{
    (void)state;
    struct agreement is;
    struct err err = { 0 };
    if (!filled(str_of(good), &is, &err))
        fail_msg("%s", err.text);
    assert_str(is.code, "ANNE");
    assert_int_equal(is.months, 12);
    assert_int_equal(is.floor.cents, 2500);
    assert_int_equal(is.fee_ppm, 125000);
    assert_str(day_iso(&arena, is.since), "2026-01-31");
    assert_int_equal(is.program, 2);
    assert_true(is.is_default);
    assert_int_equal(is.states.count, 3);
    assert_str(is.states.item[1], "NO");
    assert_int_equal(is.channels.count, 2);
    assert_int_equal(is.channels.item[0], 2);
    assert_int_equal(is.facilities.count, 2);
    const struct facility *facility = is.facilities.item;
    assert_str(facility[0].name, "St. Anne's");
    assert_int_equal(facility[0].beds, 12);
    assert_int_equal(facility[0].place.line, 10);
    assert_int_equal(facility[0].place.column, 5);
    assert_str(facility[1].code, "07");
    assert_int_equal(facility[1].beds, 40);
    assert_true(day_is_none(facility[1].opened));
    assert_str(is.brand.name, "Harbor Care");
    assert_int_equal(is.brand.calls, 7);
    assert_int_equal(is.columns.count, 2);
    assert_str(is.columns.item[1].value, "Balance: due");

    yaml_problem(file, "facilities[2].code", "%s is taken", "07");
    yaml_problem(file, "facilities[2].nowhere", "odd");
    assert_str(file->problem[0].text,
               "a.yaml:13:12: facilities[2].code: 07 is taken");
    assert_str(file->problem[1].text,
               "a.yaml:13:5: facilities[2].nowhere: odd");
}

static void check_problems(const char *text, const char *wanted)
{
    struct agreement is;
    struct err err = { 0 };
    assert_false(filled(str_of(text), &is, &err));
    struct buf buf;
    buf_init(&buf, &arena, 1 << 16);
    for (uint32_t i = 0; i < file->problem_count; i++) {
        buf_add(&buf, file->problem[i].text);
        buf_add_byte(&buf, '\n');
    }
    assert_str(buf_str(&buf), wanted);
    assert_int_equal(err.kind, ERR_INVALID);
}

static void test_all_problems_at_once(void **state)
{
    (void)state;
    check_problems(
        "code: \"\"\n"
        "months: seven\n"
        "floor: 25.001\n"
        "fee: 60%\n"
        "since: 2026-02-30\n"
        "program: bad_dept\n"
        "default_at_placement: maybe\n"
        "states: [IL, IN, OH, MA]\n"
        "channels: letter\n"
        "facilities: []\n"
        "brand:\n"
        "  calls_per_wek: 3\n"
        "columns: [a]\n"
        "months: 7\n"
        "zzz: 1\n",
        "a.yaml:1:7: code: is empty\n"
        "a.yaml:2:9: months: expected a whole number, found “seven”\n"
        "a.yaml:3:8: floor: expected dollars like 25.00, found “25.001”\n"
        "a.yaml:4:6: fee: 60% is outside 0.0000% to 50.0000%\n"
        "a.yaml:5:8: since: expected a day like 2026-12-15, found "
        "“2026-02-30”\n"
        "a.yaml:6:10: program: “bad_dept” is not one of early_out, bad_debt "
        "(did you mean “bad_debt”?)\n"
        "a.yaml:7:23: default_at_placement: expected yes or no, found "
        "“maybe”\n"
        "a.yaml:8:9: states: has 4 entries; 0 to 3 are allowed\n"
        "a.yaml:9:11: channels: expected a list\n"
        "a.yaml:10:13: facilities: has 0 entries; 1 to 1000 are allowed\n"
        "a.yaml:12:3: brand.calls_per_wek: no such setting (did you mean "
        "“calls_per_week”?)\n"
        "a.yaml:12:3: brand.name: is missing\n"
        "a.yaml:13:10: columns: expected \"name: text\" lines below\n"
        "a.yaml:14:1: months: given twice\n"
        "a.yaml:15:1: zzz: no such setting\n");
}

static void test_shapes_refused(void **state)
{
    (void)state;
    check_problems("", "a.yaml:1:1: the file is empty\n");
    check_problems("- a\n", "a.yaml:1:1: expected settings, one \"name: "
                            "value\" a line\n");
    check_problems("code: a\nprogram: bad_debt\nmonths:\nfloor: ~\n",
                   "a.yaml:3:8: months: has no value\n"
                   "a.yaml:4:8: floor: has no value\n");
    check_problems("code: &x a\nprogram: !!str bad_debt\nbrand: {name: *x}\n",
                   "a.yaml:1:7: an anchor (&name) is not allowed\n"
                   "a.yaml:2:10: a tag (!name) is not allowed\n"
                   "a.yaml:3:15: an alias (*name) is not allowed; write the "
                   "value out\n"
                   "a.yaml:3:15: brand.name: is empty\n");
    check_problems("code: a\nprogram: bad_debt\n---\nx: 1\n",
                   "a.yaml:3:1: a second document in one file\n");
    check_problems("code: a\n  program: b\n",
                   "a.yaml:2:10: mapping values are not allowed in this "
                   "context\n");
    check_problems("? [a]\n: b\n",
                   "a.yaml:1:3: a setting's name must be plain text\n");
    check_problems("code: [a]\nprogram: {a: b}\nbrand: x\n",
                   "a.yaml:1:7: code: expected one value\n"
                   "a.yaml:2:10: program: expected one value\n"
                   "a.yaml:3:8: brand: expected settings below\n");
    check_problems("code: a\nprogram: 123456789_123456789_123456789_"
                   "123456789_123456789_123456789é_\n",
                   "a.yaml:2:10: program: “123456789_123456789_123456789_"
                   "123456789_123456789_123456789” is not one of early_out, "
                   "bad_debt\n");
    check_problems("code: \xFF\n", "a.yaml:1:1: the file is not UTF-8\n");
    check_problems("code: a\nprogram: bad_debt\ncolumns: {a: x, a: y, <<: z}"
                   "\nfacilities: [x]\n",
                   "a.yaml:3:17: columns.a: given twice\n"
                   "a.yaml:3:23: columns.<<: a merge key is not allowed\n"
                   "a.yaml:4:14: facilities[1]: expected settings below\n");
}

static void test_limits(void **state)
{
    (void)state;
    struct buf buf;
    struct agreement is;
    struct err err = { 0 };
    buf_init(&buf, &arena, (size_t)1 << 20);
    for (int i = 0; i <= YAML_DEPTH_MAX; i++)
        buf_add(&buf, STR("["));
    assert_false(filled(buf_str(&buf), &is, &err));
    assert_non_null(strstr(err.text, "more than 16 levels"));

    buf_init(&buf, &arena, (size_t)1 << 20);
    for (int i = 0; i < 200; i++)
        buf_add_format(&buf, "x%d: 1\n", i);
    assert_false(filled(buf_str(&buf), &is, &err));
    assert_int_equal(file->problem_count, 202);
    assert_non_null(strstr(err.text, "(and 201 more)"));

    buf_init(&buf, &arena, (size_t)1 << 20);
    buf_add(&buf, STR("code: ["));
    for (int i = 0; i <= YAML_NODES_MAX; i++)
        buf_add(&buf, STR("a,"));
    assert_false(filled(buf_str(&buf), &is, &err));
    assert_non_null(strstr(err.text, "more than 20000 values"));

    buf_init(&buf, &arena, (size_t)1 << 20);
    while (buf.len <= YAML_BYTES_MAX)
        buf_add(&buf, STR("# a comment\n"));
    assert_false(filled(buf_str(&buf), &is, &err));
    assert_non_null(strstr(err.text, "more than 262144 bytes"));
}

static void test_describe(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, &arena, 4096);
    yaml_describe(schema, &buf);
    struct str text = buf_str(&buf);
    assert_true(str_starts(text, STR("code: text, required. Short name.\n")));
    assert_true(str_find(text, STR("\n  calls_per_week: whole number, 0 to 7"))
                != SIZE_MAX);
}

static void test_mutations(void **state)
{
    (void)state;
    struct suite_random random = suite_random("yaml mutations");
    uint32_t sound = 0;
    for (int i = 0; i < SUITE_MUTATIONS; i++) {
        struct str text = suite_mutate(&random, str_of(good),
                                       "[]{}:-&*!|>'\"%#?, \n");
        struct agreement is;
        struct err err = { 0 };
        bool done = filled(text, &is, &err);
        assert_true(done || file->problem_count > 0);
        assert_true(!done || (is.months >= 1 && is.months <= 60));
        sound += done ? 1 : 0;
        suite_free(text);
        arena_clear(&arena);
    }
    assert_true(sound > 100);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test_setup_teardown(test_good, NULL, clear),
        cmocka_unit_test_setup_teardown(test_all_problems_at_once, NULL,
                                        clear),
        cmocka_unit_test_setup_teardown(test_shapes_refused, NULL, clear),
        cmocka_unit_test_setup_teardown(test_limits, NULL, clear),
        cmocka_unit_test_setup_teardown(test_describe, NULL, clear),
        cmocka_unit_test_setup_teardown(test_mutations, NULL, clear),
    };
    return cmocka_run_group_tests(test, setup, NULL);
}
