/* contact.h - may we contact this person, this way, now?
 *
 * The gate decides (contact/decide.h); here its facts are loaded in one call,
 * and question and answer are stored in the same transaction.  The Call
 * button carries the answer's ref; the store refuses an attempt without a
 * fresh allowed one. */
#ifndef APP_CONTACT_H
#define APP_CONTACT_H

#include "app/app.h"
#include "contact/decide.h"
#include "person/fact.h"

struct app_may_contact {
    struct str debt_ref;
    enum channel channel;
    struct str address; /* a number, or absent: the person's first */
};
struct app_may_answer {
    struct ref ref;
    struct contact_answer answer;
    struct str address;     /* the number asked about */
    struct wall local_now;  /* in the first candidate zone */
    struct wall local_next; /* the same of answer.next */
    struct str zone;        /* its name */
};

/* Records the question and the answer.  A refusal is an answer. */
bool app_may_contact(struct app *app, struct caller caller,
                     const struct app_may_contact *ask, struct arena *arena,
                     struct app_may_answer *answer,
                     struct err *err) MUST_USE;

/* A call, in two steps with one function.  OUTCOME_UNKNOWN starts it: the
 * answer must be allowed and fresh, and from now on it counts.  Any other
 * outcome says what came of it, whenever that is known (starting it first
 * when it was not, and the answer is still fresh).  OUTCOME_INBOUND_TALK is
 * their call to us and needs no answer. */
struct app_attempt {
    struct str debt_ref;
    struct str answer_ref;
    enum outcome outcome;
    struct str key;
};
bool app_attempt_record(struct app *app, struct caller caller,
                        const struct app_attempt *attempt,
                        struct err *err) MUST_USE;

/* Something they said that the gate must read from now on: one dated fact,
 * one transaction.  debt_ref names the person too. */
struct app_fact {
    struct str debt_ref;
    bool is_person_wide;   /* every debt of theirs */
    enum fact_kind kind;
    enum channel channel;
    struct str address, words;
    struct moment until;   /* MOMENT_NEVER: open-ended */
    struct str source;
    struct str key;
};
bool app_fact_record(struct app *app, struct caller caller,
                     const struct app_fact *fact, struct err *err) MUST_USE;

#endif
