#include "base/base.h"
#include "text/escape.h"

#define REPLACEMENT STR("\xEF\xBF\xBD") /* U+FFFD */

/* The ASCII bytes that may not stand in HTML as they are. */
static const bool is_special[128] = { [0] = true,   ['&'] = true,
                                      ['<'] = true, ['>'] = true,
                                      ['"'] = true, ['\''] = true };

static struct str entity(char byte);
static bool continues(struct str s, size_t at);

void escape_html(struct buf *buf, struct str text)
{
    size_t from = 0; /* first byte not yet appended */
    size_t at = 0;
    while (at < text.len) {
        unsigned char byte = (unsigned char)text.at[at];
        if (byte < 128 && !is_special[byte]) {
            at++;
            continue;
        }
        size_t len = byte == 0 ? 0 : escape_utf8_len(text, at);
        if (len > 1) {
            at += len;
            continue;
        }
        buf_add(buf, str_part(text, from, at - from));
        buf_add(buf, len > 0 ? entity(text.at[at]) : REPLACEMENT);
        at++;
        from = at;
    }
    buf_add(buf, str_part(text, from, at - from));
}

void escape_url(struct buf *buf, struct str text)
{
    static const char digit[] = "0123456789ABCDEF";
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        bool plain = (byte >= 'A' && byte <= 'Z')
                     || (byte >= 'a' && byte <= 'z')
                     || (byte >= '0' && byte <= '9') || byte == '-'
                     || byte == '.' || byte == '_' || byte == '~';
        if (plain) {
            buf_add_byte(buf, (char)byte);
            continue;
        }
        char coded[3] = { '%', digit[byte >> 4], digit[byte & 15] };
        buf_add(buf, (struct str){ coded, sizeof coded });
    }
}

void escape_utf8(struct buf *buf, struct str text)
{
    size_t from = 0;
    size_t at = 0;
    while (at < text.len) {
        size_t len = text.at[at] == 0 ? 0 : escape_utf8_len(text, at);
        if (len > 0) {
            at += len;
            continue;
        }
        buf_add(buf, str_part(text, from, at - from));
        buf_add(buf, REPLACEMENT);
        at++;
        from = at;
    }
    buf_add(buf, str_part(text, from, at - from));
}

/* RFC 3629: no overlong form, no surrogate, nothing past U+10FFFF. */
size_t escape_utf8_len(struct str s, size_t at)
{
    CHECK(at < s.len);
    unsigned char lead = (unsigned char)s.at[at];
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || lead > 0xF4 || !continues(s, at + 1))
        return 0;
    if (lead < 0xE0)
        return 2;

    unsigned char second = (unsigned char)s.at[at + 1];
    if ((lead == 0xE0 && second < 0xA0) || (lead == 0xED && second > 0x9F)
        || (lead == 0xF0 && second < 0x90) || (lead == 0xF4 && second > 0x8F)
        || !continues(s, at + 2))
        return 0;
    if (lead < 0xF0)
        return 3;
    return continues(s, at + 3) ? 4 : 0;
}

static bool continues(struct str s, size_t at)
{
    return at < s.len && ((unsigned char)s.at[at] & 0xC0) == 0x80;
}

static struct str entity(char byte)
{
    switch (byte) {
    case '&': return STR("&amp;");
    case '<': return STR("&lt;");
    case '>': return STR("&gt;");
    case '"': return STR("&quot;");
    default: break;
    }
    CHECK(byte == '\'');
    return STR("&#39;");
}
