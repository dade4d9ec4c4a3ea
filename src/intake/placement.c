#include "intake/placement.h"

/* Where in the row a plain cell goes. */
static const uint16_t value_at[FIELD_COUNT] = {
    [FIELD_ACCOUNT] = offsetof(struct intake_row, account),
    [FIELD_FACILITY] = offsetof(struct intake_row, facility),
    [FIELD_PERSON] = offsetof(struct intake_row, external_person),
    [FIELD_PATIENT_FIRST] = offsetof(struct intake_row, patient.first),
    [FIELD_PATIENT_MIDDLE] = offsetof(struct intake_row, patient.middle),
    [FIELD_PATIENT_LAST] = offsetof(struct intake_row, patient.last),
    [FIELD_PATIENT_SUFFIX] = offsetof(struct intake_row, patient.suffix),
    [FIELD_PATIENT_BORN] = offsetof(struct intake_row, patient_born),
    [FIELD_PATIENT_DIED] = offsetof(struct intake_row, patient_died),
    [FIELD_GUARANTOR_FIRST] = offsetof(struct intake_row, guarantor.first),
    [FIELD_GUARANTOR_MIDDLE] = offsetof(struct intake_row, guarantor.middle),
    [FIELD_GUARANTOR_LAST] = offsetof(struct intake_row, guarantor.last),
    [FIELD_GUARANTOR_SUFFIX] = offsetof(struct intake_row, guarantor.suffix),
    [FIELD_GUARANTOR_BORN] = offsetof(struct intake_row, guarantor_born),
    [FIELD_ADDRESS1] = offsetof(struct intake_row, address.line1),
    [FIELD_ADDRESS2] = offsetof(struct intake_row, address.line2),
    [FIELD_CITY] = offsetof(struct intake_row, address.city),
    [FIELD_SERVICE_FROM] = offsetof(struct intake_row, service_from),
    [FIELD_SERVICE_TO] = offsetof(struct intake_row, service_to),
    [FIELD_CHARGED] = offsetof(struct intake_row, charged),
    [FIELD_INSURANCE_PAID] = offsetof(struct intake_row, insurance_paid),
    [FIELD_ADJUSTED] = offsetof(struct intake_row, adjusted),
    [FIELD_PERSON_PAID] = offsetof(struct intake_row, person_paid),
    [FIELD_BALANCE] = offsetof(struct intake_row, balance),
    [FIELD_ITEMIZATION_ON] = offsetof(struct intake_row, itemization_on),
    [FIELD_ITEMIZATION_AMOUNT] =
        offsetof(struct intake_row, itemization_amount),
    [FIELD_LAST_STATEMENT_ON] =
        offsetof(struct intake_row, last_statement_on),
    [FIELD_FIRST_BILL_ON] = offsetof(struct intake_row, first_bill_on),
    [FIELD_INSURER] = offsetof(struct intake_row, insurer),
    [FIELD_AMOUNT] = offsetof(struct intake_row, balance),
    [FIELD_EVENT_ON] = offsetof(struct intake_row, event_on),
    [FIELD_REFERENCE] = offsetof(struct intake_row, reference),
};

/* One row being read. */
struct reading {
    struct arena *arena;
    const struct client_agreement *agreement;
    int32_t year; /* this one */
    struct intake_row *row;
};

static void row_clear(struct intake_row *row, uint64_t line);
static void read_cell(const struct reading *reading, enum intake_field field,
                      uint32_t column, struct str cell);
static enum intake_reason read_other(const struct reading *reading,
                                     enum intake_field field,
                                     struct str cell);
static enum intake_reason read_text(struct str cell, struct str *out);
static enum intake_reason read_language(struct str cell,
                                        enum language *out);
static enum intake_reason read_whole_name(struct str cell,
                                          struct person_name *out);
static enum intake_reason read_notes(struct str cell, uint32_t *holds);
static bool holds_word(struct str text, const char *word);
static struct str found_cut(struct arena *arena, struct str cell);

