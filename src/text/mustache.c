#include "base/base.h"
#include "text/mustache.h"
#include "text/mustache_node.h"

static uint32_t place_of(const struct mustache_set *set, struct str name);
static bool tie(const struct mustache_set *set, struct node *node,
                enum mustache_mode mode, struct str *unknown, uint32_t *line);

struct mustache_set *mustache_set_new(struct arena *arena,
                                      enum mustache_escape escape)
{
    CHECK(arena != NULL);
    struct mustache_set *set = arena_new(arena, struct mustache_set);
    if (set == NULL)
        return NULL;
    set->arena = arena;
    set->escape = escape;
    set->item = arena_many(arena, MUSTACHE_TEMPLATES_MAX,
                           struct mustache_template *);
    return set->item == NULL ? NULL : set;
}

bool mustache_add(struct mustache_set *set, struct str name, struct str text,
                  struct err *err)
{
    if (set == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for templates");
    CHECK(!set->ready);
    if (name.len == 0 || name.len > MUSTACHE_NAME_MAX)
        return err_set(err, ERR_INVALID,
                       "a template's name has 1 to %d bytes",
                       MUSTACHE_NAME_MAX);
    if (set->count == MUSTACHE_TEMPLATES_MAX)
        return err_set(err, ERR_EXHAUSTED, "more than %d templates",
                       MUSTACHE_TEMPLATES_MAX);
    if (text.len > MUSTACHE_TEMPLATE_BYTES_MAX)
        return err_set(err, ERR_INVALID,
                       "template %.*s: more than %zu bytes", STR_ARGS(name),
                       MUSTACHE_TEMPLATE_BYTES_MAX);
    uint32_t place = place_of(set, name);
    if (place < set->count && str_equal(set->item[place]->name, name))
        return err_set(err, ERR_INVALID, "template %.*s: added twice",
                       STR_ARGS(name));

    struct mustache_template *made = arena_new(set->arena,
                                               struct mustache_template);
    if (made == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for templates");
    made->name = str_copy(set->arena, name);
    if (!mustache_parse(set->arena, text, made, err))
        return err_context(err, "template %.*s", STR_ARGS(name));
    memmove(set->item + place + 1, set->item + place,
            (set->count - place) * sizeof *set->item);
    set->item[place] = made;
    set->count++;
    return true;
}

bool mustache_ready(struct mustache_set *set, enum mustache_mode mode,
                    struct err *err)
{
    if (set == NULL || set->arena->exhausted)
        return err_set(err, ERR_EXHAUSTED, "no memory for templates");
    for (uint32_t i = 0; i < set->count; i++) {
        struct mustache_template *template = set->item[i];
        struct str unknown;
        uint32_t line;
        if (!tie(set, template->root.first, mode, &unknown, &line))
            return err_set(err, ERR_INVALID,
                           "template %.*s: line %" PRIu32
                           ": there is no template %.*s",
                           STR_ARGS(template->name), line,
                           STR_ARGS(unknown));
    }
    set->ready = true;
    return true;
}

/* Nesting is bounded by the parser, so recursion is too. */
static bool tie(const struct mustache_set *set, struct node *node,
                enum mustache_mode mode, struct str *unknown, uint32_t *line)
{
    for (; node != NULL; node = node->next) {
        if (node->kind == NODE_PARTIAL || node->kind == NODE_PARENT) {
            node->target = mustache_find(set, node->name);
            if (node->target == NULL && mode == MUSTACHE_STRICT) {
                *unknown = node->name;
                *line = node->line;
                return false;
            }
        }
        if (!tie(set, node->first, mode, unknown, line))
            return false;
    }
    return true;
}

bool mustache_has(const struct mustache_set *set, struct str name)
{
    return set != NULL && mustache_find(set, name) != NULL;
}

const struct mustache_template *mustache_find(const struct mustache_set *set,
                                              struct str name)
{
    uint32_t place = place_of(set, name);
    bool is_there = place < set->count
                    && str_equal(set->item[place]->name, name);
    return is_there ? set->item[place] : NULL;
}

/* Where the name stands, or where it would have to. */
static uint32_t place_of(const struct mustache_set *set, struct str name)
{
    uint32_t low = 0;
    uint32_t high = set->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (str_compare(set->item[middle]->name, name) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
