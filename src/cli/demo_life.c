#include "base/base.h"
#include "access/access.h"
#include "app/bill.h"
#include "app/change.h"
#include "app/contact.h"
#include "app/payment.h"
#include "app/plan.h"
#include "app/session.h"
#include "cli/demo.h"

#define ACTS_A_DAY 3
#define KEEP_PART 4      /* one in so many has not answered yet */
#define PAUSE_DAYS 30
#define PAYDAY 20
#define SMALL_CENTS 20000 /* the patient's bill for show is above this */

/* What people do, in turn.  Most of them agree to a plan; most keep it. */
static const enum act {
    ACT_PLAN_KEPT, ACT_PLAN_MISSED, ACT_PLAN_PAID, ACT_PLAN_MOVED, ACT_CALL,
    ACT_TALK, ACT_PAUSE, ACT_DISPUTE, ACT_NO_CALLS, ACT_HELP
} script[] = {
    ACT_PLAN_KEPT, ACT_CALL, ACT_PAUSE, ACT_PLAN_PAID, ACT_CALL,
    ACT_PLAN_KEPT, ACT_DISPUTE, ACT_TALK, ACT_PLAN_MISSED, ACT_CALL,
    ACT_PLAN_MOVED, ACT_HELP, ACT_CALL, ACT_NO_CALLS
};

static struct demo_person *next_person(struct demo *demo);
static bool act(struct demo *demo, struct demo_person *person, enum act what,
                struct arena *arena, struct err *err);
static bool instalments_pay(struct demo *demo, struct arena *arena,
                            struct err *err);
static struct caller rep_of(struct demo *demo);
static bool bill_load(struct demo *demo, const struct demo_person *person,
                      struct arena *arena, struct app_bill *bill,
                      struct err *err);
static bool plan_choose(struct demo *demo, struct demo_person *person,
                        struct arena *arena, struct err *err);
static bool plan_move(struct demo *demo, const struct demo_person *person,
                      struct arena *arena, struct err *err);
static bool call(struct demo *demo, struct demo_person *person,
                 enum outcome outcome, struct arena *arena, struct err *err);
static bool say(struct demo *demo, struct demo_person *person,
                enum fact_kind kind, struct err *err);
static bool help(struct demo *demo, struct demo_person *person,
                 struct arena *arena, struct err *err);
static bool sign_in(struct demo *demo, const struct demo_person *person,
                    const struct app_bill *bill, struct app_session *session,
                    bool *is_in, struct err *err);

bool demo_life(struct demo *demo, struct arena *arena, struct err *err)
{
    for (uint32_t i = 0; i < ACTS_A_DAY; i++) {
        struct demo_person *person = next_person(demo);
        enum act what = script[demo->acts
                               % (sizeof script / sizeof script[0])];
        if (person == NULL)
            break; /* nobody has a letter yet */
        demo->acts++;
        if (!act(demo, person, what, arena, err))
            return err_context(err, "what %s did", person->name);
    }
    return instalments_pay(demo, arena, err)
        && demo_payments(demo, arena, err);
}

static bool act(struct demo *demo, struct demo_person *person, enum act what,
                struct arena *arena, struct err *err)
{
    struct app_bill bill;
    if (!bill_load(demo, person, arena, &bill, err))
        return false;
    if (bill.balance.cents == 0)
        return true; /* paid by mail meanwhile */
    switch (what) {
    case ACT_PLAN_KEPT:
    case ACT_PLAN_MISSED:
    case ACT_PLAN_PAID:
        person->keeps_plan = what != ACT_PLAN_MISSED;
        person->pays_rest = what == ACT_PLAN_PAID;
        return plan_choose(demo, person, arena, err);
    case ACT_PLAN_MOVED:
        person->keeps_plan = true;
        return plan_choose(demo, person, arena, err)
            && plan_move(demo, person, arena, err);
    case ACT_CALL:
        return call(demo, person, OUTCOME_NO_ANSWER, arena, err);
    case ACT_TALK:
        return call(demo, person, OUTCOME_CONVERSATION, arena, err);
    case ACT_PAUSE:
        demo->pauses++;
        return say(demo, person, FACT_HELD, err);
    case ACT_DISPUTE:
        demo->disputes++;
        return say(demo, person, FACT_DISPUTE, err);
    case ACT_NO_CALLS:
        return say(demo, person, FACT_MEDIUM_REFUSED, err);
    case ACT_HELP:
        break;
    }
    return help(demo, person, arena, err);
}

