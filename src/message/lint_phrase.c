#include "base/base.h"
#include "message/fold.h"
#include "message/lint_phrase.h"
#include "text/embedded.h"

#define PHRASES_MAX 1024
#define WORD_MAX 64

extern const struct embedded_set embedded_messages;

static bool list_read(struct arena *arena, struct str name,
                      struct lint_phrases *phrases);
static bool phrase_parse(struct str line, struct lint_phrase *phrase);
static bool steps_parse(struct str source, struct lint_phrase *phrase);
static uint64_t letter_bit(struct str word);
static uint64_t first_letters(struct str alternatives);
static bool place_fits(enum lint_place place, enum lint_channel channel);
static bool phrase_at(const struct lint_phrase *phrase, uint32_t step,
                      const struct lint_words *words, uint32_t at,
                      uint32_t *end);
static bool word_fits(struct str alternatives, struct str word);
static bool is_excepted(const struct lint_phrases *phrases,
                        const struct lint_ask *ask, enum lint_rule rule,
                        const struct lint_words *words, uint32_t from,
                        uint32_t to);

bool lint_words_split(struct arena *arena, struct str text,
                      struct lint_words *words)
{
    struct lint_word *word = arena_many(arena, text.len / 2 + 1,
                                        struct lint_word);
    *words = (struct lint_words){ .word = word };
    if (!word)
        return false;
    for (size_t at = 0; at < text.len;) {
        size_t to = at;
        while (to < text.len && (unsigned char)text.at[to] > ' ')
            to++;
        struct str bare = fold_trim(str_part(text, at, to - at));
        if (bare.len > 0) {
            char folded[WORD_MAX];
            size_t len = fold_word(bare, folded, sizeof folded);
            word[words->count++] = (struct lint_word){
                .folded = str_copy(arena, (struct str){ folded, len }),
                .at = (size_t)(bare.at - text.at), .len = bare.len };
        }
        at = to + 1;
    }
    return !arena->exhausted;
}

struct lint_lists *lint_lists_open(struct arena *arena)
{
    struct lint_lists *lists = arena_new(arena, struct lint_lists);
    if (!lists || !list_read(arena, STR("lint/en"), &lists->english)
        || !list_read(arena, STR("lint/es"), &lists->spanish))
        return NULL;
    return lists;
}

static bool list_read(struct arena *arena, struct str name,
                      struct lint_phrases *phrases)
{
    struct str list;
    struct lint_phrase *phrase = arena_many(arena, PHRASES_MAX,
                                            struct lint_phrase);
    *phrases = (struct lint_phrases){ .phrase = phrase };
    if (!phrase)
        return false;
    CHECK(embedded_find(&embedded_messages, name, &list));
    struct str rest = list, line;
    while (rest.len > 0) {
        str_cut(rest, '\n', &line, &rest);
        line = str_trim(line);
        if (line.len == 0 || line.at[0] == '#')
            continue;
        CHECK(phrases->count < PHRASES_MAX);
        CHECK(phrase_parse(line, &phrase[phrases->count]));
        phrases->count++;
    }
    return true;
}

void lint_phrases_find(const struct lint_phrases *phrases,
                       const struct lint_ask *ask,
                       const struct lint_words *words,
                       struct lint_report *report)
{
    for (uint32_t p = 0; p < phrases->count; p++) {
        const struct lint_phrase *phrase = &phrases->phrase[p];
        if (phrase->is_exception || !place_fits(phrase->place, ask->channel)
            || (phrase->rule == LINT_LEGALESE && ask->is_statutory)
            || (phrase->rule == LINT_COLLECTOR
                && ask->program != PROGRAM_EARLY_OUT))
            continue;
        for (uint32_t at = 0; at < words->count; at++) {
            uint32_t end;
            if (!(phrase->first_letters & letter_bit(words->word[at].folded))
                || !phrase_at(phrase, 0, words, at, &end))
                continue;
            CHECK(end > at && end <= words->count);
            if (is_excepted(phrases, ask, phrase->rule, words, at, end))
                continue;
            const struct lint_word *last = &words->word[end - 1];
            size_t from = words->word[at].at;
            lint_add(report, phrase->rule, from, last->at + last->len - from,
                     phrase->source);
            break;
        }
    }
}

bool lint_phrase_occurs(struct str source, const struct lint_words *words)
{
    struct lint_phrase phrase = { .rule = LINT_MISSING };
    uint32_t end;
    CHECK(steps_parse(source, &phrase));
    for (uint32_t at = 0; at < words->count; at++)
        if (phrase_at(&phrase, 0, words, at, &end))
            return true;
    return false;
}

void lint_add(struct lint_report *report, enum lint_rule rule, size_t at,
              size_t len, struct str why)
{
    CHECK(rule > LINT_NONE && rule < LINT_RULES);
    if (report->count < LINT_FINDINGS_MAX)
        report->finding[report->count]
            = (struct lint_finding){ rule, at, len, why };
    report->count++;
}

