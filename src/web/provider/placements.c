#include "base/base.h"
#include "app/place.h"
#include "web/provider/provider.h"
#include "web/respond.h"

#define ACCOUNTS_A_PAGE 50

static void view_row(struct view *item, const struct app_import_row *row);
static void view_counts(struct view *view,
                        const struct app_import_report *report);
static void view_line(struct web_visit *visit, struct view *view,
                      const char *name, int64_t line);
static void view_reasons(struct view *view,
                         const struct app_import_report *report);
static void view_parts(struct web_visit *visit, struct view *view,
                       int64_t lines);
static const char *ack_word(struct str outcome);
static void view_kind(struct view *view, struct str kind);

void get_provider(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_placements placements;
    struct client client;
    if (!app_placements_load(visit->app, visit->caller, visit->caller.client,
                             visit->arena, &placements, &err)
        || !app_client_by_id(visit->app, visit->caller, visit->caller.client,
                             visit->arena, &client, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page(visit, "provider/home");
    view_text(view, "client", client.agreement->known_as);
    view_money(view, "placed", placements.placed);
    view_money(view, "left", placements.left);
    view_count(view, "accounts", placements.debts);
    view_flag(view, "has_batches", placements.batch_count > 0);
    struct view *list = view_list(view, "batches");
    for (uint32_t i = 0; i < placements.batch_count; i++) {
        const struct app_batch *batch = &placements.batch[i];
        struct view *item = view_item(list);
        view_text(item, "ref", batch->ref);
        view_text(item, "file", batch->file_name);
        view_kind(item, batch->kind);
        respond_moment(visit, item, "at", batch->started_at);
        view_count(item, "accepted", batch->accepted);
        view_count(item, "held", batch->held);
        view_count(item, "refused", batch->refused);
        view_count(item, "known", batch->known);
        view_money(item, "accepted_amount", batch->accepted_amount);
        view_money(item, "refused_amount", batch->refused_amount);
        view_flag(item, "is_undone", batch->is_undone);
    }
}

/* The acknowledgement: what we took, what we did not, and how to mend it. */
void get_batch(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_import_report report = { .language = visit->language };
    struct str csv;
    if (!str_to_int64(http_query(visit->request, "after"), &report.after))
        report.after = 0;
    if (str_is(http_query(visit->request, "format"), "csv")) {
        if (app_import_csv(visit->app, visit->caller, visit->ref[0],
                           report.after, visit->language, visit->arena,
                           &csv, &err))
            respond_file(visit, "text/csv; charset=utf-8",
                         STR("acknowledgement.csv"), csv);
        else
            respond_trouble(visit, &err);
        return;
    }
    if (!app_import_load(visit->app, visit->caller, visit->ref[0],
                         visit->arena, &report, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page(visit, "provider/batch");
    view_text(view, "batch", report.batch_ref);
    view_kind(view, report.kind);
    view_counts(view, &report);
    view_reasons(view, &report);
    view_parts(visit, view, report.lines);
    view_flag(view, "has_rows", report.row_count > 0);
    struct view *list = view_list(view, "row");
    for (uint32_t i = 0; i < report.row_count; i++)
        view_row(view_item(list), &report.row[i]);
    view_line(visit, view, "after", report.after);
    view_line(visit, view, "next", report.next);
}

/* A line as an address holds it, without separators; 0 is none. */
static void view_line(struct web_visit *visit, struct view *view,
                      const char *name, int64_t line)
{
    view_text(view, name, line == 0 ? (struct str){ NULL, 0 }
                                    : str_format(visit->arena, "%" PRId64,
                                                 line));
}

/* A long file's acknowledgement comes in parts. */
static void view_parts(struct web_visit *visit, struct view *view,
                       int64_t lines)
{
    struct view *list = view_list(view, "part");
    for (int64_t after = 0; after == 0 || after < lines;
         after += APP_ACK_LINES) {
        struct view *item = view_item(list);
        int64_t last = after + APP_ACK_LINES;
        view_line(visit, item, "after", after);
        view_count(item, "from", after + 1);
        view_count(item, "to", lines < last ? lines : last);
    }
}

/* What went wrong how often, and how the provider mends it. */
static void view_reasons(struct view *view,
                         const struct app_import_report *report)
{
    struct view *list = view_list(view, "reason");
    view_flag(view, "has_reasons", report->reason_count > 0);
    for (uint32_t i = 0; i < report->reason_count; i++) {
        const struct app_import_reason *reason = &report->reason[i];
        struct view *item = view_item(list);
        view_text(item, "outcome", reason->outcome);
        view_word(item, "outcome_words", ack_word(reason->outcome));
        view_text(item, "code", reason->code);
        view_text(item, "fix", reason->fix);
        view_count(item, "rows", reason->rows);
        view_money(item, "amount", reason->amount);
    }
}

static void view_counts(struct view *view,
                        const struct app_import_report *report)
{
    struct money total = {
        report->accepted_amount.cents + report->held_amount.cents
        + report->refused_amount.cents + report->known_amount.cents
    };
    view_count(view, "rows", report->rows);
    view_count(view, "accepted", report->accepted);
    view_count(view, "held", report->held);
    view_count(view, "refused", report->refused);
    view_count(view, "known", report->known);
    view_count(view, "ready", report->ready);
    view_money(view, "accepted_amount", report->accepted_amount);
    view_money(view, "held_amount", report->held_amount);
    view_money(view, "refused_amount", report->refused_amount);
    view_money(view, "known_amount", report->known_amount);
    view_money(view, "total_amount", total);
}

static void view_kind(struct view *view, struct str kind)
{
    static const struct { const char *kind, *word; } words[] = {
        { "adjustments", "provider.kind.adjustments" },
        { "payments", "provider.kind.payments" },
        { "recalls", "provider.kind.recalls" },
        { "addresses", "provider.kind.addresses" },
        { "insurance", "provider.kind.insurance" }
    };
    const char *word = "provider.kind.placements";
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_is(kind, words[i].kind))
            word = words[i].word;
    view_text(view, "kind", kind);
    view_flag(view, "is_news", !str_is(kind, "placements"));
    view_word(view, "kind_words", word);
}

static const char *ack_word(struct str outcome)
{
    static const struct { const char *outcome, *word; } words[] = {
        { "held", "provider.held" }, { "refused", "provider.refused" },
        { "known", "provider.known" }
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_is(outcome, words[i].outcome))
            return words[i].word;
    return "provider.accepted";
}

static void view_row(struct view *item, const struct app_import_row *row)
{
    view_count(item, "line", row->line);
    view_count(item, "column", row->column_number);
    view_text(item, "column_name", row->column_name);
    view_text(item, "account", row->account);
    view_text(item, "outcome", row->outcome);
    view_word(item, "outcome_words", ack_word(row->outcome));
    view_text(item, "found", row->found);
    view_text(item, "code", row->code);
    view_text(item, "reason", row->reason);
    view_text(item, "fix", row->fix);
    view_money(item, "amount", row->amount);
}

/* A page at a time; the address holds only where the next page starts. */
void get_accounts(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_accounts accounts;
    if (!app_accounts_load(visit->app, visit->caller, visit->caller.client,
                           http_query(visit->request, "after"),
                           ACCOUNTS_A_PAGE, visit->arena, &accounts, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page(visit, "provider/accounts");
    struct view *list = view_list(view, "account");
    view_flag(view, "has_accounts", accounts.count > 0);
    for (uint32_t i = 0; i < accounts.count; i++) {
        const struct app_account *account = &accounts.account[i];
        struct view *item = view_item(list);
        view_text(item, "ref", account->ref);
        view_text(item, "number", account->account);
        view_text(item, "first", account->first);
        view_text(item, "last", account->last);
        view_day(item, "service_on", account->service_on);
        view_day(item, "placed_on", account->placed_on);
        view_money(item, "placed", account->placed);
        view_money(item, "left", account->left);
    }
    view_text(view, "next", accounts.next);
}
