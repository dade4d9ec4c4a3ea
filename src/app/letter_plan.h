/* letter_plan.h - which letter about a plan's payments, or about a pause that
 * is over, is due?
 *
 * Used inside app only.  Asked when the day decides, and again when the
 * courier takes it: what was paid meanwhile is not asked for. */
#ifndef APP_LETTER_PLAN_H
#define APP_LETTER_PLAN_H

#include "app/change.h"
#include "app/load.h"
#include "message/fill.h"

#define APP_ABOUT_MAX 48
#define APP_NEAR_DAYS 60 /* nobody is reminded sooner, whatever the law says */
#define APP_PAUSE_LOOK_DAYS 7 /* a pause that ended longer ago is not told */

struct app_letter_plan {
    bool is_limit_missed, is_payment_missed, is_payment_near, is_pause_over;
    bool has_first_message;
    char about[APP_ABOUT_MAX]; /* which payment "REF-3", or which pause */
    struct message_standing standing;
    struct day ended_on;       /* of the pause */
};

/* Nothing is due while the bill rests, and nothing twice. */
bool app_letter_plan_missed(struct app *app, struct db *db,
                            struct caller caller,
                            const struct app_loaded *loaded,
                            struct arena *arena,
                            struct app_letter_plan *due,
                            struct err *err) MUST_USE;
bool app_letter_plan_near(struct app *app, struct db *db,
                          struct caller caller,
                          const struct app_loaded *loaded,
                          struct arena *arena, struct app_letter_plan *due,
                          struct err *err) MUST_USE;
bool app_letter_pause_over(struct app *app, struct db *db,
                           struct caller caller,
                           const struct app_loaded *loaded,
                           struct arena *arena, struct app_letter_plan *due,
                           struct err *err) MUST_USE;

/* Is what a letter says about a payment still so?  Other letters are. */
bool app_letter_plan_holds(struct app *app, struct db *db,
                           struct caller caller,
                           const struct app_loaded *loaded,
                           enum message_kind kind, struct str about,
                           struct arena *arena, bool *holds,
                           struct err *err) MUST_USE;

/* How the plan became what it is, for its confirmation. */
bool app_letter_plan_origin(struct db *db, struct caller caller,
                            const struct app_loaded *loaded,
                            const struct app_plan *plan, struct arena *arena,
                            struct message_plan *message,
                            struct err *err) MUST_USE;

#endif
