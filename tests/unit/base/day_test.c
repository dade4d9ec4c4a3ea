#include "test.h"

static struct day date(const char *iso)
{
    struct day day = DAY_NONE;
    if (!day_parse(str_of(iso), &day))
        fail_msg("not a day: %s", iso);
    return day;
}

static const char *iso(struct arena *arena, struct day day)
{
    return str_c(arena, day_iso(arena, day));
}

/* Walks the calendar one day at a time with a counter of its own. */
static void every_day_from_1800_to_2199_comes_back(void **state)
{
    (void)state;
    static const uint32_t length[] = { 31, 28, 31, 30, 31, 30,
                                       31, 31, 30, 31, 30, 31 };
    struct arena arena;
    arena_init(&arena, 1 << 16);
    int32_t n = -62091; /* 1800-01-01; it was a Wednesday */
    int weekday = WEDNESDAY;
    for (int32_t year = 1800; year <= 2199; year++) {
        bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (uint32_t month = 1; month <= 12; month++) {
            uint32_t days = length[month - 1] + (month == 2 && is_leap);
            for (uint32_t d = 1; d <= days; d++, n++) {
                struct day day = DAY_NONE, again = DAY_NONE;
                assert_true(day_from_civil(year, month, d, &day));
                assert_int_equal(day.n, n);
                struct civil civil = day_civil(day);
                assert_int_equal(civil.year, year);
                assert_int_equal(civil.month, month);
                assert_int_equal(civil.day, d);
                assert_int_equal(day_weekday(day), weekday);
                weekday = (weekday + 1) % 7;
                struct arena_mark mark = arena_here(&arena);
                assert_true(day_parse(day_iso(&arena, day), &again));
                assert_int_equal(again.n, n);
                arena_back(&arena, mark);
            }
            struct day none = { 5 };
            assert_false(day_from_civil(year, month, days + 1, &none));
            assert_false(day_from_civil(year, month, 0, &none));
            assert_int_equal(none.n, 5);
        }
    }
    assert_int_equal(date("1970-01-01").n, 0);
    assert_int_equal(n, date("2199-12-31").n + 1);
    arena_clear(&arena);
}

static void dates_that_do_not_exist_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "2026-02-29", "2026-02-31", "1900-02-29", "2100-02-29", "2026-13-01",
        "2026-00-10", "2026-04-31", "2026-01-00", "2026-01-32", "1799-12-31",
        "2200-01-01", "0000-01-01", "9999-12-31", "2026-1-01", "2026-01-1",
        "20260101", "2026/01/01", "2026-01-01 ", " 2026-01-01", "+026-01-01",
        "-026-01-01", "2026-+1-01", "2026-01-0x", "", "2026-01-01T",
        "abcd-ef-gh",
    };
    struct day day = { 5 };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (day_parse(str_of(bad[i]), &day))
            fail_msg("\"%s\"", bad[i]);
    assert_false(day_parse((struct str){ 0 }, &day));
    assert_int_equal(day.n, 5);
    assert_true(day_parse(STR("2000-02-29"), &day));
    assert_false(day_from_civil(INT32_MAX, 1, 1, &day));
    assert_false(day_from_civil(INT32_MIN, 1, 1, &day));
    assert_false(day_from_civil(2026, UINT32_MAX, 1, &day));
    assert_false(day_from_civil(2026, 1, UINT32_MAX, &day));
}

struct months {
    const char *from;
    int32_t months;
    const char *to;
};

static void the_31st_comes_back_after_february(void **state)
{
    (void)state;
    static const struct months row[] = {
        { "2026-01-31", 1, "2026-02-28" }, { "2026-01-31", 2, "2026-03-31" },
        { "2026-01-31", 3, "2026-04-30" }, { "2024-01-31", 1, "2024-02-29" },
        { "2026-01-31", 0, "2026-01-31" }, { "2026-03-31", -1, "2026-02-28" },
        { "2026-12-31", 2, "2027-02-28" }, { "2026-01-15", -1, "2025-12-15" },
        { "2026-01-31", -12, "2025-01-31" }, { "2026-12-01", 1, "2027-01-01" },
        { "1801-01-31", -11, "1800-02-28" }, { "2024-02-29", 12, "2025-02-28" },
        { "2024-02-29", 48, "2028-02-29" }, { "2026-05-30", 9, "2027-02-28" },
        { "2026-08-29", 6, "2027-02-28" }, { "1970-01-01", -1, "1969-12-01" },
    };
    struct arena arena;
    arena_init(&arena, 1 << 16);
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
        assert_string_equal(
            iso(&arena, day_add_months(date(row[i].from), row[i].months)),
            row[i].to);
    assert_string_equal(iso(&arena, day_add_years(date("2024-02-29"), 1)),
                        "2025-02-28");
    assert_string_equal(iso(&arena, day_add_years(date("2024-02-29"), -4)),
                        "2020-02-29");
    assert_string_equal(iso(&arena, day_add_years(date("2000-02-29"), 100)),
                        "2100-02-28");
    arena_clear(&arena);
}

