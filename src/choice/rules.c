#include "base/base.h"
#include "choice/rules.h"

/* Rule POL-plan. */
bool choice_rules_find(const struct law_table *law, struct day day,
                       struct choice_rules *rules)
{
    const struct str us = STR(LAW_US);
    return law_number(law, "POL-plan", "remind_days", us, day,
                      &rules->remind_days)
        && law_number(law, "POL-plan", "skips", us, day, &rules->skips)
        && law_number(law, "POL-plan", "notice_days", us, day,
                      &rules->notice_days);
}
