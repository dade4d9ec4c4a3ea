/* news.h - may this row of a later file change an account?
 *
 * Judges one parsed row of a later file as far as the row alone can tell;
 * what the account says to it, the store does (intake_verdict_answer). */
#ifndef INTAKE_NEWS_H
#define INTAKE_NEWS_H

#include "base/base.h"
#include "intake/check.h"
#include "intake/kind.h"
#include "intake/layout.h"
#include "intake/placement.h"

/* Adds its problems to the row and fills *verdict whole.  The row's balance
 * is its amount; zero where the kind brings none. */
void intake_news_check(const struct intake_terms *terms,
                       const struct intake_layout *layout,
                       struct intake_row *row,
                       struct intake_verdict *verdict);

/* What makes the row the same news again, in this file and in a later one:
 * kind, account and the provider's reference, or day and amount (or
 * insurer). */
struct str intake_news_key(struct arena *arena, enum intake_kind kind,
                           const struct intake_row *row);

#endif
