/* lint_sums.h - do the payments a text names add up to the total it names?
 *
 * Inside `message` only: "12 payments of $50.00" needs "the total is
 * $600.00"; "1 last payment of $2.15" is counted in.  Letters also show every
 * amount with its cents. */
#ifndef MESSAGE_LINT_SUMS_H
#define MESSAGE_LINT_SUMS_H

#include "message/lint_phrase.h"

void lint_sums(const struct lint_words *words, const struct lint_ask *ask,
               struct lint_report *report);

#endif
