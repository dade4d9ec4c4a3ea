/* desk.h - what does a representative see and do?
 *
 * Find, open, ask before calling, write down what was said, record mailed
 * money.  Handlers: form, one app call, view.  A bill is named by the first
 * :ref of the path everywhere. */
#ifndef WEB_DESK_DESK_H
#define WEB_DESK_DESK_H

#include "app/bill.h"
#include "web/problem.h"
#include "web/web.h"

void get_desk(struct web_visit *visit);
void get_request(struct web_visit *visit);
void post_request_done(struct web_visit *visit);
void get_desk_find(struct web_visit *visit);
void get_desk_debt(struct web_visit *visit);
void post_desk_fact(struct web_visit *visit);
void get_desk_plan(struct web_visit *visit);
void post_desk_plan(struct web_visit *visit);
void post_note(struct web_visit *visit);
void get_desk_prefer(struct web_visit *visit);
void post_desk_prefer(struct web_visit *visit);
void get_desk_helper(struct web_visit *visit);
void post_desk_helper(struct web_visit *visit);
void post_desk_helper_end(struct web_visit *visit);
void post_lift(struct web_visit *visit);
void post_answered(struct web_visit *visit);
void post_may_call(struct web_visit *visit);
void post_call(struct web_visit *visit);
void get_call(struct web_visit *visit);
void post_outcome(struct web_visit *visit);
void post_payment(struct web_visit *visit);
void get_payment(struct web_visit *visit);
void post_reverse(struct web_visit *visit);

/* The desk's page of one bill, with what is wrong in one of its forms; the
 * entries beside the fields are absent when fine. */
enum desk_field {
    DESK_AMOUNT, DESK_METHOD, DESK_RECEIVED, DESK_KIND, DESK_NUMBER,
    DESK_UNTIL, DESK_NOTE, DESK_FIELDS
};
void desk_show(struct web_visit *visit, int status,
               const char *const wrong[DESK_FIELDS]);
/* hold.c's: what holds it, with the forms to end that. */
bool desk_view_hold(struct web_visit *visit, struct view *view,
                    struct err *err) MUST_USE;
/* When a hold ends, by the form's `until`; false: no such day ahead. */
bool desk_hold_until(struct web_visit *visit, int64_t usual_days,
                     struct moment *until) MUST_USE;
/* 303 to /desk/debt/REF and what follows it, e.g. "?said=fact". */
void desk_redirect(struct web_visit *visit, const char *rest);
/* How it was paid, in words, as "method"; absent when that is not known. */
void desk_view_method(struct view *view, struct str method);
struct str desk_name(const struct web_visit *visit,
                     const struct app_bill *bill);

#endif
