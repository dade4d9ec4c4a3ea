#include "base/base.h"
#include "app/door.h"
#include "app/once.h"
#include "app/request.h"
#include "app/session.h"
#include "choice/offers.h"
#include "seal/digest.h"
#include "seal/field.h"
#include "store/contact.h"
#include "store/request_sql.h"

#define DOORS 2
#define KEY_PART 32

struct not_me {
    struct app *app;
    const struct app_not_me *said;
    struct str what;
    bool is_code, is_locked;
    char sign[SEAL_CODE_LEN + 1];
    unsigned char index[SEAL_INDEX_LEN];
    struct app_door door[DOORS];
    uint32_t door_count;
    struct app_once once;
};

static struct str what_of(struct str typed);
static bool listen_once(struct db *db, struct not_me *not_me,
                        struct arena *arena, struct err *err);
static bool hold(struct db *db, const struct sql_letter_code_debt_row *bill,
                 struct err *err);

/* Every try is counted, right or wrong, so a locked door tells nothing. */
static bool not_me_unit(struct db *db, void *work, struct arena *arena,
                        struct err *err)
{
    struct not_me *not_me = work;
    if (!app_door_look(db, not_me->door, not_me->door_count, arena,
                       &not_me->is_locked, err))
        return false;
    if (!not_me->is_locked)
        return listen_once(db, not_me, arena, err);
    db_act(db, "request.refuse", STR("not me"), STR("{}"));
    return true;
}

bool app_not_me_say(struct app *app, const struct app_not_me *said,
                    struct err *err)
{
    struct arena arena;
    struct not_me not_me = { .app = app, .said = said,
                             .what = what_of(said->what) };
    arena_init(&arena, ARENA_REQUEST_BYTES);
    not_me.door[not_me.door_count++] = (struct app_door){
        str_format(&arena, "not me address %.*s", STR_ARGS(said->address)),
        APP_FIND_TRIES_ADDRESS
    };
    not_me.is_code = seal_code_parse(said->code, not_me.sign);
    if (not_me.is_code) {
        seal_index(app->keys, 0, "letter_code", "code", str_of(not_me.sign),
                   not_me.index);
        struct str index = { (const char *)not_me.index, SEAL_INDEX_LEN };
        struct str hex = seal_sha256_hex(&arena, index);
        not_me.door[not_me.door_count++] = (struct app_door){
            str_format(&arena, "not me code %.*s", STR_ARGS(hex)),
            APP_FIND_TRIES_CODE
        };
    }
    /* The same form with other words is another thing said, and heard. */
    struct str words = str_format(&arena, "%.*s %s", STR_ARGS(not_me.what),
                                  not_me.sign);
    struct str form = str_part(said->key, 0, KEY_PART);
    struct str hash = str_part(seal_sha256_hex(&arena, words), 0, KEY_PART);
    not_me.once = (struct app_once){
        "not-me", str_format(&arena, "%.*s%.*s", STR_ARGS(form),
                             STR_ARGS(hash)), words
    };
    bool done = db_work(app->pool, app_caller(app, CALLER_NOBODY, "not me"),
                        not_me_unit, &not_me, err);
    arena_clear(&arena);
    return done && not_me.is_locked ? app_door_locked(err) : done;
}

static struct str what_of(struct str typed)
{
    static const char *const known[] = { "phone", "address", "died" };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (str_is(typed, known[i]))
            return str_of(known[i]);
    return STR("other");
}

static bool listen_once(struct db *db, struct not_me *not_me,
                        struct arena *arena, struct err *err)
{
    struct caller caller = db_caller(db);
    struct sql_letter_code_debt_in key = {
        { (const char *)not_me->index, SEAL_INDEX_LEN }
    };
    struct sql_letter_code_debt_row bill;
    bool was_done, is_known = false;
    struct str before;
    if (not_me->is_code
        && !sql_letter_code_debt(db, caller, &key, arena, &bill, &is_known,
                                 err))
        return false;
    db_act(db, "request.not_me", is_known ? bill.debt_ref : STR("no bill"),
           str_format(arena, "{\"what\":\"%.*s\"}", STR_ARGS(not_me->what)));
    if (!app_once_find(db, &not_me->once, arena, &was_done, &before, err))
        return false;
    if (was_done)
        return true;
    struct ref ref = ref_new(db_world(db));
    struct sql_request_add_in add = {
        .id = id_new(db_world(db)), .ref = str_of(ref.text),
        .what = not_me->what, .client_id = is_known ? bill.client_id : 0,
        .debt_id = is_known ? bill.debt_id : 0, .made_at = caller.at
    };
    return sql_request_add(db, caller, &add, NULL, err)
        && (!is_known || hold(db, &bill, err))
        && app_door_note(db, not_me->door, not_me->door_count, err)
        && app_once_save(db, &not_me->once, str_of(ref.text), err);
}

