/* need.h - what does a provider owe somebody an answer about?
 *
 * A person said that something is wrong, that a plan should pay, or
 * complained; often only the provider can say what is so.  Both clocks stand
 * beside each other: by when we promised the person, and by when we need the
 * provider for it.  The person's own words stay with us: the provider sees
 * what was ticked. */
#ifndef APP_NEED_H
#define APP_NEED_H

#include "app/app.h"

#define APP_NEED_DAYS_BEFORE 3 /* business days the provider is due sooner */
#define APP_NEED_WORDS_MAX 2000

struct app_need {
    struct str ref, what;      /* what: app/say.h's word */
    struct str reasons;        /* ticked, "already_paid,other" */
    struct str account, debt_ref;
    struct moment made_at;
    struct day you_by, we_by;  /* the provider; we */
    bool is_answered;
};
/* Open ones of the caller's client, the soonest first, 100 at most. */
bool app_needs(struct app *app, struct caller caller, struct arena *arena,
               struct app_need **need, uint32_t *count,
               struct err *err) MUST_USE;

/* The provider's answer, kept sealed for the representative who answers the
 * person.  Again with the same key is once; a later answer replaces it.
 * ERR_ABSENT: not theirs; ERR_INVALID: no words, or too many. */
struct app_need_answer {
    struct str ref, words, key;
};
bool app_need_answer(struct app *app, struct caller caller,
                     const struct app_need_answer *answer,
                     struct err *err) MUST_USE;

#endif
