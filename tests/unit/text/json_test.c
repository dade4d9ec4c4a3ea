#include "suite.h"

#include <dirent.h>

#include "text/json.h"

static struct arena arena;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)256 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

/* Refused on purpose: a key given twice, U+0000, a scalar at the top. */
static const char *const refused[] = {
    "y_object_duplicated_key.json", "y_object_duplicated_key_and_value.json",
    "y_object_escaped_null_in_key.json", "y_string_null_escape.json",
    "y_structure_lonely_false.json", "y_structure_lonely_int.json",
    "y_structure_lonely_negative_real.json", "y_structure_lonely_null.json",
    "y_structure_lonely_string.json", "y_structure_lonely_true.json",
    "y_structure_string_empty.json", "y_string_space.json"
};

static bool is_refused_on_purpose(const char *name)
{
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        if (strcmp(name, refused[i]) == 0)
            return true;
    return false;
}

static void test_conformance(void **state)
{
    (void)state;
    char folder[512];
    snprintf(folder, sizeof folder,
             "%s/conformance/JSONTestSuite/test_parsing", suite_data());
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    uint32_t accepted = 0;
    uint32_t wrong = 0;
    uint32_t seen = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        char inner[600];
        snprintf(inner, sizeof inner,
                 "conformance/JSONTestSuite/test_parsing/%s", entry->d_name);
        struct str bytes = suite_file(&arena, inner);
        const struct json *root = NULL;
        struct err err = { 0 };
        bool done = json_parse(&arena, bytes, &root, &err);
        assert_true(done || err.text[0] != 0);
        bool should = entry->d_name[0] == 'y'
                      && !is_refused_on_purpose(entry->d_name);
        if (entry->d_name[0] != 'i' && done != should) {
            print_message("wrong: %s (%s)\n", entry->d_name, err.text);
            wrong++;
        }
        accepted += entry->d_name[0] == 'y' && done ? 1 : 0;
        seen++;
        arena_clear(&arena);
    }
    closedir(dir);
    assert_int_equal(wrong, 0);
    assert_int_equal(seen, 318);
    assert_int_equal(accepted, 95 - 12);
}

static const struct json *parsed(const char *text)
{
    const struct json *root = NULL;
    struct err err = { 0 };
    if (!json_parse(&arena, str_of(text), &root, &err))
        fail_msg("%s: %s", text, err.text);
    return root;
}

static void test_numbers(void **state)
{
    (void)state;
    const struct json *root = parsed(
        "{\"a\":9007199254740993,\"b\":12.34,\"c\":-9223372036854775808,"
        "\"d\":9223372036854775808,\"e\":1e400,\"f\":\"5.5\",\"g\":0.005,"
        "\"h\":-0,\"i\":1.10}");
    int64_t number = 0;
    struct money money = { 0 };
    assert_true(json_int(json_get(root, STR("a")), &number));
    assert_int_equal(number, INT64_C(9007199254740993));
    assert_false(json_int(json_get(root, STR("b")), &number));
    assert_str(json_get(root, STR("b"))->text, "12.34");
    assert_true(json_money(json_get(root, STR("b")), &money));
    assert_int_equal(money.cents, 1234);
    assert_true(json_int(json_get(root, STR("c")), &number));
    assert_true(number == INT64_MIN);
    assert_int_equal(json_get(root, STR("d"))->kind, JSON_DIGITS);
    assert_str(json_get(root, STR("d"))->text, "9223372036854775808");
    assert_false(json_money(json_get(root, STR("e")), &money));
    assert_false(json_money_round(json_get(root, STR("e")), &money));
    assert_true(json_money(json_get(root, STR("f")), &money));
    assert_int_equal(money.cents, 550);
    assert_false(json_money(json_get(root, STR("g")), &money));
    assert_true(json_money_round(json_get(root, STR("g")), &money));
    assert_int_equal(money.cents, 1);
    assert_true(json_int(json_get(root, STR("h")), &number));
    assert_int_equal(number, 0);
    assert_str(json_get(root, STR("i"))->text, "1.10");
}

