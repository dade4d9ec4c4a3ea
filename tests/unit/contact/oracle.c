#include "oracle.h"

/* The rule book's figures, written down again. */
#define CALLS 7
#define WINDOW_DAYS 7
#define PAUSE_DAYS 7
#define CONSENT_DAYS 7
#define TEXT_DAYS 60
#define TOLD_DAYS 90
#define FINAL_DAYS 30
#define OPENS (8 * 3600)
#define CLOSES (21 * 3600)
#define DAY_US (INT64_C(86400) * 1000000)

struct asked {
    const struct contact_facts *facts;
    struct contact_ask ask;
    struct moment asked_at;
    struct oracle_answer *answer;
};

static void fire(struct asked *q, const char *rule, enum decision decision)
{
    struct oracle_answer *answer = q->answer;

    answer->fired[answer->fired_count] = rule;
    answer->fired_decision[answer->fired_count++] = decision;
    if (decision < answer->decision)
        answer->decision = decision;
}

static bool looked(const struct asked *q, enum fact_kind kind)
{
    return (q->facts->looked & (UINT64_C(1) << kind)) != 0;
}

/* Did we know it, is it this person's, and has nothing taken it back? */
static bool known(const struct asked *q, const struct fact *fact)
{
    const struct contact_facts *facts = q->facts;

    if (fact->recorded_at.us > facts->as_of.us)
        return false;
    if (fact->person.n != 0 && fact->person.n != facts->person->id.n)
        return false;
    for (uint32_t i = 0; i < facts->fact_count; i++)
        if (facts->fact[i].corrects.n == fact->id.n
            && facts->fact[i].recorded_at.us <= facts->as_of.us)
            return false;
    return true;
}

static bool in_force(const struct asked *q, const struct fact *fact)
{
    return known(q, fact) && fact->holds_from.us <= q->ask.at.us
           && q->ask.at.us < fact->until.us;
}

static bool about(const struct asked *q, const struct fact *fact)
{
    return fact->debt.n == 0 || fact->debt.n == q->facts->debt->id.n;
}

static bool any(const struct asked *q, enum fact_kind kind)
{
    for (uint32_t i = 0; i < q->facts->fact_count; i++)
        if (q->facts->fact[i].kind == kind && in_force(q, &q->facts->fact[i])
            && about(q, &q->facts->fact[i]))
            return true;
    return false;
}

static bool is_call(enum channel channel)
{
    return channel == CHANNEL_PHONE || channel == CHANNEL_VOICEMAIL;
}

static bool is_paper(const struct asked *q)
{
    return !is_call(q->ask.channel);
}

static bool same(struct str a, struct str b)
{
    return a.len > 0 && b.len > 0 && str_equal_fold(a, b);
}

static bool is_number_wrong(const struct asked *q, struct str number)
{
    for (uint32_t i = 0; i < q->facts->fact_count; i++)
        if (q->facts->fact[i].kind == FACT_WRONG_NUMBER
            && known(q, &q->facts->fact[i])
            && str_equal(q->facts->fact[i].address, number))
            return true;
    return false;
}

/* local-time section 1.  *is_strange: they named a zone nobody holds. */
static uint32_t zones_of(const struct asked *q, bool *is_strange)
{
    const struct contact_facts *facts = q->facts;
    const struct fact *told = NULL;
    uint32_t zones = 0;

    *is_strange = false;
    for (uint32_t i = 0; i < facts->fact_count; i++) {
        const struct fact *fact = &facts->fact[i];
        if (fact->kind != FACT_ZONE_TOLD || !in_force(q, fact))
            continue;
        if (fact->until.us == INT64_MAX
            && q->ask.at.us >= fact->holds_from.us + TOLD_DAYS * DAY_US)
            continue;
        if (told == NULL || fact->holds_from.us > told->holds_from.us
            || (fact->holds_from.us == told->holds_from.us
                && fact->id.n > told->id.n))
            told = fact;
    }
    if (told != NULL) {
        uint32_t index = contact_zone_find(facts->book, told->text);
        if (index != CONTACT_ZONES_MAX)
            return 1u << index;
        *is_strange = true;
    }
    for (uint32_t i = 0; i < facts->address_count; i++) {
        uint32_t more =
            contact_zones_of_zip(facts->book, facts->address[i].zip);
        if (more == 0)
            more = contact_zones_of_state(facts->book,
                                          facts->address[i].state);
        zones |= more;
    }
    for (uint32_t i = 0; i < facts->phone_count; i++)
        if (!is_number_wrong(q, facts->phone[i].number))
            zones |= contact_zones_of_number(facts->book,
                                             facts->phone[i].number);
    return zones != 0 ? zones : contact_zones_all(facts->book);
}

