#include "base/base.h"
#include "text/escape.h"
#include "text/format.h"
#include "text/mustache_node.h"
#include "text/view_node.h"

/* Templates that call each other twice could otherwise run for years without
 * ever writing a byte. */
#define STEPS_MAX 2000000

/* Where names are looked up: the innermost section first. */
struct context {
    const struct view *view;
    const struct context *up;
};

/* The blocks a {{<parent}} brings along; the outermost parent wins. */
struct override {
    const struct node *parent;
    const struct override *up;
};

struct render {
    const struct mustache_set *set;
    enum mustache_mode mode;
    struct buf *buf;
    struct err *err;
    enum words_language language;
    uint32_t depth;
    uint32_t steps;
    bool skip_indent; /* the next line begins in the middle of one */
};

/* Everything that changes on the way down. */
struct place {
    const struct mustache_template *template;
    const struct context *context;
    const struct override *override;
    struct str indent;
};

/* What a name stands for; a moment also has two halves. */
enum half { HALF_NONE, HALF_DAY, HALF_TIME };
struct found {
    const struct view *view;
    enum half half;
};

static bool render_nodes(struct render *r, const struct node *node,
                         const struct place *place);
static bool render_node(struct render *r, const struct node *node,
                        const struct place *place);
static bool render_value(struct render *r, const struct node *node,
                         const struct place *place);
static bool render_section(struct render *r, const struct node *node,
                           const struct place *place);
static bool render_target(struct render *r, const struct node *node,
                          const struct place *place);
static bool render_block(struct render *r, const struct node *node,
                         const struct place *place);
static bool render_word(struct render *r, const struct node *node,
                        const struct place *place);
static bool fill_sentence(struct render *r, const struct node *node,
                          const struct place *place, struct str sentence,
                          bool raw);
static void show(struct render *r, struct found found, bool raw);
static void show_text(struct render *r, struct str text, bool raw);
static bool look_up(const struct context *context, struct str name,
                    struct found *found);
static const struct node *overriding(const struct override *override,
                                     struct str name);
static void add_indent(struct render *r, struct str indent);
static struct str join(struct render *r, struct str a, struct str b);
static bool refuse(struct render *r, const struct node *node,
                   const struct place *place, const char *words);

