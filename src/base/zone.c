#include "base/base.h"

#include "base/zone_rule.h"

#define HEADER_BYTES 44
#define TYPES_MAX 256
#define OFFSET_MAX 93600 /* 26 hours; RFC 8536 section 3.2 */
#define DAY_SECONDS INT64_C(86400)
/* Inside this, seconds times a million fit in 64 bits with room to spare. */
#define WALL_DAY_FARTHEST 100000000
/* Walls look this far around for a transition: no offset is larger. */
#define REACH ((int64_t)OFFSET_MAX + 1)
#define FOREVER INT64_MAX

struct zone {
    char name[ZONE_NAME_MAX + 1];
    uint32_t count;       /* of transitions */
    const int64_t *at;    /* seconds, strictly rising */
    const int32_t *after; /* the offset from at[i] on */
    int32_t before;       /* the offset before at[0] */
    bool has_rule;        /* from the last transition on */
    struct zone_rule rule;
};

/* The six counts of a TZif header, in the file's order. */
struct counts {
    uint32_t isut, isstd, leap, time, type, name_bytes;
};


static bool read_header(struct str tzif, size_t from, struct counts *counts);
static uint64_t block_bytes(const struct counts *counts, uint64_t time_bytes);
static bool check_counts(const struct counts *counts, struct err *err);
static bool read_table(struct arena *arena, struct zone *zone,
                       const struct counts *counts, struct str data,
                       struct err *err);
static bool read_footer(struct zone *zone, struct str footer,
                        struct err *err);
static int64_t big_endian(const unsigned char *at, size_t size);
static uint32_t rank(const struct zone *zone, int64_t second);
static int32_t offset_at(const struct zone *zone, int64_t second);
static int64_t next_after(const struct zone *zone, int64_t second);
static bool bad(struct err *err, const char *what);

const struct zone *zone_parse(struct arena *arena, struct str name,
                              struct str tzif, struct err *err)
{
    struct counts old, counts;
    if (!zone_name_is_safe(name)) {
        (void)err_set(err, ERR_INVALID, "not a name of a time zone");
        return NULL;
    }
    if (!read_header(tzif, 0, &old) || tzif.at[4] < '2') {
        (void)bad(err, "it is not TZif version 2 or later");
        return NULL;
    }
    /* The first block has 32-bit times, for old readers; we pass over it. */
    uint64_t second = HEADER_BYTES + block_bytes(&old, 4);
    if (second > tzif.len || !read_header(tzif, (size_t)second, &counts)) {
        (void)bad(err, "its second block is missing");
        return NULL;
    }
    if (!check_counts(&counts, err))
        return NULL;
    struct str data = str_part(tzif, (size_t)second + HEADER_BYTES, tzif.len);
    uint64_t size = block_bytes(&counts, 8);
    if (size > data.len) {
        (void)bad(err, "it is cut short");
        return NULL;
    }

    struct zone *zone = arena_new(arena, struct zone);
    if (zone == NULL) {
        (void)err_set(err, ERR_EXHAUSTED, "no memory for a time zone");
        return NULL;
    }
    memcpy(zone->name, name.at, name.len);
    if (!read_table(arena, zone, &counts, data, err)
        || !read_footer(zone, str_part(data, (size_t)size, data.len), err))
        return NULL;
    return zone;
}

struct str zone_name(const struct zone *zone)
{
    return str_of(zone->name);
}

int32_t zone_offset(const struct zone *zone, struct moment m)
{
    CHECK(!moment_is_none(m));
    CHECK(!moment_is_never(m));
    return offset_at(zone, moment_seconds(m));
}

struct wall zone_wall(const struct zone *zone, struct moment m)
{
    int64_t local = moment_seconds(m) + zone_offset(zone, m);
    int64_t day = local / DAY_SECONDS - (local % DAY_SECONDS < 0 ? 1 : 0);
    struct wall wall = { .day = { (int32_t)day },
                         .second = (int32_t)(local - day * DAY_SECONDS) };
    CHECK(wall.second >= 0 && wall.second < DAY_SECONDS);
    return wall;
}

/* Walks the stretches of one offset each that could show this wall time. */
uint32_t zone_moments(const struct zone *zone, struct wall wall,
                      struct moment moment[2])
{
    CHECK(wall.second >= 0 && wall.second < DAY_SECONDS);
    CHECK(wall.day.n >= -WALL_DAY_FARTHEST && wall.day.n <= WALL_DAY_FARTHEST);
    int64_t face = wall.day.n * DAY_SECONDS + wall.second;
    int64_t start = face - REACH;
    int64_t after_gap = FOREVER;
    uint32_t count = 0;

    while (start <= face + REACH && count < 2) {
        int32_t offset = offset_at(zone, start);
        int64_t end = next_after(zone, start);
        CHECK(end > start);
        int64_t at = face - offset;
        if (at >= start && at < end)
            moment[count++] = moment_from_seconds(at);
        else if (at < start && after_gap == FOREVER)
            after_gap = start; /* the clock has jumped past this face */
        start = end;
    }
    if (count == 0) {
        CHECK(after_gap != FOREVER);
        moment[0] = moment_from_seconds(after_gap);
    }
    return count;
}

struct moment zone_day_start(const struct zone *zone, struct day day)
{
    struct moment moment[2];
    struct wall midnight = { .day = day, .second = 0 };
    (void)zone_moments(zone, midnight, moment);
    return moment[0];
}

