/* lint_phrase.h - do these words belong to a family we do not use?
 *
 * Inside `message` only.  Families stand in messages/lint/<language>.txt. */
#ifndef MESSAGE_LINT_PHRASE_H
#define MESSAGE_LINT_PHRASE_H

#include "base/base.h"
#include "message/lint.h"

#define LINT_STEPS_MAX 16 /* words and gaps of one phrase */
#define LINT_GAP_MAX 5    /* words a ".." may stand for */

struct lint_word {
    struct str folded; /* lower case, no accents, no punctuation around it */
    size_t at, len;    /* as written, in the text */
};
struct lint_words {
    uint32_t count;
    const struct lint_word *word;
};

/* Where a phrase counts. */
enum lint_place { LINT_ANYWHERE, LINT_OUTSIDE, LINT_ON_BUTTON };

struct lint_step {
    enum { LINT_STEP_WORD, LINT_STEP_GAP, LINT_STEP_REST } kind;
    struct str words; /* folded alternatives: "a|b|begin*|#" */
};
struct lint_phrase {
    enum lint_rule rule;
    bool is_exception;
    enum lint_place place;
    struct str source;  /* as it stands in the list; static */
    uint64_t first_letters; /* that a first word may start with; a set of
                               letter % 64 */
    uint32_t step_count;
    struct lint_step step[LINT_STEPS_MAX];
};
struct lint_phrases {
    uint32_t count;
    const struct lint_phrase *phrase;
};

struct lint_lists {
    struct lint_phrases english, spanish;
};

/* Splits at blanks; false when the arena is exhausted. */
bool lint_words_split(struct arena *arena, struct str text,
                      struct lint_words *words);
/* Adds a finding for each phrase of the list that occurs. */
void lint_phrases_find(const struct lint_phrases *phrases,
                       const struct lint_ask *ask,
                       const struct lint_words *words,
                       struct lint_report *report);

/* One phrase given as a list line's right side, folded: does it occur? */
bool lint_phrase_occurs(struct str source, const struct lint_words *words);

void lint_add(struct lint_report *report, enum lint_rule rule, size_t at,
              size_t len, struct str why);

#endif
