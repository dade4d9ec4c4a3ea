#include <setjmp.h>
#include <stdarg.h>

#include "base/base.h"
#include "ledger/spread.h"

#include <cmocka.h>

#define A ((struct debt_id){ 11 })
#define B ((struct debt_id){ 22 })
#define C ((struct debt_id){ 33 })

/* Cases D-80 to D-82: A 300 disputed, B 200 (older), C 500. */
static const struct ledger_bill bills[] = {
    { { 33 }, { 20300 }, { 50000 }, { 0 } },
    { { 11 }, { 20100 }, { 30000 }, { 30000 } },
    { { 22 }, { 20200 }, { 20000 }, { 0 } },
};

static struct ledger_spread_ask ask_of(int64_t cents)
{
    return (struct ledger_spread_ask){ .payment = { cents }, .bill_count = 3,
                                       .bill = bills };
}

static void assert_spread(const struct ledger_spread_ask *ask, int64_t a,
                          int64_t b, int64_t c, int64_t held,
                          int64_t unapplied)
{
    struct ledger_spread spread;
    ledger_spread(ask, &spread);
    assert_int_equal(ledger_spread_to(&spread, A).cents, a);
    assert_int_equal(ledger_spread_to(&spread, B).cents, b);
    assert_int_equal(ledger_spread_to(&spread, C).cents, c);
    assert_int_equal(spread.held.cents, held);
    assert_int_equal(spread.unapplied.cents, unapplied);
}

/* Rule PAY-1. */
static void case_d80_no_direction(void **state)
{
    (void)state;
    struct ledger_spread_ask ask = ask_of(25000);
    assert_spread(&ask, 0, 20000, 5000, 0, 0);
    ask = ask_of(60000);
    assert_spread(&ask, 0, 20000, 40000, 0, 0);
}

/* Rule PAY-1. */
static void case_d81_a_named_bill(void **state)
{
    (void)state;
    const struct ledger_named named[] = { { { 33 }, { 10000 } } };
    struct ledger_spread_ask ask = ask_of(10000);
    ask.direction = LEDGER_TO_NAMED;
    ask.named = named;
    ask.named_count = 1;
    assert_spread(&ask, 0, 0, 10000, 0, 0);
    struct ledger_spread spread;
    ledger_spread(&ask, &spread);
    assert_int_equal(spread.count, 1);
    assert_int_equal(spread.line[0].step, LEDGER_STEP_DIRECTED);

    /* What they did not direct goes the default way, and says so. */
    ask.payment.cents = 25000;
    assert_spread(&ask, 0, 15000, 10000, 0, 0);
    ledger_spread(&ask, &spread);
    assert_int_equal(spread.count, 2);
    assert_int_equal(spread.line[1].step, LEDGER_STEP_DEFAULT);
}

/* Rule PAY-1. */
static void case_d82_more_than_all(void **state)
{
    (void)state;
    struct ledger_spread_ask ask = ask_of(80000);
    assert_spread(&ask, 0, 20000, 50000, 0, 10000);
}

/* Rule PAY-1. */
static void a_disputed_bill_is_held_for_the_payer_to_say(void **state)
{
    (void)state;
    const struct ledger_named named[] = { { { 11 }, { 0 } } };
    struct ledger_spread_ask ask = ask_of(25000);
    ask.direction = LEDGER_TO_NAMED;
    ask.named = named;
    ask.named_count = 1;
    assert_spread(&ask, 0, 0, 0, 25000, 0);
    ask.payment.cents = 31000; /* the dispute is about 300 */
    assert_spread(&ask, 0, 1000, 0, 30000, 0);
}

static void a_partly_disputed_bill_takes_the_rest(void **state)
{
    (void)state;
    const struct ledger_bill half[] = {
        { { 11 }, { 1 }, { 30000 }, { 10000 } } };
    struct ledger_spread_ask ask = { .payment = { 30000 }, .bill_count = 1,
                                     .bill = half };
    assert_spread(&ask, 20000, 0, 0, 0, 10000);
}

