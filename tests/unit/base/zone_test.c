#include <time.h>

#include "test.h"

#define FOLDER "/usr/share/zoneinfo/"
#define HOUR 3600

static struct arena arena;
static struct str new_york_bytes;

static struct str zone_bytes(const char *name)
{
    struct str bytes = { 0 };
    struct err err = { 0 };
    const char *path = str_c(&arena, str_format(&arena, FOLDER "%s", name));
    if (!file_read(world_real(), &arena, path, 1 << 20, &bytes, &err))
        fail_msg("%s", err.text);
    return bytes;
}

static const struct zone *zone(const char *name)
{
    struct err err = { 0 };
    const struct zone *zone = zone_parse(&arena, str_of(name),
                                         zone_bytes(name), &err);
    if (zone == NULL)
        fail_msg("%s: %s", name, err.text);
    ASSERT_STR(zone_name(zone), name);
    return zone;
}

static struct moment utc(const char *iso)
{
    struct moment m = MOMENT_NONE;
    if (!moment_parse(str_of(iso), &m))
        fail_msg("not a moment: %s", iso);
    return m;
}

static struct day date(const char *iso)
{
    struct day day = DAY_NONE;
    if (!day_parse(str_of(iso), &day))
        fail_msg("not a day: %s", iso);
    return day;
}

static struct wall face(const char *day, int32_t hour, int32_t minute)
{
    return (struct wall){ date(day), hour * HOUR + minute * 60 };
}

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

/* Asks everything of a zone that parsed; the answers may be nonsense, but
 * they must come. */
static void ask_everything(const struct zone *z)
{
    static const int64_t second[] = {
        INT64_C(-9200000000000), -5000000000, -1, 0, 1772953200, 1795507201,
        2145916800, 4000000000, INT64_C(9200000000000),
    };
    for (size_t i = 0; i < sizeof second / sizeof second[0]; i++) {
        struct moment m = moment_from_seconds(second[i]), back[2];
        int32_t offset = zone_offset(z, m);
        assert_true(offset >= -93600 && offset <= 93600);
        struct wall wall = zone_wall(z, m);
        if (second[i] < -9000000000 || second[i] > 9000000000)
            continue;
        (void)zone_moments(z, wall, back);
        (void)zone_day_start(z, wall.day);
    }
}

/* A copy of exactly its size, so the sanitizer sees one byte too many. */
static bool parse_copy(const char *bytes, size_t len)
{
    char *copy = malloc(len == 0 ? 1 : len);
    assert_non_null(copy);
    memcpy(copy, bytes, len);
    struct err err = { 0 };
    struct arena_mark mark = arena_here(&arena);
    const struct zone *z = zone_parse(&arena, STR("Test/Zone"),
                                      (struct str){ copy, len }, &err);
    if (z != NULL)
        ask_everything(z);
    else
        assert_true(err.kind == ERR_CORRUPT && err.text[0] != '\0');
    arena_back(&arena, mark);
    free(copy);
    return z != NULL;
}

static void truncated_files_are_refused(void **state)
{
    (void)state;
    for (size_t len = 0; len < new_york_bytes.len; len++)
        if (parse_copy(new_york_bytes.at, len))
            fail_msg("taken at %zu of %zu bytes", len, new_york_bytes.len);
    assert_true(parse_copy(new_york_bytes.at, new_york_bytes.len));
}

