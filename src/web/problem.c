#include "base/base.h"
#include "http/answer.h"
#include "text/json.h"
#include "web/problem.h"

#define SAID_BYTES_MAX ((size_t)4 << 10)

static struct str say(const struct view *view, const struct view *item,
                      const char *name);

void view_problems(struct view *view, const struct problem *problem,
                   uint32_t count)
{
    bool is_any = false;
    for (uint32_t i = 0; i < count; i++) {
        is_any = is_any || problem[i].word != NULL;
        if (problem[i].entry == NULL)
            continue;
        if (problem[i].word != NULL)
            view_word(view, problem[i].entry, problem[i].word);
        else
            view_absent(view, problem[i].entry);
    }
    if (!is_any) {
        view_absent(view, "problem");
        return;
    }
    struct view *section = view_section(view, "problem");
    struct view *list = view_list(section, "item");
    for (uint32_t i = 0; i < count; i++) {
        if (problem[i].word == NULL)
            continue;
        struct view *item = view_item(list);
        view_text_c(item, "field", problem[i].field);
        view_word(item, "words", problem[i].word);
    }
}

void problem_json(const struct view *view, int status, struct buf *buf)
{
    static const char *const whole[] = { "wrong", "trouble" };
    const struct view *first = view_first(view_find(view, "problem.item"));
    struct str message = STR("");
    struct json_out out;
    json_out_init(&out, buf);
    json_out_object(&out);
    json_out_key(&out, STR("error"));
    json_out_object(&out);
    json_out_key(&out, STR("status"));
    json_out_int(&out, status);
    json_out_key(&out, STR("kind"));
    json_out_text(&out, str_of(http_status_kind(status)));
    for (size_t i = 0; i < 2 && message.len == 0; i++)
        message = say(view, view, whole[i]);
    if (message.len == 0 && first != NULL)
        message = say(view, first, "words");
    json_out_key(&out, STR("message"));
    json_out_text(&out, message.len > 0 ? message
                                        : str_of(http_status_words(status)));
    json_out_key(&out, STR("fields"));
    json_out_list(&out);
    for (const struct view *item = first; item; item = view_after(item)) {
        json_out_object(&out);
        json_out_key(&out, STR("field"));
        json_out_text(&out, view_shown(item, "field"));
        json_out_key(&out, STR("message"));
        json_out_text(&out, say(view, item, "words"));
        json_out_object_end(&out);
    }
    json_out_list_end(&out);
    json_out_object_end(&out);
    json_out_object_end(&out);
    buf_add_byte(buf, '\n');
}

/* A sentence's {placeholders} are entries of the page. */
static struct str say(const struct view *view, const struct view *item,
                      const char *name)
{
    struct str sentence = view_shown(item, name), piece;
    struct arena *arena = view_arena(view);
    struct buf buf;
    size_t at = 0;
    bool is_name;
    buf_init(&buf, arena, SAID_BYTES_MAX);
    while (words_piece(sentence, &at, &piece, &is_name))
        buf_add(&buf, is_name ? view_shown(view, str_c(arena, piece))
                              : piece);
    return buf_str(&buf);
}
