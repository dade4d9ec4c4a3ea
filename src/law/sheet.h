/* sheet.h - how is a table of law cut into cells?
 *
 * A strict reader for our own tables, the CSV files of law/: UTF-8, commas,
 * cells in double quotes where they hold a comma or a quote, no line break
 * inside a cell, '#' lines are prose.  It does not read what others send;
 * that is text/csv, which this dry room may not see. */
#ifndef LAW_SHEET_H
#define LAW_SHEET_H

#include "base/base.h"

#define SHEET_CELLS_MAX 16
#define SHEET_CELL_BYTES_MAX 512

struct sheet {
    struct str name; /* for messages: "law/numbers.csv" */
    struct str rest; /* what is not yet read */
    uint32_t line;   /* of the row just read, from 1 */
    char quoted[SHEET_CELL_BYTES_MAX * 2]; /* cells with doubled quotes */
    size_t quoted_len;
};

/* Starts at the first line.  bytes must outlive the sheet. */
void law_sheet_open(struct sheet *sheet, struct str name, struct str bytes);

/* The next row's cells; they are valid until the next call (a plain cell
 * points into the bytes).  *is_row is false at the end.  False with "name:
 * line: ..." when the line is not as promised, has not exactly `count`
 * cells, or a cell is too long. */
bool law_sheet_row(struct sheet *sheet, uint32_t count, struct str *cell,
               bool *is_row, struct err *err) MUST_USE;

#endif
