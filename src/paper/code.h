/* code.h - what does the square on the letter look like?
 *
 * A QR code as dark and light modules, to be drawn as shapes.  The only file
 * that sees libzint. */
#ifndef PAPER_CODE_H
#define PAPER_CODE_H

#include "base/base.h"

#define CODE_SIDE_MAX 64 /* modules; version 11 has 61 */

struct code {
    uint32_t side;
    bool is_dark[CODE_SIDE_MAX][CODE_SIDE_MAX]; /* row, column */
};

/* Error correction M: a coffee stain of 15 % is forgiven.  Trouble when the
 * text is longer than fits. */
bool code_make(struct str text, struct code *code, struct err *err) MUST_USE;

#endif
