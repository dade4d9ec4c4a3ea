/* body.h - what did a program send in place of a form?
 *
 * A form's fields may also come as one JSON object of texts, numbers and
 * flags (true is a ticked box, "yes"; false and null were not sent), and a
 * file as the body itself, text/csv, with its fields in the query and its
 * name in `file_name`.  After it a handler sees the same form and files,
 * whatever was sent. */
#ifndef WEB_BODY_H
#define WEB_BODY_H

#include "web/web.h"

/* False: *err says what is wrong, and where; ERR_NONE: answered, 415. */
bool body_take(struct web_visit *visit, struct err *err) MUST_USE;

#endif
