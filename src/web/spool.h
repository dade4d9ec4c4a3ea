/* spool.h - which file does the command mean?
 *
 * A command puts its file into FOLDER/spool/ and names it by a plain name.
 * Every other path is refused: no folder, no leading dot, no link. */
#ifndef WEB_SPOOL_H
#define WEB_SPOOL_H

#include "web/web.h"

#define SPOOL_NAME_MAX 100
#define SPOOL_FILE_MAX ((size_t)64 << 20) /* read whole; imports stream */

/* The path of the form's `file`, and what to call it when speaking of it. */
struct spool_file {
    const char *path;
    struct str name;
};
bool spool_find(struct web_visit *visit, struct spool_file *file,
                struct err *err) MUST_USE;
bool spool_read(struct web_visit *visit, struct spool_file *file, size_t max,
                struct str *bytes, struct err *err) MUST_USE;

#endif
