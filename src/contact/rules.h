/* rules.h - the predicates, one small function a rule.
 *
 * Inside this room only.  A silent rule answers DECISION_ALLOW; any other
 * fills fact, record and until.  `until` is the first moment after ask.at at
 * which this rule by itself could be silent, provided no fact begins or ends
 * before (the caller asks again there): it refuses throughout till then. */
#ifndef CONTACT_RULES_H
#define CONTACT_RULES_H

#include "contact/view.h"

typedef enum decision contact_rule_fn(const struct contact_view *view,
                                      struct contact_reason *reason);

/* rules_status.c: the person and the bill. */
contact_rule_fn contact_rule_data;
contact_rule_fn contact_rule_bankruptcy;
contact_rule_fn contact_rule_recall;
contact_rule_fn contact_rule_stop;
contact_rule_fn contact_rule_closed;
contact_rule_fn contact_rule_old;
contact_rule_fn contact_rule_hold;
contact_rule_fn contact_rule_deceased;
contact_rule_fn contact_rule_minor;
contact_rule_fn contact_rule_attorney;
contact_rule_fn contact_rule_cease;
contact_rule_fn contact_rule_dispute;
contact_rule_fn contact_rule_plan;

/* rules_address.c: the medium, the number, the place. */
contact_rule_fn contact_rule_medium;
contact_rule_fn contact_rule_wrong_number;
contact_rule_fn contact_rule_email;
contact_rule_fn contact_rule_text;
contact_rule_fn contact_rule_bad_address;
contact_rule_fn contact_rule_place;

/* rules_time.c: the clock. */
contact_rule_fn contact_rule_hours;
/* Allowed at ask.at, but by the clock not from then on. */
struct moment contact_hours_close(const struct contact_view *view);

/* rules_count.c: how often. */
contact_rule_fn contact_rule_calls;
contact_rule_fn contact_rule_talk;
/* Calls counted in the window that ends on the asked day; the most of any
 * zone. */
uint32_t contact_calls_used(const struct contact_view *view);

/* What the rules share: a refusal by a fact, and one by its absence. */
enum decision contact_refuse(struct contact_reason *reason,
                             const struct fact *fact);
enum decision contact_missing(struct contact_reason *reason,
                              enum fact_kind kind);
bool contact_is_looked(const struct contact_view *view, enum fact_kind kind);

#endif
