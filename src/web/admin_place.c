/* The provider's agreement and its files. */
#include "base/base.h"
#include "app/place.h"
#include "web/admin.h"
#include "web/respond.h"
#include "web/spool.h"

/* What a terminal shows; JSON and the acknowledgement tell the rest. */
#define ROWS_TOLD_MAX 10
#define AGREEMENT_BYTES_MAX ((size_t)256 << 10)

static void view_import_row(struct view *item,
                            const struct app_import_row *row);
static bool is_yes(struct str text);

void post_client_apply(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct spool_file file;
    struct str yaml, problems = { NULL, 0 };
    struct app_applied applied;
    if (!spool_read(visit, &file, AGREEMENT_BYTES_MAX, &yaml, &err)
        || !app_client_apply(visit->app, visit->caller, file.name, yaml,
                             visit->arena, &applied, &problems, &err)) {
        respond_trouble_all(visit, &err, problems);
        return;
    }
    struct view *view = respond_page(visit, "admin/client");
    view_text(view, "code", applied.code);
    view_count(view, "version", applied.version);
    view_flag(view, "was_known", applied.was_known);
}

void post_import(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct spool_file file;
    struct app_import_report report;
    struct app_import_ask ask = {
        .client_code = visit_form(visit, "client"),
        .is_dry_run = is_yes(visit_form(visit, "dry_run")),
        .progress = web_progress, .context = visit
    };
    bool is_found = admin_import_read(visit, &ask, &err)
                    && spool_find(visit, &file, &err);
    if (is_found) {
        ask.file_name = file.name;
        ask.path = file.path;
    }
    if (!is_found || !app_import(visit->app, visit->caller, &ask,
                                 visit->arena, &report, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    /* Some rows need the provider's hand; a file that was placed before does
     * not, or a second import of it would fail for ever. */
    bool is_again = report.accepted + report.held == 0 && report.known > 0;
    bool is_whole = report.refused + report.unread == 0 || is_again;
    struct view *view = respond_page_status(visit, is_whole ? 200 : 422,
                                            "admin/import");
    view_text(view, "file", file.name);
    view_flag(view, "is_dry_run", ask.is_dry_run);
    admin_view_import(view, &report);
}

void post_import_undo(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct str batch = visit_form(visit, "batch");
    uint32_t debts;
    if (!app_import_undo(visit->app, visit->caller, batch, visit->arena,
                         &debts, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page(visit, "admin/undo");
    view_text(view, "batch", batch);
    view_count(view, "debts", debts);
}

void admin_view_import(struct view *view,
                       const struct app_import_report *report)
{
    struct money total = MONEY_ZERO;
    const struct money part[] = {
        report->accepted_amount, report->held_amount, report->refused_amount,
        report->known_amount
    };
    for (size_t i = 0; i < sizeof part / sizeof part[0]; i++)
        CHECK(money_add(total, part[i], &total));

    view_text(view, "batch", report->batch_ref);
    view_text(view, "kind", report->kind);
    view_flag(view, "is_news", !str_is(report->kind, "placements"));
    view_flag(view, "was_resumed", report->was_resumed);
    view_count(view, "rows", report->rows);
    view_count(view, "new", report->accepted + report->held);
    view_count(view, "accepted", report->accepted);
    view_count(view, "held", report->held);
    view_count(view, "refused", report->refused);
    view_count(view, "known", report->known);
    view_count(view, "unread", report->unread);
    view_count(view, "ready", report->ready);
    view_money(view, "accepted_amount", report->accepted_amount);
    view_money(view, "held_amount", report->held_amount);
    view_money(view, "refused_amount", report->refused_amount);
    view_money(view, "known_amount", report->known_amount);
    view_money(view, "total_amount", total);

    struct view *list = view_list(view, "row");
    uint32_t told = 0;
    for (uint32_t i = 0; i < report->row_count; i++) {
        struct view *item = view_item(list);
        bool is_told = str_is(report->row[i].outcome, "refused")
                       && told < ROWS_TOLD_MAX;
        told += is_told;
        view_import_row(item, &report->row[i]);
        view_flag(item, "is_told", is_told);
        view_only_page(item);
    }
    view_count(view, "untold", report->refused - told);
    view_only_page(view);
    uint32_t noted = report->refused + report->held + report->known;
    view_count(view, "rows_not_shown",
               noted > report->row_count ? noted - report->row_count : 0);
}

static void view_import_row(struct view *item,
                            const struct app_import_row *row)
{
    view_count(item, "line", row->line);
    view_count(item, "column", row->column_number);
    view_text(item, "column_name", row->column_name);
    view_text(item, "account", row->account);
    view_text(item, "outcome", row->outcome);
    view_text(item, "found", row->found);
    view_text(item, "code", row->code);
    view_text(item, "reason", row->reason);
    view_text(item, "fix", row->fix);
    view_money(item, "amount", row->amount);
}

bool admin_import_read(struct web_visit *visit, struct app_import_ask *ask,
                       struct err *err)
{
    struct str total = visit_form(visit, "total");
    ask->kind = visit_form(visit, "kind");
    ask->has_total = total.len > 0;
    if (ask->has_total && !money_parse(total, &ask->total))
        return err_set(err, ERR_INVALID, "'%.*s' is not an amount like "
                       "1234.56", STR_ARGS(str_part(total, 0, 32)));
    return true;
}

static bool is_yes(struct str text)
{
    return str_is(text, "yes");
}
