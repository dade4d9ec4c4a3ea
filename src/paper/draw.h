/* draw.h - the steps of a sheet, as the bytes of a tagged PDF.
 *
 * Cairo writes pages, fonts and the tree of tags; what it leaves out
 * (language, alternative texts, scopes) accessible.c adds. */
#ifndef PAPER_DRAW_H
#define PAPER_DRAW_H

#include "paper/sheet.h"

#define DRAW_BYTES_MAX ((size_t)16 << 20)

struct draw_about {
    const char *title, *author, *made_at; /* made_at: ISO 8601 */
};

bool draw_pdf(const struct sheet *sheet, const struct draw_about *about,
              struct str *pdf, struct err *err) MUST_USE;

#endif
