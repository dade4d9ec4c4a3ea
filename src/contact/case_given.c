#include "contact/case_world.h"

#define CALL_SECOND (10 * 3600)  /* a call without an hour: 10:00 */
#define FACT_SECOND (12 * 3600)  /* a fact without one: noon */

/* What may follow a statement's first word, in any order. */
struct case_options {
    bool has_day, has_second, is_voided, is_excluded;
    struct day day, last_day;
    int32_t second;
    uint32_t count;
    struct moment until, recorded_at;
    uint32_t person, debt;
    bool is_about;
    enum channel channel;
    struct str address, text;
    enum outcome outcome;
};

static bool options_parse(struct case_world *world, struct case_words *words,
                          struct case_options *options);
static bool option_parse(struct case_world *world, struct case_words *words,
                         struct case_options *options);
static bool option_named(struct case_world *world, struct case_words *words,
                         struct str word, struct case_options *options);
static bool outcome_option(struct str word, struct case_options *options);
static bool until_parse(struct case_world *world, struct case_words *words,
                        struct moment *until);
static bool given_place(struct case_world *world, struct str word,
                        struct case_words *words, bool *is_place);
static bool given_debt(struct case_world *world, struct case_words *words);
static bool given_calls(struct case_world *world, struct case_words *words,
                        enum channel channel, bool is_inbound);
static bool attempt_add(struct case_world *world,
                        const struct case_options *options,
                        struct moment at);
static bool given_fact(struct case_world *world, enum fact_kind kind,
                       struct case_words *words);
static bool given_unknown(struct case_world *world, struct str word);
static bool given_withdrawn(struct case_world *world,
                            struct case_words *words);
static bool zone_add(struct case_world *world, struct str name);
static bool phone_add(struct case_world *world, struct case_words *words,
                      struct str number);
static bool address_add(struct case_world *world, struct case_words *words,
                        struct str state);
static bool email_add(struct case_world *world, struct str address);

void case_world_clear(struct case_world *world,
                      const struct contact_zone_book *book,
                      const struct law_table *law)
{
    memset(world, 0, sizeof *world);
    world->book = book;
    world->law = law;
    world->clock = contact_zone_at(
        book, contact_zone_find(book, STR("America/New_York")));
    world->year = 2026;
    world->person_count = 1;
    world->person_name[0] = STR("patient");
    world->person[0] = (struct person){ .id = { 1 }, .born_on = DAY_NONE };
    world->debt_count = 1;
    world->debt_name[0] = STR("bill");
    world->debt[0] = (struct debt){ .id = { 101 }, .client = { 1 },
                                    .service_to = DAY_NONE,
                                    .asks_through = DAY_NONE };
    bool is_day = day_from_civil(2026, 1, 5, &world->debt[0].service_on)
                  && day_from_civil(2026, 2, 1, &world->debt[0].placed_on);
    CHECK(is_day);
    world->phone_count = world->address_count = world->email_count = 1;
    world->phone[0].number = STR("8005550100");
    world->address[0].line1 = STR("1 Main St");
    world->email[0] = STR("ann@example.com");
    world->looked = CONTACT_LOOKED_ALL;
    world->are_attempts_known = true;
}

bool case_given(struct case_world *world, struct str statement)
{
    struct case_words words = { statement };
    struct str word;
    bool is_place = false;

    if (!case_word(&words, &word))
        return case_problem(world, "an empty statement");
    bool is_good = given_place(world, word, &words, &is_place);
    if (is_place)
        return is_good;
    if (str_is(word, "debt"))
        return given_debt(world, &words);
    if (str_is(word, "call") || str_is(word, "calls"))
        return given_calls(world, &words, CHANNEL_PHONE, false);
    if (str_is(word, "talk"))
        return given_calls(world, &words, CHANNEL_PHONE, true);
    if (str_is(word, "ringless"))
        return given_calls(world, &words, CHANNEL_VOICEMAIL, false);
    if (str_is(word, "sent")) {
        if (!case_word(&words, &word)
            || channel_parse(word) == CHANNEL_NONE)
            return case_problem(world, "sent needs text, email or letter");
        return given_calls(world, &words, channel_parse(word), false);
    }
    if (str_is(word, "unknown"))
        return given_unknown(world, case_peek(&words));
    if (str_is(word, "withdrawn"))
        return given_withdrawn(world, &words);
    if (fact_parse(word) != FACT_NONE)
        return given_fact(world, fact_parse(word), &words);
    return case_problem(world, "'%.*s' starts no statement",
                        STR_ARGS(word));
}

