/* fonts.h - which letters do we print with?
 *
 * A closed list of files of Debian's fonts-noto-core and a font configuration
 * of our own, so the same letter has the same bytes on every machine,
 * whatever fonts and settings it has.  One thread. */
#ifndef PAPER_FONTS_H
#define PAPER_FONTS_H

#include <pango/pango.h>

#include "base/base.h"

#define PAPER_FONT_FOLDER "/usr/share/fonts/truetype/noto"
#define PAPER_FONT_FAMILY "Noto Sans"

/* A context for one letter; the caller unrefs it.  language is "en-us". */
bool fonts_context(const char *language, PangoContext **context,
                   struct err *err) MUST_USE;

/* Forgets the fonts and what the libraries keep statically. */
void fonts_close(void);

#endif
