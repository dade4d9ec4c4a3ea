#include "base/base.h"
#include "choice/standing.h"

static enum choice_item_state item_state(struct day due, struct money left,
                                         struct day today);

struct str choice_item_word(enum choice_item_state state)
{
    switch (state) {
    case CHOICE_ITEM_DUE:
        return STR("due");
    case CHOICE_ITEM_MISSED:
        return STR("missed");
    case CHOICE_ITEM_PAID:
        return STR("paid");
    case CHOICE_ITEM_LATER:
        break;
    }
    return STR("later");
}

void choice_standing(const struct choice_schedule *schedule,
                     struct money balance, struct day today, bool is_ended,
                     struct choice_standing *standing)
{
    struct money total = choice_schedule_total(schedule);
    struct money credit;
    CHECK(balance.cents >= 0 && balance.cents <= MONEY_MAX_CENTS);
    CHECK(!day_is_none(today));
    CHECK(money_subtract(total, balance, &credit));

    *standing = (struct choice_standing){
        .left = balance, .next = schedule->count, .count = schedule->count
    };
    if (credit.cents < 0)
        standing->outside.cents = -credit.cents;
    else
        standing->paid = credit;
    struct money rest = standing->paid;
    for (uint32_t i = 0; i < schedule->count; i++) {
        const struct choice_item *item = &schedule->item[i];
        struct money part = money_less(rest, item->amount);
        struct money left = { item->amount.cents - part.cents };
        rest.cents -= part.cents;
        enum choice_item_state state = item_state(item->due, left, today);
        standing->item[i] = (struct choice_item_standing){ state, left };
        if (state != CHOICE_ITEM_PAID && standing->next == schedule->count)
            standing->next = i;
        if (state != CHOICE_ITEM_MISSED)
            continue;
        standing->missed.cents += left.cents;
        standing->missed_count++;
        standing->missed_last = i;
    }
    CHECK(rest.cents == 0); /* never more than the plan: balance >= 0 */
    standing->state = is_ended ? CHOICE_PLAN_ENDED
        : balance.cents == 0 ? CHOICE_PLAN_FINISHED
        : standing->missed_count > 0 ? CHOICE_PLAN_BEHIND : CHOICE_PLAN_KEPT;
}

static enum choice_item_state item_state(struct day due, struct money left,
                                         struct day today)
{
    int32_t days = day_between(due, today);
    if (left.cents == 0)
        return CHOICE_ITEM_PAID;
    return days < 0 ? CHOICE_ITEM_LATER
        : days <= CHOICE_GRACE_DAYS ? CHOICE_ITEM_DUE : CHOICE_ITEM_MISSED;
}
