/* synthea.h - a placement file out of Synthea's invented patients.
 *
 * Joins claims, patients and organizations of $BEDSIDE_DATA/synthea/r4-flat.
 * The balance of a row is CLAIM_TOTAL - EOB_PAYMENT rounded half up to the
 * cent, from the digits; insurance_paid is what is left of the charges, so
 * every row adds up.  4,554 accounts, $3,748,174.55. */
#ifndef TEST_INTAKE_SYNTHEA_H
#define TEST_INTAKE_SYNTHEA_H

#include "base/base.h"

#define SYNTHEA_ACCOUNTS 4554
#define SYNTHEA_CENTS INT64_C(374817455)
#define SYNTHEA_DEAD 83
#define SYNTHEA_FACILITY "SYN" /* one facility for all organizations */

/* Appends the CSV to buf.  False with a word when the folder is absent or is
 * not what we expect. */
bool synthea_placement(struct arena *arena, const char *folder,
                       struct buf *buf, struct err *err);

#endif
