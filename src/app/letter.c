#include "base/base.h"
#include "app/letter.h"
#include "app/letters.h"
#include "message/mail.h"
#include "seal/code.h"
#include "seal/field.h"
#include "store/agency_sql.h"
#include "store/outbox_sql.h"

static bool row_add(struct app *app, struct db *db,
                    const struct app_loaded *loaded, struct str code,
                    struct sql_outbox_add_in *out, struct arena *arena,
                    struct err *err);
static bool mail_fill(struct app *app, struct db *db,
                      const struct app_mail *mail, struct ref ref,
                      struct arena *arena,
                      struct message_mail_filled *filled, struct err *err);
static struct str host_of(struct str portal_url);

bool app_letter_keep(struct app *app, struct db *db, struct caller caller,
                     const struct app_letter *letter, struct arena *arena,
                     struct err *err)
{
    const struct debt *debt = &letter->loaded->debt.debt;
    const struct message_content *content = letter->content;
    char code[SEAL_CODE_LEN + 1];
    unsigned char index[SEAL_INDEX_LEN];
    struct buf words;
    struct ref ref = ref_new(db_world(db));
    struct sql_outbox_add_in out = {
        .ref = str_of(ref.text), .channel = CHANNEL_LETTER,
        .kind = message_kind_word(content->kind), .about = letter->about,
        .language = content->language, .template = content->template_version,
        .answer_id = letter->answer.n, .made_on = letter->business_on,
        .is_asked = letter->is_asked
    };
    buf_init(&words, arena, MESSAGE_BYTES_MAX);
    message_content_write(content, &words);
    out.content = buf_str(&words);
    if (words.failed || arena->exhausted)
        return err_set(err, ERR_EXHAUSTED, "a letter is too long");

    seal_code_new(db_world(db), code);
    seal_index(app->keys, 0, "letter_code", "code", str_of(code), index);
    if (!row_add(app, db, letter->loaded, str_of(code), &out, arena, err))
        return false;
    struct sql_letter_code_add_in known = {
        .code_index = { (const char *)index, SEAL_INDEX_LEN },
        .person_id = debt->person.n, .client_id = debt->client.n,
        .outbox_id = out.id,
        .expires_at = moment_add_seconds(caller.at,
                                         (int64_t)APP_CODE_DAYS * 86400),
        .made_at = caller.at
    };
    return sql_letter_code_add(db, caller, &known, NULL, err);
}

/* The same of every message: whose it is, and the code under seal. */
static bool row_add(struct app *app, struct db *db,
                    const struct app_loaded *loaded, struct str code,
                    struct sql_outbox_add_in *out, struct arena *arena,
                    struct err *err)
{
    const struct debt *debt = &loaded->debt.debt;
    struct caller caller = db_caller(db);
    out->person_id = debt->person.n;
    out->client_id = debt->client.n;
    out->debt_id = debt->id.n;
    out->id = id_new(db_world(db));
    out->made_at = caller.at;
    struct seal_place place = { "outbox", "code", out->id };
    return seal_field(app->keys, db_world(db), place, code, arena,
                      &out->code_sealed, err)
        && sql_outbox_add(db, caller, out, NULL, err);
}

bool app_mail_keep(struct app *app, struct db *db, struct caller caller,
                   const struct app_mail *mail, struct arena *arena,
                   bool *is_kept, struct err *err)
{
    struct ref ref = ref_new(db_world(db));
    struct message_mail_filled filled;
    struct buf words;
    *is_kept = false;
    if (!mail_fill(app, db, mail, ref, arena, &filled, err))
        return false;
    if (filled.answer != MESSAGE_FILLED)
        return true;
    buf_init(&words, arena, MESSAGE_BYTES_MAX);
    message_mail_write(&filled.mail, &words);
    struct sql_outbox_add_in out = {
        .ref = str_of(ref.text), .channel = CHANNEL_EMAIL,
        .kind = STR(MESSAGE_MAIL_CODE), .about = mail->about,
        .language = language_written(mail->loaded->person.person.language),
        .template = filled.version, .content = buf_str(&words),
        .answer_id = mail->answer.n, .made_on = app_today(app, caller.at),
        .address = mail->address, .is_asked = true
    };
    if (words.failed || arena->exhausted)
        return err_set(err, ERR_EXHAUSTED, "an e-mail is too long");
    *is_kept = true;
    return row_add(app, db, mail->loaded, mail->digits, &out, arena, err);
}

static bool mail_fill(struct app *app, struct db *db,
                      const struct app_mail *mail, struct ref ref,
                      struct arena *arena,
                      struct message_mail_filled *filled, struct err *err)
{
    struct sql_agency_load_row agency;
    bool is_found;
    if (!sql_agency_load(db, db_caller(db), arena, &agency, &is_found, err))
        return false;
    CHECK(is_found);
    enum language language = mail->loaded->person.person.language;
    struct str host = host_of(agency.portal_url);
    struct message_mail_input input = {
        .kind = MESSAGE_MAIL_CODE,
        .language = language_written(language),
        .agency = agency.known_as, .phone = agency.phone,
        .hours = language == LANGUAGE_SPANISH ? agency.hours_es
                                              : agency.hours_en,
        .line1 = agency.line1, .city = agency.city, .state = agency.state,
        .zip = agency.zip, .code = STR(APP_CODE_PLACE),
        .link = agency.portal_url, .minutes = mail->minutes,
        .stop_link = str_format(arena, "%.*s/m/mail/%s", STR_ARGS(host),
                                ref.text)
    };
    return message_mail_fill(app->templates, &input, arena, filled, err);
}

/* "harborcare.example" of "harborcare.example/m". */
static struct str host_of(struct str portal_url)
{
    return str_part(portal_url, 0, str_find_byte(portal_url, '/', 0));
}
