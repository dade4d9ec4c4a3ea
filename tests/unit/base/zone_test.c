#include <time.h>

#include "zone_test.h"

struct offset_row {
    const char *zone, *at;
    int32_t hours;
};

static void offsets_of_2026_and_after_2037(void **state)
{
    (void)state;
    static const struct offset_row row[] = {
        { "America/New_York", "2026-01-14T12:00:00Z", -5 },
        { "America/New_York", "2026-07-10T12:00:00Z", -4 },
        { "America/New_York", "2026-03-08T06:59:59Z", -5 },
        { "America/New_York", "2026-03-08T07:00:00Z", -4 },
        { "America/New_York", "2026-11-01T05:59:59Z", -4 },
        { "America/New_York", "2026-11-01T06:00:00Z", -5 },
        { "America/New_York", "2027-03-14T07:00:00Z", -4 },
        { "America/New_York", "2027-11-07T06:00:00Z", -5 },
        { "America/New_York", "2037-07-01T00:00:00Z", -4 },
        { "America/New_York", "2037-12-31T23:59:59Z", -5 },
        { "America/New_York", "2038-07-01T00:00:00Z", -4 },
        { "America/New_York", "2050-03-13T06:59:59Z", -5 },
        { "America/New_York", "2050-03-13T07:00:00Z", -4 },
        { "America/New_York", "2050-11-06T05:59:59Z", -4 },
        { "America/New_York", "2050-11-06T06:00:00Z", -5 },
        { "America/New_York", "2199-07-01T00:00:00Z", -4 },
        { "America/New_York", "2199-12-31T23:59:59Z", -5 },
        { "America/Phoenix", "2026-01-14T12:00:00Z", -7 },
        { "America/Phoenix", "2026-07-10T12:00:00Z", -7 },
        { "America/Phoenix", "2060-07-10T12:00:00Z", -7 },
        { "America/Indiana/Indianapolis", "2005-07-10T12:00:00Z", -5 },
        { "America/Indiana/Indianapolis", "2006-07-10T12:00:00Z", -4 },
        { "America/Indiana/Indianapolis", "2026-07-10T12:00:00Z", -4 },
        { "America/Adak", "2026-01-14T12:00:00Z", -10 },
        { "America/Adak", "2026-07-10T12:00:00Z", -9 },
        { "America/Adak", "2080-07-10T12:00:00Z", -9 },
        { "Pacific/Honolulu", "2026-07-10T12:00:00Z", -10 },
        { "Pacific/Pago_Pago", "2026-07-10T12:00:00Z", -11 },
        { "Pacific/Guam", "2026-07-10T12:00:00Z", 10 },
        { "Pacific/Guam", "2100-01-10T12:00:00Z", 10 },
        { "America/Puerto_Rico", "2026-07-10T12:00:00Z", -4 },
        { "America/Chicago", "2026-07-10T12:00:00Z", -5 },
        { "America/Boise", "2026-01-10T12:00:00Z", -7 },
        { "America/Anchorage", "2026-07-10T12:00:00Z", -8 },
        { "Etc/UTC", "2026-07-10T12:00:00Z", 0 },
        { "Etc/UTC", "1850-07-10T12:00:00Z", 0 },
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        int32_t offset = zone_offset(zone(row[i].zone), utc(row[i].at));
        if (offset != row[i].hours * HOUR)
            fail_msg("%s %s: %" PRId32, row[i].zone, row[i].at, offset);
    }
    /* Before the railways, local mean time. */
    assert_int_equal(zone_offset(zone("America/New_York"),
                                 utc("1850-01-01T00:00:00Z")), -17762);
}

