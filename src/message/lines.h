/* lines.h - which parts does a rendered template have?
 *
 * Templates are lines a compliance officer can read and approve
 * (docs/letters.md); this turns rendered lines into blocks:
 *
 *   title: words      at the top, up to the first blank line: title, to,
 *                     reference
 *   # words           a heading
 *   **strong** words  a paragraph; it may run over several lines
 *   * words           one bullet; may start with **strong** words
 *   | sign | words | amount |   one row of a sum; sign is empty + - = or :
 *   [ ] words         a box to tick; two blanks before it: below another;
 *                     [$]: with a box to write an amount
 *   > words           one line of an address
 *   @left             what follows stands there: body, left, right,
 *                     form-left, form-right, reverse
 *   (blank)           ends a block
 *
 * Values must be cleaned before they are rendered, so that nobody's name
 * becomes a heading: message_lines_clean. */
#ifndef MESSAGE_LINES_H
#define MESSAGE_LINES_H

#include "base/base.h"
#include "message/content.h"

/* Fills title, to_word, reference_line and the blocks; leaves the rest.  The
 * texts point into `text`.  False on a line that fits nothing, on a row of a
 * sum with an empty amount, and past the maximums: "line 12: ...". */
bool message_lines_parse(struct arena *arena, struct str text,
                         struct message_content *content,
                         struct err *err) MUST_USE;

/* The value as it may enter a template: one line, valid UTF-8, no sign of
 * this format at its start, no | and no ** inside. */
struct str message_lines_clean(struct arena *arena, struct str value);

#endif
