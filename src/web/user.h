/* user.h - the users, on the administrator's page and command line.
 *
 * A password that was made is in one answer and nowhere else. */
#ifndef WEB_USER_H
#define WEB_USER_H

#include "access/access.h"
#include "web/web.h"

/* "supervisor"; a set of roles says its first. */
bool user_role_parse(struct str word, uint32_t *role) MUST_USE;
struct str user_role_word(uint32_t roles);
/* Adds the list `roles` to choose from. */
void user_view_roles(struct web_visit *visit, struct view *view,
                     uint32_t chosen);

void get_users(struct web_visit *visit);
void post_user(struct web_visit *visit);        /* one more */
void post_user_change(struct web_visit *visit);

#endif
