/* check.h - may this row become a debt?
 *
 * Judges one parsed row against the agreement and the day.  Pure: whether
 * the account is known already, the store says; whether it stands twice in
 * this file, seen.h says.
 *
 * Refused: any cell that could not be read; no balance, zero, or below the
 * agreement's least; charges - insurance - adjustments - paid is not the
 * balance; facility unknown; service in the future, or too old; a patient
 * under 18 now or on the day of care and no adult guarantor; bad debt
 * without an amount on an itemization date (Rule RF-34-item).
 * Held: the person who would be asked has died; notes that speak of
 * bankruptcy, an attorney, a dispute, another payer.  A held account is
 * placed, counted apart and not worked.
 *
 * Rule APP-1: early-out only when the agreement says so, the agreement does
 * not say default, and the row does not say default or something unclear. */
#ifndef INTAKE_CHECK_H
#define INTAKE_CHECK_H

#include "base/base.h"
#include "client/agreement.h"
#include "debt/debt.h"
#include "intake/placement.h"

/* The numbers are stored with a batch's rows. */
enum intake_outcome {
    INTAKE_UNSET,    /* nobody decided: counts as refused */
    INTAKE_ACCEPTED,
    INTAKE_HELD,     /* accepted, and kept from being worked */
    INTAKE_REFUSED,
    INTAKE_KNOWN,    /* this client placed this account before */
    INTAKE_OUTCOME_COUNT
};
const char *intake_outcome_word(enum intake_outcome outcome);

struct intake_verdict {
    enum intake_outcome outcome;
    uint32_t holds;            /* set of 1u << enum intake_hold */
    enum program program;
    bool asks_guarantor;       /* false: the patient is the one to ask */
    uint32_t facility;         /* index into agreement->facility */
    bool is_itemized;          /* the file said all five amounts */
    struct debt_bill bill;     /* adds up; unless refused */
    enum itemization_kind itemization_kind;
    struct day itemization_on;
    struct money itemization_amount;
};

/* Adds its problems to the row and fills *verdict whole. */
void intake_check(struct arena *arena, const struct intake_terms *terms,
                  const struct intake_layout *layout, struct intake_row *row,
                  struct intake_verdict *verdict);

/* The store or seen.h knows more: the reason takes the place of all others
 * and says the outcome; a duplicate names its line.  A row already refused
 * stays refused. */
void intake_verdict_answer(struct intake_row *row,
                           struct intake_verdict *verdict,
                           struct intake_problem problem);
void intake_verdict_duplicate(const struct intake_layout *layout,
                              struct intake_row *row,
                              struct intake_verdict *verdict, uint64_t line);

/* Who would be asked: the guarantor, else the patient. */
const struct person_name *intake_asked(const struct intake_row *row,
                                       const struct intake_verdict *verdict);
struct day intake_asked_born(const struct intake_row *row,
                             const struct intake_verdict *verdict);

/* The strongest problem (refuse before hold before note), or NULL. */
const struct intake_problem *intake_row_reason(const struct intake_row *row);

#endif