static void ages_turn_on_the_birthday(void **state)
{
    (void)state;
    struct day leap = date("2008-02-29");
    assert_int_equal(day_age_years(leap, date("2026-02-28")), 17);
    assert_int_equal(day_age_years(leap, date("2026-03-01")), 18);
    assert_int_equal(day_age_years(leap, date("2028-02-28")), 19);
    assert_int_equal(day_age_years(leap, date("2028-02-29")), 20);
    assert_int_equal(day_age_years(leap, leap), 0);
    struct day plain = date("1950-07-04");
    assert_int_equal(day_age_years(plain, date("2026-07-03")), 75);
    assert_int_equal(day_age_years(plain, date("2026-07-04")), 76);
    assert_int_equal(day_age_years(plain, date("1950-07-03")), -1);
}

static void days_are_counted_and_ordered(void **state)
{
    (void)state;
    struct day a = date("2026-03-01"), b = date("2026-02-28");
    assert_int_equal(day_between(b, a), 1);
    assert_int_equal(day_between(a, b), -1);
    assert_int_equal(day_between(date("1800-01-01"), date("2199-12-31")),
                     146096);
    assert_int_equal(day_compare(b, a), -1);
    assert_int_equal(day_compare(a, b), 1);
    assert_int_equal(day_compare(a, a), 0);
    assert_int_equal(day_compare(DAY_NONE, b), -1);
    assert_int_equal(day_add(b, 1).n, a.n);
    assert_int_equal(day_add(a, -1).n, b.n);
    assert_true(day_is_none(DAY_NONE));
    assert_false(day_is_none(a));
    assert_int_equal(day_weekday(date("2026-11-25")), WEDNESDAY);
    assert_int_equal(day_weekday(date("1969-12-31")), WEDNESDAY);
    ASSERT_ABORTS((void)day_add(DAY_NONE, 1));
    ASSERT_ABORTS((void)day_add(a, INT32_MAX));
    ASSERT_ABORTS((void)day_civil(DAY_NONE));
    ASSERT_ABORTS((void)day_between(DAY_NONE, a));
    ASSERT_ABORTS((void)day_add_months(a, INT32_MAX));
    ASSERT_ABORTS((void)day_add_years(a, INT32_MIN));
}

struct instant {
    const char *iso;
    int64_t us;
};

static void moments_are_written_and_read(void **state)
{
    (void)state;
    static const struct instant row[] = {
        { "1970-01-01T00:00:00Z", 0 },
        { "1970-01-01T00:00:00.000001Z", 1 },
        { "1969-12-31T23:59:59.999999Z", -1 },
        { "1969-12-31T23:59:59Z", -1000000 },
        { "2026-11-24T08:00:01Z", INT64_C(1795507201000000) },
        { "2026-11-24T08:00:01.5Z", INT64_C(1795507201500000) },
        { "2026-11-24T08:00:01.05Z", INT64_C(1795507201050000) },
        { "2024-02-29T23:59:59Z", INT64_C(1709251199000000) },
        { "1800-01-01T00:00:00Z", INT64_C(-62091) * 86400 * 1000000 },
        { "2199-12-31T23:59:59.999999Z",
          INT64_C(84006) * 86400 * 1000000 - 1 },
    };
    struct arena arena;
    arena_init(&arena, 1 << 16);
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        struct moment m = MOMENT_NONE;
        ASSERT_STR(moment_iso(&arena, (struct moment){ row[i].us }),
                   row[i].iso);
        assert_true(moment_parse(str_of(row[i].iso), &m));
        assert_int_equal(m.us, row[i].us);
    }
    struct moment m = MOMENT_NONE;
    assert_true(moment_parse(STR("2026-11-24T08:00:01.500000Z"), &m));
    assert_int_equal(m.us, INT64_C(1795507201500000));
    assert_null(moment_iso(&arena, MOMENT_NONE).at);
    ASSERT_STR(moment_iso(&arena, MOMENT_NEVER), "never");
    ASSERT_STR(moment_iso(&arena, (struct moment){ INT64_MAX - 1 }),
               "294247-01-10T04:00:54.775806Z");
    ASSERT_STR(moment_iso(&arena, (struct moment){ INT64_MIN + 1 }),
               "-290308-12-21T19:59:05.224193Z");
    arena_clear(&arena);
}

