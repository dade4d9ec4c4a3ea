/* digest.h - what is the fingerprint of these bytes, and are two secrets
 * equal?
 *
 * SHA-256, because others must be able to compute it (a printer who checks a
 * letter, a provider who checks a file).  No key: never for values that can
 * be guessed; those get seal_index. */
#ifndef SEAL_DIGEST_H
#define SEAL_DIGEST_H

#include "seal/keys.h"

#define SEAL_SHA256_LEN 32
#define SEAL_SHA256_HEX 64

void seal_sha256(struct str bytes, unsigned char digest[SEAL_SHA256_LEN]);
/* 64 lower-case hexadecimal digits; absent when the arena is exhausted. */
struct str seal_sha256_hex(struct arena *arena, struct str bytes);
/* The same of a file of any length, read in pieces. */
bool seal_sha256_file(struct world *world, const char *path,
                      char hex[SEAL_SHA256_HEX + 1],
                      struct err *err) MUST_USE;

/* What the store keeps of a session: the digest, never the cookie's text.
 * The id is 256 random bits, so no key and no salt are needed. */
void seal_session_hash(struct str session_text,
                       unsigned char digest[SEAL_SHA256_LEN]);

/* Equal?  Takes the same time wherever they differ; lengths may show. */
bool seal_equal(struct str a, struct str b);

/* Overwrites a secret that is no longer needed, also when the compiler
 * thinks nobody looks. */
void seal_wipe(void *bytes, size_t len);

#endif
