/* key.h - the programs' keys, on the administrator's page and command line.
 *
 * A key that was made is in one answer and nowhere else. */
#ifndef WEB_KEY_H
#define WEB_KEY_H

#include "web/web.h"

void get_keys(struct web_visit *visit);
void post_key(struct web_visit *visit);     /* one more */
void post_key_end(struct web_visit *visit);

#endif
