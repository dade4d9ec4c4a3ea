#include "base/base.h"
#include "message/fold.h"
#include "message/lint.h"
#include "message/lint_phrase.h"
#include "message/lint_sums.h"
#include "message/reading.h"

#define SENTENCE_WORDS_MAX 20
#define PARAGRAPH_WORDS_MAX 50
#define PARAGRAPH_SENTENCES_MAX 3
#define SMS_LETTERS_MAX 160
#define SMS_WIDE_LETTERS_MAX 70
#define SHORT_GRADE_MAX 5000 /* thousandths: texts and error messages */
#define CAPITALS_MAX 2

static const char *const rule_words[LINT_RULES] = {
    "none", "threat", "urgency", "shame", "legalese", "third_party", "misrep",
    "pressure", "phi", "shout", "grade", "long", "label", "overclaim",
    "darkpattern", "promise", "money_math", "missing", "collector",
};
static const char *const channel_words[LINT_CHANNELS] = {
    "sms", "voicemail", "email", "letter", "subject", "para", "page", "say",
    "error", "button",
};

static void check_shout(const struct lint_ask *ask,
                        const struct lint_words *words,
                        struct lint_report *report);
static void check_reading(const struct lint_ask *ask,
                          struct lint_report *report);
static void check_paragraph(const struct lint_ask *ask,
                            struct lint_report *report);
static void check_sms_length(const struct lint_ask *ask,
                             struct lint_report *report);
static void check_required(const struct lint_ask *ask,
                           const struct lint_words *words,
                           struct lint_report *report);

struct str lint_rule_word(enum lint_rule rule)
{
    CHECK((unsigned)rule < LINT_RULES);
    return str_of(rule_words[rule]);
}

enum lint_rule lint_rule_parse(struct str word)
{
    for (int rule = 1; rule < LINT_RULES; rule++)
        if (str_is(word, rule_words[rule]))
            return (enum lint_rule)rule;
    return LINT_NONE;
}

bool lint_channel_parse(struct str word, enum lint_channel *channel)
{
    for (int i = 0; i < LINT_CHANNELS; i++) {
        if (str_is(word, channel_words[i])) {
            *channel = (enum lint_channel)i;
            return true;
        }
    }
    return false;
}

bool lint_has(const struct lint_report *report, enum lint_rule rule)
{
    for (uint32_t i = 0; i < report->count && i < LINT_FINDINGS_MAX; i++)
        if (report->finding[i].rule == rule)
            return true;
    return false;
}

void message_lint(const struct lint_lists *lists, const struct lint_ask *ask,
                  struct arena *arena, struct lint_report *report)
{
    CHECK((unsigned)ask->channel < LINT_CHANNELS);
    *report = (struct lint_report){ .count = 0 };
    if (ask->text.len > LINT_TEXT_MAX) {
        lint_add(report, LINT_LONG, 0, 0, STR("longer than a message is"));
        return;
    }
    struct arena_mark mark = arena_here(arena);
    struct lint_words words;
    if (lint_words_split(arena, ask->text, &words)) {
        lint_phrases_find(ask->language == LANGUAGE_SPANISH ? &lists->spanish
                                                            : &lists->english,
                          ask, &words, report);
        check_shout(ask, &words, report);
        lint_sums(&words, ask, report);
        check_required(ask, &words, report);
    }
    if (!ask->is_statutory) {
        check_reading(ask, report);
        check_paragraph(ask, report);
    }
    check_sms_length(ask, report);
    arena_back(arena, mark);
}

/* A word of two letters or more, all capitals. */
static bool is_capitals(struct str word)
{
    size_t capitals = 0;
    for (size_t i = 0; i < word.len; i++) {
        if (word.at[i] >= 'a' && word.at[i] <= 'z')
            return false;
        capitals += word.at[i] >= 'A' && word.at[i] <= 'Z';
    }
    return capitals >= 2;
}

static void check_shout(const struct lint_ask *ask,
                        const struct lint_words *words,
                        struct lint_report *report)
{
    uint32_t in_a_row = 0;
    for (uint32_t i = 0; i < words->count; i++) {
        const struct lint_word *word = &words->word[i];
        in_a_row = is_capitals(str_part(ask->text, word->at, word->len))
                       ? in_a_row + 1 : 0;
        if (in_a_row > CAPITALS_MAX) {
            lint_add(report, LINT_SHOUT, word->at, word->len,
                     STR("three words in capitals"));
            break;
        }
    }
    size_t mark = str_find_byte(ask->text, '!', 0);
    bool asks_for_money = str_find_byte(ask->text, '$', 0) < ask->text.len
        || lint_phrase_occurs(STR("pay|paid|payment|payments|owe|bill|balance"
                                  "|pago|pagos|pagar|pague|cuenta|saldo"),
                              words);
    if (mark < ask->text.len
        && (asks_for_money || str_find(ask->text, STR("!!")) != SIZE_MAX))
        lint_add(report, LINT_SHOUT, mark, 1, STR("an exclamation mark"));
    if (ask->channel == LINT_SUBJECT
        && (str_starts(ask->text, STR("RE:"))
            || str_starts(ask->text, STR("FWD:"))
            || str_starts(ask->text, STR("Re:"))
            || str_starts(ask->text, STR("Fwd:"))))
        lint_add(report, LINT_SHOUT, 0, 3, STR("a false reply"));
}

