#include <sodium.h>

#include "base/base.h"
#include "seal/code.h"

static const char alphabet[] = "2346789ABCDEFGHJKMNPQRTUVWXYZ";
#define ALPHABET_LEN (sizeof alphabet - 1)
_Static_assert(ALPHABET_LEN == 29, "10 digits and 26 letters less seven");

#define SESSION_BYTES 32

static bool is_in_alphabet(char sign);

void seal_code_new(struct world *world, char code[SEAL_CODE_LEN + 1])
{
    /* Bytes from the largest multiple of 29 on are drawn again, else the
     * first signs would come more often. */
    const unsigned fair = 256 - 256 % ALPHABET_LEN;
    uint32_t len = 0;
    while (len < SEAL_CODE_LEN) {
        unsigned char byte = 0;
        world_random(world, &byte, 1);
        if (byte < fair)
            code[len++] = alphabet[byte % ALPHABET_LEN];
    }
    code[len] = '\0';
}

bool seal_code_parse(struct str typed, char code[SEAL_CODE_LEN + 1])
{
    char found[SEAL_CODE_LEN + 1] = { 0 };
    uint32_t len = 0;
    for (size_t i = 0; i < typed.len; i++) {
        char sign = typed.at[i];
        if (sign == ' ' || sign == '-' || sign == '\t')
            continue;
        if (sign >= 'a' && sign <= 'z')
            sign = (char)(sign - 'a' + 'A');
        if (len == SEAL_CODE_LEN || !is_in_alphabet(sign))
            return false;
        found[len++] = sign;
    }
    if (len != SEAL_CODE_LEN)
        return false;
    memcpy(code, found, sizeof found);
    return true;
}

void seal_digits_new(struct world *world, char digits[SEAL_DIGITS_LEN + 1])
{
    uint32_t drawn;
    do
        world_random(world, &drawn, sizeof drawn);
    while (drawn >= UINT32_MAX / 1000000 * 1000000);
    snprintf(digits, SEAL_DIGITS_LEN + 1, "%06" PRIu32, drawn % 1000000);
}

bool seal_digits_parse(struct str typed, char digits[SEAL_DIGITS_LEN + 1])
{
    char found[SEAL_DIGITS_LEN + 1] = { 0 };
    uint32_t len = 0;
    for (size_t i = 0; i < typed.len; i++) {
        char sign = typed.at[i];
        if (sign == ' ' || sign == '-' || sign == '\t')
            continue;
        if (len == SEAL_DIGITS_LEN || sign < '0' || sign > '9')
            return false;
        found[len++] = sign;
    }
    if (len != SEAL_DIGITS_LEN)
        return false;
    memcpy(digits, found, sizeof found);
    return true;
}

void seal_session_new(struct world *world, char text[SEAL_SESSION_LEN + 1])
{
    unsigned char bytes[SESSION_BYTES];
    world_random(world, bytes, sizeof bytes);
    sodium_bin2base64(text, SEAL_SESSION_LEN + 1, bytes, sizeof bytes,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    sodium_memzero(bytes, sizeof bytes);
}

static bool is_in_alphabet(char sign)
{
    for (size_t i = 0; i < ALPHABET_LEN; i++)
        if (alphabet[i] == sign)
            return true;
    return false;
}
