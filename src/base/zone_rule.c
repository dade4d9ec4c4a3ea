#include "base/base.h"

#include "base/zone_rule.h"

#define DAY_SECONDS INT64_C(86400)
#define HOURS_MAX 167 /* RFC 8536 section 3.3.1; POSIX alone stops at 24 */
#define OFFSET_HOURS_MAX 24
/* Where a rule is asked: years inside this keep all sums in 64 bits. */
#define YEAR_FARTHEST 300000

static bool skip_name(struct str *text);
static bool read_offset(struct str *text, int32_t *east);
static bool read_clock(struct str *text, int32_t hours_max, int32_t *second);
static bool read_change(struct str *text, struct zone_change *change);
static bool read_number(struct str *text, uint32_t least, uint32_t most,
                        uint32_t *number);
static bool take(struct str *text, char byte);
static int32_t year_of(int64_t second);
static int64_t january_first(int32_t year);
static int64_t change_second(const struct zone_change *change, int32_t year,
                             int32_t offset);
static int64_t change_day(const struct zone_change *change, int32_t year);

bool zone_rule_parse(struct str text, struct zone_rule *rule)
{
    CHECK(rule != NULL);
    struct zone_rule read = { 0 };
    if (!skip_name(&text) || !read_offset(&text, &read.standard))
        return false;
    if (text.len > 0) {
        read.has_daylight = true;
        read.daylight = read.standard + 3600;
        if (!skip_name(&text))
            return false;
        if (text.len > 0 && text.at[0] != ','
            && !read_offset(&text, &read.daylight))
            return false;
        if (!take(&text, ',') || !read_change(&text, &read.start))
            return false;
        if (!take(&text, ',') || !read_change(&text, &read.end))
            return false;
        if (text.len > 0)
            return false;
    }
    *rule = read;
    return true;
}

/* The latest change at or before the second decides.  A change may lie up to
 * a week outside its year, so the years around are asked too.  When an end
 * and a start fall together (daylight time all year), the start wins. */
int32_t zone_rule_offset(const struct zone_rule *rule, int64_t second)
{
    if (!rule->has_daylight)
        return rule->standard;
    int32_t year = year_of(second);
    int64_t latest = INT64_MIN;
    int32_t offset = rule->standard;
    for (int32_t y = year - 2; y <= year + 1; y++) {
        int64_t end = change_second(&rule->end, y, rule->daylight);
        int64_t start = change_second(&rule->start, y, rule->standard);
        if (end <= second && end > latest) {
            latest = end;
            offset = rule->standard;
        }
        if (start <= second && start >= latest) {
            latest = start;
            offset = rule->daylight;
        }
    }
    CHECK(latest != INT64_MIN);
    return offset;
}

int64_t zone_rule_next(const struct zone_rule *rule, int64_t second)
{
    if (!rule->has_daylight)
        return INT64_MAX;
    int32_t year = year_of(second);
    int64_t next = INT64_MAX;
    for (int32_t y = year - 1; y <= year + 2; y++) {
        int64_t end = change_second(&rule->end, y, rule->daylight);
        int64_t start = change_second(&rule->start, y, rule->standard);
        if (end > second && end < next)
            next = end;
        if (start > second && start < next)
            next = start;
    }
    CHECK(next > second);
    return next;
}

/* Three letters or more, or anything of letters, digits, + and - in <>. */
static bool skip_name(struct str *text)
{
    bool is_quoted = take(text, '<');
    size_t len = 0;
    while (len < text->len) {
        char byte = text->at[len];
        bool is_letter = (byte >= 'A' && byte <= 'Z')
                         || (byte >= 'a' && byte <= 'z');
        bool is_other = (byte >= '0' && byte <= '9') || byte == '+'
                        || byte == '-';
        if (!is_letter && !(is_quoted && is_other))
            break;
        len++;
    }
    if (len < 3)
        return false;
    *text = str_part(*text, len, text->len);
    return !is_quoted || take(text, '>');
}

/* POSIX counts west of Greenwich as positive; we count east. */
static bool read_offset(struct str *text, int32_t *east)
{
    int32_t west = 0;
    if (!read_clock(text, OFFSET_HOURS_MAX, &west))
        return false;
    *east = -west;
    return true;
}

