#include "base/base.h"
#include "web/helper.h"
#include "web/respond.h"

static void view_relation(struct web_visit *visit, struct view *view,
                          const char *name, struct str relation);

bool view_helpers(struct web_visit *visit, struct view *view,
                  struct str debt_ref, struct err *err)
{
    struct app_helper *helper;
    uint32_t count;
    if (!app_helpers(visit->app, visit->caller, debt_ref, visit->arena,
                     &helper, &count, err))
        return false;
    struct view *list = view_list(view, "helpers");
    for (uint32_t i = 0; i < count; i++) {
        struct view *item = view_item(list);
        view_text(item, "helper_ref", helper[i].ref);
        view_text(item, "helper", helper[i].name);
        view_relation(visit, item, "relation", helper[i].relation);
        view_word(item, "scope", helper[i].may_know_all ? "helper.all"
                                                        : "helper.bills");
        view_day(item, "since", respond_wall(visit, helper[i].since).day);
        view_day(item, "until", respond_wall(visit, helper[i].until).day);
        view_flag(item, "is_from_desk", helper[i].is_from_desk);
    }
    view_flag(view, "has_helpers", count > 0);
    const char *const *relation = app_helper_relations();
    list = view_list(view, "relations");
    for (size_t i = 0; relation[i] != NULL; i++) {
        struct view *item = view_item(list);
        view_text_c(item, "code", relation[i]);
        view_relation(visit, item, "words", str_of(relation[i]));
    }
    return true;
}

static void view_relation(struct web_visit *visit, struct view *view,
                          const char *name, struct str relation)
{
    view_word(view, name, str_format(visit->arena, "helper.is.%.*s",
                                     STR_ARGS(relation)).at);
}

struct app_helper_ask helper_take(const struct web_visit *visit)
{
    return (struct app_helper_ask){
        .name = visit_form(visit, "name"),
        .relation = visit_form(visit, "relation"),
        .may_know_all = str_is(visit_form(visit, "scope"), "all"),
        .key = visit->nonce
    };
}

const char *helper_wrong(const struct err *err)
{
    return err->kind == ERR_INVALID   ? "helper.err.name"
        : err->kind == ERR_EXHAUSTED ? "helper.err.enough" : NULL;
}
