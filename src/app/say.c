#include "base/base.h"
#include "access/access.h"
#include "app/hold.h"
#include "app/load.h"
#include "app/once.h"
#include "app/say.h"
#include "law/calendar.h"
#include "seal/field.h"
#include "store/request_sql.h"

#define DAY_SECONDS INT64_C(86400)
#define CALL_DAYS 7 /* 12 CFR 1006.14(b)(3)(i): consent to be called */
#define PHONE_DIGITS 10

static const char *const wrong_reasons[] = {
    "not_mine", "already_paid", "wrong_amount", "insurance_should",
    "got_help", "stolen", "was_minor", "other", NULL
};
static const char *const talk_reasons[] = {
    "morning", "midday", "evening", NULL
};
static const char *const none[] = { NULL };

/* What each stops and when it is answered: business days, or (complaint)
 * calendar days. */
static const struct saying {
    const char *word;
    const char *const *reasons;
    enum fact_kind kind; /* FACT_NONE: stops nothing */
    bool is_person_wide;
    int32_t fact_days;   /* 0: until somebody says otherwise */
    uint32_t business_days, calendar_days;
} sayings[APP_SAY_COUNT] = {
    [APP_SAY_NOTHING] = { "", none, FACT_NONE, false, 0, 0, 0 },
    [APP_SAY_WRONG] = { "wrong", wrong_reasons, FACT_DISPUTE, false, 0, 10,
                        0 },
    [APP_SAY_INSURANCE] = { "insurance", none, FACT_HELD, false,
                            APP_INSURANCE_DAYS, 10, 0 },
    [APP_SAY_TALK] = { "talk", talk_reasons, FACT_CALL_CONSENT, false,
                       CALL_DAYS, 1, 0 },
    [APP_SAY_STOP] = { "stop", none, FACT_CEASE_WRITTEN, true, 0, 1, 0 },
    [APP_SAY_DIED] = { "died", none, FACT_HELD, true, 0, 3, 0 },
    [APP_SAY_LAWYER] = { "lawyer", none, FACT_ATTORNEY, false, 0, 3, 0 },
    [APP_SAY_BANKRUPTCY] = { "bankruptcy", none, FACT_BANKRUPTCY, true, 0, 3,
                             0 },
    [APP_SAY_COMPLAINT] = { "complaint", none, FACT_NONE, false, 0, 0, 15 },
};

struct say_work {
    struct app *app;
    const struct app_say *say;
    const struct saying *row;
    struct str reasons; /* "already_paid,other" */
    struct app_said *said;
    struct arena *keep;
};

static bool check(const struct app_say *say, struct err *err);
static bool is_digits(struct str text, size_t len);
static struct str reasons_join(const struct app_say *say,
                               struct arena *arena);
static bool request_save(struct db *db, const struct say_work *work,
                         const struct app_loaded *loaded,
                         struct arena *arena, struct err *err);
static bool fact_save(struct db *db, const struct say_work *work,
                      const struct app_loaded *loaded, struct err *err);
static bool receipt_read(struct db *db, struct str ref,
                         const struct app_loaded *loaded,
                         struct arena *arena, struct arena *keep,
                         struct app_said *said, struct err *err);

struct str app_saying_word(enum app_saying what)
{
    CHECK(what < APP_SAY_COUNT);
    return str_of(sayings[what].word);
}

enum app_saying app_saying_parse(struct str word)
{
    for (int i = APP_SAY_NOTHING + 1; i < APP_SAY_COUNT; i++)
        if (str_is(word, sayings[i].word))
            return (enum app_saying)i;
    return APP_SAY_NOTHING;
}

const char *const *app_saying_reasons(enum app_saying what)
{
    CHECK(what < APP_SAY_COUNT);
    return sayings[what].reasons;
}

static bool say_unit(struct db *db, void *context, struct arena *arena,
                     struct err *err)
{
    struct say_work *work = context;
    const struct app_say *say = work->say;
    struct app_loaded loaded;
    struct str before;
    bool was_done;
    struct app_once once = {
        "say", say->key,
        str_format(arena, "%s %.*s %.*s %.*s", work->row->word,
                   STR_ARGS(say->debt_ref), STR_ARGS(work->reasons),
                   STR_ARGS(say->phone))
    };
    db_act(db, "request.say", say->debt_ref,
           str_format(arena, "{\"what\":\"%s\",\"reasons\":\"%.*s\"}",
                      work->row->word, STR_ARGS(work->reasons)));
    if (!app_once_find(db, &once, arena, &was_done, &before, err)
        || !app_debt_by_ref_in(work->app, db, db_caller(db), say->debt_ref,
                               arena, &loaded, err))
        return false;
    if (was_done)
        return receipt_read(db, before, &loaded, arena, work->keep,
                            work->said, err);
    return request_save(db, work, &loaded, arena, err)
        && fact_save(db, work, &loaded, err)
        && app_once_save(db, &once, str_of(work->said->ref.text), err);
}

bool app_say(struct app *app, struct caller caller, const struct app_say *say,
             struct arena *arena, struct app_said *said, struct err *err)
{
    if (!check(say, err))
        return false;
    struct say_work work = { app, say, &sayings[say->what],
                             reasons_join(say, arena), said, arena };
    return db_work(app->pool, caller, say_unit, &work, err);
}

