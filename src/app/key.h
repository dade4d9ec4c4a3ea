/* key.h - which programs may ask us, and who is this one?
 *
 * A key is "bedside_key_" and 256 random bits, so that who finds one in a
 * log or a repository knows what it is.  It is shown once; the store holds
 * only its hash.  It has a role of staff, or belongs to one provider, and
 * does no more than its scopes.  When it was last used is kept to ten
 * minutes.  A name is used once, also after its key ended: the audit trail
 * names the key. */
#ifndef APP_KEY_H
#define APP_KEY_H

#include "app/app.h"
#include "seal/code.h"

#define APP_KEY_PREFIX "bedside_key_"
#define APP_KEY_LEN (sizeof APP_KEY_PREFIX - 1 + SEAL_SESSION_LEN)
#define APP_KEY_NAME_MAX 40
#define APP_KEY_DAYS 365
#define APP_KEY_DAYS_MAX 730
#define APP_KEY_SEEN_SECONDS (10 * 60)
#define APP_KEY_TRIES 50 /* wrong keys from one address in APP_TRIES_SECONDS */

struct app_key_new {
    struct str name;        /* letters, digits, dot, dash, underscore */
    uint32_t role, scopes;  /* enum access_role, a set of enum access_scope */
    struct str client_code; /* for ROLE_PROVIDER, else absent */
    int64_t days;           /* until it expires */
};
/* Fills text with the key itself.  ERR_CONFLICT when the name is taken. */
bool app_key_make(struct app *app, struct caller caller,
                  const struct app_key_new *key, char text[APP_KEY_LEN + 1],
                  struct err *err) MUST_USE;
/* At once, and for good; again changes nothing.  ERR_ABSENT: no such name. */
bool app_key_end(struct app *app, struct caller caller, struct str name,
                 struct err *err) MUST_USE;

struct app_key {
    struct str name, client_code, made_by;
    uint32_t role, scopes;
    bool is_live; /* neither ended nor expired */
    struct moment made_at, expires_at, seen_at, ended_at; /* or MOMENT_NONE */
};
bool app_keys(struct app *app, struct caller caller, struct arena *arena,
              struct app_key **key, uint32_t *count,
              struct err *err) MUST_USE;

/* Whose key is this?  ERR_DENIED for every cause; ERR_BUSY when too many
 * wrong ones came from this address, which a right one passes. */
bool app_key_find(struct app *app, struct str text, struct str address,
                  struct arena *arena, struct caller *caller,
                  struct err *err) MUST_USE;

#endif
