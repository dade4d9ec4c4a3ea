#include "intake/kind.h"

#include "intake/synonym.h"

#define NEWS                                                                 \
    (FIELD_BIT(FIELD_ACCOUNT) | FIELD_BIT(FIELD_AMOUNT)                      \
     | FIELD_BIT(FIELD_EVENT_ON) | FIELD_BIT(FIELD_REFERENCE))
#define REACH                                                                \
    (FIELD_BIT(FIELD_ADDRESS1) | FIELD_BIT(FIELD_ADDRESS2)                   \
     | FIELD_BIT(FIELD_CITY) | FIELD_BIT(FIELD_STATE) | FIELD_BIT(FIELD_ZIP) \
     | FIELD_BIT(FIELD_PHONE1) | FIELD_BIT(FIELD_PHONE2)                     \
     | FIELD_BIT(FIELD_EMAIL))
#define ONLY_NEWS                                                            \
    (FIELD_BIT(FIELD_AMOUNT) | FIELD_BIT(FIELD_EVENT_ON)                     \
     | FIELD_BIT(FIELD_REFERENCE))
/* Columns that only new accounts bring. */
#define ONLY_NEW                                                             \
    (FIELD_BIT(FIELD_BALANCE) | FIELD_BIT(FIELD_PATIENT_BORN)                \
     | FIELD_BIT(FIELD_SERVICE_FROM) | FIELD_BIT(FIELD_ITEMIZATION_ON)       \
     | FIELD_BIT(FIELD_CHARGED))

static const struct kind_row {
    const char *word;
    uint64_t fields;
    const char *marks; /* parts of a header, separated by blanks */
} rows[INTAKE_KIND_COUNT] = {
    [INTAKE_KIND_UNSAID] = { "", 0, "" },
    [INTAKE_PLACEMENT] = { "placements",
                           ~(UINT64_C(1) | ONLY_NEWS), "" },
    [INTAKE_ADJUSTMENT] = { "adjustments", NEWS,
                            "adj contractual writeoff" },
    [INTAKE_PAYMENT] = { "payments", NEWS, "payment pmt paid receipt" },
    [INTAKE_RECALL] = { "recalls",
                        FIELD_BIT(FIELD_ACCOUNT) | FIELD_BIT(FIELD_EVENT_ON),
                        "recall withdraw" },
    [INTAKE_ADDRESS] = { "addresses", FIELD_BIT(FIELD_ACCOUNT) | REACH, "" },
    [INTAKE_INSURANCE] = { "insurance",
                           FIELD_BIT(FIELD_ACCOUNT) | FIELD_BIT(FIELD_INSURER)
                               | FIELD_BIT(FIELD_EVENT_ON)
                               | FIELD_BIT(FIELD_REFERENCE), "" },
};

static bool has_mark(const struct str *header, uint32_t count,
                     const char *marks);

const char *intake_kind_word(enum intake_kind kind)
{
    CHECK(kind < INTAKE_KIND_COUNT);
    return rows[kind].word;
}

enum intake_kind intake_kind_parse(struct str word)
{
    for (int i = INTAKE_PLACEMENT; i < INTAKE_KIND_COUNT; i++)
        if (str_is(word, rows[i].word))
            return (enum intake_kind)i;
    return INTAKE_KIND_UNSAID;
}

bool intake_kind_has_amount(enum intake_kind kind)
{
    return kind == INTAKE_PLACEMENT || kind == INTAKE_ADJUSTMENT
           || kind == INTAKE_PAYMENT;
}

uint64_t intake_kind_fields(enum intake_kind kind)
{
    CHECK(kind < INTAKE_KIND_COUNT);
    return rows[kind].fields;
}

enum intake_kind intake_kind_find(const struct str *header, uint32_t count,
                                  const struct client_agreement *agreement)
{
    uint64_t found = 0;
    for (uint32_t i = 0; i < count; i++) {
        enum intake_field field =
            intake_synonym(header[i], rows[INTAKE_PLACEMENT].fields);
        for (uint32_t k = 0; k < agreement->column_count; k++)
            if (str_equal_fold(header[i], agreement->column[k].column))
                field = intake_field_parse(agreement->column[k].field);
        found |= field == FIELD_NONE ? 0 : FIELD_BIT(field);
    }
    if ((found & ONLY_NEW) != 0)
        return INTAKE_PLACEMENT;

    enum intake_kind kind = INTAKE_KIND_UNSAID;
    uint32_t kinds = 0;
    for (int i = INTAKE_ADJUSTMENT; i <= INTAKE_RECALL; i++)
        if (has_mark(header, count, rows[i].marks)) {
            kind = (enum intake_kind)i;
            kinds++;
        }
    if (kinds > 0)
        return kinds == 1 ? kind : INTAKE_KIND_UNSAID;
    if ((found & FIELD_BIT(FIELD_INSURER)) != 0
        && (found & ~rows[INTAKE_INSURANCE].fields) == 0)
        return INTAKE_INSURANCE;
    bool is_named = (found & ~(rows[INTAKE_ADDRESS].fields)) != 0;
    return (found & REACH) != 0 && !is_named ? INTAKE_ADDRESS
                                             : INTAKE_PLACEMENT;
}

static bool has_mark(const struct str *header, uint32_t count,
                     const char *marks)
{
    struct str mark, rest = str_of(marks);
    for (bool more = true; more;) {
        more = str_cut(rest, ' ', &mark, &rest);
        for (uint32_t i = 0; i < count && mark.len > 0; i++)
            for (size_t k = 0; k + mark.len <= header[i].len; k++)
                if (str_equal_fold(str_part(header[i], k, mark.len), mark))
                    return true;
    }
    return false;
}
