/* Mailed money in, remittances out, and whether it all still adds up. */
#include "base/base.h"
#include "app/payment.h"
#include "app/remit.h"
#include "app/verify.h"
#include "web/admin.h"
#include "web/respond.h"
#include "web/spool.h"

static void view_remit(struct view *view, const struct app_remit *remit);

void post_pay_import(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct spool_file file;
    struct str bytes;
    struct app_payments_report report;
    if (!spool_read(visit, &file, SPOOL_FILE_MAX, &bytes, &err)
        || !app_payments_import(visit->app, visit->caller, file.name, bytes,
                                visit->arena, &report, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page_status(
        visit, report.refused == 0 ? 200 : 422, "admin/pay");
    view_text(view, "file", file.name);
    view_count(view, "rows", report.rows);
    view_count(view, "posted", report.posted);
    view_count(view, "known", report.known);
    view_count(view, "refused", report.refused);
    view_money(view, "posted_amount", report.posted_amount);
    view_money(view, "known_amount", report.known_amount);
    view_money(view, "refused_amount", report.refused_amount);
    struct view *list = view_list(view, "row");
    for (uint32_t i = 0; i < report.problem_count; i++) {
        struct view *item = view_item(list);
        view_count(item, "line", report.problem[i].line);
        view_count(item, "column", report.problem[i].column);
        view_text(item, "account", report.problem[i].account);
        view_text(item, "reason", report.problem[i].reason);
        view_money(item, "amount", report.problem[i].amount);
    }
}

void post_remit(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_remit remit;
    struct day through;
    bool is_csv = str_is(visit_form(visit, "format"), "csv");
    if (!visit_form_day(visit, "through", &through))
        err_set(&err, ERR_INVALID, "--through wants a date such as "
                "2026-11-30");
    if (err.kind != ERR_NONE
        || !app_remit_make(visit->app, visit->caller,
                           visit_form(visit, "client"), through, visit->arena,
                           &remit, &err))
        respond_trouble(visit, &err);
    else if (is_csv)
        respond_file(visit, "text/csv; charset=utf-8",
                     (struct str){ NULL, 0 },
                     app_remit_csv(&remit, visit->arena));
    else
        view_remit(respond_page(visit, "admin/remit"), &remit);
}

static void view_remit(struct view *view, const struct app_remit *remit)
{
    view_text(view, "ref", remit->ref);
    view_text(view, "client", remit->client_code);
    view_text(view, "client_name", remit->client_name);
    view_day(view, "through", remit->through_on);
    view_money(view, "gross", remit->gross);
    view_money(view, "fee", remit->fee);
    view_money(view, "net", remit->net);
    view_count(view, "lines", remit->count);
    view_flag(view, "was_known", remit->was_known);
    struct view *list = view_list(view, "line");
    for (uint32_t i = 0; i < remit->count; i++) {
        const struct app_remit_line *line = &remit->line[i];
        struct view *item = view_item(list);
        view_text(item, "event", line->event_ref);
        view_text(item, "account", line->account);
        view_text(item, "kind", line->kind);
        view_text(item, "method", line->method);
        view_text(item, "number", line->number);
        view_day(item, "on", line->business_on);
        view_money(item, "gross", line->gross);
        view_money(item, "fee", line->fee);
        view_money(item, "net", line->net);
    }
}

void post_verify(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_verify verify;
    if (!app_verify(visit->app, visit->caller, &verify, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page_status(
        visit, verify.is_good ? 200 : err_http_status(ERR_CORRUPT),
        "admin/verify");
    view_flag(view, "is_good", verify.is_good);
    view_text(view, "digest",
              str_copy(visit->arena, str_of(verify.digest)));
    struct view *list = view_list(view, "check");
    for (uint32_t i = 0; i < verify.count; i++) {
        struct view *item = view_item(list);
        view_text_c(item, "name", verify.check[i].name);
        view_flag(item, "is_good", verify.check[i].is_good);
        view_count(item, "looked_at", verify.check[i].looked_at);
        view_text(item, "words",
                  str_copy(visit->arena, str_of(verify.check[i].words)));
    }
}
