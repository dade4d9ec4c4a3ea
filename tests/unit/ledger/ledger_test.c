#include <setjmp.h>
#include <stdarg.h>

#include "base/base.h"
#include "ledger/ledger.h"

#include <cmocka.h>

#define CLIENTS 5
#define DEBTS 64
#define EVENTS 4096 /* remembered for reversals */

/* A small book of accounts, kept the plain way: one number per account. */
struct book {
    int64_t owed[DEBTS];
    int64_t of[CLIENTS][LEDGER_ACCOUNT_KINDS];
    bool is_open[DEBTS];
};

struct remembered {
    struct ledger_posting posting;
    uint32_t debt;
    bool is_reversed;
    int64_t id;
};

static uint64_t next_random(uint64_t *seed)
{
    *seed += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = *seed;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static struct ledger_debt debt_in(const struct book *book, uint32_t debt)
{
    return (struct ledger_debt){
        .client = { debt % CLIENTS + 1 }, .debt = { debt + 1 },
        .is_open = book->is_open[debt], .owed = { book->owed[debt] },
    };
}

static void move(struct book *book, struct ledger_account account,
                 int64_t cents)
{
    book->of[account.client.n - 1][account.kind] += cents;
    if (account.kind == LEDGER_OWED)
        book->owed[account.debt.n - 1] += cents;
}

static void apply(struct book *book, const struct ledger_posting *posting)
{
    for (uint32_t i = 0; i < posting->count; i++) {
        move(book, posting->transfer[i].debit,
             posting->transfer[i].amount.cents);
        move(book, posting->transfer[i].credit,
             -posting->transfer[i].amount.cents);
    }
}

static void check_book(const struct book *book)
{
    int64_t owed[CLIENTS] = { 0 };
    for (uint32_t d = 0; d < DEBTS; d++) {
        assert_true(book->owed[d] >= 0);
        owed[d % CLIENTS] += book->owed[d];
    }
    for (uint32_t c = 0; c < CLIENTS; c++) {
        const int64_t *of = book->of[c];
        int64_t all = 0;
        for (int kind = 1; kind < LEDGER_ACCOUNT_KINDS; kind++)
            all += of[kind];
        assert_int_equal(all, 0);
        assert_int_equal(of[LEDGER_OWED], owed[c]);
        assert_int_equal(of[LEDGER_OWED] + of[LEDGER_PLACED]
                         + of[LEDGER_DIRECT] + of[LEDGER_ADJUSTED]
                         + of[LEDGER_WRITTEN_OFF] + of[LEDGER_RECALLED], 0);
        assert_int_equal(of[LEDGER_TRUST] + of[LEDGER_PAYABLE]
                         + of[LEDGER_FEE] + of[LEDGER_FEE_TAKEN], 0);
    }
}

static const struct ledger_debt open_940 = {
    .client = { 1 }, .debt = { 7 }, .is_open = true, .owed = { 94000 },
};

static void assert_refused(enum ledger_answer want, enum ledger_answer got,
                           const struct ledger_posting *posting)
{
    assert_int_equal(got, want);
    assert_int_equal(posting->count, 0);
    assert_int_equal(posting->event, LEDGER_NO_EVENT);
}

static void an_opening_is_one_transfer(void **state)
{
    (void)state;
    struct ledger_posting posting;
    struct ledger_debt debt = { .client = { 1 }, .debt = { 7 } };
    assert_int_equal(ledger_opening(&debt, (struct money){ 94000 }, &posting),
                     LEDGER_POSTED);
    assert_int_equal(posting.count, 1);
    assert_int_equal(posting.transfer[0].debit.kind, LEDGER_OWED);
    assert_int_equal(posting.transfer[0].debit.debt.n, 7);
    assert_int_equal(posting.transfer[0].credit.kind, LEDGER_PLACED);
    assert_int_equal(posting.transfer[0].amount.cents, 94000);

    assert_refused(LEDGER_NOT_POSITIVE,
                   ledger_opening(&debt, MONEY_ZERO, &posting), &posting);
    assert_refused(LEDGER_NOT_POSITIVE,
                   ledger_opening(&debt, (struct money){ -5 }, &posting),
                   &posting);
    assert_refused(LEDGER_TOO_LARGE,
                   ledger_opening(&debt, (struct money){ MONEY_MAX_CENTS + 1 },
                                  &posting), &posting);
    assert_refused(LEDGER_ALREADY_OPEN,
                   ledger_opening(&open_940, (struct money){ 1 }, &posting),
                   &posting);
}

static void fee_and_net_are_the_gross(void **state)
{
    (void)state;
    struct ledger_posting posting;
    assert_int_equal(ledger_payment(&open_940, (struct money){ 10001 }, 225000,
                                    &posting), LEDGER_POSTED);
    struct ledger_split split = ledger_payment_split(&posting);
    assert_int_equal(split.gross.cents, 10001);
    assert_int_equal(split.fee.cents, 2250); /* 2,250.225: down */
    assert_int_equal(split.net.cents, 7751);

    const int64_t ppm[] = { 0, 1, 1000000 };
    const int64_t fee[] = { 0, 0, 10001 };
    for (int i = 0; i < 3; i++) {
        assert_int_equal(ledger_payment(&open_940, (struct money){ 10001 },
                                        ppm[i], &posting), LEDGER_POSTED);
        split = ledger_payment_split(&posting);
        assert_int_equal(split.fee.cents, fee[i]);
        assert_int_equal(split.net.cents, 10001 - fee[i]);
    }
    assert_int_equal(ledger_payment_direct(&open_940, (struct money){ 10000 },
                                           200000, &posting), LEDGER_POSTED);
    split = ledger_payment_split(&posting);
    assert_int_equal(split.gross.cents, 10000);
    assert_int_equal(split.fee.cents, 2000);
    assert_int_equal(split.net.cents, -2000);
}

static void every_refusal_has_its_name(void **state)
{
    (void)state;
    struct ledger_posting p, old;
    struct ledger_debt closed = { .client = { 1 }, .debt = { 7 } };
    struct ledger_debt empty = open_940, other = open_940;
    empty.owed = MONEY_ZERO;
    other.debt.n = 8;

    assert_refused(LEDGER_NOT_OPEN,
                   ledger_payment(&closed, (struct money){ 1 }, 0, &p), &p);
    assert_refused(LEDGER_ABOVE_BALANCE,
                   ledger_payment(&open_940, (struct money){ 94001 }, 0, &p),
                   &p);
    assert_refused(LEDGER_NOT_POSITIVE,
                   ledger_payment(&open_940, MONEY_ZERO, 0, &p), &p);
    assert_refused(LEDGER_TOO_LARGE,
                   ledger_payment(&open_940, (struct money){ INT64_MAX }, 0,
                                  &p), &p);
    assert_refused(LEDGER_NOT_POSITIVE,
                   ledger_payment(&open_940, (struct money){ INT64_MIN }, 0,
                                  &p), &p);
    assert_refused(LEDGER_FEE_OUT_OF_RANGE,
                   ledger_payment(&open_940, (struct money){ 1 }, 1000001, &p),
                   &p);
    assert_refused(LEDGER_FEE_OUT_OF_RANGE,
                   ledger_payment_direct(&open_940, (struct money){ 1 }, -1,
                                         &p), &p);
    assert_refused(LEDGER_ABOVE_BALANCE,
                   ledger_adjustment(&open_940, (struct money){ 94001 }, &p),
                   &p);
    assert_refused(LEDGER_ABOVE_BALANCE,
                   ledger_write_off(&empty, (struct money){ 1 }, &p), &p);
    assert_refused(LEDGER_NOTHING_LEFT, ledger_recall(&empty, &p), &p);
    assert_refused(LEDGER_NOT_OPEN, ledger_recall(&closed, &p), &p);

    assert_int_equal(ledger_payment(&open_940, (struct money){ 500 }, 0, &old),
                     LEDGER_POSTED);
    struct event_id id = { 44 };
    assert_refused(LEDGER_ALREADY_REVERSED,
                   ledger_reversal(&open_940, &old, id, true, &p), &p);
    assert_refused(LEDGER_OTHER_DEBT,
                   ledger_reversal(&other, &old, id, false, &p), &p);
    assert_refused(LEDGER_NOT_OPEN,
                   ledger_reversal(&closed, &old, id, false, &p), &p);
    assert_int_equal(ledger_reversal(&open_940, &old, id, false, &p),
                     LEDGER_POSTED);
    assert_int_equal(p.reverses.n, 44);
    struct ledger_posting reversed = p;
    assert_refused(LEDGER_NOT_REVERSIBLE,
                   ledger_reversal(&open_940, &reversed, id, false, &p), &p);

    struct ledger_till till = { .client = { 1 } };
    assert_refused(LEDGER_NOTHING_DUE, ledger_remit(&till, &p), &p);
}

/* An opening with a payment on it cannot be taken back: less than nothing
 * would be owed. */
static void an_opening_goes_back_only_untouched(void **state)
{
    (void)state;
    struct ledger_debt fresh = { .client = { 1 }, .debt = { 7 } };
    struct ledger_posting opening, posting;
    assert_int_equal(ledger_opening(&fresh, (struct money){ 94000 }, &opening),
                     LEDGER_POSTED);
    struct ledger_debt paid = open_940;
    paid.owed.cents -= 1;
    struct event_id id = { 3 };
    assert_refused(LEDGER_ABOVE_BALANCE,
                   ledger_reversal(&paid, &opening, id, false, &posting),
                   &posting);
    assert_int_equal(ledger_reversal(&open_940, &opening, id, false, &posting),
                     LEDGER_POSTED);
}

/* A payment that comes back after it was paid out, in numbers. */
static void a_returned_payment_is_netted_next_time(void **state)
{
    (void)state;
    struct ledger_posting p;
    struct ledger_till till = { .client = { 1 }, .trust = { 10000 },
                                .payable = { -8000 }, .fee = { -2000 } };
    assert_int_equal(ledger_remit(&till, &p), LEDGER_POSTED);
    assert_int_equal(p.count, 2);
    assert_int_equal(p.transfer[0].debit.kind, LEDGER_PAYABLE);
    assert_int_equal(p.transfer[0].amount.cents, 8000);
    assert_int_equal(p.transfer[1].debit.kind, LEDGER_FEE_TAKEN);
    assert_int_equal(p.transfer[1].amount.cents, 2000);

    /* It bounced: the trust account is short of 100, the client owes 80. */
    till = (struct ledger_till){ .client = { 1 }, .trust = { -10000 },
                                 .payable = { 8000 }, .fee = { 0 },
                                 .fee_taken = { 2000 } };
    assert_int_equal(ledger_remit(&till, &p), LEDGER_POSTED);
    assert_int_equal(p.count, 1);
    assert_int_equal(p.transfer[0].debit.kind, LEDGER_TRUST);
    assert_int_equal(p.transfer[0].credit.kind, LEDGER_FEE_TAKEN);
    assert_int_equal(p.transfer[0].amount.cents, 10000);

    /* Then 200 comes in: the client gets 160 less the 80. */
    till = (struct ledger_till){ .client = { 1 }, .trust = { 20000 },
                                 .payable = { -8000 }, .fee = { -4000 },
                                 .fee_taken = { -8000 } };
    assert_int_equal(ledger_remit(&till, &p), LEDGER_POSTED);
    assert_int_equal(p.transfer[0].amount.cents, 8000);
    assert_int_equal(p.transfer[1].amount.cents, 12000);
}

static void words_come_back(void **state)
{
    (void)state;
    for (int kind = 1; kind < LEDGER_ACCOUNT_KINDS; kind++)
        assert_int_equal(ledger_account_parse(ledger_account_word(
            (enum ledger_account_kind)kind)), kind);
    for (int event = 1; event < LEDGER_EVENTS; event++)
        assert_int_equal(ledger_event_parse(ledger_event_word(
            (enum ledger_event)event)), event);
    for (int answer = 0; answer <= LEDGER_NOTHING_DUE; answer++)
        assert_true(ledger_answer_word((enum ledger_answer)answer).len > 5);
    assert_int_equal(ledger_account_parse(STR("owedx")), LEDGER_NO_ACCOUNT);
    assert_int_equal(ledger_event_parse((struct str){ NULL, 0 }),
                     LEDGER_NO_EVENT);
}

/* docs/ledger.md, event by event; the page and this test change together. */
static void tell(struct book *book, enum ledger_answer answer,
                 const struct ledger_posting *p, int64_t owed, int64_t trust,
                 int64_t payable, int64_t fee, int64_t fee_taken)
{
    const int64_t *of = book->of[0];
    assert_int_equal(answer, LEDGER_POSTED);
    apply(book, p);
    check_book(book);
    assert_int_equal(book->owed[0], owed);
    assert_int_equal(of[LEDGER_TRUST], trust);
    assert_int_equal(of[LEDGER_PAYABLE], payable);
    assert_int_equal(of[LEDGER_FEE], fee);
    assert_int_equal(of[LEDGER_FEE_TAKEN], fee_taken);
}

static enum ledger_answer pay_out(const struct book *book,
                                  struct ledger_posting *p)
{
    const int64_t *of = book->of[0];
    return ledger_remit(&(struct ledger_till){
        .client = { 1 }, .trust = { of[LEDGER_TRUST] },
        .payable = { of[LEDGER_PAYABLE] }, .fee = { of[LEDGER_FEE] },
        .fee_taken = { of[LEDGER_FEE_TAKEN] } }, p);
}

static void the_story_of_one_bill(void **state)
{
    (void)state;
    struct book book = { .is_open = { false } };
    struct ledger_posting p, check;
    struct ledger_debt debt = debt_in(&book, 0);
    tell(&book, ledger_opening(&debt, (struct money){ 94000 }, &p), &p,
         94000, 0, 0, 0, 0);
    book.is_open[0] = true;
    debt = debt_in(&book, 0);
    tell(&book, ledger_adjustment(&debt, (struct money){ 14000 }, &p), &p,
         80000, 0, 0, 0, 0);
    debt = debt_in(&book, 0);
    tell(&book, ledger_payment(&debt, (struct money){ 10001 }, 225000, &p),
         &p, 69999, 10001, -7751, -2250, 0);
    debt = debt_in(&book, 0);
    tell(&book, ledger_payment(&debt, (struct money){ 20000 }, 225000,
                               &check),
         &check, 49999, 30001, -23251, -6750, 0);
    debt = debt_in(&book, 0);
    tell(&book, ledger_payment_direct(&debt, (struct money){ 4000 }, 225000,
                                      &p),
         &p, 45999, 30001, -22351, -7650, 0);
    tell(&book, pay_out(&book, &p), &p, 45999, 0, 0, -7650, 7650);
    debt = debt_in(&book, 0);
    tell(&book, ledger_reversal(&debt, &check, (struct event_id){ 4 }, false,
                                &p),
         &p, 65999, -20000, 15500, -3150, 7650);
    tell(&book, pay_out(&book, &p), &p, 65999, 0, 15500, -3150, -12350);
    debt = debt_in(&book, 0);
    tell(&book, ledger_payment(&debt, (struct money){ 30000 }, 225000, &p),
         &p, 35999, 30000, -7750, -9900, -12350);
    tell(&book, pay_out(&book, &p), &p, 35999, 0, 0, -9900, 9900);
    debt = debt_in(&book, 0);
    tell(&book, ledger_write_off(&debt, (struct money){ 5000 }, &p), &p,
         30999, 0, 0, -9900, 9900);
    debt = debt_in(&book, 0);
    tell(&book, ledger_recall(&debt, &p), &p, 0, 0, 0, -9900, 9900);
    assert_int_equal(book.of[0][LEDGER_RECALLED], 30999);
}

static struct money random_amount(uint64_t *seed, int64_t owed)
{
    uint64_t kind = next_random(seed) % 10;
    if (kind == 0)
        return (struct money){ owed };
    if (kind == 1)
        return (struct money){ owed + 1 };
    if (kind == 2)
        return (struct money){ -(int64_t)(next_random(seed) % 3) };
    return (struct money){ (int64_t)(next_random(seed)
                                     % (uint64_t)(owed / 2 + 2)) };
}

/* One random event; true when it posted. */
static bool random_event(struct book *book, struct remembered *past,
                         uint32_t past_count, uint64_t *seed,
                         struct ledger_posting *p, uint32_t *which)
{
    uint32_t d = *which = (uint32_t)(next_random(seed) % DEBTS);
    struct ledger_debt debt = debt_in(book, d);
    int64_t ppm = (int64_t)(next_random(seed) % 1000001);
    struct money amount = random_amount(seed, book->owed[d]);
    switch (next_random(seed) % 16) {
    case 0: case 1: case 2: {
        struct money placed = { (int64_t)(next_random(seed) % 3000000) };
        /* A bill that came to nothing makes room for another one. */
        if (debt.owed.cents == 0)
            debt.is_open = book->is_open[d] = false;
        return ledger_opening(&debt, placed, p) == LEDGER_POSTED;
    }
    case 3:
        return ledger_adjustment(&debt, amount, p) == LEDGER_POSTED;
    case 4:
        return ledger_write_off(&debt, amount, p) == LEDGER_POSTED;
    case 5:
        return next_random(seed) % 4 == 0
            && ledger_recall(&debt, p) == LEDGER_POSTED;
    case 6: case 7:
        return ledger_payment_direct(&debt, amount, ppm, p) == LEDGER_POSTED;
    case 8: {
        uint32_t c = (uint32_t)(next_random(seed) % CLIENTS);
        struct ledger_till till = {
            .client = { c + 1 }, .trust = { book->of[c][LEDGER_TRUST] },
            .payable = { book->of[c][LEDGER_PAYABLE] },
            .fee = { book->of[c][LEDGER_FEE] },
            .fee_taken = { book->of[c][LEDGER_FEE_TAKEN] },
        };
        return ledger_remit(&till, p) == LEDGER_POSTED;
    }
    case 9: case 10: {
        if (past_count == 0)
            return false;
        struct remembered *old
            = &past[next_random(seed)
                    % (past_count < EVENTS ? past_count : EVENTS)];
        debt = debt_in(book, *which = old->debt);
        bool posted = ledger_reversal(&debt, &old->posting,
                                      (struct event_id){ old->id },
                                      old->is_reversed, p) == LEDGER_POSTED;
        old->is_reversed |= posted;
        return posted;
    }
    default:
        return ledger_payment(&debt, amount, ppm, p) == LEDGER_POSTED;
    }
}

static void a_million_random_events_keep_the_books(void **state)
{
    (void)state;
    static struct book book;
    static struct remembered past[EVENTS];
    uint64_t seed = 42;
    uint32_t posted = 0, asked = 0, seen[LEDGER_EVENTS] = { 0 };
    print_message("seed %" PRIu64 "\n", seed);
    while (posted < 1000000) {
        struct ledger_posting p;
        uint32_t d;
        struct book before = book;
        assert_true(asked++ < 8000000);
        if (!random_event(&book, past, posted, &seed, &p, &d))
            continue;
        ledger_posting_check(&p);
        if (p.event == LEDGER_PAYMENT || p.event == LEDGER_PAYMENT_DIRECT) {
            struct ledger_split split = ledger_payment_split(&p);
            int64_t held = p.event == LEDGER_PAYMENT ? split.gross.cents : 0;
            assert_int_equal(split.fee.cents + split.net.cents, held);
        }
        apply(&book, &p);
        if (p.event == LEDGER_OPENING)
            book.is_open[d] = true;
        if (p.event == LEDGER_REVERSAL && book.owed[d] == 0
            && p.transfer[0].debit.kind == LEDGER_PLACED)
            book.is_open[d] = false;
        past[posted % EVENTS] = (struct remembered){
            .posting = p, .debt = d, .id = (int64_t)posted + 1 };
        posted++;
        seen[p.event]++;
        if (posted % 97 == 0 || posted < 2000)
            check_book(&book);
        if (posted % 101 == 0 && p.event != LEDGER_REVERSAL
            && p.event != LEDGER_REMITTANCE) {
            /* Taken back at once, every account is as it was. */
            struct book again = book;
            struct ledger_posting back;
            struct ledger_debt debt = debt_in(&book, d);
            assert_int_equal(ledger_reversal(&debt, &p,
                                             (struct event_id){ 1 }, false,
                                             &back), LEDGER_POSTED);
            apply(&again, &back);
            assert_memory_equal(again.of, before.of, sizeof again.of);
            assert_memory_equal(again.owed, before.owed, sizeof again.owed);
        }
    }
    check_book(&book);
    for (int event = 1; event < LEDGER_EVENTS; event++)
        assert_true(seen[event] > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_opening_is_one_transfer),
        cmocka_unit_test(fee_and_net_are_the_gross),
        cmocka_unit_test(every_refusal_has_its_name),
        cmocka_unit_test(an_opening_goes_back_only_untouched),
        cmocka_unit_test(a_returned_payment_is_netted_next_time),
        cmocka_unit_test(words_come_back),
        cmocka_unit_test(the_story_of_one_bill),
        cmocka_unit_test(a_million_random_events_keep_the_books),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
