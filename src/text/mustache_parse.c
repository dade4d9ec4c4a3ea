#include "base/base.h"
#include "text/mustache_node.h"

#define DELIMITER_MAX 8

struct parser {
    struct arena *arena;
    struct str in;
    size_t at;
    uint32_t line;      /* at `line_at` */
    size_t line_at;     /* how far lines were counted */
    struct str open, close;
    struct node *here;  /* the node being filled */
    uint32_t depth;
    struct err *err;
};

/* One {{...}} as it stands in the template. */
struct tag {
    char sigil;       /* 0 for a plain name */
    struct str name;
    size_t from, to;  /* of the whole tag */
    bool blank_before;/* nothing but blanks from the line's start */
    size_t lead;      /* where those blanks start */
    bool blank_after; /* nothing but blanks to the line's end */
    size_t next;      /* start of the next line */
    uint32_t line;
};

static bool read_tag(struct parser *p, size_t from, struct tag *tag);
static bool read_inside(struct parser *p, struct tag *tag);
static bool set_delimiters(struct parser *p, struct tag *tag);
static void look_around(struct parser *p, struct tag *tag);
static bool take_tag(struct parser *p, const struct tag *tag, size_t from);
static bool take_value(struct parser *p, const struct tag *tag, size_t from);
static bool take_standalone(struct parser *p, const struct tag *tag,
                            size_t from);
static bool open_node(struct parser *p, const struct tag *tag,
                      enum node_kind kind, struct node **opened);
static bool open_parent(struct parser *p, const struct tag *tag, size_t from);
static bool open_block(struct parser *p, const struct tag *tag, size_t from);
static bool close_node(struct parser *p, const struct tag *tag, size_t from);
static void close_block(struct parser *p, const struct tag *tag, size_t from);
static void close_parent(struct parser *p, const struct tag *tag);
static bool find_indent(const struct node *node, struct str *indent);
static void dedent(struct node *node, size_t blanks);
static struct node *append(struct parser *p, enum node_kind kind);
static bool add_text(struct parser *p, size_t from, size_t to);
static bool starts_line(const struct parser *p, size_t at);
static bool is_blank(char byte);
static size_t blanks_of(struct str text);
static uint32_t line_of(struct parser *p, size_t at);
static bool refuse(struct parser *p, uint32_t line, const char *words,
                   struct str name);

bool mustache_parse(struct arena *arena, struct str text,
                    struct mustache_template *template, struct err *err)
{
    CHECK(template != NULL);
    struct parser parser = { .arena = arena, .in = text, .line = 1,
                             .open = STR("{{"), .close = STR("}}"),
                             .here = &template->root, .err = err };
    struct parser *p = &parser;
    while (p->at < text.len) {
        size_t from = p->at;
        size_t found = str_find(str_part(text, from, SIZE_MAX), p->open);
        if (found == SIZE_MAX) {
            if (!add_text(p, from, text.len))
                return false;
            break;
        }
        struct tag tag;
        if (!read_tag(p, from + found, &tag) || !take_tag(p, &tag, from))
            return false;
    }
    if (p->here->up != NULL)
        return refuse(p, p->here->line, "is never closed", p->here->name);
    return true;
}

static bool read_tag(struct parser *p, size_t from, struct tag *tag)
{
    *tag = (struct tag){ .from = from, .line = line_of(p, from) };
    size_t inside = from + p->open.len;
    char first = inside < p->in.len ? p->in.at[inside] : 0;
    struct str end = p->close;
    if (first == '{' && str_equal(p->open, STR("{{")))
        end = STR("}}}");
    else if (first == '=')
        end = str_format(p->arena, "=%.*s", STR_ARGS(p->close));
    size_t start = inside;
    if (first != 0 && strchr("{&#^/>!=<$", first) != NULL
        && (first != '{' || end.len == 3)) {
        tag->sigil = first;
        start++;
    }
    size_t len = str_find(str_part(p->in, start, SIZE_MAX), end);
    if (len == SIZE_MAX)
        return refuse(p, tag->line, "a tag is never closed", STR(""));
    tag->name = str_trim(str_part(p->in, start, len));
    tag->to = start + len + end.len;
    look_around(p, tag);
    return read_inside(p, tag);
}

