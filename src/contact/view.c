#include "contact/view.h"

#define SECOND_US INT64_C(1000000)
#define DAY_SECONDS 86400
#define DAY_NEVER INT32_MIN

static void live_collect(struct contact_view *view);
static bool is_corrected(const struct contact_facts *facts,
                         const struct fact *fact);
static void jurisdictions_fill(struct contact_view *view);
static void limits_fill(struct contact_view *view);
static void evidence_fill(struct contact_view *view);
static bool is_wrong_number(const struct contact_view *view,
                            struct str number);
static void diary_fill(struct contact_view *view);
static void diary_add(struct contact_view *view, uint32_t zones,
                      const struct contact_attempt *attempt);
static void pick_later(const struct contact_attempt **pick,
                       const struct contact_attempt *attempt);
static bool is_call(const struct contact_view *view,
                    const struct contact_attempt *attempt);
static bool is_talk(const struct contact_attempt *attempt);
static bool is_ended_by_talk(const struct contact_view *view,
                             const struct fact *consent, struct moment at,
                             const struct contact_attempt *self);
static bool is_revoked(const struct contact_view *view,
                       const struct fact *consent, struct moment at);
static const struct fact *told_zone(const struct contact_view *view);
static struct moment told_until(const struct contact_view *view,
                                const struct fact *fact);

void contact_view_open(struct contact_view *view,
                       const struct contact_facts *facts,
                       const struct contact_ask *ask)
{
    view->facts = facts;
    view->ask = *ask;
    view->asked_at = ask->at;
    view->live_count = 0;
    view->live_kinds = 0;
    view->last_call = NULL;
    view->last_talk = NULL;
    view->evidence_zones = 0;
    view->zones = 0;
    view->strange_zone = NULL;
    view->limits = (struct contact_limits){ 0 };
    view->is_complete =
        facts->law != NULL && facts->book != NULL && facts->person != NULL
        && facts->person->id.n != 0 && facts->debt != NULL
        && facts->debt->id.n != 0 && facts->as_of.us > 0
        && !moment_is_never(facts->as_of)
        && ask->at.us > 0 && !moment_is_never(ask->at)
        && facts->fact_count <= CONTACT_FACTS_MAX
        && facts->attempt_count <= CONTACT_ATTEMPTS_MAX;
    if (!view->is_complete)
        return;
    if (ask->channel == CHANNEL_LETTER && ask->address.at == NULL
        && facts->address_count > 0)
        view->ask.address = facts->address[0].line1;
    jurisdictions_fill(view);
    limits_fill(view);
    live_collect(view);
    evidence_fill(view);
    diary_fill(view);
    contact_view_at(view, ask->at);
}

void contact_view_at(struct contact_view *view, struct moment at)
{
    CHECK(view->is_complete);
    struct moment before = view->ask.at;
    view->ask.at = at;
    if (moment_utc_day(before).n != moment_utc_day(at).n)
        limits_fill(view);

    view->strange_zone = NULL;
    view->zones = view->evidence_zones;
    const struct fact *told = told_zone(view);
    if (told != NULL) {
        uint32_t index = contact_zone_find(view->facts->book, told->text);
        if (index < CONTACT_ZONES_MAX)
            view->zones = UINT32_C(1) << index;
        else
            view->strange_zone = told;
    }
    for (uint32_t zones = view->zones; zones != 0; zones &= zones - 1) {
        uint32_t index = (uint32_t)__builtin_ctz(zones);
        view->wall[index] =
            zone_wall(contact_zone_at(view->facts->book, index), at);
    }
}

struct moment contact_view_boundary(const struct contact_view *view)
{
    struct moment next = MOMENT_NEVER;

    for (uint32_t i = 0; i < view->live_count; i++) {
        const struct fact *fact = view->live[i];
        const struct moment end[] = { fact->holds_from, fact->until,
                                      told_until(view, fact) };
        for (size_t j = 0; j < sizeof end / sizeof end[0]; j++)
            if (moment_compare(end[j], view->ask.at) > 0
                && moment_compare(end[j], next) < 0)
                next = end[j];
    }
    return next;
}

bool contact_view_holds(const struct contact_view *view,
                        const struct fact *fact)
{
    return moment_compare(fact->holds_from, view->ask.at) <= 0
           && moment_compare(view->ask.at, fact->until) < 0;
}

bool contact_view_is_ours(const struct contact_view *view,
                          const struct fact *fact)
{
    return fact->debt.n == 0 || fact->debt.n == view->facts->debt->id.n;
}

