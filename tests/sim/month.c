#include <libpq-fe.h>
#include <stdarg.h>
#include <unistd.h>

#include "base/base.h"
#include "base/world_sim.h"
#include "app/agency.h"
#include "app/contact.h"
#include "app/day.h"
#include "app/letters.h"
#include "app/payment.h"
#include "app/place.h"
#include "app/plan.h"
#include "app/remit.h"
#include "app/session.h"
#include "app/verify.h"
#include "db/fault.h"
#include "intake/agreement.h"
#include "intake/invent.h"
#include "sim.h"

#define TRIES_MAX 12
#define KEY_LEN 40

struct known_bill { /* what the model remembers of one bill */
    char ref[REF_LEN + 1];
    char code[16];
    struct person_id person;
    struct money owed;   /* after what was acknowledged */
    bool is_stopped, has_plan;
};

struct sim {
    struct world_sim world;
    struct app app;
    struct app_options options;
    struct arena arena; /* cleared after each act */
    char root[256], folder[300];
    uint64_t dice;
    uint32_t bill_count, letters, payments, reversals, plans, calls, faults;
    struct known_bill bill[SIM_BILLS_MAX];
    char last_payment[REF_LEN + 1];
    uint32_t last_payment_bill;
    struct money last_amount;
    uint32_t key;
    char words[600];
};

static const char *const agreements[] = { "lakeside", "harbor-city" };
static const char *const codes[] = { "LAKESIDE", "HARBORCITY" };

static uint32_t dice(struct sim *sim, uint32_t sides)
{
    sim->dice = sim->dice * UINT64_C(6364136223846793005)
        + UINT64_C(1442695040888963407);
    return (uint32_t)((sim->dice >> 33) % sides);
}

static bool wrong(struct sim *sim, const char *format, ...)
    PRINTF_LIKE(2, 3);
static bool wrong(struct sim *sim, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    vsnprintf(sim->words, sizeof sim->words, format, list);
    va_end(list);
    return false;
}

/* Sometimes the store fails at one of the next steps. */
static void fault_maybe(struct sim *sim)
{
    static const enum db_fault_how how[] = {
        DB_FAULT_ERROR, DB_FAULT_LOSE_GROUP, DB_FAULT_RETRY
    };
    if (dice(sim, 6) != 0)
        return;
    struct db_fault fault = {
        .how = how[dice(sim, 3)], .step = DB_STEP_ANY,
        .nth = 1 + dice(sim, 12)
    };
    sim->faults++;
    db_fault_arm(sim->app.pool, &fault);
}

static struct str key_new(struct sim *sim)
{
    return str_format(&sim->arena, "sim-%u", ++sim->key);
}

static struct caller staff(struct sim *sim)
{
    struct caller caller = app_caller(&sim->app, CALLER_STAFF, "ana");
    caller.user.n = 7;
    return caller;
}

struct sim *calloc_sim(void)
{
    static struct sim sim;
    memset(&sim, 0, sizeof sim);
    return &sim;
}

const char *sim_words(const struct sim *sim) { return sim->words; }

/* --- the beginning -------------------------------------------------------------- */

static bool agreement_apply(struct sim *sim, const char *name)
{
    const char *source = getenv("BEDSIDE_ROOT");
    struct app_applied applied;
    struct str yaml, problems = { NULL, 0 };
    struct err err = { .kind = ERR_NONE };
    struct str path = str_format(&sim->arena, "%s/docs/clients/%s.yaml",
                                 source ? source : ".", name);
    if (!file_read(world_real(), &sim->arena, path.at, 1 << 20, &yaml, &err)
        || !app_client_apply(&sim->app,
                             app_caller(&sim->app, CALLER_ADMIN, "sim"),
                             str_of(name), yaml, &sim->arena, &applied,
                             &problems, &err))
        return wrong(sim, "apply %s: %s %.*s", name, err.text,
                     STR_ARGS(problems));
    return true;
}

/* Under tests/pgcluster the month lives in PostgreSQL: an empty schema for
 * each seed. */
static bool postgres_empty(struct sim *sim)
{
    PGconn *link = PQconnectdb(getenv("BEDSIDE_PG_SUPER_URL"));
    PGresult *result = PQexec(link,
        "DROP SCHEMA public CASCADE; CREATE SCHEMA public "
        "AUTHORIZATION bedside_owner; GRANT USAGE ON SCHEMA public TO "
        "bedside_app");
    bool is_done = PQresultStatus(result) == PGRES_COMMAND_OK;
    PQclear(result);
    PQfinish(link);
    sim->options.url = getenv("BEDSIDE_PG_URL");
    sim->options.owner_url = getenv("BEDSIDE_PG_OWNER_URL");
    return is_done || wrong(sim, "cannot empty the PostgreSQL schema");
}

