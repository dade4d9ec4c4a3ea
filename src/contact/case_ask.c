#include "contact/case_world.h"

#define ASK_SECOND (12 * 3600)
#define RULES_MAX 16
#define STEP_SECONDS 900
#define AROUND_SECONDS (INT64_C(8) * 3600)

struct case_expect {
    enum decision decision;
    uint32_t rule_count;
    struct str rule[RULES_MAX];
    bool is_missing, has_next, has_open;
    struct moment next;
    uint32_t open;
};
struct case_loaded {
    struct contact_facts facts;
    struct fact fact[CASE_FACTS_MAX];
    struct contact_attempt attempt[CASE_ATTEMPTS_MAX];
};

static bool ask_parse(struct case_world *world, struct case_words *words,
                      struct contact_ask *ask, uint32_t *person,
                      uint32_t *debt);
static bool expect_parse(struct case_world *world, struct case_words *words,
                         struct contact_ask *ask,
                         struct case_expect *expect);
static bool next_parse(struct case_world *world, struct case_words *words,
                       struct contact_ask *ask, struct case_expect *expect);
static bool open_parse(struct case_world *world, struct str text,
                       uint32_t *open);
static bool decision_parse(struct str word, enum decision *decision);
static bool is_as_expected(const struct case_expect *expect,
                           const struct contact_answer *answer);
static void facts_load(const struct case_world *world, uint32_t person,
                       uint32_t debt, struct moment at,
                       struct case_loaded *loaded);
static void answer_words(const struct case_world *world,
                         const struct contact_answer *answer,
                         struct buf *found);
static void moment_words(const struct case_world *world, struct moment m,
                         struct buf *out);
static void window_words(const struct case_world *world, struct moment from,
                         int64_t seconds, struct buf *found);
static bool is_allowed_at(const struct case_world *world, struct moment at);

bool case_ask(struct case_world *world, struct str line, bool *is_met,
              struct buf *found)
{
    struct case_words words = { line };
    struct contact_ask ask = { 0 };
    struct case_expect expect = { 0 };
    struct case_loaded loaded;
    struct contact_answer answer;
    uint32_t person = 0;
    uint32_t debt = 0;

    if (!ask_parse(world, &words, &ask, &person, &debt)
        || !expect_parse(world, &words, &ask, &expect))
        return false;
    facts_load(world, person, debt, ask.at, &loaded);
    contact_decide(&loaded.facts, &ask, &answer);
    *is_met = is_as_expected(&expect, &answer);
    answer_words(world, &answer, found);
    return true;
}

/* "2026-07-10 expect 14:00 .. 21:00": open strictly inside, closed at both
 * ends and for eight hours around. */
bool case_window(struct case_world *world, struct str line, bool *is_met,
                 struct buf *found)
{
    struct case_words words = { line };
    struct str word = { "", 0 };
    struct day day;
    int32_t from = 0;
    int32_t to = 0;

    if (!case_day(world, &words, &day) || !case_word(&words, &word)
        || !str_is(word, "expect") || !case_clock(&words, &from)
        || !case_word(&words, &word) || !str_is(word, "..")
        || !case_clock(&words, &to))
        return case_problem(world, "window DATE expect HH:MM .. HH:MM");
    struct moment opens = case_moment(world, day, from);
    struct moment closes = case_moment(
        world, day_add(day, to <= from ? 1 : 0), to);
    *is_met = !is_allowed_at(world, opens) && !is_allowed_at(world, closes)
              && is_allowed_at(world, moment_add_seconds(opens, 1))
              && is_allowed_at(world, moment_add_seconds(closes, -1));
    int64_t end = moment_seconds(closes) - moment_seconds(opens)
                  + AROUND_SECONDS;
    for (int64_t s = -AROUND_SECONDS; s < end; s += STEP_SECONDS) {
        struct moment at = moment_add_seconds(opens, s);
        bool is_inside = moment_compare(at, opens) > 0
                         && moment_compare(at, closes) < 0;
        if (is_allowed_at(world, at) != is_inside)
            *is_met = false;
    }
    window_words(world, moment_add_seconds(opens, -AROUND_SECONDS),
                 end + AROUND_SECONDS, found);
    return true;
}

/* When it really opens and closes, to the minute. */
static void window_words(const struct case_world *world, struct moment from,
                         int64_t seconds, struct buf *found)
{
    bool is_open = false;

    for (int64_t s = 0; s < seconds; s += 60) {
        struct moment at = moment_add_seconds(from, s);
        if (is_allowed_at(world, moment_add_seconds(at, 1)) == is_open)
            continue;
        is_open = !is_open;
        buf_add_c(found, is_open ? "opens " : "closes ");
        moment_words(world, at, found);
        buf_add_c(found, " ");
    }
}

