#include "contact/rules.h"

#define DAY_SECONDS INT64_C(86400)
#define CLASS(class) (1u << (class))

/* Papers that do not ask for money, or that law wants sent anyway. */
#define QUIET_CLASSES                                                        \
    (CLASS(CONTACT_NOTICE) | CLASS(CONTACT_ANSWER) | CLASS(CONTACT_PLAN)     \
     | CLASS(CONTACT_RECEIPT) | CLASS(CONTACT_CEASE_FINAL)                  \
     | CLASS(CONTACT_ASKED))
/* What they are owed, also when nothing is asked for any more. */
#define DUE_CLASSES                                                          \
    (CLASS(CONTACT_RECEIPT) | CLASS(CONTACT_ANSWER)                          \
     | CLASS(CONTACT_CEASE_FINAL) | CLASS(CONTACT_ASKED))

static enum decision refuse_by(const struct contact_view *view,
                               enum fact_kind kind,
                               struct contact_reason *reason);
static bool is_written_class(const struct contact_view *view,
                             uint32_t classes);
static bool is_over(const struct contact_view *view, const struct fact *fact,
                    enum fact_kind end);
static struct day latest_day(const struct contact_view *view,
                             struct moment at);
static bool is_phone_on_file(const struct contact_view *view);
static bool is_too_late(const struct contact_view *view,
                        const struct fact *cease);
static bool has_letter_since(const struct contact_view *view,
                             struct moment since);

enum decision contact_refuse(struct contact_reason *reason,
                             const struct fact *fact)
{
    reason->decision = DECISION_BLOCK;
    reason->fact = fact->kind;
    reason->record = fact->id;
    reason->until = fact->until;
    return reason->decision;
}

enum decision contact_missing(struct contact_reason *reason,
                              enum fact_kind kind)
{
    reason->decision = DECISION_BLOCK;
    reason->fact = kind;
    reason->is_missing = true;
    reason->until = MOMENT_NEVER;
    return reason->decision;
}

bool contact_is_looked(const struct contact_view *view, enum fact_kind kind)
{
    return (view->facts->looked >> kind & 1) != 0;
}

/* Rule POL-data.  Step 1 of the master order: an address on file for the
 * asked channel, and a bill that is placed. */
enum decision contact_rule_data(const struct contact_view *view,
                                struct contact_reason *reason)
{
    const struct contact_facts *facts = view->facts;
    bool is_there = facts->debt->person.n == 0
                    || facts->debt->person.n == facts->person->id.n;

    switch (view->ask.channel) {
    case CHANNEL_PHONE:
    case CHANNEL_VOICEMAIL:
    case CHANNEL_TEXT:
        is_there &= is_phone_on_file(view);
        break;
    case CHANNEL_EMAIL:
        is_there &= view->ask.address.len > 0;
        break;
    case CHANNEL_LETTER:
        is_there &= facts->address_count > 0 && view->ask.address.len > 0;
        break;
    default:
        is_there = false;
        break;
    }
    if (!is_there || view->ask.class >= CONTACT_CLASS_COUNT
        || !view->limits.are_known || day_is_none(facts->debt->placed_on))
        return contact_missing(reason, FACT_NONE);
    return DECISION_ALLOW;
}

/* Rule BK-stay.  The stay begins with the petition, known or not, and covers
 * what was owed on that day; care given later is not stayed.  An unknown day
 * of service counts as owed. */
enum decision contact_rule_bankruptcy(const struct contact_view *view,
                                      struct contact_reason *reason)
{
    const struct day service_on = view->facts->debt->service_on;
    const struct fact *stay = NULL;

    if (!contact_is_looked(view, FACT_BANKRUPTCY))
        return contact_missing(reason, FACT_BANKRUPTCY);
    for (uint32_t i = 0; i < view->live_count; i++) {
        const struct fact *fact = view->live[i];
        if (fact->kind != FACT_BANKRUPTCY || !contact_view_holds(view, fact)
            || !contact_view_is_ours(view, fact))
            continue;
        if (day_is_none(service_on)
            || day_compare(service_on, latest_day(view, fact->holds_from))
                   <= 0)
            contact_view_pick(&stay, fact);
    }
    return stay != NULL ? contact_refuse(reason, stay) : DECISION_ALLOW;
}

/* Rule POL-stop.  Whoever is responsible stopped it, for every purpose; a
 * stop may name one channel, and phone means voicemail too. */
enum decision contact_rule_stop(const struct contact_view *view,
                                struct contact_reason *reason)
{
    const struct fact *stop = NULL;

    if (!contact_is_looked(view, FACT_STOPPED))
        return contact_missing(reason, FACT_STOPPED);
    for (uint32_t i = 0; i < view->live_count; i++) {
        const struct fact *fact = view->live[i];
        bool is_voice = fact->channel == CHANNEL_PHONE
                        && contact_is_voice(view->ask.channel);
        if (fact->kind == FACT_STOPPED && contact_view_holds(view, fact)
            && contact_view_is_ours(view, fact)
            && (fact->channel == CHANNEL_NONE || is_voice
                || fact->channel == view->ask.channel))
            contact_view_pick(&stop, fact);
    }
    return stop != NULL ? contact_refuse(reason, stop) : DECISION_ALLOW;
}

