/* message.h - which message is due?
 *
 * Pure: the daily step loads facts of one debt, this answers; whether it may
 * be said now is the gate's answer (contact), what it says is fill.h. */
#ifndef MESSAGE_MESSAGE_H
#define MESSAGE_MESSAGE_H

#include "base/base.h"
#include "debt/debt.h"
#include "person/person.h"

/* The order is stored; append only. */
enum message_kind {
    MESSAGE_NONE,
    MESSAGE_FIRST_STATEMENT,   /* early out, in the provider's name */
    MESSAGE_VALIDATION_NOTICE, /* bad debt: Form B-1 */
    MESSAGE_PLAN_CONFIRMATION,
    MESSAGE_RECEIPT,
    MESSAGE_PLAN_REMINDER, /* they asked for it: a payment is due soon */
    MESSAGE_PLAN_MISSED,   /* one did not come; its days of grace are over */
    MESSAGE_PLAN_NOTICE,   /* several did not; before anything changes */
    MESSAGE_PAUSE_ENDED,   /* the bill is active again */
    MESSAGE_NEW_CODE,          /* a way back in, asked for on our page */
    MESSAGE_KINDS
};
/* "first_statement", "validation_notice", ...: stored, and the template's
 * file name below messages/en and messages/es. */
struct str message_kind_word(enum message_kind kind);
enum message_kind message_kind_parse(struct str word);

/* What we know of one debt when the day asks. */
struct message_facts {
    enum program program;     /* unknown counts as bad debt: APP-1 */
    enum language language;   /* unknown reads English */
    struct money owed;        /* balance now */
    bool has_first_message;   /* a first statement or notice was queued or
                                 sent, and did not come back */
    bool is_recalled, is_closed;
    bool is_plan_unconfirmed;     /* a plan was agreed, nothing sent yet */
    bool is_payment_unreceipted;  /* a payment was recorded, no receipt yet */
    bool is_limit_missed;   /* as many payments of the plan as the agreement
                               says were missed, and nobody wrote about it */
    bool is_payment_missed; /* one was, and nobody wrote about it */
    bool is_payment_near;   /* one is due soon; they asked to be reminded */
    bool is_pause_over;     /* nobody wrote about it, and there is no plan */
};
struct message_due {
    enum message_kind kind;   /* MESSAGE_NONE: nothing is due */
    enum language language;   /* English or Spanish, never unknown */
};

/* One at a time, the one we owe the person most: a receipt first, then the
 * confirmation of a plan, what concerns its payments, the end of a pause,
 * then the first letter.  A bill at zero, recalled or closed gets its receipt
 * only.  Ask again after each one was queued. */
void message_next(const struct message_facts *facts, struct message_due *due);

/* Rule RF-34-when: last day the notice may leave, five calendar days after
 * the initial communication. */
struct day message_notice_by(struct day initial_communication_on);

#endif
