#include <stdio.h>
#include <string.h>

#include "pure.h"

#include "http/form.h"

static struct arena arena;

static int fresh(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)4 << 20);
    return 0;
}

static int gone(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static void decodes_once(void **state)
{
    (void)state;
    struct str out;
    assert_true(http_url_decode(&arena, STR("a%20b+c%2Bd%2520"), true, &out,
                                NULL));
    assert_str(out, "a b c+d%20");
    assert_true(http_url_decode(&arena, STR("a+b"), false, &out, NULL));
    assert_str(out, "a+b");
    assert_true(http_url_decode(&arena, STR("%C3%A9"), true, &out, NULL));
    assert_str(out, "\xc3\xa9");
    assert_true(http_url_decode(&arena, STR(""), true, &out, NULL));
    assert_str(out, "");
}

static void refuses_broken_escapes(void **state)
{
    (void)state;
    static const char *const bad[] = { "%",    "%1",   "a%zz",   "%%20",
                                       "%00",  "%ff",  "%c0%80", "%ed%a0%80",
                                       "%-1a", "% 20", "%f4%90%80%80" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct err err = { 0 };
        struct str out = STR("untouched");
        assert_false(
            http_url_decode(&arena, str_of(bad[i]), true, &out, &err));
        assert_int_equal(err.kind, ERR_INVALID);
        assert_str(out, "untouched");
    }
}

static void encodes_and_comes_back(void **state)
{
    (void)state;
    struct http_pair pair[2] = { { STR("a b"), STR("=&+%\xc3\xa9/?") },
                                 { STR("empty"), STR("") } };
    struct str text = http_pairs_render(&arena, pair, 2);
    assert_str(text, "a%20b=%3D%26%2B%25%C3%A9%2F%3F&empty=");
    struct http_pair *back;
    uint32_t count;
    assert_true(http_pairs_parse(&arena, text, 2, &back, &count, NULL));
    assert_int_equal(count, 2);
    assert_true(str_equal(back[0].name, pair[0].name));
    assert_true(str_equal(back[0].value, pair[0].value));
    assert_str(back[1].value, "");
}

static void parses_pairs(void **state)
{
    (void)state;
    struct http_pair *pair;
    uint32_t count;
    assert_true(
        http_pairs_parse(&arena, STR("&a&b=&=c&&a=1=2&"), 8, &pair, &count,
                         NULL));
    assert_int_equal(count, 4);
    assert_str(pair[0].name, "a");
    assert_str(pair[0].value, "");
    assert_str(pair[2].name, "");
    assert_str(pair[2].value, "c");
    assert_str(pair[3].value, "1=2");
    assert_true(http_pairs_parse(&arena, STR(""), 8, &pair, &count, NULL));
    assert_int_equal(count, 0);
}

static void bounds_the_number_of_pairs(void **state)
{
    (void)state;
    struct http_pair *pair;
    uint32_t count;
    struct err err = { 0 };
    assert_true(http_pairs_parse(&arena, STR("a&b&c"), 3, &pair, &count,
                                 &err));
    assert_false(http_pairs_parse(&arena, STR("a&b&c&d"), 3, &pair, &count,
                                  &err));
    assert_int_equal(err.kind, ERR_INVALID);
}

static void parses_cookies(void **state)
{
    (void)state;
    struct http_pair *cookie;
    uint32_t count;
    assert_true(http_cookies_parse(&arena, STR("a=b; c=d=e;f; =g;  h=\"i\""),
                                   &cookie, &count));
    assert_int_equal(count, 3);
    assert_str(cookie[1].name, "c");
    assert_str(cookie[1].value, "d=e");
    assert_str(cookie[2].value, "\"i\"");
}

#define TYPE "multipart/form-data; boundary="
#define PART(name, more)                                                     \
    "Content-Disposition: form-data; name=\"" name "\"" more

static void parses_parts(void **state)
{
    (void)state;
    struct http_parts parts;
    struct str body = STR(
        "--xx\r\n" PART("who", "") "\r\n\r\n\xc3\xa9t\xc3\xa9\r\n--not\r\n"
        "--xx\r\n" PART("file", "; filename=\"a.csv\"") "\r\n"
        "Content-Type: text/csv\r\n\r\n\0\xff\r\n\r\n"
        "--xx\r\n" PART("none", "; filename=\"\"") "\r\n\r\n\r\n"
        "--xx--\r\n");
    assert_true(
        http_parts_parse(&arena, STR(TYPE "\"xx\""), body, &parts, NULL));
    assert_int_equal(parts.field_count, 1);
    assert_str(parts.field[0].name, "who");
    assert_str(parts.field[0].value, "\xc3\xa9t\xc3\xa9\r\n--not");
    assert_int_equal(parts.file_count, 1);
    assert_str(parts.file[0].field, "file");
    assert_str(parts.file[0].file_name, "a.csv");
    assert_str(parts.file[0].content_type, "text/csv");
    assert_int_equal(parts.file[0].bytes.len, 4);
    assert_true(http_parts_parse(&arena, STR(TYPE "xx; charset=x"), body,
                                 &parts, NULL));
    assert_true(
        http_parts_parse(&arena, STR(TYPE "xx"), STR("--xx--"), &parts, NULL));
    assert_int_equal(parts.field_count, 0);
}

static void refuses_broken_parts(void **state)
{
    (void)state;
    static const struct { const char *type, *body; } bad[] = {
        { "multipart/form-data", "--xx--" },
        { TYPE, "--xx--" },
        { TYPE "\"\"", "--xx--" },
        { TYPE "a b c", "--a b c--" },
        { TYPE "xx", "" },
        { TYPE "xx", "preamble\r\n--xx--" },
        { TYPE "xx", "--xx" },
        { TYPE "xx", "--xx\r\n" },
        { TYPE "xx", "--xx\r\n\r\n--xx--" },
        { TYPE "xx", "--xx\r\n" PART("a", "") "\r\n\r\nb" },
        { TYPE "xx", "--xx\r\n" PART("a", "") "\r\nb\r\n--xx--" },
        { TYPE "xx", "--xx\r\nX: y\r\n\r\nb\r\n--xx--" },
        { TYPE "xx", "--xx\r\nno colon\r\n\r\nb\r\n--xx--" },
        { TYPE "xx", "--xx\r\nContent-Disposition: attachment\r\n\r\nb\r\n"
                     "--xx--" },
        { TYPE "xx", "--xx\r\n" PART("a", "") "\r\n" PART("b", "")
                     "\r\n\r\nb\r\n--xx--" },
        { TYPE "xx", "--xx\r\n" PART("a", "") "\r\n\r\n\xff\r\n--xx--" },
        { TYPE "xx", "--xx\r\nContent-Disposition: form-data; name=\"a\r\n"
                     "\r\nb\r\n--xx--" },
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct http_parts parts;
        struct err err = { 0 };
        if (http_parts_parse(&arena, str_of(bad[i].type), str_of(bad[i].body),
                             &parts, &err))
            fail_msg("row %zu was taken", i);
        assert_int_equal(err.kind, ERR_INVALID);
    }
}

static void bounds_the_number_of_parts(void **state)
{
    (void)state;
    for (int is_file = 0; is_file <= 1; is_file++) {
        struct buf body;
        struct http_parts parts;
        int max = is_file ? HTTP_FILES_MAX : HTTP_FORM_MAX;
        buf_init(&body, &arena, (size_t)1 << 20);
        for (int i = 0; i < max; i++)
            buf_add_c(&body, is_file
                                 ? "--x\r\n" PART("a", "; filename=\"b\"")
                                   "\r\n\r\nc\r\n"
                                 : "--x\r\n" PART("a", "") "\r\n\r\nc\r\n");
        struct str most = str_format(&arena, "%.*s--x--",
                                     STR_ARGS(buf_str(&body)));
        struct str more = str_format(&arena, "%.*s%.*s",
                                     STR_ARGS(buf_str(&body)),
                                     STR_ARGS(most));
        assert_true(
            http_parts_parse(&arena, STR(TYPE "x"), most, &parts, NULL));
        assert_false(
            http_parts_parse(&arena, STR(TYPE "x"), more, &parts, NULL));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes_once),
        cmocka_unit_test(refuses_broken_escapes),
        cmocka_unit_test(encodes_and_comes_back),
        cmocka_unit_test(parses_pairs),
        cmocka_unit_test(bounds_the_number_of_pairs),
        cmocka_unit_test(parses_cookies),
        cmocka_unit_test(parses_parts),
        cmocka_unit_test(refuses_broken_parts),
        cmocka_unit_test(bounds_the_number_of_parts),
    };
    return cmocka_run_group_tests(tests, fresh, gone);
}