static int32_t date_in(const struct asked *q, uint32_t zone, struct moment at)
{
    return zone_wall(contact_zone_at(q->facts->book, zone), at).day.n;
}

static bool is_conversation(const struct contact_attempt *attempt)
{
    if (attempt->is_excluded || attempt->is_voided)
        return false;
    if (attempt->channel != CHANNEL_NONE && !is_call(attempt->channel))
        return false;
    return attempt->outcome == OUTCOME_CONVERSATION
           || attempt->outcome == OUTCOME_INBOUND_TALK;
}

static bool ours_by_then(const struct asked *q,
                         const struct contact_attempt *attempt)
{
    return attempt->debt.n == q->facts->debt->id.n
           && attempt->at.us <= q->asked_at.us;
}

/* RF-14b-consent, for a call at `at`; `self` is that call, when made. */
static bool is_consented(const struct asked *q, uint32_t zone,
                         struct moment at, const struct contact_attempt *self)
{
    const struct contact_facts *facts = q->facts;

    if (!looked(q, FACT_CONSENT_REVOKED))
        return false;
    for (uint32_t i = 0; i < facts->fact_count; i++) {
        const struct fact *yes = &facts->fact[i];
        bool is_ended = false;
        if (yes->kind != FACT_CALL_CONSENT || !known(q, yes)
            || !about(q, yes) || yes->holds_from.us > at.us
            || at.us >= yes->until.us)
            continue;
        if (date_in(q, zone, at)
            > date_in(q, zone, yes->holds_from) + CONSENT_DAYS - 1)
            continue;
        for (uint32_t j = 0; j < facts->fact_count; j++) {
            const struct fact *no = &facts->fact[j];
            if (no->kind == FACT_CONSENT_REVOKED && known(q, no)
                && about(q, no) && no->holds_from.us >= yes->holds_from.us
                && no->holds_from.us <= at.us)
                is_ended = true;
        }
        for (uint32_t j = 0; j < facts->attempt_count; j++) {
            const struct contact_attempt *talk = &facts->attempt[j];
            if (talk != self && ours_by_then(q, talk)
                && is_conversation(talk)
                && talk->at.us > yes->holds_from.us && talk->at.us <= at.us)
                is_ended = true;
        }
        if (!is_ended)
            return true;
    }
    return false;
}

static bool counts(const struct asked *q,
                   const struct contact_attempt *attempt)
{
    if (!ours_by_then(q, attempt) || attempt->is_excluded
        || attempt->is_voided)
        return false;
    if (attempt->channel != CHANNEL_NONE && !is_call(attempt->channel))
        return false;
    if (attempt->outcome == OUTCOME_BUSY
        || attempt->outcome == OUTCOME_NOT_IN_SERVICE
        || attempt->outcome == OUTCOME_INBOUND_TALK)
        return false;
    return !is_number_wrong(q, attempt->address);
}

