#include <libpq-fe.h>
#include <unistd.h>

#include "base/base.h"
#include "access/access.h"
#include "app/agency.h"
#include "app/letters.h"
#include "app/mark.h"
#include "app/release.h"
#include "daily/run.h"
#include "sim.h"
#include "store/client_sql.h"
#include "store/login_sql.h"

static const char *const agreements[SIM_CLIENTS] = { "lakeside",
                                                     "harbor-city" };
static const char *const codes[SIM_CLIENTS] = { "LAKESIDE", "HARBORCITY" };

/* The password below at the least cost Argon2id knows: a month signs in a
 * hundred times, and the house takes what was hashed more cheaply. */
#define PASSWORD "harbor light"
#define PASSWORD_HASH "$argon2id$v=19$m=8,t=1,p=1$cWc01H3QU1/O1s//CU7lnw$" \
    "gkH0kfKu7g5kJyG3BxqZu2LcmOTUXqoWgG6IBz0L8Hs"

static bool postgres_empty(struct sim *sim);
static bool agreement_apply(struct sim *sim, const char *name);
static bool logins_add(struct sim *sim);
static void browser_init(struct browser *browser, const char *name,
                         const char *ip);

struct str sim_client_code(uint32_t client) { return str_of(codes[client]); }

bool house_begin(struct sim *sim, uint64_t seed, const char *root)
{
    struct app_agency agency = {
        .name = STR("Harbor Care LLC"), .known_as = STR("Harbor Care"),
        .line1 = STR("P.O. Box 2170"), .city = STR("Portland"),
        .state = STR("ME"), .zip = STR("04101"), .phone = STR("2075550170"),
        .hours_en = STR("Monday to Friday, 8 a.m. to 8 p.m."),
        .hours_es = STR("lunes a viernes, 8 a.m. a 8 p.m."),
        .website = STR("harborcare.example"),
        .portal_url = STR("harborcare.example/m"), .is_demo = true
    };
    struct err err = { .kind = ERR_NONE };
    struct moment start;
    CHECK(moment_parse(STR("2026-06-01T13:00:00Z"), &start));
    world_sim_init(&sim->world, seed, start);
    sim->dice = seed * 2654435761u + 12345;
    arena_init(&sim->arena, ARENA_JOB_BYTES);
    snprintf(sim->root, sizeof sim->root, "%s", root);
    snprintf(sim->folder, sizeof sim->folder, "%s/data", root);
    sim->options = (struct app_options){
        .world = &sim->world.world, .folder = sim->folder, .is_inline = true,
        .may_migrate = true
    };
    if (getenv("BEDSIDE_PG_URL") != NULL && !postgres_empty(sim))
        return false;
    struct web_options web = { .app = &sim->app, .daily = daily_run,
                               .is_strict = true };
    if (!app_init(&sim->options, &agency, &err)
        || !app_open(&sim->options, &sim->app, &err)
        || !web_open(&web, &sim->web, &err))
        return wrong(sim, "begin: %s", err.text);
    for (uint32_t i = 0; i < SIM_CLIENTS; i++)
        if (!agreement_apply(sim, agreements[i]))
            return false;
    return logins_add(sim);
}

void house_end(struct sim *sim)
{
    if (sim->web.app != NULL)
        web_close(&sim->web);
    app_close(&sim->app);
    arena_clear(&sim->arena);
}

/* Under tests/pgcluster the month lives in PostgreSQL: an empty schema for
 * each seed. */
static bool postgres_empty(struct sim *sim)
{
    PGconn *link = PQconnectdb(getenv("BEDSIDE_PG_SUPER_URL"));
    PGresult *result = PQexec(link,
        "DROP SCHEMA public CASCADE; CREATE SCHEMA public "
        "AUTHORIZATION bedside_owner; GRANT USAGE ON SCHEMA public TO "
        "bedside_app");
    bool is_done = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    PQfinish(link);
    sim->options.url = getenv("BEDSIDE_PG_URL");
    sim->options.owner_url = getenv("BEDSIDE_PG_OWNER_URL");
    return is_done || wrong(sim, "cannot empty the PostgreSQL schema");
}

