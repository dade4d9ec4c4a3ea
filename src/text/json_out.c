#include "base/base.h"
#include "text/escape.h"
#include "text/json.h"

#define NUMBER_BYTES 32

static size_t put_digits(char *text, size_t end, uint64_t number, int least);
static uint64_t magnitude(int64_t number);
static void before_value(struct json_out *out);
static void open_level(struct json_out *out, char bracket, bool is_object);
static void close_level(struct json_out *out, char bracket, bool is_object);
static bool in_object(const struct json_out *out);
static void add_text(struct buf *buf, struct str text);
static void add_escape(struct buf *buf, unsigned char byte);

void json_out_init(struct json_out *out, struct buf *buf)
{
    CHECK(buf != NULL);
    *out = (struct json_out){ .buf = buf };
}

void json_out_object(struct json_out *out)
{
    open_level(out, '{', true);
}

void json_out_object_end(struct json_out *out)
{
    close_level(out, '}', true);
}

void json_out_list(struct json_out *out)
{
    open_level(out, '[', false);
}

void json_out_list_end(struct json_out *out)
{
    close_level(out, ']', false);
}

void json_out_key(struct json_out *out, struct str key)
{
    CHECK(in_object(out));
    CHECK(!out->keyed);
    if (out->comma)
        buf_add_byte(out->buf, ',');
    add_text(out->buf, key);
    buf_add_byte(out->buf, ':');
    out->keyed = true;
}

void json_out_text(struct json_out *out, struct str text)
{
    before_value(out);
    if (text.at == NULL)
        buf_add(out->buf, STR("null"));
    else
        add_text(out->buf, text);
}

void json_out_int(struct json_out *out, int64_t number)
{
    before_value(out);
    char text[NUMBER_BYTES];
    size_t at = put_digits(text, sizeof text, magnitude(number), 1);
    if (number < 0)
        text[--at] = '-';
    buf_add(out->buf, (struct str){ text + at, sizeof text - at });
}

void json_out_digits(struct json_out *out, struct str digits)
{
    CHECK(digits.len > 0);
    before_value(out);
    buf_add(out->buf, digits);
}

void json_out_flag(struct json_out *out, bool flag)
{
    before_value(out);
    buf_add(out->buf, flag ? STR("true") : STR("false"));
}

void json_out_null(struct json_out *out)
{
    before_value(out);
    buf_add(out->buf, STR("null"));
}

/* As money_plain, without a detour through the arena. */
void json_out_money(struct json_out *out, struct money amount)
{
    before_value(out);
    char text[NUMBER_BYTES];
    uint64_t cents = magnitude(amount.cents);
    size_t at = sizeof text;
    text[--at] = '"';
    at = put_digits(text, at, cents % 100, 2);
    text[--at] = '.';
    at = put_digits(text, at, cents / 100, 1);
    if (amount.cents < 0)
        text[--at] = '-';
    text[--at] = '"';
    buf_add(out->buf, (struct str){ text + at, sizeof text - at });
}

void json_out_day(struct json_out *out, struct day day)
{
    if (day_is_none(day)) {
        json_out_null(out);
        return;
    }
    struct civil civil = day_civil(day);
    if (civil.year < 0 || civil.year > 9999) {
        json_out_text(out, day_iso(out->buf->arena, day));
        return;
    }
    before_value(out);
    char text[12] = { '"', 0, 0, 0, 0, '-', 0, 0, '-', 0, 0, '"' };
    put_digits(text, 5, (uint64_t)civil.year, 4);
    put_digits(text, 8, civil.month, 2);
    put_digits(text, 11, civil.day, 2);
    buf_add(out->buf, (struct str){ text, sizeof text });
}

void json_out_moment(struct json_out *out, struct moment moment)
{
    if (moment_is_none(moment) || moment_is_never(moment))
        json_out_null(out);
    else
        json_out_text(out, moment_iso(out->buf->arena, moment));
}

/* Writes at least `least` digits that end before `end`; says where they
 * start. */
static size_t put_digits(char *text, size_t end, uint64_t number, int least)
{
    size_t at = end;
    for (; number > 0 || least > 0; least--) {
        CHECK(at > 0);
        text[--at] = (char)('0' + number % 10);
        number /= 10;
    }
    return at;
}

static uint64_t magnitude(int64_t number)
{
    return number < 0 ? UINT64_C(0) - (uint64_t)number : (uint64_t)number;
}

/* In an object a value needs its key first; in a list perhaps a comma. */
static void before_value(struct json_out *out)
{
    CHECK(in_object(out) == out->keyed);
    CHECK(out->depth > 0 || !out->comma); /* one value at the top */
    if (out->comma && !out->keyed)
        buf_add_byte(out->buf, ',');
    out->comma = true;
    out->keyed = false;
}

static void open_level(struct json_out *out, char bracket, bool is_object)
{
    CHECK(out->depth < JSON_DEPTH_MAX - 1);
    before_value(out);
    buf_add_byte(out->buf, bracket);
    out->depth++;
    uint64_t bit = UINT64_C(1) << out->depth;
    out->objects = is_object ? out->objects | bit : out->objects & ~bit;
    out->comma = false;
}

static void close_level(struct json_out *out, char bracket, bool is_object)
{
    CHECK(out->depth > 0);
    CHECK(in_object(out) == is_object);
    CHECK(!out->keyed);
    buf_add_byte(out->buf, bracket);
    out->depth--;
    out->comma = true;
}

static bool in_object(const struct json_out *out)
{
    return out->depth > 0 && (out->objects >> out->depth & 1) == 1;
}

static void add_text(struct buf *buf, struct str text)
{
    buf_add_byte(buf, '"');
    size_t from = 0;
    size_t at = 0;
    while (at < text.len) {
        unsigned char byte = (unsigned char)text.at[at];
        if (byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\') {
            at++;
            continue;
        }
        size_t len = escape_utf8_len(text, at);
        if (len > 1) {
            at += len;
            continue;
        }
        buf_add(buf, str_part(text, from, at - from));
        if (len == 1)
            add_escape(buf, byte);
        else
            buf_add(buf, STR("\xEF\xBF\xBD")); /* U+FFFD: not UTF-8 */
        at++;
        from = at;
    }
    buf_add(buf, str_part(text, from, at - from));
    buf_add_byte(buf, '"');
}

static void add_escape(struct buf *buf, unsigned char byte)
{
    static const char digit[] = "0123456789abcdef";
    switch (byte) {
    case '"': buf_add(buf, STR("\\\"")); return;
    case '\\': buf_add(buf, STR("\\\\")); return;
    case '\n': buf_add(buf, STR("\\n")); return;
    case '\r': buf_add(buf, STR("\\r")); return;
    case '\t': buf_add(buf, STR("\\t")); return;
    default: break;
    }
    char code[6] = { '\\', 'u', '0', '0', digit[byte >> 4], digit[byte & 15] };
    buf_add(buf, (struct str){ code, sizeof code });
}
