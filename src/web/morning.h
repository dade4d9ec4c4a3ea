/* morning.h - the supervisor's first page of the day: good, or look here.
 *
 * Each line is one thing, a word for how it is, and what to do about it;
 * below, each provider's file and money.  ?tomorrow=yes also asks what the
 * next date would write. */
#ifndef WEB_MORNING_H
#define WEB_MORNING_H

#include "web/web.h"

void get_morning(struct web_visit *visit);

#endif
