#include "base/base.h"
#include "ledger/spread.h"

/* The work in hand: what is left of the payment, and what each bill can still
 * take.  `order` lists the bills oldest care first. */
struct spreading {
    const struct ledger_spread_ask *ask;
    struct ledger_spread *spread;
    struct money left;
    struct money room[LEDGER_SPREAD_MAX];
    uint32_t order[LEDGER_SPREAD_MAX];
};

static void start(const struct ledger_spread_ask *ask,
                  struct ledger_spread *spread, struct spreading *work);
static void give(struct spreading *work, uint32_t bill, struct money wanted,
                 enum ledger_step step);
static void give_named(struct spreading *work);
static void give_service(struct spreading *work);
static void give_each(struct spreading *work);
static uint32_t bill_of(const struct ledger_spread_ask *ask,
                        struct debt_id debt);

void ledger_spread(const struct ledger_spread_ask *ask,
                   struct ledger_spread *spread)
{
    struct spreading work;
    start(ask, spread, &work);

    switch (ask->direction) {
    case LEDGER_TO_NAMED:
        give_named(&work);
        break;
    case LEDGER_TO_SERVICE:
        give_service(&work);
        break;
    case LEDGER_TO_EACH:
        give_each(&work);
        break;
    case LEDGER_TO_OLDEST: /* is the default order, but they said so */
        for (uint32_t i = 0; i < ask->bill_count; i++)
            give(&work, work.order[i], work.left, LEDGER_STEP_DIRECTED);
        break;
    case LEDGER_UNDIRECTED:
        break;
    }
    for (uint32_t i = 0; i < ask->bill_count; i++)
        give(&work, work.order[i], work.left, LEDGER_STEP_DEFAULT);
    spread->unapplied = work.left;

    struct money sum = spread->held;
    CHECK(money_add(sum, spread->unapplied, &sum));
    for (uint32_t i = 0; i < spread->count; i++)
        CHECK(money_add(sum, spread->line[i].amount, &sum));
    CHECK(money_equal(sum, ask->payment));
}

struct money ledger_spread_to(const struct ledger_spread *spread,
                              struct debt_id debt)
{
    struct money sum = MONEY_ZERO;
    for (uint32_t i = 0; i < spread->count; i++)
        if (spread->line[i].debt.n == debt.n)
            CHECK(money_add(sum, spread->line[i].amount, &sum));
    return sum;
}

/* Sorts by insertion: a person has a handful of bills. */
static void start(const struct ledger_spread_ask *ask,
                  struct ledger_spread *spread, struct spreading *work)
{
    CHECK(ask->payment.cents >= 1);
    CHECK(ask->payment.cents <= MONEY_MAX_CENTS);
    CHECK(ask->bill_count <= LEDGER_SPREAD_MAX);
    CHECK(ask->named_count <= LEDGER_SPREAD_MAX);

    *spread = (struct ledger_spread){ .count = 0 };
    *work = (struct spreading){ .ask = ask, .spread = spread,
                                .left = ask->payment };
    for (uint32_t i = 0; i < ask->bill_count; i++) {
        const struct ledger_bill *bill = &ask->bill[i];
        CHECK(bill->owed.cents >= 0);
        CHECK(bill->disputed.cents >= 0);
        CHECK(bill->disputed.cents <= bill->owed.cents);
        CHECK(money_subtract(bill->owed, bill->disputed, &work->room[i]));
        uint32_t at = i;
        while (at > 0 && day_compare(ask->bill[work->order[at - 1]].service_on,
                                     bill->service_on) > 0) {
            work->order[at] = work->order[at - 1];
            at--;
        }
        work->order[at] = i;
    }
}

/* As much of `wanted` as is left and as fits. */
static void give(struct spreading *work, uint32_t bill, struct money wanted,
                 enum ledger_step step)
{
    struct money amount = money_less(money_less(wanted, work->left),
                                     work->room[bill]);
    if (amount.cents <= 0)
        return;
    struct debt_id debt = work->ask->bill[bill].debt;
    struct ledger_spread *spread = work->spread;
    CHECK(money_subtract(work->left, amount, &work->left));
    CHECK(money_subtract(work->room[bill], amount, &work->room[bill]));
    for (uint32_t i = 0; i < spread->count; i++) {
        if (spread->line[i].debt.n == debt.n && spread->line[i].step == step) {
            CHECK(money_add(spread->line[i].amount, amount,
                            &spread->line[i].amount));
            return;
        }
    }
    CHECK(spread->count < 2 * LEDGER_SPREAD_MAX);
    spread->line[spread->count++]
        = (struct ledger_spread_line){ debt, amount, step };
}

/* Money named for a disputed part is held, never silently applied: to pay
 * what one disputes is the payer's own choice, so we ask. */
static void give_named(struct spreading *work)
{
    for (uint32_t i = 0; i < work->ask->named_count; i++) {
        const struct ledger_named *named = &work->ask->named[i];
        CHECK(named->amount.cents >= 0);
        uint32_t bill = bill_of(work->ask, named->debt);
        struct money wanted = named->amount;
        if (wanted.cents == 0)
            wanted = work->ask->bill[bill].owed;
        wanted = money_less(wanted, work->left);

        struct money before = work->left, given, rest;
        give(work, bill, wanted, LEDGER_STEP_DIRECTED);
        CHECK(money_subtract(before, work->left, &given));
        CHECK(money_subtract(wanted, given, &rest));
        struct money held = money_less(rest,
                                       work->ask->bill[bill].disputed);
        CHECK(money_add(work->spread->held, held, &work->spread->held));
        CHECK(money_subtract(work->left, held, &work->left));
    }
}

static void give_service(struct spreading *work)
{
    CHECK(!day_is_none(work->ask->service_on));
    for (uint32_t i = 0; i < work->ask->bill_count; i++) {
        const struct ledger_bill *bill = &work->ask->bill[work->order[i]];
        if (day_compare(bill->service_on, work->ask->service_on) != 0)
            continue;
        struct money before = work->left, given, rest;
        struct money wanted = money_less(bill->owed, work->left);
        give(work, work->order[i], wanted, LEDGER_STEP_DIRECTED);
        CHECK(money_subtract(before, work->left, &given));
        CHECK(money_subtract(wanted, given, &rest));
        CHECK(money_add(work->spread->held, rest, &work->spread->held));
        CHECK(money_subtract(work->left, rest, &work->left));
    }
}

/* Rounds of equal shares among the bills that can still take some; a bill
 * that is full drops out, so at most one round per bill and one for cents. */
static void give_each(struct spreading *work)
{
    for (uint32_t round = 0; round <= work->ask->bill_count; round++) {
        uint32_t open = 0;
        for (uint32_t i = 0; i < work->ask->bill_count; i++)
            open += work->room[i].cents > 0;
        if (open == 0 || work->left.cents == 0)
            return;
        int64_t share = work->left.cents / open;
        int64_t odd = work->left.cents % open;
        for (uint32_t i = 0; i < work->ask->bill_count; i++) {
            uint32_t bill = work->order[i];
            if (work->room[bill].cents <= 0)
                continue;
            struct money wanted = { share + (odd > 0 ? 1 : 0) };
            odd -= odd > 0;
            give(work, bill, wanted, LEDGER_STEP_DIRECTED);
        }
    }
}

static uint32_t bill_of(const struct ledger_spread_ask *ask,
                        struct debt_id debt)
{
    uint32_t bill = 0;
    while (bill < ask->bill_count && ask->bill[bill].debt.n != debt.n)
        bill++;
    CHECK(bill < ask->bill_count); /* a named debt is among the bills */
    return bill;
}
