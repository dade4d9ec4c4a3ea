/* Does a plan live: reminded, missed, asked about, changed, at rest, ended? */
#include "house.h"

#include "access/access.h"
#include "app/change.h"
#include "app/day.h"
#include "app/payment.h"
#include "app/place.h"
#include "app/release.h"
#include "app/verify.h"
#include "app/contact.h"
#include "app/request.h"
#include "store/outbox_sql.h"

static struct str debt_ref;
static uint32_t keys;

static struct caller staff(struct app_house *h)
{
    struct caller caller = app_caller(&h->app, CALLER_STAFF, "ana");
    caller.roles = ROLE_REPRESENTATIVE | ROLE_SUPERVISOR;
    return caller;
}

static struct app_bill bill_of(struct app_house *h)
{
    struct err err = { .kind = ERR_NONE };
    struct app_bill bill;
    if (!app_bill_by_ref(&h->app, staff(h), debt_ref, &h->arena, &bill, &err))
        fail_msg("%s", err.text);
    return bill;
}

static struct caller person(struct app_house *h)
{
    struct app_bill bill = bill_of(h);
    struct caller caller = app_caller(&h->app, CALLER_PERSON, "person");
    caller.person = bill.person.id;
    return caller;
}

static struct str key_next(struct app_house *h)
{
    return str_format(&h->arena, "key-%u", ++keys);
}

static void place(struct app_house *h)
{
    struct err err = { .kind = ERR_NONE };
    struct app_applied applied;
    struct app_import_report report;
    struct client client;
    struct app_accounts accounts;
    struct str yaml, problems;
    struct str csv = STR(
        "account,facility,patient_first,patient_last,patient_birth_date,"
        "address1,city,state,zip,phone1,service_date,charges,insurance_paid,"
        "adjustments,patient_paid,balance,itemization_date,itemization_kind,"
        "itemization_amount\n"
        "F-1,HC-BAY,Rosa,Diaz,1984-03-27,1 Pier Road,Portland,ME,04101,"
        "2075550101,2026-03-01,1420.00,310.00,170.00,0.00,940.00,2026-03-01,"
        "transaction,1420.00\n");
    const char *path = str_format(&h->arena, "%s/place.csv%c", h->root, 0).at;
    struct app_import_ask ask = { .client_code = STR("HARBORCITY"),
                                  .file_name = STR("place.csv"),
                                  .path = path };
    if (!file_read(world_real(), &h->arena,
                   SOURCE_ROOT "/docs/clients/harbor-city.yaml", 1 << 20,
                   &yaml, &err)
        || !app_client_apply(&h->app, app_house_caller(h), STR("a.yaml"),
                             yaml, &h->arena, &applied, &problems, &err)
        || !file_write_durably(world_real(), path, csv, 0644, &err)
        || !app_import(&h->app, app_house_caller(h), &ask, &h->arena, &report,
                       &err)
        || !app_client_load(&h->app, app_house_caller(h), STR("HARBORCITY"),
                            &h->arena, &client, &err)
        || !app_accounts_load(&h->app, app_house_caller(h), client.id,
                              (struct str){ NULL, 0 }, 10, &h->arena,
                              &accounts, &err))
        fail_msg("%s", err.text);
    app_house_ready(h);
    assert_int_equal(accounts.count, 1);
    debt_ref = str_copy(&h->arena, accounts.account[0].ref);
}

/* The next morning: the day's run, somebody releases, the courier goes. */
static void day(struct app_house *h, struct app_day_report *last)
{
    struct err err = { .kind = ERR_NONE };
    struct day next;
    struct app_message *message;
    uint32_t count = 0;
    int64_t letters;
    world_sim_advance_us(&h->world, INT64_C(86400) * 1000000);
    for (;;) {
        if (!app_day_next(&h->app, app_house_caller(h), &next, &err))
            fail_msg("%s", err.text);
        if (day_is_none(next))
            break;
        if (!app_day_run(&h->app, app_house_caller(h), next, false, &h->arena,
                         last, &err))
            fail_msg("%s", err.text);
    }
    if (!app_release_client(&h->app, staff(h), STR("HARBORCITY"), &letters,
                            &err)
        || !app_outbox_open(&h->app, app_house_caller(h), false, 50,
                            &h->arena, &message, &count, &err))
        fail_msg("%s", err.text);
    for (uint32_t i = 0; i < count; i++) {
        bool may, is_sent;
        if (!app_outbox_take(&h->app, app_house_caller(h), message[i].ref,
                             &may, &err))
            fail_msg("%s", err.text);
        if (may && !app_outbox_sent(
                &h->app, app_house_caller(h), message[i].ref,
                STR("0123456789abcdef0123456789abcdef"
                    "0123456789abcdef0123456789abcdef"), &is_sent, &err))
            fail_msg("%s", err.text);
    }
}

