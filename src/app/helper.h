/* helper.h - whom may we talk to for this person, and about what?
 *
 * 12 CFR 1006.6(d)(1): about a debt we speak with the person and
 * nobody else, unless they gave us their consent directly, before.  Word of
 * mouth is enough in law, so a representative may write it down; a spouse
 * needs it too (rules.md RF-spouse, house policy; 45 CFR 164.510(b)).  It ends
 * after APP_HELPER_DAYS, or at once when the person says so.  A helper gets no
 * sign-in, and agrees to nothing in the person's place. */
#ifndef APP_HELPER_H
#define APP_HELPER_H

#include "app/app.h"

#define APP_HELPER_DAYS 365
#define APP_HELPER_NAME_MAX 80
#define APP_HELPERS_MAX 8

struct app_helper {
    struct str ref;      /* to end it */
    struct str name, relation; /* a word of app_helper_relations */
    bool may_know_all;   /* plans and payments too, not only the bills */
    struct moment since, until;
    bool is_from_desk;   /* said to a representative, not on our page */
};
/* "spouse", "parent", ..., NULL at the end. */
const char *const *app_helper_relations(void);

/* debt_ref: whose; absent: the caller's own.  Those in force. */
bool app_helpers(struct app *app, struct caller caller, struct str debt_ref,
                 struct arena *arena, struct app_helper **helper,
                 uint32_t *count, struct err *err) MUST_USE;

struct app_helper_ask {
    struct str debt_ref; /* as above */
    struct str name, relation;
    bool may_know_all;
    struct str source, key;
};
/* ERR_INVALID: no name, no such relation; ERR_EXHAUSTED: there are
 * APP_HELPERS_MAX. */
bool app_helper_add(struct app *app, struct caller caller,
                    const struct app_helper_ask *ask,
                    struct err *err) MUST_USE;
/* From now on they get nothing.  ERR_ABSENT: not one in force. */
bool app_helper_end(struct app *app, struct caller caller,
                    struct str debt_ref, struct str ref, struct str source,
                    struct err *err) MUST_USE;

#endif
