#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/base.h"
#include "debt/debt.h"

/* Rule APP-1. */
static void unknown_counts_as_bad_debt(void **state)
{
    struct debt debt = { .program = PROGRAM_UNKNOWN };

    (void)state;
    assert_true(debt_is_third_party(&debt));
    debt.program = PROGRAM_BAD_DEBT;
    assert_true(debt_is_third_party(&debt));
    debt.program = PROGRAM_EARLY_OUT;
    assert_false(debt_is_third_party(&debt));
}

static void an_account_never_shows_whole(void **state)
{
    static const struct {
        const char *account;
        const char *shown;
    } row[] = {
        { "A-10987654321", "ending 4321" }, { "87654321", "ending 4321" },
        { "654321", "ending 321" },         { "1", "ending " },
        { "", "ending " },                  { "12\xc3\xb1" "4", "ending 4" },
    };
    struct arena arena;

    (void)state;
    arena_init(&arena, 4096);
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
        assert_true(str_is(debt_account_ending(&arena, str_of(row[i].account)),
                           row[i].shown));
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(unknown_counts_as_bad_debt),
        cmocka_unit_test(an_account_never_shows_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
