/* defects.h - a placement file whose mistakes are known.
 *
 * Made from a seed, without any code of intake: each row is sound, written in
 * one of the ways files come in and sometimes at the very edge of what may
 * be, or has exactly one planted defect.  What the acknowledgement must say
 * of each line is written down beside it. */
#ifndef TEST_INTAKE_DEFECTS_H
#define TEST_INTAKE_DEFECTS_H

#include "base/base.h"

enum defect {
    DEFECT_NONE,
    /* the line */
    DEFECT_WIDTH, DEFECT_ENCODING, DEFECT_QUOTE, DEFECT_TWICE,
    /* cells */
    DEFECT_ACCOUNT_EMPTY, DEFECT_FORMULA, DEFECT_DATE_SHAPE,
    DEFECT_DATE_ABSENT, DEFECT_DATE_FUTURE, DEFECT_DATE_SERIAL,
    DEFECT_AMOUNT_SHAPE, DEFECT_AMOUNT_NEGATIVE, DEFECT_AMOUNT_DECIMALS,
    DEFECT_AMOUNT_EXPONENT, DEFECT_STATE, DEFECT_ZIP,
    /* what they say together */
    DEFECT_ZERO, DEFECT_SMALL, DEFECT_SUM, DEFECT_FACILITY, DEFECT_OLD,
    DEFECT_CHILD, DEFECT_CHILD_PAYS, DEFECT_BIRTH, DEFECT_UNITEMIZED,
    DEFECT_ABOVE_ITEMIZED, DEFECT_ITEMIZED_EARLY,
    /* whom nobody may ask */
    DEFECT_DEATH, DEFECT_BANKRUPTCY, DEFECT_ATTORNEY, DEFECT_DISPUTE,
    DEFECT_PAYER,
    DEFECT_COUNT
};
const char *defect_code(enum defect defect);    /* of the acknowledgement */
const char *defect_outcome(enum defect defect); /* "refused" or "held" */
const char *defect_column(enum defect defect);  /* a header, or "" */

struct defects {
    uint64_t dice;
    struct day today;
    uint32_t count;
    enum defect *planted; /* of row i, on line i + 2 */
    struct money *amount; /* that the line's balance says; -1: none to read */
    struct str bytes;
};
/* About one row in five has a defect, every kind as often as any other. */
void defects_make(struct arena *arena, uint64_t seed, struct day today,
                  uint32_t count, struct defects *defects);

#endif
