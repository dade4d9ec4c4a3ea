#include "base/base.h"
#include "app/helper.h"
#include "app/load.h"
#include "app/once.h"
#include "seal/field.h"

#define DAY_SECONDS INT64_C(86400)
#define ALL "all"
#define BILLS "bills"

static const char *const relations[] = { "spouse", "parent", "child",
                                         "family", "friend", "worker",
                                         "other", NULL };

struct helpers_work {
    struct app *app;
    struct str debt_ref;
    struct arena *keep;
    const struct app_helper_ask *ask; /* to add one */
    struct str end, source;           /* to end one */
    struct app_helper *helper;
    uint32_t count;
};

static bool facts_load(struct helpers_work *work, struct db *db,
                       struct arena *arena, struct person_id *person,
                       struct contact_facts *facts, struct err *err);
static bool helper_read(const struct app *app, const struct fact *fact,
                        struct arena *arena, struct app_helper *helper);
static bool is_name(struct str name);

const char *const *app_helper_relations(void)
{
    return relations;
}

/* Whose, and who helps them now. */
static bool helpers_read(struct helpers_work *work, struct db *db,
                         struct arena *arena, struct person_id *person,
                         struct err *err)
{
    struct contact_facts facts;
    if (!facts_load(work, db, arena, person, &facts, err))
        return false;
    work->count = 0;
    work->helper = arena_many(arena, APP_HELPERS_MAX, struct app_helper);
    if (work->helper == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for helpers");
    for (uint32_t i = 0; i < facts.fact_count; i++)
        if (work->count < APP_HELPERS_MAX
            && contact_fact_holds(&facts, &facts.fact[i], FACT_HELPER,
                                  db_caller(db).at)
            && helper_read(work->app, &facts.fact[i], arena,
                           &work->helper[work->count]))
            work->count++;
    return true;
}

static bool list_unit(struct db *db, void *context, struct arena *arena,
                      struct err *err)
{
    struct helpers_work *work = context;
    struct person_id person;
    (void)arena;
    return helpers_read(work, db, work->keep, &person, err);
}

bool app_helpers(struct app *app, struct caller caller, struct str debt_ref,
                 struct arena *arena, struct app_helper **helper,
                 uint32_t *count, struct err *err)
{
    struct helpers_work work = { .app = app, .debt_ref = debt_ref,
                                 .keep = arena };
    if (!db_read(app->pool, caller, list_unit, &work, arena, err))
        return false;
    *helper = work.helper;
    *count = work.count;
    return true;
}

static bool add_unit(struct db *db, void *context, struct arena *arena,
                     struct err *err)
{
    struct helpers_work *work = context;
    const struct app_helper_ask *ask = work->ask;
    struct caller caller = db_caller(db);
    struct person_id person;
    struct str before;
    bool was_done;
    struct str text = str_format(arena, "%s %.*s %.*s",
                                 ask->may_know_all ? ALL : BILLS,
                                 STR_ARGS(ask->relation),
                                 STR_ARGS(ask->name));
    struct app_once once = { "helper", ask->key,
                             str_format(arena, "%.*s %.*s",
                                        STR_ARGS(ask->debt_ref),
                                        STR_ARGS(text)) };
    if (!app_once_find(db, &once, arena, &was_done, &before, err)
        || !helpers_read(work, db, arena, &person, err))
        return false;
    db_act(db, "helper.add", str_format(arena, "person:%" PRId64, person.n),
           STR("{}"));
    if (was_done)
        return true;
    if (work->count == APP_HELPERS_MAX)
        return err_set(err, ERR_EXHAUSTED, "there are %d helpers already",
                       APP_HELPERS_MAX);
    struct fact fact = {
        .person = person, .kind = FACT_HELPER, .text = text,
        .holds_from = caller.at, .source = ask->source,
        .until = moment_add_seconds(caller.at, APP_HELPER_DAYS * DAY_SECONDS)
    };
    return contact_fact_append(db, caller, (struct client_id){ 0 }, &fact,
                               err)
        && app_once_save(db, &once, STR("{}"), err);
}

bool app_helper_add(struct app *app, struct caller caller,
                    const struct app_helper_ask *ask, struct err *err)
{
    struct helpers_work work = { .app = app, .debt_ref = ask->debt_ref,
                                 .ask = ask };
    bool is_known = false;
    for (size_t i = 0; relations[i] != NULL; i++)
        is_known |= str_is(ask->relation, relations[i]);
    if (!is_known || !is_name(ask->name))
        return err_set(err, ERR_INVALID, "a helper has a name, and is "
                       "somebody to the person");
    return db_work(app->pool, caller, add_unit, &work, err);
}

static bool end_unit(struct db *db, void *context, struct arena *arena,
                     struct err *err)
{
    struct helpers_work *work = context;
    struct caller caller = db_caller(db);
    struct person_id person;
    struct contact_facts facts;
    if (!facts_load(work, db, arena, &person, &facts, err))
        return false;
    db_act(db, "helper.end", str_format(arena, "person:%" PRId64, person.n),
           STR("{}"));
    for (uint32_t i = 0; i < facts.fact_count; i++) {
        struct app_helper helper;
        if (!contact_fact_holds(&facts, &facts.fact[i], FACT_HELPER,
                                caller.at)
            || !helper_read(work->app, &facts.fact[i], arena, &helper)
            || !str_equal(helper.ref, work->end))
            continue;
        struct fact back = {
            .person = person, .kind = FACT_WITHDRAWN,
            .holds_from = caller.at, .until = MOMENT_NEVER,
            .corrects = facts.fact[i].id, .source = work->source
        };
        return contact_fact_append(db, caller, (struct client_id){ 0 }, &back,
                                   err);
    }
    return err_set(err, ERR_ABSENT, "there is no such helper");
}

bool app_helper_end(struct app *app, struct caller caller,
                    struct str debt_ref, struct str ref, struct str source,
                    struct err *err)
{
    struct helpers_work work = { .app = app, .debt_ref = debt_ref,
                                 .end = ref, .source = source };
    return db_work(app->pool, caller, end_unit, &work, err);
}

static bool facts_load(struct helpers_work *work, struct db *db,
                       struct arena *arena, struct person_id *person,
                       struct contact_facts *facts, struct err *err)
{
    static const struct debt none;
    struct person *whole = arena_new(arena, struct person);
    if (whole == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for helpers");
    if (!app_person_in(work->app, db, work->debt_ref, arena, person, err))
        return false;
    whole->id = *person;
    return app_facts_in(db, db_caller(db), whole, &none, arena, facts, err);
}

/* "all spouse Ana Diaz".  The ref is a keyed hash: inner ids never leave. */
static bool helper_read(const struct app *app, const struct fact *fact,
                        struct arena *arena, struct app_helper *helper)
{
    struct str scope, rest, relation, name;
    unsigned char index[SEAL_INDEX_LEN];
    if (!str_cut(fact->text, ' ', &scope, &rest)
        || !str_cut(rest, ' ', &relation, &name))
        return false;
    struct str id = str_format(arena, "%" PRId64, fact->id.n);
    seal_index(app->keys, 0, "fact", "helper", id, index);
    *helper = (struct app_helper){
        .ref = hex_of(arena, (struct str){ (const char *)index,
                                           SEAL_INDEX_LEN }),
        .name = str_copy(arena, name), .relation = str_copy(arena, relation),
        .may_know_all = str_is(scope, ALL), .since = fact->holds_from,
        .until = fact->until, .is_from_desk = str_is(fact->source, "desk")
    };
    return helper->ref.at != NULL;
}

static bool is_name(struct str name)
{
    bool is_good = name.len >= 2 && name.len <= APP_HELPER_NAME_MAX
        && str_is_utf8(name);
    for (size_t i = 0; is_good && i < name.len; i++)
        is_good = (unsigned char)name.at[i] >= ' ' && name.at[i] != 0x7f;
    return is_good;
}
