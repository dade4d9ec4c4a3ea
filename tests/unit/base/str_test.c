#include "test.h"

static const struct str absent = { 0 };

static void absent_is_not_empty(void **state)
{
    (void)state;
    assert_null(str_of(NULL).at);
    assert_non_null(str_of("").at);
    assert_false(str_equal(absent, STR("")));
    assert_true(str_equal(absent, absent));
    assert_false(str_equal_fold(absent, STR("")));
    assert_true(str_compare(absent, STR("")) < 0);
    assert_true(str_compare(STR(""), absent) > 0);
    assert_int_equal(str_compare(absent, absent), 0);
    assert_false(str_starts(absent, STR("")));
    assert_false(str_ends(STR("a"), absent));
    assert_int_equal(str_find(absent, STR("")), SIZE_MAX);
    assert_int_equal(str_trim(absent).len, 0);
    assert_null(str_part(absent, 1, 2).at);
    char text[8];
    snprintf(text, sizeof text, "[%.*s]", STR_ARGS(absent));
    assert_string_equal(text, "[]");
}

static void equal_and_order(void **state)
{
    (void)state;
    assert_true(str_is(STR("abc"), "abc"));
    assert_false(str_is(STR("abc"), "abC"));
    assert_false(str_is(STR("ab"), "abc"));
    assert_true(str_equal_fold(STR("AbC"), STR("aBc")));
    assert_false(str_equal_fold(STR("\xC3\x84"), STR("\xC3\xA4")));
    assert_false(str_equal_fold(STR("@"), STR("`")));
    assert_false(str_equal_fold(STR("["), STR("{")));
    assert_true(str_compare(STR("a"), STR("ab")) < 0);
    assert_true(str_compare(STR("b"), STR("ab")) > 0);
    assert_true(str_compare(STR("\xFF"), STR("a")) > 0); /* unsigned */
    assert_true(str_starts(STR("abc"), STR("ab")));
    assert_true(str_starts(STR("abc"), STR("")));
    assert_false(str_starts(STR("ab"), STR("abc")));
    assert_true(str_ends(STR("abc"), STR("bc")));
    assert_false(str_ends(STR("abc"), STR("ab")));
    assert_false(str_ends(STR("c"), STR("bc")));
}

static void parts_and_places(void **state)
{
    (void)state;
    ASSERT_STR(str_trim(STR(" \t\r\n a b \v\f")), "a b");
    ASSERT_STR(str_trim(STR("   ")), "");
    ASSERT_STR(str_part(STR("hello"), 1, 3), "ell");
    ASSERT_STR(str_part(STR("hello"), 3, 99), "lo");
    ASSERT_STR(str_part(STR("hello"), 99, 1), "");
    ASSERT_STR(str_part(STR("hello"), 2, SIZE_MAX), "llo");
    assert_int_equal(str_find_byte(STR("a,b,c"), ',', 0), 1);
    assert_int_equal(str_find_byte(STR("a,b,c"), ',', 2), 3);
    assert_int_equal(str_find_byte(STR("a,b,c"), ',', 4), 5);
    assert_int_equal(str_find_byte(STR("a,b,c"), ',', 99), 5);
    assert_int_equal(str_find(STR("banana"), STR("nan")), 2);
    assert_int_equal(str_find(STR("banana"), STR("nab")), SIZE_MAX);
    assert_int_equal(str_find(STR("banana"), STR("")), 0);
    assert_int_equal(str_find(STR("an"), STR("banana")), SIZE_MAX);
    assert_int_equal(str_find(STR("a\0b"), STR("\0b")), 1);

    struct str head, tail;
    assert_true(str_cut(STR("a=b=c"), '=', &head, &tail));
    ASSERT_STR(head, "a");
    ASSERT_STR(tail, "b=c");
    assert_true(str_cut(STR("a="), '=', &head, &tail));
    ASSERT_STR(tail, "");
    assert_false(str_cut(STR("abc"), '=', &head, &tail));
    ASSERT_STR(head, "abc");
    assert_null(tail.at);
    assert_false(str_cut(absent, '=', &head, &tail));
}

