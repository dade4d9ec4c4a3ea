/* Holidays against the table of the data folder, day by day, 2020 - 2035. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/base.h"
#include "law/calendar.h"

#define HOLIDAYS_MAX 400

struct listed {
    uint32_t count;
    struct day actual[HOLIDAYS_MAX];
    struct day observed[HOLIDAYS_MAX];
    struct day bank[HOLIDAYS_MAX]; /* DAY_NONE: nothing closes */
};

static bool holds(const struct day *day, uint32_t count, struct day one)
{
    for (uint32_t i = 0; i < count; i++)
        if (day[i].n == one.n)
            return true;
    return false;
}

/* The dates stand at the end of each line: name,actual,observed,bank. */
static void listed_read(struct str bytes, struct listed *listed)
{
    struct str line;

    (void)str_cut(bytes, '\n', &line, &bytes); /* the header */
    while (bytes.len > 0) {
        struct day bank = DAY_NONE;
        (void)str_cut(bytes, '\n', &line, &bytes);
        line = str_trim(line);
        size_t last = line.len;
        while (last > 0 && line.at[last - 1] != ',')
            last--;
        assert_true(last > 22);
        assert_true(listed->count < HOLIDAYS_MAX);
        if (last < line.len)
            assert_true(day_parse(str_part(line, last, 10), &bank));
        assert_true(day_parse(str_part(line, last - 11, 10),
                              &listed->observed[listed->count]));
        assert_true(day_parse(str_part(line, last - 22, 10),
                              &listed->actual[listed->count]));
        listed->bank[listed->count++] = bank;
    }
}

static void every_day_of_the_table_agrees(void **state)
{
    struct arena arena;
    struct listed *listed;
    struct str bytes;
    struct day from;
    struct day to;
    struct err err = { 0 };
    const char *folder = getenv("BEDSIDE_DATA");

    (void)state;
    arena_init(&arena, (size_t)8 << 20);
    struct str path = str_format(&arena, "%s/tables/us_federal_holidays.csv",
                                 folder != NULL ? folder : ".");
    if (!file_read(world_real(), &arena, path.at, (size_t)1 << 20, &bytes,
                   &err)) {
        fprintf(stderr, "no table of holidays: %s\n", err.text);
        arena_clear(&arena);
        exit(77);
    }
    listed = arena_new(&arena, struct listed);
    assert_non_null(listed);
    listed_read(bytes, listed);
    assert_int_equal(listed->count, 175);
    assert_true(day_from_civil(2020, 1, 1, &from));
    assert_true(day_from_civil(2035, 12, 30, &to));
    for (struct day day = from; day.n <= to.n; day.n++) {
        bool is_literal = holds(listed->actual, listed->count, day);
        struct civil civil = day_civil(day);
        bool is_observed = holds(listed->observed, listed->count, day);
        bool is_bank = holds(listed->bank, listed->count, day);
        if ((calendar_holiday(day, CALENDAR_LITERAL) != NULL) != is_literal
            || (calendar_holiday(day, CALENDAR_CAUTIOUS) != NULL)
                   != (is_literal || is_observed)
            || (calendar_holiday(day, CALENDAR_BANK) != NULL) != is_bank)
            fail_msg("%04d-%02u-%02u", civil.year, civil.month, civil.day);
    }
    arena_clear(&arena);
}

static struct day day_of(const char *iso)
{
    struct day day;

    assert_true(day_parse(str_of(iso), &day));
    return day;
}

/* cases.md D-73 to D-75: five business days after the letter is sent. */
static void receipt_of_a_notice(void **state)
{
    static const struct {
        const char *sent;
        const char *literal;
        const char *cautious;
    } row[] = {
        { "2026-02-09", "2026-02-17", "2026-02-17" },
        { "2026-08-28", "2026-09-04", "2026-09-04" },
        { "2026-06-30", "2026-07-07", "2026-07-08" },
        { "2026-12-23", "2026-12-31", "2026-12-31" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        struct day sent = day_of(row[i].sent);
        assert_int_equal(
            calendar_add_business_days(sent, 5, CALENDAR_LITERAL).n,
            day_of(row[i].literal).n);
        assert_int_equal(
            calendar_add_business_days(sent, 5, CALENDAR_CAUTIOUS).n,
            day_of(row[i].cautious).n);
    }
}

static void the_only_difference_of_2026(void **state)
{
    uint32_t differences = 0;

    (void)state;
    for (struct day day = day_of("2026-01-01"); day.n <= day_of("2026-12-31").n;
         day.n++)
        if (calendar_is_business_day(day, CALENDAR_LITERAL)
            != calendar_is_business_day(day, CALENDAR_CAUTIOUS)) {
            assert_int_equal(day.n, day_of("2026-07-03").n);
            differences++;
        }
    assert_int_equal(differences, 1);
    assert_string_equal(
        calendar_holiday(day_of("2026-07-03"), CALENDAR_CAUTIOUS),
        "Independence Day");
    assert_null(calendar_holiday(day_of("2026-07-03"), CALENDAR_BANK));
    assert_null(calendar_holiday(day_of("2020-06-19"), CALENDAR_LITERAL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(receipt_of_a_notice),
        cmocka_unit_test(the_only_difference_of_2026),
        cmocka_unit_test(every_day_of_the_table_agrees),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
