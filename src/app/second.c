#include "base/base.h"
#include "app/cookie.h"
#include "app/door.h"
#include "app/second.h"
#include "seal/field.h"
#include "store/agency_sql.h"
#include "store/totp_sql.h"
#include "text/escape.h"

#define DAY_SECONDS INT64_C(86400)
#define LINK_BYTES 1024

struct second_work {
    struct app *app;
    struct str cookie, typed, address;
    struct app_session *session;
    struct str *recovery;      /* when it is set up */
    struct arena *out;         /* where those live */
    bool is_locked, is_right;
};

static struct seal_place place_of(int64_t login_id)
{
    return (struct seal_place){ "totp", "secret", login_id };
}

static struct moment due_at(struct moment second_by, struct moment created_at)
{
    return moment_is_none(second_by)
        ? moment_add_seconds(created_at, APP_SECOND_DAYS * DAY_SECONDS)
        : second_by;
}

/* --- after the password ----------------------------------------------- */

static bool is_demo(struct db *db, struct arena *arena, bool *demo,
                    struct err *err)
{
    struct sql_agency_load_row row = { .is_demo = false };
    bool is_found;
    if (!sql_agency_load(db, db_caller(db), arena, &row, &is_found, err))
        return false;
    *demo = is_found && row.is_demo;
    return true;
}

static bool secret_draw(struct db *db, struct app *app, int64_t login_id,
                        struct arena *arena, struct str *sealed,
                        struct err *err)
{
    unsigned char secret[SEAL_TOTP_SECRET_LEN];
    seal_totp_secret_new(db_world(db), secret);
    return seal_field(app->keys, db_world(db), place_of(login_id),
                      (struct str){ (const char *)secret, sizeof secret },
                      arena, sealed, err);
}

bool app_second_begin(struct db *db, struct app *app,
                      const struct sql_login_by_name_row *login,
                      struct arena *arena, struct app_session *session,
                      struct err *err)
{
    struct caller caller = db_caller(db);
    unsigned char hash[SEAL_SHA256_LEN];
    struct sql_totp_wait_add_in wait = { .login_id = login->id,
                                         .made_at = caller.at };
    struct sql_totp_wait_forget_in old = {
        moment_add_seconds(caller.at, -DAY_SECONDS)
    };
    bool demo, is_set = login->totp_login_id != 0;
    if (!is_demo(db, arena, &demo, err))
        return false;
    bool is_open = !is_set
        && (demo || moment_compare(caller.at, due_at(login->second_by,
                                                     login->created_at)) < 0);
    session->next = is_set ? APP_NEXT_CODE : demo ? APP_NEXT_OPEN
        : is_open ? APP_NEXT_OFFER : APP_NEXT_SET;
    if (is_open && !app_session_open(db, session, err))
        return false;
    if (session->next == APP_NEXT_OPEN)
        return true;
    if (!is_open)
        seal_session_new(db_world(db), session->cookie);
    wait.hash = app_cookie_hash(str_of(session->cookie), hash);
    return (is_set || secret_draw(db, app, login->id, arena, &wait.secret,
                                  err))
        && sql_totp_wait_forget(db, caller, &old, NULL, err)
        && sql_totp_wait_add(db, caller, &wait, NULL, err);
}

/* --- whose step is open? ---------------------------------------------- */

/* ERR_ABSENT unless it is theirs, fresh, and what we came for. */
static bool wait_find(struct db *db, const struct second_work *work,
                      bool is_setting, struct arena *arena,
                      struct sql_totp_wait_by_hash_row *row,
                      struct err *err)
{
    struct caller caller = db_caller(db);
    unsigned char hash[SEAL_SHA256_LEN];
    struct sql_totp_wait_by_hash_in key = {
        app_cookie_hash(work->cookie, hash)
    };
    bool is_found;
    if (!sql_totp_wait_by_hash(db, caller, &key, arena, row, &is_found, err))
        return false;
    struct str secret = is_setting ? row->wait_secret : row->secret;
    if (is_found && moment_is_none(row->done_at)
        && moment_is_none(row->disabled_at) && secret.len > 0
        && (!is_setting || row->secret.len == 0)
        && moment_seconds(caller.at) - moment_seconds(row->made_at)
            < APP_SECOND_SECONDS)
        return true;
    return err_set(err, ERR_ABSENT, "please sign in again");
}