static void numbers_are_read_whole(void **state)
{
    (void)state;
    int64_t n = 77;
    assert_true(str_to_int64(STR("9223372036854775807"), &n));
    assert_int_equal(n, INT64_MAX);
    assert_true(str_to_int64(STR("-9223372036854775808"), &n));
    assert_int_equal(n, INT64_MIN);
    assert_true(str_to_int64(STR("-0"), &n));
    assert_int_equal(n, 0);
    assert_true(str_to_int64(STR("00042"), &n));
    assert_int_equal(n, 42);
    static const char *const bad[] = {
        "", "-", "+1", " 1", "1 ", "1.0", "0x1", "9223372036854775808",
        "-9223372036854775809", "99999999999999999999", "1e3", "--1", "1-",
    };
    n = 77;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (str_to_int64(str_of(bad[i]), &n))
            fail_msg("\"%s\"", bad[i]);
    assert_false(str_to_int64(absent, &n));
    assert_int_equal(n, 77);
}

static void utf8_is_strict(void **state)
{
    (void)state;
    static const char *const good[] = {
        "", "abc", "\xC3\xB1", "\xE2\x82\xAC", "\xF0\x9F\x99\x82",
        "\xEF\xBF\xBF", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF", "\xEE\x80\x80",
        "\xC2\x80", "\xE0\xA0\x80", "\xF0\x90\x80\x80",
    };
    static const char *const bad[] = {
        "\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xE0\x9F\xBF",
        "\xED\xA0\x80", "\xED\xBF\xBF", "\xF0\x80\x80\x80",
        "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF",
        "\xC3", "\xE2\x82", "\xF0\x9F\x99", "a\xC3", "\xC3(", "\xE2(\xAC",
        "\xE2\x82(", "\xF0\x9F\x99(",
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(str_is_utf8(str_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (str_is_utf8(str_of(bad[i])))
            fail_msg("bad[%zu] was taken", i);
    assert_false(str_is_utf8(STR("a\0b")));
    assert_true(str_is_utf8(absent));
}

/* Every code point, encoded here by arithmetic, is good; surrogates not. */
static void all_code_points(void **state)
{
    (void)state;
    for (uint32_t c = 0x800; c <= 0x110000; c++) {
        unsigned char b[4];
        size_t len = 0;
        if (c >= 0x10000) {
            b[len++] = (unsigned char)(0xF0 | c >> 18);
            b[len++] = (unsigned char)(0x80 | (c >> 12 & 0x3F));
        } else {
            b[len++] = (unsigned char)(0xE0 | c >> 12);
        }
        b[len++] = (unsigned char)(0x80 | (c >> 6 & 0x3F));
        b[len++] = (unsigned char)(0x80 | (c & 0x3F));
        bool is_good = c < 0x110000 && !(c >= 0xD800 && c < 0xE000);
        struct str s = { (const char *)b, len };
        if (str_is_utf8(s) != is_good)
            fail_msg("U+%04" PRIX32, c);
        s.len--;
        assert_false(str_is_utf8(s));
    }
}

static void distance_is_capped(void **state)
{
    (void)state;
    assert_int_equal(str_distance(STR("kitten"), STR("sitting"), 5), 3);
    assert_int_equal(str_distance(STR("kitten"), STR("sitting"), 2), 3);
    assert_int_equal(str_distance(STR("kitten"), STR("sitting"), 0), 1);
    assert_int_equal(str_distance(STR("same"), STR("same"), 0), 0);
    assert_int_equal(str_distance(STR(""), STR("abc"), 9), 3);
    assert_int_equal(str_distance(STR("abc"), STR(""), 9), 3);
    assert_int_equal(str_distance(absent, STR("abc"), 9), 3);
    char longest[65];
    memset(longest, 'a', sizeof longest);
    assert_int_equal(str_distance((struct str){ longest, 64 },
                                  (struct str){ longest, 63 }, 5), 1);
    assert_int_equal(str_distance((struct str){ longest, 65 },
                                  (struct str){ longest, 65 }, 5), 6);
}

static void copies_are_terminated(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct str part = str_part(STR("abcdef"), 1, 3);
    struct str copy = str_copy(&arena, part);
    ASSERT_STR(copy, "bcd");
    assert_int_equal(copy.at[3], '\0');
    assert_null(str_copy(&arena, absent).at);
    assert_string_equal(str_c(&arena, part), "bcd");
    assert_string_equal(str_c(&arena, absent), "");
    ASSERT_STR(str_lower(&arena, STR("AZaz@[\xC3\x84")), "azaz@[\xC3\x84");
    ASSERT_STR(str_format(&arena, "%d-%s", 5, "x"), "5-x");
    ASSERT_STR(str_format(&arena, "%s", ""), "");
    arena_clear(&arena);

    arena_init(&arena, 0);
    assert_null(str_copy(&arena, part).at);
    assert_string_equal(str_c(&arena, part), "");
    assert_null(str_lower(&arena, part).at);
    assert_null(str_format(&arena, "%d", 1).at);
    assert_null(hex_of(&arena, part).at);
    assert_true(arena.exhausted);
}

static void bufs_grow_to_their_maximum(void **state)
{
    (void)state;
    struct arena arena;
    struct buf buf;
    arena_init(&arena, 1 << 20);
    buf_init(&buf, &arena, 1000);
    ASSERT_STR(buf_str(&buf), "");
    buf_add_c(&buf, "a");
    buf_add_byte(&buf, ',');
    buf_add_int(&buf, INT64_MIN);
    buf_add_format(&buf, ",%03d", 7);
    buf_add(&buf, absent);
    buf_add(&buf, STR(""));
    buf_add_format(&buf, "%s", "");
    ASSERT_STR(buf_str(&buf), "a,-9223372036854775808,007");
    while (buf.len < 1000)
        buf_add_byte(&buf, 'x');
    assert_false(buf.failed);
    assert_int_equal(buf_str(&buf).len, 1000);
    assert_int_equal(buf_str(&buf).at[999], 'x');
    buf_add(&buf, STR(""));
    assert_false(buf.failed);
    buf_add_byte(&buf, 'y');
    assert_true(buf.failed);
    assert_null(buf_str(&buf).at);
    buf_add_c(&buf, "");
    assert_true(buf.failed);

    buf_init(&buf, &arena, 3);
    buf_add_format(&buf, "%d", 12345);
    assert_true(buf.failed);
    buf_init(&buf, &arena, 0);
    assert_false(buf.failed);
    buf_add_byte(&buf, 'x');
    assert_true(buf.failed);
    arena_clear(&arena);

    arena_init(&arena, 5000);
    buf_init(&buf, &arena, 1 << 20);
    while (!buf.failed)
        buf_add_c(&buf, "0123456789");
    assert_true(arena.exhausted);
    assert_true(buf.len <= 5000);
    arena_clear(&arena);
}

static void two_bufs_in_one_arena_do_not_mix(void **state)
{
    (void)state;
    struct arena arena;
    struct buf a, b;
    arena_init(&arena, 1 << 20);
    buf_init(&a, &arena, 1 << 16);
    buf_init(&b, &arena, 1 << 16);
    for (int i = 0; i < 5000; i++) {
        buf_add_byte(&a, 'a');
        buf_add_c(&b, "bb");
    }
    buf_add(&a, buf_str(&a)); /* itself */
    assert_int_equal(buf_str(&a).len, 10000);
    assert_int_equal(buf_str(&b).len, 10000);
    for (size_t i = 0; i < 10000; i++) {
        assert_int_equal(a.at[i], 'a');
        assert_int_equal(b.at[i], 'b');
    }
    arena_clear(&arena);
}

static void hex_goes_both_ways(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    char all[256];
    for (int i = 0; i < 256; i++)
        all[i] = (char)i;
    struct str bytes = { all, sizeof all }, back;
    struct str hex = hex_of(&arena, bytes);
    assert_int_equal(hex.len, 512);
    assert_memory_equal(hex.at, "00010203", 8);
    assert_true(hex_to(&arena, hex, &back));
    assert_true(str_equal(back, bytes));
    assert_true(hex_to(&arena, STR("DeadBEEF"), &back));
    ASSERT_STR(hex_of(&arena, back), "deadbeef");
    assert_true(hex_to(&arena, STR(""), &back));
    assert_int_equal(back.len, 0);
    assert_false(hex_to(&arena, STR("abc"), &back));
    assert_false(hex_to(&arena, STR("0g"), &back));
    assert_false(hex_to(&arena, STR("0 "), &back));
    assert_false(hex_to(&arena, absent, &back));
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(absent_is_not_empty),
        cmocka_unit_test(equal_and_order),
        cmocka_unit_test(parts_and_places),
        cmocka_unit_test(numbers_are_read_whole),
        cmocka_unit_test(utf8_is_strict),
        cmocka_unit_test(all_code_points),
        cmocka_unit_test(distance_is_capped),
        cmocka_unit_test(copies_are_terminated),
        cmocka_unit_test(bufs_grow_to_their_maximum),
        cmocka_unit_test(two_bufs_in_one_arena_do_not_mix),
        cmocka_unit_test(hex_goes_both_ways),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
