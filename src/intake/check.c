#include "intake/check.h"

#define ADULT_YEARS 18
#define AGE_YEARS_MAX 125

/* One row being judged. */
struct judged {
    struct arena *arena;
    const struct intake_terms *terms;
    const struct client_agreement *agreement;
    const struct intake_layout *layout;
    struct intake_row *row;
    struct intake_verdict *verdict;
};

static void check_given(const struct judged *judged);
static void check_who(const struct judged *judged);
static void check_births(const struct judged *judged);
static bool needs_guarantor(const struct intake_row *row, struct day today);
static bool is_under(int32_t years, struct day born, struct day on);
static bool is_other_person(const struct intake_row *row);
static void check_place(const struct judged *judged);
static void check_facility(const struct judged *judged);
static void check_days(const struct judged *judged);
static void check_bill(const struct judged *judged);
static void check_program(const struct judged *judged);
static void check_itemization(const struct judged *judged);
static void itemization_find(const struct judged *judged);
static void check_holds(const struct judged *judged);
static void decide(const struct judged *judged);
static void add(const struct judged *judged, enum intake_reason reason,
                   enum intake_field field);
static bool is_given(const struct intake_row *row, enum intake_field field);
static bool is_broken(const struct intake_row *row, enum intake_field field);

void intake_check(struct arena *arena, const struct intake_terms *terms,
                  const struct intake_layout *layout, struct intake_row *row,
                  struct intake_verdict *verdict)
{
    CHECK(!day_is_none(terms->today));
    CHECK(terms->agreement->facility_count >= 1);

    *verdict = (struct intake_verdict){ .itemization_on = DAY_NONE };
    struct judged judged = { arena, terms, terms->agreement, layout, row,
                             verdict };
    bool is_line_broken = row->problem_count > 0
                          && row->problem[0].field == FIELD_NONE;
    if (!is_line_broken) {
        check_given(&judged);
        check_days(&judged); /* first: it may leave a day out */
        check_who(&judged);
        check_place(&judged);
        check_facility(&judged);
        check_bill(&judged);
        check_program(&judged);
        check_holds(&judged);
    }
    decide(&judged);
}

void intake_verdict_answer(struct intake_row *row,
                           struct intake_verdict *verdict,
                           struct intake_problem problem)
{
    if (verdict->outcome == INTAKE_REFUSED)
        return;
    row->problem_count = 0; /* what we would have noted is no news either */
    intake_row_problem(row, problem);
    switch (intake_reason_weight(problem.reason)) {
    case WEIGHT_NOTE:
        verdict->outcome = INTAKE_KNOWN;
        break;
    case WEIGHT_HOLD:
        verdict->outcome = INTAKE_HELD;
        break;
    case WEIGHT_REFUSE:
        verdict->outcome = INTAKE_REFUSED;
        break;
    }
}

void intake_verdict_duplicate(const struct intake_layout *layout,
                              struct intake_row *row,
                              struct intake_verdict *verdict, uint64_t line)
{
    CHECK(line > 0);
    bool is_news = layout->kind != INTAKE_PLACEMENT;
    intake_verdict_answer(row, verdict, (struct intake_problem){
        .reason = is_news ? REASON_TWICE : REASON_DUPLICATE,
        .field = FIELD_ACCOUNT,
        .column = layout->column[FIELD_ACCOUNT],
        .number = line < INT64_MAX ? (int64_t)line : INT64_MAX });
}

const struct person_name *intake_asked(const struct intake_row *row,
                                       const struct intake_verdict *verdict)
{
    return verdict->asks_guarantor ? &row->guarantor : &row->patient;
}

struct day intake_asked_born(const struct intake_row *row,
                             const struct intake_verdict *verdict)
{
    return verdict->asks_guarantor ? row->guarantor_born : row->patient_born;
}

const struct intake_problem *intake_row_reason(const struct intake_row *row)
{
    const struct intake_problem *strongest = NULL;
    for (uint32_t i = 0; i < row->problem_count; i++)
        if (strongest == NULL
            || intake_reason_weight(row->problem[i].reason)
                   > intake_reason_weight(strongest->reason))
            strongest = &row->problem[i];
    return strongest;
}

const char *intake_outcome_word(enum intake_outcome outcome)
{
    static const char *const words[INTAKE_OUTCOME_COUNT] = {
        "unset", "accepted", "held", "refused", "known"
    };
    CHECK(outcome < INTAKE_OUTCOME_COUNT);
    return words[outcome];
}