static void by_visit_oldest_and_split(void **state)
{
    (void)state;
    struct ledger_spread_ask ask = ask_of(10000);
    ask.direction = LEDGER_TO_SERVICE;
    ask.service_on = (struct day){ 20300 };
    assert_spread(&ask, 0, 0, 10000, 0, 0);
    ask.service_on = (struct day){ 20100 };
    assert_spread(&ask, 0, 0, 0, 10000, 0);
    ask.direction = LEDGER_TO_OLDEST;
    assert_spread(&ask, 0, 10000, 0, 0, 0);
    ask.direction = LEDGER_TO_EACH;
    ask.payment.cents = 10001;
    assert_spread(&ask, 0, 5001, 5000, 0, 0);
    ask.payment.cents = 60000; /* B is full at 200, C takes the rest */
    assert_spread(&ask, 0, 20000, 40000, 0, 0);
    ask.payment.cents = 70001;
    assert_spread(&ask, 0, 20000, 50000, 0, 1);
    ask.payment.cents = 1;
    assert_spread(&ask, 0, 1, 0, 0, 0);
    ask.bill_count = 0;
    assert_spread(&ask, 0, 0, 0, 0, 1);
}

static uint64_t next_random(uint64_t *seed)
{
    *seed += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = *seed;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* Whatever is asked: nothing is lost, no bill gets more than it owes and no
 * disputed cent is paid. */
static void no_cent_is_lost(void **state)
{
    (void)state;
    uint64_t seed = 7;
    print_message("seed %" PRIu64 "\n", seed);
    for (uint32_t round = 0; round < 100000; round++) {
        struct ledger_bill bill[6];
        struct ledger_named named[3];
        uint32_t count = 1 + (uint32_t)(next_random(&seed) % 6);
        for (uint32_t i = 0; i < count; i++) {
            int64_t owed = (int64_t)(next_random(&seed) % 1000);
            int64_t disputed = next_random(&seed) % 3 == 0
                ? (int64_t)(next_random(&seed) % (uint64_t)(owed + 1)) : 0;
            bill[i] = (struct ledger_bill){
                { (int64_t)i + 1 }, { (int32_t)(next_random(&seed) % 3) },
                { owed }, { disputed } };
        }
        for (uint32_t i = 0; i < 3; i++)
            named[i] = (struct ledger_named){
                { (int64_t)(next_random(&seed) % count) + 1 },
                { (int64_t)(next_random(&seed) % 800) } };
        struct ledger_spread_ask ask = {
            .payment = { (int64_t)(next_random(&seed) % 4000) + 1 },
            .bill_count = count, .bill = bill,
            .direction = (enum ledger_direction)(next_random(&seed) % 5),
            .named_count = 3, .named = named,
            .service_on = { (int32_t)(next_random(&seed) % 3) },
        };
        struct ledger_spread spread;
        ledger_spread(&ask, &spread);
        int64_t sum = spread.held.cents + spread.unapplied.cents;
        for (uint32_t i = 0; i < spread.count; i++)
            assert_true(spread.line[i].amount.cents >= 1);
        for (uint32_t i = 0; i < count; i++) {
            int64_t to = ledger_spread_to(&spread, bill[i].debt).cents;
            assert_true(to <= bill[i].owed.cents - bill[i].disputed.cents);
            /* Nothing is left over while a bill could take it. */
            if (spread.unapplied.cents > 0)
                assert_int_equal(to, bill[i].owed.cents
                                     - bill[i].disputed.cents);
            sum += to;
        }
        assert_int_equal(sum, ask.payment.cents);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_d80_no_direction),
        cmocka_unit_test(case_d81_a_named_bill),
        cmocka_unit_test(case_d82_more_than_all),
        cmocka_unit_test(a_disputed_bill_is_held_for_the_payer_to_say),
        cmocka_unit_test(a_partly_disputed_bill_takes_the_rest),
        cmocka_unit_test(by_visit_oldest_and_split),
        cmocka_unit_test(no_cent_is_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