static void ask_counts(struct asked *q)
{
    const struct contact_facts *facts = q->facts;
    bool is_eighth = false;
    bool is_pause = false;
    bool is_strange;
    uint32_t zones = zones_of(q, &is_strange);

    if (!is_call(q->ask.channel))
        return;
    if (!facts->are_attempts_known) {
        fire(q, "RF-14b-7in7", DECISION_BLOCK);
        fire(q, "RF-14b-talk", DECISION_BLOCK);
        return;
    }
    for (uint32_t zone = 0; zone < CONTACT_ZONES_MAX; zone++) {
        if ((zones & (1u << zone)) == 0)
            continue;
        int32_t today = date_in(q, zone, q->ask.at);
        int32_t calls = 1; /* this one */
        bool is_near_talk = false;
        for (uint32_t i = 0; i < facts->attempt_count; i++) {
            const struct contact_attempt *attempt = &facts->attempt[i];
            int32_t date = date_in(q, zone, attempt->at);
            if (counts(q, attempt) && date >= today - (WINDOW_DAYS - 1)
                && date <= today
                && !is_consented(q, zone, attempt->at, attempt))
                calls++;
            if (ours_by_then(q, attempt) && is_conversation(attempt)
                && today < date + PAUSE_DAYS)
                is_near_talk = true;
        }
        if (is_consented(q, zone, q->ask.at, NULL))
            continue;
        is_eighth |= calls > CALLS;
        is_pause |= is_near_talk;
    }
    if (is_eighth)
        fire(q, "RF-14b-7in7", DECISION_DELAY);
    if (is_pause)
        fire(q, "RF-14b-talk", DECISION_DELAY);
}

/* Is this a moment they asked to be left alone in, by that zone's clock? */
static bool is_wish_at(const struct asked *q, uint32_t zone,
                       struct moment at, bool *is_unreadable)
{
    struct wall wall = zone_wall(contact_zone_at(q->facts->book, zone), at);
    static const char *const day[] = { "sun", "mon", "tue", "wed",
                                       "thu", "fri", "sat" };
    bool is_refused = false;

    for (uint32_t i = 0; i < q->facts->fact_count; i++) {
        const struct fact *fact = &q->facts->fact[i];
        if (fact->kind != FACT_HOURS_REFUSED || !in_force(q, fact))
            continue;
        /* The texts the generator makes: "sat,sun", "daily 09:00-12:00". */
        int fh = 0, fm = 0, th = 24, tm = 0;
        char days[40] = "";
        char text[80];
        (void)snprintf(text, sizeof text, "%.*s", STR_ARGS(fact->text));
        int read = sscanf(text, "%39s %d:%d-%d:%d", days, &fh, &fm, &th, &tm);
        if (read != 1 && read != 5) {
            *is_unreadable = true;
            continue;
        }
        if (strcmp(days, "never") == 0) {
            *is_unreadable = true;
            continue;
        }
        bool is_today = strcmp(days, "daily") == 0
                        || strstr(days, day[day_weekday(wall.day)]) != NULL;
        if (is_today && wall.second >= fh * 3600 + fm * 60
            && wall.second <= th * 3600 + tm * 60)
            is_refused = true;
    }
    return is_refused;
}

static bool is_clock_open(const struct asked *q, uint32_t zones,
                          struct moment at, bool *is_unreadable)
{
    for (uint32_t zone = 0; zone < CONTACT_ZONES_MAX; zone++) {
        if ((zones & (1u << zone)) == 0)
            continue;
        int32_t second =
            zone_wall(contact_zone_at(q->facts->book, zone), at).second;
        if (second <= OPENS || second >= CLOSES
            || is_wish_at(q, zone, at, is_unreadable))
            return false;
    }
    return true;
}

/* Is any of a week's quarter hours open, or the second after it?  Wishes
 * repeat weekly, but Denver is three hours from Honolulu in winter and four
 * in summer: a wish that closes the one may leave the other open, so a week
 * of each season is looked at. */
