#include "intake/acknowledge.h"

#include "text/format.h"

static void problem_fill(struct arena *arena, struct buf *buf,
                         enum words_language language,
                         const struct intake_problem *problem,
                         struct str sentence);
static void problem_line(struct arena *arena, struct buf *buf,
                         const struct intake_layout *layout,
                         const struct intake_problem *problem);

bool intake_tally_add(struct intake_tally *tally,
                      const struct intake_row *row,
                      const struct intake_verdict *verdict, struct err *err)
{
    CHECK(verdict->outcome < INTAKE_OUTCOME_COUNT);
    enum intake_outcome outcome = verdict->outcome == INTAKE_UNSET
                                      ? INTAKE_REFUSED
                                      : verdict->outcome;
    bool is_read = (row->given & FIELD_BIT(FIELD_BALANCE)) != 0;
    CHECK(is_read || outcome == INTAKE_REFUSED);

    struct intake_count *count = &tally->of[outcome];
    struct money cents = count->cents, all = tally->cents;
    if (is_read
        && (!money_add(cents, row->balance, &cents)
            || !money_add(all, row->balance, &all)
            || all.cents > MONEY_MAX_CENTS))
        return err_set(err, ERR_INVALID, "line %" PRIu64 ": the balances of "
                       "this file are more than ten billion dollars",
                       row->line);
    count->cents = cents;
    tally->cents = all;
    count->rows++;
    tally->rows++;
    tally->unread += is_read ? 0 : 1;

    const struct intake_problem *reason = intake_row_reason(row);
    if (reason != NULL)
        tally->reason[reason->reason]++;
    for (uint64_t left = row->given; left != 0; left &= left - 1)
        tally->filled[__builtin_ctzll(left)]++;
    return true;
}

bool intake_tally_adds_up(const struct intake_tally *tally)
{
    uint64_t rows = 0;
    int64_t cents = 0;
    for (int i = INTAKE_ACCEPTED; i < INTAKE_OUTCOME_COUNT; i++) {
        rows += tally->of[i].rows;
        if (__builtin_add_overflow(cents, tally->of[i].cents.cents, &cents))
            return false;
    }
    return rows == tally->rows && cents == tally->cents.cents
           && tally->of[INTAKE_UNSET].rows == 0
           && tally->unread <= tally->of[INTAKE_REFUSED].rows;
}

struct str intake_problem_words(struct arena *arena,
                                enum words_language language,
                                const struct intake_problem *problem)
{
    struct buf buf;
    buf_init(&buf, arena, 2000);
    problem_fill(arena, &buf, language, problem,
                 intake_reason_sentence(language, problem->reason));
    if (problem->hint.len > 0) {
        struct words_value hint = { STR("hint"), problem->hint };
        buf_add_byte(&buf, ' ');
        words_fill(&buf, language, STR("reason.hint"), &hint, 1);
    }
    return buf_str(&buf);
}

struct str intake_problem_fix(struct arena *arena,
                              enum words_language language,
                              const struct intake_problem *problem)
{
    struct buf buf;
    buf_init(&buf, arena, 2000);
    problem_fill(arena, &buf, language, problem,
                 intake_reason_fix(language, problem->reason));
    return buf_str(&buf);
}

struct str intake_problem_line(struct arena *arena,
                               const struct intake_layout *layout,
                               const struct intake_row *row,
                               const struct intake_problem *problem)
{
    struct buf buf;
    buf_init(&buf, arena, 4000);
    buf_add_format(&buf, "line %" PRIu64, row->line);
    if (problem->column > 0)
        buf_add_c(&buf, ", ");
    problem_line(arena, &buf, layout, problem);
    buf_add_c(&buf, ". ");
    buf_add(&buf, intake_problem_fix(arena, WORDS_EN, problem));
    return buf_str(&buf);
}

struct str intake_row_words(struct arena *arena,
                            const struct intake_layout *layout,
                            const struct intake_row *row)
{
    struct buf buf;
    buf_init(&buf, arena, 16000);
    const struct intake_problem *first = intake_row_reason(row);
    if (first == NULL)
        return STR("");
    buf_add(&buf, intake_problem_words(arena, WORDS_EN, first));
    for (uint32_t i = 0; i < row->problem_count; i++) {
        if (&row->problem[i] == first)
            continue;
        buf_add_c(&buf, "; also ");
        problem_line(arena, &buf, layout, &row->problem[i]);
    }
    if (row->problems_left_out > 0)
        buf_add_format(&buf, "; and %" PRIu32 " more",
                       row->problems_left_out);
    return buf_str(&buf);
}

