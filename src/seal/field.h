/* field.h - how does an identifier lie in the database without being read?
 *
 * Sealed: encrypted and bound to its place (XChaCha20-Poly1305; table, column,
 * row and key number are authenticated), so a sealed cell moved to another
 * row or column does not open.  It says the number of its key itself.
 *
 * Found: a blind index beside it, a keyed hash of the normalised value.
 * Fragments of an SSN have few values, so the index key is the whole secret;
 * the hash is cut to 16 bytes and mixed with table and column, so equal values
 * in two columns do not show.  The row is not mixed in: that is its use. */
#ifndef SEAL_FIELD_H
#define SEAL_FIELD_H

#include "seal/keys.h"

#define SEAL_INDEX_LEN 16
#define SEAL_FIELD_MAX ((size_t)1 << 20)
#define SEAL_FIELD_EXTRA 45 /* a sealed value is longer by this much */

struct seal_place {
    const char *table;
    const char *column;
    int64_t row;
};

/* Seals plain (at most SEAL_FIELD_MAX bytes, empty is fine) under the current
 * key; the nonce is drawn from the world.  Trouble: too long, or the arena
 * is exhausted. */
bool seal_field(const struct seal_keys *keys, struct world *world,
                struct seal_place place, struct str plain,
                struct arena *arena, struct str *sealed,
                struct err *err) MUST_USE;

/* Opens what seal_field made for the same place.  ERR_CORRUPT when a byte or
 * the place differs, or when its key is not held; the words say which. */
bool seal_open(const struct seal_keys *keys, struct seal_place place,
               struct str sealed, struct arena *arena, struct str *plain,
               struct err *err) MUST_USE;

/* The number of the key that sealed it; 0 when it is no sealed value.  A
 * rotation seals again whatever has not the current number. */
uint32_t seal_field_key(struct str sealed);

/* The index of a value the caller has normalised (digits only, capitals).
 * number 0 takes the current key; a look-up during a rotation asks for each
 * number held.  The number must be held. */
void seal_index(const struct seal_keys *keys, uint32_t number,
                const char *table, const char *column, struct str value,
                unsigned char index[SEAL_INDEX_LEN]);

#endif
