#include "base/base.h"
#include "web/change.h"
#include "web/portal/portal.h"
#include "web/portal/show.h"
#include "web/problem.h"
#include "web/respond.h"

static void show_review(struct web_visit *visit, int status,
                        const char *agree_word);
static bool offer_asked(struct web_visit *visit, const struct app_bill *bill,
                        struct choice_offers *offers,
                        const struct choice_offer **offer, struct err *err);
static struct str agreed_sentence(struct web_visit *visit,
                                  const struct choice_offer *offer);
static void look_again(struct web_visit *visit, const struct app_bill *bill);

/* The plan there is, or the one that an offer would make. */
void get_plan(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_bill bill;
    if (!bill_asked(visit, &bill, &err))
        respond_trouble(visit, &err);
    else if (bill.has_plan)
        show_plan(visit, &bill);
    else
        show_review(visit, 200, NULL);
}

void post_plan(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_bill bill;
    struct app_plan plan;
    struct choice_offers offers;
    const struct choice_offer *offer;
    if (!str_is(http_form(visit->request, "agree"), "yes")) {
        show_review(visit, 422, "rev.err.agree");
        return;
    }
    if (!bill_asked(visit, &bill, &err)
        || !offer_asked(visit, &bill, &offers, &offer, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct app_plan_ask ask = {
        .debt_ref = str_of(bill.debt.ref.text),
        .offer_ref = http_form(visit->request, "offer"),
        .agreed_words = offer && offer->kind == CHOICE_PLAN
            ? agreed_sentence(visit, offer) : STR(""),
        .reminds = str_is(http_form(visit->request, "remind"), "yes"),
        .language = visit->language == WORDS_ES ? LANGUAGE_SPANISH
                                                : LANGUAGE_ENGLISH,
        .key = visit->nonce
    };
    if (app_plan_agree(visit->app, visit->caller, &ask, visit->arena, &plan,
                       &err))
        respond_redirect(visit, str_format(visit->arena,
                                           "/m/plan/done?bill=%s",
                                           bill.debt.ref.text));
    else if (err.kind == ERR_CONFLICT)
        look_again(visit, &bill);
    else
        respond_trouble(visit, &err);
}

static void show_review(struct web_visit *visit, int status,
                        const char *agree_word)
{
    struct err err = { .kind = ERR_NONE };
    struct app_bill bill;
    struct choice_offers offers;
    const struct choice_offer *offer;
    struct problem problem = { "agree", "agree_problem", agree_word };
    if (!bill_asked(visit, &bill, &err)
        || !offer_asked(visit, &bill, &offers, &offer, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    if (offer == NULL || offer->kind != CHOICE_PLAN
        || !bill_may_choose(&bill)) {
        look_again(visit, &bill);
        return;
    }
    struct view *view = respond_page_status(visit, status, "portal/plan");
    view_bill(visit, view, &bill);
    view_text(view, "offer", str_copy(visit->arena,
                                      str_of(offer->reference.text)));
    view_count(view, "count", offer->count);
    view_money(view, "each", offer->each);
    view_money(view, "last", offer->last);
    view_money(view, "total", offer->total);
    view_day(view, "first_on", offer->first_on);
    view_day(view, "last_on", offer->last_on);
    view_count(view, "grace", CHOICE_GRACE_DAYS);
    view_text(view, "total_words", agreed_sentence(visit, offer));
    view_problems(view, &problem, 1);
}

/* Computed again from facts; the page's reference only picks.  *offer is
 * NULL when it does not come out any more. */
static bool offer_asked(struct web_visit *visit, const struct app_bill *bill,
                        struct choice_offers *offers,
                        const struct choice_offer **offer, struct err *err)
{
    struct str ref = http_query(visit->request, "offer");
    if (ref.at == NULL)
        ref = http_form(visit->request, "offer");
    if (!app_offers(visit->app, visit->caller, bill, offers, err))
        return false;
    *offer = choice_offer_find(offers, ref);
    return true;
}

/* What the page says and the plan keeps. */
static struct str agreed_sentence(struct web_visit *visit,
                                  const struct choice_offer *offer)
{
    struct choice_schedule schedule;
    choice_offer_schedule(offer, &schedule);
    return change_payments(visit, &schedule);
}

static void look_again(struct web_visit *visit, const struct app_bill *bill)
{
    respond_redirect(visit, str_format(visit->arena,
                                       "/m/choices?bill=%s&changed=1",
                                       bill->debt.ref.text));
}

/* --- it is set ------------------------------------------------------- */

void get_plan_done(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_bill bill;
    struct app_plan plan;
    if (!bill_asked(visit, &bill, &err)
        || !app_plan_load(visit->app, visit->caller, &bill, visit->arena,
                          &plan, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page(visit, "portal/done");
    view_bill(visit, view, &bill);
    view_pay_to(visit, view, &bill);
    view_text(view, "plan", plan.ref);
    view_text(view, "plan_short",
              str_part(plan.ref, REF_LEN - 8, REF_LEN));
    view_only_page(view);
    view_money(view, "total", plan.total);
    view_count(view, "grace", CHOICE_GRACE_DAYS);
    struct view *list = view_list(view, "payments");
    for (uint32_t i = 0; i < plan.schedule.count; i++) {
        struct view *item = view_item(list);
        view_day(item, "due_on", plan.schedule.item[i].due);
        view_money(item, "amount", plan.schedule.item[i].amount);
    }
}
