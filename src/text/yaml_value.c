#include <stdarg.h>

#include "base/base.h"
#include "text/yaml_value.h"

#define SHOWN_MAX 60 /* bytes of a wrong value that a message repeats */
#define COUNT_MAX INT64_C(1000000000)
#define PPM_WHOLE INT64_C(1000000)
#define CHOICES_BYTES 200
#define NEAR_ENOUGH 2

struct words {
    char *at;
    size_t len;
};

static bool value_text(const struct yaml_field *field, struct str text,
                       void *into, struct words words);
static bool value_count(const struct yaml_field *field, struct str text,
                        void *into, struct words words);
static bool value_cents(const struct yaml_field *field, struct str text,
                        void *into, struct words words);
static bool value_percent(const struct yaml_field *field, struct str text,
                          void *into, struct words words);
static bool value_enum(const struct yaml_field *field, struct str text,
                       void *into, struct words words);
static bool value_flag(struct str text, void *into, struct words words);
static bool parse_ppm(struct str text, int64_t *ppm);
static bool say(struct words words, const char *format, ...)
    PRINTF_LIKE(2, 3);
static struct str shown(struct str text);

bool yaml_value(const struct yaml_field *field, struct str text, void *into,
                char *words_at, size_t words_len)
{
    CHECK(words_len > 0);
    struct words words = { words_at, words_len };
    struct day day;
    switch (field->type) {
    case YAML_TEXT: return value_text(field, text, into, words);
    case YAML_COUNT: return value_count(field, text, into, words);
    case YAML_CENTS: return value_cents(field, text, into, words);
    case YAML_PERCENT: return value_percent(field, text, into, words);
    case YAML_ENUM: return value_enum(field, text, into, words);
    case YAML_FLAG: return value_flag(text, into, words);
    default: break;
    }
    CHECK(field->type == YAML_DAY);
    if (!day_parse(text, &day))
        return say(words, "expected a day like 2026-12-15, found “%.*s”",
                   STR_ARGS(shown(text)));
    memcpy(into, &day, sizeof day);
    return true;
}

static bool value_text(const struct yaml_field *field, struct str text,
                       void *into, struct words words)
{
    int64_t max = field->max != 0 ? field->max : YAML_TEXT_MAX;
    int64_t min = field->min != 0 || field->max != 0 ? field->min : 1;
    int64_t len = (int64_t)text.len;
    if (str_trim(text).len == 0 && min > 0)
        return say(words, "is empty");
    if (len < min)
        return say(words, "is shorter than %" PRId64 " characters", min);
    if (len > max)
        return say(words, "is longer than %" PRId64 " characters", max);
    memcpy(into, &text, sizeof text);
    return true;
}

static bool value_count(const struct yaml_field *field, struct str text,
                        void *into, struct words words)
{
    bool is_open = field->min == 0 && field->max == 0;
    int64_t max = is_open ? COUNT_MAX : field->max;
    int64_t number;
    if (!str_to_int64(text, &number))
        return say(words, "expected a whole number, found “%.*s”",
                   STR_ARGS(shown(text)));
    if (number < field->min || number > max)
        return say(words, "%" PRId64 " is outside %" PRId64 " to %" PRId64,
                   number, field->min, max);
    memcpy(into, &number, sizeof number);
    return true;
}

static bool value_cents(const struct yaml_field *field, struct str text,
                        void *into, struct words words)
{
    bool is_open = field->min == 0 && field->max == 0;
    int64_t max = is_open ? MONEY_MAX_CENTS : field->max;
    struct money amount;
    if (!money_parse(text, &amount))
        return say(words, "expected dollars like 25.00, found “%.*s”",
                   STR_ARGS(shown(text)));
    if (amount.cents < field->min || amount.cents > max)
        return say(words,
                   "%.*s is outside %" PRId64 ".%02" PRId64 " to %" PRId64
                   ".%02" PRId64 " dollars", STR_ARGS(shown(text)),
                   field->min / 100, field->min % 100, max / 100, max % 100);
    memcpy(into, &amount, sizeof amount);
    return true;
}