bool case_zones(struct case_world *world, struct str line, bool *is_met,
                struct buf *found)
{
    struct case_words words = { line };
    struct contact_ask ask = { .channel = CHANNEL_PHONE,
                               .at = moment_from_seconds(1767225600),
                               .address = world->phone[0].number };
    struct case_loaded loaded;
    struct contact_answer answer;
    struct str word = { "", 0 };
    uint32_t expected = 0;

    if (!case_word(&words, &word) || !str_is(word, "expect"))
        return case_problem(world, "zones expect NAME NAME ...");
    while (case_word(&words, &word)) {
        uint32_t index = contact_zone_find(world->book, word);
        if (index == CONTACT_ZONES_MAX)
            return case_problem(world, "no zone %.*s", STR_ARGS(word));
        expected |= 1u << index;
    }
    facts_load(world, 0, 0, ask.at, &loaded);
    contact_decide(&loaded.facts, &ask, &answer);
    *is_met = answer.zones == expected;
    for (uint32_t i = 0; i < contact_zone_count(world->book); i++)
        if ((answer.zones >> i & 1) != 0) {
            buf_add(found, zone_name(contact_zone_at(world->book, i)));
            buf_add_byte(found, ' ');
        }
    return true;
}

static bool is_allowed_at(const struct case_world *world, struct moment at)
{
    struct contact_ask ask = { .channel = CHANNEL_PHONE, .at = at,
                               .address = world->phone[0].number };
    struct case_loaded loaded;
    struct contact_answer answer;

    facts_load(world, 0, 0, at, &loaded);
    contact_decide(&loaded.facts, &ask, &answer);
    return contact_is_allowed(&answer);
}

static bool ask_parse(struct case_world *world, struct case_words *words,
                      struct contact_ask *ask, uint32_t *person,
                      uint32_t *debt)
{
    struct str word = { "", 0 };
    struct day day;
    int32_t second = ASK_SECOND;

    (void)case_word(words, &word);
    ask->channel = channel_parse(word);
    if (ask->channel == CHANNEL_NONE)
        return case_problem(world, "no channel '%.*s'", STR_ARGS(word));
    if (!case_day(world, words, &day))
        return case_problem(world, "ask needs a date");
    (void)case_clock(words, &second);
    ask->at = case_moment(world, day, second);
    if (ask->channel <= CHANNEL_TEXT && world->phone_count > 0)
        ask->address = world->phone[0].number;
    if (ask->channel == CHANNEL_EMAIL)
        ask->address = world->email[0];
    while (case_word(words, &word) && !str_is(word, "expect")) {
        struct str value = { "", 0 };
        (void)case_word(words, &value);
        if (str_is(word, "to"))
            ask->address = value;
        else if (str_is(word, "of"))
            *person = case_person(world, value);
        else if (str_is(word, "about"))
            *debt = case_debt(world, value);
        else if (!str_is(word, "class")
                 || !contact_class_parse(value, &ask->class))
            return case_problem(world, "what is '%.*s %.*s'?",
                                STR_ARGS(word), STR_ARGS(value));
    }
    if (!str_is(word, "expect"))
        return case_problem(world, "ask without expect");
    return *debt < CASE_DEBTS_MAX || case_problem(world, "no such debt");
}

static bool expect_parse(struct case_world *world, struct case_words *words,
                         struct contact_ask *ask, struct case_expect *expect)
{
    struct str word = { "", 0 };

    if (!case_word(words, &word) || !decision_parse(word, &expect->decision))
        return case_problem(world, "'%.*s' is no decision", STR_ARGS(word));
    while (case_word(words, &word)) {
        if (str_is(word, "missing")) {
            expect->is_missing = true;
        } else if (str_is(word, "next")) {
            if (!next_parse(world, words, ask, expect))
                return false;
        } else if (str_is(word, "open")) {
            (void)case_word(words, &word);
            expect->has_open = true;
            if (!open_parse(world, word, &expect->open))
                return false;
        } else if (contact_rule_find(word) == NULL
                   || expect->rule_count == RULES_MAX) {
            return case_problem(world, "no rule '%.*s'", STR_ARGS(word));
        } else {
            expect->rule[expect->rule_count++] = word;
        }
    }
    return true;
}

/* "next now", "next never", "next DATE TIME". */
static bool next_parse(struct case_world *world, struct case_words *words,
                       struct contact_ask *ask, struct case_expect *expect)
{
    struct str word = case_peek(words);
    struct day day;
    int32_t second = 0;

