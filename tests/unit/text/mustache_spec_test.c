#include "suite.h"

#include "text/json.h"
#include "text/mustache.h"
#include "text/view_node.h"

/* The official specification: 136 core cases and those of inheritance. */

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

/* A view entry from JSON.  The specification shows numbers as they are
 * written, so they become text. */
static struct view *from_json(const struct json *node, struct view_root *root)
{
    struct view *view = arena_new(&arena, struct view);
    assert_non_null(view);
    view->root = root;
    view->name = node->key;
    switch (node->kind) {
    case JSON_FLAG:
        view->kind = VIEW_FLAG;
        view->number = node->flag;
        break;
    case JSON_INT:
    case JSON_DIGITS:
    case JSON_TEXT:
        view->kind = VIEW_TEXT;
        view->text = node->text;
        break;
    case JSON_LIST:
    case JSON_OBJECT:
        view->kind = node->kind == JSON_LIST ? VIEW_LIST : VIEW_SECTION;
        json_each(child, node) {
            struct view *inner = from_json(child, root);
            if (view->last)
                view->last->next = inner;
            else
                view->first = inner;
            view->last = inner;
            view->count++;
        }
        break;
    case JSON_NULL:
    case JSON_ABSENT:
        view->kind = VIEW_ABSENT;
        break;
    }
    return view;
}

static bool run_case(const struct json *test)
{
    struct view_root root = { .arena = &arena, .language = WORDS_EN };
    struct mustache_set *set = mustache_set_new(&arena, MUSTACHE_HTML);
    struct err err = { 0 };
    struct view *view = from_json(json_get(test, STR("data")), &root);
    bool done = mustache_add(set, STR("the template"),
                             json_get(test, STR("template"))->text, &err);
    json_each(partial, json_get(test, STR("partials")))
        done = done && mustache_add(set, partial->key, partial->text, &err);
    done = done && mustache_ready(set, MUSTACHE_LENIENT, &err);
    struct buf buf;
    buf_init(&buf, &arena, 1 << 16);
    done = done && mustache_render(set, STR("the template"), view,
                                   MUSTACHE_LENIENT, &buf, &err);
    struct str wanted = json_get(test, STR("expected"))->text;
    struct str got = buf_str(&buf);
    if (done && (str_equal(got, wanted) || (got.len == 0 && wanted.len == 0)))
        return true;
    print_message("FAILED %.*s: got <%.*s> wanted <%.*s> %s\n",
                  STR_ARGS(json_get(test, STR("name"))->text), STR_ARGS(got),
                  STR_ARGS(wanted), err.text);
    return false;
}

static uint32_t run_file(const char *name, uint32_t *failed)
{
    char inner[200];
    snprintf(inner, sizeof inner, "conformance/mustache/%s.json", name);
    struct str bytes = suite_file(&arena, inner);
    const struct json *root;
    struct err err = { 0 };
    if (!json_parse(&arena, bytes, &root, &err))
        fail_msg("%s: %s", inner, err.text);
    uint32_t count = 0;
    json_each(test, json_get(root, STR("tests"))) {
        *failed += run_case(test) ? 0 : 1;
        count++;
    }
    return count;
}

static void test_core(void **state)
{
    (void)state;
    uint32_t failed = 0;
    uint32_t count = 0;
    count += run_file("comments", &failed);
    count += run_file("delimiters", &failed);
    count += run_file("interpolation", &failed);
    count += run_file("inverted", &failed);
    count += run_file("partials", &failed);
    count += run_file("sections", &failed);
    assert_int_equal(failed, 0);
    assert_int_equal(count, 136);
}

static void test_inheritance(void **state)
{
    (void)state;
    uint32_t failed = 0;
    uint32_t count = run_file("~inheritance", &failed);
    assert_int_equal(failed, 0);
    assert_true(count >= 27);
}

int main(void)
{
    if (!suite_has("conformance/mustache"))
        return 77;
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_core),
        cmocka_unit_test(test_inheritance),
    };
    return cmocka_run_group_tests(test, setup, teardown);
}