bool sim_begin(struct sim *sim, uint64_t seed, const char *root)
{
    struct app_agency agency = {
        .name = STR("Harbor Care LLC"), .known_as = STR("Harbor Care"),
        .line1 = STR("P.O. Box 2170"), .city = STR("Portland"),
        .state = STR("ME"), .zip = STR("04101"), .phone = STR("2075550170"),
        .hours_en = STR("Monday to Friday, 8 a.m. to 8 p.m."),
        .hours_es = STR("lunes a viernes, 8 a.m. a 8 p.m."),
        .website = STR("harborcare.example"),
        .portal_url = STR("harborcare.example/m"), .is_demo = true
    };
    struct err err = { .kind = ERR_NONE };
    struct moment start;
    CHECK(moment_parse(STR("2026-06-01T13:00:00Z"), &start));
    world_sim_init(&sim->world, seed, start);
    sim->dice = seed * 2654435761u + 12345;
    arena_init(&sim->arena, ARENA_JOB_BYTES);
    snprintf(sim->root, sizeof sim->root, "%s", root);
    snprintf(sim->folder, sizeof sim->folder, "%s/data", root);
    sim->options = (struct app_options){
        .world = &sim->world.world, .folder = sim->folder, .is_inline = true,
        .may_migrate = true
    };
    if (getenv("BEDSIDE_PG_URL") != NULL && !postgres_empty(sim))
        return false;
    if (!app_init(&sim->options, &agency, &err)
        || !app_open(&sim->options, &sim->app, &err))
        return wrong(sim, "begin: %s", err.text);
    return agreement_apply(sim, agreements[0])
        && agreement_apply(sim, agreements[1]);
}

void sim_end(struct sim *sim)
{
    app_close(&sim->app);
    arena_clear(&sim->arena);
}

/* --- actors: each act is tried again until it is acknowledged ------------------- */

static bool again(struct sim *sim, struct err *err, uint32_t *tries)
{
    db_fault_arm(sim->app.pool, NULL);
    if (++*tries < TRIES_MAX
        && (err->kind == ERR_OUTSIDE || err->kind == ERR_BUSY
            || err->kind == ERR_EXHAUSTED || err->kind == ERR_CORRUPT)) {
        err->kind = ERR_NONE;
        return true;
    }
    return false;
}

static bool file_comes(struct sim *sim, uint32_t client, uint32_t rows)
{
    struct client agreed;
    struct app_import_report report;
    struct err err = { .kind = ERR_NONE };
    struct buf buf;
    char path[400];
    uint32_t tries = 0;
    if (!app_client_load(&sim->app, app_system(&sim->app, "sim"),
                         str_of(codes[client]), &sim->arena, &agreed, &err))
        return wrong(sim, "client: %s", err.text);
    buf_init(&buf, &sim->arena, (size_t)64 << 20);
    intake_invent(sim->dice, rows, agreed.agreement,
                  app_today(&sim->app, sim->world.now), &buf);
    snprintf(path, sizeof path, "%s/file.csv", sim->root);
    if (!file_write_durably(world_real(), path, buf_str(&buf), 0600, &err))
        return wrong(sim, "file: %s", err.text);
    struct app_import_ask ask = { .client_code = str_of(codes[client]),
                                  .file_name = STR("file.csv"),
                                  .path = path };
    do {
        if (tries == 0)
            fault_maybe(sim);
        if (app_import(&sim->app, app_system(&sim->app, "import"), &ask,
                       &sim->arena, &report, &err)) {
            db_fault_arm(sim->app.pool, NULL);
            return report.accepted + report.held + report.refused
                    + report.known == report.rows
                || wrong(sim, "import: rows do not add up");
        }
    } while (again(sim, &err, &tries));
    return wrong(sim, "import: %s", err.text);
}

