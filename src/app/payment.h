/* payment.h - how does money reach the ledger?
 *
 * Each outside fact is posted once: by its idempotency key, and by a natural
 * key of its own (file digest and row; check number and day).  A correction
 * is a reversal, never a change. */
#ifndef APP_PAYMENT_H
#define APP_PAYMENT_H

#include "app/app.h"

#define APP_PAYMENT_NUMBER_MAX 40

struct app_payment_ask {
    struct str debt_ref;   /* or client_code and account */
    struct str client_code, account;
    struct money amount;
    struct str method;     /* "check", "money_order", "cash", "bank" */
    struct str number;     /* of the check or order, may be absent */
    struct day received_on;
    struct str key;        /* idempotency key, 1 .. 64 bytes */
    struct str source_key; /* natural key, may be absent */
};

struct app_receipt {
    struct ref ref;        /* of the payment */
    struct str debt_ref;   /* copied into the caller's arena */
    struct str account;
    struct money amount;
    struct money left;     /* to pay after it */
    struct day received_on;
    bool was_known;        /* posted before; nothing was added */
};

/* ERR_INVALID: not positive, above the balance, in the future, unknown
 * method; ERR_ABSENT: no such bill; ERR_CONFLICT: the key was used for
 * another payment. */
bool app_payment_record(struct app *app, struct caller caller,
                        const struct app_payment_ask *ask,
                        struct arena *arena, struct app_receipt *receipt,
                        struct err *err) MUST_USE;

enum app_correction { APP_REVERSE, APP_ADJUST, APP_WRITE_OFF };

/* Reverses a payment (event_ref), or adjusts / writes off a bill (debt_ref
 * and, for an adjustment, amount).  words: why, for the audit entry. */
struct app_correction_ask {
    enum app_correction kind;
    struct str event_ref, debt_ref;
    struct money amount;
    struct str words;
    struct str key;
};
bool app_payment_correct(struct app *app, struct caller caller,
                         const struct app_correction_ask *ask,
                         struct arena *arena, struct app_receipt *receipt,
                         struct err *err) MUST_USE;

/* A CSV of mailed payments: client, account, amount, received_on, method,
 * number.  Every row is posted, known or refused with its line and column;
 * the same file again posts nothing. */
struct app_payments_row {
    uint32_t line, column;
    struct str account, reason;
    struct money amount;
};
struct app_payments_report {
    uint32_t rows, posted, known, refused;
    struct money posted_amount, known_amount, refused_amount;
    uint32_t problem_count;
    struct app_payments_row *problem;
};
bool app_payments_import(struct app *app, struct caller caller,
                         struct str file_name, struct str bytes,
                         struct arena *arena,
                         struct app_payments_report *report,
                         struct err *err) MUST_USE;

#endif
