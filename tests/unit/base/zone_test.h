/* zone_test.h - zones of this machine, and short words for times. */
#ifndef TEST_BASE_ZONE_TEST_H
#define TEST_BASE_ZONE_TEST_H

#include "test.h"

#define FOLDER "/usr/share/zoneinfo/"
#define HOUR 3600

static struct arena arena; /* of the whole test program */

static inline struct str zone_bytes(const char *name)
{
    struct str bytes = { 0 };
    struct err err = { 0 };
    const char *path = str_c(&arena, str_format(&arena, FOLDER "%s", name));
    if (!file_read(world_real(), &arena, path, 1 << 20, &bytes, &err))
        fail_msg("%s", err.text);
    return bytes;
}

static inline const struct zone *zone(const char *name)
{
    struct err err = { 0 };
    const struct zone *zone = zone_parse(&arena, str_of(name),
                                         zone_bytes(name), &err);
    if (zone == NULL)
        fail_msg("%s: %s", name, err.text);
    ASSERT_STR(zone_name(zone), name);
    return zone;
}

static inline struct moment utc(const char *iso)
{
    struct moment m = MOMENT_NONE;
    if (!moment_parse(str_of(iso), &m))
        fail_msg("not a moment: %s", iso);
    return m;
}

static inline struct day date(const char *iso)
{
    struct day day = DAY_NONE;
    if (!day_parse(str_of(iso), &day))
        fail_msg("not a day: %s", iso);
    return day;
}

static inline struct wall face(const char *day, int32_t hour, int32_t minute)
{
    return (struct wall){ date(day), hour * HOUR + minute * 60 };
}

#endif
