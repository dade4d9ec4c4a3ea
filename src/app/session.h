/* session.h - who is asking?
 *
 * A session is a 256-bit random cookie; the store holds only its hash.  Idle
 * 15 minutes or 12 hours in all, and it is over.  A wrong name, a wrong
 * password and a locked door look and last the same. */
#ifndef APP_SESSION_H
#define APP_SESSION_H

#include "app/app.h"
#include "seal/code.h"

#define APP_TOKEN_MAX 128
#define APP_SIGN_IN_TRIES 10      /* wrong passwords a name in the window */
#define APP_FIND_TRIES_CODE 5     /* wrong tries a code in the window */
#define APP_FIND_TRIES_ADDRESS 20 /* and an address block */
#define APP_TRIES_SECONDS (15 * 60)
#define APP_PROOF_SECONDS (15 * 60) /* so long one proof opens the next door */

/* What is left of the way in (app/second.h). */
enum app_session_next {
    APP_NEXT_OPEN,  /* nothing */
    APP_NEXT_OFFER, /* open, and the second step could be set up now */
    APP_NEXT_CODE,  /* not open: a code is wanted */
    APP_NEXT_SET    /* not open: the second step must be set up */
};

struct app_session {
    struct caller caller; /* CALLER_NOBODY when there is none */
    enum app_session_next next;
    char cookie[SEAL_SESSION_LEN + 1]; /* only when just made */
    bool is_proved; /* six digits, within APP_PROOF_SECONDS (app/wish.h) */
};

/* Staff and providers; session->next says what is left.  ERR_DENIED for every
 * cause but ERR_BUSY, when the name or address has used up its tries. */
bool app_sign_in(struct app *app, struct str name, struct str password,
                 struct str address, struct app_session *session,
                 struct err *err) MUST_USE;

/* The person's way in: letter code and date of birth prove it.  ERR_DENIED
 * for every cause; ERR_BUSY when locked for 15 minutes. */
bool app_find_bill(struct app *app, struct str code, struct day born_on,
                   struct str address, struct app_session *session,
                   struct err *err) MUST_USE;

/* Whose cookie is this?  CALLER_NOBODY when it is unknown, over or idle too
 * long; marks it seen at most once a minute.  caller.name is copied into
 * arena. */
bool app_session_find(struct app *app, struct str cookie, struct arena *arena,
                      struct app_session *session, struct err *err) MUST_USE;
bool app_sign_out(struct app *app, struct caller caller, struct str cookie,
                  struct err *err) MUST_USE;

/* A form token "nonce.mac", bound to the cookie ("" before sign-in).  Its
 * nonce is the form's idempotency key. */
void app_form_token(struct app *app, struct str cookie,
                    char token[APP_TOKEN_MAX]);
/* False when it was not made for this cookie; *nonce points into token. */
bool app_form_token_check(struct app *app, struct str cookie,
                          struct str token, struct str *nonce) MUST_USE;

#endif
