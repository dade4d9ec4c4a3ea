#include "base/base.h"
#include "app/letters.h"
#include "app/load.h"
#include "app/once.h"
#include "app/payment.h"
#include "store/debt_sql.h"
#include "store/ledger.h"
#include "store/ledger_sql.h"
#include "text/json.h"

#define WHY_BYTES_MAX 4096

struct correct {
    struct app *app;
    const struct app_correction_ask *ask;
    struct app_receipt *receipt;
    struct arena *keep;
};

static bool bill_find(struct db *db, struct caller caller,
                      const struct correct *correct, struct arena *arena,
                      struct app_loaded *loaded,
                      struct sql_ledger_event_by_id_row *old,
                      struct event_id *old_id, struct err *err);
static bool decide(struct db *db, struct caller caller,
                   const struct correct *correct,
                   const struct app_loaded *loaded,
                   const struct sql_ledger_event_by_id_row *old,
                   struct event_id old_id, const struct ledger_debt *side,
                   struct arena *arena, struct ledger_posting *posting,
                   struct ledger_entry *entry, struct err *err);
static bool answer_is_posted(enum ledger_answer answer, struct err *err);
static bool done_before(struct db *db, struct caller caller,
                        struct str event_ref, struct arena *arena,
                        struct ref *ref, struct ledger_entry *entry,
                        struct err *err);
static struct str why_json(struct arena *arena, struct money amount,
                           const struct app_correction_ask *ask);

static bool correct_unit(struct db *db, void *work, struct arena *arena,
                         struct err *err)
{
    static const char *const acts[] = {
        [APP_REVERSE] = "payment.reverse", [APP_ADJUST] = "bill.adjust",
        [APP_WRITE_OFF] = "bill.write_off"
    };
    struct correct *correct = work;
    const struct app_correction_ask *ask = correct->ask;
    struct caller caller = db_caller(db);
    struct app_loaded loaded;
    struct sql_ledger_event_by_id_row old = { .kind = 0 };
    struct event_id old_id = { 0 };
    struct str before, amount = money_plain(arena, ask->amount);
    bool was_done;
    struct app_once once = {
        acts[ask->kind], ask->key,
        str_format(arena, "%.*s %.*s %.*s", STR_ARGS(ask->event_ref),
                   STR_ARGS(ask->debt_ref), STR_ARGS(amount))
    };
    if (!app_once_find(db, &once, arena, &was_done, &before, err)
        || !bill_find(db, caller, correct, arena, &loaded, &old, &old_id,
                      err))
        return false;

    const struct debt *debt = &loaded.debt.debt;
    struct ledger_debt side;
    struct ledger_posting posting;
    struct ledger_entry entry = {
        .client = debt->client, .debt = debt->id,
        .business_on = app_today(correct->app, caller.at)
    };
    struct event_id event;
    struct app_receipt *receipt = correct->receipt;
    *receipt = (struct app_receipt){ .was_known = was_done };
    if (!ledger_debt_load(db, caller, debt->client, debt->id, arena, &side,
                          err))
        return false;
    entry.balance_before = side.owed;
    if (was_done && !done_before(db, caller, before, arena, &receipt->ref,
                                 &entry, err))
        return false;
    if (!was_done
        && (!decide(db, caller, correct, &loaded, &old, old_id, &side, arena,
                    &posting, &entry, err)
            || !ledger_append(db, caller, &entry, &posting, &event,
                              &receipt->ref, err)
            || !app_letters_void(db, debt->client, debt->id,
                                 STR("the amount changed"), err)
            || !app_once_save(db, &once, str_of(receipt->ref.text), err)))
        return false;
    db_act(db, acts[ask->kind], str_of(debt->ref.text),
           why_json(arena, entry.amount, ask));
    struct ledger_account owed = { LEDGER_OWED, debt->client, debt->id };
    receipt->left = side.owed;
    if (!was_done)
        CHECK(money_add(side.owed, ledger_effect(&posting, owed),
                        &receipt->left));
    receipt->amount = entry.amount;
    receipt->received_on = entry.business_on;
    receipt->debt_ref = str_copy(correct->keep, str_of(debt->ref.text));
    receipt->account = str_copy(correct->keep, debt->account);
    return true;
}

bool app_payment_correct(struct app *app, struct caller caller,
                         const struct app_correction_ask *ask,
                         struct arena *arena, struct app_receipt *receipt,
                         struct err *err)
{
    if (ask->key.len == 0 || ask->key.len > 64)
        return err_set(err, ERR_INVALID,
                       "an idempotency key has 1 to 64 characters");
    struct correct correct = { app, ask, receipt, arena };
    return db_work(app->pool, caller, correct_unit, &correct, err);
}

