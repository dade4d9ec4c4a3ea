#include "suite.h"

#include "text/escape.h"
#include "text/json.h"

static struct arena arena;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)64 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

typedef void escape_fn(struct buf *buf, struct str text);

static struct str escaped(escape_fn *escape, struct str text)
{
    struct buf buf;
    buf_init(&buf, &arena, (size_t)1 << 20);
    escape(&buf, text);
    return buf_str(&buf);
}

static void test_html(void **state)
{
    (void)state;
    assert_str(escaped(escape_html, STR("<a href=\"x\" b='y'>&amp;")),
               "&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;amp;");
    assert_str(escaped(escape_html, STR("José ñ \xF0\x9F\x98\x80")),
               "José ñ \xF0\x9F\x98\x80");
    assert_str(escaped(escape_html, STR("a\0b\xFF<\xC3")),
               "a\xEF\xBF\xBD" "b\xEF\xBF\xBD&lt;\xEF\xBF\xBD");
    assert_str(escaped(escape_html, STR("")), "");
    assert_str(escaped(escape_html, (struct str){ 0 }), "");
}

static void test_url(void **state)
{
    (void)state;
    assert_str(escaped(escape_url, STR("aZ09-._~")), "aZ09-._~");
    assert_str(escaped(escape_url, STR("a b&c=/?#%+é\n")),
               "a%20b%26c%3D%2F%3F%23%25%2B%C3%A9%0A");
}

static void test_utf8(void **state)
{
    (void)state;
    static const struct { const char *in; size_t len; } row[] = {
        { "a", 1 }, { "\xC3\xA9", 2 }, { "\xE2\x82\xAC", 3 },
        { "\xF0\x9F\x98\x80", 4 }, { "\xF4\x8F\xBF\xBF", 4 },
        { "\x80", 0 }, { "\xC0\x80", 0 }, { "\xC1\xBF", 0 },
        { "\xE0\x9F\xBF", 0 }, { "\xED\xA0\x80", 0 }, { "\xF0\x8F\xBF\xBF", 0 },
        { "\xF4\x90\x80\x80", 0 }, { "\xF5\x80\x80\x80", 0 }, { "\xC3", 0 },
        { "\xE2\x82", 0 }, { "\xF0\x9F\x98", 0 }, { "\xC3(", 0 }
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        assert_int_equal(escape_utf8_len(str_of(row[i].in), 0), row[i].len);
    assert_str(escaped(escape_utf8, STR("a\xC3(é\0")),
               "a\xEF\xBF\xBD(é\xEF\xBF\xBD");
}

/* None of what may break a page is left, and taking the entities back gives
 * the same text. */
static void check_harmless(struct str text)
{
    struct str safe = escaped(escape_html, text);
    struct buf back;
    buf_init(&back, &arena, (size_t)1 << 20);
    static const struct { const char *entity; char byte; } known[] = {
        { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' },
        { "&quot;", '"' }, { "&#39;", '\'' }
    };
    for (size_t i = 0; i < safe.len;) {
        char byte = safe.at[i];
        assert_null(byte == 0 ? "NUL" : strchr("<>\"'", byte));
        if (byte != '&') {
            buf_add_byte(&back, byte);
            i++;
            continue;
        }
        size_t k = 0;
        struct str rest = str_part(safe, i, SIZE_MAX);
        while (k < 5 && !str_starts(rest, str_of(known[k].entity)))
            k++;
        assert_true(k < 5);
        buf_add_byte(&back, known[k].byte);
        i += strlen(known[k].entity);
    }
    assert_true(str_equal(buf_str(&back), text) || text.len == 0);
}

static void test_naughty_strings(void **state)
{
    (void)state;
    struct str bytes = suite_file(&arena,
                                  "conformance/naughty-strings/blns.json");
    const struct json *list;
    assert_true(json_parse(&arena, bytes, &list, NULL));
    assert_true(list->count > 400);
    json_each(item, list)
        check_harmless(item->text);
}

int main(void)
{
    if (!suite_has("conformance/naughty-strings"))
        return 77;
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_html),
        cmocka_unit_test(test_url),
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_naughty_strings),
    };
    return cmocka_run_group_tests(test, setup, teardown);
}
