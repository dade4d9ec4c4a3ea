/* synonym.h - what do providers usually call a column?
 *
 * A table of header names, gathered from the published import formats of five
 * collection and hospital systems and from practice-management exports.  Only
 * letters and digits count, in any case: "Acct #", "ACCT" and "acct" are one.
 * An agreement's `columns` goes before this table. */
#ifndef INTAKE_SYNONYM_H
#define INTAKE_SYNONYM_H

#include "base/base.h"
#include "intake/field.h"

/* Which of these fields (a set of FIELD_BIT) is this header usually used
 * for?  FIELD_NONE: none of them. */
enum intake_field intake_synonym(struct str header, uint64_t fields);

/* A column that providers often send and payment work does not need: SSN,
 * diagnosis, procedure, employer.  Never read (minimum necessary). */
bool intake_synonym_is_unwanted(struct str header);

/* Edits from the header to the nearest name of any of the fields; limit + 1
 * when farther. */
uint32_t intake_synonym_distance(struct str header, uint64_t fields,
                                 uint32_t limit);

#endif
