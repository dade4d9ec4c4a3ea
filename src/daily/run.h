/* run.h - which dates does the daily run walk, and who runs it?
 *
 * Missed dates run in order, each once, none before its day (app/day.h does
 * the steps).  One run at a time in a folder: a second one leaves at once
 * with ERR_BUSY.  A date asked for only selects where to stop; the clock is
 * the world's. */
#ifndef DAILY_RUN_H
#define DAILY_RUN_H

#include "app/app.h"
#include "app/day.h"

#define DAILY_DATES_MAX 400 /* missed dates in one run; run again for more */

/* until: DAY_NONE runs every date that is due; else the dates up to it.  A
 * date after today is ERR_INVALID.  A dry run looks at the one date that
 * would come next (or `until`) and changes nothing.  Reports of the dates
 * that were finished are filled also when a later one fails. */
bool daily_run(struct app *app, struct caller caller, struct day until,
               bool is_dry_run, struct arena *arena,
               struct app_day_report **report, uint32_t *count,
               struct err *err) MUST_USE;

#endif
