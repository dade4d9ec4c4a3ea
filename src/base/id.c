#include "base/base.h"

#define RANDOM_BITS 21
#define MILLISECOND_BITS 42
#define REF_SECOND_BYTES 4

static int64_t fresh_id(struct world *world, int64_t ms)
{
    uint32_t random = 0;
    world_random(world, &random, sizeof random);
    int64_t fresh = ms << RANDOM_BITS
                    | (int64_t)(random >> (32 - RANDOM_BITS));
    return fresh == 0 ? 1 : fresh; /* 0 means "none" everywhere */
}

int64_t id_new(struct world *world)
{
    int64_t ms = world_now(world).us / 1000;
    if (ms < 0)
        ms = 0;
    CHECK(ms < INT64_C(1) << MILLISECOND_BITS); /* until the year 2109 */

    /* In a new millisecond a fresh draw is larger than the last id; in the
     * same one, or when the clock went back, count up from the last. */
    int64_t last = __atomic_load_n(&world->last_id, __ATOMIC_RELAXED);
    int64_t next = 0;
    do {
        next = ms > last >> RANDOM_BITS || last == 0 ? fresh_id(world, ms)
                                                     : last + 1;
        CHECK(next > last);
    } while (!__atomic_compare_exchange_n(&world->last_id, &last, next, false,
                                          __ATOMIC_RELAXED,
                                          __ATOMIC_RELAXED));
    return next;
}

struct ref ref_new(struct world *world)
{
    static const char digit[] = "0123456789abcdef";
    unsigned char bytes[REF_LEN / 2];
    struct ref ref = { "" };
    uint64_t second = (uint64_t)(world_now(world).us / 1000000);
    world_random(world, bytes, sizeof bytes);
    for (size_t i = 0; i < REF_SECOND_BYTES; i++)
        bytes[i] = (unsigned char)(second
                                   >> (8 * (REF_SECOND_BYTES - 1 - i)));
    for (size_t i = 0; i < sizeof bytes; i++) {
        ref.text[2 * i] = digit[bytes[i] >> 4];
        ref.text[2 * i + 1] = digit[bytes[i] & 15];
    }
    return ref;
}

bool ref_parse(struct str text, struct ref *ref)
{
    CHECK(ref != NULL);
    if (text.len != REF_LEN)
        return false;
    for (size_t i = 0; i < REF_LEN; i++) {
        char byte = text.at[i];
        if (!(byte >= '0' && byte <= '9') && !(byte >= 'a' && byte <= 'f'))
            return false;
    }
    memcpy(ref->text, text.at, REF_LEN);
    ref->text[REF_LEN] = '\0';
    return true;
}
