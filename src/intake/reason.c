#include "intake/reason.h"

/* What each says, words/ knows: reason.WORD and reason.WORD.fix. */
static const struct reason_row {
    const char *word;
    enum intake_weight weight;
} rows[REASON_COUNT] = {
    [REASON_NONE] = { "", WEIGHT_NOTE },
    [REASON_ROW_WIDTH] = { "row_width", WEIGHT_REFUSE },
    [REASON_NOT_UTF8] = { "not_utf8", WEIGHT_REFUSE },
    [REASON_STRAY_QUOTE] = { "stray_quote", WEIGHT_REFUSE },
    [REASON_MISSING] = { "missing", WEIGHT_REFUSE },
    [REASON_UNSEEN_CHARACTER] = { "unseen_character", WEIGHT_REFUSE },
    [REASON_TOO_LONG] = { "too_long", WEIGHT_REFUSE },
    [REASON_FORMULA] = { "formula", WEIGHT_REFUSE },
    [REASON_DATE_SHAPE] = { "date_shape", WEIGHT_REFUSE },
    [REASON_DATE_ABSENT] = { "date_absent", WEIGHT_REFUSE },
    [REASON_DATE_SERIAL] = { "date_serial", WEIGHT_REFUSE },
    [REASON_DATE_YEAR] = { "date_year", WEIGHT_REFUSE },
    [REASON_AMOUNT_SHAPE] = { "amount_shape", WEIGHT_REFUSE },
    [REASON_AMOUNT_NEGATIVE] = { "amount_negative", WEIGHT_REFUSE },
    [REASON_AMOUNT_DECIMALS] = { "amount_decimals", WEIGHT_REFUSE },
    [REASON_AMOUNT_HUGE] = { "amount_huge", WEIGHT_REFUSE },
    [REASON_AMOUNT_EXPONENT] = { "exponent", WEIGHT_REFUSE },
    [REASON_AMOUNT_SERIAL] = { "amount_serial", WEIGHT_REFUSE },
    [REASON_NAME_ORDER] = { "name_order", WEIGHT_REFUSE },
    [REASON_ZIP_SHAPE] = { "zip_shape", WEIGHT_REFUSE },
    [REASON_STATE_UNKNOWN] = { "state_unknown", WEIGHT_REFUSE },
    [REASON_ITEMIZATION_KIND] = { "itemization_kind", WEIGHT_REFUSE },
    [REASON_DEFAULT_SHAPE] = { "default_shape", WEIGHT_REFUSE },
    [REASON_PHONE_SHAPE] = { "phone_shape", WEIGHT_NOTE },
    [REASON_EMAIL_SHAPE] = { "email_shape", WEIGHT_NOTE },
    [REASON_LANGUAGE_UNKNOWN] = { "language_unknown", WEIGHT_NOTE },
    [REASON_ZIP_MISSING] = { "zip_missing", WEIGHT_NOTE },
    [REASON_ADDRESS_MISSING] = { "address_missing", WEIGHT_NOTE },
    [REASON_BILL_PARTIAL] = { "bill_partial", WEIGHT_NOTE },
    [REASON_BALANCE_ZERO] = { "balance_zero", WEIGHT_REFUSE },
    [REASON_BALANCE_SMALL] = { "balance_small", WEIGHT_REFUSE },
    [REASON_SUM_WRONG] = { "sum_wrong", WEIGHT_REFUSE },
    [REASON_FACILITY_UNKNOWN] = { "facility_unknown", WEIGHT_REFUSE },
    [REASON_DATE_FUTURE] = { "date_future", WEIGHT_REFUSE },
    [REASON_SERVICE_OLD] = { "service_old", WEIGHT_REFUSE },
    [REASON_SERVICE_ORDER] = { "service_order", WEIGHT_NOTE },
    [REASON_BIRTH_IMPOSSIBLE] = { "birth_impossible", WEIGHT_REFUSE },
    [REASON_BIRTH_MISSING] = { "birth_missing", WEIGHT_REFUSE },
    [REASON_MINOR_ALONE] = { "minor_alone", WEIGHT_REFUSE },
    [REASON_GUARANTOR_MINOR] = { "guarantor_minor", WEIGHT_REFUSE },
    [REASON_ITEMIZATION_MISSING] = { "itemization_missing", WEIGHT_REFUSE },
    [REASON_ITEMIZATION_AMOUNT] = { "itemization_amount", WEIGHT_REFUSE },
    [REASON_ITEMIZATION_EARLY] = { "itemization_early", WEIGHT_REFUSE },
    [REASON_ITEMIZATION_SUM] = { "itemization_sum", WEIGHT_REFUSE },
    [REASON_DUPLICATE] = { "duplicate", WEIGHT_REFUSE },
    [REASON_TWICE] = { "twice", WEIGHT_REFUSE },
    [REASON_ACCOUNT_UNKNOWN] = { "account_unknown", WEIGHT_REFUSE },
    [REASON_ACCOUNT_GONE] = { "account_gone", WEIGHT_REFUSE },
    [REASON_AMOUNT_ZERO] = { "amount_zero", WEIGHT_REFUSE },
    [REASON_CHANGED] = { "changed", WEIGHT_REFUSE },
    [REASON_UNDATED] = { "undated", WEIGHT_REFUSE },
    [REASON_REACH_PARTIAL] = { "reach_partial", WEIGHT_REFUSE },
    [REASON_ABOVE_LEFT] = { "above_left", WEIGHT_HOLD },
    [REASON_DECEASED] = { "deceased", WEIGHT_HOLD },
    [REASON_BANKRUPTCY] = { "bankruptcy", WEIGHT_HOLD },
    [REASON_ATTORNEY] = { "attorney", WEIGHT_HOLD },
    [REASON_DISPUTED] = { "disputed", WEIGHT_HOLD },
    [REASON_OTHER_PAYER] = { "other_payer", WEIGHT_HOLD },
    [REASON_KNOWN] = { "known", WEIGHT_NOTE },
    [REASON_NEWS_KNOWN] = { "news_known", WEIGHT_NOTE },
};

const char *intake_reason_word(enum intake_reason reason)
{
    CHECK(reason < REASON_COUNT);
    CHECK(rows[reason].word != NULL);
    return rows[reason].word;
}

enum intake_weight intake_reason_weight(enum intake_reason reason)
{
    CHECK(reason < REASON_COUNT);
    return rows[reason].weight;
}

enum intake_reason intake_reason_parse(struct str word)
{
    for (int i = REASON_NONE + 1; i < REASON_COUNT; i++)
        if (str_is(word, rows[i].word))
            return (enum intake_reason)i;
    return REASON_NONE;
}

struct str intake_reason_fix(enum words_language language,
                             enum intake_reason reason)
{
    char id[WORDS_ID_MAX];
    snprintf(id, sizeof id, "reason.%s.fix", intake_reason_word(reason));
    return words_text(language, str_of(id));
}

struct str intake_reason_sentence(enum words_language language,
                                  enum intake_reason reason)
{
    char id[WORDS_ID_MAX];
    snprintf(id, sizeof id, "reason.%s", intake_reason_word(reason));
    return words_text(language, str_of(id));
}
