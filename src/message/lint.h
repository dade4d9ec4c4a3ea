/* lint.h - may it be said this way?  (WARM-1, people.md section 5)
 *
 * Phrase families per language and rule stand in messages/lint/en.txt and
 * es.txt; sentences, grade, required parts and sums are counted here.  Every
 * finding names its rule and the words, so a person can mend it.  A smoke
 * alarm, not a proof that a text is kind. */
#ifndef MESSAGE_LINT_H
#define MESSAGE_LINT_H

#include "base/base.h"
#include "message/content.h"
#include "person/person.h"

#define LINT_FINDINGS_MAX 32
#define LINT_TEXT_MAX ((size_t)32 << 10) /* longer texts are one finding */

enum lint_rule {
    LINT_NONE,
    LINT_THREAT, LINT_URGENCY, LINT_SHAME, LINT_LEGALESE, LINT_THIRD_PARTY,
    LINT_MISREP, LINT_PRESSURE, LINT_PHI, LINT_SHOUT, LINT_GRADE, LINT_LONG,
    LINT_LABEL, LINT_OVERCLAIM, LINT_DARKPATTERN, LINT_PROMISE,
    LINT_MONEY_MATH, LINT_MISSING,
    LINT_COLLECTOR, /* D-51: collector words in an early-out text */
    LINT_RULES
};
struct str lint_rule_word(enum lint_rule rule); /* "threat", "money_math" */
enum lint_rule lint_rule_parse(struct str word);

/* Complete messages have required parts, fragments do not. */
enum lint_channel {
    LINT_SMS, LINT_VOICEMAIL, LINT_EMAIL, LINT_LETTER,       /* complete */
    LINT_SUBJECT, LINT_PARA, LINT_PAGE, LINT_SAY, LINT_ERROR, LINT_BUTTON,
    LINT_CHANNELS
};
bool lint_channel_parse(struct str word, enum lint_channel *channel) MUST_USE;

struct lint_ask {
    enum lint_channel channel;
    enum language language;
    enum program program;  /* early out: collector words are refused; bad
                              debt or unknown: they are not looked for */
    bool is_statutory;     /* an approved block: grade, long and legalese
                              are not asked */
    struct str text;
};
struct lint_finding {
    enum lint_rule rule;
    size_t at, len;        /* the words, in the text; len 0: the whole */
    struct str why;        /* static */
};
struct lint_report {
    uint32_t count;        /* more than fit are counted, not kept */
    struct lint_finding finding[LINT_FINDINGS_MAX];
};

/* The phrase lists of both languages, read once; immutable. */
struct lint_lists;
/* NULL when the arena is exhausted.  A bad line is a bug: a test reads all. */
struct lint_lists *lint_lists_open(struct arena *arena) MUST_USE;

/* Allocates nothing but scratch in the arena. */
void message_lint(const struct lint_lists *lists, const struct lint_ask *ask,
                  struct arena *arena, struct lint_report *report);
bool lint_has(const struct lint_report *report, enum lint_rule rule);

/* Names are nobody's wording: a patient called Sue or a clinic in Court
 * Street threatens nobody.  Where one stands in the letter it counts as one
 * easy word. */
#define LINT_NAMES_MAX 8
struct lint_names {
    uint32_t count;
    struct str name[LINT_NAMES_MAX]; /* shorter than two bytes: not asked */
};

/* A whole letter: every part is asked, and the required parts of its kind
 * (people.md 5.4; for the notice V1 .. V19 of Rule RF-34-content).  In the
 * notice, the words of Form B-1 count as statutory. */
void message_lint_content(const struct lint_lists *lists,
                          const struct message_content *content,
                          enum program program,
                          const struct lint_names *names,
                          struct arena *arena, struct lint_report *report);

#endif
