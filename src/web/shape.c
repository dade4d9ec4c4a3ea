#include "base/base.h"
#include "web/shape.h"

static const struct type {
    const char *word, *json, *body, *format, *pattern;
} types[] = {
    { "text", "string", NULL, NULL, NULL },
    { "money", "string", "number", NULL, "^-?[0-9]+\\.[0-9]{2}$" },
    { "day", "string", NULL, "date", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
    { "moment", "string", NULL, "date-time",
      "^[0-9-]{10}T[0-9:]{8}(\\.[0-9]+)?Z$" },
    { "count", "integer", "string", NULL, NULL },
    { "percent", "string", NULL, NULL, "^-?[0-9]+(\\.[0-9]+)?$" },
    { "phone", "string", NULL, NULL, NULL },
    { "flag", "boolean", "string", NULL, NULL },
    { "word", "string", NULL, NULL, "^[a-z0-9_.]+$" },
    { "id", "string", NULL, NULL, "^[0-9a-f]{32}$" },
    { "none", "null", NULL, NULL, NULL },
};
#define TYPES (sizeof types / sizeof types[0])

static void add_object(struct json_out *out, struct str fields, bool is_body);
static void add_properties(struct json_out *out, struct str fields,
                           bool is_body, bool is_rest);
static void add_required(struct json_out *out, struct str fields,
                         bool is_body);
static void add_list(struct json_out *out, struct str inner, bool is_body);
static void add_simple(struct json_out *out, struct str word, bool is_null,
                       bool is_body);
static struct str fields_of(struct str name);
static size_t type_end(struct str text);
static void key_text(struct json_out *out, const char *key, struct str text);

void shape_answer(struct json_out *out, struct str fields)
{
    add_object(out, fields, false);
}

void shape_body(struct json_out *out, struct str fields)
{
    add_object(out, fields, true);
}

bool shape_next(struct str *fields, struct shape_field *field)
{
    struct str rest = str_trim(*fields);
    *field = (struct shape_field){ .is_mixed = false };
    if (rest.len == 0)
        return false;
    if (rest.at[0] == '+') {
        size_t comma = str_find_byte(rest, ',', 0);
        field->is_mixed = true;
        field->name = str_trim(str_part(rest, 1, comma - 1));
        *fields = str_part(rest, comma + 1, rest.len);
        return true;
    }
    size_t space = str_find_byte(rest, ' ', 0);
    CHECK(space < rest.len);
    field->name = str_part(rest, 0, space);
    char mark = field->name.at[field->name.len - 1];
    field->is_loose = mark == '~';
    field->is_due = mark == '!';
    field->is_rest = mark == '*';
    if (field->is_loose || field->is_due || field->is_rest)
        field->name.len--;
    rest = str_part(rest, space + 1, rest.len);
    size_t end = type_end(rest);
    field->type = str_trim(str_part(rest, 0, end));
    *fields = str_part(rest, end + 1, rest.len);
    CHECK(field->type.len > 0);
    field->is_null = field->type.at[field->type.len - 1] == '?';
    if (field->is_null)
        field->type.len--;
    return true;
}

/* Where the comma after it stands, outside of all brackets. */
static size_t type_end(struct str text)
{
    uint32_t depth = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];
        if (c == '[' || c == '{')
            depth++;
        if (c == ']' || c == '}') {
            CHECK(depth > 0);
            depth--;
        }
        if (c == ',' && depth == 0)
            return i;
    }
    CHECK(depth == 0);
    return text.len;
}

void shape_type(struct json_out *out, const struct shape_field *field,
                bool is_body)
{
    struct str inner = str_part(field->type, 1, field->type.len - 2);
    bool is_list = field->type.at[0] == '[';
    bool is_object = field->type.at[0] == '{';
    if (!is_list && !is_object) {
        add_simple(out, field->type, field->is_null, is_body);
        return;
    }
    if (field->is_null) {
        json_out_object(out);
        json_out_key(out, STR("oneOf"));
        json_out_list(out);
    }
    if (is_list)
        add_list(out, inner, is_body);
    else
        add_object(out, inner, is_body);
    if (field->is_null) {
        add_simple(out, STR("none"), false, false);
        json_out_list_end(out);
        json_out_object_end(out);
    }
}

