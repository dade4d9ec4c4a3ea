#include "base/base.h"
#include "text/format.h"
#include "text/view.h"
#include "text/view_node.h"

#define SHOWN_BYTES_MAX ((size_t)64 << 10)

static struct view *add(struct view *view, const char *name,
                        enum view_kind kind);
static struct view *append(struct view *parent, enum view_kind kind);

struct view *view_new(struct arena *arena, enum words_language language)
{
    CHECK(arena != NULL);
    struct view *view = arena_new(arena, struct view);
    struct view_root *root = arena_new(arena, struct view_root);
    if (view == NULL || root == NULL)
        return NULL;
    *root = (struct view_root){ .arena = arena, .language = language };
    view->root = root;
    view->kind = VIEW_SECTION;
    return view;
}

enum words_language view_language(const struct view *view)
{
    return view == NULL ? WORDS_EN : view->root->language;
}

struct arena *view_arena(const struct view *view)
{
    CHECK(view != NULL);
    return view->root->arena;
}

void view_text(struct view *view, const char *name, struct str text)
{
    struct view *entry = add(view, name, VIEW_TEXT);
    if (entry != NULL)
        entry->text = text;
}

void view_text_c(struct view *view, const char *name, const char *text)
{
    view_text(view, name, str_of(text));
}

void view_money(struct view *view, const char *name, struct money amount)
{
    struct view *entry = add(view, name, VIEW_MONEY);
    if (entry != NULL)
        entry->number = amount.cents;
}

void view_day(struct view *view, const char *name, struct day day)
{
    struct view *entry = add(view, name, VIEW_DAY);
    if (entry != NULL)
        entry->local.day = day;
}

void view_moment(struct view *view, const char *name, struct moment moment,
                 struct wall local)
{
    struct view *entry = add(view, name, VIEW_MOMENT);
    if (entry == NULL)
        return;
    entry->number = moment.us;
    entry->local = local;
}

void view_count(struct view *view, const char *name, int64_t count)
{
    struct view *entry = add(view, name, VIEW_COUNT);
    if (entry != NULL)
        entry->number = count;
}

void view_percent(struct view *view, const char *name, int64_t ppm)
{
    struct view *entry = add(view, name, VIEW_PERCENT);
    if (entry != NULL)
        entry->number = ppm;
}

void view_phone(struct view *view, const char *name, struct str phone)
{
    struct view *entry = add(view, name, VIEW_PHONE);
    if (entry != NULL)
        entry->text = phone;
}

void view_flag(struct view *view, const char *name, bool flag)
{
    struct view *entry = add(view, name, VIEW_FLAG);
    if (entry != NULL)
        entry->number = flag ? 1 : 0;
}

void view_word(struct view *view, const char *name, const char *id)
{
    struct view *entry = add(view, name, VIEW_WORD);
    if (entry != NULL)
        entry->text = str_of(id);
}

void view_absent(struct view *view, const char *name)
{
    add(view, name, VIEW_ABSENT);
}

struct view *view_section(struct view *view, const char *name)
{
    return add(view, name, VIEW_SECTION);
}

struct view *view_list(struct view *view, const char *name)
{
    return add(view, name, VIEW_LIST);
}

struct view *view_item(struct view *list)
{
    CHECK(list == NULL || list->kind == VIEW_LIST);
    return append(list, VIEW_SECTION);
}

void view_item_text(struct view *list, struct str text)
{
    CHECK(list == NULL || list->kind == VIEW_LIST);
    struct view *entry = append(list, VIEW_TEXT);
    if (entry != NULL)
        entry->text = text;
}

uint32_t view_item_count(const struct view *list)
{
    return list == NULL ? 0 : list->count;
}

void view_only_page(struct view *view)
{
    if (view == NULL || view->last == NULL)
        return;
    view->last->only_page = true;
}

static struct view *add(struct view *view, const char *name,
                        enum view_kind kind)
{
    CHECK(name != NULL);
    CHECK(strcmp(name, "t") != 0);
    if (view == NULL)
        return NULL;
    CHECK(view->kind == VIEW_SECTION);
    struct str said = str_of(name);
    CHECK(view_child(view, said) == NULL);

    struct view *entry = append(view, kind);
    if (entry != NULL)
        entry->name = said;
    return entry;
}

static struct view *append(struct view *parent, enum view_kind kind)
{
    if (parent == NULL)
        return NULL;
    struct view *entry = arena_new(parent->root->arena, struct view);
    if (entry == NULL)
        return NULL;
    entry->root = parent->root;
    entry->kind = kind;
    if (parent->last == NULL)
        parent->first = entry;
    else
        parent->last->next = entry;
    parent->last = entry;
    parent->count++;
    return entry;
}

const struct view *view_child(const struct view *view, struct str name)
{
    if (view->kind != VIEW_SECTION)
        return NULL;
    for (const struct view *child = view->first; child; child = child->next)
        if (str_equal(child->name, name))
            return child;
    return NULL;
}

const struct view *view_find(const struct view *view, const char *name)
{
    const struct view *found = view;
    struct str rest = str_of(name);
    while (found != NULL && rest.len > 0) {
        struct str part;
        str_cut(rest, '.', &part, &rest);
        found = view_child(found, part);
    }
    return found;
}

struct str view_shown(const struct view *view, const char *name)
{
    const struct view *entry = view_find(view, name);
    if (entry == NULL)
        return (struct str){ 0 };
    struct buf buf;
    buf_init(&buf, entry->root->arena, SHOWN_BYTES_MAX);
    view_show(entry, &buf);
    return buf_str(&buf);
}

const struct view *view_first(const struct view *list)
{
    return list == NULL ? NULL : list->first;
}

const struct view *view_after(const struct view *entry)
{
    return entry->next;
}

bool view_is_filled(const struct view *view)
{
    switch (view->kind) {
    case VIEW_ABSENT: return false;
    case VIEW_TEXT:
    case VIEW_PHONE:
    case VIEW_WORD: return view->text.len > 0;
    case VIEW_DAY: return !day_is_none(view->local.day);
    case VIEW_MOMENT: return view->number != MOMENT_NONE.us;
    case VIEW_MONEY:
    case VIEW_COUNT:
    case VIEW_PERCENT:
    case VIEW_FLAG: return view->number != 0;
    case VIEW_LIST: return view->count > 0;
    case VIEW_SECTION: break;
    }
    return true;
}

void view_show(const struct view *view, struct buf *buf)
{
    enum words_language language = view->root->language;
    switch (view->kind) {
    case VIEW_TEXT: buf_add(buf, view->text); return;
    case VIEW_PHONE: format_phone(buf, view->text); return;
    case VIEW_WORD:
        if (view->text.len > 0)
            buf_add(buf, words_text(language, view->text));
        return;
    case VIEW_DAY: format_day(buf, language, view->local.day); return;
    case VIEW_MOMENT:
        if (view->number != MOMENT_NONE.us)
            format_wall(buf, language, view->local);
        return;
    case VIEW_MONEY:
        format_money(buf, (struct money){ view->number });
        return;
    case VIEW_COUNT: format_count(buf, view->number); return;
    case VIEW_PERCENT: format_percent(buf, view->number); return;
    case VIEW_FLAG:
        buf_add(buf, view->number != 0 ? STR("true") : STR("false"));
        return;
    case VIEW_ABSENT:
    case VIEW_SECTION:
    case VIEW_LIST: return;
    }
}
