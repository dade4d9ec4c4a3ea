#include <stdarg.h>

#include "base/base.h"

#define DISTANCE_LEN_MAX 64

static char lower(char byte);
static bool blank(char byte);
static size_t utf8_size(struct str s, size_t at);

struct str str_of(const char *c_string)
{
    if (c_string == NULL)
        return (struct str){ 0 };
    return (struct str){ c_string, strlen(c_string) };
}

bool str_equal(struct str a, struct str b)
{
    if (a.len != b.len || (a.at == NULL) != (b.at == NULL))
        return false;
    return a.len == 0 || memcmp(a.at, b.at, a.len) == 0;
}

bool str_equal_fold(struct str a, struct str b)
{
    if (a.len != b.len || (a.at == NULL) != (b.at == NULL))
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (lower(a.at[i]) != lower(b.at[i]))
            return false;
    return true;
}

bool str_is(struct str s, const char *c_string)
{
    return str_equal(s, str_of(c_string));
}

int str_compare(struct str a, struct str b)
{
    size_t len = a.len < b.len ? a.len : b.len;
    int order = len == 0 ? 0 : memcmp(a.at, b.at, len);
    if (order != 0)
        return order;
    if (a.len != b.len)
        return a.len < b.len ? -1 : 1;
    return (a.at != NULL) - (b.at != NULL); /* absent before empty */
}

bool str_starts(struct str s, struct str prefix)
{
    if (s.at == NULL || prefix.at == NULL || s.len < prefix.len)
        return false;
    return memcmp(s.at, prefix.at, prefix.len) == 0;
}

bool str_ends(struct str s, struct str suffix)
{
    if (s.at == NULL || suffix.at == NULL || s.len < suffix.len)
        return false;
    return memcmp(s.at + s.len - suffix.len, suffix.at, suffix.len) == 0;
}

struct str str_trim(struct str s)
{
    while (s.len > 0 && blank(s.at[0])) {
        s.at++;
        s.len--;
    }
    while (s.len > 0 && blank(s.at[s.len - 1]))
        s.len--;
    return s;
}

struct str str_part(struct str s, size_t from, size_t len)
{
    if (s.at == NULL)
        return s;
    if (from > s.len)
        from = s.len;
    if (len > s.len - from)
        len = s.len - from;
    return (struct str){ s.at + from, len };
}

size_t str_find_byte(struct str s, char byte, size_t from)
{
    if (from >= s.len)
        return s.len;
    const char *found = memchr(s.at + from, byte, s.len - from);
    return found == NULL ? s.len : (size_t)(found - s.at);
}

size_t str_find(struct str s, struct str needle)
{
    if (s.at == NULL || needle.at == NULL)
        return SIZE_MAX;
    const char *found = memmem(s.at, s.len, needle.at, needle.len);
    return found == NULL ? SIZE_MAX : (size_t)(found - s.at);
}

bool str_cut(struct str s, char byte, struct str *head, struct str *tail)
{
    CHECK(head != NULL);
    CHECK(tail != NULL);
    size_t at = str_find_byte(s, byte, 0);
    if (at == s.len) {
        *head = s;
        *tail = (struct str){ 0 };
        return false;
    }
    *head = (struct str){ s.at, at };
    *tail = (struct str){ s.at + at + 1, s.len - at - 1 };
    return true;
}

bool str_to_int64(struct str s, int64_t *number)
{
    CHECK(number != NULL);
    size_t start = s.len > 0 && s.at[0] == '-' ? 1 : 0;
    if (start == s.len)
        return false;
    int64_t sum = 0;
    for (size_t i = start; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
        int64_t digit = s.at[i] - '0';
        /* Counted downward, because the negative side is one longer. */
        if (__builtin_mul_overflow(sum, 10, &sum)
            || __builtin_sub_overflow(sum, digit, &sum))
            return false;
    }
    if (start == 0 && sum == INT64_MIN)
        return false;
    *number = start == 1 ? sum : -sum;
    return true;
}

