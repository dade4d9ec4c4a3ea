/* world.h - how does the program touch what it does not own?
 *
 * One table of function pointers: clocks, randomness, files, waiting.  The
 * real one is world_real(); tests and simulations hand in their own, so a
 * seed replays to the byte.  Pure rooms never see it. */
#ifndef BASE_WORLD_H
#define BASE_WORLD_H

#include <stddef.h>
#include <sys/types.h>

#include "base/day.h"
#include "base/err.h"

struct world {
    void *context;
    struct moment (*now)(void *context);        /* wall clock, UTC */
    int64_t (*monotonic_us)(void *context);     /* never goes back */
    void (*random)(void *context, void *bytes, size_t len); /* cannot fail */
    /* As the system calls of the same name; -1 and errno on failure. */
    int (*open)(void *context, const char *path, int flags, unsigned mode);
    ssize_t (*read)(void *context, int fd, void *bytes, size_t len);
    ssize_t (*write)(void *context, int fd, const void *bytes, size_t len);
    int (*fsync)(void *context, int fd);
    int (*close)(void *context, int fd);
    int (*rename)(void *context, const char *from, const char *to);
    int (*unlink)(void *context, const char *path);
    void (*sleep_us)(void *context, int64_t us);
    int64_t last_id; /* id_new's alone, touched atomically; starts at 0 */
};

/* The machine itself.  Static; never freed. */
struct world *world_real(void);

struct moment world_now(struct world *world);
int64_t world_monotonic_us(struct world *world);
void world_random(struct world *world, void *bytes, size_t len);
void world_sleep_us(struct world *world, int64_t us);

/* A whole file of at most max bytes into the arena (NUL past the end). */
bool file_read(struct world *world, struct arena *arena, const char *path,
               size_t max, struct str *bytes, struct err *err) MUST_USE;
/* Writes by temporary file, fsync, rename, fsync of the directory: after it
 * returns true the bytes survive a power cut; on false the old file stays.
 * One exception no caller can mend: when only the last step, the directory's
 * fsync, fails, the new file stands, and a power cut may bring back the old. */
bool file_write_durably(struct world *world, const char *path,
                        struct str bytes, unsigned mode,
                        struct err *err) MUST_USE;

#endif
