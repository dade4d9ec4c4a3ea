/* prefer.h - how do somebody's wishes stand in a form, and come back from it?
 *
 * The same fields for the person and for the desk: pages/prefer.html. */
#ifndef WEB_PREFER_H
#define WEB_PREFER_H

#include "app/prefer.h"
#include "web/web.h"

void view_prefer(struct view *view, const struct app_prefer *prefer);
/* What the form says; a box that is not ticked is "no".  The word of what is
 * wrong with it; NULL: nothing. */
const char *prefer_take(struct web_visit *visit, struct app_prefer *prefer);

#endif
