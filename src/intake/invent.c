#include "intake/invent.h"

#include <stdarg.h>

#include "intake/field.h"
#include "intake/invent_words.h"
#include "intake/kind.h"
#include "text/csv.h"

enum defect {
    DEFECT_NONE, DEFECT_DATE, DEFECT_AMOUNT, DEFECT_SUM, DEFECT_FACILITY,
    DEFECT_ACCOUNT, DEFECT_MINOR, DEFECT_ZIP, DEFECT_FUTURE, DEFECT_STATE,
    DEFECT_FORMULA, DEFECT_TWICE, DEFECT_ITEMIZATION, DEFECT_COUNT
};

#define DEFECT_PPM 25000   /* of rows are broken on purpose */
#define AGAIN_PERCENT 14   /* of rows belong to the person of a row above */
#define MINOR_PERCENT 8
#define DEAD_PERMILLE 12
#define SPANISH_PERCENT 28

/* One number after another from a seed; splitmix64 (Steele et al., 2014). */
struct dice { uint64_t state; };

struct invented_person {
    uint32_t index;
    const char *first, *middle, *last, *suffix;
    const char *guarantor_first;
    bool is_minor, has_guarantor, is_spanish;
    struct day born, died, guarantor_born;
    const struct invent_town *town;
    uint32_t facility, house, apartment;
    const char *street, *insurer;
    uint32_t line1, line2; /* 100 .. 199: 555-01XX is never given out */
    uint32_t form;         /* how this file writes phones and states */
};

struct invented {
    const struct client_agreement *agreement;
    struct day today;
    struct invented_person person;
    enum defect defect;
    uint32_t number;       /* of the account */
    struct day service_from, service_to, first_bill, last_statement;
    int64_t charged, insurance, adjusted, paid, balance, itemized;
};

static struct dice dice_of(uint64_t seed, uint64_t stream, uint64_t index);
static uint32_t roll(struct dice *dice, uint32_t below);
static const char *pick(struct dice *dice, const struct invent_words *words);
static void person_make(uint64_t seed, uint32_t index,
                        const struct client_agreement *agreement,
                        struct day today, struct invented_person *person);
static void person_age(struct dice *dice, struct day today,
                       struct invented_person *person);
static const struct invent_town *town_near(struct dice *dice,
                                           const char *state, size_t len);
static void account_make(uint64_t seed, uint32_t row,
                         const struct client_agreement *agreement,
                         struct day today, struct invented *made);
static void days_make(struct dice *dice, struct invented *made);
static void amounts_make(struct dice *dice, struct invented *made);
static bool is_written(const struct client_agreement *agreement,
                       enum intake_field field);
static struct str header_of(const struct client_agreement *agreement,
                            enum intake_field field);
static struct str cell_of(const struct invented *made,
                          enum intake_field field, char space[128]);
static struct str cell_who(const struct invented *made,
                           enum intake_field field, char space[128]);
static struct str cell_where(const struct invented *made,
                             enum intake_field field, char space[128]);
static struct str cell_what(const struct invented *made,
                            enum intake_field field, char space[128]);
static struct str print_day(char space[128], struct day day);
static struct str print_cents(char space[128], int64_t cents);
static struct str print_phone(char space[128], const char *area,
                              uint32_t line, uint32_t form);
static struct str print(char space[128], const char *format, ...)
    PRINTF_LIKE(2, 3);

void intake_invent(uint64_t seed, uint32_t count,
                   const struct client_agreement *agreement,
                   struct day today, struct buf *buf)
{
    CHECK(count <= INTAKE_INVENT_MAX);
    for (uint32_t row = 0; row <= count && !buf->failed; row++)
        intake_invent_row(seed, row, agreement, today, buf);
}

void intake_invent_row(uint64_t seed, uint32_t row,
                       const struct client_agreement *agreement,
                       struct day today, struct buf *buf)
{
    CHECK(row <= INTAKE_INVENT_MAX);
    CHECK(agreement->facility_count >= 1);
    struct csv_out out;
    csv_out_init(&out, buf, ',');
    struct invented made = { 0 };
    if (row > 0)
        account_make(seed, row, agreement, today, &made);
    for (int i = FIELD_NONE + 1; i < FIELD_COUNT; i++) {
        enum intake_field field = (enum intake_field)i;
        char space[128];
        if (is_written(agreement, field))
            csv_out_exact(&out, row == 0
                                    ? header_of(agreement, field)
                                    : cell_of(&made, field, space));
    }
    csv_out_end(&out);
}

