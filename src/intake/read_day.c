/* The days of read.h. */
#include "intake/read.h"

#define SERIAL_LEAST 61   /* 1900-03-01: before it Excel counts a wrong day */
#define SERIAL_MOST 73050 /* 2099-12-31 */

static bool read_iso(struct str cell, struct day *out);
static bool is_time_of_day(struct str tail);
static bool is_blank_word(struct str cell);
static enum intake_reason read_digits(struct str cell,
                                      struct intake_read_day_ask ask,
                                      struct day *out);
static enum intake_reason read_parts(struct str cell,
                                     struct intake_read_day_ask ask,
                                     struct day *out);
static enum intake_reason day_of(int64_t year, int64_t month, int64_t day,
                                 struct day *out);
static bool number_of(struct str digits, int64_t *number);

enum intake_reason intake_read_day(struct str cell,
                                   struct intake_read_day_ask ask,
                                   struct day *out)
{
    CHECK(ask.latest_year >= 1900 && ask.latest_year < 2200);

    if (read_iso(cell, out))
        return REASON_NONE;
    cell = str_trim(cell);
    if (cell.len == 0 || is_blank_word(cell)) {
        *out = DAY_NONE;
        return REASON_NONE;
    }
    if (cell.at[0] == '=')
        return REASON_FORMULA;

    size_t end = 0;
    while (end < cell.len && cell.at[end] != 'T' && cell.at[end] != ' ')
        end++;
    if (end < cell.len && !is_time_of_day(str_part(cell, end + 1, SIZE_MAX)))
        return REASON_DATE_SHAPE;
    struct str date = str_part(cell, 0, end);

    bool has_mark = str_find_byte(date, '/', 0) < date.len
                    || str_find_byte(date, '-', 0) < date.len;
    return has_mark ? read_parts(date, ask, out)
                    : read_digits(date, ask, out);
}

/* The form most files use, without detours. */
static bool read_iso(struct str cell, struct day *out)
{
    if (cell.len != 10 || cell.at[4] != '-' || cell.at[7] != '-')
        return false;
    static const uint8_t place[8] = { 0, 1, 2, 3, 5, 6, 8, 9 };
    uint32_t digit[8];
    for (int i = 0; i < 8; i++) {
        digit[i] = (uint32_t)(unsigned char)cell.at[place[i]] - '0';
        if (digit[i] > 9)
            return false;
    }
    uint32_t year = digit[0] * 1000 + digit[1] * 100 + digit[2] * 10
                    + digit[3];
    return day_from_civil((int32_t)year, digit[4] * 10 + digit[5],
                          digit[6] * 10 + digit[7], out);
}

static bool is_time_of_day(struct str tail)
{
    tail = str_trim(tail);
    if (tail.len == 0 || tail.at[0] < '0' || tail.at[0] > '9')
        return false;
    for (size_t i = 0; i < tail.len; i++)
        if (memchr("0123456789:.+-ZAPMapm ", tail.at[i], 22) == NULL)
            return false;
    return true;
}

/* What exports write for "no date". */
static bool is_blank_word(struct str cell)
{
    static const char *const words[] = { "NULL", "N/A", "NA", "NONE" };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_equal_fold(cell, str_of(words[i])))
            return true;
    bool has_zero = false;
    for (size_t i = 0; i < cell.len; i++) {
        if (memchr("0/- :", cell.at[i], 5) == NULL)
            return false;
        has_zero |= cell.at[i] == '0';
    }
    return has_zero || cell.len == 1;
}

/* YYYYMMDD, or a spreadsheet's serial with or without its time of day. */
static enum intake_reason read_digits(struct str cell,
                                      struct intake_read_day_ask ask,
                                      struct day *out)
{
    struct str whole, part;
    bool has_part = str_cut(cell, '.', &whole, &part);
    int64_t number = 0, ignored = 0;
    if (!number_of(whole, &number)
        || (has_part && !number_of(part, &ignored)))
        return REASON_DATE_SHAPE;
    if (whole.len == 8 && !has_part)
        return day_of(number / 10000, number / 100 % 100, number % 100, out);
    if (whole.len > 5 || number < SERIAL_LEAST || number > SERIAL_MOST)
        return REASON_DATE_SHAPE;
    if (!ask.is_excel)
        return whole.len == 5 ? REASON_DATE_SERIAL : REASON_DATE_SHAPE;

    struct day zero;
    CHECK(day_from_civil(1899, 12, 30, &zero));
    *out = day_add(zero, (int32_t)number);
    return REASON_NONE;
}

/* Y-M-D when the first part has four digits, else M/D/Y. */
static enum intake_reason read_parts(struct str cell,
                                     struct intake_read_day_ask ask,
                                     struct day *out)
{
    char mark = str_find_byte(cell, '/', 0) < cell.len ? '/' : '-';
    struct str part[3], rest = cell;
    bool is_whole = str_cut(rest, mark, &part[0], &rest)
                    && str_cut(rest, mark, &part[1], &part[2]);
    int64_t number[3] = { 0, 0, 0 };
    if (!is_whole || !number_of(part[0], &number[0])
        || !number_of(part[1], &number[1]) || !number_of(part[2], &number[2]))
        return REASON_DATE_SHAPE;

    if (part[0].len == 4 && part[1].len <= 2 && part[2].len <= 2)
        return day_of(number[0], number[1], number[2], out);
    if (part[0].len > 2 || part[1].len > 2
        || (part[2].len != 2 && part[2].len != 4))
        return REASON_DATE_SHAPE;
    if (part[2].len == 2) {
        int64_t century = ask.latest_year - ask.latest_year % 100;
        number[2] += century;
        if (number[2] > ask.latest_year)
            number[2] -= 100;
    }
    return day_of(number[2], number[0], number[1], out);
}

static enum intake_reason day_of(int64_t year, int64_t month, int64_t day,
                                 struct day *out)
{
    CHECK(year >= 0 && year <= 9999);
    CHECK(month >= 0 && day >= 0);
    if (year < 1800 || year > 2199)
        return REASON_DATE_YEAR;
    if (month > 99 || day > 99
        || !day_from_civil((int32_t)year, (uint32_t)month, (uint32_t)day,
                           out))
        return REASON_DATE_ABSENT;
    return REASON_NONE;
}

/* One to nine digits, nothing else. */
static bool number_of(struct str digits, int64_t *number)
{
    if (digits.len == 0 || digits.len > 9)
        return false;
    int64_t sum = 0;
    for (size_t i = 0; i < digits.len; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9')
            return false;
        sum = sum * 10 + (digits.at[i] - '0');
    }
    *number = sum;
    return true;
}
