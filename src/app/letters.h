/* letters.h - which letters are due today, and how do they leave?
 *
 * The day's step writes each due letter as one unit: message facts, the gate's
 * answer, the outbox row.  The courier takes it over three routes; the gate
 * is asked again in the unit that marks it sent. */
#ifndef APP_LETTERS_H
#define APP_LETTERS_H

#include "app/app.h"
#include "person/fact.h"

#define APP_SAMPLES_MAX 5
#define APP_REFUSALS_MAX 64

struct app_letter_sample {
    struct str kind, language, name, ref; /* ref: of the bill */
};
struct app_letter_refusal { /* the strongest reason of each refusal */
    struct str rule;
    uint32_t count;
};
struct app_letters_report {
    uint32_t looked_at, written, refused;
    bool is_cut; /* a look that stopped at its limit */
    struct money left_to_pay; /* on the letters written */
    uint32_t sample_count;
    struct app_letter_sample sample[APP_SAMPLES_MAX];
    uint32_t refusal_count;
    struct app_letter_refusal refusal[APP_REFUSALS_MAX];
};

/* Writes what is due for this business date.  A dry run writes nothing and
 * says what would leave. */
bool app_letters_due(struct app *app, struct caller caller,
                     struct day business_on, bool is_dry_run,
                     struct arena *arena, struct app_letters_report *report,
                     struct err *err) MUST_USE;

/* A dry run of at most limit bills: for a page, which may not take long. */
bool app_letters_look(struct app *app, struct caller caller,
                      struct day business_on, uint32_t limit,
                      struct arena *arena, struct app_letters_report *report,
                      struct err *err) MUST_USE;

/* Stands in the stored words where the courier's copy gets the code. */
#define APP_CODE_PLACE "CODE-HERE"
/* A letter not carried for so long is void, because its dates count from the
 * day it was made; the next day's run writes it anew. */
#define APP_LETTER_STALE_SECONDS (2 * 86400)

/* And an e-mail with six digits: they are good for no longer. */
#define APP_MAIL_STALE_SECONDS (10 * 60)

struct app_message {
    struct str ref;
    enum channel channel;
    struct str kind, language;
    struct str content; /* message/content.h; with the letter code filled in */
    struct str code;    /* the code, or absent */
    struct day made_on;
    struct moment made_at;
    struct str address; /* of an e-mail */
};
/* The courier's first route: up to limit released messages, oldest first;
 * letters, or e-mails, which are shown until they are taken. */
bool app_outbox_open(struct app *app, struct caller caller, bool mails,
                     uint32_t limit, struct arena *arena,
                     struct app_message **messages, uint32_t *count,
                     struct err *err) MUST_USE;
/* Second: may this one still leave?  Marks it taken, or void with a reason
 * and *may_leave false. */
bool app_outbox_take(struct app *app, struct caller caller, struct str ref,
                     bool *may_leave, struct err *err) MUST_USE;
/* Third, of an e-mail: what became of it.  Taking it was its leaving, so the
 * gate is not asked again; what is known never changes. */
struct app_fate {
    struct str ref;
    struct str fate;   /* "sent", "later", "refused"; else nobody knows */
    struct str sha256; /* of the bytes sent */
    struct str code;   /* the server's last, "550" */
    bool is_nobody;    /* there is nobody at that address */
};
bool app_outbox_fate(struct app *app, struct caller caller,
                     const struct app_fate *fate,
                     struct err *err) MUST_USE;
/* Third, of a letter: it is in the spool with this SHA-256 (64 hex digits).
 * Asks the gate once more; sent twice with the same hash is once. */
bool app_outbox_sent(struct app *app, struct caller caller, struct str ref,
                     struct str sha256, bool *is_sent,
                     struct err *err) MUST_USE;

/* In a unit, when what they say is no longer so: letters about this bill that
 * have not left are void; the next day's run writes what is still due. */
bool app_letters_void(struct db *db, struct client_id client,
                      struct debt_id debt, struct str why,
                      struct err *err) MUST_USE;

/* The print manifest of a day, derived from sent rows, as CSV. */
bool app_manifest(struct app *app, struct caller caller, struct day made_on,
                  struct arena *arena, struct str *csv,
                  struct err *err) MUST_USE;

#endif
