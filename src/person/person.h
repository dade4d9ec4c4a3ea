/* person.h - who is this person, and how can they be reached?
 *
 * A person belongs to the agency, not to a client.  Only what payment work
 * needs is here: no diagnosis, no procedure, no score.  Identifiers such as a
 * part of an SSN are sealed in the store and never in these types. */
#ifndef PERSON_PERSON_H
#define PERSON_PERSON_H

#include "base/base.h"

enum language { LANGUAGE_UNKNOWN, LANGUAGE_ENGLISH, LANGUAGE_SPANISH };

/* Two-letter codes "en", "es"; the zeroed value reads as English on paper. */
struct str language_code(enum language language);
enum language language_parse(struct str text); /* en, eng, English, es, ... */
/* The language we write to them in: Spanish where it is theirs, or English. */
enum language language_written(enum language language);

struct person_name {
    struct str first, middle, last, suffix;
};

struct person {
    struct person_id id;
    struct ref ref;
    struct person_name name;
    struct day born_on;       /* DAY_NONE when the file did not say */
    enum language language;   /* as they chose, else as the file said */
    bool wants_large;         /* large print */
};

struct person_address {
    struct str line1, line2, city;
    struct str state; /* two capital letters */
    struct str zip;   /* five digits, or absent */
};

struct person_phone {
    struct str number; /* ten digits, North American */
    bool is_landline;  /* unknown counts as mobile */
};

/* "Rosa Diaz Jr."; absent parts are left out. */
struct str person_full_name(struct arena *arena,
                            const struct person_name *name);
/* "r***@example.com": enough to ask "is it still this one?", no more. */
struct str person_email_masked(struct arena *arena, struct str email);
/* A minor on `on`: under 18.  An unknown birthday is not known to be one. */
bool person_is_minor(const struct person *person, struct day on);

/* Two-letter code of a US state, DC or territory from its code or English
 * name in any case; absent str when it is neither. */
struct str person_state_code(struct str text);

/* A telephone number as people write it, as its ten digits, without a leading
 * 1; empty when it has not just that many. */
struct str person_phone_digits(struct arena *arena, struct str typed);

/* One e-mail address as it may stand between "<" and ">": one "@", no blank,
 * nothing a header could stumble over. */
bool person_email_fits(struct str address);

#endif