static void the_gap_of_march_2026(void **state)
{
    (void)state;
    const struct zone *new_york = zone("America/New_York");
    struct moment m[2];
    assert_int_equal(zone_moments(new_york, face("2026-03-08", 1, 59), m), 1);
    assert_int_equal(m[0].us, utc("2026-03-08T06:59:00Z").us);
    struct moment after = utc("2026-03-08T07:00:00Z");
    for (int32_t minute = 0; minute < 60; minute++) {
        assert_int_equal(
            zone_moments(new_york, face("2026-03-08", 2, minute), m), 0);
        assert_int_equal(m[0].us, after.us);
    }
    assert_int_equal(zone_moments(new_york, face("2026-03-08", 3, 0), m), 1);
    assert_int_equal(m[0].us, after.us);
    struct wall wall = zone_wall(new_york, after);
    assert_int_equal(wall.second, 3 * HOUR);
    wall = zone_wall(new_york, (struct moment){ after.us - 1 });
    assert_int_equal(wall.second, 2 * HOUR - 1);
    assert_int_equal(wall.day.n, date("2026-03-08").n);
}

static void the_fold_of_november_2026(void **state)
{
    (void)state;
    const struct zone *new_york = zone("America/New_York");
    struct moment m[2];
    assert_int_equal(zone_moments(new_york, face("2026-11-01", 0, 59), m), 1);
    for (int32_t minute = 0; minute < 60; minute++) {
        struct wall wall = face("2026-11-01", 1, minute);
        assert_int_equal(zone_moments(new_york, wall, m), 2);
        struct moment first = moment_add_seconds(utc("2026-11-01T05:00:00Z"),
                                                 minute * 60);
        assert_int_equal(m[0].us, first.us);
        assert_int_equal(m[1].us, moment_add_seconds(first, HOUR).us);
    }
    assert_int_equal(zone_moments(new_york, face("2026-11-01", 2, 0), m), 1);
    assert_int_equal(m[0].us, utc("2026-11-01T07:00:00Z").us);
}

static void gaps_and_folds_of_the_footer(void **state)
{
    (void)state;
    const struct zone *adak = zone("America/Adak");
    struct moment m[2];
    assert_int_equal(zone_moments(adak, face("2050-03-13", 2, 30), m), 0);
    assert_int_equal(m[0].us, utc("2050-03-13T12:00:00Z").us);
    assert_int_equal(zone_moments(adak, face("2050-11-06", 1, 30), m), 2);
    assert_int_equal(m[0].us, utc("2050-11-06T10:30:00Z").us);
    assert_int_equal(m[1].us, utc("2050-11-06T11:30:00Z").us);
    assert_int_equal(zone_moments(adak, face("2050-06-06", 1, 30), m), 1);
}

static void days_start_at_midnight_or_after_the_gap(void **state)
{
    (void)state;
    assert_int_equal(zone_day_start(zone("America/New_York"),
                                    date("2026-03-08")).us,
                     utc("2026-03-08T05:00:00Z").us);
    assert_int_equal(zone_day_start(zone("America/New_York"),
                                    date("2026-03-09")).us,
                     utc("2026-03-09T04:00:00Z").us);
    assert_int_equal(zone_day_start(zone("Pacific/Guam"),
                                    date("2026-03-09")).us,
                     utc("2026-03-08T14:00:00Z").us);
    /* Havana springs forward at midnight, and falls back to it. */
    assert_int_equal(zone_day_start(zone("America/Havana"),
                                    date("2026-03-08")).us,
                     utc("2026-03-08T05:00:00Z").us);
    assert_int_equal(zone_day_start(zone("America/Havana"),
                                    date("2026-11-01")).us,
                     utc("2026-11-01T04:00:00Z").us);
    /* Samoa had no 30 December 2011 at all. */
    assert_int_equal(zone_day_start(zone("Pacific/Apia"),
                                    date("2011-12-30")).us,
                     utc("2011-12-30T10:00:00Z").us);
}

/* From the first second of a day to the last, every moment's wall leads back
 * to it. */
