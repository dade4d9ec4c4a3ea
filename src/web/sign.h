/* sign.h - how do staff and providers come in and go out?
 *
 * One page for both; where they land depends on who they are.  Every cause of
 * a refusal looks the same, but being locked out for 15 minutes. */
#ifndef WEB_SIGN_H
#define WEB_SIGN_H

#include "web/web.h"

void get_sign_in(struct web_visit *visit);
void post_sign_in(struct web_visit *visit);
void post_sign_out(struct web_visit *visit);

#endif
