#include "base/base.h"
#include "message/fold.h"
#include "message/reading.h"

#define GRADE_MAX 6000 /* thousandths: 6.0 */
#define EASE_MIN 70000

/* A piece of text between blanks, without the punctuation around it. */
struct token {
    struct str word; /* may be empty: punctuation alone */
    bool ends;       /* a sentence ends after it */
};

static void end_sentence(struct reading *reading, uint32_t *words);
static bool next_token(struct str *rest, struct token *token);
static bool ends_sentence(struct str raw);
static bool is_single(struct str word);
static uint32_t rest_of_unit(enum language language, struct str rest);
static bool is_number(struct str word);
static bool is_year(struct str word);
static bool is_month(enum language language, struct str word);
static uint32_t syllables_english(struct str word);
static uint32_t syllables_spanish(struct str word);

void reading_measure(enum language language, struct str text,
                     struct reading *reading)
{
    *reading = (struct reading){ .words = 0 };
    uint32_t in_sentence = 0;
    struct str rest = text;
    struct token token;
    while (next_token(&rest, &token)) {
        if (token.word.len > 0) {
            size_t at = (size_t)(token.word.at - text.at);
            bool is_unit = is_single(token.word);
            uint32_t skip = 0;
            if (is_unit || is_month(language, token.word))
                skip = rest_of_unit(language,
                                    str_part(text, at, text.len - at));
            reading->words++;
            in_sentence++;
            reading->syllables += is_unit || skip > 0
                ? 1 : reading_syllables(language, token.word);
            for (; skip > 0; skip--)
                if (!next_token(&rest, &token))
                    break;
        }
        if (token.ends)
            end_sentence(reading, &in_sentence);
    }
    end_sentence(reading, &in_sentence);
    if (reading->words == 0)
        return;
    int64_t words = reading->words, sentences = reading->sentences;
    int64_t syllables = reading->syllables;
    reading->thousandths = language == LANGUAGE_SPANISH
        ? 206840 - 60000 * syllables / words - 1020 * words / sentences
        : 390 * words / sentences + 11800 * syllables / words - 15590;
}

bool reading_is_plain(enum language language, const struct reading *reading)
{
    if (reading->words < READING_WORDS_MIN)
        return true;
    return language == LANGUAGE_SPANISH ? reading->thousandths >= EASE_MIN
                                        : reading->thousandths <= GRADE_MAX;
}

uint32_t reading_syllables(enum language language, struct str word)
{
    uint32_t count = language == LANGUAGE_SPANISH ? syllables_spanish(word)
                                                  : syllables_english(word);
    return count == 0 ? 1 : count;
}

static void end_sentence(struct reading *reading, uint32_t *words)
{
    if (*words == 0)
        return;
    reading->sentences++;
    reading->full_sentences += *words > READING_BREATH_WORDS;
    if (*words > reading->longest)
        reading->longest = *words;
    *words = 0;
}

/* Cuts one piece off.  A line's end ends a sentence, like a full stop. */
static bool next_token(struct str *rest, struct token *token)
{
    size_t from = 0;
    while (from < rest->len && (unsigned char)rest->at[from] <= ' ')
        from++;
    if (from == rest->len)
        return false;
    size_t to = from;
    while (to < rest->len && (unsigned char)rest->at[to] > ' ')
        to++;
    struct str raw = str_part(*rest, from, to - from);
    size_t blank = to;
    bool is_line_end = to == rest->len;
    for (; blank < rest->len && (unsigned char)rest->at[blank] <= ' '; blank++)
        is_line_end = is_line_end || rest->at[blank] == '\n';
    *token = (struct token){ fold_trim(raw),
                             is_line_end || ends_sentence(raw) };
    *rest = str_part(*rest, to, rest->len - to);
    return true;
}

static bool ends_sentence(struct str raw)
{
    static const char *const abbreviations[] = { "a.m.", "p.m.", "dr.",
                                                 "dra.", "mr.", "mrs.",
                                                 "ms.", "sr.", "sra." };
    while (raw.len > 0 && strchr(")\"'*", raw.at[raw.len - 1]))
        raw.len--;
    if (raw.len == 0 || !strchr(".!?:", raw.at[raw.len - 1]))
        return false;
    for (size_t i = 0; i < sizeof abbreviations / sizeof abbreviations[0]; i++)
        if (str_equal_fold(raw, str_of(abbreviations[i])))
            return false;
    return true;
}

