#include "contact/facts.h"

#define DAY_SECONDS 86400
#define FACTS_TEXT_MAX ((size_t)4 << 20)

static bool weekdays_parse(struct str text, uint32_t *weekdays);
static bool clock_parse(struct str text, int32_t *second);
static bool is_ours(const struct contact_facts *facts,
                    const struct fact *fact);
static bool is_corrected(const struct contact_facts *facts,
                         const struct fact *fact);
static void add_str(struct buf *buf, const char *name, struct str value);
static void add_int(struct buf *buf, const char *name, int64_t value);
static struct str fact_line(struct arena *arena, const struct fact *fact);
static struct str attempt_line(struct arena *arena,
                               const struct contact_attempt *attempt);
static void add_head(struct buf *buf, const struct contact_facts *facts);
static int line_compare(const void *left, const void *right);

bool contact_refused_hours_parse(struct str text,
                                 struct contact_refused_hours *hours)
{
    struct str days;
    struct str range = { NULL, 0 };
    struct str from;
    struct str to;

    *hours = (struct contact_refused_hours){ .to_second = DAY_SECONDS };
    bool has_range = str_cut(str_trim(text), ' ', &days, &range);
    if (!weekdays_parse(days, &hours->weekdays))
        return false;
    if (!has_range)
        return true;
    return str_cut(range, '-', &from, &to)
           && clock_parse(from, &hours->from_second)
           && clock_parse(to, &hours->to_second)
           && hours->from_second < hours->to_second;
}

enum known contact_fact_known(const struct contact_facts *facts,
                              enum fact_kind kind, struct moment at)
{
    CHECK(kind < FACT_KIND_COUNT);
    if ((facts->looked >> kind & 1) == 0)
        return KNOWN_NOT;
    for (uint32_t i = 0; i < facts->fact_count; i++)
        if (contact_fact_holds(facts, &facts->fact[i], kind, at))
            return KNOWN_YES;
    return KNOWN_NO;
}

bool contact_fact_holds(const struct contact_facts *facts,
                        const struct fact *fact, enum fact_kind kind,
                        struct moment at)
{
    if (fact->kind != kind || !is_ours(facts, fact)
        || moment_compare(fact->recorded_at, facts->as_of) > 0
        || moment_compare(fact->holds_from, at) > 0
        || moment_compare(at, fact->until) >= 0 || is_corrected(facts, fact))
        return false;
    if (kind != FACT_DISPUTE)
        return true;
    for (uint32_t i = 0; i < facts->fact_count; i++)
        if (moment_compare(facts->fact[i].holds_from, fact->holds_from) > 0
            && contact_fact_holds(facts, &facts->fact[i],
                                  FACT_DISPUTE_ANSWERED, at))
            return false;
    return true;
}

struct str contact_facts_text(const struct contact_facts *facts,
                              struct arena *arena)
{
    struct buf buf;
    uint32_t count = facts->fact_count + facts->attempt_count;
    struct str *line = arena_many(arena, count + 1, struct str);

    if (line == NULL)
        return (struct str){ NULL, 0 };
    for (uint32_t i = 0; i < facts->fact_count; i++)
        line[i] = fact_line(arena, &facts->fact[i]);
    for (uint32_t i = 0; i < facts->attempt_count; i++)
        line[facts->fact_count + i] =
            attempt_line(arena, &facts->attempt[i]);
    qsort(line, count, sizeof line[0], line_compare);

    buf_init(&buf, arena, FACTS_TEXT_MAX);
    add_head(&buf, facts);
    for (uint32_t i = 0; i < count; i++)
        buf_add(&buf, line[i]);
    return buf.failed ? (struct str){ NULL, 0 } : buf_str(&buf);
}

static bool weekdays_parse(struct str text, uint32_t *weekdays)
{
    static const char *const name[] = { "sun", "mon", "tue", "wed",
                                        "thu", "fri", "sat" };
    bool has_more = true;

    *weekdays = 0x7F;
    if (str_is(text, "daily"))
        return true;
    *weekdays = 0;
    while (has_more) {
        struct str day;
        struct str rest = { NULL, 0 };
        bool is_day = false;
        has_more = str_cut(text, ',', &day, &rest);
        for (uint32_t i = 0; i < 7; i++)
            if (str_is(day, name[i])) {
                *weekdays |= 1u << i;
                is_day = true;
            }
        if (!is_day)
            return false;
        text = rest;
    }
    return true;
}

