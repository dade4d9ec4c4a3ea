#include "base/base.h"
#include "app/hold.h"
#include "app/load.h"
#include "app/once.h"
#include "store/contact.h"
#include "store/request_sql.h"

struct hold_work {
    struct app *app;
    struct str debt_ref;
    const struct app_lift *lift;
    struct app_hold *hold;
};

struct holds {
    struct app_loaded loaded;
    struct contact_facts facts;
};

static bool holds_load(struct db *db, const struct hold_work *work,
                       struct arena *arena, struct holds *holds,
                       struct err *err)
{
    struct app_loaded *loaded = &holds->loaded;
    return app_debt_by_ref_in(work->app, db, db_caller(db), work->debt_ref,
                              arena, loaded, err)
        && app_facts_in(db, db_caller(db), &loaded->person.person,
                        &loaded->debt.debt, arena, &holds->facts, err);
}

/* The ids of the holds in force never leave; their moments name them. */
static struct str seen_of(const struct holds *holds, struct arena *arena)
{
    struct buf buf;
    buf_init(&buf, arena, 4096);
    for (uint32_t i = 0; i < holds->facts.fact_count; i++) {
        const struct fact *fact = &holds->facts.fact[i];
        if (contact_fact_holds(&holds->facts, fact, FACT_HELD,
                               holds->facts.as_of))
            buf_add_format(&buf, "%s%" PRIx64, buf.len > 0 ? "-" : "",
                           (uint64_t)fact->recorded_at.us);
    }
    return buf_str(&buf);
}

static bool look_unit(struct db *db, void *work_, struct arena *arena,
                      struct err *err)
{
    const struct hold_work *work = work_;
    struct holds holds;
    if (!holds_load(db, work, arena, &holds, err))
        return false;
    work->hold->seen = seen_of(&holds, arena);
    work->hold->is_held = work->hold->seen.len > 0;
    work->hold->is_disputed = contact_fact_known(&holds.facts, FACT_DISPUTE,
                                                 holds.facts.as_of)
        == KNOWN_YES;
    return true;
}

bool app_hold_look(struct app *app, struct caller caller, struct str debt_ref,
                   struct arena *arena, struct app_hold *hold,
                   struct err *err)
{
    struct hold_work work = { .app = app, .debt_ref = debt_ref,
                              .hold = hold };
    return db_read(app->pool, caller, look_unit, &work, arena, err);
}

/* --- lifted ------------------------------------------------------------ */

static bool withdraw(struct db *db, const struct holds *holds,
                     const struct fact *held, struct err *err)
{
    struct caller caller = db_caller(db);
    struct fact fact = {
        .person = held->person, .debt = held->debt, .kind = FACT_WITHDRAWN,
        .holds_from = caller.at, .until = MOMENT_NEVER,
        .corrects = held->id, .source = STR("desk")
    };
    return contact_fact_append(db, caller, holds->loaded.debt.debt.client,
                               &fact, err);
}

static bool lift_unit(struct db *db, void *work_, struct arena *arena,
                      struct err *err)
{
    const struct hold_work *work = work_;
    struct holds holds;
    struct app_once once = {
        "lift", work->lift->key,
        str_format(arena, "%.*s %.*s", STR_ARGS(work->debt_ref),
                   STR_ARGS(work->lift->seen))
    };
    struct str before;
    bool was_done;
    db_act(db, "hold.lift", work->debt_ref, STR("{}"));
    if (!app_once_find(db, &once, arena, &was_done, &before, err))
        return false;
    if (was_done)
        return true;
    if (!holds_load(db, work, arena, &holds, err))
        return false;
    struct str seen = seen_of(&holds, arena);
    if (seen.len == 0 || !str_equal(seen, work->lift->seen))
        return err_set(err, ERR_CONFLICT, "somebody changed what holds this "
                       "bill; please look again");
    for (uint32_t i = 0; i < holds.facts.fact_count; i++) {
        const struct fact *fact = &holds.facts.fact[i];
        if (contact_fact_holds(&holds.facts, fact, FACT_HELD,
                               holds.facts.as_of)
            && !withdraw(db, &holds, fact, err))
            return false;
    }
    return app_once_save(db, &once, STR("{}"), err);
}

bool app_hold_lift(struct app *app, struct caller caller,
                   const struct app_lift *lift, struct err *err)
{
    struct hold_work work = { .app = app, .debt_ref = lift->debt_ref,
                              .lift = lift };
    return db_work(app->pool, caller, lift_unit, &work, err);
}

/* --- answered ---------------------------------------------------------- */

static bool answer_unit(struct db *db, void *work_, struct arena *arena,
                        struct err *err)
{
    const struct hold_work *work = work_;
    struct caller caller = db_caller(db);
    struct holds holds;
    db_act(db, "dispute.answer", work->debt_ref, STR("{}"));
    if (!holds_load(db, work, arena, &holds, err))
        return false;
    if (contact_fact_known(&holds.facts, FACT_DISPUTE, caller.at)
        != KNOWN_YES)
        return true;
    const struct debt *debt = &holds.loaded.debt.debt;
    struct fact fact = {
        .person = holds.loaded.person.person.id, .debt = debt->id,
        .kind = FACT_DISPUTE_ANSWERED, .holds_from = caller.at,
        .until = MOMENT_NEVER, .source = STR("desk")
    };
    struct sql_request_answered_in done = {
        .client_id = debt->client.n, .debt_id = debt->id.n,
        .done_at = caller.at, .done_by = caller.name
    };
    return contact_fact_append(db, caller, debt->client, &fact, err)
        && sql_request_answered(db, caller, &done, NULL, err);
}

bool app_dispute_answer(struct app *app, struct caller caller,
                        struct str debt_ref, struct err *err)
{
    struct hold_work work = { .app = app, .debt_ref = debt_ref };
    return db_work(app->pool, caller, answer_unit, &work, err);
}
