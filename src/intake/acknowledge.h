/* acknowledge.h - what do we tell the provider about each row and cent?
 *
 * The tally counts rows and cents by outcome; rows whose balance cannot be
 * read count as `unread`, without cents.  It must add up: accepted + held +
 * refused + known = all rows, and the same for the cents that can be read.
 *
 * The acknowledgement is a CSV with one line for each row, or a JSON. */
#ifndef INTAKE_ACKNOWLEDGE_H
#define INTAKE_ACKNOWLEDGE_H

#include "base/base.h"
#include "intake/check.h"
#include "intake/layout.h"
#include "intake/placement.h"
#include "text/csv.h"
#include "text/json.h"

struct intake_count {
    uint64_t rows;
    struct money cents;
};

struct intake_tally {
    uint64_t rows;        /* counted as they were read */
    struct money cents;   /* of every balance that can be read */
    uint64_t unread;      /* rows whose balance cannot */
    struct intake_count of[INTAKE_OUTCOME_COUNT];
    uint64_t reason[REASON_COUNT];      /* by the strongest of each row */
    uint64_t filled[FIELD_COUNT];       /* cells that held a value */
};

/* False when a sum passes MONEY_MAX_CENTS: the file is refused. */
bool intake_tally_add(struct intake_tally *tally,
                      const struct intake_row *row,
                      const struct intake_verdict *verdict,
                      struct err *err) MUST_USE;
/* Do rows and cents add up?  False is a bug or a torn sum. */
bool intake_tally_adds_up(const struct intake_tally *tally);

/* What is wrong, for people: "“1,2x” is not an amount of money". */
struct str intake_problem_words(struct arena *arena,
                                enum words_language language,
                                const struct intake_problem *problem);
/* How to mend it: "Fill in the account number." */
struct str intake_problem_fix(struct arena *arena,
                              enum words_language language,
                              const struct intake_problem *problem);
/* With the place: "line 12, column 7 (Balance): ... .  Write it like ..." */
struct str intake_problem_line(struct arena *arena,
                               const struct intake_layout *layout,
                               const struct intake_row *row,
                               const struct intake_problem *problem);
/* Every problem of a row, strongest first, in one text for a cell. */
struct str intake_row_words(struct arena *arena,
                            const struct intake_layout *layout,
                            const struct intake_row *row);

/* line, account, outcome, amount, column, column name, found, code, reason,
 * how to fix.  The amount column sums to the tally's cents. */
void intake_ack_head(struct csv_out *out);
void intake_ack_row(struct arena *arena, const struct intake_layout *layout,
                    const struct intake_row *row,
                    const struct intake_verdict *verdict,
                    struct csv_out *out);

/* The tally as an object: rows, outcomes with cents, reasons, coverage. */
void intake_tally_json(const struct intake_tally *tally,
                       const struct intake_layout *layout,
                       struct json_out *out);
/* "4,554 rows: 4,100 accepted ($3,000,000.00), ..." for the terminal. */
struct str intake_tally_words(struct arena *arena,
                              const struct intake_tally *tally);

#endif
