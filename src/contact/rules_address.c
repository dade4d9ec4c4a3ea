#include "contact/rules.h"

static bool is_refused_channel(const struct contact_view *view,
                               const struct fact *fact);
static bool is_this_address(const struct contact_view *view,
                            struct str address);
static const struct fact *consent_of(const struct contact_view *view,
                                     enum fact_kind kind);
static bool is_landline(const struct contact_view *view);

/* Rule RF-14h.  A word is enough, it holds for every bill and has no end.
 * Notices and answers that law requires may still go by mail. */
enum decision contact_rule_medium(const struct contact_view *view,
                                  struct contact_reason *reason)
{
    const struct fact *found = NULL;
    bool is_required = view->ask.channel == CHANNEL_LETTER
                       && (view->ask.class == CONTACT_NOTICE
                           || view->ask.class == CONTACT_ANSWER);

    if (!contact_is_looked(view, FACT_MEDIUM_REFUSED))
        return contact_missing(reason, FACT_MEDIUM_REFUSED);
    if (is_required)
        return DECISION_ALLOW;
    for (uint32_t i = 0; i < view->live_count; i++) {
        const struct fact *fact = view->live[i];
        if (fact->kind == FACT_MEDIUM_REFUSED
            && contact_view_holds(view, fact)
            && is_refused_channel(view, fact)
            && (fact->address.len == 0
                || is_this_address(view, fact->address)))
            contact_view_pick(&found, fact);
    }
    return found != NULL ? contact_refuse(reason, found) : DECISION_ALLOW;
}

/* Rule POL-wrong-number.  Somebody else lives behind it. */
enum decision contact_rule_wrong_number(const struct contact_view *view,
                                        struct contact_reason *reason)
{
    const struct fact *found = NULL;

    if (view->ask.channel == CHANNEL_LETTER)
        return DECISION_ALLOW;
    if (!contact_is_looked(view, FACT_WRONG_NUMBER))
        return contact_missing(reason, FACT_WRONG_NUMBER);
    for (uint32_t i = 0; i < view->live_count; i++) {
        const struct fact *fact = view->live[i];
        if (fact->kind == FACT_WRONG_NUMBER && contact_view_holds(view, fact)
            && is_this_address(view, fact->address))
            contact_view_pick(&found, fact);
    }
    return found != NULL ? contact_refuse(reason, found) : DECISION_ALLOW;
}

/* Rule RF-6d-email.  Of the lawful ways only the plainest is built: they told
 * us the address for this. */
enum decision contact_rule_email(const struct contact_view *view,
                                 struct contact_reason *reason)
{
    if (view->ask.channel != CHANNEL_EMAIL)
        return DECISION_ALLOW;
    if (!contact_is_looked(view, FACT_EMAIL_CONSENT))
        return contact_missing(reason, FACT_EMAIL_CONSENT);
    if (consent_of(view, FACT_EMAIL_CONSENT) != NULL)
        return DECISION_ALLOW;
    reason->decision = DECISION_BLOCK;
    reason->fact = FACT_EMAIL_CONSENT;
    reason->until = MOMENT_NEVER;
    return reason->decision;
}

/* Rule RF-6d-text.  Consent given to us, no older than 60 local days in every
 * zone that may be theirs. */
enum decision contact_rule_text(const struct contact_view *view,
                                struct contact_reason *reason)
{
    if (view->ask.channel != CHANNEL_TEXT)
        return DECISION_ALLOW;
    if (!contact_is_looked(view, FACT_TEXT_CONSENT))
        return contact_missing(reason, FACT_TEXT_CONSENT);
    reason->decision = DECISION_BLOCK;
    reason->fact = FACT_TEXT_CONSENT;
    reason->until = MOMENT_NEVER;
    const struct fact *consent = consent_of(view, FACT_TEXT_CONSENT);
    if (consent == NULL)
        return reason->decision;
    reason->record = consent->id;
    for (uint32_t zones = view->zones; zones != 0; zones &= zones - 1) {
        uint32_t index = (uint32_t)__builtin_ctz(zones);
        int32_t from =
            zone_wall(contact_zone_at(view->facts->book, index),
                      consent->holds_from).day.n;
        if (view->wall[index].day.n - from > view->limits.text_days)
            return reason->decision;
    }
    return DECISION_ALLOW;
}

