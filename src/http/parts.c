/* multipart/form-data (RFC 7578), read whole from the body in memory. */
#include "base/base.h"

#include "http/form.h"

#define BOUNDARY_MAX 70 /* RFC 2046 */
#define PART_HEAD_MAX 2048

struct part {
    struct str name, file_name, content_type, bytes;
    bool is_file;
};

static bool boundary_find(struct str header, struct str *boundary);
static bool part_next(struct str *rest, struct str mark, struct str *part,
                      bool *is_last);
static bool part_parse(struct arena *arena, struct str text, struct part *part,
                       struct err *err);
static bool part_heads(struct arena *arena, struct str head, struct part *part,
                       struct err *err);
static bool disposition(struct arena *arena, struct str value,
                        struct part *part, struct err *err);
static bool quoted(struct arena *arena, struct str value, struct str key,
                   struct str *out);
static bool part_keep(struct http_parts *parts, const struct part *part,
                      struct err *err);

bool http_parts_parse(struct arena *arena, struct str header, struct str body,
                      struct http_parts *parts, struct err *err)
{
    struct str boundary;
    if (!boundary_find(header, &boundary))
        return err_set(err, ERR_INVALID, "a form without a boundary");
    struct str mark = str_format(arena, "\r\n--%.*s", STR_ARGS(boundary));
    struct http_parts found = {
        .field = arena_many(arena, HTTP_FORM_MAX, struct http_pair),
        .file = arena_many(arena, HTTP_FILES_MAX, struct http_file),
    };
    if (!mark.at || !found.field || !found.file)
        return err_set(err, ERR_EXHAUSTED, "no memory for the form");

    /* The first mark has no line before it. */
    struct str first = str_part(mark, 2, mark.len - 2);
    if (!str_starts(body, first))
        return err_set(err, ERR_INVALID, "a form that starts in the middle");
    struct str rest = str_part(body, first.len, body.len - first.len);
    bool is_last = str_starts(rest, STR("--"));
    while (!is_last) {
        struct str text;
        struct part part = { 0 };
        if (!part_next(&rest, mark, &text, &is_last))
            return err_set(err, ERR_INVALID, "a form that ends too early");
        if (!part_parse(arena, text, &part, err)
            || !part_keep(&found, &part, err))
            return false;
    }
    *parts = found;
    return true;
}

static bool boundary_find(struct str header, struct str *boundary)
{
    size_t at = str_find(header, STR("boundary="));
    if (at == SIZE_MAX)
        return false;
    struct str value = str_part(header, at + 9, header.len - at - 9);
    if (value.len > 0 && value.at[0] == '"') {
        value = str_part(value, 1, value.len - 1);
        value = str_part(value, 0, str_find_byte(value, '"', 0));
    } else {
        value = str_trim(str_part(value, 0, str_find_byte(value, ';', 0)));
    }
    if (value.len == 0 || value.len > BOUNDARY_MAX)
        return false;
    for (size_t i = 0; i < value.len; i++) {
        if (value.at[i] <= ' ' || value.at[i] > '~')
            return false;
    }
    *boundary = value;
    return true;
}

/* *rest stands behind a mark: line end, part, next mark. */
static bool part_next(struct str *rest, struct str mark, struct str *part,
                      bool *is_last)
{
    if (!str_starts(*rest, STR("\r\n")))
        return false;
    struct str text = str_part(*rest, 2, rest->len - 2);
    size_t end = str_find(text, mark);
    if (end == SIZE_MAX)
        return false;
    *part = str_part(text, 0, end);
    *rest = str_part(text, end + mark.len, text.len - end - mark.len);
    *is_last = str_starts(*rest, STR("--"));
    return true;
}

static bool part_parse(struct arena *arena, struct str text, struct part *part,
                       struct err *err)
{
    size_t end = str_find(text, STR("\r\n\r\n"));
    if (end == SIZE_MAX || end > PART_HEAD_MAX)
        return err_set(err, ERR_INVALID, "a form part without a head");
    if (!part_heads(arena, str_part(text, 0, end), part, err))
        return false;
    if (!part->name.at)
        return err_set(err, ERR_INVALID, "a form part without a name");
    part->bytes = str_part(text, end + 4, text.len - end - 4);
    if (!part->is_file && !str_is_utf8(part->bytes))
        return err_set(err, ERR_INVALID, "text that is not UTF-8");
    return true;
}

static bool part_heads(struct arena *arena, struct str head, struct part *part,
                       struct err *err)
{
    struct str line, tail = head;
    for (bool more = true; more;) {
        more = str_cut(tail, '\n', &line, &tail);
        struct str name, value;
        if (!str_cut(str_trim(line), ':', &name, &value))
            return err_set(err, ERR_INVALID, "a form part with a bad head");
        value = str_trim(value);
        if (str_equal_fold(name, STR("content-type")))
            part->content_type = str_copy(arena, value);
        if (str_equal_fold(name, STR("content-disposition"))
            && !disposition(arena, value, part, err))
            return false;
    }
    return true;
}

static bool disposition(struct arena *arena, struct str value,
                        struct part *part, struct err *err)
{
    if (!str_starts(value, STR("form-data;")))
        return err_set(err, ERR_INVALID, "a form part of another kind");
    if (part->name.at)
        return err_set(err, ERR_INVALID, "a form part with two names");
    if (!quoted(arena, value, STR(" name=\""), &part->name))
        return err_set(err, ERR_INVALID, "a form part without a name");
    part->is_file =
        quoted(arena, value, STR(" filename=\""), &part->file_name);
    if (!str_is_utf8(part->name) || !str_is_utf8(part->file_name))
        return err_set(err, ERR_INVALID, "text that is not UTF-8");
    return true;
}

/* Browsers write a quote inside a name as %22, so the next quote ends it. */
static bool quoted(struct arena *arena, struct str value, struct str key,
                   struct str *out)
{
    size_t at = str_find(value, key);
    if (at == SIZE_MAX)
        return false;
    size_t from = at + key.len;
    size_t end = str_find_byte(value, '"', from);
    if (end == value.len)
        return false;
    *out = str_copy(arena, str_part(value, from, end - from));
    return out->at != NULL;
}

static bool part_keep(struct http_parts *parts, const struct part *part,
                      struct err *err)
{
    if (part->is_file) {
        /* An empty file box is sent as a part with an empty name. */
        if (part->file_name.len == 0 && part->bytes.len == 0)
            return true;
        if (parts->file_count == HTTP_FILES_MAX)
            return err_set(err, ERR_INVALID, "more than %d files",
                           HTTP_FILES_MAX);
        parts->file[parts->file_count++] = (struct http_file){
            part->name, part->file_name, part->content_type, part->bytes
        };
        return true;
    }
    if (parts->field_count == HTTP_FORM_MAX)
        return err_set(err, ERR_INVALID, "more than %d fields",
                       HTTP_FORM_MAX);
    parts->field[parts->field_count++] =
        (struct http_pair){ part->name, part->bytes };
    return true;
}
