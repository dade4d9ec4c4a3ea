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

/* How a cell is read; see read.h. */
enum intake_cell {
    CELL_TEXT,    /* trimmed; at most INTAKE_TEXT_MAX bytes */
    CELL_DAY,     /* a day that has been */
    CELL_AMOUNT,  /* dollars and cents, zero or more */
    CELL_OTHER    /* has a reader of its own */
};

/*    name                 word                   reader       what it is */
#define INTAKE_FIELDS(X)                                                      \
    X(ACCOUNT,            "account",             CELL_TEXT,  "account number") \
    X(FACILITY,           "facility",            CELL_TEXT,  "facility code")  \
    X(PERSON,             "person",              CELL_TEXT,                   \
      "your number for the patient (MRN)")                                    \
    X(PATIENT,            "patient",             CELL_OTHER, "patient name")   \
    X(PATIENT_FIRST,      "patient_first",       CELL_TEXT,                   \
      "patient first name")                                                   \
    X(PATIENT_MIDDLE,     "patient_middle",      CELL_TEXT,                   \
      "patient middle name")                                                  \
    X(PATIENT_LAST,       "patient_last",        CELL_TEXT,                   \
      "patient last name")                                                    \
    X(PATIENT_SUFFIX,     "patient_suffix",      CELL_TEXT,                   \
      "patient name suffix")                                                  \
    X(PATIENT_BORN,       "patient_birth_date",  CELL_OTHER,                  \
      "patient birth date")                                                   \
    X(PATIENT_DIED,       "patient_death_date",  CELL_DAY,                    \
      "patient date of death")                                                \
    X(GUARANTOR,          "guarantor",           CELL_OTHER, "guarantor name") \
    X(GUARANTOR_FIRST,    "guarantor_first",     CELL_TEXT,                   \
      "guarantor first name")                                                 \
    X(GUARANTOR_MIDDLE,   "guarantor_middle",    CELL_TEXT,                   \
      "guarantor middle name")                                                \
    X(GUARANTOR_LAST,     "guarantor_last",      CELL_TEXT,                   \
      "guarantor last name")                                                  \
    X(GUARANTOR_SUFFIX,   "guarantor_suffix",    CELL_TEXT,                   \
      "guarantor name suffix")                                                \
    X(GUARANTOR_BORN,     "guarantor_birth_date", CELL_OTHER,                 \
      "guarantor birth date")                                                 \
    X(LANGUAGE,           "language",            CELL_OTHER, "language")       \
    X(ADDRESS1,           "address1",            CELL_TEXT,  "street address") \
    X(ADDRESS2,           "address2",            CELL_TEXT,                   \
      "second address line")                                                  \
    X(CITY,               "city",                CELL_TEXT,  "city")           \
    X(STATE,              "state",               CELL_OTHER, "state")          \
    X(ZIP,                "zip",                 CELL_OTHER, "ZIP code")       \
    X(PHONE1,             "phone1",              CELL_OTHER, "phone number")   \
    X(PHONE2,             "phone2",              CELL_OTHER,                  \
      "second phone number")                                                  \
    X(EMAIL,              "email",               CELL_OTHER, "e-mail address") \
    X(SERVICE_FROM,       "service_date",        CELL_DAY,   "service date")   \
    X(SERVICE_TO,         "service_end_date",    CELL_DAY,                    \
      "last day of service")                                                  \
    X(CHARGED,            "charges",             CELL_AMOUNT, "charges")       \
    X(INSURANCE_PAID,     "insurance_paid",      CELL_AMOUNT,                 \
      "what insurance paid")                                                  \
    X(ADJUSTED,           "adjustments",         CELL_AMOUNT, "adjustments")   \
    X(PERSON_PAID,        "patient_paid",        CELL_AMOUNT,                 \
      "what the patient paid")                                                \
    X(BALANCE,            "balance",             CELL_AMOUNT, "balance")       \
    X(ITEMIZATION_ON,     "itemization_date",    CELL_DAY,                    \
      "itemization date")                                                     \
    X(ITEMIZATION_KIND,   "itemization_kind",    CELL_OTHER,                  \
      "kind of itemization date")                                             \
    X(ITEMIZATION_AMOUNT, "itemization_amount",  CELL_AMOUNT,                 \
      "amount on the itemization date")                                       \
    X(LAST_STATEMENT_ON,  "last_statement_date", CELL_DAY,                    \
      "last statement date")                                                  \
    X(FIRST_BILL_ON,      "first_bill_date",     CELL_DAY,                    \
      "first bill date")                                                      \
    X(IN_DEFAULT,         "default_at_placement", CELL_OTHER,                 \
      "default at placement")                                                 \
    X(INSURER,            "insurer",             CELL_TEXT,  "insurer")        \
    X(NOTES,              "notes",               CELL_OTHER, "notes")          \
    X(AMOUNT,             "amount",              CELL_AMOUNT, "amount")        \
    X(EVENT_ON,           "date",                CELL_DAY,   "date")           \
    X(REFERENCE,          "reference",           CELL_TEXT,                   \
      "reference")

enum intake_field {
    FIELD_NONE, /* the whole row, or a column we do not read */
#define INTAKE_FIELD(name, word, cell, label) FIELD_##name,
    INTAKE_FIELDS(INTAKE_FIELD)
#undef INTAKE_FIELD
    FIELD_COUNT
};
_Static_assert(FIELD_COUNT <= 64, "sets of fields are 64 bits");

#define FIELD_BIT(field) (UINT64_C(1) << (field))

const char *intake_field_word(enum intake_field field);  /* "balance" */
const char *intake_field_label(enum intake_field field); /* "balance" */
enum intake_cell intake_field_cell(enum intake_field field);
enum intake_field intake_field_parse(struct str word); /* or FIELD_NONE */

/* In a mapping, in place of a field: leave this column unread. */
#define INTAKE_UNREAD "unread"

#endif
