#include "base/base.h"

#define YEAR_FIRST 1800
#define YEAR_LAST 2199
/* Arithmetic stays inside about 300,000 years either way: more than a moment
 * can say, and far from where 32 bits of days end. */
#define DAY_FARTHEST 120000000
#define SECOND_US INT64_C(1000000)
#define DAY_SECONDS INT64_C(86400)

static bool is_leap(int64_t year);
static uint32_t month_days(int64_t year, uint32_t month);
static int64_t days_of(int64_t year, uint32_t month, uint32_t day);
static int64_t floor_div(int64_t a, int64_t b);
static bool digits(struct str s, size_t from, size_t count, uint32_t *number);
static bool read_clock(struct str iso, int64_t *second);
static bool read_fraction(struct str digits_only, int64_t *us);

bool day_from_civil(int32_t year, uint32_t month, uint32_t day,
                    struct day *out)
{
    CHECK(out != NULL);
    if (year < YEAR_FIRST || year > YEAR_LAST)
        return false;
    if (month < 1 || month > 12)
        return false;
    if (day < 1 || day > month_days(year, month))
        return false;
    out->n = (int32_t)days_of(year, month, day);
    return true;
}

struct civil day_civil(struct day day)
{
    CHECK(!day_is_none(day));
    /* Years are counted from 1 March, so a leap day is a year's last and the
     * months have lengths that one line of arithmetic gives. */
    int64_t n = (int64_t)day.n + 719468; /* days since 0000-03-01 */
    int64_t era = floor_div(n, 146097);  /* of 400 years */
    int64_t of_era = n - era * 146097;
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524
                           - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4
                                - year_of_era / 100);
    int64_t month_from_march = (5 * of_year + 2) / 153;
    int64_t month = month_from_march < 10 ? month_from_march + 3
                                          : month_from_march - 9;
    int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
    CHECK(month >= 1 && month <= 12);
    return (struct civil){
        .year = (int32_t)year,
        .month = (uint32_t)month,
        .day = (uint32_t)(of_year - (153 * month_from_march + 2) / 5 + 1),
    };
}

enum weekday day_weekday(struct day day)
{
    CHECK(!day_is_none(day));
    int64_t n = (int64_t)day.n + 4; /* 1 January 1970 was a Thursday */
    return (enum weekday)(n - floor_div(n, 7) * 7);
}

bool day_is_none(struct day day)
{
    return day.n == INT32_MIN;
}

int day_compare(struct day a, struct day b)
{
    return a.n < b.n ? -1 : a.n > b.n ? 1 : 0;
}

int32_t day_between(struct day from, struct day to)
{
    CHECK(!day_is_none(from));
    CHECK(!day_is_none(to));
    int64_t days = (int64_t)to.n - from.n;
    CHECK(days >= -2 * DAY_FARTHEST && days <= 2 * DAY_FARTHEST);
    return (int32_t)days;
}

struct day day_add(struct day day, int32_t days)
{
    CHECK(!day_is_none(day));
    int64_t sum = (int64_t)day.n + days;
    CHECK(sum >= -DAY_FARTHEST && sum <= DAY_FARTHEST);
    return (struct day){ (int32_t)sum };
}

struct day day_add_months(struct day day, int32_t months)
{
    struct civil civil = day_civil(day);
    int64_t month = (int64_t)civil.year * 12 + civil.month - 1 + months;
    int64_t year = floor_div(month, 12);
    uint32_t month_of_year = (uint32_t)(month - year * 12) + 1;
    uint32_t last = month_days(year, month_of_year);
    uint32_t day_of_month = civil.day < last ? civil.day : last;

    int64_t n = days_of(year, month_of_year, day_of_month);
    CHECK(n >= -DAY_FARTHEST && n <= DAY_FARTHEST);
    return (struct day){ (int32_t)n };
}

struct day day_add_years(struct day day, int32_t years)
{
    CHECK(years >= -1000000 && years <= 1000000);
    return day_add_months(day, years * 12);
}

int32_t day_age_years(struct day birth, struct day on)
{
    struct civil born = day_civil(birth);
    struct civil now = day_civil(on);
    int32_t years = now.year - born.year;
    bool had_birthday = now.month > born.month
                        || (now.month == born.month && now.day >= born.day);
    return had_birthday ? years : years - 1;
}

bool day_parse(struct str iso, struct day *out)
{
    uint32_t year = 0, month = 0, day = 0;
    if (iso.len != 10 || iso.at[4] != '-' || iso.at[7] != '-')
        return false;
    if (!digits(iso, 0, 4, &year) || !digits(iso, 5, 2, &month)
        || !digits(iso, 8, 2, &day))
        return false;
    return day_from_civil((int32_t)year, month, day, out);
}

struct str day_iso(struct arena *arena, struct day day)
{
    if (day_is_none(day))
        return (struct str){ 0 };
    struct civil civil = day_civil(day);
    return str_format(arena, "%04" PRId32 "-%02" PRIu32 "-%02" PRIu32,
                      civil.year, civil.month, civil.day);
}

int moment_compare(struct moment a, struct moment b)
{
    return a.us < b.us ? -1 : a.us > b.us ? 1 : 0;
}

bool moment_is_none(struct moment m)
{
    return m.us == INT64_MIN;
}

bool moment_is_never(struct moment m)
{
    return m.us == INT64_MAX;
}

