#include "base/base.h"
#include "access/access.h"
#include "app/find.h"
#include "app/payment.h"
#include "web/desk/desk.h"
#include "web/respond.h"

static const char *refused_word(const struct app_bill *bill,
                                struct money amount);
static void view_entry(struct web_visit *visit, struct view *view,
                       const struct app_bill *bill,
                       const struct app_entry *entry);

/* Mailed money: the form's nonce is the key, so twice is one posting. */
void post_payment(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_bill bill;
    struct app_receipt receipt;
    const char *wrong[DESK_FIELDS] = { NULL };
    struct app_payment_ask ask = {
        .debt_ref = visit->ref[0], .method = visit_form(visit, "method"),
        .number = visit_form(visit, "number"), .key = visit->nonce
    };
    if (!visit_form_money(visit, "amount", &ask.amount)
        || ask.amount.cents <= 0)
        wrong[DESK_AMOUNT] = "desk.pay.err.amount";
    if (ask.method.at == NULL)
        wrong[DESK_METHOD] = "desk.pay.err.method";
    if (!visit_form_day(visit, "received", &ask.received_on)
        || day_compare(ask.received_on,
                       app_today(visit->app, visit->caller.at)) > 0)
        wrong[DESK_RECEIVED] = "desk.pay.err.day";
    if (wrong[DESK_AMOUNT] || wrong[DESK_METHOD] || wrong[DESK_RECEIVED]) {
        desk_show(visit, 422, wrong);
        return;
    }
    if (app_payment_record(visit->app, visit->caller, &ask, visit->arena,
                           &receipt, &err)) {
        desk_redirect(visit, str_c(visit->arena, str_format(
            visit->arena, "/payment/%s", receipt.ref.text)));
        return;
    }
    if (err.kind != ERR_INVALID
        || !app_bill_by_ref(visit->app, visit->caller, visit->ref[0],
                            visit->arena, &bill, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    wrong[DESK_AMOUNT] = refused_word(&bill, ask.amount);
    desk_show(visit, 422, wrong);
}

static const char *refused_word(const struct app_bill *bill,
                                struct money amount)
{
    return amount.cents > bill->balance.cents ? "desk.pay.err.more"
                                              : "desk.pay.err.posted";
}

/* --- the receipt ------------------------------------------------------ */

void get_payment(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_bill bill;
    struct app_entry entry;
    if (!app_bill_by_ref(visit->app, visit->caller, visit->ref[0],
                         visit->arena, &bill, &err)
        || !app_entry_find(visit->app, visit->caller, visit->ref[0],
                           visit->ref[1], visit->arena, &entry, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    view_entry(visit, respond_page(visit, "desk/payment"), &bill, &entry);
}

static void view_entry(struct web_visit *visit, struct view *view,
                       const struct app_bill *bill,
                       const struct app_entry *entry)
{
    bool is_payment = str_is(entry->kind, "payment")
                      || str_is(entry->kind, "payment_direct");
    struct str kind = str_format(visit->arena, "event.money.%.*s",
                                 STR_ARGS(entry->kind));
    const char *word = str_c(visit->arena, kind);
    view_text(view, "ref", visit->ref[0]);
    view_text(view, "payment", visit->ref[1]);
    view_text(view, "name", desk_name(visit, bill));
    view_word(view, "title", is_payment ? "pay.title" : word);
    view_word(view, "kind", word);
    view_money(view, "amount", entry->amount);
    desk_view_method(view, entry->method);
    view_text(view, "number", entry->number);
    view_day(view, "received_on", entry->received_on);
    respond_moment(visit, view, "recorded_at", entry->recorded_at);
    view_text(view, "facility", bill->facility_name);
    view_text(view, "account_ending",
              debt_account_ending(visit->arena, bill->debt.account));
    view_money(view, "balance", bill->balance);
    view_flag(view, "is_reversed", entry->is_reversed);
    view_flag(view, "may_reverse",
              is_payment && !entry->is_reversed
              && access_may(&visit->caller, MAY_TAKE_PAYMENT,
                            RELATION_NONE));
}

/* The payment must be one of this bill's: the path is what was looked at. */
void post_reverse(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_entry entry;
    struct app_receipt receipt;
    struct app_correction_ask ask = {
        .kind = APP_REVERSE, .event_ref = visit_form(visit, "payment"),
        .words = visit_form(visit, "words"), .key = visit->nonce
    };
    if (app_entry_find(visit->app, visit->caller, visit->ref[0],
                       ask.event_ref, visit->arena, &entry, &err)
        && app_payment_correct(visit->app, visit->caller, &ask, visit->arena,
                               &receipt, &err))
        desk_redirect(visit, "?said=reversed");
    else
        respond_trouble(visit, &err);
}
