#include <sodium.h>

#include "base/base.h"
#include "seal/sign.h"
#include "seal/subkey.h"

_Static_assert(SEAL_SIGN_LEN == crypto_generichash_BYTES, "one hash");

static void sign_with(const unsigned char *key, struct str use,
                      struct str bytes,
                      unsigned char signature[SEAL_SIGN_LEN]);
static bool is_ours(const struct seal_keys *keys, enum seal_purpose purpose,
                    struct str use, struct str bytes,
                    const unsigned char signature[SEAL_SIGN_LEN]);

void seal_audit_sign(void *context, struct str bytes,
                     unsigned char signature[SEAL_SIGN_LEN])
{
    const struct seal_keys *keys = context;
    sign_with(seal_subkey(keys, 0, SEAL_FOR_AUDIT), STR("audit"), bytes,
              signature);
}

bool seal_audit_is_ours(const struct seal_keys *keys, struct str bytes,
                        const unsigned char signature[SEAL_SIGN_LEN])
{
    return is_ours(keys, SEAL_FOR_AUDIT, STR("audit"), bytes, signature);
}

void seal_token_sign(const struct seal_keys *keys, const char *use,
                     struct str bytes,
                     unsigned char signature[SEAL_SIGN_LEN])
{
    sign_with(seal_subkey(keys, 0, SEAL_FOR_TOKEN), str_of(use), bytes,
              signature);
}

bool seal_token_is_ours(const struct seal_keys *keys, const char *use,
                        struct str bytes,
                        const unsigned char signature[SEAL_SIGN_LEN])
{
    return is_ours(keys, SEAL_FOR_TOKEN, str_of(use), bytes, signature);
}

static bool is_ours(const struct seal_keys *keys, enum seal_purpose purpose,
                    struct str use, struct str bytes,
                    const unsigned char signature[SEAL_SIGN_LEN])
{
    unsigned char ours[SEAL_SIGN_LEN];
    bool is_found = false;
    for (uint32_t i = 0; i < seal_keys_count(keys) && !is_found; i++) {
        uint32_t number = seal_keys_number(keys, i);
        sign_with(seal_subkey(keys, number, purpose), use, bytes, ours);
        is_found = sodium_memcmp(ours, signature, SEAL_SIGN_LEN) == 0;
    }
    sodium_memzero(ours, sizeof ours);
    return is_found;
}

static void sign_with(const unsigned char *key, struct str use,
                      struct str bytes,
                      unsigned char signature[SEAL_SIGN_LEN])
{
    CHECK(key != NULL);
    CHECK(use.len >= 1);
    CHECK(use.len <= UINT8_MAX);
    unsigned char use_len = (unsigned char)use.len;
    crypto_generichash_state state;
    CHECK(crypto_generichash_init(&state, key, SEAL_KEY_LEN, SEAL_SIGN_LEN)
          == 0);
    CHECK(crypto_generichash_update(&state, &use_len, 1) == 0);
    CHECK(crypto_generichash_update(&state, (const unsigned char *)use.at,
                                    use.len) == 0);
    CHECK(crypto_generichash_update(&state, (const unsigned char *)bytes.at,
                                    bytes.len) == 0);
    CHECK(crypto_generichash_final(&state, signature, SEAL_SIGN_LEN) == 0);
    sodium_memzero(&state, sizeof state);
}