/* The courier: takes what is open, and the people get their letters. */
static bool courier_goes(struct sim *sim)
{
    static const char sha[] = "0123456789abcdef0123456789abcdef"
                              "0123456789abcdef0123456789abcdef";
    for (uint32_t rounds = 0; rounds < 200; rounds++) {
        struct app_message *message;
        uint32_t count, tries = 0;
        struct err err = { .kind = ERR_NONE };
        if (!app_outbox_open(&sim->app, app_system(&sim->app, "courier"), 100,
                             &sim->arena, &message, &count, &err))
            return wrong(sim, "outbox: %s", err.text);
        if (count == 0)
            return true;
        for (uint32_t i = 0; i < count; i++) {
            bool leaves = false, is_sent = false;
            tries = 0;
            do {
                if (tries == 0)
                    fault_maybe(sim);
                if (app_outbox_take(&sim->app,
                                    app_system(&sim->app, "courier"),
                                    message[i].ref, &leaves, &err)
                    && (!leaves
                        || app_outbox_sent(&sim->app,
                                           app_system(&sim->app, "courier"),
                                           message[i].ref, str_of(sha),
                                           &is_sent, &err)))
                    break;
            } while (again(sim, &err, &tries));
            db_fault_arm(sim->app.pool, NULL);
            if (tries == TRIES_MAX)
                return wrong(sim, "courier: %s", err.text);
            sim->letters += is_sent;
        }
    }
    return wrong(sim, "courier: the outbox never empties");
}

static bool day_runs(struct sim *sim)
{
    for (;;) {
        struct day day;
        struct app_day_report report;
        struct err err = { .kind = ERR_NONE };
        uint32_t tries = 0;
        if (!app_day_next(&sim->app, app_system(&sim->app, "day"), &day,
                          &err))
            return wrong(sim, "next day: %s", err.text);
        if (day_is_none(day))
            return true;
        bool done = false;
        do {
            if (tries == 0)
                fault_maybe(sim);
            done = app_day_run(&sim->app, app_system(&sim->app, "day"), day,
                               false, &sim->arena, &report, &err);
        } while (!done && again(sim, &err, &tries));
        db_fault_arm(sim->app.pool, NULL);
        if (!done)
            return wrong(sim, "day: %s", err.text);
    }
}

/* --- reading the bills back once they are placed --------------------------------- */

static bool bills_learn(struct sim *sim)
{
    struct err err = { .kind = ERR_NONE };
    for (uint32_t c = 0; c < 2; c++) {
        struct client client;
        struct app_accounts accounts;
        struct str after = { NULL, 0 };
        if (!app_client_load(&sim->app, app_system(&sim->app, "sim"),
                             str_of(codes[c]), &sim->arena, &client, &err))
            return wrong(sim, "client: %s", err.text);
        do {
            if (!app_accounts_load(&sim->app, app_system(&sim->app, "sim"),
                                   client.id, after, 500, &sim->arena,
                                   &accounts, &err))
                return wrong(sim, "accounts: %s", err.text);
            for (uint32_t i = 0; i < accounts.count; i++) {
                const struct app_account *account = &accounts.account[i];
                bool is_known = false;
                for (uint32_t k = 0; k < sim->bill_count; k++)
                    is_known = is_known
                        || str_is(account->ref, sim->bill[k].ref);
                if (is_known || sim->bill_count == SIM_BILLS_MAX)
                    continue;
                struct known_bill *bill = &sim->bill[sim->bill_count++];
                snprintf(bill->ref, sizeof bill->ref, "%.*s",
                         STR_ARGS(account->ref));
                bill->owed = account->left;
            }
            after = accounts.next;
        } while (after.at != NULL);
    }
    return true;
}

/* --- what people do ----------------------------------------------------------------- */

static bool payment_comes(struct sim *sim)
{
    if (sim->bill_count == 0)
        return true;
    uint32_t at = dice(sim, sim->bill_count);
    struct known_bill *bill = &sim->bill[at];
    if (bill->owed.cents < 2)
        return true;
    struct app_payment_ask ask = {
        .debt_ref = str_of(bill->ref),
        .amount = { 1 + (int64_t)dice(sim, (uint32_t)
                        (bill->owed.cents < 50000 ? bill->owed.cents
                                                  : 50000)) },
        .method = STR("check"), .number = STR("1001"),
        .received_on = app_today(&sim->app, sim->world.now),
        .key = key_new(sim)
    };
    struct app_receipt receipt;
    struct err err = { .kind = ERR_NONE };
    uint32_t tries = 0;
    bool done = false;
    do {
        if (tries == 0)
            fault_maybe(sim);
        done = app_payment_record(&sim->app, staff(sim), &ask, &sim->arena,
                                  &receipt, &err);
    } while (!done && again(sim, &err, &tries));
    db_fault_arm(sim->app.pool, NULL);
    if (!done)
        return wrong(sim, "payment: %s", err.text);
    bill->owed.cents -= ask.amount.cents;
    sim->payments++;
    if (receipt.left.cents != bill->owed.cents)
        return wrong(sim, "a receipt says %" PRId64 " left, the model %"
                     PRId64, receipt.left.cents, bill->owed.cents);
    /* The same again, as after a lost answer: one posting, same receipt. */
    struct app_receipt twice;
    if (dice(sim, 3) == 0
        && (!app_payment_record(&sim->app, staff(sim), &ask, &sim->arena,
                                &twice, &err)
            || !twice.was_known
            || strcmp(twice.ref.text, receipt.ref.text) != 0))
        return wrong(sim, "the same payment twice: %s", err.text);
    memcpy(sim->last_payment, receipt.ref.text, REF_LEN + 1);
    sim->last_payment_bill = at;
    sim->last_amount = ask.amount;
    return true;
}

