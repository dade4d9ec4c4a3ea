#include "base/base.h"
#include "app/hold.h"
#include "app/letters.h"
#include "app/place_news.h"
#include "app/recall.h"
#include "intake/news.h"
#include "store/contact.h"
#include "store/debt_sql.h"
#include "store/ledger.h"
#include "store/ledger_sql.h"

struct news {
    struct place_chunk *chunk;
    uint32_t i;
    bool is_look;
    const struct intake_row *row;
    struct app_loaded loaded;
    struct str key;
    struct place_answer *answer;
};

static bool recall(struct db *db, struct caller caller, struct news *news,
                   struct arena *arena, struct err *err);
static bool reach(struct db *db, struct caller caller, struct news *news,
                  struct arena *arena, struct err *err);
static bool insurance(struct db *db, struct caller caller, struct news *news,
                      struct arena *arena, struct err *err);
static bool money(struct db *db, struct caller caller, struct news *news,
                  struct arena *arena, struct err *err);
static bool money_reason(struct db *db, struct caller caller,
                         struct news *news, struct arena *arena,
                         struct err *err);
static bool money_known(struct db *db, struct caller caller,
                        struct news *news, struct arena *arena,
                        struct err *err);
static bool money_post(struct db *db, struct caller caller, struct news *news,
                       struct arena *arena, struct err *err);
static bool hold(struct db *db, struct caller caller, struct news *news,
                 struct moment until, const char *why, struct err *err);
static struct money taken_before(const struct news *news);

bool place_news(struct db *db, struct caller caller,
                struct place_chunk *chunk, uint32_t i, bool is_look,
                struct arena *arena, struct err *err)
{
    struct news news = {
        .chunk = chunk, .i = i, .is_look = is_look,
        .row = &chunk->item[i].row, .answer = &chunk->answer[i]
    };
    struct sql_debt_by_account_in of = { chunk->client->id.n,
                                         news.row->account };
    struct sql_debt_by_account_row row;
    bool is_found;
    if (!sql_debt_by_account(db, caller, &of, arena, &row, &is_found, err))
        return false;
    if (!is_found) {
        news.answer->reason = REASON_ACCOUNT_UNKNOWN;
        return true;
    }
    struct debt_key key = { { row.person_id }, chunk->client->id,
                            { row.id } };
    news.answer->debt = key.debt;
    news.key = intake_news_key(arena, chunk->layout->kind, news.row);
    if (!app_debt_in(chunk->app, db, caller, key, arena, &news.loaded, err))
        return false;
    switch (chunk->layout->kind) {
    case INTAKE_RECALL:
        return recall(db, caller, &news, arena, err);
    case INTAKE_ADDRESS:
        return reach(db, caller, &news, arena, err);
    case INTAKE_INSURANCE:
        return insurance(db, caller, &news, arena, err);
    default:
        return money(db, caller, &news, arena, err);
    }
}

static bool recall(struct db *db, struct caller caller, struct news *news,
                   struct arena *arena, struct err *err)
{
    bool is_recalled;
    if (!app_recalled_in(db, caller, &news->loaded, arena, &is_recalled,
                         err))
        return false;
    if (is_recalled) {
        news->answer->reason = REASON_NEWS_KNOWN;
        return true;
    }
    news->answer->amount = news->loaded.debt.balance;
    return news->is_look
        || app_recall_in(news->chunk->app, db, caller, &news->loaded,
                         STR("placement"), arena, &news->answer->amount,
                         err);
}

static bool reach(struct db *db, struct caller caller, struct news *news,
                  struct arena *arena, struct err *err)
{
    bool is_new;
    struct place_reach ask = { news->loaded.person.person.id, news->row,
                               false, news->is_look };
    if (!place_reach_save(db, caller, ask, arena, &is_new, err))
        return false;
    if (!is_new)
        news->answer->reason = REASON_NEWS_KNOWN;
    return true;
}

/* Nobody is asked while an insurer decides; what it decides comes as an
 * adjustment, a payment or a recall.  Said again with another date or number,
 * the wait begins anew. */
static bool insurance(struct db *db, struct caller caller, struct news *news,
                      struct arena *arena, struct err *err)
{
    if (!money_reason(db, caller, news, arena, err))
        return false;
    if (news->answer->reason != REASON_NONE)
        return true;
    struct moment until = moment_add_seconds(
        caller.at, (int64_t)APP_INSURANCE_DAYS * 86400);
    return news->is_look
        || hold(db, caller, news, until, "the insurer decides", err);
}

static bool money(struct db *db, struct caller caller, struct news *news,
                  struct arena *arena, struct err *err)
{
    if (!money_reason(db, caller, news, arena, err))
        return false;
    if (news->answer->reason != REASON_NONE)
        return true;
    struct money left;
    CHECK(money_subtract(news->loaded.debt.balance, taken_before(news),
                         &left));
    if (money_compare(news->row->balance, left) <= 0)
        return news->is_look || money_post(db, caller, news, arena, err);
    news->answer->reason = REASON_ABOVE_LEFT;
    news->answer->left = left;
    return news->is_look
        || hold(db, caller, news, MOMENT_NEVER, "the amount is in question",
                err);
}

