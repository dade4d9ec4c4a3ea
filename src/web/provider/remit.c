#include "base/base.h"
#include "app/remit.h"
#include "web/provider/provider.h"
#include "web/respond.h"

static void view_sums(struct view *view, const struct app_remit *remit);

void get_remits(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_remit *remits;
    uint32_t count;
    if (!app_remits(visit->app, visit->caller, visit->caller.client,
                    visit->arena, &remits, &count, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page(visit, "provider/remits");
    struct view *list = view_list(view, "remits");
    view_flag(view, "has_remits", count > 0);
    for (uint32_t i = 0; i < count; i++)
        view_sums(view_item(list), &remits[i]);
}

/* Every payment behind the sum; the CSV is the same lines. */
void get_remit(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_remit remit;
    if (!app_remit_load(visit->app, visit->caller, visit->caller.client,
                        visit->ref[0], visit->arena, &remit, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    if (str_is(http_query(visit->request, "format"), "csv")) {
        respond_file(visit, "text/csv; charset=utf-8", STR("remittance.csv"),
                     app_remit_csv(&remit, visit->arena));
        return;
    }
    struct view *view = respond_page(visit, "provider/remit");
    view_sums(view, &remit);
    view_text(view, "client", remit.client_name);
    view_flag(view, "has_lines", remit.count > 0);
    struct view *list = view_list(view, "line");
    for (uint32_t i = 0; i < remit.count; i++) {
        const struct app_remit_line *line = &remit.line[i];
        struct view *item = view_item(list);
        view_text(item, "event", line->event_ref);
        view_text(item, "account", line->account);
        view_day(item, "on", line->business_on);
        view_text(item, "kind", line->kind);
        view_text(item, "method", line->method);
        view_text(item, "number", line->number);
        view_money(item, "gross", line->gross);
        view_money(item, "fee", line->fee);
        view_money(item, "net", line->net);
    }
}

static void view_sums(struct view *view, const struct app_remit *remit)
{
    view_text(view, "ref", remit->ref);
    view_day(view, "through", remit->through_on);
    view_money(view, "gross", remit->gross);
    view_money(view, "fee", remit->fee);
    view_money(view, "net", remit->net);
}
