/* case_world.h - what has one case said so far?
 *
 * Inside this room only.  A case starts with one person, one bill, one
 * toll-free number and one address that say nothing about a clock; each
 * `given` adds to it, each `ask` reads it. */
#ifndef CONTACT_CASE_WORLD_H
#define CONTACT_CASE_WORLD_H

#include "base/base.h"
#include "contact/case.h"
#include "contact/decide.h"

#define CASE_PERSONS_MAX 4
#define CASE_DEBTS_MAX 8
#define CASE_PHONES_MAX 8
#define CASE_FACTS_MAX 64
#define CASE_ATTEMPTS_MAX 256

struct case_world {
    const struct contact_zone_book *book;
    const struct law_table *law;
    const struct zone *clock; /* NULL: UTC */
    int32_t year;             /* of the last full date */
    uint32_t person_count;
    struct str person_name[CASE_PERSONS_MAX];
    struct person person[CASE_PERSONS_MAX];
    uint32_t debt_count;
    struct str debt_name[CASE_DEBTS_MAX];
    struct debt debt[CASE_DEBTS_MAX];
    struct str facility_state;
    bool has_phone, has_address, has_email; /* said, not assumed */
    uint32_t phone_count, address_count, email_count;
    struct person_phone phone[CASE_PHONES_MAX];
    struct person_address address[CASE_PHONES_MAX];
    struct str email[CASE_PHONES_MAX];
    uint32_t fact_count;
    struct fact fact[CASE_FACTS_MAX];
    uint32_t attempt_count;
    struct contact_attempt attempt[CASE_ATTEMPTS_MAX];
    int64_t attempt_person[CASE_ATTEMPTS_MAX];
    uint64_t looked;
    bool are_attempts_known;
    char problem[CASE_TEXT_MAX]; /* why the last line does not read */
};

/* Words of a line: split at blanks, a comma at the end dropped, text in
 * double quotes is one word. */
struct case_words {
    struct str rest;
};
bool case_word(struct case_words *words, struct str *word); /* false: end */
struct str case_peek(const struct case_words *words);

/* case_words.c: each reads words, or leaves them and says false. */
bool case_day(struct case_world *world, struct case_words *words,
              struct day *day);
bool case_clock(struct case_words *words, int32_t *second);
bool case_count(struct str word, uint32_t *count); /* "six", "6" */
/* A wall time of the case's clock as a moment. */
struct moment case_moment(const struct case_world *world, struct day day,
                          int32_t second);
bool case_problem(struct case_world *world, const char *format, ...)
    PRINTF_LIKE(2, 3); /* always false */

void case_world_clear(struct case_world *world,
                      const struct contact_zone_book *book,
                      const struct law_table *law);
/* case_given.c: one statement of a `given` line. */
bool case_given(struct case_world *world, struct str statement);
uint32_t case_person(struct case_world *world, struct str name);
/* The debt's index, or CASE_DEBTS_MAX. */
uint32_t case_debt(const struct case_world *world, struct str name);

/* case_ask.c: a line that expects.  False when it does not read; else
 * *is_met, and what was found. */
bool case_ask(struct case_world *world, struct str line, bool *is_met,
              struct buf *found);
bool case_window(struct case_world *world, struct str line, bool *is_met,
                 struct buf *found);
bool case_zones(struct case_world *world, struct str line, bool *is_met,
                struct buf *found);

#endif
