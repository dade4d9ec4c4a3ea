/* The person's own plan: how it stands, and each way to change it. */
#include "base/base.h"
#include "web/change.h"
#include "web/portal/portal.h"
#include "web/portal/show.h"
#include "web/problem.h"
#include "web/respond.h"

static void plan_again(struct web_visit *visit, const struct app_bill *bill);
static void show_change(struct web_visit *visit, int status,
                        const char *agree_word);

void show_plan(struct web_visit *visit, const struct app_bill *bill)
{
    struct err err = { .kind = ERR_NONE };
    struct choice_change_ask none = { .what = CHOICE_CHANGE_NONE };
    struct str ref = str_of(bill->debt.ref.text);
    struct app_change *change;
    struct app_change_look look;
    uint32_t count;
    if (!app_change_see(visit->app, visit->caller, ref, &none, visit->arena,
                        &look, &err)
        || !app_changes(visit->app, visit->caller, ref, visit->arena, &change,
                        &count, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page(visit, "portal/your-plan");
    view_bill(visit, view, bill);
    view_pay_to(visit, view, bill);
    view_plan(view, bill, &look);
    view_changes(view, change, count);
    view_progress(visit, view, bill);
    view_text(view, "help_url", bill->help_url);
    view_flag(view, "is_again",
              http_query(visit->request, "changed").at != NULL);
}

void get_change(struct web_visit *visit) { show_change(visit, 200, NULL); }

static void show_change(struct web_visit *visit, int status,
                        const char *agree_word)
{
    struct err err = { .kind = ERR_NONE };
    struct choice_change_ask ask = change_asked(visit);
    struct app_bill bill;
    struct app_change_look look;
    struct problem problem = { "agree", "agree_problem", agree_word };
    if (!bill_asked(visit, &bill, &err)
        || (ask.what == CHOICE_CHANGE_NONE
            && !err_set(&err, ERR_ABSENT, "there is no such change"))
        || !app_change_see(visit->app, visit->caller,
                           str_of(bill.debt.ref.text), &ask, visit->arena,
                           &look, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page_status(visit, status, "portal/change");
    view_bill(visit, view, &bill);
    view_plan(view, &bill, &look);
    view_change(visit, view, &ask, &look);
    view_problems(view, &problem, 1);
}

void post_change(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_bill bill;
    struct app_change change;
    struct app_change_ask ask = {
        .ask = change_asked(visit), .key = visit->nonce,
        .reference = visit_form(visit, "reference")
    };
    if (!str_is(http_form(visit->request, "agree"), "yes")) {
        show_change(visit, 422, "rev.err.agree");
        return;
    }
    if (!bill_asked(visit, &bill, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    ask.debt_ref = str_of(bill.debt.ref.text);
    /* The second of two clicks finds the plan changed already: the key says
     * that it was this one. */
    ask.words = change_words(visit, ask.debt_ref, &ask.ask);
    if (app_change_make(visit->app, visit->caller, &ask, visit->arena,
                        &change, &err))
        respond_redirect(visit, str_format(visit->arena,
                                           "/m/plan/changed?bill=%s&change=%s",
                                           bill.debt.ref.text,
                                           change.ref.text));
    else if (err.kind == ERR_CONFLICT || err.kind == ERR_INVALID
             || err.kind == ERR_ABSENT)
        plan_again(visit, &bill);
    else
        respond_trouble(visit, &err);
}

void get_changed(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_bill bill;
    struct app_change change;
    if (!bill_asked(visit, &bill, &err)
        || !app_change_find(visit->app, visit->caller,
                            str_of(bill.debt.ref.text),
                            http_query(visit->request, "change"),
                            visit->arena, &change, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page(visit, "portal/changed");
    view_bill(visit, view, &bill);
    view_flag(view, "is_end", change.is_end);
    view_day(view, "first_on", change.first_on);
    view_money(view, "left", change.left);
    view_text(view, "change", str_copy(visit->arena,
                                       str_of(change.ref.text)));
    view_text(view, "receipt", str_copy(visit->arena,
              str_part(str_of(change.ref.text), REF_LEN - 8, REF_LEN)));
    view_only_page(view);
}

void post_remind(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_bill bill;
    bool reminds = str_is(visit_form(visit, "remind"), "yes");
    if (!bill_asked(visit, &bill, &err)
        || !app_plan_remind(visit->app, visit->caller,
                            str_of(bill.debt.ref.text), reminds, &err))
        respond_trouble(visit, &err);
    else
        respond_redirect(visit, str_format(visit->arena, "/m/plan?bill=%s",
                                           bill.debt.ref.text));
}

static void plan_again(struct web_visit *visit, const struct app_bill *bill)
{
    respond_redirect(visit, str_format(visit->arena,
                                       "/m/%s?bill=%s&changed=1",
                                       bill->has_plan ? "plan" : "choices",
                                       bill->debt.ref.text));
}

/* --- something extra: how it would stand ------------------------------- */

void get_extra(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_bill bill;
    struct app_plan plan;
    struct money amount = MONEY_ZERO;
    struct str typed = http_query(visit->request, "amount");
    if (!bill_asked(visit, &bill, &err)
        || !app_plan_load(visit->app, visit->caller, &bill, visit->arena,
                          &plan, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    bool is_good = money_parse(str_trim(typed), &amount) && amount.cents > 0
        && amount.cents <= bill.balance.cents;
    struct problem problem = { "amount", "amount_problem",
                               typed.len > 0 && !is_good ? "extra.err"
                                                         : NULL };
    struct view *view = respond_page_status(
        visit, typed.len > 0 && !is_good ? 422 : 200, "portal/extra");
    view_bill(visit, view, &bill);
    view_pay_to(visit, view, &bill);
    view_problems(view, &problem, 1);
    view_text(view, "typed", typed);
    view_flag(view, "is_shown", is_good);
    struct choice_standing standing = plan.standing;
    if (is_good)
        choice_standing(&plan.schedule,
                        (struct money){ bill.balance.cents - amount.cents },
                        app_today(visit->app, visit->caller.at), false,
                        &standing);
    bool is_more = standing.next < standing.count;
    view_money(view, "left", standing.left);
    view_day(view, "next_on", is_more
             ? plan.schedule.item[standing.next].due : DAY_NONE);
    if (is_more)
        view_money(view, "next_open", standing.item[standing.next].left);
    else
        view_absent(view, "next_open");
}
