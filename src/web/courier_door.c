#include "base/base.h"
#include "app/letters.h"
#include "app/mark.h"
#include "app/wish.h"
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
    bool mails = http_query(visit->request, "mails").at != NULL;
    if (!app_outbox_open(visit->app, visit->caller, mails, (uint32_t)limit,
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
        view_text(item, "made_at", moment_iso(visit->arena,
                                              message[i].made_at));
        view_text(item, "address", message[i].address);
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

/* An e-mail's third question: what became of it. */
void post_outbox_fate(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_fate fate = {
        .ref = visit->ref[0], .fate = visit_form(visit, "fate"),
        .sha256 = visit_form(visit, "sha256"),
        .code = visit_form(visit, "code"),
        .is_nobody = visit_form(visit, "nobody").at != NULL
    };
    if (!app_outbox_fate(visit->app, visit->caller, &fate, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    view_flag(respond_page(visit, "courier/fate"), "is_kept", true);
}

/* Before each round of e-mails: who asked for a code? */
void post_wishes(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    if (!app_wishes_look(visit->app, visit->caller, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    view_flag(respond_page(visit, "courier/wishes"), "is_done", true);
}

/* Words: why no e-mail can be sent; none: it can again. */
void post_mail_health(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct str words = visit_form(visit, "words");
    if (!app_mark_set(visit->app, visit->caller,
                      words.len > 0 ? APP_MARK_MAIL_ILL : APP_MARK_MAIL_WELL,
                      words.len > 0 ? words : STR(""), &err)) {
        respond_trouble(visit, &err);
        return;
    }
    view_flag(respond_page(visit, "courier/health"), "is_kept", true);
}
