#include "base/base.h"
#include "text/format.h"

#define FORMAT_BYTES_MAX 160

static const char *const month_en[12] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"
};
static const char *const month_es[12] = {
    "enero", "febrero", "marzo",      "abril",   "mayo",      "junio",
    "julio", "agosto",  "septiembre", "octubre", "noviembre", "diciembre"
};
static const char *const weekday_en[7] = { "Sunday",    "Monday",   "Tuesday",
                                           "Wednesday", "Thursday", "Friday",
                                           "Saturday" };
static const char *const weekday_es[7] = { "domingo",   "lunes",  "martes",
                                           "miércoles", "jueves", "viernes",
                                           "sábado" };

static void add_grouped(struct buf *buf, uint64_t number);
static void add_number(struct buf *buf, uint32_t number);
/* Without thousands: days and years. */
static void add_number(struct buf *buf, uint32_t number)
{
    char text[12];
    size_t at = sizeof text;
    do {
        text[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    buf_add(buf, (struct str){ text + at, sizeof text - at });
}

static uint64_t magnitude(int64_t number);
static bool phone_digits(struct str phone, struct str *digits);

void format_money(struct buf *buf, struct money amount)
{
    uint64_t cents = magnitude(amount.cents);
    buf_add(buf, amount.cents < 0 ? STR("-$") : STR("$"));
    add_grouped(buf, cents / 100);
    char rest[3] = { '.', (char)('0' + cents / 10 % 10),
                     (char)('0' + cents % 10) };
    buf_add(buf, (struct str){ rest, sizeof rest });
}

void format_count(struct buf *buf, int64_t count)
{
    if (count < 0)
        buf_add_byte(buf, '-');
    add_grouped(buf, magnitude(count));
}

void format_percent(struct buf *buf, int64_t ppm)
{
    uint64_t size = magnitude(ppm);
    if (ppm < 0)
        buf_add_byte(buf, '-');
    add_grouped(buf, size / 10000);

    uint64_t rest = size % 10000;
    if (rest > 0) {
        char decimal[4];
        size_t len = 0;
        for (uint64_t unit = 1000; rest > 0; unit /= 10) {
            decimal[len++] = (char)('0' + rest / unit);
            rest %= unit;
        }
        buf_add_byte(buf, '.');
        buf_add(buf, (struct str){ decimal, len });
    }
    buf_add_byte(buf, '%');
}

void format_day(struct buf *buf, enum words_language language, struct day day)
{
    if (day_is_none(day))
        return;
    struct civil civil = day_civil(day);
    CHECK(civil.month >= 1 && civil.month <= 12);
    CHECK(civil.year > 0);
    if (language == WORDS_ES) {
        add_number(buf, civil.day);
        buf_add(buf, STR(" de "));
        buf_add_c(buf, month_es[civil.month - 1]);
        buf_add(buf, STR(" de "));
    } else {
        buf_add_c(buf, month_en[civil.month - 1]);
        buf_add_byte(buf, ' ');
        add_number(buf, civil.day);
        buf_add(buf, STR(", "));
    }
    add_number(buf, (uint32_t)civil.year);
}

void format_weekday(struct buf *buf, enum words_language language,
                    struct day day)
{
    if (day_is_none(day))
        return;
    enum weekday weekday = day_weekday(day);
    CHECK(weekday <= SATURDAY);
    buf_add_c(buf, language == WORDS_ES ? weekday_es[weekday]
                                        : weekday_en[weekday]);
}

void format_time(struct buf *buf, int32_t second)
{
    CHECK(second >= 0);
    CHECK(second < 86400);
    int32_t hour = second / 3600;
    int32_t minute = second / 60 % 60;
    int32_t face = hour % 12 == 0 ? 12 : hour % 12;
    buf_add_format(buf, "%" PRId32 ":%02" PRId32 " %s", face, minute,
                   hour < 12 ? "a.m." : "p.m.");
}

void format_wall(struct buf *buf, enum words_language language,
                 struct wall wall)
{
    if (day_is_none(wall.day))
        return;
    format_day(buf, language, wall.day);
    buf_add(buf, STR(", "));
    format_time(buf, wall.second);
}

void format_phone(struct buf *buf, struct str phone)
{
    struct str digits;
    if (!phone_digits(phone, &digits)) {
        buf_add(buf, phone);
        return;
    }
    CHECK(digits.len == 10);
    buf_add_format(buf, "(%.3s) %.3s-%.4s", digits.at, digits.at + 3,
                   digits.at + 6);
}

/* The ten digits of a number of the North American plan. */
static bool phone_digits(struct str phone, struct str *digits)
{
    struct str rest = phone;
    if (str_starts(rest, STR("+1")))
        rest = str_part(rest, 2, SIZE_MAX);
    else if (rest.len == 11 && rest.at[0] == '1')
        rest = str_part(rest, 1, SIZE_MAX);
    if (rest.len != 10)
        return false;
    for (size_t i = 0; i < rest.len; i++)
        if (rest.at[i] < '0' || rest.at[i] > '9')
            return false;
    *digits = rest;
    return true;
}

/* 1234567 as "1,234,567". */
static void add_grouped(struct buf *buf, uint64_t number)
{
    char text[32];
    size_t at = sizeof text;
    uint32_t digits = 0;
    do {
        if (digits > 0 && digits % 3 == 0)
            text[--at] = ',';
        text[--at] = (char)('0' + number % 10);
        number /= 10;
        digits++;
    } while (number > 0);
    buf_add(buf, (struct str){ text + at, sizeof text - at });
}

static uint64_t magnitude(int64_t number)
{
    return number < 0 ? UINT64_C(0) - (uint64_t)number : (uint64_t)number;
}

struct str format_money_str(struct arena *arena, struct money amount)
{
    struct buf buf;
    buf_init(&buf, arena, FORMAT_BYTES_MAX);
    format_money(&buf, amount);
    return buf_str(&buf);
}

struct str format_day_str(struct arena *arena, enum words_language language,
                          struct day day)
{
    struct buf buf;
    buf_init(&buf, arena, FORMAT_BYTES_MAX);
    format_day(&buf, language, day);
    return buf_str(&buf);
}

struct str format_time_str(struct arena *arena, int32_t second)
{
    struct buf buf;
    buf_init(&buf, arena, FORMAT_BYTES_MAX);
    format_time(&buf, second);
    return buf_str(&buf);
}

struct str format_phone_str(struct arena *arena, struct str phone)
{
    struct buf buf;
    buf_init(&buf, arena, phone.len + FORMAT_BYTES_MAX);
    format_phone(&buf, phone);
    return buf_str(&buf);
}

struct str format_count_str(struct arena *arena, int64_t count)
{
    struct buf buf;
    buf_init(&buf, arena, FORMAT_BYTES_MAX);
    format_count(&buf, count);
    return buf_str(&buf);
}
