#include <yaml.h>

#include "base/base.h"
#include "text/yaml_tree.h"

struct builder {
    struct yaml_file *file;
    yaml_parser_t parser;
    struct yaml_tree *root;
    struct yaml_tree *level[YAML_DEPTH_MAX];
    uint32_t depth;
    uint32_t nodes;
    struct yaml_tree *keyed; /* a key was read, its value comes next */
};

static bool build(struct builder *b);
static bool take_event(struct builder *b, const yaml_event_t *event);
static bool take_scalar(struct builder *b, const yaml_event_t *event);
static bool take_key(struct builder *b, const yaml_event_t *event);
static struct yaml_tree *add_node(struct builder *b, const yaml_event_t *event,
                                  enum yaml_kind kind);
static bool open_level(struct builder *b, const yaml_event_t *event,
                       enum yaml_kind kind);
static void refuse_extras(struct builder *b, const yaml_event_t *event);
static void syntax_problem(struct builder *b);
static struct yaml_place place_of(yaml_mark_t mark);
static bool wants_key(const struct builder *b);

struct yaml_tree *yaml_tree_read(struct yaml_file *file, struct str bytes)
{
    struct yaml_place top = { 1, 1 };
    if (bytes.len > YAML_BYTES_MAX) {
        yaml_problem_at(file, top, STR(""), "the file has more than %zu bytes",
                        YAML_BYTES_MAX);
        return NULL;
    }
    if (!str_is_utf8(bytes)) {
        yaml_problem_at(file, top, STR(""), "the file is not UTF-8");
        return NULL;
    }
    struct builder *b = arena_new(file->arena, struct builder);
    if (b == NULL)
        return NULL;
    b->file = file;
    if (yaml_parser_initialize(&b->parser) == 0) {
        yaml_problem_at(file, top, STR(""), "no memory to read the file");
        return NULL;
    }
    yaml_parser_set_encoding(&b->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&b->parser, (const unsigned char *)bytes.at,
                                 bytes.len);
    bool done = build(b);
    yaml_parser_delete(&b->parser);
    if (done && b->root == NULL)
        yaml_problem_at(file, top, STR(""), "the file is empty");
    return done ? b->root : NULL;
}

/* Each event takes at least one byte of input, or ends the stream. */
static bool build(struct builder *b)
{
    for (;;) {
        yaml_event_t event;
        if (yaml_parser_parse(&b->parser, &event) == 0) {
            syntax_problem(b);
            return false;
        }
        bool is_end = event.type == YAML_STREAM_END_EVENT;
        bool goes_on = is_end || take_event(b, &event);
        yaml_event_delete(&event);
        if (is_end || !goes_on)
            return goes_on;
    }
}

static bool take_event(struct builder *b, const yaml_event_t *event)
{
    refuse_extras(b, event);
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        if (b->root == NULL)
            return true;
        yaml_problem_at(b->file, place_of(event->start_mark), STR(""),
                        "a second document in one file");
        return false;
    case YAML_SCALAR_EVENT:
    case YAML_ALIAS_EVENT:
        return take_scalar(b, event);
    case YAML_SEQUENCE_START_EVENT:
        return open_level(b, event, YAML_TREE_LIST);
    case YAML_MAPPING_START_EVENT:
        return open_level(b, event, YAML_TREE_MAPPING);
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        CHECK(b->depth > 0);
        b->depth--;
        return true;
    default:
        break;
    }
    return true;
}

static bool take_scalar(struct builder *b, const yaml_event_t *event)
{
    if (wants_key(b))
        return take_key(b, event);
    struct yaml_tree *node = add_node(b, event, YAML_TREE_SCALAR);
    if (node == NULL)
        return false;
    if (event->type == YAML_ALIAS_EVENT) {
        node->text = STR("");
        return true;
    }
    node->text = str_copy(b->file->arena, (struct str){
        (const char *)event->data.scalar.value, event->data.scalar.length });
    node->plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
    return node->text.at != NULL;
}

