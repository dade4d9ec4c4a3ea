/* world_sim.h - a world for tests, demonstrations and simulation.
 *
 * The clock moves only when told (or by sleeping), randomness comes from a
 * seed, and the n-th call of a kind can be made to fail.  Files are the real
 * ones, or those of any other world put under it.  Same seed, same calls in
 * the same order: same bytes.
 *
 * Randomness is splitmix64 (Steele, Lea, Flood 2014): every eight bytes, or
 * fewer at the end of a request, cost one draw.  It is for replaying, never
 * for secrets.
 *
 * Clock, randomness and faults may be used from several threads; only then
 * the order of calls, and so the replay, is up to the scheduler. */
#ifndef BASE_WORLD_SIM_H
#define BASE_WORLD_SIM_H

#include "base/world.h"

enum world_call {
    WORLD_OPEN,
    WORLD_READ,
    WORLD_WRITE,
    WORLD_FSYNC,
    WORLD_CLOSE, /* the file is closed all the same, as Linux does */
    WORLD_RENAME,
    WORLD_UNLINK
};
#define WORLD_CALLS (WORLD_UNLINK + 1)

/* Armed by world_sim_fail; zeroed means "never fails". */
struct world_fault {
    int64_t left;    /* calls until it fails; 1 is the next one; 0 is off */
    int error;       /* what errno says then */
    bool is_forever; /* every later call of this kind fails too */
};

struct world_sim {
    struct world world;  /* hand &sim.world to the code under test */
    struct world *under; /* does the file calls; world_real() at first */
    struct moment now;
    int64_t monotonic_us;
    uint64_t random;
    struct world_fault fault[WORLD_CALLS];
    int64_t calls[WORLD_CALLS]; /* made so far, failed ones included */
    size_t write_most; /* 0, or a write takes at most so many bytes */
};

/* Starts at `now` with monotonic time 0 and no faults.  The sim must not
 * move in memory afterwards: its world points to it. */
void world_sim_init(struct world_sim *sim, uint64_t seed, struct moment now);

/* Sets the wall clock, forward or back, as an administrator might; the
 * monotonic clock does not notice. */
void world_sim_set(struct world_sim *sim, struct moment now);

/* Time passes on both clocks; us >= 0.  Sleeping does the same. */
void world_sim_advance_us(struct world_sim *sim, int64_t us);

/* The n-th call of a kind from now on (n >= 1) fails with `error`, once or
 * for ever.  Replaces an earlier order for that kind. */
void world_sim_fail(struct world_sim *sim, enum world_call call, int64_t n,
                    int error, bool is_forever);

/* All calls work again. */
void world_sim_heal(struct world_sim *sim);

#endif
