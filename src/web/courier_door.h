/* courier_door.h - what may the courier ask?
 *
 * Three rows on courier.sock and no more.  The courier has a network and no
 * database; through here it sees one message at a time, already filled. */
#ifndef WEB_COURIER_DOOR_H
#define WEB_COURIER_DOOR_H

#include "web/web.h"

#define COURIER_OUTBOX_MAX 50 /* messages in one answer */

void get_outbox(struct web_visit *visit); /* ?limit=; with ?manifest=DATE the
                                           * day's print manifest instead */
void post_outbox_take(struct web_visit *visit);
void post_outbox_sent(struct web_visit *visit); /* sha256 */
void post_outbox_fate(struct web_visit *visit); /* fate, sha256, code, nobody */
void post_wishes(struct web_visit *visit);
void post_mail_health(struct web_visit *visit); /* words */

#endif
