#include "base/base.h"
#include "message/validation.h"

/* Rule RF-34-end. */
struct day message_assumed_receipt(struct day sent_on, enum calendar calendar)
{
    CHECK(!day_is_none(sent_on));
    struct day day = calendar_add_business_days(
        sent_on, MESSAGE_RECEIPT_BUSINESS_DAYS, calendar);
    CHECK(day_between(sent_on, day) >= MESSAGE_RECEIPT_BUSINESS_DAYS);
    return day;
}

struct day message_validation_end(struct day sent_on, enum calendar calendar)
{
    return day_add(message_assumed_receipt(sent_on, calendar),
                   MESSAGE_VALIDATION_DAYS);
}
