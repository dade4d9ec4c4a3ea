#include "intake/seen.h"

#define ROOM_FIRST 64u

static uint64_t hash_of(const uint64_t key[2], struct str text);
static void hash_round(uint64_t v[4]);
static bool part_grow(struct intake_seen *seen,
                      struct intake_seen_part *part);
static uint32_t slot_of(const struct intake_seen_part *part, uint64_t hash);

void intake_seen_init(struct intake_seen *seen, const uint64_t key[2],
                      size_t bytes_max)
{
    *seen = (struct intake_seen){ .key = { key[0], key[1] },
                                  .bytes_max = bytes_max };
}

bool intake_seen_add(struct intake_seen *seen, struct str account,
                     uint64_t line, uint64_t *before)
{
    CHECK(line > 0);
    uint64_t hash = hash_of(seen->key, account);
    hash += hash == 0; /* 0 marks an empty slot */
    struct intake_seen_part *part =
        &seen->part[hash >> 56 & (INTAKE_SEEN_PARTS - 1)];

    if (part->room > 0) {
        uint32_t slot = slot_of(part, hash);
        if (part->hash[slot] == hash) {
            *before = part->line[slot];
            return true;
        }
    }
    /* At most nine tenths full; then a quarter more room. */
    if ((uint64_t)(part->count + 1) * 10 > (uint64_t)part->room * 9
        && !part_grow(seen, part))
        return false;
    uint32_t slot = slot_of(part, hash);
    CHECK(part->hash[slot] == 0);
    part->hash[slot] = hash;
    part->line[slot] = line > UINT32_MAX ? UINT32_MAX : (uint32_t)line;
    part->count++;
    *before = 0;
    return true;
}

void intake_seen_clear(struct intake_seen *seen)
{
    for (uint32_t i = 0; i < INTAKE_SEEN_PARTS; i++)
        arena_clear(&seen->part[i].arena);
    *seen = (struct intake_seen){ .bytes_max = seen->bytes_max };
}

/* The slot that holds the hash, or the empty one where it belongs.  There is
 * always an empty one: a part is never full. */
static uint32_t slot_of(const struct intake_seen_part *part, uint64_t hash)
{
    CHECK(part->count < part->room);
    uint32_t slot = (uint32_t)(((hash & UINT32_MAX) * part->room) >> 32);
    while (part->hash[slot] != 0 && part->hash[slot] != hash)
        slot = slot + 1 == part->room ? 0 : slot + 1;
    return slot;
}

static bool part_grow(struct intake_seen *seen, struct intake_seen_part *part)
{
    uint32_t room = part->room == 0 ? ROOM_FIRST
                                    : part->room + part->room / 4;
    size_t bytes = (size_t)room * (sizeof *part->hash + sizeof *part->line);
    size_t old_bytes = part->arena.used;
    if (seen->bytes - old_bytes + bytes > seen->bytes_max)
        return false;

    struct intake_seen_part grown = { .room = room };
    arena_init(&grown.arena, bytes + 4096);
    /* One piece, so that the arena takes one block of just that size. */
    grown.hash = arena_bytes(&grown.arena, bytes);
    if (grown.hash == NULL) {
        arena_clear(&grown.arena);
        return false;
    }
    grown.line = (uint32_t *)(void *)(grown.hash + room);
    for (uint32_t i = 0; i < part->room; i++) {
        if (part->hash[i] == 0)
            continue;
        uint32_t slot = slot_of(&grown, part->hash[i]);
        grown.hash[slot] = part->hash[i];
        grown.line[slot] = part->line[i];
        grown.count++;
    }
    CHECK(grown.count == part->count);
    arena_clear(&part->arena);
    *part = grown;
    seen->bytes += part->arena.used - old_bytes;
    return true;
}

/* SipHash-2-4 (Aumasson and Bernstein, 2012): fast on short texts, and
 * nobody without the key can make two of them meet. */
static uint64_t hash_of(const uint64_t key[2], struct str text)
{
    uint64_t v[4] = { key[0] ^ UINT64_C(0x736f6d6570736575),
                      key[1] ^ UINT64_C(0x646f72616e646f6d),
                      key[0] ^ UINT64_C(0x6c7967656e657261),
                      key[1] ^ UINT64_C(0x7465646279746573) };
    for (size_t at = 0; at <= text.len; at += 8) {
        uint64_t word = 0;
        size_t len = text.len - at < 8 ? text.len - at : 8;
        for (size_t i = 0; i < len; i++)
            word |= (uint64_t)(unsigned char)text.at[at + i] << (8 * i);
        if (len < 8)
            word |= (uint64_t)(text.len & 0xff) << 56;
        v[3] ^= word;
        hash_round(v);
        hash_round(v);
        v[0] ^= word;
    }
    v[2] ^= 0xff;
    for (int i = 0; i < 4; i++)
        hash_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

static void hash_round(uint64_t v[4])
{
#define TURN(x, by) ((x) << (by) | (x) >> (64 - (by)))
    v[0] += v[1];
    v[1] = TURN(v[1], 13) ^ v[0];
    v[0] = TURN(v[0], 32);
    v[2] += v[3];
    v[3] = TURN(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = TURN(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = TURN(v[1], 17) ^ v[2];
    v[2] = TURN(v[2], 32);
#undef TURN
}
