#include "law/calendar.h"

/* 5 USC 6103(a).  A fixed date has a day; a floating one the weekday and
 * which of the month (5: the last). */
static const struct holiday {
    const char *name;
    uint32_t month;
    uint32_t day;
    enum weekday weekday;
    uint32_t nth;
    int32_t since_year;
} holidays[] = {
    { "New Year's Day", 1, 1, SUNDAY, 0, 1800 },
    { "Birthday of Martin Luther King, Jr.", 1, 0, MONDAY, 3, 1986 },
    { "Washington's Birthday", 2, 0, MONDAY, 3, 1971 },
    { "Memorial Day", 5, 0, MONDAY, 5, 1971 },
    { "Juneteenth National Independence Day", 6, 19, SUNDAY, 0, 2021 },
    { "Independence Day", 7, 4, SUNDAY, 0, 1800 },
    { "Labor Day", 9, 0, MONDAY, 1, 1894 },
    { "Columbus Day", 10, 0, MONDAY, 2, 1971 },
    { "Veterans Day", 11, 11, SUNDAY, 0, 1978 },
    { "Thanksgiving Day", 11, 0, THURSDAY, 4, 1942 },
    { "Christmas Day", 12, 25, SUNDAY, 0, 1800 },
};

static const char *literal_holiday(struct day day);
static bool is_date_of(const struct holiday *holiday, struct day day);

const char *calendar_holiday(struct day day, enum calendar calendar)
{
    CHECK(!day_is_none(day));
    const char *name = literal_holiday(day);
    enum weekday weekday = day_weekday(day);

    if (calendar == CALENDAR_BANK
        && (weekday == SATURDAY || weekday == SUNDAY))
        return NULL; /* closed anyway; a Sunday's is kept on Monday */
    if (name != NULL || calendar == CALENDAR_LITERAL)
        return name;
    /* In lieu: Sunday's on Monday; Saturday's on Friday, but not for banks.
     * Only fixed dates can fall on a weekend. */
    if (weekday == MONDAY)
        return literal_holiday(day_add(day, -1));
    if (weekday == FRIDAY && calendar == CALENDAR_CAUTIOUS)
        return literal_holiday(day_add(day, 1));
    return NULL;
}

bool calendar_is_business_day(struct day day, enum calendar calendar)
{
    enum weekday weekday = day_weekday(day);

    return weekday != SATURDAY && weekday != SUNDAY
           && calendar_holiday(day, calendar) == NULL;
}

struct day calendar_add_business_days(struct day day, uint32_t count,
                                      enum calendar calendar)
{
    CHECK(!day_is_none(day));
    while (count > 0) {
        day = day_add(day, 1);
        if (calendar_is_business_day(day, calendar))
            count--;
    }
    return day;
}

static const char *literal_holiday(struct day day)
{
    for (size_t i = 0; i < sizeof holidays / sizeof holidays[0]; i++)
        if (is_date_of(&holidays[i], day))
            return holidays[i].name;
    return NULL;
}

static bool is_date_of(const struct holiday *holiday, struct day day)
{
    struct civil civil = day_civil(day);

    if (civil.month != holiday->month || civil.year < holiday->since_year)
        return false;
    if (holiday->day > 0)
        return civil.day == holiday->day;
    if (day_weekday(day) != holiday->weekday)
        return false;
    if (holiday->nth == 5) /* the last: a week later is another month */
        return day_civil(day_add(day, 7)).month != holiday->month;
    return (civil.day - 1) / 7 + 1 == holiday->nth;
}
