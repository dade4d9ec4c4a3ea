#include <stdarg.h>

#include "contact/case_world.h"

static bool digits(struct str text, size_t from, size_t len, int32_t *number);

bool case_word(struct case_words *words, struct str *word)
{
    words->rest = str_trim(words->rest);
    if (words->rest.len == 0)
        return false;
    if (words->rest.at[0] == '"') {
        size_t end = str_find_byte(words->rest, '"', 1);
        *word = str_part(words->rest, 1, end - 1);
        words->rest = str_part(words->rest, end + 1, words->rest.len);
        return true;
    }
    size_t end = str_find_byte(words->rest, ' ', 0);
    *word = str_part(words->rest, 0, end);
    words->rest = str_part(words->rest, end, words->rest.len);
    if (word->len > 1 && word->at[word->len - 1] == ',')
        word->len--;
    return true;
}

struct str case_peek(const struct case_words *words)
{
    struct case_words copy = *words;
    struct str word = { "", 0 };

    (void)case_word(&copy, &word);
    return word;
}

/* YYYY-MM-DD, or MM-DD of the year last named. */
bool case_day(struct case_world *world, struct case_words *words,
              struct day *day)
{
    struct str word = case_peek(words);
    int32_t month;
    int32_t of_month;

    if (word.len == 10) {
        if (!day_parse(word, day))
            return false;
        world->year = day_civil(*day).year;
    } else if (word.len != 5 || word.at[2] != '-'
               || !digits(word, 0, 2, &month)
               || !digits(word, 3, 2, &of_month)
               || !day_from_civil(world->year, (uint32_t)month,
                                  (uint32_t)of_month, day)) {
        return false;
    }
    return case_word(words, &word);
}

/* HH:MM or HH:MM:SS. */
bool case_clock(struct case_words *words, int32_t *second)
{
    struct str word = case_peek(words);
    int32_t hour;
    int32_t minute;
    int32_t rest = 0;

    if ((word.len != 5 && word.len != 8) || word.at[2] != ':'
        || !digits(word, 0, 2, &hour) || !digits(word, 3, 2, &minute)
        || hour > 23 || minute > 59)
        return false;
    if (word.len == 8
        && (word.at[5] != ':' || !digits(word, 6, 2, &rest) || rest > 59))
        return false;
    *second = hour * 3600 + minute * 60 + rest;
    return case_word(words, &word);
}

bool case_count(struct str word, uint32_t *count)
{
    static const char *const names[] = {
        "one", "two",   "three", "four", "five",   "six",
        "seven", "eight", "nine", "ten",  "eleven", "twelve",
    };
    int64_t number;

    for (uint32_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (str_is(word, names[i])) {
            *count = i + 1;
            return true;
        }
    if (!str_to_int64(word, &number) || number < 1
        || number > CASE_ATTEMPTS_MAX)
        return false;
    *count = (uint32_t)number;
    return true;
}

struct moment case_moment(const struct case_world *world, struct day day,
                          int32_t second)
{
    struct moment moment[2];

    if (world->clock == NULL)
        return moment_from_seconds((int64_t)day.n * 86400 + second);
    (void)zone_moments(world->clock, (struct wall){ day, second }, moment);
    return moment[0];
}

bool case_problem(struct case_world *world, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    (void)vsnprintf(world->problem, sizeof world->problem, format, list);
    va_end(list);
    return false;
}

static bool digits(struct str text, size_t from, size_t len, int32_t *number)
{
    *number = 0;
    for (size_t i = from; i < from + len; i++) {
        if (i >= text.len || text.at[i] < '0' || text.at[i] > '9')
            return false;
        *number = *number * 10 + (text.at[i] - '0');
    }
    return true;
}
