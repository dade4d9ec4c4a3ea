#include "base/base.h"
#include "app/load.h"
#include "app/once.h"
#include "app/plan.h"
#include "store/plan_sql.h"

struct agree {
    struct app *app;
    const struct app_plan_ask *ask;
    struct app_plan *plan;
    struct arena *keep;
};

static void facts_of(const struct app *app, const struct app_loaded *loaded,
                     struct moment now, struct choice_facts *facts);
static bool offer_pick(struct db *db, struct caller caller,
                       const struct agree *agree,
                       const struct app_loaded *loaded, struct arena *arena,
                       struct choice_offer *offer, struct err *err);
static bool plan_save(struct db *db, struct caller caller,
                      const struct agree *agree,
                      const struct app_loaded *loaded,
                      const struct choice_offer *offer, struct ref ref,
                      struct err *err);
static bool plan_copy(struct arena *keep, const struct app_plan *from,
                      struct app_plan *to);

/* --- offers ----------------------------------------------------------- */

struct offers_look {
    struct app *app;
    struct debt_key key;
    struct choice_offers *offers;
};

static bool offers_unit(struct db *db, void *work, struct arena *arena,
                        struct err *err)
{
    struct offers_look *look = work;
    struct app_loaded loaded;
    struct choice_facts facts;
    if (!app_debt_in(look->app, db, db_caller(db), look->key, arena, &loaded,
                     err))
        return false;
    facts_of(look->app, &loaded, db_caller(db).at, &facts);
    choice_offers(&facts, look->offers);
    return true;
}

bool app_offers(struct app *app, struct caller caller,
                const struct app_bill *bill, struct choice_offers *offers,
                struct err *err)
{
    struct arena arena;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    struct offers_look look = {
        app, { bill->person.id, bill->debt.client, bill->debt.id }, offers
    };
    bool done = db_read(app->pool, caller, offers_unit, &look, &arena, err);
    arena_clear(&arena);
    return done;
}

static void facts_of(const struct app *app, const struct app_loaded *loaded,
                     struct moment now, struct choice_facts *facts)
{
    const struct client_agreement *agreement = loaded->client.agreement;
    *facts = (struct choice_facts){
        .debt = loaded->debt.debt.ref, .balance = loaded->debt.balance,
        .agreement_version = loaded->client.version,
        .plan_months_max = agreement->plan_months_max,
        .plan_payment_min = agreement->plan_payment_min,
        .today = app_person_today(app, loaded, now)
    };
}

/* --- agreeing --------------------------------------------------------- */

static bool agree_unit(struct db *db, void *work, struct arena *arena,
                       struct err *err)
{
    struct agree *agree = work;
    const struct app_plan_ask *ask = agree->ask;
    struct caller caller = db_caller(db);
    struct app_loaded loaded;
    struct choice_offer offer;
    struct app_plan plan;
    struct str before;
    bool was_done;
    struct app_once once = {
        "plan", ask->key, str_format(arena, "%.*s %.*s",
                                     STR_ARGS(ask->debt_ref),
                                     STR_ARGS(ask->offer_ref))
    };
    db_act(db, "plan.agree", ask->debt_ref,
           str_format(arena, "{\"offer\":\"%.*s\"}",
                      STR_ARGS(str_part(ask->offer_ref, 0, REF_LEN))));
    if (!app_once_find(db, &once, arena, &was_done, &before, err)
        || !app_debt_by_ref_in(agree->app, db, caller, ask->debt_ref, arena,
                               &loaded, err))
        return false;
    struct client_id client = loaded.debt.debt.client;
    struct ref ref = ref_new(db_world(db));
    if (!was_done
        && (!offer_pick(db, caller, agree, &loaded, arena, &offer, err)
            || !plan_save(db, caller, agree, &loaded, &offer, ref, err)
            || !app_once_save(db, &once, str_of(ref.text), err)))
        return false;
    if (!app_plan_in(db, caller, client, loaded.debt.debt.id, arena, &plan,
                     err))
        return false;
    if (!plan_copy(agree->keep, &plan, agree->plan))
        return err_set(err, ERR_EXHAUSTED, "no memory for a plan");
    return true;
}

bool app_plan_agree(struct app *app, struct caller caller,
                    const struct app_plan_ask *ask, struct arena *arena,
                    struct app_plan *plan, struct err *err)
{
    struct agree agree = { app, ask, plan, arena };
    return db_work(app->pool, caller, agree_unit, &agree, err);
}

/* An amount never comes from a form: the same offers are computed again and
 * the reference must be among them. */
static bool offer_pick(struct db *db, struct caller caller,
                       const struct agree *agree,
                       const struct app_loaded *loaded, struct arena *arena,
                       struct choice_offer *offer, struct err *err)
{
    struct sql_plan_active_in in = { loaded->debt.debt.client.n,
                                     loaded->debt.debt.id.n };
    struct sql_plan_active_row active;
    bool has_plan;
    if (!sql_plan_active(db, caller, &in, arena, &active, &has_plan, err))
        return false;
    if (has_plan)
        return err_set(err, ERR_CONFLICT, "this bill has a plan already");
    struct choice_facts facts;
    struct choice_offers offers;
    facts_of(agree->app, loaded, caller.at, &facts);
    choice_offers(&facts, &offers);
    const struct choice_offer *found =
        choice_offer_find(&offers, agree->ask->offer_ref);
    if (found == NULL || found->kind != CHOICE_PLAN)
        return err_set(err, ERR_CONFLICT,
                       "something changed; please look at the choices again");
    *offer = *found;
    return true;
}

