#include "base/base.h"
#include "text/embedded.h"
#include "text/words.h"

extern const struct embedded_set embedded_words;

#define MO_MAGIC UINT32_C(0x950412de)
#define MO_MAGIC_SWAPPED UINT32_C(0xde120495)
#define MO_HEADER_BYTES 28

/* The tables of a .mo file, checked to lie inside it. */
struct mo {
    struct str bytes;
    bool swapped;
    uint32_t count;
    uint32_t ids;   /* offset of the table of (length, offset) of msgids */
    uint32_t texts; /* the same of msgstrs */
};

static bool mo_open(struct str bytes, struct mo *mo);
static uint32_t mo_word(const struct mo *mo, uint32_t at);
static bool mo_entry(const struct mo *mo, uint32_t table, uint32_t index,
                     struct str *entry);
static bool catalogue(enum words_language language, struct str *mo);
static bool is_name_byte(char byte);
static int quality(struct str range);

const char *words_tag(enum words_language language)
{
    CHECK(language == WORDS_EN || language == WORDS_ES);
    return language == WORDS_ES ? "es" : "en";
}

bool words_language_parse(struct str tag, enum words_language *language)
{
    CHECK(language != NULL);
    struct str main;
    struct str region;
    if (!str_cut(str_trim(tag), '-', &main, &region))
        str_cut(str_trim(tag), '_', &main, &region);
    if (str_equal_fold(main, STR("en")))
        *language = WORDS_EN;
    else if (str_equal_fold(main, STR("es")))
        *language = WORDS_ES;
    else
        return false;
    return true;
}

enum words_language words_language_accept(struct str header)
{
    enum words_language best = WORDS_EN;
    int best_quality = 0;
    struct str rest = header;
    /* A header is at most some hundred ranges; the HTTP room caps its size. */
    while (rest.len > 0) {
        struct str range;
        struct str tag;
        struct str parameter;
        enum words_language language;
        str_cut(rest, ',', &range, &rest);
        str_cut(range, ';', &tag, &parameter);
        if (!words_language_parse(tag, &language))
            continue;
        int q = quality(str_trim(parameter));
        if (q > best_quality) {
            best = language;
            best_quality = q;
        }
    }
    return best;
}

/* "q=0.8" as 800; no parameter is 1000; what cannot be read is 0. */
static int quality(struct str parameter)
{
    if (parameter.len == 0)
        return 1000;
    if (!str_starts(parameter, STR("q=")))
        return 0;
    struct str number = str_part(parameter, 2, SIZE_MAX);
    if (number.len == 0 || number.len > 5
        || (number.at[0] != '0' && number.at[0] != '1'))
        return 0;
    int q = number.at[0] == '1' ? 1000 : 0;
    int unit = 100;
    for (size_t i = 2; i < number.len; i++) {
        if (number.at[i] < '0' || number.at[i] > '9')
            return 0;
        q += unit * (number.at[i] - '0');
        unit /= 10;
    }
    return q > 1000 ? 1000 : q;
}

bool words_find(enum words_language language, struct str id, struct str *text)
{
    struct str mo;
    return id.len > 0 && catalogue(language, &mo)
           && words_mo_find(mo, id, text);
}

struct str words_text(enum words_language language, struct str id)
{
    struct str text;
    if (words_find(language, id, &text) || words_find(WORDS_EN, id, &text))
        return text;
    return id;
}

bool words_choose(enum words_language language, struct str id, int64_t count,
                  struct str *text)
{
    if (words_find(language, id, text))
        return true;
    if (id.len + sizeof ".many" > WORDS_ID_MAX)
        return false;
    char full[WORDS_ID_MAX];
    int len = snprintf(full, sizeof full, "%.*s%s", STR_ARGS(id),
                       count == 1 ? ".one" : ".many");
    CHECK(len > 0 && (size_t)len < sizeof full);
    return words_find(language, (struct str){ full, (size_t)len }, text);
}

void words_fill(struct buf *buf, enum words_language language, struct str id,
                const struct words_value *value, uint32_t count)
{
    struct str sentence = words_text(language, id);
    size_t at = 0;
    struct str piece;
    bool is_name;
    while (words_piece(sentence, &at, &piece, &is_name)) {
        struct str shown = piece;
        bool found = !is_name;
        for (uint32_t i = 0; i < count && !found; i++) {
            if (str_equal(value[i].name, piece)) {
                shown = value[i].text;
                found = true;
            }
        }
        if (!found)
            buf_add_byte(buf, '{');
        buf_add(buf, shown);
        if (!found)
            buf_add_byte(buf, '}');
    }
}

