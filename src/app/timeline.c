#include "base/base.h"
#include "app/bill.h"
#include "app/load.h"
#include "choice/change.h"
#include "ledger/ledger.h"
#include "seal/field.h"
#include "store/fact_sql.h"
#include "store/ledger_sql.h"
#include "store/note_sql.h"
#include "store/outbox_sql.h"
#include "store/plan_sql.h"

#define TIMELINE_MAX 4000

struct timeline {
    struct app *app;
    const struct app_bill *bill;
    struct app_event *event;
    uint32_t count;
};

static void add(struct timeline *line, struct app_event event)
{
    if (line->count < TIMELINE_MAX)
        line->event[line->count++] = event;
}

static bool letters_add(struct db *db, struct timeline *line,
                        struct arena *arena, struct err *err)
{
    struct sql_outbox_of_debt_in in = { line->bill->debt.client.n,
                                        line->bill->debt.id.n };
    struct sql_outbox_of_debt_row *row;
    uint32_t count;
    if (!sql_outbox_of_debt(db, db_caller(db), &in, arena, &row, &count, err))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        bool is_mail = row[i].channel == CHANNEL_EMAIL;
        bool is_sent = row[i].state == 3;
        if (!is_sent && (!is_mail || moment_is_none(row[i].taken_at)))
            continue;
        struct str fate = is_sent ? STR("sent")
            : row[i].state == 4   ? STR("refused") : STR("unknown");
        add(line, (struct app_event){
            .at = is_sent ? row[i].sent_at : row[i].taken_at,
            .kind = is_mail ? STR("mail") : STR("letter"),
            .what = is_mail ? fate : row[i].kind, .ref = row[i].ref });
    }
    return true;
}

static bool money_rows_add(struct db *db, struct timeline *line,
                           struct arena *arena, struct err *err)
{
    struct sql_ledger_events_of_debt_in in = { line->bill->debt.client.n,
                                               line->bill->debt.id.n };
    struct sql_ledger_events_of_debt_row *row;
    uint32_t count;
    if (!sql_ledger_events_of_debt(db, db_caller(db), &in, arena, &row,
                                   &count, err))
        return false;
    for (uint32_t i = 0; i < count; i++)
        add(line, (struct app_event){
            .at = row[i].recorded_at, .kind = STR("money"),
            .what = ledger_event_word((enum ledger_event)row[i].kind),
            .ref = row[i].ref, .amount = row[i].amount_cents });
    return true;
}

static bool attempts_add(struct db *db, struct timeline *line,
                         struct arena *arena, struct err *err)
{
    struct caller caller = db_caller(db);
    struct sql_attempts_of_person_in in = {
        line->bill->person.id.n, { 0 }, caller.at
    };
    struct sql_attempts_of_person_row *row;
    uint32_t count;
    if (!sql_attempts_of_person(db, caller, &in, arena, &row, &count, err))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (row[i].debt_id == line->bill->debt.id.n)
            add(line, (struct app_event){
                .at = row[i].at, .kind = STR("call"),
                .what = outcome_word((enum outcome)row[i].outcome) });
    return true;
}

static bool facts_add(struct db *db, struct timeline *line,
                      struct arena *arena, struct err *err)
{
    struct fact *fact;
    uint32_t count;
    if (!contact_fact_rows(db, db_caller(db), line->bill->person.id,
                           db_caller(db).at, arena, &fact, &count, err))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (fact[i].debt.n == 0 || fact[i].debt.n == line->bill->debt.id.n)
            add(line, (struct app_event){
                .at = fact[i].recorded_at, .kind = STR("fact"),
                .what = fact_word(fact[i].kind),
                .has_until = fact[i].kind == FACT_HELD
                             && !moment_is_never(fact[i].until),
                .until = fact[i].until });
    return true;
}

/* An end and a pause are facts, and stand there. */
static bool changes_add(struct db *db, struct timeline *line,
                        struct arena *arena, struct err *err)
{
    struct sql_plan_changes_in in = { line->bill->debt.client.n,
                                      line->bill->debt.id.n };
    struct sql_plan_changes_row *row;
    uint32_t count;
    if (!sql_plan_changes(db, db_caller(db), &in, arena, &row, &count, err))
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (row[i].what != CHOICE_CHANGE_END)
            add(line, (struct app_event){
                .at = row[i].made_at, .kind = STR("plan"),
                .what = choice_change_word((enum choice_change)row[i].what),
                .by = row[i].made_by });
    return true;
}

static bool notes_add(struct db *db, struct timeline *line,
                      struct arena *arena, struct err *err)
{
    struct sql_notes_of_debt_in in = { line->bill->debt.client.n,
                                       line->bill->debt.id.n };
    struct sql_notes_of_debt_row *row;
    uint32_t count;
    if (!sql_notes_of_debt(db, db_caller(db), &in, arena, &row, &count, err))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        struct app_event event = {
            .at = row[i].made_at, .kind = STR("note"), .what = STR("written"),
            .by = row[i].by_name
        };
        struct seal_place place = { "note", "words", row[i].id };
        if (!seal_open(line->app->keys, place, row[i].words, arena,
                       &event.text, err))
            return false;
        add(line, event);
    }
    return true;
}

static int by_moment(const void *a, const void *b)
{
    const struct app_event *x = a, *y = b;
    return moment_compare(x->at, y->at);
}

static bool timeline_unit(struct db *db, void *work, struct arena *arena,
                          struct err *err)
{
    struct timeline *line = work;
    line->event = arena_many(arena, TIMELINE_MAX, struct app_event);
    line->count = 0;
    if (line->event == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for a timeline");
    if (!letters_add(db, line, arena, err)
        || !money_rows_add(db, line, arena, err)
        || !attempts_add(db, line, arena, err)
        || !facts_add(db, line, arena, err)
        || !changes_add(db, line, arena, err)
        || !notes_add(db, line, arena, err))
        return false;
    qsort(line->event, line->count, sizeof line->event[0], by_moment);
    return true;
}

bool app_timeline(struct app *app, struct caller caller,
                  const struct app_bill *bill, struct arena *arena,
                  struct app_event **events, uint32_t *count,
                  struct err *err)
{
    struct timeline line = { .app = app, .bill = bill };
    if (!db_read(app->pool, caller, timeline_unit, &line, arena, err))
        return false;
    *events = line.event;
    *count = line.count;
    return true;
}
