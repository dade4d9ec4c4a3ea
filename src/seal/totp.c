#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <sodium.h>

#include "base/base.h"
#include "seal/totp.h"

#define SHA1_LEN 20
#define CODE_LEN 6

_Static_assert(SEAL_TOTP_SECRET_LEN * 8 == SEAL_TOTP_BASE32_LEN * 5,
               "base32 without padding");

void seal_totp_secret_new(struct world *world,
                          unsigned char secret[SEAL_TOTP_SECRET_LEN])
{
    world_random(world, secret, SEAL_TOTP_SECRET_LEN);
}

void seal_totp_base32(const unsigned char secret[SEAL_TOTP_SECRET_LEN],
                      char text[SEAL_TOTP_BASE32_LEN + 1])
{
    static const char signs[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    uint32_t bits = 0, held = 0, len = 0;
    for (uint32_t i = 0; i < SEAL_TOTP_SECRET_LEN; i++) {
        bits = (bits << 8 | secret[i]) & 0xfffu; /* 4 left over at most */
        held += 8;
        while (held >= 5) {
            held -= 5;
            text[len++] = signs[bits >> held & 31u];
        }
    }
    CHECK(len == SEAL_TOTP_BASE32_LEN);
    text[len] = '\0';
}

void seal_totp_code(struct str secret, int64_t step, char code[7])
{
    CHECK(secret.len >= 16);
    CHECK(secret.len <= 64);
    unsigned char counter[8], mac[EVP_MAX_MD_SIZE];
    unsigned mac_len = 0;
    for (unsigned i = 0; i < 8; i++)
        counter[i] = (unsigned char)((uint64_t)step >> (8 * (7 - i)));
    CHECK(HMAC(EVP_sha1(), secret.at, (int)secret.len, counter,
               sizeof counter, mac, &mac_len) != NULL);
    CHECK(mac_len == SHA1_LEN);

    /* RFC 4226 §5.3: the last four bits say where to read 31 bits. */
    unsigned at = mac[SHA1_LEN - 1] & 15u;
    uint32_t number = ((uint32_t)mac[at] & 0x7fu) << 24
                      | (uint32_t)mac[at + 1] << 16
                      | (uint32_t)mac[at + 2] << 8 | mac[at + 3];
    (void)snprintf(code, 7, "%06u", number % 1000000u);
    sodium_memzero(mac, sizeof mac);
}

bool seal_totp_check(struct str secret, struct str typed, struct moment now,
                     int64_t last_step, int64_t *step)
{
    CHECK(step != NULL);
    char digits[CODE_LEN] = { 0 };
    size_t len = 0;
    for (size_t i = 0; i < typed.len; i++) {
        char sign = typed.at[i];
        if (sign == ' ')
            continue;
        if (len == CODE_LEN || sign < '0' || sign > '9')
            return false;
        digits[len++] = sign;
    }
    if (len != CODE_LEN)
        return false;

    int64_t middle = moment_seconds(now) / SEAL_TOTP_STEP_SECONDS;
    int64_t found = SEAL_TOTP_STEP_NONE;
    for (int64_t at = middle - 1; at <= middle + 1; at++) {
        char code[CODE_LEN + 1];
        seal_totp_code(secret, at, code);
        bool is_same = sodium_memcmp(code, digits, CODE_LEN) == 0;
        if (is_same && at > last_step && found == SEAL_TOTP_STEP_NONE)
            found = at;
        sodium_memzero(code, sizeof code);
    }
    if (found == SEAL_TOTP_STEP_NONE)
        return false;
    *step = found;
    return true;
}
