#include "base/base.h"
#include "app/cookie.h"
#include "app/door.h"
#include "app/once.h"
#include "app/wish_in.h"
#include "person/fact.h"
#include "person/person.h"
#include "seal/digest.h"
#include "store/contact.h"
#include "store/debt.h"
#include "store/outbox_sql.h"
#include "store/person_sql.h"
#include "store/wish_sql.h"

#define ADDRESS_MAX 254
#define ROUTE "wish"

bool app_is_email(struct str address)
{
    struct str name, domain;
    return person_email_fits(address)
        && str_cut(address, '@', &name, &domain)
        && str_find_byte(domain, '.', 1) + 1 < domain.len;
}

void app_wish_hash(const struct app *app, int64_t id, struct str digits,
                   unsigned char hash[SEAL_INDEX_LEN])
{
    char text[64];
    int len = snprintf(text, sizeof text, "%" PRId64 ":%.*s", id,
                       STR_ARGS(digits));
    CHECK(len > 0 && (size_t)len < sizeof text);
    seal_index(app->keys, 0, "wish", "code",
               (struct str){ text, (size_t)len }, hash);
}

/* --- from outside ------------------------------------------------------ */

struct back_work {
    struct app *app;
    const struct app_wish_back *back;
    struct app_door door[2];
    struct app_once once;
    bool is_locked;
    struct ref *ref;
};

/* The same few writes whoever asks: nobody is looked up. */
static bool back_unit(struct db *db, void *context, struct arena *arena,
                      struct err *err)
{
    struct back_work *work = context;
    struct caller caller = db_caller(db);
    struct str before;
    bool was_done;
    db_act(db, "wish.back", STR("way back"), STR("{}"));
    if (!app_once_find(db, &work->once, arena, &was_done, &before, err))
        return false;
    if (was_done)
        return ref_parse(before, work->ref)
            || err_set(err, ERR_CORRUPT, "a kept answer is no reference");
    if (!app_door_look(db, work->door, 2, arena, &work->is_locked, err))
        return false;
    *work->ref = ref_new(db_world(db));
    struct sql_wish_add_in add = {
        .id = id_new(db_world(db)), .ref = str_of(work->ref->text),
        .kind = APP_WISH_BACK, .born_on = work->back->born_on,
        .made_at = caller.at, .looked_at = MOMENT_NONE
    };
    struct seal_place place = { "wish", "typed", add.id };
    return (work->is_locked
            || (seal_field(work->app->keys, db_world(db), place,
                           work->back->typed, arena, &add.typed, err)
                && sql_wish_add(db, caller, &add, NULL, err)
                && app_door_note(db, work->door, 2, err)))
        && app_once_save(db, &work->once, str_of(work->ref->text), err);
}

bool app_wish_back(struct app *app, const struct app_wish_back *back,
                   struct ref *ref, struct err *err)
{
    struct arena arena;
    unsigned char index[SEAL_INDEX_LEN];
    if (back->typed.len == 0 || back->typed.len > ADDRESS_MAX)
        return err_set(err, ERR_INVALID, "an e-mail address or a number is "
                       "wanted");
    arena_init(&arena, ARENA_REQUEST_BYTES);
    struct str typed = str_lower(&arena, back->typed);
    seal_index(app->keys, 0, "wish", "typed", typed, index);
    struct str hex = hex_of(&arena, (struct str){ (const char *)index,
                                                  SEAL_INDEX_LEN });
    struct back_work work = {
        .app = app, .back = back, .ref = ref,
        .door = {
            { str_format(&arena, "wish typed %.*s", STR_ARGS(hex)),
              APP_WISH_ASKS },
            { str_format(&arena, "wish address %.*s",
                         STR_ARGS(back->address)), APP_FIND_TRIES_ADDRESS }
        },
        .once = { ROUTE, back->key,
                  str_format(&arena, "%.*s %d", STR_ARGS(hex),
                             back->born_on.n) }
    };
    bool done = db_work(app->pool, app_caller(app, CALLER_NOBODY, "back"),
                        back_unit, &work, err);
    arena_clear(&arena);
    return done && work.is_locked ? app_door_locked(err) : done;
}