bool contact_view_has(const struct contact_view *view, enum fact_kind kind)
{
    return (view->live_kinds >> kind & 1) != 0;
}

void contact_view_pick(const struct fact **pick, const struct fact *fact)
{
    int later = *pick == NULL
                    ? 1
                    : moment_compare(fact->until, (*pick)->until);
    if (later > 0 || (later == 0 && fact->id.n < (*pick)->id.n))
        *pick = fact;
}

struct moment contact_whole_second(struct moment m)
{
    if (moment_is_never(m) || m.us % SECOND_US == 0)
        return m;
    return moment_from_seconds(moment_seconds(m) + 1);
}

bool contact_is_voice(enum channel channel)
{
    return channel == CHANNEL_PHONE || channel == CHANNEL_VOICEMAIL;
}

struct moment contact_moment_of(const struct zone *zone, struct wall wall,
                                struct moment after)
{
    struct moment found[2];
    uint32_t count = zone_moments(zone, wall, found);

    if (count == 2 && moment_compare(found[0], after) <= 0)
        return found[1];
    return found[0];
}

/* Which facts does the gate know of?  As known at as_of. */
static void live_collect(struct contact_view *view)
{
    const struct contact_facts *facts = view->facts;
    bool has_corrections = false;

    for (uint32_t i = 0; i < facts->fact_count; i++)
        has_corrections |= facts->fact[i].corrects.n != 0;
    for (uint32_t i = 0; i < facts->fact_count; i++) {
        const struct fact *fact = &facts->fact[i];
        CHECK(fact->kind < FACT_KIND_COUNT);
        if (moment_compare(fact->recorded_at, facts->as_of) > 0
            || (fact->person.n != 0 && fact->person.n != facts->person->id.n)
            || (has_corrections && is_corrected(facts, fact)))
            continue;
        view->live[view->live_count++] = fact;
        view->live_kinds |= UINT64_C(1) << fact->kind;
    }
    CHECK(view->live_count <= CONTACT_FACTS_MAX);
}

static bool is_corrected(const struct contact_facts *facts,
                         const struct fact *fact)
{
    for (uint32_t i = 0; i < facts->fact_count; i++)
        if (facts->fact[i].corrects.n == fact->id.n && fact->id.n != 0
            && moment_compare(facts->fact[i].recorded_at, facts->as_of) <= 0)
            return true;
    return false;
}

/* Rule APP-2: the person's state and the facility's, beside the nation. */
static void jurisdictions_fill(struct contact_view *view)
{
    const struct contact_facts *facts = view->facts;
    struct str state[2] = { { NULL, 0 }, facts->facility_state };

    if (facts->address_count > 0)
        state[0] = facts->address[0].state;
    view->jurisdiction[0] = STR(LAW_US);
    view->jurisdiction_count = 1;
    for (size_t i = 0; i < 2; i++) {
        if (state[i].len != 2)
            continue;
        if (i == 1 && str_equal(state[0], state[1]))
            continue;
        char *text = view->state_text[i];
        memcpy(text, LAW_US "-", 3);
        memcpy(text + 3, state[i].at, 2);
        view->jurisdiction[view->jurisdiction_count++] =
            (struct str){ text, 5 };
    }
}

static void limits_fill(struct contact_view *view)
{
    struct contact_limits *limits = &view->limits;
    int64_t opens_hour = 0;
    int64_t closes_hour = 0;
    const struct {
        const char *rule;
        const char *parameter;
        bool is_least_stricter;
        int64_t *value;
    } row[] = {
        { "RF-14b-7in7", "attempts", true, &limits->call_attempts },
        { "RF-14b-7in7", "days", false, &limits->call_days },
        { "RF-14b-talk", "days", false, &limits->talk_days },
        { "RF-14b-consent", "days", true, &limits->consent_days },
        { "RF-6b-time", "opens_hour", false, &opens_hour },
        { "RF-6b-time", "closes_hour", true, &closes_hour },
        { "RF-6b-time", "told_zone_days", true, &limits->told_zone_days },
        { "RF-6d-text", "days", true, &limits->text_days },
        { "RF-kids", "adult_years", false, &limits->adult_years },
        { "RF-6c", "final_notice_days", true, &limits->final_days },
    };

    limits->are_known = true;
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
        limits->are_known &= law_strictest(
            view->facts->law, row[i].rule, row[i].parameter,
            view->jurisdiction, view->jurisdiction_count,
            moment_utc_day(view->ask.at), row[i].is_least_stricter,
            row[i].value);
    limits->opens_second = opens_hour * 3600;
    limits->closes_second = closes_hour * 3600;
    limits->are_known &= limits->call_days >= 1
                         && limits->call_days <= CONTACT_WINDOW_DAYS_MAX
                         && limits->talk_days <= CONTACT_WINDOW_DAYS_MAX
                         && limits->call_attempts >= 0 && opens_hour >= 0
                         && opens_hour < closes_hour && closes_hour <= 23;
}

