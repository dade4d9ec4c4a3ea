#include "person/person.h"

#define PHONE_DIGITS 10
#define EMAIL_MAX 254 /* bytes */
#define ADULT_YEARS 18

struct state_name {
    char code[3];
    const char *name;
};

/* The fifty states, the District and the territories with a postal code of
 * their own (USPS Publication 28, appendix B), armed forces left out: they
 * say where the mail goes, not where the person is. */
static const struct state_name states[] = {
    { "AL", "Alabama" },        { "AK", "Alaska" },
    { "AS", "American Samoa" }, { "AZ", "Arizona" },
    { "AR", "Arkansas" },       { "CA", "California" },
    { "CO", "Colorado" },       { "CT", "Connecticut" },
    { "DE", "Delaware" },       { "DC", "District of Columbia" },
    { "FL", "Florida" },        { "GA", "Georgia" },
    { "GU", "Guam" },           { "HI", "Hawaii" },
    { "ID", "Idaho" },          { "IL", "Illinois" },
    { "IN", "Indiana" },        { "IA", "Iowa" },
    { "KS", "Kansas" },         { "KY", "Kentucky" },
    { "LA", "Louisiana" },      { "ME", "Maine" },
    { "MD", "Maryland" },       { "MA", "Massachusetts" },
    { "MI", "Michigan" },       { "MN", "Minnesota" },
    { "MS", "Mississippi" },    { "MO", "Missouri" },
    { "MT", "Montana" },        { "NE", "Nebraska" },
    { "NV", "Nevada" },         { "NH", "New Hampshire" },
    { "NJ", "New Jersey" },     { "NM", "New Mexico" },
    { "NY", "New York" },       { "NC", "North Carolina" },
    { "ND", "North Dakota" },   { "MP", "Northern Mariana Islands" },
    { "OH", "Ohio" },           { "OK", "Oklahoma" },
    { "OR", "Oregon" },         { "PA", "Pennsylvania" },
    { "PR", "Puerto Rico" },    { "RI", "Rhode Island" },
    { "SC", "South Carolina" }, { "SD", "South Dakota" },
    { "TN", "Tennessee" },      { "TX", "Texas" },
    { "UT", "Utah" },           { "VT", "Vermont" },
    { "VI", "Virgin Islands" }, { "VA", "Virginia" },
    { "WA", "Washington" },     { "WV", "West Virginia" },
    { "WI", "Wisconsin" },      { "WY", "Wyoming" },
};

struct str language_code(enum language language)
{
    return language == LANGUAGE_SPANISH ? STR("es") : STR("en");
}

enum language language_written(enum language language)
{
    return language == LANGUAGE_SPANISH ? LANGUAGE_SPANISH : LANGUAGE_ENGLISH;
}

enum language language_parse(struct str text)
{
    static const char *const english[] = { "en", "eng", "english", "en-us" };
    static const char *const spanish[] = {
        "es", "spa", "spanish", "es-us", "es-mx", "espanol", "espa\xc3\xb1ol",
    };

    struct str word = str_trim(text);
    for (size_t i = 0; i < sizeof english / sizeof english[0]; i++)
        if (str_equal_fold(word, str_of(english[i])))
            return LANGUAGE_ENGLISH;
    for (size_t i = 0; i < sizeof spanish / sizeof spanish[0]; i++)
        if (str_equal_fold(word, str_of(spanish[i])))
            return LANGUAGE_SPANISH;
    return LANGUAGE_UNKNOWN;
}

struct str person_full_name(struct arena *arena,
                            const struct person_name *name)
{
    const struct str part[] = { name->first, name->middle, name->last,
                                name->suffix };
    size_t room = 0;

    for (size_t i = 0; i < sizeof part / sizeof part[0]; i++)
        room += part[i].len + 1;
    char *bytes = arena_bytes(arena, room);
    if (bytes == NULL)
        return (struct str){ NULL, 0 };

    size_t len = 0;
    for (size_t i = 0; i < sizeof part / sizeof part[0]; i++) {
        struct str word = str_trim(part[i]);
        if (word.len == 0)
            continue;
        if (len > 0)
            bytes[len++] = ' ';
        memcpy(bytes + len, word.at, word.len);
        len += word.len;
    }
    CHECK(len <= room);
    return (struct str){ bytes, len };
}

struct str person_email_masked(struct arena *arena, struct str email)
{
    size_t at = str_find_byte(email, '@', 0);
    if (at == 0 || at >= email.len)
        return STR("***");
    struct str where = str_part(email, at, email.len);
    return str_format(arena, "%c***%.*s", email.at[0], STR_ARGS(where));
}

bool person_is_minor(const struct person *person, struct day on)
{
    CHECK(!day_is_none(on));
    if (day_is_none(person->born_on))
        return false;
    return day_age_years(person->born_on, on) < ADULT_YEARS;
}

struct str person_state_code(struct str text)
{
    struct str word = str_trim(text);
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        if (str_equal_fold(word, str_of(states[i].code))
            || str_equal_fold(word, str_of(states[i].name)))
            return str_of(states[i].code);
    return (struct str){ NULL, 0 };
}

struct str person_phone_digits(struct arena *arena, struct str typed)
{
    char digits[PHONE_DIGITS + 1];
    size_t len = 0;
    for (size_t i = 0; i < typed.len; i++) {
        if (typed.at[i] < '0' || typed.at[i] > '9')
            continue;
        if (len == sizeof digits)
            return STR("");
        digits[len++] = typed.at[i];
    }
    struct str all = { digits, len };
    if (len == sizeof digits && digits[0] == '1')
        all = str_part(all, 1, PHONE_DIGITS);
    return all.len == PHONE_DIGITS ? str_copy(arena, all) : STR("");
}

bool person_email_fits(struct str address)
{
    struct str name, domain;
    if (address.len > EMAIL_MAX || !str_cut(address, '@', &name, &domain)
        || name.len == 0 || domain.len == 0
        || str_find_byte(domain, '@', 0) < domain.len)
        return false;
    for (size_t i = 0; i < address.len; i++) {
        char byte = address.at[i];
        if (byte <= ' ' || byte >= 0x7f || byte == '<' || byte == '>'
            || byte == '"' || byte == ',' || byte == ';' || byte == '\\')
            return false;
    }
    return true;
}