/* --- signed in --------------------------------------------------------- */

struct asked_work {
    struct app *app;
    enum app_wish_kind kind;
    struct str address; /* absent: one on file */
    struct str key;
    struct ref *ref;
    bool is_locked;
};

/* Consent for one code, as they gave it on our page; it ends by itself. */
static bool consent_add(struct db *db, struct str address, struct moment until,
                        struct err *err)
{
    struct caller caller = db_caller(db);
    struct fact fact = {
        .person = caller.person, .kind = FACT_EMAIL_CONSENT,
        .channel = CHANNEL_EMAIL, .address = address,
        .holds_from = caller.at, .until = until, .source = STR("portal")
    };
    return contact_fact_append(db, caller, (struct client_id){ 0 }, &fact,
                               err);
}

/* They ask us to write there: what they, or a bounce, said against this one
 * address before is over. */
static bool refusals_end(struct db *db, struct str address,
                         struct arena *arena, struct err *err)
{
    struct caller caller = db_caller(db);
    struct fact *fact;
    uint32_t count;
    if (!contact_fact_rows(db, caller, caller.person, caller.at, arena, &fact,
                           &count, err))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        bool is_against = fact[i].kind == FACT_MEDIUM_REFUSED
            || fact[i].kind == FACT_MAIL_RETURNED;
        if (!is_against || fact[i].channel != CHANNEL_EMAIL
            || !str_equal_fold(fact[i].address, address))
            continue;
        struct fact good = {
            .person = caller.person, .kind = FACT_WITHDRAWN,
            .holds_from = caller.at, .until = MOMENT_NEVER,
            .corrects = fact[i].id, .source = STR("portal")
        };
        if (!contact_fact_append(db, caller, (struct client_id){ 0 }, &good,
                                 err))
            return false;
    }
    return true;
}

static bool asked_save(struct db *db, const struct asked_work *work,
                       struct arena *arena, struct err *err)
{
    struct caller caller = db_caller(db);
    unsigned char hash[SEAL_INDEX_LEN];
    struct app_wish_code code = {
        .person = caller.person, .address = work->address,
        .about = str_of(work->ref->text)
    };
    struct sql_wish_add_in add = {
        .id = id_new(db_world(db)), .ref = code.about, .kind = work->kind,
        .born_on = DAY_NONE, .made_at = caller.at, .looked_at = caller.at,
        .person_id = caller.person.n,
        .code = { (const char *)hash, SEAL_INDEX_LEN }
    };
    struct seal_place place = { "wish", "typed", add.id };
    struct str typed = work->address.len > 0 ? work->address : STR("");
    if (!app_wish_mail(work->app, db, caller, &code, arena, err))
        return false;
    if (!code.is_sent)
        return err_set(err, ERR_CONFLICT, "no e-mail may go to that address");
    app_wish_hash(work->app, add.id, str_of(code.digits), hash);
    return seal_field(work->app->keys, db_world(db), place, typed, arena,
                      &add.typed, err)
        && sql_wish_add(db, caller, &add, NULL, err);
}

static bool asked_unit(struct db *db, void *context, struct arena *arena,
                       struct err *err)
{
    struct asked_work *work = context;
    struct caller caller = db_caller(db);
    struct str before;
    bool was_done;
    struct app_once once = { ROUTE, work->key,
                             str_format(arena, "%d %.*s", (int)work->kind,
                                        STR_ARGS(work->address)) };
    struct app_door door = {
        str_format(arena, "wish own %" PRId64, caller.person.n),
        APP_WISH_OWN_ASKS
    };
    struct moment until = moment_add_seconds(caller.at,
                                             APP_WISH_MINUTES * 60);
    db_act(db, "wish.ask", str_format(arena, "person:%" PRId64,
                                      caller.person.n), STR("{}"));
    if (!app_once_find(db, &once, arena, &was_done, &before, err))
        return false;
    if (was_done)
        return ref_parse(before, work->ref)
            || err_set(err, ERR_CORRUPT, "a kept answer is no reference");
    if (!app_door_look(db, &door, 1, arena, &work->is_locked, err))
        return false;
    *work->ref = ref_new(db_world(db));
    return (work->is_locked
            || ((work->kind != APP_WISH_ADDRESS
                 || (refusals_end(db, work->address, arena, err)
                     && consent_add(db, work->address, until, err)))
                && asked_save(db, work, arena, err)
                && app_door_note(db, &door, 1, err)))
        && app_once_save(db, &once, str_of(work->ref->text), err);
}

