#include "base/base.h"
#include "app/agency.h"
#include "app/letter.h"
#include "app/letter_plan.h"
#include "app/letters.h"
#include "law/calendar.h"
#include "ledger/ledger.h"
#include "message/fill.h"
#include "message/validation.h"
#include "store/ledger_sql.h"
#include "store/outbox_sql.h"

#define LETTERS_PAGE 200

/* As the statement letters_due counts them. */
enum due_list {
    DUE_RECEIPTS, DUE_PLANS, DUE_MISSED, DUE_NEAR, DUE_PAUSES, DUE_FIRST,
    DUE_LISTS
};

struct due { /* one candidate */
    struct debt_key key;
    enum due_list list;
    struct str about; /* ref of the plan or money event, or "" */
    int64_t id;       /* the candidate's own id: where the page goes on */
};

struct letter {
    struct app *app;
    const struct app_agency *agency;
    struct day business_on;
    bool is_dry_run;
    struct due due;
    struct app_letter_plan plan; /* for the lists about plans and pauses */
    /* answers */
    bool is_written;
    char refusal[64];   /* rule id or message answer; "" when written */
    char kind[32], language[8], name[128], debt_ref[REF_LEN + 1];
    struct money owed;
};

static bool page_load(struct app *app, struct caller caller,
                      enum due_list list, int64_t after, struct arena *arena,
                      struct due **due, uint32_t *count, struct err *err);
static bool letter_one(struct letter *letter, struct caller caller,
                       struct err *err);
static void report_add(struct app_letters_report *report,
                       const struct letter *letter, struct arena *arena);

/* A dry run may stop early: limit 0 is none. */
static bool walk(struct app *app, struct caller caller,
                 struct day business_on, bool is_dry_run, uint32_t limit,
                 struct arena *arena, struct app_letters_report *report,
                 struct err *err)
{
    struct app_agency agency;
    if (!app_agency_load(app, caller, arena, &agency, err))
        return false;
    *report = (struct app_letters_report){ .looked_at = 0 };
    for (enum due_list list = 0; list < DUE_LISTS; list++) {
        int64_t after = 0;
        for (;;) {
            struct due *due;
            uint32_t count;
            if (!page_load(app, caller, list, after, arena, &due, &count,
                           err))
                return false;
            if (count == 0)
                break;
            after = due[count - 1].id;
            for (uint32_t i = 0; i < count; i++) {
                struct letter letter = {
                    .app = app, .agency = &agency,
                    .business_on = business_on, .is_dry_run = is_dry_run,
                    .due = due[i]
                };
                struct caller now = caller;
                now.at = world_now(app->world);
                if (!letter_one(&letter, now, err))
                    return false;
                report_add(report, &letter, arena);
                report->is_cut = limit > 0 && report->looked_at >= limit;
                if (report->is_cut)
                    return true;
            }
        }
    }
    return true;
}

bool app_letters_due(struct app *app, struct caller caller,
                     struct day business_on, bool is_dry_run,
                     struct arena *arena, struct app_letters_report *report,
                     struct err *err)
{
    return walk(app, caller, business_on, is_dry_run, 0, arena, report, err);
}

bool app_letters_look(struct app *app, struct caller caller,
                      struct day business_on, uint32_t limit,
                      struct arena *arena, struct app_letters_report *report,
                      struct err *err)
{
    return walk(app, caller, business_on, true, limit, arena, report, err);
}

/* --- one letter ------------------------------------------------------- */

static bool decide(struct letter *letter, struct db *db, struct caller caller,
                   struct app_loaded *loaded, struct message_due *due,
                   struct arena *arena, struct err *err);
static bool plan_decide(struct letter *letter, struct db *db,
                        struct caller caller,
                        const struct app_loaded *loaded, struct arena *arena,
                        struct message_facts *facts, struct err *err);
static bool gate(struct letter *letter, struct db *db, struct caller caller,
                 const struct app_loaded *loaded, enum message_kind kind,
                 struct arena *arena, struct contact_kept *kept,
                 struct err *err);
static bool fill(struct letter *letter, struct db *db, struct caller caller,
                 const struct app_loaded *loaded,
                 const struct message_due *due, struct arena *arena,
                 struct message_filled *filled, struct err *err);
static void refuse(struct letter *letter, struct str why);

/* Load, decide, save: message facts, the gate's answer and the outbox row
 * are one transaction; a refusal keeps its answer too (C-7). */
static bool letter_unit(struct db *db, void *work, struct arena *arena,
                        struct err *err)
{
    struct letter *letter = work;
    struct caller caller = db_caller(db);
    struct app_loaded loaded;
    struct message_due due;
    struct message_filled filled;
    struct contact_kept kept;

