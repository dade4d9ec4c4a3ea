#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/base.h"
#include "contact/zones.h"
#include "tables.h"

static struct tables tables;

static uint32_t set_of(const char *const *name, size_t count)
{
    uint32_t zones = 0;

    for (size_t i = 0; i < count; i++) {
        uint32_t at = contact_zone_find(tables.book, str_of(name[i]));
        assert_true(at < CONTACT_ZONES_MAX);
        zones |= 1u << at;
    }
    return zones;
}
#define SET(...)                                                             \
    set_of((const char *const[]){ __VA_ARGS__ },                             \
           sizeof((const char *const[]){ __VA_ARGS__ }) / sizeof(char *))

static void zips(void **state)
{
    (void)state;
    assert_int_equal(contact_zones_of_zip(tables.book, STR("10001")),
                     SET("America/New_York"));
    assert_int_equal(contact_zones_of_zip(tables.book, STR("10001-1234")),
                     SET("America/New_York"));
    assert_int_equal(contact_zones_of_zip(tables.book, STR("96799")),
                     SET("Pacific/Pago_Pago"));
    assert_int_equal(contact_zones_of_zip(tables.book, STR("99546")),
                     SET("America/Adak", "America/Anchorage"));
    /* A ZIP nobody lists, in a prefix with two clocks: both. */
    assert_int_equal(contact_zones_of_zip(tables.book, STR("47999")),
                     SET("America/New_York", "America/Chicago"));
    static const char *const nothing[] = { "", "1000", "1000a", "ABCDE",
                                           "09012", "00000", "-1234" };
    for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++)
        assert_int_equal(
            contact_zones_of_zip(tables.book, str_of(nothing[i])), 0);
    assert_int_equal(contact_zones_of_zip(tables.book,
                                          (struct str){ NULL, 0 }),
                     0);
}

static void numbers(void **state)
{
    (void)state;
    assert_int_equal(contact_zones_of_number(tables.book, STR("2125550101")),
                     SET("America/New_York"));
    assert_int_equal(contact_zones_of_number(tables.book, STR("9285550101")),
                     SET("America/Phoenix", "America/Denver"));
    static const char *const nothing[] = {
        "", "212", "12125550101", "212555010", "8005550100", "8885550100",
        "9005550100", "5005550100", "4165550100", "5555550100", "212555O101x",
    };
    for (size_t i = 0; i < sizeof nothing / sizeof nothing[0]; i++)
        assert_int_equal(
            contact_zones_of_number(tables.book, str_of(nothing[i])), 0);
}

static void every_state_has_a_clock(void **state)
{
    (void)state;
    assert_int_equal(contact_zones_of_state(tables.book, STR("TN")),
                     SET("America/New_York", "America/Chicago"));
    assert_int_equal(contact_zones_of_state(tables.book, STR("PR")),
                     SET("America/Puerto_Rico"));
    assert_int_equal(contact_zones_of_state(tables.book, STR("AE")), 0);
    assert_int_equal(contact_zones_of_state(tables.book, STR("")), 0);
    static const char *const codes[] = {
        "AL", "AK", "AS", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL",
        "GA", "GU", "HI", "ID", "IL", "IN", "IA", "KS", "KY", "LA", "ME",
        "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ",
        "NM", "NY", "NC", "ND", "MP", "OH", "OK", "OR", "PA", "PR", "RI",
        "SC", "SD", "TN", "TX", "UT", "VT", "VI", "VA", "WA", "WV", "WI",
        "WY",
    };
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++)
        assert_int_not_equal(
            contact_zones_of_state(tables.book, str_of(codes[i])), 0);
}

static void tables_that_do_not_read(void **state)
{
    static const struct {
        const char *zip5;
        const char *said;
    } row[] = {
        { "", "zones-zip5.csv: no header line" },
        { "zip,clock\n", "zones-zip5.csv: no header line" },
        { "zip,zones\n1,America/Denver\n",
          "zones-zip5.csv:2: '1' is out of place" },
        { "zip,zones\n10001,Mars/Base\n",
          "zones-zip5.csv:2: no such zone in 'Mars/Base'" },
        { "zip,zones\n10001,\n", "zones-zip5.csv:2: no such zone in ''" },
        { "zip,zones\n10002,America/Denver\n10001,America/Denver\n",
          "zones-zip5.csv:3: '10001' is out of place" },
        { "zip,zones\n10001\n", "zones-zip5.csv:2: 1 cells, not 2" },
    };
    const struct zone *zone[CONTACT_ZONE_NAMES];
    struct arena arena;

    (void)state;
    arena_init(&arena, (size_t)8 << 20);
    for (uint32_t i = 0; i < CONTACT_ZONE_NAMES; i++)
        zone[i] = contact_zone_at(tables.book, i);
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        struct err err = { 0 };
        struct contact_zone_sources sources = {
            STR("zip3,zones\n"), str_of(row[i].zip5), STR("area_code,zones\n"),
            STR("state,zones\n")
        };
        assert_null(contact_zone_book_build(&arena, &sources, zone,
                                            CONTACT_ZONE_NAMES, &err));
        assert_string_equal(err.text, row[i].said);
    }
    struct err err = { 0 };
    struct contact_zone_sources sources = {
        STR("zip3,zones\n"), STR("zip,zones\n"), STR("area_code,zones\n"),
        STR("state,zones\n")
    };
    assert_null(contact_zone_book_build(&arena, &sources, zone, 3, &err));
    assert_string_equal(err.text, "the zone America/Phoenix was not handed "
                                  "in");
    assert_non_null(contact_zone_book_build(&arena, &sources, zone,
                                            CONTACT_ZONE_NAMES, &err));
    arena_clear(&arena);
}

static int open_tables(void **state)
{
    (void)state;
    tables_open(&tables);
    return 0;
}

static int close_tables(void **state)
{
    (void)state;
    tables_close(&tables);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(zips),
        cmocka_unit_test(numbers),
        cmocka_unit_test(every_state_has_a_clock),
        cmocka_unit_test(tables_that_do_not_read),
    };
    return cmocka_run_group_tests(tests, open_tables, close_tables);
}
