#include "base/base.h"
#include "message/validation.h"

static bool is_business_day(struct day day, message_holiday_fn *is_holiday);

/* Rule RF-34-end.  Day 0 is the day it was sent. */
struct day message_assumed_receipt(struct day sent_on,
                                   message_holiday_fn *is_holiday)
{
    CHECK(!day_is_none(sent_on));
    CHECK(is_holiday);
    struct day day = sent_on;
    for (int counted = 0; counted < MESSAGE_RECEIPT_BUSINESS_DAYS;) {
        day = day_add(day, 1);
        counted += is_business_day(day, is_holiday);
        /* Five business days never take a month; a calendar that calls every
         * day a holiday is a bug. */
        CHECK(day_between(sent_on, day) <= 31);
    }
    CHECK(day_between(sent_on, day) >= MESSAGE_RECEIPT_BUSINESS_DAYS);
    return day;
}

struct day message_validation_end(struct day sent_on,
                                  message_holiday_fn *is_holiday)
{
    return day_add(message_assumed_receipt(sent_on, is_holiday),
                   MESSAGE_VALIDATION_DAYS);
}

static bool is_business_day(struct day day, message_holiday_fn *is_holiday)
{
    enum weekday weekday = day_weekday(day);
    return weekday != SATURDAY && weekday != SUNDAY && !is_holiday(day);
}
