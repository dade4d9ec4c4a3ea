/* Agreements: both samples are sound, and a wrong one is told everything. */
#include "sample.h"

#include "intake/agreement.h"

#define GOOD                                                                 \
    "code: LAKE\n"                                                           \
    "name: Lake Inc.\n"                                                      \
    "known_as: Lake\n"                                                       \
    "program: early_out\n"                                                   \
    "default_at_placement: no\n"                                             \
    "phone: (414) 555-0142\n"                                                \
    "help: {url: 'https://lake.example/help', phone: 414-555-0143}\n"        \
    "brand:\n"                                                               \
    "  name: Lake\n"                                                         \
    "  line1: 1 Road\n"                                                      \
    "  city: Milwaukee\n"                                                    \
    "  state: wisconsin\n"                                                   \
    "  zip: \"53204\"\n"                                                     \
    "  phone: 4145550142\n"                                                  \
    "  hours: {en: always, es: siempre}\n"                                   \
    "fee: 9.5%\n"                                                            \
    "facilities:\n"                                                          \
    "  - {code: A, name: Lake A, city: Milwaukee, state: WI}\n"

static struct arena arena;
static struct yaml_file *file;
static struct client_agreement agreement;

static bool parse(struct str bytes, struct err *err)
{
    arena_clear(&arena);
    file = arena_new(&arena, struct yaml_file);
    assert_non_null(file);
    memset(&agreement, 0, sizeof agreement);
    return intake_agreement_parse(&arena, STR("x.yaml"), bytes, &agreement,
                                  file, err);
}

static void says(struct str bytes, const char *words)
{
    struct err err = { 0 };
    if (parse(bytes, &err))
        fail_msg("read all the same; not said: %s", words);
    assert_int_equal(agreement.facility_count, 0); /* untouched */
    assert_true(file->problem_count > 0);
    for (uint32_t i = 0; i < file->problem_count; i++)
        if (str_find(file->problem[i].text, str_of(words)) != SIZE_MAX)
            return;
    for (uint32_t i = 0; i < file->problem_count; i++)
        print_message("%.*s\n", STR_ARGS(file->problem[i].text));
    fail_msg("not said: %s", words);
}

static void a_sound_one_is_read(void **state)
{
    (void)state;
    struct err err = { 0 };
    if (!parse(STR(GOOD), &err))
        fail_msg("%s", err.text);
    assert_true(str_is(agreement.program, "early_out"));
    assert_true(str_is(agreement.phone, "4145550142"));
    assert_true(str_is(agreement.brand_state, "WI"));
    assert_int_equal(agreement.fee_ppm, 95000);
    assert_int_equal(agreement.facility_count, 1);
    assert_true(str_is(agreement.facility[0].state, "WI"));
    /* What is not said is the default, also of a whole group. */
    assert_int_equal(agreement.plan_months_max, 12);
    assert_int_equal(agreement.plan_payment_min.cents, 1000);
    assert_int_equal(agreement.balance_min.cents, 1);
    assert_int_equal(agreement.place_days_max, 730);
    assert_false(agreement.amounts_half_up);
    assert_false(agreement.dates_excel);
    assert_null(agreement.website.at);
}

static void every_mistake_is_told(void **state)
{
    (void)state;
    says(STR(GOOD "colums: {}\n"), "did you mean “columns”?");
    says(STR(GOOD "columns: {balence: X}\n"),
         "x.yaml:19:20: columns.balence: no such field (did you mean "
         "“balance”?)");
    says(STR(GOOD "columns: {balance: X, charges: x}\n"),
         "“x” is already the column of balance");
    says(STR(GOOD "columns: {shoe_size: X}\n"), "docs/placements.md");
    says(STR(GOOD "  - {code: a, name: B, city: C, state: WI}\n"),
         "“a” is the code of another facility above");
    says(STR(GOOD "  - {code: B, name: B, city: C, state: Ontario}\n"),
         "“Ontario” is not a state");
    says(STR(GOOD "plan: {months_max: 61}\n"), "months_max");
    says(STR(GOOD "plan: {months_max: seven}\n"), "months_max");
    says(STR(GOOD "website: http://x.org\n"), "https://");
    says(STR(GOOD "placements: {round: up}\n"), "half_up");
    says(STR(GOOD "code: AGAIN\n"), "code");
    says(STR(""), "");
    says(STR("- a\n"), "");
    says(STR("code: [\n"), "");
}

