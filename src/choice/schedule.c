#include "base/base.h"
#include "choice/schedule.h"

#define ODD_CENTS 100 /* less than a dollar joins the payment before it */

static struct money share_at(const struct choice_terms *terms, uint32_t index);

void choice_schedule(const struct choice_terms *terms,
                     struct choice_schedule *schedule)
{
    CHECK(terms->count >= 1);
    CHECK(terms->count <= CHOICE_ITEMS_MAX);
    CHECK(terms->balance.cents >= terms->count); /* every share >= 1 cent */
    CHECK(!day_is_none(terms->first_due));

    *schedule = (struct choice_schedule){ .count = terms->count };
    for (uint32_t i = 0; i < terms->count; i++) {
        /* Counted from the first due day, never from the one before, so the
         * 31st comes back after a short February. */
        schedule->item[i].due = day_add_months(terms->first_due, (int32_t)i);
        schedule->item[i].amount = share_at(terms, i);
    }
    CHECK(money_equal(choice_schedule_total(schedule), terms->balance));
}

void choice_schedule_each(struct money balance, struct money each,
                          struct day first_due,
                          struct choice_schedule *schedule)
{
    CHECK(balance.cents >= 1 && balance.cents <= MONEY_MAX_CENTS);
    CHECK(each.cents >= 1);
    CHECK(!day_is_none(first_due));

    int64_t least = balance.cents / CHOICE_ITEMS_MAX + 1;
    int64_t share = each.cents < least ? least : each.cents;
    int64_t whole = balance.cents / share, rest = balance.cents % share;
    bool is_odd = rest > 0 && whole > 0 && rest < ODD_CENTS;
    int64_t count = whole + (rest > 0 && !is_odd ? 1 : 0);
    CHECK(count >= 1 && count <= CHOICE_ITEMS_MAX);

    *schedule = (struct choice_schedule){ .count = (uint32_t)count };
    for (int64_t i = 0; i < count; i++)
        schedule->item[i] = (struct choice_item){
            day_add_months(first_due, (int32_t)i), { share }
        };
    schedule->item[count - 1].amount.cents =
        balance.cents - share * (count - 1);
    CHECK(money_equal(choice_schedule_total(schedule), balance));
}

struct money choice_schedule_total(const struct choice_schedule *schedule)
{
    CHECK(schedule->count <= CHOICE_ITEMS_MAX);
    struct money total = MONEY_ZERO;
    for (uint32_t i = 0; i < schedule->count; i++)
        CHECK(money_add(total, schedule->item[i].amount, &total));
    return total;
}

struct day choice_first_due(struct day today)
{
    CHECK(!day_is_none(today));
    struct day soonest = day_add(today, CHOICE_FIRST_DUE_DAYS);
    struct civil civil = day_civil(soonest);
    struct day due;
    if (civil.day == 1)
        return soonest;
    if (civil.day <= 15) {
        due = day_add(soonest, 15 - (int32_t)civil.day);
    } else {
        struct day first = day_add(soonest, 1 - (int32_t)civil.day);
        due = day_add_months(first, 1);
    }
    CHECK(day_between(today, due) >= CHOICE_FIRST_DUE_DAYS);
    return due;
}

/* Equal shares; the last one also takes the odd cents, because the patient
 * should see the same number on every page but the last. */
static struct money share_at(const struct choice_terms *terms, uint32_t index)
{
    int64_t share = terms->balance.cents / terms->count;
    int64_t odd_cents = terms->balance.cents % terms->count;

    bool is_last = index + 1 == terms->count;
    return (struct money){ share + (is_last ? odd_cents : 0) };
}