static bool wait_end(struct db *db, const struct second_work *work,
                     struct err *err)
{
    struct caller caller = db_caller(db);
    unsigned char hash[SEAL_SHA256_LEN];
    struct sql_totp_wait_done_in wait = {
        app_cookie_hash(work->cookie, hash), caller.at
    };
    struct sql_session_end_in session = { wait.hash, caller.at };
    return sql_totp_wait_done(db, caller, &wait, NULL, err)
        && sql_session_end(db, caller, &session, NULL, err);
}

/* The session begins under a new cookie. */
static bool session_begin(struct db *db, const struct second_work *work,
                          const struct sql_totp_wait_by_hash_row *row,
                          struct err *err)
{
    struct app_session *session = work->session;
    session->next = APP_NEXT_OPEN;
    session->caller.kind = row->client_id ? CALLER_PROVIDER : CALLER_STAFF;
    session->caller.user.n = row->login_id;
    session->caller.client.n = row->client_id;
    session->caller.roles = (uint32_t)row->roles;
    return wait_end(db, work, err) && app_session_open(db, session, err);
}

static struct str recovery_index(const struct app *app, int64_t login_id,
                                 const char *code, struct arena *arena,
                                 unsigned char index[SEAL_INDEX_LEN])
{
    seal_index(app->keys, 0, "totp_recovery", "code",
               str_format(arena, "%" PRId64 " %s", login_id, code), index);
    return (struct str){ (const char *)index, SEAL_INDEX_LEN };
}

/* --- setting it up ---------------------------------------------------- */

struct second_look {
    struct second_work work;
    struct app_second *second;
};

/* "otpauth://totp/Harbor%20Care:ana?secret=...&issuer=Harbor%20Care" */
static struct str link_of(struct str agency, struct str name,
                          const char *secret, struct arena *arena)
{
    struct buf buf;
    buf_init(&buf, arena, LINK_BYTES);
    buf_add(&buf, STR("otpauth://totp/"));
    escape_url(&buf, agency);
    buf_add_byte(&buf, ':');
    escape_url(&buf, name);
    buf_add_format(&buf, "?secret=%s&issuer=", secret);
    escape_url(&buf, agency);
    return buf_str(&buf);
}

static bool look_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    struct second_look *look = work;
    struct app_second *second = look->second;
    struct caller caller = db_caller(db);
    struct sql_totp_wait_by_hash_row row;
    struct sql_agency_load_row agency;
    struct str secret;
    bool is_found;
    if (!wait_find(db, &look->work, true, arena, &row, err)
        || !sql_agency_load(db, caller, arena, &agency, &is_found, err)
        || !seal_open(look->work.app->keys, place_of(row.login_id),
                      row.wait_secret, arena, &secret, err))
        return false;
    CHECK(secret.len == SEAL_TOTP_SECRET_LEN);
    char text[SEAL_TOTP_BASE32_LEN + 1];
    seal_totp_base32((const unsigned char *)secret.at, text);
    second->name = row.name;
    second->secret = str_copy(arena, str_of(text));
    second->link = link_of(is_found ? agency.known_as : STR("bedside"),
                           row.name, text, arena);
    second->due_at = due_at(row.second_by, row.created_at);
    second->is_due = moment_compare(caller.at, second->due_at) >= 0;
    return true;
}

bool app_second_look(struct app *app, struct str cookie, struct arena *arena,
                     struct app_second *second, struct err *err)
{
    struct second_look look = {
        .work = { .app = app, .cookie = cookie }, .second = second
    };
    struct caller caller = app_caller(app, CALLER_NOBODY, "sign-in");
    return db_read(app->pool, caller, look_unit, &look, arena, err);
}

static bool recovery_make(struct db *db, const struct second_work *work,
                          int64_t login_id, struct arena *arena,
                          struct err *err)
{
    struct sql_totp_recovery_remove_in old = { login_id };
    if (!sql_totp_recovery_remove(db, db_caller(db), &old, NULL, err))
        return false;
    for (uint32_t i = 0; i < APP_RECOVERY_CODES; i++) {
        char code[SEAL_CODE_LEN + 1];
        unsigned char index[SEAL_INDEX_LEN];
        seal_code_new(db_world(db), code);
        struct sql_totp_recovery_add_in in = {
            login_id, recovery_index(work->app, login_id, code, arena, index)
        };
        if (!sql_totp_recovery_add(db, db_caller(db), &in, NULL, err))
            return false;
        work->recovery[i] = str_format(work->out, "%.4s-%.4s", code,
                                       code + 4);
    }
    return true;
}

