/* courier.h - how does a message leave the house?
 *
 * The courier has no database.  It asks the house three things (what is
 * open? may this one leave? this one is in the spool) and makes a PDF of
 * each letter in between, outside any transaction.  The file stands durably
 * under its final name before the house hears of it, so a killed courier
 * starts again and writes the same bytes; the day's print manifest is
 * derived by the house from what was sent, and renamed into place last.
 *
 * An e-mail cannot be written twice: it is taken once and handed over at once,
 * and what nobody knows about it is said so (courier/smtp.h).
 *
 * How it asks is a function: over courier.sock in life, straight into the
 * router in simulations and the demo. */
#ifndef COURIER_COURIER_H
#define COURIER_COURIER_H

#include "base/base.h"
#include "http/client.h"

#define COURIER_BATCH 50        /* messages asked for at once */
#define COURIER_DAYS_MAX 64     /* days whose manifests one round writes */
#define COURIER_LETTERS "spool/letters"

/* body: a form, or empty. */
typedef bool courier_ask(void *context, enum http_method method,
                         struct str target, struct str body,
                         struct arena *arena, struct http_reply *reply,
                         struct err *err);

/* The way e-mails leave, kept from round to round: the file that says how
 * (courier/line.h), and when to knock again after the server was in trouble. */
#define COURIER_PAUSE_SECONDS 30
struct courier_post {
    const char *path;
    struct moment again_at;
    bool is_told, was_ill; /* what the house heard last */
};

struct courier {
    struct world *world;
    const char *folder; /* letters go to FOLDER/spool/letters */
    courier_ask *ask;
    void *context;
    struct courier_post *post; /* NULL: letters only */
};

struct courier_report {
    uint32_t sent, held_back, manifests;
    uint32_t mailed; /* e-mails the mail server took */
    uint32_t unprintable; /* they stay open; stderr says why */
};

/* Carries everything that is open, then writes the manifests.  On false what
 * was sent stays sent, and a later round goes on. */
bool courier_round(const struct courier *courier,
                   struct courier_report *report, struct err *err) MUST_USE;

/* What the process keeps for making PDFs; at the end. */
void courier_close(void);

#endif
