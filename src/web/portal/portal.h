/* portal.h - what does the person with a letter see and do?
 *
 * One question a page, nothing about money before identity is proved, the
 * least costly choice first (people.md §1).  Handlers: form, one app call,
 * view. */
#ifndef WEB_PORTAL_PORTAL_H
#define WEB_PORTAL_PORTAL_H

#include "web/web.h"

void get_find(struct web_visit *visit);
void post_find(struct web_visit *visit);
void get_real(struct web_visit *visit);
void get_not_me(struct web_visit *visit);
void post_not_me(struct web_visit *visit);
void get_back(struct web_visit *visit);
void post_back(struct web_visit *visit);
void get_back_code(struct web_visit *visit);
void post_back_code(struct web_visit *visit);
void get_mail(struct web_visit *visit);
void post_mail(struct web_visit *visit);
void post_goodbye(struct web_visit *visit);
void get_prefer(struct web_visit *visit);
void post_prefer(struct web_visit *visit);
void get_email(struct web_visit *visit);
void post_email(struct web_visit *visit);
void get_proof(struct web_visit *visit);
void post_proof(struct web_visit *visit);
void get_proof_code(struct web_visit *visit);
void post_proof_code(struct web_visit *visit);
void get_helper(struct web_visit *visit);
void post_helper(struct web_visit *visit);
void post_helper_end(struct web_visit *visit);
/* Could, and so must, they prove one thing more first?  (people.md 1.1) */
bool portal_needs_proof(struct web_visit *visit, bool *is_needed,
                        struct err *err) MUST_USE;
/* They are in: the session, and the pages as they once chose them. */
void portal_enter(struct web_visit *visit, const struct app_session *session);
void get_bill(struct web_visit *visit);
void get_choices(struct web_visit *visit);
void get_plan(struct web_visit *visit);
void post_plan(struct web_visit *visit);
void get_plan_done(struct web_visit *visit);
void get_change(struct web_visit *visit);
void post_change(struct web_visit *visit);
void get_changed(struct web_visit *visit);
void get_extra(struct web_visit *visit);
void post_remind(struct web_visit *visit);
void get_pause(struct web_visit *visit);
void post_pause(struct web_visit *visit);
void get_say(struct web_visit *visit);
void post_say(struct web_visit *visit);
void get_said(struct web_visit *visit);
void get_pay(struct web_visit *visit);

#endif