static bool set_unit(struct db *db, void *work_, struct arena *arena,
                     struct err *err)
{
    struct second_work *work = work_;
    struct caller caller = db_caller(db);
    struct sql_totp_wait_by_hash_row row;
    struct app_door door[2];
    struct str secret;
    int64_t step = SEAL_TOTP_STEP_NONE;
    if (!wait_find(db, work, true, arena, &row, err))
        return false;
    app_door_sign_in(arena, row.name, work->address, door);
    if (!app_door_look(db, door, 2, arena, &work->is_locked, err)
        || !seal_open(work->app->keys, place_of(row.login_id),
                      row.wait_secret, arena, &secret, err))
        return false;
    work->is_right = !work->is_locked
        && seal_totp_check(secret, work->typed, caller.at,
                           SEAL_TOTP_STEP_NONE, &step);
    db_act(db, work->is_right ? "login.second" : "session.refuse", row.name,
           STR("{}"));
    if (!work->is_right)
        return app_door_note(db, door, 2, err);
    struct sql_totp_add_in in = { row.login_id, row.wait_secret, step,
                                  caller.at };
    return sql_totp_add(db, caller, &in, NULL, err)
        && recovery_make(db, work, row.login_id, arena, err)
        && session_begin(db, work, &row, err);
}

/* --- each sign-in ----------------------------------------------------- */

/* Six digits, else a recovery code; each is used up by being right. */
static bool is_right(struct db *db, const struct second_work *work,
                     const struct sql_totp_wait_by_hash_row *row,
                     struct arena *arena, bool *right, struct err *err)
{
    struct caller caller = db_caller(db);
    struct str secret;
    int64_t changed = 0;
    char code[SEAL_CODE_LEN + 1];
    struct sql_totp_step_in next = { row->login_id, row->step };
    if (!seal_open(work->app->keys, place_of(row->login_id), row->secret,
                   arena, &secret, err))
        return false;
    if (seal_totp_check(secret, work->typed, caller.at, row->step,
                        &next.step)) {
        if (!sql_totp_step(db, caller, &next, &changed, err))
            return false;
    } else if (seal_code_parse(work->typed, code)) {
        unsigned char index[SEAL_INDEX_LEN];
        struct sql_totp_recovery_use_in use = {
            row->login_id,
            recovery_index(work->app, row->login_id, code, arena, index),
            caller.at
        };
        if (!sql_totp_recovery_use(db, caller, &use, &changed, err))
            return false;
    }
    *right = changed == 1;
    return true;
}

static bool pass_unit(struct db *db, void *work_, struct arena *arena,
                      struct err *err)
{
    struct second_work *work = work_;
    struct sql_totp_wait_by_hash_row row;
    struct app_door door[2];
    work->is_right = false;
    if (!wait_find(db, work, false, arena, &row, err))
        return false;
    app_door_sign_in(arena, row.name, work->address, door);
    if (!app_door_look(db, door, 2, arena, &work->is_locked, err)
        || (!work->is_locked
            && !is_right(db, work, &row, arena, &work->is_right, err)))
        return false;
    db_act(db, work->is_right ? "session.second" : "session.refuse",
           row.name, STR("{}"));
    return work->is_right ? session_begin(db, work, &row, err)
                          : app_door_note(db, door, 2, err);
}

/* --- what both share -------------------------------------------------- */

static bool answer(struct second_work *work, db_unit *unit, struct err *err)
{
    struct app *app = work->app;
    struct caller caller = app_caller(app, CALLER_NOBODY, "sign-in");
    *work->session = (struct app_session){ .caller = caller };
    bool done = db_work(app->pool, caller, unit, work, err);
    if (done && work->is_right)
        return true;
    work->session->caller = caller;
    if (!done)
        return false;
    return work->is_locked ? app_door_locked(err)
                           : err_set(err, ERR_DENIED, "the code is not "
                                     "right");
}

bool app_second_set(struct app *app, struct str cookie, struct str typed,
                    struct str address, struct arena *arena,
                    struct str recovery[APP_RECOVERY_CODES],
                    struct app_session *session, struct err *err)
{
    struct second_work work = {
        .app = app, .cookie = cookie, .typed = typed, .address = address,
        .session = session, .recovery = recovery, .out = arena
    };
    return answer(&work, set_unit, err);
}

bool app_second_pass(struct app *app, struct str cookie, struct str typed,
                     struct str address, struct app_session *session,
                     struct err *err)
{
    struct second_work work = {
        .app = app, .cookie = cookie, .typed = typed, .address = address,
        .session = session
    };
    return answer(&work, pass_unit, err);
}
