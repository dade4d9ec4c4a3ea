/* sign.h - the way in and out for staff and providers.
 *
 * The password first (sign.c), then the second step (second.c): six digits at
 * each sign-in, or, once, setting it up. */
#ifndef WEB_SIGN_H
#define WEB_SIGN_H

#include "web/web.h"

#define WEB_SECOND "/sign-in/code"
#define WEB_SECOND_SET "/sign-in/setup"

void get_sign_in(struct web_visit *visit);
void post_sign_in(struct web_visit *visit);
void post_sign_out(struct web_visit *visit);

void get_second(struct web_visit *visit);
void post_second(struct web_visit *visit);
void get_second_set(struct web_visit *visit);
void post_second_set(struct web_visit *visit);

/* Where somebody begins. */
struct str sign_home(const struct caller *caller);

#endif
