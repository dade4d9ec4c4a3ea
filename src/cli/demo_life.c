#include "base/base.h"
#include "access/access.h"
#include "app/bill.h"
#include "app/plan.h"
#include "app/session.h"
#include "cli/demo.h"

#define PLANS_A_DAY 1
#define KEEP_LAST 4      /* newest letters nobody has answered yet */
#define SMALL_CENTS 20000 /* the patient's bill for show is above this */

static struct demo_person *next_person(struct demo *demo, uint32_t *at);
static bool bill_load(struct demo *demo, const struct demo_person *person,
                      struct arena *arena, struct app_bill *bill,
                      struct err *err);
static bool plan_choose(struct demo *demo, struct demo_person *person,
                        struct arena *arena, struct err *err);
static bool sign_in(struct demo *demo, const struct demo_person *person,
                    const struct app_bill *bill, struct app_session *session,
                    bool *is_in, struct err *err);

bool demo_life(struct demo *demo, struct arena *arena, struct err *err)
{
    uint32_t at = 0;
    if (demo->person_count == 0)
        return true; /* nobody has a letter yet */
    for (uint32_t i = 0; i < PLANS_A_DAY; i++) {
        struct demo_person *person = next_person(demo, &at);
        if (person != NULL && !plan_choose(demo, person, arena, err))
            return err_context(err, "a plan");
    }
    return demo_payments(demo, arena, err);
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

static struct demo_person *next_person(struct demo *demo, uint32_t *at)
{
    while (*at + KEEP_LAST < demo->person_count) {
        struct demo_person *person = &demo->person[(*at)++];
        if (!person->is_used && person->code[0] != '\0') {
            person->is_used = true;
            return person;
        }
    }
    return NULL;
}

static bool bill_load(struct demo *demo, const struct demo_person *person,
                      struct arena *arena, struct app_bill *bill,
                      struct err *err)
{
    struct app *app = &demo->house.app;
    struct caller caller = app_caller(app, CALLER_STAFF, "demo");
    caller.roles = ROLE_SUPERVISOR;
    return app_bill_by_ref(app, caller, str_of(person->bill), arena, bill,
                           err);
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
    if (!is_in)
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
        .language = LANGUAGE_ENGLISH, .key = str_of(key.text)
    };
    if (!app_plan_agree(app, session.caller, &ask, arena, &plan, err))
        return false;
    demo->plans++;
    return true;
}