static bool is_open_in_week(const struct asked *q, uint32_t zones,
                            int64_t days_ahead, bool *is_unreadable)
{
    int64_t from = moment_seconds(q->ask.at) / 900 * 900
                   + days_ahead * INT64_C(86400);

    for (int64_t s = 0; s < INT64_C(8) * 86400; s += 900)
        if (is_clock_open(q, zones, moment_from_seconds(from + s + 1),
                          is_unreadable))
            return true;
    return false;
}

static void ask_clock(struct asked *q)
{
    bool is_unreadable = false;
    bool is_strange;
    uint32_t zones = zones_of(q, &is_strange);

    if (q->ask.channel == CHANNEL_LETTER)
        return;
    if (q->ask.class == CONTACT_ASKED && !is_call(q->ask.channel))
        return; /* the one answer to what they began */
    for (uint32_t zone = 0; zone < CONTACT_ZONES_MAX; zone++)
        if ((zones & (1u << zone)) != 0)
            (void)is_wish_at(q, zone, q->ask.at, &is_unreadable);
    if (!looked(q, FACT_ZONE_TOLD) || !looked(q, FACT_HOURS_REFUSED)
        || is_unreadable || is_strange) {
        fire(q, "RF-6b-time", DECISION_BLOCK);
        return;
    }
    if (is_clock_open(q, zones, q->ask.at, &is_unreadable))
        return;
    bool is_ever_open =
        is_open_in_week(q, zones, 0, &is_unreadable)
        || is_open_in_week(q, zones, 120, &is_unreadable)
        || is_open_in_week(q, zones, 240, &is_unreadable);
    fire(q, "RF-6b-time", is_ever_open ? DECISION_DELAY : DECISION_BLOCK);
}

static bool is_class(const struct asked *q, enum contact_class class)
{
    return is_paper(q) && q->ask.class == class;
}

static void ask_person(struct asked *q)
{
    const struct contact_facts *facts = q->facts;
    bool is_stayed = false;

    for (uint32_t i = 0; i < facts->fact_count; i++) {
        const struct fact *fact = &facts->fact[i];
        if (fact->kind != FACT_BANKRUPTCY || !in_force(q, fact)
            || !about(q, fact))
            continue;
        bool is_strange;
        uint32_t zones = zones_of(q, &is_strange);
        int32_t petition = moment_utc_day(fact->holds_from).n;
        for (uint32_t zone = 0; zone < CONTACT_ZONES_MAX; zone++)
            if ((zones & (1u << zone)) != 0
                && date_in(q, zone, fact->holds_from) > petition)
                petition = date_in(q, zone, fact->holds_from);
        if (facts->debt->service_on.n == INT32_MIN
            || facts->debt->service_on.n <= petition)
            is_stayed = true;
    }
    if (!looked(q, FACT_BANKRUPTCY) || is_stayed)
        fire(q, "BK-stay", DECISION_BLOCK);
    if (!looked(q, FACT_DECEASED) || any(q, FACT_DECEASED))
        fire(q, "RF-dead", DECISION_BLOCK);
    if (facts->person->born_on.n != INT32_MIN) {
        struct day care = facts->debt->service_on.n == INT32_MIN
                              ? facts->debt->placed_on
                              : facts->debt->service_on;
        if (day_add_years(facts->person->born_on, 18).n > care.n)
            fire(q, "RF-kids", DECISION_BLOCK);
    }
}

static bool is_stopped(const struct asked *q)
{
    for (uint32_t i = 0; i < q->facts->fact_count; i++) {
        const struct fact *fact = &q->facts->fact[i];
        if (fact->kind == FACT_STOPPED && in_force(q, fact) && about(q, fact)
            && (fact->channel == CHANNEL_NONE
                || fact->channel == q->ask.channel
                || (fact->channel == CHANNEL_PHONE
                    && q->ask.channel == CHANNEL_VOICEMAIL)))
            return true;
    }
    return false;
}

