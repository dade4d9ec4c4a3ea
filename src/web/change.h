/* change.h - how does a change of a plan look, to the person and at the desk?
 *
 * One reading of the form, one view; each side has its own page around it. */
#ifndef WEB_CHANGE_H
#define WEB_CHANGE_H

#include "app/change.h"
#include "web/web.h"

/* Which change: `do` is its number, for an address bar must not say what
 * somebody is going through; with `day` or `count`.  NONE when it is none. */
struct choice_change_ask change_asked(const struct web_visit *visit);

/* The payments, how each stands, and what may be done about it. */
void view_plan(struct view *view, const struct app_bill *bill,
               const struct app_change_look *look);
/* What was changed before. */
void view_changes(struct view *view, const struct app_change *change,
                  uint32_t count);
/* The review: before and after, or why not; `is_review` is what may be
 * agreed to. */
void view_change(struct web_visit *visit, struct view *view,
                 const struct choice_change_ask *ask,
                 const struct app_change_look *look);
/* What they agree to, as the page says it and the plan keeps it. */
struct str change_sentence(const struct web_visit *visit,
                           const struct choice_schedule *schedule);
/* The same of a change that is asked for; "" when it may not be so (any
 * more): then app_change_make says why. */
struct str change_words(const struct web_visit *visit, struct str debt_ref,
                        const struct choice_change_ask *ask);
/* "12 payments of $25.00. You will pay $300.00 in all." */
struct str change_payments(const struct web_visit *visit,
                           const struct choice_schedule *schedule);

#endif