    letter->is_written = false;
    letter->refusal[0] = '\0';
    if (!decide(letter, db, caller, &loaded, &due, arena, err))
        return false;
    struct str kind = message_kind_word(due.kind);
    if (!letter->is_dry_run)
        db_act(db, "letter.decide", str_of(letter->debt_ref),
               str_format(arena, "{\"kind\":\"%.*s\"}", STR_ARGS(kind)));
    if (letter->refusal[0] != '\0')
        return true;
    if (!gate(letter, db, caller, &loaded, due.kind, arena, &kept, err))
        return false;
    if (letter->refusal[0] != '\0')
        return true;
    if (!fill(letter, db, caller, &loaded, &due, arena, &filled, err))
        return false;
    if (letter->refusal[0] != '\0')
        return true;
    letter->is_written = true;
    struct app_letter made = {
        .loaded = &loaded, .content = &filled.content, .answer = kept.id,
        .about = letter->plan.about[0] != '\0' ? str_of(letter->plan.about)
                                                : letter->due.about,
        .business_on = letter->business_on
    };
    return letter->is_dry_run
        || app_letter_keep(letter->app, db, caller, &made, arena, err);
}

static bool letter_one(struct letter *letter, struct caller caller,
                       struct err *err)
{
    if (!letter->is_dry_run)
        return db_work(letter->app->pool, caller, letter_unit, letter, err);
    struct arena arena;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    bool done = db_read(letter->app->pool, caller, letter_unit, letter,
                        &arena, err);
    arena_clear(&arena);
    return done;
}

static bool decide(struct letter *letter, struct db *db, struct caller caller,
                   struct app_loaded *loaded, struct message_due *due,
                   struct arena *arena, struct err *err)
{
    struct message_facts facts = { .program = PROGRAM_UNKNOWN };
    struct contact_facts known;
    if (!app_debt_in(letter->app, db, caller, letter->due.key, arena, loaded,
                     err)
        || !app_facts_in(db, caller, &loaded->person.person,
                         &loaded->debt.debt, arena, &known, err))
        return false;
    facts.is_recalled =
        contact_fact_known(&known, FACT_RECALLED, caller.at) == KNOWN_YES;
    facts.is_closed =
        contact_fact_known(&known, FACT_CLOSED, caller.at) == KNOWN_YES;
    facts.program = loaded->debt.debt.program;
    facts.language = loaded->person.person.language;
    facts.owed = loaded->debt.balance;
    facts.has_first_message = letter->due.list != DUE_FIRST;
    facts.is_plan_unconfirmed = letter->due.list == DUE_PLANS;
    facts.is_payment_unreceipted = letter->due.list == DUE_RECEIPTS;
    if (!plan_decide(letter, db, caller, loaded, arena, &facts, err))
        return false;
    message_next(&facts, due);

    struct str name = person_full_name(arena, &loaded->person.person.name);
    struct str kind = message_kind_word(due->kind);
    struct str language = language_code(due->language);
    snprintf(letter->name, sizeof letter->name, "%.*s", STR_ARGS(name));
    snprintf(letter->kind, sizeof letter->kind, "%.*s", STR_ARGS(kind));
    snprintf(letter->language, sizeof letter->language, "%.*s",
             STR_ARGS(language));
    memcpy(letter->debt_ref, loaded->debt.debt.ref.text, REF_LEN + 1);
    letter->owed = loaded->debt.balance;
    if (due->kind == MESSAGE_NONE)
        refuse(letter, STR("nothing is due"));
    else if (!loaded->person.has_address)
        refuse(letter, STR("no address"));
    else if (loaded->facility == NULL)
        refuse(letter, STR("facility is not in the agreement"));
    return true;
}

/* What the lists about plans and pauses only guess. */
static bool plan_decide(struct letter *letter, struct db *db,
                        struct caller caller,
                        const struct app_loaded *loaded, struct arena *arena,
                        struct message_facts *facts, struct err *err)
{
    struct app *app = letter->app;
    struct app_letter_plan *plan = &letter->plan;
    bool done = true;
    *plan = (struct app_letter_plan){ .ended_on = DAY_NONE };
    if (letter->due.list == DUE_MISSED)
        done = app_letter_plan_missed(app, db, caller, loaded, arena, plan,
                                      err);
    else if (letter->due.list == DUE_NEAR)
        done = app_letter_plan_near(app, db, caller, loaded, arena, plan,
                                    err);
    else if (letter->due.list == DUE_PAUSES)
        done = app_letter_pause_over(app, db, caller, loaded, arena, plan,
                                     err);
    facts->is_limit_missed = plan->is_limit_missed;
    facts->is_payment_missed = plan->is_payment_missed;
    facts->is_payment_near = plan->is_payment_near;
    facts->is_pause_over = plan->is_pause_over;
    if (letter->due.list == DUE_PAUSES)
        facts->has_first_message = plan->has_first_message;
    return done;
}

