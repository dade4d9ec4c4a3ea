#include "base/base.h"
#include "app/kept.h"
#include "app/load.h"
#include "seal/digest.h"
#include "store/client_sql.h"

static const struct client_facility *facility_of(const struct client *client,
                                                 struct str code);
static bool is_theirs(const struct caller *caller,
                      const struct debt_key *key);
static bool gate_facts(struct app *app, struct db *db, struct caller caller,
                       const struct app_loaded *loaded,
                       const struct contact_ask *ask, struct arena *arena,
                       struct contact_facts *facts, struct err *err);

bool app_client_in(struct app *app, struct db *db, struct caller caller,
                   struct client_id id, struct arena *arena,
                   struct client *client, struct err *err)
{
    struct sql_client_agreement_head_in in = { id.n };
    struct sql_client_agreement_head_row head;
    bool is_found;
    if (!sql_client_agreement_head(db, caller, &in, arena, &head, &is_found,
                                   err))
        return false;
    if (!is_found)
        return err_set(err, ERR_ABSENT,
                       "there is no such client, or no agreement with it");
    if (app_kept_find(app->kept, id, head.version, head.sha256, client))
        return true;
    struct sql_client_agreement_yaml_in of = { id.n, head.version };
    struct sql_client_agreement_yaml_row row;
    if (!sql_client_agreement_yaml(db, caller, &of, arena, &row, &is_found,
                                   err))
        return false;
    CHECK(is_found);
    struct app_kept_new made = {
        .id = id, .ref = head.ref, .code = head.code,
        .version = head.version, .sha256 = head.sha256,
        .file_name = row.file_name, .yaml = row.yaml
    };
    return app_kept_add(app->kept, &made, client, err);
}

bool app_debt_in(struct app *app, struct db *db, struct caller caller,
                 struct debt_key key, struct arena *arena,
                 struct app_loaded *loaded, struct err *err)
{
    if (!is_theirs(&caller, &key))
        return err_set(err, ERR_ABSENT, "there is no such bill");
    *loaded = (struct app_loaded){ .facility = NULL };
    if (!debt_load(db, caller, key.client, key.debt, arena, &loaded->debt,
                   err)
        || !person_load(db, caller, key.person, caller.at, arena,
                        &loaded->person, err)
        || !app_client_in(app, db, caller, key.client, arena,
                          &loaded->client, err))
        return false;
    loaded->facility = facility_of(&loaded->client,
                                   loaded->debt.facility_code);
    struct debt *debt = &loaded->debt.debt;
    debt->asks_through = client_asks_through(
        loaded->client.agreement, day_is_none(debt->service_to)
                                      ? debt->service_on : debt->service_to);
    return true;
}

bool app_debt_by_ref_in(struct app *app, struct db *db, struct caller caller,
                        struct str ref, struct arena *arena,
                        struct app_loaded *loaded, struct err *err)
{
    struct debt_key key;
    return debt_key_find(db, caller, ref, arena, &key, err)
        && app_debt_in(app, db, caller, key, arena, loaded, err);
}

bool app_person_in(struct app *app, struct db *db, struct str debt_ref,
                   struct arena *arena, struct person_id *person,
                   struct err *err)
{
    struct caller caller = db_caller(db);
    struct app_loaded loaded;
    *person = caller.person;
    if (debt_ref.at == NULL)
        return caller.kind == CALLER_PERSON
            || err_set(err, ERR_ABSENT, "there is no such person");
    if (!app_debt_by_ref_in(app, db, caller, debt_ref, arena, &loaded, err))
        return false;
    *person = loaded.person.person.id;
    return true;
}

bool app_facts_in(struct db *db, struct caller caller,
                  const struct person *person, const struct debt *debt,
                  struct arena *arena, struct contact_facts *facts,
                  struct err *err)
{
    struct fact *fact;
    uint32_t count;
    if (!contact_fact_rows(db, caller, person->id, caller.at, arena, &fact,
                           &count, err))
        return false;
    *facts = (struct contact_facts){
        .as_of = caller.at, .person = person, .debt = debt,
        .fact_count = count, .fact = fact, .looked = CONTACT_LOOKED_ALL
    };
    return true;
}

