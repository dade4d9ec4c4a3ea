/* shape.h - what does an answer's JSON look like, as a schema?
 *
 * A shape is one line of fields, "name type" with commas between:
 *
 *   client text, left money, next id?, batches [@batch_line], +bill
 *
 * Types are those of text/view.h (text money day moment count percent phone
 * flag word), `id` (a ref), `none` (always null), [one of: a type, @shape, or
 * fields] for a list and {fields} for a section.  A `?` after the type: it
 * may be null.  After the name: `~` it may be missing (in a body: `!` it may
 * not), `*` stands for the rest of the name.  `+shape` adds another's fields.
 *
 * The table says what handlers fill; the tests hold every answer of their run
 * against it, so that it cannot drift. */
#ifndef WEB_SHAPE_H
#define WEB_SHAPE_H

#include "base/base.h"
#include "text/json.h"

/* Shape i of the table; false past the end. */
bool shape_at(uint32_t i, struct str *name, struct str *fields);

/* The schema of an answer with these fields. */
void shape_answer(struct json_out *out, struct str fields);
/* The schema of a body: what a form or a JSON object may hold. */
void shape_body(struct json_out *out, struct str fields);

/* The next "name type" of a line; false at its end.  For query fields. */
struct shape_field {
    struct str name, type; /* type with its brackets, without the ? */
    bool is_null, is_loose, is_due, is_rest, is_mixed;
};
bool shape_next(struct str *fields, struct shape_field *field) MUST_USE;
void shape_type(struct json_out *out, const struct shape_field *field,
                bool is_body);

#endif
