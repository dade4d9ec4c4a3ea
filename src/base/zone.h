/* zone.h - what time is it there?
 *
 * A zone is read from the bytes of a TZif file (RFC 8536) that somebody else
 * opened; after the last transition its POSIX footer is used.  No libc time
 * function, no TZ variable, no clock; safe from any thread. */
#ifndef BASE_ZONE_H
#define BASE_ZONE_H

#include "base/day.h"
#include "base/err.h"

#define ZONE_TRANSITIONS_MAX 2048
#define ZONE_NAME_MAX 48

struct zone; /* immutable, lives in the arena it was parsed into */

/* Parses the version 2+ block of a TZif file.  name is kept (copied). */
const struct zone *zone_parse(struct arena *arena, struct str name,
                              struct str tzif, struct err *err) MUST_USE;

struct str zone_name(const struct zone *zone);
/* Seconds east of UTC in force at m. */
int32_t zone_offset(const struct zone *zone, struct moment m);
struct wall zone_wall(const struct zone *zone, struct moment m);
/* The moments that show this wall time: 1, 2 in a fold (earlier first), or 0
 * in a gap, and then moment[0] is the first instant after the gap. */
uint32_t zone_moments(const struct zone *zone, struct wall wall,
                      struct moment moment[2]);
/* The first instant of a local day (after a gap at midnight, if there is
 * one). */
struct moment zone_day_start(const struct zone *zone, struct day day);

/* False for names with "..", a leading "/" or bytes outside A-Za-z0-9_+-/ */
bool zone_name_is_safe(struct str name);

#endif
