/* mustache.h - how does a view become a page, a letter or an e-mail?
 *
 * Mustache (https://mustache.github.io, core without lambdas) with template
 * inheritance, rendered from a view.  Templates are parsed once at start into
 * a set; a ready set is immutable, so any thread may render from it.
 *
 *   {{name}} {{a.b}} {{.}}      a value, escaped as the set says
 *   {{{name}}} {{&name}}        unescaped; the page checker keeps a short list
 *   {{#name}}..{{/name}}        once, or for each item; {{^name}} when empty
 *   {{>row}}                    the template "row" of the same set
 *   {{<layout}}{{$main}}..{{/main}}{{/layout}}
 *                               layout, with its block {{$main}} replaced
 *   {{! note }}  {{=<% %>=}}    a comment; other delimiters
 *   {{t.bill.title}}            the sentence of id bill.title in the view's
 *                               language; its {placeholders} are looked up
 *                               like tags and escaped like values
 * If the catalogue has bill.days.one and bill.days.many instead of bill.days,
 * {{t.bill.days}} takes the one that fits the entry n of the view. */
#ifndef TEXT_MUSTACHE_H
#define TEXT_MUSTACHE_H

#include "base/base.h"
#include "text/view.h"

#define MUSTACHE_TEMPLATES_MAX 1000
#define MUSTACHE_TEMPLATE_BYTES_MAX ((size_t)256 << 10)
#define MUSTACHE_NESTING_MAX 64 /* sections, partials and parents in one */
#define MUSTACHE_NAME_MAX 128

enum mustache_escape {
    MUSTACHE_HTML, /* & < > " ' of every value and word */
    MUSTACHE_PLAIN /* text messages, plain e-mail: nothing is escaped */
};

enum mustache_mode {
    MUSTACHE_STRICT, /* a tag nobody fills, an unknown word: an error that
                        names template, line and tag */
    MUSTACHE_LENIENT /* it shows nothing (a word: its fallback) */
};

struct mustache_set; /* lives in the arena */

struct mustache_set *mustache_set_new(struct arena *arena,
                                      enum mustache_escape escape);
/* Parses one template.  Keeps `text` (it is usually embedded); copies the
 * name.  False with template, line and words when it is malformed. */
bool mustache_add(struct mustache_set *set, struct str name, struct str text,
                  struct err *err) MUST_USE;
/* Ties partials and parents to their templates.  Strict: one that is not in
 * the set is an error.  Lenient: it renders as nothing. */
bool mustache_ready(struct mustache_set *set, enum mustache_mode mode,
                    struct err *err) MUST_USE;

bool mustache_has(const struct mustache_set *set, struct str name);

/* Appends the page to buf.  False when there is no such template, a strict
 * tag is unfilled, templates nest more than MUSTACHE_NESTING_MAX deep, or
 * the buf failed.  What was appended before stays: drop it. */
bool mustache_render(const struct mustache_set *set, struct str name,
                     const struct view *view, enum mustache_mode mode,
                     struct buf *buf, struct err *err) MUST_USE;

#endif
