/* clocks.h - which clocks of plans ran out, and what follows?
 *
 * The day's step before its letters.  A plan whose payments fell into a hold
 * that is over gets its dates moved behind it.  A plan of which as many
 * payments were missed as the agreement says becomes a request at the desk,
 * with an owner and a date; the letter that tells the person first is the
 * day's (app/letters.h).  Nothing here ends a plan. */
#ifndef APP_CLOCKS_H
#define APP_CLOCKS_H

#include "app/app.h"

#define APP_PLAN_ANSWER_DAYS 3 /* business days, to look at a plan */

struct app_clocks_report {
    uint32_t looked_at, moved, asked; /* plans */
};
/* A dry run says what it would do.  Again on the same date does nothing
 * more: what was moved or asked for is no candidate any longer. */
bool app_clocks_run(struct app *app, struct caller caller, bool is_dry_run,
                    struct app_clocks_report *report,
                    struct err *err) MUST_USE;

#endif
