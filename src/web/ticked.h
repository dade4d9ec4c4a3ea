/* ticked.h - what did they tick when they told us something? */
#ifndef WEB_TICKED_H
#define WEB_TICKED_H

#include "web/web.h"

/* The list `reasons`, each in words, and the flag has_reasons; ticked is as
 * app/say.h keeps it, "already_paid,other". */
void view_ticked(struct web_visit *visit, struct view *view,
                 struct str ticked);

#endif
