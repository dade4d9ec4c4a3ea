/* respond.h - what does this handler answer?
 *
 * A handler calls exactly one of these, last.  respond_page gives the view to
 * fill; when the handler returns, the view is rendered once: as the page
 * pages/NAME.html, as JSON (".json", Accept), or, for the command line, as
 * plain text by pages/plain/NAME.txt.
 *
 * Every page finds a section `site` that JSON does not show:
 *   site.lang            "en"          site.other_lang       "es"
 *   site.other_lang_link "/m/bill?lang=es", the same page
 *   site.name            the agency    site.phone  site.hours  site.year
 *   site.website  site.license  site.line1 .line2 .city .state .zip
 *   site.token           for <input type=hidden name=token>
 *   site.path            of this page  site.who    the signed-in name
 *   site.is_large        they want large letters
 *   site.is_signed_in .is_person .is_staff .is_provider .is_demo   flags
 * (and t.* are the words).  Style sheets come from /assets/NAME. */
#ifndef WEB_RESPOND_H
#define WEB_RESPOND_H

#include "web/web.h"

/* Status 200 and a new view for this page. */
struct view *respond_page(struct web_visit *visit, const char *page);
/* The same with another status, e.g. 422 for a form shown again. */
struct view *respond_page_status(struct web_visit *visit, int status,
                                 const char *page);

/* Trouble: denied and absent are the same 404; invalid, conflict and busy
 * show err->text; 500s show only the request's id.  At the Unix doors it is
 * always JSON {"error", "message", "details"} with err's own words. */
void respond_trouble(struct web_visit *visit, const struct err *err);
/* With more lines than an err holds (all problems of a file). */
void respond_trouble_all(struct web_visit *visit, const struct err *err,
                         struct str details);

/* 303 to a path of ours; the last word of every POST that changed something
 * (to JSON callers: {"see": path}). */
void respond_redirect(struct web_visit *visit, struct str path);
/* After a change that may have made something to show once: trouble and the
 * way back to `page` are answered here; the rest is for the caller to show. */
enum respond_end {
    RESPOND_DONE,
    RESPOND_WRONG,  /* the page again, with what was wrong */
    RESPOND_SECRET, /* the page, with what was made */
    RESPOND_LINE    /* of the command line */
};
enum respond_end respond_end(struct web_visit *visit, const struct err *err,
                             struct str secret, struct str page);

/* The same of what has only begun: 202 to JSON callers. */
void respond_begun(struct web_visit *visit, struct str path);

/* A file: CSV, JSON or PDF made by app.  name may be absent (shown inline). */
void respond_file(struct web_visit *visit, const char *content_type,
                  struct str name, struct str bytes);

/* Sets the session's cookie after app_sign_in or app_find_bill, and deletes
 * it at sign-out. */
void respond_session(struct web_visit *visit,
                     const struct app_session *session);
void respond_session_end(struct web_visit *visit);

/* The language and the size they chose, for this browser's next pages. */
struct app_prefer;
void respond_looks(struct web_visit *visit, const struct app_prefer *prefer);

/* A local wall clock for a moment, in the agency's zone: what view_moment
 * wants beside the moment. */
struct wall respond_wall(const struct web_visit *visit, struct moment moment);
/* A moment with that clock; absent where it never was or never will be. */
void respond_moment(const struct web_visit *visit, struct view *view,
                    const char *name, struct moment moment);

/* One form field, trimmed; absent when not sent or blank. */
struct str visit_form(const struct web_visit *visit, const char *name);
/* What a page's address and its form both carry: of whichever this is. */
struct str visit_field(const struct web_visit *visit, const char *name);
/* A day from one ISO field `name`, or from name_year, name_month, name_day.
 * False when it is not a day that exists. */
bool visit_form_day(const struct web_visit *visit, const char *name,
                    struct day *day) MUST_USE;
/* Dollars as people type them: "1,234.50", "$50". */
bool visit_form_money(const struct web_visit *visit, const char *name,
                      struct money *amount) MUST_USE;

/* web.c's: renders what the handler chose. */
void respond_render(struct web_visit *visit);

#endif
