/* preview.h - which column was understood as what, and how well?
 *
 * Looks at the first rows of a file before anything is placed: for each
 * column the field it is read as, how many cells hold a value, how many read
 * well, three values, and a field it might be meant for.  A column nobody
 * asks for (SSN, diagnosis) shows no value. */
#ifndef INTAKE_PREVIEW_H
#define INTAKE_PREVIEW_H

#include "base/base.h"
#include "intake/layout.h"
#include "intake/placement.h"

#define INTAKE_PREVIEW_ROWS 5000
#define INTAKE_PREVIEW_SAMPLES 3

struct intake_preview_column {
    enum intake_field field; /* FIELD_NONE: not read */
    enum intake_field hint;  /* of an unread one: did you mean? */
    bool is_unwanted;
    uint64_t filled, good;   /* cells with a value; of them, read well */
    uint32_t sample_count;
    struct str sample[INTAKE_PREVIEW_SAMPLES];
    struct str trouble;      /* about the first cell that does not read */
};
struct intake_preview {
    struct intake_layout layout; /* with what is missing, fatal_count */
    uint64_t rows;
    struct intake_preview_column *column; /* layout.column_count */
};

/* False only when the file cannot be read as a table at all. */
bool intake_preview(struct arena *arena, const struct intake_terms *terms,
                    enum intake_kind kind, enum words_language language,
                    struct csv *csv, struct intake_preview *preview,
                    struct err *err) MUST_USE;

#endif
