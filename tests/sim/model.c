#include "base/base.h"
#include "access/access.h"
#include "app/bill.h"
#include "sim.h"
#include "store/outbox_sql.h"

static struct caller auditor(struct sim *sim)
{
    struct caller caller = app_caller(&sim->app, CALLER_STAFF, "sim");
    caller.roles = ROLE_SUPERVISOR;
    return caller;
}

/* --- bills ------------------------------------------------------------ */

static struct model_bill *bill_find(struct model *model, struct str ref)
{
    for (uint32_t i = 0; i < model->bill_count; i++)
        if (str_is(ref, model->bill[i].ref))
            return &model->bill[i];
    return NULL;
}

bool model_learn(struct sim *sim, struct str ref, uint32_t client,
                 struct money left)
{
    struct model *model = &sim->model;
    struct model_bill *bill = bill_find(model, ref);
    struct app_bill app_bill;
    struct err err = { .kind = ERR_NONE };
    if (bill != NULL && bill->is_undone)
        return wrong(sim, "an undone bill is on the provider's list");
    if (bill != NULL)
        return money_equal(bill->owed, left)
            || wrong(sim, "the provider reads %" PRId64 " cents left, the "
                     "model %" PRId64, left.cents, bill->owed.cents);
    CHECK(model->bill_count < MODEL_BILLS_MAX);
    if (!app_bill_by_ref(&sim->app, auditor(sim), ref, &sim->arena,
                         &app_bill, &err))
        return wrong(sim, "bill: %s", err.text);
    bill = &model->bill[model->bill_count++];
    *bill = (struct model_bill){
        .client = client, .batch = model->batch_count - 1,
        .person = app_bill.person.id, .debt = app_bill.debt.id,
        .born_on = app_bill.person.born_on, .owed = left
    };
    snprintf(bill->ref, sizeof bill->ref, "%.*s", STR_ARGS(ref));
    return true;
}

struct model_bill *model_pick(struct sim *sim, bool with_code)
{
    struct model *model = &sim->model;
    uint32_t count = model->bill_count;
    uint32_t first = count > 0 ? dice(sim, count) : 0;
    for (uint32_t i = 0; i < count; i++) {
        struct model_bill *bill = &model->bill[(first + i) % count];
        if (!bill->is_undone
            && (!with_code || (bill->code[0] != '\0'
                               && !day_is_none(bill->born_on))))
            return bill;
    }
    return NULL;
}

bool model_may_not_call(struct sim *sim, const struct model_bill *bill)
{
    return bill->is_stopped || bill->has_plan || bill->owed.cents == 0
        || moment_compare(sim->world.now, bill->paused_until) < 0;
}

/* --- letters ---------------------------------------------------------- */

struct letter_look {
    struct str ref;
    struct sql_outbox_by_ref_row row;
    bool is_found;
};

static bool letter_unit(struct db *db, void *work, struct arena *arena,
                        struct err *err)
{
    struct letter_look *look = work;
    struct sql_outbox_by_ref_in in = { look->ref };
    return sql_outbox_by_ref(db, db_caller(db), &in, arena, &look->row,
                             &look->is_found, err);
}

/* A fault meant for the courier may strike here, but not twice. */
static bool letter_read(struct sim *sim, struct letter_look *look,
                        struct err *err)
{
    return db_read(sim->app.pool, app_system(&sim->app, "sim"), letter_unit,
                   look, &sim->arena, err)
        && look->is_found;
}

static void code_note(struct model_bill *bill, struct str code)
{
    if (code.len > 0)
        snprintf(bill->code, sizeof bill->code, "%.*s", STR_ARGS(code));
}

static bool letter_note(struct sim *sim, struct str ref,
                        struct model_bill *bill, enum message_kind kind)
{
    struct model *model = &sim->model;
    bool is_first = kind == MESSAGE_FIRST_STATEMENT
        || kind == MESSAGE_VALIDATION_NOTICE;
    if (is_first && (bill->letters & (1u << kind)) != 0)
        return wrong(sim, "bill %s gets its first letter twice", bill->ref);
    bill->letters |= 1u << kind;
    CHECK(model->letter_count < MODEL_LETTERS_MAX);
    struct model_letter *letter = &model->letter[model->letter_count++];
    *letter = (struct model_letter){ .manifests = 0 };
    snprintf(letter->ref, sizeof letter->ref, "%.*s", STR_ARGS(ref));
    return true;
}

struct model_letter *model_letter_find(struct sim *sim, struct str ref)
{
    struct model *model = &sim->model;
    for (uint32_t i = 0; i < model->letter_count; i++)
        if (str_is(ref, model->letter[i].ref))
            return &model->letter[i];
    return NULL;
}