bool app_gate_look(struct app *app, struct db *db, struct caller caller,
                   const struct app_loaded *loaded,
                   const struct contact_ask *ask, struct arena *arena,
                   struct contact_answer *answer, struct err *err)
{
    struct contact_facts facts;
    if (!gate_facts(app, db, caller, loaded, ask, arena, &facts, err))
        return false;
    contact_decide(&facts, ask, answer);
    return true;
}

bool app_gate_in(struct app *app, struct db *db, struct caller caller,
                 const struct app_loaded *loaded,
                 const struct contact_ask *ask, struct arena *arena,
                 struct contact_answer *answer, struct contact_kept *kept,
                 struct err *err)
{
    struct contact_facts facts;
    if (!gate_facts(app, db, caller, loaded, ask, arena, &facts, err))
        return false;
    contact_decide(&facts, ask, answer);
    struct str text = contact_facts_text(&facts, arena);
    struct str hash = seal_sha256_hex(arena, text);
    return contact_answer_save(db, caller, &facts, ask, answer, hash,
                               STR(APP_BUILD), arena, kept, err);
}

enum contact_class app_message_class(enum message_kind kind)
{
    static const enum contact_class of[MESSAGE_KINDS] = {
        [MESSAGE_VALIDATION_NOTICE] = CONTACT_NOTICE,
        [MESSAGE_PLAN_CONFIRMATION] = CONTACT_PLAN,
        [MESSAGE_RECEIPT] = CONTACT_RECEIPT,
        [MESSAGE_PLAN_REMINDER] = CONTACT_REMIND,
        [MESSAGE_PLAN_MISSED] = CONTACT_REMIND,
        [MESSAGE_PLAN_NOTICE] = CONTACT_REMIND,
        [MESSAGE_NEW_CODE] = CONTACT_ANSWER
    };
    _Static_assert(CONTACT_COLLECT == 0, "zeroed has no exception");
    return kind < MESSAGE_KINDS ? of[kind] : CONTACT_COLLECT;
}

struct day app_person_today(const struct app *app,
                            const struct app_loaded *loaded,
                            struct moment now)
{
    uint32_t zones = loaded->person.has_address
        ? contact_zones_of_address(app->zones, &loaded->person.address) : 0;
    if (zones == 0)
        zones = contact_zones_all(app->zones);
    struct day today = DAY_NONE;
    for (uint32_t i = 0; i < contact_zone_count(app->zones); i++) {
        if ((zones & (1u << i)) == 0)
            continue;
        struct day day = zone_wall(contact_zone_at(app->zones, i), now).day;
        if (day_is_none(today) || day_compare(day, today) < 0)
            today = day;
    }
    return today;
}

static bool gate_facts(struct app *app, struct db *db, struct caller caller,
                       const struct app_loaded *loaded,
                       const struct contact_ask *ask, struct arena *arena,
                       struct contact_facts *facts, struct err *err)
{
    struct contact_load load = {
        .law = app->law, .book = app->zones, .person = &loaded->person,
        .debt = &loaded->debt, .message = ask->message, .as_of = ask->at
    };
    if (loaded->facility != NULL)
        load.facility_state = loaded->facility->state;
    return contact_facts_load(db, caller, &load, arena, facts, err);
}

static const struct client_facility *facility_of(const struct client *client,
                                                 struct str code)
{
    const struct client_agreement *agreement = client->agreement;
    for (uint32_t i = 0; i < agreement->facility_count; i++)
        if (str_equal(agreement->facility[i].code, code))
            return &agreement->facility[i];
    return NULL;
}

static bool is_theirs(const struct caller *caller, const struct debt_key *key)
{
    switch (caller->kind) {
    case CALLER_PERSON:
        return caller->person.n != 0 && caller->person.n == key->person.n;
    case CALLER_PROVIDER:
        return caller->client.n != 0 && caller->client.n == key->client.n;
    case CALLER_STAFF:
    case CALLER_SYSTEM:
    case CALLER_ADMIN:
        return true;
    case CALLER_NOBODY:
        break;
    }
    return false;
}