static bool read_inside(struct parser *p, struct tag *tag)
{
    if (tag->sigil == '!')
        return true;
    if (tag->sigil == '=')
        return set_delimiters(p, tag);
    if (tag->name.len == 0)
        return refuse(p, tag->line, "a tag has no name", STR(""));
    if (tag->name.len > MUSTACHE_NAME_MAX)
        return refuse(p, tag->line, "a name is too long", STR(""));
    for (size_t i = 0; i < tag->name.len; i++)
        if (is_blank(tag->name.at[i]) || tag->name.at[i] == '\n')
            return refuse(p, tag->line, "a name holds a blank", tag->name);
    return true;
}

static bool set_delimiters(struct parser *p, struct tag *tag)
{
    size_t open = 0;
    while (open < tag->name.len && !is_blank(tag->name.at[open])
           && tag->name.at[open] != '\n')
        open++;
    struct str first = str_part(tag->name, 0, open);
    struct str last = str_trim(str_part(tag->name, open, SIZE_MAX));
    bool is_odd = first.len == 0 || last.len == 0 || first.len > DELIMITER_MAX
                  || last.len > DELIMITER_MAX;
    for (size_t i = 0; i < last.len; i++)
        is_odd = is_odd || is_blank(last.at[i]) || last.at[i] == '=';
    if (is_odd)
        return refuse(p, tag->line, "delimiters that cannot be read",
                      tag->name);
    p->open = first;
    p->close = last;
    return true;
}

static void look_around(struct parser *p, struct tag *tag)
{
    size_t lead = tag->from;
    while (lead > 0 && is_blank(p->in.at[lead - 1]))
        lead--;
    tag->lead = lead;
    tag->blank_before = starts_line(p, lead);

    size_t next = tag->to;
    while (next < p->in.len && is_blank(p->in.at[next]))
        next++;
    if (next + 1 < p->in.len && p->in.at[next] == '\r'
        && p->in.at[next + 1] == '\n')
        next++;
    tag->blank_after = next == p->in.len || p->in.at[next] == '\n';
    tag->next = next < p->in.len ? next + 1 : next;
}

/* `from` is where the text before the tag begins. */
static bool take_tag(struct parser *p, const struct tag *tag, size_t from)
{
    switch (tag->sigil) {
    case 0:
    case '&':
    case '{': return take_value(p, tag, from);
    case '<': return open_parent(p, tag, from);
    case '$': return open_block(p, tag, from);
    case '/': return close_node(p, tag, from);
    default: break;
    }
    return take_standalone(p, tag, from);
}

static bool take_value(struct parser *p, const struct tag *tag, size_t from)
{
    if (!add_text(p, from, tag->from))
        return false;
    bool is_word = str_starts(tag->name, STR("t."));
    if (is_word && tag->sigil != 0)
        return refuse(p, tag->line, "a word is always escaped", tag->name);
    enum node_kind kind = tag->sigil == 0 ? NODE_VALUE : NODE_RAW;
    struct node *node = append(p, is_word ? NODE_WORD : kind);
    if (node == NULL)
        return false;
    node->name = is_word ? str_part(tag->name, 2, SIZE_MAX) : tag->name;
    node->line = tag->line;
    node->starts_line = starts_line(p, tag->from);
    p->at = tag->to;
    return true;
}

/* Sections, partials, comments, delimiters: alone on a line they take the
 * whole line with them. */
