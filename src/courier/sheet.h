/* sheet.h - how does a filled message stand on paper?
 *
 * The words are final; this only hands each part to `paper`. */
#ifndef COURIER_SHEET_H
#define COURIER_SHEET_H

#include "base/base.h"

/* content: message/content.h as stored.  The same content gives the same
 * bytes. */
bool courier_sheet(struct str content, struct arena *arena, struct str *pdf,
                   struct err *err) MUST_USE;

#endif
