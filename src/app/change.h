/* change.h - how does somebody change their plan, and what was changed?
 *
 * The person at their page, or a representative for them: a look, a review
 * with its reference, a receipt.  One unit: the old plan ends, the new one of
 * what is left begins, letters about the old one are void, the gate learns of
 * a pause or of the end.  The day moves dates behind a hold the same way. */
#ifndef APP_CHANGE_H
#define APP_CHANGE_H

#include "app/plan.h"
#include "choice/change.h"
#include "choice/rest.h"

struct app_change {
    struct ref ref;
    enum choice_change what;
    bool is_end;
    struct day due_on;   /* the payment that was next; DAY_NONE */
    struct day first_on; /* the one that is now; DAY_NONE when it ended */
    struct money left;
    struct moment made_at;
    struct str made_by;
};

/* What a change would make of it; nothing is saved. */
struct app_change_look {
    struct app_plan plan;
    uint32_t lower_count;          /* choice_lower */
    uint32_t lower[CHOICE_LOWER_MAX];
    struct money lower_each[CHOICE_LOWER_MAX];
    uint32_t skips_left;
    struct day notice_ends;        /* first day after the notice's days; none
                                      was sent: DAY_NONE */
    bool is_notice_over;
    struct choice_changed changed; /* of ask; unset when it asks nothing */
};
bool app_change_see(struct app *app, struct caller caller,
                    struct str debt_ref, const struct choice_change_ask *ask,
                    struct arena *arena, struct app_change_look *look,
                    struct err *err) MUST_USE;

struct app_change_ask {
    struct str debt_ref;
    struct choice_change_ask ask;
    struct str reference; /* of the review */
    struct str words;     /* the sentence they agreed to */
    bool is_unpaid;       /* we end it, for its payments do not come */
    struct str key;       /* twice is once */
};
/* ERR_CONFLICT: something changed since the review; ERR_INVALID: it may not
 * be (choice_change says why); ERR_DENIED: ended for not paying before the
 * notice's days were over; ERR_ABSENT: no such plan. */
bool app_change_make(struct app *app, struct caller caller,
                     const struct app_change_ask *ask, struct arena *arena,
                     struct app_change *change, struct err *err) MUST_USE;

/* All of this bill, oldest first; a receipt is found by its ref. */
bool app_changes(struct app *app, struct caller caller, struct str debt_ref,
                 struct arena *arena, struct app_change **change,
                 uint32_t *count, struct err *err) MUST_USE;
bool app_change_find(struct app *app, struct caller caller,
                     struct str debt_ref, struct str ref, struct arena *arena,
                     struct app_change *change, struct err *err) MUST_USE;

/* --- inside somebody's unit -------------------------------------------- */

struct app_loaded;

/* When nothing is due on a bill. */
bool app_rest_in(struct db *db, struct caller caller,
                 const struct app_loaded *loaded, struct arena *arena,
                 struct choice_rest *rest, struct err *err) MUST_USE;

/* The first day after it. */
struct day app_rest_over(const struct app *app, struct moment until);

/* Ours, that nobody asked for: dates behind a hold, or the bill is closed.
 * What it would refuse changes nothing. */
bool app_change_ours(struct app *app, struct db *db, struct caller caller,
                     const struct app_loaded *loaded,
                     const struct app_plan *plan, enum choice_change what,
                     struct arena *arena, struct err *err) MUST_USE;

#endif
