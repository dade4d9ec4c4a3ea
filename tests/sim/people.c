#include "base/base.h"
#include "choice/change.h"
#include "choice/offers.h"
#include "sim.h"

static void browser_of(struct browser *browser, const struct sim *sim,
                       const struct model_bill *bill);
static bool bill_opens(struct sim *sim, struct browser *browser,
                       const struct model_bill *bill, struct reply *reply);
static bool others_stay_closed(struct sim *sim, struct browser *browser,
                               const struct model_bill *bill);

/* --- looking ---------------------------------------------------------- */

bool person_looks(struct sim *sim)
{
    struct browser browser;
    struct reply reply;
    struct model_bill *bill = model_pick(sim, true);
    if (bill == NULL)
        return true;
    browser_of(&browser, sim, bill);
    sim->count.finds++;
    return bill_opens(sim, &browser, bill, &reply)
        && others_stay_closed(sim, &browser, bill)
        && browser_leaves(sim, &browser);
}

/* Each comes with a browser of their own. */
static void browser_of(struct browser *browser, const struct sim *sim,
                       const struct model_bill *bill)
{
    *browser = (struct browser){ .way_in = WEB_FIND,
                                 .born_on = bill->born_on };
    snprintf(browser->code, sizeof browser->code, "%s", bill->code);
    snprintf(browser->ip, sizeof browser->ip, "203.0.113.%u",
             (unsigned)(bill - sim->model.bill) % 250u);
}

static bool bill_opens(struct sim *sim, struct browser *browser,
                       const struct model_bill *bill, struct reply *reply)
{
    struct str one = str_format(&sim->arena, "/m/bill?bill=%s", bill->ref);
    if (!browser_page(sim, browser, STR("/m/bill"), reply)
        || !browser_page(sim, browser, one, reply)
        || !browser_look(sim, browser, one, reply))
        return false;
    struct money left = look_money(reply->root, "balance");
    if (!look_flag(reply->root, "adds_up") || !money_equal(left, bill->owed))
        return wrong(sim, "a person reads %" PRId64 " cents left, the model "
                     "%" PRId64, left.cents, bill->owed.cents);
    if (look_flag(reply->root, "has_plan")
        != (bill->has_plan && bill->owed.cents > 0))
        return wrong(sim, "a person reads of a plan that is not, or not");
    if (look_flag(reply->root, "may_choose")
        && (bill->has_plan || bill->owed.cents == 0))
        return wrong(sim, "choices are shown for a bill that has its way");
    return true;
}

/* Somebody else's bill is the same as none. */
static bool others_stay_closed(struct sim *sim, struct browser *browser,
                               const struct model_bill *bill)
{
    struct reply reply;
    struct model_bill *other = model_pick(sim, false);
    if (other == NULL || other->person.n == bill->person.n)
        return true;
    struct ask ask = {
        .method = HTTP_GET,
        .target = str_format(&sim->arena, "/m/bill?bill=%s", other->ref)
    };
    return browser_ask(sim, browser, &ask, &reply)
        && (reply.status == 404
            || wrong(sim, "somebody else's bill answered %d", reply.status));
}

/* --- a plan ----------------------------------------------------------- */

/* One of the plans of the page, or an absent text. */
static struct str offer_choose(struct sim *sim, const struct json *root)
{
    struct str chosen = { NULL, 0 };
    uint32_t plans = 0;
    json_each(offer, json_get(root, STR("offers")))
        if (look_flag(offer, "is_plan") && dice(sim, ++plans) == 0)
            chosen = look_text(offer, "offer");
    return chosen;
}

static bool plan_agree(struct sim *sim, struct browser *browser,
                       struct model_bill *bill, struct str offer)
{
    struct reply reply;
    struct form form;
    struct str review = str_format(&sim->arena,
                                   "/m/plan?bill=%s&offer=%.*s", bill->ref,
                                   STR_ARGS(offer));
    struct str done = str_format(&sim->arena, "/m/plan/done?bill=%s",
                                 bill->ref);
    if (!browser_page(sim, browser, review, &reply))
        return false;
    if (!form_find(sim, reply.body, STR("/m/plan"), &form))
        return wrong(sim, "the review has no form");
    if (dice(sim, 8) == 0) { /* the box is not ticked at first */
        if (!form_send(sim, browser, &form, &reply))
            return false;
        if (reply.status != 422
            || !form_find(sim, reply.body, STR("/m/plan"), &form))
            return wrong(sim, "no consent answered %d", reply.status);
    }
    form_add(&form, "agree", STR("yes"));
    if (!form_send_to(sim, browser, &form, done))
        return false;
    bill->has_plan = true;
    sim->count.plans++;
    if (!browser_page(sim, browser, done, &reply)
        || !browser_look(sim, browser, done, &reply))
        return false;
    int64_t sum = 0;
    json_each(payment, json_get(reply.root, STR("payments")))
        sum += look_money(payment, "amount").cents;
    return (sum == bill->owed.cents
            && look_money(reply.root, "total").cents == sum)
        || wrong(sim, "a plan is not for what is owed");
}