static void days(struct app_house *h, uint32_t count)
{
    struct app_day_report report;
    for (uint32_t i = 0; i < count; i++)
        day(h, &report);
}

/* Days, until it is `after` days past one; before it where that is below 0. */
static void until(struct app_house *h, struct day due, int32_t after)
{
    while (day_between(due, app_today(&h->app, app_house_caller(h).at))
           < after)
        days(h, 1);
}

struct letters_look {
    struct app_bill bill;
    enum message_kind kind;
    uint32_t sent;
};

static bool letters_unit(struct db *db, void *work, struct arena *arena,
                         struct err *err)
{
    struct letters_look *look = work;
    struct sql_outbox_about_in in = { look->bill.debt.client.n,
                                      look->bill.debt.id.n };
    struct sql_outbox_about_row *row;
    uint32_t count;
    if (!sql_outbox_about(db, db_caller(db), &in, arena, &row, &count, err))
        return false;
    for (uint32_t i = 0; i < count; i++)
        look->sent += message_kind_parse(row[i].kind) == look->kind
            && !moment_is_none(row[i].sent_at);
    return true;
}

static uint32_t sent(struct app_house *h, enum message_kind kind)
{
    struct err err = { .kind = ERR_NONE };
    struct letters_look look = { bill_of(h), kind, 0 };
    if (!db_read(h->app.pool, app_house_caller(h), letters_unit, &look,
                 &h->arena, &err))
        fail_msg("%s", err.text);
    return look.sent;
}

static struct app_plan plan_of(struct app_house *h)
{
    struct err err = { .kind = ERR_NONE };
    struct app_bill bill = bill_of(h);
    struct app_plan plan;
    if (!app_plan_load(&h->app, person(h), &bill, &h->arena, &plan, &err))
        fail_msg("%s", err.text);
    return plan;
}

/* 12 payments of $78.33, from 15 June 2026 or 1 July. */
static void agree(struct app_house *h, bool reminds)
{
    struct err err = { .kind = ERR_NONE };
    struct app_bill bill = bill_of(h);
    struct choice_offers offers;
    struct app_plan plan;
    struct app_plan_ask ask = { .debt_ref = debt_ref,
                                .agreed_words = STR("I agree."),
                                .language = LANGUAGE_ENGLISH,
                                .reminds = reminds, .key = key_next(h) };
    if (!app_offers(&h->app, person(h), &bill, &offers, &err))
        fail_msg("%s", err.text);
    for (uint32_t i = 0; i < offers.count; i++)
        if (offers.offer[i].count == 12)
            ask.offer_ref = str_of(offers.offer[i].reference.text);
    if (!app_plan_agree(&h->app, person(h), &ask, &h->arena, &plan, &err))
        fail_msg("%s", err.text);
    assert_int_equal(plan.schedule.count, 12);
}

static struct app_change_look see(struct app_house *h,
                                  enum choice_change what, uint32_t number)
{
    struct err err = { .kind = ERR_NONE };
    struct app_change_look look;
    struct choice_change_ask ask = { what, number, number };
    if (!app_change_see(&h->app, person(h), debt_ref, &ask, &h->arena, &look,
                        &err))
        fail_msg("%s", err.text);
    return look;
}

static bool make(struct app_house *h, struct caller caller,
                 enum choice_change what, uint32_t number, bool is_unpaid,
                 struct app_change *change, struct err *err)
{
    struct app_change_look look = see(h, what, number);
    struct app_change_ask ask = {
        .debt_ref = debt_ref, .ask = { what, number, number },
        .reference = str_copy(&h->arena,
                              str_of(look.changed.reference.text)),
        .words = STR("I agree."), .is_unpaid = is_unpaid,
        .key = key_next(h)
    };
    *err = (struct err){ .kind = ERR_NONE };
    bool done = app_change_make(&h->app, caller, &ask, &h->arena, change,
                                err);
    struct app_change again;
    struct err no = { .kind = ERR_NONE };
    if (done) { /* twice is once */
        assert_true(app_change_make(&h->app, caller, &ask, &h->arena, &again,
                                    &no));
        assert_string_equal(again.ref.text, change->ref.text);
    }
    return done;
}

