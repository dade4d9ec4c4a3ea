#include "base/base.h"
#include "app/change.h"
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

static bool facts_of(const struct app *app, struct db *db,
                     struct caller caller, const struct app_loaded *loaded,
                     struct arena *arena, struct choice_facts *facts,
                     bool *is_open, struct err *err);
static bool offer_pick(struct db *db, struct caller caller,
                       const struct agree *agree,
                       const struct app_loaded *loaded, struct arena *arena,
                       struct choice_offer *offer, struct err *err);
static bool plan_begin(struct db *db, struct caller caller,
                       const struct agree *agree,
                       const struct app_loaded *loaded,
                       const struct choice_offer *offer, struct ref ref,
                       struct err *err);

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
    bool is_open;
    if (!app_debt_in(look->app, db, db_caller(db), look->key, arena, &loaded,
                     err)
        || !facts_of(look->app, db, db_caller(db), &loaded, arena, &facts,
                     &is_open, err))
        return false;
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

/* A pause with an end stays: the plans begin after it.  *is_open is false
 * while something holds the bill that only a person can end. */
static bool facts_of(const struct app *app, struct db *db,
                     struct caller caller, const struct app_loaded *loaded,
                     struct arena *arena, struct choice_facts *facts,
                     bool *is_open, struct err *err)
{
    const struct client_agreement *agreement = loaded->client.agreement;
    struct choice_rest rest;
    struct moment until;
    *facts = (struct choice_facts){
        .debt = loaded->debt.debt.ref, .balance = loaded->debt.balance,
        .agreement_version = loaded->client.version,
        .plan_months_max = agreement->plan_months_max,
        .plan_payment_min = agreement->plan_payment_min,
        .today = app_person_today(app, loaded, caller.at)
    };
    if (!app_rest_in(db, caller, loaded, arena, &rest, err))
        return false;
    bool rests = choice_rests(&rest, caller.at, &until);
    *is_open = !rests || !moment_is_never(until);
    if (rests && *is_open)
        facts->today = app_rest_over(app, until);
    return true;
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
    struct ref ref = ref_new(db_world(db));
    if (!was_done
        && (!offer_pick(db, caller, agree, &loaded, arena, &offer, err)
            || !plan_begin(db, caller, agree, &loaded, &offer, ref, err)
            || !app_once_save(db, &once, str_of(ref.text), err)))
        return false;
    if (!app_plan_in(agree->app, db, caller, &loaded, arena, agree->plan,
                     err))
        return false;
    agree->plan->ref = str_copy(agree->keep, agree->plan->ref);
    return agree->plan->ref.at != NULL
        || err_set(err, ERR_EXHAUSTED, "no memory for a plan");
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
    struct choice_facts facts;
    struct choice_offers offers;
    bool has_plan, is_open;
    if (!sql_plan_active(db, caller, &in, arena, &active, &has_plan, err))
        return false;
    if (has_plan)
        return err_set(err, ERR_CONFLICT, "this bill has a plan already");
    if (!facts_of(agree->app, db, caller, loaded, arena, &facts, &is_open,
                  err))
        return false;
    choice_offers(&facts, &offers);
    const struct choice_offer *found =
        choice_offer_find(&offers, agree->ask->offer_ref);
    if (found == NULL || found->kind != CHOICE_PLAN || !is_open)
        return err_set(err, ERR_CONFLICT,
                       "something changed; please look at the choices again");
    *offer = *found;
    return true;
}

static bool plan_begin(struct db *db, struct caller caller,
                       const struct agree *agree,
                       const struct app_loaded *loaded,
                       const struct choice_offer *offer, struct ref ref,
                       struct err *err)
{
    const struct debt *debt = &loaded->debt.debt;
    struct choice_schedule schedule;
    choice_offer_schedule(offer, &schedule);
    struct app_plan_row row = {
        .id = { id_new(db_world(db)) }, .ref = ref,
        .offer_ref = str_of(offer->reference.text),
        .agreed_words = agree->ask->agreed_words,
        .language = agree->ask->language, .reminds = agree->ask->reminds,
        .schedule = &schedule
    };
    struct fact fact = {
        .person = debt->person, .debt = debt->id, .kind = FACT_PLAN_ACTIVE,
        .holds_from = caller.at, .until = MOMENT_NEVER,
        .text = str_of(ref.text),
        .source = caller.kind == CALLER_PERSON ? STR("portal") : STR("desk")
    };
    return app_plan_save(db, caller, loaded, &row, err)
        && contact_fact_append(db, caller, debt->client, &fact, err);
}