static bool bill_find(struct db *db, struct caller caller,
                      const struct correct *correct, struct arena *arena,
                      struct app_loaded *loaded,
                      struct sql_ledger_event_by_id_row *old,
                      struct event_id *old_id, struct err *err)
{
    const struct app_correction_ask *ask = correct->ask;
    if (ask->kind != APP_REVERSE)
        return app_debt_by_ref_in(correct->app, db, caller, ask->debt_ref,
                                  arena, loaded, err);
    struct sql_ledger_event_key_by_ref_in in = { ask->event_ref };
    struct sql_ledger_event_key_by_ref_row key;
    bool is_found;
    if (!sql_ledger_event_key_by_ref(db, caller, &in, arena, &key, &is_found,
                                     err))
        return false;
    if (!is_found || key.debt_id == 0)
        return err_set(err, ERR_ABSENT, "there is no such payment");
    old_id->n = key.id;
    struct sql_ledger_event_by_id_in by_id = { key.client_id, key.id };
    struct sql_debt_person_in of = { key.client_id, key.debt_id };
    struct sql_debt_person_row person;
    if (!sql_ledger_event_by_id(db, caller, &by_id, arena, old, &is_found,
                                err)
        || !sql_debt_person(db, caller, &of, arena, &person, &is_found, err))
        return false;
    CHECK(is_found);
    struct debt_key debt = { { person.person_id }, { key.client_id },
                             { key.debt_id } };
    return app_debt_in(correct->app, db, caller, debt, arena, loaded, err);
}

static bool decide(struct db *db, struct caller caller,
                   const struct correct *correct,
                   const struct app_loaded *loaded,
                   const struct sql_ledger_event_by_id_row *old,
                   struct event_id old_id, const struct ledger_debt *side,
                   struct arena *arena, struct ledger_posting *posting,
                   struct ledger_entry *entry, struct err *err)
{
    const struct app_correction_ask *ask = correct->ask;
    struct ledger_posting before;
    switch (ask->kind) {
    case APP_REVERSE:
        if (old->kind != LEDGER_PAYMENT && old->kind != LEDGER_PAYMENT_DIRECT)
            return err_set(err, ERR_INVALID,
                           "only a payment can be taken back here");
        if (!ledger_posting_load(db, caller, loaded->debt.debt.client, old_id,
                                 arena, &before, err))
            return false;
        entry->amount = old->amount_cents;
        entry->fee = old->fee_cents;
        entry->method = old->method;
        entry->number = old->number;
        return answer_is_posted(ledger_reversal(side, &before, old_id,
                                                old->is_reversed, posting),
                                err);
    case APP_ADJUST:
        entry->amount = ask->amount;
        return answer_is_posted(ledger_adjustment(side, ask->amount, posting),
                                err);
    case APP_WRITE_OFF:
        entry->amount = side->owed;
        return answer_is_posted(ledger_write_off(side, side->owed, posting),
                                err);
    }
    return err_set(err, ERR_INVALID, "there is no such correction");
}

static bool answer_is_posted(enum ledger_answer answer, struct err *err)
{
    if (answer == LEDGER_POSTED)
        return true;
    enum err_kind kind = answer == LEDGER_ALREADY_REVERSED ? ERR_CONFLICT
                                                           : ERR_INVALID;
    struct str word = ledger_answer_word(answer);
    return err_set(err, kind, "this cannot be posted: %.*s", STR_ARGS(word));
}

/* What the same form posted the first time. */
static bool done_before(struct db *db, struct caller caller,
                        struct str event_ref, struct arena *arena,
                        struct ref *ref, struct ledger_entry *entry,
                        struct err *err)
{
    struct sql_ledger_event_by_id_in in = { entry->client.n, 0 };
    struct sql_ledger_event_key_by_ref_in of = { event_ref };
    struct sql_ledger_event_key_by_ref_row key;
    struct sql_ledger_event_by_id_row row;
    bool is_found;
    if (!sql_ledger_event_key_by_ref(db, caller, &of, arena, &key, &is_found,
                                     err))
        return false;
    CHECK(is_found);
    in.id = key.id;
    if (!sql_ledger_event_by_id(db, caller, &in, arena, &row, &is_found, err))
        return false;
    CHECK(is_found && ref_parse(event_ref, ref));
    entry->amount = row.amount_cents;
    entry->business_on = row.business_on;
    return true;
}

/* What was moved, what it takes back (docs/ledger.md), and somebody's own
 * words, so they are escaped; too many are left out. */
static struct str why_json(struct arena *arena, struct money amount,
                           const struct app_correction_ask *ask)
{
    struct str words = ask->words;
    struct buf buf;
    struct json_out out;
    buf_init(&buf, arena, WHY_BYTES_MAX);
    json_out_init(&out, &buf);
    json_out_object(&out);
    json_out_key(&out, STR("amount"));
    json_out_text(&out, money_plain(arena, amount));
    if (ask->kind == APP_REVERSE) {
        json_out_key(&out, STR("takes_back"));
        json_out_text(&out, ask->event_ref);
    }
    if (words.len > 0 && words.len <= WHY_BYTES_MAX / 8) {
        json_out_key(&out, STR("why"));
        json_out_text(&out, words);
    }
    json_out_object_end(&out);
    return buf_str(&buf);
}