static bool asked(struct app *app, struct caller caller,
                  struct asked_work *work, struct err *err)
{
    return db_work(app->pool, caller, asked_unit, work, err)
        && (!work->is_locked || app_door_locked(err));
}

bool app_wish_proof(struct app *app, struct caller caller, struct str key,
                    struct ref *ref, struct err *err)
{
    struct asked_work work = { .app = app, .kind = APP_WISH_PROOF,
                               .key = key, .ref = ref };
    return asked(app, caller, &work, err);
}

bool app_wish_address(struct app *app, struct caller caller,
                      struct str address, struct str key, struct ref *ref,
                      struct err *err)
{
    struct asked_work work = { .app = app, .kind = APP_WISH_ADDRESS,
                               .address = address, .key = key, .ref = ref };
    if (!app_is_email(address))
        return err_set(err, ERR_INVALID, "that is no e-mail address");
    return asked(app, caller, &work, err);
}

/* --- the six digits ---------------------------------------------------- */

struct prove_work {
    struct app *app;
    const struct app_proof *proof;
    char digits[SEAL_DIGITS_LEN + 1];
    bool is_code, is_locked, is_right;
    struct app_session *session;
    enum app_wish_kind kind;
};

static bool is_right(const struct prove_work *work, struct caller caller,
                     const struct sql_wish_by_ref_row *row)
{
    unsigned char hash[SEAL_INDEX_LEN];
    bool is_theirs = work->proof->cookie.len == 0
        ? row->kind == APP_WISH_BACK
        : row->kind != APP_WISH_BACK && row->person_id == caller.person.n;
    app_wish_hash(work->app, row->id, str_of(work->digits), hash);
    return work->is_code && is_theirs && row->person_id != 0
        && row->code.len == SEAL_INDEX_LEN && moment_is_none(row->used_at)
        && seal_equal(row->code, (struct str){ (const char *)hash,
                                               SEAL_INDEX_LEN })
        && moment_compare(caller.at, /* since there is a code */
                          moment_add_seconds(row->looked_at,
                                             APP_WISH_MINUTES * 60)) < 0;
}

/* What is proved to be theirs is theirs: on file, and consented to. */
static bool address_keep(struct db *db, struct str address, struct err *err)
{
    struct caller caller = db_caller(db);
    struct sql_person_email_add_in add = {
        caller.person.n, id_new(db_world(db)), address, STR("person"),
        caller.at
    };
    return sql_person_email_add(db, caller, &add, NULL, err)
        && consent_add(db, address, MOMENT_NEVER, err);
}

static bool effect(struct db *db, struct prove_work *work,
                   const struct sql_wish_by_ref_row *row,
                   struct arena *arena, struct err *err)
{
    unsigned char hash[SEAL_SHA256_LEN];
    struct caller caller = db_caller(db);
    struct seal_place place = { "wish", "typed", row->id };
    struct str address;
    if (work->kind == APP_WISH_BACK) {
        work->session->caller.person.n = row->person_id;
        work->session->is_proved = true;
        return app_session_open(db, work->session, err);
    }
    struct sql_session_proved_in proved = {
        app_cookie_hash(work->proof->cookie, hash), caller.at
    };
    return sql_session_proved(db, caller, &proved, NULL, err)
        && (work->kind != APP_WISH_ADDRESS
            || (seal_open(work->app->keys, place, row->typed, arena,
                          &address, err)
                && address_keep(db, address, err)));
}

