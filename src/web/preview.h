/* preview.h - how does a provider see what we understood of its file?
 *
 * The file is looked at and not kept: the page shows each column, and what
 * is confirmed there is learned for the next files. */
#ifndef WEB_PREVIEW_H
#define WEB_PREVIEW_H

#include "web/web.h"

void get_preview(struct web_visit *visit);   /* the box for a file */
void post_preview(struct web_visit *visit);  /* multipart: file */
/* What went wrong with a file: said beside the box, or a page of its own. */
void preview_trouble(struct web_visit *visit, const struct err *err);
/* The box again, with what was wrong with the file, if anything was. */
void preview_show_box(struct web_visit *visit, int status,
                      struct str trouble);
void post_columns(struct web_visit *visit);  /* header_N, field_N, kind */
/* The command: client, file, kind; map "field=Header;..." is learned. */
void post_import_preview(struct web_visit *visit);

#endif
