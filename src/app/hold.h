/* hold.h - what holds this bill, and how does it end?
 *
 * A hold ends by its own date, or early, when somebody lifts it; a dispute
 * ends when it was answered and the proof is on its way.  Both are new facts
 * beside the old ones, and both say what was seen: a hold that somebody else
 * put meanwhile is not lifted unseen. */
#ifndef APP_HOLD_H
#define APP_HOLD_H

#include "app/app.h"

#define APP_INSURANCE_DAYS 45 /* so long an insurer may take */

struct app_hold {
    bool is_held;      /* by a pause or a hold, not by law */
    bool is_disputed;
    struct str seen;   /* names the holds in force; send it with the lift */
};
bool app_hold_look(struct app *app, struct caller caller, struct str debt_ref,
                   struct arena *arena, struct app_hold *hold,
                   struct err *err) MUST_USE;

struct app_lift {
    struct str debt_ref, seen, key;
};
/* Every hold in force, also one on all bills of theirs.  ERR_CONFLICT when
 * they are not the ones that were seen. */
bool app_hold_lift(struct app *app, struct caller caller,
                   const struct app_lift *lift, struct err *err) MUST_USE;

/* The dispute no longer stops us, and what they asked is done: one unit.
 * Without an open dispute nothing changes. */
bool app_dispute_answer(struct app *app, struct caller caller,
                        struct str debt_ref, struct err *err) MUST_USE;

#endif
