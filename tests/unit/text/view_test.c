#include "suite.h"

#include "text/json.h"
#include "text/view.h"

static struct arena arena;

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

static struct str as_json(const struct view *view)
{
    struct buf buf;
    buf_init(&buf, &arena, (size_t)1 << 20);
    view_json(view, &buf);
    return buf_str(&buf);
}

static struct day a_day(const char *iso)
{
    struct day day;
    assert_true(day_parse(str_of(iso), &day));
    return day;
}

static struct view *every_kind(enum words_language language)
{
    struct view *view = view_new(&arena, language);
    view_text(view, "name", STR("Ana <b> \"x\""));
    view_text(view, "middle", (struct str){ 0 });
    view_text_c(view, "note", "");
    view_money(view, "left", (struct money){ 123450 });
    view_day(view, "due", a_day("2026-12-15"));
    view_day(view, "never", DAY_NONE);
    struct moment moment;
    assert_true(moment_parse(STR("2026-12-15T22:12:00Z"), &moment));
    view_moment(view, "sent", moment,
                (struct wall){ a_day("2026-12-15"), 58320 });
    view_count(view, "rows", 4554);
    view_percent(view, "fee", 125000);
    view_phone(view, "call", STR("2175550100"));
    view_flag(view, "is_held", true);
    view_word(view, "state", "bill.left");
    view_absent(view, "error");
    struct view *client = view_section(view, "client");
    view_text(client, "name", STR("St. Anne"));
    struct view *bills = view_list(view, "bills");
    view_money(view_item(bills), "left", (struct money){ -5 });
    view_money(view_item(bills), "left", (struct money){ 0 });
    view_list(view, "none");
    struct view *names = view_list(view, "names");
    view_item_text(names, STR("a"));
    view_item_text(names, STR("b"));
    return view;
}

static void test_json(void **state)
{
    (void)state;
    assert_str(as_json(every_kind(WORDS_ES)),
               "{\"name\":\"Ana <b> \\\"x\\\"\",\"middle\":null,\"note\":\"\","
               "\"left\":\"1234.50\",\"due\":\"2026-12-15\",\"never\":null,"
               "\"sent\":\"2026-12-15T22:12:00Z\",\"rows\":4554,"
               "\"fee\":\"12.5\",\"call\":\"+12175550100\",\"is_held\":true,"
               "\"state\":\"bill.left\",\"error\":null,"
               "\"client\":{\"name\":\"St. Anne\"},"
               "\"bills\":[{\"left\":\"-0.05\"},{\"left\":\"0.00\"}],"
               "\"none\":[],\"names\":[\"a\",\"b\"]}\n");
}

static void test_shown(void **state)
{
    (void)state;
    const struct view *view = every_kind(WORDS_ES);
    assert_str(view_shown(view, "left"), "$1,234.50");
    assert_str(view_shown(view, "due"), "15 de diciembre de 2026");
    assert_str(view_shown(view, "never"), "");
    assert_str(view_shown(view, "sent"),
               "15 de diciembre de 2026, 4:12 p.m.");
    assert_str(view_shown(view, "rows"), "4,554");
    assert_str(view_shown(view, "fee"), "12.5%");
    assert_str(view_shown(view, "call"), "(217) 555-0100");
    assert_str(view_shown(view, "state"), "Lo que falta");
    assert_str(view_shown(view, "client.name"), "St. Anne");
    assert_null(view_shown(view, "client.nobody").at);
    assert_null(view_find(view, "client.name.x"));
    assert_str(view_shown(every_kind(WORDS_EN), "due"), "December 15, 2026");
}

static void test_only_page(void **state)
{
    (void)state;
    struct view *view = view_new(&arena, WORDS_EN);
    view_text(view, "a", STR("1"));
    view_text(view, "token", STR("secret"));
    view_only_page(view);
    struct view *form = view_section(view, "form");
    view_only_page(view);
    view_text(form, "label", STR("x"));
    struct view *list = view_list(view, "list");
    view_item_text(list, STR("kept"));
    view_item_text(list, STR("dropped"));
    view_only_page(list);
    assert_str(as_json(view), "{\"a\":\"1\",\"list\":[\"kept\"]}\n");
    assert_str(view_shown(view, "token"), "secret");
    assert_str(view_shown(view, "form.label"), "x");
}

static void test_percent(void **state)
{
    (void)state;
    struct view *view = view_new(&arena, WORDS_EN);
    view_percent(view, "a", 0);
    view_percent(view, "b", -2500);
    view_percent(view, "c", 1);
    view_percent(view, "d", 1000000);
    view_percent(view, "e", -125000);
    assert_str(as_json(view), "{\"a\":\"0\",\"b\":\"-0.25\",\"c\":\"0.0001\","
                              "\"d\":\"100\",\"e\":\"-12.5\"}\n");
}

/* Out of memory is no crash; the arena remembers it. */
static void test_exhausted(void **state)
{
    (void)state;
    struct arena small;
    for (size_t limit = 0; limit < 20000; limit += 1111) {
        arena_init(&small, limit);
        struct view *view = view_new(&small, WORDS_EN);
        struct view *list = view_list(view, "list");
        for (int i = 0; i < 200; i++) {
            struct view *item = view_item(list);
            view_text(item, "a", STR("x"));
            view_section(view_section(item, "b"), "c");
        }
        view_only_page(view);
        assert_true(small.exhausted);
        struct buf buf;
        buf_init(&buf, &arena, (size_t)1 << 20);
        view_json(view, &buf);
        const struct json *root;
        assert_true(json_parse(&arena, buf_str(&buf), &root, NULL));
        arena_clear(&small);
    }
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_shown),
        cmocka_unit_test(test_only_page),
        cmocka_unit_test(test_percent),
        cmocka_unit_test(test_exhausted),
    };
    return cmocka_run_group_tests(test, setup, teardown);
}
