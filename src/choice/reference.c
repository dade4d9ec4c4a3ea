#include "base/base.h"
#include "choice/reference.h"

static void byte_add(struct choice_digest *digest, uint8_t byte)
{
    for (uint32_t i = 0; i < 2; i++)
        digest->half[i] = (digest->half[i] ^ byte) * UINT64_C(0x100000001b3);
}

/* FNV mixes high bits poorly; this spreads every bit over the half. */
static uint64_t half_end(uint64_t half)
{
    half = (half ^ (half >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    half = (half ^ (half >> 27)) * UINT64_C(0x94d049bb133111eb);
    return half ^ (half >> 31);
}

void choice_digest_begin(struct choice_digest *digest, const struct ref *of)
{
    *digest = (struct choice_digest){ { UINT64_C(0xcbf29ce484222325),
                                        UINT64_C(0x6c62272e07bb0142) } };
    for (size_t i = 0; i < REF_LEN; i++)
        byte_add(digest, (uint8_t)of->text[i]);
}

void choice_digest_add(struct choice_digest *digest, int64_t number)
{
    for (uint32_t shift = 0; shift < 64; shift += 8)
        byte_add(digest, (uint8_t)((uint64_t)number >> shift));
}

struct ref choice_digest_end(const struct choice_digest *digest)
{
    struct ref reference;
    snprintf(reference.text, sizeof reference.text, "%016" PRIx64 "%016" PRIx64,
             half_end(digest->half[0]), half_end(digest->half[1]));
    return reference;
}