static void check_given(const struct judged *judged)
{
    static const uint8_t must[] = { FIELD_ACCOUNT, FIELD_SERVICE_FROM,
                                    FIELD_STATE, FIELD_BALANCE };
    for (size_t i = 0; i < sizeof must; i++) {
        enum intake_field field = (enum intake_field)must[i];
        if (!is_given(judged->row, field) && !is_broken(judged->row, field))
            add(judged, REASON_MISSING, field);
    }
}

/* Decides who would be asked, and that this is a known adult. */
static void check_who(const struct judged *judged)
{
    struct intake_row *row = judged->row;
    bool has_guarantor = row->guarantor.last.len > 0
                         && row->guarantor.first.len > 0;
    bool has_patient = row->patient.last.len > 0
                       && row->patient.first.len > 0;
    judged->verdict->asks_guarantor =
        has_guarantor && (!has_patient || is_other_person(row));

    if (row->guarantor.last.len + row->guarantor.first.len > 0
        && !has_guarantor)
        add(judged, REASON_MISSING, row->guarantor.last.len == 0
                                           ? FIELD_GUARANTOR_LAST
                                           : FIELD_GUARANTOR_FIRST);
    if (!has_patient && (!has_guarantor || row->patient.last.len > 0
                         || row->patient.first.len > 0)
        && !is_broken(row, FIELD_PATIENT) && !is_broken(row, FIELD_GUARANTOR)
        && !is_broken(row, FIELD_PATIENT_LAST)
        && !is_broken(row, FIELD_PATIENT_FIRST))
        add(judged, REASON_MISSING,
               (judged->layout->fields & FIELD_BIT(FIELD_PATIENT)) != 0
                   ? FIELD_PATIENT
               : row->patient.last.len == 0 ? FIELD_PATIENT_LAST
                                            : FIELD_PATIENT_FIRST);
    check_births(judged);
}

static void check_births(const struct judged *judged)
{
    struct intake_row *row = judged->row;
    struct day today = judged->terms->today;
    struct day born = row->patient_born;
    bool asks_patient = !judged->verdict->asks_guarantor;

    if (!day_is_none(born)
        && (day_compare(born, today) > 0
            || (!day_is_none(row->service_to)
                && day_compare(born, row->service_to) > 0)
            || (day_is_none(row->service_to)
                && !day_is_none(row->service_from)
                && day_compare(born, row->service_from) > 0)
            || !is_under(AGE_YEARS_MAX + 1, born, today)))
        add(judged, REASON_BIRTH_IMPOSSIBLE, FIELD_PATIENT_BORN);
    else if (asks_patient && needs_guarantor(row, today)
             && day_is_none(row->patient_died))
        add(judged, REASON_MINOR_ALONE, FIELD_PATIENT_BORN);
    else if (asks_patient && day_is_none(born)
             && !is_broken(row, FIELD_PATIENT_BORN))
        add(judged, REASON_BIRTH_MISSING, FIELD_PATIENT_BORN);

    struct day guarantor = row->guarantor_born;
    if (asks_patient || day_is_none(guarantor))
        return;
    if (day_compare(guarantor, today) > 0
        || !is_under(AGE_YEARS_MAX + 1, guarantor, today))
        add(judged, REASON_BIRTH_IMPOSSIBLE, FIELD_GUARANTOR_BORN);
    else if (is_under(ADULT_YEARS, guarantor, today))
        add(judged, REASON_GUARANTOR_MINOR, FIELD_GUARANTOR_BORN);
}

/* Under 18 now, or under 18 when care was given: a child did not promise to
 * pay, and growing up does not change that. */
static bool needs_guarantor(const struct intake_row *row, struct day today)
{
    struct day born = row->patient_born;
    if (day_is_none(born))
        return false;
    return is_under(ADULT_YEARS, born, today)
           || (!day_is_none(row->service_from)
               && is_under(ADULT_YEARS, born, row->service_from));
}

/* Younger than so many years?  The days alone answer for almost everybody;
 * a birthday near is asked of the calendar. */
static bool is_under(int32_t years, struct day born, struct day on)
{
    int64_t days = (int64_t)on.n - born.n;
    if (days > (int64_t)years * 366)
        return false;
    if (days < (int64_t)years * 365)
        return true;
    return day_age_years(born, on) < years;
}

