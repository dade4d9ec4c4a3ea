#include <stdalign.h>

#include "base/base.h"

/* Under the address sanitizer the unused tail of a block is poisoned, so
 * reading past an object is caught as if malloc had made it. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_POISONS 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define ARENA_POISONS 1
#endif
#ifdef ARENA_POISONS
#include <sanitizer/asan_interface.h>
#define POISON(at, size) ASAN_POISON_MEMORY_REGION((at), (size))
#define UNPOISON(at, size) ASAN_UNPOISON_MEMORY_REGION((at), (size))
#else
#define POISON(at, size) ((void)(at), (void)(size))
#define UNPOISON(at, size) ((void)(at), (void)(size))
#endif

#define ALIGN alignof(max_align_t)
#define BLOCK_FIRST_BYTES ((size_t)4 << 10)
#define BLOCK_MOST_BYTES ((size_t)256 << 10)

struct arena_block {
    struct arena_block *older;
    size_t size; /* with this header; what malloc was asked for */
    size_t at;   /* the next free byte of data[] */
    alignas(max_align_t) char data[];
};

static bool block_push(struct arena *arena, size_t need);
static void block_pop(struct arena *arena);
static size_t block_room(const struct arena_block *block);
static size_t aligned(size_t size);

void arena_init(struct arena *arena, size_t limit)
{
    CHECK(arena != NULL);
    *arena = (struct arena){ .limit = limit };
}

void *arena_bytes(struct arena *arena, size_t size)
{
    CHECK(arena != NULL);
    /* One byte at least, so every answer is a pointer of its own. */
    size_t wanted = size == 0 ? 1 : size;
    if (wanted > SIZE_MAX - ALIGN) {
        arena->exhausted = true;
        return NULL;
    }
    size_t need = aligned(wanted);
    if (arena->block == NULL
        || need > block_room(arena->block) - arena->block->at) {
        if (!block_push(arena, need)) {
            arena->exhausted = true;
            return NULL;
        }
    }
    struct arena_block *block = arena->block;
    char *bytes = block->data + block->at;
    block->at += need;
    CHECK(block->at <= block_room(block));
    UNPOISON(bytes, wanted);
    memset(bytes, 0, wanted);
    return bytes;
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    size_t product = 0;
    if (__builtin_mul_overflow(count, size, &product)) {
        arena->exhausted = true;
        return NULL;
    }
    return arena_bytes(arena, product);
}

void *arena_grow(struct arena *arena, void *bytes, size_t old_size,
                 size_t new_size)
{
    CHECK(new_size >= old_size);
    if (bytes == NULL)
        return arena_bytes(arena, new_size);

    struct arena_block *block = arena->block;
    size_t old_need = old_size == 0 ? ALIGN : aligned(old_size);
    char *end = (char *)bytes + old_need;
    if (block != NULL && end == block->data + block->at
        && new_size <= SIZE_MAX - ALIGN
        && aligned(new_size) - old_need <= block_room(block) - block->at) {
        block->at += aligned(new_size) - old_need;
        UNPOISON(bytes, new_size);
        memset((char *)bytes + old_size, 0, new_size - old_size);
        return bytes;
    }
    void *fresh = arena_bytes(arena, new_size);
    if (fresh != NULL && old_size > 0)
        memcpy(fresh, bytes, old_size);
    return fresh;
}

struct arena_mark arena_here(const struct arena *arena)
{
    return (struct arena_mark){
        .block = arena->block,
        .at = arena->block == NULL ? 0 : arena->block->at,
    };
}

void arena_back(struct arena *arena, struct arena_mark mark)
{
    while (arena->block != mark.block) {
        CHECK(arena->block != NULL); /* the mark is of another arena */
        block_pop(arena);
    }
    if (arena->block == NULL)
        return;
    CHECK(mark.at <= arena->block->at);
    arena->block->at = mark.at;
    POISON(arena->block->data + mark.at,
           block_room(arena->block) - mark.at);
}

void arena_clear(struct arena *arena)
{
    while (arena->block != NULL)
        block_pop(arena);
    CHECK(arena->used == 0);
    arena->exhausted = false;
}

/* Takes a block with room for `need`, larger than asked when the limit
 * allows, because malloc costs more than memory. */
static bool block_push(struct arena *arena, size_t need)
{
    size_t header = sizeof(struct arena_block);
    CHECK(arena->used <= arena->limit);
    size_t left = arena->limit - arena->used;
    if (left < header || need > left - header)
        return false;

    size_t size = arena->block == NULL ? BLOCK_FIRST_BYTES
                                       : 2 * arena->block->size;
    if (size > BLOCK_MOST_BYTES)
        size = BLOCK_MOST_BYTES;
    if (size > left)
        size = left;
    if (size < need + header)
        size = need + header;

    struct arena_block *block = malloc(size);
    if (block == NULL)
        return false;
    block->older = arena->block;
    block->size = size;
    block->at = 0;
    POISON(block->data, block_room(block));
    arena->block = block;
    arena->used += size;
    return true;
}

static void block_pop(struct arena *arena)
{
    struct arena_block *block = arena->block;
    CHECK(arena->used >= block->size);
    arena->used -= block->size;
    arena->block = block->older;
    UNPOISON(block->data, block_room(block));
    free(block);
}

static size_t block_room(const struct arena_block *block)
{
    return block->size - sizeof(struct arena_block);
}

static size_t aligned(size_t size)
{
    return (size + ALIGN - 1) / ALIGN * ALIGN;
}
