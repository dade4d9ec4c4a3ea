#include "base/base.h"

#include "http/form.h"

static int hex_digit(char c);
static bool is_unreserved(char c);
static bool pair_parse(struct arena *arena, struct str text,
                       struct http_pair *pair, struct err *err);

bool http_url_decode(struct arena *arena, struct str text, bool plus_is_space,
                     struct str *out, struct err *err)
{
    char *bytes = arena_bytes(arena, text.len + 1);
    if (!bytes)
        return err_set(err, ERR_EXHAUSTED, "no memory for the address");

    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c == '+' && plus_is_space) {
            c = ' ';
        } else if (c == '%') {
            int high = i + 1 < text.len ? hex_digit(text.at[i + 1]) : -1;
            int low = i + 2 < text.len ? hex_digit(text.at[i + 2]) : -1;
            if (high < 0 || low < 0)
                return err_set(err, ERR_INVALID, "a broken %%-escape");
            c = (char)(high * 16 + low);
            i += 2;
        }
        bytes[len++] = c;
    }
    struct str decoded = { bytes, len };
    if (!str_is_utf8(decoded))
        return err_set(err, ERR_INVALID, "text that is not UTF-8");
    *out = decoded;
    return true;
}

void http_url_encode(struct buf *buf, struct str text)
{
    static const char digit[] = "0123456789ABCDEF";

    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (is_unreserved(c)) {
            buf_add_byte(buf, c);
            continue;
        }
        buf_add_byte(buf, '%');
        buf_add_byte(buf, digit[((unsigned char)c) >> 4]);
        buf_add_byte(buf, digit[((unsigned char)c) & 15]);
    }
}

bool http_pairs_parse(struct arena *arena, struct str text, uint32_t max,
                      struct http_pair **pair, uint32_t *count,
                      struct err *err)
{
    uint32_t room = 0;
    struct str head, tail = text;
    for (bool more = text.len > 0; more;) {
        more = str_cut(tail, '&', &head, &tail);
        room += head.len > 0;
        if (room > max)
            return err_set(err, ERR_INVALID, "more than %" PRIu32 " fields",
                           max);
    }
    struct http_pair *list = arena_many(arena, room + 1u, struct http_pair);
    if (!list)
        return err_set(err, ERR_EXHAUSTED, "no memory for the form");

    uint32_t n = 0;
    tail = text;
    for (bool more = text.len > 0; more;) {
        more = str_cut(tail, '&', &head, &tail);
        if (head.len > 0 && !pair_parse(arena, head, &list[n++], err))
            return false;
    }
    CHECK(n == room);
    *pair = list;
    *count = n;
    return true;
}

struct str http_pairs_render(struct arena *arena,
                             const struct http_pair *pair, uint32_t count)
{
    struct buf buf;
    buf_init(&buf, arena, arena->limit);
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0)
            buf_add_byte(&buf, '&');
        http_url_encode(&buf, pair[i].name);
        buf_add_byte(&buf, '=');
        http_url_encode(&buf, pair[i].value);
    }
    if (buf.failed)
        return (struct str){ NULL, 0 };
    return count == 0 ? STR("") : buf_str(&buf);
}

/* Browsers trim nothing and quote nothing here; neither do we.  A crumb
 * without '=' or with odd bytes is somebody else's and is passed over. */
bool http_cookies_parse(struct arena *arena, struct str header,
                        struct http_pair **cookie, uint32_t *count)
{
    struct http_pair *list =
        arena_many(arena, HTTP_COOKIES_MAX, struct http_pair);
    if (!list)
        return false;

    uint32_t n = 0;
    struct str head, tail = header;
    for (bool more = header.len > 0; more && n < HTTP_COOKIES_MAX;) {
        more = str_cut(tail, ';', &head, &tail);
        struct str name, value;
        if (!str_cut(str_trim(head), '=', &name, &value) || name.len == 0)
            continue;
        list[n].name = str_copy(arena, name);
        list[n].value = str_copy(arena, value);
        n++;
    }
    if (arena->exhausted)
        return false;
    *cookie = list;
    *count = n;
    return true;
}

static bool pair_parse(struct arena *arena, struct str text,
                       struct http_pair *pair, struct err *err)
{
    struct str name, value;
    if (!str_cut(text, '=', &name, &value))
        value = STR("");
    return http_url_decode(arena, name, true, &pair->name, err)
           && http_url_decode(arena, value, true, &pair->value, err);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

static bool is_unreserved(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z')
           || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_'
           || c == '~';
}
