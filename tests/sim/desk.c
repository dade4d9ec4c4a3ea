#include "base/base.h"
#include "choice/offers.h"
#include "sim.h"

#define PAYMENT_CENTS_MAX 50000

static bool bill_opens(struct sim *sim, const struct model_bill *bill,
                       struct reply *page);
static bool bill_is_found(struct sim *sim, const struct model_bill *bill);
static bool bill_form(struct sim *sim, const struct model_bill *bill,
                      const char *rest, const struct reply *page,
                      struct form *form);
static struct str bill_path(struct sim *sim, const struct model_bill *bill,
                            const char *rest);

/* --- the bill --------------------------------------------------------- */

/* Found first, or opened at once by its address, as from a bookmark. */
static bool bill_opens(struct sim *sim, const struct model_bill *bill,
                       struct reply *page)
{
    struct reply data;
    struct str path = bill_path(sim, bill, "");
    if (dice(sim, 3) == 0 && !bill_is_found(sim, bill))
        return false;
    if (!browser_page(sim, &sim->desk, path, page)
        || !browser_look(sim, &sim->desk, path, &data))
        return false;
    struct money left = look_money(data.root, "balance");
    return (look_flag(data.root, "adds_up")
            && money_equal(left, bill->owed))
        || wrong(sim, "the desk reads %" PRId64 " cents left, the model %"
                 PRId64, left.cents, bill->owed.cents);
}

static bool bill_is_found(struct sim *sim, const struct model_bill *bill)
{
    struct reply reply;
    struct str find = str_format(&sim->arena, "/desk/find?q=%s", bill->ref);
    if (!browser_page(sim, &sim->desk, STR("/desk"), &reply)
        || !browser_look(sim, &sim->desk, find, &reply))
        return false;
    const struct json *found = json_get(reply.root, STR("found"));
    return (found->count == 1
            && str_is(look_text(found->first, "ref"), bill->ref))
        || wrong(sim, "the desk finds %u bills for one", found->count);
}

static struct str bill_path(struct sim *sim, const struct model_bill *bill,
                            const char *rest)
{
    return str_format(&sim->arena, "/desk/debt/%s%s", bill->ref, rest);
}

static bool bill_form(struct sim *sim, const struct model_bill *bill,
                      const char *rest, const struct reply *page,
                      struct form *form)
{
    return form_find(sim, page->body, bill_path(sim, bill, rest), form)
        || wrong(sim, "the desk has no form for %s", rest);
}

/* --- mailed money ----------------------------------------------------- */

static void payment_fill(struct sim *sim, struct form *form,
                         struct money amount, struct day on)
{
    static const char *const methods[] = { "check", "money_order", "cash",
                                           "bank" };
    struct civil civil = day_civil(on);
    struct arena *arena = &sim->arena;
    form_add(form, "amount", money_plain(arena, amount));
    form_add(form, "method", str_of(methods[dice(sim, 4)]));
    form_add(form, "number", STR("1001"));
    form_add(form, "received_month", str_format(arena, "%u", civil.month));
    form_add(form, "received_day", str_format(arena, "%u", civil.day));
    form_add(form, "received_year", str_format(arena, "%d",
                                               (int)civil.year));
}

/* The receipt says what is left; the model says the same. */
static bool receipt_holds(struct sim *sim, const struct model_bill *bill,
                          struct str path, struct money amount)
{
    struct reply reply;
    if (!browser_look(sim, &sim->desk, path, &reply))
        return false;
    return (money_equal(look_money(reply.root, "balance"), bill->owed)
            && money_equal(look_money(reply.root, "amount"), amount))
        || wrong(sim, "a receipt says %" PRId64 " cents left, the model %"
                 PRId64, look_money(reply.root, "balance").cents,
                 bill->owed.cents);
}

bool desk_pays(struct sim *sim)
{
    struct model *model = &sim->model;
    struct reply reply;
    struct form form;
    struct model_bill *bill = model_pick(sim, false);
    if (bill == NULL || bill->owed.cents < 2)
        return true;
    struct day today = app_today(&sim->app, sim->world.now);
    bool is_too_much = dice(sim, 15) == 0;
    struct money amount = { 1 + (int64_t)dice(sim, (uint32_t)(
        bill->owed.cents < PAYMENT_CENTS_MAX ? bill->owed.cents
                                             : PAYMENT_CENTS_MAX)) };
    if (is_too_much)
        amount.cents += bill->owed.cents;
    if (!bill_opens(sim, bill, &reply)
        || !bill_form(sim, bill, "/payment", &reply, &form))
        return false;
    payment_fill(sim, &form, amount, today);
    if (!form_send(sim, &sim->desk, &form, &reply))
        return false;
    if (is_too_much)
        return reply.status == 422
            || wrong(sim, "too much money answered %d: %.*s", reply.status,
                     STR_ARGS(reply.body));
    struct str receipt = bill_path(sim, bill, "/payment/");
    if (reply.status != 303 || !str_starts(reply.see, receipt))
        return wrong(sim, "a payment answered %d", reply.status);
    CHECK(model->payment_count < MODEL_PAYMENTS_MAX);
    struct model_payment *payment = &model->payment[model->payment_count++];
    *payment = (struct model_payment){
        .bill = (uint32_t)(bill - model->bill), .amount = amount,
        .on = today, .reversed_on = DAY_NONE
    };
    snprintf(payment->ref, sizeof payment->ref, "%.*s",
             STR_ARGS(str_part(reply.see, receipt.len, REF_LEN)));
    bill->owed.cents -= amount.cents;
    bill->was_paid = true;
    return receipt_holds(sim, bill, reply.see, amount);
}