uint32_t case_person(struct case_world *world, struct str name)
{
    for (uint32_t i = 0; i < world->person_count; i++)
        if (str_equal(world->person_name[i], name))
            return i;
    if (world->person_count == CASE_PERSONS_MAX)
        return 0;
    uint32_t index = world->person_count++;
    world->person_name[index] = name;
    world->person[index] = world->person[0];
    world->person[index].id.n = index + 1;
    return index;
}

uint32_t case_debt(const struct case_world *world, struct str name)
{
    for (uint32_t i = 0; i < world->debt_count; i++)
        if (str_equal(world->debt_name[i], name))
            return i;
    return CASE_DEBTS_MAX;
}

/* Where they are and how they are reached. */
static bool given_place(struct case_world *world, struct str word,
                        struct case_words *words, bool *is_place)
{
    struct str value = { "", 0 };

    *is_place = str_is(word, "zone") || str_is(word, "address")
                || str_is(word, "phone") || str_is(word, "email")
                || str_is(word, "facility") || str_is(word, "born");
    if (!*is_place)
        return false;
    if (str_is(word, "born")) {
        if (!case_day(world, words, &world->person[0].born_on))
            return case_problem(world, "born needs a date");
        return true;
    }
    if (!case_word(words, &value))
        return case_problem(world, "%.*s needs a value", STR_ARGS(word));
    if (str_is(word, "zone"))
        return zone_add(world, value);
    if (str_is(word, "phone"))
        return phone_add(world, words, value);
    if (str_is(word, "address"))
        return address_add(world, words, value);
    if (str_is(word, "email"))
        return email_add(world, value);
    world->facility_state = value;
    return true;
}

/* They told us where they are; in a case it does not run out. */
static bool zone_add(struct case_world *world, struct str name)
{
    uint32_t index = contact_zone_find(world->book, name);

    if (index == CONTACT_ZONES_MAX)
        return case_problem(world, "no zone %.*s", STR_ARGS(name));
    if (world->fact_count == CASE_FACTS_MAX)
        return case_problem(world, "too many facts");
    world->clock = contact_zone_at(world->book, index);
    struct fact *fact = &world->fact[world->fact_count++];
    *fact = (struct fact){ .id = { world->fact_count },
                           .kind = FACT_ZONE_TOLD, .text = name,
                           .holds_from = moment_from_seconds(1),
                           .recorded_at = moment_from_seconds(1),
                           .until = moment_from_seconds(4102444800) };
    return true;
}

static bool phone_add(struct case_world *world, struct case_words *words,
                      struct str number)
{
    if (!world->has_phone)
        world->phone_count = 0;
    if (world->phone_count == CASE_PHONES_MAX)
        return case_problem(world, "too many numbers");
    world->has_phone = true;
    world->phone[world->phone_count++] = (struct person_phone){
        .number = number, .is_landline = str_is(case_peek(words), "landline")
    };
    return true;
}

static bool address_add(struct case_world *world, struct case_words *words,
                        struct str state)
{
    struct person_address address = { .line1 = STR("1 Main St"),
                                      .state = state };

    if (!world->has_address)
        world->address_count = 0;
    if (world->address_count == CASE_PHONES_MAX)
        return case_problem(world, "too many addresses");
    (void)case_word(words, &address.zip);
    world->has_address = true;
    world->address[world->address_count++] = address;
    return true;
}

static bool email_add(struct case_world *world, struct str address)
{
    if (!world->has_email)
        world->email_count = 0;
    if (world->email_count == CASE_PHONES_MAX)
        return case_problem(world, "too many e-mail addresses");
    world->has_email = true;
    world->email[world->email_count++] = address;
    return true;
}

