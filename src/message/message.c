#include "base/base.h"
#include "message/message.h"

#define NOTICE_DAYS 5

static const char *const kind_words[MESSAGE_KINDS] = {
    [MESSAGE_NONE] = "none",
    [MESSAGE_FIRST_STATEMENT] = "first_statement",
    [MESSAGE_VALIDATION_NOTICE] = "validation_notice",
    [MESSAGE_PLAN_CONFIRMATION] = "plan_confirmation",
    [MESSAGE_RECEIPT] = "receipt",
    [MESSAGE_PLAN_REMINDER] = "plan_reminder",
    [MESSAGE_PLAN_MISSED] = "plan_missed",
    [MESSAGE_PLAN_NOTICE] = "plan_notice",
    [MESSAGE_PAUSE_ENDED] = "pause_ended",
    [MESSAGE_NEW_CODE] = "new_code",
};

struct str message_kind_word(enum message_kind kind)
{
    CHECK((unsigned)kind < MESSAGE_KINDS);
    return str_of(kind_words[kind]);
}

enum message_kind message_kind_parse(struct str word)
{
    for (int kind = 1; kind < MESSAGE_KINDS; kind++)
        if (str_is(word, kind_words[kind]))
            return (enum message_kind)kind;
    return MESSAGE_NONE;
}

void message_next(const struct message_facts *facts, struct message_due *due)
{
    CHECK(facts->owed.cents >= 0);
    *due = (struct message_due){
        .kind = MESSAGE_NONE,
        .language = language_written(facts->language),
    };
    bool is_over = facts->is_recalled || facts->is_closed;
    bool is_asked = !is_over && facts->owed.cents > 0;
    if (facts->is_payment_unreceipted)
        due->kind = MESSAGE_RECEIPT;
    else if (facts->is_plan_unconfirmed && !is_over)
        due->kind = MESSAGE_PLAN_CONFIRMATION;
    else if (facts->is_limit_missed && is_asked)
        due->kind = MESSAGE_PLAN_NOTICE;
    else if (facts->is_payment_missed && is_asked)
        due->kind = MESSAGE_PLAN_MISSED;
    else if (facts->is_payment_near && is_asked)
        due->kind = MESSAGE_PLAN_REMINDER;
    else if (facts->is_pause_over && is_asked && facts->has_first_message)
        due->kind = MESSAGE_PAUSE_ENDED;
    else if (!facts->has_first_message && is_asked)
        /* Rule APP-1: unknown is bad debt, so it gets the notice. */
        due->kind = facts->program == PROGRAM_EARLY_OUT
                        ? MESSAGE_FIRST_STATEMENT
                        : MESSAGE_VALIDATION_NOTICE;
    CHECK(due->kind < MESSAGE_KINDS);
}

/* Rule RF-34-when: calendar days. */
struct day message_notice_by(struct day initial_communication_on)
{
    CHECK(!day_is_none(initial_communication_on));
    return day_add(initial_communication_on, NOTICE_DAYS);
}
