#include "base/base.h"
#include "ledger/ledger.h"

static struct ledger_account owed_of(const struct ledger_debt *debt);
static struct ledger_account client_account(enum ledger_account_kind kind,
                                            struct client_id client);
static void posting_start(struct ledger_posting *posting,
                          enum ledger_event event);
static void posting_add(struct ledger_posting *posting,
                        struct ledger_account debit,
                        struct ledger_account credit, struct money amount);
static enum ledger_answer refuse(struct ledger_posting *posting,
                                 enum ledger_answer answer);
static enum ledger_answer lowering_check(const struct ledger_debt *debt,
                                         struct money amount);
static enum ledger_answer post_lowering(const struct ledger_debt *debt,
                                        struct money amount,
                                        enum ledger_event event,
                                        enum ledger_account_kind into,
                                        struct ledger_posting *posting);
static struct money money_minus(struct money amount);

enum ledger_answer ledger_opening(const struct ledger_debt *debt,
                                  struct money placed,
                                  struct ledger_posting *posting)
{
    CHECK(debt->debt.n != 0 && debt->client.n != 0);
    if (debt->is_open)
        return refuse(posting, LEDGER_ALREADY_OPEN);
    CHECK(debt->owed.cents == 0);
    if (placed.cents < 1)
        return refuse(posting, LEDGER_NOT_POSITIVE);
    if (placed.cents > MONEY_MAX_CENTS)
        return refuse(posting, LEDGER_TOO_LARGE);

    posting_start(posting, LEDGER_OPENING);
    posting_add(posting, owed_of(debt),
                client_account(LEDGER_PLACED, debt->client), placed);
    ledger_posting_check(posting);
    return LEDGER_POSTED;
}

/* The bill turns into money, and the client's claim into what we owe them
 * and what we earned. */
enum ledger_answer ledger_payment(const struct ledger_debt *debt,
                                  struct money gross, int64_t fee_ppm,
                                  struct ledger_posting *posting)
{
    enum ledger_answer answer = lowering_check(debt, gross);
    if (answer != LEDGER_POSTED)
        return refuse(posting, answer);
    if (fee_ppm < 0 || fee_ppm > 1000000)
        return refuse(posting, LEDGER_FEE_OUT_OF_RANGE);

    struct money fee = money_share_down(gross, fee_ppm);
    struct money net;
    CHECK(money_subtract(gross, fee, &net));
    CHECK(fee.cents >= 0 && net.cents >= 0);

    struct ledger_account placed = client_account(LEDGER_PLACED, debt->client);
    posting_start(posting, LEDGER_PAYMENT);
    posting_add(posting, client_account(LEDGER_TRUST, debt->client),
                owed_of(debt), gross);
    if (net.cents > 0)
        posting_add(posting, placed,
                    client_account(LEDGER_PAYABLE, debt->client), net);
    if (fee.cents > 0)
        posting_add(posting, placed,
                    client_account(LEDGER_FEE, debt->client), fee);
    ledger_posting_check(posting);
    return LEDGER_POSTED;
}

enum ledger_answer ledger_payment_direct(const struct ledger_debt *debt,
                                         struct money gross, int64_t fee_ppm,
                                         struct ledger_posting *posting)
{
    enum ledger_answer answer = lowering_check(debt, gross);
    if (answer != LEDGER_POSTED)
        return refuse(posting, answer);
    if (fee_ppm < 0 || fee_ppm > 1000000)
        return refuse(posting, LEDGER_FEE_OUT_OF_RANGE);

    struct money fee = money_share_down(gross, fee_ppm);
    posting_start(posting, LEDGER_PAYMENT_DIRECT);
    posting_add(posting, client_account(LEDGER_DIRECT, debt->client),
                owed_of(debt), gross);
    if (fee.cents > 0)
        posting_add(posting, client_account(LEDGER_PAYABLE, debt->client),
                    client_account(LEDGER_FEE, debt->client), fee);
    ledger_posting_check(posting);
    return LEDGER_POSTED;
}

enum ledger_answer ledger_adjustment(const struct ledger_debt *debt,
                                     struct money taken_off,
                                     struct ledger_posting *posting)
{
    return post_lowering(debt, taken_off, LEDGER_ADJUSTMENT, LEDGER_ADJUSTED,
                         posting);
}

