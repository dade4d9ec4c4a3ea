/* usual.h - on which weekday does a client's file come, and is one missing?
 *
 * A file that does not come is silence, and silence is seen only by who knows
 * the habit: the weekday on which files came in the most of the last
 * CLIENT_USUAL_WEEKS weeks, at least in CLIENT_USUAL_LEAST.  Once the last such
 * day is over without a file on it, or up to CLIENT_EARLY_DAYS before, or
 * since, one is missing. */
#ifndef CLIENT_USUAL_H
#define CLIENT_USUAL_H

#include "base/base.h"

#define CLIENT_USUAL_WEEKS 8
#define CLIENT_USUAL_DAYS (7 * CLIENT_USUAL_WEEKS)
#define CLIENT_USUAL_LEAST 3 /* weeks that make a habit */
#define CLIENT_EARLY_DAYS 2

enum client_files {
    CLIENT_FILES_NONE,    /* no habit, and none is expected */
    CLIENT_FILES_CAME,
    CLIENT_FILES_TODAY,   /* one is expected before the day is over */
    CLIENT_FILES_MISSING
};
struct client_usual {
    enum client_files files;
    struct day last_on;     /* DAY_NONE: none in those weeks */
    struct day expected_on; /* the usual day, today's or before; DAY_NONE
                               without a habit */
};
/* came: the days on which files came, in any order, more than one a day and
 * older ones too. */
struct client_usual client_usual(const struct day *came, uint32_t count,
                                 struct day today);

#endif