bool mustache_render(const struct mustache_set *set, struct str name,
                     const struct view *view, enum mustache_mode mode,
                     struct buf *buf, struct err *err)
{
    CHECK(set != NULL);
    CHECK(set->ready);
    CHECK(buf != NULL);
    const struct mustache_template *template = mustache_find(set, name);
    if (template == NULL)
        return err_set(err, ERR_BUG, "there is no template %.*s",
                       STR_ARGS(name));
    if (view == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the page");
    struct render render = { .set = set, .mode = mode, .buf = buf, .err = err,
                             .language = view_language(view) };
    struct context context = { .view = view };
    struct place place = { .template = template, .context = &context,
                           .indent = STR("") };
    if (!render_nodes(&render, template->root.first, &place))
        return false;
    return !buf->failed
           || err_set(err, ERR_EXHAUSTED, "template %.*s: the page is too long",
                      STR_ARGS(name));
}

static bool render_nodes(struct render *r, const struct node *node,
                         const struct place *place)
{
    for (; node != NULL; node = node->next)
        if (!render_node(r, node, place))
            return false;
    return true;
}

static bool render_node(struct render *r, const struct node *node,
                        const struct place *place)
{
    if (++r->steps > STEPS_MAX)
        return refuse(r, node, place, "the page takes too long to build");
    bool brings_lines = node->standalone || node->kind == NODE_BLOCK;
    if (node->starts_line && !brings_lines)
        add_indent(r, place->indent);

    if (node->kind == NODE_TEXT) {
        buf_add(r->buf, node->name);
        return true;
    }
    if (node->kind == NODE_VALUE || node->kind == NODE_RAW)
        return render_value(r, node, place);
    if (node->kind == NODE_WORD)
        return render_word(r, node, place);

    if (r->depth == MUSTACHE_NESTING_MAX)
        return refuse(r, node, place, "templates nest too deep");
    r->depth++;
    bool done;
    if (node->kind == NODE_BLOCK)
        done = render_block(r, node, place);
    else if (node->kind == NODE_PARTIAL || node->kind == NODE_PARENT)
        done = render_target(r, node, place);
    else
        done = render_section(r, node, place);
    r->depth--;
    return done;
}

static bool render_value(struct render *r, const struct node *node,
                         const struct place *place)
{
    struct found found;
    bool raw = node->kind == NODE_RAW;
    if (!look_up(place->context, node->name, &found))
        return r->mode == MUSTACHE_LENIENT
               || refuse(r, node, place, "nothing fills this tag");
    enum view_kind kind = found.view->kind;
    if (kind == VIEW_SECTION || kind == VIEW_LIST)
        return r->mode == MUSTACHE_LENIENT
               || refuse(r, node, place, "a section is no value");
    if (kind == VIEW_WORD && found.view->text.len > 0)
        return fill_sentence(r, node, place,
                             words_text(r->language, found.view->text), raw);
    show(r, found, raw);
    return true;
}

static bool render_section(struct render *r, const struct node *node,
                           const struct place *place)
{
    struct found found;
    bool is_there = look_up(place->context, node->name, &found);
    if (!is_there && r->mode == MUSTACHE_STRICT)
        return refuse(r, node, place, "nothing fills this section");
    bool is_filled = is_there && view_is_filled(found.view);
    if (node->kind == NODE_INVERTED)
        return is_filled || render_nodes(r, node->first, place);
    if (!is_filled)
        return true;

    struct context inner = { .view = found.view, .up = place->context };
    struct place inside = *place;
    inside.context = &inner;
    if (found.view->kind != VIEW_LIST)
        return render_nodes(r, node->first, &inside);
    for (const struct view *item = found.view->first; item;
         item = item->next) {
        inner.view = item;
        if (!render_nodes(r, node->first, &inside))
            return false;
    }
    return true;
}

/* A partial or a parent.  Only one that is alone on its line hands its
 * indentation on. */
static bool render_target(struct render *r, const struct node *node,
                          const struct place *place)
{
    if (node->target == NULL)
        return true;
    struct place inside = *place;
    struct override override = { .parent = node, .up = place->override };
    inside.template = node->target;
    inside.indent = node->standalone ? join(r, place->indent, node->indent)
                                     : STR("");
    if (node->kind == NODE_PARENT)
        inside.override = &override;
    return render_nodes(r, node->target->root.first, &inside);
}

static bool render_block(struct render *r, const struct node *node,
                         const struct place *place)
{
    const struct node *content = overriding(place->override, node->name);
    if (content == NULL)
        content = node;
    struct place inside = *place;
    if (content->dedented) {
        inside.indent = join(r, place->indent, node->indent);
        r->skip_indent = r->skip_indent || !node->starts_line;
    } else if (node->starts_line) {
        add_indent(r, place->indent);
        buf_add(r->buf, node->indent);
    }
    bool done = render_nodes(r, content->first, &inside);
    r->skip_indent = false;
    return done;
}

static bool render_word(struct render *r, const struct node *node,
                        const struct place *place)
{
    struct found n;
    bool has_n = look_up(place->context, STR("n"), &n);
    int64_t count = has_n && n.view->kind == VIEW_COUNT ? n.view->number : 2;
    struct str sentence;
    if (words_choose(r->language, node->name, count, &sentence))
        return fill_sentence(r, node, place, sentence, false);
    if (r->mode == MUSTACHE_STRICT)
        return refuse(r, node, place, "no catalogue has this word");
    if (words_choose(WORDS_EN, node->name, count, &sentence))
        return fill_sentence(r, node, place, sentence, false);
    show_text(r, node->name, false);
    return true;
}

/* The sentence with its {placeholders} looked up where the tag stands. */
static bool fill_sentence(struct render *r, const struct node *node,
                          const struct place *place, struct str sentence,
                          bool raw)
{
    size_t at = 0;
    struct str piece;
    bool is_name;
    while (words_piece(sentence, &at, &piece, &is_name)) {
        struct found found;
        if (!is_name)
            show_text(r, piece, raw);
        else if (look_up(place->context, piece, &found))
            show(r, found, raw);
        else if (r->mode == MUSTACHE_STRICT)
            return err_set(r->err, ERR_BUG,
                           "template %.*s: line %" PRIu32
                           ": nothing fills {%.*s} of word %.*s",
                           STR_ARGS(place->template->name), node->line,
                           STR_ARGS(piece), STR_ARGS(node->name));
    }
    return true;
}

static void show(struct render *r, struct found found, bool raw)
{
    const struct view *view = found.view;
    if (found.half == HALF_DAY)
        format_day(r->buf, r->language, view->local.day);
    else if (found.half == HALF_TIME && !day_is_none(view->local.day))
        format_time(r->buf, view->local.second);
    else if (found.half == HALF_TIME)
        return;
    else if (view->kind == VIEW_TEXT)
        show_text(r, view->text, raw);
    else if (view->kind == VIEW_PHONE)
        show_text(r, format_phone_str(r->buf->arena, view->text), raw);
    else if (view->kind == VIEW_WORD && view->text.len > 0)
        show_text(r, words_text(r->language, view->text), raw);
    else
        view_show(view, r->buf); /* digits, names of months: nothing to do */
}

static void show_text(struct render *r, struct str text, bool raw)
{
    if (raw || r->set->escape == MUSTACHE_PLAIN)
        buf_add(r->buf, text);
    else
        escape_html(r->buf, text);
}

/* The first part of a dotted name is looked for from the innermost section
 * outward; the others only inside what was found. */
static bool look_up(const struct context *context, struct str name,
                    struct found *found)
{
    *found = (struct found){ .view = context->view };
    if (str_equal(name, STR(".")))
        return true;
    struct str part;
    struct str rest;
    str_cut(name, '.', &part, &rest);
    const struct view *view = NULL;
    for (; context != NULL && view == NULL; context = context->up)
        view = view_child(context->view, part);

