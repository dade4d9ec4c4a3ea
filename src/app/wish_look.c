/* Who asked for a code, and where may it go?  The courier's round asks. */
#include "base/base.h"
#include "app/door.h"
#include "app/letter.h"
#include "app/letters.h"
#include "app/wish_in.h"
#include "message/fill.h"
#include "store/agency_sql.h"
#include "store/outbox_sql.h"
#include "store/wish_sql.h"

struct look {
    struct app *app;
    struct sql_wishes_open_row *wish;
    uint32_t count;
};

static bool person_find(struct app *app, struct db *db,
                        const struct sql_wishes_open_row *wish,
                        struct arena *arena, struct person_id *person,
                        struct str *email, struct err *err);
static bool code_send(struct look *look, struct db *db,
                      struct app_wish_code *code, struct arena *arena,
                      struct err *err);
static bool letter_send(struct app *app, struct db *db, struct caller caller,
                        struct person_id person, struct str about,
                        struct arena *arena, struct err *err);

static bool open_unit(struct db *db, void *context, struct arena *arena,
                      struct err *err)
{
    struct look *look = context;
    return sql_wishes_open(db, db_caller(db), arena, &look->wish,
                           &look->count, err);
}

/* One wish: who, then an e-mail, else a letter, else nothing.  look->wish
 * points at it. */
static bool look_unit(struct db *db, void *context, struct arena *arena,
                      struct err *err)
{
    struct look *look = context;
    const struct sql_wishes_open_row *wish = look->wish;
    struct caller caller = db_caller(db);
    struct app_wish_code code = { .about = wish->ref };
    struct str email;
    unsigned char hash[SEAL_INDEX_LEN];
    struct sql_wish_looked_in looked = { .id = wish->id,
                                         .looked_at = caller.at };
    db_act(db, "wish.look", wish->ref, STR("{}"));
    if (!person_find(look->app, db, wish, arena, &code.person, &email, err))
        return false;
    code.address = email;
    if (code.person.n != 0 && !code_send(look, db, &code, arena, err))
        return false;
    if (code.is_sent) {
        app_wish_hash(look->app, wish->id, str_of(code.digits), hash);
        looked.person_id = code.person.n;
        looked.code = (struct str){ (const char *)hash, SEAL_INDEX_LEN };
    }
    return sql_wish_looked(db, caller, &looked, NULL, err);
}

static bool forget_unit(struct db *db, void *context, struct arena *arena,
                        struct err *err)
{
    struct caller caller = db_caller(db);
    struct sql_wish_forget_in old = {
        moment_add_seconds(caller.at, -86400)
    };
    struct sql_outbox_late_in late = {
        moment_add_seconds(caller.at, -APP_MAIL_STALE_SECONDS)
    };
    (void)context;
    (void)arena;
    db_act(db, "wish.forget", STR("wishes"), STR("{}"));
    return sql_wish_forget(db, caller, &old, NULL, err)
        && sql_outbox_late(db, caller, &late, NULL, err);
}

/* Rounds come every few seconds: without a wish nothing is written. */
bool app_wishes_look(struct app *app, struct caller caller, struct err *err)
{
    struct arena arena;
    struct look look = { .app = app };
    arena_init(&arena, ARENA_REQUEST_BYTES);
    bool done = db_read(app->pool, caller, open_unit, &look, &arena, err);
    struct look one = { .app = app };
    for (uint32_t i = 0; done && i < look.count; i++) {
        one.wish = &look.wish[i];
        done = db_work(app->pool, caller, look_unit, &one, err);
    }
    if (done && look.count > 0)
        done = db_work(app->pool, caller, forget_unit, NULL, err);
    arena_clear(&arena);
    return done;
}

/* Nobody, or more than one: person 0.  email: absent when a number was
 * typed. */
static bool person_find(struct app *app, struct db *db,
                        const struct sql_wishes_open_row *wish,
                        struct arena *arena, struct person_id *person,
                        struct str *email, struct err *err)
{
    struct caller caller = db_caller(db);
    struct seal_place place = { "wish", "typed", wish->id };
    struct str typed;
    struct sql_wish_by_email_row *found;
    struct sql_wish_by_phone_row *called;
    uint32_t count = 0;
    *person = (struct person_id){ 0 };
    *email = (struct str){ NULL, 0 };
    if (!seal_open(app->keys, place, wish->typed, arena, &typed, err))
        return false;
    if (app_is_email(typed)) {
        struct sql_wish_by_email_in in = { typed, wish->born_on };
        *email = typed;
        if (!sql_wish_by_email(db, caller, &in, arena, &found, &count, err))
            return false;
        if (count == 1)
            person->n = found[0].id;
        return true;
    }
    struct sql_wish_by_phone_in in = { person_phone_digits(arena, typed),
                                       wish->born_on };
    if (in.number.len == 0)
        return true;
    if (!sql_wish_by_phone(db, caller, &in, arena, &called, &count, err))
        return false;
    if (count == 1)
        person->n = called[0].id;
    return true;
}

