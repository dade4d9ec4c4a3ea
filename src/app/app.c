#include "base/base.h"
#include "app/app.h"
#include "app/folder.h"
#include "app/kept.h"
#include "app/law.h"
#include "app/opened.h"
#include "seal/keys.h"
#include "seal/sign.h"
#include "store/agency_sql.h"
#include "store/schema.h"

static bool keys_open(const struct app_options *options, struct app *app,
                      struct err *err);
static bool store_open(const struct app_options *options, struct app *app,
                       struct err *err);
static bool zone_open(struct app *app, struct err *err);
static bool law_keep(struct app *app, struct err *err);

bool app_open(const struct app_options *options, struct app *app,
              struct err *err)
{
    *app = (struct app){ .world = options->world,
                         .is_inline = options->is_inline };
    arena_init(&app->arena, ARENA_JOB_BYTES);
    app->folder = str_c(&app->arena, str_of(options->folder));

    struct app_law law;
    struct message_templates *templates;
    app->kept = app_kept_open(&app->arena);
    app->opens = app_opens_open(&app->arena);
    bool is_open = app->kept != NULL && app->opens != NULL && seal_init(err)
        && app_law_open(app->world, app->folder, &app->arena, &law, err)
        && message_templates_open(&app->arena, &templates, err)
        && keys_open(options, app, err)
        && store_open(options, app, err);
    if (is_open) {
        app->law = law.table;
        app->law_hash = law.hash;
        app->law_text = law.text;
        app->zones = law.zones;
        app->templates = templates;
        is_open = zone_open(app, err) && law_keep(app, err);
    }
    if (!is_open)
        app_close(app);
    return is_open;
}

void app_close(struct app *app)
{
    if (app->pool != NULL)
        db_close(app->pool);
    seal_keys_close(app->keys);
    app_kept_close(app->kept);
    app_opens_close(app->opens);
    arena_clear(&app->arena);
    *app = (struct app){ .pool = NULL };
}

struct caller app_caller(const struct app *app, enum caller_kind kind,
                         const char *name)
{
    return (struct caller){ .kind = kind, .name = str_of(name),
                            .at = world_now(app->world) };
}

struct caller app_system(const struct app *app, const char *name)
{
    return app_caller(app, CALLER_SYSTEM, name);
}

struct wall app_wall(const struct app *app, struct moment now)
{
    return zone_wall(app->zone, now);
}

struct day app_today(const struct app *app, struct moment now)
{
    return app_wall(app, now).day;
}

static bool agency_unit(struct db *db, void *work, struct arena *arena,
                        struct err *err)
{
    struct person_address *address = work;
    struct sql_agency_load_row row;
    bool is_found;
    if (!sql_agency_load(db, db_caller(db), arena, &row, &is_found, err))
        return false;
    if (is_found)
        *address = (struct person_address){ .state = row.state,
                                            .zip = row.zip };
    return true;
}

/* Where a ZIP lies on two clocks, the one the book has first.  A folder that
 * nobody has named yet keeps New York's days. */
static bool zone_open(struct app *app, struct err *err)
{
    struct arena arena;
    struct person_address address = { .zip = { NULL, 0 } };
    arena_init(&arena, ARENA_REQUEST_BYTES);
    bool done = db_read(app->pool, app_system(app, "zone"), agency_unit,
                        &address, &arena, err);
    uint32_t zones = done ? contact_zones_of_address(app->zones, &address)
                          : 0;
    arena_clear(&arena);
    uint32_t index = zones != 0
        ? (uint32_t)__builtin_ctz(zones)
        : contact_zone_find(app->zones, STR("America/New_York"));
    CHECK(index < contact_zone_count(app->zones));
    app->zone = contact_zone_at(app->zones, index);
    return done;
}

static bool keys_open(const struct app_options *options, struct app *app,
                      struct err *err)
{
    const char *path = options->keys;
    if (path == NULL)
        path = app_folder_key(&app->arena, app->folder, "master");
    if (path == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory");
    return seal_keys_load(app->world, path, app->folder, &app->keys, err);
}

static bool store_open(const struct app_options *options, struct app *app,
                       struct err *err)
{
    struct db_options db = {
        .world = app->world,
        .signer = { seal_audit_sign, app->keys },
        .schema = &store_schema, .url = options->url,
        .owner_url = options->owner_url, .is_inline = options->is_inline,
        .may_migrate = options->may_migrate
    };
    if (db.url == NULL
        && !app_folder_store(app->world, &app->arena, app->folder, &db.url,
                             &db.owner_url, err))
        return false;
    return db_open(&db, &app->pool, err);
}

/* The tables this process answers by, kept by their hash for replay. */
static bool law_keep_unit(struct db *db, void *work, struct arena *arena,
                          struct err *err)
{
    const struct app *app = work;
    struct caller caller = db_caller(db);
    struct sql_law_used_add_in in = { app->law_hash, app->law_text,
                                      caller.at };
    (void)arena;
    db_act(db, "law.keep", app->law_hash, STR("{}"));
    return sql_law_used_add(db, caller, &in, NULL, err);
}

struct law_known {
    struct str hash;
    bool is_known;
};

static bool law_known_unit(struct db *db, void *work, struct arena *arena,
                           struct err *err)
{
    struct law_known *known = work;
    struct sql_law_used_known_in in = { known->hash };
    struct sql_law_used_known_row row;
    return sql_law_used_known(db, db_caller(db), &in, arena, &row,
                              &known->is_known, err);
}

static bool law_keep(struct app *app, struct err *err)
{
    struct arena arena;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    struct law_known known = { .hash = app->law_hash };
    bool done = db_read(app->pool, app_system(app, "law"), law_known_unit,
                        &known, &arena, err);
    arena_clear(&arena);
    if (!done || known.is_known)
        return done;
    return db_work(app->pool, app_system(app, "law"), law_keep_unit, app,
                   err);
}