static bool take_standalone(struct parser *p, const struct tag *tag,
                            size_t from)
{
    bool alone = tag->blank_before && tag->blank_after;
    if (!add_text(p, from, alone ? tag->lead : tag->from))
        return false;
    struct node *node = NULL;
    if (tag->sigil == '>') {
        node = append(p, NODE_PARTIAL);
        if (node == NULL)
            return false;
        node->name = tag->name;
        node->line = tag->line;
    } else if (tag->sigil == '#' || tag->sigil == '^') {
        if (!open_node(p, tag, tag->sigil == '#' ? NODE_SECTION
                                                 : NODE_INVERTED, &node))
            return false;
    }
    if (node != NULL) {
        node->standalone = alone;
        node->starts_line = starts_line(p, tag->from)
                            || (alone && node->kind == NODE_PARTIAL);
        if (alone)
            node->indent = str_part(p->in, tag->lead, tag->from - tag->lead);
    }
    p->at = alone ? tag->next : tag->to;
    return true;
}

static bool open_node(struct parser *p, const struct tag *tag,
                      enum node_kind kind, struct node **opened)
{
    if (p->depth == MUSTACHE_NESTING_MAX)
        return refuse(p, tag->line, "sections nest too deep", tag->name);
    struct node *node = append(p, kind);
    if (node == NULL)
        return false;
    node->name = tag->name;
    node->line = tag->line;
    node->up = p->here;
    p->here = node;
    p->depth++;
    *opened = node;
    return true;
}

/* Whether the parent is alone on its line shows only at its end. */
static bool open_parent(struct parser *p, const struct tag *tag, size_t from)
{
    size_t split = tag->blank_before && tag->lead >= from ? tag->lead
                                                          : tag->from;
    if (!add_text(p, from, split) || !add_text(p, split, tag->from))
        return false;
    struct node *lead = split < tag->from ? p->here->last : NULL;
    struct node *node;
    if (!open_node(p, tag, NODE_PARENT, &node))
        return false;
    node->standalone = tag->blank_before;
    node->starts_line = starts_line(p, tag->from);
    node->indent = str_part(p->in, split, tag->from - split);
    node->lead = lead;
    p->at = tag->to;
    return true;
}

static void close_parent(struct parser *p, const struct tag *tag)
{
    struct node *node = p->here;
    node->standalone = node->standalone && tag->blank_after;
    if (node->standalone) {
        node->starts_line = true;
        if (node->lead != NULL)
            node->lead->name.len = 0;
        if (node->lead != NULL)
            node->lead->starts_line = false;
        p->at = tag->next;
        return;
    }
    node->indent = STR("");
    p->at = tag->to;
}

/* A block's blanks before it belong to the block, because what replaces it
 * may be whole lines that need them too. */
static bool open_block(struct parser *p, const struct tag *tag, size_t from)
{
    bool in_parent = p->here->kind == NODE_PARENT;
    bool leads = tag->blank_before && tag->lead >= from;
    if (!add_text(p, from, leads ? tag->lead : tag->from))
        return false;
    struct node *node;
    if (!open_node(p, tag, NODE_BLOCK, &node))
        return false;
    node->starts_line = tag->blank_before;
    if (leads)
        node->indent = str_part(p->in, tag->lead, tag->from - tag->lead);
    node->dedented = tag->blank_after && (tag->blank_before || in_parent)
                     && tag->next > tag->to;
    p->at = node->dedented ? tag->next : tag->to;
    return true;
}

static void close_block(struct parser *p, const struct tag *tag, size_t from)
{
    struct node *node = p->here;
    bool in_parent = node->up->kind == NODE_PARENT;
    bool alone = tag->blank_before && tag->blank_after && tag->lead >= from;
    p->at = alone && !in_parent ? tag->next : tag->to;
    struct str indent;
    if (node->dedented && find_indent(node->first, &indent)) {
        dedent(node->first, indent.len);
        node->indent = indent;
    }
}

