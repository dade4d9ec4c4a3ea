#include "base/base.h"
#include "app/change.h"
#include "app/load.h"
#include "app/once.h"
#include "store/outbox_sql.h"
#include "store/plan_sql.h"

#define DAY_SECONDS INT64_C(86400)

/* What a change is decided on. */
struct seen {
    struct app_loaded loaded;
    struct app_plan plan;
    struct choice_change_facts facts;
    struct moment notice_at; /* the notice left; MOMENT_NONE: it did not */
};

static bool see(struct app *app, struct db *db, struct str debt_ref,
                struct arena *arena, struct seen *seen, struct err *err);
static bool facts_fill(struct app *app, struct db *db, struct arena *arena,
                       struct seen *seen, struct err *err);
static bool notice_find(struct db *db, struct arena *arena,
                        struct seen *seen, struct err *err);
static bool is_notice_over(const struct seen *seen, struct moment now);

/* --- a look ------------------------------------------------------------ */

struct look_work {
    struct app *app;
    struct str debt_ref;
    const struct choice_change_ask *ask;
    struct app_change_look *look;
};

static bool look_unit(struct db *db, void *work_, struct arena *arena,
                      struct err *err)
{
    const struct look_work *work = work_;
    struct app_change_look *look = work->look;
    struct seen *seen = arena_new(arena, struct seen);
    if (seen == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for a plan");
    if (!see(work->app, db, work->debt_ref, arena, seen, err))
        return false;
    const struct choice_change_facts *facts = &seen->facts;
    *look = (struct app_change_look){
        .plan = seen->plan, .notice_ends = DAY_NONE,
        .skips_left = facts->skips_used < facts->rules.skips
            ? (uint32_t)facts->rules.skips - facts->skips_used : 0
    };
    if (facts->balance.cents > 0)
        look->lower_count = choice_lower(facts, look->lower);
    for (uint32_t i = 0; i < look->lower_count; i++)
        look->lower_each[i].cents = facts->balance.cents / look->lower[i];
    if (!moment_is_none(seen->notice_at)) {
        look->notice_ends = day_add(app_today(work->app, seen->notice_at),
                                    (int32_t)facts->rules.notice_days);
        look->is_notice_over = is_notice_over(seen, db_caller(db).at);
    }
    if (work->ask->what != CHOICE_CHANGE_NONE)
        choice_change(facts, work->ask, &look->changed);
    return true;
}

bool app_change_see(struct app *app, struct caller caller,
                    struct str debt_ref, const struct choice_change_ask *ask,
                    struct arena *arena, struct app_change_look *look,
                    struct err *err)
{
    struct look_work work = { app, debt_ref, ask, look };
    return db_read(app->pool, caller, look_unit, &work, arena, err);
}

static bool see(struct app *app, struct db *db, struct str debt_ref,
                struct arena *arena, struct seen *seen, struct err *err)
{
    struct caller caller = db_caller(db);
    return app_debt_by_ref_in(app, db, caller, debt_ref, arena,
                              &seen->loaded, err)
        && app_plan_in(app, db, caller, &seen->loaded, arena, &seen->plan,
                       err)
        && facts_fill(app, db, arena, seen, err)
        && notice_find(db, arena, seen, err);
}

static bool facts_fill(struct app *app, struct db *db, struct arena *arena,
                       struct seen *seen, struct err *err)
{
    struct caller caller = db_caller(db);
    const struct app_loaded *loaded = &seen->loaded;
    const struct client_agreement *agreement = loaded->client.agreement;
    const struct debt *debt = &loaded->debt.debt;
    struct sql_plan_changes_in in = { debt->client.n, debt->id.n };
    struct sql_plan_changes_row *row;
    struct choice_rest rest;
    struct moment until;
    uint32_t count;
    struct choice_change_facts *facts = &seen->facts;
    *facts = (struct choice_change_facts){
        .schedule = &seen->plan.schedule, .balance = loaded->debt.balance,
        .today = app_person_today(app, loaded, caller.at),
        .held_until = DAY_NONE, .plan_months_max = agreement->plan_months_max,
        .plan_payment_min = agreement->plan_payment_min
    };
    if (!ref_parse(seen->plan.ref, &facts->plan)
        || !choice_rules_find(app->law, facts->today, &facts->rules))
        return err_set(err, ERR_CORRUPT, "the numbers of a plan are missing");
    if (!sql_plan_changes(db, caller, &in, arena, &row, &count, err)
        || !app_rest_in(db, caller, loaded, arena, &rest, err))
        return false;
    struct moment since = zone_day_start(
        app->zone, day_add_months(facts->today, -CHOICE_SKIP_MONTHS));
    for (uint32_t i = 0; i < count; i++)
        facts->skips_used += row[i].what == CHOICE_CHANGE_SKIP
            && moment_compare(row[i].made_at, since) >= 0;
    if (choice_rests(&rest, caller.at, &until)) {
        facts->is_held = moment_is_never(until);
        if (!facts->is_held)
            facts->held_until = app_rest_over(app, until);
    }
    return true;
}

static bool notice_find(struct db *db, struct arena *arena,
                        struct seen *seen, struct err *err)
{
    const struct debt *debt = &seen->loaded.debt.debt;
    struct sql_outbox_about_in in = { debt->client.n, debt->id.n };
    struct sql_outbox_about_row *row;
    uint32_t count;
    if (!sql_outbox_about(db, db_caller(db), &in, arena, &row, &count, err))
        return false;
    seen->notice_at = MOMENT_NONE;
    for (uint32_t i = 0; i < count; i++)
        if (message_kind_parse(row[i].kind) == MESSAGE_PLAN_NOTICE
            && str_starts(row[i].about, seen->plan.ref)
            && !moment_is_none(row[i].sent_at))
            seen->notice_at = row[i].sent_at;
    return true;
}

static bool is_notice_over(const struct seen *seen, struct moment now)
{
    return !moment_is_none(seen->notice_at)
        && seen->plan.standing.missed_count > 0
        && moment_compare(moment_add_seconds(
               seen->notice_at, seen->facts.rules.notice_days * DAY_SECONDS),
               now) <= 0;
}

/* --- a change ----------------------------------------------------------- */

struct made { /* in one unit */
    const struct app_loaded *loaded;
    const struct app_plan *plan;
    enum choice_change what;
    const struct choice_changed *changed;
    struct str words;
};

static bool change_save(struct db *db, const struct made *made,
                        struct ref ref, struct err *err);
static bool change_row(struct db *db, const struct made *made, struct ref ref,
                       struct plan_id next, struct err *err);
static bool gate_tell(struct db *db, const struct made *made,
                      struct err *err);
static bool receipt_find(struct db *db, const struct app_loaded *loaded,
                         struct str ref, struct arena *arena,
                         struct app_change *change, struct err *err);

struct make_work {
    struct app *app;
    const struct app_change_ask *ask;
    struct app_change *change;
    struct arena *keep;
};

static bool decide_once(const struct make_work *work, struct db *db,
                        const struct seen *seen, struct ref ref,
                        struct arena *arena, struct err *err)
{
    const struct app_change_ask *ask = work->ask;
    struct choice_changed *changed = arena_new(arena, struct choice_changed);
    if (changed == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for a plan");
    choice_change(&seen->facts, &ask->ask, changed);
    if (changed->answer != CHOICE_CHANGED)
        return err_set(err, ERR_INVALID, "the plan cannot be changed so: "
                       "%.*s",
                       STR_ARGS(choice_change_answer_word(changed->answer)));
    if (!str_is(ask->reference, changed->reference.text))
        return err_set(err, ERR_CONFLICT, "something changed; please look at "
                       "the plan again");
    if (ask->is_unpaid && !is_notice_over(seen, db_caller(db).at))
        return err_set(err, ERR_DENIED, "they were not told, or the days we "
                       "promised are not over");
    struct made made = { &seen->loaded, &seen->plan, ask->ask.what, changed,
                         ask->words };
    return change_save(db, &made, ref, err);
}

static bool make_unit(struct db *db, void *work_, struct arena *arena,
                      struct err *err)
{
    const struct make_work *work = work_;
    const struct app_change_ask *ask = work->ask;
    struct str what = choice_change_word(ask->ask.what);
    struct seen *seen = arena_new(arena, struct seen);
    struct str before;
    bool was_done;
    struct app_once once = {
        "change", ask->key,
        str_format(arena, "%.*s %.*s", STR_ARGS(ask->debt_ref),
                   STR_ARGS(ask->reference))
    };
    db_act(db, "plan.change", ask->debt_ref,
           str_format(arena, "{\"what\":\"%.*s\",\"unpaid\":%s}",
                      STR_ARGS(what), ask->is_unpaid ? "true" : "false"));
    if (seen == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for a plan");
    if (!app_once_find(db, &once, arena, &was_done, &before, err))
        return false;
    struct ref ref = ref_new(db_world(db));
    if (was_done) {
        if (!app_debt_by_ref_in(work->app, db, db_caller(db), ask->debt_ref,
                                arena, &seen->loaded, err)
            || !ref_parse(before, &ref))
            return false;
    } else if (!see(work->app, db, ask->debt_ref, arena, seen, err)
               || !decide_once(work, db, seen, ref, arena, err)
               || !app_once_save(db, &once, str_of(ref.text), err)) {
        return false;
    }
    if (!receipt_find(db, &seen->loaded, str_of(ref.text), arena,
                      work->change, err))
        return false;
    work->change->made_by = str_copy(work->keep, work->change->made_by);
    return true;
}

bool app_change_make(struct app *app, struct caller caller,
                     const struct app_change_ask *ask, struct arena *arena,
                     struct app_change *change, struct err *err)
{
    struct make_work work = { app, ask, change, arena };
    if (ask->ask.what < CHOICE_CHANGE_DAY || ask->ask.what > CHOICE_CHANGE_END
        || (ask->is_unpaid && ask->ask.what != CHOICE_CHANGE_END))
        return err_set(err, ERR_INVALID, "a plan cannot be changed so");
    return db_work(app->pool, caller, make_unit, &work, err);
}

bool app_change_ours(struct app *app, struct db *db, struct caller caller,
                     const struct app_loaded *loaded,
                     const struct app_plan *plan, enum choice_change what,
                     struct arena *arena, struct err *err)
{
    struct choice_changed *changed = arena_new(arena, struct choice_changed);
    struct choice_change_facts facts = {
        .schedule = &plan->schedule, .balance = loaded->debt.balance,
        .today = app_person_today(app, loaded, caller.at),
        .held_until = DAY_NONE
    };
    struct choice_change_ask ask = { .what = what };
    struct made made = { loaded, plan, what, changed, STR("") };
    CHECK(what == CHOICE_CHANGE_HELD || what == CHOICE_CHANGE_CLOSED);
    if (changed == NULL || !ref_parse(plan->ref, &facts.plan))
        return err_set(err, ERR_EXHAUSTED, "no memory for a plan");
    choice_change(&facts, &ask, changed);
    return changed->answer != CHOICE_CHANGED
        || change_save(db, &made, ref_new(db_world(db)), err);
}

/* One plan is active at a time, so the old one ends first. */
static bool change_save(struct db *db, const struct made *made,
                        struct ref ref, struct err *err)
{
    struct caller caller = db_caller(db);
    const struct debt *debt = &made->loaded->debt.debt;
    const struct choice_schedule *schedule = &made->changed->schedule;
    bool goes_on = schedule->count > 0;
    struct sql_plan_end_in end = { debt->client.n, made->plan->id.n };
    struct sql_outbox_void_about_in letters = {
        debt->client.n, debt->id.n, made->plan->ref, STR("the plan changed")
    };
    struct app_plan_row row = {
        .id = { goes_on ? id_new(db_world(db)) : 0 },
        .ref = ref_new(db_world(db)),
        .offer_ref = str_of(made->changed->reference.text),
        .agreed_words = made->words,
        .language = made->loaded->person.person.language,
        .reminds = made->plan->reminds, .schedule = schedule
    };
    return sql_plan_end(db, caller, &end, NULL, err)
        && (!goes_on || app_plan_save(db, caller, made->loaded, &row, err))
        && change_row(db, made, ref, row.id, err)
        && sql_outbox_void_about(db, caller, &letters, NULL, err)
        && gate_tell(db, made, err);
}

static bool change_row(struct db *db, const struct made *made, struct ref ref,
                       struct plan_id next, struct err *err)
{
    struct caller caller = db_caller(db);
    const struct debt *debt = &made->loaded->debt.debt;
    const struct choice_standing *standing = &made->plan->standing;
    const struct choice_schedule *schedule = &made->changed->schedule;
    struct sql_plan_change_add_in in = {
        .person_id = debt->person.n, .client_id = debt->client.n,
        .debt_id = debt->id.n, .id = id_new(db_world(db)),
        .ref = str_of(ref.text), .plan_id = made->plan->id.n,
        .next_id = next.n, .what = made->what,
        .due_on = standing->next < standing->count
            ? made->plan->schedule.item[standing->next].due : DAY_NONE,
        .first_on = next.n != 0 ? schedule->item[0].due : DAY_NONE,
        .left_cents = made->loaded->debt.balance, .words = made->words,
        .made_at = caller.at,
        .made_by = caller.name.len > 0 ? caller.name : STR("person")
    };
    return sql_plan_change_add(db, caller, &in, NULL, err);
}

/* What the gate must know: nobody is asked during a pause, and a plan that
 * ended no longer keeps calls away. */
static bool gate_tell(struct db *db, const struct made *made, struct err *err)
{
    struct caller caller = db_caller(db);
    const struct debt *debt = &made->loaded->debt.debt;
    bool is_pause = made->what == CHOICE_CHANGE_PAUSE;
    struct fact fact = {
        .person = debt->person, .debt = debt->id,
        .kind = is_pause ? FACT_HELD : FACT_PLAN_ENDED,
        .holds_from = caller.at,
        .until = is_pause
            ? moment_add_seconds(caller.at, CHOICE_PAUSE_DAYS * DAY_SECONDS)
            : MOMENT_NEVER,
        .source = caller.kind == CALLER_PERSON ? STR("portal") : STR("desk")
    };
    return (!is_pause && made->what != CHOICE_CHANGE_END)
        || contact_fact_append(db, caller, debt->client, &fact, err);
}

/* --- receipts ----------------------------------------------------------- */

static bool rows_load(struct db *db, const struct app_loaded *loaded,
                      struct arena *arena, struct app_change **change,
                      uint32_t *count, struct err *err)
{
    const struct debt *debt = &loaded->debt.debt;
    struct sql_plan_changes_in in = { debt->client.n, debt->id.n };
    struct sql_plan_changes_row *row;
    if (!sql_plan_changes(db, db_caller(db), &in, arena, &row, count, err))
        return false;
    *change = arena_many(arena, *count + 1, struct app_change);
    if (*change == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for changes");
    for (uint32_t i = 0; i < *count; i++) {
        (*change)[i] = (struct app_change){
            .what = (enum choice_change)row[i].what,
            .is_end = row[i].next_id == 0, .due_on = row[i].due_on,
            .first_on = row[i].first_on, .left = row[i].left_cents,
            .made_at = row[i].made_at, .made_by = row[i].made_by
        };
        CHECK(ref_parse(row[i].ref, &(*change)[i].ref));
    }
    return true;
}

static bool receipt_find(struct db *db, const struct app_loaded *loaded,
                         struct str ref, struct arena *arena,
                         struct app_change *change, struct err *err)
{
    struct app_change *row;
    uint32_t count;
    if (!rows_load(db, loaded, arena, &row, &count, err))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (str_is(ref, row[i].ref.text)) {
            *change = row[i];
            return true;
        }
    return err_set(err, ERR_ABSENT, "there is no such receipt");
}

struct changes_look {
    struct app *app;
    struct str debt_ref, ref;
    struct app_change **change;
    uint32_t *count;
    struct app_change *one;
};

static bool changes_unit(struct db *db, void *work, struct arena *arena,
                         struct err *err)
{
    const struct changes_look *look = work;
    struct app_loaded loaded;
    if (!app_debt_by_ref_in(look->app, db, db_caller(db), look->debt_ref,
                            arena, &loaded, err))
        return false;
    return look->one != NULL
        ? receipt_find(db, &loaded, look->ref, arena, look->one, err)
        : rows_load(db, &loaded, arena, look->change, look->count, err);
}

bool app_changes(struct app *app, struct caller caller, struct str debt_ref,
                 struct arena *arena, struct app_change **change,
                 uint32_t *count, struct err *err)
{
    struct changes_look look = { .app = app, .debt_ref = debt_ref,
                                 .change = change, .count = count };
    return db_read(app->pool, caller, changes_unit, &look, arena, err);
}

bool app_change_find(struct app *app, struct caller caller,
                     struct str debt_ref, struct str ref, struct arena *arena,
                     struct app_change *change, struct err *err)
{
    struct changes_look look = { .app = app, .debt_ref = debt_ref,
                                 .ref = ref, .one = change };
    return db_read(app->pool, caller, changes_unit, &look, arena, err);
}