static bool prove_unit(struct db *db, void *context, struct arena *arena,
                       struct err *err)
{
    struct prove_work *work = context;
    struct caller caller = db_caller(db);
    struct sql_wish_by_ref_in key = { work->proof->ref };
    struct sql_wish_by_ref_row row;
    bool is_found = false;
    struct app_door door[] = {
        { str_format(arena, "wish code %.*s",
                     STR_ARGS(str_part(work->proof->ref, 0, REF_LEN))),
          APP_WISH_TRIES },
        { str_format(arena, "find address %.*s",
                     STR_ARGS(work->proof->address)), APP_FIND_TRIES_ADDRESS }
    };
    if (!app_door_look(db, door, 2, arena, &work->is_locked, err)
        || !sql_wish_by_ref(db, caller, &key, arena, &row, &is_found, err))
        return false;
    work->is_right = is_found && !work->is_locked
        && is_right(work, caller, &row);
    if (!work->is_right) {
        db_act(db, "session.refuse", STR("six digits"), STR("{}"));
        return app_door_note(db, door, 2, err);
    }
    work->kind = (enum app_wish_kind)row.kind;
    db_act(db, "wish.prove", str_format(arena, "person:%" PRId64,
                                        row.person_id),
           str_format(arena, "{\"kind\":%d}", (int)row.kind));
    struct sql_wish_used_in used = { row.id, caller.at };
    return sql_wish_used(db, caller, &used, NULL, err)
        && effect(db, work, &row, arena, err);
}

bool app_wish_prove(struct app *app, struct caller caller,
                    const struct app_proof *proof,
                    struct app_session *session, enum app_wish_kind *kind,
                    struct err *err)
{
    struct prove_work work = { .app = app, .proof = proof,
                               .session = session };
    *session = (struct app_session){
        .caller = app_caller(app, CALLER_PERSON, "person")
    };
    work.is_code = seal_digits_parse(proof->digits, work.digits);
    if (!db_work(app->pool, caller, prove_unit, &work, err))
        return false;
    *kind = work.kind;
    if (work.is_right)
        return true;
    return work.is_locked ? app_door_locked(err)
                          : err_set(err, ERR_DENIED,
                                    "we could not match those digits");
}

/* --- "stop e-mails to this address" ------------------------------------ */

struct stop_work {
    struct str ref, key;
    struct arena *keep;
    struct str *masked; /* NULL: stop it */
};

static bool mail_stop_unit(struct db *db, void *context, struct arena *arena,
                           struct err *err)
{
    struct stop_work *work = context;
    struct caller caller = db_caller(db);
    struct sql_outbox_by_ref_in in = { work->ref };
    struct sql_outbox_by_ref_row row;
    bool is_found;
    if (!sql_outbox_by_ref(db, caller, &in, arena, &row, &is_found, err))
        return false;
    if (!is_found || row.channel != CHANNEL_EMAIL)
        return err_set(err, ERR_ABSENT, "there is no such message");
    if (work->masked != NULL) {
        *work->masked = str_copy(work->keep,
                                 person_email_masked(arena, row.address));
        return true;
    }
    struct app_once once = { "mail-stop", work->key, work->ref };
    struct str before;
    bool was_done;
    struct fact fact = {
        .person = { row.person_id }, .kind = FACT_MEDIUM_REFUSED,
        .channel = CHANNEL_EMAIL, .address = row.address,
        .holds_from = caller.at, .until = MOMENT_NEVER,
        .source = STR("e-mail")
    };
    db_act(db, "mail.stop", work->ref, STR("{}"));
    if (!app_once_find(db, &once, arena, &was_done, &before, err))
        return false;
    return was_done
        || (contact_fact_append(db, caller,
                                (struct client_id){ row.client_id }, &fact,
                                err)
            && app_once_save(db, &once, STR("{}"), err));
}

bool app_mail_look(struct app *app, struct str ref, struct arena *arena,
                   struct str *masked, struct err *err)
{
    struct stop_work work = { .ref = ref, .keep = arena, .masked = masked };
    return db_read(app->pool, app_caller(app, CALLER_NOBODY, "mail"),
                   mail_stop_unit, &work, arena, err);
}

bool app_mail_stop(struct app *app, struct str ref, struct str key,
                   struct err *err)
{
    struct stop_work work = { .ref = ref, .key = key };
    return db_work(app->pool, app_caller(app, CALLER_NOBODY, "mail"),
                   mail_stop_unit, &work, err);
}
