#include "base/base.h"
#include "app/letter_plan.h"
#include "app/letters.h"
#include "app/load.h"
#include "app/mark.h"
#include "app/ready.h"
#include "message/content.h"
#include "seal/field.h"
#include "store/outbox_sql.h"
#include "text/csv.h"

#define SHA256_HEX 64
#define MANIFEST_PAGE 5000
#define MANIFEST_BYTES_MAX ((size_t)64 << 20)

/* --- what is open ----------------------------------------------------- */

#define MARK_SECONDS 3600 /* the courier's coming is noted so often */

struct open_look {
    struct app *app;
    bool mails;
    uint32_t limit;
    bool is_noted; /* that it came, lately enough */
    struct app_message **messages;
    uint32_t *count;
};

static bool message_fill_in(struct app *app,
                            const struct sql_outbox_open_row *row,
                            struct arena *arena, struct app_message *message,
                            struct err *err);
static struct str with_code(struct arena *arena, struct str content,
                            struct str shown);

static bool open_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    struct open_look *look = work;
    struct caller caller = db_caller(db);
    struct sql_outbox_open_in in = {
        look->mails ? CHANNEL_EMAIL : CHANNEL_LETTER, 0, look->limit
    };
    struct sql_outbox_open_row *row;
    struct app_ready ready;
    if (!app_ready_in(look->app, db, arena, &ready, err))
        return false;
    look->is_noted = !moment_is_none(ready.courier_at)
        && moment_seconds(caller.at) - moment_seconds(ready.courier_at)
               < MARK_SECONDS;
    if (!ready.is_ready) /* app/ready.h: none leaves yet */
        in.limit = 0;
    if (!sql_outbox_open(db, caller, &in, arena, &row, look->count, err))
        return false;
    *look->messages = arena_many(arena, *look->count, struct app_message);
    if (*look->messages == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for messages");
    for (uint32_t i = 0; i < *look->count; i++)
        if (!message_fill_in(look->app, &row[i], arena,
                             &(*look->messages)[i], err))
            return false;
    return true;
}

bool app_outbox_open(struct app *app, struct caller caller, bool mails,
                     uint32_t limit, struct arena *arena,
                     struct app_message **messages, uint32_t *count,
                     struct err *err)
{
    struct open_look look = { app, mails, limit, false, messages, count };
    return db_read(app->pool, caller, open_unit, &look, arena, err)
        && (look.is_noted
            || app_mark_set(app, caller, APP_MARK_COURIER, STR(""), err));
}

static bool message_fill_in(struct app *app,
                            const struct sql_outbox_open_row *row,
                            struct arena *arena, struct app_message *message,
                            struct err *err)
{
    struct str code = { NULL, 0 }, shown = { NULL, 0 };
    struct seal_place place = { "outbox", "code", row->id };
    if (row->code_sealed.at != NULL) {
        if (!seal_open(app->keys, place, row->code_sealed, arena, &code, err))
            return false;
        struct str left = str_part(code, 0, 4), right = str_part(code, 4, 4);
        shown = row->channel == CHANNEL_LETTER
            ? str_format(arena, "%.*s-%.*s", STR_ARGS(left), STR_ARGS(right))
            : code;
    }
    *message = (struct app_message){
        .ref = row->ref, .channel = (enum channel)row->channel,
        .kind = row->kind,
        .language = language_code((enum language)row->language),
        .content = with_code(arena, row->content, shown), .code = shown,
        .made_on = row->made_on, .made_at = row->made_at,
        .address = row->address
    };
    return message->content.at != NULL
        || err_set(err, ERR_EXHAUSTED, "no memory for a message");
}

