#include "base/base.h"
#include "app/contact.h"
#include "app/load.h"
#include "app/once.h"
#include "store/fact_sql.h"

struct may_contact {
    struct app *app;
    const struct app_may_contact *ask;
    struct app_may_answer *answer;
    struct arena *keep; /* the caller's: outlives the unit */
};

static struct str address_of(const struct may_contact *may,
                             const struct app_loaded *loaded);
static void local_fill(const struct app *app, struct moment now,
                       struct app_may_answer *answer);

/* Three beats: load, decide, save.  The last two are app_gate_in. */
static bool may_contact_unit(struct db *db, void *work, struct arena *arena,
                             struct err *err)
{
    struct may_contact *may = work;
    struct caller caller = db_caller(db);
    struct app_loaded loaded;
    struct contact_kept kept;

    if (!app_debt_by_ref_in(may->app, db, caller, may->ask->debt_ref, arena,
                            &loaded, err))
        return false;
    struct contact_ask ask = {
        .channel = may->ask->channel, .address = address_of(may, &loaded),
        .at = caller.at, .class = CONTACT_COLLECT
    };
    if (!app_gate_in(may->app, db, caller, &loaded, &ask, arena,
                     &may->answer->answer, &kept, err))
        return false;
    may->answer->ref = kept.ref;
    may->answer->address = str_copy(may->keep, ask.address);
    struct str decision = decision_word(may->answer->answer.decision);
    db_act(db, "contact.ask", may->ask->debt_ref,
           str_format(arena, "{\"decision\":\"%.*s\",\"answer\":\"%s\"}",
                      STR_ARGS(decision), kept.ref.text));
    return true;
}

bool app_may_contact(struct app *app, struct caller caller,
                     const struct app_may_contact *ask, struct arena *arena,
                     struct app_may_answer *answer, struct err *err)
{
    if (ask->channel == CHANNEL_NONE || ask->channel >= CHANNEL_COUNT)
        return err_set(err, ERR_INVALID, "a channel is one of phone, "
                       "voicemail, text, email, letter");
    *answer = (struct app_may_answer){ .zone = { NULL, 0 } };
    struct may_contact may = { app, ask, answer, arena };
    if (!db_work(app->pool, caller, may_contact_unit, &may, err))
        return false;
    local_fill(app, caller.at, answer);
    return true;
}

/* The one asked about, else the person's first; a letter needs none. */
static struct str address_of(const struct may_contact *may,
                             const struct app_loaded *loaded)
{
    if (may->ask->address.at != NULL)
        return may->ask->address;
    bool is_number = may->ask->channel == CHANNEL_PHONE
        || may->ask->channel == CHANNEL_VOICEMAIL
        || may->ask->channel == CHANNEL_TEXT;
    if (is_number && loaded->person.phone_count > 0)
        return loaded->person.phone[0].number;
    if (may->ask->channel == CHANNEL_EMAIL && loaded->person.email_count > 0)
        return loaded->person.email[0];
    return (struct str){ NULL, 0 };
}

static void local_fill(const struct app *app, struct moment now,
                       struct app_may_answer *answer)
{
    for (uint32_t i = 0; i < contact_zone_count(app->zones); i++) {
        if ((answer->answer.zones & (1u << i)) == 0)
            continue;
        const struct zone *zone = contact_zone_at(app->zones, i);
        answer->zone = zone_name(zone);
        answer->local_now = zone_wall(zone, now);
        if (!moment_is_never(answer->answer.next))
            answer->local_next = zone_wall(zone, answer->answer.next);
        return;
    }
}

/* --- what came of a call ---------------------------------------------- */

struct attempt_work {
    struct app *app;
    const struct app_attempt *attempt;
};

static bool allowed_answer(struct db *db, struct caller caller,
                           const struct app_attempt *attempt,
                           const struct app_loaded *loaded,
                           struct arena *arena,
                           struct sql_answer_by_ref_row *answer,
                           struct err *err);
static bool attempt_save(struct db *db, struct caller caller,
                         const struct app_attempt *attempt,
                         const struct app_loaded *loaded,
                         const struct sql_answer_by_ref_row *answer,
                         struct arena *arena, struct err *err);

static bool attempt_unit(struct db *db, void *work, struct arena *arena,
                         struct err *err)
{
    struct attempt_work *w = work;
    const struct app_attempt *attempt = w->attempt;
    struct caller caller = db_caller(db);
    struct app_loaded loaded;
    struct sql_answer_by_ref_row answer = { .channel = CHANNEL_PHONE };
    struct str outcome = outcome_word(attempt->outcome), before;
    bool was_done;
    struct app_once once = {
        "attempt", attempt->key,
        str_format(arena, "%.*s %.*s %.*s", STR_ARGS(attempt->debt_ref),
                   STR_ARGS(attempt->answer_ref), STR_ARGS(outcome))
    };
    db_act(db, "attempt.record", attempt->debt_ref,
           str_format(arena, "{\"outcome\":\"%.*s\"}", STR_ARGS(outcome)));
    if (!app_once_find(db, &once, arena, &was_done, &before, err))
        return false;
    if (was_done)
        return true;
    if (!app_debt_by_ref_in(w->app, db, caller, attempt->debt_ref, arena,
                            &loaded, err)
        || !allowed_answer(db, caller, attempt, &loaded, arena, &answer,
                           err))
        return false;
    return attempt_save(db, caller, attempt, &loaded, &answer, arena, err)
        && app_once_save(db, &once, STR("{}"), err);
}

