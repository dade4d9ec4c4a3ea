#include "base/base.h"
#include "app/bill.h"
#include "app/load.h"
#include "app/plan.h"
#include "ledger/ledger.h"
#include "store/debt_sql.h"
#include "store/ledger_sql.h"

static bool bill_fill(struct app *app, struct db *db, struct caller caller,
                      struct debt_key key, struct arena *arena,
                      struct app_bill *bill, struct err *err);
static void names_fill(const struct app_loaded *loaded,
                       struct app_bill *bill);
static bool moves_fill(struct db *db, struct caller caller,
                       struct arena *arena, struct app_bill *bill,
                       struct err *err);
static bool facts_fill(struct db *db, struct caller caller, struct day today,
                       struct arena *arena, struct app_bill *bill,
                       struct err *err);
static bool plan_fill(struct app *app, struct db *db, struct caller caller,
                      const struct app_loaded *loaded, struct arena *arena,
                      struct app_bill *bill, struct err *err);

struct bills_look {
    struct app *app;
    struct person_id person;
    struct app_bill **bills;
    uint32_t *count;
};

static bool bills_unit(struct db *db, void *work, struct arena *arena,
                       struct err *err)
{
    struct bills_look *look = work;
    struct caller caller = db_caller(db);
    struct sql_debts_of_person_in in = { look->person.n };
    struct sql_debts_of_person_row *row;
    if (!sql_debts_of_person(db, caller, &in, arena, &row, look->count, err))
        return false;
    *look->bills = arena_many(arena, *look->count, struct app_bill);
    if (*look->bills == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for bills");
    for (uint32_t i = 0; i < *look->count; i++) {
        struct debt_key key = { look->person, { row[i].client_id },
                                { row[i].id } };
        if (!bill_fill(look->app, db, caller, key, arena,
                       &(*look->bills)[i], err))
            return false;
    }
    return true;
}

bool app_bills(struct app *app, struct caller caller, struct person_id person,
               struct arena *arena, struct app_bill **bills, uint32_t *count,
               struct err *err)
{
    if (caller.kind == CALLER_PERSON && caller.person.n != person.n)
        return err_set(err, ERR_ABSENT, "there is no such person");
    struct bills_look look = { app, person, bills, count };
    return db_read(app->pool, caller, bills_unit, &look, arena, err);
}

struct bill_look {
    struct app *app;
    struct str ref;
    struct app_bill *bill;
};

static bool bill_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    struct bill_look *look = work;
    struct debt_key key;
    return debt_key_find(db, db_caller(db), look->ref, arena, &key, err)
        && bill_fill(look->app, db, db_caller(db), key, arena, look->bill,
                     err);
}

bool app_bill_by_ref(struct app *app, struct caller caller, struct str ref,
                     struct arena *arena, struct app_bill *bill,
                     struct err *err)
{
    struct bill_look look = { app, ref, bill };
    return db_read(app->pool, caller, bill_unit, &look, arena, err);
}

static bool bill_fill(struct app *app, struct db *db, struct caller caller,
                      struct debt_key key, struct arena *arena,
                      struct app_bill *bill, struct err *err)
{
    struct app_loaded loaded;
    if (!app_debt_in(app, db, caller, key, arena, &loaded, err))
        return false;
    *bill = (struct app_bill){
        .debt = loaded.debt.debt, .person = loaded.person.person,
        .balance = loaded.debt.balance, .hold_until = MOMENT_NONE,
        .next_due = DAY_NONE,
        .state = loaded.debt.is_undone ? APP_BILL_SENT_BACK
            : loaded.debt.balance.cents == 0 ? APP_BILL_PAID
                                             : APP_BILL_NOTHING_DUE
    };
    names_fill(&loaded, bill);
    return moves_fill(db, caller, arena, bill, err)
        && plan_fill(app, db, caller, &loaded, arena, bill, err)
        && facts_fill(db, caller, app_person_today(app, &loaded, caller.at),
                      arena, bill, err);
}

static void names_fill(const struct app_loaded *loaded, struct app_bill *bill)
{
    const struct client_agreement *agreement = loaded->client.agreement;
    bill->client_code = loaded->client.code;
    bill->client_known_as = agreement->known_as;
    bill->client_phone = agreement->phone;
    bill->help_url = agreement->help_url;
    bill->help_phone = agreement->help_phone;
    bill->brand_name = agreement->brand_name;
    bill->brand_phone = agreement->brand_phone;
    bill->brand_line1 = agreement->brand_line1;
    bill->brand_line2 = agreement->brand_line2;
    bill->brand_city = agreement->brand_city;
    bill->brand_state = agreement->brand_state;
    bill->brand_zip = agreement->brand_zip;
    if (loaded->facility == NULL) {
        bill->facility_name = agreement->known_as;
        return;
    }
    bill->facility_name = loaded->facility->name;
    bill->facility_city = loaded->facility->city;
    bill->facility_state = loaded->facility->state;
}

