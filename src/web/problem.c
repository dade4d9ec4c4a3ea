#include "base/base.h"
#include "web/problem.h"

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
