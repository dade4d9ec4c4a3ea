#include "base/base.h"
#include "app/cookie.h"
#include "app/door.h"
#include "seal/field.h"
#include "seal/password.h"
#include "seal/sign.h"
#include "store/outbox_sql.h"

#define SEEN_EVERY_SECONDS 60
#define NONCE_LEN 16

/* --- staff and providers ---------------------------------------------- */

struct sign_in {
    struct app *app;
    struct str name;
    struct app_door door[2];
    struct sql_login_by_name_row login;
    char stored[SEAL_PASSWORD_TEXT];
    bool is_known, is_locked, is_right;
    struct app_session *session;
};

static bool login_find_unit(struct db *db, void *work, struct arena *arena,
                            struct err *err)
{
    struct sign_in *in = work;
    struct caller caller = db_caller(db);
    struct sql_login_by_name_in key = { in->name };

    in->stored[0] = '\0';
    if (!app_door_look(db, in->door, 2, arena, &in->is_locked, err)
        || !sql_login_by_name(db, caller, &key, arena, &in->login,
                              &in->is_known, err))
        return false;
    if (in->is_known && !moment_is_none(in->login.disabled_at))
        in->is_known = false;
    if (in->is_known && in->login.password_hash.len < SEAL_PASSWORD_TEXT) {
        memcpy(in->stored, in->login.password_hash.at,
               in->login.password_hash.len);
        in->stored[in->login.password_hash.len] = '\0';
    }
    return true;
}

/* The login is read again: nobody signs in with a password that was taken
 * away while it was being checked. */
static bool sign_in_unit(struct db *db, void *work, struct arena *arena,
                         struct err *err)
{
    struct sign_in *in = work;
    struct sql_login_by_name_in key = { in->name };
    struct sql_login_by_name_row now = { .id = 0 };
    bool is_found = false;

    if (in->is_right
        && !sql_login_by_name(db, db_caller(db), &key, arena, &now, &is_found,
                              err))
        return false;
    in->is_right = is_found && moment_is_none(now.disabled_at)
        && str_is(now.password_hash, in->stored);
    if (!in->is_right) {
        db_act(db, "session.refuse", in->name, STR("{}"));
        return app_door_note(db, in->door, 2, err);
    }
    db_act(db, "session.sign_in", in->name, STR("{}"));
    return app_second_begin(db, in->app, &now, arena, in->session, err);
}

bool app_sign_in(struct app *app, struct str name, struct str password,
                 struct str address, struct app_session *session,
                 struct err *err)
{
    struct arena arena;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    struct caller caller = app_caller(app, CALLER_NOBODY, "sign-in");
    name = str_part(name, 0, 64);
    struct sign_in in = { .app = app, .name = name, .session = session };
    app_door_sign_in(&arena, name, address, in.door);
    *session = (struct app_session){ .caller = caller };

    struct seal_password_answer answer = { .is_right = false };
    bool done = db_read(app->pool, caller, login_find_unit, &in, &arena, err)
        && seal_password_check(SEAL_PASSWORD_STAFF, password,
                               in.is_known ? str_of(in.stored)
                                           : (struct str){ NULL, 0 },
                               &answer, err);
    in.is_right = answer.is_right && in.is_known && !in.is_locked;
    if (done && in.is_right) {
        session->caller.kind = in.login.client_id ? CALLER_PROVIDER
                                                  : CALLER_STAFF;
        session->caller.user.n = in.login.id;
        session->caller.client.n = in.login.client_id;
        session->caller.roles = (uint32_t)in.login.roles;
    }
    done = done && db_work(app->pool, caller, sign_in_unit, &in, err);
    arena_clear(&arena);
    if (done && in.is_right)
        return true;
    session->caller = caller;
    if (!done)
        return false;
    return in.is_locked ? app_door_locked(err)
                        : err_set(err, ERR_DENIED,
                                  "the name or password is not right");
}

/* --- the person's way in ---------------------------------------------- */

struct find {
    struct str code_bucket, address_bucket;
    unsigned char index[SEAL_INDEX_LEN];
    struct day born_on;
    bool is_code, is_locked, is_right;
    struct app_session *session;
};

