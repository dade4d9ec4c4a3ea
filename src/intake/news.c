#include "intake/news.h"

#include "text/format.h"

#define REACH_WHOLE                                                          \
    (FIELD_BIT(FIELD_ADDRESS1) | FIELD_BIT(FIELD_CITY)                       \
     | FIELD_BIT(FIELD_STATE) | FIELD_BIT(FIELD_ZIP))

static void check_given(const struct intake_layout *layout,
                        struct intake_row *row, enum intake_field field);
static void check_amount(const struct intake_layout *layout,
                         struct intake_row *row);
static void check_reach(struct intake_row *row);
static void add(const struct intake_layout *layout, struct intake_row *row,
                enum intake_reason reason, enum intake_field field);
static bool is_given(const struct intake_row *row, enum intake_field field);
static bool is_broken(const struct intake_row *row, enum intake_field field);

void intake_news_check(const struct intake_terms *terms,
                       const struct intake_layout *layout,
                       struct intake_row *row,
                       struct intake_verdict *verdict)
{
    *verdict = (struct intake_verdict){ .itemization_on = DAY_NONE };
    bool is_line_broken = row->problem_count > 0
                          && row->problem[0].field == FIELD_NONE;
    if (!is_line_broken) {
        check_given(layout, row, FIELD_ACCOUNT);
        if (layout->kind == INTAKE_INSURANCE)
            check_given(layout, row, FIELD_INSURER);
        if (!day_is_none(row->event_on)
            && day_compare(row->event_on, terms->today) > 0)
            add(layout, row, REASON_DATE_FUTURE, FIELD_EVENT_ON);
        if (intake_kind_has_amount(layout->kind))
            check_amount(layout, row);
        if (layout->kind == INTAKE_ADDRESS)
            check_reach(row);
    }
    /* The tally sums balances; here they are the rows' amounts. */
    if (is_given(row, FIELD_AMOUNT) || !intake_kind_has_amount(layout->kind))
        row->given |= FIELD_BIT(FIELD_BALANCE);

    const struct intake_problem *reason = intake_row_reason(row);
    bool is_refused = row->problems_left_out > 0
        || (reason != NULL
            && intake_reason_weight(reason->reason) == WEIGHT_REFUSE);
    verdict->outcome = is_refused ? INTAKE_REFUSED : INTAKE_ACCEPTED;
}

struct str intake_news_key(struct arena *arena, enum intake_kind kind,
                           const struct intake_row *row)
{
    const char *word = intake_kind_word(kind);
    bool is_insurance = kind == INTAKE_INSURANCE;
    if (!intake_kind_has_amount(kind) && !is_insurance)
        return str_format(arena, "%s %.*s", word, STR_ARGS(row->account));
    /* The length keeps an account with a blank from looking like two. */
    if (row->reference.len > 0)
        return str_format(arena, "%s %zu %.*s ref %.*s", word,
                          row->account.len, STR_ARGS(row->account),
                          STR_ARGS(row->reference));
    struct buf buf;
    buf_init(&buf, arena, 600);
    buf_add_format(&buf, "%s %zu %.*s on ", word, row->account.len,
                   STR_ARGS(row->account));
    if (!day_is_none(row->event_on))
        buf_add(&buf, day_iso(arena, row->event_on));
    if (is_insurance)
        buf_add_format(&buf, " %.*s", STR_ARGS(row->insurer));
    else
        buf_add_format(&buf, " %" PRId64, row->balance.cents);
    return buf_str(&buf);
}

static void check_given(const struct intake_layout *layout,
                        struct intake_row *row, enum intake_field field)
{
    if (!is_given(row, field) && !is_broken(row, field))
        add(layout, row, REASON_MISSING, field);
}

static void check_amount(const struct intake_layout *layout,
                         struct intake_row *row)
{
    if (!is_given(row, FIELD_AMOUNT)) {
        if (!is_broken(row, FIELD_AMOUNT))
            add(layout, row, REASON_MISSING, FIELD_AMOUNT);
    } else if (row->balance.cents == 0) {
        add(layout, row, REASON_AMOUNT_ZERO, FIELD_AMOUNT);
    }
    if (row->reference.len == 0 && day_is_none(row->event_on)
        && !is_broken(row, FIELD_EVENT_ON)
        && !is_broken(row, FIELD_REFERENCE))
        add(layout, row, REASON_UNDATED, FIELD_EVENT_ON);
}

/* The state says which law counts, so half an address is none. */
static void check_reach(struct intake_row *row)
{
    uint64_t part = row->given & REACH_WHOLE;
    bool is_broken_part = false;
    for (uint32_t i = 0; i < row->problem_count; i++)
        is_broken_part |= (REACH_WHOLE
                           & FIELD_BIT(row->problem[i].field)) != 0;
    if (part != 0 && part != REACH_WHOLE && !is_broken_part)
        intake_row_problem(row, (struct intake_problem){
            .reason = REASON_REACH_PARTIAL });
}

static void add(const struct intake_layout *layout, struct intake_row *row,
                enum intake_reason reason, enum intake_field field)
{
    intake_row_problem(row, (struct intake_problem){
        .reason = reason, .field = field, .column = layout->column[field] });
}

static bool is_given(const struct intake_row *row, enum intake_field field)
{
    return (row->given & FIELD_BIT(field)) != 0;
}

static bool is_broken(const struct intake_row *row, enum intake_field field)
{
    for (uint32_t i = 0; i < row->problem_count; i++)
        if (row->problem[i].field == field)
            return true;
    return false;
}
