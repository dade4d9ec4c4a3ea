/* run.h - how does a file become rows with a verdict?
 *
 * Records come from a CSV reader, items go to a callback; in between memory
 * is bounded (INTAKE_RUN_BYTES and about 16 bytes a row).  No clock, no file,
 * no database.
 *
 * A trouble of the whole file (a header, a NUL, a quote never closed, no row
 * at all) may show after many items were taken.  Whoever stores therefore
 * runs a file twice: first without storing, to the end; then for real. */
#ifndef INTAKE_RUN_H
#define INTAKE_RUN_H

#include "base/base.h"
#include "intake/acknowledge.h"
#include "intake/check.h"
#include "intake/layout.h"
#include "intake/placement.h"

#define INTAKE_ITEMS_MAX 500 /* about 20 ms to store */
#define INTAKE_RUN_BYTES ((size_t)32 << 20)

struct intake_item {
    struct intake_row row;
    struct intake_verdict verdict;
};

/* Takes up to INTAKE_ITEMS_MAX items in file order; they and their texts die
 * when it returns.  It may turn an accepted or held item into another outcome
 * (intake_verdict_answer); the tally counts after it.  False stops the run. */
typedef bool intake_take_fn(void *context, const struct intake_layout *layout,
                            struct intake_item *item, uint32_t count,
                            struct err *err);

struct intake_run {
    struct intake_terms terms;
    enum intake_kind kind;   /* unsaid: found from the columns */
    uint64_t hash_key[2];    /* random, from the caller's world */
    struct csv *csv;         /* open, at its beginning */
    intake_take_fn *take;    /* may be NULL: only count */
    void *take_context;
};

/* arena holds the layout.  *layout and *tally are filled as far as the run
 * came, also when it fails (layout->problem lists all problems of a
 * header). */
bool intake_run(struct arena *arena, const struct intake_run *run,
                struct intake_layout *layout, struct intake_tally *tally,
                struct err *err) MUST_USE;

/* The same from memory we trust to be read here. */
bool intake_run_bytes(struct arena *arena, struct str bytes,
                      struct intake_run run, struct intake_layout *layout,
                      struct intake_tally *tally, struct err *err) MUST_USE;

#endif
