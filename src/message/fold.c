#include "base/base.h"
#include "message/fold.h"

/* Second byte after 0xC3 in UTF-8, for the letters of Spanish. */
static const struct {
    unsigned char small, capital;
    char letter;
    bool has_accent;
} accented[] = {
    { 0xA1, 0x81, 'a', true }, { 0xA9, 0x89, 'e', true },
    { 0xAD, 0x8D, 'i', true }, { 0xB3, 0x93, 'o', true },
    { 0xBA, 0x9A, 'u', true }, { 0xBC, 0x9C, 'u', true },
    { 0xB1, 0x91, 'n', false },
};

char fold_letter(struct str word, size_t *at, bool *has_accent)
{
    CHECK(*at < word.len);
    unsigned char byte = (unsigned char)word.at[(*at)++];
    *has_accent = false;
    if (byte >= 'A' && byte <= 'Z')
        return (char)(byte - 'A' + 'a');
    if (byte < 0x80)
        return (char)byte;
    if (byte != 0xC3 || *at >= word.len)
        return '\0';
    unsigned char second = (unsigned char)word.at[(*at)++];
    for (size_t i = 0; i < sizeof accented / sizeof accented[0]; i++) {
        if (second == accented[i].small || second == accented[i].capital) {
            *has_accent = accented[i].has_accent;
            return accented[i].letter;
        }
    }
    return '\0';
}

size_t fold_word(struct str word, char *out, size_t room)
{
    CHECK(room > 0);
    size_t len = 0;
    for (size_t i = 0; i < word.len && len + 1 < room;) {
        bool has_accent;
        if (str_starts(str_part(word, i, 3), STR("\xE2\x80\x99"))) {
            out[len++] = '\'';
            i += 3;
            continue;
        }
        char letter = fold_letter(word, &i, &has_accent);
        out[len++] = letter == '\0' ? '~' : letter;
    }
    out[len] = '\0';
    return len;
}

/* The Spanish opening marks are 0xC2 0xBF and 0xC2 0xA1; typographic quotes
 * and dashes are 0xE2 0x80 and a third byte. */
static size_t mark_len(struct str raw, bool at_end)
{
    static const char marks[] = ".,;:!?()[]\"'*<>-";
    if (raw.len == 0)
        return 0;
    char byte = at_end ? raw.at[raw.len - 1] : raw.at[0];
    if (byte != '\0' && strchr(marks, byte))
        return 1;
    if (raw.len >= 2 && !at_end
        && (str_starts(raw, STR("\xC2\xBF"))
            || str_starts(raw, STR("\xC2\xA1"))))
        return 2;
    struct str three = at_end ? str_part(raw, raw.len - 3, 3) : raw;
    if (raw.len >= 3 && str_starts(three, STR("\xE2\x80")))
        return 3;
    return 0;
}

struct str fold_trim(struct str raw)
{
    for (size_t len; (len = mark_len(raw, false)) > 0;)
        raw = str_part(raw, len, raw.len - len);
    for (size_t len; (len = mark_len(raw, true)) > 0;)
        raw.len -= len;
    return raw;
}
