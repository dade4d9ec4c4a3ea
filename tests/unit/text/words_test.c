#include "suite.h"

#include "text/embedded.h"
#include "text/words.h"

static struct arena arena;

extern const struct embedded_set embedded_words;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)16 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static bool has_placeholder(struct str sentence, struct str name)
{
    size_t at = 0;
    struct str piece;
    bool is_name;
    while (words_piece(sentence, &at, &piece, &is_name))
        if (is_name && str_equal(piece, name))
            return true;
    return false;
}

/* Every id and placeholder of one catalogue is in the other. */
static uint32_t count_lacks(enum words_language from, enum words_language to)
{
    uint32_t lacks = 0;
    struct str id;
    struct str text;
    for (uint32_t i = 0; words_at(from, i, &id, &text); i++) {
        struct str other;
        if (!words_find(to, id, &other)) {
            print_message("%s lacks %.*s\n", words_tag(to), STR_ARGS(id));
            lacks++;
            continue;
        }
        size_t at = 0;
        struct str piece;
        bool is_name;
        while (words_piece(text, &at, &piece, &is_name)) {
            if (!is_name || has_placeholder(other, piece))
                continue;
            print_message("%s: %.*s lacks {%.*s}\n", words_tag(to),
                          STR_ARGS(id), STR_ARGS(piece));
            lacks++;
        }
    }
    return lacks;
}

static void test_catalogues_agree(void **state)
{
    (void)state;
    assert_int_equal(count_lacks(WORDS_EN, WORDS_ES), 0);
    assert_int_equal(count_lacks(WORDS_ES, WORDS_EN), 0);
    struct str id;
    struct str text;
    uint32_t count = 0;
    for (; words_at(WORDS_EN, count, &id, &text); count++) {
        assert_true(id.len > 0 && id.len <= WORDS_ID_MAX);
        assert_true(text.len > 0);
        assert_true(str_is_utf8(text));
    }
    assert_true(count >= 68);
}

static void test_plurals_come_in_pairs(void **state)
{
    (void)state;
    struct str id;
    struct str text;
    for (uint32_t i = 0; words_at(WORDS_EN, i, &id, &text); i++) {
        bool one = str_ends(id, STR(".one"));
        if (!one && !str_ends(id, STR(".many")))
            continue;
        struct str stem = str_part(id, 0, id.len - (one ? 4 : 5));
        struct str other = str_format(&arena, "%.*s%s", STR_ARGS(stem),
                                      one ? ".many" : ".one");
        if (!words_find(WORDS_EN, other, &text))
            fail_msg("%.*s is alone", STR_ARGS(id));
    }
}

static void test_look_up(void **state)
{
    (void)state;
    struct str text;
    assert_true(words_find(WORDS_EN, STR("bill.left"), &text));
    assert_str(text, "What is left");
    assert_true(words_find(WORDS_ES, STR("bill.left"), &text));
    assert_str(text, "Lo que falta");
    assert_false(words_find(WORDS_EN, STR(""), &text)); /* the header */
    assert_false(words_find(WORDS_EN, STR("no.such.word"), &text));
    assert_str(words_text(WORDS_ES, STR("no.such.word")), "no.such.word");
    assert_true(words_choose(WORDS_EN, STR("bill.left"), 5, &text));
    assert_false(words_choose(WORDS_EN, STR("no.such.word"), 1, &text));
}

static void test_fill(void **state)
{
    (void)state;
    struct words_value value[] = { { STR("amt"), STR("$25.00") },
                                   { STR("date"), STR("July 1, 2026") } };
    struct buf buf;
    buf_init(&buf, &arena, 1000);
    words_fill(&buf, WORDS_EN, STR("done.next"), value, 2);
    assert_str(buf_str(&buf), "Your next payment is $25.00 on July 1, 2026. "
                              "We will remind you 3 days before.");
    buf_init(&buf, &arena, 1000);
    words_fill(&buf, WORDS_ES, STR("done.next"), value, 1);
    assert_str(buf_str(&buf), "Su próximo pago es de $25.00 el {date}. "
                              "Le avisamos 3 días antes.");
}

