/* find.h - how does a representative come to a person's bill?
 *
 * Looking somebody up is itself an act: each search and each opened bill is
 * one audit entry, so that curiosity leaves a trace.  The list shows
 * initials; names come with the opened bill. */
#ifndef APP_FIND_H
#define APP_FIND_H

#include "app/app.h"
#include "person/person.h"

#define APP_FOUND_MAX 200

/* Exactly one of: a bill's reference, ten digits, a name and a birthday. */
struct app_find {
    struct str ref;
    struct str number;
    struct str last;
    struct day born_on;
};
struct app_found {
    struct str ref;      /* of the bill */
    struct person_name name;
    struct day born_on;
    struct str client_known_as;
    struct day service_on;
    struct money left;
};
/* What a representative typed; false when it reads like none of the three. */
bool app_find_read(struct str typed, struct app_find *find) MUST_USE;
/* Nobody found is an empty list, not an error. */
bool app_find(struct app *app, struct caller caller,
              const struct app_find *find, struct arena *arena,
              struct app_found **found, uint32_t *count,
              struct err *err) MUST_USE;

/* How the person of a bill is reached.  Opening it is audited. */
struct app_opened {
    bool has_address;
    struct person_address address;
    uint32_t phone_count;
    struct person_phone *phone;
    uint32_t email_count;
    struct str *email;
};
bool app_open_bill(struct app *app, struct caller caller, struct str debt_ref,
                   struct arena *arena, struct app_opened *opened,
                   struct err *err) MUST_USE;

/* One entry in the ledger of this bill.  ERR_ABSENT. */
struct app_entry {
    struct str kind;        /* "payment", "reversal", ... */
    struct money amount;
    struct str method, number; /* may be absent */
    struct day received_on;
    struct moment recorded_at;
    bool is_reversed;       /* another entry takes it back */
};
bool app_entry_find(struct app *app, struct caller caller,
                    struct str debt_ref, struct str entry_ref,
                    struct arena *arena, struct app_entry *entry,
                    struct err *err) MUST_USE;

/* The number an answer about this bill was given for.  ERR_ABSENT. */
bool app_answer_number(struct app *app, struct caller caller,
                       struct str debt_ref, struct str answer_ref,
                       struct arena *arena, struct str *number,
                       struct err *err) MUST_USE;

#endif
