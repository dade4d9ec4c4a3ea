#include "suite.h"

#include "text/mustache.h"

/* What the project adds to the specification: words, strictness, limits. */

static struct arena arena;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)256 << 20);
    return 0;
}

static int clear(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static struct view *bill(enum words_language language)
{
    struct view *view = view_new(&arena, language);
    view_text(view, "client", STR("O'Hara & <Sons>"));
    view_money(view, "left", (struct money){ 123450 });
    view_money(view, "zero", MONEY_ZERO);
    view_count(view, "n", 3);
    view_phone(view, "phone", STR("2175550100"));
    view_flag(view, "is_held", false);
    view_word(view, "state", "bill.left");
    view_absent(view, "error");
    struct day day;
    assert_true(day_from_civil(2026, 12, 15, &day));
    view_moment(view, "sent", (struct moment){ 0 },
                (struct wall){ day, 58320 });
    struct view *list = view_list(view, "bills");
    for (int i = 1; i <= 3; i++)
        view_count(view_item(list), "number", i);
    return view;
}

static bool rendered(const char *text, const struct view *view,
                     enum mustache_mode mode, struct str *page,
                     struct err *err)
{
    struct mustache_set *set = mustache_set_new(&arena, MUSTACHE_HTML);
    struct buf *buf = arena_new(&arena, struct buf);
    buf_init(buf, &arena, (size_t)1 << 20);
    bool done = mustache_add(set, STR("page"), str_of(text), err)
        && mustache_add(set, STR("layout"),
                        STR("<html>\n  {{$main}}\n  {{/main}}\n</html>\n"),
                        err)
        && mustache_ready(set, mode, err)
        && mustache_render(set, STR("page"), view, mode, buf, err);
    *page = buf_str(buf);
    return done;
}

static void check(const char *text, const char *wanted)
{
    struct str page;
    struct err err = { 0 };
    if (!rendered(text, bill(WORDS_EN), MUSTACHE_STRICT, &page, &err))
        fail_msg("%s: %s", text, err.text);
    assert_str(page, wanted);
}

static void check_refused(const char *text, const char *words)
{
    struct str page;
    struct err err = { 0 };
    assert_false(rendered(text, bill(WORDS_EN), MUSTACHE_STRICT, &page, &err));
    assert_string_equal(err.text, words);
}

static void test_values(void **state)
{
    (void)state;
    check("{{left}} {{phone}} {{n}}", "$1,234.50 (217) 555-0100 3");
    check("{{client}}", "O&#39;Hara &amp; &lt;Sons&gt;");
    check("{{{client}}}", "O'Hara & <Sons>");
    check("{{sent}}|{{sent.day}}|{{sent.time}}",
          "December 15, 2026, 4:12 p.m.|December 15, 2026|4:12 p.m.");
    check("{{error}}{{#error}}x{{/error}}{{^error}}ok{{/error}}", "ok");
    check("{{#is_held}}x{{/is_held}}{{#zero}}x{{/zero}}{{#left}}y{{/left}}",
          "y");
    check("{{#bills}}{{number}}/{{n}} {{/bills}}", "1/3 2/3 3/3 ");
}

static void test_words(void **state)
{
    (void)state;
    check("{{t.bill.left}}", "What is left");
    check("{{t.bill.charged}}",
          "What O&#39;Hara &amp; &lt;Sons&gt; charged");
    check("{{t.find.err.match}}",
          "We could not match those details. Check your letter and try again, "
          "or call us at (217) 555-0100.");
    check("{{state}}", "What is left");
    struct str page;
    struct err err = { 0 };
    assert_true(rendered("{{t.rcpt.left}} {{sent.day}}", bill(WORDS_ES),
                         MUSTACHE_STRICT, &page, &err));
    assert_str(page, "Le faltan $1,234.50 por pagar. 15 de diciembre de 2026");
}

static void test_layout(void **state)
{
    (void)state;
    check("{{<layout}}\n{{$main}}\n<p>\n  {{n}}\n</p>\n{{/main}}\n"
          "{{/layout}}\n",
          "<html>\n  <p>\n    3\n  </p>\n</html>\n");
    check("{{>layout}}", "<html>\n</html>\n");
    check("{{$b}}\nx\n  {{/b}} tail", "x\n   tail");
    check("{{<layout}}{{$main}}\n    <p>\n      {{n}}\n    {{/main}}"
          "{{/layout}}", "<html>\n  <p>\n    3\n</html>\n");
    check("{{<layout}}{{$main}}<p>{{n}}</p>{{/main}}{{/layout}}",
          "<html>\n  <p>3</p></html>\n");
}

static void test_strict(void **state)
{
    (void)state;
    check_refused("a\n\n{{nobody}}",
                  "template page: line 3: nobody: nothing fills this tag");
    check_refused("{{left.nobody}}",
                  "template page: line 1: left.nobody: nothing fills this "
                  "tag");
    check_refused("{{#nobody}}{{/nobody}}", "template page: line 1: nobody: "
                                            "nothing fills this section");
    check_refused("{{^nobody}}{{/nobody}}", "template page: line 1: nobody: "
                                            "nothing fills this section");
    check_refused("{{bills}}",
                  "template page: line 1: bills: a section is no value");
    check_refused("\n{{t.no.such}}", "template page: line 2: no.such: no "
                                     "catalogue has this word");
    check_refused("{{t.plan.missed}}", "template page: line 1: nothing fills "
                                       "{date} of word plan.missed");
    check_refused("x\n{{>gone}}",
                  "template page: line 2: there is no template gone");
}

static void test_lenient(void **state)
{
    (void)state;
    struct str page;
    struct err err = { 0 };
    assert_true(rendered("a{{x}}{{#x}}{{/x}}{{^x}}b{{/x}}{{>gone}}{{t.no}}"
                         "{{t.plan.missed}}", bill(WORDS_EN),
                         MUSTACHE_LENIENT, &page, &err));
    assert_str(page, "abnoWe did not get the payment set for . These things "
                     "happen. There is no fee.");
}

static void test_malformed(void **state)
{
    (void)state;
    check_refused("{{#a}}\n", "template page: line 1: a is never closed");
    check_refused("{{#a}}{{/b}}", "template page: line 1: b closes a section "
                                  "of another name");
    check_refused("\n{{/b}}", "template page: line 2: b closes nothing");
    check_refused("{{a", "template page: line 1: a tag is never closed");
    check_refused("{{{a}}", "template page: line 1: a tag is never closed");
    check_refused("{{}}", "template page: line 1: a tag has no name");
    check_refused("{{a b}}", "template page: line 1: a b a name holds a "
                             "blank");
    check_refused("{{=a=}}", "template page: line 1: a delimiters that cannot "
                             "be read");
    check_refused("{{{t.bill.left}}}", "template page: line 1: t.bill.left a "
                                       "word is always escaped");
}

static void test_set(void **state)
{
    (void)state;
    struct mustache_set *set = mustache_set_new(&arena, MUSTACHE_PLAIN);
    struct err err = { 0 };
    assert_true(mustache_add(set, STR("b"), STR("{{client}}"), &err));
    assert_true(mustache_add(set, STR("a"), STR("[{{>b}}]"), &err));
    assert_false(mustache_add(set, STR("a"), STR("x"), &err));
    assert_string_equal(err.text, "template a: added twice");
    assert_false(mustache_add(set, STR(""), STR("x"), &err));
    assert_true(mustache_ready(set, MUSTACHE_STRICT, &err));
    assert_true(mustache_has(set, STR("b")));
    assert_false(mustache_has(set, STR("c")));
    struct buf buf;
    buf_init(&buf, &arena, 100);
    struct view *view = bill(WORDS_EN);
    assert_true(mustache_render(set, STR("a"), view, MUSTACHE_STRICT, &buf,
                                &err));
    assert_str(buf_str(&buf), "[O'Hara & <Sons>]"); /* plain: not escaped */
    assert_false(mustache_render(set, STR("c"), view, MUSTACHE_STRICT, &buf,
                                 &err));
    buf_init(&buf, &arena, 5);
    assert_false(mustache_render(set, STR("a"), view, MUSTACHE_STRICT, &buf,
                                 &err));
    assert_int_equal(err.kind, ERR_EXHAUSTED);
}

/* Templates that call each other end in an error, soon. */
static void test_endless(void **state)
{
    (void)state;
    static const char *const text[] = {
        "{{>page}}", "{{>page}}{{>page}}",
        "{{<page}}{{$a}}x{{/a}}{{/page}}",
        "{{<layout}}{{$main}}{{$main}}x{{/main}}{{/main}}{{/layout}}"
    };
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        struct str page;
        struct err err = { 0 };
        assert_false(rendered(text[i], bill(WORDS_EN), MUSTACHE_STRICT, &page,
                              &err));
        assert_non_null(strstr(err.text, "too"));
    }
    struct buf buf;
    buf_init(&buf, &arena, 1 << 16);
    for (int i = 0; i <= MUSTACHE_NESTING_MAX; i++)
        buf_add(&buf, STR("{{#a}}"));
    check_refused(str_c(&arena, buf_str(&buf)),
                  "template page: line 1: a sections nest too deep");
}

