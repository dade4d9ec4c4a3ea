#include <sys/stat.h>

#include "base/base.h"
#include "access/access.h"
#include "app/agency.h"
#include "app/folder.h"
#include "seal/keys.h"
#include "seal/password.h"
#include "store/agency_sql.h"
#include "store/client_sql.h"
#include "store/login_sql.h"

static bool agency_add_unit(struct db *db, void *work, struct arena *arena,
                            struct err *err);

bool app_init(const struct app_options *options,
              const struct app_agency *agency, struct err *err)
{
    struct arena arena;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    const char *keys = options->keys;
    bool done = seal_init(err) && app_folder_lay_out(options->folder, err);
    if (done && keys == NULL) {
        keys = app_folder_key(&arena, options->folder, "master");
        done = app_folder_make(app_folder_key(&arena, options->folder, ""),
                               err);
    }
    struct stat there;
    if (done && stat(keys, &there) != 0)
        done = seal_keys_create(options->world, keys, options->folder, err);
    if (done && options->url != NULL)
        done = app_folder_store_write(options->world, &arena, options->folder,
                                      options->url, options->owner_url, err);
    struct app app;
    struct app_options open = *options;
    open.may_migrate = true;
    done = done && app_open(&open, &app, err);
    if (done) {
        struct app_agency copy = *agency;
        done = db_work(app.pool, app_caller(&app, CALLER_ADMIN, "init"),
                       agency_add_unit, &copy, err);
        app_close(&app);
    }
    arena_clear(&arena);
    return done;
}

static bool agency_add_unit(struct db *db, void *work, struct arena *arena,
                            struct err *err)
{
    const struct app_agency *a = work;
    struct caller caller = db_caller(db);
    struct sql_agency_load_row row;
    bool is_found;
    if (!sql_agency_load(db, caller, arena, &row, &is_found, err))
        return false;
    if (is_found)
        return err_set(err, ERR_CONFLICT,
                       "this folder already belongs to %.*s",
                       STR_ARGS(row.name));
    struct sql_agency_add_in in = {
        .name = a->name, .known_as = a->known_as, .line1 = a->line1,
        .line2 = a->line2, .city = a->city, .state = a->state, .zip = a->zip,
        .phone = a->phone, .hours_en = a->hours_en, .hours_es = a->hours_es,
        .website = a->website, .portal_url = a->portal_url,
        .license = a->license, .is_demo = a->is_demo, .created_at = caller.at
    };
    db_act(db, "agency.init", a->name, STR("{}"));
    return sql_agency_add(db, caller, &in, NULL, err);
}

static bool agency_load_unit(struct db *db, void *work, struct arena *arena,
                             struct err *err)
{
    struct app_agency *a = work;
    struct sql_agency_load_row row;
    bool is_found;
    if (!sql_agency_load(db, db_caller(db), arena, &row, &is_found, err))
        return false;
    if (!is_found)
        return err_set(err, ERR_ABSENT, "this folder has no agency yet; "
                       "start with: bedside init");
    *a = (struct app_agency){
        .name = row.name, .known_as = row.known_as, .line1 = row.line1,
        .line2 = row.line2, .city = row.city, .state = row.state,
        .zip = row.zip, .phone = row.phone, .hours_en = row.hours_en,
        .hours_es = row.hours_es, .website = row.website,
        .portal_url = row.portal_url, .license = row.license,
        .is_demo = row.is_demo
    };
    return true;
}

bool app_agency_load(struct app *app, struct caller caller,
                     struct arena *arena, struct app_agency *agency,
                     struct err *err)
{
    return db_read(app->pool, caller, agency_load_unit, agency, arena, err);
}

struct login_add {
    const struct app_login_new *login;
    char hash[SEAL_PASSWORD_TEXT];
};

static bool login_add_unit(struct db *db, void *work, struct arena *arena,
                           struct err *err)
{
    const struct login_add *add = work;
    struct caller caller = db_caller(db);
    int64_t client_id = 0;
    if (add->login->client_code.at != NULL) {
        struct sql_client_by_code_in key = { add->login->client_code };
        struct sql_client_by_code_row row;
        bool is_found;
        if (!sql_client_by_code(db, caller, &key, arena, &row, &is_found,
                                err))
            return false;
        if (!is_found)
            return err_set(err, ERR_ABSENT, "no client has the code '%.*s'",
                           STR_ARGS(add->login->client_code));
        client_id = row.id;
    }
    struct sql_login_add_in in = {
        .id = id_new(db_world(db)), .name = add->login->name,
        .full_name = add->login->full_name,
        .password_hash = str_of(add->hash), .roles = add->login->roles,
        .client_id = client_id, .created_at = caller.at
    };
    db_act(db, "login.add", add->login->name, STR("{}"));
    if (sql_login_add(db, caller, &in, NULL, err))
        return true;
    return err->kind == ERR_CONFLICT
        ? err_set(err, ERR_CONFLICT, "somebody is already called '%.*s'",
                  STR_ARGS(add->login->name))
        : false;
}

bool app_login_add(struct app *app, struct caller caller,
                   const struct app_login_new *login, struct err *err)
{
    bool is_provider = (login->roles & ROLE_PROVIDER) != 0;
    if (login->name.len == 0 || login->name.len > APP_LOGIN_NAME_MAX)
        return err_set(err, ERR_INVALID,
                       "a sign-in name has 1 to %d letters",
                       APP_LOGIN_NAME_MAX);
    if (is_provider != (login->client_code.at != NULL))
        return err_set(err, ERR_INVALID,
                       "a provider's user, and only that, names a client");
    struct login_add add = { .login = login };
    return seal_password_hash(app->world, SEAL_PASSWORD_STAFF,
                              login->password, add.hash, err)
        && db_work(app->pool, caller, login_add_unit, &add, err);
}
