#include "suite.h"

#include "text/format.h"

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

static void test_money(void **state)
{
    (void)state;
    static const struct { int64_t cents; const char *text; } row[] = {
        { 0, "$0.00" }, { 5, "$0.05" }, { -5, "-$0.05" }, { 100, "$1.00" },
        { 99999, "$999.99" }, { 100000, "$1,000.00" },
        { 123450, "$1,234.50" }, { -123456789, "-$1,234,567.89" },
        { INT64_MAX, "$92,233,720,368,547,758.07" },
        { INT64_MIN, "-$92,233,720,368,547,758.08" }
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        assert_str(format_money_str(&arena, (struct money){ row[i].cents }),
                   row[i].text);
}

static void test_counts(void **state)
{
    (void)state;
    assert_str(format_count_str(&arena, 0), "0");
    assert_str(format_count_str(&arena, 1234), "1,234");
    assert_str(format_count_str(&arena, -1000000), "-1,000,000");
    assert_str(format_count_str(&arena, INT64_MIN),
               "-9,223,372,036,854,775,808");
}

static void test_percent(void **state)
{
    (void)state;
    static const struct { int64_t ppm; const char *text; } row[] = {
        { 0, "0%" }, { 125000, "12.5%" }, { 30000, "3%" }, { 2500, "0.25%" },
        { 1, "0.0001%" }, { -125000, "-12.5%" }, { 1000000, "100%" },
        { 100100, "10.01%" }
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct buf buf;
        buf_init(&buf, &arena, 100);
        format_percent(&buf, row[i].ppm);
        assert_str(buf_str(&buf), row[i].text);
    }
}

static struct day a_day(int32_t year, uint32_t month, uint32_t day)
{
    struct day made;
    assert_true(day_from_civil(year, month, day, &made));
    return made;
}

static void test_days(void **state)
{
    (void)state;
    struct day day = a_day(2026, 12, 15);
    assert_str(format_day_str(&arena, WORDS_EN, day), "December 15, 2026");
    assert_str(format_day_str(&arena, WORDS_ES, day),
               "15 de diciembre de 2026");
    day = a_day(1984, 3, 1);
    assert_str(format_day_str(&arena, WORDS_EN, day), "March 1, 1984");
    assert_str(format_day_str(&arena, WORDS_ES, day), "1 de marzo de 1984");
    assert_str(format_day_str(&arena, WORDS_EN, DAY_NONE), "");

    struct buf buf;
    buf_init(&buf, &arena, 100);
    format_weekday(&buf, WORDS_EN, a_day(2026, 11, 25));
    format_weekday(&buf, WORDS_ES, a_day(2026, 11, 25));
    format_weekday(&buf, WORDS_ES, a_day(2026, 11, 28));
    assert_str(buf_str(&buf), "Wednesdaymiércolessábado");
}

static void test_times(void **state)
{
    (void)state;
    static const struct { int32_t second; const char *text; } row[] = {
        { 0, "12:00 a.m." }, { 59, "12:00 a.m." }, { 3600, "1:00 a.m." },
        { 43199, "11:59 a.m." }, { 43200, "12:00 p.m." },
        { 58320, "4:12 p.m." }, { 86399, "11:59 p.m." }
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        assert_str(format_time_str(&arena, row[i].second), row[i].text);

    struct wall wall = { .day = a_day(2026, 12, 15), .second = 58320 };
    struct buf buf;
    buf_init(&buf, &arena, 100);
    format_wall(&buf, WORDS_EN, wall);
    buf_add_byte(&buf, '|');
    format_wall(&buf, WORDS_ES, wall);
    assert_str(buf_str(&buf), "December 15, 2026, 4:12 p.m.|"
                              "15 de diciembre de 2026, 4:12 p.m.");
}

static void test_phones(void **state)
{
    (void)state;
    static const struct { const char *in; const char *out; } row[] = {
        { "2175550100", "(217) 555-0100" },
        { "12175550100", "(217) 555-0100" },
        { "+12175550100", "(217) 555-0100" },
        { "+442071234567", "+442071234567" },
        { "217555010", "217555010" }, { "217-555-0100", "217-555-0100" },
        { "22175550100", "22175550100" }, { "", "" }
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++)
        assert_str(format_phone_str(&arena, str_of(row[i].in)), row[i].out);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_money),  cmocka_unit_test(test_counts),
        cmocka_unit_test(test_percent), cmocka_unit_test(test_days),
        cmocka_unit_test(test_times),  cmocka_unit_test(test_phones),
    };
    return cmocka_run_group_tests(test, setup, teardown);
}