static void test_access(void **state)
{
    (void)state;
    const struct json *root = parsed(
        "[{\"k\":\"\\u00e9\\ud834\\udd1e\\n\",\"on\":true,\"day\":"
        "\"2026-02-28\",\"bad\":\"2026-02-30\",\"none\":null},[1,2]]");
    const struct json *first = json_at(root, 0);
    struct str text;
    struct day day;
    bool flag = false;
    assert_true(json_text(json_get(first, STR("k")), &text));
    assert_str(text, "é\xF0\x9D\x84\x9E\n");
    assert_true(json_flag(json_get(first, STR("on")), &flag));
    assert_true(flag);
    assert_true(json_day(json_get(first, STR("day")), &day));
    assert_false(json_day(json_get(first, STR("bad")), &day));
    assert_int_equal(json_get(first, STR("none"))->kind, JSON_NULL);
    /* Look-ups chain over what is not there. */
    assert_int_equal(json_get(json_get(first, STR("x")), STR("y"))->kind,
                     JSON_ABSENT);
    assert_int_equal(json_at(json_at(root, 1), 2)->kind, JSON_ABSENT);
    assert_int_equal(json_at(json_at(root, 1), 1)->number, 2);
    assert_int_equal(json_get(json_at(root, 1), STR("k"))->kind, JSON_ABSENT);
}

static void check_refused(const char *text, const char *words)
{
    const struct json *root = NULL;
    struct err err = { 0 };
    assert_false(json_parse(&arena, str_of(text), &root, &err));
    assert_null(root);
    assert_int_equal(err.kind, ERR_INVALID);
    assert_string_equal(err.text, words);
}

static void test_refusals(void **state)
{
    (void)state;
    check_refused("{\"a\":1,\n \"a\":2}",
                  "line 2, column 6: a key is given twice");
    check_refused("[1,\n 01]",
                  "line 2, column 4: a number may not start with 0");
    check_refused("[\"\\ud834\"]",
                  "line 1, column 3: half of a surrogate pair in a text");
    check_refused("[\"\\u0000\"]", "line 1, column 3: U+0000 in a text");
    check_refused("7", "line 1, column 1: expected { or [ at the start");
    check_refused("[1] x", "line 1, column 5: nothing may follow the end of "
                           "the value");
    check_refused("[\"abc]", "line 1, column 2: the quote that opens here is "
                             "never closed");
    check_refused("[\"a\\", "line 1, column 2: the quote that opens here is "
                            "never closed");
    check_refused("[", "line 1, column 2: the text ends too early");

    /* Many keys take the sorted way. */
    struct buf buf;
    buf_init(&buf, &arena, 1 << 16);
    buf_add_byte(&buf, '{');
    for (int i = 0; i < 500; i++)
        buf_add_format(&buf, "\"k%d\":%d,", i, i);
    struct str many = buf_str(&buf);
    const struct json *root = NULL;
    struct err err = { 0 };
    struct str good = str_format(&arena, "%.*s\"z\":0}", STR_ARGS(many));
    struct str bad = str_format(&arena, "%.*s\"k77\":0}", STR_ARGS(many));
    assert_true(json_parse(&arena, good, &root, &err));
    assert_int_equal(root->count, 501);
    assert_false(json_parse(&arena, bad, &root, &err));
}

static void test_depth(void **state)
{
    (void)state;
    char deep[200];
    for (int depth = JSON_DEPTH_MAX; depth <= JSON_DEPTH_MAX + 1; depth++) {
        memset(deep, '[', (size_t)depth);
        memset(deep + depth, ']', (size_t)depth);
        const struct json *root = NULL;
        struct str text = { deep, 2 * (size_t)depth };
        assert_int_equal(json_parse(&arena, text, &root, NULL),
                         depth == JSON_DEPTH_MAX);
    }
}

