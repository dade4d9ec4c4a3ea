/* mustache_node.h - what is a parsed template made of?
 *
 * For this room only: mustache_parse.c makes it, mustache_render.c walks it.
 * A text node never spans two lines, so that indentation can be put before a
 * line (standalone partials) or taken from it (blocks of a layout). */
#ifndef TEXT_MUSTACHE_NODE_H
#define TEXT_MUSTACHE_NODE_H

#include "text/mustache.h"

enum node_kind {
    NODE_TEXT,
    NODE_VALUE,    /* {{name}} */
    NODE_RAW,      /* {{{name}}} */
    NODE_WORD,     /* {{t.id}}; name holds the id */
    NODE_SECTION,  /* {{#name}} */
    NODE_INVERTED, /* {{^name}} */
    NODE_PARTIAL,  /* {{>name}} */
    NODE_PARENT,   /* {{<name}}; children are its blocks */
    NODE_BLOCK     /* {{$name}} */
};

struct node {
    struct node *next;
    struct node *first, *last; /* children */
    struct node *up;           /* the node it stands in, or NULL */
    enum node_kind kind;
    bool starts_line; /* the line's indentation goes before it */
    bool standalone;  /* alone on its line, which shows nothing itself */
    bool dedented;    /* a block whose lines were moved to the left */
    uint32_t line;
    struct str name;  /* or the literal text */
    struct str indent;/* blanks before a standalone tag; or a block's own */
    struct node *lead;/* a parent's text node that holds those blanks */
    const struct mustache_template *target; /* of a partial or parent */
};

struct mustache_template {
    struct str name;
    struct node root;
};

struct mustache_set {
    struct arena *arena;
    enum mustache_escape escape;
    bool ready;
    uint32_t count;
    struct mustache_template **item; /* in byte order of the names */
};

/* Parses text into template->root; err has no template name yet. */
bool mustache_parse(struct arena *arena, struct str text,
                    struct mustache_template *template,
                    struct err *err) MUST_USE;

const struct mustache_template *mustache_find(const struct mustache_set *set,
                                              struct str name);

#endif
