#include "base/base.h"
#include "choice/change.h"
#include "choice/offers.h"
#include "choice/reference.h"

static const char *const change_words[CHOICE_CHANGES] = {
    "none", "day", "skip", "lower", "pause", "end", "held", "closed",
};

static enum choice_change_answer refusal(
    const struct choice_change_facts *facts,
    const struct choice_change_ask *ask);
static struct day first_due(const struct choice_change_facts *facts,
                            const struct choice_change_ask *ask);
static struct day moved_to(const struct choice_change_facts *facts,
                           struct day set_for, uint32_t day);
static struct day own_day(const struct choice_change_facts *facts,
                          struct day from);
static struct day next_set(const struct choice_change_facts *facts,
                           bool is_after);
static struct ref change_reference(const struct choice_change_facts *facts,
                                   const struct choice_change_ask *ask,
                                   const struct choice_schedule *schedule);

struct str choice_change_word(enum choice_change what)
{
    CHECK((unsigned)what < CHOICE_CHANGES);
    return str_of(change_words[what]);
}

struct str choice_change_answer_word(enum choice_change_answer answer)
{
    static const char *const words[] = {
        [CHOICE_CHANGE_UNSET] = "unset", [CHOICE_CHANGED] = "changed",
        [CHOICE_CHANGE_NOTHING_LEFT] = "nothing_left",
        [CHOICE_CHANGE_ON_HOLD] = "on_hold",
        [CHOICE_CHANGE_NO_DAY] = "no_day",
        [CHOICE_CHANGE_SAME_DAY] = "same_day",
        [CHOICE_CHANGE_NO_SKIPS] = "no_skips",
        [CHOICE_CHANGE_LEAST] = "least",
        [CHOICE_CHANGE_NOT_LOWER] = "not_lower"
    };
    return str_of(words[answer]);
}

void choice_change(const struct choice_change_facts *facts,
                   const struct choice_change_ask *ask,
                   struct choice_changed *changed)
{
    CHECK(facts->schedule->count >= 1);
    CHECK(!day_is_none(facts->today));

    *changed = (struct choice_changed){ .answer = refusal(facts, ask) };
    if (changed->answer != CHOICE_CHANGED)
        return;
    struct choice_schedule *schedule = &changed->schedule;
    if (ask->what == CHOICE_CHANGE_LOWER)
        choice_schedule(&(struct choice_terms){
                            .balance = facts->balance, .count = ask->count,
                            .first_due = first_due(facts, ask) }, schedule);
    else if (ask->what != CHOICE_CHANGE_END
             && ask->what != CHOICE_CHANGE_CLOSED)
        choice_schedule_each(facts->balance, facts->schedule->item[0].amount,
                             first_due(facts, ask), schedule);
    changed->reference = change_reference(facts, ask, schedule);
}

uint32_t choice_lower(const struct choice_change_facts *facts,
                      uint32_t count[CHOICE_LOWER_MAX])
{
    static const uint32_t usual[] = { 48, 36, 24, 18, 12, 6 };
    int64_t now = facts->schedule->item[0].amount.cents;
    uint32_t found = 0;
    uint32_t longest = choice_longest(facts->balance, facts->plan_months_max,
                                      facts->plan_payment_min);
    if (longest < 2 || facts->balance.cents / longest >= now)
        return 0;
    count[found++] = longest;
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]
                       && found < CHOICE_LOWER_MAX; i++)
        if (usual[i] < longest && facts->balance.cents / usual[i] < now)
            count[found++] = usual[i];
    return found;
}

/* CHOICE_CHANGED when nothing speaks against it. */
static enum choice_change_answer refusal(
    const struct choice_change_facts *facts,
    const struct choice_change_ask *ask)
{
    uint32_t count[CHOICE_LOWER_MAX], found;
    CHECK(ask->what > CHOICE_CHANGE_NONE && ask->what < CHOICE_CHANGES);
    if (ask->what == CHOICE_CHANGE_CLOSED)
        return CHOICE_CHANGED;
    if (facts->balance.cents <= 0)
        return CHOICE_CHANGE_NOTHING_LEFT;
    if (facts->is_held && ask->what != CHOICE_CHANGE_END)
        return CHOICE_CHANGE_ON_HOLD;
    if (ask->what == CHOICE_CHANGE_DAY) {
        if (ask->day < 1 || ask->day > CHOICE_DAY_MAX)
            return CHOICE_CHANGE_NO_DAY;
        if (ask->day == day_civil(facts->schedule->item[0].due).day)
            return CHOICE_CHANGE_SAME_DAY;
    }
    if (ask->what == CHOICE_CHANGE_SKIP
        && facts->skips_used >= facts->rules.skips)
        return CHOICE_CHANGE_NO_SKIPS;
    if (ask->what != CHOICE_CHANGE_LOWER)
        return CHOICE_CHANGED;
    found = choice_lower(facts, count);
    if (found == 0)
        return CHOICE_CHANGE_LEAST;
    for (uint32_t i = 0; i < found; i++)
        if (count[i] == ask->count)
            return CHOICE_CHANGED;
    return CHOICE_CHANGE_NOT_LOWER;
}