static void account_make(uint64_t seed, uint32_t row,
                         const struct client_agreement *agreement,
                         struct day today, struct invented *made)
{
    struct dice dice = dice_of(seed, 2, row);
    *made = (struct invented){ .agreement = agreement, .today = today,
                               .number = row };
    uint32_t owner = row;
    if (roll(&dice, 100) < AGAIN_PERCENT && row > 1)
        owner = row - 1 - roll(&dice, row - 1 < 12 ? row - 1 : 12);
    person_make(seed, owner, agreement, today, &made->person);

    if (roll(&dice, 1000000) < DEFECT_PPM)
        made->defect = (enum defect)(1 + roll(&dice, DEFECT_COUNT - 1));
    if (made->defect == DEFECT_MINOR) {
        made->person.has_guarantor = false;
        made->person.died = DAY_NONE;
        made->person.born = day_add(today, -(365 * 9));
    }
    days_make(&dice, made);
    amounts_make(&dice, made);
    if (made->defect == DEFECT_TWICE && row > 1)
        made->number = row - 1;
}

static void person_make(uint64_t seed, uint32_t index,
                        const struct client_agreement *agreement,
                        struct day today, struct invented_person *person)
{
    struct dice dice = dice_of(seed, 1, index);
    *person = (struct invented_person){ .index = index, .died = DAY_NONE };
    person->is_spanish = roll(&dice, 100) < SPANISH_PERCENT;
    bool has_es_name = person->is_spanish ? roll(&dice, 4) > 0
                                          : roll(&dice, 20) == 0;
    const struct invent_words *first = has_es_name ? &invent_first_es
                                                   : &invent_first_en;
    const struct invent_words *last = has_es_name ? &invent_last_es
                                                  : &invent_last_en;
    person->first = pick(&dice, first);
    person->middle = roll(&dice, 3) == 0 ? pick(&dice, first) : "";
    person->last = pick(&dice, last);
    person->suffix = roll(&dice, 60) == 0 ? "Jr." : "";
    person->guarantor_first = pick(&dice, first);
    person->facility = roll(&dice, agreement->facility_count);
    struct str state = agreement->facility[person->facility].state;
    person->town = roll(&dice, 10) < 7
        ? town_near(&dice, state.at, state.len)
        : &invent_town[roll(&dice, invent_town_count)];
    person->house = 1 + roll(&dice, 990);
    person->street = pick(&dice, &invent_street);
    person->apartment = roll(&dice, 4) == 0 ? 1 + roll(&dice, 60) : 0;
    person->insurer = pick(&dice, &invent_insurer);
    person->line1 = roll(&dice, 10) < 9 ? 100 + roll(&dice, 100) : 0;
    person->line2 = roll(&dice, 5) == 0 ? 100 + roll(&dice, 100) : 0;
    person->form = roll(&dice, 12);
    person_age(&dice, today, person);
}

static void person_age(struct dice *dice, struct day today,
                       struct invented_person *person)
{
    person->is_minor = roll(dice, 100) < MINOR_PERCENT;
    /* A child is two at least, so it was born when care was given; an adult
     * 21 at least, so it was one then. */
    uint32_t years = person->is_minor ? 4 + roll(dice, 13)
                                      : 22 + roll(dice, 68);
    int32_t days = (int32_t)(years * 365 + roll(dice, 365));
    person->born = day_add(today, -days);
    person->has_guarantor = person->is_minor || roll(dice, 20) == 0;
    if (person->has_guarantor) {
        uint32_t age = 24 + roll(dice, 40);
        person->guarantor_born =
            day_add(today, -(int32_t)(age * 365 + roll(dice, 365)));
    }
    if (!person->is_minor && roll(dice, 1000) < DEAD_PERMILLE)
        person->died = day_add(today, -(int32_t)(3 + roll(dice, 20)));
}

