/* code.h - what does a person type from a letter, and what does a browser
 * carry?
 *
 * The letter code: 8 signs of 29 that look like no other (no 0 O 1 I L 5 S),
 * about 39 bits; guessed never, because tries are counted (people §1.1).
 * The session text: 256 random bits.  Both are drawn from the world. */
#ifndef SEAL_CODE_H
#define SEAL_CODE_H

#include "seal/keys.h"

#define SEAL_CODE_LEN 8
#define SEAL_SESSION_LEN 43 /* base64url without padding */

/* "K7QM4T2X": every sign equally likely.  Shown as K7QM-4T2X. */
void seal_code_new(struct world *world, char code[SEAL_CODE_LEN + 1]);
/* Reads what a person typed: small letters, blanks and dashes are fine.
 * False when it is not 8 signs of the alphabet. */
bool seal_code_parse(struct str typed, char code[SEAL_CODE_LEN + 1]) MUST_USE;

/* A new session id as cookie text. */
void seal_session_new(struct world *world, char text[SEAL_SESSION_LEN + 1]);

/* Six digits for an e-mail: 000000 to 999999, each as likely. */
#define SEAL_DIGITS_LEN 6
void seal_digits_new(struct world *world, char digits[SEAL_DIGITS_LEN + 1]);
/* Blanks and dashes are left out; false when six digits do not remain. */
bool seal_digits_parse(struct str typed,
                       char digits[SEAL_DIGITS_LEN + 1]) MUST_USE;

#endif
