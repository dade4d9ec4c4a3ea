/* placement.h - what does one row of a placement file say?
 *
 * Cells to typed values; nothing is judged here (check.h does).  A cell that
 * cannot be read adds a problem and leaves its value unknown.  All problems
 * of a row are found in one run. */
#ifndef INTAKE_PLACEMENT_H
#define INTAKE_PLACEMENT_H

#include "base/base.h"
#include "client/agreement.h"
#include "debt/debt.h"
#include "intake/field.h"
#include "intake/layout.h"
#include "intake/read.h"
#include "intake/reason.h"
#include "person/person.h"

#define INTAKE_PROBLEMS_MAX 12
#define INTAKE_PHONES_MAX 2

struct intake_problem {
    enum intake_reason reason;
    enum intake_field field; /* FIELD_NONE: the whole row */
    uint32_t column;         /* in the file, from 1; 0: no one column */
    struct str found;        /* the cell, cut; in the arena; may be absent */
    struct str hint;         /* "did you mean"; may be absent */
    int64_t number;          /* a line, a width, a limit: by reason */
    struct money amount;     /* a difference or a limit: by reason */
};

struct intake_row {
    uint64_t line;      /* in the file, from 1 */
    uint64_t given;     /* set of FIELD_BIT: cells that hold a read value */
    struct str account, facility, external_person, insurer;
    struct person_name patient;
    struct day patient_born, patient_died;
    struct person_name guarantor;
    struct day guarantor_born;
    enum language language;
    struct person_address address;
    struct str phone[INTAKE_PHONES_MAX]; /* ten digits; absent ones last */
    struct str email;
    struct day service_from, service_to;
    struct money charged, insurance_paid, adjusted, person_paid, balance;
    struct day itemization_on;
    enum itemization_kind itemization_kind;
    struct money itemization_amount;
    struct day last_statement_on, first_bill_on;
    enum intake_flag in_default;
    struct day event_on;  /* of an adjustment, a payment, a recall */
    struct str reference; /* the provider's own number for it */
    uint32_t holds;     /* set of 1u << enum intake_hold, from the notes */
    uint32_t problem_count;
    uint32_t problems_left_out; /* past the maximum; the row is refused */
    struct intake_problem problem[INTAKE_PROBLEMS_MAX];
};

/* Why an account is kept but not worked.  Each becomes a fact of the debt:
 * deceased, bankruptcy, attorney, dispute; other payer is a plain hold. */
enum intake_hold {
    HOLD_DECEASED, HOLD_BANKRUPTCY, HOLD_ATTORNEY, HOLD_DISPUTED,
    HOLD_OTHER_PAYER, HOLD_COUNT
};

/* What reading depends on beside the file. */
struct intake_terms {
    const struct client_agreement *agreement;
    struct day today; /* the local business day of the import */
};

/* Fills *row whole.  Its texts point into the record (until the next
 * csv_next) or into the arena; intake_row_keep moves all into the arena. */
void intake_parse(struct arena *arena, const struct csv_record *record,
                  const struct intake_layout *layout,
                  const struct intake_terms *terms, struct intake_row *row);

/* Copies every text the row holds into the arena. */
void intake_row_keep(struct arena *arena, struct intake_row *row);

/* Adds a problem; past the maximum it is only counted. */
void intake_row_problem(struct intake_row *row,
                        struct intake_problem problem);

#endif
