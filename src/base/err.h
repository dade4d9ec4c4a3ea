/* err.h - what went wrong outside our control, and whose move is it?
 *
 * Functions that can meet trouble return bool and take `struct err *err`
 * last.  A refusal by law or policy is never an err: it is an answer. */
#ifndef BASE_ERR_H
#define BASE_ERR_H

#include "base/check.h"

#define ERR_TEXT_MAX 480

/* A closed list: each kind maps to one HTTP status and one exit code. */
enum err_kind {
    ERR_NONE,
    ERR_INVALID,   /* what was sent is wrong; 400 or 422, exit 65 */
    ERR_DENIED,    /* not signed in or not theirs; 403 or 404, exit 77 */
    ERR_ABSENT,    /* it is not there; 404, exit 66 */
    ERR_CONFLICT,  /* it changed meanwhile or was used before; 409, exit 73 */
    ERR_BUSY,      /* try again soon; 503, exit 75 */
    ERR_EXHAUSTED, /* a limit of memory, disk or size; 507, exit 71 */
    ERR_OUTSIDE,   /* a disk, network or neighbour failed; 502, exit 74 */
    ERR_CORRUPT,   /* what we stored is not what we read; 500, exit 76 */
    ERR_BUG        /* ours; 500, exit 70 */
};

struct err {
    enum err_kind kind;
    char text[ERR_TEXT_MAX]; /* lower case, no full stop, NUL-terminated */
};

/* Fills *err (cut to fit) and returns false, so `return err_set(...)` reads
 * well.  err may be NULL when the caller asks only yes or no. */
bool err_set(struct err *err, enum err_kind kind, const char *format, ...)
    PRINTF_LIKE(3, 4);

/* Puts "context: " before the text already there.  Returns false. */
bool err_context(struct err *err, const char *format, ...) PRINTF_LIKE(2, 3);

int err_http_status(enum err_kind kind);
int err_exit_code(enum err_kind kind);
const char *err_name(enum err_kind kind); /* "invalid", "denied", ... */

#endif
