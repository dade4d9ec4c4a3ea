/* ZIP codes, phones, e-mail, states, names, yes and no: the rest of read.h. */
#include "intake/read.h"

#define ZIP_LEAST 501   /* 00501, Holtsville */
#define ZIP_MOST 99950  /* 99950, Ketchikan */
#define EMAIL_MAX 254

static bool digits_only(struct str s);
static bool all_same(const char *digits, size_t len);
static bool is_suffix(struct str word);
static struct str last_word(struct str s, struct str *before);
static bool word_equal(struct str cell, const char *word);

enum intake_reason intake_read_zip(struct arena *arena, struct str cell,
                                   struct str *out)
{
    cell = str_trim(cell);
    if (cell.len == 0) {
        *out = (struct str){ 0 };
        return REASON_NONE;
    }
    if (cell.at[0] == '=')
        return REASON_FORMULA;
    struct str five, plus;
    bool has_plus = str_cut(cell, '-', &five, &plus);
    if (!digits_only(five)
        || (has_plus && (plus.len != 4 || !digits_only(plus))))
        return REASON_ZIP_SHAPE;
    if (!has_plus && five.len >= 8 && five.len <= 9)
        five = str_part(five, 0, five.len - 4);
    /* A spreadsheet drops leading zeros, so what is left has none. */
    if (five.len < 3 || five.len > 5 || (five.len < 5 && five.at[0] == '0'))
        return REASON_ZIP_SHAPE;
    int64_t number = 0;
    if (!str_to_int64(five, &number) || number < ZIP_LEAST
        || number > ZIP_MOST)
        return REASON_ZIP_SHAPE;
    *out = five.len == 5 ? five
                         : str_format(arena, "%05" PRId64, number);
    return REASON_NONE;
}

enum intake_reason intake_read_phone(struct arena *arena, struct str cell,
                                     struct str *out)
{
    cell = str_trim(cell);
    char digit[11];
    size_t count = 0, first = 0, last = 0;
    for (size_t i = 0; i < cell.len; i++) {
        char c = cell.at[i];
        if (c >= '0' && c <= '9') {
            if (count == sizeof digit)
                return REASON_PHONE_SHAPE;
            first = count == 0 ? i : first;
            last = i;
            digit[count++] = c;
            continue;
        }
        if (memchr(" ()-.+", c, 6) != NULL)
            continue;
        /* An extension or a second number: keep what came before. */
        if (count >= 10 && memchr("xXeE#/;,oO", c, 10) != NULL)
            break;
        return REASON_PHONE_SHAPE;
    }
    if (count == 0 && cell.len == 0) {
        *out = (struct str){ 0 };
        return REASON_NONE;
    }
    size_t skip = count == 11 && digit[0] == '1' ? 1 : 0;
    const char *ten = digit + skip;
    if (count - skip != 10 || ten[0] < '2' || ten[3] < '2'
        || all_same(ten, 10))
        return REASON_PHONE_SHAPE;
    struct str whole = str_part(cell, first + skip, last + 1 - first - skip);
    *out = whole.len == 10 ? whole
                           : str_copy(arena, (struct str){ ten, 10 });
    return REASON_NONE;
}

enum intake_reason intake_read_email(struct str cell, struct str *out)
{
    cell = str_trim(cell);
    if (cell.len == 0) {
        *out = (struct str){ 0 };
        return REASON_NONE;
    }
    size_t at = str_find_byte(cell, '@', 0);
    size_t dot = 0;
    if (cell.len > EMAIL_MAX || at == 0 || at >= cell.len)
        return REASON_EMAIL_SHAPE;
    for (size_t i = 0; i < cell.len; i++) {
        unsigned char c = (unsigned char)cell.at[i];
        if (c <= ' ' || c >= 0x7f || (c == '@' && i != at)
            || memchr("\"(),:;<>[\\]", c, 11) != NULL)
            return REASON_EMAIL_SHAPE;
        if (c == '.' && i > at)
            dot = i;
    }
    if (dot <= at + 1 || dot + 2 >= cell.len)
        return REASON_EMAIL_SHAPE;
    *out = cell;
    return REASON_NONE;
}

enum intake_reason intake_read_state(struct str cell, struct str *out)
{
    cell = str_trim(cell);
    if (cell.len == 0) {
        *out = (struct str){ 0 };
        return REASON_NONE;
    }
    struct str code = person_state_code(cell);
    if (code.at == NULL)
        return REASON_STATE_UNKNOWN;
    *out = code;
    return REASON_NONE;
}

enum intake_reason intake_read_name(struct str cell, struct person_name *out)
{
    cell = str_trim(cell);
    if (cell.len == 0) {
        *out = (struct person_name){ 0 };
        return REASON_NONE;
    }
    if (cell.at[0] == '=')
        return REASON_FORMULA;
    struct str last, rest, word;
    char mark = str_find_byte(cell, ',', 0) < cell.len ? ',' : '/';
    if (!str_cut(cell, mark, &last, &rest))
        return REASON_NAME_ORDER;
    last = str_trim(last);
    rest = str_trim(rest);

