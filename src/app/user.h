/* user.h - who may sign in, and as what?
 *
 * The administrator's side of it.  Whoever is disabled, or gets another
 * password or an empty second step, is signed out everywhere at once; another
 * role holds from the next page on. */
#ifndef APP_USER_H
#define APP_USER_H

#include "app/app.h"

#define APP_LOGIN_NAME_MAX 64
#define APP_FULL_NAME_MAX 100

/* Adds a user.  roles is a set of enum access_role; client_code names the
 * provider for ROLE_PROVIDER, else absent.  The password is hashed outside
 * the unit.  ERR_CONFLICT when the name is taken. */
struct app_login_new {
    struct str name, full_name, password;
    uint32_t roles;
    struct str client_code;
};
bool app_login_add(struct app *app, struct caller caller,
                   const struct app_login_new *login,
                   struct err *err) MUST_USE;

enum app_login_change {
    APP_LOGIN_NO_CHANGE,
    APP_LOGIN_DISABLE,
    APP_LOGIN_ENABLE,
    APP_LOGIN_PASSWORD, /* the one given */
    APP_LOGIN_ROLE,     /* the roles given; a provider stays one */
    APP_LOGIN_RESET     /* the second step, to be set up anew */
};
struct app_login_edit {
    struct str name;
    enum app_login_change change;
    struct str password;
    uint32_t roles;
};
/* Again changes nothing.  ERR_ABSENT: nobody of that name; ERR_INVALID:
 * yourself, or a role they cannot have. */
bool app_login_edit(struct app *app, struct caller caller,
                    const struct app_login_edit *edit,
                    struct err *err) MUST_USE;

struct app_user {
    struct str name, full_name, client_code;
    uint32_t roles;
    bool has_second;
    struct moment created_at, seen_at, disabled_at; /* or MOMENT_NONE */
};
bool app_users(struct app *app, struct caller caller, struct arena *arena,
               struct app_user **user, uint32_t *count,
               struct err *err) MUST_USE;

#endif
