/* sample.h - agreements, days and one-row files for the tests of intake. */
#ifndef TEST_INTAKE_SAMPLE_H
#define TEST_INTAKE_SAMPLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"
#include "intake/run.h"

static struct client_facility sample_facility[] = {
    { { "MAIN", 4 }, { "Lakeside Clinic", 15 }, { "Milwaukee", 9 },
      { "WI", 2 } },
    { { "NORTH", 5 }, { "Lakeside North", 14 }, { "Milwaukee", 9 },
      { "WI", 2 } },
};

static inline struct day sample_day(int32_t year, uint32_t month,
                                    uint32_t day)
{
    struct day out = DAY_NONE;
    assert_true(day_from_civil(year, month, day, &out));
    return out;
}

static inline struct client_agreement sample_early_out(void)
{
    return (struct client_agreement){
        .code = STR("LAKESIDE"), .name = STR("Lakeside Clinic, Inc."),
        .known_as = STR("Lakeside Clinic"), .program = STR("early_out"),
        .balance_min = { 500 }, .place_days_max = 730,
        .facility_count = 2, .facility = sample_facility,
    };
}

static inline struct client_agreement sample_bad_debt(void)
{
    struct client_agreement agreement = sample_early_out();
    agreement.program = STR("bad_debt");
    agreement.default_at_placement = true;
    return agreement;
}

#define SAMPLE_TODAY sample_day(2026, 11, 25)

struct sample {
    struct arena arena;
    struct intake_layout layout;
    struct intake_tally tally;
    struct err err;
    uint32_t count;
    struct intake_item item[64]; /* the first ones; texts are copied */
    bool is_done;
};

static inline bool sample_take(void *context,
                               const struct intake_layout *layout,
                               struct intake_item *item, uint32_t count,
                               struct err *err)
{
    (void)layout;
    (void)err;
    struct sample *sample = context;
    for (uint32_t i = 0; i < count; i++) {
        if (sample->count == 64)
            return true;
        struct intake_item *kept = &sample->item[sample->count++];
        *kept = item[i];
        intake_row_keep(&sample->arena, &kept->row);
        for (uint32_t k = 0; k < kept->row.problem_count; k++) {
            struct intake_problem *problem = &kept->row.problem[k];
            problem->found = str_copy(&sample->arena, problem->found);
            problem->hint = str_copy(&sample->arena, problem->hint);
        }
    }
    return true;
}

/* Runs a whole file; the sample must be cleared with sample_clear. */
static inline void sample_run(struct sample *sample, struct str bytes,
                              const struct client_agreement *agreement)
{
    memset(sample, 0, sizeof *sample);
    arena_init(&sample->arena, ARENA_JOB_BYTES);
    struct intake_run run = {
        .terms = { .agreement = agreement, .today = SAMPLE_TODAY },
        .hash_key = { 1, 2 },
        .take = sample_take, .take_context = sample,
    };
    sample->is_done = intake_run_bytes(&sample->arena, bytes, run,
                                       &sample->layout, &sample->tally,
                                       &sample->err);
}

static inline void sample_clear(struct sample *sample)
{
    arena_clear(&sample->arena);
}

/* Does the row have this problem (and is it told at this column)? */
static inline const struct intake_problem *sample_find(
    const struct intake_item *item, enum intake_reason reason)
{
    for (uint32_t i = 0; i < item->row.problem_count; i++)
        if (item->row.problem[i].reason == reason)
            return &item->row.problem[i];
    return NULL;
}

#define SAMPLE_HEAD                                                          \
    "account,facility,patient_first,patient_last,patient_birth_date,"       \
    "patient_death_date,guarantor_first,guarantor_last,"                    \
    "guarantor_birth_date,address1,city,state,zip,phone1,service_date,"     \
    "charges,insurance_paid,adjustments,patient_paid,balance,"              \
    "itemization_date,itemization_kind,itemization_amount,notes\n"
#define SAMPLE_ROW                                                           \
    "A1,MAIN,Rosa,Montesol,03/27/1980,,,,,12 Oak Street,Milwaukee,WI,"      \
    "53204,414-555-0100,09/01/2026,1000.00,600.00,150.00,50.00,200.00,"     \
    "10/01/2026,last_statement,250.00,\n"

#endif
