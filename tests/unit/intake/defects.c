#include "defects.h"

enum cell {
    ACCOUNT, FACILITY, FIRST, LAST, BORN, ASKED_FIRST, ASKED_LAST,
    ASKED_BORN, STREET, CITY, STATE, ZIP, PHONE, CARE, CHARGES, INSURANCE,
    ADJUSTED, PAID, BALANCE, ITEMIZED_ON, ITEMIZED_AS, ITEMIZED, DIED, NOTES,
    CELLS
};
static const char *const header[CELLS] = {
    "account", "facility", "patient_first", "patient_last",
    "patient_birth_date", "guarantor_first", "guarantor_last",
    "guarantor_birth_date", "address1", "city", "state", "zip", "phone1",
    "service_date", "charges", "insurance_paid", "adjustments",
    "patient_paid", "balance", "itemization_date", "itemization_kind",
    "itemization_amount", "patient_death_date", "notes"
};

static const struct {
    const char *code, *outcome;
    int column; /* enum cell; -1: the whole line */
} told[DEFECT_COUNT] = {
    [DEFECT_NONE] = { "", "accepted", -1 },
    [DEFECT_WIDTH] = { "row_width", "refused", -1 },
    [DEFECT_ENCODING] = { "not_utf8", "refused", LAST },
    [DEFECT_QUOTE] = { "stray_quote", "refused", STREET },
    [DEFECT_TWICE] = { "duplicate", "refused", ACCOUNT },
    [DEFECT_ACCOUNT_EMPTY] = { "missing", "refused", ACCOUNT },
    [DEFECT_FORMULA] = { "formula", "refused", BALANCE },
    [DEFECT_DATE_SHAPE] = { "date_shape", "refused", CARE },
    [DEFECT_DATE_ABSENT] = { "date_absent", "refused", CARE },
    [DEFECT_DATE_FUTURE] = { "date_future", "refused", CARE },
    [DEFECT_DATE_SERIAL] = { "date_serial", "refused", CARE },
    [DEFECT_AMOUNT_SHAPE] = { "amount_shape", "refused", BALANCE },
    [DEFECT_AMOUNT_NEGATIVE] = { "amount_negative", "refused", BALANCE },
    [DEFECT_AMOUNT_DECIMALS] = { "amount_decimals", "refused", BALANCE },
    [DEFECT_AMOUNT_EXPONENT] = { "exponent", "refused", BALANCE },
    [DEFECT_STATE] = { "state_unknown", "refused", STATE },
    [DEFECT_ZIP] = { "zip_shape", "refused", ZIP },
    [DEFECT_ZERO] = { "balance_zero", "refused", BALANCE },
    [DEFECT_SMALL] = { "balance_small", "refused", BALANCE },
    [DEFECT_SUM] = { "sum_wrong", "refused", BALANCE },
    [DEFECT_FACILITY] = { "facility_unknown", "refused", FACILITY },
    [DEFECT_OLD] = { "service_old", "refused", CARE },
    [DEFECT_CHILD] = { "minor_alone", "refused", BORN },
    [DEFECT_CHILD_PAYS] = { "guarantor_minor", "refused", ASKED_BORN },
    [DEFECT_BIRTH] = { "birth_impossible", "refused", BORN },
    [DEFECT_UNITEMIZED] = { "itemization_missing", "refused", ITEMIZED_ON },
    [DEFECT_ABOVE_ITEMIZED] = { "itemization_sum", "refused", ITEMIZED },
    [DEFECT_ITEMIZED_EARLY] = { "itemization_early", "refused",
                                ITEMIZED_ON },
    [DEFECT_DEATH] = { "deceased", "held", DIED },
    [DEFECT_BANKRUPTCY] = { "bankruptcy", "held", NOTES },
    [DEFECT_ATTORNEY] = { "attorney", "held", NOTES },
    [DEFECT_DISPUTE] = { "disputed", "held", NOTES },
    [DEFECT_PAYER] = { "other_payer", "held", NOTES },
};

