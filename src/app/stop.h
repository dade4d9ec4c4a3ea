/* stop.h - who stopped what, and what does it hold?
 *
 * One gesture stops all activity on what it names, in one transaction: from
 * its moment on the gate refuses (Rule POL-stop), also what is already on its
 * way to the courier.  A supervisor may stop anything; a provider its own
 * accounts.  Released, the day begins anew with what is due. */
#ifndef APP_STOP_H
#define APP_STOP_H

#include "app/app.h"
#include "person/fact.h"

#define APP_STOP_WHY_MAX 400
#define APP_STOPS_MAX 100

/* What is not named is covered whole; nothing named stops everything. */
struct app_stop_new {
    struct str client_code; /* a provider's own is added whatever it says */
    struct str facility;    /* the agreement's code */
    struct str batch_ref, debt_ref;
    struct str state;       /* two letters, of the person's address */
    enum channel channel;   /* CHANNEL_NONE: every way */
    struct str message;     /* one kind of letter, "first_statement" */
    struct str why;         /* needed: the next person must understand it */
    struct str key;
};
struct app_stop_receipt {
    struct ref ref;
    int64_t bills;     /* it covers */
    struct money left; /* on them */
    bool was_known;
};
/* ERR_INVALID: no why, a state or message nobody knows; ERR_ABSENT: no such
 * client, file or bill of theirs. */
bool app_stop_begin(struct app *app, struct caller caller,
                    const struct app_stop_new *stop,
                    struct app_stop_receipt *receipt,
                    struct err *err) MUST_USE;

/* Releases it; again changes nothing.  A provider only its own. */
bool app_stop_end(struct app *app, struct caller caller, struct str ref,
                  struct app_stop_receipt *receipt,
                  struct err *err) MUST_USE;

struct app_stop {
    struct str ref, client_code, facility, batch_file, debt_account, state;
    enum channel channel;
    struct str message, why, started_by, ended_by;
    struct moment started_at, ended_at; /* MOMENT_NONE: in force */
};
/* Those in force first, then the newest; ref: only that one, absent: all. */
bool app_stops(struct app *app, struct caller caller, struct str ref,
               struct arena *arena, struct app_stop **stop, uint32_t *count,
               struct err *err) MUST_USE;
/* One, with what it covers today. */
bool app_stop_look(struct app *app, struct caller caller, struct str ref,
                   struct app_stop_receipt *receipt,
                   struct err *err) MUST_USE;
/* How many are in force that are not of one bill only: for the banner. */
bool app_stops_open(struct app *app, struct caller caller, int64_t *count,
                    struct err *err) MUST_USE;

#endif