static bool given_debt(struct case_world *world, struct case_words *words)
{
    struct str word;

    if (!case_word(words, &word))
        return case_problem(world, "debt needs a name");
    uint32_t index = case_debt(world, word);
    if (index == CASE_DEBTS_MAX) {
        if (world->debt_count == CASE_DEBTS_MAX)
            return case_problem(world, "too many debts");
        index = world->debt_count++;
        world->debt[index] = world->debt[0];
        world->debt[index].id.n = 101 + index;
        world->debt_name[index] = word;
    }
    struct debt *debt = &world->debt[index];
    while (case_word(words, &word)) {
        if (str_is(word, "early_out"))
            debt->program = PROGRAM_EARLY_OUT;
        else if (str_is(word, "bad_debt"))
            debt->program = PROGRAM_BAD_DEBT;
        else if (str_is(word, "service_unknown"))
            debt->service_on = DAY_NONE;
        else if (!(str_is(word, "service")
                   && case_day(world, words, &debt->service_on))
                 && !(str_is(word, "placed")
                      && case_day(world, words, &debt->placed_on))
                 && !(str_is(word, "asks_through")
                      && case_day(world, words, &debt->asks_through)))
            return case_problem(world, "debt: what is '%.*s'?",
                                STR_ARGS(word));
    }
    return true;
}

/* call, calls, talk, ringless, sent: one or more attempts. */
static bool given_calls(struct case_world *world, struct case_words *words,
                        enum channel channel, bool is_inbound)
{
    struct case_options options = { .second = CALL_SECOND,
                                    .channel = channel,
                                    .outcome = OUTCOME_NO_ANSWER };

    if (is_inbound)
        options.outcome = OUTCOME_INBOUND_TALK;
    if (channel > CHANNEL_VOICEMAIL)
        options.outcome = OUTCOME_SENT;
    if (!options_parse(world, words, &options))
        return false;
    if (!options.has_day)
        return case_problem(world, "an attempt needs a date");
    int32_t days = day_between(options.day, options.last_day) + 1;
    if (days < 1)
        return case_problem(world, "the last day is before the first");
    if (options.count == 0)
        options.count = (uint32_t)days;
    /* Spread over the days in turn; a second one of a day comes a minute
     * later. */
    for (uint32_t i = 0; i < options.count; i++) {
        struct day day = day_add(options.day, (int32_t)i % days);
        int32_t second = options.second + (int32_t)i / days * 60;
        if (!attempt_add(world, &options, case_moment(world, day, second)))
            return false;
    }
    return true;
}

static bool attempt_add(struct case_world *world,
                        const struct case_options *options, struct moment at)
{
    if (world->attempt_count == CASE_ATTEMPTS_MAX)
        return case_problem(world, "too many attempts");
    uint32_t index = world->attempt_count++;
    struct contact_attempt *attempt = &world->attempt[index];
    *attempt = (struct contact_attempt){
        .id = { 1001 + index }, .debt = world->debt[options->debt].id,
        .channel = options->channel, .address = options->address, .at = at,
        .outcome = options->outcome, .is_excluded = options->is_excluded,
        .is_voided = options->is_voided
    };
    if (attempt->address.at == NULL && options->channel <= CHANNEL_TEXT)
        attempt->address = world->phone[0].number;
    world->attempt_person[index] = world->person[options->person].id.n;
    return true;
}

static bool given_fact(struct case_world *world, enum fact_kind kind,
                       struct case_words *words)
{
    struct case_options options = { .second = FACT_SECOND,
                                    .until = MOMENT_NEVER,
                                    .recorded_at = MOMENT_NONE };

    if (world->fact_count == CASE_FACTS_MAX)
        return case_problem(world, "too many facts");
    if (!options_parse(world, words, &options))
        return false;
    if (!options.has_day)
        return case_problem(world, "a fact needs the date it holds from");
    struct fact *fact = &world->fact[world->fact_count++];
    *fact = (struct fact){
        .id = { world->fact_count }, .person = { 0 }, .kind = kind,
        .channel = options.channel, .address = options.address,
        .text = options.text, .until = options.until,
        .holds_from = case_moment(world, options.day, options.second)
    };
    if (options.person > 0)
        fact->person = world->person[options.person].id;
    if (options.is_about)
        fact->debt = world->debt[options.debt].id;
    fact->recorded_at = moment_is_none(options.recorded_at)
                            ? fact->holds_from
                            : options.recorded_at;
    if (fact->address.at == NULL
        && (kind == FACT_TEXT_CONSENT || kind == FACT_WRONG_NUMBER))
        fact->address = world->phone[0].number;
    if (fact->address.at == NULL && kind == FACT_EMAIL_CONSENT)
        fact->address = world->email[0];
    return true;
}

