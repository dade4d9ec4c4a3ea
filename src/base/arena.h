/* arena.h - where does memory of one request, job or batch live?
 *
 * A bump allocator with a limit.  Nothing in it is freed singly; clearing it
 * frees everything at once.  malloc and free appear only in this room. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>
#include <stdint.h>

#include "base/check.h"

#define ARENA_REQUEST_BYTES ((size_t)8 << 20)  /* one page or API call */
#define ARENA_JOB_BYTES ((size_t)256 << 20)    /* one import, one report */

struct arena_block;
struct arena {
    struct arena_block *block; /* newest first; NULL when nothing is held */
    size_t used;               /* bytes taken from the system so far */
    size_t limit;
    bool exhausted; /* sticky; the shell asks once before it saves or answers */
};

/* Starts an empty arena; takes no memory yet.  Cannot fail. */
void arena_init(struct arena *arena, size_t limit);

/* Zeroed, aligned for any type.  NULL at the limit or when malloc fails, and
 * then `exhausted` stays set.  size 0 gives a valid pointer. */
void *arena_bytes(struct arena *arena, size_t size) MUST_USE;

/* count objects of a type, zeroed; overflow of the product counts as
 * exhausted. */
void *arena_array(struct arena *arena, size_t count, size_t size) MUST_USE;
#define arena_new(arena, type) ((type *)arena_bytes((arena), sizeof(type)))
#define arena_many(arena, count, type)                                       \
    ((type *)arena_array((arena), (count), sizeof(type)))

/* Makes the newest object of this arena larger, in place when it can, else by
 * a copy; new bytes are zeroed.  NULL (the old object still stands) when
 * exhausted.  bytes may be NULL with old_size 0. */
void *arena_grow(struct arena *arena, void *bytes, size_t old_size,
                 size_t new_size) MUST_USE;

/* A place to come back to: everything allocated after the mark is freed. */
struct arena_mark {
    struct arena_block *block;
    size_t at;
};
struct arena_mark arena_here(const struct arena *arena);
void arena_back(struct arena *arena, struct arena_mark mark);

/* Frees everything; the arena is as after arena_init. */
void arena_clear(struct arena *arena);

#endif