void intake_parse(struct arena *arena, const struct csv_record *record,
                  const struct intake_layout *layout,
                  const struct intake_terms *terms, struct intake_row *row)
{
    CHECK(layout->column_count >= 1);
    CHECK(record->count >= 1);

    row_clear(row, record->line);
    if (record->fault != CSV_SOUND) {
        enum intake_reason reason = record->fault == CSV_STRAY_QUOTE
                                        ? REASON_STRAY_QUOTE
                                        : REASON_NOT_UTF8;
        intake_row_problem(row, (struct intake_problem){
            .reason = reason, .column = record->fault_field + 1 });
        return;
    }
    if (record->count != layout->column_count) {
        /* Its cells may have moved, so none of them can be trusted. */
        intake_row_problem(row, (struct intake_problem){
            .reason = REASON_ROW_WIDTH, .number = record->count });
        return;
    }
    struct reading reading = { arena, terms->agreement,
                               day_civil(terms->today).year, row };
    for (uint32_t i = 0; i < record->count; i++)
        if (layout->field[i] != FIELD_NONE && record->field[i].text.len > 0)
            read_cell(&reading, (enum intake_field)layout->field[i], i + 1,
                      record->field[i].text);

    if (row->phone[0].at == NULL) {
        row->phone[0] = row->phone[1];
        row->phone[1] = (struct str){ 0 };
    }
}

void intake_row_keep(struct arena *arena, struct intake_row *row)
{
    static const uint16_t texts[] = {
        offsetof(struct intake_row, account),
        offsetof(struct intake_row, facility),
        offsetof(struct intake_row, external_person),
        offsetof(struct intake_row, insurer),
        offsetof(struct intake_row, patient.first),
        offsetof(struct intake_row, patient.middle),
        offsetof(struct intake_row, patient.last),
        offsetof(struct intake_row, patient.suffix),
        offsetof(struct intake_row, guarantor.first),
        offsetof(struct intake_row, guarantor.middle),
        offsetof(struct intake_row, guarantor.last),
        offsetof(struct intake_row, guarantor.suffix),
        offsetof(struct intake_row, address.line1),
        offsetof(struct intake_row, address.line2),
        offsetof(struct intake_row, address.city),
        offsetof(struct intake_row, address.state),
        offsetof(struct intake_row, address.zip),
        offsetof(struct intake_row, phone[0]),
        offsetof(struct intake_row, phone[1]),
        offsetof(struct intake_row, email),
        offsetof(struct intake_row, reference),
    };
    size_t need = 0;
    struct str *text[sizeof texts / sizeof texts[0]];
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        text[i] = (struct str *)(void *)((char *)row + texts[i]);
        need += text[i]->len;
    }
    char *room = arena_bytes(arena, need);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (text[i]->len == 0)
            continue;
        if (room == NULL) { /* the arena says so; keep no dead pointer */
            *text[i] = (struct str){ 0 };
            continue;
        }
        memcpy(room, text[i]->at, text[i]->len);
        text[i]->at = room;
        room += text[i]->len;
    }
}

void intake_row_problem(struct intake_row *row, struct intake_problem problem)
{
    CHECK(problem.reason > REASON_NONE);
    CHECK(problem.reason < REASON_COUNT);
    if (row->problem_count < INTAKE_PROBLEMS_MAX)
        row->problem[row->problem_count++] = problem;
    else
        row->problems_left_out++;
}

/* The problems are written before they are read, so they need no zeros. */
static void row_clear(struct intake_row *row, uint64_t line)
{
    memset(row, 0, offsetof(struct intake_row, problem));
    row->line = line;
    row->patient_born = DAY_NONE;
    row->patient_died = DAY_NONE;
    row->guarantor_born = DAY_NONE;
    row->service_from = DAY_NONE;
    row->service_to = DAY_NONE;
    row->itemization_on = DAY_NONE;
    row->last_statement_on = DAY_NONE;
    row->first_bill_on = DAY_NONE;
    row->event_on = DAY_NONE;
}