static bool given_unknown(struct case_world *world, struct str word)
{
    enum fact_kind kind = fact_parse(word);

    if (str_is(word, "attempts"))
        world->are_attempts_known = false;
    else if (str_is(word, "address"))
        world->address_count = 0;
    else if (str_is(word, "phone"))
        world->phone_count = 0;
    else if (kind != FACT_NONE)
        world->looked &= ~(UINT64_C(1) << kind);
    else
        return case_problem(world, "unknown what? '%.*s'", STR_ARGS(word));
    return true;
}

/* Takes the last fact of that kind back, from that moment on. */
static bool given_withdrawn(struct case_world *world,
                            struct case_words *words)
{
    struct str word = { "", 0 };

    (void)case_word(words, &word);
    enum fact_kind kind = fact_parse(word);
    for (uint32_t i = world->fact_count; kind != FACT_NONE && i-- > 0;) {
        if (world->fact[i].kind != kind)
            continue;
        if (!given_fact(world, FACT_WITHDRAWN, words))
            return false;
        world->fact[world->fact_count - 1].corrects = world->fact[i].id;
        return true;
    }
    return case_problem(world, "no '%.*s' to withdraw", STR_ARGS(word));
}

static bool options_parse(struct case_world *world, struct case_words *words,
                          struct case_options *options)
{
    while (case_peek(words).len > 0)
        if (!option_parse(world, words, options))
            return false;
    return true;
}

static bool option_parse(struct case_world *world, struct case_words *words,
                         struct case_options *options)
{
    struct str word;
    struct day day;

    if (case_day(world, words, &day)) {
        if (options->has_day)
            return case_problem(world, "a second date without '..'");
        options->day = options->last_day = day;
        options->has_day = true;
        if (!str_is(case_peek(words), ".."))
            return true;
        (void)case_word(words, &word);
        return case_day(world, words, &options->last_day)
               || case_problem(world, "no date after '..'");
    }
    if (case_clock(words, &options->second))
        return true;
    (void)case_word(words, &word);
    return case_count(word, &options->count) || outcome_option(word, options)
           || option_named(world, words, word, options);
}

/* A word and its value. */
static bool option_named(struct case_world *world, struct case_words *words,
                         struct str word, struct case_options *options)
{
    struct str value = case_peek(words);

    if (str_is(word, "until"))
        return until_parse(world, words, &options->until);
    if (str_is(word, "recorded")) {
        struct day day;
        int32_t second = FACT_SECOND;
        if (!case_day(world, words, &day))
            return case_problem(world, "recorded needs a date");
        (void)case_clock(words, &second);
        options->recorded_at = case_moment(world, day, second);
        return true;
    }
    (void)case_word(words, &value);
    if (str_is(word, "about")) {
        options->debt = case_debt(world, value);
        options->is_about = true;
        return options->debt < CASE_DEBTS_MAX
               || case_problem(world, "no debt %.*s", STR_ARGS(value));
    }
    if (str_is(word, "by")) {
        options->channel = channel_parse(value);
        return options->channel != CHANNEL_NONE
               || case_problem(world, "no channel %.*s", STR_ARGS(value));
    }
    if (str_is(word, "to") || str_is(word, "at"))
        options->address = value;
    else if (str_is(word, "says"))
        options->text = value;
    else if (str_is(word, "of"))
        options->person = case_person(world, value);
    else
        return case_problem(world, "what is '%.*s'?", STR_ARGS(word));
    return value.len > 0
           || case_problem(world, "'%.*s' needs a value", STR_ARGS(word));
}

static bool outcome_option(struct str word, struct case_options *options)
{
    if (str_is(word, "unanswered"))
        options->outcome = OUTCOME_NO_ANSWER;
    else if (str_is(word, "talked"))
        options->outcome = OUTCOME_CONVERSATION;
    else if (str_is(word, "unknown"))
        options->outcome = OUTCOME_UNKNOWN;
    else if (str_is(word, "excluded"))
        options->is_excluded = true;
    else if (str_is(word, "voided"))
        options->is_voided = true;
    else if (outcome_parse(word) != OUTCOME_UNKNOWN)
        options->outcome = outcome_parse(word);
    else
        return false;
    return true;
}

/* A date means through its end; with an hour, up to that hour. */
static bool until_parse(struct case_world *world, struct case_words *words,
                        struct moment *until)
{
    struct day day;
    int32_t second = 0;

    if (!case_day(world, words, &day))
        return case_problem(world, "until needs a date");
    if (case_clock(words, &second))
        *until = case_moment(world, day, second);
    else
        *until = case_moment(world, day_add(day, 1), 0);
    return true;
}