static void mutated_files_never_crash(void **state)
{
    (void)state;
    static const unsigned char nasty[] = { 0, 1, 0x7F, 0x80, 0xFF, ',',
                                           '9', '<', '-', 'M', '/', '5' };
    uint64_t seed = 20261125;
    print_message("seed %" PRIu64 "\n", seed);
    size_t len = new_york_bytes.len, second_header = 0;
    for (size_t i = 1; i + 4 < len; i++)
        if (memcmp(new_york_bytes.at + i, "TZif", 4) == 0)
            second_header = i;
    assert_true(second_header > 0);
    char *bytes = malloc(len);
    assert_non_null(bytes);
    int taken = 0;
    for (int i = 0; i < 10000; i++) {
        memcpy(bytes, new_york_bytes.at, len);
        uint64_t changes = 1 + test_draw(&seed) % 6;
        for (uint64_t j = 0; j < changes; j++) {
            size_t at = test_draw(&seed) % len;
            if (i % 4 == 1)
                at = test_draw(&seed) % 44;
            else if (i % 4 == 2)
                at = second_header + test_draw(&seed) % 44;
            else if (i % 4 == 3) /* the footer and the types before it */
                at = len - 1 - test_draw(&seed) % 80;
            uint64_t pick = test_draw(&seed);
            bytes[at] = (char)(pick % 2 == 0
                                   ? nasty[pick / 2 % sizeof nasty]
                                   : (unsigned char)(pick >> 8));
        }
        size_t kept = i % 5 == 0 ? test_draw(&seed) % len : len;
        taken += parse_copy(bytes, kept);
    }
    free(bytes);
    print_message("%d of 10000 still parse\n", taken);
    assert_true(taken > 100); /* else the questions were never asked */
    assert_true(taken < 9900);
}

/* A version 2 file of one type and no transitions, with a footer to try. */
static const struct zone *with_footer(const char *footer)
{
    struct buf buf;
    buf_init(&buf, &arena, 1000);
    for (int block = 0; block < 2; block++) {
        buf_add(&buf, STR("TZif2"));
        for (int i = 0; i < 15 + 16; i++)
            buf_add_byte(&buf, '\0');
        buf_add(&buf, STR("\0\0\0\1\0\0\0\4"));
        buf_add(&buf, STR("\0\0\0\0\0\0LMT\0"));
    }
    buf_add_format(&buf, "\n%s\n", footer);
    return zone_parse(&arena, STR("Test/Footer"), buf_str(&buf), NULL);
}

static void footers_of_all_forms(void **state)
{
    (void)state;
    const struct zone *z = with_footer("");
    assert_non_null(z);
    assert_int_equal(zone_offset(z, utc("2026-07-01T00:00:00Z")), 0);
    z = with_footer("<+0330>-3:30");
    assert_int_equal(zone_offset(z, utc("2026-07-01T00:00:00Z")), 12600);
    z = with_footer("<-02>2<-01>,M3.5.0/-1,M10.5.0/0"); /* Nuuk */
    assert_int_equal(zone_offset(z, utc("2026-03-29T00:59:59Z")), -7200);
    assert_int_equal(zone_offset(z, utc("2026-03-29T01:00:00Z")), -3600);
    z = with_footer("IST-1GMT0,M10.5.0,M3.5.0/1"); /* Dublin: winter is less */
    assert_int_equal(zone_offset(z, utc("2026-01-01T00:00:00Z")), 0);
    assert_int_equal(zone_offset(z, utc("2026-07-01T00:00:00Z")), 3600);
    z = with_footer("AEST-10AEDT,M10.1.0,M4.1.0/3"); /* the south */
    assert_int_equal(zone_offset(z, utc("2026-01-01T00:00:00Z")), 39600);
    assert_int_equal(zone_offset(z, utc("2026-07-01T00:00:00Z")), 36000);
    z = with_footer("XXX3EDT4,0/0,J365/23"); /* daylight time all year */
    assert_int_equal(zone_offset(z, utc("2026-01-01T03:59:59Z")), -14400);
    assert_int_equal(zone_offset(z, utc("2026-12-31T23:59:59Z")), -14400);
    assert_int_equal(zone_offset(z, utc("2026-07-01T00:00:00Z")), -14400);
    z = with_footer("EST5EDT,J60,J300"); /* 1 March, leap year or not */
    assert_int_equal(zone_offset(z, utc("2024-03-01T06:59:59Z")), -18000);
    assert_int_equal(zone_offset(z, utc("2024-03-01T07:00:00Z")), -14400);
    assert_int_equal(zone_offset(z, utc("2025-03-01T06:59:59Z")), -18000);
    assert_int_equal(zone_offset(z, utc("2025-03-01T07:00:00Z")), -14400);
    z = with_footer("EST5EDT,59,300"); /* 29 February in a leap year */
    assert_int_equal(zone_offset(z, utc("2024-02-29T07:00:00Z")), -14400);
    assert_int_equal(zone_offset(z, utc("2025-02-28T07:00:00Z")), -18000);
    z = with_footer("IST-2IDT,M3.4.4/26,M10.5.0"); /* Jerusalem */
    assert_int_equal(zone_offset(z, utc("2026-03-27T00:00:00Z")), 10800);
    assert_int_equal(zone_offset(z, utc("2026-03-26T23:59:59Z")), 7200);
}