/* The stored words hold a place for the code; here it gets its value. */
static struct str with_code(struct arena *arena, struct str content,
                            struct str shown)
{
    struct buf buf;
    buf_init(&buf, arena, MESSAGE_BYTES_MAX);
    for (;;) {
        size_t at = str_find(content, STR(APP_CODE_PLACE));
        if (at == SIZE_MAX || shown.at == NULL)
            break;
        buf_add(&buf, str_part(content, 0, at));
        buf_add(&buf, shown);
        content = str_part(content, at + sizeof APP_CODE_PLACE - 1, SIZE_MAX);
    }
    buf_add(&buf, content);
    return buf_str(&buf);
}

/* --- may it leave, and did it? ---------------------------------------- */

struct carry {
    struct app *app;
    struct str ref;
    struct str sha256; /* absent: only taking it */
    bool is_good;      /* may leave; or is sent */
};

static bool still_allowed(struct app *app, struct db *db,
                          struct caller caller,
                          const struct sql_outbox_by_ref_row *row,
                          struct arena *arena, bool *allowed,
                          struct str *why, struct err *err);
static bool carry_on(struct carry *carry, struct db *db,
                     struct caller caller,
                     const struct sql_outbox_by_ref_row *row,
                     struct err *err);
static bool is_sha256(struct str text);

static bool carry_unit(struct db *db, void *work, struct arena *arena,
                       struct err *err)
{
    struct carry *carry = work;
    struct caller caller = db_caller(db);
    struct sql_outbox_by_ref_in in = { carry->ref };
    struct sql_outbox_by_ref_row row;
    struct app_ready ready;
    bool is_found, allowed;
    struct str why = { NULL, 0 };
    carry->is_good = false; /* whatever a run before this one found */
    if (!sql_outbox_by_ref(db, caller, &in, arena, &row, &is_found, err))
        return false;
    if (!is_found)
        return err_set(err, ERR_ABSENT, "there is no such message");
    db_act(db, carry->sha256.at ? "outbox.sent" : "outbox.take", carry->ref,
           STR("{}"));
    if (row.state >= 3) { /* sent or void: final */
        carry->is_good = row.state == 3
            && (carry->sha256.at == NULL
                || str_equal(row.sha256, carry->sha256));
        if (row.state == 3 && !carry->is_good)
            return err_set(err, ERR_CONFLICT, "this message was sent before "
                           "with other bytes");
        carry->is_good = carry->is_good && carry->sha256.at != NULL;
        return true;
    }
    bool is_mail = row.channel == CHANNEL_EMAIL;
    if (is_mail && (row.state != 1 || carry->sha256.at != NULL))
        return true; /* taken before: it may have left */
    if (!row.is_released) /* a list from before, or nobody's to ask for */
        return true;
    if (!app_ready_in(carry->app, db, arena, &ready, err))
        return false;
    if (!ready.is_ready) /* it stays open until the house is */
        return true;
    if (!still_allowed(carry->app, db, caller, &row, arena, &allowed, &why,
                       err))
        return false;
    if (moment_seconds(caller.at) - moment_seconds(row.made_at)
        > (is_mail ? APP_MAIL_STALE_SECONDS : APP_LETTER_STALE_SECONDS)) {
        allowed = false;
        why = STR("it was not carried in time");
    }
    carry->is_good = allowed;
    if (allowed)
        return carry_on(carry, db, caller, &row, err);
    struct sql_outbox_void_in to_void = { row.client_id, row.id, why };
    return sql_outbox_void(db, caller, &to_void, NULL, err);
}

static bool carry_on(struct carry *carry, struct db *db,
                     struct caller caller,
                     const struct sql_outbox_by_ref_row *row,
                     struct err *err)
{
    if (carry->sha256.at == NULL) {
        struct sql_outbox_take_in take = { row->client_id, row->id,
                                           caller.at };
        return sql_outbox_take(db, caller, &take, NULL, err);
    }
    struct sql_outbox_sent_in sent = { row->client_id, row->id, caller.at,
                                       carry->sha256 };
    return sql_outbox_sent(db, caller, &sent, NULL, err);
}