static bool take_key(struct builder *b, const yaml_event_t *event)
{
    struct yaml_tree *mapping = b->level[b->depth - 1];
    struct yaml_tree *entry = arena_new(b->file->arena, struct yaml_tree);
    if (entry == NULL)
        return false;
    entry->key_place = place_of(event->start_mark);
    entry->key = event->type == YAML_ALIAS_EVENT
        ? STR("*")
        : str_copy(b->file->arena, (struct str){
              (const char *)event->data.scalar.value,
              event->data.scalar.length });
    if (entry->key.at == NULL)
        return false;
    if (mapping->last == NULL)
        mapping->first = entry;
    else
        mapping->last->next = entry;
    mapping->last = entry;
    mapping->count++;
    b->keyed = entry;
    return true;
}

/* The value of the key just read, the next item of a list, or the root. */
static struct yaml_tree *add_node(struct builder *b, const yaml_event_t *event,
                                  enum yaml_kind kind)
{
    struct yaml_place place = place_of(event->start_mark);
    if (++b->nodes > YAML_NODES_MAX) {
        yaml_problem_at(b->file, place, STR(""), "more than %d values",
                        YAML_NODES_MAX);
        return NULL;
    }
    struct yaml_tree *node = b->keyed;
    b->keyed = NULL;
    if (node == NULL)
        node = arena_new(b->file->arena, struct yaml_tree);
    if (node == NULL)
        return NULL;
    node->kind = kind;
    node->place = place;
    if (b->depth == 0) {
        b->root = node;
        return node;
    }
    struct yaml_tree *parent = b->level[b->depth - 1];
    if (parent->kind == YAML_TREE_MAPPING)
        return node; /* its entry is linked already */
    if (parent->last == NULL)
        parent->first = node;
    else
        parent->last->next = node;
    parent->last = node;
    parent->count++;
    return node;
}

static bool open_level(struct builder *b, const yaml_event_t *event,
                       enum yaml_kind kind)
{
    struct yaml_place place = place_of(event->start_mark);
    if (wants_key(b)) {
        yaml_problem_at(b->file, place, STR(""),
                        "a setting's name must be plain text");
        return false;
    }
    if (b->depth == YAML_DEPTH_MAX) {
        yaml_problem_at(b->file, place, STR(""), "more than %d levels",
                        YAML_DEPTH_MAX);
        return false;
    }
    struct yaml_tree *node = add_node(b, event, kind);
    if (node == NULL)
        return false;
    b->level[b->depth++] = node;
    return true;
}

static bool wants_key(const struct builder *b)
{
    return b->depth > 0 && b->keyed == NULL
           && b->level[b->depth - 1]->kind == YAML_TREE_MAPPING;
}

static void refuse_extras(struct builder *b, const yaml_event_t *event)
{
    const void *anchor = NULL;
    const void *tag = NULL;
    if (event->type == YAML_SCALAR_EVENT) {
        anchor = event->data.scalar.anchor;
        tag = event->data.scalar.tag;
    } else if (event->type == YAML_SEQUENCE_START_EVENT) {
        anchor = event->data.sequence_start.anchor;
        tag = event->data.sequence_start.tag;
    } else if (event->type == YAML_MAPPING_START_EVENT) {
        anchor = event->data.mapping_start.anchor;
        tag = event->data.mapping_start.tag;
    }
    struct yaml_place place = place_of(event->start_mark);
    if (event->type == YAML_ALIAS_EVENT)
        yaml_problem_at(b->file, place, STR(""),
                        "an alias (*name) is not allowed; write the value out");
    if (anchor != NULL)
        yaml_problem_at(b->file, place, STR(""),
                        "an anchor (&name) is not allowed");
    if (tag != NULL)
        yaml_problem_at(b->file, place, STR(""),
                        "a tag (!name) is not allowed");
}

static void syntax_problem(struct builder *b)
{
    const yaml_parser_t *parser = &b->parser;
    struct yaml_place place = place_of(parser->problem_mark);
    const char *problem = parser->problem ? parser->problem
                                          : "cannot be read as YAML";
    if (parser->context != NULL)
        yaml_problem_at(b->file, place, STR(""), "%s: %s", parser->context,
                        problem);
    else
        yaml_problem_at(b->file, place, STR(""), "%s", problem);
}

static struct yaml_place place_of(yaml_mark_t mark)
{
    return (struct yaml_place){ (uint32_t)mark.line + 1,
                                (uint32_t)mark.column + 1 };
}
