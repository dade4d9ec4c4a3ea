/* layout.h - which column of this file is which field of ours?
 *
 * From the header line: first the agreement's `columns`, else our table of
 * usual names (case, blanks and punctuation do not count).  What cannot be
 * told is a problem of the whole file, and then no row is read: a required
 * field without a column, a header given twice, two columns for one field, a
 * mapped column that is not there.  Columns we do not know or do not want are
 * listed, not read.
 *
 * In a later file (kind.h) the agreement's names help, but need not be there:
 * the agreement speaks of the placements. */
#ifndef INTAKE_LAYOUT_H
#define INTAKE_LAYOUT_H

#include "base/base.h"
#include "client/agreement.h"
#include "intake/field.h"
#include "intake/kind.h"
#include "text/csv.h"

#define INTAKE_LAYOUT_PROBLEMS_MAX 40
#define INTAKE_HEADER_MAX 120 /* bytes of one header */

struct intake_layout_problem {
    uint32_t column; /* in the file, from 1; 0 when it is missing */
    bool is_fatal;   /* false: only worth saying */
    struct str words;/* "line 1, column 7 (Balence): ..." */
};

struct intake_layout {
    uint64_t line;               /* of the header */
    enum words_language language;/* of the problems' words */
    enum intake_kind kind;       /* as said, else as found */
    uint32_t column_count;
    struct str *header;          /* column_count, as they stand, trimmed */
    uint8_t *field;              /* column_count: enum intake_field */
    uint32_t column[FIELD_COUNT];/* from 1; 0: the file has no such column */
    uint64_t fields;             /* a set of FIELD_BIT: the coverage */
    uint32_t problem_count, fatal_count;
    struct intake_layout_problem problem[INTAKE_LAYOUT_PROBLEMS_MAX];
};

/* Fills *layout whole.  False when a problem is fatal; err then holds the
 * first of them, layout->problem all.  kind may be unsaid. */
bool intake_layout_read(struct arena *arena, const struct csv_record *header,
                        const struct client_agreement *agreement,
                        enum intake_kind kind, enum words_language language,
                        struct intake_layout *layout,
                        struct err *err) MUST_USE;

/* The column's header for a field, or "" when there is none. */
struct str intake_layout_header(const struct intake_layout *layout,
                                uint32_t column);

#endif