static void footers_of_no_form(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "E", "ES5", "EST", "5", "EST5EDT", "EST5EDT,", "EST5EDT,M3.2.0",
        "EST5EDT,M3.2.0,", "EST5EDT,M0.2.0,M11.1.0", "EST5EDT,M13.2.0,M11.1.0",
        "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.0.0,M11.1.0",
        "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,M3.2.0/168,M11.1.0",
        "EST5EDT,M3.2.0/2:60,M11.1.0", "EST5EDT,J0,J300", "EST5EDT,J366,J300",
        "EST5EDT,366,300", "EST5EDT,M3.2.0,M11.1.0,", "EST5EDT,M3.2.0,M11.1.0x",
        "EST25", "EST99999999999", "<EST5", "<E>5", "EST5EDT,M3.2.0;M11.1.0",
        "EST 5", "EST--5", "EST5:", "EST5EDT,M3,M11", "EST5EDT,M3.2.0/,M11.1.0",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (with_footer(bad[i]) != NULL)
            fail_msg("\"%s\"", bad[i]);
    assert_non_null(with_footer("EST5EDT,M3.2.0,M11.1.0"));
}

static void names_are_safe_as_paths(void **state)
{
    (void)state;
    static const char *const good[] = { "America/New_York", "Etc/GMT+5",
                                        "Etc/GMT-14", "UTC", "EST5EDT" };
    static const char *const bad[] = {
        "", "/etc/passwd", "../x", "America/../../etc/passwd", "a b", "a.b",
        "America/New York", "a\nb", "A%2f", "\xC3\xB1", "a\\b", ":UTC",
        "America/Nowhere_With_A_Name_That_Never_Seems_To_End",
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        assert_true(zone_name_is_safe(str_of(good[i])));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (zone_name_is_safe(str_of(bad[i])))
            fail_msg("\"%s\"", bad[i]);
    assert_false(zone_name_is_safe((struct str){ 0 }));
    assert_false(zone_name_is_safe(STR("UTC\0")));
    struct err err = { 0 };
    assert_null(zone_parse(&arena, STR("../x"), new_york_bytes, &err));
    assert_int_equal(err.kind, ERR_INVALID);

    struct arena small;
    arena_init(&small, 200);
    assert_null(zone_parse(&small, STR("UTC"), new_york_bytes, &err));
    assert_int_equal(err.kind, ERR_EXHAUSTED);
    arena_clear(&small);
}

int main(void)
{
    if (access(FOLDER "America/New_York", R_OK) != 0) {
        fputs("zone_test: no " FOLDER "; install tzdata\n", stderr);
        return 77;
    }
    arena_init(&arena, (size_t)64 << 20);
    new_york_bytes = zone_bytes("America/New_York");
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
        cmocka_unit_test(truncated_files_are_refused),
        cmocka_unit_test(mutated_files_never_crash),
        cmocka_unit_test(footers_of_all_forms),
        cmocka_unit_test(footers_of_no_form),
        cmocka_unit_test(names_are_safe_as_paths),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_clear(&arena);
    return failed;
}
