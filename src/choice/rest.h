/* rest.h - when was nothing due on this bill?
 *
 * A pause, a dispute, a lawyer, a bankruptcy, a death: while one of them
 * stands nobody owes a payment of a plan.  One that was lifted or answered
 * rested until then. */
#ifndef CHOICE_REST_H
#define CHOICE_REST_H

#include "base/base.h"
#include "person/fact.h"

struct choice_rest {
    uint32_t count; /* of this person's facts, as known now */
    const struct fact *fact;
    struct debt_id debt;
};

/* Did it rest at any moment of [from, to)? */
bool choice_rested(const struct choice_rest *rest, struct moment from,
                   struct moment to);
/* Does it rest at this moment, and until when?  MOMENT_NEVER: until somebody
 * says so. */
bool choice_rests(const struct choice_rest *rest, struct moment at,
                  struct moment *until);
/* The pause with a date that ended last in [from, to), not before its time.
 * False: there is none. */
bool choice_pause_ended(const struct choice_rest *rest, struct moment from,
                        struct moment to, struct moment *ended);

#endif
