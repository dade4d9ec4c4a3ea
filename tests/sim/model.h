/* model.h - what was acknowledged, so that the house must know it?
 *
 * Kept beside the house and never read from it, except who stands behind a
 * reference (model_learn): people know their birthday, providers their
 * accounts. */
#ifndef TESTS_SIM_MODEL_H
#define TESTS_SIM_MODEL_H

#include "base/base.h"
#include "message/message.h"

#define MODEL_BILLS_MAX 2000
#define MODEL_PAYMENTS_MAX 4000
#define MODEL_LETTERS_MAX 6000
#define MODEL_BATCHES_MAX 200

struct sim;

struct model_bill {
    char ref[REF_LEN + 1];
    char code[16];       /* of a letter that left; "": none yet */
    uint32_t client, batch;
    struct person_id person;
    struct debt_id debt;
    struct day born_on;
    struct money owed;   /* after all that was acknowledged */
    uint32_t letters;    /* a set of enum message_kind: left */
    bool is_stopped, has_plan, is_undone, was_taken, was_called, was_paid;
    struct moment paused_until;
};
struct model_payment {
    char ref[REF_LEN + 1];
    uint32_t bill;
    struct money amount;
    struct day on, reversed_on; /* DAY_NONE: it stands */
};
struct model_letter { /* the house said that it left */
    char ref[REF_LEN + 1];
    uint32_t manifests; /* that list it */
};
struct model_batch {
    char ref[REF_LEN + 1];
    uint32_t client, accepted, held, refused, known;
    uint32_t rows_before; /* of the provider's accounts */
    bool is_undone;
};

struct model {
    uint32_t bill_count, payment_count, letter_count, batch_count;
    struct model_bill bill[MODEL_BILLS_MAX];
    struct model_payment payment[MODEL_PAYMENTS_MAX];
    struct model_letter letter[MODEL_LETTERS_MAX];
    struct model_batch batch[MODEL_BATCHES_MAX];
};

/* A bill of the provider's list: new, or known with what the list says is
 * left, which must be what the model says. */
bool model_learn(struct sim *sim, struct str ref, uint32_t client,
                 struct money left);
/* A bill that is not undone, or NULL; with_code: whose person has a letter. */
struct model_bill *model_pick(struct sim *sim, bool with_code);
/* Whether collecting by phone must be refused now. */
bool model_may_not_call(struct sim *sim, const struct model_bill *bill);
/* The house said that a letter may leave, or (is_sent) that it has left: a
 * second first letter is wrong.  code may be absent. */
bool model_letter_leaves(struct sim *sim, struct str ref, struct str code,
                         bool is_sent);
struct model_letter *model_letter_find(struct sim *sim, struct str ref);
/* What a remittance through that day must hold for a client. */
struct money model_gross(const struct sim *sim, uint32_t client,
                         struct day through);
/* Each bill's balance, and each payment once, nothing else. */
bool model_agrees(struct sim *sim);

#endif
