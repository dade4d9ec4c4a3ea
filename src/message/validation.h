/* validation.h - by which date may the person still dispute?
 *
 * Rule RF-34-end, 12 CFR 1006.34(b)(5): the notice is assumed received at
 * least five business days after it was sent, and the period ends 30 calendar
 * days after that, inclusive ("on or before").  The end may fall on a weekend
 * or holiday and is not moved.  The printed date binds.
 *
 * Business days of Regulation F: not Saturday, Sunday or a public holiday of
 * 5 USC 6103(a).  Which days are holidays is law's answer, passed in; the
 * product passes the calendar with the observed days in it (C-3), because a
 * later date is always allowed. */
#ifndef MESSAGE_VALIDATION_H
#define MESSAGE_VALIDATION_H

#include "base/base.h"

#define MESSAGE_RECEIPT_BUSINESS_DAYS 5
#define MESSAGE_VALIDATION_DAYS 30

typedef bool message_holiday_fn(struct day day);

struct day message_assumed_receipt(struct day sent_on,
                                   message_holiday_fn *is_holiday);
struct day message_validation_end(struct day sent_on,
                                  message_holiday_fn *is_holiday);

#endif