/* Where may they be, as long as they have not told us?  local-time section
 * 1: every address and every number that is theirs. */
static void evidence_fill(struct contact_view *view)
{
    const struct contact_facts *facts = view->facts;
    uint32_t zones = 0;

    for (uint32_t i = 0; i < facts->address_count; i++)
        zones |= contact_zones_of_address(facts->book, &facts->address[i]);
    for (uint32_t i = 0; i < facts->phone_count; i++)
        if (!is_wrong_number(view, facts->phone[i].number))
            zones |= contact_zones_of_number(facts->book,
                                             facts->phone[i].number);
    view->evidence_zones =
        zones != 0 ? zones : contact_zones_all(facts->book);
    CHECK(view->evidence_zones != 0);
}

/* A number once learned not to be theirs, whenever that was. */
static bool is_wrong_number(const struct contact_view *view,
                            struct str number)
{
    if (!contact_view_has(view, FACT_WRONG_NUMBER))
        return false;
    for (uint32_t i = 0; i < view->live_count; i++)
        if (view->live[i]->kind == FACT_WRONG_NUMBER
            && str_equal(view->live[i]->address, number))
            return true;
    return false;
}

/* Counts are by the person's local date, in each zone that may be theirs
 * (C-2).  An attempt after the asked moment has not happened yet. */
static void diary_fill(struct contact_view *view)
{
    const struct contact_facts *facts = view->facts;
    const int64_t oldest = view->asked_at.us
                           - (int64_t)(CONTACT_WINDOW_DAYS_MAX + 1)
                                 * DAY_SECONDS * SECOND_US;
    uint32_t zones = view->evidence_zones;

    for (uint32_t i = 0; i < view->live_count; i++)
        if (view->live[i]->kind == FACT_ZONE_TOLD) {
            uint32_t at = contact_zone_find(facts->book, view->live[i]->text);
            zones |= at < CONTACT_ZONES_MAX ? UINT32_C(1) << at : 0;
        }
    for (uint32_t left = zones; left != 0; left &= left - 1) {
        uint32_t zone = (uint32_t)__builtin_ctz(left);
        view->diary[zone] = (struct contact_diary){ .talk_day = DAY_NEVER };
        view->diary[zone].last_day =
            zone_wall(contact_zone_at(facts->book, zone), view->asked_at)
                .day.n;
    }
    for (uint32_t i = 0; i < facts->attempt_count; i++) {
        const struct contact_attempt *attempt = &facts->attempt[i];
        if (attempt->debt.n == facts->debt->id.n
            && attempt->at.us <= view->asked_at.us
            && attempt->at.us >= oldest)
            diary_add(view, zones, attempt);
    }
}

static void diary_add(struct contact_view *view, uint32_t zones,
                      const struct contact_attempt *attempt)
{
    bool is_a_talk = is_talk(attempt);
    bool is_a_call = is_call(view, attempt);

    if (is_a_talk)
        pick_later(&view->last_talk, attempt);
    if (!is_a_talk && !is_a_call)
        return;
    for (; zones != 0; zones &= zones - 1) {
        uint32_t zone = (uint32_t)__builtin_ctz(zones);
        struct contact_diary *diary = &view->diary[zone];
        int32_t day =
            zone_wall(contact_zone_at(view->facts->book, zone), attempt->at)
                .day.n;
        int32_t ago = diary->last_day - day;
        if (is_a_talk && day > diary->talk_day)
            diary->talk_day = day;
        if (!is_a_call || ago < 0 || ago >= CONTACT_WINDOW_DAYS_MAX
            || contact_view_is_consented(view, zone, attempt->at, day,
                                         attempt))
            continue;
        if (diary->calls[ago] < UINT16_MAX)
            diary->calls[ago]++;
        pick_later(&view->last_call, attempt);
    }
}

static void pick_later(const struct contact_attempt **pick,
                       const struct contact_attempt *attempt)
{
    int later = *pick == NULL ? 1 : moment_compare(attempt->at, (*pick)->at);

    if (later > 0 || (later == 0 && attempt->id.n > (*pick)->id.n))
        *pick = attempt;
}

