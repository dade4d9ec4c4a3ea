#include "base/base.h"
#include "app/need.h"
#include "app/once.h"
#include "law/calendar.h"
#include "seal/digest.h"
#include "seal/field.h"
#include "store/request_sql.h"

struct needs_look {
    struct app_need **need;
    uint32_t *count;
};

static struct day you_by(struct day we_by, struct day today);

static bool needs_unit(struct db *db, void *work, struct arena *arena,
                       struct err *err)
{
    const struct needs_look *look = work;
    struct caller caller = db_caller(db);
    struct sql_needs_open_in in = { caller.client.n };
    struct sql_needs_open_row *row;
    if (!sql_needs_open(db, caller, &in, arena, &row, look->count, err))
        return false;
    struct app_need *need = arena_many(arena, *look->count, struct app_need);
    if (need == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for what is open");
    for (uint32_t i = 0; i < *look->count; i++)
        need[i] = (struct app_need){
            .ref = row[i].ref, .what = row[i].what,
            .reasons = row[i].reasons, .account = row[i].account,
            .debt_ref = row[i].debt_ref, .made_at = row[i].made_at,
            .we_by = row[i].answer_on,
            .is_answered = !moment_is_none(row[i].client_answered_at)
        };
    *look->need = need;
    return true;
}

bool app_needs(struct app *app, struct caller caller, struct arena *arena,
               struct app_need **need, uint32_t *count, struct err *err)
{
    struct needs_look look = { need, count };
    if (!db_read(app->pool, caller, needs_unit, &look, arena, err))
        return false;
    for (uint32_t i = 0; i < *count; i++)
        (*need)[i].you_by = you_by((*need)[i].we_by,
                                   app_today(app, (*need)[i].made_at));
    return true;
}

/* Some business days before we answer; never before it was said. */
static struct day you_by(struct day we_by, struct day today)
{
    struct day day = we_by;
    for (uint32_t left = APP_NEED_DAYS_BEFORE; left > 0; ) {
        day = day_add(day, -1);
        left -= calendar_is_business_day(day, CALENDAR_CAUTIOUS);
    }
    return day_compare(day, today) < 0 ? today : day;
}

/* --- the answer ------------------------------------------------------- */

struct answering {
    struct app *app;
    const struct app_need_answer *answer;
};

static bool answer_unit(struct db *db, void *work, struct arena *arena,
                        struct err *err)
{
    const struct answering *answering = work;
    const struct app_need_answer *answer = answering->answer;
    struct caller caller = db_caller(db);
    struct sql_need_by_ref_in by = { caller.client.n, answer->ref };
    struct sql_need_by_ref_row row;
    struct str before;
    bool is_found, was_done;
    struct app_once once = {
        "need", answer->key,
        str_format(arena, "%.*s %.*s", STR_ARGS(answer->ref),
                   STR_ARGS(seal_sha256_hex(arena, answer->words)))
    };
    db_act(db, "request.client_answer", answer->ref, STR("{}"));
    if (!app_once_find(db, &once, arena, &was_done, &before, err)
        || !sql_need_by_ref(db, caller, &by, arena, &row, &is_found, err))
        return false;
    if (!is_found)
        return err_set(err, ERR_ABSENT, "there is no such question");
    if (was_done)
        return true;
    struct seal_place place = { "request", "client_answer", row.id };
    struct sql_need_answer_in in = { .client_id = caller.client.n,
                                     .id = row.id,
                                     .client_answered_at = caller.at };
    return seal_field(answering->app->keys, db_world(db), place,
                      answer->words, arena, &in.client_answer, err)
        && sql_need_answer(db, caller, &in, NULL, err)
        && app_once_save(db, &once, answer->ref, err);
}

bool app_need_answer(struct app *app, struct caller caller,
                     const struct app_need_answer *answer, struct err *err)
{
    if (answer->words.len == 0 || answer->words.len > APP_NEED_WORDS_MAX
        || !str_is_utf8(answer->words))
        return err_set(err, ERR_INVALID, "an answer needs words, %d bytes "
                       "at most", APP_NEED_WORDS_MAX);
    struct answering answering = { app, answer };
    return db_work(app->pool, caller, answer_unit, &answering, err);
}