static bool payment_bounces(struct sim *sim)
{
    if (sim->last_payment[0] == '\0')
        return true;
    struct app_correction_ask ask = {
        .kind = APP_REVERSE, .event_ref = str_of(sim->last_payment),
        .words = STR("returned by the bank"), .key = key_new(sim)
    };
    struct app_receipt receipt;
    struct err err = { .kind = ERR_NONE };
    uint32_t tries = 0;
    bool done = false;
    do {
        if (tries == 0)
            fault_maybe(sim);
        done = app_payment_correct(&sim->app, staff(sim), &ask, &sim->arena,
                                   &receipt, &err);
    } while (!done && again(sim, &err, &tries));
    db_fault_arm(sim->app.pool, NULL);
    if (!done)
        return wrong(sim, "reversal: %s", err.text);
    sim->bill[sim->last_payment_bill].owed.cents += sim->last_amount.cents;
    sim->last_payment[0] = '\0';
    sim->reversals++;
    return true;
}

static bool person_plans(struct sim *sim)
{
    if (sim->bill_count == 0)
        return true;
    struct known_bill *known = &sim->bill[dice(sim, sim->bill_count)];
    struct app_bill bill;
    struct choice_offers offers;
    struct err err = { .kind = ERR_NONE };
    if (!app_bill_by_ref(&sim->app, staff(sim), str_of(known->ref),
                         &sim->arena, &bill, &err))
        return wrong(sim, "bill: %s", err.text);
    if (!bill.adds_up || !money_equal(bill.balance, known->owed))
        return wrong(sim, "a bill does not add up to what was "
                     "acknowledged");
    if (bill.has_plan || bill.state != APP_BILL_NOTHING_DUE)
        return true;
    struct caller person = app_caller(&sim->app, CALLER_PERSON, "person");
    person.person = bill.person.id;
    if (!app_offers(&sim->app, person, &bill, &offers, &err))
        return wrong(sim, "offers: %s", err.text);
    if (offers.count == 0 || offers.offer[0].kind != CHOICE_PLAN)
        return true;
    struct app_plan_ask ask = {
        .debt_ref = str_of(known->ref),
        .offer_ref = str_of(offers.offer[0].reference.text),
        .agreed_words = STR("I agree"), .language = LANGUAGE_ENGLISH,
        .key = key_new(sim)
    };
    struct app_plan plan;
    uint32_t tries = 0;
    bool done = false;
    do {
        if (tries == 0)
            fault_maybe(sim);
        done = app_plan_agree(&sim->app, person, &ask, &sim->arena, &plan,
                              &err);
    } while (!done && again(sim, &err, &tries));
    db_fault_arm(sim->app.pool, NULL);
    if (!done)
        return wrong(sim, "plan: %s", err.text);
    if (!money_equal(plan.total, known->owed))
        return wrong(sim, "a plan is not for what is owed");
    known->has_plan = true;
    sim->plans++;
    return true;
}

static bool rep_calls(struct sim *sim)
{
    if (sim->bill_count == 0)
        return true;
    struct known_bill *known = &sim->bill[dice(sim, sim->bill_count)];
    struct app_may_contact ask = { .debt_ref = str_of(known->ref),
                                   .channel = CHANNEL_PHONE };
    struct app_may_answer answer;
    struct err err = { .kind = ERR_NONE };
    if (!app_may_contact(&sim->app, staff(sim), &ask, &sim->arena, &answer,
                         &err))
        return wrong(sim, "may contact: %s", err.text);
    bool allowed = contact_is_allowed(&answer.answer);
    if (allowed && (known->is_stopped || known->has_plan))
        return wrong(sim, "a stopped or planned bill may be called");
    struct app_attempt attempt = {
        .debt_ref = str_of(known->ref), .answer_ref = str_of(answer.ref.text),
        .outcome = dice(sim, 3) == 0 ? OUTCOME_CONVERSATION
                                     : OUTCOME_NO_ANSWER,
        .key = key_new(sim)
    };
    bool recorded = app_attempt_record(&sim->app, staff(sim), &attempt, &err);
    if (recorded != allowed)
        return wrong(sim, "an attempt %s an allowed answer: %s",
                     recorded ? "was stored without" : "was refused with",
                     err.text);
    sim->calls += recorded;
    return true;
}

