#include "history.h"

#define MINUTE INT64_C(60)
#define DAY INT64_C(86400)

static const char *const numbers[] = {
    "2125550101", "2135550102", "6025550103", "2085550104", "8505550105",
    "8005550106", "9075550107", "8085550108", "3125550109",
};
static const char *const places[][2] = {
    { "NY", "10001" }, { "CA", "90012" }, { "AZ", "85004" }, { "IN", "" },
    { "HI", "96813" }, { "AE", "09012" }, { "MA", "02139" }, { "TX", "79901" },
};
static const char *const told[] = {
    "America/New_York", "America/Los_Angeles", "Pacific/Honolulu",
    "America/Phoenix",  "Europe/Madrid",
};
static const char *const wishes[] = {
    "tue,thu", "daily 09:00-12:00", "sat,sun", "daily", "fri 15:00-24:00",
    "never mind", "mon,tue,wed,thu,fri 00:00-17:30",
};
static const char *const emails[] = { "ann@example.com", "ann@home.example" };

#define PICK(history, list)                                                  \
    (list)[history_roll((history), sizeof(list) / sizeof((list)[0]))]

static int64_t minutes_around(struct history *history, int64_t before_days,
                              int64_t after_days);
static void reach_fill(struct history *history);
static void attempts_fill(struct history *history);
static void ask_fill(struct history *history);
static struct moment grid(int64_t seconds);

uint32_t history_roll(struct history *history, uint32_t sides)
{
    uint64_t x = history->dice += UINT64_C(0x9E3779B97F4A7C15);

    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((x ^ (x >> 31)) >> 33) % sides;
}

void history_make(struct history *history, const struct tables *tables,
                  uint64_t seed)
{
    *history = (struct history){ .seed = seed, .dice = seed };
    history->person = (struct person){ .id = { 1 }, .born_on = DAY_NONE };
    if (history_roll(history, 4) == 0)
        history->person.born_on =
            (struct day){ (int32_t)(13000 + history_roll(history, 2000)) };
    history->debt = (struct debt){
        .id = { 101 }, .client = { 1 },
        .service_on = { (int32_t)(20400 + history_roll(history, 250)) },
        .placed_on = { 20600 }, .asks_through = DAY_NONE
    };
    if (history_roll(history, 12) == 0)
        history->debt.asks_through =
            (struct day){ (int32_t)(20600 + history_roll(history, 120)) };
    if (history_roll(history, 10) == 0)
        history->debt.service_on = DAY_NONE;
    reach_fill(history);
    history->facts = (struct contact_facts){
        .law = tables->law, .book = tables->book,
        .person = &history->person, .debt = &history->debt,
        .address_count = history_roll(history, 3),
        .address = history->address,
        .phone_count = 1 + history_roll(history, 3), .phone = history->phone,
        .email_count = history_roll(history, 3), .email = history->email,
        .fact = history->fact, .attempt = history->attempt,
        .looked = CONTACT_LOOKED_ALL, .are_attempts_known = true
    };
    if (history_roll(history, 25) == 0)
        history->facts.looked &=
            ~(UINT64_C(1) << history_roll(history, FACT_KIND_COUNT));
    if (history_roll(history, 100) == 0)
        history->facts.are_attempts_known = false;
    ask_fill(history);
    static const uint32_t how_many[] = { 0, 0, 1, 1, 2, 2, 3, 4, 6, 9 };
    for (uint32_t left = PICK(history, how_many); left > 0; left--)
        (void)history_fact(history, (enum fact_kind)(
            1 + history_roll(history, FACT_KIND_COUNT - 1)));
    attempts_fill(history);
}

struct fact *history_fact(struct history *history, enum fact_kind kind)
{
    struct contact_facts *facts = &history->facts;

