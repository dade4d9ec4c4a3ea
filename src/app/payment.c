#include "base/base.h"
#include "app/letters.h"
#include "app/load.h"
#include "app/once.h"
#include "app/payment.h"
#include "store/client_sql.h"
#include "store/debt_sql.h"
#include "store/ledger.h"
#include "store/ledger_sql.h"

struct pay {
    struct app *app;
    const struct app_payment_ask *ask;
    struct app_receipt *receipt;
    struct arena *keep;
};

static bool number_is_plain(struct str number);
static bool pay_unit(struct db *db, void *work, struct arena *arena,
                     struct err *err);
static bool bill_find(struct app *app, struct db *db, struct caller caller,
                      const struct app_payment_ask *ask, struct arena *arena,
                      struct app_loaded *loaded, struct err *err);
static bool known_before(struct db *db, struct caller caller,
                         struct pay *pay,
                         const struct app_loaded *loaded, struct arena *arena,
                         bool *is_known, struct err *err);
static bool post(struct db *db, struct caller caller, struct pay *pay,
                 const struct app_loaded *loaded, struct arena *arena,
                 struct err *err);
static void receipt_fill(struct pay *pay, const struct app_loaded *loaded,
                         struct ref ref, struct money left);

bool app_payment_record(struct app *app, struct caller caller,
                        const struct app_payment_ask *ask,
                        struct arena *arena, struct app_receipt *receipt,
                        struct err *err)
{
    static const char *const methods[] = { "check", "money_order", "cash",
                                           "bank" };
    bool is_known = false;
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++)
        is_known = is_known || str_is(ask->method, methods[i]);
    if (!is_known)
        return err_set(err, ERR_INVALID, "a payment comes as check, "
                       "money_order, cash or bank, not '%.*s'",
                       STR_ARGS(str_part(ask->method, 0, 32)));
    if (!number_is_plain(ask->number))
        return err_set(err, ERR_INVALID, "the number of a check has at most "
                       "%d plain letters and digits",
                       APP_PAYMENT_NUMBER_MAX);
    if (ask->amount.cents <= 0)
        return err_set(err, ERR_INVALID, "a payment is 1 cent or more");
    if (day_compare(ask->received_on, app_today(app, caller.at)) > 0)
        return err_set(err, ERR_INVALID,
                       "a payment cannot be received in the future");
    if (ask->key.len == 0 || ask->key.len > 64)
        return err_set(err, ERR_INVALID,
                       "an idempotency key has 1 to 64 characters");
    *receipt = (struct app_receipt){ .was_known = false };
    struct pay pay = { app, ask, receipt, arena };
    return db_work(app->pool, caller, pay_unit, &pay, err);
}

/* As it will stand on the receipt and in the provider's file. */
static bool number_is_plain(struct str number)
{
    for (size_t i = 0; i < number.len; i++)
        if (number.at[i] < ' ' || number.at[i] > '~')
            return false;
    return number.len <= APP_PAYMENT_NUMBER_MAX;
}

static bool pay_unit(struct db *db, void *work, struct arena *arena,
                     struct err *err)
{
    struct pay *pay = work;
    const struct app_payment_ask *ask = pay->ask;
    struct caller caller = db_caller(db);
    struct app_loaded loaded;
    struct str before, amount = money_plain(arena, ask->amount);
    struct str day = day_iso(arena, ask->received_on);
    bool was_done, is_known;

    if (!bill_find(pay->app, db, caller, ask, arena, &loaded, err))
        return false;
    struct app_once once = {
        "payment", ask->key,
        str_format(arena, "%s %.*s %.*s %.*s %.*s",
                   loaded.debt.debt.ref.text, STR_ARGS(amount),
                   STR_ARGS(day), STR_ARGS(ask->method),
                   STR_ARGS(ask->number))
    };
    db_act(db, "payment.record", str_of(loaded.debt.debt.ref.text),
           str_format(arena, "{\"amount\":\"%.*s\"}", STR_ARGS(amount)));
    if (!app_once_find(db, &once, arena, &was_done, &before, err))
        return false;
    if (was_done) {
        struct ref ref;
        CHECK(ref_parse(before, &ref));
        pay->receipt->was_known = true;
        receipt_fill(pay, &loaded, ref, loaded.debt.balance);
        return true;
    }
    if (!known_before(db, caller, pay, &loaded, arena, &is_known, err))
        return false;
    return is_known
        || (post(db, caller, pay, &loaded, arena, err)
            && app_once_save(db, &once, str_of(pay->receipt->ref.text),
                             err));
}

