/* load.h - what does a unit load first, and how does it ask the gate?
 *
 * Used inside app only.  Everything here runs in the unit of the caller. */
#ifndef APP_LOAD_H
#define APP_LOAD_H

#include "app/app.h"
#include "client/client.h"
#include "contact/decide.h"
#include "store/contact.h"
#include "store/debt.h"

/* A bill with its person and the agreement in force. */
struct app_loaded {
    struct debt_stored debt;
    struct person_stored person;
    struct client client;
    const struct client_facility *facility; /* NULL: no longer in force */
};

/* The agreement in force; parsed once and kept by the app. */
bool app_client_in(struct app *app, struct db *db, struct caller caller,
                   struct client_id id, struct arena *arena,
                   struct client *client, struct err *err) MUST_USE;

/* ERR_ABSENT also when it is not the caller's to see: a person sees their
 * own bills, a provider its own client's, nobody else's ever. */
bool app_debt_in(struct app *app, struct db *db, struct caller caller,
                 struct debt_key key, struct arena *arena,
                 struct app_loaded *loaded, struct err *err) MUST_USE;
bool app_debt_by_ref_in(struct app *app, struct db *db, struct caller caller,
                        struct str ref, struct arena *arena,
                        struct app_loaded *loaded, struct err *err) MUST_USE;

/* Whose?  The person of a bill, or without one the caller themselves. */
bool app_person_in(struct app *app, struct db *db, struct str debt_ref,
                   struct arena *arena, struct person_id *person,
                   struct err *err) MUST_USE;

/* What we know of a person as of caller.at, for contact_fact_known and
 * contact_fact_holds; person and debt must live as long as *facts. */
bool app_facts_in(struct db *db, struct caller caller,
                  const struct person *person, const struct debt *debt,
                  struct arena *arena, struct contact_facts *facts,
                  struct err *err) MUST_USE;

/* Asks the gate with the facts as known at ask->at, and keeps question and
 * answer. */
bool app_gate_in(struct app *app, struct db *db, struct caller caller,
                 const struct app_loaded *loaded,
                 const struct contact_ask *ask, struct arena *arena,
                 struct contact_answer *answer, struct contact_kept *kept,
                 struct err *err) MUST_USE;
/* The same without keeping it: dry runs and the courier's second look. */
bool app_gate_look(struct app *app, struct db *db, struct caller caller,
                   const struct app_loaded *loaded,
                   const struct contact_ask *ask, struct arena *arena,
                   struct contact_answer *answer, struct err *err) MUST_USE;

/* What the gate is asked for, by the kind of message: the same when it is
 * decided and each time it is carried.  Unknown kinds collect. */
enum contact_class app_message_class(enum message_kind kind);

/* Today where this person lives: the earliest of their candidate zones. */
struct day app_person_today(const struct app *app,
                            const struct app_loaded *loaded,
                            struct moment now);


#endif
