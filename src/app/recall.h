/* recall.h - how does an account go back to its client?
 *
 * Used inside app only, in the unit of the caller.  One transaction stops
 * everything: the fact that the gate refuses by, what is left closed in the
 * books, letters that have not left, the plan.  Twice is once. */
#ifndef APP_RECALL_H
#define APP_RECALL_H

#include "app/load.h"

/* *amount is what was left, and goes back. */
bool app_recall_in(struct app *app, struct db *db, struct caller caller,
                   const struct app_loaded *loaded, struct str source,
                   struct arena *arena, struct money *amount,
                   struct err *err) MUST_USE;

bool app_recalled_in(struct db *db, struct caller caller,
                     const struct app_loaded *loaded, struct arena *arena,
                     bool *is_recalled, struct err *err) MUST_USE;

#endif
