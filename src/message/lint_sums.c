#include "base/base.h"
#include "message/lint_sums.h"

#define TOTAL_WORDS_MAX 6 /* between "total" and its amount */

/* "$1,420.00" and "$240": the dollars, and whether cents are written. */
static bool is_amount(struct str word, struct money *amount, bool *has_cents)
{
    char digits[32];
    size_t len = 0;
    *has_cents = false;
    if (word.len < 2 || word.len > sizeof digits || word.at[0] != '$')
        return false;
    for (size_t i = 1; i < word.len; i++) {
        if (word.at[i] == ',')
            continue;
        *has_cents = *has_cents || word.at[i] == '.';
        digits[len++] = word.at[i];
    }
    return money_parse((struct str){ digits, len }, amount);
}

static bool is_one_of(struct str word, const char *const *list)
{
    for (; *list; list++)
        if (str_is(word, *list))
            return true;
    return false;
}

/* Payments named from word `at` on: "36 payments of $25.00". */
static bool payments_at(const struct lint_words *words, uint32_t at,
                        struct money *sum)
{
    static const char *const payment[] = { "payments", "payment", "pagos",
                                           "pago", NULL };
    static const char *const last[] = { "last", "ultimo", "final", "first",
                                        NULL };
    int64_t count;
    struct money each;
    bool has_cents;
    uint32_t next = at + 1;
    if (!str_to_int64(words->word[at].folded, &count) || count < 1
        || count > 1000)
        return false;
    if (next < words->count && is_one_of(words->word[next].folded, last))
        next++;
    if (next + 2 >= words->count
        || !is_one_of(words->word[next].folded, payment)
        || !(str_is(words->word[next + 1].folded, "of")
             || str_is(words->word[next + 1].folded, "de"))
        || !is_amount(words->word[next + 2].folded, &each, &has_cents))
        return false;
    sum->cents = count * each.cents; /* money_parse bounds it */
    return true;
}

/* The amount that belongs to the word "total". */
static bool total_named(const struct lint_words *words, struct money *total)
{
    bool has_cents;
    for (uint32_t i = 0; i < words->count; i++) {
        struct str word = words->word[i].folded;
        if (!str_is(word, "total") && !str_is(word, "all")
            && !str_is(word, "todo"))
            continue;
        if (str_is(word, "total")) {
            for (uint32_t n = i + 1;
                 n < words->count && n <= i + TOTAL_WORDS_MAX; n++)
                if (is_amount(words->word[n].folded, total, &has_cents))
                    return true;
        }
        /* "You will pay $900.00 in all." */
        for (uint32_t n = i; n > 0 && i - n < 3; n--)
            if (is_amount(words->word[n - 1].folded, total, &has_cents))
                return true;
    }
    return false;
}

void lint_sums(const struct lint_words *words, const struct lint_ask *ask,
               struct lint_report *report)
{
    struct money sum = MONEY_ZERO, part, total;
    bool has_payments = false, has_cents;
    for (uint32_t i = 0; i < words->count; i++) {
        const struct lint_word *word = &words->word[i];
        if (payments_at(words, i, &part)) {
            has_payments = true;
            CHECK(money_add(sum, part, &sum));
        }
        if (ask->channel == LINT_LETTER
            && is_amount(word->folded, &part, &has_cents) && !has_cents)
            lint_add(report, LINT_MONEY_MATH, word->at, word->len,
                     STR("an amount without cents"));
    }
    if (!has_payments)
        return;
    if (!total_named(words, &total))
        lint_add(report, LINT_MONEY_MATH, 0, 0, STR("payments, but no total"));
    else if (!money_equal(sum, total))
        lint_add(report, LINT_MONEY_MATH, 0, 0,
                 STR("the payments are not the total"));
}
