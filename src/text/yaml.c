#include <stdarg.h>

#include "base/base.h"
#include "text/yaml.h"
#include "text/yaml_tree.h"
#include "text/yaml_value.h"

#define PATH_MAX_BYTES 200
#define WORDS_MAX_BYTES 400
#define NEAR_ENOUGH 2 /* letters wrong in a "did you mean" */

/* Where a path stands; newest first. */
struct yaml_mark {
    struct str path;
    struct yaml_place place;
    struct yaml_mark *next;
};

static void fill_mapping(struct yaml_file *file, const struct yaml_tree *tree,
                         struct str path, const struct yaml_field *schema,
                         char *into);
static void fill_field(struct yaml_file *file, const struct yaml_tree *tree,
                       struct str path, const struct yaml_field *field,
                       char *into);
static void fill_list(struct yaml_file *file, const struct yaml_tree *tree,
                      struct str path, const struct yaml_field *field,
                      char *into);
static void fill_names(struct yaml_file *file, const struct yaml_tree *tree,
                       struct str path, const struct yaml_field *field,
                       char *into);
static void fill_map(struct yaml_file *file, const struct yaml_tree *tree,
                     struct str path, const struct yaml_field *field,
                     char *into);
static void fill_scalar(struct yaml_file *file, const struct yaml_tree *tree,
                        struct str path, const struct yaml_field *field,
                        char *into);
static void fill_absent(struct yaml_file *file, const struct yaml_tree *tree,
                        struct str path, const struct yaml_field *field,
                        char *into);
static void check_names(struct yaml_file *file, const struct yaml_tree *tree,
                        struct str path, const struct yaml_field *schema);
static void check_twice(struct yaml_file *file, const struct yaml_tree *entry,
                        const struct yaml_tree *mapping, struct str path);
static bool count_fits(struct yaml_file *file, const struct yaml_tree *tree,
                       struct str path, const struct yaml_field *field);
static struct str path_of(struct yaml_file *file, struct str path,
                          struct str name);
static struct str item_path(struct yaml_file *file, struct str path,
                            uint32_t number);
static void mark(struct yaml_file *file, struct str path,
                 struct yaml_place place);
static struct yaml_place find_mark(const struct yaml_file *file,
                                   struct str path);
static void add_problem(struct yaml_file *file, struct yaml_place place,
                        struct str path, struct str words);
static void sort_problems(struct yaml_file *file);
static bool is_later(struct yaml_place a, struct yaml_place b);

bool yaml_fill(struct arena *arena, struct str file_name, struct str bytes,
               const struct yaml_field *schema, void *into,
               struct yaml_file *file, struct err *err)
{
    CHECK(schema != NULL);
    CHECK(into != NULL);
    CHECK(file != NULL);
    *file = (struct yaml_file){ .arena = arena, .name = file_name };
    struct yaml_tree *tree = yaml_tree_read(file, bytes);
    if (tree != NULL && tree->kind == YAML_TREE_MAPPING)
        fill_mapping(file, tree, STR(""), schema, into);
    else if (tree != NULL)
        yaml_problem_at(file, tree->place, STR(""),
                        "expected settings, one \"name: value\" a line");
    if (arena->exhausted)
        return err_set(err, ERR_EXHAUSTED, "%.*s: no memory to read it",
                       STR_ARGS(file_name));
    if (file->problem_count == 0)
        return true;
    sort_problems(file);
    struct str first = file->problem[0].text;
    if (file->problem_count == 1)
        return err_set(err, ERR_INVALID, "%.*s", STR_ARGS(first));
    return err_set(err, ERR_INVALID, "%.*s (and %" PRIu32 " more)",
                   STR_ARGS(first), file->problem_count - 1);
}

