/* fold.h - which letters are the same for somebody who reads?
 *
 * Inside `message` only: upper and lower case, and letters with and without
 * Spanish accents, count as one.  Other letters stay as they are. */
#ifndef MESSAGE_FOLD_H
#define MESSAGE_FOLD_H

#include "base/base.h"

/* The letter at *at as lower-case ASCII, and past it; bytes of other letters
 * one by one as '\0'.  *has_accent: an acute accent or a diaeresis. */
char fold_letter(struct str word, size_t *at, bool *has_accent);

/* Folds at most room - 1 bytes into out, NUL-terminated; answers how many.
 * Letters of other alphabets become '~', a typographic apostrophe "'". */
size_t fold_word(struct str word, char *out, size_t room);

/* Without the punctuation around it; "$" and "%" stay. */
struct str fold_trim(struct str raw);

#endif