/* Known before, or of an account its provider took back: the answer's reason
 * says which. */
static bool money_reason(struct db *db, struct caller caller,
                         struct news *news, struct arena *arena,
                         struct err *err)
{
    bool is_recalled;
    if (!money_known(db, caller, news, arena, err)
        || !app_recalled_in(db, caller, &news->loaded, arena, &is_recalled,
                            err))
        return false;
    if (is_recalled && news->answer->reason == REASON_NONE)
        news->answer->reason = REASON_ACCOUNT_GONE;
    return true;
}

/* Posted before, or held before because it was more than was left. */
static bool money_known(struct db *db, struct caller caller,
                        struct news *news, struct arena *arena,
                        struct err *err)
{
    const struct debt *debt = &news->loaded.debt.debt;
    struct sql_ledger_event_by_source_in of = { debt->client.n, news->key };
    struct sql_ledger_event_by_source_row row;
    struct fact *fact;
    uint32_t count;
    bool is_found;
    if (!sql_ledger_event_by_source(db, caller, &of, arena, &row, &is_found,
                                    err)
        || !contact_fact_rows(db, caller, news->loaded.person.person.id,
                              caller.at, arena, &fact, &count, err))
        return false;
    if (is_found)
        news->answer->reason = row.debt_id == debt->id.n
                && money_equal(row.amount_cents, news->row->balance)
            ? REASON_NEWS_KNOWN : REASON_CHANGED;
    for (uint32_t i = 0; i < count && !is_found; i++)
        if (fact[i].kind == FACT_HELD && fact[i].debt.n == debt->id.n
            && str_equal(fact[i].text, news->key))
            news->answer->reason = REASON_NEWS_KNOWN;
    return true;
}

/* A letter that has not left says the old amount: it is made anew. */
static bool money_post(struct db *db, struct caller caller, struct news *news,
                       struct arena *arena, struct err *err)
{
    const struct debt *debt = &news->loaded.debt.debt;
    struct ledger_debt side;
    struct ledger_posting posting;
    struct event_id event;
    struct ref ref;
    if (!ledger_debt_load(db, caller, debt->client, debt->id, arena, &side,
                          err))
        return false;
    bool is_payment = news->chunk->layout->kind == INTAKE_PAYMENT;
    enum ledger_answer answer = is_payment
        ? ledger_payment_direct(&side, news->row->balance,
                                news->loaded.client.agreement->fee_ppm,
                                &posting)
        : ledger_adjustment(&side, news->row->balance, &posting);
    if (answer != LEDGER_POSTED)
        return err_set(err, ERR_CORRUPT, "line %" PRIu64 " cannot be posted: "
                       "%.*s", news->row->line,
                       STR_ARGS(ledger_answer_word(answer)));
    struct day today = app_today(news->chunk->app, caller.at);
    struct ledger_entry entry = {
        .client = debt->client, .debt = debt->id,
        .amount = news->row->balance,
        .fee = is_payment ? ledger_payment_split(&posting).fee : MONEY_ZERO,
        .business_on = day_is_none(news->row->event_on) ? today
                                                        : news->row->event_on,
        .source_key = news->key, .balance_before = side.owed
    };
    return ledger_append(db, caller, &entry, &posting, &event, &ref, err)
        && app_letters_void(db, debt->client, debt->id,
                            STR("the amount changed"), err);
}

/* Somebody else may pay, or paid all of it: nobody is asked until then. */
static bool hold(struct db *db, struct caller caller, struct news *news,
                 struct moment until, const char *why, struct err *err)
{
    const struct debt *debt = &news->loaded.debt.debt;
    struct fact fact = {
        .person = news->loaded.person.person.id, .debt = debt->id,
        .kind = FACT_HELD, .text = news->key, .holds_from = caller.at,
        .until = until, .source = STR("placement")
    };
    return contact_fact_append(db, caller, debt->client, &fact, err)
        && app_letters_void(db, debt->client, debt->id, str_of(why), err);
}

/* In a look nothing was posted yet for the rows above. */
static struct money taken_before(const struct news *news)
{
    struct money taken = MONEY_ZERO;
    const struct place_chunk *chunk = news->chunk;
    for (uint32_t i = 0; news->is_look && i < news->i; i++)
        if (chunk->answer[i].debt.n == news->answer->debt.n
            && chunk->answer[i].reason == REASON_NONE
            && chunk->item[i].verdict.outcome == INTAKE_ACCEPTED)
            CHECK(money_add(taken, chunk->item[i].row.balance, &taken));
    return taken;
}
