/* subkey.h - which key serves this purpose?  For the files of this room only.
 *
 * Subkeys are derived once, at loading (crypto_kdf, BLAKE2b), from each
 * master key held.  The order of the purposes is the number handed to the
 * derivation: only append to it. */
#ifndef SEAL_SUBKEY_H
#define SEAL_SUBKEY_H

#include "seal/keys.h"

enum seal_purpose {
    SEAL_FOR_NOTHING, /* zero is never derived */
    SEAL_FOR_AUDIT,
    SEAL_FOR_FIELD,
    SEAL_FOR_INDEX,
    SEAL_FOR_TOKEN,
    SEAL_PURPOSES
};

/* The subkey of the master with this number; NULL when it is not held.
 * Number 0 is the current one.  Lives as long as keys. */
const unsigned char *seal_subkey(const struct seal_keys *keys,
                                 uint32_t number, enum seal_purpose purpose);

#endif
