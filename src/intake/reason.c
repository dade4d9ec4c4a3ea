#include "intake/reason.h"

/* {found} {label} {number} {amount} are filled in by acknowledge.c. */
static const struct reason_row {
    const char *word;
    enum intake_weight weight;
    const char *sentence;
    const char *fix;
} rows[REASON_COUNT] = {
    [REASON_NONE] = { "", WEIGHT_NOTE, "", "" },

    [REASON_ROW_WIDTH] = { "row_width", WEIGHT_REFUSE,
        "this line has {number} columns, not as many as the header",
        "Look for a comma too many or too few. A cell that holds a comma "
        "needs quotes around it." },
    [REASON_NOT_UTF8] = { "not_utf8", WEIGHT_REFUSE,
        "a letter here is not written in UTF-8",
        "Save the file as “CSV UTF-8” and send it again." },
    [REASON_STRAY_QUOTE] = { "stray_quote", WEIGHT_REFUSE,
        "a quote mark stands in the middle of a cell",
        "Put the whole cell in quotes and write the quote inside twice." },

    [REASON_MISSING] = { "missing", WEIGHT_REFUSE,
        "the {label} is empty", "Fill in the {label}." },
    [REASON_UNSEEN_CHARACTER] = { "unseen_character", WEIGHT_REFUSE,
        "the {label} holds a character that cannot be seen",
        "Type the cell again, on one line." },
    [REASON_TOO_LONG] = { "too_long", WEIGHT_REFUSE,
        "the {label} is longer than {number} letters",
        "Shorten it, or check that two cells did not run together." },
    [REASON_FORMULA] = { "formula", WEIGHT_REFUSE,
        "“{found}” is a formula, not a value",
        "In your spreadsheet, copy the column and paste it as values." },

    [REASON_DATE_SHAPE] = { "date_shape", WEIGHT_REFUSE,
        "“{found}” is not a date we can read",
        "Write it as month/day/year, like 03/27/2026." },
    [REASON_DATE_ABSENT] = { "date_absent", WEIGHT_REFUSE,
        "“{found}” is a day that does not exist",
        "Check the date. Month comes first, like 03/27/2026." },
    [REASON_DATE_SERIAL] = { "date_serial", WEIGHT_REFUSE,
        "“{found}” looks like a date that Excel turned into a number",
        "Give the column a date format and save the file again." },
    [REASON_DATE_YEAR] = { "date_year", WEIGHT_REFUSE,
        "the year of “{found}” cannot be right",
        "Check the year and write all four digits." },

    [REASON_AMOUNT_SHAPE] = { "amount_shape", WEIGHT_REFUSE,
        "“{found}” is not an amount of money",
        "Write it like 1234.56." },
    [REASON_AMOUNT_NEGATIVE] = { "amount_negative", WEIGHT_REFUSE,
        "the {label} is less than zero (“{found}”)",
        "Write what was paid or taken off without a minus. A credit is the "
        "patient's money and is not placed." },
    [REASON_AMOUNT_DECIMALS] = { "amount_decimals", WEIGHT_REFUSE,
        "“{found}” has more than two digits after the point",
        "Round it to cents, like 1234.56." },
    [REASON_AMOUNT_HUGE] = { "amount_huge", WEIGHT_REFUSE,
        "“{found}” is too large for one bill",
        "Check the amount. A point may be missing." },
    [REASON_AMOUNT_EXPONENT] = { "exponent", WEIGHT_REFUSE,
        "“{found}” is a number that a spreadsheet shortened",
        "Format the column as text or number with all digits and save the "
        "file again." },
    [REASON_AMOUNT_SERIAL] = { "amount_serial", WEIGHT_REFUSE,
        "“{found}” looks like a date that Excel turned into a number",
        "If it is an amount, write it with cents, like {found}.00." },

    [REASON_NAME_ORDER] = { "name_order", WEIGHT_REFUSE,
        "we cannot tell the first name from the last in “{found}”",
        "Write “Last, First Middle”, or use two columns." },
    [REASON_ZIP_SHAPE] = { "zip_shape", WEIGHT_REFUSE,
        "“{found}” is not a ZIP code", "Write five digits, like 02134." },
    [REASON_STATE_UNKNOWN] = { "state_unknown", WEIGHT_REFUSE,
        "“{found}” is not a state of the United States",
        "Write its two letters, like MA." },
    [REASON_ITEMIZATION_KIND] = { "itemization_kind", WEIGHT_REFUSE,
        "“{found}” is not a kind of itemization date",
        "Write last_statement, charge_off, last_payment, transaction or "
        "judgment." },
    [REASON_DEFAULT_SHAPE] = { "default_shape", WEIGHT_REFUSE,
        "“{found}” is neither yes nor no", "Write yes or no." },

    [REASON_PHONE_SHAPE] = { "phone_shape", WEIGHT_NOTE,
        "“{found}” is not a phone number with ten digits; we left it out",
        "Write it like 617-555-0100." },
    [REASON_EMAIL_SHAPE] = { "email_shape", WEIGHT_NOTE,
        "“{found}” is not an e-mail address; we left it out",
        "Write it like rosa@example.org." },
    [REASON_LANGUAGE_UNKNOWN] = { "language_unknown", WEIGHT_NOTE,
        "we do not write in “{found}” yet; we will use English",
        "Write en or es, or leave it empty." },
    [REASON_ZIP_MISSING] = { "zip_missing", WEIGHT_NOTE,
        "there is no ZIP code", "Fill in the ZIP code if you know it." },
    [REASON_ADDRESS_MISSING] = { "address_missing", WEIGHT_NOTE,
        "there is no street address or city, so no letter can be sent",
        "Fill in the street address and the city if you know them." },
    [REASON_BILL_PARTIAL] = { "bill_partial", WEIGHT_NOTE,
        "the file does not show how the balance came about",
        "Send charges, insurance_paid, adjustments and patient_paid too." },

    [REASON_BALANCE_ZERO] = { "balance_zero", WEIGHT_REFUSE,
        "nothing is owed on this account", "Leave paid accounts out." },
    [REASON_BALANCE_SMALL] = { "balance_small", WEIGHT_REFUSE,
        "the balance is below {amount}, the least we agreed on",
        "Leave it out, or talk to us about small balances." },
    [REASON_SUM_WRONG] = { "sum_wrong", WEIGHT_REFUSE,
        "charges less insurance, adjustments and payments do not give the "
        "balance: they differ by {amount}",
        "Check the five amounts. A payment or an adjustment may be missing." },
    [REASON_FACILITY_UNKNOWN] = { "facility_unknown", WEIGHT_REFUSE,
        "“{found}” is not a facility of the agreement",
        "Use a facility code of the agreement, or ask us to add this one." },
    [REASON_DATE_FUTURE] = { "date_future", WEIGHT_REFUSE,
        "the {label} is in the future", "Check the date." },
    [REASON_SERVICE_OLD] = { "service_old", WEIGHT_REFUSE,
        "care was more than {number} days ago, longer than we agreed on",
        "Leave it out, or talk to us about older accounts." },
    [REASON_SERVICE_ORDER] = { "service_order", WEIGHT_NOTE,
        "the last day of service is before the first; we left it out",
        "Check both dates." },
    [REASON_BIRTH_IMPOSSIBLE] = { "birth_impossible", WEIGHT_REFUSE,
        "the {label} cannot be right",
        "Check the birth date. Write all four digits of the year." },
    [REASON_BIRTH_MISSING] = { "birth_missing", WEIGHT_REFUSE,
        "without a birth date nobody can tell that the patient is an adult",
        "Fill in the patient's birth date, or name the guarantor." },
    [REASON_MINOR_ALONE] = { "minor_alone", WEIGHT_REFUSE,
        "the patient was under 18 and no adult is named as guarantor",
        "Name the adult who is responsible for this bill." },
    [REASON_GUARANTOR_MINOR] = { "guarantor_minor", WEIGHT_REFUSE,
        "the guarantor is under 18",
        "Name the adult who is responsible for this bill." },
    [REASON_ITEMIZATION_MISSING] = { "itemization_missing", WEIGHT_REFUSE,
        "there is no itemization date, or it is not clear which kind it is "
        "(12 CFR 1006.34(b)(3))",
        "Fill in itemization_date and itemization_kind, such as "
        "last_statement." },
    [REASON_ITEMIZATION_AMOUNT] = { "itemization_amount", WEIGHT_REFUSE,
        "the amount owed on the itemization date is missing "
        "(12 CFR 1006.34(c)(2)(vii))",
        "Fill in itemization_amount: what was owed on that day." },
    [REASON_ITEMIZATION_EARLY] = { "itemization_early", WEIGHT_REFUSE,
        "the itemization date is before the day of care",
        "Check both dates." },
    [REASON_ITEMIZATION_SUM] = { "itemization_sum", WEIGHT_REFUSE,
        "the balance is {amount} more than what was owed on the itemization "
        "date",
        "Check both amounts. We take no interest or fees on top." },
    [REASON_DUPLICATE] = { "duplicate", WEIGHT_REFUSE,
        "this account is already on line {number} of this file",
        "Send one line for each account, with its whole balance." },

    [REASON_TWICE] = { "twice", WEIGHT_REFUSE,
        "the same is already on line {number} of this file",
        "Take one of the two out. If both are real, give each its own "
        "reference." },
    [REASON_ACCOUNT_UNKNOWN] = { "account_unknown", WEIGHT_REFUSE,
        "you have not placed an account of this number with us",
        "Check the account number, or place the account first." },
    [REASON_ACCOUNT_GONE] = { "account_gone", WEIGHT_REFUSE,
        "this account went back to you",
        "Nothing to do here: you have the account again." },
    [REASON_AMOUNT_ZERO] = { "amount_zero", WEIGHT_REFUSE,
        "the amount is zero", "Leave this line out." },
    [REASON_CHANGED] = { "changed", WEIGHT_REFUSE,
        "you sent this reference before with another amount or account",
        "Give each payment or adjustment its own reference." },
    [REASON_UNDATED] = { "undated", WEIGHT_REFUSE,
        "there is neither a date nor a reference",
        "Fill in one of the two, so that nothing is counted twice." },
    [REASON_REACH_PARTIAL] = { "reach_partial", WEIGHT_REFUSE,
        "street, city, state and ZIP code are needed together",
        "Fill in all four, or leave all four empty." },
    [REASON_ABOVE_LEFT] = { "above_left", WEIGHT_HOLD,
        "only {amount} is left on this account, less than this line says; "
        "we took nothing off and stopped asking the patient",
        "Check the amount. If it is right, tell us: the rest is the "
        "patient's money." },

    [REASON_DECEASED] = { "deceased", WEIGHT_HOLD,
        "the patient has died; we hold the account and do not write",
        "Tell us who speaks for the estate, or take the account back." },
    [REASON_BANKRUPTCY] = { "bankruptcy", WEIGHT_HOLD,
        "the notes speak of bankruptcy; we hold the account",
        "Send us the case number, or take the account back." },
    [REASON_ATTORNEY] = { "attorney", WEIGHT_HOLD,
        "the notes speak of an attorney; we hold the account",
        "Send us the attorney's name and address." },
    [REASON_DISPUTED] = { "disputed", WEIGHT_HOLD,
        "the notes speak of a dispute; we hold the account",
        "Tell us what is disputed and how you answered." },
    [REASON_OTHER_PAYER] = { "other_payer", WEIGHT_HOLD,
        "the notes say that somebody else may have to pay; we hold the "
        "account",
        "Bill workers' compensation or the accident insurer first." },

    [REASON_KNOWN] = { "known", WEIGHT_NOTE,
        "you placed this account before; nothing was changed",
        "Nothing to do. Send changes as adjustments." },
    [REASON_NEWS_KNOWN] = { "news_known", WEIGHT_NOTE,
        "you told us this before; nothing was changed", "Nothing to do." },
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

const char *intake_reason_fix(enum intake_reason reason)
{
    CHECK(reason < REASON_COUNT);
    CHECK(rows[reason].fix != NULL);
    return rows[reason].fix;
}

const char *intake_reason_sentence(enum intake_reason reason)
{
    CHECK(reason < REASON_COUNT);
    CHECK(rows[reason].sentence != NULL);
    return rows[reason].sentence;
}