bool person_plans(struct sim *sim)
{
    struct browser browser;
    struct reply reply;
    struct model_bill *bill = model_pick(sim, true);
    if (bill == NULL)
        return true;
    browser_of(&browser, sim, bill);
    if (!bill_opens(sim, &browser, bill, &reply))
        return false;
    if (!look_flag(reply.root, "may_choose"))
        return true;
    struct str choices = str_format(&sim->arena, "/m/choices?bill=%s",
                                    bill->ref);
    if (!browser_page(sim, &browser, choices, &reply)
        || !browser_look(sim, &browser, choices, &reply))
        return false;
    struct str offer = offer_choose(sim, reply.root);
    return offer.at == NULL || plan_agree(sim, &browser, bill, offer);
}

/* --- a plan that is changed -------------------------------------------- */

/* Its payments are all that is owed, whatever was done to it. */
static bool plan_adds_up(struct sim *sim, struct browser *browser,
                         const struct model_bill *bill)
{
    struct reply reply;
    struct str plan = str_format(&sim->arena, "/m/plan?bill=%s", bill->ref);
    if (!browser_page(sim, browser, plan, &reply)
        || !browser_look(sim, browser, plan, &reply))
        return false;
    int64_t open = 0, total = 0;
    json_each(payment, json_get(reply.root, STR("payments"))) {
        open += look_money(payment, "open").cents;
        total += look_money(payment, "amount").cents;
    }
    return (total == look_money(reply.root, "total").cents
            && look_money(reply.root, "left").cents == bill->owed.cents
            && (open == bill->owed.cents
                || (open == total && bill->owed.cents > total)))
        || wrong(sim, "a plan's payments are not what is owed");
}

static bool change_make(struct sim *sim, struct browser *browser,
                        struct model_bill *bill, struct str review,
                        enum choice_change what)
{
    struct reply reply;
    struct form form;
    if (!browser_page(sim, browser, review, &reply))
        return false;
    if (!form_find(sim, reply.body, STR("/m/plan/change"), &form))
        return wrong(sim, "a review has no form");
    form_add(&form, "agree", STR("yes"));
    if (!form_send_to(sim, browser, &form, STR("/m/plan/changed?bill=")))
        return false;
    sim->count.changes++;
    if (what == CHOICE_CHANGE_PAUSE)
        bill->paused_until = moment_add_seconds(
            sim->world.now, (int64_t)CHOICE_PAUSE_DAYS * 86400);
    bill->has_plan = what != CHOICE_CHANGE_END;
    return bill_opens(sim, browser, bill, &reply)
        && (!bill->has_plan || plan_adds_up(sim, browser, bill));
}

bool person_changes(struct sim *sim)
{
    static const enum choice_change ways[] = {
        CHOICE_CHANGE_DAY, CHOICE_CHANGE_SKIP, CHOICE_CHANGE_LOWER,
        CHOICE_CHANGE_PAUSE, CHOICE_CHANGE_END
    };
    struct browser browser;
    struct reply reply;
    struct model_bill *bill = model_pick(sim, true);
    for (uint32_t i = 0; bill != NULL && i < 8 && !bill->has_plan; i++)
        bill = model_pick(sim, true);
    if (bill == NULL || !bill->has_plan || bill->owed.cents == 0)
        return true;
    browser_of(&browser, sim, bill);
    if (!bill_opens(sim, &browser, bill, &reply)
        || !plan_adds_up(sim, &browser, bill))
        return false;
    enum choice_change what = ways[dice(sim, 5)];
    struct str review = str_format(
        &sim->arena, "/m/plan/change?bill=%s&do=%d&day=%u&count=%u",
        bill->ref, what, 1 + dice(sim, CHOICE_DAY_MAX),
        dice(sim, 2) == 0 ? 24u : 36u);
    if (!browser_look(sim, &browser, review, &reply))
        return false;
    return !look_flag(reply.root, "is_review") /* refused, with a reason */
        || change_make(sim, &browser, bill, review, what);
}

/* --- a pause ---------------------------------------------------------- */

bool person_pauses(struct sim *sim)
{
    struct browser browser;
    struct reply reply;
    struct form form;
    struct model_bill *bill = model_pick(sim, true);
    if (bill == NULL)
        return true;
    browser_of(&browser, sim, bill);
    if (!bill_opens(sim, &browser, bill, &reply))
        return false;
    if (!look_flag(reply.root, "may_choose"))
        return true;
    struct str pause = str_format(&sim->arena, "/m/pause?bill=%s",
                                  bill->ref);
    if (!browser_page(sim, &browser, pause, &reply))
        return false;
    if (!form_find(sim, reply.body, STR("/m/pause"), &form))
        return wrong(sim, "the pause has no form");
    if (!form_send_to(sim, &browser, &form, STR("/m/bill?bill=")))
        return false;
    bill->paused_until = moment_add_seconds(
        sim->world.now, (int64_t)CHOICE_PAUSE_DAYS * 86400);
    sim->count.pauses++;
    return bill_opens(sim, &browser, bill, &reply);
}
