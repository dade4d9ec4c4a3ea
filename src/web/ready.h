/* ready.h - what must be done before the first letter may leave, on a page?
 *
 * Of app/ready.h, in words: for who is responsible, and for the command. */
#ifndef WEB_READY_H
#define WEB_READY_H

#include "web/web.h"

void get_ready(struct web_visit *visit);
void get_ready_plain(struct web_visit *visit);
/* On another page: a flag "is_ready", and "to_do" names what is open. */
bool view_ready(struct web_visit *visit, struct view *view,
                struct err *err) MUST_USE;

#endif