static bool find_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    struct find *find = work;
    struct caller caller = db_caller(db);
    struct app_door door[] = {
        { find->code_bucket, APP_FIND_TRIES_CODE },
        { find->address_bucket, APP_FIND_TRIES_ADDRESS }
    };
    struct sql_letter_code_find_in key = {
        { (const char *)find->index, SEAL_INDEX_LEN }
    };
    struct sql_letter_code_find_row row;
    bool is_found = false;

    find->is_right = false;
    if (!app_door_look(db, door, 2, arena, &find->is_locked, err)
        || !sql_letter_code_find(db, caller, &key, arena, &row, &is_found,
                                 err))
        return false;
    find->is_right = find->is_code && is_found && !find->is_locked
        && !day_is_none(row.born_on)
        && day_compare(row.born_on, find->born_on) == 0
        && moment_compare(caller.at, row.expires_at) < 0;
    if (!find->is_right) {
        db_act(db, "session.refuse", STR("letter code"), STR("{}"));
        return app_door_note(db, door, 2, err);
    }
    find->session->caller.person.n = row.person_id;
    db_act(db, "session.find", str_format(arena, "person:%" PRId64,
                                          row.person_id), STR("{}"));
    return app_session_open(db, find->session, err);
}

bool app_find_bill(struct app *app, struct str code, struct day born_on,
                   struct str address, struct app_session *session,
                   struct err *err)
{
    struct arena arena;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    char sign[SEAL_CODE_LEN + 1] = "";
    struct find find = { .born_on = born_on, .session = session };
    find.is_code = seal_code_parse(code, sign);
    seal_index(app->keys, 0, "letter_code", "code", str_of(sign), find.index);
    struct str index_hex = hex_of(&arena, (struct str){
        (const char *)find.index, SEAL_INDEX_LEN });
    find.code_bucket = str_format(&arena, "find code %.*s",
                                  STR_ARGS(index_hex));
    find.address_bucket = str_format(&arena, "find address %.*s",
                                     STR_ARGS(address));
    *session = (struct app_session){
        .caller = app_caller(app, CALLER_PERSON, "person")
    };
    struct caller nobody = app_caller(app, CALLER_NOBODY, "find");
    bool done = db_work(app->pool, nobody, find_unit, &find, err);
    arena_clear(&arena);
    if (done && find.is_right)
        return true;
    session->caller = nobody;
    if (!done)
        return false;
    return find.is_locked ? app_door_locked(err)
                          : err_set(err, ERR_DENIED,
                                    "we could not match those details");
}

/* --- sessions --------------------------------------------------------- */

struct session_look {
    unsigned char hash[SEAL_SHA256_LEN];
    struct moment now;
    struct sql_session_by_hash_row row;
    bool is_found;
};

static bool session_look_unit(struct db *db, void *work, struct arena *arena,
                              struct err *err)
{
    struct session_look *look = work;
    struct sql_session_by_hash_in key = {
        { (const char *)look->hash, SEAL_SHA256_LEN }
    };
    return sql_session_by_hash(db, db_caller(db), &key, arena, &look->row,
                               &look->is_found, err);
}

static bool session_seen_unit(struct db *db, void *work, struct arena *arena,
                              struct err *err)
{
    struct session_look *look = work;
    struct sql_session_seen_in in = {
        { (const char *)look->hash, SEAL_SHA256_LEN }, look->now
    };
    (void)arena;
    db_act(db, "session.seen", STR("session"), STR("{}"));
    return sql_session_seen(db, db_caller(db), &in, NULL, err);
}

static bool session_is_live(const struct session_look *look)
{
    const struct sql_session_by_hash_row *row = &look->row;
    int64_t now = moment_seconds(look->now);
    return look->is_found && moment_is_none(row->ended_at)
        && moment_is_none(row->disabled_at)
        && now - moment_seconds(row->seen_at) < APP_SESSION_IDLE_SECONDS
        && now - moment_seconds(row->created_at) < APP_SESSION_SECONDS;
}

