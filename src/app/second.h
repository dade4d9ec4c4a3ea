/* second.h - is it them, beside the password?
 *
 * The second step for staff and providers: six digits of an authenticator
 * app (seal/totp.h), or one of ten recovery codes.  It is set up at the first
 * sign-in, may be put off for APP_SECOND_DAYS after the login was made, and
 * then nothing opens without it; after a reset it is due at once.  A demo
 * asks nobody.  A code is good once, and wrong ones count at the same doors
 * as wrong passwords. */
#ifndef APP_SECOND_H
#define APP_SECOND_H

#include "app/session.h"
#include "seal/totp.h"

#define APP_SECOND_DAYS 7
#define APP_SECOND_SECONDS (15 * 60) /* from the password to the code */
#define APP_RECOVERY_CODES 10

/* What the app needs; all in the arena. */
struct app_second {
    struct str name;   /* the login's */
    struct str secret; /* 32 signs */
    struct str link;   /* otpauth://totp/... */
    bool is_due;       /* no more putting off */
    struct moment due_at;
};

/* What this cookie may set up.  ERR_ABSENT: nothing, or too late. */
bool app_second_look(struct app *app, struct str cookie, struct arena *arena,
                     struct app_second *second, struct err *err) MUST_USE;

/* Sets it up with a first code, and opens a new session.  The recovery codes,
 * "K7QM-4T2X", are shown once.  ERR_DENIED: not the code; ERR_BUSY: too many
 * tries; ERR_ABSENT as above. */
bool app_second_set(struct app *app, struct str cookie, struct str typed,
                    struct str address, struct arena *arena,
                    struct str recovery[APP_RECOVERY_CODES],
                    struct app_session *session, struct err *err) MUST_USE;

/* The code of each sign-in, or a recovery code; the same answers. */
bool app_second_pass(struct app *app, struct str cookie, struct str typed,
                     struct str address, struct app_session *session,
                     struct err *err) MUST_USE;

#endif