/* The start and the outcome are two rows, so the start counts at once. */
static bool attempt_save(struct db *db, struct caller caller,
                         const struct app_attempt *attempt,
                         const struct app_loaded *loaded,
                         const struct sql_answer_by_ref_row *answer,
                         struct arena *arena, struct err *err)
{
    struct person_id person = loaded->person.person.id;
    struct sql_attempt_by_answer_in key = { person.n, answer->id };
    struct sql_attempt_by_answer_row started = { .id = 0 };
    bool is_started = false;
    if (answer->id != 0
        && !sql_attempt_by_answer(db, caller, &key, arena, &started,
                                  &is_started, err))
        return false;
    bool is_inbound = attempt->outcome == OUTCOME_INBOUND_TALK;
    if (!is_started) {
        started.id = id_new(db_world(db));
        struct sql_attempt_add_in in = {
            .person_id = person.n, .client_id = loaded->debt.debt.client.n,
            .debt_id = loaded->debt.debt.id.n, .id = started.id,
            .answer_id = answer->id, .channel = answer->channel,
            .address = answer->address, .at = caller.at,
            .outcome = is_inbound ? OUTCOME_INBOUND_TALK : OUTCOME_UNKNOWN,
            .recorded_at = caller.at, .recorded_by = caller.name
        };
        if (!sql_attempt_add(db, caller, &in, NULL, err))
            return false;
    }
    if (is_inbound || attempt->outcome == OUTCOME_UNKNOWN)
        return true;
    struct sql_attempt_outcome_add_in outcome = {
        .person_id = person.n, .attempt_id = started.id,
        .outcome = attempt->outcome, .recorded_at = caller.at,
        .recorded_by = caller.name
    };
    return sql_attempt_outcome_add(db, caller, &outcome, NULL, err);
}

/* Only a call they started needs no answer of ours. */
static bool allowed_answer(struct db *db, struct caller caller,
                           const struct app_attempt *attempt,
                           const struct app_loaded *loaded,
                           struct arena *arena,
                           struct sql_answer_by_ref_row *answer,
                           struct err *err)
{
    if (attempt->outcome == OUTCOME_INBOUND_TALK)
        return true;
    struct sql_answer_by_ref_in key = {
        loaded->person.person.id.n, attempt->answer_ref
    };
    bool is_found;
    if (!sql_answer_by_ref(db, caller, &key, arena, answer, &is_found, err))
        return false;
    if (!is_found || answer->debt_id != loaded->debt.debt.id.n
        || answer->decision < DECISION_REQUIRE)
        return err_set(err, ERR_CONFLICT,
                       "a call needs a yes to \"may I call now?\" first");
    return true;
}

bool app_attempt_record(struct app *app, struct caller caller,
                        const struct app_attempt *attempt, struct err *err)
{
    struct attempt_work work = { app, attempt };
    return db_work(app->pool, caller, attempt_unit, &work, err);
}

/* --- what they said --------------------------------------------------- */

struct fact_work {
    struct app *app;
    const struct app_fact *said;
};

static bool fact_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    struct fact_work *w = work;
    const struct app_fact *said = w->said;
    struct caller caller = db_caller(db);
    struct app_loaded loaded;
    struct str word = fact_word(said->kind), before;
    bool was_done;
    struct app_once once = {
        "fact", said->key,
        str_format(arena, "%.*s %.*s %d %.*s", STR_ARGS(said->debt_ref),
                   STR_ARGS(word), said->channel, STR_ARGS(said->address))
    };
    db_act(db, "fact.record", said->debt_ref,
           str_format(arena, "{\"kind\":\"%.*s\"}", STR_ARGS(word)));
    if (!app_once_find(db, &once, arena, &was_done, &before, err))
        return false;
    if (was_done)
        return true;
    if (!app_debt_by_ref_in(w->app, db, caller, said->debt_ref, arena, &loaded,
                            err))
        return false;
    struct fact fact = {
        .person = loaded.person.person.id,
        .debt = { said->is_person_wide ? 0 : loaded.debt.debt.id.n },
        .kind = said->kind, .channel = said->channel,
        .address = said->address, .text = said->words,
        .holds_from = caller.at, .until = said->until,
        .source = said->source
    };
    return contact_fact_append(db, caller, loaded.debt.debt.client, &fact,
                               err)
        && app_once_save(db, &once, STR("{}"), err);
}

bool app_fact_record(struct app *app, struct caller caller,
                     const struct app_fact *said, struct err *err)
{
    if (said->kind <= FACT_NONE || said->kind == FACT_STOPPED
        || said->kind >= FACT_KIND_COUNT)
        return err_set(err, ERR_INVALID, "there is no such kind of fact");
    struct fact_work work = { app, said };
    return db_work(app->pool, caller, fact_unit, &work, err);
}
