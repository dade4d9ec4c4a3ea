#include "contact/zones.h"

#include "law/sheet.h"

#define PREFIXES 1000 /* three digits */
#define STATES_MAX 80
#define ZIP5_MAX 20000

struct zip_zones {
    uint32_t zip;
    uint32_t zones;
};
struct state_zones {
    char code[2];
    uint32_t zones;
};
struct contact_zone_book {
    uint32_t zone_count;
    const struct zone *zone[CONTACT_ZONES_MAX];
    uint32_t all;
    uint32_t zip3[PREFIXES];
    uint32_t area_code[PREFIXES];
    uint32_t zip5_count;
    struct zip_zones zip5[ZIP5_MAX]; /* ascending */
    uint32_t state_count;
    struct state_zones state[STATES_MAX];
};

static const char *const needed[] = {
    "America/New_York",    "America/Chicago",     "America/Denver",
    "America/Phoenix",     "America/Los_Angeles", "America/Anchorage",
    "America/Adak",        "Pacific/Honolulu",    "America/Puerto_Rico",
    "Pacific/Guam",        "Pacific/Pago_Pago",
};
_Static_assert(sizeof needed / sizeof needed[0] == CONTACT_ZONE_NAMES,
               "the header says how many");

/* Used when nothing is known: the zones of the states' mainland, Alaska and
 * Hawaii. */
static const char *const everywhere[] = {
    "America/New_York",    "America/Chicago",   "America/Denver",
    "America/Phoenix",     "America/Los_Angeles", "America/Anchorage",
    "Pacific/Honolulu",
};

typedef bool row_fn(struct contact_zone_book *book, struct str key,
                    uint32_t zones);
static row_fn keep_zip3;
static row_fn keep_zip5;
static row_fn keep_area_code;
static row_fn keep_state;
static bool table_read(struct contact_zone_book *book, const char *name,
                       struct str bytes, row_fn *keep, struct err *err);
static bool zones_parse(const struct contact_zone_book *book,
                        struct str names, uint32_t *zones);
static bool digits_parse(struct str text, size_t len, uint32_t *number);

struct str contact_zone_needed(uint32_t index)
{
    CHECK(index < CONTACT_ZONE_NAMES);
    return str_of(needed[index]);
}

const struct contact_zone_book *contact_zone_book_build(
    struct arena *arena, const struct contact_zone_sources *sources,
    const struct zone *const *zone, uint32_t zone_count, struct err *err)
{
    struct contact_zone_book *book =
        arena_new(arena, struct contact_zone_book);

    if (book == NULL) {
        err_set(err, ERR_EXHAUSTED, "no memory for the zone tables");
        return NULL;
    }
    if (zone_count > CONTACT_ZONES_MAX) {
        err_set(err, ERR_EXHAUSTED, "more than %d zones", CONTACT_ZONES_MAX);
        return NULL;
    }
    book->zone_count = zone_count;
    for (uint32_t i = 0; i < zone_count; i++)
        book->zone[i] = zone[i];
    for (size_t i = 0; i < sizeof everywhere / sizeof everywhere[0]; i++) {
        uint32_t at = contact_zone_find(book, str_of(everywhere[i]));
        if (at == CONTACT_ZONES_MAX) {
            err_set(err, ERR_INVALID, "the zone %s was not handed in",
                    everywhere[i]);
            return NULL;
        }
        book->all |= UINT32_C(1) << at;
    }
    if (!table_read(book, "zones-zip3.csv", sources->zip3, keep_zip3, err)
        || !table_read(book, "zones-zip5.csv", sources->zip5, keep_zip5, err)
        || !table_read(book, "zones-area-code.csv", sources->area_code,
                       keep_area_code, err)
        || !table_read(book, "zones-state.csv", sources->state, keep_state,
                       err))
        return NULL;
    return book;
}

uint32_t contact_zone_count(const struct contact_zone_book *book)
{
    return book->zone_count;
}

const struct zone *contact_zone_at(const struct contact_zone_book *book,
                                   uint32_t index)
{
    CHECK(index < book->zone_count);
    return book->zone[index];
}

uint32_t contact_zone_find(const struct contact_zone_book *book,
                           struct str name)
{
    for (uint32_t i = 0; i < book->zone_count; i++)
        if (str_equal(zone_name(book->zone[i]), name))
            return i;
    return CONTACT_ZONES_MAX;
}

uint32_t contact_zones_of_zip(const struct contact_zone_book *book,
                              struct str zip)
{
    uint32_t number;
    uint32_t low = 0;
    uint32_t high = book->zip5_count;