bool words_piece(struct str sentence, size_t *at, struct str *piece,
                 bool *is_name)
{
    CHECK(at != NULL);
    CHECK(*at <= sentence.len);
    if (*at == sentence.len)
        return false;
    size_t from = *at;
    size_t open = str_find_byte(sentence, '{', from);
    while (open < sentence.len) {
        size_t end = open + 1;
        while (end < sentence.len && is_name_byte(sentence.at[end]))
            end++;
        bool named = end < sentence.len && sentence.at[end] == '}'
                     && end > open + 1;
        if (named && open == from) {
            *piece = str_part(sentence, open + 1, end - open - 1);
            *is_name = true;
            *at = end + 1;
            return true;
        }
        if (named)
            break;
        open = str_find_byte(sentence, '{', open + 1);
    }
    *piece = str_part(sentence, from, open - from);
    *is_name = false;
    *at = open;
    return true;
}

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')
           || byte == '_' || byte == '.';
}

bool words_at(enum words_language language, uint32_t index, struct str *id,
              struct str *text)
{
    struct str mo;
    /* Entry 0 is the .po header, whose id is empty. */
    return index < UINT32_MAX && catalogue(language, &mo)
           && words_mo_at(mo, index + 1, id, text);
}

static bool catalogue(enum words_language language, struct str *mo)
{
    return embedded_find(&embedded_words, str_of(words_tag(language)), mo);
}

bool words_mo_find(struct str bytes, struct str id, struct str *text)
{
    CHECK(text != NULL);
    struct mo mo;
    if (!mo_open(bytes, &mo))
        return false;
    uint32_t low = 0;
    uint32_t high = mo.count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        struct str entry;
        if (!mo_entry(&mo, mo.ids, middle, &entry))
            return false;
        int order = str_compare(id, entry);
        if (order == 0)
            return mo_entry(&mo, mo.texts, middle, text);
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

bool words_mo_at(struct str bytes, uint32_t index, struct str *id,
                 struct str *text)
{
    CHECK(id != NULL);
    CHECK(text != NULL);
    struct mo mo;
    struct str found;
    if (!mo_open(bytes, &mo) || index >= mo.count
        || !mo_entry(&mo, mo.ids, index, &found)
        || !mo_entry(&mo, mo.texts, index, text))
        return false;
    *id = found;
    return true;
}

/* Format: magic, revision, count, offset of ids, offset of texts, ... */
static bool mo_open(struct str bytes, struct mo *mo)
{
    if (bytes.len < MO_HEADER_BYTES || bytes.len > UINT32_MAX)
        return false;
    *mo = (struct mo){ .bytes = bytes };
    uint32_t magic = mo_word(mo, 0);
    if (magic != MO_MAGIC && magic != MO_MAGIC_SWAPPED)
        return false;
    mo->swapped = magic == MO_MAGIC_SWAPPED;
    if (mo_word(mo, 4) >> 16 != 0) /* major revision */
        return false;
    mo->count = mo_word(mo, 8);
    mo->ids = mo_word(mo, 12);
    mo->texts = mo_word(mo, 16);

    uint64_t table = (uint64_t)mo->count * 8;
    return mo->ids + table <= bytes.len && mo->texts + table <= bytes.len;
}

static bool mo_entry(const struct mo *mo, uint32_t table, uint32_t index,
                     struct str *entry)
{
    CHECK(index < mo->count);
    uint32_t len = mo_word(mo, table + index * 8);
    uint32_t offset = mo_word(mo, table + index * 8 + 4);
    if ((uint64_t)offset + len > mo->bytes.len)
        return false;
    *entry = (struct str){ mo->bytes.at + offset, len };
    return true;
}

static uint32_t mo_word(const struct mo *mo, uint32_t at)
{
    CHECK((uint64_t)at + 4 <= mo->bytes.len);
    uint32_t word;
    memcpy(&word, mo->bytes.at + at, sizeof word);
    return mo->swapped ? __builtin_bswap32(word) : word;
}