/* Rule POL-address.  Mail came back: the street, or the e-mail address, is
 * bad until it is put right.  Of e-mail it names the one address. */
enum decision contact_rule_bad_address(const struct contact_view *view,
                                       struct contact_reason *reason)
{
    const struct fact *found = NULL;

    bool is_mail = view->ask.channel == CHANNEL_EMAIL;
    if (view->ask.channel != CHANNEL_LETTER && !is_mail)
        return DECISION_ALLOW;
    if (!contact_is_looked(view, FACT_MAIL_RETURNED))
        return contact_missing(reason, FACT_MAIL_RETURNED);
    for (uint32_t i = 0; i < view->live_count; i++) {
        const struct fact *fact = view->live[i];
        if (fact->kind == FACT_MAIL_RETURNED && contact_view_holds(view, fact)
            && (fact->channel == CHANNEL_EMAIL) == is_mail
            && ((!is_mail && fact->address.len == 0)
                || is_this_address(view, fact->address)))
            contact_view_pick(&found, fact);
    }
    return found != NULL ? contact_refuse(reason, found) : DECISION_ALLOW;
}

/* Rule RF-6b-place.  Mail and a landline are tied to the home, a mobile and
 * e-mail are not.  Which number is at work we do not hold, so we warn. */
enum decision contact_rule_place(const struct contact_view *view,
                                 struct contact_reason *reason)
{
    const struct fact *home = NULL;
    const struct fact *work = NULL;
    bool is_call = contact_is_voice(view->ask.channel);
    bool is_home_bound = view->ask.channel == CHANNEL_LETTER
                         || (is_call && is_landline(view));

    if (!contact_is_looked(view, FACT_PLACE_REFUSED))
        return contact_missing(reason, FACT_PLACE_REFUSED);
    for (uint32_t i = 0; i < view->live_count; i++) {
        const struct fact *fact = view->live[i];
        if (fact->kind != FACT_PLACE_REFUSED
            || !contact_view_holds(view, fact))
            continue;
        if (str_is(fact->text, "work"))
            contact_view_pick(&work, fact);
        else
            contact_view_pick(&home, fact);
    }
    if (home != NULL && is_home_bound)
        return contact_refuse(reason, home);
    if (work == NULL || !is_call)
        return DECISION_ALLOW;
    contact_refuse(reason, work);
    reason->decision = DECISION_WARN;
    return reason->decision;
}

/* "Stop calling" is every call, and a voice message is one. */
static bool is_refused_channel(const struct contact_view *view,
                               const struct fact *fact)
{
    return fact->channel == CHANNEL_NONE
           || fact->channel == view->ask.channel
           || (fact->channel == CHANNEL_PHONE
               && contact_is_voice(view->ask.channel));
}

static bool is_this_address(const struct contact_view *view,
                            struct str address)
{
    return address.len > 0 && view->ask.address.len > 0
           && str_equal_fold(address, view->ask.address);
}

/* The newest consent in force for the asked address; NULL when none. */
static const struct fact *consent_of(const struct contact_view *view,
                                     enum fact_kind kind)
{
    const struct fact *newest = NULL;

    for (uint32_t i = 0; i < view->live_count; i++) {
        const struct fact *fact = view->live[i];
        if (fact->kind != kind || !contact_view_holds(view, fact)
            || !contact_view_is_ours(view, fact)
            || !is_this_address(view, fact->address))
            continue;
        int newer = newest == NULL ? 1
                                   : moment_compare(fact->holds_from,
                                                    newest->holds_from);
        if (newer > 0 || (newer == 0 && fact->id.n > newest->id.n))
            newest = fact;
    }
    return newest;
}

static bool is_landline(const struct contact_view *view)
{
    for (uint32_t i = 0; i < view->facts->phone_count; i++)
        if (view->facts->phone[i].is_landline
            && str_equal(view->facts->phone[i].number, view->ask.address))
            return true;
    return false;
}
