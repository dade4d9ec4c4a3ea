/* The acknowledgement, read back. */
#include "base/base.h"
#include "app/place.h"
#include "intake/acknowledge.h"
#include "intake/again.h"
#include "intake/kind.h"
#include "store/batch_sql.h"
#include "text/csv.h"

#define ROWS_SHOWN_MAX 1000
#define CSV_BYTES_MAX ((size_t)6 << 20)

/* Rounded down: 100 means that every row is ready. */
uint32_t app_import_ready(const struct app_import_report *report)
{
    uint64_t new = (uint64_t)report->accepted + report->held
                   + report->refused;
    return new == 0 ? 100 : (uint32_t)(report->accepted * UINT64_C(100)
                                       / new);
}

struct import_look {
    struct str ref;
    struct app_import_report *report;
};

static bool import_reasons_load(struct db *db, struct caller caller,
                                const struct sql_batch_key_by_ref_row *key,
                                struct arena *arena,
                                struct app_import_report *report,
                                struct err *err);
static bool import_rows_load(struct db *db, struct caller caller,
                             const struct sql_batch_key_by_ref_row *key,
                             struct arena *arena,
                             struct app_import_report *report,
                             struct err *err);

static bool import_look_unit(struct db *db, void *work, struct arena *arena,
                             struct err *err)
{
    struct import_look *look = work;
    struct caller caller = db_caller(db);
    struct sql_batch_key_by_ref_in ref = { look->ref };
    struct sql_batch_key_by_ref_row key;
    struct sql_batch_by_id_row row;
    bool is_found;
    if (!sql_batch_key_by_ref(db, caller, &ref, arena, &key, &is_found, err))
        return false;
    if (!is_found || (caller.kind == CALLER_PROVIDER
                      && caller.client.n != key.client_id))
        return err_set(err, ERR_ABSENT, "there is no such import");
    struct sql_batch_by_id_in of = { key.client_id, key.id };
    if (!sql_batch_by_id(db, caller, &of, arena, &row, &is_found, err))
        return false;
    CHECK(is_found);
    struct app_import_report *report = look->report;
    report->batch_ref = row.ref;
    report->kind = str_of(intake_kind_word((enum intake_kind)row.kind));
    report->lines = row.lines_done;
    report->accepted = (uint32_t)row.accepted;
    report->held = (uint32_t)row.held;
    report->refused = (uint32_t)row.refused;
    report->known = (uint32_t)row.known;
    report->unread = (uint32_t)row.unread;
    report->rows = report->accepted + report->held + report->refused
        + report->known;
    report->accepted_amount = row.accepted_cents;
    report->held_amount = row.held_cents;
    report->refused_amount = row.refused_cents;
    report->known_amount = row.known_cents;
    report->ready = app_import_ready(report);
    return import_reasons_load(db, caller, &key, arena, report, err)
        && import_rows_load(db, caller, &key, arena, report, err);
}