static bool agreement_apply(struct sim *sim, const char *name)
{
    const char *source = getenv("BEDSIDE_ROOT");
    struct reply reply;
    struct str yaml;
    struct err err = { .kind = ERR_NONE };
    struct str from = str_format(&sim->arena, "%s/docs/clients/%s.yaml",
                                 source ? source : ".", name);
    struct str to = str_format(&sim->arena, "%s/spool/%s.yaml", sim->folder,
                               name);
    struct str body = str_format(&sim->arena, "file=%s.yaml", name);
    if (!file_read(world_real(), &sim->arena, from.at, 1 << 20, &yaml, &err)
        || !file_write_durably(world_real(), to.at, yaml, 0600, &err))
        return wrong(sim, "%s: %s", name, err.text);
    return browser_command(sim, STR("/admin/client/apply"), body, &reply)
        && (reply.status == 200
            || wrong(sim, "apply %s: %.*s", name, STR_ARGS(reply.body)));
}

/* --- who works here --------------------------------------------------- */

static bool login_unit(struct db *db, void *work, struct arena *arena,
                       struct err *err)
{
    const struct browser *who = work;
    struct caller caller = db_caller(db);
    struct sql_client_by_code_in key = { str_of(who->code) };
    struct sql_client_by_code_row client = { .id = 0 };
    bool is_found;
    db_act(db, "login.add", str_of(who->name), STR("{}"));
    if (who->code[0] != '\0'
        && !sql_client_by_code(db, caller, &key, arena, &client, &is_found,
                               err))
        return false;
    struct sql_login_add_in in = {
        .id = id_new(db_world(db)), .name = str_of(who->name),
        .full_name = str_of(who->name),
        .password_hash = STR(PASSWORD_HASH), .client_id = client.id,
        .roles = client.id ? ROLE_PROVIDER
                           : ROLE_SUPERVISOR | ROLE_ADMINISTRATOR,
        .created_at = caller.at
    };
    return sql_login_add(db, caller, &in, NULL, err);
}

static bool logins_add(struct sim *sim)
{
    struct err err = { .kind = ERR_NONE };
    struct caller caller = app_caller(&sim->app, CALLER_ADMIN, "sim");
    browser_init(&sim->desk, "ana", "192.0.2.7");
    for (uint32_t i = 0; i < SIM_CLIENTS; i++) {
        browser_init(&sim->provider[i], agreements[i], "192.0.2.8");
        struct browser who = sim->provider[i];
        snprintf(who.code, sizeof who.code, "%s", codes[i]);
        if (!db_work(sim->app.pool, caller, login_unit, &who, &err))
            return wrong(sim, "login %s: %s", who.name, err.text);
    }
    if (!db_work(sim->app.pool, caller, login_unit, &sim->desk, &err))
        return wrong(sim, "login: %s", err.text);
    /* What else `bedside ready` asks for before a letter leaves. */
    static const enum app_mark needed[] = {
        APP_MARK_BACKUP_MADE, APP_MARK_RECOVERY_KEPT, APP_MARK_NO_LICENSE
    };
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++)
        if (!app_mark_set(&sim->app, caller, needed[i], STR("sim"), &err))
            return wrong(sim, "mark: %s", err.text);
    return true;
}

static void browser_init(struct browser *browser, const char *name,
                         const char *ip)
{
    *browser = (struct browser){ .way_in = WEB_SIGN_IN };
    snprintf(browser->name, sizeof browser->name, "%s", name);
    snprintf(browser->password, sizeof browser->password, PASSWORD);
    snprintf(browser->ip, sizeof browser->ip, "%s", ip);
}

/* --- the day, and the end --------------------------------------------- */

