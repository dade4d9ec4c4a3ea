/* Says what this room understood, so that differential_test.py can compare it
 * with Python's readers.  On standard input frames of a letter (c: CSV, j:
 * JSON), a decimal length, a line feed and that many bytes; for each one line
 * of JSON on standard output: what was read, or null for a refusal. */
#include "base/base.h"
#include "text/csv.h"
#include "text/json.h"

static void echo_csv(struct arena *arena, struct str text,
                     struct json_out *out);
static void echo_json(struct arena *arena, struct str text,
                      struct json_out *out);
static void echo_tree(struct json_out *out, const struct json *node);

int main(void)
{
    char kind;
    size_t len;
    struct arena arena;
    while (scanf("%c%zu", &kind, &len) == 2 && getchar() == '\n') {
        arena_init(&arena, (size_t)64 << 20);
        char *bytes = arena_bytes(&arena, len);
        if (bytes == NULL || fread(bytes, 1, len, stdin) != len)
            return 1;
        struct buf buf;
        struct json_out out;
        buf_init(&buf, &arena, (size_t)16 << 20);
        json_out_init(&out, &buf);
        if (kind == 'c')
            echo_csv(&arena, (struct str){ bytes, len }, &out);
        else
            echo_json(&arena, (struct str){ bytes, len }, &out);
        printf("%.*s\n", STR_ARGS(buf_str(&buf)));
        arena_clear(&arena);
    }
    return 0;
}

static void echo_csv(struct arena *arena, struct str text,
                     struct json_out *out)
{
    struct csv *csv;
    struct csv_record record;
    struct err err;
    if (!csv_open(arena, csv_read_str, &text, ',', &csv, &err))
        return;
    json_out_list(out);
    enum csv_step step;
    while ((step = csv_next(csv, &record, &err)) == CSV_RECORD) {
        json_out_list(out);
        for (uint32_t i = 0; i < record.count; i++)
            json_out_text(out, record.field[i].text);
        json_out_list_end(out);
    }
    if (step == CSV_TROUBLE)
        json_out_null(out);
    json_out_list_end(out);
}

static void echo_json(struct arena *arena, struct str text,
                      struct json_out *out)
{
    const struct json *root;
    if (json_parse(arena, text, &root, NULL))
        echo_tree(out, root);
    else
        json_out_null(out);
}

static void echo_tree(struct json_out *out, const struct json *node)
{
    switch (node->kind) {
    case JSON_ABSENT:
    case JSON_NULL: json_out_null(out); return;
    case JSON_FLAG: json_out_flag(out, node->flag); return;
    case JSON_INT: json_out_int(out, node->number); return;
    case JSON_DIGITS: json_out_digits(out, node->text); return;
    case JSON_TEXT: json_out_text(out, node->text); return;
    case JSON_LIST:
        json_out_list(out);
        json_each(child, node)
            echo_tree(out, child);
        json_out_list_end(out);
        return;
    case JSON_OBJECT:
        json_out_object(out);
        json_each(child, node) {
            json_out_key(out, child->key);
            echo_tree(out, child);
        }
        json_out_object_end(out);
        return;
    }
}