/* Is the day after the agreement's last one anywhere they may be, or in UTC? */
static bool is_outgrown(const struct asked *q)
{
    int32_t last = q->facts->debt->asks_through.n;
    bool is_strange;
    uint32_t zones = zones_of(q, &is_strange);
    bool is_past = moment_utc_day(q->ask.at).n > last;

    for (uint32_t zone = 0; zone < CONTACT_ZONES_MAX; zone++)
        is_past |= (zones & (1u << zone)) != 0
                   && date_in(q, zone, q->ask.at) > last;
    return last != INT32_MIN && is_past;
}

static void ask_placement(struct asked *q)
{
    bool is_quiet = is_class(q, CONTACT_NOTICE) || is_class(q, CONTACT_ANSWER)
                    || is_class(q, CONTACT_PLAN)
                    || is_class(q, CONTACT_RECEIPT)
                    || is_class(q, CONTACT_CEASE_FINAL)
                    || is_class(q, CONTACT_ASKED);

    if (!looked(q, FACT_RECALLED) || any(q, FACT_RECALLED))
        fire(q, "POL-recall", DECISION_BLOCK);
    if (!looked(q, FACT_STOPPED) || is_stopped(q))
        fire(q, "POL-stop", DECISION_BLOCK);
    if (!is_class(q, CONTACT_RECEIPT) && !is_class(q, CONTACT_ANSWER)
        && !is_class(q, CONTACT_CEASE_FINAL) && !is_class(q, CONTACT_ASKED)
        && (!looked(q, FACT_CLOSED) || any(q, FACT_CLOSED)))
        fire(q, "POL-closed", DECISION_BLOCK);
    if (is_outgrown(q) && !is_class(q, CONTACT_RECEIPT)
        && !is_class(q, CONTACT_ANSWER) && !is_class(q, CONTACT_CEASE_FINAL)
        && !is_class(q, CONTACT_ASKED))
        fire(q, "POL-old", DECISION_BLOCK);
    if (is_quiet)
        return;
    if (!looked(q, FACT_HELD)) {
        fire(q, "POL-hold", DECISION_BLOCK);
    } else if (any(q, FACT_HELD)) {
        bool is_endless = false;
        for (uint32_t i = 0; i < q->facts->fact_count; i++)
            is_endless |= q->facts->fact[i].kind == FACT_HELD
                          && in_force(q, &q->facts->fact[i])
                          && about(q, &q->facts->fact[i])
                          && q->facts->fact[i].until.us == INT64_MAX;
        fire(q, "POL-hold", is_endless ? DECISION_BLOCK : DECISION_DELAY);
    }
}

/* One of `kind` that no later one of `end` answers. */
static bool any_open(const struct asked *q, enum fact_kind kind,
                     enum fact_kind end)
{
    const struct contact_facts *facts = q->facts;

    for (uint32_t i = 0; i < facts->fact_count; i++) {
        const struct fact *fact = &facts->fact[i];
        bool is_ended = false;
        if (fact->kind != kind || !in_force(q, fact) || !about(q, fact))
            continue;
        for (uint32_t j = 0; j < facts->fact_count; j++)
            is_ended |= facts->fact[j].kind == end && looked(q, end)
                        && in_force(q, &facts->fact[j])
                        && about(q, &facts->fact[j])
                        && facts->fact[j].holds_from.us > fact->holds_from.us;
        if (!is_ended)
            return true;
    }
    return false;
}

