/* reason.h - what can be wrong with a row, and how does a provider mend it?
 *
 * A closed list.  The words are stored with a batch and sent back to the
 * provider; each has a sentence (what), a repair (how) and a weight.  A name
 * that starts with an amount, a date or a person never says more about the
 * patient than the cell the provider wrote.
 *
 * Rules that refuse: RF-34-item (no amount on an itemization date: REJECT),
 * APP-1 (unknown default counts as bad debt), people.md section 3. */
#ifndef INTAKE_REASON_H
#define INTAKE_REASON_H

#include "base/base.h"
#include "text/words.h"

enum intake_weight {
    WEIGHT_NOTE,   /* the row goes on, something in it was left out */
    WEIGHT_HOLD,   /* kept, but nobody is written to or called */
    WEIGHT_REFUSE  /* sent back to the provider */
};

enum intake_reason {
    REASON_NONE,
    /* the line */
    REASON_ROW_WIDTH, REASON_NOT_UTF8, REASON_STRAY_QUOTE,
    /* a cell */
    REASON_MISSING, REASON_UNSEEN_CHARACTER, REASON_TOO_LONG, REASON_FORMULA,
    REASON_DATE_SHAPE, REASON_DATE_ABSENT, REASON_DATE_SERIAL,
    REASON_DATE_YEAR,
    REASON_AMOUNT_SHAPE, REASON_AMOUNT_NEGATIVE, REASON_AMOUNT_DECIMALS,
    REASON_AMOUNT_HUGE, REASON_AMOUNT_EXPONENT, REASON_AMOUNT_SERIAL,
    REASON_NAME_ORDER, REASON_ZIP_SHAPE, REASON_STATE_UNKNOWN,
    REASON_ITEMIZATION_KIND, REASON_DEFAULT_SHAPE,
    /* a cell left out, the row goes on */
    REASON_PHONE_SHAPE, REASON_EMAIL_SHAPE, REASON_LANGUAGE_UNKNOWN,
    REASON_ZIP_MISSING, REASON_ADDRESS_MISSING, REASON_BILL_PARTIAL,
    /* the row as a whole */
    REASON_BALANCE_ZERO, REASON_BALANCE_SMALL, REASON_SUM_WRONG,
    REASON_FACILITY_UNKNOWN, REASON_DATE_FUTURE, REASON_SERVICE_OLD,
    REASON_SERVICE_ORDER, REASON_BIRTH_IMPOSSIBLE, REASON_BIRTH_MISSING,
    REASON_MINOR_ALONE, REASON_GUARANTOR_MINOR,
    REASON_ITEMIZATION_MISSING, REASON_ITEMIZATION_AMOUNT,
    REASON_ITEMIZATION_EARLY, REASON_ITEMIZATION_SUM,
    REASON_DUPLICATE,
    /* a later file: adjustments, payments, recalls, addresses */
    REASON_TWICE, REASON_ACCOUNT_UNKNOWN, REASON_ACCOUNT_GONE,
    REASON_AMOUNT_ZERO, REASON_CHANGED, REASON_UNDATED, REASON_REACH_PARTIAL,
    REASON_ABOVE_LEFT,
    /* holds */
    REASON_DECEASED, REASON_BANKRUPTCY, REASON_ATTORNEY, REASON_DISPUTED,
    REASON_OTHER_PAYER,
    /* not news */
    REASON_KNOWN, REASON_NEWS_KNOWN,
    REASON_COUNT
};

const char *intake_reason_word(enum intake_reason reason); /* "sum_wrong" */
enum intake_weight intake_reason_weight(enum intake_reason reason);
enum intake_reason intake_reason_parse(struct str word);   /* or NONE */
/* One sentence; {found} {label} {number} {amount} are acknowledge.h's. */
struct str intake_reason_fix(enum words_language language,
                             enum intake_reason reason);
struct str intake_reason_sentence(enum words_language language,
                                  enum intake_reason reason);

#endif