static void fill_mapping(struct yaml_file *file, const struct yaml_tree *tree,
                         struct str path, const struct yaml_field *schema,
                         char *into)
{
    mark(file, path, tree->place);
    check_names(file, tree, path, schema);
    for (const struct yaml_field *field = schema; field->name; field++) {
        if (field->type == YAML_PLACE) {
            memcpy(into + field->offset, &tree->place, sizeof tree->place);
            continue;
        }
        struct str inner = path_of(file, path, str_of(field->name));
        const struct yaml_tree *entry = tree->first;
        while (entry != NULL && !str_is(entry->key, field->name))
            entry = entry->next;
        if (entry == NULL) {
            fill_absent(file, tree, inner, field, into);
            continue;
        }
        mark(file, inner, entry->place);
        fill_field(file, entry, inner, field, into + field->offset);
    }
}

/* Names nobody knows, and names given twice. */
static void check_names(struct yaml_file *file, const struct yaml_tree *tree,
                        struct str path, const struct yaml_field *schema)
{
    for (const struct yaml_tree *entry = tree->first; entry;
         entry = entry->next) {
        struct str inner = path_of(file, path, entry->key);
        check_twice(file, entry, tree, inner);
        const char *nearest = NULL;
        uint32_t near = NEAR_ENOUGH + 1;
        for (const struct yaml_field *field = schema; field->name; field++) {
            if (field->type == YAML_PLACE)
                continue;
            uint32_t far = str_distance(entry->key, str_of(field->name),
                                        NEAR_ENOUGH);
            if (far < near) {
                near = far;
                nearest = field->name;
            }
        }
        if (near == 0)
            continue;
        if (nearest != NULL)
            yaml_problem_at(file, entry->key_place, inner,
                            "no such setting (did you mean “%s”?)", nearest);
        else
            yaml_problem_at(file, entry->key_place, inner, "no such setting");
    }
}

static void check_twice(struct yaml_file *file, const struct yaml_tree *entry,
                        const struct yaml_tree *mapping, struct str path)
{
    for (const struct yaml_tree *other = mapping->first; other != entry;
         other = other->next) {
        if (str_equal(other->key, entry->key)) {
            yaml_problem_at(file, entry->key_place, path, "given twice");
            return;
        }
    }
}

/* Of a whole group what it must hold, so that one run tells it all. */
static void say_missing(struct yaml_file *file, const struct yaml_tree *tree,
                        struct str path, const struct yaml_field *field)
{
    if (field->type == YAML_MAPPING) {
        for (const struct yaml_field *inner = field->field; inner->name;
             inner++)
            if (inner->required)
                say_missing(file, tree,
                            path_of(file, path, str_of(inner->name)), inner);
    } else if (field->about != NULL) {
        yaml_problem_at(file, tree->place, path, "is missing: %s",
                        field->about);
    } else {
        yaml_problem_at(file, tree->place, path, "is missing");
    }
}

static void fill_absent(struct yaml_file *file, const struct yaml_tree *tree,
                        struct str path, const struct yaml_field *field,
                        char *into)
{
    char *at = into + field->offset;
    if (field->preset != NULL) {
        char words[WORDS_MAX_BYTES];
        struct str preset = str_of(field->preset);
        CHECK(yaml_value(field, preset, at, words, sizeof words));
        return;
    }
    if (field->required)
        say_missing(file, tree, path, field);
    if (field->type == YAML_DAY)
        memcpy(at, &DAY_NONE, sizeof(struct day));
}

static void fill_field(struct yaml_file *file, const struct yaml_tree *tree,
                       struct str path, const struct yaml_field *field,
                       char *into)
{
    switch (field->type) {
    case YAML_MAPPING:
        if (tree->kind != YAML_TREE_MAPPING)
            yaml_problem_at(file, tree->place, path, "expected settings below");
        else
            fill_mapping(file, tree, path, field->field, into);
        return;
    case YAML_LIST:
        fill_list(file, tree, path, field, into);
        return;
    case YAML_TEXTS:
    case YAML_ENUMS:
        fill_names(file, tree, path, field, into);
        return;
    case YAML_MAP:
        fill_map(file, tree, path, field, into);
        return;
    default:
        break;
    }
    fill_scalar(file, tree, path, field, into);
}

