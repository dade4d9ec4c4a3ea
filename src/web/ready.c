#include "base/base.h"
#include "app/ready.h"
#include "web/ready.h"
#include "web/respond.h"

/* What helps, as a command or as a page of ours. */
static const struct {
    const char *command, *link;
} helps[APP_READY_COUNT] = {
    [APP_READY_AGENCY] = { "bedside agency", NULL },
    [APP_READY_LICENSE] = { "bedside agency --license WORDS", NULL },
    [APP_READY_AGREEMENT] = { "bedside client apply FILE.yaml", NULL },
    [APP_READY_ANSWER] = { "bedside login add NAME --role representative",
                           "/desk/users" },
    [APP_READY_ADMIN] = { "bedside login add NAME --role administrator",
                          "/desk/users" },
    [APP_READY_BACKUP] = { "bedside backup make FOLDER", NULL },
    [APP_READY_RECOVERY] = { "bedside backup code", NULL },
    [APP_READY_CLOCK] = { "bedside doctor", NULL },
    [APP_READY_COURIER] = { "systemctl start bedside-courier", NULL }
};

static void view_items(struct web_visit *visit, struct view *view,
                       const struct app_ready *ready);

static void show(struct web_visit *visit, const char *page, int not_yet)
{
    struct err err = { .kind = ERR_NONE };
    struct app_ready ready;
    if (!app_ready(visit->app, visit->caller, &ready, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page_status(
        visit, ready.is_ready ? 200 : not_yet, page);
    view_flag(view, "is_ready", ready.is_ready);
    view_count(view, "open", ready.open);
    view_items(visit, view, &ready);
}

void get_ready(struct web_visit *visit)
{
    show(visit, "ready", 200);
}

/* A script asks, too: "not yet" is no success. */
void get_ready_plain(struct web_visit *visit)
{
    show(visit, "admin/ready", err_http_status(ERR_CONFLICT));
}

bool view_ready(struct web_visit *visit, struct view *view, struct err *err)
{
    struct app_ready ready;
    if (!app_ready(visit->app, visit->caller, &ready, err))
        return false;
    view_flag(view, "is_ready", ready.is_ready);
    if (ready.is_ready)
        view_absent(view, "to_do");
    else
        view_text(view, "to_do", app_ready_open(&ready, visit->arena));
    return true;
}

static void view_items(struct web_visit *visit, struct view *view,
                       const struct app_ready *ready)
{
    static const char *const state[] = { "ready.well", "ready.later",
                                         "ready.open" };
    struct view *list = view_list(view, "item");
    for (int i = 0; i < APP_READY_COUNT; i++) {
        const char *name = app_ready_name((enum app_ready_item)i);
        bool is_done = ready->item[i] == APP_WELL;
        struct view *item = view_item(list);
        view_text_c(item, "name", name);
        view_text(item, "health", app_health_word(ready->item[i]));
        view_flag(item, "is_done", is_done);
        view_word(item, "state", state[ready->item[i]]);
        view_word(item, "label",
                  str_format(visit->arena, "ready.%s", name).at);
        view_word(item, "words", str_format(visit->arena, "ready.%s.%s", name,
                                            is_done ? "good" : "do").at);
        if (!is_done)
            view_text_c(item, "command", helps[i].command);
        else
            view_absent(item, "command");
        if (!is_done && helps[i].link != NULL)
            view_text_c(item, "link", helps[i].link);
        else
            view_absent(item, "link");
    }
}