/* However many ask in somebody's name, they get few messages. */
static bool code_send(struct look *look, struct db *db,
                      struct app_wish_code *code, struct arena *arena,
                      struct err *err)
{
    struct caller caller = db_caller(db);
    bool is_locked, is_found;
    struct app_door door = {
        str_format(arena, "wish person %" PRId64, code->person.n),
        APP_WISH_ASKS
    };
    struct sql_wish_codes_in of = { code->person.n,
                                    moment_add_seconds(caller.at, -86400) };
    struct sql_wish_codes_row before;
    if (!app_door_look(db, &door, 1, arena, &is_locked, err)
        || !sql_wish_codes(db, caller, &of, arena, &before, &is_found, err))
        return false;
    if (is_locked || before.codes >= APP_WISH_DAY_CODES)
        return true;
    if (!app_door_note(db, &door, 1, err)
        || (code->address.len > 0
            && !app_wish_mail(look->app, db, caller, code, arena, err)))
        return false;
    return code->is_sent
        || letter_send(look->app, db, caller, code->person, code->about,
                       arena, err);
}

/* --- by e-mail --------------------------------------------------------- */

static bool mail_try(struct app *app, struct db *db,
                     const struct app_loaded *loaded, struct str address,
                     struct app_wish_code *code, struct arena *arena,
                     struct err *err);

bool app_wish_mail(struct app *app, struct db *db, struct caller caller,
                   struct app_wish_code *code, struct arena *arena,
                   struct err *err)
{
    struct sql_wish_debts_in in = { code->person.n };
    struct sql_wish_debts_row *row;
    uint32_t count;
    if (!sql_wish_debts(db, caller, &in, arena, &row, &count, err))
        return false;
    seal_digits_new(db_world(db), code->digits);
    for (uint32_t i = 0; i < count && !code->is_sent; i++) {
        struct debt_key key = { code->person, { row[i].client_id },
                                { row[i].id } };
        struct app_loaded loaded;
        if (!app_debt_in(app, db, caller, key, arena, &loaded, err))
            return false;
        uint32_t emails = code->address.len > 0 ? 1
                                                : loaded.person.email_count;
        for (uint32_t k = 0; k < emails && !code->is_sent; k++)
            if (!mail_try(app, db, &loaded,
                          code->address.len > 0 ? code->address
                                                : loaded.person.email[k],
                          code, arena, err))
                return false;
    }
    return true;
}

static bool mail_try(struct app *app, struct db *db,
                     const struct app_loaded *loaded, struct str address,
                     struct app_wish_code *code, struct arena *arena,
                     struct err *err)
{
    struct caller caller = db_caller(db);
    struct contact_ask ask = { .channel = CHANNEL_EMAIL, .address = address,
                               .at = caller.at, .class = CONTACT_ASKED,
                               .message = STR("mail_code") };
    struct contact_answer answer;
    struct contact_kept kept;
    if (!app_gate_in(app, db, caller, loaded, &ask, arena, &answer, &kept,
                     err))
        return false;
    if (!contact_is_allowed(&answer))
        return true;
    struct app_mail mail = {
        .loaded = loaded, .answer = kept.id, .address = address,
        .about = code->about, .digits = str_of(code->digits),
        .minutes = APP_WISH_MINUTES
    };
    return app_mail_keep(app, db, caller, &mail, arena, &code->is_sent, err);
}

/* --- by letter --------------------------------------------------------- */

static bool letter_try(struct app *app, struct db *db,
                       const struct app_loaded *loaded, struct str portal,
                       struct str about, struct arena *arena, bool *is_kept,
                       struct err *err);

