/* The amounts of read.h. */
#include "intake/read.h"

/* What stands around the digits. */
struct amount_frame {
    struct str digits;
    bool is_negative;
    bool has_dollar;
};

static bool is_blank_word(struct str cell);
static enum intake_reason strip_frame(struct str cell,
                                      struct amount_frame *frame);
static enum intake_reason sum_digits(const struct amount_frame *frame,
                                     bool is_rounded, int64_t *cents);
static enum intake_reason shape_trouble(struct str digits);
static bool is_serial(const struct amount_frame *frame);
static bool commas_are_right(struct str whole);

enum intake_reason intake_read_amount(struct str cell, bool is_rounded,
                                      bool *is_given, struct money *out)
{
    cell = str_trim(cell);
    if (cell.len == 0 || is_blank_word(cell)) {
        *is_given = false;
        *out = MONEY_ZERO;
        return REASON_NONE;
    }
    if (cell.at[0] == '=')
        return REASON_FORMULA;
    if (cell.len > INTAKE_AMOUNT_BYTES_MAX)
        return REASON_AMOUNT_SHAPE;

    struct amount_frame frame = { .digits = cell };
    enum intake_reason reason = REASON_NONE;
    if (cell.at[0] < '0' || cell.at[0] > '9'
        || cell.at[cell.len - 1] < '0' || cell.at[cell.len - 1] > '9')
        reason = strip_frame(cell, &frame);
    int64_t cents = 0;
    if (reason == REASON_NONE)
        reason = sum_digits(&frame, is_rounded, &cents);
    if (reason != REASON_NONE)
        return reason;
    if (is_serial(&frame))
        return REASON_AMOUNT_SERIAL;
    if (frame.is_negative && cents != 0)
        return REASON_AMOUNT_NEGATIVE;

    CHECK(cents >= 0 && cents <= MONEY_MAX_CENTS);
    *is_given = true;
    *out = (struct money){ cents };
    return REASON_NONE;
}

/* A dash, with or without a dollar sign, is how spreadsheets show nothing. */
static bool is_blank_word(struct str cell)
{
    if (cell.at[0] >= '0' && cell.at[0] <= '9')
        return false;
    if (cell.at[0] == '$')
        cell = str_trim(str_part(cell, 1, SIZE_MAX));
    return str_is(cell, "-") || str_equal_fold(cell, STR("null"))
           || str_equal_fold(cell, STR("n/a"))
           || str_equal_fold(cell, STR("na"))
           || str_equal_fold(cell, STR("none"));
}

/* Takes off $, USD, a minus before or after, parentheses and CR. */
static enum intake_reason strip_frame(struct str cell,
                                      struct amount_frame *frame)
{
    if (cell.at[0] == '(') {
        if (cell.at[cell.len - 1] != ')')
            return REASON_AMOUNT_SHAPE;
        cell = str_trim(str_part(cell, 1, cell.len - 2));
        frame->is_negative = true;
    }
    for (int i = 0; i < 2; i++) { /* "-$5" and "$-5" */
        if (str_starts(cell, STR("-")) && !frame->is_negative) {
            cell = str_trim(str_part(cell, 1, SIZE_MAX));
            frame->is_negative = true;
        }
        size_t mark = str_starts(cell, STR("$"))     ? 1
                      : str_starts(cell, STR("USD")) ? 3
                                                     : 0;
        if (mark > 0 && !frame->has_dollar) {
            cell = str_trim(str_part(cell, mark, SIZE_MAX));
            frame->has_dollar = true;
        }
    }
    size_t mark = str_ends(cell, STR("-"))    ? 1
                  : str_ends(cell, STR("CR")) ? 2
                                              : 0;
    if (mark > 0) {
        if (frame->is_negative)
            return REASON_AMOUNT_SHAPE;
        cell = str_trim(str_part(cell, 0, cell.len - mark));
        frame->is_negative = true;
    }
    frame->digits = cell;
    return REASON_NONE;
}

/* The digits' value in cents; half a cent and more goes up when the
 * agreement rounds. */
static enum intake_reason sum_digits(const struct amount_frame *frame,
                                     bool is_rounded, int64_t *cents)
{
    struct str digits = frame->digits;
    size_t point = str_find_byte(digits, '.', 0);
    struct str whole = str_part(digits, 0, point);
    if (whole.len == 0 && point + 1 >= digits.len)
        return shape_trouble(digits);

    int64_t sum = 0;
    bool has_comma = false;
    for (size_t i = 0; i < digits.len; i++) {
        char c = digits.at[i];
        if (i == point)
            continue;
        if (c == ',' && i < point) {
            has_comma = true;
            continue;
        }
        if (c < '0' || c > '9')
            return shape_trouble(digits);
        if (i > point + 2)
            continue;
        sum = sum * 10 + (c - '0');
        if (sum > MONEY_MAX_CENTS)
            return REASON_AMOUNT_HUGE;
    }
    if (has_comma && !commas_are_right(whole))
        return REASON_AMOUNT_SHAPE;

    size_t decimals = point < digits.len ? digits.len - point - 1 : 0;
    for (size_t i = decimals; i < 2; i++)
        sum *= 10;
    if (decimals > 2) {
        if (!is_rounded)
            return REASON_AMOUNT_DECIMALS;
        sum += digits.at[point + 3] >= '5';
    }
    if (sum > MONEY_MAX_CENTS)
        return REASON_AMOUNT_HUGE;
    *cents = sum;
    return REASON_NONE;
}

/* 1.5E+4 gets its own sentence; everything else is no amount. */
static enum intake_reason shape_trouble(struct str digits)
{
    size_t i = 0;
    while (i < digits.len
           && ((digits.at[i] >= '0' && digits.at[i] <= '9')
               || digits.at[i] == '.'))
        i++;
    bool is_exponent = i > 0 && i + 1 < digits.len
                       && (digits.at[i] == 'e' || digits.at[i] == 'E');
    return is_exponent ? REASON_AMOUNT_EXPONENT : REASON_AMOUNT_SHAPE;
}

static bool is_serial(const struct amount_frame *frame)
{
    int64_t number = 0;
    return frame->digits.len == 5 && !frame->has_dollar
           && str_to_int64(frame->digits, &number)
           && number >= INTAKE_SERIAL_FIRST && number <= INTAKE_SERIAL_LAST;
}

/* One to three digits, then groups of exactly three. */
static bool commas_are_right(struct str whole)
{
    struct str group, rest = whole;
    bool is_first = true;
    while (str_cut(rest, ',', &group, &rest)) {
        if (is_first ? group.len < 1 || group.len > 3 : group.len != 3)
            return false;
        is_first = false;
    }
    return group.len == 3;
}
