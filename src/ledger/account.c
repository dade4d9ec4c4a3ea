#include "base/base.h"
#include "ledger/account.h"
#include "ledger/ledger.h"

static const char *const account_words[LEDGER_ACCOUNT_KINDS] = {
    [LEDGER_NO_ACCOUNT] = "none",   [LEDGER_OWED] = "owed",
    [LEDGER_PLACED] = "placed",     [LEDGER_TRUST] = "trust",
    [LEDGER_PAYABLE] = "payable",   [LEDGER_FEE] = "fee",
    [LEDGER_FEE_TAKEN] = "fee_taken", [LEDGER_DIRECT] = "direct",
    [LEDGER_ADJUSTED] = "adjusted", [LEDGER_WRITTEN_OFF] = "written_off",
    [LEDGER_RECALLED] = "recalled",
};
static const char *const event_words[LEDGER_EVENTS] = {
    [LEDGER_NO_EVENT] = "none",       [LEDGER_OPENING] = "opening",
    [LEDGER_PAYMENT] = "payment",
    [LEDGER_PAYMENT_DIRECT] = "payment_direct",
    [LEDGER_ADJUSTMENT] = "adjustment", [LEDGER_WRITE_OFF] = "write_off",
    [LEDGER_RECALL] = "recall",       [LEDGER_REVERSAL] = "reversal",
    [LEDGER_REMITTANCE] = "remittance",
};
static const char *const answer_words[] = {
    [LEDGER_UNSET] = "not decided",
    [LEDGER_POSTED] = "posted",
    [LEDGER_NOT_POSITIVE] = "the amount must be 1 cent or more",
    [LEDGER_TOO_LARGE] = "the amount is too large",
    [LEDGER_ABOVE_BALANCE] = "the amount is more than what is left to pay",
    [LEDGER_ALREADY_OPEN] = "this bill is already on the books",
    [LEDGER_NOT_OPEN] = "this bill is not on the books",
    [LEDGER_NOTHING_LEFT] = "nothing is left to pay on this bill",
    [LEDGER_FEE_OUT_OF_RANGE] = "the fee is not between 0 and 100 percent",
    [LEDGER_ALREADY_REVERSED] = "this event was taken back already",
    [LEDGER_NOT_REVERSIBLE] = "this event cannot be taken back",
    [LEDGER_OTHER_DEBT] = "this event belongs to another bill",
    [LEDGER_NOTHING_DUE] = "nothing is due to be paid out",
};
_Static_assert(sizeof answer_words / sizeof answer_words[0]
                   == LEDGER_NOTHING_DUE + 1,
               "each answer has its words");

struct str ledger_account_word(enum ledger_account_kind kind)
{
    CHECK((unsigned)kind < LEDGER_ACCOUNT_KINDS);
    return str_of(account_words[kind]);
}

enum ledger_account_kind ledger_account_parse(struct str word)
{
    for (int kind = 1; kind < LEDGER_ACCOUNT_KINDS; kind++)
        if (str_is(word, account_words[kind]))
            return (enum ledger_account_kind)kind;
    return LEDGER_NO_ACCOUNT;
}

bool ledger_account_equal(struct ledger_account a, struct ledger_account b)
{
    return a.kind == b.kind && a.client.n == b.client.n
        && a.debt.n == b.debt.n;
}

struct str ledger_event_word(enum ledger_event event)
{
    CHECK((unsigned)event < LEDGER_EVENTS);
    return str_of(event_words[event]);
}

enum ledger_event ledger_event_parse(struct str word)
{
    for (int event = 1; event < LEDGER_EVENTS; event++)
        if (str_is(word, event_words[event]))
            return (enum ledger_event)event;
    return LEDGER_NO_EVENT;
}

struct str ledger_answer_word(enum ledger_answer answer)
{
    CHECK((unsigned)answer <= LEDGER_NOTHING_DUE);
    return str_of(answer_words[answer]);
}
