/* yaml_value.h - is this one word of YAML a value of that type?
 *
 * For this room only. */
#ifndef TEXT_YAML_VALUE_H
#define TEXT_YAML_VALUE_H

#include "text/yaml.h"

/* Writes the value of a scalar type to `into`.  False with `words` (cut to
 * fit) when the text is none or lies outside the row's range. */
bool yaml_value(const struct yaml_field *field, struct str text, void *into,
                char *words, size_t words_len) MUST_USE;

/* "a, b, c" of a choice, cut to fit. */
void yaml_choices(const struct yaml_choice *choice, char *words, size_t len);

#endif
