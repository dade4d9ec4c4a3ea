#include <errno.h>

#include "base/base.h"

#include "base/world_sim.h"

static bool fails(struct world_sim *sim, enum world_call call);
static uint64_t draw(struct world_sim *sim);

static struct moment sim_now(void *context)
{
    struct world_sim *sim = context;
    return (struct moment){ __atomic_load_n(&sim->now.us, __ATOMIC_SEQ_CST) };
}

static int64_t sim_monotonic_us(void *context)
{
    struct world_sim *sim = context;
    return __atomic_load_n(&sim->monotonic_us, __ATOMIC_SEQ_CST);
}

/* Written byte by byte, lowest first, so the order of bytes in the machine
 * does not change the answer. */
static void sim_random(void *context, void *bytes, size_t len)
{
    struct world_sim *sim = context;
    unsigned char *at = bytes;
    uint64_t bits = 0;
    for (size_t i = 0; i < len; i++) {
        if (i % 8 == 0)
            bits = draw(sim);
        at[i] = (unsigned char)(bits & 0xFF);
        bits >>= 8;
    }
}

static int sim_open(void *context, const char *path, int flags, unsigned mode)
{
    struct world_sim *sim = context;
    if (fails(sim, WORLD_OPEN))
        return -1;
    return sim->under->open(sim->under->context, path, flags, mode);
}

static ssize_t sim_read(void *context, int fd, void *bytes, size_t len)
{
    struct world_sim *sim = context;
    if (fails(sim, WORLD_READ))
        return -1;
    return sim->under->read(sim->under->context, fd, bytes, len);
}

static ssize_t sim_write(void *context, int fd, const void *bytes, size_t len)
{
    struct world_sim *sim = context;
    if (fails(sim, WORLD_WRITE))
        return -1;
    if (sim->write_most > 0 && len > sim->write_most)
        len = sim->write_most;
    return sim->under->write(sim->under->context, fd, bytes, len);
}

static int sim_fsync(void *context, int fd)
{
    struct world_sim *sim = context;
    if (fails(sim, WORLD_FSYNC))
        return -1;
    return sim->under->fsync(sim->under->context, fd);
}

static int sim_close(void *context, int fd)
{
    struct world_sim *sim = context;
    bool is_failing = fails(sim, WORLD_CLOSE);
    int error = errno;
    int closed = sim->under->close(sim->under->context, fd);
    if (!is_failing)
        return closed;
    errno = error;
    return -1;
}

static int sim_rename(void *context, const char *from, const char *to)
{
    struct world_sim *sim = context;
    if (fails(sim, WORLD_RENAME))
        return -1;
    return sim->under->rename(sim->under->context, from, to);
}

static int sim_unlink(void *context, const char *path)
{
    struct world_sim *sim = context;
    if (fails(sim, WORLD_UNLINK))
        return -1;
    return sim->under->unlink(sim->under->context, path);
}

static void sim_sleep_us(void *context, int64_t us)
{
    world_sim_advance_us(context, us);
}

void world_sim_init(struct world_sim *sim, uint64_t seed, struct moment now)
{
    CHECK(sim != NULL);
    CHECK(!moment_is_none(now));
    *sim = (struct world_sim){
        .world = {
            .context = sim,
            .now = sim_now,
            .monotonic_us = sim_monotonic_us,
            .random = sim_random,
            .open = sim_open,
            .read = sim_read,
            .write = sim_write,
            .fsync = sim_fsync,
            .close = sim_close,
            .rename = sim_rename,
            .unlink = sim_unlink,
            .sleep_us = sim_sleep_us,
        },
        .under = world_real(),
        .now = now,
        .random = seed,
    };
}

void world_sim_set(struct world_sim *sim, struct moment now)
{
    CHECK(!moment_is_none(now));
    CHECK(!moment_is_never(now));
    __atomic_store_n(&sim->now.us, now.us, __ATOMIC_SEQ_CST);
}

void world_sim_advance_us(struct world_sim *sim, int64_t us)
{
    CHECK(us >= 0);
    (void)__atomic_add_fetch(&sim->now.us, us, __ATOMIC_SEQ_CST);
    (void)__atomic_add_fetch(&sim->monotonic_us, us, __ATOMIC_SEQ_CST);
}

void world_sim_fail(struct world_sim *sim, enum world_call call, int64_t n,
                    int error, bool is_forever)
{
    CHECK(call < WORLD_CALLS);
    CHECK(n >= 1);
    CHECK(error != 0);
    struct world_fault *fault = &sim->fault[call];
    __atomic_store_n(&fault->left, 0, __ATOMIC_SEQ_CST);
    fault->error = error;
    fault->is_forever = is_forever;
    __atomic_store_n(&fault->left, n, __ATOMIC_SEQ_CST);
}

void world_sim_heal(struct world_sim *sim)
{
    for (size_t i = 0; i < WORLD_CALLS; i++)
        __atomic_store_n(&sim->fault[i].left, 0, __ATOMIC_SEQ_CST);
}

/* Counts the call, and says whether it is one that was ordered to fail.  An
 * order "for ever" stays at 1. */
static bool fails(struct world_sim *sim, enum world_call call)
{
    struct world_fault *fault = &sim->fault[call];
    (void)__atomic_add_fetch(&sim->calls[call], 1, __ATOMIC_SEQ_CST);
    int64_t left = __atomic_load_n(&fault->left, __ATOMIC_SEQ_CST);
    int64_t after = 0;
    do {
        if (left == 0)
            return false;
        after = left == 1 && fault->is_forever ? 1 : left - 1;
    } while (!__atomic_compare_exchange_n(&fault->left, &left, after, false,
                                          __ATOMIC_SEQ_CST,
                                          __ATOMIC_SEQ_CST));
    if (left != 1)
        return false;
    errno = fault->error;
    return true;
}

static uint64_t draw(struct world_sim *sim)
{
    uint64_t bits = __atomic_add_fetch(&sim->random,
                                       UINT64_C(0x9E3779B97F4A7C15),
                                       __ATOMIC_SEQ_CST);
    bits = (bits ^ (bits >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    bits = (bits ^ (bits >> 27)) * UINT64_C(0x94D049BB133111EB);
    return bits ^ (bits >> 31);
}
