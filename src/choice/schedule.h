/* schedule.h - when is each payment of a plan due, and how much is it?
 *
 * Equal shares of the balance, monthly; no interest and no fee exist here, so
 * the total is the balance to the cent. */
#ifndef CHOICE_SCHEDULE_H
#define CHOICE_SCHEDULE_H

#include "base/base.h"
#include "client/agreement.h"

#define CHOICE_ITEMS_MAX CLIENT_PLAN_MONTHS_MAX

struct choice_terms {
    struct money balance; /* at least `count` cents */
    uint32_t count;       /* 1 .. CHOICE_ITEMS_MAX payments */
    struct day first_due;
};
struct choice_item {
    struct day due;
    struct money amount; /* 1 cent or more */
};
struct choice_schedule {
    uint32_t count;
    struct choice_item item[CHOICE_ITEMS_MAX];
};

/* Equal shares, the last one takes the odd cents.  Due dates are counted from
 * the first date, so the 31st comes back after a short February.  Terms
 * outside their ranges are a bug: the offers are made so that they fit. */
void choice_schedule(const struct choice_terms *terms,
                     struct choice_schedule *schedule);
/* The same amount each month for as long as it takes; the last one takes what
 * is left, and odd cents that are not worth a payment of their own.  An
 * amount that would take more than CHOICE_ITEMS_MAX payments is raised. */
void choice_schedule_each(struct money balance, struct money each,
                          struct day first_due,
                          struct choice_schedule *schedule);
struct money choice_schedule_total(const struct choice_schedule *schedule);

/* The first due day we propose: the next 1st or 15th at least
 * CHOICE_FIRST_DUE_DAYS away, so an offer stays the same for days. */
#define CHOICE_FIRST_DUE_DAYS 14
struct day choice_first_due(struct day today);

#endif
