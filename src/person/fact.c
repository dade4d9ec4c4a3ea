#include "person/fact.h"

/* Words as they stand in files, cases and the API; the enum's order. */
static const char *const channel_words[CHANNEL_COUNT] = {
    "none", "phone", "voicemail", "text", "email", "letter",
};

static const char *const fact_words[] = {
    "none",           "medium_refused",   "cease_written",
    "attorney",       "dispute",          "dispute_answered",
    "bankruptcy",     "deceased",         "recalled",
    "held",           "call_consent",     "consent_revoked",
    "text_consent",   "email_consent",    "zone_told",
    "wrong_number",   "hours_refused",    "place_refused",
    "mail_returned",  "closed",           "language",
    "plan_active",    "plan_ended",       "withdrawn",
    "stopped",        "large_print",
    "helper",
};
_Static_assert(sizeof fact_words / sizeof fact_words[0] == FACT_KIND_COUNT,
               "one word per kind of fact");

static const char *const outcome_words[] = {
    "unknown", "no_answer",      "conversation", "voicemail",
    "busy",    "not_in_service", "wrong_person", "sent",
    "inbound_talk",
};
#define OUTCOME_COUNT (sizeof outcome_words / sizeof outcome_words[0])
_Static_assert(OUTCOME_COUNT == OUTCOME_INBOUND_TALK + 1,
               "one word per outcome");

/* The word's place in the list, or 0: in all three enums zero is "not
 * known". */
static size_t place_of(struct str word, const char *const *words,
                       size_t count);

struct str channel_word(enum channel channel)
{
    CHECK(channel < CHANNEL_COUNT);
    return str_of(channel_words[channel]);
}

enum channel channel_parse(struct str word)
{
    return (enum channel)place_of(word, channel_words, CHANNEL_COUNT);
}

struct str fact_word(enum fact_kind kind)
{
    CHECK(kind < FACT_KIND_COUNT);
    return str_of(fact_words[kind]);
}

enum fact_kind fact_parse(struct str word)
{
    return (enum fact_kind)place_of(word, fact_words, FACT_KIND_COUNT);
}

struct str outcome_word(enum outcome outcome)
{
    CHECK(outcome < OUTCOME_COUNT);
    return str_of(outcome_words[outcome]);
}

enum outcome outcome_parse(struct str word)
{
    return (enum outcome)place_of(word, outcome_words, OUTCOME_COUNT);
}

static size_t place_of(struct str word, const char *const *words,
                       size_t count)
{
    for (size_t i = 1; i < count; i++)
        if (str_is(word, words[i]))
            return i;
    return 0;
}