struct made {
    struct defects *defects;
    struct arena *arena;
    struct str cell[CELLS];
    struct day care, itemized_on;
    int64_t balance;
};

static uint32_t roll(struct defects *defects, uint32_t sides);
static void sound(struct made *made, uint32_t number);
static void plant(struct made *made, enum defect defect, uint32_t number);
static void plant_cell(struct made *made, enum defect defect);
static void plant_whole(struct made *made, enum defect defect);
static void row_write(struct made *made, enum defect defect, struct buf *buf);
static struct str day_said(struct made *made, struct day day);
static struct str cents_said(struct made *made, int64_t cents);
#define ONE_OF(made, list)                                                    \
    str_of((list)[roll((made)->defects, sizeof(list) / sizeof(list)[0])])

const char *defect_code(enum defect defect) { return told[defect].code; }

const char *defect_outcome(enum defect defect)
{
    return told[defect].outcome;
}

const char *defect_column(enum defect defect)
{
    return told[defect].column < 0 ? "" : header[told[defect].column];
}

void defects_make(struct arena *arena, uint64_t seed, struct day today,
                  uint32_t count, struct defects *defects)
{
    struct buf buf;
    buf_init(&buf, arena, (size_t)count * 600 + 1000);
    *defects = (struct defects){
        .dice = seed, .today = today, .count = count,
        .planted = arena_many(arena, count, enum defect),
        .amount = arena_many(arena, count, struct money)
    };
    CHECK(defects->planted != NULL && defects->amount != NULL);
    for (int i = 0; i < CELLS; i++)
        buf_add_format(&buf, "%s%s", i == 0 ? "" : ",", header[i]);
    buf_add_c(&buf, "\r\n");
    for (uint32_t i = 0; i < count; i++) {
        struct made made = { .defects = defects, .arena = arena };
        /* The first rows are sound, so that one of them may come twice. */
        enum defect defect = i < 20 || roll(defects, 5) > 0 ? DEFECT_NONE
            : (enum defect)(1 + roll(defects, DEFECT_COUNT - 1));
        sound(&made, i);
        defects->amount[i].cents = made.balance;
        plant(&made, defect, i);
        defects->planted[i] = defect;
        row_write(&made, defect, &buf);
    }
    defects->bytes = buf_str(&buf);
    CHECK(defects->bytes.at != NULL);
}

/* splitmix64 */
static uint32_t roll(struct defects *defects, uint32_t sides)
{
    uint64_t x = defects->dice += UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((x ^ (x >> 31)) >> 33) % sides;
}

static void person_said(struct made *made)
{
    static const char *const first[] = { "Rosa", "Ann Marie", "José", "Wei",
                                         "DeShawn", "Mary-Kate", "Thảo" };
    static const char *const last[] = { "Diaz", "O'Brien", "Núñez",
                                        "van der Berg", "Smith-Jones", "Li",
                                        "St. John" };
    struct defects *defects = made->defects;
    made->cell[FIRST] = ONE_OF(made, first);
    made->cell[LAST] = ONE_OF(made, last);
    /* Eighteen on the very day of care is an adult. */
    uint32_t years = 18 + roll(defects, 70);
    struct day born = day_add_years(made->care, -(int32_t)years);
    if (roll(defects, 8) > 0)
        born = day_add(born, -(int32_t)roll(defects, 300));
    if (roll(defects, 6) == 0) { /* a child, and who answers for it */
        born = day_add(made->care, -(int32_t)(1 + roll(defects, 6000)));
        made->cell[ASKED_FIRST] = ONE_OF(made, first);
        made->cell[ASKED_LAST] = made->cell[LAST];
        made->cell[ASKED_BORN] = day_said(made, day_add_years(
            made->defects->today, -(int32_t)(18 + roll(defects, 40))));
    }
    made->cell[BORN] = day_said(made, born);
}