/* A town of that state, or any when there is none in the list. */
static const struct invent_town *town_near(struct dice *dice,
                                           const char *state, size_t len)
{
    uint32_t start = roll(dice, invent_town_count);
    for (uint32_t i = 0; i < invent_town_count; i++) {
        const struct invent_town *town =
            &invent_town[(start + i) % invent_town_count];
        if (str_equal(str_of(town->state), (struct str){ state, len }))
            return town;
    }
    return &invent_town[start];
}

static void days_make(struct dice *dice, struct invented *made)
{
    bool is_early = str_is(made->agreement->program, "early_out");
    int64_t most = made->agreement->place_days_max;
    int64_t from = is_early ? 25 : 160, to = is_early ? 150 : 640;
    if (most > 0 && to > most)
        to = most;
    if (from >= to)
        from = to / 2;
    int32_t ago = (int32_t)from
                  + (int32_t)roll(dice, (uint32_t)(to - from) + 1);
    made->service_from = day_add(made->today, -ago);
    int32_t stay = roll(dice, 10) == 0 ? (int32_t)roll(dice, 6) : 0;
    made->service_to = day_add(made->service_from, stay < ago ? stay : 0);
    made->last_statement = day_add(made->today,
                                   -(int32_t)(2 + roll(dice, 20)));
    if (day_compare(made->last_statement, made->service_to) < 0)
        made->last_statement = made->service_to;
    int32_t wait = (int32_t)(10 + roll(dice, 20));
    made->first_bill = day_add(made->service_to, wait);
    if (day_compare(made->first_bill, made->last_statement) > 0)
        made->first_bill = made->last_statement;
    if (made->defect == DEFECT_FUTURE)
        made->service_from = day_add(made->today, 400);
}

/* The balance comes first, so that it is one people really get. */
static void amounts_make(struct dice *dice, struct invented *made)
{
    static const struct { uint32_t percent, from, span; } sizes[] = {
        { 30, 2500, 10000 }, { 40, 10000, 50000 }, { 22, 60000, 140000 },
        { 8, 200000, 700000 },
    };
    uint32_t at = 0, chance = roll(dice, 100);
    while (chance >= sizes[at].percent) {
        chance -= sizes[at].percent;
        at++;
    }
    made->balance = made->agreement->balance_min.cents + sizes[at].from
                    + roll(dice, sizes[at].span);
    if (made->person.insurer[0] != '\0') {
        made->insurance = made->balance * roll(dice, 500) / 100;
        made->adjusted = made->balance * roll(dice, 300) / 100;
    }
    if (roll(dice, 6) == 0)
        made->paid = 1000 + 500 * (int64_t)roll(dice, 30);
    made->charged = made->balance + made->insurance + made->adjusted
                    + made->paid;
    bool paid_since = made->paid > 0 && roll(dice, 2) == 0;
    made->itemized = made->balance + (paid_since ? made->paid : 0);
    if (made->defect == DEFECT_SUM)
        made->balance += 1000;
}

/* All fields of new accounts but those a file has instead of others, unless
 * mapped. */
static bool is_written(const struct client_agreement *agreement,
                       enum intake_field field)
{
    if ((intake_kind_fields(INTAKE_PLACEMENT) & FIELD_BIT(field)) == 0)
        return false;
    for (uint32_t i = 0; i < agreement->column_count; i++)
        if (str_is(agreement->column[i].field, intake_field_word(field)))
            return true;
    bool is_early = str_is(agreement->program, "early_out");
    switch (field) {
    case FIELD_PATIENT:
    case FIELD_GUARANTOR:
    case FIELD_GUARANTOR_MIDDLE:
    case FIELD_GUARANTOR_SUFFIX:
    case FIELD_IN_DEFAULT:
    case FIELD_NOTES:
        return false;
    case FIELD_ITEMIZATION_ON:
    case FIELD_ITEMIZATION_KIND:
    case FIELD_ITEMIZATION_AMOUNT:
        return !is_early;
    default:
        return true;
    }
}

