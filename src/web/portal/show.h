/* show.h - how does a bill stand on the person's pages?
 *
 * The entries that several pages share; each page adds its own. */
#ifndef WEB_PORTAL_SHOW_H
#define WEB_PORTAL_SHOW_H

#include "app/bill.h"
#include "app/plan.h"
#include "web/web.h"

/* The bill named by ?bill= or the form's bill; ERR_ABSENT when it is not
 * theirs. */
bool bill_asked(struct web_visit *visit, struct app_bill *bill,
                struct err *err) MUST_USE;

/* ref, brand, client, facility, city, service_on, patient_first, account,
 * balance, and the words for its state. */
void view_bill(const struct web_visit *visit, struct view *view,
               const struct app_bill *bill);
/* charged, insurance_paid, taken_off, paid, interest, fees: rows that sum. */
void view_sum(struct view *view, const struct app_bill *bill);
/* Where a mailed payment goes: the brand that writes the letters. */
void view_pay_to(const struct web_visit *visit, struct view *view,
                 const struct app_bill *bill);
/* progress: paid, total (and in cents), of what was left at first. */
void view_progress(const struct web_visit *visit, struct view *view,
                   const struct app_bill *bill);
/* Has the person anything to choose for it?  In a pause, too: a plan may be
 * chosen while it lasts, and begins when it is over. */
bool bill_may_choose(const struct app_bill *bill);
/* The plan's own page; the bill has one. */
void show_plan(struct web_visit *visit, const struct app_bill *bill);

#endif
