#include <sodium.h>

#include "base/base.h"
#include "seal/field.h"
#include "seal/subkey.h"

/* A sealed value: format byte, key number, nonce, ciphertext and tag. */
#define FORMAT 1
#define NUMBER_AT 1
#define NONCE_AT 5
#define BODY_AT (NONCE_AT + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES)
#define TAG_LEN crypto_aead_xchacha20poly1305_ietf_ABYTES
_Static_assert(BODY_AT + TAG_LEN == SEAL_FIELD_EXTRA, "the header's promise");

#define NAME_MAX_BYTES 63 /* a table or column name */
#define PLACE_MAX (2 * (1 + NAME_MAX_BYTES) + 8 + 4)

static size_t place_bytes(struct seal_place place, uint32_t number,
                          unsigned char bytes[PLACE_MAX]);
static size_t name_bytes(const char *name, unsigned char *bytes);
static void u32_put(unsigned char *bytes, uint32_t number);
static uint32_t u32_get(const unsigned char *bytes);

bool seal_field(const struct seal_keys *keys, struct world *world,
                struct seal_place place, struct str plain,
                struct arena *arena, struct str *sealed, struct err *err)
{
    CHECK(sealed != NULL);
    if (plain.len > SEAL_FIELD_MAX)
        return err_set(err, ERR_INVALID, "the value is too long to seal");
    unsigned char *out = arena_bytes(arena, plain.len + SEAL_FIELD_EXTRA);
    if (out == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory to seal a field");

    uint32_t number = seal_keys_number(keys, 0);
    unsigned char aad[PLACE_MAX];
    size_t aad_len = place_bytes(place, number, aad);
    out[0] = FORMAT;
    u32_put(out + NUMBER_AT, number);
    world_random(world, out + NONCE_AT, BODY_AT - NONCE_AT);
    unsigned long long len = 0;
    int done = crypto_aead_xchacha20poly1305_ietf_encrypt(
        out + BODY_AT, &len, (const unsigned char *)plain.at, plain.len, aad,
        aad_len, NULL, out + NONCE_AT,
        seal_subkey(keys, number, SEAL_FOR_FIELD));
    CHECK(done == 0);
    CHECK(len == plain.len + TAG_LEN);
    *sealed = (struct str){ (const char *)out, plain.len + SEAL_FIELD_EXTRA };
    return true;
}

bool seal_open(const struct seal_keys *keys, struct seal_place place,
               struct str sealed, struct arena *arena, struct str *plain,
               struct err *err)
{
    CHECK(plain != NULL);
    uint32_t number = seal_field_key(sealed);
    if (number == 0)
        return err_set(err, ERR_CORRUPT, "%s.%s: not a sealed value",
                       place.table, place.column);
    const unsigned char *key = seal_subkey(keys, number, SEAL_FOR_FIELD);
    if (key == NULL)
        return err_set(err, ERR_CORRUPT,
                       "%s.%s: sealed with key %u, which the key file does "
                       "not hold", place.table, place.column, number);

    size_t plain_len = sealed.len - SEAL_FIELD_EXTRA;
    unsigned char *out = arena_bytes(arena, plain_len + 1);
    if (out == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory to open a field");
    const unsigned char *in = (const unsigned char *)sealed.at;
    unsigned char aad[PLACE_MAX];
    size_t aad_len = place_bytes(place, number, aad);
    unsigned long long len = 0;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            out, &len, NULL, in + BODY_AT, sealed.len - BODY_AT, aad, aad_len,
            in + NONCE_AT, key) != 0)
        return err_set(err, ERR_CORRUPT,
                       "%s.%s: a sealed value does not open; it was changed "
                       "or moved, or the key file is not the one that "
                       "sealed it", place.table, place.column);
    CHECK(len == plain_len);
    *plain = (struct str){ (const char *)out, plain_len };
    return true;
}

uint32_t seal_field_key(struct str sealed)
{
    if (sealed.len < SEAL_FIELD_EXTRA
        || sealed.len > SEAL_FIELD_MAX + SEAL_FIELD_EXTRA
        || sealed.at[0] != FORMAT)
        return 0;
    return u32_get((const unsigned char *)sealed.at + NUMBER_AT);
}

void seal_index(const struct seal_keys *keys, uint32_t number,
                const char *table, const char *column, struct str value,
                unsigned char index[SEAL_INDEX_LEN])
{
    const unsigned char *key = seal_subkey(keys, number, SEAL_FOR_INDEX);
    CHECK(key != NULL);
    unsigned char name[2 * (1 + NAME_MAX_BYTES)];
    size_t len = name_bytes(table, name);
    len += name_bytes(column, name + len);
    CHECK(len <= sizeof name);

    /* A 32-byte hash cut to 16, not BLAKE2b's own 16-byte form: what is cut
     * stays secret, and the length may change without a new key. */
    unsigned char whole[crypto_generichash_BYTES];
    crypto_generichash_state state;
    CHECK(crypto_generichash_init(&state, key, SEAL_KEY_LEN, sizeof whole)
          == 0);
    CHECK(crypto_generichash_update(&state, name, len) == 0);
    CHECK(crypto_generichash_update(&state,
                                    (const unsigned char *)value.at,
                                    value.len) == 0);
    CHECK(crypto_generichash_final(&state, whole, sizeof whole) == 0);
    memcpy(index, whole, SEAL_INDEX_LEN);
    sodium_memzero(whole, sizeof whole);
    sodium_memzero(&state, sizeof state);
}

/* Each name with its length before it, so "ab"+"c" is not "a"+"bc". */
static size_t place_bytes(struct seal_place place, uint32_t number,
                          unsigned char bytes[PLACE_MAX])
{
    size_t len = name_bytes(place.table, bytes);
    len += name_bytes(place.column, bytes + len);
    uint64_t row = (uint64_t)place.row;
    for (unsigned i = 0; i < 8; i++)
        bytes[len++] = (unsigned char)(row >> (8 * i));
    u32_put(bytes + len, number);
    len += 4;
    CHECK(len <= PLACE_MAX);
    return len;
}

static size_t name_bytes(const char *name, unsigned char *bytes)
{
    CHECK(name != NULL);
    size_t len = strlen(name);
    CHECK(len >= 1);
    CHECK(len <= NAME_MAX_BYTES);
    bytes[0] = (unsigned char)len;
    memcpy(bytes + 1, name, len);
    return len + 1;
}

static void u32_put(unsigned char *bytes, uint32_t number)
{
    for (unsigned i = 0; i < 4; i++)
        bytes[i] = (unsigned char)(number >> (8 * i));
}

static uint32_t u32_get(const unsigned char *bytes)
{
    uint32_t number = 0;
    for (unsigned i = 0; i < 4; i++)
        number |= (uint32_t)bytes[i] << (8 * i);
    return number;
}