bool app_plan_save(struct db *db, struct caller caller,
                   const struct app_loaded *loaded,
                   const struct app_plan_row *row, struct err *err)
{
    const struct debt *debt = &loaded->debt.debt;
    const struct choice_schedule *schedule = row->schedule;
    struct sql_plan_add_in in = {
        .person_id = debt->person.n, .client_id = debt->client.n,
        .debt_id = debt->id.n, .id = row->id.n, .ref = str_of(row->ref.text),
        .offer_ref = row->offer_ref, .months = schedule->count,
        .total_cents = choice_schedule_total(schedule),
        .first_due = schedule->item[0].due, .agreed_at = caller.at,
        .agreed_words = row->agreed_words, .language = row->language,
        .reminds = row->reminds
    };
    bool done = sql_plan_add(db, caller, &in, NULL, err);
    for (uint32_t i = 0; done && i < schedule->count; i++) {
        struct sql_plan_item_add_in item = {
            debt->client.n, row->id.n, i + 1, schedule->item[i].due,
            schedule->item[i].amount
        };
        done = sql_plan_item_add(db, caller, &item, NULL, err);
    }
    return done;
}

/* --- reminders -------------------------------------------------------- */

struct remind {
    struct app *app;
    struct str debt_ref;
    bool reminds;
};

static bool remind_unit(struct db *db, void *work, struct arena *arena,
                        struct err *err)
{
    const struct remind *remind = work;
    struct caller caller = db_caller(db);
    struct app_loaded loaded;
    struct app_plan plan;
    db_act(db, "plan.remind", remind->debt_ref,
           remind->reminds ? STR("{\"reminds\":true}")
                           : STR("{\"reminds\":false}"));
    if (!app_debt_by_ref_in(remind->app, db, caller, remind->debt_ref, arena,
                            &loaded, err)
        || !app_plan_in(remind->app, db, caller, &loaded, arena, &plan, err))
        return false;
    struct sql_plan_remind_in in = { loaded.debt.debt.client.n, plan.id.n,
                                     remind->reminds };
    return sql_plan_remind(db, caller, &in, NULL, err);
}

bool app_plan_remind(struct app *app, struct caller caller,
                     struct str debt_ref, bool reminds, struct err *err)
{
    struct remind remind = { app, debt_ref, reminds };
    return db_work(app->pool, caller, remind_unit, &remind, err);
}

/* --- reading a plan --------------------------------------------------- */

struct plan_look {
    struct app *app;
    const struct app_bill *bill;
    struct app_plan *plan;
};

static bool plan_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    struct plan_look *look = work;
    struct app_loaded loaded;
    struct debt_key key = { look->bill->person.id, look->bill->debt.client,
                            look->bill->debt.id };
    return app_debt_in(look->app, db, db_caller(db), key, arena, &loaded, err)
        && app_plan_in(look->app, db, db_caller(db), &loaded, arena,
                       look->plan, err);
}

bool app_plan_load(struct app *app, struct caller caller,
                   const struct app_bill *bill, struct arena *arena,
                   struct app_plan *plan, struct err *err)
{
    struct plan_look look = { app, bill, plan };
    return db_read(app->pool, caller, plan_unit, &look, arena, err);
}

bool app_plan_in(struct app *app, struct db *db, struct caller caller,
                 const struct app_loaded *loaded, struct arena *arena,
                 struct app_plan *plan, struct err *err)
{
    bool is_found;
    return app_plan_find(app, db, caller, loaded, arena, plan, &is_found, err)
        && (is_found || err_set(err, ERR_ABSENT, "this bill has no plan"));
}

bool app_plan_find(struct app *app, struct db *db, struct caller caller,
                   const struct app_loaded *loaded, struct arena *arena,
                   struct app_plan *plan, bool *is_found, struct err *err)
{
    const struct debt *debt = &loaded->debt.debt;
    struct sql_plan_active_in in = { debt->client.n, debt->id.n };
    struct sql_plan_active_row row;
    struct sql_plan_items_row *item;
    uint32_t count;
    if (!sql_plan_active(db, caller, &in, arena, &row, is_found, err))
        return false;
    if (!*is_found)
        return true;
    struct sql_plan_items_in of = { debt->client.n, row.id };
    if (!sql_plan_items(db, caller, &of, arena, &item, &count, err))
        return false;
    if (count == 0 || count > CHOICE_ITEMS_MAX || count != row.months)
        return err_set(err, ERR_CORRUPT, "a plan lacks its instalments");
    *plan = (struct app_plan){
        .id = { row.id }, .ref = row.ref, .total = row.total_cents,
        .agreed_at = row.agreed_at, .reminds = row.reminds,
        .schedule = { .count = count }
    };
    for (uint32_t i = 0; i < count; i++)
        plan->schedule.item[i] = (struct choice_item){
            item[i].due_on, item[i].amount_cents
        };
    choice_standing(&plan->schedule, loaded->debt.balance,
                    app_person_today(app, loaded, caller.at), false,
                    &plan->standing);
    return true;
}