static bool gate(struct letter *letter, struct db *db, struct caller caller,
                 const struct app_loaded *loaded, enum message_kind kind,
                 struct arena *arena, struct contact_kept *kept,
                 struct err *err)
{
    struct contact_ask ask = { .channel = CHANNEL_LETTER, .at = caller.at,
                               .class = app_message_class(kind),
                               .message = message_kind_word(kind) };
    struct contact_answer answer;
    bool done = letter->is_dry_run
        ? app_gate_look(letter->app, db, caller, loaded, &ask, arena,
                        &answer, err)
        : app_gate_in(letter->app, db, caller, loaded, &ask, arena, &answer,
                      kept, err);
    if (!done || contact_is_allowed(&answer))
        return done;
    refuse(letter, answer.reason_count > 0
           ? str_of(answer.reason[0].rule->id) : STR("unset"));
    return true;
}

static bool plan_of(const struct letter *letter, struct db *db,
                    struct caller caller, const struct app_loaded *loaded,
                    struct arena *arena, struct message_plan *plan,
                    struct err *err);
static bool payment_of(struct letter *letter, struct db *db,
                       struct caller caller, const struct app_loaded *loaded,
                       struct arena *arena, struct message_payment *payment,
                       struct err *err);

static bool fill(struct letter *letter, struct db *db, struct caller caller,
                 const struct app_loaded *loaded,
                 const struct message_due *due, struct arena *arena,
                 struct message_filled *filled, struct err *err)
{
    const struct debt *debt = &loaded->debt.debt;
    /* A missed date that is caught up today prints today: the law counts
     * from the day it is sent (Rule RF-34-end). */
    struct day sent_on = app_today(letter->app, caller.at);
    struct message_plan plan;
    struct message_payment payment;
    struct message_itemization itemization = {
        .as_of = debt->itemization_on, .owed_then = debt->itemization_amount,
        .owed_now = loaded->debt.balance
    };
    if (!money_subtract(debt->itemization_amount, loaded->debt.balance,
                        &itemization.credited))
        return err_set(err, ERR_CORRUPT, "a bill's sum is too large");
    struct message_input input = {
        .kind = due->kind, .language = due->language,
        .person = &loaded->person.person,
        .address = &loaded->person.address, .debt = debt,
        .agreement = loaded->client.agreement, .facility = loaded->facility,
        .code = STR(APP_CODE_PLACE), .portal = letter->agency->portal_url,
        .sent_on = sent_on,
        .dispute_by = message_validation_end(sent_on, CALENDAR_CAUTIOUS),
        .owed = loaded->debt.balance, .standing = &letter->plan.standing,
        .ended_on = letter->plan.ended_on
    };
    if (due->kind == MESSAGE_VALIDATION_NOTICE)
        input.itemization = &itemization;
    if (due->kind == MESSAGE_PLAN_CONFIRMATION) {
        if (!plan_of(letter, db, caller, loaded, arena, &plan, err))
            return false;
        input.plan = &plan;
    }
    if (due->kind == MESSAGE_RECEIPT) {
        if (!payment_of(letter, db, caller, loaded, arena, &payment, err))
            return false;
        input.payment = &payment;
    }
    if (!message_fill(letter->app->templates, &input, arena, filled, err))
        return false;
    if (filled->answer != MESSAGE_FILLED)
        refuse(letter, filled->why.len > 0 ? filled->why
                                           : STR("not filled"));
    return true;
}

static bool plan_of(const struct letter *letter, struct db *db,
                    struct caller caller, const struct app_loaded *loaded,
                    struct arena *arena, struct message_plan *plan,
                    struct err *err)
{
    struct app_plan agreed;
    if (!app_plan_in(letter->app, db, caller, loaded, arena, &agreed, err))
        return false;
    const struct choice_schedule *schedule = &agreed.schedule;
    uint32_t last = schedule->count - 1;
    *plan = (struct message_plan){
        .count = schedule->count, .each = schedule->item[0].amount,
        .last = schedule->item[last].amount, .total = agreed.total,
        .first_on = schedule->item[0].due,
        .last_on = schedule->item[last].due,
        .agreed_on = moment_utc_day(agreed.agreed_at),
        .grace_days = CHOICE_GRACE_DAYS
    };
    return app_letter_plan_origin(db, caller, loaded, &agreed, arena, plan,
                                  err);
}