static void place_said(struct made *made)
{
    static const struct { const char *city, *state, *zip; } place[] = {
        { "Milwaukee", "WI", "53202" }, { "Boston", "Massachusetts", "2118" },
        { "Portland", "me", "04101-2170" }, { "San José", "CA", "951120001" },
        { "\"Saint Paul, North\"", "MN", "55117" }
    };
    static const char *const facility[] = { "MAIN", "NORTH", "main" };
    static const char *const phone[] = { "617-555-0100", "(617) 555-0100",
                                         "6175550100", "", "1.617.555.0100" };
    static const char *const notes[] = { "", "", "called twice",
                                         "paid copay", "\"moved, see file\"",
                                         "no answer" };
    uint32_t at = roll(made->defects, sizeof place / sizeof place[0]);
    made->cell[STREET] = str_format(made->arena, "%u Oak Street",
                                    1 + roll(made->defects, 900));
    made->cell[CITY] = str_of(place[at].city);
    made->cell[STATE] = str_of(place[at].state);
    made->cell[ZIP] = str_of(place[at].zip);
    made->cell[FACILITY] = ONE_OF(made, facility);
    made->cell[PHONE] = ONE_OF(made, phone);
    made->cell[NOTES] = ONE_OF(made, notes);
}

static void bill_said(struct made *made)
{
    static const char *const kinds[] = { "last_statement", "charge_off",
                                         "last_payment" };
    struct defects *defects = made->defects;
    /* Five dollars is the least that was agreed on. */
    made->balance = roll(defects, 12) == 0 ? 500
                                           : 500 + roll(defects, 900000);
    int64_t insurance = roll(defects, 3) == 0 ? 0 : roll(defects, 500000);
    int64_t adjusted = roll(defects, 3) == 0 ? 0 : roll(defects, 200000);
    int64_t paid = roll(defects, 2) == 0 ? 0 : roll(defects, 50000);
    made->cell[CHARGES] = cents_said(made, made->balance + insurance
                                               + adjusted + paid);
    made->cell[INSURANCE] = cents_said(made, insurance);
    made->cell[ADJUSTED] = cents_said(made, adjusted);
    made->cell[PAID] = cents_said(made, paid);
    made->cell[BALANCE] = cents_said(made, made->balance);
    int32_t since = day_between(made->care, defects->today);
    made->itemized_on = day_add(made->care,
                                (int32_t)roll(defects, (uint32_t)since + 1));
    made->cell[ITEMIZED_ON] = day_said(made, made->itemized_on);
    made->cell[ITEMIZED_AS] = ONE_OF(made, kinds);
    made->cell[ITEMIZED] = cents_said(
        made, made->balance + (roll(defects, 2) == 0 ? 0 : paid));
}

static void sound(struct made *made, uint32_t number)
{
    struct defects *defects = made->defects;
    /* Care two years ago to the day is not too old. */
    int32_t ago = roll(defects, 20) == 0 ? 730
                                         : 1 + (int32_t)roll(defects, 729);
    made->care = day_add(defects->today, -ago);
    made->cell[ACCOUNT] = str_format(made->arena, "A-%07u", number);
    made->cell[CARE] = day_said(made, made->care);
    person_said(made);
    place_said(made);
    bill_said(made);
}

static void plant(struct made *made, enum defect defect, uint32_t number)
{
    struct defects *defects = made->defects;
    switch (defect) {
    case DEFECT_TWICE:
        made->cell[ACCOUNT] = str_format(made->arena, "A-%07u",
                                         roll(defects, 20));
        break;
    case DEFECT_ENCODING:
        made->cell[LAST] = STR("Nu\xF1""ez");
        break;
    case DEFECT_QUOTE:
        made->cell[STREET] = STR("12 \"B\" Street");
        break;
    default:
        plant_cell(made, defect);
        plant_whole(made, defect);
        break;
    }
    bool is_unread = defect == DEFECT_WIDTH || defect == DEFECT_ENCODING
        || defect == DEFECT_QUOTE || (defect >= DEFECT_AMOUNT_SHAPE
                                      && defect <= DEFECT_AMOUNT_EXPONENT)
        || defect == DEFECT_FORMULA;
    defects->amount[number].cents = is_unread ? -1 : made->balance;
}