static struct str header_of(const struct client_agreement *agreement,
                            enum intake_field field)
{
    for (uint32_t i = 0; i < agreement->column_count; i++)
        if (str_is(agreement->column[i].field, intake_field_word(field)))
            return agreement->column[i].column;
    return str_of(intake_field_word(field));
}

static struct str cell_of(const struct invented *made,
                          enum intake_field field, char space[128])
{
    if (field == FIELD_ACCOUNT) {
        struct str code = made->agreement->code;
        if (made->defect == DEFECT_ACCOUNT)
            return STR("");
        return print(space, "%.2s-%07" PRIu32, code.at,
                     1000000 + made->number);
    }
    if (field == FIELD_FACILITY) {
        struct str code =
            made->agreement->facility[made->person.facility].code;
        if (made->defect == DEFECT_FACILITY)
            return print(space, "%.*sX", STR_ARGS(code));
        return code;
    }
    if (field >= FIELD_ADDRESS1 && field <= FIELD_EMAIL)
        return cell_where(made, field, space);
    if (field >= FIELD_PERSON && field < FIELD_ADDRESS1)
        return cell_who(made, field, space);
    return cell_what(made, field, space);
}

static struct str cell_who(const struct invented *made,
                           enum intake_field field, char space[128])
{
    const struct invented_person *person = &made->person;
    bool has = person->has_guarantor;
    switch (field) {
    case FIELD_PERSON:
        return print(space, "M%07" PRIu32, person->index);
    case FIELD_PATIENT:
        return print(space, "%s, %s %s", person->last, person->first,
                     person->middle);
    case FIELD_PATIENT_FIRST:
        return str_of(person->first);
    case FIELD_PATIENT_MIDDLE:
        return str_of(person->middle);
    case FIELD_PATIENT_LAST:
        return str_of(person->last);
    case FIELD_PATIENT_SUFFIX:
        return str_of(person->suffix);
    case FIELD_PATIENT_BORN:
        return print_day(space, person->born);
    case FIELD_PATIENT_DIED:
        return print_day(space, person->died);
    case FIELD_GUARANTOR:
        return has ? print(space, "%s, %s", person->last,
                           person->guarantor_first)
                   : STR("");
    case FIELD_GUARANTOR_FIRST:
        return has ? str_of(person->guarantor_first) : STR("");
    case FIELD_GUARANTOR_LAST:
        return has ? str_of(person->last) : STR("");
    case FIELD_GUARANTOR_BORN:
        return has ? print_day(space, person->guarantor_born) : STR("");
    case FIELD_LANGUAGE:
        return person->is_spanish ? STR("es") : STR("en");
    default:
        return STR("");
    }
}

static struct str cell_where(const struct invented *made,
                             enum intake_field field, char space[128])
{
    const struct invented_person *person = &made->person;
    const struct invent_town *town = person->town;
    switch (field) {
    case FIELD_ADDRESS1:
        return print(space, "%" PRIu32 " %s", person->house, person->street);
    case FIELD_ADDRESS2:
        return person->apartment == 0
                   ? STR("")
                   : print(space, "Apt %" PRIu32, person->apartment);
    case FIELD_CITY:
        return str_of(town->city);
    case FIELD_STATE:
        if (made->defect == DEFECT_STATE)
            return STR("ZZ");
        return str_of(person->form == 0 ? town->state_name : town->state);
    case FIELD_ZIP:
        if (made->defect == DEFECT_ZIP)
            return STR("123456");
        if (person->form == 1)
            return print(space, "%s-%04" PRIu32, town->zip, person->house);
        /* As a spreadsheet leaves it: 02118 becomes 2118. */
        return str_of(person->form == 2 && town->zip[0] == '0'
                          && town->zip[1] != '0' ? town->zip + 1
                                                 : town->zip);
    case FIELD_PHONE1:
        return print_phone(space, town->area_code, person->line1,
                           person->form);
    case FIELD_PHONE2:
        return print_phone(space, town->area_code, person->line2,
                           person->form);
    case FIELD_EMAIL:
        return person->form % 3 == 0
                   ? STR("")
                   : print(space, "person%" PRIu32 "@mail.example",
                           person->index);
    default:
        CHECK(false);
        return STR("");
    }
}