static void pay(struct app_house *h, int64_t cents)
{
    struct err err = { .kind = ERR_NONE };
    struct app_receipt receipt;
    struct caller caller = staff(h);
    struct app_payment_ask ask = {
        .debt_ref = debt_ref, .amount = { cents }, .method = STR("check"),
        .received_on = app_today(&h->app, caller.at), .key = key_next(h)
    };
    if (!app_payment_record(&h->app, caller, &ask, &h->arena, &receipt, &err))
        fail_msg("%s", err.text);
}

static uint32_t requests(struct app_house *h)
{
    struct err err = { .kind = ERR_NONE };
    struct app_request *request;
    uint32_t count;
    if (!app_requests(&h->app, staff(h), &h->arena, &request, &count, &err))
        fail_msg("%s", err.text);
    for (uint32_t i = 0; i < count; i++)
        assert_true(str_is(request[i].what, "plan"));
    return count;
}

/* --- what is tested ------------------------------------------------------ */

static void who_asked_is_reminded_once(void **state)
{
    struct app_house *h = *state;
    place(h);
    days(h, 2);
    agree(h, true);
    struct day first = plan_of(h).schedule.item[0].due;
    until(h, first, -8);
    assert_int_equal(sent(h, MESSAGE_PLAN_CONFIRMATION), 1);
    assert_int_equal(sent(h, MESSAGE_PLAN_REMINDER), 0);
    days(h, 1);
    assert_int_equal(sent(h, MESSAGE_PLAN_REMINDER), 1);
    days(h, 4);
    assert_int_equal(sent(h, MESSAGE_PLAN_REMINDER), 1);
    pay(h, 7833);
    struct err err = { .kind = ERR_NONE };
    assert_true(app_plan_remind(&h->app, person(h), debt_ref, false, &err));
    days(h, 35);
    assert_int_equal(sent(h, MESSAGE_PLAN_REMINDER), 1);
    app_house_whole(h);
}

static void a_missed_payment_gets_one_letter(void **state)
{
    struct app_house *h = *state;
    place(h);
    days(h, 2);
    agree(h, false);
    struct day first = plan_of(h).schedule.item[0].due;
    until(h, first, CHOICE_GRACE_DAYS);
    assert_int_equal(sent(h, MESSAGE_PLAN_MISSED), 0);
    days(h, 1);
    assert_int_equal(sent(h, MESSAGE_PLAN_MISSED), 1);
    days(h, 5);
    assert_int_equal(sent(h, MESSAGE_PLAN_MISSED), 1);
    assert_int_equal(sent(h, MESSAGE_PLAN_REMINDER), 0);
    assert_int_equal(requests(h), 0);
    pay(h, 7833);
    assert_int_equal(plan_of(h).standing.state, CHOICE_PLAN_KEPT);
    days(h, 3);
    assert_int_equal(sent(h, MESSAGE_PLAN_MISSED), 1);
    app_house_whole(h);
}

static void after_two_a_person_looks_and_is_told_first(void **state)
{
    struct app_house *h = *state;
    struct app_day_report report;
    struct app_change change;
    struct err err;
    place(h);
    days(h, 2);
    agree(h, true);
    struct day second = plan_of(h).schedule.item[1].due;
    until(h, second, CHOICE_GRACE_DAYS);
    assert_int_equal(requests(h), 0);
    assert_false(make(h, staff(h), CHOICE_CHANGE_END, 0, true, &change,
                      &err));
    assert_int_equal(err.kind, ERR_DENIED);
    day(h, &report);
    assert_int_equal(report.clocks.asked, 1);
    assert_int_equal(requests(h), 1);
    assert_int_equal(sent(h, MESSAGE_PLAN_NOTICE), 1);
    assert_int_equal(sent(h, MESSAGE_PLAN_MISSED), 1);
    day(h, &report);
    assert_int_equal(report.clocks.asked, 0);
    days(h, 27);
    assert_false(make(h, staff(h), CHOICE_CHANGE_END, 0, true, &change,
                      &err));
    assert_int_equal(err.kind, ERR_DENIED);
    assert_true(bill_of(h).has_plan); /* it does not die by itself */
    days(h, 5);
    assert_int_equal(sent(h, MESSAGE_PLAN_NOTICE), 1);
    assert_int_equal(sent(h, MESSAGE_PLAN_MISSED), 1);
    assert_int_equal(requests(h), 1);
    assert_true(make(h, staff(h), CHOICE_CHANGE_END, 0, true, &change, &err));
    struct app_bill bill = bill_of(h);
    assert_false(bill.has_plan);
    assert_int_equal(bill.state, APP_BILL_NOTHING_DUE);
    assert_int_equal(bill.balance.cents, 94000);
    agree(h, false); /* and may begin again */
    app_house_whole(h);
}