static void other_forms_of_moments_are_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "2026-11-24T08:00:01", "2026-11-24 08:00:01Z", "2026-11-24T08:00:01z",
        "2026-11-24t08:00:01Z", "2026-11-24T24:00:00Z", "2026-11-24T08:60:00Z",
        "2026-12-31T23:59:60Z", "2026-02-30T00:00:00Z", "2026-11-24T08:00Z",
        "2026-11-24T08:00:01.Z", "2026-11-24T08:00:01.1234567Z",
        "2026-11-24T08:00:01,5Z", "2026-11-24T08:00:01+00:00",
        "2026-11-24T08:00:01.-5Z", "2026-11-24T-8:00:01Z", "never", "",
        "2026-11-24T08:00:01.5ZZ", "2026-11-24T08:00:0:Z",
        "9999-12-31T23:59:59Z",
    };
    struct moment m = { 5 };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (moment_parse(str_of(bad[i]), &m))
            fail_msg("\"%s\"", bad[i]);
    assert_false(moment_parse((struct str){ 0 }, &m));
    assert_int_equal(m.us, 5);
}

static void random_moments_come_back(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    uint64_t seed = 31;
    print_message("seed %" PRIu64 "\n", seed);
    for (int i = 0; i < 50000; i++) {
        int64_t span = INT64_C(146097) * 86400 * 1000000;
        int64_t low = INT64_C(-62091) * 86400 * 1000000;
        struct moment m = { low + (int64_t)(test_draw(&seed) << 10
                                            ^ test_draw(&seed)) % span };
        if (m.us < low)
            m.us = low;
        struct moment back = MOMENT_NONE;
        struct arena_mark mark = arena_here(&arena);
        assert_true(moment_parse(moment_iso(&arena, m), &back));
        assert_int_equal(m.us, back.us);
        arena_back(&arena, mark);
    }
    arena_clear(&arena);
}

static void seconds_floor_and_never_stays(void **state)
{
    (void)state;
    assert_int_equal(moment_seconds((struct moment){ -1 }), -1);
    assert_int_equal(moment_seconds((struct moment){ 1999999 }), 1);
    assert_int_equal(moment_utc_day((struct moment){ -1 }).n, -1);
    assert_int_equal(moment_from_seconds(-5).us, -5000000);
    assert_int_equal(moment_add_seconds((struct moment){ 3 }, 2).us, 2000003);
    assert_true(moment_is_never(moment_add_seconds(MOMENT_NEVER, -9)));
    assert_true(moment_is_none(MOMENT_NONE));
    assert_int_equal(moment_compare(MOMENT_NONE, MOMENT_NEVER), -1);
    assert_int_equal(moment_compare(MOMENT_NEVER, MOMENT_NONE), 1);
    ASSERT_ABORTS((void)moment_add_seconds(MOMENT_NONE, 1));
    ASSERT_ABORTS((void)moment_from_seconds(INT64_MAX));
    ASSERT_ABORTS(
        (void)moment_add_seconds((struct moment){ INT64_MAX - 1 }, 1));
    ASSERT_ABORTS((void)moment_utc_day(MOMENT_NEVER));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_from_1800_to_2199_comes_back),
        cmocka_unit_test(dates_that_do_not_exist_are_refused),
        cmocka_unit_test(the_31st_comes_back_after_february),
        cmocka_unit_test(ages_turn_on_the_birthday),
        cmocka_unit_test(days_are_counted_and_ordered),
        cmocka_unit_test(moments_are_written_and_read),
        cmocka_unit_test(other_forms_of_moments_are_refused),
        cmocka_unit_test(random_moments_come_back),
        cmocka_unit_test(seconds_floor_and_never_stays),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
