/* accessible.h - what must a PDF say so that it can be read aloud?
 *
 * The second pass: language, title, reading order of the pages, what a
 * picture says, which cells are headings.  Cairo 1.16 leaves these out.  The
 * file also becomes smaller (object streams) and gets an identifier that is
 * made of its own bytes. */
#ifndef PAPER_ACCESSIBLE_H
#define PAPER_ACCESSIBLE_H

#include "paper/sheet.h"

/* The tree of tags in `drawn` must be the one the sheet's steps opened;
 * ERR_BUG when it is not.  language is "en-US". */
bool accessible_pdf(const struct sheet *sheet, struct str drawn,
                    const char *language, const char *title,
                    struct str *pdf, struct err *err) MUST_USE;

#endif
