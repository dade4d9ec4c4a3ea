#include "debt/debt.h"

#define ENDING_DIGITS 4

/* A byte of a UTF-8 letter that is not its first. */
static bool is_inside_letter(char byte);

struct str program_word(enum program program)
{
    switch (program) {
    case PROGRAM_EARLY_OUT:
        return STR("early_out");
    case PROGRAM_BAD_DEBT:
        return STR("bad_debt");
    case PROGRAM_UNKNOWN:
        break;
    }
    return STR("unknown");
}

/* Rule APP-1: what nobody has said is treated as the stricter one. */
bool debt_is_third_party(const struct debt *debt)
{
    return debt->program != PROGRAM_EARLY_OUT;
}

struct str debt_account_ending(struct arena *arena, struct str account)
{
    static const char words[] = "ending ";
    const size_t words_len = sizeof words - 1;
    struct str number = str_trim(account);

    /* Of a short number less is shown, so that it never stands whole. */
    size_t shown = number.len / 2;
    if (shown > ENDING_DIGITS)
        shown = ENDING_DIGITS;
    while (shown > 0 && is_inside_letter(number.at[number.len - shown]))
        shown--;
    char *bytes = arena_bytes(arena, words_len + shown);
    if (bytes == NULL)
        return (struct str){ NULL, 0 };
    memcpy(bytes, words, words_len);
    if (shown > 0)
        memcpy(bytes + words_len, number.at + number.len - shown, shown);
    CHECK(shown <= ENDING_DIGITS);
    return (struct str){ bytes, words_len + shown };
}

static bool is_inside_letter(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}
