/* say.h - what may a person tell us, what does it stop, who answers, by when?
 *
 * One transaction: the fact the gate reads from now on, the request somebody
 * of ours must see to, and its receipt.  Nothing said is ever argued with;
 * the words are kept sealed, for they may speak of health. */
#ifndef APP_SAY_H
#define APP_SAY_H

#include "app/app.h"

#define APP_SAY_WORDS_MAX 2000
#define APP_SAY_REASONS_MAX 8

/* The order is stored nowhere; the words are (app_saying_word). */
enum app_saying {
    APP_SAY_NOTHING,
    APP_SAY_WRONG,     /* a dispute: any channel, any date, any words */
    APP_SAY_INSURANCE, /* somebody else should pay: 45 days on hold */
    APP_SAY_TALK,      /* "call me": their direct consent, for 7 days */
    APP_SAY_STOP,      /* in writing: no more contact, for every bill */
    APP_SAY_DIED,      /* everything waits until we know who settles it */
    APP_SAY_LAWYER,
    APP_SAY_BANKRUPTCY,
    APP_SAY_COMPLAINT, /* about us; stops nothing, changes no plan */
    APP_SAY_COUNT
};
struct str app_saying_word(enum app_saying what); /* "wrong" ... */
enum app_saying app_saying_parse(struct str word);
/* The reasons one may tick, words of the catalogue after "say."; NULL ends
 * them.  "already_paid" ... */
const char *const *app_saying_reasons(enum app_saying what);

struct app_say {
    struct str debt_ref;
    enum app_saying what;
    struct str reason[APP_SAY_REASONS_MAX]; /* of app_saying_reasons */
    uint32_t reason_count;
    struct str words; /* their own, may be absent */
    struct str phone; /* ten digits, for APP_SAY_TALK */
    struct str source; /* "portal", "desk" */
    struct str key;   /* the form's: twice is once */
};
struct app_said {
    struct ref ref;
    enum app_saying what;
    struct day answer_on; /* we answer by then */
    struct str owner;     /* who: a name; absent when nobody is there yet */
};

/* ERR_INVALID: an unknown reason, words too long, no number to call;
 * ERR_ABSENT: not their bill. */
bool app_say(struct app *app, struct caller caller, const struct app_say *say,
             struct arena *arena, struct app_said *said,
             struct err *err) MUST_USE;
/* The receipt again, by its ref and the bill's. */
bool app_said_find(struct app *app, struct caller caller, struct str debt_ref,
                   struct str ref, struct arena *arena, struct app_said *said,
                   struct err *err) MUST_USE;

#endif
