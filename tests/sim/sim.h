/* sim.h - who plays in one simulated month, and what do they share?
 *
 * sim.c      seeds in, digests out       browser.c  how a request is answered
 * month.c    who does what on which day  faults.c   what goes wrong
 * house.c    the beginning and the end   model.c    what was acknowledged
 * people.c   patients at /m              desk.c     representatives
 * provider.c files, imports, reports     carrier.c  letters leave
 *
 * Every act answers false when something does not hold; the words are kept
 * (wrong) and end the month. */
#ifndef TESTS_SIM_H
#define TESTS_SIM_H

#include "base/base.h"
#include "base/world_sim.h"
#include "web/web.h"

#include "browser.h"
#include "model.h"

#define SIM_DAYS 30
#define SIM_CLIENTS 2
#define SIM_TRIES_MAX 12 /* a fault goes away sooner */

struct sim_fault { /* what is armed now */
    uint64_t store_before; /* faults of the store that struck until then */
    bool has_files;        /* the at_call-th call of a kind fails */
    enum world_call call;
    int64_t at_call, calls_before;
    bool is_clock_back;
};

struct sim {
    struct world_sim world;
    struct app app;
    struct web web;
    struct app_options options;
    struct arena arena; /* cleared after each act */
    char root[256], folder[300];
    uint64_t dice;
    struct sim_fault fault;
    struct model model;
    struct browser desk, provider[SIM_CLIENTS];
    uint32_t files;             /* sent so far: each has its own name */
    uint32_t rows[SIM_CLIENTS]; /* of the provider's accounts, sent so far */
    struct {
        uint32_t requests, faults, lost, deaths, stale, jumps, missed;
        uint32_t finds, plans, changes, pauses, calls, facts, undone, held;
    } count;
    char words[600];
};

/* The same seed draws the same. */
uint32_t dice(struct sim *sim, uint32_t sides);
bool wrong(struct sim *sim, const char *format, ...) PRINTF_LIKE(2, 3);
struct str sim_client_code(uint32_t client);

/* house.c: an empty house with two agreements and three logins; at the end
 * house and model must agree, and verify must be good. */
bool house_begin(struct sim *sim, uint64_t seed, const char *root);
bool house_settle(struct sim *sim, char digest[65]);
void house_end(struct sim *sim);
bool house_daily(struct sim *sim); /* every date that is due */
/* Somebody lets the letters go; now and then they forget or hold them back,
 * unless all. */
bool house_release(struct sim *sim, bool is_all);

bool month_day(struct sim *sim);

/* faults.c: begin arms something, or nothing; end disarms and says whether it
 * struck.  try counts from 0: later tries fail less. */
enum { FAULT_FILES = 1, FAULT_CLOCK = 2 }; /* beside the store's */
void fault_begin(struct sim *sim, uint32_t may, uint32_t try);
bool fault_end(struct sim *sim);
void fault_half_file(struct sim *sim); /* the file that is written next */
bool fault_is_missed_day(struct sim *sim); /* or two days are skipped */

/* Acts.  Nobody to do it for is no trouble. */
bool person_looks(struct sim *sim);
bool person_plans(struct sim *sim);
bool person_changes(struct sim *sim);
bool person_pauses(struct sim *sim);
bool desk_pays(struct sim *sim);
bool desk_reverses(struct sim *sim);
bool desk_calls(struct sim *sim);
bool desk_hears(struct sim *sim);
bool provider_sends(struct sim *sim, uint32_t client, uint32_t rows);
bool provider_undoes(struct sim *sim);
bool provider_reads(struct sim *sim, uint32_t client);
bool carrier_goes(struct sim *sim);
bool carrier_settles(struct sim *sim); /* manifests against the model */

#endif
