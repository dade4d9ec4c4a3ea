/* facts.h - what must be known before we may answer "may we contact"?
 *
 * The shell fills this whole from one load; the gate only reads it.  Nothing
 * is assumed: a kind of fact that was not looked up is "not known", and the
 * rule that needs it refuses and says what is missing.  A zeroed struct
 * refuses everything.
 *
 * Times: facts recorded after as_of and attempts after the asked moment are
 * ignored, so that an old answer can be derived again.  A fact that another
 * one `corrects` is out of force for good. */
#ifndef CONTACT_FACTS_H
#define CONTACT_FACTS_H

#include "base/base.h"
#include "contact/zones.h"
#include "debt/debt.h"
#include "law/law.h"
#include "person/fact.h"
#include "person/person.h"

/* Attempts this old may matter; older ones need not be loaded. */
#define CONTACT_ATTEMPT_DAYS 31
#define CONTACT_FACTS_MAX 256
#define CONTACT_ATTEMPTS_MAX 4096

enum known { KNOWN_NOT, KNOWN_YES, KNOWN_NO };

/* One row per call and debt: a call that talked about two debts is two rows
 * with one id; an unanswered call has the one debt it was made for. */
struct contact_attempt {
    struct attempt_id id;
    struct debt_id debt;
    enum channel channel; /* ringless or dropped: CHANNEL_VOICEMAIL */
    struct str address;
    struct moment at;
    enum outcome outcome;
    bool is_excluded; /* to a person of 1006.6(d)(1)(ii)-(vi): lawyer, ... */
    bool is_voided;   /* misdirected; the log stays, it does not count */
};

struct contact_facts {
    const struct law_table *law;
    const struct contact_zone_book *book;
    struct moment as_of;         /* zero: missing, refuses */
    const struct person *person;
    const struct debt *debt;
    struct str facility_state;   /* APP-2; may be absent */
    uint32_t address_count;      /* residence first, then mailing */
    const struct person_address *address;
    uint32_t phone_count;
    const struct person_phone *phone;
    uint32_t email_count;
    const struct str *email;
    uint32_t fact_count; /* of this person; any debt, so that we can warn */
    const struct fact *fact;
    uint64_t looked; /* set of fact_kind looked up: CONTACT_LOOKED_ALL */
    bool are_attempts_known;
    uint32_t attempt_count; /* to this person, any debt */
    const struct contact_attempt *attempt;
};

/* Every kind was looked up. */
#define CONTACT_LOOKED_ALL ((UINT64_C(1) << FACT_KIND_COUNT) - 1)

/* Rule RF-6b-time, the person's own times.  The text of FACT_HOURS_REFUSED:
 * days, then optionally one range of local time that is refused, ends
 * included: "tue,thu", "daily 00:00-18:00", "sat,sun 08:00-12:00".
 * False when it does not read like that; then the gate refuses. */
struct contact_refused_hours {
    uint32_t weekdays; /* set of enum weekday */
    int32_t from_second, to_second;
};
bool contact_refused_hours_parse(struct str text,
                                 struct contact_refused_hours *hours)
    MUST_USE;

/* Is this fact one of that kind, in force at `at`, for this debt or for all?
 * A dispute is over when it was answered after. */
bool contact_fact_holds(const struct contact_facts *facts,
                        const struct fact *fact, enum fact_kind kind,
                        struct moment at);
/* Is any? */
enum known contact_fact_known(const struct contact_facts *facts,
                              enum fact_kind kind, struct moment at);

/* All of it as canonical text, one line each, sorted: two loads that mean the
 * same give the same bytes.  The shell hashes it as the facts digest. */
struct str contact_facts_text(const struct contact_facts *facts,
                              struct arena *arena);

#endif
