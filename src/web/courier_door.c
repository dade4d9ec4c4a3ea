#include "base/base.h"
#include "app/letters.h"
#include "web/courier_door.h"
#include "web/respond.h"

static void manifest(struct web_visit *visit, struct str date);

void get_outbox(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_message *message;
    uint32_t count;
    int64_t limit = COURIER_OUTBOX_MAX;
    struct str date = http_query(visit->request, "manifest");
    struct str asked = http_query(visit->request, "limit");
    if (date.at != NULL) {
        manifest(visit, date);
        return;
    }
    if (asked.at != NULL && (!str_to_int64(asked, &limit) || limit < 1
                             || limit > COURIER_OUTBOX_MAX))
        limit = COURIER_OUTBOX_MAX;
    if (!app_outbox_open(visit->app, visit->caller, (uint32_t)limit,
                         visit->arena, &message, &count, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *list = view_list(respond_page(visit, "courier/outbox"),
                                  "message");
    for (uint32_t i = 0; i < count; i++) {
        struct view *item = view_item(list);
        view_text(item, "ref", message[i].ref);
        view_text(item, "channel", channel_word(message[i].channel));
        view_text(item, "kind", message[i].kind);
        view_text(item, "language", message[i].language);
        view_day(item, "made_on", message[i].made_on);
        view_text(item, "content", message[i].content);
    }
}

static void manifest(struct web_visit *visit, struct str date)
{
    struct err err = { .kind = ERR_NONE };
    struct day day;
    struct str csv;
    if (!day_parse(date, &day))
        err_set(&err, ERR_INVALID, "'%.*s' is not a date", STR_ARGS(date));
    if (err.kind != ERR_NONE
        || !app_manifest(visit->app, visit->caller, day, visit->arena, &csv,
                         &err)) {
        respond_trouble(visit, &err);
        return;
    }
    respond_file(visit, "text/csv; charset=utf-8", (struct str){ NULL, 0 },
                 csv);
}

void post_outbox_take(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    bool may_leave;
    if (!app_outbox_take(visit->app, visit->caller, visit->ref[0], &may_leave,
                         &err)) {
        respond_trouble(visit, &err);
        return;
    }
    view_flag(respond_page(visit, "courier/take"), "may_leave", may_leave);
}

void post_outbox_sent(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    bool is_sent;
    if (!app_outbox_sent(visit->app, visit->caller, visit->ref[0],
                         visit_form(visit, "sha256"), &is_sent, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    view_flag(respond_page(visit, "courier/sent"), "is_sent", is_sent);
}
