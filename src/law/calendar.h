/* calendar.h - is it a business day?
 *
 * Convention C-3.  A Regulation F business day is not a Saturday, not a
 * Sunday and not a date listed in 5 USC 6103(a).  That list names the dates
 * themselves; the days observed in lieu come from 6103(b).  The legal minimum
 * counts the literal dates; our default also skips the observed days, because
 * a later assumed date is always allowed.  Juneteenth is in the list since
 * 17 June 2021 (Public Law 117-17), Martin Luther King's birthday since 1986
 * (Public Law 98-144).  Computed, no table. */
#ifndef LAW_CALENDAR_H
#define LAW_CALENDAR_H

#include "base/base.h"

enum calendar {
    CALENDAR_CAUTIOUS, /* literal dates and observed days: our default */
    CALENDAR_LITERAL,  /* 5 USC 6103(a) only: the legal minimum */
    CALENDAR_BANK      /* C-4: Sunday moves to Monday, Saturday does not */
};

/* The holiday's English name, or NULL when it is none. */
const char *calendar_holiday(struct day day, enum calendar calendar);

bool calendar_is_business_day(struct day day, enum calendar calendar);

/* The day that is `count` business days after `day` (day itself is 0). */
struct day calendar_add_business_days(struct day day, uint32_t count,
                                      enum calendar calendar);

#endif
