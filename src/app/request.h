/* request.h - what did somebody ask that a person must see to?
 *
 * "This is not me" needs no sign-in and may come with nothing at all: it is
 * always heard.  With a letter's code the bill is held for
 * CHOICE_PAUSE_DAYS; the answer is the same either way, so nobody learns
 * whether a code is right.  What is said is a claim, not yet a fact: the
 * representative who opens the request writes down what is so. */
#ifndef APP_REQUEST_H
#define APP_REQUEST_H

#include "app/app.h"

struct app_not_me {
    struct str what;    /* "phone", "address", "died"; else "other" */
    struct str code;    /* as typed; may be absent or wrong */
    struct str address; /* whose tries are counted */
    struct str key;     /* the form's: twice is once */
};
/* ERR_BUSY when the code or the address has used up its tries. */
bool app_not_me_say(struct app *app, const struct app_not_me *said,
                    struct err *err) MUST_USE;

/* What waits at the desk, promised soonest first, 50 at most. */
struct app_request {
    struct str ref, what;
    struct str debt_ref; /* absent: we do not know which bill */
    struct moment made_at;
    struct day answer_on; /* promised (app/say.h); DAY_NONE: "not me" */
    struct str owner;     /* who answers; absent: nobody yet */
    /* Only of one request that is opened: */
    struct str reasons;   /* ticked, "already_paid,other" */
    struct str words;     /* their own */
    struct str phone;     /* to call, ten digits */
    struct str client_answer; /* the provider's; absent: none yet */
    struct moment client_answered_at;
    bool is_done;
};
bool app_requests(struct app *app, struct caller caller, struct arena *arena,
                  struct app_request **request, uint32_t *count,
                  struct err *err) MUST_USE;

/* One of them with their words.  ERR_ABSENT. */
bool app_request_open(struct app *app, struct caller caller, struct str ref,
                      struct arena *arena, struct app_request *request,
                      struct err *err) MUST_USE;

/* Somebody saw to it; again changes nothing.  ERR_ABSENT. */
bool app_request_done(struct app *app, struct caller caller, struct str ref,
                      struct err *err) MUST_USE;

#endif