bool zone_name_is_safe(struct str name)
{
    if (name.len == 0 || name.len > ZONE_NAME_MAX || name.at[0] == '/')
        return false;
    for (size_t i = 0; i < name.len; i++) {
        char byte = name.at[i];
        bool is_letter = (byte >= 'A' && byte <= 'Z')
                         || (byte >= 'a' && byte <= 'z');
        bool is_digit = byte >= '0' && byte <= '9';
        /* No '.' at all, so no ".." either. */
        if (!is_letter && !is_digit && byte != '_' && byte != '+'
            && byte != '-' && byte != '/')
            return false;
    }
    return true;
}

/* magic, version, 15 unused bytes, six counts of four bytes. */
static bool read_header(struct str tzif, size_t from, struct counts *counts)
{
    if (tzif.len < HEADER_BYTES || from > tzif.len - HEADER_BYTES)
        return false;
    if (memcmp(tzif.at + from, "TZif", 4) != 0)
        return false;
    const unsigned char *at = (const unsigned char *)tzif.at + from + 20;
    uint32_t *count[] = { &counts->isut, &counts->isstd, &counts->leap,
                          &counts->time, &counts->type, &counts->name_bytes };
    for (size_t i = 0; i < 6; i++)
        *count[i] = (uint32_t)big_endian(at + 4 * i, 4);
    return true;
}

/* Six 32-bit counts times at most twelve bytes cannot overflow 64 bits. */
static uint64_t block_bytes(const struct counts *counts, uint64_t time_bytes)
{
    return counts->time * time_bytes + counts->time
           + (uint64_t)counts->type * 6 + counts->name_bytes
           + counts->leap * (time_bytes + 4) + counts->isstd + counts->isut;
}

static bool check_counts(const struct counts *counts, struct err *err)
{
    if (counts->time > ZONE_TRANSITIONS_MAX)
        return bad(err, "it has too many transitions");
    if (counts->type == 0 || counts->type > TYPES_MAX)
        return bad(err, "its count of types is out of range");
    if (counts->leap != 0)
        return bad(err, "it counts leap seconds");
    return true;
}

static bool read_table(struct arena *arena, struct zone *zone,
                       const struct counts *counts, struct str data,
                       struct err *err)
{
    const unsigned char *time = (const unsigned char *)data.at;
    const unsigned char *index = time + (size_t)counts->time * 8;
    const unsigned char *type = index + counts->time;

    int64_t *at = arena_many(arena, counts->time, int64_t);
    int32_t *after = arena_many(arena, counts->time, int32_t);
    if (at == NULL || after == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for a time zone");
    for (uint32_t i = 0; i < counts->type; i++) {
        int64_t offset = big_endian(type + 6 * (size_t)i, 4);
        if (offset < -OFFSET_MAX || offset > OFFSET_MAX)
            return bad(err, "an offset is out of range");
    }
    for (uint32_t i = 0; i < counts->time; i++) {
        at[i] = big_endian(time + 8 * (size_t)i, 8);
        if (i > 0 && at[i] <= at[i - 1])
            return bad(err, "its transitions do not rise");
        if (index[i] >= counts->type)
            return bad(err, "a transition names no type");
        after[i] = (int32_t)big_endian(type + 6 * (size_t)index[i], 4);
    }
    zone->count = counts->time;
    zone->at = at;
    zone->after = after;
    zone->before = (int32_t)big_endian(type, 4);
    return true;
}

/* "\nEST5EDT,M3.2.0,M11.1.0\n"; empty between the lines means "no rule". */
static bool read_footer(struct zone *zone, struct str footer, struct err *err)
{
    struct str text, rest;
    if (footer.len < 2 || footer.at[0] != '\n'
        || !str_cut(str_part(footer, 1, footer.len), '\n', &text, &rest))
        return bad(err, "its footer is missing");
    if (text.len == 0)
        return true;
    if (!zone_rule_parse(text, &zone->rule))
        return bad(err, "its footer is not a rule we know");
    zone->has_rule = true;
    return true;
}

/* Two's complement, as TZif stores it; size 4 or 8. */
static int64_t big_endian(const unsigned char *at, size_t size)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < size; i++)
        bits = bits << 8 | at[i];
    if (size == 4)
        return (int32_t)(uint32_t)bits;
    return (int64_t)bits;
}

/* How many transitions are at or before this second. */
static uint32_t rank(const struct zone *zone, int64_t second)
{
    uint32_t low = 0, high = zone->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (zone->at[middle] <= second)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int32_t offset_at(const struct zone *zone, int64_t second)
{
    uint32_t passed = rank(zone, second);
    CHECK(passed <= zone->count);
    if (passed == zone->count && zone->has_rule)
        return zone_rule_offset(&zone->rule, second);
    return passed == 0 ? zone->before : zone->after[passed - 1];
}

/* The first later second at which the offset may change, or FOREVER. */
static int64_t next_after(const struct zone *zone, int64_t second)
{
    uint32_t passed = rank(zone, second);
    if (passed < zone->count)
        return zone->at[passed];
    return zone->has_rule ? zone_rule_next(&zone->rule, second) : FOREVER;
}

static bool bad(struct err *err, const char *what)
{
    return err_set(err, ERR_CORRUPT, "cannot use the time zone file: %s",
                   what);
}
