/* invent.h - where do the demo's accounts come from?
 *
 * Made from a seed: the same seed, count, agreement and day give the same
 * bytes.  Names and streets are our own word lists and name nobody; phone
 * numbers are of the 555-01XX kind that is never given out; towns are real
 * places with their own ZIP and area code, in every US time zone.  Some rows
 * are minors, some people have died, and a few are broken on purpose, so the
 * acknowledgement has something to say. */
#ifndef INTAKE_INVENT_H
#define INTAKE_INVENT_H

#include "base/base.h"
#include "client/agreement.h"

#define INTAKE_INVENT_MAX 5000000

/* Appends a CSV file with header to buf; column names are the agreement's
 * where it maps them.  buf->failed tells when it did not fit. */
void intake_invent(uint64_t seed, uint32_t count,
                   const struct client_agreement *agreement,
                   struct day today, struct buf *buf);

/* The same row by row, for files too large for a buf: row 0 is the header. */
void intake_invent_row(uint64_t seed, uint32_t row,
                       const struct client_agreement *agreement,
                       struct day today, struct buf *buf);

#endif