/* The last four digits of a check's number; absent when it ends otherwise,
 * because a letter repeats no words that somebody typed. */
static struct str number_end(struct str number)
{
    struct str end = str_part(number, number.len > 4 ? number.len - 4 : 0,
                              number.len);
    for (size_t i = 0; i < end.len; i++)
        if (end.at[i] < '0' || end.at[i] > '9')
            return (struct str){ NULL, 0 };
    return end;
}

static bool payment_of(struct letter *letter, struct db *db,
                       struct caller caller, const struct app_loaded *loaded,
                       struct arena *arena, struct message_payment *payment,
                       struct err *err)
{
    static const struct { const char *method, *en, *es; } words[] = {
        { "check", "check", "cheque" },
        { "money_order", "money order", "giro postal" },
        { "cash", "cash", "efectivo" },
        { "bank", "bank transfer", "transferencia bancaria" }
    };
    struct sql_ledger_event_by_id_in in = { letter->due.key.client.n,
                                            letter->due.id };
    struct sql_ledger_event_by_id_row row;
    bool is_found;
    if (!sql_ledger_event_by_id(db, caller, &in, arena, &row, &is_found, err))
        return false;
    if (!is_found)
        return err_set(err, ERR_ABSENT, "there is no such payment");
    *payment = (struct message_payment){
        .amount = row.amount_cents, .left = loaded->debt.balance,
        .received_on = row.business_on,
        .reference = str_part(row.ref, REF_LEN - 8, REF_LEN),
        .last4 = number_end(row.number)
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (!str_is(row.method, words[i].method))
            continue;
        payment->method_en = str_of(words[i].en);
        payment->method_es = str_of(words[i].es);
    }
    return true;
}

static void refuse(struct letter *letter, struct str why)
{
    snprintf(letter->refusal, sizeof letter->refusal, "%.*s", STR_ARGS(why));
}

/* --- candidates and the report ---------------------------------------- */

struct page_look {
    struct app *app;
    enum due_list list;
    int64_t after;
    struct due **due;
    uint32_t *count;
};

static bool page_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    struct page_look *look = work;
    const struct app *app = look->app;
    struct moment now = db_caller(db).at;
    struct day today = app_today(app, now);
    struct sql_letters_due_in in = {
        .list = look->list, .after = look->after, .limit = LETTERS_PAGE,
        .missed_on = day_add(today, -CHOICE_GRACE_DAYS), /* generous */
        .near_on = today, .far_on = day_add(today, APP_NEAR_DAYS),
        .ended_after = moment_add_seconds(now, -APP_PAUSE_LOOK_DAYS * 86400),
        .ended_by = now
    };
    struct sql_letters_due_row *row;
    if (!sql_letters_due(db, db_caller(db), &in, arena, &row, look->count,
                         err))
        return false;
    struct due *due = arena_many(arena, *look->count, struct due);
    if (due == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for letters");
    for (uint32_t i = 0; i < *look->count; i++)
        due[i] = (struct due){
            { { row[i].person_id }, { row[i].client_id },
              { row[i].debt_id } },
            look->list, row[i].ref, row[i].id
        };
    *look->due = due;
    return true;
}

static bool page_load(struct app *app, struct caller caller,
                      enum due_list list, int64_t after, struct arena *arena,
                      struct due **due, uint32_t *count, struct err *err)
{
    struct page_look look = { app, list, after, due, count };
    return db_read(app->pool, caller, page_unit, &look, arena, err);
}

static void report_add(struct app_letters_report *report,
                       const struct letter *letter, struct arena *arena)
{
    report->looked_at++;
    if (letter->is_written) {
        report->written++;
        CHECK(money_add(report->left_to_pay, letter->owed,
                        &report->left_to_pay));
        if (report->sample_count < APP_SAMPLES_MAX)
            report->sample[report->sample_count++] =
                (struct app_letter_sample){
                    str_copy(arena, str_of(letter->kind)),
                    str_copy(arena, str_of(letter->language)),
                    str_copy(arena, str_of(letter->name)),
                    str_copy(arena, str_of(letter->debt_ref))
                };
        return;
    }
    report->refused++;
    struct str why = str_of(letter->refusal);
    for (uint32_t i = 0; i < report->refusal_count; i++)
        if (str_equal(report->refusal[i].rule, why)) {
            report->refusal[i].count++;
            return;
        }
    if (report->refusal_count < APP_REFUSALS_MAX)
        report->refusal[report->refusal_count++] =
            (struct app_letter_refusal){ str_copy(arena, why), 1 };
}
