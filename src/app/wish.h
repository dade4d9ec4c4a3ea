/* wish.h - how does somebody come back, or prove one thing more, by a code?
 *
 * Six digits by e-mail: one use, ten minutes, five tries; the store holds only
 * a keyed hash.  Asking from outside is written down without looking whose it
 * is, so neither the words nor the time of the answer tell anybody who is on
 * file; the courier's next round looks.  Never by name: what is typed is an
 * e-mail or a telephone number and a date of birth.  Where no e-mail may go,
 * a letter brings a new code to the street on file, at most one in
 * APP_WISH_LETTER_DAYS.  The gate is asked either way. */
#ifndef APP_WISH_H
#define APP_WISH_H

#include "app/session.h"

#define APP_WISH_MINUTES 10
#define APP_WISH_TRIES 5         /* a code */
#define APP_WISH_ASKS 5          /* of one who typed the same, and of one
                                  * person; in APP_TRIES_SECONDS */
#define APP_WISH_DAY_CODES 10    /* to one person in a day, from outside */
#define APP_WISH_OWN_ASKS 10     /* signed in; strangers cannot use them up */
#define APP_WISH_LETTER_DAYS 7

/* The order is stored. */
enum app_wish_kind {
    APP_WISH_NONE,
    APP_WISH_BACK,   /* to come in */
    APP_WISH_PROOF,  /* signed in: one more proof, to an address on file */
    APP_WISH_ADDRESS /* signed in: an e-mail address of theirs, to be kept */
};

struct app_wish_back {
    struct str typed;   /* an e-mail address or a telephone number */
    struct day born_on;
    struct str address; /* whose tries are counted */
    struct str key;     /* the form's: twice is once */
};
/* ref: names the wish in the asker's next form.  ERR_BUSY: too many asked. */
bool app_wish_back(struct app *app, const struct app_wish_back *back,
                   struct ref *ref, struct err *err) MUST_USE;

/* The courier's: finds out who asked, and writes the code to where the gate
 * allows. */
bool app_wishes_look(struct app *app, struct caller caller,
                     struct err *err) MUST_USE;

/* Could they prove it?  The one address on file that may get a code, masked;
 * absent when there is none: then the letter's code they came in with is all
 * the proof we can ask (docs/adr/0019). */
bool app_proof_channel(struct app *app, struct caller caller,
                       struct arena *arena, struct str *masked,
                       struct err *err) MUST_USE;
/* Sends six digits to it.  ERR_CONFLICT: there is no such address. */
bool app_wish_proof(struct app *app, struct caller caller, struct str key,
                    struct ref *ref, struct err *err) MUST_USE;

/* "Write to me there": their direct consent (Rule RF-6d-email), for one code
 * until it is proved to be theirs.  ERR_INVALID: no e-mail address;
 * ERR_CONFLICT: the gate says no. */
bool app_wish_address(struct app *app, struct caller caller,
                      struct str address, struct str key, struct ref *ref,
                      struct err *err) MUST_USE;

struct app_proof {
    struct str ref, digits;
    struct str address; /* whose tries are counted */
    struct str cookie;  /* the session that is proved; absent: to come in */
};
/* What was right is what the digits were for; ERR_DENIED for every cause,
 * ERR_BUSY when the tries are used up.  To come in, *session is new, as by a
 * letter's code; else the session is proved, and a new address is kept with
 * their consent. */
bool app_wish_prove(struct app *app, struct caller caller,
                    const struct app_proof *proof,
                    struct app_session *session, enum app_wish_kind *kind,
                    struct err *err) MUST_USE;

/* An address as people type it (person/person.h), with a dot in its domain. */
bool app_is_email(struct str address);

/* "Stop e-mails to this address": by the link in one of them, nothing else
 * asked (Rule RF-6e).  *masked: which address.  ERR_ABSENT. */
bool app_mail_look(struct app *app, struct str ref, struct arena *arena,
                   struct str *masked, struct err *err) MUST_USE;
bool app_mail_stop(struct app *app, struct str ref, struct str key,
                   struct err *err) MUST_USE;

#endif
