/* sim.h - what happens in one simulated month?
 *
 * The actors: providers who send files, people with letters, mailed payments,
 * representatives, the daily run, the courier; and faults in the store. */
#ifndef TESTS_SIM_H
#define TESTS_SIM_H

#include "base/base.h"

#define SIM_DAYS 30
#define SIM_BILLS_MAX 4000

struct sim;

struct sim *calloc_sim(void);
bool sim_begin(struct sim *sim, uint64_t seed, const char *root);
bool sim_day(struct sim *sim);
/* Everything acknowledged must be there, once; verify must be good. */
bool sim_settle(struct sim *sim, char digest[65]);
const char *sim_words(const struct sim *sim); /* what went wrong */
void sim_end(struct sim *sim);

#endif
