/* release.h - the letters of a day that a person looks at before they leave.
 *
 * One page: what waits, oldest first, and what was decided; one page a
 * client's day: how many, for how much, why somebody has to look, and some of
 * them as the person will read them, then Release or Hold back. */
#ifndef WEB_RELEASE_H
#define WEB_RELEASE_H

#include "app/release.h"
#include "web/web.h"

void get_releases(struct web_visit *visit);
void get_release(struct web_visit *visit);
void post_release(struct web_visit *visit);
void post_hold_back(struct web_visit *visit); /* why */
void post_release_client(struct web_visit *visit); /* the command: client */

/* What waits, as a list of client, day, letters, why. */
void view_waiting(struct view *view, const char *name,
                  const struct app_release *release, uint32_t count);

#endif