/* The rows of the page must sum to the cached balance, else nobody is asked
 * for money.  A reversal undoes what it names, so signs follow the kind. */
static bool moves_fill(struct db *db, struct caller caller,
                       struct arena *arena, struct app_bill *bill,
                       struct err *err)
{
    struct sql_ledger_moves_of_debt_in in = { bill->debt.client.n,
                                              bill->debt.id.n };
    struct sql_ledger_moves_of_debt_row *row;
    uint32_t count;
    if (!sql_ledger_moves_of_debt(db, caller, &in, arena, &row, &count, err))
        return false;
    struct money left = MONEY_ZERO;
    for (uint32_t i = 0; i < count; i++) {
        struct money *into = NULL;
        struct money change = row[i].owed_cents;
        if (row[i].kind == LEDGER_PAYMENT
            || row[i].kind == LEDGER_PAYMENT_DIRECT)
            into = &bill->paid_since;
        else if (row[i].kind != LEDGER_OPENING)
            into = &bill->taken_off_since;
        if (!money_add(left, change, &left)
            || (into != NULL && !money_subtract(*into, change, into)))
            return err_set(err, ERR_CORRUPT, "a bill's sum is too large");
    }
    bill->adds_up = money_equal(left, bill->balance);
    return true;
}

static bool plan_fill(struct app *app, struct db *db, struct caller caller,
                      const struct app_loaded *loaded, struct arena *arena,
                      struct app_bill *bill, struct err *err)
{
    struct app_plan plan;
    if (!app_plan_find(app, db, caller, loaded, arena, &plan, &bill->has_plan,
                       err))
        return false;
    if (!bill->has_plan || bill->state != APP_BILL_NOTHING_DUE)
        return true;
    const struct choice_standing *standing = &plan.standing;
    bill->state = APP_BILL_ON_PLAN;
    bill->plan_ref = plan.ref;
    if (standing->next < standing->count) {
        bill->next_due = plan.schedule.item[standing->next].due;
        bill->next_amount = standing->item[standing->next].left;
    }
    return true;
}

/* The strongest thing that stops us, in words the page knows. */
static bool facts_fill(struct db *db, struct caller caller, struct day today,
                       struct arena *arena, struct app_bill *bill,
                       struct err *err)
{
    static const enum fact_kind holds[] = {
        FACT_RECALLED, FACT_DECEASED, FACT_BANKRUPTCY, FACT_ATTORNEY,
        FACT_DISPUTE, FACT_HELD, FACT_CEASE_WRITTEN
    };
    struct contact_facts facts;
    if (!app_facts_in(db, caller, &bill->person, &bill->debt, arena, &facts,
                      err))
        return false;
    for (size_t i = 0; i < sizeof holds / sizeof holds[0]; i++) {
        if (contact_fact_known(&facts, holds[i], caller.at) != KNOWN_YES)
            continue;
        bill->hold_reason = fact_word(holds[i]);
        bill->hold_until = MOMENT_NEVER;
        for (uint32_t k = 0; k < facts.fact_count; k++)
            if (contact_fact_holds(&facts, &facts.fact[k], holds[i],
                                   caller.at)) {
                bill->hold_until = facts.fact[k].until;
                if (str_starts(facts.fact[k].text, STR("insurance")))
                    bill->hold_reason = STR("insurance");
            }
        if (bill->state != APP_BILL_PAID && bill->state != APP_BILL_SENT_BACK)
            bill->state = holds[i] == FACT_RECALLED ? APP_BILL_SENT_BACK
                                                    : APP_BILL_ON_HOLD;
        return true;
    }
    bool is_old = !day_is_none(bill->debt.asks_through)
                  && day_compare(today, bill->debt.asks_through) > 0;
    if (is_old && bill->state != APP_BILL_PAID
        && bill->state != APP_BILL_SENT_BACK) {
        bill->state = APP_BILL_ON_HOLD;
        bill->hold_reason = STR("age");
        bill->hold_until = MOMENT_NEVER;
    }
    return true;
}
