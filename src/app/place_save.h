/* place_save.h - how does one chunk of a client's file become debts?
 *
 * Used inside app only.  One chunk is one unit: persons, debts, transfers,
 * facts, acknowledgement rows and the batch's progress, or nothing.  A chunk
 * of a later file (intake/kind.h) is the same, with news in place of debts. */
#ifndef APP_PLACE_SAVE_H
#define APP_PLACE_SAVE_H

#include "app/app.h"
#include "client/client.h"
#include "intake/run.h"
#include "store/debt.h"

/* What the store says to a row that the file alone would accept. */
struct place_answer {
    enum intake_reason reason; /* REASON_NONE: nothing; it is as it was */
    struct money left;         /* with REASON_ABOVE_LEFT */
    struct money amount;       /* of a recall: what goes back */
    struct debt_id debt;       /* the account it speaks of */
};
struct place_chunk {
    struct app *app;
    const struct client *client;
    struct batch_id batch;
    int64_t lines_before;      /* the batch's progress this adds to */
    const struct intake_layout *layout;
    const struct intake_item *item;
    uint32_t count;
    int64_t facility[CLIENT_FACILITIES_MAX]; /* ids, as they were asked */
    struct place_answer answer[INTAKE_ITEMS_MAX]; /* filled */
};
bool place_chunk_save(struct place_chunk *chunk, struct caller caller,
                      struct err *err) MUST_USE;

/* The same question without saving: what would the store say? */
bool place_chunk_look(struct place_chunk *chunk, struct caller caller,
                      struct err *err) MUST_USE;

/* Puts answer i into the row and its verdict. */
void place_answer_apply(const struct place_chunk *chunk, uint32_t i,
                        struct intake_row *row,
                        struct intake_verdict *verdict);

/* New ways to reach a person; *is_new when there was one. */
struct place_reach {
    struct person_id person;
    const struct intake_row *row;
    bool is_new_person; /* nothing is known of them yet */
    bool is_look;       /* only look */
};
bool place_reach_save(struct db *db, struct caller caller,
                      struct place_reach ask, struct arena *arena,
                      bool *is_new, struct err *err) MUST_USE;

#endif