enum ledger_answer ledger_write_off(const struct ledger_debt *debt,
                                    struct money amount,
                                    struct ledger_posting *posting)
{
    return post_lowering(debt, amount, LEDGER_WRITE_OFF, LEDGER_WRITTEN_OFF,
                         posting);
}

enum ledger_answer ledger_recall(const struct ledger_debt *debt,
                                 struct ledger_posting *posting)
{
    if (debt->is_open && debt->owed.cents == 0)
        return refuse(posting, LEDGER_NOTHING_LEFT);
    return post_lowering(debt, debt->owed, LEDGER_RECALL, LEDGER_RECALLED,
                         posting);
}

enum ledger_answer ledger_reversal(const struct ledger_debt *debt,
                                   const struct ledger_posting *old,
                                   struct event_id old_id,
                                   bool is_reversed_already,
                                   struct ledger_posting *posting)
{
    CHECK(posting != old);
    if (!debt->is_open)
        return refuse(posting, LEDGER_NOT_OPEN);
    if (is_reversed_already)
        return refuse(posting, LEDGER_ALREADY_REVERSED);
    if (old->count == 0 || old_id.n == 0 || old->event == LEDGER_NO_EVENT
        || old->event == LEDGER_REVERSAL || old->event == LEDGER_REMITTANCE)
        return refuse(posting, LEDGER_NOT_REVERSIBLE);
    ledger_posting_check(old);
    struct money moved = ledger_effect(old, owed_of(debt));
    if (moved.cents == 0)
        return refuse(posting, LEDGER_OTHER_DEBT);

    /* Taking back an opening must not leave less than nothing owed. */
    if (moved.cents > debt->owed.cents)
        return refuse(posting, LEDGER_ABOVE_BALANCE);
    posting_start(posting, LEDGER_REVERSAL);
    posting->reverses = old_id;
    for (uint32_t i = 0; i < old->count; i++)
        posting_add(posting, old->transfer[i].credit, old->transfer[i].debit,
                    old->transfer[i].amount);
    ledger_posting_check(posting);
    CHECK(ledger_effect(posting, owed_of(debt)).cents == -moved.cents);
    return LEDGER_POSTED;
}

enum ledger_answer ledger_remit(const struct ledger_till *till,
                                struct ledger_posting *posting)
{
    CHECK(till->client.n != 0);
    struct money sum, rest;
    CHECK(money_add(till->trust, till->payable, &sum));
    CHECK(money_add(sum, till->fee, &sum));
    CHECK(money_add(sum, till->fee_taken, &sum));
    CHECK(sum.cents == 0);

    /* PAYABLE is negative when we owe the client. */
    struct money pay = MONEY_ZERO;
    if (till->payable.cents < 0)
        pay = money_minus(till->payable);
    CHECK(money_subtract(till->trust, pay, &rest));
    if (pay.cents == 0 && rest.cents == 0)
        return refuse(posting, LEDGER_NOTHING_DUE);

    struct ledger_account trust = client_account(LEDGER_TRUST, till->client);
    struct ledger_account taken = client_account(LEDGER_FEE_TAKEN,
                                                 till->client);
    posting_start(posting, LEDGER_REMITTANCE);
    if (pay.cents > 0)
        posting_add(posting, client_account(LEDGER_PAYABLE, till->client),
                    trust, pay);
    if (rest.cents > 0)
        posting_add(posting, taken, trust, rest);
    else if (rest.cents < 0)
        posting_add(posting, trust, taken, money_minus(rest));
    ledger_posting_check(posting);
    CHECK(ledger_effect(posting, trust).cents == -till->trust.cents);
    return LEDGER_POSTED;
}

struct money ledger_effect(const struct ledger_posting *posting,
                           struct ledger_account account)
{
    CHECK(posting->count <= LEDGER_TRANSFERS_MAX);
    struct money effect = MONEY_ZERO;
    for (uint32_t i = 0; i < posting->count; i++) {
        const struct ledger_transfer *transfer = &posting->transfer[i];
        if (ledger_account_equal(transfer->debit, account))
            CHECK(money_add(effect, transfer->amount, &effect));
        if (ledger_account_equal(transfer->credit, account))
            CHECK(money_subtract(effect, transfer->amount, &effect));
    }
    return effect;
}

struct ledger_split ledger_payment_split(const struct ledger_posting *posting)
{
    CHECK(posting->event == LEDGER_PAYMENT
          || posting->event == LEDGER_PAYMENT_DIRECT);
    ledger_posting_check(posting);
    struct client_id client = posting->transfer[0].debit.client;

