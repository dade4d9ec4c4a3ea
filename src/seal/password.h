/* password.h - is this the password that was set?
 *
 * Argon2id, salted, in the usual "$argon2id$v=19$..." text.  Slow on purpose
 * (about 90 ms for staff, 20 ms for the portal), so: never inside a unit, at
 * most two at once, and past SEAL_PASSWORD_WAITING callers in line the answer
 * is ERR_BUSY: a flood of sign-ins must not take the workers from payments
 * (reliability §3.17).  Safe from any thread. */
#ifndef SEAL_PASSWORD_H
#define SEAL_PASSWORD_H

#include "seal/keys.h"

#define SEAL_PASSWORD_MAX 1024    /* bytes of a password */
#define SEAL_PASSWORD_TEXT 128    /* room of a stored hash, with its NUL */
#define SEAL_PASSWORD_AT_ONCE 2
#define SEAL_PASSWORD_WAITING 16

enum seal_password_profile {
    SEAL_PASSWORD_STAFF, /* 64 MiB, 2 passes */
    SEAL_PASSWORD_PORTAL /* 19 MiB, 2 passes */
};

struct seal_password_answer {
    bool is_right;
    bool needs_rehash; /* right, but stored with another profile's cost */
};

/* Trouble: empty or too long, too many at once, no memory. */
bool seal_password_hash(struct world *world,
                        enum seal_password_profile profile,
                        struct str password,
                        char stored[SEAL_PASSWORD_TEXT],
                        struct err *err) MUST_USE;

/* Compares.  An absent `stored` (no such user) does the same work and answers
 * no, so time tells nobody which names exist.  A stored text that asks for
 * more than the staff profile's cost is ERR_CORRUPT. */
bool seal_password_check(enum seal_password_profile profile,
                         struct str password, struct str stored,
                         struct seal_password_answer *answer,
                         struct err *err) MUST_USE;

#endif
