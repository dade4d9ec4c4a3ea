/* invent_words.h - names, streets and towns for invented accounts.
 *
 * First names are common ones; last names are made up or put together, so a
 * whole name points at nobody.  Towns are real, with a ZIP of their own and
 * the area code and facts of the public tables (USPS, NANPA). */
#ifndef INTAKE_INVENT_WORDS_H
#define INTAKE_INVENT_WORDS_H

#include "base/base.h"

struct invent_town {
    const char *city, *state, *state_name, *zip, *area_code;
};

struct invent_words {
    const char *const *item;
    uint32_t count;
};

extern const struct invent_words invent_first_en, invent_first_es;
extern const struct invent_words invent_last_en, invent_last_es;
extern const struct invent_words invent_street, invent_insurer;
extern const struct invent_town invent_town[];
extern const uint32_t invent_town_count;

#endif