static bool read_clock(struct str *text, int32_t hours_max, int32_t *second)
{
    bool is_negative = take(text, '-');
    if (!is_negative)
        (void)take(text, '+');
    uint32_t hour = 0, minute = 0, of_minute = 0;
    if (!read_number(text, 0, (uint32_t)hours_max, &hour))
        return false;
    if (take(text, ':')) {
        if (!read_number(text, 0, 59, &minute))
            return false;
        if (take(text, ':') && !read_number(text, 0, 59, &of_minute))
            return false;
    }
    int32_t sum = (int32_t)(hour * 3600 + minute * 60 + of_minute);
    *second = is_negative ? -sum : sum;
    return true;
}

static bool read_change(struct str *text, struct zone_change *change)
{
    *change = (struct zone_change){ .second = 2 * 3600 };
    if (take(text, 'M')) {
        change->kind = ZONE_CHANGE_MONTH;
        if (!read_number(text, 1, 12, &change->month) || !take(text, '.')
            || !read_number(text, 1, 5, &change->week) || !take(text, '.')
            || !read_number(text, 0, 6, &change->weekday))
            return false;
    } else if (take(text, 'J')) {
        change->kind = ZONE_CHANGE_JULIAN;
        if (!read_number(text, 1, 365, &change->day))
            return false;
    } else {
        change->kind = ZONE_CHANGE_ZERO_BASED;
        if (!read_number(text, 0, 365, &change->day))
            return false;
    }
    return !take(text, '/') || read_clock(text, HOURS_MAX, &change->second);
}

static bool read_number(struct str *text, uint32_t least, uint32_t most,
                        uint32_t *number)
{
    uint32_t sum = 0;
    size_t len = 0;
    while (len < text->len && len < 4 && text->at[len] >= '0'
           && text->at[len] <= '9')
        sum = sum * 10 + (uint32_t)(text->at[len++] - '0');
    if (len == 0 || sum < least || sum > most)
        return false;
    *text = str_part(*text, len, text->len);
    *number = sum;
    return true;
}

static bool take(struct str *text, char byte)
{
    if (text->len == 0 || text->at[0] != byte)
        return false;
    *text = str_part(*text, 1, text->len);
    return true;
}

static int32_t year_of(int64_t second)
{
    int64_t day = second / DAY_SECONDS - (second % DAY_SECONDS < 0 ? 1 : 0);
    CHECK(day > INT32_MIN && day <= INT32_MAX);
    int32_t year = day_civil((struct day){ (int32_t)day }).year;
    CHECK(year > -YEAR_FARTHEST && year < YEAR_FARTHEST);
    return year;
}

/* Days since 1970, for any year: counted from a 1 January we can name. */
static int64_t january_first(int32_t year)
{
    int64_t y = (int64_t)year - 1;
    int64_t leaps = (y >= 0 ? y / 4 : (y - 3) / 4)
                    - (y >= 0 ? y / 100 : (y - 99) / 100)
                    + (y >= 0 ? y / 400 : (y - 399) / 400);
    return y * 365 + leaps - 719162;
}

/* `offset` is the one in force just before the change. */
static int64_t change_second(const struct zone_change *change, int32_t year,
                             int32_t offset)
{
    return change_day(change, year) * DAY_SECONDS + change->second - offset;
}

static int64_t change_day(const struct zone_change *change, int32_t year)
{
    int64_t january = january_first(year);
    bool is_leap = january_first(year + 1) - january == 366;
    if (change->kind == ZONE_CHANGE_ZERO_BASED)
        return january + change->day;
    if (change->kind == ZONE_CHANGE_JULIAN)
        return january + change->day - 1 + (is_leap && change->day >= 60);

    struct day first = day_add_months((struct day){ (int32_t)january },
                                      (int32_t)change->month - 1);
    struct day next = day_add_months(first, 1);
    int32_t ahead = ((int32_t)change->weekday - (int32_t)day_weekday(first)
                     + 7) % 7;
    int64_t day = (int64_t)first.n + ahead + 7 * ((int64_t)change->week - 1);
    return day >= next.n ? day - 7 : day;
}
