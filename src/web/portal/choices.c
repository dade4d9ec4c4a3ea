#include "base/base.h"
#include "app/contact.h"
#include "choice/change.h"
#include "web/portal/portal.h"
#include "web/portal/show.h"
#include "web/respond.h"

static void view_offer(struct view *view, const struct app_bill *bill,
                       const struct choice_offer *offer,
                       struct arena *arena);

void get_choices(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_bill bill;
    struct choice_offers offers;
    if (!bill_asked(visit, &bill, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct str back = str_format(visit->arena, "/m/bill?bill=%s",
                                 bill.debt.ref.text);
    if (!bill_may_choose(&bill)) {
        respond_redirect(visit, back);
        return;
    }
    if (!app_offers(visit->app, visit->caller, &bill, &offers, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page(visit, "portal/choices");
    view_bill(visit, view, &bill);
    view_pay_to(visit, view, &bill);
    view_count(view, "grace", CHOICE_GRACE_DAYS);
    view_count(view, "days", CHOICE_PAUSE_DAYS);
    if (http_query(visit->request, "changed").at != NULL) {
        struct view *item = view_item(view_list(
            view_section(view, "problem"), "item"));
        view_text_c(item, "field", "offers");
        view_word(item, "words", "opt.err.changed");
    } else {
        view_absent(view, "problem");
    }
    struct view *list = view_list(view, "offers");
    for (uint32_t i = 0; i < offers.count; i++)
        view_offer(view_item(list), &bill, &offers.offer[i], visit->arena);
}

static void view_offer(struct view *view, const struct app_bill *bill,
                       const struct choice_offer *offer, struct arena *arena)
{
    view_text(view, "offer", str_copy(arena, str_of(offer->reference.text)));
    view_text(view, "kind", choice_kind_word(offer->kind));
    view_flag(view, "is_plan", offer->kind == CHOICE_PLAN);
    view_flag(view, "is_pause", offer->kind == CHOICE_PAUSE);
    view_flag(view, "is_full", offer->kind == CHOICE_PAY_IN_FULL);
    view_count(view, "count", offer->count);
    view_money(view, "each", offer->each);
    view_money(view, "last", offer->last);
    view_money(view, "total", offer->total);
    view_money(view, "fees", MONEY_ZERO);
    view_day(view, "first_on", offer->first_on);
    view_day(view, "last_on", offer->last_on);
    (void)bill;
}

/* --- a pause: no proof, nothing asked for 60 days -------------------- */

/* With a plan its dates move too: a review shows where to. */
static void pause_plan(struct web_visit *visit, const struct app_bill *bill)
{
    respond_redirect(visit, str_format(visit->arena,
                                       "/m/plan/change?bill=%s&do=%d",
                                       bill->debt.ref.text,
                                       CHOICE_CHANGE_PAUSE));
}

void get_pause(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_bill bill;
    if (!bill_asked(visit, &bill, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    if (bill.has_plan) {
        pause_plan(visit, &bill);
        return;
    }
    struct view *view = respond_page(visit, "portal/pause");
    view_bill(visit, view, &bill);
    view_count(view, "days", CHOICE_PAUSE_DAYS);
    view_day(view, "until", day_add(app_today(visit->app, visit->caller.at),
                                    CHOICE_PAUSE_DAYS));
}

void post_pause(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_bill bill;
    if (!bill_asked(visit, &bill, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct app_fact fact = {
        .debt_ref = str_of(bill.debt.ref.text), .kind = FACT_HELD,
        .until = moment_add_seconds(visit->caller.at,
                                    (int64_t)CHOICE_PAUSE_DAYS * 86400),
        .source = STR("portal"), .key = visit->nonce
    };
    if (bill.has_plan) {
        pause_plan(visit, &bill);
        return;
    }
    if (!app_fact_record(visit->app, visit->caller, &fact, &err))
        respond_trouble(visit, &err);
    else
        respond_redirect(visit, str_format(visit->arena, "/m/bill?bill=%s",
                                           bill.debt.ref.text));
}