    expect->has_next = true;
    if (str_is(word, "now") || str_is(word, "never")) {
        expect->next = str_is(word, "now") ? ask->at : MOMENT_NEVER;
        return case_word(words, &word);
    }
    if (!case_day(world, words, &day) || !case_clock(words, &second))
        return case_problem(world, "next needs a date and a time");
    expect->next = case_moment(world, day, second);
    return true;
}

static bool open_parse(struct case_world *world, struct str text,
                       uint32_t *open)
{
    bool has_more = true;

    *open = 0;
    if (str_is(text, "none"))
        return true;
    while (has_more) {
        struct str word;
        struct str rest = { NULL, 0 };
        has_more = str_cut(text, ',', &word, &rest);
        if (channel_parse(word) == CHANNEL_NONE)
            return case_problem(world, "open: no channel '%.*s'",
                                STR_ARGS(word));
        *open |= 1u << channel_parse(word);
        text = rest;
    }
    return true;
}

static bool decision_parse(struct str word, enum decision *decision)
{
    for (uint32_t i = DECISION_BLOCK; i <= DECISION_ALLOW; i++)
        if (str_equal(word, decision_word((enum decision)i))) {
            *decision = (enum decision)i;
            return true;
        }
    return false;
}

/* The decision, and exactly the rules named. */
static bool is_as_expected(const struct case_expect *expect,
                           const struct contact_answer *answer)
{
    bool is_missing = false;

    if (answer->decision != expect->decision
        || answer->reason_count != expect->rule_count)
        return false;
    for (uint32_t i = 0; i < answer->reason_count; i++) {
        bool is_named = false;
        for (uint32_t j = 0; j < expect->rule_count; j++)
            is_named |=
                str_is(expect->rule[j], answer->reason[i].rule->id);
        if (!is_named)
            return false;
        is_missing |= answer->reason[i].is_missing;
    }
    return is_missing == expect->is_missing
           && (!expect->has_next
               || moment_compare(answer->next, expect->next) == 0)
           && (!expect->has_open || answer->open_channels == expect->open);
}

static void facts_load(const struct case_world *world, uint32_t person,
                       uint32_t debt, struct moment at,
                       struct case_loaded *loaded)
{
    loaded->facts = (struct contact_facts){
        .law = world->law, .book = world->book, .as_of = at,
        .person = &world->person[person], .debt = &world->debt[debt],
        .facility_state = world->facility_state,
        .address_count = world->address_count, .address = world->address,
        .phone_count = world->phone_count, .phone = world->phone,
        .email_count = world->email_count, .email = world->email,
        .fact = loaded->fact, .looked = world->looked,
        .attempt = loaded->attempt,
        .are_attempts_known = world->are_attempts_known
    };
    for (uint32_t i = 0; i < world->fact_count; i++)
        loaded->fact[loaded->facts.fact_count++] = world->fact[i];
    for (uint32_t i = 0; i < world->attempt_count; i++)
        if (world->attempt_person[i] == world->person[person].id.n)
            loaded->attempt[loaded->facts.attempt_count++] =
                world->attempt[i];
}

static void answer_words(const struct case_world *world,
                         const struct contact_answer *answer,
                         struct buf *found)
{
    bool is_missing = false;
    const char *between = " open ";

    buf_add(found, decision_word(answer->decision));
    for (uint32_t i = 0; i < answer->reason_count; i++) {
        buf_add_format(found, " %s", answer->reason[i].rule->id);
        is_missing |= answer->reason[i].is_missing;
    }
    if (is_missing)
        buf_add_c(found, " missing");
    buf_add_c(found, " next ");
    moment_words(world, answer->next, found);
    if (answer->open_channels == 0)
        buf_add_c(found, " open none");
    for (uint32_t i = 1; i < CHANNEL_COUNT; i++)
        if ((answer->open_channels >> i & 1) != 0) {
            buf_add_c(found, between);
            buf_add(found, channel_word((enum channel)i));
            between = ",";
        }
}

/* On the case's own clock, as a case would write it. */
static void moment_words(const struct case_world *world, struct moment m,
                         struct buf *out)
{
    if (moment_is_never(m)) {
        buf_add_c(out, "never");
        return;
    }
    int64_t seconds = moment_seconds(m);
    struct wall wall = { moment_utc_day(m), 0 };
    if (world->clock != NULL)
        wall = zone_wall(world->clock, m);
    else
        wall.second = (int32_t)(seconds - (int64_t)wall.day.n * 86400);
    struct civil civil = day_civil(wall.day);
    buf_add_format(out,
                   "%04" PRId32 "-%02" PRIu32 "-%02" PRIu32
                   " %02" PRId32 ":%02" PRId32 ":%02" PRId32,
                   civil.year, civil.month, civil.day, wall.second / 3600,
                   wall.second / 60 % 60, wall.second % 60);
}