    /* The first transfer is always the bill's; the rest are looked up. */
    struct ledger_split split = {
        .gross = posting->transfer[0].amount,
        .fee = money_minus(ledger_effect(
            posting, client_account(LEDGER_FEE, client))),
        .net = money_minus(ledger_effect(
            posting, client_account(LEDGER_PAYABLE, client))),
    };
    CHECK(posting->transfer[0].credit.kind == LEDGER_OWED);
    CHECK(posting->event == LEDGER_PAYMENT_DIRECT
              ? split.net.cents == -split.fee.cents
              : split.net.cents == split.gross.cents - split.fee.cents);
    return split;
}

void ledger_posting_check(const struct ledger_posting *posting)
{
    CHECK(posting->event > LEDGER_NO_EVENT && posting->event < LEDGER_EVENTS);
    CHECK(posting->count >= 1 && posting->count <= LEDGER_TRANSFERS_MAX);
    CHECK((posting->event == LEDGER_REVERSAL) == (posting->reverses.n != 0));
    struct client_id client = posting->transfer[0].debit.client;
    CHECK(client.n != 0);
    for (uint32_t i = 0; i < posting->count; i++) {
        const struct ledger_transfer *transfer = &posting->transfer[i];
        CHECK(transfer->amount.cents >= 1);
        CHECK(!ledger_account_equal(transfer->debit, transfer->credit));
        const struct ledger_account *side[] = { &transfer->debit,
                                                &transfer->credit };
        for (uint32_t s = 0; s < 2; s++) {
            CHECK(side[s]->kind > LEDGER_NO_ACCOUNT
                  && side[s]->kind < LEDGER_ACCOUNT_KINDS);
            CHECK(side[s]->client.n == client.n);
            CHECK((side[s]->kind == LEDGER_OWED) == (side[s]->debt.n != 0));
        }
    }
}

static struct ledger_account owed_of(const struct ledger_debt *debt)
{
    return (struct ledger_account){ LEDGER_OWED, debt->client, debt->debt };
}

static struct ledger_account client_account(enum ledger_account_kind kind,
                                            struct client_id client)
{
    CHECK(kind != LEDGER_OWED);
    return (struct ledger_account){ .kind = kind, .client = client };
}

static void posting_start(struct ledger_posting *posting,
                          enum ledger_event event)
{
    *posting = (struct ledger_posting){ .event = event };
}

static void posting_add(struct ledger_posting *posting,
                        struct ledger_account debit,
                        struct ledger_account credit, struct money amount)
{
    CHECK(posting->count < LEDGER_TRANSFERS_MAX);
    posting->transfer[posting->count++]
        = (struct ledger_transfer){ debit, credit, amount };
}

static enum ledger_answer refuse(struct ledger_posting *posting,
                                 enum ledger_answer answer)
{
    CHECK(answer != LEDGER_UNSET && answer != LEDGER_POSTED);
    *posting = (struct ledger_posting){ .event = LEDGER_NO_EVENT };
    return answer;
}

/* What every event that lowers a bill has in common. */
static enum ledger_answer lowering_check(const struct ledger_debt *debt,
                                         struct money amount)
{
    CHECK(debt->debt.n != 0 && debt->client.n != 0);
    CHECK(debt->owed.cents >= 0);
    if (!debt->is_open)
        return LEDGER_NOT_OPEN;
    if (amount.cents < 1)
        return LEDGER_NOT_POSITIVE;
    if (amount.cents > MONEY_MAX_CENTS)
        return LEDGER_TOO_LARGE;
    if (money_compare(amount, debt->owed) > 0)
        return LEDGER_ABOVE_BALANCE;
    return LEDGER_POSTED;
}

static enum ledger_answer post_lowering(const struct ledger_debt *debt,
                                        struct money amount,
                                        enum ledger_event event,
                                        enum ledger_account_kind into,
                                        struct ledger_posting *posting)
{
    enum ledger_answer answer = lowering_check(debt, amount);
    if (answer != LEDGER_POSTED)
        return refuse(posting, answer);
    posting_start(posting, event);
    posting_add(posting, client_account(into, debt->client), owed_of(debt),
                amount);
    ledger_posting_check(posting);
    return LEDGER_POSTED;
}

static struct money money_minus(struct money amount)
{
    struct money minus;
    CHECK(money_subtract(MONEY_ZERO, amount, &minus));
    return minus;
}
