#include <errno.h>
#include <fcntl.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "base/base.h"

static struct moment real_now(void *context)
{
    struct timespec now;
    (void)context;
    CHECK(clock_gettime(CLOCK_REALTIME, &now) == 0);
    return (struct moment){ (int64_t)now.tv_sec * 1000000
                            + now.tv_nsec / 1000 };
}

static int64_t real_monotonic_us(void *context)
{
    struct timespec now;
    (void)context;
    CHECK(clock_gettime(CLOCK_MONOTONIC, &now) == 0);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static void real_random(void *context, void *bytes, size_t len)
{
    char *at = bytes;
    (void)context;
    while (len > 0) {
        ssize_t got = getrandom(at, len, 0);
        if (got < 0 && errno == EINTR)
            continue;
        CHECK(got > 0); /* no kernel we run on refuses */
        at += got;
        len -= (size_t)got;
    }
}

static int real_open(void *context, const char *path, int flags,
                     unsigned mode)
{
    (void)context;
    return open(path, flags | O_CLOEXEC, (mode_t)mode);
}

static ssize_t real_read(void *context, int fd, void *bytes, size_t len)
{
    (void)context;
    return read(fd, bytes, len);
}

static ssize_t real_write(void *context, int fd, const void *bytes,
                          size_t len)
{
    (void)context;
    return write(fd, bytes, len);
}

static int real_fsync(void *context, int fd)
{
    (void)context;
    return fsync(fd);
}

static int real_close(void *context, int fd)
{
    (void)context;
    return close(fd);
}

static int real_rename(void *context, const char *from, const char *to)
{
    (void)context;
    return rename(from, to);
}

static int real_unlink(void *context, const char *path)
{
    (void)context;
    return unlink(path);
}

static void real_sleep_us(void *context, int64_t us)
{
    (void)context;
    CHECK(us >= 0);
    struct timespec left = { .tv_sec = us / 1000000,
                             .tv_nsec = us % 1000000 * 1000 };
    while (clock_nanosleep(CLOCK_MONOTONIC, 0, &left, &left) == EINTR)
        continue;
}

struct world *world_real(void)
{
    static struct world real = {
        .now = real_now,
        .monotonic_us = real_monotonic_us,
        .random = real_random,
        .open = real_open,
        .read = real_read,
        .write = real_write,
        .fsync = real_fsync,
        .close = real_close,
        .rename = real_rename,
        .unlink = real_unlink,
        .sleep_us = real_sleep_us,
    };
    return &real;
}

struct moment world_now(struct world *world)
{
    return world->now(world->context);
}

int64_t world_monotonic_us(struct world *world)
{
    return world->monotonic_us(world->context);
}

void world_random(struct world *world, void *bytes, size_t len)
{
    world->random(world->context, bytes, len);
}

void world_sleep_us(struct world *world, int64_t us)
{
    CHECK(us >= 0);
    world->sleep_us(world->context, us);
}