static void walls_lead_back_to_their_moments(void **state)
{
    (void)state;
    static const char *const name[] = { "America/New_York", "America/Adak",
                                        "Pacific/Guam", "America/Havana",
                                        "Australia/Lord_Howe",
                                        "Antarctica/Troll" };
    uint64_t seed = 99;
    print_message("seed %" PRIu64 "\n", seed);
    for (size_t i = 0; i < sizeof name / sizeof name[0]; i++) {
        const struct zone *z = zone(name[i]);
        for (int j = 0; j < 20000; j++) {
            int64_t second = (int64_t)(test_draw(&seed) % 9000000000)
                             - 3000000000;
            struct moment m = moment_from_seconds(second), back[2];
            uint32_t count = zone_moments(z, zone_wall(z, m), back);
            assert_true(count == 1 || count == 2);
            assert_true(back[0].us == m.us
                        || (count == 2 && back[1].us == m.us));
            if (count == 2)
                assert_true(back[0].us < back[1].us);
        }
    }
}

/* libc's own reader is the second opinion. */
static void offsets_agree_with_libc(void **state)
{
    (void)state;
    static const char *const name[] = {
        "America/New_York", "America/Chicago", "America/Denver",
        "America/Boise", "America/Phoenix", "America/Los_Angeles",
        "America/Anchorage", "America/Adak", "Pacific/Honolulu",
        "America/Puerto_Rico", "Pacific/Guam", "Pacific/Pago_Pago",
        "America/Indiana/Indianapolis", "America/Indiana/Knox",
        "America/Kentucky/Louisville", "America/North_Dakota/Beulah",
        "America/Detroit", "America/Menominee", "Europe/Dublin",
        "Australia/Sydney", "America/Santiago", "Asia/Kolkata",
        "America/Godthab", "Asia/Jerusalem", "Africa/Casablanca",
    };
    uint64_t seed = 2026;
    print_message("seed %" PRIu64 "\n", seed);
    for (size_t i = 0; i < sizeof name / sizeof name[0]; i++) {
        const struct zone *z = zone(name[i]);
        assert_int_equal(setenv("TZ", name[i], 1), 0);
        tzset();
        for (int j = 0; j < 4000; j++) {
            time_t second = (time_t)(test_draw(&seed) % 8000000000)
                            - 3000000000;
            struct tm tm;
            assert_non_null(localtime_r(&second, &tm));
            struct moment m = moment_from_seconds(second);
            if (zone_offset(z, m) != tm.tm_gmtoff)
                fail_msg("%s at %" PRId64 ": %" PRId32 " not %ld", name[i],
                         (int64_t)second, zone_offset(z, m), tm.tm_gmtoff);
            struct wall wall = zone_wall(z, m);
            assert_int_equal(wall.second, tm.tm_hour * HOUR + tm.tm_min * 60
                                              + tm.tm_sec);
            assert_int_equal(day_civil(wall.day).day, tm.tm_mday);
            assert_int_equal(day_weekday(wall.day), tm.tm_wday);
        }
    }
}

struct window_row {
    const char *zone[6];
    const char *day;
    int32_t from, to; /* hours on the first zone's clock, both outside */
};

static bool is_inside_everywhere(const struct zone *const z[], size_t count,
                                 struct moment m)
{
    for (size_t i = 0; i < count; i++) {
        int32_t second = zone_wall(z[i], m).second;
        if (second <= 8 * HOUR || second >= 21 * HOUR)
            return false;
    }
    return true;
}

#define NY "America/New_York"
#define LA "America/Los_Angeles"
#define PHX "America/Phoenix"
#define DEN "America/Denver"
#define CHI "America/Chicago"
#define ANC "America/Anchorage"
#define HNL "Pacific/Honolulu"
#define SJU "America/Puerto_Rico"