static bool import_reasons_load(struct db *db, struct caller caller,
                                const struct sql_batch_key_by_ref_row *key,
                                struct arena *arena,
                                struct app_import_report *report,
                                struct err *err)
{
    struct sql_batch_reasons_in in = { key->client_id, key->id };
    struct sql_batch_reasons_row *row;
    if (!sql_batch_reasons(db, caller, &in, arena, &row,
                           &report->reason_count, err))
        return false;
    report->reason = arena_many(arena, report->reason_count,
                                struct app_import_reason);
    if (report->reason == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the reasons");
    for (uint32_t i = 0; i < report->reason_count; i++)
        report->reason[i] = (struct app_import_reason){
            .outcome = str_of(intake_outcome_word(
                (enum intake_outcome)row[i].outcome)),
            .code = row[i].code,
            .fix = intake_said_again(arena, report->language, row[i].code,
                                     true, row[i].fix),
            .rows = (uint32_t)row[i].often, .amount = row[i].cents
        };
    return true;
}

static bool import_rows_load(struct db *db, struct caller caller,
                             const struct sql_batch_key_by_ref_row *key,
                             struct arena *arena,
                             struct app_import_report *report,
                             struct err *err)
{
    struct sql_batch_rows_told_in in = { key->client_id, key->id,
                                         report->after, ROWS_SHOWN_MAX };
    struct sql_batch_rows_told_row *row;
    uint32_t count;
    if (!sql_batch_rows_told(db, caller, &in, arena, &row, &count, err))
        return false;
    report->row = arena_many(arena, count, struct app_import_row);
    if (report->row == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the rows");
    report->row_count = count;
    report->next = count == ROWS_SHOWN_MAX ? row[count - 1].line : 0;
    for (uint32_t i = 0; i < count; i++)
        report->row[i] = (struct app_import_row){
            .line = (uint32_t)row[i].line,
            .column_number = (uint32_t)row[i].column_number,
            .column_name = row[i].column_name, .account = row[i].account,
            .found = row[i].found, .code = row[i].code,
            .reason = intake_said_again(arena, report->language,
                                        row[i].code, false, row[i].reason),
            .fix = intake_said_again(arena, report->language, row[i].code,
                                     true, row[i].fix),
            .outcome = str_of(intake_outcome_word(
                (enum intake_outcome)row[i].outcome)),
            .amount = row[i].amount_cents
        };
    return true;
}

bool app_import_load(struct app *app, struct caller caller,
                     struct str batch_ref, struct arena *arena,
                     struct app_import_report *report, struct err *err)
{
    bool was_resumed = report->was_resumed;
    struct import_look look = { batch_ref, report };
    if (!db_read(app->pool, caller, import_look_unit, &look, arena, err))
        return false;
    report->was_resumed = was_resumed;
    return true;
}

/* --- as a file -------------------------------------------------------- */

struct csv_look {
    struct str ref;
    int64_t after;
    enum words_language language;
    struct csv_out *out;
};

static void csv_row(const struct csv_look *look, struct arena *arena,
                    const struct sql_batch_rows_row *row)
{
    struct csv_out *out = look->out;
    csv_out_int(out, row->line);
    csv_out_text(out, row->account);
    csv_out_exact(out, str_of(intake_outcome_word(
        (enum intake_outcome)row->outcome)));
    csv_out_money(out, row->amount_cents);
    if (row->column_number > 0)
        csv_out_int(out, row->column_number);
    else
        csv_out_exact(out, STR(""));
    csv_out_text(out, row->column_name);
    csv_out_text(out, row->found);
    csv_out_exact(out, row->code);
    csv_out_text(out, intake_said_again(arena, look->language, row->code,
                                        false, row->reason));
    csv_out_text(out, intake_said_again(arena, look->language, row->code,
                                        true, row->fix));
    csv_out_end(out);
}

static bool csv_unit(struct db *db, void *work, struct arena *arena,
                     struct err *err)
{
    struct csv_look *look = work;
    struct caller caller = db_caller(db);
    struct sql_batch_key_by_ref_in of = { look->ref };
    struct sql_batch_key_by_ref_row key;
    bool is_found;
    if (!sql_batch_key_by_ref(db, caller, &of, arena, &key, &is_found, err))
        return false;
    if (!is_found || (caller.kind == CALLER_PROVIDER
                      && caller.client.n != key.client_id))
        return err_set(err, ERR_ABSENT, "there is no such import");
    int64_t last = look->after + APP_ACK_LINES;
    uint32_t count = ROWS_SHOWN_MAX;
    for (int64_t after = look->after; count == ROWS_SHOWN_MAX;) {
        struct sql_batch_rows_in in = { key.client_id, key.id, after,
                                        ROWS_SHOWN_MAX };
        struct sql_batch_rows_row *row;
        struct arena_mark mark = arena_here(arena);
        if (!sql_batch_rows(db, caller, &in, arena, &row, &count, err))
            return false;
        for (uint32_t i = 0; i < count; i++) {
            after = row[i].line;
            if (after > last)
                return true;
            csv_row(look, arena, &row[i]);
        }
        arena_back(arena, mark);
    }
    return true;
}

bool app_import_csv(struct app *app, struct caller caller,
                    struct str batch_ref, int64_t after,
                    enum words_language language, struct arena *arena,
                    struct str *csv, struct err *err)
{
    struct buf buf;
    struct csv_out out;
    struct arena rows;
    buf_init(&buf, arena, CSV_BYTES_MAX);
    csv_out_init(&out, &buf, ',');
    intake_ack_head(&out);
    struct csv_look look = { batch_ref, after, language, &out };
    arena_init(&rows, ARENA_REQUEST_BYTES);
    bool done = db_read(app->pool, caller, csv_unit, &look, &rows, err);
    arena_clear(&rows);
    *csv = buf_str(&buf);
    return done;
}
