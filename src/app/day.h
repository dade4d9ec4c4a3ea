/* day.h - which business dates are done, step by step?
 *
 * Each step of a date is done once; missed dates run in order; a date is
 * never run before its day. `daily` walks the dates, app does the steps. */
#ifndef APP_DAY_H
#define APP_DAY_H

#include "app/clocks.h"
#include "app/letters.h"

struct app_day_report {
    struct day business_on;
    bool was_done;       /* nothing to do: this date is complete */
    struct app_clocks_report clocks;
    struct app_letters_report letters;
    uint32_t remits;     /* made: the first of a month remits the last */
    bool verify_is_good;
};
/* The next date that is due (after the last complete one, not after today);
 * DAY_NONE when all are done. */
bool app_day_next(struct app *app, struct caller caller, struct day *day,
                  struct err *err) MUST_USE;
bool app_day_run(struct app *app, struct caller caller, struct day day,
                 bool is_dry_run, struct arena *arena,
                 struct app_day_report *report, struct err *err) MUST_USE;

#endif
