/* contact.h - what do we know that the gate must read?
 *
 * All of it in one call, as known at one moment; and how question and answer
 * are kept, so that the answer can be derived again. */
#ifndef STORE_CONTACT_H
#define STORE_CONTACT_H

#include "contact/decide.h"
#include "contact/facts.h"
#include "db/db.h"
#include "store/debt.h"

#define STORE_ATTEMPT_DAYS 31 /* how far back the gate may count */

/* Fills *facts whole; person and debt are already loaded and must live as
 * long as facts.  facility_state comes from the agreement. */
struct contact_load {
    const struct law_table *law;
    const struct contact_zone_book *book;
    const struct person_stored *person;
    const struct debt_stored *debt;
    struct str facility_state;
    struct str message; /* as in contact_ask: stops may name it */
    struct moment as_of;
};
bool contact_facts_load(struct db *db, struct caller caller,
                        const struct contact_load *load, struct arena *arena,
                        struct contact_facts *facts,
                        struct err *err) MUST_USE;

/* Keeps question, answer, reasons (JSON), zones with their offsets and the
 * digests, under a new id and ref. */
struct contact_kept {
    struct answer_id id;
    struct ref ref;
};
bool contact_answer_save(struct db *db, struct caller caller,
                         const struct contact_facts *facts,
                         const struct contact_ask *ask,
                         const struct contact_answer *answer,
                         struct str facts_hash, struct str build,
                         struct arena *arena, struct contact_kept *kept,
                         struct err *err) MUST_USE;

/* The facts of a person in the store's form. */
bool contact_fact_rows(struct db *db, struct caller caller,
                       struct person_id person, struct moment as_of,
                       struct arena *arena, struct fact **fact,
                       uint32_t *count, struct err *err) MUST_USE;

/* Appends one fact; its id is made here. */
bool contact_fact_append(struct db *db, struct caller caller,
                         struct client_id client, const struct fact *fact,
                         struct err *err) MUST_USE;

#endif
