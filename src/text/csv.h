/* csv.h - which records does this CSV stream hold, and how is one written?
 *
 * A strict streaming RFC 4180 reader over a read callback, so files and pipes
 * look the same.  Memory is bounded whatever comes in: under 1 MiB of the
 * arena for a window that grows to the longest row.  What a header, a type or
 * a known column is, `intake` knows.
 *
 * Accepted: LF, CRLF or a lone CR at the end of a line; a byte order mark at
 * the start; a last line without an end.  Empty lines are skipped but counted.
 *
 * Two kinds of "malformed":
 *  - In itself (the record comes, with `fault` set, and the reader goes on
 *    at the next line): bytes that are not UTF-8; a quote in the middle of a
 *    field that is not quoted.  Such a record's text must not be used, except
 *    to be counted and reported.
 *  - Where the next record starts nobody can know (csv_next gives CSV_TROUBLE
 *    and every later call the same again): NUL, UTF-16, workbooks, PDF, packed
 *    files, web pages, text after a closing quote, a quote that is never
 *    closed, more than CSV_FIELDS_MAX fields, a field over CSV_FIELD_MAX
 *    bytes, a record over CSV_RECORD_MAX bytes, a read that failed.
 *
 * Words of trouble look like "line 3, column 17: ...". */
#ifndef TEXT_CSV_H
#define TEXT_CSV_H

#include <sys/types.h>

#include "base/base.h"
#include "text/words.h"

#define CSV_FIELDS_MAX 512
#define CSV_FIELD_MAX ((size_t)64 << 10)   /* bytes, without its quotes */
#define CSV_RECORD_MAX ((size_t)256 << 10) /* bytes as they stand in the file */

/* As read(2): bytes read, 0 at the end, -1 and errno. */
typedef ssize_t csv_read_fn(void *context, void *bytes, size_t len);

enum csv_fault {
    CSV_SOUND,
    CSV_NOT_UTF8,    /* and no guess what else */
    CSV_WINDOWS_1252,/* not UTF-8; looks like a Windows code page */
    CSV_STRAY_QUOTE  /* a quote inside a field that does not start with one */
};

struct csv_field {
    struct str text;    /* quotes taken off; valid until the next csv_next */
    uint64_t line;      /* where the field starts, from 1 */
    uint32_t column;    /* in bytes from 1 */
    bool quoted;        /* "" is quoted and empty; an empty cell is not */
};

struct csv_record {
    uint64_t line;      /* of its first byte, from 1 */
    uint32_t count;     /* at least 1 */
    const struct csv_field *field; /* valid until the next csv_next */
    enum csv_fault fault;
    uint32_t fault_field;   /* index of the field it was seen in */
    uint64_t fault_line;
    uint32_t fault_column;
};

/* Why nobody can know where the next record starts; words/ has csv.WORD.
 * DEAD: the child that read it (csv_apart.h) did not live to say. */
#define CSV_WRONGS(X)                                                         \
    X(XLSX, "xlsx")                                                           \
    X(XLS, "xls")                                                             \
    X(PACKED, "packed")                                                       \
    X(PDF, "pdf")                                                             \
    X(WEB, "web")                                                             \
    X(UTF16, "utf16")                                                         \
    X(NUL, "nul")                                                             \
    X(AFTER_QUOTE, "after_quote")                                             \
    X(QUOTE_OPEN, "quote_open")                                               \
    X(QUOTE_LONG, "quote_long")                                               \
    X(FIELDS, "fields")                                                       \
    X(FIELD_LONG, "field_long")                                               \
    X(ROW_LONG, "row_long")                                                   \
    X(READ, "read")                                                           \
    X(MEMORY, "memory")                                                       \
    X(DEAD, "dead")
enum csv_wrong {
    CSV_RIGHT,
#define CSV_WRONG(name, word) CSV_##name,
    CSV_WRONGS(CSV_WRONG)
#undef CSV_WRONG
    CSV_WRONG_COUNT
};
struct csv_stuck {
    enum csv_wrong what;
    uint64_t line;
    uint32_t column; /* in bytes from 1; 0: the whole line */
};

/* Zeroed means trouble. */
enum csv_step { CSV_TROUBLE, CSV_RECORD, CSV_END };

struct csv; /* lives in the arena */

/* delimiter is one of , ; tab |  or 0: the one the first line shows.  Keeps
 * read, context and the arena.  False only when the arena is exhausted. */
bool csv_open(struct arena *arena, csv_read_fn *read, void *context,
              char delimiter, struct csv **csv, struct err *err) MUST_USE;
/* The same, for what strangers wrote: a child that can do nothing else reads
 * (csv_apart.h); what it says is checked.  csv_close ends it. */
bool csv_open_apart(struct arena *arena, csv_read_fn *read, void *context,
                    struct csv **csv, struct err *err) MUST_USE;
void csv_close(struct csv *csv); /* NULL is nothing to close */

/* Fills *record for CSV_RECORD; err for CSV_TROUBLE. */
enum csv_step csv_next(struct csv *csv, struct csv_record *record,
                       struct err *err) MUST_USE;

/* After CSV_TROUBLE: what and where; and "line 3, column 17: ..." of it. */
struct csv_stuck csv_stuck(const struct csv *csv);
struct str csv_stuck_words(struct arena *arena, enum words_language language,
                           struct csv_stuck stuck);

/* The sentence for a fault; lower case, no full stop, no place. */
const char *csv_fault_words(enum csv_fault fault);

/* What people send in place of CSV, by its first bytes; else CSV_RIGHT. */
enum csv_wrong csv_kind(struct str head);

/* The delimiter that occurs most, outside quotes, in the first line of
 * `head` (the first bytes of a file); ',' when none does. */
char csv_sniff(struct str head);

/* A callback that reads from memory: context is a struct str * it eats. */
ssize_t csv_read_str(void *context, void *bytes, size_t len);

/* Writing.  Records end in CRLF; a field is quoted when it has to be (also
 * when it starts or ends in a blank, or is the only, empty field).  A failed
 * buf shows in buf->failed. */
struct csv_out {
    struct buf *buf;
    char delimiter;
    bool started; /* a field was written in this record */
    bool lone_empty; /* so far the record is one empty field */
};

void csv_out_init(struct csv_out *out, struct buf *buf, char delimiter);

/* Text people may have typed.  A spreadsheet would run a cell that starts
 * with = + - @ TAB CR or LF, so it gets a leading apostrophe. */
void csv_out_text(struct csv_out *out, struct str text);

/* Exactly these bytes, no apostrophe: for our own refs and for columns a
 * machine reads back.  */
void csv_out_exact(struct csv_out *out, struct str text);
void csv_out_money(struct csv_out *out, struct money amount); /* -12.50 */
void csv_out_int(struct csv_out *out, int64_t number);
void csv_out_day(struct csv_out *out, struct day day); /* DAY_NONE: empty */
void csv_out_end(struct csv_out *out); /* of the record */

#endif