/* The same name with the same birth date, or without one, is the patient. */
static bool is_other_person(const struct intake_row *row)
{
    if (!str_equal_fold(row->guarantor.last, row->patient.last)
        || !str_equal_fold(row->guarantor.first, row->patient.first)
        || !str_equal_fold(row->guarantor.suffix, row->patient.suffix))
        return true;
    return !day_is_none(row->guarantor_born)
           && day_compare(row->guarantor_born, row->patient_born) != 0;
}

static void check_place(const struct judged *judged)
{
    struct intake_row *row = judged->row;
    if (row->address.zip.len == 0 && !is_broken(row, FIELD_ZIP))
        add(judged, REASON_ZIP_MISSING, FIELD_ZIP);
    if (row->address.line1.len == 0 && !is_broken(row, FIELD_ADDRESS1))
        add(judged, REASON_ADDRESS_MISSING, FIELD_ADDRESS1);
    else if (row->address.city.len == 0 && !is_broken(row, FIELD_CITY))
        add(judged, REASON_ADDRESS_MISSING, FIELD_CITY);
}

static void check_facility(const struct judged *judged)
{
    const struct client_agreement *agreement = judged->agreement;
    struct str code = judged->row->facility;
    if (is_broken(judged->row, FIELD_FACILITY))
        return;
    if (code.len == 0) {
        if (agreement->facility_count > 1)
            add(judged, REASON_MISSING, FIELD_FACILITY);
        return; /* there is only one: index 0 */
    }
    uint32_t index = client_facility_find(agreement, code);
    if (index < agreement->facility_count) {
        judged->verdict->facility = index;
        return;
    }
    struct str near = { 0 };
    uint32_t best = 3;
    for (uint32_t i = 0; i < agreement->facility_count; i++) {
        uint32_t far = str_distance(code, agreement->facility[i].code, 2);
        if (str_equal_fold(code, agreement->facility[i].name))
            far = 0;
        if (far < best) {
            best = far;
            near = agreement->facility[i].code;
        }
    }
    intake_row_problem(judged->row, (struct intake_problem){
        .reason = REASON_FACILITY_UNKNOWN, .field = FIELD_FACILITY,
        .column = judged->layout->column[FIELD_FACILITY],
        .found = str_copy(judged->arena, code), .hint = near });
}

static void check_days(const struct judged *judged)
{
    struct intake_row *row = judged->row;
    struct day today = judged->terms->today;
    const struct {
        enum intake_field field;
        struct day day;
    } past[] = {
        { FIELD_SERVICE_FROM, row->service_from },
        { FIELD_SERVICE_TO, row->service_to },
        { FIELD_PATIENT_DIED, row->patient_died },
        { FIELD_ITEMIZATION_ON, row->itemization_on },
        { FIELD_LAST_STATEMENT_ON, row->last_statement_on },
        { FIELD_FIRST_BILL_ON, row->first_bill_on },
    };
    for (size_t i = 0; i < sizeof past / sizeof past[0]; i++)
        if (!day_is_none(past[i].day) && day_compare(past[i].day, today) > 0)
            add(judged, REASON_DATE_FUTURE, past[i].field);

    if (day_is_none(row->service_from))
        return;
    if (!day_is_none(row->service_to)
        && day_compare(row->service_to, row->service_from) < 0) {
        add(judged, REASON_SERVICE_ORDER, FIELD_SERVICE_TO);
        row->service_to = DAY_NONE;
        row->given &= ~FIELD_BIT(FIELD_SERVICE_TO);
    }
    struct day last = day_is_none(row->service_to) ? row->service_from
                                                   : row->service_to;
    int64_t limit = judged->agreement->place_days_max;
    struct day through = client_asks_through(judged->agreement, last);
    if (!day_is_none(through) && day_compare(today, through) > 0)
        intake_row_problem(row, (struct intake_problem){
            .reason = REASON_SERVICE_OLD, .field = FIELD_SERVICE_FROM,
            .column = judged->layout->column[FIELD_SERVICE_FROM],
            .number = limit });
}

/* charged - insurance - adjusted - paid = placed, to the cent.  What a file
 * has no column for is not known: then the gap is shown as an adjustment,
 * and a balance above what the columns leave is refused all the same. */
