/* Does an agency keep the days of its own ZIP? */
#include "house.h"

static void keeps(const char *where, const char *zip, const char *now,
                  const char *day)
{
    void *state = NULL;
    struct moment at;
    assert_int_equal(app_house_open_at(&state, where, zip), 0);
    struct app_house *house = state;
    assert_true(moment_parse(str_of(now), &at));
    struct str got = day_iso(&house->arena, app_today(&house->app, at));
    if (!str_is(got, day))
        fail_msg("%s %s at %s: %.*s, not %s", where, zip, now, STR_ARGS(got),
                 day);
    assert_int_equal(app_house_close(&state), 0);
}

static void a_day_ends_where_the_agency_is(void **state)
{
    (void)state;
    keeps("ME", "04101", "2026-11-25T04:59:59Z", "2026-11-24");
    keeps("ME", "04101", "2026-11-25T05:00:00Z", "2026-11-25");
    keeps("IL", "62701", "2026-11-25T05:59:59Z", "2026-11-24");
    keeps("IL", "62701", "2026-11-25T06:00:00Z", "2026-11-25");
    keeps("HI", "96813", "2026-11-25T09:59:59Z", "2026-11-24");
    keeps("GU", "96910", "2026-11-24T14:00:00Z", "2026-11-25");
}

static void without_a_zip_the_state_then_new_york(void **state)
{
    (void)state;
    keeps("AZ", "", "2026-11-25T06:59:59Z", "2026-11-24");
    keeps("AZ", "", "2026-11-25T07:00:00Z", "2026-11-25");
    keeps("", "", "2026-11-25T04:59:59Z", "2026-11-24");
    keeps("", "", "2026-11-25T05:00:00Z", "2026-11-25");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_ends_where_the_agency_is),
        cmocka_unit_test(without_a_zip_the_state_then_new_york),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