static struct str cell_what(const struct invented *made,
                            enum intake_field field, char space[128])
{
    bool has_item = made->defect != DEFECT_ITEMIZATION;
    switch (field) {
    case FIELD_SERVICE_FROM:
        if (made->defect == DEFECT_DATE)
            return STR("02/30/2026");
        return print_day(space, made->service_from);
    case FIELD_SERVICE_TO:
        return made->defect == DEFECT_FUTURE
                   ? STR("")
                   : print_day(space, made->service_to);
    case FIELD_CHARGED:
        return print_cents(space, made->charged);
    case FIELD_INSURANCE_PAID:
        return print_cents(space, made->insurance);
    case FIELD_ADJUSTED:
        return print_cents(space, made->adjusted);
    case FIELD_PERSON_PAID:
        return print_cents(space, made->paid);
    case FIELD_BALANCE:
        if (made->defect == DEFECT_AMOUNT)
            return STR("1O5.20");
        if (made->defect == DEFECT_FORMULA)
            return STR("=AA2-AB2");
        return print_cents(space, made->balance);
    case FIELD_ITEMIZATION_ON:
        return has_item ? print_day(space, made->last_statement) : STR("");
    case FIELD_ITEMIZATION_KIND:
        return has_item ? STR("last_statement") : STR("");
    case FIELD_ITEMIZATION_AMOUNT:
        return has_item ? print_cents(space, made->itemized) : STR("");
    case FIELD_LAST_STATEMENT_ON:
        return has_item ? print_day(space, made->last_statement) : STR("");
    case FIELD_FIRST_BILL_ON:
        return print_day(space, made->first_bill);
    case FIELD_IN_DEFAULT:
        return made->agreement->default_at_placement ? STR("yes")
                                                     : STR("no");
    case FIELD_INSURER:
        return str_of(made->person.insurer);
    default:
        return STR("");
    }
}

static struct str print_day(char space[128], struct day day)
{
    if (day_is_none(day))
        return STR("");
    struct civil civil = day_civil(day);
    return print(space, "%02" PRIu32 "/%02" PRIu32 "/%04" PRId32,
                 civil.month, civil.day, civil.year);
}

/* "1,234.50" once in a while; the reader knows both. */
static struct str print_cents(char space[128], int64_t cents)
{
    CHECK(cents >= 0);
    int64_t dollars = cents / 100, rest = cents % 100;
    if (dollars >= 1000 && dollars < 1000000 && dollars % 5 == 0)
        return print(space, "$%" PRId64 ",%03" PRId64 ".%02" PRId64,
                     dollars / 1000, dollars % 1000, rest);
    return print(space, "%" PRId64 ".%02" PRId64, dollars, rest);
}

static struct str print_phone(char space[128], const char *area,
                              uint32_t line, uint32_t form)
{
    if (line == 0)
        return STR("");
    CHECK(line >= 100 && line < 200);
    if (form < 4)
        return print(space, "(%s) 555-0%" PRIu32, area, line);
    if (form < 8)
        return print(space, "%s-555-0%" PRIu32, area, line);
    return print(space, "%s5550%" PRIu32, area, line);
}

static struct str print(char space[128], const char *format, ...)
{
    va_list values;
    va_start(values, format);
    int len = vsnprintf(space, 128, format, values);
    va_end(values);
    CHECK(len >= 0 && len < 128);
    return (struct str){ space, (size_t)len };
}

static struct dice dice_of(uint64_t seed, uint64_t stream, uint64_t index)
{
    struct dice dice = { seed ^ stream << 56 };
    (void)roll(&dice, 2);
    dice.state ^= index * UINT64_C(0xd1342543de82ef95);
    (void)roll(&dice, 2);
    return dice;
}

static uint32_t roll(struct dice *dice, uint32_t below)
{
    CHECK(below >= 1);
    dice->state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = dice->state;
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    z ^= z >> 31;
    return (uint32_t)((z >> 32) * below >> 32);
}

static const char *pick(struct dice *dice, const struct invent_words *words)
{
    return words->item[roll(dice, words->count)];
}
