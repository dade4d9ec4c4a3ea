/* case.h - does the gate answer as counsel wrote down?
 *
 * Runs `.case` text (docs/cases.md is its whole language) on the gate.  A
 * line that does not read counts as failed: a case that cannot be read has
 * not been kept. */
#ifndef CONTACT_CASE_H
#define CONTACT_CASE_H

#include "base/base.h"
#include "contact/zones.h"
#include "law/law.h"

#define CASE_TEXT_MAX 400

struct case_failure {
    struct str file;
    uint32_t line;
    struct str name;     /* "D-01" */
    struct str expected; /* valid during the call only */
    struct str found;
};

struct case_report {
    void *context;
    /* Called once per failed line; may be NULL. */
    void (*fail)(void *context, const struct case_failure *failure);
    uint32_t passed, failed; /* added to, so several files can share it */
};

/* Runs every line of one file.  scratch is used and given back. */
void contact_case_run(struct str text, struct str file,
                      const struct contact_zone_book *book,
                      const struct law_table *law, struct arena *scratch,
                      struct case_report *report);

#endif