static bool letter_send(struct app *app, struct db *db, struct caller caller,
                        struct person_id person, struct str about,
                        struct arena *arena, struct err *err)
{
    struct sql_wish_debts_in in = { person.n };
    struct sql_wish_debts_row *row;
    struct sql_wish_letters_in of = {
        person.n, moment_add_seconds(caller.at, -APP_WISH_LETTER_DAYS * 86400)
    };
    struct sql_wish_letters_row before;
    struct sql_agency_load_row agency;
    uint32_t count;
    bool is_found, is_kept = false;
    if (!sql_wish_letters(db, caller, &of, arena, &before, &is_found, err)
        || !sql_agency_load(db, caller, arena, &agency, &is_found, err)
        || !sql_wish_debts(db, caller, &in, arena, &row, &count, err))
        return false;
    for (uint32_t i = 0; i < count && !is_kept && before.letters == 0; i++) {
        struct debt_key key = { person, { row[i].client_id }, { row[i].id } };
        struct app_loaded loaded;
        if (!app_debt_in(app, db, caller, key, arena, &loaded, err)
            || !letter_try(app, db, &loaded, agency.portal_url, about, arena,
                           &is_kept, err))
            return false;
    }
    return true;
}

static bool letter_try(struct app *app, struct db *db,
                       const struct app_loaded *loaded, struct str portal,
                       struct str about, struct arena *arena, bool *is_kept,
                       struct err *err)
{
    struct caller caller = db_caller(db);
    struct contact_ask ask = { .channel = CHANNEL_LETTER, .at = caller.at,
                               .class = app_message_class(MESSAGE_NEW_CODE),
                               .message = message_kind_word(
                                   MESSAGE_NEW_CODE) };
    struct contact_answer answer;
    struct contact_kept kept;
    struct message_filled filled;
    if (!loaded->person.has_address || loaded->facility == NULL)
        return true;
    if (!app_gate_in(app, db, caller, loaded, &ask, arena, &answer, &kept,
                     err))
        return false;
    if (!contact_is_allowed(&answer))
        return true;
    struct message_input input = {
        .kind = MESSAGE_NEW_CODE,
        .language = language_written(loaded->person.person.language),
        .person = &loaded->person.person,
        .address = &loaded->person.address, .debt = &loaded->debt.debt,
        .agreement = loaded->client.agreement,
        .facility = loaded->facility, .code = STR(APP_CODE_PLACE),
        .portal = portal, .sent_on = app_today(app, caller.at),
        .owed = loaded->debt.balance
    };
    if (!message_fill(app->templates, &input, arena, &filled, err))
        return false;
    if (filled.answer != MESSAGE_FILLED)
        return true;
    struct app_letter letter = {
        .loaded = loaded, .content = &filled.content, .answer = kept.id,
        .about = about, .business_on = input.sent_on, .is_asked = true
    };
    *is_kept = true;
    return app_letter_keep(app, db, caller, &letter, arena, err);
}

/* --- what may get a code? ---------------------------------------------- */

struct channel_look {
    struct app *app;
    struct arena *keep;
    struct str *masked;
};

static bool channel_unit(struct db *db, void *context, struct arena *arena,
                         struct err *err)
{
    struct channel_look *look = context;
    struct caller caller = db_caller(db);
    struct sql_wish_debts_in in = { caller.person.n };
    struct sql_wish_debts_row *row;
    uint32_t count;
    if (!sql_wish_debts(db, caller, &in, arena, &row, &count, err))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        struct debt_key key = { caller.person, { row[i].client_id },
                                { row[i].id } };
        struct app_loaded loaded;
        if (!app_debt_in(look->app, db, caller, key, arena, &loaded, err))
            return false;
        for (uint32_t k = 0; k < loaded.person.email_count; k++) {
            struct contact_answer answer;
            struct contact_ask ask = {
                .channel = CHANNEL_EMAIL, .address = loaded.person.email[k],
                .at = caller.at, .class = CONTACT_ASKED,
                .message = STR("mail_code")
            };
            if (!app_gate_look(look->app, db, caller, &loaded, &ask, arena,
                               &answer, err))
                return false;
            if (!contact_is_allowed(&answer))
                continue;
            *look->masked = str_copy(look->keep, person_email_masked(
                                         arena, loaded.person.email[k]));
            return true;
        }
    }
    return true;
}

bool app_proof_channel(struct app *app, struct caller caller,
                       struct arena *arena, struct str *masked,
                       struct err *err)
{
    struct channel_look look = { app, arena, masked };
    *masked = (struct str){ NULL, 0 };
    return db_read(app->pool, caller, channel_unit, &look, arena, err);
}
