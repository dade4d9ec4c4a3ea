/* reading.h - how hard is this text to read?
 *
 * English: Flesch-Kincaid grade, 0.39 W/S + 11.8 Y/W - 15.59.  Spanish:
 * Fernandez-Huerta, 206.84 - 60 Y/W - 1.02 W/S.  W words, S sentences, Y
 * syllables, counted as people.md 5.3 defines, in thousandths and without
 * floating point. */
#ifndef MESSAGE_READING_H
#define MESSAGE_READING_H

#include "base/base.h"
#include "person/person.h"

/* "These things happen." is breath, not load. */
#define READING_BREATH_WORDS 3

struct reading {
    uint32_t words, sentences, syllables;
    uint32_t longest;       /* words of the longest sentence */
    uint32_t full_sentences;/* of more than READING_BREATH_WORDS words */
    int64_t thousandths;    /* grade (English) or ease (Spanish); 0 when
                               there is no word */
};

/* URL, e-mail, phone, money, date and number are one word of one syllable.  A
 * sentence ends at . ! ? or at a colon before a blank, and at a line's end;
 * "a.m.", "p.m." and "Dr." end none. */
void reading_measure(enum language language, struct str text,
                     struct reading *reading);

/* Grade at most 6.0, or ease at least 70; texts of fewer than
 * READING_WORDS_MIN words always pass. */
#define READING_WORDS_MIN 12
bool reading_is_plain(enum language language, const struct reading *reading);

uint32_t reading_syllables(enum language language, struct str word);

#endif
