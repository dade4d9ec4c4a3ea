/* content.h - can this letter be set at all?
 *
 * Asked before anything is arranged, so a bad letter costs nothing and the
 * answer names its part. */
#ifndef PAPER_CONTENT_H
#define PAPER_CONTENT_H

#include "paper/letter.h"

/* ERR_INVALID: absent title or names, too many or too long parts, text that
 * is not UTF-8 or holds control characters or line breaks. */
bool content_check(const struct paper_letter *letter,
                   struct err *err) MUST_USE;

#endif
