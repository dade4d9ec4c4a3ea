/* agency.h - who are we, and who may sign in?
 *
 * `bedside init` writes the agency's row, the keys and the first users; every
 * letter and page takes its sender from here or from the client's brand. */
#ifndef APP_AGENCY_H
#define APP_AGENCY_H

#include "app/app.h"

#define APP_LOGIN_NAME_MAX 64

struct app_agency {
    struct str name, known_as;
    struct str line1, line2, city, state, zip;
    struct str phone; /* ten digits */
    struct str hours_en, hours_es, website, portal_url, license;
    bool is_demo;
};

/* Makes the folder, the keys and the schema, and writes the agency.  A folder
 * that already has one is ERR_CONFLICT and stays as it is. */
bool app_init(const struct app_options *options,
              const struct app_agency *agency, struct err *err) MUST_USE;

bool app_agency_load(struct app *app, struct caller caller,
                     struct arena *arena, struct app_agency *agency,
                     struct err *err) MUST_USE;

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

#endif
