/* place.h - how do a provider's accounts come in, and go back out?
 *
 * A file is read in chunks; each chunk is one unit: persons, debts, opening
 * transfers, acknowledgement rows, the batch's progress.  Killed half-way and
 * run again it goes on where it was; the same file again adds nothing.  Later
 * files (kind.h) come by the same way. */
#ifndef APP_PLACE_H
#define APP_PLACE_H

#include "app/app.h"
#include "client/client.h"
#include "text/words.h"

/* Reads, checks and stores an agreement; all problems are in *problems, one a
 * line "file:line:column: words", and then false with ERR_INVALID.  The same
 * file again changes nothing. */
struct app_applied {
    struct str code;
    int64_t version;
    bool was_known;
};
bool app_client_apply(struct app *app, struct caller caller,
                      struct str file_name, struct str yaml,
                      struct arena *arena, struct app_applied *applied,
                      struct str *problems, struct err *err) MUST_USE;

/* The client and its agreement in force; ERR_ABSENT with "did you mean". */
bool app_client_load(struct app *app, struct caller caller, struct str code,
                     struct arena *arena, struct client *client,
                     struct err *err) MUST_USE;

bool app_client_by_id(struct app *app, struct caller caller,
                      struct client_id id, struct arena *arena,
                      struct client *client, struct err *err) MUST_USE;

/* Told after each chunk; may be NULL.  bytes read of bytes in all. */
typedef void app_progress(void *context, uint64_t done, uint64_t total);

struct app_import_ask {
    struct str client_code;
    struct str file_name;  /* shown; the bytes come from path */
    const char *path;
    struct str kind;       /* absent: found from the columns */
    bool has_total;        /* said: the amounts must sum to it */
    struct money total;
    bool is_dry_run;
    app_progress *progress;
    void *context;
};
struct app_import_row { /* refused, held or known: with the reason */
    uint32_t line, column_number;
    struct str column_name, account, found, code, reason, fix, outcome;
    struct money amount;
};
struct app_import_reason { /* how often, and how to mend it */
    struct str outcome, code, fix;
    uint32_t rows;
    struct money amount;
};
struct app_import_report {
    struct str batch_ref;  /* absent in a dry run */
    struct str kind;       /* "placements", "adjustments", ... */
    uint32_t rows, accepted, held, refused, known, unread;
    struct money accepted_amount, held_amount, refused_amount, known_amount;
    uint32_t row_count;    /* at most 1,000 */
    struct app_import_row *row;
    enum words_language language; /* of reasons and fixes; asked */
    int64_t after, next;   /* the line it goes on after; next 0: no more */
    int64_t lines;         /* of the file, as far as it was read */
    uint32_t ready;        /* of 100 rows that were not known: accepted */
    uint32_t reason_count; /* of a stored batch */
    struct app_import_reason *reason;
    bool was_resumed;
};
uint32_t app_import_ready(const struct app_import_report *report);
bool app_import(struct app *app, struct caller caller,
                const struct app_import_ask *ask, struct arena *arena,
                struct app_import_report *report, struct err *err) MUST_USE;

/* Takes a whole import back while nothing of it has left: reversing
 * transfers, its accounts free again.  ERR_CONFLICT when something left; a
 * later file that changed anything is never taken back as a whole. */
bool app_import_undo(struct app *app, struct caller caller,
                     struct str batch_ref, struct arena *arena,
                     uint32_t *debts, struct err *err) MUST_USE;

/* What a stored batch said, for the acknowledgement page and file; its rows
 * a page at a time, from behind report->after. */
bool app_import_load(struct app *app, struct caller caller,
                     struct str batch_ref, struct arena *arena,
                     struct app_import_report *report,
                     struct err *err) MUST_USE;

/* The acknowledgement as a file: one line for each row of theirs, from behind
 * line `after` through after + APP_ACK_LINES. */
#define APP_ACK_LINES 10000
bool app_import_csv(struct app *app, struct caller caller,
                    struct str batch_ref, int64_t after,
                    enum words_language language, struct arena *arena,
                    struct str *csv, struct err *err) MUST_USE;

struct app_batch {
    struct str ref, file_name, kind;
    int64_t accepted, held, refused, known;
    struct money accepted_amount, refused_amount;
    struct moment started_at;
    bool is_undone;
};
struct app_placements { /* the provider's view of its own */
    uint32_t batch_count;
    struct app_batch *batch;
    int64_t debts;
    struct money placed, left;
};
/* A client's accounts, a page at a time; `after` is the ref of the last one
 * seen, absent at first. */
struct app_account {
    struct str ref, account, first, last;
    struct day service_on, placed_on;
    struct money placed, left;
};
struct app_accounts {
    uint32_t count;
    struct app_account *account;
    struct str next; /* pass as `after` for the next page; absent: no more */
};
bool app_accounts_load(struct app *app, struct caller caller,
                       struct client_id client, struct str after,
                       uint32_t limit, struct arena *arena,
                       struct app_accounts *accounts,
                       struct err *err) MUST_USE;

bool app_placements_load(struct app *app, struct caller caller,
                         struct client_id client, struct arena *arena,
                         struct app_placements *placements,
                         struct err *err) MUST_USE;

#endif
