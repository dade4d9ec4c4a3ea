/* rule.h - which rule is it, and how do we say it to people?
 *
 * A rule is a static row: its id is the one of docs/rules.tsv, its citation
 * what counsel looks up, its words what a person reads (grade 6, both
 * languages, a whole sentence). */
#ifndef LAW_RULE_H
#define LAW_RULE_H

#include "base/base.h"

struct rule {
    const char *id;       /* "RF-14b-7in7" */
    const char *citation; /* "12 CFR 1006.14(b)(2)(i)(A)" */
    const char *words_en;
    const char *words_es;
};

#endif