static void fill_scalar(struct yaml_file *file, const struct yaml_tree *tree,
                        struct str path, const struct yaml_field *field,
                        char *into)
{
    if (tree->kind != YAML_TREE_SCALAR) {
        yaml_problem_at(file, tree->place, path, "expected one value");
        return;
    }
    bool is_null = tree->plain && (tree->text.len == 0
                                   || str_is(tree->text, "~")
                                   || str_is(tree->text, "null"));
    if (is_null) {
        yaml_problem_at(file, tree->place, path, "has no value");
        return;
    }
    char words[WORDS_MAX_BYTES];
    if (!yaml_value(field, tree->text, into, words, sizeof words))
        yaml_problem_at(file, tree->place, path, "%s", words);
}

static void fill_list(struct yaml_file *file, const struct yaml_tree *tree,
                      struct str path, const struct yaml_field *field,
                      char *into)
{
    CHECK(field->size > 0);
    if (tree->kind != YAML_TREE_LIST) {
        yaml_problem_at(file, tree->place, path, "expected a list");
        return;
    }
    if (!count_fits(file, tree, path, field))
        return;
    char *item = arena_array(file->arena, tree->count, field->size);
    if (item == NULL)
        return;
    uint32_t count = 0;
    for (const struct yaml_tree *child = tree->first; child;
         child = child->next) {
        struct str inner = item_path(file, path, count + 1);
        if (child->kind == YAML_TREE_MAPPING)
            fill_mapping(file, child, inner, field->field,
                         item + count * field->size);
        else
            yaml_problem_at(file, child->place, inner,
                            "expected settings below");
        count++;
    }
    struct yaml_list list = { .item = item, .count = count };
    memcpy(into, &list, sizeof list);
}

/* A list of texts, or of names out of a choice. */
static void fill_names(struct yaml_file *file, const struct yaml_tree *tree,
                       struct str path, const struct yaml_field *field,
                       char *into)
{
    if (tree->kind != YAML_TREE_LIST) {
        yaml_problem_at(file, tree->place, path, "expected a list");
        return;
    }
    if (!count_fits(file, tree, path, field))
        return;
    struct yaml_field one = { .name = field->name, .choice = field->choice };
    one.type = field->type == YAML_TEXTS ? YAML_TEXT : YAML_ENUM;
    size_t size = field->type == YAML_TEXTS ? sizeof(struct str)
                                            : sizeof(int32_t);
    char *item = arena_array(file->arena, tree->count, size);
    if (item == NULL)
        return;
    uint32_t count = 0;
    for (const struct yaml_tree *child = tree->first; child;
         child = child->next) {
        struct str inner = item_path(file, path, count + 1);
        mark(file, inner, child->place);
        fill_scalar(file, child, inner, &one, item + count * size);
        count++;
    }
    if (field->type == YAML_TEXTS) {
        struct yaml_texts texts = { (const struct str *)(void *)item, count };
        memcpy(into, &texts, sizeof texts);
    } else {
        struct yaml_enums enums = { (const int32_t *)(void *)item, count };
        memcpy(into, &enums, sizeof enums);
    }
}

static void fill_map(struct yaml_file *file, const struct yaml_tree *tree,
                     struct str path, const struct yaml_field *field,
                     char *into)
{
    if (tree->kind != YAML_TREE_MAPPING) {
        yaml_problem_at(file, tree->place, path,
                        "expected \"name: text\" lines below");
        return;
    }
    if (!count_fits(file, tree, path, field))
        return;
    struct yaml_pair *pair = arena_many(file->arena, tree->count,
                                        struct yaml_pair);
    if (pair == NULL)
        return;
    static const struct yaml_field text = { .name = "", .type = YAML_TEXT };
    uint32_t count = 0;
    for (const struct yaml_tree *entry = tree->first; entry;
         entry = entry->next) {
        struct str inner = path_of(file, path, entry->key);
        check_twice(file, entry, tree, inner);
        if (str_is(entry->key, "<<"))
            yaml_problem_at(file, entry->key_place, inner,
                            "a merge key is not allowed");
        mark(file, inner, entry->place);
        pair[count].key = entry->key;
        pair[count].place = entry->place;
        fill_scalar(file, entry, inner, &text, (char *)&pair[count].value);
        count++;
    }
    struct yaml_map map = { .item = pair, .count = count };
    memcpy(into, &map, sizeof map);
}