/* Rule RF-14b-7in7: dialled and connected.  What nobody knows counts. */
static bool is_call(const struct contact_view *view,
                    const struct contact_attempt *attempt)
{
    switch (attempt->outcome) {
    case OUTCOME_BUSY:
    case OUTCOME_NOT_IN_SERVICE:
    case OUTCOME_INBOUND_TALK:
        return false;
    default:
        break;
    }
    if (attempt->is_excluded || attempt->is_voided)
        return false;
    if (!contact_is_voice(attempt->channel)
        && attempt->channel != CHANNEL_NONE)
        return false;
    /* Comment 14(b)(2)(i)-3: calls to a number that is somebody else's. */
    return !is_wrong_number(view, attempt->address);
}

/* Rule RF-14b-talk: a telephone conversation, whoever started it. */
static bool is_talk(const struct contact_attempt *attempt)
{
    return (attempt->outcome == OUTCOME_CONVERSATION
            || attempt->outcome == OUTCOME_INBOUND_TALK)
           && !attempt->is_excluded && !attempt->is_voided
           && (contact_is_voice(attempt->channel)
               || attempt->channel == CHANNEL_NONE);
}

/* Rule RF-14b-consent.  Day 1 is the day it was received; it ends sooner by
 * an agreed time, a revocation, or a conversation about the debt. */
bool contact_view_is_consented(const struct contact_view *view,
                               uint32_t zone, struct moment at, int32_t day,
                               const struct contact_attempt *self)
{
    if (!contact_view_has(view, FACT_CALL_CONSENT)
        || (view->facts->looked >> FACT_CONSENT_REVOKED & 1) == 0)
        return false;
    for (uint32_t i = 0; i < view->live_count; i++) {
        const struct fact *fact = view->live[i];
        if (fact->kind != FACT_CALL_CONSENT
            || !contact_view_is_ours(view, fact)
            || moment_compare(fact->holds_from, at) > 0
            || moment_compare(at, fact->until) >= 0)
            continue;
        int32_t from =
            zone_wall(contact_zone_at(view->facts->book, zone),
                      fact->holds_from).day.n;
        if (day - from >= view->limits.consent_days
            || is_revoked(view, fact, at)
            || is_ended_by_talk(view, fact, at, self))
            continue;
        return true;
    }
    return false;
}

static bool is_revoked(const struct contact_view *view,
                       const struct fact *consent, struct moment at)
{
    for (uint32_t i = 0; i < view->live_count; i++) {
        const struct fact *fact = view->live[i];
        if (fact->kind == FACT_CONSENT_REVOKED
            && contact_view_is_ours(view, fact)
            && moment_compare(fact->holds_from, consent->holds_from) >= 0
            && moment_compare(fact->holds_from, at) <= 0)
            return true;
    }
    return false;
}

/* The talk in which they consented does not end it; the next one does. */
static bool is_ended_by_talk(const struct contact_view *view,
                             const struct fact *consent, struct moment at,
                             const struct contact_attempt *self)
{
    const struct contact_facts *facts = view->facts;

    for (uint32_t i = 0; i < facts->attempt_count; i++) {
        const struct contact_attempt *talk = &facts->attempt[i];
        if (talk != self && talk->debt.n == facts->debt->id.n
            && is_talk(talk)
            && moment_compare(talk->at, view->asked_at) <= 0
            && moment_compare(talk->at, consent->holds_from) > 0
            && moment_compare(talk->at, at) <= 0)
            return true;
    }
    return false;
}

/* The zone they told us last, when that still holds; else NULL. */
static const struct fact *told_zone(const struct contact_view *view)
{
    const struct fact *told = NULL;

    if (!contact_view_has(view, FACT_ZONE_TOLD))
        return NULL;
    for (uint32_t i = 0; i < view->live_count; i++) {
        const struct fact *fact = view->live[i];
        if (fact->kind != FACT_ZONE_TOLD || !contact_view_holds(view, fact)
            || moment_compare(view->ask.at, told_until(view, fact)) >= 0)
            continue;
        int newer = told == NULL ? 1
                                 : moment_compare(fact->holds_from,
                                                  told->holds_from);
        if (newer > 0 || (newer == 0 && fact->id.n > told->id.n))
            told = fact;
    }
    return told;
}

/* A place without an end holds for a set number of days. */
static struct moment told_until(const struct contact_view *view,
                                const struct fact *fact)
{
    if (fact->kind != FACT_ZONE_TOLD || !moment_is_never(fact->until))
        return fact->until;
    return moment_add_seconds(fact->holds_from,
                              view->limits.told_zone_days * DAY_SECONDS);
}