static void check_bill(const struct judged *judged)
{
    struct intake_row *row = judged->row;
    struct intake_verdict *verdict = judged->verdict;
    if (!is_given(row, FIELD_BALANCE))
        return;
    if (row->balance.cents == 0) {
        add(judged, REASON_BALANCE_ZERO, FIELD_BALANCE);
        return;
    }
    if (money_compare(row->balance, judged->agreement->balance_min) < 0)
        intake_row_problem(row, (struct intake_problem){
            .reason = REASON_BALANCE_SMALL, .field = FIELD_BALANCE,
            .column = judged->layout->column[FIELD_BALANCE],
            .amount = judged->agreement->balance_min });

    struct debt_bill bill = { row->charged, row->insurance_paid,
                              row->adjusted, row->person_paid,
                              row->balance };
    /* Five amounts of at most MONEY_MAX_CENTS each cannot overflow. */
    int64_t taken = bill.insurance_paid.cents + bill.adjusted.cents
                    + bill.person_paid.cents;
    const uint64_t all = FIELD_BIT(FIELD_CHARGED)
                         | FIELD_BIT(FIELD_INSURANCE_PAID)
                         | FIELD_BIT(FIELD_ADJUSTED)
                         | FIELD_BIT(FIELD_PERSON_PAID);
    bool has_all = (judged->layout->fields & all) == all;
    if (!is_given(row, FIELD_CHARGED))
        bill.charged.cents = bill.placed.cents + taken;
    int64_t gap = bill.charged.cents - taken - bill.placed.cents;
    bool is_partial = !is_given(row, FIELD_CHARGED)
                      || (gap != 0 && !has_all);

    if (gap < 0 || (gap > 0 && has_all)) {
        for (enum intake_field f = FIELD_CHARGED; f < FIELD_BALANCE; f++)
            if (is_broken(row, f))
                return; /* its own problem tells more */
        intake_row_problem(row, (struct intake_problem){
            .reason = REASON_SUM_WRONG, .field = FIELD_BALANCE,
            .column = judged->layout->column[FIELD_BALANCE],
            .amount = { gap < 0 ? -gap : gap } });
        return;
    }
    if (is_partial)
        add(judged, REASON_BILL_PARTIAL, FIELD_NONE);
    bill.adjusted.cents += gap;
    verdict->bill = bill;
    verdict->is_itemized = !is_partial;
    CHECK(bill.charged.cents - bill.insurance_paid.cents
              - bill.adjusted.cents - bill.person_paid.cents
          == bill.placed.cents);
    CHECK(bill.placed.cents > 0);
}

/* Rule APP-1: whatever is not clearly early-out is bad debt. */
static void check_program(const struct judged *judged)
{
    const struct client_agreement *agreement = judged->agreement;
    const struct intake_row *row = judged->row;
    bool has_answer = (judged->layout->fields & FIELD_BIT(FIELD_IN_DEFAULT))
                      != 0;
    bool is_early_out = str_is(agreement->program, "early_out")
                        && !agreement->default_at_placement
                        && (!has_answer || row->in_default == FLAG_NO);
    judged->verdict->program = is_early_out ? PROGRAM_EARLY_OUT
                                            : PROGRAM_BAD_DEBT;
    check_itemization(judged);
}

/* Rule RF-34-item: bad debt names one of the five dates and what was owed
 * then, or it is not placed.  Early-out keeps them when they are whole. */
static void check_itemization(const struct judged *judged)
{
    struct intake_row *row = judged->row;
    struct intake_verdict *verdict = judged->verdict;
    bool must = verdict->program != PROGRAM_EARLY_OUT;

    itemization_find(judged);
    enum intake_reason reason = REASON_NONE;
    enum intake_field field = FIELD_ITEMIZATION_ON;
    int64_t above = verdict->bill.placed.cents
                    - verdict->itemization_amount.cents;
    if (verdict->itemization_kind == ITEMIZATION_NONE) {
        reason = REASON_ITEMIZATION_MISSING;
    } else if (verdict->itemization_amount.cents <= 0) {
        reason = REASON_ITEMIZATION_AMOUNT;
        field = FIELD_ITEMIZATION_AMOUNT;
    } else if (!day_is_none(row->service_from)
               && day_compare(verdict->itemization_on, row->service_from)
                      < 0) {
        reason = REASON_ITEMIZATION_EARLY;
    } else if (above > 0) {
        reason = REASON_ITEMIZATION_SUM;
        field = FIELD_ITEMIZATION_AMOUNT;
    }
    if (reason == REASON_NONE)
        return;
    verdict->itemization_kind = ITEMIZATION_NONE;
    verdict->itemization_on = DAY_NONE;
    verdict->itemization_amount = MONEY_ZERO;
    if (must && !is_broken(row, FIELD_ITEMIZATION_ON)
        && !is_broken(row, FIELD_ITEMIZATION_KIND)
        && !is_broken(row, FIELD_ITEMIZATION_AMOUNT))
        intake_row_problem(row, (struct intake_problem){
            .reason = reason, .field = field,
            .column = judged->layout->column[field],
            .amount = { above > 0 ? above : 0 } });
}

