/* view_node.h - what is one entry of a view made of?
 *
 * For this room only: view.c fills it, view_json.c and mustache_render.c read
 * it.  Everybody else goes through view.h. */
#ifndef TEXT_VIEW_NODE_H
#define TEXT_VIEW_NODE_H

#include "text/view.h"

enum view_kind {
    VIEW_ABSENT,
    VIEW_TEXT,
    VIEW_MONEY,
    VIEW_DAY,
    VIEW_MOMENT,
    VIEW_COUNT,
    VIEW_PERCENT,
    VIEW_PHONE,
    VIEW_FLAG,
    VIEW_WORD,    /* text holds the id */
    VIEW_SECTION, /* children have names */
    VIEW_LIST     /* children have none */
};

struct view {
    struct view_root *root;
    struct view *next;
    struct view *first, *last; /* children, in the order they were added */
    uint32_t count;            /* of children */
    enum view_kind kind;
    bool only_page;
    struct str name;
    struct str text;
    int64_t number; /* cents, days, microseconds, count, ppm, flag */
    struct wall local;
};

struct view_root {
    struct arena *arena;
    enum words_language language;
};

/* The child of that name, or NULL. */
const struct view *view_child(const struct view *view, struct str name);

/* Should {{#name}} show its inside? */
bool view_is_filled(const struct view *view);

/* Appends what {{name}} shows, unescaped.  A word's placeholders are left to
 * the caller, who knows where to look them up. */
void view_show(const struct view *view, struct buf *buf);

#endif