static void test_pieces(void **state)
{
    (void)state;
    static const struct { const char *in; const char *out; } row[] = {
        { "", "" }, { "a", "a|" }, { "{a}", "<a>" },
        { "x{a_1.b}y", "x|<a_1.b>y|" },
        { "{a}{b}", "<a><b>" }, { "{A}", "{A}|" }, { "{", "{|" },
        { "{a", "{a|" }, { "{}", "{}|" }, { "{{a}}", "{|<a>}|" },
        { "a { b {c} d", "a { b |<c> d|" }
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct buf buf;
        buf_init(&buf, &arena, 100);
        size_t at = 0;
        struct str piece;
        bool is_name;
        while (words_piece(str_of(row[i].in), &at, &piece, &is_name))
            buf_add_format(&buf, is_name ? "<%.*s>" : "%.*s|",
                           STR_ARGS(piece));
        assert_str(buf_str(&buf), row[i].out);
    }
}

static void test_languages(void **state)
{
    (void)state;
    enum words_language language;
    assert_true(words_language_parse(STR("es-MX"), &language));
    assert_int_equal(language, WORDS_ES);
    assert_true(words_language_parse(STR("EN_us"), &language));
    assert_int_equal(language, WORDS_EN);
    assert_false(words_language_parse(STR("fr"), &language));
    assert_false(words_language_parse(STR(""), &language));
    static const struct {
        const char *header;
        enum words_language is;
    } row[] = {
        { "", WORDS_EN }, { "es", WORDS_ES }, { "es-US,en;q=0.9", WORDS_ES },
        { "en-US,es;q=0.9", WORDS_EN }, { "fr, es;q=0.2", WORDS_ES },
        { "es;q=0.3, en;q=0.8", WORDS_EN }, { "es;q=0", WORDS_EN },
        { "en;q=0.1, es;q=1", WORDS_ES }, { ",,;;,q=,es;q=x", WORDS_EN },
        { "es;q=0.300, en;q=0.301", WORDS_EN }
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        assert_int_equal(words_language_accept(str_of(row[i].header)),
                         row[i].is);
}

static void test_embedded(void **state)
{
    (void)state;
    struct str bytes;
    assert_int_equal(embedded_words.count, 2);
    assert_true(embedded_find(&embedded_words, STR("es"), &bytes));
    assert_int_equal(bytes.at[bytes.len], 0);
    assert_false(embedded_find(&embedded_words, STR("e"), &bytes));
    assert_false(embedded_find(&embedded_words, STR("fr"), &bytes));
    assert_false(embedded_find(&embedded_words, STR(""), &bytes));
}

static void test_mutations(void **state)
{
    (void)state;
    struct suite_random random = suite_random("mo mutations");
    struct str seed;
    assert_true(embedded_find(&embedded_words, STR("en"), &seed));
    uint32_t found = 0;
    for (int i = 0; i < SUITE_MUTATIONS; i++) {
        /* The tables matter more than the sentences: change them more. */
        struct str all = suite_mutate(&random, seed, "\x01\x7F\xFF");
        struct str head = suite_mutate(&random, str_part(all, 0, 400), "\xFF");
        struct str mo = i % 2 == 0 ? all : head;
        struct str id;
        struct str text;
        found += words_mo_find(mo, STR("rev.agree"), &text) ? 1 : 0;
        uint32_t index = (uint32_t)suite_below(&random, 80);
        if (words_mo_at(mo, index, &id, &text)) {
            assert_true(id.at >= mo.at && id.at + id.len <= mo.at + mo.len);
            assert_true(text.at >= mo.at
                        && text.at + text.len <= mo.at + mo.len);
        }
        suite_free(all);
        suite_free(head);
    }
    assert_true(found > 0);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_catalogues_agree),
        cmocka_unit_test(test_plurals_come_in_pairs),
        cmocka_unit_test(test_look_up),
        cmocka_unit_test(test_fill),
        cmocka_unit_test(test_pieces),
        cmocka_unit_test(test_languages),
        cmocka_unit_test(test_embedded),
        cmocka_unit_test(test_mutations),
    };
    return cmocka_run_group_tests(test, setup, teardown);
}
