#include <stdarg.h>

#include "base/base.h"

#define BUF_FIRST_BYTES 128

static bool buf_room(struct buf *buf, size_t more);
static int hex_value(char byte);

void buf_init(struct buf *buf, struct arena *arena, size_t max)
{
    CHECK(buf != NULL);
    CHECK(arena != NULL);
    CHECK(max < SIZE_MAX / 2);
    *buf = (struct buf){ .arena = arena, .max = max };
}

void buf_add(struct buf *buf, struct str s)
{
    if (s.len == 0 || !buf_room(buf, s.len))
        return;
    memcpy(buf->at + buf->len, s.at, s.len);
    buf->len += s.len;
    CHECK(buf->len <= buf->max);
}

void buf_add_c(struct buf *buf, const char *c_string)
{
    buf_add(buf, str_of(c_string));
}

void buf_add_byte(struct buf *buf, char byte)
{
    buf_add(buf, (struct str){ &byte, 1 });
}

void buf_add_int(struct buf *buf, int64_t number)
{
    buf_add_format(buf, "%" PRId64, number);
}

void buf_add_format(struct buf *buf, const char *format, ...)
{
    if (buf->failed)
        return;
    va_list list;
    va_start(list, format);
    int wanted = vsnprintf(NULL, 0, format, list);
    va_end(list);
    CHECK(wanted >= 0);

    size_t len = (size_t)wanted;
    if (len == 0 || !buf_room(buf, len))
        return;
    va_start(list, format);
    int written = vsnprintf(buf->at + buf->len, len + 1, format, list);
    va_end(list);
    CHECK(written == wanted);
    buf->len += len;
}

struct str buf_str(const struct buf *buf)
{
    if (buf->failed)
        return (struct str){ 0 };
    if (buf->at == NULL)
        return STR("");
    return (struct str){ buf->at, buf->len };
}

/* Room for `more` bytes and one NUL, growing by doubling. */
static bool buf_room(struct buf *buf, size_t more)
{
    if (buf->failed)
        return false;
    if (more > buf->max - buf->len) {
        buf->failed = true;
        return false;
    }
    size_t need = buf->len + more + 1;
    if (need <= buf->room)
        return true;

    size_t room = buf->room == 0 ? BUF_FIRST_BYTES : 2 * buf->room;
    if (room > buf->max + 1)
        room = buf->max + 1;
    if (room < need)
        room = need;
    char *at = arena_grow(buf->arena, buf->at, buf->room, room);
    if (at == NULL) {
        buf->failed = true;
        return false;
    }
    buf->at = at;
    buf->room = room;
    return true;
}

struct str hex_of(struct arena *arena, struct str bytes)
{
    static const char digit[] = "0123456789abcdef";
    if (bytes.at == NULL)
        return (struct str){ 0 };
    char *hex = bytes.len < SIZE_MAX / 2 ? arena_bytes(arena, bytes.len * 2 + 1)
                                         : NULL;
    if (hex == NULL)
        return (struct str){ 0 };
    for (size_t i = 0; i < bytes.len; i++) {
        unsigned char byte = (unsigned char)bytes.at[i];
        hex[2 * i] = digit[byte >> 4];
        hex[2 * i + 1] = digit[byte & 15];
    }
    return (struct str){ hex, bytes.len * 2 };
}

bool hex_to(struct arena *arena, struct str hex, struct str *bytes)
{
    CHECK(bytes != NULL);
    if (hex.at == NULL || hex.len % 2 != 0)
        return false;
    for (size_t i = 0; i < hex.len; i++)
        if (hex_value(hex.at[i]) < 0)
            return false;
    char *out = arena_bytes(arena, hex.len / 2 + 1);
    if (out == NULL)
        return false;
    for (size_t i = 0; i < hex.len / 2; i++) {
        int byte = hex_value(hex.at[2 * i]) * 16 + hex_value(hex.at[2 * i + 1]);
        out[i] = (char)byte;
    }
    *bytes = (struct str){ out, hex.len / 2 };
    return true;
}

static int hex_value(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F')
        return byte - 'A' + 10;
    return -1;
}
