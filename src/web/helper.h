/* helper.h - how are those who may talk for somebody shown and asked for?
 *
 * The same on the person's page and at the desk: pages/helper.html. */
#ifndef WEB_HELPER_H
#define WEB_HELPER_H

#include "app/helper.h"
#include "web/web.h"

/* The list, and what was typed; debt_ref as in app/helper.h. */
bool view_helpers(struct web_visit *visit, struct view *view,
                  struct str debt_ref, struct err *err) MUST_USE;
/* The word of what was wrong with it; NULL: it is other trouble. */
const char *helper_wrong(const struct err *err);
/* The form's fields. */
struct app_helper_ask helper_take(const struct web_visit *visit);

#endif