bool demo_patient(struct demo *demo, struct arena *arena,
                  const struct demo_person **patient, struct str *born_on,
                  struct err *err)
{
    for (uint32_t i = demo->person_count; i-- > 0; ) {
        const struct demo_person *person = &demo->person[i];
        struct app_bill bill;
        struct app_session session;
        bool is_in = false;
        if (person->is_used || person->code[0] == '\0')
            continue;
        if (!bill_load(demo, person, arena, &bill, err))
            return false;
        if (bill.state != APP_BILL_NOTHING_DUE
            || bill.balance.cents < SMALL_CENTS
            || bill.person.language == LANGUAGE_SPANISH)
            continue;
        if (!sign_in(demo, person, &bill, &session, &is_in, err))
            return false;
        if (!is_in)
            continue;
        *patient = person;
        *born_on = day_iso(arena, bill.person.born_on);
        return born_on->at != NULL
            || err_set(err, ERR_EXHAUSTED, "no memory for the patient");
    }
    return err_set(err, ERR_ABSENT, "no letter was sent to anybody; try more "
                   "accounts or days");
}

/* --- who does something today ----------------------------------------- */

static struct demo_person *next_person(struct demo *demo)
{
    for (uint32_t i = 0; i < demo->person_count; i++) {
        struct demo_person *person = &demo->person[i];
        if (i % KEEP_PART == 0 || person->is_used
            || person->code[0] == '\0')
            continue;
        person->is_used = true;
        return person;
    }
    return NULL;
}

static struct caller rep_of(struct demo *demo)
{
    struct caller caller = app_caller(&demo->house.app, CALLER_STAFF, "rep");
    caller.roles = ROLE_REPRESENTATIVE | ROLE_SUPERVISOR;
    return caller;
}

static bool bill_load(struct demo *demo, const struct demo_person *person,
                      struct arena *arena, struct app_bill *bill,
                      struct err *err)
{
    return app_bill_by_ref(&demo->house.app, rep_of(demo),
                           str_of(person->bill), arena, bill, err);
}

static bool sign_in(struct demo *demo, const struct demo_person *person,
                    const struct app_bill *bill, struct app_session *session,
                    bool *is_in, struct err *err)
{
    struct err no = { .kind = ERR_NONE };
    *is_in = false;
    if (day_is_none(bill->person.born_on))
        return true;
    *is_in = app_find_bill(&demo->house.app, str_of(person->code),
                           bill->person.born_on, STR("127.0.0.1"), session,
                           &no);
    /* Two people of one name: the code belongs to the other. */
    if (*is_in || no.kind == ERR_DENIED || no.kind == ERR_BUSY)
        return true;
    *err = no;
    return false;
}

static bool plan_choose(struct demo *demo, struct demo_person *person,
                        struct arena *arena, struct err *err)
{
    struct app *app = &demo->house.app;
    struct app_bill bill, own;
    struct app_session session;
    struct choice_offers offers;
    struct app_plan plan;
    bool is_in;
    struct ref key = ref_new(&demo->clock);
    if (!bill_load(demo, person, arena, &bill, err)
        || !sign_in(demo, person, &bill, &session, &is_in, err))
        return false;
    if (!is_in || bill.has_plan || bill.balance.cents == 0)
        return true;
    session.caller.at = world_now(&demo->clock);
    if (!app_bill_by_ref(app, session.caller, str_of(person->bill), arena,
                         &own, err)
        || !app_offers(app, session.caller, &own, &offers, err))
        return false;
    if (offers.count == 0 || offers.offer[0].kind != CHOICE_PLAN)
        return true;
    struct app_plan_ask ask = {
        .debt_ref = str_of(person->bill),
        .offer_ref = str_of(offers.offer[0].reference.text),
        .agreed_words = STR("I agree to these payments."),
        .language = LANGUAGE_ENGLISH, .reminds = person->pays_rest,
        .key = str_of(key.text)
    };
    if (!app_plan_agree(app, session.caller, &ask, arena, &plan, err))
        return false;
    demo->plans++;
    return true;
}

/* --- what the representative did -------------------------------------- */

