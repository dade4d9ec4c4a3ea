/* day.h - what is a calendar day, a moment, a local wall clock?
 *
 * A day is a civil date without a zone.  A moment is a point in time, UTC
 * microseconds; law compares whole seconds.  Nobody here reads a clock. */
#ifndef BASE_DAY_H
#define BASE_DAY_H

#include <stdint.h>

#include "base/str.h"

struct day {
    int32_t n; /* days since 1970-01-01, may be negative */
};
#define DAY_NONE ((struct day){ INT32_MIN })

enum weekday { SUNDAY, MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY };

struct civil {
    int32_t year;  /* 1800 .. 2199 where it comes from outside */
    uint32_t month; /* 1 .. 12 */
    uint32_t day;   /* 1 .. 31 */
};

/* False when the date does not exist (31 February) or the year is outside
 * 1800 .. 2199. */
bool day_from_civil(int32_t year, uint32_t month, uint32_t day,
                    struct day *out) MUST_USE;
struct civil day_civil(struct day day);
enum weekday day_weekday(struct day day);
bool day_is_none(struct day day);
int day_compare(struct day a, struct day b);
int32_t day_between(struct day from, struct day to); /* to - from, in days */
struct day day_add(struct day day, int32_t days);
/* Same day of the month, or that month's last day: counted always from the
 * first date, the 31st comes back after a short February. */
struct day day_add_months(struct day day, int32_t months);
struct day day_add_years(struct day day, int32_t years);
/* Whole years lived on `on`; a 29 February birthday counts on 1 March.
 * Negative when birth is after `on`. */
int32_t day_age_years(struct day birth, struct day on);
bool day_parse(struct str iso, struct day *out) MUST_USE; /* YYYY-MM-DD */
/* DAY_NONE gives an absent str. */
struct str day_iso(struct arena *arena, struct day day);

struct moment {
    int64_t us; /* microseconds since 1970-01-01T00:00:00Z */
};
#define MOMENT_NONE ((struct moment){ INT64_MIN })
#define MOMENT_NEVER ((struct moment){ INT64_MAX })

int moment_compare(struct moment a, struct moment b);
bool moment_is_none(struct moment m);
bool moment_is_never(struct moment m);
/* MOMENT_NEVER stays never; MOMENT_NONE and overflow are bugs. */
struct moment moment_add_seconds(struct moment m, int64_t seconds);
int64_t moment_seconds(struct moment m); /* whole seconds, floor */
struct moment moment_from_seconds(int64_t seconds);
struct day moment_utc_day(struct moment m);
/* "2026-11-24T08:00:01Z", fraction only when there is one.  "never" for
 * MOMENT_NEVER, an absent str for MOMENT_NONE. */
struct str moment_iso(struct arena *arena, struct moment m);
/* Exactly that form: capital T and Z, years 1800 .. 2199, at most six digits
 * of a fraction, no leap second, not "never". */
bool moment_parse(struct str iso, struct moment *out) MUST_USE;

/* A local clock face: a day and the second of that day (0 .. 86,399). */
struct wall {
    struct day day;
    int32_t second;
};

#endif