static bool check(const struct app_say *say, struct err *err)
{
    if (say->what <= APP_SAY_NOTHING || say->what >= APP_SAY_COUNT)
        return err_set(err, ERR_INVALID, "there is nothing of that name to "
                       "say");
    const char *const *known = sayings[say->what].reasons;
    for (uint32_t i = 0; i < say->reason_count; i++) {
        bool is_known = false;
        for (size_t j = 0; known[j] != NULL; j++)
            is_known |= str_is(say->reason[i], known[j]);
        if (!is_known)
            return err_set(err, ERR_INVALID, "that is not one of the reasons");
    }
    if (say->words.len > APP_SAY_WORDS_MAX || !str_is_utf8(say->words))
        return err_set(err, ERR_EXHAUSTED, "the words are too long");
    if (say->what == APP_SAY_TALK && !is_digits(say->phone, PHONE_DIGITS))
        return err_set(err, ERR_INVALID, "a call needs a number of ten "
                       "digits");
    return true;
}

static bool is_digits(struct str text, size_t len)
{
    bool is_good = text.len == len;
    for (size_t i = 0; is_good && i < len; i++)
        is_good = text.at[i] >= '0' && text.at[i] <= '9';
    return is_good;
}

static struct str reasons_join(const struct app_say *say,
                               struct arena *arena)
{
    struct buf buf;
    buf_init(&buf, arena, 256);
    for (uint32_t i = 0; i < say->reason_count; i++) {
        if (i > 0)
            buf_add_byte(&buf, ',');
        buf_add(&buf, say->reason[i]);
    }
    return buf.len > 0 ? buf_str(&buf) : STR("");
}

static bool request_save(struct db *db, const struct say_work *work,
                         const struct app_loaded *loaded,
                         struct arena *arena, struct err *err)
{
    const struct app_say *say = work->say;
    const struct saying *row = work->row;
    struct caller caller = db_caller(db);
    struct sql_request_owner_row owner;
    struct app_said *said = work->said;
    bool has_owner;
    if (!sql_request_owner(db, caller, arena, &owner, &has_owner, err))
        return false;
    struct day today = app_today(work->app, caller.at);
    *said = (struct app_said){
        .ref = ref_new(db_world(db)), .what = say->what,
        .answer_on = row->calendar_days > 0
            ? day_add(today, (int32_t)row->calendar_days)
            : calendar_add_business_days(today, row->business_days,
                                         CALENDAR_CAUTIOUS),
        .owner = has_owner ? str_copy(work->keep, owner.full_name)
                           : (struct str){ NULL, 0 }
    };
    struct sql_request_say_in in = {
        .id = id_new(db_world(db)), .ref = str_of(said->ref.text),
        .what = str_of(row->word), .client_id = loaded->debt.debt.client.n,
        .debt_id = loaded->debt.debt.id.n, .reasons = work->reasons,
        .phone = say->phone, .answer_on = said->answer_on,
        .owner_id = has_owner ? owner.id : 0, .made_at = caller.at
    };
    struct seal_place place = { "request", "words", in.id };
    return (say->words.len == 0
            || seal_field(work->app->keys, db_world(db), place, say->words,
                          arena, &in.words, err))
        && sql_request_say(db, caller, &in, NULL, err);
}

static bool fact_save(struct db *db, const struct say_work *work,
                      const struct app_loaded *loaded, struct err *err)
{
    const struct saying *row = work->row;
    struct caller caller = db_caller(db);
    if (row->kind == FACT_NONE)
        return true;
    struct fact fact = {
        .person = loaded->person.person.id,
        .debt = { row->is_person_wide ? 0 : loaded->debt.debt.id.n },
        .kind = row->kind, .address = work->say->phone,
        .text = row->kind == FACT_HELD ? str_of(row->word)
                                       : (struct str){ NULL, 0 },
        .holds_from = caller.at, .source = work->say->source,
        .until = row->fact_days == 0
            ? MOMENT_NEVER
            : moment_add_seconds(caller.at, row->fact_days * DAY_SECONDS)
    };
    return contact_fact_append(db, caller, loaded->debt.debt.client, &fact,
                               err);
}

/* --- the receipt ------------------------------------------------------ */

static bool receipt_read(struct db *db, struct str ref,
                         const struct app_loaded *loaded,
                         struct arena *arena, struct arena *keep,
                         struct app_said *said, struct err *err)
{
    struct sql_request_said_in in = { ref };
    struct sql_request_said_row row;
    bool is_found;
    if (!sql_request_said(db, db_caller(db), &in, arena, &row, &is_found,
                          err))
        return false;
    if (!is_found || row.debt_id != loaded->debt.debt.id.n
        || !ref_parse(ref, &said->ref))
        return err_set(err, ERR_ABSENT, "there is no such receipt");
    said->what = app_saying_parse(row.what);
    said->answer_on = row.answer_on;
    said->owner = str_copy(keep, row.owner_name);
    return true;
}

struct said_look {
    struct app *app;
    struct str debt_ref, ref;
    struct app_said *said;
};

static bool said_unit(struct db *db, void *context, struct arena *arena,
                      struct err *err)
{
    struct said_look *look = context;
    struct app_loaded loaded;
    return app_debt_by_ref_in(look->app, db, db_caller(db), look->debt_ref,
                              arena, &loaded, err)
        && receipt_read(db, look->ref, &loaded, arena, arena, look->said,
                        err);
}

bool app_said_find(struct app *app, struct caller caller, struct str debt_ref,
                   struct str ref, struct arena *arena, struct app_said *said,
                   struct err *err)
{
    struct said_look look = { app, debt_ref, ref, said };
    return db_read(app->pool, caller, said_unit, &look, arena, err);
}