static void read_cell(const struct reading *reading, enum intake_field field,
                      uint32_t column, struct str cell)
{
    struct intake_row *row = reading->row;
    void *value = (char *)row + value_at[field];
    /* A two-digit year of next year reads as the future, not as 1927. */
    struct intake_read_day_ask ask = {
        .latest_year = reading->year + 1,
        .is_excel = reading->agreement->dates_excel,
    };
    bool is_given = true;
    enum intake_reason reason = REASON_NONE;
    switch (intake_field_cell(field)) {
    case CELL_TEXT:
        reason = read_text(cell, value);
        is_given = reason == REASON_NONE && ((struct str *)value)->len > 0;
        break;
    case CELL_DAY:
        reason = intake_read_day(cell, ask, value);
        is_given = !day_is_none(*(struct day *)value);
        break;
    case CELL_AMOUNT:
        reason = intake_read_amount(cell, reading->agreement->amounts_half_up,
                                    &is_given, value);
        break;
    case CELL_OTHER:
        reason = read_other(reading, field, cell);
        is_given = str_trim(cell).len > 0;
        break;
    }
    if (field == FIELD_ACCOUNT && reason == REASON_NONE) {
        /* 1.23457E+11: a spreadsheet lost the last digits of a number. */
        bool ignored;
        struct money amount;
        if (intake_read_amount(row->account, true, &ignored, &amount)
            == REASON_AMOUNT_EXPONENT
            && str_find_byte(row->account, '+', 0) < row->account.len)
            reason = REASON_AMOUNT_EXPONENT;
    }
    if (reason == REASON_NONE) {
        row->given |= is_given ? FIELD_BIT(field) : 0;
        return;
    }
    intake_row_problem(row, (struct intake_problem){
        .reason = reason, .field = field, .column = column,
        .found = found_cut(reading->arena, cell), .number = INTAKE_TEXT_MAX });
}

static enum intake_reason read_other(const struct reading *reading,
                                     enum intake_field field, struct str cell)
{
    struct arena *arena = reading->arena;
    struct intake_row *row = reading->row;
    struct intake_read_day_ask ask = {
        .latest_year = reading->year,
        .is_excel = reading->agreement->dates_excel,
    };

    switch (field) {
    case FIELD_PATIENT:
        return read_whole_name(cell, &row->patient);
    case FIELD_GUARANTOR:
        return read_whole_name(cell, &row->guarantor);
    case FIELD_PATIENT_BORN:
        return intake_read_day(cell, ask, &row->patient_born);
    case FIELD_GUARANTOR_BORN:
        ask.latest_year = reading->year - 18; /* a guarantor is an adult */
        return intake_read_day(cell, ask, &row->guarantor_born);
    case FIELD_LANGUAGE:
        return read_language(cell, &row->language);
    case FIELD_STATE:
        return intake_read_state(cell, &row->address.state);
    case FIELD_ZIP:
        return intake_read_zip(arena, cell, &row->address.zip);
    case FIELD_PHONE1:
        return intake_read_phone(arena, cell, &row->phone[0]);
    case FIELD_PHONE2:
        return intake_read_phone(arena, cell, &row->phone[1]);
    case FIELD_EMAIL:
        return intake_read_email(cell, &row->email);
    case FIELD_ITEMIZATION_KIND:
        return intake_read_itemization(cell, &row->itemization_kind);
    case FIELD_IN_DEFAULT:
        return intake_read_flag(cell, &row->in_default);
    case FIELD_NOTES:
        return read_notes(cell, &row->holds);
    default:
        CHECK(false);
        return REASON_NONE;
    }
}