    if (facts->fact_count == HISTORY_FACTS_MAX)
        return NULL;
    struct fact *fact = &history->fact[facts->fact_count++];
    int64_t at = moment_seconds(history->ask.at);
    *fact = (struct fact){ .id = { 500 + facts->fact_count }, .kind = kind,
                           .until = MOMENT_NEVER };
    if (history_roll(history, 20) == 0)
        fact->person.n = 1 + history_roll(history, 2);
    if (history_roll(history, 3) == 0)
        fact->debt.n = 101 + history_roll(history, 2);
    fact->holds_from = grid(at + minutes_around(history, 20, 3));
    if (history_roll(history, 8) == 0)
        fact->holds_from = grid(at - DAY * history_roll(history, 120));
    if (kind == FACT_TEXT_CONSENT)
        fact->holds_from =
            grid(at - DAY * (55 + history_roll(history, 10)));
    if (history_roll(history, 6) == 0) /* ties must not matter */
        fact->holds_from = history->fact[0].holds_from;
    if (history_roll(history, 3) == 0)
        fact->until = moment_add_seconds(
            fact->holds_from, 900 * (1 + history_roll(history, 3000)));
    fact->recorded_at = moment_compare(fact->holds_from, history->ask.at) < 0
                            ? fact->holds_from
                            : moment_from_seconds(at - DAY);
    if (history_roll(history, 20) == 0)
        fact->recorded_at = moment_from_seconds(at + DAY);
    if (history_roll(history, 12) == 0 && facts->fact_count > 1)
        fact->corrects = history->fact[facts->fact_count - 2].id;
    if (kind == FACT_MEDIUM_REFUSED || kind == FACT_STOPPED)
        fact->channel = (enum channel)history_roll(history, CHANNEL_COUNT);
    if (kind == FACT_EMAIL_CONSENT)
        fact->address = history->email[history_roll(history, 2)];
    if (kind == FACT_WRONG_NUMBER || kind == FACT_TEXT_CONSENT
        || (kind == FACT_MEDIUM_REFUSED && history_roll(history, 2) == 0))
        fact->address = history->phone[history_roll(history, 3)].number;
    if (kind == FACT_MAIL_RETURNED && history_roll(history, 2) == 0)
        fact->address = STR("2 Elm St");
    if (kind == FACT_ZONE_TOLD)
        fact->text = str_of(PICK(history, told));
    if (kind == FACT_HOURS_REFUSED)
        fact->text = str_of(PICK(history, wishes));
    if (kind == FACT_PLACE_REFUSED)
        fact->text = history_roll(history, 2) ? STR("home") : STR("work");
    return fact;
}

static void reach_fill(struct history *history)
{
    for (size_t i = 0; i < 3; i++) {
        history->phone[i].number = str_of(PICK(history, numbers));
        history->phone[i].is_landline = history_roll(history, 3) == 0;
    }
    for (size_t i = 0; i < 2; i++) {
        const char *const *place = PICK(history, places);
        history->address[i] = (struct person_address){
            .line1 = i == 0 ? STR("1 Main St") : STR("2 Elm St"),
            .state = str_of(place[0]), .zip = str_of(place[1])
        };
        history->email[i] = str_of(emails[i]);
    }
}

static void ask_fill(struct history *history)
{
    /* Often a day on which clocks change, in 2026. */
    static const int64_t turns[] = { 1772928000, 1793491200 };
    int64_t at = 1767225600 + DAY * (20 + history_roll(history, 320));

    if (history_roll(history, 4) == 0)
        at = PICK(history, turns) + DAY * history_roll(history, 3) - DAY;
    at += history_roll(history, 86400);
    if (history_roll(history, 3) == 0)
        at = at / 3600 * 3600 + history_roll(history, 3) - 1;
    history->ask.at = moment_from_seconds(at);
    if (history_roll(history, 10) == 0)
        history->ask.at.us += history_roll(history, 1000000);
    history->facts.as_of = history->ask.at;
    static const enum channel channels[] = {
        CHANNEL_PHONE, CHANNEL_PHONE, CHANNEL_PHONE, CHANNEL_VOICEMAIL,
        CHANNEL_TEXT, CHANNEL_EMAIL, CHANNEL_LETTER, CHANNEL_LETTER,
    };
    history->ask.channel = PICK(history, channels);
    if (history_roll(history, 3) == 0)
        history->ask.class =
            (enum contact_class)history_roll(history, CONTACT_CLASS_COUNT);
    if (history->ask.channel <= CHANNEL_TEXT)
        history->ask.address =
            history->phone[history_roll(history, 3)].number;
    if (history->ask.channel == CHANNEL_EMAIL)
        history->ask.address = history->email[history_roll(history, 2)];
    if (history->ask.channel == CHANNEL_LETTER
        && history_roll(history, 2) == 0)
        history->ask.address = STR("2 Elm St");
}

static void attempts_fill(struct history *history)
{
    static const enum channel channels[] = {
        CHANNEL_PHONE, CHANNEL_PHONE, CHANNEL_PHONE, CHANNEL_PHONE,
        CHANNEL_VOICEMAIL, CHANNEL_TEXT, CHANNEL_LETTER, CHANNEL_NONE,
    };
    static const uint32_t how_many[] = { 0, 0, 0, 2, 7, 8, 9, 12, 18, 24 };
    uint32_t count = PICK(history, how_many);
    bool is_quiet = history_roll(history, 3) > 0;

    for (uint32_t i = 0; i < count; i++) {
        struct contact_attempt *attempt = &history->attempt[i];
        *attempt = (struct contact_attempt){
            .id = { 1001 + i }, .debt = { 101 },
            .channel = PICK(history, channels),
            .address = history->phone[history_roll(history, 3)].number,
            .outcome = (enum outcome)history_roll(history,
                                                  OUTCOME_INBOUND_TALK + 1)
        };
        if (is_quiet)
            attempt->outcome = OUTCOME_NO_ANSWER;
        if (history_roll(history, 15) == 0)
            attempt->debt.n = 102;
        attempt->is_excluded = history_roll(history, 30) == 0;
        attempt->is_voided = history_roll(history, 30) == 0;
        attempt->at = grid(moment_seconds(history->ask.at)
                           + minutes_around(history, 10, 0));
        if (history_roll(history, 6) == 0 && history->facts.fact_count > 0)
            attempt->at = history->fact[0].holds_from;
    }
    if (count > 0 && history_roll(history, 20) == 0)
        history->attempt[0].at = grid(moment_seconds(history->ask.at) + DAY);
    history->facts.attempt_count = count;
}