    while (view != NULL && rest.at != NULL) {
        str_cut(rest, '.', &part, &rest);
        if (view->kind == VIEW_MOMENT && rest.at == NULL) {
            found->half = str_equal(part, STR("day")) ? HALF_DAY : HALF_TIME;
            bool is_known = found->half == HALF_DAY
                            || str_equal(part, STR("time"));
            view = is_known ? view : NULL;
            break;
        }
        view = view_child(view, part);
    }
    if (view == NULL)
        return false;
    found->view = view;
    return true;
}

static const struct node *overriding(const struct override *override,
                                     struct str name)
{
    const struct node *best = NULL;
    for (; override != NULL; override = override->up)
        for (const struct node *block = override->parent->first; block;
             block = block->next)
            if (block->kind == NODE_BLOCK && str_equal(block->name, name))
                best = block;
    return best;
}

static void add_indent(struct render *r, struct str indent)
{
    if (!r->skip_indent)
        buf_add(r->buf, indent);
    r->skip_indent = false;
}

static struct str join(struct render *r, struct str a, struct str b)
{
    if (b.len == 0)
        return a;
    if (a.len == 0)
        return b;
    return str_format(r->buf->arena, "%.*s%.*s", STR_ARGS(a), STR_ARGS(b));
}

static bool refuse(struct render *r, const struct node *node,
                   const struct place *place, const char *words)
{
    return err_set(r->err, ERR_BUG,
                   "template %.*s: line %" PRIu32 ": %.*s: %s",
                   STR_ARGS(place->template->name), node->line,
                   STR_ARGS(node->name), words);
}