static void plant_cell(struct made *made, enum defect defect)
{
    static const char *const shapes[] = { "soon", "3/4", "2026.01.02",
                                          "Jan 2026" };
    static const char *const absent[] = { "02/30/2026", "2026-13-01",
                                          "20260431", "6/31/26" };
    static const char *const money[] = { "12.5x", "12.50 USD", "\"1,23.45\"",
                                         "twelve" };
    static const char *const states[] = { "ZZ", "Ontario", "W", "Mexico" };
    static const char *const zips[] = { "5320A", "53", "532021", "SW1A 1AA" };
    struct str *cell = made->cell;
    switch (defect) {
    case DEFECT_ACCOUNT_EMPTY: cell[ACCOUNT] = STR(""); break;
    case DEFECT_FORMULA: cell[BALANCE] = STR("=D2-E2"); break;
    case DEFECT_DATE_SHAPE: cell[CARE] = ONE_OF(made, shapes); break;
    case DEFECT_DATE_ABSENT: cell[CARE] = ONE_OF(made, absent); break;
    case DEFECT_DATE_FUTURE:
        cell[CARE] = day_said(made, day_add(
            made->defects->today, 1 + (int32_t)roll(made->defects, 30)));
        cell[ITEMIZED_ON] = STR("");
        cell[ITEMIZED_AS] = STR("transaction");
        break;
    case DEFECT_DATE_SERIAL: cell[CARE] = STR("46018"); break;
    case DEFECT_AMOUNT_SHAPE: cell[BALANCE] = ONE_OF(made, money); break;
    case DEFECT_AMOUNT_NEGATIVE:
        cell[BALANCE] = str_format(made->arena, "-%" PRId64 ".00",
                                   made->balance / 100);
        break;
    case DEFECT_AMOUNT_DECIMALS: cell[BALANCE] = STR("412.505"); break;
    case DEFECT_AMOUNT_EXPONENT: cell[BALANCE] = STR("4.1E+03"); break;
    case DEFECT_STATE: cell[STATE] = ONE_OF(made, states); break;
    case DEFECT_ZIP: cell[ZIP] = ONE_OF(made, zips); break;
    case DEFECT_FACILITY: cell[FACILITY] = STR("MIAN"); break;
    default: break;
    }
}

/* The person who would be asked is the patient, and an adult. */
static void alone(struct made *made)
{
    made->cell[ASKED_FIRST] = made->cell[ASKED_LAST] =
        made->cell[ASKED_BORN] = STR("");
    made->cell[BORN] = day_said(made, day_add_years(made->care, -40));
}

