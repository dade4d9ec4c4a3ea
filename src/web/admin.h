/* admin.h - what can the command line ask for?
 *
 * Every command is one POST here, through admin.sock or in its own process.
 * Bodies are forms.  A file is named by `file`, a plain name inside the
 * folder's spool/, where the command put it; every other path is refused.
 * Answers are views without a page: JSON, or plain text by
 * pages/plain/admin/NAME.txt. */
#ifndef WEB_ADMIN_H
#define WEB_ADMIN_H

#include "app/place.h"
#include "web/web.h"

void post_client_apply(struct web_visit *visit); /* file, file_name */
void post_import(struct web_visit *visit); /* client, file, file_name,
                                            * dry_run */
void post_import_undo(struct web_visit *visit); /* batch */
void post_daily(struct web_visit *visit);       /* date, dry_run */
void post_may_contact(struct web_visit *visit); /* debt, channel, address */
void post_pay_import(struct web_visit *visit);  /* file, file_name */
void post_remit(struct web_visit *visit);       /* client, through */
void post_verify(struct web_visit *visit);
void post_mark(struct web_visit *visit); /* name, words: it went well */
void get_agency(struct web_visit *visit);
void post_agency(struct web_visit *visit); /* the parts to change, by name */
void get_doctor(struct web_visit *visit);
void get_status(struct web_visit *visit);
void get_job(struct web_visit *visit);
void get_health(struct web_visit *visit);

/* Of an import, wherever its file came from: kind and total; the report. */
bool admin_import_read(struct web_visit *visit, struct app_import_ask *ask,
                       struct err *err) MUST_USE;
void admin_view_import(struct view *view,
                       const struct app_import_report *report);

#endif