/* T1 .. T10: 8:00 to 21:00, strictly inside, in every zone that may be. */
static void hours_common_to_several_zones(void **state)
{
    (void)state;
    static const struct window_row row[] = {
        { { NY, LA }, "2026-07-10", 11, 21 },
        { { NY, LA }, "2026-01-14", 11, 21 },
        { { NY, ANC }, "2026-07-10", 12, 21 },
        { { NY, HNL }, "2026-07-10", 14, 21 },
        { { DEN, PHX }, "2026-07-10", 9, 21 },
        { { DEN, PHX }, "2026-01-14", 8, 21 },
        { { PHX, LA }, "2026-07-10", 8, 21 },
        { { PHX, LA }, "2026-01-14", 9, 21 },
        { { CHI, SJU }, "2026-07-10", 8, 20 },
        { { CHI, SJU }, "2026-01-14", 8, 19 },
        { { "America/Boise", LA }, "2026-07-10", 9, 21 },
        { { CHI, NY }, "2026-07-10", 8, 20 },
        { { NY, "Pacific/Guam" }, "2026-07-10", 18, 21 },
        { { NY, "Pacific/Guam" }, "2026-01-14", 17, 21 },
        { { NY, CHI, DEN, LA, ANC, HNL }, "2026-07-10", 14, 21 },
        { { NY, CHI, DEN, LA, ANC, HNL }, "2026-01-14", 13, 21 },
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        const struct zone *z[6] = { 0 };
        size_t count = 0;
        while (count < 6 && row[i].zone[count] != NULL) {
            z[count] = zone(row[i].zone[count]);
            count++;
        }
        struct moment midnight = zone_day_start(z[0], date(row[i].day));
        for (int32_t s = 1; s < 24 * HOUR; s += 29) {
            bool is_open = s > row[i].from * HOUR && s < row[i].to * HOUR;
            struct moment m = moment_add_seconds(midnight, s);
            if (is_inside_everywhere(z, count, m) != is_open)
                fail_msg("row %zu, second %" PRId32, i, s);
        }
        int32_t edge[] = { row[i].from * HOUR, row[i].to * HOUR };
        assert_false(is_inside_everywhere(
            z, count, moment_add_seconds(midnight, edge[0])));
        assert_true(is_inside_everywhere(
            z, count, moment_add_seconds(midnight, edge[0] + 1)));
        assert_true(is_inside_everywhere(
            z, count, moment_add_seconds(midnight, edge[1] - 1)));
        assert_false(is_inside_everywhere(
            z, count, moment_add_seconds(midnight, edge[1])));
    }
}

/* T11, T12: the same two clock faces, in UTC, around the change. */
static void hours_around_the_change(void **state)
{
    (void)state;
    static const char *const row[][3] = {
        { "2026-03-07", "2026-03-07T13:00:00Z", "2026-03-08T02:00:00Z" },
        { "2026-03-08", "2026-03-08T12:00:00Z", "2026-03-09T01:00:00Z" },
        { "2026-03-09", "2026-03-09T12:00:00Z", "2026-03-10T01:00:00Z" },
        { "2026-10-31", "2026-10-31T12:00:00Z", "2026-11-01T01:00:00Z" },
        { "2026-11-01", "2026-11-01T13:00:00Z", "2026-11-02T02:00:00Z" },
    };
    const struct zone *new_york = zone(NY);
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        struct moment m[2];
        assert_int_equal(zone_moments(new_york, face(row[i][0], 8, 0), m), 1);
        assert_int_equal(m[0].us, utc(row[i][1]).us);
        assert_int_equal(zone_moments(new_york, face(row[i][0], 21, 0), m),
                         1);
        assert_int_equal(m[0].us, utc(row[i][2]).us);
    }
}

int main(void)
{
    if (access(FOLDER "America/New_York", R_OK) != 0) {
        fputs("zone_test: no " FOLDER "; install tzdata\n", stderr);
        return 77;
    }
    arena_init(&arena, (size_t)64 << 20);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offsets_of_2026_and_after_2037),
        cmocka_unit_test(the_gap_of_march_2026),
        cmocka_unit_test(the_fold_of_november_2026),
        cmocka_unit_test(gaps_and_folds_of_the_footer),
        cmocka_unit_test(days_start_at_midnight_or_after_the_gap),
        cmocka_unit_test(walls_lead_back_to_their_moments),
        cmocka_unit_test(offsets_agree_with_libc),
        cmocka_unit_test(hours_common_to_several_zones),
        cmocka_unit_test(hours_around_the_change),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_clear(&arena);
    return failed;
}
