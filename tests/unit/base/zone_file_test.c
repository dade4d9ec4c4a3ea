/* Files that are cut, bent or contradict themselves, and odd footers. */
#include "zone_test.h"

static struct str new_york_bytes;

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

/* Changes near New Year that belong to the year before or after. */
static void footers_at_the_turn_of_the_year(void **state)
{
    (void)state;
    struct moment m[2];
    const struct zone *z = with_footer("AAA0BBB,J365/26,J100");
    assert_int_equal(zone_offset(z, utc("2027-01-01T01:59:59Z")), 0);
    assert_int_equal(zone_offset(z, utc("2027-01-01T02:00:00Z")), 3600);
    assert_int_equal(zone_moments(z, face("2027-01-01", 2, 30), m), 0);
    assert_int_equal(m[0].us, utc("2027-01-01T02:00:00Z").us);
    assert_int_equal(zone_moments(z, face("2027-01-02", 3, 30), m), 1);
    assert_int_equal(m[0].us, utc("2027-01-02T02:30:00Z").us);
    z = with_footer("AAA0BBB,J1/-1,J100");
    assert_int_equal(zone_offset(z, utc("2026-12-31T22:59:59Z")), 0);
    assert_int_equal(zone_offset(z, utc("2026-12-31T23:00:00Z")), 3600);
    assert_int_equal(zone_moments(z, face("2026-12-31", 23, 30), m), 0);
    assert_int_equal(m[0].us, utc("2026-12-31T23:00:00Z").us);
    z = with_footer("AAA0BBB,J59,J300"); /* 28 February, always */
    assert_int_equal(zone_offset(z, utc("2024-02-28T01:59:59Z")), 0);
    assert_int_equal(zone_offset(z, utc("2024-02-28T02:00:00Z")), 3600);
}

/* Two transitions, at 100 and at `second`, to type `first` and to type 1.
 * Type 0 is UTC, type 1 is `offset` away from it. */
static const struct zone *with_table(const char *leap_count,
                                     unsigned char second,
                                     unsigned char first, const char *offset)
{
    struct buf buf;
    buf_init(&buf, &arena, 1000);
    buf_add(&buf, STR("TZif2"));
    for (int i = 0; i < 15 + 24; i++)
        buf_add_byte(&buf, '\0');
    buf_add(&buf, STR("TZif2"));
    for (int i = 0; i < 15 + 8; i++)
        buf_add_byte(&buf, '\0');
    buf_add(&buf, (struct str){ leap_count, 4 });
    buf_add(&buf, STR("\0\0\0\2\0\0\0\2\0\0\0\4"));
    buf_add(&buf, STR("\0\0\0\0\0\0\0\x64\0\0\0\0\0\0\0"));
    buf_add_byte(&buf, (char)second);
    buf_add_byte(&buf, (char)first);
    buf_add_byte(&buf, 1);
    buf_add(&buf, STR("\0\0\0\0\0\0"));
    buf_add(&buf, (struct str){ offset, 4 });
    buf_add(&buf, STR("\0\0LMT\0\n\n"));
    struct err err = { 0 };
    const struct zone *z = zone_parse(&arena, STR("Test/Table"),
                                      buf_str(&buf), &err);
    assert_true((z == NULL) == (err.kind == ERR_CORRUPT));
    return z;
}

static void tables_that_contradict_themselves(void **state)
{
    (void)state;
    static const char none[] = "\0\0\0\0", hour[] = "\0\0\x0E\x10";
    const struct zone *z = with_table(none, 200, 0, hour);
    assert_non_null(z);
    assert_int_equal(zone_offset(z, moment_from_seconds(199)), 0);
    assert_int_equal(zone_offset(z, moment_from_seconds(200)), 3600);
    assert_int_equal(zone_offset(z, moment_from_seconds(1u << 31)), 3600);
    assert_non_null(with_table(none, 101, 1, hour));
    assert_null(with_table(none, 100, 0, hour)); /* the same moment twice */
    assert_null(with_table(none, 99, 0, hour));  /* backward */
    assert_null(with_table(none, 200, 2, hour)); /* there is no type 2 */
    assert_null(with_table(none, 200, 255, hour));
    assert_null(with_table("\0\0\0\1", 200, 0, hour)); /* leap seconds */
    assert_non_null(with_table(none, 200, 0, "\xFF\xFE\x92\x60"));
    assert_null(with_table(none, 200, 0, "\xFF\xFE\x92\x5F"));
    assert_null(with_table(none, 200, 0, "\x80\0\0\0"));
    assert_null(with_table(none, 200, 0, "\x7F\xFF\xFF\xFF"));
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
        fputs("zone_file_test: no " FOLDER "; install tzdata\n", stderr);
        return 77;
    }
    arena_init(&arena, (size_t)64 << 20);
    new_york_bytes = zone_bytes("America/New_York");
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(truncated_files_are_refused),
        cmocka_unit_test(mutated_files_never_crash),
        cmocka_unit_test(footers_of_all_forms),
        cmocka_unit_test(footers_at_the_turn_of_the_year),
        cmocka_unit_test(tables_that_contradict_themselves),
        cmocka_unit_test(footers_of_no_form),
        cmocka_unit_test(names_are_safe_as_paths),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_clear(&arena);
    return failed;
}