static void what_was_paid_meanwhile_is_not_asked_for(void **state)
{
    struct app_house *h = *state;
    struct err err = { .kind = ERR_NONE };
    struct app_day_report report;
    struct app_message *message;
    uint32_t count;
    int64_t letters;
    place(h);
    days(h, 2);
    agree(h, false);
    struct day first = plan_of(h).schedule.item[0].due;
    until(h, first, CHOICE_GRACE_DAYS);
    world_sim_advance_us(&h->world, INT64_C(86400) * 1000000);
    struct day today = app_today(&h->app, app_house_caller(h).at);
    assert_true(app_day_run(&h->app, app_house_caller(h), today, false,
                            &h->arena, &report, &err));
    assert_int_equal(report.letters.written, 1);
    pay(h, 7833);
    assert_true(app_release_client(&h->app, staff(h), STR("HARBORCITY"),
                                   &letters, &err));
    assert_true(app_outbox_open(&h->app, app_house_caller(h), false, 50,
                                &h->arena, &message, &count, &err));
    assert_int_equal(count, 0); /* void since it was paid */
    assert_int_equal(sent(h, MESSAGE_PLAN_MISSED), 0);
    app_house_whole(h);
}

static void a_plan_is_changed_and_still_adds_up(void **state)
{
    struct app_house *h = *state;
    struct app_change change;
    struct err err;
    place(h);
    days(h, 2);
    agree(h, false);
    struct app_plan before = plan_of(h);
    pay(h, 10000);
    assert_true(make(h, person(h), CHOICE_CHANGE_DAY, 20, false, &change,
                     &err));
    struct app_plan now = plan_of(h);
    assert_int_equal(now.total.cents, 84000);
    assert_int_equal(day_civil(now.schedule.item[0].due).day, 20);
    assert_int_equal(now.schedule.item[0].amount.cents, 7833);
    assert_int_equal(change.first_on.n, now.schedule.item[0].due.n);
    assert_true(make(h, person(h), CHOICE_CHANGE_SKIP, 0, false, &change,
                     &err));
    assert_true(make(h, staff(h), CHOICE_CHANGE_SKIP, 0, false, &change,
                     &err));
    assert_int_equal(see(h, CHOICE_CHANGE_SKIP, 0).changed.answer,
                     CHOICE_CHANGE_NO_SKIPS);
    assert_int_equal(see(h, CHOICE_CHANGE_SKIP, 0).skips_left, 0);
    assert_false(make(h, person(h), CHOICE_CHANGE_SKIP, 0, false, &change,
                      &err));
    assert_int_equal(err.kind, ERR_INVALID);
    assert_int_equal(see(h, CHOICE_CHANGE_NONE, 0).lower[0], 36);
    assert_true(make(h, person(h), CHOICE_CHANGE_LOWER, 36, false, &change,
                     &err));
    assert_int_equal(plan_of(h).schedule.item[0].amount.cents, 84000 / 36);
    assert_int_equal(see(h, CHOICE_CHANGE_NONE, 0).lower_count, 0);
    days(h, 1);
    assert_int_equal(sent(h, MESSAGE_PLAN_CONFIRMATION), 1); /* the last */
    assert_true(before.id.n != plan_of(h).id.n);
    assert_true(make(h, person(h), CHOICE_CHANGE_END, 0, false, &change,
                     &err));
    assert_true(change.is_end);
    assert_false(bill_of(h).has_plan);
    struct app_change *all;
    uint32_t count;
    assert_true(app_changes(&h->app, person(h), debt_ref, &h->arena, &all,
                            &count, &err));
    assert_int_equal(count, 5);
    app_house_whole(h);
}

static void a_stale_review_changes_nothing(void **state)
{
    struct app_house *h = *state;
    struct err err = { .kind = ERR_NONE };
    struct app_change change;
    place(h);
    days(h, 2);
    agree(h, false);
    struct app_change_look look = see(h, CHOICE_CHANGE_SKIP, 0);
    struct app_change_ask ask = {
        .debt_ref = debt_ref, .ask = { .what = CHOICE_CHANGE_SKIP },
        .reference = str_of(look.changed.reference.text),
        .words = STR("I agree."), .key = key_next(h)
    };
    pay(h, 100);
    assert_false(app_change_make(&h->app, person(h), &ask, &h->arena, &change,
                                 &err));
    assert_int_equal(err.kind, ERR_CONFLICT);
    assert_int_equal(plan_of(h).standing.paid.cents, 100);
    app_house_whole(h);
}