static enum intake_reason read_text(struct str cell, struct str *out)
{
    cell = str_trim(cell);
    if (cell.len == 0)
        return REASON_NONE;
    if (cell.len > INTAKE_TEXT_MAX)
        return REASON_TOO_LONG;
    if (cell.at[0] == '=')
        return REASON_FORMULA;
    unsigned char odd = 0;
    for (size_t i = 0; i < cell.len; i++) {
        unsigned char c = (unsigned char)cell.at[i];
        odd |= (unsigned char)(c < 0x20) | (unsigned char)(c >= 0x7f);
    }
    if (odd && intake_has_unseen(cell))
        return REASON_UNSEEN_CHARACTER;
    *out = cell;
    return REASON_NONE;
}

/* en-US and es-MX carry a country that person/person.h need not know. */
static enum intake_reason read_language(struct str cell, enum language *out)
{
    struct str code, country;
    cell = str_trim(cell);
    if (cell.len == 0)
        return REASON_NONE;
    str_cut(cell, '-', &code, &country);
    *out = language_parse(code);
    return *out == LANGUAGE_UNKNOWN ? REASON_LANGUAGE_UNKNOWN : REASON_NONE;
}

static enum intake_reason read_whole_name(struct str cell,
                                          struct person_name *out)
{
    struct str text = { 0 };
    enum intake_reason reason = read_text(cell, &text);
    return reason == REASON_NONE ? intake_read_name(text, out) : reason;
}

/* Free text is looked at for a few words only, and never kept.  A word too
 * many only means a hold too many, which a person can lift. */
static enum intake_reason read_notes(struct str cell, uint32_t *holds)
{
    static const struct {
        enum intake_hold hold;
        const char *word;
    } rows[] = {
        { HOLD_DECEASED, "deceas" },     { HOLD_DECEASED, "died" },
        { HOLD_DECEASED, "estate of" },  { HOLD_DECEASED, "falleci" },
        { HOLD_BANKRUPTCY, "bankrupt" }, { HOLD_BANKRUPTCY, "chapter 7" },
        { HOLD_BANKRUPTCY, "chapter 13" }, { HOLD_BANKRUPTCY, "bkcy" },
        { HOLD_ATTORNEY, "attorney" },   { HOLD_ATTORNEY, "lawyer" },
        { HOLD_ATTORNEY, "atty" },       { HOLD_DISPUTED, "dispute" },
        { HOLD_OTHER_PAYER, "workers comp" },
        { HOLD_OTHER_PAYER, "worker's comp" },
        { HOLD_OTHER_PAYER, "work comp" },
        { HOLD_OTHER_PAYER, "motor vehicle" },
        { HOLD_OTHER_PAYER, "auto accident" }, { HOLD_OTHER_PAYER, "mva" },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (holds_word(cell, rows[i].word))
            *holds |= 1u << rows[i].hold;
    return REASON_NONE;
}

/* Does the text hold the (lower-case) word, in any case? */
static bool holds_word(struct str text, const char *word)
{
    struct str asked = str_of(word);
    for (size_t i = 0; i + asked.len <= text.len; i++)
        if (str_equal_fold(str_part(text, i, asked.len), asked))
            return true;
    return false;
}

/* At most 40 bytes of the cell, copied, whole letters, nothing unseen. */
static struct str found_cut(struct arena *arena, struct str cell)
{
    enum { FOUND_MAX = 40 };
    cell = str_trim(cell);
    size_t len = cell.len < FOUND_MAX ? cell.len : FOUND_MAX;
    while (len > 0 && len < cell.len
           && ((unsigned char)cell.at[len] & 0xc0) == 0x80)
        len--;
    struct str found = str_copy(arena, str_part(cell, 0, len));
    if (found.at == NULL || !intake_has_unseen(found))
        return found;
    char *letters = arena_bytes(arena, found.len);
    for (size_t i = 0; letters != NULL && i < found.len; i++) {
        unsigned char c = (unsigned char)found.at[i];
        letters[i] = c > 0x20 && c < 0x7f ? (char)c : '?';
    }
    return (struct str){ letters, letters == NULL ? 0 : found.len };
}
