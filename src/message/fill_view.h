/* fill_view.h - which facts may the templates name?
 *
 * Inside `message` only.  Every text is cleaned for message/lines.h; every
 * tag of a kind's template is filled, so strict rendering finds a misspelt
 * one. */
#ifndef MESSAGE_FILL_VIEW_H
#define MESSAGE_FILL_VIEW_H

#include "base/base.h"
#include "message/fill.h"
#include "text/view.h"

/* The input was checked before.  NULL when the arena is exhausted. */
struct view *message_fill_view(struct arena *arena,
                               const struct message_input *input);

/* Name, street, place; answers how many lines, at most 4. */
uint32_t message_brand_lines(struct arena *arena,
                             const struct client_agreement *agreement,
                             struct str line[MESSAGE_LINES_MAX]);
uint32_t message_person_lines(struct arena *arena,
                              const struct person *person,
                              const struct person_address *address,
                              struct str line[MESSAGE_LINES_MAX]);

#endif
