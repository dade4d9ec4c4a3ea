/* opened.h - did this person open this bill just now?
 *
 * Reading a bill is an act that leaves an audit entry, one for each reader
 * and bill in APP_OPENED_SECONDS: who turns a page back and forth reads it
 * once.  Kept in memory, so after a start each is said anew; when in doubt
 * the answer is no, and the entry is written.  Safe from any thread.  Used
 * inside app only. */
#ifndef APP_OPENED_H
#define APP_OPENED_H

#include "base/base.h"

#define APP_OPENED_SECONDS (10 * 60)

struct app_opens;

struct app_opens *app_opens_open(struct arena *arena); /* NULL: no memory */
void app_opens_close(struct app_opens *opens);         /* NULL is fine */

/* Was it said within the time before `now`?  Unknown and too old: no. */
bool app_opens_has(struct app_opens *opens, struct str who,
                   struct str debt_ref, struct moment now);
/* It is said (its entry is committed). */
void app_opens_note(struct app_opens *opens, struct str who,
                    struct str debt_ref, struct moment now);

#endif