static bool hold(struct db *db, const struct sql_letter_code_debt_row *bill,
                 struct err *err)
{
    struct caller caller = db_caller(db);
    struct fact fact = {
        .person = { bill->person_id }, .debt = { bill->debt_id },
        .kind = FACT_HELD, .holds_from = caller.at,
        .until = moment_add_seconds(caller.at,
                                    (int64_t)CHOICE_PAUSE_DAYS * 86400),
        .source = STR("not me")
    };
    return contact_fact_append(db, caller,
                               (struct client_id){ bill->client_id }, &fact,
                               err);
}

/* --- at the desk ------------------------------------------------------ */

struct requests_look {
    struct app_request *request;
    uint32_t count;
};

static bool requests_unit(struct db *db, void *work, struct arena *arena,
                          struct err *err)
{
    struct requests_look *look = work;
    struct sql_requests_open_row *row;
    if (!sql_requests_open(db, db_caller(db), arena, &row, &look->count, err))
        return false;
    look->request = arena_many(arena, look->count, struct app_request);
    if (look->request == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for requests");
    for (uint32_t i = 0; i < look->count; i++)
        look->request[i] = (struct app_request){
            .ref = row[i].ref, .what = row[i].what,
            .debt_ref = row[i].debt_ref, .made_at = row[i].made_at,
            .answer_on = row[i].answer_on, .owner = row[i].owner_name
        };
    return true;
}

bool app_requests(struct app *app, struct caller caller, struct arena *arena,
                  struct app_request **request, uint32_t *count,
                  struct err *err)
{
    struct requests_look look = { .count = 0 };
    if (!db_read(app->pool, caller, requests_unit, &look, arena, err))
        return false;
    *request = look.request;
    *count = look.count;
    return true;
}

struct request_look {
    struct app *app;
    struct str ref;
    struct app_request *request;
};

static bool open_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    const struct request_look *look = work;
    struct sql_request_by_ref_in in = { look->ref };
    struct sql_request_by_ref_row row;
    bool is_found;
    if (!sql_request_by_ref(db, db_caller(db), &in, arena, &row, &is_found,
                            err))
        return false;
    if (!is_found)
        return err_set(err, ERR_ABSENT, "there is no such request");
    *look->request = (struct app_request){
        .ref = look->ref, .what = row.what, .debt_ref = row.debt_ref,
        .made_at = row.made_at, .answer_on = row.answer_on,
        .owner = row.owner_name, .reasons = row.reasons, .phone = row.phone,
        .client_answered_at = row.client_answered_at,
        .is_done = !moment_is_none(row.done_at)
    };
    struct seal_place theirs = { "request", "words", row.id };
    struct seal_place clients = { "request", "client_answer", row.id };
    return (row.words.len == 0
            || seal_open(look->app->keys, theirs, row.words, arena,
                         &look->request->words, err))
        && (row.client_answer.len == 0
            || seal_open(look->app->keys, clients, row.client_answer, arena,
                         &look->request->client_answer, err));
}

bool app_request_open(struct app *app, struct caller caller, struct str ref,
                      struct arena *arena, struct app_request *request,
                      struct err *err)
{
    struct request_look look = { app, ref, request };
    return db_read(app->pool, caller, open_unit, &look, arena, err);
}

static bool done_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    const struct str *ref = work;
    struct caller caller = db_caller(db);
    struct sql_request_by_ref_in in = { *ref };
    struct sql_request_by_ref_row row;
    bool is_found;
    if (!sql_request_by_ref(db, caller, &in, arena, &row, &is_found, err))
        return false;
    if (!is_found)
        return err_set(err, ERR_ABSENT, "there is no such request");
    struct sql_request_done_in done = { row.id, caller.at, caller.name };
    db_act(db, "request.done", *ref, STR("{}"));
    return sql_request_done(db, caller, &done, NULL, err);
}

bool app_request_done(struct app *app, struct caller caller, struct str ref,
                      struct err *err)
{
    return db_work(app->pool, caller, done_unit, &ref, err);
}
