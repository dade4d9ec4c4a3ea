/* rules.h - which numbers does a plan live by on that day?
 *
 * Dated rows of law/numbers.csv (rule POL-plan); the agreement of the provider
 * brings its own (client/agreement.h). */
#ifndef CHOICE_RULES_H
#define CHOICE_RULES_H

#include "base/base.h"
#include "law/law.h"

#define CHOICE_SKIP_MONTHS 12

struct choice_rules {
    int64_t remind_days; /* a reminder leaves so many days before */
    int64_t skips;       /* payments one may skip in CHOICE_SKIP_MONTHS */
    int64_t notice_days; /* we wait so long after we wrote, before anything
                            changes */
};

/* False when a number has no row on that day: nobody guesses one. */
bool choice_rules_find(const struct law_table *law, struct day day,
                       struct choice_rules *rules) MUST_USE;

#endif
