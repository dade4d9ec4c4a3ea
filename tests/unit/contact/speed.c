/* How long does one decision take?  `contact_speed [DECISIONS]` prints
 * microseconds for three everyday records; a figure, never a verdict. */
#include "base/base.h"
#include "contact/decide.h"
#include "history.h"
#include "tables.h"

#define HISTORIES 512

static void measure(const char *name, struct history *history,
                    uint32_t history_count, uint32_t decisions)
{
    struct contact_answer answer;
    uint64_t allowed = 0;

    int64_t from = world_monotonic_us(world_real());
    for (uint32_t i = 0; i < decisions; i++) {
        struct history *one = &history[i % history_count];
        contact_decide(&one->facts, &one->ask, &answer);
        allowed += contact_is_allowed(&answer);
    }
    int64_t took = world_monotonic_us(world_real()) - from;
    printf("%-28s %6" PRId64 " ns a decision, %" PRIu64 " of %" PRIu32
           " allowed\n",
           name, took * 1000 / decisions, allowed, decisions);
}

int main(int count, char **word)
{
    struct tables tables;
    int64_t decisions = 300000;
    struct history *history;

    tables_open(&tables);
    if (count > 1 && (!str_to_int64(str_of(word[1]), &decisions)
                      || decisions < 1 || decisions > 100000000))
        return 64;
    history = arena_many(&tables.arena, HISTORIES, struct history);
    if (history == NULL)
        return 71;
    for (uint32_t i = 0; i < HISTORIES; i++)
        history_make(&history[i], &tables, i);
    measure("random histories", history, HISTORIES, (uint32_t)decisions);

    /* Home and mobile in one zone, five calls this week, noon. */
    for (uint32_t i = 0; i < HISTORIES; i++) {
        struct history *one = &history[i];
        one->facts.fact_count = 0;
        one->facts.looked = CONTACT_LOOKED_ALL;
        one->facts.are_attempts_known = true;
        one->facts.phone_count = 1;
        one->facts.address_count = 1;
        one->phone[0].number = STR("2125550101");
        one->address[0].state = STR("NY");
        one->address[0].zip = STR("10001");
        one->person.born_on = DAY_NONE;
        one->ask = (struct contact_ask){
            .channel = CHANNEL_PHONE, .address = one->phone[0].number,
            .at = moment_from_seconds(1783699200)
        };
        one->facts.as_of = one->ask.at;
        one->facts.attempt_count = 5;
        for (uint32_t j = 0; j < 5; j++)
            one->attempt[j] = (struct contact_attempt){
                .id = { j + 1 }, .debt = { 101 }, .channel = CHANNEL_PHONE,
                .at = moment_add_seconds(one->ask.at, -86400 * (int64_t)j),
                .outcome = OUTCOME_NO_ANSWER
            };
    }
    measure("a call at noon", history, HISTORIES, (uint32_t)decisions);
    for (uint32_t i = 0; i < HISTORIES; i++)
        history[i].ask.at = history[i].facts.as_of =
            moment_from_seconds(1783652400);
    measure("a call at night, with next", history, HISTORIES,
            (uint32_t)decisions);
    tables_close(&tables);
    return 0;
}