bool str_is_plain(struct str s)
{
    for (size_t i = 0; i < s.len; i++) {
        char c = s.at[i];
        bool is_fit = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
                      || (c >= '0' && c <= '9') || c == '.' || c == '-'
                      || c == '_';
        if (!is_fit)
            return false;
    }
    return s.len > 0;
}

bool str_is_utf8(struct str s)
{
    size_t at = 0;
    while (at < s.len) {
        size_t size = utf8_size(s, at);
        if (size == 0)
            return false;
        at += size;
    }
    return true;
}

uint32_t str_distance(struct str a, struct str b, uint32_t limit)
{
    CHECK(limit < UINT32_MAX);
    if (a.len > DISTANCE_LEN_MAX || b.len > DISTANCE_LEN_MAX)
        return limit + 1;
    uint32_t row[DISTANCE_LEN_MAX + 1];
    for (uint32_t j = 0; j <= b.len; j++)
        row[j] = j;
    for (uint32_t i = 1; i <= a.len; i++) {
        uint32_t diagonal = row[0];
        row[0] = i;
        for (uint32_t j = 1; j <= b.len; j++) {
            uint32_t change = diagonal + (a.at[i - 1] != b.at[j - 1] ? 1 : 0);
            diagonal = row[j];
            uint32_t best = row[j] < row[j - 1] ? row[j] + 1 : row[j - 1] + 1;
            row[j] = change < best ? change : best;
        }
    }
    return row[b.len] <= limit ? row[b.len] : limit + 1;
}

struct str str_copy(struct arena *arena, struct str s)
{
    if (s.at == NULL || s.len == SIZE_MAX)
        return (struct str){ 0 };
    char *copy = arena_bytes(arena, s.len + 1);
    if (copy == NULL)
        return (struct str){ 0 };
    memcpy(copy, s.at, s.len);
    return (struct str){ copy, s.len };
}

const char *str_c(struct arena *arena, struct str s)
{
    struct str copy = str_copy(arena, s);
    return copy.at == NULL ? "" : copy.at;
}

struct str str_lower(struct arena *arena, struct str s)
{
    if (s.at == NULL || s.len == SIZE_MAX)
        return (struct str){ 0 };
    char *copy = arena_bytes(arena, s.len + 1);
    if (copy == NULL)
        return (struct str){ 0 };
    for (size_t i = 0; i < s.len; i++)
        copy[i] = lower(s.at[i]);
    return (struct str){ copy, s.len };
}

struct str str_format(struct arena *arena, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    int wanted = vsnprintf(NULL, 0, format, list);
    va_end(list);
    CHECK(wanted >= 0);

    size_t len = (size_t)wanted;
    char *text = arena_bytes(arena, len + 1);
    if (text == NULL)
        return (struct str){ 0 };
    va_start(list, format);
    int written = vsnprintf(text, len + 1, format, list);
    va_end(list);
    CHECK(written == wanted);
    return (struct str){ text, len };
}

static char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static bool blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* How many bytes the character at `at` has; 0 when it is not one.  RFC 3629,
 * table of section 4: the second byte's range shuts out overlong forms,
 * surrogates and everything past U+10FFFF. */
static size_t utf8_size(struct str s, size_t at)
{
    unsigned char first = (unsigned char)s.at[at];
    size_t left = s.len - at;
    if (first < 0x80)
        return first == 0 ? 0 : 1;
    if (first < 0xC2 || first > 0xF4)
        return 0;
    size_t size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (left < size)
        return 0;
    unsigned char second = (unsigned char)s.at[at + 1];
    unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    if (second < low || second > high)
        return 0;
    for (size_t i = 2; i < size; i++)
        if (((unsigned char)s.at[at + i] & 0xC0) != 0x80)
            return 0;
    return size;
}
