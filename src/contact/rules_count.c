#include "contact/rules.h"

static uint32_t calls_in_window(const struct contact_view *view,
                                uint32_t zone, int32_t day);
static bool is_outside_counts(const struct contact_view *view, uint32_t zone);
static struct moment day_start(const struct contact_view *view, uint32_t zone,
                               int32_t day);
static struct moment later_of(struct moment a, struct moment b);

/* Rule RF-14b-7in7.  This call and those counted on the six days before it
 * must not be more than seven, in every zone that may be theirs. */
enum decision contact_rule_calls(const struct contact_view *view,
                                 struct contact_reason *reason)
{
    struct moment until = MOMENT_NONE;

    if (!contact_is_voice(view->ask.channel))
        return DECISION_ALLOW;
    if (!view->facts->are_attempts_known || !view->limits.are_known)
        return contact_missing(reason, FACT_NONE);
    for (uint32_t zones = view->zones; zones != 0; zones &= zones - 1) {
        uint32_t zone = (uint32_t)__builtin_ctz(zones);
        int32_t day = view->wall[zone].day.n;
        if (is_outside_counts(view, zone)
            || calls_in_window(view, zone, day) + 1
                   <= view->limits.call_attempts)
            continue;
        int32_t free = day + 1;
        while (free <= day + view->limits.call_days
               && calls_in_window(view, zone, free) + 1
                      > view->limits.call_attempts)
            free++;
        until = later_of(until, day_start(view, zone, free));
    }
    if (moment_is_none(until))
        return DECISION_ALLOW;
    reason->decision = DECISION_DELAY;
    reason->until = until;
    if (view->last_call != NULL)
        reason->attempt = view->last_call->id;
    return reason->decision;
}

/* Rule RF-14b-talk.  The day of the talk is day 1; the eighth is free. */
enum decision contact_rule_talk(const struct contact_view *view,
                                struct contact_reason *reason)
{
    struct moment until = MOMENT_NONE;

    if (!contact_is_voice(view->ask.channel))
        return DECISION_ALLOW;
    if (!view->facts->are_attempts_known || !view->limits.are_known)
        return contact_missing(reason, FACT_NONE);
    for (uint32_t zones = view->zones; zones != 0; zones &= zones - 1) {
        uint32_t zone = (uint32_t)__builtin_ctz(zones);
        int32_t talked = view->diary[zone].talk_day;
        int64_t free = (int64_t)talked + view->limits.talk_days;
        if (talked == INT32_MIN || view->wall[zone].day.n >= free
            || is_outside_counts(view, zone))
            continue;
        until = later_of(until, day_start(view, zone, (int32_t)free));
    }
    if (moment_is_none(until))
        return DECISION_ALLOW;
    CHECK(view->last_talk != NULL);
    reason->decision = DECISION_DELAY;
    reason->until = until;
    reason->attempt = view->last_talk->id;
    return reason->decision;
}

uint32_t contact_calls_used(const struct contact_view *view)
{
    uint32_t most = 0;

    for (uint32_t zones = view->zones; zones != 0; zones &= zones - 1) {
        uint32_t zone = (uint32_t)__builtin_ctz(zones);
        uint32_t used =
            calls_in_window(view, zone, view->wall[zone].day.n);
        if (used > most)
            most = used;
    }
    return most;
}

/* Calls made on `day` and the days before it that the window reaches. */
static uint32_t calls_in_window(const struct contact_view *view,
                                uint32_t zone, int32_t day)
{
    const struct contact_diary *diary = &view->diary[zone];
    int32_t passed = day - diary->last_day;
    uint32_t calls = 0;

    CHECK(passed >= 0);
    for (int32_t ago = 0; ago + passed < view->limits.call_days; ago++)
        calls += diary->calls[ago];
    return calls;
}

/* A call they asked for is in no count and no pause. */
static bool is_outside_counts(const struct contact_view *view, uint32_t zone)
{
    return contact_view_is_consented(view, zone, view->ask.at,
                                     view->wall[zone].day.n, NULL);
}

static struct moment day_start(const struct contact_view *view, uint32_t zone,
                               int32_t day)
{
    return zone_day_start(contact_zone_at(view->facts->book, zone),
                          (struct day){ day });
}

static struct moment later_of(struct moment a, struct moment b)
{
    return moment_compare(a, b) >= 0 ? a : b;
}