static void contradictions_are_told(void **state)
{
    (void)state;
    struct arena text;
    arena_init(&text, 1 << 16);
    static const struct {
        const char *from, *to, *words;
    } rows[] = {
        { "default_at_placement: no", "default_at_placement: yes",
          "x.yaml:5:23: default_at_placement: an early-out account is not "
          "in default" },
        { "code: LAKE", "code: lake", "may hold only A-Z" },
        { "(414) 555-0142", "555-0142", "is not a phone number" },
        { "zip: \"53204\"", "zip: \"5320X\"", "is not a ZIP code" },
        { "state: wisconsin", "state: wisconson", "is not a state" },
        { "fee: 9.5%", "fee: 95%", "fee" },
        { "fee: 9.5%\n", "", "fee" },
        { "program: early_out", "program: earlyout", "early_out" },
        { "name: Lake Inc.", "name: \"a\\u202Eb\"", "cannot be seen" },
        { "default_at_placement: no\n", "", "default_at_placement" },
        { "help: {url: 'https://lake.example/help', phone: 414-555-0143}\n",
          "", "x.yaml:1:1: help.phone: is missing: the number people call" },
        { "url: 'https://lake.example/help', ", "",
          "x.yaml:7:7: help.url: is missing: where people read" },
        { "phone: 414-555-0143", "phone: ' '",
          "x.yaml:7:49: help.phone: is empty" },
        { "{en: always, es: siempre}", "{en: always}",
          "x.yaml:15:10: brand.hours.es: is missing" },
        { "  hours: {en: always, es: siempre}\n", "",
          "x.yaml:9:3: brand.hours.en: is missing: when somebody answers" },
        { "line1: 1 Road", "line1: 123456789 123456789 123456789 123456789 "
          "123456789 1", "x.yaml:10:10: brand.line1: is longer than 50" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct str good = STR(GOOD);
        size_t at = str_find(good, str_of(rows[i].from));
        assert_true(at != SIZE_MAX);
        struct str rest = str_part(good, at + strlen(rows[i].from),
                                   SIZE_MAX);
        struct str bytes = str_format(&text, "%.*s%s%.*s", (int)at, good.at,
                                      rows[i].to, STR_ARGS(rest));
        says(bytes, rows[i].words);
    }
    /* All of them in one run. */
    says(STR("code: x\nprogram: y\nfee: z\nphone: 1\n"), "program");
    assert_true(file->problem_count >= 16); /* and groups, by their parts */
    arena_clear(&text);
}

static void the_samples_are_sound(void **state)
{
    (void)state;
    static const char *const names[] = { "lakeside.yaml",
                                         "harbor-city.yaml" };
    const char *root = getenv("BEDSIDE_SOURCE");
    struct arena text;
    arena_init(&text, 1 << 20);
    for (size_t i = 0; i < 2; i++) {
        struct str path = str_format(&text, "%s/docs/clients/%s",
                                     root == NULL ? "." : root, names[i]);
        struct str bytes;
        struct err err = { 0 };
        if (!file_read(world_real(), &text, str_c(&text, path), 1 << 18,
                       &bytes, &err)
            || !parse(bytes, &err))
            fail_msg("%s: %s", names[i], err.text);
        assert_true(agreement.facility_count >= 2);
    }
    arena_clear(&text);
}

static void a_comment_is_no_new_version(void **state)
{
    (void)state;
    struct arena text;
    arena_init(&text, 1 << 20);
    struct err err = { 0 };
    assert_true(parse(STR(GOOD), &err));
    struct str one = str_copy(&text,
                              intake_agreement_canonical(&arena, &agreement));
    assert_true(parse(STR("# a word\n" GOOD "plan: {months_max: 12}\n"),
                      &err));
    struct str two = str_copy(&text,
                              intake_agreement_canonical(&arena, &agreement));
    assert_true(parse(STR(GOOD "plan: {months_max: 13}\n"), &err));
    struct str three = intake_agreement_canonical(&arena, &agreement);
    assert_true(one.len > 300);
    assert_true(str_equal(one, two));
    assert_false(str_equal(one, three));
    arena_clear(&text);
}

static void the_manual_names_every_setting(void **state)
{
    (void)state;
    struct buf buf;
    arena_clear(&arena);
    buf_init(&buf, &arena, 1 << 16);
    intake_agreement_describe(&buf);
    assert_false(buf.failed);
    static const char *const words[] = { "known_as", "balance_min",
                                         "months_max", "facilities",
                                         "early_out" };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        assert_true(str_find(buf_str(&buf), str_of(words[i])) != SIZE_MAX);
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_JOB_BYTES);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_one_is_read),
        cmocka_unit_test(every_mistake_is_told),
        cmocka_unit_test(contradictions_are_told),
        cmocka_unit_test(the_samples_are_sound),
        cmocka_unit_test(a_comment_is_no_new_version),
        cmocka_unit_test(the_manual_names_every_setting),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