    struct person_name name = { 0 };
    word = last_word(last, &name.last);
    if (is_suffix(word) && name.last.len > 0)
        name.suffix = word;
    else
        name.last = last;
    /* "Diaz, Jr., Rosa" and "Diaz, Rosa, Jr." name the suffix apart. */
    struct str piece, after;
    if (str_cut(rest, ',', &piece, &after)) {
        piece = str_trim(piece);
        after = str_trim(after);
        bool is_first = is_suffix(piece);
        name.suffix = is_first ? piece : after;
        rest = is_first ? after : piece;
        if (!is_suffix(name.suffix))
            return REASON_NAME_ORDER;
    }
    struct str before;
    word = last_word(rest, &before);
    if (is_suffix(word) && before.len > 0) {
        name.suffix = word;
        rest = before;
    }
    if (!str_cut(rest, ' ', &name.first, &name.middle))
        name.middle = (struct str){ 0 };
    name.middle = str_trim(name.middle);
    if (name.last.len == 0 || name.first.len == 0)
        return REASON_NAME_ORDER;
    *out = name;
    return REASON_NONE;
}

enum intake_reason intake_read_itemization(struct str cell,
                                           enum itemization_kind *out)
{
    static const struct {
        const char *word;
        enum itemization_kind kind;
    } rows[] = {
        { "", ITEMIZATION_NONE },
        { "laststatement", ITEMIZATION_LAST_STATEMENT },
        { "laststatementdate", ITEMIZATION_LAST_STATEMENT },
        { "statement", ITEMIZATION_LAST_STATEMENT },
        { "chargeoff", ITEMIZATION_CHARGE_OFF },
        { "chargeoffdate", ITEMIZATION_CHARGE_OFF },
        { "writeoff", ITEMIZATION_CHARGE_OFF },
        { "lastpayment", ITEMIZATION_LAST_PAYMENT },
        { "lastpaymentdate", ITEMIZATION_LAST_PAYMENT },
        { "transaction", ITEMIZATION_TRANSACTION },
        { "transactiondate", ITEMIZATION_TRANSACTION },
        { "dateofservice", ITEMIZATION_TRANSACTION },
        { "dos", ITEMIZATION_TRANSACTION },
        { "servicedate", ITEMIZATION_TRANSACTION },
        { "judgment", ITEMIZATION_JUDGMENT },
        { "judgmentdate", ITEMIZATION_JUDGMENT },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (word_equal(cell, rows[i].word)) {
            *out = rows[i].kind;
            return REASON_NONE;
        }
    return REASON_ITEMIZATION_KIND;
}

enum intake_reason intake_read_flag(struct str cell, enum intake_flag *out)
{
    static const struct {
        const char *word;
        enum intake_flag flag;
    } rows[] = {
        { "", FLAG_UNKNOWN },   { "unknown", FLAG_UNKNOWN },
        { "y", FLAG_YES },      { "yes", FLAG_YES },
        { "true", FLAG_YES },   { "1", FLAG_YES },
        { "n", FLAG_NO },       { "no", FLAG_NO },
        { "false", FLAG_NO },   { "0", FLAG_NO },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (word_equal(cell, rows[i].word)) {
            *out = rows[i].flag;
            return REASON_NONE;
        }
    return REASON_DEFAULT_SHAPE;
}

bool intake_has_unseen(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        const unsigned char *c = (const unsigned char *)text.at + i;
        size_t left = text.len - i;
        if (*c < 0x20 || *c == 0x7f)
            return true;
        if (*c < 0xc2)
            continue;
        if (c[0] == 0xc2 && left > 1 && (c[1] < 0xa0 || c[1] == 0xad))
            return true; /* C1 controls, soft hyphen */
        if (c[0] == 0xd8 && left > 1 && c[1] == 0x9c)
            return true; /* U+061C */
        if (c[0] == 0xe2 && left > 2
            && ((c[1] == 0x80
                 && ((c[2] >= 0x8b && c[2] <= 0x8f)       /* U+200B..200F */
                     || (c[2] >= 0xa8 && c[2] <= 0xae)))  /* U+2028..202E */
                || (c[1] == 0x81 && c[2] >= 0xa0 && c[2] <= 0xaf)))
            return true; /* U+2060..206F */
        if (c[0] == 0xef && left > 2
            && ((c[1] == 0xbb && c[2] == 0xbf)      /* U+FEFF */
                || (c[1] == 0xbf && c[2] >= 0xb0))) /* U+FFF0..FFFF */
            return true;
        if (c[0] == 0xf3 && left > 2 && c[1] == 0xa0)
            return true; /* tags, U+E0000.. */
    }
    return false;
}

static bool digits_only(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
    return s.len > 0;
}

static bool all_same(const char *digits, size_t len)
{
    for (size_t i = 1; i < len; i++)
        if (digits[i] != digits[0])
            return false;
    return true;
}

static bool is_suffix(struct str word)
{
    static const char *const suffixes[] = { "jr", "sr", "ii", "iii", "iv",
                                            "v", "jr.", "sr." };
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++)
        if (str_equal_fold(word, str_of(suffixes[i])))
            return true;
    return false;
}

/* The word after the last blank; *before is all before it. */
static struct str last_word(struct str s, struct str *before)
{
    size_t at = s.len;
    while (at > 0 && s.at[at - 1] != ' ')
        at--;
    *before = str_trim(str_part(s, 0, at));
    return str_part(s, at, SIZE_MAX);
}

/* Equal when only letters and digits count, in any case. */
static bool word_equal(struct str cell, const char *word)
{
    size_t at = 0;
    for (size_t i = 0; i < cell.len; i++) {
        char c = cell.at[i];
        if (c >= 'A' && c <= 'Z')
            c = (char)(c - 'A' + 'a');
        if (c == ' ' || c == '_' || c == '-' || c == '.' || c == '/')
            continue;
        if (word[at] == '\0' || word[at] != c)
            return false;
        at++;
    }
    return word[at] == '\0';
}
