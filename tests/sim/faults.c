#include <errno.h>

#include "base/base.h"
#include "db/fault.h"
#include "sim.h"

/* How far ahead a fault lies; most requests take fewer steps, so some never
 * strike. */
#define STORE_STEPS 16
#define FILE_CALLS_NEAR 4 /* a file on its way in */
#define FILE_CALLS_FAR 60 /* a round's later letters and its manifest */
#define SHORT_LEAST 200   /* bytes of a short write */
#define BACK_SECONDS 3600 /* how far the clock jumps back */

static void store_arm(struct sim *sim);
static void files_arm(struct sim *sim);
static void clock_move(struct sim *sim, int64_t seconds);
static bool files_have_struck(const struct sim *sim);

/* The first try fails now and then, the next seldom, so that an act ends. */
void fault_begin(struct sim *sim, uint32_t may, uint32_t try)
{
    sim->fault = (struct sim_fault){
        .store_before = db_fault_struck(sim->app.pool)
    };
    if (dice(sim, 7 + 7 * try) != 0)
        return;
    sim->fault.has_files = (may & FAULT_FILES) && dice(sim, 2) == 0;
    sim->fault.is_clock_back = !sim->fault.has_files && (may & FAULT_CLOCK)
        && dice(sim, 6) == 0;
    if (sim->fault.has_files)
        files_arm(sim);
    else if (sim->fault.is_clock_back)
        clock_move(sim, -BACK_SECONDS);
    else
        store_arm(sim);
}

bool fault_end(struct sim *sim)
{
    bool has_struck =
        db_fault_struck(sim->app.pool) > sim->fault.store_before
        || files_have_struck(sim) || sim->fault.is_clock_back;
    if (sim->fault.is_clock_back)
        clock_move(sim, BACK_SECONDS);
    db_fault_arm(sim->app.pool, NULL);
    world_sim_heal(&sim->world);
    sim->world.write_most = 0;
    sim->count.faults += has_struck;
    return has_struck;
}

static void store_arm(struct sim *sim)
{
    static const enum db_fault_how how[] = {
        DB_FAULT_ERROR, DB_FAULT_LOSE_GROUP, DB_FAULT_RETRY,
        DB_FAULT_CUT_AFTER
    };
    struct db_fault fault = {
        .how = how[dice(sim, 4)],
        .step = dice(sim, 4) == 0 ? DB_STEP_COMMIT : DB_STEP_ANY
    };
    fault.nth = 1 + dice(sim, fault.step == DB_STEP_ANY ? STORE_STEPS : 2);
    db_fault_arm(sim->app.pool, &fault);
}

/* Every write short, and one call that fails: a full disk, a broken one. */
static void files_arm(struct sim *sim)
{
    static const enum world_call call[] = {
        WORLD_OPEN, WORLD_READ, WORLD_WRITE, WORLD_WRITE, WORLD_FSYNC,
        WORLD_CLOSE, WORLD_RENAME
    };
    struct sim_fault *fault = &sim->fault;
    fault->call = call[dice(sim, 7)];
    fault->at_call = 1 + dice(sim, dice(sim, 2) == 0 ? FILE_CALLS_NEAR
                                                     : FILE_CALLS_FAR);
    fault->calls_before = sim->world.calls[fault->call];
    bool is_full = fault->call == WORLD_WRITE && dice(sim, 2) == 0;
    sim->world.write_most = SHORT_LEAST + dice(sim, 4000);
    world_sim_fail(&sim->world, fault->call, fault->at_call,
                   is_full ? ENOSPC : EIO, is_full);
}

void fault_half_file(struct sim *sim)
{
    sim->fault.has_files = true;
    sim->fault.call = WORLD_WRITE;
    sim->fault.at_call = 1 + dice(sim, 2);
    sim->fault.calls_before = sim->world.calls[WORLD_WRITE];
    sim->world.write_most = SHORT_LEAST;
    world_sim_fail(&sim->world, WORLD_WRITE, sim->fault.at_call, EIO, false);
}

static bool files_have_struck(const struct sim *sim)
{
    const struct sim_fault *fault = &sim->fault;
    return fault->has_files
        && sim->world.calls[fault->call] - fault->calls_before
               >= fault->at_call;
}

/* Set back while one request is served, then right again: behind its trail
 * the house writes nothing. */
static void clock_move(struct sim *sim, int64_t seconds)
{
    world_sim_set(&sim->world, moment_add_seconds(sim->world.now, seconds));
}

/* --- the calendar ------------------------------------------------------ */

/* Two days are skipped, or one morning nobody runs the day. */
bool fault_is_missed_day(struct sim *sim)
{
    if (dice(sim, 15) == 0) {
        sim->count.jumps++;
        world_sim_advance_us(&sim->world, INT64_C(2) * 86400 * 1000000);
    }
    bool is_missed = dice(sim, 12) == 0;
    sim->count.missed += is_missed;
    return is_missed;
}
