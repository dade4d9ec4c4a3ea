#include "base/base.h"
#include "web/portal/show.h"
#include "web/respond.h"

static void view_state(const struct web_visit *visit, struct view *view,
                       const struct app_bill *bill);

bool bill_asked(struct web_visit *visit, struct app_bill *bill,
                struct err *err)
{
    struct str ref = http_query(visit->request, "bill");
    if (ref.at == NULL)
        ref = http_form(visit->request, "bill");
    return app_bill_by_ref(visit->app, visit->caller, ref, visit->arena, bill,
                           err);
}

void view_bill(const struct web_visit *visit, struct view *view,
               const struct app_bill *bill)
{
    view_text(view, "ref", str_copy(visit->arena,
                                    str_of(bill->debt.ref.text)));
    view_text(view, "brand", bill->brand_name);
    view_text(view, "client", bill->client_known_as);
    view_phone(view, "client_phone", bill->client_phone);
    view_text(view, "facility", bill->facility_name);
    view_text(view, "city", bill->facility_city);
    view_day(view, "service_on", bill->debt.service_on);
    view_text(view, "patient_first", bill->debt.patient_first);
    view_text(view, "account", bill->debt.account);
    view_money(view, "balance", bill->balance);
    view_state(visit, view, bill);
}

static void view_state(const struct web_visit *visit, struct view *view,
                       const struct app_bill *bill)
{
    bool is_open_hold = bill->state == APP_BILL_ON_HOLD
        && moment_is_never(bill->hold_until);
    static const char *const words[] = {
        [APP_BILL_NOTHING_DUE] = "bill.state.due",
        [APP_BILL_ON_PLAN] = "bill.state.plan",
        [APP_BILL_ON_HOLD] = "bill.state.hold",
        [APP_BILL_SENT_BACK] = "bill.state.back",
        [APP_BILL_PAID] = "bill.state.paid"
    };
    view_day(view, "hold_until",
             bill->state == APP_BILL_ON_HOLD && !is_open_hold
             ? respond_wall(visit, bill->hold_until).day : DAY_NONE);
    view_day(view, "next_due", bill->next_due);
    view_money(view, "next_amount", bill->next_amount);
    view_word(view, "status", is_open_hold ? "bill.state.hold.open"
                                           : words[bill->state]);
    if (bill->state != APP_BILL_ON_HOLD)
        view_absent(view, "status_more");
    else
        view_word(view, "status_more",
                  str_is(bill->hold_reason, "dispute") ? "bill.hold.dispute"
                  : str_is(bill->hold_reason, "insurance")
                      ? "bill.hold.insurance"
                  : str_is(bill->hold_reason, "age") ? "bill.hold.age"
                                                     : "bill.hold.more");
}

void view_sum(struct view *view, const struct app_bill *bill)
{
    struct money paid = { -(bill->debt.bill.person_paid.cents
                            + bill->paid_since.cents) };
    struct money off = { -(bill->debt.bill.adjusted.cents
                           + bill->taken_off_since.cents) };
    struct money insurance = { -bill->debt.bill.insurance_paid.cents };
    view_money(view, "charged", bill->debt.bill.charged);
    view_money(view, "insurance_paid", insurance);
    view_money(view, "taken_off", off);
    view_money(view, "paid", paid);
    view_money(view, "interest", MONEY_ZERO);
    view_money(view, "fees", MONEY_ZERO);
    view_flag(view, "adds_up", bill->adds_up);
}

void view_pay_to(const struct web_visit *visit, struct view *view,
                 const struct app_bill *bill)
{
    (void)visit;
    view_text(view, "pay_name", bill->brand_name);
    view_text(view, "pay_line1", bill->brand_line1);
    view_text(view, "pay_line2", bill->brand_line2);
    view_text(view, "pay_city", bill->brand_city);
    view_text(view, "pay_state", bill->brand_state);
    view_text(view, "pay_zip", bill->brand_zip);
}

void view_progress(const struct web_visit *visit, struct view *view,
                   const struct app_bill *bill)
{
    struct view *progress = view_section(view, "progress");
    struct money total = { bill->paid_since.cents + bill->balance.cents };
    view_money(progress, "paid", bill->paid_since);
    view_money(progress, "total", total);
    view_text(progress, "total_cents", str_format(visit->arena, "%" PRId64,
                                                  total.cents));
    view_only_page(progress);
    view_text(progress, "paid_cents", str_format(visit->arena, "%" PRId64,
                                                 bill->paid_since.cents));
    view_only_page(progress);
}

bool bill_may_choose(const struct app_bill *bill)
{
    bool is_paused = bill->state == APP_BILL_ON_HOLD
        && str_is(bill->hold_reason, "held")
        && !moment_is_never(bill->hold_until);
    return bill->adds_up && !bill->has_plan && bill->balance.cents > 0
        && (bill->state == APP_BILL_NOTHING_DUE || is_paused);
}