/* Payday is the 20th: they called, and the plan is on that day now. */
static bool plan_move(struct demo *demo, const struct demo_person *person,
                      struct arena *arena, struct err *err)
{
    struct app *app = &demo->house.app;
    struct app_bill bill;
    struct app_change_look look;
    struct app_change change;
    struct ref key = ref_new(&demo->clock);
    struct app_change_ask ask = {
        .debt_ref = str_of(person->bill),
        .ask = { .what = CHOICE_CHANGE_DAY, .day = PAYDAY },
        .words = STR("My payments are on the 20th of each month."),
        .key = str_of(key.text)
    };
    if (!bill_load(demo, person, arena, &bill, err))
        return false;
    if (!bill.has_plan)
        return true;
    if (!app_change_see(app, rep_of(demo), ask.debt_ref, &ask.ask, arena,
                        &look, err))
        return false;
    ask.reference = str_of(look.changed.reference.text);
    return look.changed.answer != CHOICE_CHANGED
        || app_change_make(app, rep_of(demo), &ask, arena, &change, err);
}

/* The gate is asked as at the desk; its no is an answer, too. */
static bool call(struct demo *demo, struct demo_person *person,
                 enum outcome outcome, struct arena *arena, struct err *err)
{
    struct app *app = &demo->house.app;
    struct app_may_answer may;
    struct app_may_contact ask = { .debt_ref = str_of(person->bill),
                                   .channel = CHANNEL_PHONE };
    struct ref key = ref_new(&demo->clock);
    if (!app_may_contact(app, rep_of(demo), &ask, arena, &may, err))
        return false;
    if (!contact_is_allowed(&may.answer))
        return true;
    struct app_attempt attempt = {
        .debt_ref = ask.debt_ref, .answer_ref = str_of(may.ref.text),
        .outcome = outcome, .key = str_of(key.text)
    };
    demo->calls++;
    return app_attempt_record(app, rep_of(demo), &attempt, err);
}

static bool say(struct demo *demo, struct demo_person *person,
                enum fact_kind kind, struct err *err)
{
    struct ref key = ref_new(&demo->clock);
    bool is_pause = kind == FACT_HELD;
    bool is_no_calls = kind == FACT_MEDIUM_REFUSED;
    struct app_fact fact = {
        .debt_ref = str_of(person->bill), .kind = kind,
        .channel = is_no_calls ? CHANNEL_PHONE : CHANNEL_NONE,
        .is_person_wide = is_no_calls,
        .until = is_pause ? moment_add_seconds(world_now(&demo->clock),
                                               PAUSE_DAYS * 86400)
                          : MOMENT_NEVER,
        .source = STR("desk"), .key = str_of(key.text)
    };
    return app_fact_record(&demo->house.app, rep_of(demo), &fact, err);
}

/* The provider's own help took the rest of the bill. */
static bool help(struct demo *demo, struct demo_person *person,
                 struct arena *arena, struct err *err)
{
    struct ref key = ref_new(&demo->clock);
    struct app_receipt receipt;
    struct app_correction_ask ask = {
        .kind = APP_WRITE_OFF, .debt_ref = str_of(person->bill),
        .words = STR("approved for financial assistance"),
        .key = str_of(key.text)
    };
    demo->closed++;
    return app_payment_correct(&demo->house.app, rep_of(demo), &ask, arena,
                               &receipt, err);
}

/* Those who keep their plan pay on its day; some pay the rest as well. */
static bool instalments_pay(struct demo *demo, struct arena *arena,
                            struct err *err)
{
    struct app *app = &demo->house.app;
    struct day today = app_today(app, world_now(&demo->clock));
    for (uint32_t i = 0; i < demo->person_count; i++) {
        struct demo_person *person = &demo->person[i];
        struct app_bill bill;
        struct app_receipt receipt;
        struct ref key = ref_new(&demo->clock);
        if (!person->keeps_plan)
            continue;
        if (!bill_load(demo, person, arena, &bill, err))
            return false;
        if (bill.state != APP_BILL_ON_PLAN
            || day_compare(bill.next_due, today) > 0)
            continue;
        struct app_payment_ask ask = {
            .debt_ref = str_of(person->bill),
            .amount = person->pays_rest ? bill.balance : bill.next_amount,
            .method = STR("bank"), .received_on = today,
            .key = str_of(key.text)
        };
        if (!app_payment_record(app, rep_of(demo), &ask, arena, &receipt,
                                err))
            return false;
        demo->payments++;
    }
    return true;
}