/* "HH:MM", up to 24:00. */
static bool clock_parse(struct str text, int32_t *second)
{
    int32_t digit[4];
    static const size_t place[4] = { 0, 1, 3, 4 };

    if (text.len != 5 || text.at[2] != ':')
        return false;
    for (size_t i = 0; i < 4; i++) {
        digit[i] = text.at[place[i]] - '0';
        if (digit[i] < 0 || digit[i] > 9)
            return false;
    }
    int32_t hour = digit[0] * 10 + digit[1];
    int32_t minute = digit[2] * 10 + digit[3];
    *second = hour * 3600 + minute * 60;
    return minute < 60 && *second <= DAY_SECONDS;
}

static bool is_ours(const struct contact_facts *facts,
                    const struct fact *fact)
{
    return fact->debt.n == 0
           || (facts->debt != NULL && fact->debt.n == facts->debt->id.n);
}

static bool is_corrected(const struct contact_facts *facts,
                         const struct fact *fact)
{
    for (uint32_t i = 0; i < facts->fact_count; i++)
        if (fact->id.n != 0 && facts->fact[i].corrects.n == fact->id.n
            && moment_compare(facts->fact[i].recorded_at, facts->as_of) <= 0)
            return true;
    return false;
}

/* Length before the bytes, so that no text can look like two fields. */
static void add_str(struct buf *buf, const char *name, struct str value)
{
    buf_add_format(buf, " %s=%zu:", name, value.len);
    buf_add(buf, value);
}

static void add_int(struct buf *buf, const char *name, int64_t value)
{
    buf_add_format(buf, " %s=%" PRId64, name, value);
}

static struct str fact_line(struct arena *arena, const struct fact *fact)
{
    struct buf buf;

    buf_init(&buf, arena, FACTS_TEXT_MAX);
    buf_add_format(&buf, "fact %" PRId64, fact->id.n);
    add_int(&buf, "person", fact->person.n);
    add_int(&buf, "debt", fact->debt.n);
    add_str(&buf, "kind", fact_word(fact->kind));
    add_str(&buf, "channel", channel_word(fact->channel));
    add_str(&buf, "address", fact->address);
    add_str(&buf, "text", fact->text);
    add_int(&buf, "from", fact->holds_from.us);
    add_int(&buf, "until", fact->until.us);
    add_int(&buf, "recorded", fact->recorded_at.us);
    add_int(&buf, "corrects", fact->corrects.n);
    buf_add_byte(&buf, '\n');
    return buf_str(&buf);
}

static struct str attempt_line(struct arena *arena,
                               const struct contact_attempt *attempt)
{
    struct buf buf;

    buf_init(&buf, arena, FACTS_TEXT_MAX);
    buf_add_format(&buf, "attempt %" PRId64, attempt->id.n);
    add_int(&buf, "debt", attempt->debt.n);
    add_str(&buf, "channel", channel_word(attempt->channel));
    add_str(&buf, "address", attempt->address);
    add_int(&buf, "at", attempt->at.us);
    add_str(&buf, "outcome", outcome_word(attempt->outcome));
    add_int(&buf, "excluded", attempt->is_excluded);
    add_int(&buf, "voided", attempt->is_voided);
    buf_add_byte(&buf, '\n');
    return buf_str(&buf);
}

static void add_head(struct buf *buf, const struct contact_facts *facts)
{
    add_int(buf, "as_of", facts->as_of.us);
    if (facts->person != NULL) {
        add_int(buf, "person", facts->person->id.n);
        add_int(buf, "born", facts->person->born_on.n);
    }
    if (facts->debt != NULL) {
        add_int(buf, "debt", facts->debt->id.n);
        add_int(buf, "service", facts->debt->service_on.n);
        add_int(buf, "placed", facts->debt->placed_on.n);
        add_int(buf, "asks_through", facts->debt->asks_through.n);
    }
    add_str(buf, "facility", facts->facility_state);
    add_int(buf, "looked", (int64_t)facts->looked);
    add_int(buf, "attempts_known", facts->are_attempts_known);
    for (uint32_t i = 0; i < facts->address_count; i++) {
        add_str(buf, "line1", facts->address[i].line1);
        add_str(buf, "state", facts->address[i].state);
        add_str(buf, "zip", facts->address[i].zip);
    }
    for (uint32_t i = 0; i < facts->phone_count; i++) {
        add_str(buf, "phone", facts->phone[i].number);
        add_int(buf, "landline", facts->phone[i].is_landline);
    }
    for (uint32_t i = 0; i < facts->email_count; i++)
        add_str(buf, "email", facts->email[i]);
    buf_add_byte(buf, '\n');
}

static int line_compare(const void *left, const void *right)
{
    return str_compare(*(const struct str *)left, *(const struct str *)right);
}
