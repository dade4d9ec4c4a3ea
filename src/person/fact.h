/* fact.h - what did somebody tell us that a rule must read?
 *
 * One append-only row each, with two times: when it holds, and when we
 * recorded it.  Nothing is updated in place; a correction is a new fact that
 * names the old (`corrects`) and takes it out of force from its own
 * recorded_at on.  "As known then" is a reading by recorded_at. */
#ifndef PERSON_FACT_H
#define PERSON_FACT_H

#include "base/base.h"

/* How words travel.  Zero is no channel; sets are 1u << channel. */
enum channel {
    CHANNEL_NONE,
    CHANNEL_PHONE,     /* a live call we start */
    CHANNEL_VOICEMAIL, /* ringless or left; counts as a call */
    CHANNEL_TEXT,
    CHANNEL_EMAIL,
    CHANNEL_LETTER,
    CHANNEL_COUNT
};
struct str channel_word(enum channel channel); /* "phone", "letter", ... */
enum channel channel_parse(struct str word);   /* CHANNEL_NONE if unknown */

/* The order is stored; append only. */
enum fact_kind {
    FACT_NONE,
    FACT_MEDIUM_REFUSED,   /* channel set; address too when one number only */
    FACT_CEASE_WRITTEN,    /* effective on receipt; debt */
    FACT_ATTORNEY,         /* represented on this debt */
    FACT_DISPUTE,          /* any channel, any date; debt */
    FACT_DISPUTE_ANSWERED, /* verification sent: dispute no longer stops */
    FACT_BANKRUPTCY,       /* all debts with service before holds_from */
    FACT_DECEASED,
    FACT_RECALLED,         /* the client took the debt back */
    FACT_HELD,             /* a hold with an end: holds_from .. until */
    FACT_CALL_CONSENT,     /* "call me": direct, per debt, ends by `until` */
    FACT_CONSENT_REVOKED,
    FACT_TEXT_CONSENT,     /* address = number */
    FACT_EMAIL_CONSENT,    /* address = e-mail */
    FACT_ZONE_TOLD,        /* text = zone name; the person said where */
    FACT_WRONG_NUMBER,     /* address = number that is not theirs */
    FACT_HOURS_REFUSED,    /* text = weekly pattern; see contact/facts.h */
    FACT_PLACE_REFUSED,    /* text = home or work */
    FACT_MAIL_RETURNED,    /* address is bad until corrected */
    FACT_CLOSED,           /* text = close code, or (store: the ledger)
                            * nothing is left */
    FACT_LANGUAGE,         /* text = en or es */
    FACT_PLAN_ACTIVE,      /* a plan in good standing from .. until */
    FACT_PLAN_ENDED,
    FACT_WITHDRAWN,        /* holds nothing itself; takes `corrects` back */
    FACT_STOPPED,          /* a stop in force that covers this bill (store: the
                            * table stop); never a row of fact */
    FACT_LARGE_PRINT,      /* letters and pages in large letters */
    FACT_HELPER,           /* may talk for them; app/helper.h reads the text */
    FACT_KIND_COUNT
};
struct str fact_word(enum fact_kind kind);        /* "medium_refused", ... */
enum fact_kind fact_parse(struct str word);

struct fact {
    struct event_id id;
    struct person_id person;
    struct debt_id debt;      /* 0: the person, so every debt */
    enum fact_kind kind;
    enum channel channel;     /* CHANNEL_NONE: every channel */
    struct str address;       /* number or e-mail, normalised; may be absent */
    struct str text;          /* kind-specific, may be absent */
    struct moment holds_from;
    struct moment until;      /* MOMENT_NEVER when open-ended */
    struct moment recorded_at;
    struct event_id corrects; /* 0: none */
    struct str source;        /* "desk", "portal", "placement", "letter" */
};

/* What happened when we tried; stored with the attempt. */
enum outcome {
    OUTCOME_UNKNOWN,      /* counts as an attempt */
    OUTCOME_NO_ANSWER,    /* rang, or voicemail picked up */
    OUTCOME_CONVERSATION,
    OUTCOME_VOICEMAIL,    /* a message was left */
    OUTCOME_BUSY,         /* does not count */
    OUTCOME_NOT_IN_SERVICE, /* does not count */
    OUTCOME_WRONG_PERSON,
    OUTCOME_SENT,         /* text, e-mail, letter handed over */
    OUTCOME_INBOUND_TALK  /* they called us and we talked about this debt */
};
struct str outcome_word(enum outcome outcome);
enum outcome outcome_parse(struct str word);

#endif