/* Now and then twice: a day that is done stays as it is. */
bool house_daily(struct sim *sim)
{
    bool is_twice = dice(sim, 6) == 0;
    for (int i = 0; i <= is_twice; i++) {
        struct reply reply;
        if (!browser_command(sim, STR("/admin/daily"), STR(""), &reply))
            return false;
        if (reply.status != 200)
            return wrong(sim, "the day answered %d: %.*s", reply.status,
                         STR_ARGS(reply.body));
        if (i > 0 && look_count(reply.root, "days") != 0)
            return wrong(sim, "a day was run twice");
    }
    return true;
}

/* Holds back what waits of this client.  Of all: after a day nothing waits
 * that is too old to leave, because that is due anew. */
static bool waiting_look(struct sim *sim, struct str hold_code)
{
    struct err err = { .kind = ERR_NONE };
    struct app_release *release;
    uint32_t count;
    struct caller caller = app_caller(&sim->app, CALLER_ADMIN, "sim");
    if (!app_releases(&sim->app, caller, &sim->arena, &release, &count, &err))
        return wrong(sim, "what waits: %s", err.text);
    for (uint32_t i = 0; i < count; i++) {
        struct str ref = str_of(release[i].ref.text);
        int64_t age = moment_seconds(caller.at)
            - moment_seconds(release[i].made_at);
        if (release[i].state != APP_RELEASE_WAITS)
            continue;
        if (age > APP_LETTER_STALE_SECONDS)
            return wrong(sim, "letters wait for %" PRId64 " seconds", age);
        if (str_equal(release[i].client_code, hold_code)) {
            if (!app_release_hold(&sim->app, caller, ref, STR("a typo"),
                                  &err))
                return wrong(sim, "to hold back: %s", err.text);
            sim->count.held++;
        }
    }
    return true;
}

bool house_release(struct sim *sim, bool is_all)
{
    if (!waiting_look(sim, STR("")))
        return false;
    for (uint32_t i = 0; i < SIM_CLIENTS; i++) {
        struct reply reply;
        struct str body = str_format(&sim->arena, "client=%s", codes[i]);
        uint32_t way = is_all ? 9 : dice(sim, 10);
        if (way == 0 && !waiting_look(sim, str_of(codes[i])))
            return false;
        if (way <= 3) /* held back, or they forget */
            continue;
        if (!browser_command(sim, STR("/admin/release"), body, &reply))
            return false;
        if (reply.status != 200)
            return wrong(sim, "the release answered %d: %.*s", reply.status,
                         STR_ARGS(reply.body));
    }
    return true;
}

bool house_settle(struct sim *sim, char digest[65])
{
    struct reply reply;
    if (!house_daily(sim) || !house_release(sim, true) || !carrier_goes(sim) || !carrier_settles(sim)
        || !provider_reads(sim, 0) || !provider_reads(sim, 1)
        || !model_agrees(sim)
        || !browser_command(sim, STR("/admin/verify"), STR(""), &reply))
        return false;
    if (reply.status != 200)
        return wrong(sim, "verify: %.*s", STR_ARGS(reply.body));
    snprintf(digest, 65, "%.*s", STR_ARGS(look_text(reply.root, "digest")));
    if (getenv("SIM_TALK") != NULL)
        fprintf(stderr, "%u bills, %u letters, %u payments, %u plans, "
                "%u plans changed, "
                "%u pauses, %u facts, %u calls, %u imports undone; "
                "%u requests, %u faults, %u answers lost, %u couriers died, "
                "%u old batches, %u clock jumps, %u days missed, "
                "%u days held back\n",
                sim->model.bill_count, sim->model.letter_count,
                sim->model.payment_count, sim->count.plans,
                sim->count.changes,
                sim->count.pauses, sim->count.facts, sim->count.calls,
                sim->count.undone, sim->count.requests, sim->count.faults,
                sim->count.lost, sim->count.deaths, sim->count.stale,
                sim->count.jumps, sim->count.missed, sim->count.held);
    return true;
}