static void ask_wishes(struct asked *q)
{
    const struct contact_facts *facts = q->facts;
    bool is_other = false;

    for (uint32_t i = 0; i < facts->fact_count; i++)
        is_other |= facts->fact[i].kind == FACT_ATTORNEY
                    && in_force(q, &facts->fact[i]);
    if (!looked(q, FACT_ATTORNEY) || any(q, FACT_ATTORNEY))
        fire(q, "RF-6b-attorney", DECISION_BLOCK);
    else if (is_other)
        fire(q, "RF-6b-attorney", DECISION_WARN);

    if (!looked(q, FACT_CEASE_WRITTEN)) {
        fire(q, "RF-6c", DECISION_BLOCK);
    } else if (any(q, FACT_CEASE_WRITTEN)) {
        bool is_last = q->ask.channel == CHANNEL_LETTER
                       && q->ask.class == CONTACT_CEASE_FINAL
                       && facts->are_attempts_known;
        for (uint32_t i = 0; i < facts->fact_count; i++)
            for (uint32_t j = 0; j < facts->attempt_count; j++)
                if (facts->fact[i].kind == FACT_CEASE_WRITTEN
                    && in_force(q, &facts->fact[i])
                    && about(q, &facts->fact[i])
                    && facts->attempt[j].channel == CHANNEL_LETTER
                    && ours_by_then(q, &facts->attempt[j])
                    && facts->attempt[j].at.us
                           >= facts->fact[i].holds_from.us)
                    is_last = false;
        for (uint32_t i = 0; i < facts->fact_count; i++)
            if (facts->fact[i].kind == FACT_CEASE_WRITTEN
                && in_force(q, &facts->fact[i]) && about(q, &facts->fact[i])
                && q->ask.at.us - facts->fact[i].holds_from.us
                       >= FINAL_DAYS * DAY_US)
                is_last = false;
        if (!is_last)
            fire(q, "RF-6c", DECISION_BLOCK);
    }
    if (!looked(q, FACT_DISPUTE)
        || (any_open(q, FACT_DISPUTE, FACT_DISPUTE_ANSWERED)
            && !is_class(q, CONTACT_ANSWER) && !is_class(q, CONTACT_RECEIPT)
            && !is_class(q, CONTACT_ASKED)))
        fire(q, "RF-38", DECISION_BLOCK);
    if (!looked(q, FACT_PLAN_ACTIVE)
        || (any_open(q, FACT_PLAN_ACTIVE, FACT_PLAN_ENDED)
            && (is_call(q->ask.channel)
                || q->ask.class == CONTACT_COLLECT)))
        fire(q, "POL-plan", DECISION_BLOCK);
}

static void ask_medium(struct asked *q)
{
    const struct contact_facts *facts = q->facts;
    bool is_refused = false;
    bool is_wrong = false;
    bool is_returned = false;

    for (uint32_t i = 0; i < facts->fact_count; i++) {
        const struct fact *fact = &facts->fact[i];
        if (!in_force(q, fact))
            continue;
        bool is_here = fact->address.len == 0
                       || same(fact->address, q->ask.address);
        if (fact->kind == FACT_MEDIUM_REFUSED && is_here
            && (fact->channel == CHANNEL_NONE
                || fact->channel == q->ask.channel
                || (fact->channel == CHANNEL_PHONE
                    && q->ask.channel == CHANNEL_VOICEMAIL)))
            is_refused = true;
        if (fact->kind == FACT_WRONG_NUMBER
            && same(fact->address, q->ask.address))
            is_wrong = true;
        if (fact->kind == FACT_MAIL_RETURNED && is_here
            && (q->ask.channel == CHANNEL_EMAIL
                    ? fact->channel == CHANNEL_EMAIL && fact->address.len > 0
                    : fact->channel != CHANNEL_EMAIL))
            is_returned = true;
    }
    if (q->ask.channel == CHANNEL_LETTER
        && (q->ask.class == CONTACT_NOTICE
            || q->ask.class == CONTACT_ANSWER))
        is_refused = false; /* legally required */
    if (!looked(q, FACT_MEDIUM_REFUSED) || is_refused)
        fire(q, "RF-14h", DECISION_BLOCK);
    if (q->ask.channel != CHANNEL_LETTER
        && (!looked(q, FACT_WRONG_NUMBER) || is_wrong))
        fire(q, "POL-wrong-number", DECISION_BLOCK);
    if ((q->ask.channel == CHANNEL_LETTER || q->ask.channel == CHANNEL_EMAIL)
        && (!looked(q, FACT_MAIL_RETURNED) || is_returned))
        fire(q, "POL-address", DECISION_BLOCK);
}

