#include "base/base.h"
#include "app/change.h"
#include "app/letters.h"
#include "app/load.h"
#include "app/recall.h"
#include "store/ledger.h"

static bool rest_close(struct app *app, struct db *db, struct caller caller,
                       const struct app_loaded *loaded, struct arena *arena,
                       struct money *amount, struct err *err);
static bool plan_stop(struct app *app, struct db *db, struct caller caller,
                      const struct app_loaded *loaded, struct arena *arena,
                      struct err *err);

bool app_recall_in(struct app *app, struct db *db, struct caller caller,
                   const struct app_loaded *loaded, struct str source,
                   struct arena *arena, struct money *amount,
                   struct err *err)
{
    const struct debt *debt = &loaded->debt.debt;
    struct fact fact = {
        .person = loaded->person.person.id, .debt = debt->id,
        .kind = FACT_RECALLED, .holds_from = caller.at,
        .until = MOMENT_NEVER, .source = source
    };
    bool is_recalled;
    *amount = MONEY_ZERO;
    if (!app_recalled_in(db, caller, loaded, arena, &is_recalled, err))
        return false;
    return is_recalled
        || (contact_fact_append(db, caller, debt->client, &fact, err)
            && rest_close(app, db, caller, loaded, arena, amount, err)
            && plan_stop(app, db, caller, loaded, arena, err)
            && app_letters_void(db, debt->client, debt->id,
                                STR("the account went back"), err));
}

bool app_recalled_in(struct db *db, struct caller caller,
                     const struct app_loaded *loaded, struct arena *arena,
                     bool *is_recalled, struct err *err)
{
    struct contact_facts facts;
    if (!app_facts_in(db, caller, &loaded->person.person, &loaded->debt.debt,
                      arena, &facts, err))
        return false;
    *is_recalled = contact_fact_known(&facts, FACT_RECALLED, caller.at)
                   == KNOWN_YES;
    return true;
}

static bool rest_close(struct app *app, struct db *db, struct caller caller,
                       const struct app_loaded *loaded, struct arena *arena,
                       struct money *amount, struct err *err)
{
    const struct debt *debt = &loaded->debt.debt;
    struct ledger_debt side;
    struct ledger_posting posting;
    struct event_id event;
    struct ref ref;
    if (!ledger_debt_load(db, caller, debt->client, debt->id, arena, &side,
                          err))
        return false;
    enum ledger_answer answer = ledger_recall(&side, &posting);
    if (answer == LEDGER_NOTHING_LEFT)
        return true;
    if (answer != LEDGER_POSTED)
        return err_set(err, ERR_CORRUPT, "a bill cannot be closed: %.*s",
                       STR_ARGS(ledger_answer_word(answer)));
    struct ledger_entry entry = {
        .client = debt->client, .debt = debt->id, .amount = side.owed,
        .business_on = app_today(app, caller.at), .balance_before = side.owed
    };
    *amount = side.owed;
    return ledger_append(db, caller, &entry, &posting, &event, &ref, err);
}

static bool plan_stop(struct app *app, struct db *db, struct caller caller,
                      const struct app_loaded *loaded, struct arena *arena,
                      struct err *err)
{
    struct app_plan plan;
    bool is_found;
    if (!app_plan_find(app, db, caller, loaded, arena, &plan, &is_found, err))
        return false;
    return !is_found
        || app_change_ours(app, db, caller, loaded, &plan,
                           CHOICE_CHANGE_CLOSED, arena, err);
}