static bool close_node(struct parser *p, const struct tag *tag, size_t from)
{
    struct node *node = p->here;
    if (node->up == NULL)
        return refuse(p, tag->line, "closes nothing", tag->name);
    if (!str_equal(node->name, tag->name))
        return refuse(p, tag->line, "closes a section of another name",
                      tag->name);
    bool in_parent = node->kind == NODE_BLOCK
                     && node->up->kind == NODE_PARENT;
    bool alone = tag->blank_before && (tag->blank_after || in_parent)
                 && tag->lead >= from;
    if (!add_text(p, from, alone ? tag->lead : tag->from))
        return false;

    if (node->kind == NODE_PARENT)
        close_parent(p, tag);
    else if (node->kind == NODE_BLOCK)
        close_block(p, tag, from);
    else
        p->at = alone ? tag->next : tag->to;
    p->here = node->up;
    p->depth--;
    return true;
}

/* The blanks before the first line that holds more than blanks. */
static bool find_indent(const struct node *node, struct str *indent)
{
    for (; node != NULL; node = node->next) {
        bool is_text = node->kind == NODE_TEXT;
        if (node->kind == NODE_SECTION || node->kind == NODE_INVERTED) {
            if (node->standalone && find_indent(node->first, indent))
                return true;
            if (node->standalone)
                continue;
        }
        if (!node->starts_line)
            continue;
        size_t blanks = is_text ? blanks_of(node->name) : 0;
        bool is_bare = is_text && blanks < node->name.len
                       && (node->name.at[blanks] == '\n'
                           || node->name.at[blanks] == '\r');
        if (is_bare)
            continue;
        *indent = is_text ? str_part(node->name, 0, blanks) : node->indent;
        return true;
    }
    return false;
}

/* What stands in a nested block is relative to that block already. */
static void dedent(struct node *node, size_t blanks)
{
    for (; node != NULL; node = node->next) {
        if (node->kind == NODE_SECTION || node->kind == NODE_INVERTED) {
            dedent(node->first, blanks);
            continue;
        }
        if (!node->starts_line)
            continue;
        struct str *text = node->kind == NODE_TEXT ? &node->name
                                                   : &node->indent;
        if (node->kind != NODE_TEXT && node->kind != NODE_PARTIAL
            && node->kind != NODE_PARENT && node->kind != NODE_BLOCK)
            continue;
        size_t has = blanks_of(*text);
        *text = str_part(*text, has < blanks ? has : blanks, SIZE_MAX);
    }
}

static struct node *append(struct parser *p, enum node_kind kind)
{
    struct node *node = arena_new(p->arena, struct node);
    if (node == NULL) {
        err_set(p->err, ERR_EXHAUSTED, "no memory for templates");
        return NULL;
    }
    node->kind = kind;
    if (p->here->last == NULL)
        p->here->first = node;
    else
        p->here->last->next = node;
    p->here->last = node;
    return node;
}

/* One node for each line; inside a parent only blocks count. */
static bool add_text(struct parser *p, size_t from, size_t to)
{
    CHECK(from <= to);
    if (p->here->kind == NODE_PARENT)
        return true;
    while (from < to) {
        size_t end = str_find_byte(p->in, '\n', from);
        end = end < to ? end + 1 : to;
        struct node *node = append(p, NODE_TEXT);
        if (node == NULL)
            return false;
        node->name = str_part(p->in, from, end - from);
        node->starts_line = starts_line(p, from);
        from = end;
    }
    return true;
}

static bool starts_line(const struct parser *p, size_t at)
{
    return at == 0 || p->in.at[at - 1] == '\n';
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t';
}

static size_t blanks_of(struct str text)
{
    size_t count = 0;
    while (count < text.len && is_blank(text.at[count]))
        count++;
    return count;
}

static uint32_t line_of(struct parser *p, size_t at)
{
    for (; p->line_at < at; p->line_at++)
        p->line += p->in.at[p->line_at] == '\n' ? 1 : 0;
    return p->line;
}

static bool refuse(struct parser *p, uint32_t line, const char *words,
                   struct str name)
{
    return err_set(p->err, ERR_INVALID, "line %" PRIu32 ": %.*s%s%s", line,
                   STR_ARGS(name), name.len > 0 ? " " : "", words);
}
