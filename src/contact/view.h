/* view.h - what do the rules look at while one answer is made?
 *
 * Inside this room only.  contact_view_open sorts out, once per answer, which
 * facts count and on which local dates calls were made; contact_view_at moves
 * the asked moment, so that `next` can be found by asking the same rules
 * again.  Lives on the stack of contact_decide, allocates nothing. */
#ifndef CONTACT_VIEW_H
#define CONTACT_VIEW_H

#include "base/base.h"
#include "contact/decide.h"

#define CONTACT_WINDOW_DAYS_MAX 31
#define CONTACT_JURISDICTIONS_MAX 3

/* Of the rows of law/numbers.csv the strictest for this person, that day. */
struct contact_limits {
    bool are_known; /* false: a row is missing, every rule that counts
                     * refuses */
    int64_t call_attempts, call_days, talk_days, consent_days;
    int64_t opens_second, closes_second;
    int64_t told_zone_days, text_days, adult_years, final_days;
};

/* One zone's calendar of what we did, up to the asked moment. */
struct contact_diary {
    int32_t last_day; /* local day of the asked moment */
    uint16_t calls[CONTACT_WINDOW_DAYS_MAX]; /* 0: last_day, 1: before it */
    int32_t talk_day; /* of the last talk; INT32_MIN: none */
};

struct contact_view {
    const struct contact_facts *facts;
    struct contact_ask ask; /* `at` moves with contact_view_at */
    struct moment asked_at;
    bool is_complete;       /* person, debt, tables, as_of are there */
    uint32_t jurisdiction_count;
    struct str jurisdiction[CONTACT_JURISDICTIONS_MAX];
    char state_text[CONTACT_JURISDICTIONS_MAX][8];
    uint32_t live_count;    /* facts known by as_of and not corrected */
    uint64_t live_kinds;
    const struct fact *live[CONTACT_FACTS_MAX];
    uint32_t evidence_zones;
    const struct contact_attempt *last_call; /* counted; NULL: none */
    const struct contact_attempt *last_talk;
    struct contact_diary diary[CONTACT_ZONES_MAX];
    /* Of the moment `ask.at`: */
    struct contact_limits limits;
    uint32_t zones;
    const struct fact *strange_zone; /* they named a zone we do not hold */
    struct wall wall[CONTACT_ZONES_MAX];
};

/* Sorts everything out, and moves to ask->at.  When something without which
 * nothing can be asked is absent, only is_complete is valid, and false. */
void contact_view_open(struct contact_view *view,
                       const struct contact_facts *facts,
                       const struct contact_ask *ask);
void contact_view_at(struct contact_view *view, struct moment at);

/* The next moment after ask.at at which some fact begins or ends. */
struct moment contact_view_boundary(const struct contact_view *view);

/* Is the fact in force at ask.at?  And is it about the asked debt? */
bool contact_view_holds(const struct contact_view *view,
                        const struct fact *fact);
bool contact_view_is_ours(const struct contact_view *view,
                          const struct fact *fact);
bool contact_view_has(const struct contact_view *view, enum fact_kind kind);

/* Fills the reason with the fact that lasts longest; NULL before the first.
 * The order in which facts are offered does not matter. */
void contact_view_pick(const struct fact **pick, const struct fact *fact);

/* Would a call at ask.at be one they asked for?  Rule RF-14b-consent. */
bool contact_view_is_consented(const struct contact_view *view,
                               uint32_t zone, struct moment at, int32_t day,
                               const struct contact_attempt *self);

/* Rounded up to a whole second, as law counts them. */
struct moment contact_whole_second(struct moment m);

bool contact_is_voice(enum channel channel);
/* The first moment after `after` that shows this wall time there (after the
 * gap when there is none). */
struct moment contact_moment_of(const struct zone *zone, struct wall wall,
                                struct moment after);

#endif