static struct day first_due(const struct choice_change_facts *facts,
                            const struct choice_change_ask *ask)
{
    struct day set_for = next_set(facts, ask->what == CHOICE_CHANGE_SKIP);
    struct day rested = day_add(facts->today, CHOICE_PAUSE_DAYS + 1);
    switch (ask->what) {
    case CHOICE_CHANGE_DAY:
        return moved_to(facts, set_for, ask->day);
    case CHOICE_CHANGE_PAUSE: /* its last day is not over yet, and who paid
                               * ahead is not asked sooner */
        return own_day(facts, day_compare(set_for, rested) > 0 ? set_for
                                                               : rested);
    case CHOICE_CHANGE_HELD:
        return own_day(facts, day_add(facts->today, CHOICE_LEAD_DAYS));
    default:
        return set_for;
    }
}

/* When something is next expected: the oldest payment that is not covered
 * (is_after: the one after it), or the next date of the plan when that one
 * has passed. */
static struct day next_set(const struct choice_change_facts *facts,
                           bool is_after)
{
    struct choice_standing standing;
    struct day from = facts->today;
    choice_standing(facts->schedule, facts->balance, facts->today, false,
                    &standing);
    if (!day_is_none(facts->held_until)
        && day_compare(facts->held_until, from) > 0)
        from = facts->held_until;
    if (standing.next < facts->schedule->count) {
        struct day due = day_add(facts->schedule->item[standing.next].due,
                                 is_after ? 1 : 0);
        if (day_compare(due, from) > 0)
            from = due;
    }
    return own_day(facts, from);
}

/* The first date of this plan's own day of the month on or after `from`. */
static struct day own_day(const struct choice_change_facts *facts,
                          struct day from)
{
    struct day first = facts->schedule->item[0].due;
    struct day due = first;
    for (int32_t months = 1; day_compare(due, from) < 0; months++)
        due = day_add_months(first, months);
    return due;
}

/* The nearest of that day: up to CHOICE_MOVE_DAYS later, else before, when
 * that leaves time enough, else later all the same. */
static struct day moved_to(const struct choice_change_facts *facts,
                           struct day set_for, uint32_t day)
{
    struct day soonest = day_add(facts->today, CHOICE_MAIL_DAYS);
    struct day from = day_compare(set_for, soonest) < 0 ? soonest : set_for;
    struct civil civil = day_civil(from);
    struct day later = day_add(from, (int32_t)day - (int32_t)civil.day);
    if (day_compare(later, from) < 0)
        later = day_add_months(later, 1);
    struct day before = day_add_months(later, -1);
    bool is_near = day_between(from, later) <= CHOICE_MOVE_DAYS;
    bool is_time = day_between(facts->today, before) >= CHOICE_LEAD_DAYS
        && (day_is_none(facts->held_until)
            || day_compare(before, facts->held_until) >= 0);
    return !is_near && is_time ? before : later;
}

static struct ref change_reference(const struct choice_change_facts *facts,
                                   const struct choice_change_ask *ask,
                                   const struct choice_schedule *schedule)
{
    struct choice_digest digest;
    choice_digest_begin(&digest, &facts->plan);
    choice_digest_add(&digest, ask->what);
    choice_digest_add(&digest, facts->balance.cents);
    choice_digest_add(&digest, schedule->count);
    for (uint32_t i = 0; i < schedule->count; i++) {
        choice_digest_add(&digest, schedule->item[i].due.n);
        choice_digest_add(&digest, schedule->item[i].amount.cents);
    }
    return choice_digest_end(&digest);
}
