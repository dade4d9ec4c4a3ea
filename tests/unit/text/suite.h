/* suite.h - what do the tests of this room share?
 *
 * The folder of other people's conformance suites, and small random changes
 * to an input.  A suite without its data exits 77 before its group starts. */
#ifndef TESTS_TEXT_SUITE_H
#define TESTS_TEXT_SUITE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <unistd.h>

#include "base/base.h"

#define SUITE_MUTATIONS 10000

static inline const char *suite_data(void)
{
    const char *folder = getenv("BEDSIDE_DATA");
    return folder == NULL ? "../shared/data" : folder;
}

static inline bool suite_has(const char *inner)
{
    char path[2048];
    snprintf(path, sizeof path, "%s/%s", suite_data(), inner);
    if (access(path, R_OK) == 0)
        return true;
    fprintf(stderr, "skipped: %s is not here (set BEDSIDE_DATA)\n", path);
    return false;
}

static inline struct str suite_file(struct arena *arena, const char *inner)
{
    char path[2048];
    snprintf(path, sizeof path, "%s/%s", suite_data(), inner);
    struct str bytes = { 0 };
    struct err err = { 0 };
    if (!file_read(world_real(), arena, path, (size_t)64 << 20, &bytes, &err))
        fail_msg("%s: %s", path, err.text);
    return bytes;
}

/* xorshift64*: the seed is printed, so a failure can be had again. */
struct suite_random {
    uint64_t state;
};

static inline struct suite_random suite_random(const char *what)
{
    const char *given = getenv("BEDSIDE_SEED");
    uint64_t seed = given ? strtoull(given, NULL, 10) : 20261125;
    print_message("%s: seed %" PRIu64 "\n", what, seed);
    return (struct suite_random){ seed * UINT64_C(0x9E3779B97F4A7C15) | 1 };
}

static inline uint64_t suite_next(struct suite_random *random)
{
    random->state ^= random->state >> 12;
    random->state ^= random->state << 25;
    random->state ^= random->state >> 27;
    return random->state * UINT64_C(0x2545F4914F6CDD1D);
}

static inline size_t suite_below(struct suite_random *random, size_t limit)
{
    return limit == 0 ? 0 : (size_t)(suite_next(random) >> 16) % limit;
}

/* A copy of `seed` (exactly its own block of memory, so that ASan sees one
 * byte too far) with 1 to 8 small changes.  free() it. */
static inline struct str suite_mutate(struct suite_random *random,
                                      struct str seed, const char *alphabet)
{
    size_t len = seed.len;
    char *work = malloc(seed.len + 64);
    assert_non_null(work);
    memcpy(work, seed.at, seed.len);
    size_t changes = 1 + suite_below(random, 8);
    for (size_t i = 0; i < changes; i++) {
        size_t at = suite_below(random, len + 1);
        char byte = suite_below(random, 2) == 0
                    ? alphabet[suite_below(random, strlen(alphabet))]
                    : (char)suite_below(random, 256);
        switch (suite_below(random, 4)) {
        case 0: /* change */
            if (at < len)
                work[at] = byte;
            break;
        case 1: /* insert */
            if (len < seed.len + 63) {
                memmove(work + at + 1, work + at, len - at);
                work[at] = byte;
                len++;
            }
            break;
        case 2: { /* cut out a piece */
            size_t cut = suite_below(random, 12);
            if (at + cut <= len) {
                memmove(work + at, work + at + cut, len - at - cut);
                len -= cut;
            }
            break;
        }
        default: /* end early, rarely */
            if (suite_below(random, 8) == 0)
                len = at < len ? at : len;
            break;
        }
    }
    char *exact = malloc(len == 0 ? 1 : len);
    assert_non_null(exact);
    memcpy(exact, work, len);
    free(work);
    return (struct str){ exact, len };
}

static inline void suite_free(struct str s)
{
    free((void *)(uintptr_t)s.at);
}

#define assert_str(got, wanted) suite_assert_str((got), (wanted), __LINE__)
static inline void suite_assert_str(struct str got, const char *wanted,
                                    int line)
{
    if (!str_is(got, wanted))
        fail_msg("line %d: got <%.*s>, wanted <%s>", line, STR_ARGS(got),
                 wanted);
}

#endif
