#include "contact/rules.h"

#define DAY_SECONDS 86400
#define LOOK_DAYS 400   /* farther ahead nobody plans a call */
#define JUMPS_MAX 1000

static bool has_clock(const struct contact_ask *ask);
static struct moment open_after(const struct contact_view *view,
                                struct moment at);
static struct moment zone_opens(const struct contact_view *view,
                                uint32_t zone, struct moment at);
static bool is_refused_at(const struct contact_refused_hours *hours,
                          struct wall wall);
static const struct fact *hours_fact(const struct contact_view *view,
                                     bool *is_unreadable);

/* Rule RF-6b-time.  Later than 8:00:00 and sooner than 21:00:00 in every zone
 * that may be theirs, and not in an hour they asked to be left alone.  Mail
 * has no clock. */
enum decision contact_rule_hours(const struct contact_view *view,
                                 struct contact_reason *reason)
{
    bool is_unreadable = false;

    if (!has_clock(&view->ask))
        return DECISION_ALLOW;
    if (!contact_is_looked(view, FACT_ZONE_TOLD) || !view->limits.are_known)
        return contact_missing(reason, FACT_ZONE_TOLD);
    if (!contact_is_looked(view, FACT_HOURS_REFUSED))
        return contact_missing(reason, FACT_HOURS_REFUSED);
    const struct fact *theirs = hours_fact(view, &is_unreadable);
    if (is_unreadable || view->strange_zone != NULL) {
        const struct fact *fact = is_unreadable ? theirs
                                                : view->strange_zone;
        contact_missing(reason, fact->kind);
        reason->record = fact->id;
        return reason->decision;
    }
    struct moment open = open_after(view, view->ask.at);
    if (moment_compare(open, view->ask.at) == 0)
        return DECISION_ALLOW;
    if (theirs != NULL) {
        reason->fact = FACT_HOURS_REFUSED;
        reason->record = theirs->id;
    }
    reason->until = open;
    reason->decision =
        moment_is_never(open) ? DECISION_BLOCK : DECISION_DELAY;
    return reason->decision;
}

struct moment contact_hours_close(const struct contact_view *view)
{
    struct moment closes = MOMENT_NEVER;

    if (!has_clock(&view->ask))
        return closes;
    for (uint32_t zones = view->zones; zones != 0; zones &= zones - 1) {
        uint32_t index = (uint32_t)__builtin_ctz(zones);
        const struct zone *zone =
            contact_zone_at(view->facts->book, index);
        struct wall wall = view->wall[index];
        int32_t end = (int32_t)view->limits.closes_second;

        for (uint32_t i = 0; i < view->live_count; i++) {
            const struct fact *fact = view->live[i];
            struct contact_refused_hours hours;
            if (fact->kind == FACT_HOURS_REFUSED
                && contact_view_holds(view, fact)
                && contact_refused_hours_parse(fact->text, &hours)
                && (hours.weekdays >> day_weekday(wall.day) & 1) != 0
                && hours.from_second > wall.second
                && hours.from_second < end)
                end = hours.from_second;
        }
        wall.second = end;
        struct moment at = contact_moment_of(zone, wall, view->ask.at);
        if (moment_compare(at, closes) < 0)
            closes = at;
    }
    return closes;
}

/* A telephone, a text, an e-mail disturb when they are sent; 1006.6(b)(1)
 * comment 1.  What we cannot name is treated as if it did.  A code they ask
 * for while they use our page is the one answer of comment 6(b)(1)-2. */
static bool has_clock(const struct contact_ask *ask)
{
    bool is_reply = ask->class == CONTACT_ASKED
        && (ask->channel == CHANNEL_EMAIL || ask->channel == CHANNEL_TEXT);
    return ask->channel != CHANNEL_LETTER && !is_reply;
}

/* The first moment at or after `at` that is open in all zones; NEVER when
 * there is none within LOOK_DAYS.  Every jump goes to a moment before which
 * at least one zone is surely closed, so nothing open is passed over. */
static struct moment open_after(const struct contact_view *view,
                                struct moment at)
{
    const struct moment limit =
        moment_add_seconds(at, (int64_t)LOOK_DAYS * DAY_SECONDS);
    struct moment open = at;

    for (uint32_t jump = 0; jump < JUMPS_MAX; jump++) {
        struct moment latest = open;
        for (uint32_t zones = view->zones; zones != 0; zones &= zones - 1) {
            struct moment there =
                zone_opens(view, (uint32_t)__builtin_ctz(zones), open);
            if (moment_compare(there, latest) > 0)
                latest = there;
        }
        if (moment_compare(latest, open) == 0)
            return open;
        if (moment_compare(latest, limit) > 0)
            return MOMENT_NEVER;
        open = latest;
    }
    return MOMENT_NEVER;
}

/* `at` itself when that zone is open then, else a moment up to which it stays
 * closed. */
static struct moment zone_opens(const struct contact_view *view,
                                uint32_t zone, struct moment at)
{
    const struct zone *there = contact_zone_at(view->facts->book, zone);
    const struct contact_limits *limits = &view->limits;
    struct wall wall = moment_compare(at, view->ask.at) == 0
                           ? view->wall[zone]
                           : zone_wall(there, at);
    struct wall open = { wall.day, (int32_t)limits->opens_second + 1 };

    if (wall.second >= limits->closes_second)
        open.day = day_add(wall.day, 1);
    if (wall.second <= limits->opens_second
        || wall.second >= limits->closes_second)
        return contact_moment_of(there, open, at);
    if (!contact_view_has(view, FACT_HOURS_REFUSED))
        return at;
    for (uint32_t i = 0; i < view->live_count; i++) {
        const struct fact *fact = view->live[i];
        struct contact_refused_hours hours;
        if (fact->kind != FACT_HOURS_REFUSED
            || !contact_view_holds(view, fact)
            || !contact_refused_hours_parse(fact->text, &hours)
            || !is_refused_at(&hours, wall))
            continue;
        open = (struct wall){ wall.day, hours.to_second + 1 };
        if (open.second >= DAY_SECONDS)
            open = (struct wall){ day_add(wall.day, 1), 0 };
        return contact_moment_of(there, open, at);
    }
    return at;
}

static bool is_refused_at(const struct contact_refused_hours *hours,
                          struct wall wall)
{
    return (hours->weekdays >> day_weekday(wall.day) & 1) != 0
           && wall.second >= hours->from_second
           && wall.second <= hours->to_second;
}

/* Their own hours that refuse now, or one that we cannot read. */
static const struct fact *hours_fact(const struct contact_view *view,
                                     bool *is_unreadable)
{
    const struct fact *found = NULL;
    const struct fact *unreadable = NULL;

    if (!contact_view_has(view, FACT_HOURS_REFUSED))
        return NULL;
    for (uint32_t i = 0; i < view->live_count; i++) {
        const struct fact *fact = view->live[i];
        struct contact_refused_hours hours;
        bool is_now = false;
        if (fact->kind != FACT_HOURS_REFUSED
            || !contact_view_holds(view, fact))
            continue;
        if (!contact_refused_hours_parse(fact->text, &hours)) {
            contact_view_pick(&unreadable, fact);
            continue;
        }
        for (uint32_t zones = view->zones; zones != 0; zones &= zones - 1)
            is_now |=
                is_refused_at(&hours, view->wall[__builtin_ctz(zones)]);
        if (is_now)
            contact_view_pick(&found, fact);
    }
    *is_unreadable = unreadable != NULL;
    return unreadable != NULL ? unreadable : found;
}