bool desk_reverses(struct sim *sim)
{
    struct model *model = &sim->model;
    struct reply reply;
    struct form form;
    if (model->payment_count == 0)
        return true;
    struct model_payment *payment =
        &model->payment[dice(sim, model->payment_count)];
    struct model_bill *bill = &model->bill[payment->bill];
    struct str receipt = str_format(&sim->arena, "%.*s%s",
        STR_ARGS(bill_path(sim, bill, "/payment/")), payment->ref);
    if (!bill_opens(sim, bill, &reply)
        || !browser_page(sim, &sim->desk, receipt, &reply))
        return false;
    bool may = form_find(sim, reply.body, bill_path(sim, bill, "/reverse"),
                         &form);
    if (may != day_is_none(payment->reversed_on))
        return wrong(sim, "a payment %s be taken back",
                     may ? "may twice" : "may not");
    if (!may)
        return true;
    form_add(&form, "words", STR("returned by the bank"));
    if (!form_send_to(sim, &sim->desk, &form,
                      bill_path(sim, bill, "?said=reversed")))
        return false;
    payment->reversed_on = app_today(&sim->app, sim->world.now);
    bill->owed.cents += payment->amount.cents;
    return receipt_holds(sim, bill, receipt, payment->amount);
}

/* --- calls ------------------------------------------------------------ */

/* Absent: the page offers none. */
static struct str first_number(struct str page)
{
    struct str mark = STR("name=\"number\">\n<option value=\"");
    size_t at = str_find(page, mark);
    return at == SIZE_MAX ? (struct str){ NULL, 0 }
                          : str_part(page, at + mark.len, 10);
}

static bool call_ends(struct sim *sim, const struct model_bill *bill,
                      struct str call)
{
    static const char *const outcomes[] = { "no_answer", "conversation",
                                            "voicemail", "busy" };
    struct reply reply;
    struct form form;
    if (!browser_page(sim, &sim->desk, call, &reply)
        || !bill_form(sim, bill, "/outcome", &reply, &form))
        return false;
    world_sim_advance_us(&sim->world,
                         (int64_t)dice(sim, 300) * 1000000);
    form_add(&form, "outcome", str_of(outcomes[dice(sim, 4)]));
    return form_send_to(sim, &sim->desk, &form,
                        bill_path(sim, bill, "?said=outcome"));
}

/* A yes lasts a minute; who dials later must ask again. */
static bool call_begins(struct sim *sim, struct model_bill *bill,
                        struct form *form)
{
    struct reply reply;
    bool is_late = dice(sim, 6) == 0;
    if (is_late)
        world_sim_advance_us(&sim->world,
                             (APP_ANSWER_FRESH_SECONDS + 1) * 1000000);
    if (!form_send(sim, &sim->desk, form, &reply))
        return false;
    if (is_late)
        return reply.status == 409
            || wrong(sim, "a call with an old answer answered %d",
                     reply.status);
    if (reply.status != 303)
        return wrong(sim, "an allowed call answered %d", reply.status);
    bill->was_called = true;
    sim->count.calls++;
    return call_ends(sim, bill, reply.see);
}

bool desk_calls(struct sim *sim)
{
    struct reply reply;
    struct form form, call;
    struct model_bill *bill = model_pick(sim, false);
    if (bill == NULL || !bill_opens(sim, bill, &reply))
        return bill == NULL;
    struct str number = first_number(reply.body);
    if (number.at == NULL)
        return true;
    if (!bill_form(sim, bill, "/may-call", &reply, &form))
        return false;
    form_add(&form, "number", number);
    if (!form_send(sim, &sim->desk, &form, &reply))
        return false;
    if (reply.status != 200)
        return wrong(sim, "\"may I call?\" answered %d: %.*s", reply.status,
                     STR_ARGS(reply.body));
    if (!form_find(sim, reply.body, bill_path(sim, bill, "/call"), &call))
        return true;
    if (model_may_not_call(sim, bill))
        return wrong(sim, "bill %s is stopped, planned or paid, and may be "
                     "called", bill->ref);
    return call_begins(sim, bill, &call);
}

/* --- what they say ---------------------------------------------------- */

bool desk_hears(struct sim *sim)
{
    static const char *const kinds[] = { "dispute", "attorney", "cease",
                                         "stop_calling", "hold" };
    struct reply reply;
    struct form form;
    uint32_t kind = dice(sim, 5);
    struct model_bill *bill = model_pick(sim, false);
    if (bill == NULL)
        return true;
    if (!bill_opens(sim, bill, &reply)
        || !bill_form(sim, bill, "/fact", &reply, &form))
        return false;
    form_add(&form, "kind", str_of(kinds[kind]));
    form_add(&form, "words", STR("said on the phone"));
    if (!form_send_to(sim, &sim->desk, &form,
                      bill_path(sim, bill, "?said=fact")))
        return false;
    sim->count.facts++;
    if (kind == 4)
        bill->paused_until = moment_add_seconds(
            sim->world.now, (int64_t)CHOICE_PAUSE_DAYS * 86400);
    else
        bill->is_stopped = true;
    for (uint32_t i = 0; kind == 3 && i < sim->model.bill_count; i++)
        if (sim->model.bill[i].person.n == bill->person.n)
            sim->model.bill[i].is_stopped = true;
    return true;
}