/* Rule POL-recall.  The client took the bill back: nothing more from us. */
enum decision contact_rule_recall(const struct contact_view *view,
                                  struct contact_reason *reason)
{
    return refuse_by(view, FACT_RECALLED, reason);
}

/* Rule POL-closed.  A closed bill asks for nothing; its receipt and an answer
 * they are owed may still go out. */
enum decision contact_rule_closed(const struct contact_view *view,
                                  struct contact_reason *reason)
{
    if (is_written_class(view, DUE_CLASSES))
        return DECISION_ALLOW;
    return refuse_by(view, FACT_CLOSED, reason);
}

/* Rule POL-old.  The agreement says how old a bill may be.  Where they are it
 * may be the next day already; and no day after it is younger. */
enum decision contact_rule_old(const struct contact_view *view,
                               struct contact_reason *reason)
{
    struct day last = view->facts->debt->asks_through;
    if (day_is_none(last) || is_written_class(view, DUE_CLASSES)
        || day_compare(latest_day(view, view->ask.at), last) <= 0)
        return DECISION_ALLOW;
    reason->decision = DECISION_BLOCK;
    reason->until = MOMENT_NEVER;
    return reason->decision;
}

/* Rule POL-hold.  A pause with an end delays; one without stops. */
enum decision contact_rule_hold(const struct contact_view *view,
                                struct contact_reason *reason)
{
    if (is_written_class(view, QUIET_CLASSES))
        return DECISION_ALLOW;
    enum decision decision = refuse_by(view, FACT_HELD, reason);
    if (decision == DECISION_BLOCK && !reason->is_missing
        && !moment_is_never(reason->until))
        decision = reason->decision = DECISION_DELAY;
    return decision;
}

/* Rule RF-dead.  Only the estate's representative, and that is another
 * person's record. */
enum decision contact_rule_deceased(const struct contact_view *view,
                                    struct contact_reason *reason)
{
    return refuse_by(view, FACT_DECEASED, reason);
}

/* Rule RF-kids.  Who was a child on the day of care owes nothing later
 * either: the bill is the guarantor's. */
enum decision contact_rule_minor(const struct contact_view *view,
                                 struct contact_reason *reason)
{
    const struct contact_facts *facts = view->facts;
    struct day on = day_is_none(facts->debt->service_on)
                        ? facts->debt->placed_on
                        : facts->debt->service_on;

    if (day_is_none(facts->person->born_on) || day_is_none(on)
        || !view->limits.are_known
        || day_age_years(facts->person->born_on, on)
               >= view->limits.adult_years)
        return DECISION_ALLOW;
    reason->decision = DECISION_BLOCK;
    reason->until = MOMENT_NEVER;
    return reason->decision;
}

/* Rule RF-6b-attorney.  Blocks for the bill the lawyer acts on; for another
 * bill it warns, so that somebody asks. */
enum decision contact_rule_attorney(const struct contact_view *view,
                                    struct contact_reason *reason)
{
    const struct fact *ours = NULL;
    const struct fact *other = NULL;

    if (!contact_is_looked(view, FACT_ATTORNEY))
        return contact_missing(reason, FACT_ATTORNEY);
    for (uint32_t i = 0; i < view->live_count; i++) {
        const struct fact *fact = view->live[i];
        if (fact->kind != FACT_ATTORNEY || !contact_view_holds(view, fact))
            continue;
        contact_view_pick(contact_view_is_ours(view, fact) ? &ours : &other,
                          fact);
    }
    if (ours != NULL)
        return contact_refuse(reason, ours);
    if (other == NULL)
        return DECISION_ALLOW;
    contact_refuse(reason, other);
    reason->decision = DECISION_WARN;
    return reason->decision;
}

/* Rule RF-6c.  Written, so of their own hand; one last letter may follow,
 * within 30 days. */
enum decision contact_rule_cease(const struct contact_view *view,
                                 struct contact_reason *reason)
{
    enum decision decision = refuse_by(view, FACT_CEASE_WRITTEN, reason);

    if (decision != DECISION_BLOCK || reason->is_missing
        || view->ask.channel != CHANNEL_LETTER
        || view->ask.class != CONTACT_CEASE_FINAL)
        return decision;
    for (uint32_t i = 0; i < view->live_count; i++) {
        const struct fact *fact = view->live[i];
        if (fact->kind == FACT_CEASE_WRITTEN && contact_view_holds(view, fact)
            && contact_view_is_ours(view, fact)
            && (is_too_late(view, fact)
                || has_letter_since(view, fact->holds_from)))
            return decision;
    }
    return view->facts->are_attempts_known ? DECISION_ALLOW : decision;
}

/* Rule RF-38.  Law stops for a written dispute in the validation period; we
 * stop for every dispute at any time, until it is answered. */
enum decision contact_rule_dispute(const struct contact_view *view,
                                   struct contact_reason *reason)
{
    const struct fact *open = NULL;

