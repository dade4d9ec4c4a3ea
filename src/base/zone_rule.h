/* zone_rule.h - what does the last line of a time zone file promise?
 *
 * The POSIX TZ text at the end of a TZif file ("EST5EDT,M3.2.0,M11.1.0"),
 * with the wider hours of RFC 8536 section 3.3.1.  It says what holds after
 * the file's last transition, for ever.  Only zone.c includes this. */
#ifndef BASE_ZONE_RULE_H
#define BASE_ZONE_RULE_H

#include "base/str.h"

enum zone_change_kind {
    ZONE_CHANGE_MONTH,     /* Mm.w.d: weekday d of week w; week 5 is the last */
    ZONE_CHANGE_JULIAN,    /* Jn: 1 .. 365, 29 February is never counted */
    ZONE_CHANGE_ZERO_BASED /* n: 0 .. 365, 29 February is counted */
};

struct zone_change {
    enum zone_change_kind kind;
    uint32_t month, week, weekday; /* for ZONE_CHANGE_MONTH */
    uint32_t day;                  /* for the other two */
    int32_t second; /* local, from midnight; may leave the day both ways */
};

struct zone_rule {
    int32_t standard, daylight; /* seconds east of UTC */
    bool has_daylight;
    struct zone_change start, end; /* when has_daylight */
};

bool zone_rule_parse(struct str text, struct zone_rule *rule) MUST_USE;

/* Seconds east of UTC at a second of UTC since 1970. */
int32_t zone_rule_offset(const struct zone_rule *rule, int64_t second);

/* The first later second at which the rule changes the clock, or INT64_MAX
 * when it never does. */
int64_t zone_rule_next(const struct zone_rule *rule, int64_t second);

#endif
