/* field.h - which facts can a file of a client bring?
 *
 * Our fields, by the words an agreement's `columns` uses for them.  A file
 * may name its columns as it likes: layout.h finds which is which.  Columns
 * nobody here asks for (SSN, diagnosis, procedure) are never read: minimum
 * necessary.  docs/placements.md says the same to a provider.  The last three
 * are of later files only: adjustments, payments, recalls (kind.h). */
#ifndef INTAKE_FIELD_H
#define INTAKE_FIELD_H

#include "base/base.h"
#include "text/words.h"

/* How a cell is read; see read.h. */
enum intake_cell {
    CELL_TEXT,    /* trimmed; at most INTAKE_TEXT_MAX bytes */
    CELL_DAY,     /* a day that has been */
    CELL_AMOUNT,  /* dollars and cents, zero or more */
    CELL_OTHER    /* has a reader of its own */
};

/*    name                 word                    reader */
#define INTAKE_FIELDS(X)                                                      \
    X(ACCOUNT,             "account",                CELL_TEXT)               \
    X(FACILITY,            "facility",               CELL_TEXT)               \
    X(PERSON,              "person",                 CELL_TEXT)               \
    X(PATIENT,             "patient",                CELL_OTHER)              \
    X(PATIENT_FIRST,       "patient_first",          CELL_TEXT)               \
    X(PATIENT_MIDDLE,      "patient_middle",         CELL_TEXT)               \
    X(PATIENT_LAST,        "patient_last",           CELL_TEXT)               \
    X(PATIENT_SUFFIX,      "patient_suffix",         CELL_TEXT)               \
    X(PATIENT_BORN,        "patient_birth_date",     CELL_OTHER)              \
    X(PATIENT_DIED,        "patient_death_date",     CELL_DAY)                \
    X(GUARANTOR,           "guarantor",              CELL_OTHER)              \
    X(GUARANTOR_FIRST,     "guarantor_first",        CELL_TEXT)               \
    X(GUARANTOR_MIDDLE,    "guarantor_middle",       CELL_TEXT)               \
    X(GUARANTOR_LAST,      "guarantor_last",         CELL_TEXT)               \
    X(GUARANTOR_SUFFIX,    "guarantor_suffix",       CELL_TEXT)               \
    X(GUARANTOR_BORN,      "guarantor_birth_date",   CELL_OTHER)              \
    X(LANGUAGE,            "language",               CELL_OTHER)              \
    X(ADDRESS1,            "address1",               CELL_TEXT)               \
    X(ADDRESS2,            "address2",               CELL_TEXT)               \
    X(CITY,                "city",                   CELL_TEXT)               \
    X(STATE,               "state",                  CELL_OTHER)              \
    X(ZIP,                 "zip",                    CELL_OTHER)              \
    X(PHONE1,              "phone1",                 CELL_OTHER)              \
    X(PHONE2,              "phone2",                 CELL_OTHER)              \
    X(EMAIL,               "email",                  CELL_OTHER)              \
    X(SERVICE_FROM,        "service_date",           CELL_DAY)                \
    X(SERVICE_TO,          "service_end_date",       CELL_DAY)                \
    X(CHARGED,             "charges",                CELL_AMOUNT)             \
    X(INSURANCE_PAID,      "insurance_paid",         CELL_AMOUNT)             \
    X(ADJUSTED,            "adjustments",            CELL_AMOUNT)             \
    X(PERSON_PAID,         "patient_paid",           CELL_AMOUNT)             \
    X(BALANCE,             "balance",                CELL_AMOUNT)             \
    X(ITEMIZATION_ON,      "itemization_date",       CELL_DAY)                \
    X(ITEMIZATION_KIND,    "itemization_kind",       CELL_OTHER)              \
    X(ITEMIZATION_AMOUNT,  "itemization_amount",     CELL_AMOUNT)             \
    X(LAST_STATEMENT_ON,   "last_statement_date",    CELL_DAY)                \
    X(FIRST_BILL_ON,       "first_bill_date",        CELL_DAY)                \
    X(IN_DEFAULT,          "default_at_placement",   CELL_OTHER)              \
    X(INSURER,             "insurer",                CELL_TEXT)               \
    X(NOTES,               "notes",                  CELL_OTHER)              \
    X(AMOUNT,              "amount",                 CELL_AMOUNT)             \
    X(EVENT_ON,            "date",                   CELL_DAY)                \
    X(REFERENCE,           "reference",              CELL_TEXT)

enum intake_field {
    FIELD_NONE, /* the whole row, or a column we do not read */
#define INTAKE_FIELD(name, word, cell) FIELD_##name,
    INTAKE_FIELDS(INTAKE_FIELD)
#undef INTAKE_FIELD
    FIELD_COUNT
};
_Static_assert(FIELD_COUNT <= 64, "sets of fields are 64 bits");

#define FIELD_BIT(field) (UINT64_C(1) << (field))

const char *intake_field_word(enum intake_field field);  /* "balance" */
/* "balance", "saldo": words/ has field.WORD */
struct str intake_field_label(enum words_language language,
                              enum intake_field field);
enum intake_cell intake_field_cell(enum intake_field field);
enum intake_field intake_field_parse(struct str word); /* or FIELD_NONE */

/* In a mapping, in place of a field: leave this column unread. */
#define INTAKE_UNREAD "unread"

#endif
