/* cookie.h - how does a way in become a session?
 *
 * The store keeps a cookie's hash, never the cookie.  Used inside app only. */
#ifndef APP_COOKIE_H
#define APP_COOKIE_H

#include "app/session.h"
#include "seal/digest.h"
#include "store/login_sql.h"

struct str app_cookie_hash(struct str cookie,
                           unsigned char hash[SEAL_SHA256_LEN]);

/* Draws session->cookie and stores a session of session->caller.  The cookie
 * is drawn inside the unit: a unit that runs again draws another, and only
 * the committed one is answered. */
bool app_session_open(struct db *db, struct app_session *session,
                      struct err *err) MUST_USE;

/* The password was right: opens a session, or waits for the second step, or
 * both; session->next says which, session->cookie is its cookie. */
bool app_second_begin(struct db *db, struct app *app,
                      const struct sql_login_by_name_row *login,
                      struct arena *arena, struct app_session *session,
                      struct err *err) MUST_USE;

#endif