bool app_session_find(struct app *app, struct str cookie, struct arena *arena,
                      struct app_session *session, struct err *err)
{
    struct caller nobody = app_caller(app, CALLER_NOBODY, "nobody");
    *session = (struct app_session){ .caller = nobody };
    if (cookie.len != SEAL_SESSION_LEN)
        return true;
    struct session_look look = { .now = nobody.at };
    app_cookie_hash(cookie, look.hash);
    if (!db_read(app->pool, nobody, session_look_unit, &look, arena, err))
        return false;
    if (!session_is_live(&look))
        return true;
    struct caller *caller = &session->caller;
    caller->kind = look.row.person_id ? CALLER_PERSON
        : look.row.client_id ? CALLER_PROVIDER : CALLER_STAFF;
    caller->user.n = look.row.login_id;
    caller->person.n = look.row.person_id;
    caller->client.n = look.row.client_id;
    caller->roles = (uint32_t)look.row.roles;
    session->is_proved = !moment_is_none(look.row.proved_at)
        && moment_seconds(look.now) - moment_seconds(look.row.proved_at)
               < APP_PROOF_SECONDS;
    caller->name = look.row.login_name.at ? look.row.login_name
                                          : STR("person");
    if (moment_seconds(look.now) - moment_seconds(look.row.seen_at)
        < SEEN_EVERY_SECONDS)
        return true;
    return db_work(app->pool, *caller, session_seen_unit, &look, err);
}

static bool sign_out_unit(struct db *db, void *work, struct arena *arena,
                          struct err *err)
{
    struct session_look *look = work;
    struct sql_session_end_in in = {
        { (const char *)look->hash, SEAL_SHA256_LEN }, look->now
    };
    (void)arena;
    db_act(db, "session.sign_out", STR("session"), STR("{}"));
    return sql_session_end(db, db_caller(db), &in, NULL, err);
}

bool app_sign_out(struct app *app, struct caller caller, struct str cookie,
                  struct err *err)
{
    struct session_look look = { .now = caller.at };
    app_cookie_hash(cookie, look.hash);
    return db_work(app->pool, caller, sign_out_unit, &look, err);
}

/* --- form tokens ------------------------------------------------------ */

static void token_mac(struct app *app, struct str cookie, struct str nonce,
                      char hex[2 * SEAL_SIGN_LEN + 1])
{
    char bytes[SEAL_SESSION_LEN + 2 * NONCE_LEN + 2];
    size_t len = 0;
    if (cookie.len > SEAL_SESSION_LEN)
        cookie.len = SEAL_SESSION_LEN;
    memcpy(bytes, cookie.len ? cookie.at : "", cookie.len);
    len += cookie.len;
    bytes[len++] = '.';
    memcpy(bytes + len, nonce.at, nonce.len);
    len += nonce.len;
    unsigned char mac[SEAL_SIGN_LEN];
    seal_token_sign(app->keys, "form", (struct str){ bytes, len }, mac);
    for (size_t i = 0; i < SEAL_SIGN_LEN; i++)
        snprintf(hex + 2 * i, 3, "%02x", mac[i]);
}

void app_form_token(struct app *app, struct str cookie,
                    char token[APP_TOKEN_MAX])
{
    unsigned char nonce[NONCE_LEN];
    world_random(app->world, nonce, sizeof nonce);
    for (size_t i = 0; i < NONCE_LEN; i++)
        snprintf(token + 2 * i, 3, "%02x", nonce[i]);
    token[2 * NONCE_LEN] = '.';
    token_mac(app, cookie, (struct str){ token, 2 * NONCE_LEN },
              token + 2 * NONCE_LEN + 1);
}

bool app_form_token_check(struct app *app, struct str cookie,
                          struct str token, struct str *nonce)
{
    struct str mac;
    if (token.len != 2 * NONCE_LEN + 1 + 2 * SEAL_SIGN_LEN
        || !str_cut(token, '.', nonce, &mac) || nonce->len != 2 * NONCE_LEN)
        return false;
    char hex[2 * SEAL_SIGN_LEN + 1];
    token_mac(app, cookie, *nonce, hex);
    return seal_equal(mac, str_of(hex));
}

/* --- what every way in shares ------------------------------------------ */

bool app_session_open(struct db *db, struct app_session *session,
                      struct err *err)
{
    unsigned char hash[SEAL_SHA256_LEN];
    struct caller caller = db_caller(db);
    seal_session_new(db_world(db), session->cookie);
    struct sql_session_add_in in = {
        .hash = app_cookie_hash(str_of(session->cookie), hash),
        .login_id = session->caller.user.n,
        .person_id = session->caller.person.n, .created_at = caller.at,
        .proved_at = session->is_proved ? caller.at : MOMENT_NONE
    };
    return sql_session_add(db, caller, &in, NULL, err);
}

struct str app_cookie_hash(struct str cookie,
                           unsigned char hash[SEAL_SHA256_LEN])
{
    seal_session_hash(cookie, hash);
    return (struct str){ (const char *)hash, SEAL_SHA256_LEN };
}