/* "-threat@outside: words". */
static bool phrase_parse(struct str line, struct lint_phrase *phrase)
{
    struct str head, words, rule, place;
    *phrase = (struct lint_phrase){ .rule = LINT_NONE };
    if (!str_cut(line, ':', &head, &words))
        return false;
    if (str_starts(head, STR("-"))) {
        phrase->is_exception = true;
        head = str_part(head, 1, head.len);
    }
    if (str_cut(head, '@', &rule, &place)) {
        if (str_is(place, "outside"))
            phrase->place = LINT_OUTSIDE;
        else if (str_is(place, "button"))
            phrase->place = LINT_ON_BUTTON;
        else
            return false;
    }
    phrase->rule = lint_rule_parse(rule);
    return phrase->rule != LINT_NONE && steps_parse(str_trim(words), phrase);
}

static bool steps_parse(struct str source, struct lint_phrase *phrase)
{
    phrase->source = source;
    struct str rest = source, part;
    while (rest.len > 0) {
        str_cut(rest, ' ', &part, &rest);
        if (part.len == 0)
            continue;
        if (phrase->step_count == LINT_STEPS_MAX)
            return false;
        struct lint_step *step = &phrase->step[phrase->step_count++];
        step->words = part;
        step->kind = str_is(part, "..")    ? LINT_STEP_GAP
                     : str_is(part, "...") ? LINT_STEP_REST
                                           : LINT_STEP_WORD;
    }
    phrase->first_letters = first_letters(phrase->step[0].words);
    return phrase->step_count > 0
        && phrase->step[0].kind == LINT_STEP_WORD
        && phrase->step[phrase->step_count - 1].kind == LINT_STEP_WORD;
}

static uint64_t letter_bit(struct str word)
{
    return UINT64_C(1) << ((word.len > 0 ? (unsigned char)word.at[0] : 0) % 64);
}

/* Most words cannot begin most phrases; one look at a letter tells. */
static uint64_t first_letters(struct str alternatives)
{
    uint64_t letters = 0;
    struct str rest = alternatives, one;
    while (rest.len > 0) {
        str_cut(rest, '|', &one, &rest);
        if (str_is(one, "#") || one.len == 0 || one.at[0] == '*')
            return UINT64_MAX;
        letters |= letter_bit(one);
    }
    return letters;
}

static bool place_fits(enum lint_place place, enum lint_channel channel)
{
    switch (place) {
    case LINT_ANYWHERE:
        return true;
    case LINT_OUTSIDE:
        return channel == LINT_SMS || channel == LINT_VOICEMAIL
            || channel == LINT_SUBJECT || channel == LINT_EMAIL;
    case LINT_ON_BUTTON:
        return channel == LINT_BUTTON;
    }
    return true;
}

/* Steps are few and gaps short, so trying every length is cheap enough. */
static bool phrase_at(const struct lint_phrase *phrase, uint32_t step,
                      const struct lint_words *words, uint32_t at,
                      uint32_t *end)
{
    if (step == phrase->step_count) {
        *end = at;
        return true;
    }
    const struct lint_step *is = &phrase->step[step];
    if (is->kind == LINT_STEP_WORD)
        return at < words->count
            && word_fits(is->words, words->word[at].folded)
            && phrase_at(phrase, step + 1, words, at + 1, end);
    uint32_t most = is->kind == LINT_STEP_GAP ? LINT_GAP_MAX : words->count;
    for (uint32_t skip = 0; skip <= most && at + skip <= words->count; skip++)
        if (phrase_at(phrase, step + 1, words, at + skip, end))
            return true;
    return false;
}

static bool word_fits(struct str alternatives, struct str word)
{
    struct str rest = alternatives, one;
    struct str bare = word;
    if (str_ends(word, STR("'s")))
        bare.len -= 2;
    while (rest.len > 0) {
        str_cut(rest, '|', &one, &rest);
        if (str_is(one, "#")) {
            int64_t number;
            if (str_to_int64(word, &number))
                return true;
        } else if (str_ends(one, STR("*"))) {
            if (str_starts(word, str_part(one, 0, one.len - 1)))
                return true;
        } else if (str_equal(one, word) || str_equal(one, bare)) {
            return true;
        }
    }
    return false;
}

static bool is_excepted(const struct lint_phrases *phrases,
                        const struct lint_ask *ask, enum lint_rule rule,
                        const struct lint_words *words, uint32_t from,
                        uint32_t to)
{
    for (uint32_t p = 0; p < phrases->count; p++) {
        const struct lint_phrase *phrase = &phrases->phrase[p];
        if (!phrase->is_exception || phrase->rule != rule
            || !place_fits(phrase->place, ask->channel))
            continue;
        for (uint32_t at = 0; at < to; at++) {
            uint32_t end;
            if (phrase_at(phrase, 0, words, at, &end) && end > from)
                return true;
        }
    }
    return false;
}
