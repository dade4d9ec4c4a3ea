#include "base/base.h"
#include "app/payment.h"
#include "seal/digest.h"
#include "text/csv.h"

#define PROBLEMS_MAX 1000

enum column { CLIENT, ACCOUNT, AMOUNT, RECEIVED_ON, METHOD, NUMBER, COLUMNS };
static const char *const names[COLUMNS] = {
    "client", "account", "amount", "received_on", "method", "number"
};

struct file {
    struct app *app;
    struct caller caller;
    struct str sha256;
    uint32_t at[COLUMNS]; /* column of each, from 1; 0: not there */
    struct arena *arena;
    struct app_payments_report *report;
};

static bool header_read(struct file *file, const struct csv_record *record,
                        struct err *err);
typedef bool row_fn(struct file *file, const struct csv_record *record,
                    struct err *err);
static bool rows_each(struct file *file, struct str bytes, row_fn *row,
                      struct err *err);
static row_fn row_pass, row_post;

/* Two passes: a trouble of the whole file shows before anything is posted. */
bool app_payments_import(struct app *app, struct caller caller,
                         struct str file_name, struct str bytes,
                         struct arena *arena,
                         struct app_payments_report *report, struct err *err)
{
    struct file file = { .app = app, .caller = caller, .arena = arena,
                         .report = report,
                         .sha256 = seal_sha256_hex(arena, bytes) };
    *report = (struct app_payments_report){ .rows = 0 };
    report->problem = arena_many(arena, PROBLEMS_MAX,
                                 struct app_payments_row);
    if (report->problem == NULL || file.sha256.at == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for payments");
    return rows_each(&file, bytes, row_pass, err)
            && rows_each(&file, bytes, row_post, err)
        ? true : err_context(err, "%.*s", STR_ARGS(file_name));
}

static bool rows_each(struct file *file, struct str bytes, row_fn *row,
                      struct err *err)
{
    struct csv *csv = NULL;
    struct csv_record record;
    if (!csv_open_apart(file->arena, csv_read_str, &bytes, &csv, err))
        return false;
    enum csv_step step = csv_next(csv, &record, err);
    if (step == CSV_END)
        err_set(err, ERR_INVALID, "line 1: the file is empty");
    bool done = step == CSV_RECORD && header_read(file, &record, err);
    while (done && (step = csv_next(csv, &record, err)) == CSV_RECORD)
        done = row(file, &record, err);
    csv_close(csv);
    return done && step == CSV_END;
}

static bool row_pass(struct file *file, const struct csv_record *record,
                     struct err *err)
{
    (void)file;
    (void)record;
    (void)err;
    return true;
}

static bool header_read(struct file *file, const struct csv_record *record,
                        struct err *err)
{
    memset(file->at, 0, sizeof file->at);
    for (uint32_t i = 0; i < record->count; i++) {
        struct str name = str_trim(record->field[i].text);
        for (enum column c = 0; c < COLUMNS; c++) {
            if (!str_equal_fold(name, str_of(names[c])))
                continue;
            if (file->at[c] != 0)
                return err_set(err, ERR_INVALID, "line 1, column %u: \"%s\" "
                               "stands twice in the header", i + 1, names[c]);
            file->at[c] = i + 1;
        }
    }
    for (enum column c = 0; c < NUMBER; c++)
        if (file->at[c] == 0)
            return err_set(err, ERR_INVALID, "line 1: the column \"%s\" is "
                           "missing; a payments file has client, account, "
                           "amount, received_on, method and number",
                           names[c]);
    return true;
}

static struct str cell(const struct file *file,
                       const struct csv_record *record, enum column c)
{
    uint32_t at = file->at[c];
    return at == 0 || at > record->count
        ? (struct str){ NULL, 0 } : str_trim(record->field[at - 1].text);
}

static void refuse(struct file *file, const struct csv_record *record,
                   enum column c, struct money amount, const char *why)
{
    struct app_payments_report *report = file->report;
    report->refused++;
    CHECK(money_add(report->refused_amount, amount, &report->refused_amount));
    if (report->problem_count == PROBLEMS_MAX)
        return;
    report->problem[report->problem_count++] = (struct app_payments_row){
        .line = (uint32_t)record->line, .column = file->at[c],
        .account = str_copy(file->arena, cell(file, record, ACCOUNT)),
        .reason = str_copy(file->arena, str_of(why)), .amount = amount
    };
}

/* False only on trouble that is not about this row. */
static bool row_post(struct file *file, const struct csv_record *record,
                     struct err *err)
{
    struct app_payments_report *report = file->report;
    struct app_payment_ask ask = { .debt_ref = { NULL, 0 } };
    struct app_receipt receipt;
    struct money amount = MONEY_ZERO;
    report->rows++;
    if (record->fault != CSV_SOUND) {
        refuse(file, record, ACCOUNT, MONEY_ZERO,
               csv_fault_words(record->fault));
        return true;
    }
    if (!money_parse(cell(file, record, AMOUNT), &amount)
        || amount.cents <= 0) {
        refuse(file, record, AMOUNT, MONEY_ZERO,
               "is not an amount like 25.00");
        return true;
    }
    if (!day_parse(cell(file, record, RECEIVED_ON), &ask.received_on)) {
        refuse(file, record, RECEIVED_ON, amount,
               "is not a day like 2026-11-25");
        return true;
    }
    ask.client_code = cell(file, record, CLIENT);
    ask.account = cell(file, record, ACCOUNT);
    ask.amount = amount;
    ask.method = cell(file, record, METHOD);
    ask.number = cell(file, record, NUMBER);
    /* The file's bytes and the line: the same row again is the same key. */
    ask.source_key = str_format(file->arena, "file %.*s line %" PRIu64,
                                STR_ARGS(file->sha256), record->line);
    ask.key = str_format(file->arena, "%.*s-%" PRIu64,
                         STR_ARGS(str_part(file->sha256, 0, 40)),
                         record->line);
    struct err why = { .kind = ERR_NONE };
    struct caller caller = file->caller;
    caller.at = world_now(file->app->world);
    if (app_payment_record(file->app, caller, &ask, file->arena, &receipt,
                           &why)) {
        struct money *into = receipt.was_known ? &report->known_amount
                                               : &report->posted_amount;
        *(receipt.was_known ? &report->known : &report->posted) += 1;
        CHECK(money_add(*into, amount, into));
        return true;
    }
    if (why.kind == ERR_INVALID || why.kind == ERR_ABSENT
        || why.kind == ERR_CONFLICT) {
        refuse(file, record, why.kind == ERR_ABSENT ? ACCOUNT : AMOUNT,
               amount, why.text);
        return true;
    }
    *err = why;
    return false;
}