/* Which date, and what was owed then.  The transaction date is the day of
 * care and its amount the charges; nothing else is worked out. */
static void itemization_find(const struct judged *judged)
{
    const struct intake_row *row = judged->row;
    enum itemization_kind kind = row->itemization_kind;
    struct day on = row->itemization_on;

    if (day_is_none(on) && kind == ITEMIZATION_TRANSACTION)
        on = row->service_from;
    if (day_is_none(on)
        && (kind == ITEMIZATION_NONE || kind == ITEMIZATION_LAST_STATEMENT)) {
        on = row->last_statement_on;
        kind = ITEMIZATION_LAST_STATEMENT;
    }
    if (kind == ITEMIZATION_NONE && !day_is_none(on)) {
        if (day_compare(on, row->last_statement_on) == 0)
            kind = ITEMIZATION_LAST_STATEMENT;
        else if (day_compare(on, row->service_from) == 0)
            kind = ITEMIZATION_TRANSACTION;
    }
    if (day_is_none(on) || kind == ITEMIZATION_NONE)
        return;
    judged->verdict->itemization_kind = kind;
    judged->verdict->itemization_on = on;
    if (is_given(row, FIELD_ITEMIZATION_AMOUNT))
        judged->verdict->itemization_amount = row->itemization_amount;
    else if (kind == ITEMIZATION_TRANSACTION && is_given(row, FIELD_CHARGED))
        judged->verdict->itemization_amount = row->charged;
}

static void check_holds(const struct judged *judged)
{
    static const enum intake_reason reason[HOLD_COUNT] = {
        REASON_DECEASED, REASON_BANKRUPTCY, REASON_ATTORNEY, REASON_DISPUTED,
        REASON_OTHER_PAYER
    };
    struct intake_row *row = judged->row;
    uint32_t holds = row->holds;
    enum intake_field field = FIELD_NOTES;
    if (!day_is_none(row->patient_died) && !judged->verdict->asks_guarantor)
        holds |= 1u << HOLD_DECEASED;
    judged->verdict->holds = holds;
    for (uint32_t i = 0; i < HOLD_COUNT; i++) {
        if ((holds & 1u << i) == 0)
            continue;
        field = i == HOLD_DECEASED && !day_is_none(row->patient_died)
                    ? FIELD_PATIENT_DIED
                    : FIELD_NOTES;
        add(judged, reason[i], field);
    }
}

static void decide(const struct judged *judged)
{
    struct intake_verdict *verdict = judged->verdict;
    enum intake_weight weight = WEIGHT_NOTE;
    const struct intake_problem *reason = intake_row_reason(judged->row);
    if (reason != NULL)
        weight = intake_reason_weight(reason->reason);
    if (judged->row->problems_left_out > 0)
        weight = WEIGHT_REFUSE;

    verdict->outcome = weight == WEIGHT_REFUSE ? INTAKE_REFUSED
                       : weight == WEIGHT_HOLD ? INTAKE_HELD
                                               : INTAKE_ACCEPTED;
    CHECK(verdict->outcome == INTAKE_REFUSED
          || verdict->bill.placed.cents > 0);
    CHECK(verdict->outcome != INTAKE_ACCEPTED || verdict->holds == 0);
}

/* Adds the reason with the place of its field; the weight is the reason's. */
static void add(const struct judged *judged, enum intake_reason reason,
                   enum intake_field field)
{
    intake_row_problem(judged->row, (struct intake_problem){
        .reason = reason, .field = field,
        .column = judged->layout->column[field] });
}

static bool is_given(const struct intake_row *row, enum intake_field field)
{
    return (row->given & FIELD_BIT(field)) != 0;
}

/* A cell that could not be read has its own problem; "missing" would be a
 * second one for the same mistake. */
static bool is_broken(const struct intake_row *row, enum intake_field field)
{
    for (uint32_t i = 0; i < row->problem_count; i++)
        if (row->problem[i].field == field)
            return true;
    return false;
}