static bool items_save(struct db *db, struct caller caller,
                       struct client_id client, struct plan_id plan,
                       const struct choice_schedule *schedule,
                       struct err *err)
{
    for (uint32_t i = 0; i < schedule->count; i++) {
        struct sql_plan_item_add_in in = {
            client.n, plan.n, i + 1, schedule->item[i].due,
            schedule->item[i].amount
        };
        if (!sql_plan_item_add(db, caller, &in, NULL, err))
            return false;
    }
    return true;
}

static bool plan_save(struct db *db, struct caller caller,
                      const struct agree *agree,
                      const struct app_loaded *loaded,
                      const struct choice_offer *offer, struct ref ref,
                      struct err *err)
{
    const struct debt *debt = &loaded->debt.debt;
    struct choice_schedule schedule;
    choice_offer_schedule(offer, &schedule);
    struct plan_id id = { id_new(db_world(db)) };
    struct sql_plan_add_in in = {
        .person_id = debt->person.n, .client_id = debt->client.n,
        .debt_id = debt->id.n, .id = id.n, .ref = str_of(ref.text),
        .offer_ref = str_of(offer->reference.text), .months = offer->count,
        .total_cents = offer->total, .first_due = offer->first_on,
        .agreed_at = caller.at, .agreed_words = agree->ask->agreed_words,
        .language = agree->ask->language
    };
    struct fact fact = {
        .person = debt->person, .debt = debt->id, .kind = FACT_PLAN_ACTIVE,
        .holds_from = caller.at, .until = MOMENT_NEVER,
        .text = str_of(ref.text),
        .source = caller.kind == CALLER_PERSON ? STR("portal") : STR("desk")
    };
    return sql_plan_add(db, caller, &in, NULL, err)
        && items_save(db, caller, debt->client, id, &schedule, err)
        && contact_fact_append(db, caller, debt->client, &fact, err);
}

/* --- reading a plan --------------------------------------------------- */

struct plan_look {
    const struct app_bill *bill;
    struct app_plan *plan;
};

static bool plan_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    struct plan_look *look = work;
    return app_plan_in(db, db_caller(db), look->bill->debt.client,
                       look->bill->debt.id, arena, look->plan, err);
}

bool app_plan_load(struct app *app, struct caller caller,
                   const struct app_bill *bill, struct arena *arena,
                   struct app_plan *plan, struct err *err)
{
    struct plan_look look = { bill, plan };
    return db_read(app->pool, caller, plan_unit, &look, arena, err);
}

bool app_plan_in(struct db *db, struct caller caller,
                 struct client_id client, struct debt_id debt,
                 struct arena *arena, struct app_plan *plan, struct err *err)
{
    struct sql_plan_active_in in = { client.n, debt.n };
    struct sql_plan_active_row row;
    bool is_found;
    if (!sql_plan_active(db, caller, &in, arena, &row, &is_found, err))
        return false;
    if (!is_found)
        return err_set(err, ERR_ABSENT, "this bill has no plan");
    struct sql_plan_items_in of = { client.n, row.id };
    struct sql_plan_items_row *item;
    uint32_t count;
    if (!sql_plan_items(db, caller, &of, arena, &item, &count, err))
        return false;
    if (count == 0 || count != (uint32_t)row.months)
        return err_set(err, ERR_CORRUPT, "a plan lacks its instalments");
    *plan = (struct app_plan){
        .ref = row.ref, .count = count, .amount = item[0].amount_cents,
        .last_amount = item[count - 1].amount_cents,
        .total = row.total_cents, .first_due = item[0].due_on,
        .last_due = item[count - 1].due_on, .agreed_at = row.agreed_at,
        .due = arena_many(arena, count, struct day),
        .share = arena_many(arena, count, struct money)
    };
    if (plan->due == NULL || plan->share == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for a plan");
    for (uint32_t i = 0; i < count; i++) {
        plan->due[i] = item[i].due_on;
        plan->share[i] = item[i].amount_cents;
    }
    return true;
}

/* Out of the unit's arena into the caller's. */
static bool plan_copy(struct arena *keep, const struct app_plan *from,
                      struct app_plan *to)
{
    *to = *from;
    to->ref = str_copy(keep, from->ref);
    to->due = arena_many(keep, from->count, struct day);
    to->share = arena_many(keep, from->count, struct money);
    if (to->ref.at == NULL || to->due == NULL || to->share == NULL)
        return false;
    memcpy(to->due, from->due, from->count * sizeof *to->due);
    memcpy(to->share, from->share, from->count * sizeof *to->share);
    return true;
}