static void ask_permission(struct asked *q)
{
    const struct contact_facts *facts = q->facts;
    bool is_email = false;
    bool is_text = false;
    bool is_strange;
    uint32_t zones = zones_of(q, &is_strange);

    for (uint32_t i = 0; i < facts->fact_count; i++) {
        const struct fact *fact = &facts->fact[i];
        if (!in_force(q, fact) || !about(q, fact)
            || !same(fact->address, q->ask.address))
            continue;
        is_email |= fact->kind == FACT_EMAIL_CONSENT;
        if (fact->kind != FACT_TEXT_CONSENT)
            continue;
        bool is_fresh = true;
        for (uint32_t zone = 0; zone < CONTACT_ZONES_MAX; zone++)
            if ((zones & (1u << zone)) != 0
                && date_in(q, zone, q->ask.at)
                           - date_in(q, zone, fact->holds_from)
                       > TEXT_DAYS)
                is_fresh = false;
        is_text |= is_fresh;
    }
    if (q->ask.channel == CHANNEL_EMAIL
        && (!looked(q, FACT_EMAIL_CONSENT) || !is_email))
        fire(q, "RF-6d-email", DECISION_BLOCK);
    if (q->ask.channel == CHANNEL_TEXT
        && (!looked(q, FACT_TEXT_CONSENT) || !is_text))
        fire(q, "RF-6d-text", DECISION_BLOCK);
}

static void ask_place(struct asked *q)
{
    const struct contact_facts *facts = q->facts;
    bool is_home = q->ask.channel == CHANNEL_LETTER;
    bool is_home_refused = false;
    bool is_work_refused = false;

    for (uint32_t i = 0; i < facts->phone_count; i++)
        if (is_call(q->ask.channel) && facts->phone[i].is_landline
            && str_equal(facts->phone[i].number, q->ask.address))
            is_home = true;
    for (uint32_t i = 0; i < facts->fact_count; i++) {
        const struct fact *fact = &facts->fact[i];
        if (fact->kind != FACT_PLACE_REFUSED || !in_force(q, fact))
            continue;
        if (str_is(fact->text, "work"))
            is_work_refused = true;
        else
            is_home_refused = true;
    }
    if (!looked(q, FACT_PLACE_REFUSED) || (is_home && is_home_refused))
        fire(q, "RF-6b-place", DECISION_BLOCK);
    else if (is_work_refused && is_call(q->ask.channel))
        fire(q, "RF-6b-place", DECISION_WARN);
}

static void ask_data(struct asked *q)
{
    const struct contact_facts *facts = q->facts;
    bool is_there = false;

    if (is_call(q->ask.channel) || q->ask.channel == CHANNEL_TEXT)
        for (uint32_t i = 0; i < facts->phone_count; i++)
            is_there |= str_equal(facts->phone[i].number, q->ask.address);
    if (q->ask.channel == CHANNEL_EMAIL)
        is_there = q->ask.address.len > 0;
    if (q->ask.channel == CHANNEL_LETTER)
        is_there = facts->address_count > 0 && q->ask.address.len > 0;
    if (!is_there)
        fire(q, "POL-data", DECISION_BLOCK);
}

void oracle_decide(const struct contact_facts *facts,
                   const struct contact_ask *ask, struct moment asked_at,
                   struct oracle_answer *answer)
{
    struct asked q = { facts, *ask, asked_at, answer };

    *answer = (struct oracle_answer){ .decision = DECISION_ALLOW };
    if (ask->channel == CHANNEL_LETTER && ask->address.at == NULL
        && facts->address_count > 0)
        q.ask.address = facts->address[0].line1;
    ask_data(&q);
    ask_person(&q);
    ask_placement(&q);
    ask_wishes(&q);
    ask_medium(&q);
    ask_permission(&q);
    ask_place(&q);
    ask_clock(&q);
    ask_counts(&q);
}