static void nothing_is_missed_while_it_rests(void **state)
{
    struct app_house *h = *state;
    struct app_day_report report;
    struct app_change change;
    struct err err;
    place(h);
    days(h, 2);
    agree(h, true);
    struct day first = plan_of(h).schedule.item[0].due;
    struct caller caller = staff(h);
    struct app_fact held = {
        .debt_ref = debt_ref, .kind = FACT_HELD,
        .until = moment_add_seconds(caller.at, INT64_C(50) * 86400),
        .source = STR("desk"), .key = key_next(h)
    };
    err = (struct err){ .kind = ERR_NONE };
    assert_true(app_fact_record(&h->app, caller, &held, &err));
    days(h, 49);
    assert_int_equal(sent(h, MESSAGE_PLAN_REMINDER), 0);
    assert_int_equal(sent(h, MESSAGE_PLAN_MISSED), 0);
    assert_true(plan_of(h).schedule.item[0].due.n == first.n);
    days(h, 1);
    day(h, &report);
    struct day today = app_today(&h->app, app_house_caller(h).at);
    assert_true(day_between(today, plan_of(h).schedule.item[0].due)
                >= CHOICE_LEAD_DAYS - 2);
    assert_int_equal(plan_of(h).standing.missed_count, 0);
    assert_int_equal(sent(h, MESSAGE_PLAN_MISSED), 0);
    assert_int_equal(sent(h, MESSAGE_PLAN_CONFIRMATION), 2);
    assert_int_equal(sent(h, MESSAGE_PAUSE_ENDED), 0);
    /* Their own pause: the dates move at once. */
    assert_true(make(h, person(h), CHOICE_CHANGE_PAUSE, 0, false, &change,
                     &err));
    assert_true(day_between(today, change.first_on) >= CHOICE_PAUSE_DAYS);
    assert_int_equal(bill_of(h).state, APP_BILL_ON_HOLD);
    days(h, 62);
    assert_int_equal(sent(h, MESSAGE_PLAN_MISSED), 0);
    assert_int_equal(bill_of(h).state, APP_BILL_ON_PLAN);
    app_house_whole(h);
}

static void who_paused_is_told_when_it_is_over(void **state)
{
    struct app_house *h = *state;
    struct err err = { .kind = ERR_NONE };
    place(h);
    days(h, 2);
    struct caller caller = staff(h);
    struct app_fact held = {
        .debt_ref = debt_ref, .kind = FACT_HELD,
        .until = moment_add_seconds(caller.at, INT64_C(60) * 86400),
        .source = STR("portal"), .key = key_next(h)
    };
    assert_true(app_fact_record(&h->app, caller, &held, &err));
    days(h, 59);
    assert_int_equal(sent(h, MESSAGE_PAUSE_ENDED), 0);
    days(h, 2);
    assert_int_equal(sent(h, MESSAGE_PAUSE_ENDED), 1);
    days(h, 9);
    assert_int_equal(sent(h, MESSAGE_PAUSE_ENDED), 1);
    /* In a pause a plan may be chosen; it begins behind it. */
    caller = staff(h);
    held.until = moment_add_seconds(caller.at, INT64_C(60) * 86400);
    held.key = key_next(h);
    assert_true(app_fact_record(&h->app, caller, &held, &err));
    agree(h, false);
    assert_true(day_between(app_today(&h->app, caller.at),
                            plan_of(h).schedule.item[0].due) > 60);
    app_house_whole(h);
}

int main(void)
{
#define HOUSE(test) cmocka_unit_test_setup_teardown(test, app_house_open, \
                                                    app_house_close)
    const struct CMUnitTest tests[] = {
        HOUSE(who_asked_is_reminded_once),
        HOUSE(a_missed_payment_gets_one_letter),
        HOUSE(after_two_a_person_looks_and_is_told_first),
        HOUSE(what_was_paid_meanwhile_is_not_asked_for),
        HOUSE(a_plan_is_changed_and_still_adds_up),
        HOUSE(a_stale_review_changes_nothing),
        HOUSE(nothing_is_missed_while_it_rests),
        HOUSE(who_paused_is_told_when_it_is_over),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
