/* user.h - the users, on the administrator's page and command line.
 *
 * A password that was made is in one answer and nowhere else. */
#ifndef WEB_USER_H
#define WEB_USER_H

#include "web/web.h"

void get_users(struct web_visit *visit);
void post_user(struct web_visit *visit);        /* one more */
void post_user_change(struct web_visit *visit);

#endif