void intake_ack_head(struct csv_out *out)
{
    static const char *const names[] = { "line", "account", "outcome",
                                         "amount", "column", "column_name",
                                         "found", "code", "reason", "fix" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        csv_out_exact(out, str_of(names[i]));
    csv_out_end(out);
}

void intake_ack_row(struct arena *arena, const struct intake_layout *layout,
                    const struct intake_row *row,
                    const struct intake_verdict *verdict, struct csv_out *out)
{
    CHECK(row->line > 0);
    struct arena_mark mark = arena_here(arena);
    const struct intake_problem *reason = intake_row_reason(row);

    csv_out_int(out, row->line < INT64_MAX ? (int64_t)row->line : INT64_MAX);
    csv_out_text(out, row->account);
    csv_out_exact(out, str_of(intake_outcome_word(verdict->outcome)));
    if ((row->given & FIELD_BIT(FIELD_BALANCE)) != 0)
        csv_out_money(out, row->balance);
    else
        csv_out_exact(out, STR("")); /* nobody knows; see the reason */
    if (reason == NULL) {
        for (int i = 0; i < 6; i++)
            csv_out_exact(out, STR(""));
        csv_out_end(out);
        return;
    }
    csv_out_int(out, reason->column);
    csv_out_text(out, intake_layout_header(layout, reason->column));
    csv_out_text(out, reason->found);
    csv_out_exact(out, str_of(intake_reason_word(reason->reason)));
    csv_out_text(out, intake_row_words(arena, layout, row));
    csv_out_text(out, intake_problem_fix(arena, WORDS_EN, reason));
    csv_out_end(out);
    /* Only when the output lives elsewhere may its bytes be given back. */
    if (out->buf->arena != arena)
        arena_back(arena, mark);
}

void intake_tally_json(const struct intake_tally *tally,
                       const struct intake_layout *layout,
                       struct json_out *out)
{
    json_out_object(out);
    json_out_key(out, STR("rows"));
    json_out_int(out, (int64_t)tally->rows);
    json_out_key(out, STR("amount"));
    json_out_money(out, tally->cents);
    json_out_key(out, STR("unread"));
    json_out_int(out, (int64_t)tally->unread);
    for (int i = INTAKE_ACCEPTED; i < INTAKE_OUTCOME_COUNT; i++) {
        json_out_key(out, str_of(
            intake_outcome_word((enum intake_outcome)i)));
        json_out_object(out);
        json_out_key(out, STR("rows"));
        json_out_int(out, (int64_t)tally->of[i].rows);
        json_out_key(out, STR("amount"));
        json_out_money(out, tally->of[i].cents);
        json_out_object_end(out);
    }
    json_out_key(out, STR("reasons"));
    json_out_object(out);
    for (int i = REASON_NONE + 1; i < REASON_COUNT; i++) {
        if (tally->reason[i] == 0)
            continue;
        json_out_key(out, str_of(intake_reason_word((enum intake_reason)i)));
        json_out_int(out, (int64_t)tally->reason[i]);
    }
    json_out_object_end(out);
    json_out_key(out, STR("filled"));
    json_out_object(out);
    for (int i = FIELD_NONE + 1; i < FIELD_COUNT; i++) {
        if ((layout->fields & FIELD_BIT(i)) == 0)
            continue;
        json_out_key(out, str_of(intake_field_word((enum intake_field)i)));
        json_out_int(out, (int64_t)tally->filled[i]);
    }
    json_out_object_end(out);
    json_out_object_end(out);
}

struct str intake_tally_words(struct arena *arena,
                              const struct intake_tally *tally)
{
    struct buf buf;
    buf_init(&buf, arena, 2000);
    format_count(&buf, (int64_t)tally->rows);
    buf_add_c(&buf, tally->rows == 1 ? " row, " : " rows, ");
    format_money(&buf, tally->cents);
    for (int i = INTAKE_ACCEPTED; i < INTAKE_OUTCOME_COUNT; i++) {
        buf_add_c(&buf, i == INTAKE_ACCEPTED ? ": " : ", ");
        format_count(&buf, (int64_t)tally->of[i].rows);
        buf_add_format(&buf, " %s (",
                       intake_outcome_word((enum intake_outcome)i));
        format_money(&buf, tally->of[i].cents);
        buf_add_c(&buf, ")");
    }
    if (tally->unread > 0) {
        buf_add_c(&buf, "; ");
        format_count(&buf, (int64_t)tally->unread);
        buf_add_c(&buf, " of the refused have no amount that can be read");
    }
    return buf_str(&buf);
}

/* "column 7 (Balance): the balance is empty" */
static void problem_line(struct arena *arena, struct buf *buf,
                         const struct intake_layout *layout,
                         const struct intake_problem *problem)
{
    if (problem->column > 0)
        buf_add_format(buf, "column %" PRIu32 " (%.*s)", problem->column,
                       STR_ARGS(intake_layout_header(layout,
                                                     problem->column)));
    buf_add_c(buf, ": ");
    buf_add(buf, intake_problem_words(arena, WORDS_EN, problem));
}

/* Puts the cell and the numbers into a sentence of the catalogue. */
static void problem_fill(struct arena *arena, struct buf *buf,
                         enum words_language language,
                         const struct intake_problem *problem,
                         struct str sentence)
{
    struct str piece;
    size_t at = 0;
    bool is_name;
    while (words_piece(sentence, &at, &piece, &is_name)) {
        if (!is_name)
            buf_add(buf, piece);
        else if (str_is(piece, "found"))
            buf_add(buf, problem->found);
        else if (str_is(piece, "label"))
            buf_add(buf, intake_field_label(language, problem->field));
        else if (str_is(piece, "number"))
            buf_add_int(buf, problem->number);
        else if (str_is(piece, "amount"))
            buf_add(buf, format_money_str(arena, problem->amount));
        else
            CHECK(false);
    }
}
