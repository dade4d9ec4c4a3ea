/* view.h - what does this page or this API answer say?
 *
 * A handler fills one view, a small tree in the request's arena.  It is shown
 * two ways: view_json makes the API's answer, text/mustache makes the page.
 * So page and API cannot drift (docs: one view, two renderings).
 *
 *              in JSON                          on the page ({{name}})
 *   text       "as is"; absent: null            escaped; absent: nothing
 *   money      "1234.50", a string              $1,234.50
 *   day        "2026-12-15"; none: null         December 15, 2026
 *                                               15 de diciembre de 2026
 *   moment     "2026-12-15T22:12:00Z"           December 15, 2026, 4:12 p.m.
 *              {{name.day}} and {{name.time}} give the halves
 *   count      1234                             1,234
 *   percent    "12.5", a string                 12.5%
 *   phone      "+12175550100"                   (217) 555-0100
 *   flag       true, false                      only as {{#name}}, {{^name}}
 *   word       the id: "bill.state.held"        the catalogue's sentence
 *   section    {...}                            {{#name}}..., {{name.inner}}
 *   list       [...]                            {{#name}}...{{/name}}
 *
 * {{#name}} is skipped for false, absent, empty text, an empty list, no day,
 * and zero.  Entries keep the order in which they were added.
 *
 * Adding never fails by itself: when the arena is exhausted the entry is
 * lost, arena->exhausted stays set and the shell answers trouble.  A NULL view
 * (a section that could not be made) swallows what is added to it.
 * Names are string literals.  Neither names nor texts are copied: a text must
 * live as long as the view (the request's arena, or a constant).  A name added
 * twice to one section is a bug, and so is the name "t", which belongs to the
 * words. */
#ifndef TEXT_VIEW_H
#define TEXT_VIEW_H

#include "base/base.h"
#include "text/words.h"

struct view;

/* The root section.  Keeps the arena. */
struct view *view_new(struct arena *arena, enum words_language language);
enum words_language view_language(const struct view *view);
struct arena *view_arena(const struct view *view);

void view_text(struct view *view, const char *name, struct str text);
void view_text_c(struct view *view, const char *name, const char *text);
void view_money(struct view *view, const char *name, struct money amount);
void view_day(struct view *view, const char *name, struct day day);
/* `local` is the wall clock the reader should see, computed by the caller. */
void view_moment(struct view *view, const char *name, struct moment moment,
                 struct wall local);
void view_count(struct view *view, const char *name, int64_t count);
void view_percent(struct view *view, const char *name, int64_t ppm);
void view_phone(struct view *view, const char *name, struct str phone);
void view_flag(struct view *view, const char *name, bool flag);
/* A word of the catalogue; its {placeholders} are filled from this view. */
void view_word(struct view *view, const char *name, const char *id);
/* Present, but with no value: null, and skipped by {{#name}}. */
void view_absent(struct view *view, const char *name);

/* An inner section; fill what it returns. */
struct view *view_section(struct view *view, const char *name);
/* A list, and one item of it after the other.  {{.}} shows a text item. */
struct view *view_list(struct view *view, const char *name);
struct view *view_item(struct view *list);
void view_item_text(struct view *list, struct str text);
uint32_t view_item_count(const struct view *list);

/* The entry added last to this view (with all it holds or will hold) shows on
 * pages only: form tokens, labels, what helps a page and no API. */
void view_only_page(struct view *view);

/* For tests, checks and problems: the entry of a dotted name, or NULL. */
const struct view *view_find(const struct view *view, const char *name);
/* What {{name}} would show, unescaped; absent when there is no such entry. */
struct str view_shown(const struct view *view, const char *name);
/* The entries of a list in order; NULL for none, and after the last. */
const struct view *view_first(const struct view *list);
const struct view *view_after(const struct view *entry);

/* The API's answer: one JSON object and a line feed. */
void view_json(const struct view *view, struct buf *buf);

#endif
