/* zones.h - where may this person be, as far as clocks are concerned?
 *
 * Comment 6(b)(1)(i)-2: with ambiguous information a time is fine only if it
 * is convenient in all the places the information points to.  So evidence
 * adds up: the zones of every address and of every number's area code, and
 * only what the person told us stands alone.  An area code or ZIP that
 * nobody knows adds nothing; when nothing is left, all six zones of the
 * states count.  The server's own zone never does.
 *
 * The tables are facts with a date (law/zones-*.csv); zones with the same
 * clock since 2007 share one name there (Detroit is New York). */
#ifndef CONTACT_ZONES_H
#define CONTACT_ZONES_H

#include "base/base.h"
#include "person/person.h"

#define CONTACT_ZONES_MAX 32 /* zones in one book; sets are uint32_t */

struct contact_zone_book; /* immutable, lives in the arena it was built in */

struct contact_zone_sources {
    struct str zip3;      /* law/zones-zip3.csv: prefix,zones */
    struct str zip5;      /* law/zones-zip5.csv: only the exceptions */
    struct str area_code; /* law/zones-area-code.csv */
    struct str state;     /* law/zones-state.csv */
};

/* The names the tables use: the shell opens each of them from the system's
 * tzdata (it may open more, so that people can name other places). */
#define CONTACT_ZONE_NAMES 11
struct str contact_zone_needed(uint32_t index); /* 0 .. NAMES - 1 */

/* Reads the tables against the opened zones; zone_name() is their name.  The
 * zones must outlive the book.  NULL with "file:line: ..." when a row is
 * malformed or names a zone that was not handed in. */
const struct contact_zone_book *contact_zone_book_build(
    struct arena *arena, const struct contact_zone_sources *sources,
    const struct zone *const *zone, uint32_t zone_count,
    struct err *err) MUST_USE;

uint32_t contact_zone_count(const struct contact_zone_book *book);
const struct zone *contact_zone_at(const struct contact_zone_book *book,
                                   uint32_t index);
/* The index of a name, or CONTACT_ZONES_MAX. */
uint32_t contact_zone_find(const struct contact_zone_book *book,
                           struct str name);

/* Sets of zones (1u << index).  Zero: the evidence says nothing. */
uint32_t contact_zones_of_zip(const struct contact_zone_book *book,
                              struct str zip);
uint32_t contact_zones_of_state(const struct contact_zone_book *book,
                                struct str state);
uint32_t contact_zones_of_number(const struct contact_zone_book *book,
                                 struct str number);
/* ZIP first; where it is absent or unknown, the state. */
uint32_t contact_zones_of_address(const struct contact_zone_book *book,
                                  const struct person_address *address);
/* The six zones of the states (Mountain both with and without summer
 * time). */
uint32_t contact_zones_all(const struct contact_zone_book *book);

#endif