static void plant_whole(struct made *made, enum defect defect)
{
    static const char *const bankruptcy[] = { "chapter 7 bankruptcy filed",
                                              "BANKRUPTCY" };
    static const char *const dispute[] = { "patient disputes the charge",
                                           "in dispute" };
    static const char *const payer[] = { "workers comp claim",
                                         "motor vehicle accident" };
    struct str *cell = made->cell;
    struct day today = made->defects->today;
    switch (defect) {
    case DEFECT_ZERO:
    case DEFECT_SMALL:
        made->balance = defect == DEFECT_ZERO
            ? 0 : 1 + roll(made->defects, 499);
        cell[CHARGES] = cell[BALANCE] = cents_said(made, made->balance);
        cell[INSURANCE] = cell[ADJUSTED] = cell[PAID] = STR("0.00");
        break;
    case DEFECT_SUM:
        cell[CHARGES] = cents_said(made, made->balance * 3 + 1000000);
        break;
    case DEFECT_OLD:
        made->care = day_add(today, -731 - (int32_t)roll(made->defects, 900));
        cell[CARE] = day_said(made, made->care);
        alone(made);
        break;
    case DEFECT_CHILD: /* the day before the birthday */
        alone(made);
        cell[BORN] = day_said(made, day_add(day_add_years(made->care, -18),
                                            1));
        break;
    case DEFECT_CHILD_PAYS:
        cell[BORN] = day_said(made, day_add(made->care, -900));
        cell[ASKED_FIRST] = STR("Ana");
        cell[ASKED_LAST] = STR("Bell");
        cell[ASKED_BORN] = str_copy(made->arena, day_iso(
            made->arena, day_add(day_add_years(today, -18), 1)));
        break;
    case DEFECT_BIRTH:
        alone(made);
        cell[BORN] = day_iso(made->arena, day_add(made->care, 1));
        break;
    case DEFECT_UNITEMIZED:
        cell[ITEMIZED_ON] = cell[ITEMIZED_AS] = STR("");
        break;
    case DEFECT_ABOVE_ITEMIZED:
        cell[ITEMIZED] = cents_said(made, made->balance - 1);
        break;
    case DEFECT_ITEMIZED_EARLY:
        cell[ITEMIZED_ON] = day_said(made, day_add(made->care, -1));
        break;
    case DEFECT_DEATH:
        alone(made);
        cell[DIED] = day_said(made, day_add(today, -1));
        break;
    case DEFECT_BANKRUPTCY: cell[NOTES] = ONE_OF(made, bankruptcy); break;
    case DEFECT_ATTORNEY: cell[NOTES] = STR("attorney called"); break;
    case DEFECT_DISPUTE: cell[NOTES] = ONE_OF(made, dispute); break;
    case DEFECT_PAYER: cell[NOTES] = ONE_OF(made, payer); break;
    default: break;
    }
}

static void row_write(struct made *made, enum defect defect, struct buf *buf)
{
    int cells = CELLS;
    if (defect == DEFECT_WIDTH && roll(made->defects, 2) == 0)
        cells--; /* else one too many */
    for (int i = 0; i < cells; i++) {
        if (i > 0)
            buf_add_byte(buf, ',');
        buf_add(buf, made->cell[i]);
    }
    if (defect == DEFECT_WIDTH && cells == CELLS)
        buf_add_c(buf, ",Apt 4");
    buf_add_c(buf, "\r\n");
}

/* In one of the ways dates come. */
static struct str day_said(struct made *made, struct day day)
{
    struct civil civil = day_civil(day);
    bool is_short = civil.year >= 2010 && roll(made->defects, 2) == 0;
    switch (roll(made->defects, 4)) {
    case 0:
        return str_format(made->arena, "%04d-%02u-%02u", civil.year,
                          civil.month, civil.day);
    case 1:
        return str_format(made->arena, "%04d%02u%02u", civil.year,
                          civil.month, civil.day);
    case 2:
        if (is_short)
            return str_format(made->arena, "%u/%u/%02d", civil.month,
                              civil.day, civil.year % 100);
        break;
    default:
        break;
    }
    return str_format(made->arena, "%02u/%02u/%04d", civil.month, civil.day,
                      civil.year);
}

static struct str cents_said(struct made *made, int64_t cents)
{
    uint32_t shape = roll(made->defects, 4);
    if (shape == 0 && cents >= 100000 && cents < 100000000)
        return str_format(made->arena,
                          "\"$%" PRId64 ",%03" PRId64 ".%02" PRId64 "\"",
                          cents / 100000, cents / 100 % 1000, cents % 100);
    if (shape == 1 && cents % 100 == 0)
        return str_format(made->arena, "%" PRId64, cents / 100);
    return str_format(made->arena, "%" PRId64 ".%02" PRId64, cents / 100,
                      cents % 100);
}
