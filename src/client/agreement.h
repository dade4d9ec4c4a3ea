/* agreement.h - the agreement's fields, as read and checked.
 *
 * Filled by intake/agreement.c from YAML; the store keeps the YAML text and
 * reads it again, so there is one spelling of every default. */
#ifndef CLIENT_AGREEMENT_H
#define CLIENT_AGREEMENT_H

#include "base/base.h"

#define CLIENT_FACILITIES_MAX 200
#define CLIENT_COLUMNS_MAX 64
#define CLIENT_PLAN_MONTHS_MAX 60

struct client_facility {
    struct str code;   /* as in the placement file */
    struct str name;   /* name patients know; names no condition */
    struct str city;
    struct str state;  /* two letters: the second state of APP-2 */
};

/* Which column of their files is which field of ours. */
struct client_column {
    struct str field;  /* ours: "account", "guarantor_last", ... */
    struct str column; /* theirs, as in the header line */
};

struct client_agreement {
    struct str code;
    struct str name;          /* legal name of the creditor */
    struct str known_as;      /* what patients call it */
    struct str program;       /* "early_out" or "bad_debt" */
    bool default_at_placement;/* APP-1, said by the contract */
    struct str phone;         /* ten digits: the provider's own line */
    struct str website;
    struct str help_url;      /* financial assistance policy */
    struct str help_phone;
    /* The brand that speaks in letters and pages: the provider's for early
     * out, the agency's for bad debt. */
    struct str brand_name;
    struct str brand_line1, brand_line2, brand_city, brand_state, brand_zip;
    struct str brand_phone;
    struct str brand_hours_en, brand_hours_es;
    int64_t fee_ppm;          /* contingency fee of collected, per million */
    int64_t plan_months_max;
    struct money plan_payment_min;
    int64_t plan_missed_max;  /* payments missed before a person looks */
    struct money balance_min; /* placements below are refused */
    int64_t place_days_max;   /* oldest service date accepted, in days */
    bool amounts_half_up;     /* `round: half_up`: tenths of cents rounded */
    bool dates_excel;         /* a date cell may be a spreadsheet's serial */
    uint32_t facility_count;
    struct client_facility *facility;
    uint32_t column_count;
    struct client_column *column;
};

/* The last day on which care that ended then may be placed or asked for:
 * place_days_max after it; DAY_NONE when the agreement sets no limit. */
struct day client_asks_through(const struct client_agreement *agreement,
                               struct day care_ended);

/* Index of the facility with this code (ASCII case does not count), or
 * facility_count when there is none. */
uint32_t client_facility_find(const struct client_agreement *agreement,
                              struct str code);

#endif
