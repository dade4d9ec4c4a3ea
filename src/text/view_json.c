#include "base/base.h"
#include "text/json.h"
#include "text/view.h"
#include "text/view_node.h"

static void add_children(struct json_out *out, const struct view *view);
static void add_value(struct json_out *out, const struct view *view);
static void add_phone(struct json_out *out, struct str phone);
static void add_percent(struct json_out *out, int64_t ppm);

void view_json(const struct view *view, struct buf *buf)
{
    CHECK(view == NULL || view->kind == VIEW_SECTION);
    struct json_out out;
    json_out_init(&out, buf);
    json_out_object(&out);
    if (view != NULL)
        add_children(&out, view);
    json_out_object_end(&out);
    buf_add_byte(buf, '\n');
}

static void add_children(struct json_out *out, const struct view *view)
{
    for (const struct view *child = view->first; child; child = child->next) {
        if (child->only_page)
            continue;
        if (view->kind == VIEW_SECTION)
            json_out_key(out, child->name);
        add_value(out, child);
    }
}

static void add_value(struct json_out *out, const struct view *view)
{
    switch (view->kind) {
    case VIEW_ABSENT: json_out_null(out); return;
    case VIEW_TEXT:
    case VIEW_WORD: json_out_text(out, view->text); return;
    case VIEW_PHONE: add_phone(out, view->text); return;
    case VIEW_DAY: json_out_day(out, view->local.day); return;
    case VIEW_MOMENT:
        json_out_moment(out, (struct moment){ view->number });
        return;
    case VIEW_MONEY:
        json_out_money(out, (struct money){ view->number });
        return;
    case VIEW_COUNT: json_out_int(out, view->number); return;
    case VIEW_PERCENT: add_percent(out, view->number); return;
    case VIEW_FLAG: json_out_flag(out, view->number != 0); return;
    case VIEW_SECTION:
        json_out_object(out);
        add_children(out, view);
        json_out_object_end(out);
        return;
    case VIEW_LIST:
        json_out_list(out);
        add_children(out, view);
        json_out_list_end(out);
        return;
    }
}

/* Ten digits leave in the form every telephone system reads. */
static void add_phone(struct json_out *out, struct str phone)
{
    bool is_bare = phone.len == 10;
    for (size_t i = 0; i < phone.len; i++)
        is_bare = is_bare && phone.at[i] >= '0' && phone.at[i] <= '9';
    if (is_bare)
        json_out_text(out, str_format(out->buf->arena, "+1%.*s",
                                      STR_ARGS(phone)));
    else
        json_out_text(out, phone);
}

/* "12.5": as on the page, without the sign. */
static void add_percent(struct json_out *out, int64_t ppm)
{
    int64_t rest = ppm % 10000;
    if (rest < 0)
        rest = -rest;
    struct str whole = str_format(out->buf->arena, "%s%" PRId64,
                                  ppm < 0 && ppm > -10000 ? "-" : "",
                                  ppm / 10000);
    if (rest == 0) {
        json_out_text(out, whole);
        return;
    }
    struct str full = str_format(out->buf->arena, "%.*s.%04" PRId64,
                                 STR_ARGS(whole), rest);
    while (full.len > 0 && full.at[full.len - 1] == '0')
        full.len--;
    json_out_text(out, full);
}
