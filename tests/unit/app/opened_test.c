/* Is a bill that was just read said once, and never forgotten too soon? */
#include "house.h"

#include "app/opened.h"

static struct moment at(int64_t seconds)
{
    return moment_from_seconds(1800000000 + seconds);
}

static void said_once_for_a_while(void **state)
{
    struct arena arena;
    (void)state;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    struct app_opens *opens = app_opens_open(&arena);
    assert_non_null(opens);
    struct str ana = STR("ana"), luis = STR("luis");
    struct str one = STR("6b06ed51a3a673272f3c1af58be927a8");
    struct str two = STR("6b06ed51a3a673272f3c1af58be927a9");
    assert_false(app_opens_has(opens, ana, one, at(0)));
    app_opens_note(opens, ana, one, at(0));
    assert_true(app_opens_has(opens, ana, one, at(0)));
    assert_true(app_opens_has(opens, ana, one, at(APP_OPENED_SECONDS - 1)));
    assert_false(app_opens_has(opens, ana, one, at(APP_OPENED_SECONDS)));
    assert_false(app_opens_has(opens, ana, one, at(-1))); /* a clock set back */
    assert_false(app_opens_has(opens, luis, one, at(0)));
    assert_false(app_opens_has(opens, ana, two, at(0)));
    app_opens_close(opens);
    arena_clear(&arena);
}

/* Whatever takes over a place, nobody is taken for somebody else. */
static void never_somebody_else(void **state)
{
    struct arena arena;
    (void)state;
    arena_init(&arena, ARENA_JOB_BYTES);
    struct app_opens *opens = app_opens_open(&arena);
    for (int i = 0; i < 20000; i++) {
        struct str who = str_format(&arena, "user%d", i % 40);
        struct str ref = str_format(&arena, "%032x", i);
        assert_false(app_opens_has(opens, who, ref, at(i / 100)));
        app_opens_note(opens, who, ref, at(i / 100));
        assert_true(app_opens_has(opens, who, ref, at(i / 100)));
    }
    char long_name[200];
    memset(long_name, 'n', sizeof long_name);
    struct str who = { long_name, sizeof long_name };
    app_opens_note(opens, who, STR("r"), at(0));
    assert_false(app_opens_has(opens, who, STR("r"), at(0)));
    app_opens_close(opens);
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(said_once_for_a_while),
        cmocka_unit_test(never_somebody_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
