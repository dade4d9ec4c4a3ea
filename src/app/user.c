#include "base/base.h"
#include "access/access.h"
#include "app/user.h"
#include "seal/password.h"
#include "store/client_sql.h"
#include "store/login_sql.h"
#include "store/totp_sql.h"

/* --- one more ---------------------------------------------------------- */

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
    if (login->full_name.len > APP_FULL_NAME_MAX)
        return err_set(err, ERR_INVALID,
                       "a full name has at most %d letters",
                       APP_FULL_NAME_MAX);
    if (is_provider != (login->client_code.at != NULL))
        return err_set(err, ERR_INVALID,
                       "a provider's user, and only that, names a client");
    struct login_add add = { .login = login };
    return seal_password_hash(app->world, SEAL_PASSWORD_STAFF,
                              login->password, add.hash, err)
        && db_work(app->pool, caller, login_add_unit, &add, err);
}

/* --- changes ----------------------------------------------------------- */

struct login_edit {
    const struct app_login_edit *edit;
    char hash[SEAL_PASSWORD_TEXT];
};

static const char *act_of(enum app_login_change change)
{
    switch (change) {
    case APP_LOGIN_DISABLE:
        return "login.disable";
    case APP_LOGIN_ENABLE:
        return "login.enable";
    case APP_LOGIN_PASSWORD:
        return "login.password";
    case APP_LOGIN_ROLE:
        return "login.role";
    case APP_LOGIN_RESET:
        return "login.reset";
    case APP_LOGIN_NO_CHANGE:
        break;
    }
    check_failed("a change of a login", __FILE__, __LINE__, "");
}

/* Every open session and every half-finished sign-in. */
static bool sign_out(struct db *db, int64_t id, struct err *err)
{
    struct caller caller = db_caller(db);
    struct sql_session_end_all_in sessions = { id, caller.at };
    struct sql_totp_wait_end_in waiting = { id, caller.at };
    return sql_session_end_all(db, caller, &sessions, NULL, err)
        && sql_totp_wait_end(db, caller, &waiting, NULL, err);
}

static bool second_reset(struct db *db, int64_t id, struct err *err)
{
    struct caller caller = db_caller(db);
    struct sql_totp_remove_in secret = { id };
    struct sql_totp_recovery_remove_in codes = { id };
    struct sql_login_second_by_in now = { id, caller.at };
    return sql_totp_remove(db, caller, &secret, NULL, err)
        && sql_totp_recovery_remove(db, caller, &codes, NULL, err)
        && sql_login_second_by(db, caller, &now, NULL, err);
}

static bool change(struct db *db, const struct login_edit *work,
                   const struct sql_login_by_name_row *login, struct err *err)
{
    struct caller caller = db_caller(db);
    const struct app_login_edit *edit = work->edit;
    struct sql_login_disable_in disable = { login->id, caller.at };
    struct sql_login_enable_in enable = { login->id };
    struct sql_login_password_in password = { login->id,
                                              str_of(work->hash) };
    struct sql_login_roles_in roles = { login->id, edit->roles };
    switch (edit->change) {
    case APP_LOGIN_DISABLE:
        return sql_login_disable(db, caller, &disable, NULL, err)
            && sign_out(db, login->id, err);
    case APP_LOGIN_ENABLE:
        return sql_login_enable(db, caller, &enable, NULL, err);
    case APP_LOGIN_PASSWORD:
        return sql_login_password(db, caller, &password, NULL, err)
            && sign_out(db, login->id, err);
    case APP_LOGIN_ROLE:
        return sql_login_roles(db, caller, &roles, NULL, err);
    case APP_LOGIN_RESET:
        return second_reset(db, login->id, err)
            && sign_out(db, login->id, err);
    case APP_LOGIN_NO_CHANGE:
        break;
    }
    return err_set(err, ERR_BUG, "no change of a login");
}

static bool login_edit_unit(struct db *db, void *work, struct arena *arena,
                            struct err *err)
{
    const struct login_edit *editing = work;
    const struct app_login_edit *edit = editing->edit;
    struct caller caller = db_caller(db);
    struct sql_login_by_name_in key = { edit->name };
    struct sql_login_by_name_row row;
    bool is_found;
    if (!sql_login_by_name(db, caller, &key, arena, &row, &is_found, err))
        return false;
    if (!is_found)
        return err_set(err, ERR_ABSENT, "nobody is called '%.*s'",
                       STR_ARGS(edit->name));
    if (row.id == caller.user.n && (edit->change == APP_LOGIN_DISABLE
                                    || edit->change == APP_LOGIN_ROLE))
        return err_set(err, ERR_INVALID, "you cannot take this away from "
                       "yourself; ask another administrator");
    if (edit->change == APP_LOGIN_ROLE
        && (row.client_id != 0) != (edit->roles == ROLE_PROVIDER))
        return err_set(err, ERR_INVALID, "a provider's user stays one, and "
                       "nobody else becomes one: add a new user");
    db_act(db, act_of(edit->change), edit->name, edit->change
               == APP_LOGIN_ROLE ? str_format(arena, "{\"roles\":%u}",
                                              (unsigned)edit->roles)
                                 : STR("{}"));
    return change(db, editing, &row, err);
}

bool app_login_edit(struct app *app, struct caller caller,
                    const struct app_login_edit *edit, struct err *err)
{
    struct login_edit editing = { .edit = edit };
    if (edit->change == APP_LOGIN_NO_CHANGE || edit->name.len == 0)
        return err_set(err, ERR_INVALID, "say who, and what is to change");
    return (edit->change != APP_LOGIN_PASSWORD
            || seal_password_hash(app->world, SEAL_PASSWORD_STAFF,
                                  edit->password, editing.hash, err))
        && db_work(app->pool, caller, login_edit_unit, &editing, err);
}

/* --- everybody --------------------------------------------------------- */

struct users_look {
    struct app_user **user;
    uint32_t *count;
};

static bool users_unit(struct db *db, void *work, struct arena *arena,
                       struct err *err)
{
    const struct users_look *look = work;
    struct sql_login_list_row *row;
    if (!sql_login_list(db, db_caller(db), arena, &row, look->count, err))
        return false;
    struct app_user *user = arena_many(arena, *look->count, struct app_user);
    if (user == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the users");
    for (uint32_t i = 0; i < *look->count; i++)
        user[i] = (struct app_user){
            .name = row[i].name, .full_name = row[i].full_name,
            .client_code = row[i].client_code,
            .roles = (uint32_t)row[i].roles,
            .has_second = row[i].totp_login_id != 0,
            .created_at = row[i].created_at, .seen_at = row[i].seen_at,
            .disabled_at = row[i].disabled_at
        };
    *look->user = user;
    return true;
}

bool app_users(struct app *app, struct caller caller, struct arena *arena,
               struct app_user **user, uint32_t *count, struct err *err)
{
    struct users_look look = { user, count };
    return db_read(app->pool, caller, users_unit, &look, arena, err);
}