static bool bill_find(struct app *app, struct db *db, struct caller caller,
                      const struct app_payment_ask *ask, struct arena *arena,
                      struct app_loaded *loaded, struct err *err)
{
    if (ask->debt_ref.at != NULL)
        return app_debt_by_ref_in(app, db, caller, ask->debt_ref, arena,
                                  loaded, err);
    struct sql_client_by_code_in code = { ask->client_code };
    struct sql_client_by_code_row client;
    bool is_found;
    if (!sql_client_by_code(db, caller, &code, arena, &client, &is_found,
                            err))
        return false;
    if (!is_found)
        return err_set(err, ERR_ABSENT, "no client has the code '%.*s'",
                       STR_ARGS(str_part(ask->client_code, 0, 64)));
    struct sql_debt_by_account_in account = { client.id, ask->account };
    struct sql_debt_by_account_row debt;
    if (!sql_debt_by_account(db, caller, &account, arena, &debt, &is_found,
                             err))
        return false;
    if (!is_found)
        return err_set(err, ERR_ABSENT, "this client has no account '%.*s'",
                       STR_ARGS(str_part(ask->account, 0, 64)));
    struct debt_key key = { { debt.person_id }, { client.id }, { debt.id } };
    return app_debt_in(app, db, caller, key, arena, loaded, err);
}

/* The same outside fact by another way (file, hand): its natural key. */
static bool known_before(struct db *db, struct caller caller,
                         struct pay *pay,
                         const struct app_loaded *loaded, struct arena *arena,
                         bool *is_known, struct err *err)
{
    *is_known = false;
    if (pay->ask->source_key.at == NULL)
        return true;
    struct sql_ledger_event_by_source_in in = {
        loaded->debt.debt.client.n, pay->ask->source_key
    };
    struct sql_ledger_event_by_source_row row;
    if (!sql_ledger_event_by_source(db, caller, &in, arena, &row, is_known,
                                    err))
        return false;
    if (!*is_known)
        return true;
    if (row.debt_id != loaded->debt.debt.id.n
        || !money_equal(row.amount_cents, pay->ask->amount))
        return err_set(err, ERR_CONFLICT,
                       "this payment was recorded before with another "
                       "amount or account");
    struct ref ref;
    CHECK(ref_parse(row.ref, &ref));
    pay->receipt->was_known = true;
    receipt_fill(pay, loaded, ref, loaded->debt.balance);
    return true;
}

static bool post(struct db *db, struct caller caller, struct pay *pay,
                 const struct app_loaded *loaded, struct arena *arena,
                 struct err *err)
{
    const struct debt *debt = &loaded->debt.debt;
    struct ledger_debt side;
    struct ledger_posting posting;
    struct event_id event;
    struct ref ref;
    struct money left;
    if (!ledger_debt_load(db, caller, debt->client, debt->id, arena, &side,
                          err))
        return false;
    enum ledger_answer answer = ledger_payment(
        &side, pay->ask->amount, loaded->client.agreement->fee_ppm,
        &posting);
    if (answer == LEDGER_ABOVE_BALANCE) {
        struct str owed = money_plain(arena, side.owed);
        return err_set(err, ERR_INVALID, "the payment is more than the $%.*s "
                       "left to pay", STR_ARGS(owed));
    }
    if (answer != LEDGER_POSTED) {
        struct str word = ledger_answer_word(answer);
        return err_set(err, ERR_INVALID, "the payment cannot be posted: %.*s",
                       STR_ARGS(word));
    }
    struct ledger_split split = ledger_payment_split(&posting);
    struct ledger_entry entry = {
        .client = debt->client, .debt = debt->id, .amount = split.gross,
        .fee = split.fee, .business_on = pay->ask->received_on,
        .method = pay->ask->method, .number = pay->ask->number,
        .source_key = pay->ask->source_key,
        .balance_before = side.owed
    };
    if (!ledger_append(db, caller, &entry, &posting, &event, &ref, err)
        || !app_letters_void(db, debt->client, debt->id,
                             STR("the amount changed"), err))
        return false;
    CHECK(money_subtract(side.owed, split.gross, &left));
    receipt_fill(pay, loaded, ref, left);
    return true;
}

static void receipt_fill(struct pay *pay, const struct app_loaded *loaded,
                         struct ref ref, struct money left)
{
    struct app_receipt *receipt = pay->receipt;
    receipt->ref = ref;
    receipt->debt_ref = str_copy(pay->keep,
                                 str_of(loaded->debt.debt.ref.text));
    receipt->account = str_copy(pay->keep, loaded->debt.debt.account);
    receipt->amount = pay->ask->amount;
    receipt->received_on = pay->ask->received_on;
    receipt->left = left;
}