static bool count_fits(struct yaml_file *file, const struct yaml_tree *tree,
                       struct str path, const struct yaml_field *field)
{
    int64_t max = field->max != 0 ? field->max : YAML_ITEMS_MAX;
    if (tree->count >= field->min && tree->count <= max)
        return true;
    yaml_problem_at(file, tree->place, path,
                    "has %" PRIu32 " entries; %" PRId64 " to %" PRId64
                    " are allowed", tree->count, field->min, max);
    return false;
}

static struct str path_of(struct yaml_file *file, struct str path,
                          struct str name)
{
    struct str shown = str_part(name, 0, PATH_MAX_BYTES);
    if (path.len == 0)
        return shown;
    return str_format(file->arena, "%.*s.%.*s", STR_ARGS(path),
                      STR_ARGS(shown));
}

static struct str item_path(struct yaml_file *file, struct str path,
                            uint32_t number)
{
    return str_format(file->arena, "%.*s[%" PRIu32 "]", STR_ARGS(path),
                      number);
}

static void mark(struct yaml_file *file, struct str path,
                 struct yaml_place place)
{
    struct yaml_mark *made = arena_new(file->arena, struct yaml_mark);
    if (made == NULL)
        return;
    *made = (struct yaml_mark){ .path = path, .place = place,
                                .next = file->marks };
    file->marks = made;
}

static struct yaml_place find_mark(const struct yaml_file *file,
                                   struct str path)
{
    struct str rest = path;
    for (;;) {
        for (const struct yaml_mark *at = file->marks; at; at = at->next)
            if (at->path.len == rest.len && str_starts(at->path, rest))
                return at->place;
        if (rest.len == 0)
            return (struct yaml_place){ 1, 1 };
        do
            rest.len--;
        while (rest.len > 0 && rest.at[rest.len] != '.'
               && rest.at[rest.len] != '[');
    }
}

void yaml_problem(struct yaml_file *file, const char *path,
                  const char *format, ...)
{
    char words[WORDS_MAX_BYTES];
    va_list list;
    va_start(list, format);
    int len = vsnprintf(words, sizeof words, format, list);
    va_end(list);
    CHECK(len >= 0);
    struct str where = str_of(path);
    add_problem(file, find_mark(file, where), where, str_of(words));
}

void yaml_problem_at(struct yaml_file *file, struct yaml_place place,
                     struct str path, const char *format, ...)
{
    char words[WORDS_MAX_BYTES];
    va_list list;
    va_start(list, format);
    int len = vsnprintf(words, sizeof words, format, list);
    va_end(list);
    CHECK(len >= 0);
    add_problem(file, place, path, str_of(words));
}

static void add_problem(struct yaml_file *file, struct yaml_place place,
                        struct str path, struct str words)
{
    file->problem_count++;
    if (file->problem_count > YAML_PROBLEMS_MAX)
        return;
    struct yaml_problem *problem = &file->problem[file->problem_count - 1];
    problem->place = place;
    problem->text = str_format(
        file->arena, "%.*s:%" PRIu32 ":%" PRIu32 ": %.*s%s%.*s",
        STR_ARGS(file->name), place.line, place.column, STR_ARGS(path),
        path.len > 0 ? ": " : "", STR_ARGS(words));
}

/* By place; at most YAML_PROBLEMS_MAX, so the simple way will do. */
static void sort_problems(struct yaml_file *file)
{
    uint32_t kept = file->problem_count < YAML_PROBLEMS_MAX
                    ? file->problem_count : YAML_PROBLEMS_MAX;
    for (uint32_t i = 1; i < kept; i++) {
        struct yaml_problem moved = file->problem[i];
        uint32_t to = i;
        while (to > 0 && is_later(file->problem[to - 1].place, moved.place)) {
            file->problem[to] = file->problem[to - 1];
            to--;
        }
        file->problem[to] = moved;
    }
}

static bool is_later(struct yaml_place a, struct yaml_place b)
{
    return a.line != b.line ? a.line > b.line : a.column > b.column;
}