/* All that is required, and nothing that is not said. */
static void add_object(struct json_out *out, struct str fields, bool is_body)
{
    json_out_object(out);
    key_text(out, "type", STR("object"));
    json_out_key(out, STR("properties"));
    json_out_object(out);
    add_properties(out, fields, is_body, false);
    json_out_object_end(out);
    json_out_key(out, STR("patternProperties"));
    json_out_object(out);
    add_properties(out, fields, is_body, true);
    json_out_object_end(out);
    json_out_key(out, STR("required"));
    json_out_list(out);
    add_required(out, fields, is_body);
    json_out_list_end(out);
    json_out_key(out, STR("additionalProperties"));
    json_out_flag(out, false);
    json_out_object_end(out);
}

static void add_properties(struct json_out *out, struct str fields,
                           bool is_body, bool is_rest)
{
    struct shape_field field;
    while (shape_next(&fields, &field)) {
        if (field.is_mixed) {
            add_properties(out, fields_of(field.name), is_body, is_rest);
        } else if (field.is_rest == is_rest) {
            struct str name = field.name;
            if (is_rest)
                name = str_format(out->buf->arena, "^%.*s", STR_ARGS(name));
            json_out_key(out, name);
            shape_type(out, &field, is_body);
        }
    }
}

static void add_required(struct json_out *out, struct str fields,
                         bool is_body)
{
    struct shape_field field;
    while (shape_next(&fields, &field)) {
        if (field.is_mixed)
            add_required(out, fields_of(field.name), is_body);
        else if (is_body ? field.is_due
                         : !field.is_loose && !field.is_rest)
            json_out_text(out, field.name);
    }
}

static void add_list(struct json_out *out, struct str inner, bool is_body)
{
    json_out_object(out);
    key_text(out, "type", STR("array"));
    json_out_key(out, STR("items"));
    if (inner.at[0] == '@') {
        json_out_object(out);
        key_text(out, "$ref", str_format(
            out->buf->arena, "#/components/schemas/%.*s",
            STR_ARGS(str_part(inner, 1, inner.len))));
        json_out_object_end(out);
    } else if (str_find_byte(inner, ' ', 0) == inner.len) {
        add_simple(out, inner, false, is_body);
    } else {
        add_object(out, inner, is_body);
    }
    json_out_object_end(out);
}

/* A body's numbers and flags may come as texts, as from a form. */
static void add_simple(struct json_out *out, struct str word, bool is_null,
                       bool is_body)
{
    size_t i = 0;
    while (i < TYPES && !str_is(word, types[i].word))
        i++;
    CHECK(i < TYPES);
    const char *other = is_body ? types[i].body : is_null ? "null" : NULL;
    json_out_object(out);
    json_out_key(out, STR("type"));
    if (other != NULL)
        json_out_list(out);
    json_out_text(out, str_of(types[i].json));
    if (other != NULL) {
        json_out_text(out, str_of(other));
        json_out_list_end(out);
    }
    if (types[i].format != NULL)
        key_text(out, "format", str_of(types[i].format));
    if (types[i].pattern != NULL && !is_body)
        key_text(out, "pattern", str_of(types[i].pattern));
    json_out_object_end(out);
}

static struct str fields_of(struct str name)
{
    struct str one, fields;
    uint32_t i = 0;
    while (shape_at(i, &one, &fields) && !str_equal(one, name))
        i++;
    CHECK(shape_at(i, &one, &fields));
    return fields;
}

static void key_text(struct json_out *out, const char *key, struct str text)
{
    json_out_key(out, str_of(key));
    json_out_text(out, text);
}
