/* kind.h - what does this file hold: new accounts, or news of old ones?
 *
 * A client sends new accounts, and later what changed: adjustments, payments
 * made to the provider, recalls, addresses, insurance.  The kind is said, or
 * found from the names of the columns.  A guess is never stored wrongly: a
 * file that could be two kinds is refused with a sentence, and each kind has
 * columns it cannot do without. */
#ifndef INTAKE_KIND_H
#define INTAKE_KIND_H

#include "base/base.h"
#include "client/agreement.h"
#include "intake/field.h"

/* The numbers are stored with a batch. */
enum intake_kind {
    INTAKE_KIND_UNSAID,
    INTAKE_PLACEMENT,
    INTAKE_ADJUSTMENT, /* lowers a bill */
    INTAKE_PAYMENT,    /* the provider has the money */
    INTAKE_RECALL,     /* the provider takes the account back */
    INTAKE_ADDRESS,    /* where the person can be reached now */
    INTAKE_INSURANCE,  /* an insurer was found, and has yet to decide */
    INTAKE_KIND_COUNT
};
const char *intake_kind_word(enum intake_kind kind); /* "adjustments", ... */
enum intake_kind intake_kind_parse(struct str word); /* or UNSAID */

/* Do its rows bring an amount of money? */
bool intake_kind_has_amount(enum intake_kind kind);

/* A set of FIELD_BIT: the columns a file of this kind may bring. */
uint64_t intake_kind_fields(enum intake_kind kind);

/* From the header; UNSAID when it could be more than one. */
enum intake_kind intake_kind_find(const struct str *header, uint32_t count,
                                  const struct client_agreement *agreement);

#endif