static void check_reading(const struct lint_ask *ask,
                          struct lint_report *report)
{
    struct reading reading;
    reading_measure(ask->language, ask->text, &reading);
    bool is_short_form = ask->channel == LINT_SMS
                      || ask->channel == LINT_ERROR;
    bool is_plain = reading_is_plain(ask->language, &reading);
    if (is_short_form && ask->language != LANGUAGE_SPANISH
        && reading.words >= READING_WORDS_MIN)
        is_plain = reading.thousandths <= SHORT_GRADE_MAX;
    if (!is_plain)
        lint_add(report, LINT_GRADE, 0, 0, STR("harder than grade 6"));
    if (reading.longest > SENTENCE_WORDS_MAX)
        lint_add(report, LINT_LONG, 0, 0,
                 STR("a sentence of more than 20 words"));
}

static void check_paragraph(const struct lint_ask *ask,
                            struct lint_report *report)
{
    if (ask->channel != LINT_PARA && ask->channel != LINT_PAGE)
        return;
    struct reading reading;
    reading_measure(ask->language, ask->text, &reading);
    if (reading.words > PARAGRAPH_WORDS_MAX
        || reading.full_sentences > PARAGRAPH_SENTENCES_MAX)
        lint_add(report, LINT_LONG, 0, 0, STR("a long paragraph"));
}

/* Letters outside ASCII make a text of 70 letters a part, not 160. */
static void check_sms_length(const struct lint_ask *ask,
                             struct lint_report *report)
{
    if (ask->channel != LINT_SMS)
        return;
    size_t letters = 0;
    bool is_wide = false;
    for (size_t i = 0; i < ask->text.len; i++) {
        is_wide = is_wide || (unsigned char)ask->text.at[i] >= 0x80;
        letters += ((unsigned char)ask->text.at[i] & 0xC0) != 0x80;
    }
    if (letters > (is_wide ? SMS_WIDE_LETTERS_MAX : SMS_LETTERS_MAX))
        lint_add(report, LINT_LONG, 0, 0, STR("a text of more than one part"));
}

/* A phone number or an address of the web: a way to reach a person. */
static bool has_number(const struct lint_words *words)
{
    for (uint32_t i = 0; i < words->count; i++) {
        struct str word = words->word[i].folded;
        size_t digits = 0;
        for (size_t d = 0; d < word.len; d++)
            digits += word.at[d] >= '0' && word.at[d] <= '9';
        if (digits >= 7)
            return true;
    }
    return false;
}

static void check_required(const struct lint_ask *ask,
                           const struct lint_words *words,
                           struct lint_report *report)
{
    static const struct {
        enum lint_channel channel;
        const char *words, *why;
    } required[] = {
        { LINT_SMS, "stop|alto|pare|parar", "no way to stop texts" },
        { LINT_VOICEMAIL, "this|habla|soy|le .. is|de|from|with",
          "who is calling" },
        { LINT_VOICEMAIL, "from|with|de|calling", "the name of the business" },
        { LINT_VOICEMAIL, "call|llame|llamenos|llamar", "ask to call" },
        { LINT_EMAIL, "unsubscribe|stop|cancelar|parar|opt|baja",
          "no way to stop e-mails" },
    };
    for (size_t i = 0; i < sizeof required / sizeof required[0]; i++)
        if (required[i].channel == ask->channel
            && !lint_phrase_occurs(str_of(required[i].words), words))
            lint_add(report, LINT_MISSING, 0, 0, str_of(required[i].why));
    bool is_message = ask->channel == LINT_SMS
                   || ask->channel == LINT_VOICEMAIL
                   || ask->channel == LINT_EMAIL;
    if (is_message && !has_number(words))
        lint_add(report, LINT_MISSING, 0, 0, STR("a number to call"));
    /* "Harbor Care: ..." */
    size_t colon = str_find_byte(ask->text, ':', 0);
    if (ask->channel == LINT_SMS && (colon < 2 || colon > 40))
        lint_add(report, LINT_MISSING, 0, 0, STR("who writes"));
}
