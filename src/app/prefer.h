/* prefer.h - how and when may we reach this person?
 *
 * Each wish is a fact the gate reads from the same transaction on, for every
 * bill; what is no longer wished is taken back by a fact that names it, so
 * the history stays.  The person says it on our page, or a representative
 * writes it down in their name. */
#ifndef APP_PREFER_H
#define APP_PREFER_H

#include "app/app.h"
#include "person/fact.h"

struct app_prefer {
    enum language language;     /* LANGUAGE_UNKNOWN: they never said */
    bool is_off[CHANNEL_COUNT]; /* phone, text, e-mail, letter */
    uint32_t days_off;          /* set of enum weekday */
    int32_t from_hour, to_hour; /* 0 and 24: no wish */
    bool not_at_work;
    bool is_large;              /* large print */
};
struct app_prefer_ask {
    struct str debt_ref;        /* whose; absent: the caller's own */
    struct app_prefer want;
    struct str source, key;     /* "portal", "desk" */
};

/* ERR_ABSENT when it is not theirs. */
bool app_prefer_load(struct app *app, struct caller caller,
                     struct str debt_ref, struct arena *arena,
                     struct app_prefer *prefer, struct err *err) MUST_USE;
/* What cannot be wished: no way left to reach them (that is "stop all
 * contact", app/say.h), or hours that leave no time. */
enum app_prefer_fault {
    APP_PREFER_FINE, APP_PREFER_NO_WAY, APP_PREFER_NO_TIME
};
enum app_prefer_fault app_prefer_check(const struct app_prefer *prefer);

/* Changes what differs, nothing else.  ERR_INVALID when app_prefer_check is
 * not fine. */
bool app_prefer_save(struct app *app, struct caller caller,
                     const struct app_prefer_ask *ask,
                     struct err *err) MUST_USE;

#endif
