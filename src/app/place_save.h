/* place_save.h - how does one chunk of a placement file become debts?
 *
 * Used inside app only.  One chunk is one unit: persons, debts, opening
 * transfers, facts, acknowledgement rows and the batch's progress, or
 * nothing. */
#ifndef APP_PLACE_SAVE_H
#define APP_PLACE_SAVE_H

#include "app/app.h"
#include "client/client.h"
#include "intake/run.h"

struct place_chunk {
    struct app *app;
    const struct client *client;
    struct batch_id batch;
    int64_t lines_before;      /* the batch's progress this adds to */
    const struct intake_layout *layout;
    const struct intake_item *item;
    uint32_t count;
    int64_t facility[CLIENT_FACILITIES_MAX]; /* ids, as they were asked */
    bool is_known[INTAKE_ITEMS_MAX]; /* answer: was placed before */
};
bool place_chunk_save(struct place_chunk *chunk, struct caller caller,
                      struct err *err) MUST_USE;

/* The same question without saving: which accounts are known already? */
bool place_chunk_look(struct place_chunk *chunk, struct caller caller,
                      struct err *err) MUST_USE;

#endif