    if (!digits_parse(str_part(zip, 0, 5), 5, &number))
        return 0;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (book->zip5[middle].zip < number)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < book->zip5_count && book->zip5[low].zip == number)
        return book->zip5[low].zones;
    return book->zip3[number / 100];
}

uint32_t contact_zones_of_state(const struct contact_zone_book *book,
                                struct str state)
{
    if (state.len != 2)
        return 0;
    for (uint32_t i = 0; i < book->state_count; i++)
        if (memcmp(book->state[i].code, state.at, 2) == 0)
            return book->state[i].zones;
    return 0;
}

uint32_t contact_zones_of_number(const struct contact_zone_book *book,
                                 struct str number)
{
    uint32_t area_code;

    if (number.len != 10
        || !digits_parse(str_part(number, 0, 3), 3, &area_code))
        return 0;
    return book->area_code[area_code];
}

uint32_t contact_zones_of_address(const struct contact_zone_book *book,
                                  const struct person_address *address)
{
    uint32_t zones = contact_zones_of_zip(book, address->zip);

    return zones != 0 ? zones
                      : contact_zones_of_state(book, address->state);
}

uint32_t contact_zones_all(const struct contact_zone_book *book)
{
    return book->all;
}

static bool table_read(struct contact_zone_book *book, const char *name,
                       struct str bytes, row_fn *keep, struct err *err)
{
    struct sheet sheet;
    struct str cell[2];
    bool is_row = true;

    law_sheet_open(&sheet, str_of(name), bytes);
    if (!law_sheet_row(&sheet, 2, cell, &is_row, err))
        return false;
    if (!is_row || !str_is(cell[1], "zones"))
        return err_set(err, ERR_INVALID, "%s: no header line", name);
    for (;;) {
        uint32_t zones;
        if (!law_sheet_row(&sheet, 2, cell, &is_row, err))
            return false;
        if (!is_row)
            return true;
        if (!zones_parse(book, cell[1], &zones))
            return err_set(err, ERR_INVALID,
                           "%s:%" PRIu32 ": no such zone in '%.*s'", name,
                           sheet.line, STR_ARGS(cell[1]));
        if (!keep(book, cell[0], zones))
            return err_set(err, ERR_INVALID,
                           "%s:%" PRIu32 ": '%.*s' is out of place", name,
                           sheet.line, STR_ARGS(cell[0]));
    }
}

static bool keep_zip3(struct contact_zone_book *book, struct str key,
                      uint32_t zones)
{
    uint32_t number;

    if (key.len != 3 || !digits_parse(key, 3, &number))
        return false;
    book->zip3[number] = zones;
    return true;
}

static bool keep_zip5(struct contact_zone_book *book, struct str key,
                      uint32_t zones)
{
    uint32_t number;
    uint32_t count = book->zip5_count;

    if (key.len != 5 || !digits_parse(key, 5, &number) || count == ZIP5_MAX
        || (count > 0 && book->zip5[count - 1].zip >= number))
        return false;
    book->zip5[count] = (struct zip_zones){ number, zones };
    book->zip5_count++;
    return true;
}

static bool keep_area_code(struct contact_zone_book *book, struct str key,
                           uint32_t zones)
{
    uint32_t number;

    if (key.len != 3 || !digits_parse(key, 3, &number))
        return false;
    book->area_code[number] = zones;
    return true;
}

static bool keep_state(struct contact_zone_book *book, struct str key,
                       uint32_t zones)
{
    if (key.len != 2 || book->state_count == STATES_MAX)
        return false;
    struct state_zones *state = &book->state[book->state_count++];
    memcpy(state->code, key.at, 2);
    state->zones = zones;
    return true;
}

/* Names with one blank between them; at least one. */
static bool zones_parse(const struct contact_zone_book *book,
                        struct str names, uint32_t *zones)
{
    struct str rest = names;
    bool has_more = true;

    *zones = 0;
    while (has_more) {
        struct str name;
        struct str tail = { NULL, 0 };
        has_more = str_cut(rest, ' ', &name, &tail);
        uint32_t index = contact_zone_find(book, name);
        if (index == CONTACT_ZONES_MAX)
            return false;
        *zones |= UINT32_C(1) << index;
        rest = tail;
    }
    return true;
}

static bool digits_parse(struct str text, size_t len, uint32_t *number)
{
    if (text.len != len)
        return false;
    *number = 0;
    for (size_t i = 0; i < len; i++) {
        if (text.at[i] < '0' || text.at[i] > '9')
            return false;
        *number = *number * 10 + (uint32_t)(text.at[i] - '0');
    }
    return true;
}
