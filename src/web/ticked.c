#include "base/base.h"
#include "web/ticked.h"

void view_ticked(struct web_visit *visit, struct view *view,
                 struct str ticked)
{
    struct str reason, rest = ticked;
    struct view *list = view_list(view, "reasons");
    while (rest.len > 0) {
        (void)str_cut(rest, ',', &reason, &rest);
        view_word(view_item(list), "words",
                  str_format(visit->arena, "say.%.*s", STR_ARGS(reason)).at);
    }
    view_flag(view, "has_reasons", ticked.len > 0);
}
