/* sign.h - did we write this ourselves?
 *
 * Keyed BLAKE2b, 32 bytes.  Two purposes, two keys: the audit chain, and
 * tokens handed to browsers (form tokens, links).  A third party cannot check
 * these; evidence that leaves the house will be signed with Ed25519. */
#ifndef SEAL_SIGN_H
#define SEAL_SIGN_H

#include "seal/keys.h"

#define SEAL_SIGN_LEN 32

/* For db_options.signer: context is the struct seal_keys. */
void seal_audit_sign(void *context, struct str bytes,
                     unsigned char signature[SEAL_SIGN_LEN]);
/* True when any key held made this signature.  Constant time per key. */
bool seal_audit_is_ours(const struct seal_keys *keys, struct str bytes,
                        const unsigned char signature[SEAL_SIGN_LEN]);

/* A form token or link: `use` names what it is for ("form", "unsubscribe"),
 * so one kind never passes for another. */
void seal_token_sign(const struct seal_keys *keys, const char *use,
                     struct str bytes,
                     unsigned char signature[SEAL_SIGN_LEN]);
bool seal_token_is_ours(const struct seal_keys *keys, const char *use,
                        struct str bytes,
                        const unsigned char signature[SEAL_SIGN_LEN]);

#endif