/* The same gate once more, in the transaction that lets it leave. */
static bool still_allowed(struct app *app, struct db *db,
                          struct caller caller,
                          const struct sql_outbox_by_ref_row *row,
                          struct arena *arena, bool *allowed,
                          struct str *why, struct err *err)
{
    struct app_loaded loaded;
    struct contact_answer answer;
    bool holds;
    struct debt_key key = { { row->person_id }, { row->client_id },
                            { row->debt_id } };
    struct contact_ask ask = { .channel = (enum channel)row->channel,
                               .address = row->address, .at = caller.at,
                               .class = row->channel == CHANNEL_EMAIL
                                   ? CONTACT_ASKED
                                   : app_message_class(
                                         message_kind_parse(row->kind)),
                               .message = row->kind };
    if (!app_debt_in(app, db, caller, key, arena, &loaded, err)
        || !app_gate_look(app, db, caller, &loaded, &ask, arena, &answer,
                          err))
        return false;
    if (!app_letter_plan_holds(app, db, caller, &loaded,
                               message_kind_parse(row->kind), row->about,
                               arena, &holds, err))
        return false;
    *allowed = contact_is_allowed(&answer) && !loaded.debt.is_undone && holds;
    *why = !holds ? STR("it was paid or changed meanwhile")
        : answer.reason_count > 0 ? str_of(answer.reason[0].rule->id)
        : STR("the import was undone");
    return true;
}

bool app_outbox_take(struct app *app, struct caller caller, struct str ref,
                     bool *may_leave, struct err *err)
{
    struct carry carry = { .app = app, .ref = ref };
    if (!db_work(app->pool, caller, carry_unit, &carry, err))
        return false;
    *may_leave = carry.is_good;
    return true;
}

bool app_outbox_sent(struct app *app, struct caller caller, struct str ref,
                     struct str sha256, bool *is_sent, struct err *err)
{
    if (!is_sha256(sha256))
        return err_set(err, ERR_INVALID,
                       "a SHA-256 is 64 small hexadecimal digits");
    struct carry carry = { .app = app, .ref = ref, .sha256 = sha256 };
    if (!db_work(app->pool, caller, carry_unit, &carry, err))
        return false;
    *is_sent = carry.is_good;
    return true;
}

/* --- what became of an e-mail ----------------------------------------- */

static bool bounce_note(struct db *db, const struct sql_outbox_by_ref_row *row,
                        struct err *err);

static bool fate_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    const struct app_fate *fate = work;
    struct caller caller = db_caller(db);
    struct sql_outbox_by_ref_in in = { fate->ref };
    struct sql_outbox_by_ref_row row;
    bool is_found;
    if (!sql_outbox_by_ref(db, caller, &in, arena, &row, &is_found, err))
        return false;
    if (!is_found || row.channel != CHANNEL_EMAIL)
        return err_set(err, ERR_ABSENT, "there is no such e-mail");
    db_act(db, "outbox.fate", fate->ref,
           str_format(arena, "{\"code\":\"%.*s\"}", STR_ARGS(fate->code)));
    struct str why = str_format(arena, "the mail server answered %.*s",
                                STR_ARGS(fate->code));
    struct sql_outbox_sent_in sent = { row.client_id, row.id, caller.at,
                                       fate->sha256 };
    struct sql_outbox_back_in back = { row.client_id, row.id };
    struct sql_outbox_void_in to_void = { row.client_id, row.id, why };
    struct sql_outbox_unknown_in unknown = {
        row.client_id, row.id, STR("nobody knows whether it left")
    };
    if (row.state != 2)
        return true; /* it was heard before */
    if (str_is(fate->fate, "sent"))
        return sql_outbox_sent(db, caller, &sent, NULL, err);
    if (str_is(fate->fate, "later"))
        return sql_outbox_back(db, caller, &back, NULL, err);
    if (!str_is(fate->fate, "refused"))
        return sql_outbox_unknown(db, caller, &unknown, NULL, err);
    return sql_outbox_void(db, caller, &to_void, NULL, err)
        && (!fate->is_nobody || bounce_note(db, &row, err));
}

