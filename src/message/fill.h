/* fill.h - what does this message say to this person?
 *
 * The words stand in messages/en|es/<kind>.txt, a Mustache template of simple
 * lines (docs/letters.md); this fills them.  Facts go in, finished content
 * comes out, or a refusal by name: a letter that does not add up, or lacks a
 * part the law asks for, is never made.
 *
 * It does not decide whether to send, and knows no codes but the one given. */
#ifndef MESSAGE_FILL_H
#define MESSAGE_FILL_H

#include "base/base.h"
#include "client/agreement.h"
#include "debt/debt.h"
#include "message/content.h"
#include "message/message.h"
#include "person/person.h"

/* The parsed templates; immutable, any thread may fill from them. */
struct message_templates;
/* From the embedded files.  False when one is malformed: the build's tests
 * make that a bug. */
bool message_templates_open(struct arena *arena,
                            struct message_templates **templates,
                            struct err *err) MUST_USE;

/* Rule RF-34-content V7 .. V10.  Must hold to the cent:
 * owed_then + interest + fees - paid - credited = owed_now. */
struct message_itemization {
    struct day as_of;
    struct money owed_then;
    struct money interest, fees;   /* zero is printed, never left blank */
    struct money paid, credited;
    struct money owed_now;
};
struct message_plan {
    uint32_t count;
    struct money each, last, total;
    struct day first_on, last_on;
    struct day agreed_on;
    uint32_t grace_days;           /* CHOICE_GRACE_DAYS */
    bool is_changed;               /* it was another plan before, */
    bool is_moved;                 /* and we moved it, for a hold was over */
};
/* How a plan stands, for letters about its payments. */
struct message_standing {
    struct money paid, left;       /* of the plan; left is what is owed */
    struct money amount;           /* left of the payment it is about */
    struct day due_on;
    uint32_t missed_count;
    struct money missed;           /* left of all that were missed */
    struct day until;              /* notice: nothing changes before */
    uint32_t pause_days;           /* CHOICE_PAUSE_DAYS */
};
struct message_payment {
    struct money amount, left;
    struct day received_on;
    struct str method_en, method_es; /* "check", "cheque"; may be absent */
    struct str last4;                /* may be absent */
    struct str reference;            /* the receipt's number */
};

struct message_input {
    enum message_kind kind;
    enum language language;
    const struct person *person;
    const struct person_address *address;
    const struct debt *debt;
    const struct client_agreement *agreement;
    const struct client_facility *facility;
    struct str code;        /* "K7QM-4T2X" */
    struct str portal;      /* "harborcare.example/m", without https:// */
    struct day sent_on;
    struct day dispute_by;  /* notice: message_validation_end */
    struct money owed;      /* now, by the ledger */
    /* The one that belongs to the kind; else NULL. */
    const struct message_itemization *itemization;
    const struct message_plan *plan;
    const struct message_payment *payment;
    const struct message_standing *standing;
    struct day ended_on;           /* of a pause; DAY_NONE */
};

/* Zeroed means nobody decided, and counts as refused. */
enum message_answer {
    MESSAGE_UNSET,
    MESSAGE_FILLED,
    MESSAGE_SUM_WRONG,      /* the figures do not add up to what is left */
    MESSAGE_PART_MISSING,   /* a fact the message must state is absent */
    MESSAGE_WRONG_PROGRAM,  /* a notice for early out, or the other way */
    MESSAGE_LINT            /* what it says breaks a rule of lint.h */
};
struct message_filled {
    enum message_answer answer;
    struct str why;         /* which part or rule; absent when filled */
    struct message_content content; /* only when MESSAGE_FILLED */
};

/* Trouble (false) only when a template fails or the arena is exhausted.
 * Keeps pointers to the input's texts: they must live as long as the arena. */
bool message_fill(const struct message_templates *templates,
                  const struct message_input *input, struct arena *arena,
                  struct message_filled *filled, struct err *err) MUST_USE;

#endif
