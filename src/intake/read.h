/* read.h - what does one cell of a placement file say?
 *
 * Each reader gives REASON_NONE and a value, or the reason it cannot; *out is
 * untouched then.  They never guess: a cell that could mean two things is
 * refused with a sentence.
 *
 * Days: MM/DD/YYYY, M/D/YY, MM-DD-YYYY, YYYYMMDD, YYYY-MM-DD, YYYY/MM/DD, any
 * of them followed by a time of day, which is dropped.  Month always before
 * day.  A two-digit year is the latest year with those digits that is not
 * after `latest_year` (read_day_ask).  All zeros (00/00/0000) is empty.  An
 * Excel serial (46018) only where the agreement says `excel_dates: yes`.
 *
 * Amounts: 1234, 1234.5, 1234.56, $1,234.56, USD 1,234.56.  Parentheses, a
 * minus before or after: negative, refused here, because no column of ours
 * may be.  More than two decimals are refused unless the agreement says
 * `round: half_up`.  Five digits without a point or comma that fall in
 * 36526..54788 look like a date that a spreadsheet turned into a number and
 * are refused: 46018.00 or $46,018 is an amount. */
#ifndef INTAKE_READ_H
#define INTAKE_READ_H

#include "base/base.h"
#include "debt/debt.h"
#include "intake/reason.h"
#include "person/person.h"

#define INTAKE_TEXT_MAX 200
#define INTAKE_AMOUNT_BYTES_MAX 48
#define INTAKE_SERIAL_FIRST 36526 /* 2000-01-01 */
#define INTAKE_SERIAL_LAST 54788  /* 2049-12-31 */

struct intake_read_day_ask {
    int32_t latest_year; /* for two-digit years */
    bool is_excel;       /* serials are dates here */
};

/* An empty cell (also NULL, N/A, NONE and all zeros) gives DAY_NONE. */
enum intake_reason intake_read_day(struct str cell,
                                   struct intake_read_day_ask ask,
                                   struct day *out);

/* An empty cell gives *is_given false and zero. */
enum intake_reason intake_read_amount(struct str cell, bool is_rounded,
                                      bool *is_given, struct money *out);

/* Five digits; ZIP+4 loses its four; 2134 and 501 get back the zeros that a
 * spreadsheet ate.  Empty: absent. */
enum intake_reason intake_read_zip(struct arena *arena, struct str cell,
                                   struct str *out);

/* Ten digits from "(617) 555-0100", "+1 617 555 0100", "617-555-0100 x12".
 * Empty: absent.  Two numbers in one cell: the first. */
enum intake_reason intake_read_phone(struct arena *arena, struct str cell,
                                     struct str *out);

/* Something@somewhere.word, no blanks, at most 254 bytes.  Empty: absent. */
enum intake_reason intake_read_email(struct str cell, struct str *out);

/* A code or a full name in any case, to the code.  Empty: absent. */
enum intake_reason intake_read_state(struct str cell, struct str *out);

/* "Diaz, Rosa Maria", "DIAZ/ROSA M", "Diaz, Rosa Jr.".  Without a comma or a
 * slash nobody can know which is the last name: refused. */
enum intake_reason intake_read_name(struct str cell,
                                    struct person_name *out);

/* last_statement, charge_off, last_payment, transaction, judgment, and their
 * usual spellings ("Date of service").  Empty: ITEMIZATION_NONE. */
enum intake_reason intake_read_itemization(struct str cell,
                                           enum itemization_kind *out);

enum intake_flag { FLAG_UNKNOWN, FLAG_NO, FLAG_YES };
/* y, yes, true, 1, n, no, false, 0.  Empty or "unknown": FLAG_UNKNOWN. */
enum intake_reason intake_read_flag(struct str cell, enum intake_flag *out);

/* True when the bytes hold a character nobody can see: control characters,
 * text-direction marks, zero-width characters.  Valid UTF-8 expected. */
bool intake_has_unseen(struct str text);

#endif
