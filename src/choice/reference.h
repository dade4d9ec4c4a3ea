/* reference.h - how is what was shown told from what is shown now?
 *
 * Inside `choice` only.  A form brings back a reference, never an amount; the
 * same facts give the same reference again.  Two 64-bit FNV-1a sums with
 * different starts make the 128 bits of a ref: not a secret and not a
 * signature, enough to tell a handful of offers and their changes apart. */
#ifndef CHOICE_REFERENCE_H
#define CHOICE_REFERENCE_H

#include "base/base.h"

struct choice_digest {
    uint64_t half[2];
};

void choice_digest_begin(struct choice_digest *digest, const struct ref *of);
void choice_digest_add(struct choice_digest *digest, int64_t number);
struct ref choice_digest_end(const struct choice_digest *digest);

#endif