static bool person_stops(struct sim *sim)
{
    static const enum fact_kind kinds[] = { FACT_DISPUTE, FACT_ATTORNEY,
                                            FACT_CEASE_WRITTEN };
    if (sim->bill_count == 0)
        return true;
    struct known_bill *known = &sim->bill[dice(sim, sim->bill_count)];
    struct app_fact fact = {
        .debt_ref = str_of(known->ref), .kind = kinds[dice(sim, 3)],
        .until = MOMENT_NEVER, .source = STR("desk"), .key = key_new(sim)
    };
    struct err err = { .kind = ERR_NONE };
    uint32_t tries = 0;
    bool done = false;
    do {
        if (tries == 0)
            fault_maybe(sim);
        done = app_fact_record(&sim->app, staff(sim), &fact, &err);
    } while (!done && again(sim, &err, &tries));
    db_fault_arm(sim->app.pool, NULL);
    known->is_stopped = true;
    return done || wrong(sim, "fact: %s", err.text);
}

bool sim_day(struct sim *sim)
{
    bool good = true;
    if (sim->bill_count == 0)
        good = file_comes(sim, 0, 30) && file_comes(sim, 1, 30);
    else if (dice(sim, 5) == 0)
        good = file_comes(sim, dice(sim, 2), 5 + dice(sim, 20));
    good = good && bills_learn(sim) && day_runs(sim) && courier_goes(sim);
    uint32_t acts = 3 + dice(sim, 8);
    for (uint32_t i = 0; good && i < acts; i++) {
        world_sim_advance_us(&sim->world,
                             (int64_t)(1 + dice(sim, 3600)) * 1000000);
        switch (dice(sim, 10)) {
        case 0: case 1: case 2: case 3: good = payment_comes(sim); break;
        case 4: good = payment_bounces(sim); break;
        case 5: case 6: good = person_plans(sim); break;
        case 7: case 8: good = rep_calls(sim); break;
        default: good = person_stops(sim); break;
        }
        struct arena_mark none = { NULL, 0 };
        arena_back(&sim->arena, none);
    }
    /* To about nine in the morning, Eastern, of the next day. */
    int64_t second = moment_seconds(sim->world.now);
    int64_t next = (second / 86400 + 1) * 86400 + 13 * 3600;
    world_sim_advance_us(&sim->world, (next - second) * 1000000);
    return good;
}

bool sim_settle(struct sim *sim, char digest[65])
{
    struct app_verify verify;
    struct err err = { .kind = ERR_NONE };
    if (!day_runs(sim) || !courier_goes(sim))
        return false;
    for (uint32_t i = 0; i < sim->bill_count; i++) {
        struct app_bill bill;
        if (!app_bill_by_ref(&sim->app, staff(sim), str_of(sim->bill[i].ref),
                             &sim->arena, &bill, &err))
            return wrong(sim, "bill: %s", err.text);
        if (!bill.adds_up || !money_equal(bill.balance, sim->bill[i].owed))
            return wrong(sim, "bill %s: %" PRId64 " cents, the model says %"
                         PRId64, sim->bill[i].ref, bill.balance.cents,
                         sim->bill[i].owed.cents);
    }
    if (!app_verify(&sim->app, app_system(&sim->app, "verify"), &verify,
                    &err))
        return wrong(sim, "verify: %s", err.text);
    for (uint32_t i = 0; i < verify.count; i++)
        if (!verify.check[i].is_good)
            return wrong(sim, "verify %s: %s", verify.check[i].name,
                         verify.check[i].words);
    memcpy(digest, verify.digest, 65);
    if (getenv("SIM_TALK") != NULL)
        fprintf(stderr, "%u bills, %u letters, %u payments, %u reversals, "
                "%u plans, %u calls, %u faults\n", sim->bill_count,
                sim->letters, sim->payments, sim->reversals, sim->plans,
                sim->calls, sim->faults);
    return true;
}
