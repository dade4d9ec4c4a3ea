/* stop.h - the stop switch: of a supervisor, and of a provider for its own.
 *
 * One page each: what is stopped, one form to stop more; one page a stop:
 * what it covers, and, once somebody has looked, its release. */
#ifndef WEB_STOP_H
#define WEB_STOP_H

#include "web/web.h"

void get_stops(struct web_visit *visit);
void post_stops(struct web_visit *visit);
void get_stop(struct web_visit *visit);
void post_stop_end(struct web_visit *visit);

#endif
