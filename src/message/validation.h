/* validation.h - by which date may the person still dispute?
 *
 * Rule RF-34-end, 12 CFR 1006.34(b)(5): the notice is assumed received at
 * least five business days after it was sent, and the period ends 30 calendar
 * days after that, inclusive ("on or before").  The end may fall on a weekend
 * or holiday and is not moved.  The printed date binds.
 *
 * The product passes CALENDAR_CAUTIOUS, which skips the observed days too
 * (C-3), because a later date is always allowed. */
#ifndef MESSAGE_VALIDATION_H
#define MESSAGE_VALIDATION_H

#include "base/base.h"
#include "law/calendar.h"

#define MESSAGE_RECEIPT_BUSINESS_DAYS 5
#define MESSAGE_VALIDATION_DAYS 30

/* Day 0 is the day it was sent. */
struct day message_assumed_receipt(struct day sent_on,
                                   enum calendar calendar);
struct day message_validation_end(struct day sent_on, enum calendar calendar);

#endif