    if (!contact_is_looked(view, FACT_DISPUTE))
        return contact_missing(reason, FACT_DISPUTE);
    if (is_written_class(view,
                         CLASS(CONTACT_ANSWER) | CLASS(CONTACT_RECEIPT)
                             | CLASS(CONTACT_ASKED)))
        return DECISION_ALLOW;
    for (uint32_t i = 0; i < view->live_count; i++) {
        const struct fact *fact = view->live[i];
        if (fact->kind == FACT_DISPUTE && contact_view_holds(view, fact)
            && contact_view_is_ours(view, fact)
            && !is_over(view, fact, FACT_DISPUTE_ANSWERED))
            contact_view_pick(&open, fact);
    }
    return open != NULL ? contact_refuse(reason, open) : DECISION_ALLOW;
}

/* Rule POL-plan.  Who keeps an agreement is left in peace: papers of the plan
 * and of its payments may go, calls may not. */
enum decision contact_rule_plan(const struct contact_view *view,
                                struct contact_reason *reason)
{
    const struct fact *plan = NULL;

    if (!contact_is_looked(view, FACT_PLAN_ACTIVE))
        return contact_missing(reason, FACT_PLAN_ACTIVE);
    if (is_written_class(view, QUIET_CLASSES | CLASS(CONTACT_REMIND)))
        return DECISION_ALLOW;
    for (uint32_t i = 0; i < view->live_count; i++) {
        const struct fact *fact = view->live[i];
        if (fact->kind == FACT_PLAN_ACTIVE && contact_view_holds(view, fact)
            && contact_view_is_ours(view, fact)
            && !is_over(view, fact, FACT_PLAN_ENDED))
            contact_view_pick(&plan, fact);
    }
    return plan != NULL ? contact_refuse(reason, plan) : DECISION_ALLOW;
}

/* Blocks while a fact of this kind is in force for the person or the bill. */
static enum decision refuse_by(const struct contact_view *view,
                               enum fact_kind kind,
                               struct contact_reason *reason)
{
    const struct fact *found = NULL;

    if (!contact_is_looked(view, kind))
        return contact_missing(reason, kind);
    if (!contact_view_has(view, kind))
        return DECISION_ALLOW;
    for (uint32_t i = 0; i < view->live_count; i++) {
        const struct fact *fact = view->live[i];
        if (fact->kind == kind && contact_view_holds(view, fact)
            && contact_view_is_ours(view, fact))
            contact_view_pick(&found, fact);
    }
    return found != NULL ? contact_refuse(reason, found) : DECISION_ALLOW;
}

static bool is_written_class(const struct contact_view *view,
                             uint32_t classes)
{
    return !contact_is_voice(view->ask.channel)
           && view->ask.class < CONTACT_CLASS_COUNT
           && (classes & CLASS(view->ask.class)) != 0;
}

/* Has a later fact of kind `end` put an end to it? */
static bool is_over(const struct contact_view *view, const struct fact *fact,
                    enum fact_kind end)
{
    if (!contact_is_looked(view, end))
        return false;
    for (uint32_t i = 0; i < view->live_count; i++) {
        const struct fact *other = view->live[i];
        if (other->kind == end && contact_view_holds(view, other)
            && contact_view_is_ours(view, other)
            && moment_compare(other->holds_from, fact->holds_from) > 0)
            return true;
    }
    return false;
}

/* The date of a moment where they may be; of several the latest. */
static struct day latest_day(const struct contact_view *view,
                             struct moment at)
{
    struct day latest = moment_utc_day(at);

    for (uint32_t zones = view->zones; zones != 0; zones &= zones - 1) {
        uint32_t index = (uint32_t)__builtin_ctz(zones);
        struct day day =
            zone_wall(contact_zone_at(view->facts->book, index), at).day;
        if (day_compare(day, latest) > 0)
            latest = day;
    }
    return latest;
}

static bool is_phone_on_file(const struct contact_view *view)
{
    for (uint32_t i = 0; i < view->facts->phone_count; i++)
        if (view->ask.address.len > 0
            && str_equal(view->facts->phone[i].number, view->ask.address))
            return true;
    return false;
}

/* Older letters are not loaded, so a late last notice could be a second
 * one. */
static bool is_too_late(const struct contact_view *view,
                        const struct fact *cease)
{
    struct moment end = moment_add_seconds(
        cease->holds_from, view->limits.final_days * DAY_SECONDS);

    return !view->limits.are_known
           || moment_compare(view->ask.at, end) >= 0;
}

static bool has_letter_since(const struct contact_view *view,
                             struct moment since)
{
    for (uint32_t i = 0; i < view->facts->attempt_count; i++) {
        const struct contact_attempt *attempt = &view->facts->attempt[i];
        if (attempt->channel == CHANNEL_LETTER
            && attempt->debt.n == view->facts->debt->id.n
            && moment_compare(attempt->at, since) >= 0
            && moment_compare(attempt->at, view->ask.at) <= 0)
            return true;
    }
    return false;
}