/* Numbers, money, references, addresses of the web: one word, one syllable. */
static bool is_single(struct str word)
{
    for (size_t i = 0; i < word.len; i++) {
        char byte = word.at[i];
        bool is_inside = i > 0 && i + 1 < word.len;
        if ((byte >= '0' && byte <= '9') || byte == '@' || byte == '$'
            || (is_inside && (byte == '.' || byte == '/')))
            return true;
    }
    return false;
}

/* How many further tokens belong to the date or phone number that starts
 * here: "December 15, 2026", "15 de diciembre de 2026", "(217) 555-0100". */
static uint32_t rest_of_unit(enum language language, struct str rest)
{
    struct token token[5];
    uint32_t count = 0;
    while (count < 5 && next_token(&rest, &token[count]))
        count++;
    if (count >= 2 && token[0].word.len == 3 && is_number(token[0].word)
        && token[1].word.len == 8 && token[1].word.at[3] == '-')
        return 1;
    if (language != LANGUAGE_SPANISH && count >= 2 && !token[0].ends
        && is_month(language, token[0].word) && is_number(token[1].word))
        return count >= 3 && !token[1].ends && is_year(token[2].word) ? 2 : 1;
    if (language == LANGUAGE_SPANISH && count >= 3
        && is_number(token[0].word) && str_is(token[1].word, "de")
        && is_month(language, token[2].word))
        return count >= 5 && !token[2].ends && is_year(token[4].word) ? 4 : 2;
    return 0;
}

static bool is_number(struct str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (word.at[i] < '0' || word.at[i] > '9')
            return false;
    return word.len > 0;
}

static bool is_year(struct str word)
{
    return word.len == 4 && is_number(word);
}

static bool is_month(enum language language, struct str word)
{
    static const char *const months[2][12] = {
        { "January", "February", "March", "April", "May", "June", "July",
          "August", "September", "October", "November", "December" },
        { "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
          "agosto", "septiembre", "octubre", "noviembre", "diciembre" } };
    for (int i = 0; i < 12; i++)
        if (str_is(word, months[language == LANGUAGE_SPANISH][i]))
            return true;
    return false;
}

/* Vowel groups, without the silent -e, -es and -ed. */
static uint32_t syllables_english(struct str word)
{
    char low[64];
    size_t len = fold_word(word, low, sizeof low);
    uint32_t count = 0;
    bool was_vowel = false;
    for (size_t i = 0; i < len; i++) {
        bool is_vowel = strchr("aeiouy", low[i]) != NULL;
        count += is_vowel && !was_vowel;
        was_vowel = is_vowel;
    }
    if (count <= 1 || len < 3)
        return count;
    char last = low[len - 1], before = low[len - 2], third = low[len - 3];
    bool is_e = last == 'e' && !strchr("aeiouy", before)
             && !(before == 'l' && !strchr("aeiouy", third));
    bool is_es = last == 's' && before == 'e' && !strchr("aeiouysxzcgh", third)
              && !(third == 'l' && len > 3 && !strchr("aeiouy", low[len - 4]));
    bool is_ed = last == 'd' && before == 'e' && !strchr("aeiouytd", third);
    return count - (is_e || is_es || is_ed);
}

/* Vowel nuclei: a strong vowel, or an accented weak one, is its own; weak
 * ones join their neighbour. */
static uint32_t syllables_spanish(struct str word)
{
    uint32_t count = 0;
    bool was_strong = false, was_vowel = false;
    for (size_t i = 0; i < word.len;) {
        bool has_accent;
        char letter = fold_letter(word, &i, &has_accent);
        bool is_strong = letter != '\0'
            && (strchr("aeo", letter)
                || (has_accent && strchr("iu", letter)));
        /* y is a vowel only at the end: "hoy", "y". */
        bool is_vowel = is_strong || letter == 'i' || letter == 'u'
                     || (letter == 'y' && i == word.len);
        count += is_vowel && (!was_vowel || (is_strong && was_strong));
        was_strong = is_strong || (is_vowel && was_vowel && was_strong);
        was_vowel = is_vowel;
    }
    return count;
}
