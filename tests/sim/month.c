#include "base/base.h"
#include "sim.h"

#define OPENS_SECONDS (13 * 3600) /* about nine in the morning, Eastern */
#define FIRST_ROWS 20

static bool act(struct sim *sim);

bool month_day(struct sim *sim)
{
    bool is_first = sim->model.bill_count == 0;
    bool is_missed = fault_is_missed_day(sim);
    bool good = true;
    if (is_first)
        good = provider_sends(sim, 0, FIRST_ROWS)
            && provider_sends(sim, 1, FIRST_ROWS);
    else if (dice(sim, 6) == 0)
        good = provider_sends(sim, dice(sim, SIM_CLIENTS),
                              4 + dice(sim, 8));
    if (dice(sim, 4) == 0)
        good = good && provider_undoes(sim);
    if (!is_missed)
        good = good && house_daily(sim) && house_release(sim, false)
            && carrier_goes(sim);
    uint32_t acts = 3 + dice(sim, 7);
    for (uint32_t i = 0; good && i < acts; i++) {
        world_sim_advance_us(&sim->world,
                             (int64_t)(1 + dice(sim, 2700)) * 1000000);
        good = act(sim);
        arena_clear(&sim->arena);
        arena_init(&sim->arena, ARENA_JOB_BYTES);
    }
    if (!good)
        return false;
    int64_t second = moment_seconds(sim->world.now);
    int64_t next = (second / 86400 + 1) * 86400 + OPENS_SECONDS;
    world_sim_advance_us(&sim->world, (next - second) * 1000000);
    return true;
}

static bool act(struct sim *sim)
{
    switch (dice(sim, 18)) {
    case 0: case 1: case 2: case 3: case 4:
        return desk_pays(sim);
    case 5:
        return desk_reverses(sim);
    case 6: case 7: case 8:
        return desk_calls(sim);
    case 9:
        return desk_hears(sim);
    case 10: case 11: case 12:
        return person_plans(sim);
    case 13:
        return person_pauses(sim);
    case 14:
        return person_looks(sim);
    case 15: case 16:
        return person_changes(sim);
    default:
        return provider_reads(sim, dice(sim, SIM_CLIENTS));
    }
}
