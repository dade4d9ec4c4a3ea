/* totp.h - is this the six-digit code of their authenticator app?
 *
 * RFC 6238: HMAC-SHA1, 30 seconds, 6 digits, one step of grace each way.
 * A code is good once: the caller keeps the step of the last code used (in
 * the same transaction that signs in) and hands it in. */
#ifndef SEAL_TOTP_H
#define SEAL_TOTP_H

#include "seal/keys.h"

#define SEAL_TOTP_SECRET_LEN 20
#define SEAL_TOTP_BASE32_LEN 32
#define SEAL_TOTP_STEP_SECONDS 30
#define SEAL_TOTP_STEP_NONE INT64_C(-1) /* no code used yet */

void seal_totp_secret_new(struct world *world,
                          unsigned char secret[SEAL_TOTP_SECRET_LEN]);
/* For the app's QR code and for typing: 32 signs, no padding. */
void seal_totp_base32(const unsigned char secret[SEAL_TOTP_SECRET_LEN],
                      char text[SEAL_TOTP_BASE32_LEN + 1]);

/* The code of one step, "000000" to "999999".  secret: 16 to 64 bytes. */
void seal_totp_code(struct str secret, int64_t step, char code[7]);

/* True when `typed` (blanks ignored) is the code of the step of `now` or a
 * neighbour, and that step is after last_step; *step is then what to keep.
 * All three steps are always compared, in constant time. */
bool seal_totp_check(struct str secret, struct str typed, struct moment now,
                     int64_t last_step, int64_t *step) MUST_USE;

#endif
