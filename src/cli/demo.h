/* demo.h - what happens in a folder of invented people?
 *
 * Everything goes through the real house: agreements and files by the
 * router, the daily run, the courier's rounds, plans by people who found
 * their bill with the letter's code.  Only the clock is ours: it starts
 * `days` days ago, moves forward only, and never passes now. */
#ifndef CLI_DEMO_H
#define CLI_DEMO_H

#include "app/agency.h"
#include "cli/ask.h"
#include "client/agreement.h"

#define DEMO_MARK "demo"                /* the finished folder's mark */
#define DEMO_CLIENTS_MAX 4
#define DEMO_PEOPLE_MAX 1024            /* whose letters we noticed */
#define DEMO_PAYERS_MAX 256             /* accounts that will be paid */

/* Somebody a letter was written to. */
struct demo_person {
    char bill[REF_LEN + 1];
    char name[96];
    char ending[5];        /* of the account: names are not rare enough */
    char code[16];         /* empty until the courier carried it */
    bool is_used;          /* did something already */
    bool keeps_plan;       /* pays each month */
    bool pays_rest;        /* and all that is left with the first */
};

/* An account whose money will come by mail. */
struct demo_payer {
    uint32_t client;
    char account[48];
    struct money balance;
};

struct demo {
    struct cli *cli;
    struct world clock;
    int64_t behind_us;     /* our clock is so far behind the real one */
    struct cli_house house;
    const char *final, *final_keys; /* what it is called when it is done */
    const char *making, *making_keys;
    char day_words[48];    /* which day it is, for the progress */
    int64_t accounts, days, seed;
    uint32_t client_count;
    struct str client[DEMO_CLIENTS_MAX]; /* codes */
    struct str rep, provider, admin;     /* passwords */
    uint32_t person_count;
    struct demo_person person[DEMO_PEOPLE_MAX];
    uint32_t payer_count, payers_done;
    struct demo_payer payer[DEMO_PAYERS_MAX];
    struct str account_after[DEMO_CLIENTS_MAX]; /* where people_note was */
    uint32_t letters, payments, plans, calls, pauses, disputes, closed;
    uint32_t acts;         /* how many people did something */
};

/* One form to the router of this process; answers of 400 and more are
 * trouble, except 422 where `may_refuse` (a file with bad rows). */
bool demo_ask(struct demo *demo, const char *target, struct cli_form *form,
              bool may_refuse, struct arena *arena, struct str *json,
              struct err *err) MUST_USE;
/* Writes bytes into the spool, asks, removes them again. */
bool demo_ask_file(struct demo *demo, const char *target,
                   struct cli_form *form, struct str bytes,
                   const char *shown, struct arena *arena, struct str *json,
                   struct err *err) MUST_USE;

/* demo_staff.c: who works there, and all else that letters need. */
bool demo_staff(struct demo *demo, struct err *err) MUST_USE;

/* demo_payers.c: notes every so many accounts of a file. */
bool demo_payers_note(struct demo *demo, uint32_t client,
                      const struct client_agreement *agreement,
                      struct str csv, struct arena *arena,
                      struct err *err) MUST_USE;
/* What came by mail that day. */
bool demo_payments(struct demo *demo, struct arena *arena,
                   struct err *err) MUST_USE;

/* demo_days.c: day `index` of the history, 0 .. days. */
bool demo_day(struct demo *demo, int64_t index, struct err *err) MUST_USE;

/* demo_life.c: what people, and the representative, did that day. */
bool demo_life(struct demo *demo, struct arena *arena,
               struct err *err) MUST_USE;
/* Somebody whose page is worth looking at; their day of birth as ISO. */
bool demo_patient(struct demo *demo, struct arena *arena,
                  const struct demo_person **person, struct str *born_on,
                  struct err *err) MUST_USE;

#endif