/* Rule POL-address: nobody is there, so no more to that address. */
static bool bounce_note(struct db *db, const struct sql_outbox_by_ref_row *row,
                        struct err *err)
{
    struct caller caller = db_caller(db);
    struct fact fact = {
        .person = { row->person_id }, .kind = FACT_MAIL_RETURNED,
        .channel = CHANNEL_EMAIL, .address = row->address,
        .holds_from = caller.at, .until = MOMENT_NEVER,
        .source = STR("mail server")
    };
    return contact_fact_append(db, caller,
                               (struct client_id){ row->client_id }, &fact,
                               err);
}

static bool is_sha256(struct str text)
{
    bool is_hex = text.len == SHA256_HEX;
    for (size_t i = 0; is_hex && i < text.len; i++)
        is_hex = (text.at[i] >= '0' && text.at[i] <= '9')
            || (text.at[i] >= 'a' && text.at[i] <= 'f');
    return is_hex;
}

bool app_outbox_fate(struct app *app, struct caller caller,
                     const struct app_fate *fate, struct err *err)
{
    struct app_fate heard = *fate;
    int64_t code;
    if (!is_sha256(fate->sha256))
        return err_set(err, ERR_INVALID,
                       "a SHA-256 is 64 small hexadecimal digits");
    if (!str_to_int64(fate->code, &code) || code < 0 || code > 999)
        heard.code = STR("0");
    return db_work(app->pool, caller, fate_unit, &heard, err);
}

bool app_letters_void(struct db *db, struct client_id client,
                      struct debt_id debt, struct str why, struct err *err)
{
    struct sql_outbox_void_debt_in in = { client.n, debt.n, why };
    return sql_outbox_void_debt(db, db_caller(db), &in, NULL, err);
}

/* --- the manifest of a day -------------------------------------------- */

struct manifest_look {
    struct day made_on;
    struct buf *buf;
};

static bool manifest_unit(struct db *db, void *work, struct arena *arena,
                          struct err *err)
{
    struct manifest_look *look = work;
    struct csv_out out;
    int64_t after = 0;
    csv_out_init(&out, look->buf, ',');
    for (const char *const *head = (const char *const[]){
             "message", "kind", "language", "sha256", "sent_at", NULL };
         *head != NULL; head++)
        csv_out_exact(&out, str_of(*head));
    csv_out_end(&out);
    for (;;) {
        struct sql_outbox_manifest_in in = { look->made_on, after,
                                             MANIFEST_PAGE };
        struct sql_outbox_manifest_row *row;
        uint32_t count;
        if (!sql_outbox_manifest(db, db_caller(db), &in, arena, &row, &count,
                                 err))
            return false;
        for (uint32_t i = 0; i < count; i++) {
            csv_out_exact(&out, row[i].ref);
            csv_out_exact(&out, row[i].kind);
            csv_out_exact(&out, language_code(
                (enum language)row[i].language));
            csv_out_exact(&out, row[i].sha256);
            csv_out_exact(&out, moment_iso(arena, row[i].sent_at));
            csv_out_end(&out);
        }
        if (count < MANIFEST_PAGE)
            return true;
        after = row[count - 1].id;
    }
}

bool app_manifest(struct app *app, struct caller caller, struct day made_on,
                  struct arena *arena, struct str *csv, struct err *err)
{
    struct buf buf;
    buf_init(&buf, arena, MANIFEST_BYTES_MAX);
    struct manifest_look look = { made_on, &buf };
    if (!db_read(app->pool, caller, manifest_unit, &look, arena, err))
        return false;
    *csv = buf_str(&buf);
    return csv->at != NULL
        || err_set(err, ERR_EXHAUSTED, "the manifest is too long");
}