struct moment moment_add_seconds(struct moment m, int64_t seconds)
{
    CHECK(!moment_is_none(m));
    if (moment_is_never(m))
        return m;
    int64_t us = 0, sum = 0;
    bool fits = !__builtin_mul_overflow(seconds, SECOND_US, &us)
                && !__builtin_add_overflow(m.us, us, &sum);
    CHECK(fits);
    CHECK(sum != INT64_MIN && sum != INT64_MAX);
    return (struct moment){ sum };
}

int64_t moment_seconds(struct moment m)
{
    return floor_div(m.us, SECOND_US);
}

struct moment moment_from_seconds(int64_t seconds)
{
    return moment_add_seconds((struct moment){ 0 }, seconds);
}

struct day moment_utc_day(struct moment m)
{
    CHECK(!moment_is_none(m));
    CHECK(!moment_is_never(m));
    return (struct day){ (int32_t)floor_div(m.us, DAY_SECONDS * SECOND_US) };
}

struct str moment_iso(struct arena *arena, struct moment m)
{
    if (moment_is_none(m))
        return (struct str){ 0 };
    if (moment_is_never(m))
        return STR("never");

    struct day day = moment_utc_day(m);
    struct civil civil = day_civil(day);
    int64_t seconds = moment_seconds(m);
    int64_t second = seconds - day.n * DAY_SECONDS;
    /* Not m.us - seconds * SECOND_US: the first moments of all would leave
     * 64 bits on the way. */
    int64_t us = m.us % SECOND_US + (m.us % SECOND_US < 0 ? SECOND_US : 0);
    CHECK(second >= 0 && second < DAY_SECONDS);

    char fraction[16] = "";
    if (us != 0) {
        int len = snprintf(fraction, sizeof fraction, ".%06" PRId64, us);
        CHECK(len == 7);
        while (fraction[len - 1] == '0')
            fraction[--len] = '\0';
    }
    return str_format(arena,
                      "%04" PRId32 "-%02" PRIu32 "-%02" PRIu32
                      "T%02" PRId64 ":%02" PRId64 ":%02" PRId64 "%sZ",
                      civil.year, civil.month, civil.day, second / 3600,
                      second / 60 % 60, second % 60, fraction);
}

bool moment_parse(struct str iso, struct moment *out)
{
    struct day day;
    int64_t second = 0, us = 0;
    CHECK(out != NULL);
    if (iso.len < 20 || iso.at[10] != 'T' || iso.at[iso.len - 1] != 'Z')
        return false;
    if (!day_parse(str_part(iso, 0, 10), &day))
        return false;
    if (!read_clock(str_part(iso, 11, 8), &second))
        return false;
    if (iso.len > 20) {
        if (iso.at[19] != '.'
            || !read_fraction(str_part(iso, 20, iso.len - 21), &us))
            return false;
    }
    out->us = (day.n * DAY_SECONDS + second) * SECOND_US + us;
    return true;
}

/* "08:00:01"; a leap second (60) is refused, because our clocks have none. */
static bool read_clock(struct str iso, int64_t *second)
{
    uint32_t hour = 0, minute = 0, of_minute = 0;
    if (iso.len != 8 || iso.at[2] != ':' || iso.at[5] != ':')
        return false;
    if (!digits(iso, 0, 2, &hour) || !digits(iso, 3, 2, &minute)
        || !digits(iso, 6, 2, &of_minute))
        return false;
    if (hour > 23 || minute > 59 || of_minute > 59)
        return false;
    *second = (int64_t)hour * 3600 + minute * 60 + of_minute;
    return true;
}

/* One to six digits after the point; more would not come back the same. */
static bool read_fraction(struct str fraction, int64_t *us)
{
    uint32_t number = 0;
    if (fraction.len < 1 || fraction.len > 6)
        return false;
    if (!digits(fraction, 0, fraction.len, &number))
        return false;
    for (size_t i = fraction.len; i < 6; i++)
        number *= 10;
    *us = number;
    return true;
}

static bool digits(struct str s, size_t from, size_t count, uint32_t *number)
{
    CHECK(count <= 9);
    CHECK(from + count <= s.len);
    uint32_t sum = 0;
    for (size_t i = from; i < from + count; i++) {
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
        sum = sum * 10 + (uint32_t)(s.at[i] - '0');
    }
    *number = sum;
    return true;
}

static bool is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static uint32_t month_days(int64_t year, uint32_t month)
{
    static const uint8_t days[] = { 31, 28, 31, 30, 31, 30,
                                    31, 31, 30, 31, 30, 31 };
    CHECK(month >= 1 && month <= 12);
    return days[month - 1] + (month == 2 && is_leap(year) ? 1u : 0u);
}

/* Days since 1970-01-01; see day_civil for the year that starts in March. */
static int64_t days_of(int64_t year, uint32_t month, uint32_t day)
{
    int64_t march_year = year - (month <= 2 ? 1 : 0);
    int64_t month_from_march = month > 2 ? (int64_t)month - 3
                                         : (int64_t)month + 9;
    int64_t of_year = (153 * month_from_march + 2) / 5 + day - 1;
    return 365 * march_year + floor_div(march_year, 4)
           - floor_div(march_year, 100) + floor_div(march_year, 400)
           + of_year - 719468;
}

static int64_t floor_div(int64_t a, int64_t b)
{
    int64_t quotient = a / b;
    return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
}