bool model_letter_leaves(struct sim *sim, struct str ref, struct str code,
                         bool is_sent)
{
    struct model *model = &sim->model;
    struct letter_look look = { .ref = ref };
    struct model_bill *bill = NULL;
    struct err err = { .kind = ERR_NONE };
    if (model_letter_find(sim, ref) != NULL)
        return true; /* said before, and the answer was lost */
    if (!letter_read(sim, &look, &err) && !letter_read(sim, &look, &err))
        return wrong(sim, "a letter that leaves is nowhere: %s", err.text);
    for (uint32_t i = 0; i < model->bill_count; i++) {
        if (is_sent && model->bill[i].person.n == look.row.person_id)
            code_note(&model->bill[i], code);
        if (model->bill[i].debt.n == look.row.debt_id)
            bill = &model->bill[i];
    }
    if (bill == NULL || bill->is_undone)
        return wrong(sim, "a letter leaves about %s bill",
                     bill ? "an undone" : "no known");
    bill->was_taken = true;
    return !is_sent
        || letter_note(sim, ref, bill, message_kind_parse(look.row.kind));
}

/* --- money ------------------------------------------------------------ */

struct money model_gross(const struct sim *sim, uint32_t client,
                         struct day through)
{
    const struct model *model = &sim->model;
    struct money gross = MONEY_ZERO;
    for (uint32_t i = 0; i < model->payment_count; i++) {
        const struct model_payment *payment = &model->payment[i];
        if (model->bill[payment->bill].client != client)
            continue;
        if (day_compare(payment->on, through) <= 0)
            gross.cents += payment->amount.cents;
        if (!day_is_none(payment->reversed_on)
            && day_compare(payment->reversed_on, through) <= 0)
            gross.cents -= payment->amount.cents;
    }
    return gross;
}

/* Each payment of the model stands in the bill's history once, and there is
 * no other. */
static bool payments_agree(struct sim *sim, uint32_t at,
                           const struct app_bill *app_bill)
{
    const struct model *model = &sim->model;
    struct app_event *event;
    uint32_t count, paid = 0, back = 0, paid_here = 0, back_here = 0;
    struct err err = { .kind = ERR_NONE };
    if (!app_timeline(&sim->app, auditor(sim), app_bill, &sim->arena, &event,
                      &count, &err))
        return wrong(sim, "timeline: %s", err.text);
    for (uint32_t i = 0; i < count; i++) {
        paid_here += str_is(event[i].kind, "money")
            && str_is(event[i].what, "payment");
        back_here += str_is(event[i].kind, "money")
            && str_is(event[i].what, "reversal");
    }
    for (uint32_t i = 0; i < model->payment_count; i++) {
        const struct model_payment *payment = &model->payment[i];
        uint32_t found = 0;
        if (payment->bill != at)
            continue;
        paid++;
        back += !day_is_none(payment->reversed_on);
        for (uint32_t k = 0; k < count; k++)
            found += str_is(event[k].ref, payment->ref);
        if (found != 1)
            return wrong(sim, "payment %s is there %u times", payment->ref,
                         found);
    }
    return (paid == paid_here && back == back_here)
        || wrong(sim, "bill %s: %u payments and %u reversals, the model says "
                 "%u and %u", model->bill[at].ref, paid_here, back_here,
                 paid, back);
}

bool model_agrees(struct sim *sim)
{
    struct model *model = &sim->model;
    for (uint32_t i = 0; i < model->bill_count; i++) {
        const struct model_bill *bill = &model->bill[i];
        struct app_bill app_bill;
        struct err err = { .kind = ERR_NONE };
        bool is_found = app_bill_by_ref(&sim->app, auditor(sim),
                                        str_of(bill->ref), &sim->arena,
                                        &app_bill, &err);
        if (is_found == bill->is_undone)
            return wrong(sim, "bill %s is %s", bill->ref,
                         is_found ? "undone and there" : err.text);
        if (!is_found)
            continue;
        if (!app_bill.adds_up || !money_equal(app_bill.balance, bill->owed))
            return wrong(sim, "bill %s: %" PRId64 " cents, the model says %"
                         PRId64, bill->ref, app_bill.balance.cents,
                         bill->owed.cents);
        if (app_bill.has_plan != bill->has_plan)
            return wrong(sim, "bill %s: a plan is %s", bill->ref,
                         bill->has_plan ? "missing" : "too many");
        if (bill->was_paid && !payments_agree(sim, i, &app_bill))
            return false;
    }
    return true;
}
