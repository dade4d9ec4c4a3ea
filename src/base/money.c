#include "base/base.h"

#define PPM_WHOLE INT64_C(1000000)

static bool read_amount(struct str text, bool may_round,
                        struct money *amount);
static bool digit(char byte);
static size_t digits_from(struct str s, size_t from);
static bool whole_cents(struct str whole, int64_t *cents);

bool money_add(struct money a, struct money b, struct money *sum)
{
    int64_t cents = 0;
    CHECK(sum != NULL);
    if (__builtin_add_overflow(a.cents, b.cents, &cents))
        return false;
    sum->cents = cents;
    return true;
}

bool money_subtract(struct money a, struct money b, struct money *difference)
{
    int64_t cents = 0;
    CHECK(difference != NULL);
    if (__builtin_sub_overflow(a.cents, b.cents, &cents))
        return false;
    difference->cents = cents;
    return true;
}

int money_compare(struct money a, struct money b)
{
    return a.cents < b.cents ? -1 : a.cents > b.cents ? 1 : 0;
}

bool money_equal(struct money a, struct money b)
{
    return a.cents == b.cents;
}

struct money money_less(struct money a, struct money b)
{
    return a.cents < b.cents ? a : b;
}

/* The whole millions of cents first, then the rest: no product can leave 64
 * bits, and the two parts have the same sign, so cutting the second part
 * cuts the sum toward zero. */
struct money money_share_down(struct money amount, int64_t ppm)
{
    CHECK(ppm >= 0);
    CHECK(ppm <= PPM_WHOLE);
    int64_t millions = amount.cents / PPM_WHOLE;
    int64_t rest = amount.cents % PPM_WHOLE;
    return (struct money){ millions * ppm + rest * ppm / PPM_WHOLE };
}

struct money money_share_half_up(struct money amount, int64_t ppm)
{
    CHECK(ppm >= 0);
    CHECK(ppm <= PPM_WHOLE);
    int64_t millions = amount.cents / PPM_WHOLE;
    int64_t rest = amount.cents % PPM_WHOLE * ppm;
    int64_t half = rest < 0 ? -PPM_WHOLE / 2 : PPM_WHOLE / 2;
    return (struct money){ millions * ppm + (rest + half) / PPM_WHOLE };
}

bool money_parse(struct str text, struct money *amount)
{
    return read_amount(text, false, amount);
}

bool money_parse_round(struct str text, struct money *amount)
{
    return read_amount(text, true, amount);
}

struct str money_plain(struct arena *arena, struct money amount)
{
    /* Unsigned, because the smallest int64 has no positive twin. */
    uint64_t size = amount.cents < 0 ? 0 - (uint64_t)amount.cents
                                     : (uint64_t)amount.cents;
    return str_format(arena, "%s%" PRIu64 ".%02" PRIu64,
                      amount.cents < 0 ? "-" : "", size / 100, size % 100);
}

/* An optional '-', one digit or more, and perhaps a point with one digit or
 * more.  Where rounding is allowed the third decimal alone decides: 5 and up
 * is at least half a cent, and half goes away from zero. */
static bool read_amount(struct str text, bool may_round, struct money *amount)
{
    CHECK(amount != NULL);
    size_t start = text.len > 0 && text.at[0] == '-' ? 1 : 0;
    bool is_negative = start == 1;
    size_t whole_end = digits_from(text, start);
    if (whole_end == start)
        return false;

    struct str decimals = { "", 0 };
    if (whole_end < text.len) {
        if (text.at[whole_end] != '.'
            || digits_from(text, whole_end + 1) != text.len)
            return false;
        decimals = str_part(text, whole_end + 1, text.len);
        if (decimals.len == 0 || (decimals.len > 2 && !may_round))
            return false;
    }

    int64_t cents = 0;
    if (!whole_cents(str_part(text, start, whole_end - start), &cents))
        return false;
    if (decimals.len >= 1)
        cents += (decimals.at[0] - '0') * 10;
    if (decimals.len >= 2)
        cents += decimals.at[1] - '0';
    if (decimals.len >= 3 && decimals.at[2] >= '5')
        cents += 1;
    if (cents > MONEY_MAX_CENTS)
        return false;
    amount->cents = is_negative ? -cents : cents;
    return true;
}

static bool whole_cents(struct str whole, int64_t *cents)
{
    int64_t sum = 0;
    for (size_t i = 0; i < whole.len; i++) {
        sum = sum * 10 + (whole.at[i] - '0');
        if (sum > MONEY_MAX_CENTS / 100)
            return false;
    }
    *cents = sum * 100;
    return true;
}

/* Where the run of digits that starts at `from` ends. */
static size_t digits_from(struct str s, size_t from)
{
    while (from < s.len && digit(s.at[from]))
        from++;
    return from;
}

static bool digit(char byte)
{
    return byte >= '0' && byte <= '9';
}