static bool value_percent(const struct yaml_field *field, struct str text,
                          void *into, struct words words)
{
    bool is_open = field->min == 0 && field->max == 0;
    int64_t max = is_open ? PPM_WHOLE : field->max;
    int64_t ppm;
    if (!parse_ppm(text, &ppm))
        return say(words, "expected a percentage like 12.5%%, found “%.*s”",
                   STR_ARGS(shown(text)));
    if (ppm < field->min || ppm > max)
        return say(words, "%.*s is outside %" PRId64 ".%04" PRId64
                   "%% to %" PRId64 ".%04" PRId64 "%%", STR_ARGS(shown(text)),
                   field->min / 10000, field->min % 10000, max / 10000,
                   max % 10000);
    memcpy(into, &ppm, sizeof ppm);
    return true;
}

/* "12.5" and "12.5%": at most four decimals, so it is exact in ppm. */
static bool parse_ppm(struct str text, int64_t *ppm)
{
    if (str_ends(text, STR("%")))
        text = str_trim(str_part(text, 0, text.len - 1));
    struct str whole;
    struct str decimals;
    bool has_point = str_cut(text, '.', &whole, &decimals);
    if (whole.len == 0 || whole.len > 9 || whole.at[0] == '-'
        || (has_point && (decimals.len == 0 || decimals.len > 4
                          || decimals.at[0] == '-')))
        return false;
    int64_t sum;
    if (!str_to_int64(whole, &sum))
        return false;
    sum *= 10000;
    if (has_point) {
        int64_t rest;
        if (!str_to_int64(decimals, &rest))
            return false;
        for (size_t i = decimals.len; i < 4; i++)
            rest *= 10;
        sum += rest;
    }
    *ppm = sum;
    return true;
}

static bool value_enum(const struct yaml_field *field, struct str text,
                       void *into, struct words words)
{
    CHECK(field->choice != NULL);
    const char *nearest = NULL;
    uint32_t near = NEAR_ENOUGH + 1;
    for (const struct yaml_choice *choice = field->choice; choice->name;
         choice++) {
        if (str_is(text, choice->name)) {
            memcpy(into, &choice->value, sizeof choice->value);
            return true;
        }
        uint32_t far = str_distance(text, str_of(choice->name), NEAR_ENOUGH);
        if (far < near) {
            near = far;
            nearest = choice->name;
        }
    }
    char list[CHOICES_BYTES];
    yaml_choices(field->choice, list, sizeof list);
    if (nearest != NULL)
        return say(words, "“%.*s” is not one of %s (did you mean “%s”?)",
                   STR_ARGS(shown(text)), list, nearest);
    return say(words, "“%.*s” is not one of %s", STR_ARGS(shown(text)), list);
}

static bool value_flag(struct str text, void *into, struct words words)
{
    bool is_yes = str_is(text, "yes") || str_is(text, "true");
    bool is_no = str_is(text, "no") || str_is(text, "false");
    if (!is_yes && !is_no)
        return say(words, "expected yes or no, found “%.*s”",
                   STR_ARGS(shown(text)));
    memcpy(into, &is_yes, sizeof is_yes);
    return true;
}

void yaml_choices(const struct yaml_choice *choice, char *words, size_t len)
{
    CHECK(len > 0);
    size_t at = 0;
    words[0] = 0;
    for (; choice->name != NULL && at < len; choice++) {
        int more = snprintf(words + at, len - at, "%s%s", at > 0 ? ", " : "",
                            choice->name);
        CHECK(more >= 0);
        at += (size_t)more;
    }
}

static bool say(struct words words, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    int len = vsnprintf(words.at, words.len, format, list);
    va_end(list);
    CHECK(len >= 0);
    return false;
}

/* Cut to a length fit for a message, never inside a character. */
static struct str shown(struct str text)
{
    struct str cut = str_part(text, 0, SHOWN_MAX);
    while (cut.len > 0 && cut.len < text.len
           && ((unsigned char)text.at[cut.len] & 0xC0) == 0x80)
        cut.len--;
    return cut;
}