static void test_mutations(void **state)
{
    (void)state;
    struct suite_random random = suite_random("mustache mutations");
    struct str seed = STR("{{<layout}}\n{{$main}}\n  <p>{{client}}</p>\n"
                          "{{#bills}}\n  {{>row}} {{{number}}}\n{{/bills}}\n"
                          "{{^error}}{{t.bill.charged}}{{/error}}{{! x }}\n"
                          "{{=<% %>=}}<%left%><%={{ }}=%>{{sent.day}}\n"
                          "{{/main}}{{/layout}}\n");
    uint32_t pages = 0;
    for (int i = 0; i < SUITE_MUTATIONS; i++) {
        struct str text = suite_mutate(&random, seed, "{}#^/>!<$=. \n");
        struct mustache_set *set = mustache_set_new(&arena, MUSTACHE_HTML);
        struct err err = { 0 };
        enum mustache_mode mode = i % 2 ? MUSTACHE_STRICT : MUSTACHE_LENIENT;
        struct buf buf;
        buf_init(&buf, &arena, (size_t)1 << 18);
        bool done = mustache_add(set, STR("page"), text, &err)
            && mustache_add(set, STR("row"), STR("{{number}}\n"), &err)
            && mustache_add(set, STR("layout"),
                            STR("a\n  {{$main}}\n    x\n  {{/main}}\n"), &err)
            && mustache_ready(set, mode, &err)
            && mustache_render(set, STR("page"), bill(WORDS_EN), mode, &buf,
                               &err);
        assert_true(done || err.text[0] != 0);
        pages += done ? 1 : 0;
        suite_free(text);
        arena_clear(&arena);
    }
    assert_true(pages > 100);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test_setup_teardown(test_values, NULL, clear),
        cmocka_unit_test_setup_teardown(test_words, NULL, clear),
        cmocka_unit_test_setup_teardown(test_layout, NULL, clear),
        cmocka_unit_test_setup_teardown(test_strict, NULL, clear),
        cmocka_unit_test_setup_teardown(test_lenient, NULL, clear),
        cmocka_unit_test_setup_teardown(test_malformed, NULL, clear),
        cmocka_unit_test_setup_teardown(test_set, NULL, clear),
        cmocka_unit_test_setup_teardown(test_endless, NULL, clear),
        cmocka_unit_test_setup_teardown(test_mutations, NULL, clear),
    };
    return cmocka_run_group_tests(test, setup, NULL);
}