static void write_tree(struct json_out *out, const struct json *node)
{
    if (node->kind == JSON_TEXT)
        json_out_text(out, node->text);
    else if (node->kind == JSON_INT)
        json_out_int(out, node->number);
    else if (node->kind == JSON_DIGITS)
        json_out_digits(out, node->text);
    else if (node->kind == JSON_FLAG)
        json_out_flag(out, node->flag);
    else if (node->kind == JSON_NULL)
        json_out_null(out);
    bool is_object = node->kind == JSON_OBJECT;
    if (!is_object && node->kind != JSON_LIST)
        return;
    if (is_object)
        json_out_object(out);
    else
        json_out_list(out);
    json_each(child, node) {
        if (is_object)
            json_out_key(out, child->key);
        write_tree(out, child);
    }
    if (is_object)
        json_out_object_end(out);
    else
        json_out_list_end(out);
}

static struct str written(const struct json *node)
{
    struct buf buf;
    struct json_out out;
    buf_init(&buf, &arena, (size_t)4 << 20);
    json_out_init(&out, &buf);
    write_tree(&out, node);
    return buf_str(&buf);
}

static void test_round_trip(void **state)
{
    (void)state;
    static const char text[] =
        "{\"a\":[1,-2,3.50,1E+5,true,false,null,{},[]],\"é\\u0001\":\"\\\"\\\\"
        "\\n\\r\\t\\u007f/\",\"n\":{\"o\":[[],[{}]]}}";
    struct str once = written(parsed(text));
    struct str twice = written(parsed(str_c(&arena, once)));
    assert_true(str_equal(once, twice));
    assert_str(once, "{\"a\":[1,-2,3.50,1E+5,true,false,null,{},[]],"
                     "\"é\\u0001\":\"\\\"\\\\\\n\\r\\t\\u007f/\","
                     "\"n\":{\"o\":[[],[{}]]}}");

    struct str bytes = suite_file(&arena,
                                  "conformance/naughty-strings/blns.json");
    const struct json *list;
    const struct json *again;
    assert_true(json_parse(&arena, bytes, &list, NULL));
    assert_true(json_parse(&arena, written(list), &again, NULL));
    assert_int_equal(list->count, again->count);
    const struct json *other = again->first;
    json_each(item, list) {
        assert_true(str_equal(item->text, other->text));
        other = other->next;
    }
}

static void test_writer(void **state)
{
    (void)state;
    struct buf buf;
    struct json_out out;
    buf_init(&buf, &arena, 4096);
    json_out_init(&out, &buf);
    json_out_list(&out);
    json_out_text(&out, STR("a\xFF\xC3(\xED\xA0\x80"));
    json_out_text(&out, (struct str){ 0 });
    json_out_money(&out, (struct money){ -5 });
    json_out_day(&out, DAY_NONE);
    json_out_moment(&out, (struct moment){ 1000000 });
    json_out_int(&out, INT64_MIN);
    json_out_list_end(&out);
    assert_str(buf_str(&buf),
               "[\"a\xEF\xBF\xBD\xEF\xBF\xBD(\xEF\xBF\xBD\xEF\xBF\xBD"
               "\xEF\xBF\xBD\",null,\"-0.05\",null,\"1970-01-01T00:00:01Z\","
               "-9223372036854775808]");
}

static void test_mutations(void **state)
{
    (void)state;
    struct suite_random random = suite_random("json mutations");
    struct str seed = STR("{\"a\":[1,-2.5e3,\"x\\u00e9\\ud834\\udd1e\\n\",true"
                          ",null],\"b\":{\"c\":\"\xC3\xA9\",\"d\":[[{}]]}}");
    for (int i = 0; i < SUITE_MUTATIONS; i++) {
        struct str text = suite_mutate(&random, seed, "{}[]\",:\\u0");
        const struct json *root = NULL;
        struct err err = { 0 };
        if (json_parse(&arena, text, &root, &err)) {
            struct str once = written(root);
            const struct json *again = NULL;
            assert_true(json_parse(&arena, once, &again, &err));
            assert_true(str_equal(once, written(again)));
        } else {
            assert_true(err.text[0] != 0);
        }
        suite_free(text);
        arena_clear(&arena);
    }
}

int main(void)
{
    if (!suite_has("conformance/JSONTestSuite"))
        return 77;
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_conformance),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_access),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_depth),
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_writer),
        cmocka_unit_test(test_mutations),
    };
    return cmocka_run_group_tests(test, setup, teardown);
}