static int64_t minutes_around(struct history *history, int64_t before_days,
                              int64_t after_days)
{
    int64_t minutes = (before_days + after_days) * DAY / MINUTE;

    return (int64_t)history_roll(history, (uint32_t)minutes) * MINUTE
           - before_days * DAY;
}

/* Quarter hours, so that a scan can meet every edge. */
static struct moment grid(int64_t seconds)
{
    return moment_from_seconds(seconds / 900 * 900);
}

static void print_moment(const char *word, struct moment m)
{
    struct civil civil = day_civil(moment_utc_day(m));
    int64_t second = moment_seconds(m) - (int64_t)moment_utc_day(m).n * DAY;

    printf(" %s%s%04d-%02u-%02u %02d:%02d:%02d", word, *word ? " " : "",
           civil.year, civil.month, civil.day, (int)(second / 3600),
           (int)(second / 60 % 60), (int)(second % 60));
}

static void print_fact(const struct history *history, const struct fact *fact)
{
    if (fact->recorded_at.us > history->facts.as_of.us)
        printf("# not known yet: ");
    if (fact->corrects.n != 0)
        printf("# corrects %" PRId64 ": ", fact->corrects.n);
    if (fact->person.n > 1)
        printf("# of somebody else: ");
    printf("given ");
    printf(" %.*s", STR_ARGS(fact_word(fact->kind)));
    print_moment("", fact->holds_from);
    if (fact->until.us != INT64_MAX)
        print_moment("until", fact->until);
    print_moment("recorded", fact->recorded_at);
    if (fact->channel != CHANNEL_NONE)
        printf(" by %.*s", STR_ARGS(channel_word(fact->channel)));
    if (fact->address.len > 0)
        printf(" at \"%.*s\"", STR_ARGS(fact->address));
    if (fact->text.len > 0)
        printf(" says \"%.*s\"", STR_ARGS(fact->text));
    if (fact->debt.n != 0)
        printf(" about %s", fact->debt.n == 101 ? "bill" : "other");
    printf("   # id %" PRId64 "\n", fact->id.n);
}

void history_print(const struct history *history, const char *expect)
{
    const struct contact_facts *facts = &history->facts;

    printf("\ncase   seed %" PRIu64 "\nsource random history\nclock  UTC\n",
           history->seed);
    printf("# looked %" PRIx64 ", attempts %s\n", facts->looked,
           facts->are_attempts_known ? "known" : "unknown");
    for (uint32_t i = 0; i < facts->phone_count; i++)
        printf("given  phone %.*s%s\n", STR_ARGS(facts->phone[i].number),
               facts->phone[i].is_landline ? " landline" : "");
    for (uint32_t i = 0; i < facts->address_count; i++)
        printf("given  address %.*s %.*s\n",
               STR_ARGS(facts->address[i].state),
               STR_ARGS(facts->address[i].zip));
    printf("given  debt other # born %d service %d asks through %d\n",
           history->person.born_on.n, history->debt.service_on.n,
           history->debt.asks_through.n);
    for (uint32_t i = 0; i < facts->fact_count; i++)
        print_fact(history, &facts->fact[i]);
    for (uint32_t i = 0; i < facts->attempt_count; i++) {
        const struct contact_attempt *attempt = &facts->attempt[i];
        printf("given  call");
        print_moment("", attempt->at);
        printf(" %.*s to %.*s about %s%s%s by %.*s\n",
               STR_ARGS(outcome_word(attempt->outcome)),
               STR_ARGS(attempt->address),
               attempt->debt.n == 101 ? "bill" : "other",
               attempt->is_excluded ? " excluded" : "",
               attempt->is_voided ? " voided" : "",
               STR_ARGS(channel_word(attempt->channel)));
    }
    printf("ask    %.*s", STR_ARGS(channel_word(history->ask.channel)));
    print_moment("", history->ask.at);
    if (history->ask.address.len > 0)
        printf(" to \"%.*s\"", STR_ARGS(history->ask.address));
    printf(" class %.*s expect %s\n",
           STR_ARGS(contact_class_word(history->ask.class)), expect);
}
