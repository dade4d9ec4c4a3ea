/* debt.h - how are a debt and its person read back? */
#ifndef STORE_DEBT_H
#define STORE_DEBT_H

#include "db/db.h"
#include "debt/debt.h"
#include "person/person.h"

#define STORE_PHONES_MAX 20

struct debt_stored {
    struct debt debt;
    struct str facility_code;
    struct batch_id batch;
    struct money balance; /* cached; `verify` checks it */
    bool is_undone;
};
/* ERR_ABSENT when there is none. */
bool debt_load(struct db *db, struct caller caller, struct client_id client,
               struct debt_id debt, struct arena *arena,
               struct debt_stored *stored, struct err *err) MUST_USE;

/* From the ref that is shown outside to the inner key.  ERR_ABSENT. */
struct debt_key {
    struct person_id person;
    struct client_id client;
    struct debt_id debt;
};
bool debt_key_find(struct db *db, struct caller caller, struct str ref,
                   struct arena *arena, struct debt_key *key,
                   struct err *err) MUST_USE;

struct person_stored {
    struct person person;
    bool has_address;
    struct person_address address; /* the newest: where we write */
    uint32_t phone_count;
    struct person_phone *phone;
    uint32_t email_count;
    struct str *email;
};
/* As known at as_of.  ERR_ABSENT. */
bool person_load(struct db *db, struct caller caller, struct person_id person,
                 struct moment as_of, struct arena *arena,
                 struct person_stored *stored, struct err *err) MUST_USE;

#endif
