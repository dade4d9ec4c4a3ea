/* agency.h - who are we?
 *
 * `bedside init` writes the agency's row and the keys; every
 * letter and page takes its sender from here or from the client's brand. */
#ifndef APP_AGENCY_H
#define APP_AGENCY_H

#include "app/app.h"

struct app_agency {
    struct str name, known_as;
    struct str line1, line2, city, state, zip;
    struct str phone; /* ten digits */
    struct str hours_en, hours_es, website, portal_url, license;
    bool is_demo;
};

/* Makes the folder, the keys and the schema, and writes the agency.  A folder
 * that already has one is ERR_CONFLICT and stays as it is. */
bool app_init(const struct app_options *options,
              const struct app_agency *agency, struct err *err) MUST_USE;

/* The parts that are words, by their names at the command line and in a
 * settings file: "known-as".  NULL past the end. */
struct app_agency_part {
    const char *name;
    size_t offset; /* of a struct str */
};
const struct app_agency_part *app_agency_part_at(uint32_t index);
struct str *app_agency_text(struct app_agency *agency,
                            const struct app_agency_part *part);

/* Is it complete?  Makes ten digits of the phone and capitals of the state;
 * ERR_INVALID names the part. */
bool app_agency_check(struct app_agency *agency, struct arena *arena,
                      struct err *err) MUST_USE;

/* Absent parts stay as they are.  The clock of another time zone counts from
 * the next start. */
bool app_agency_change(struct app *app, struct caller caller,
                       const struct app_agency *change,
                       struct err *err) MUST_USE;

/* Inside of a unit. */
bool app_agency_in(struct db *db, struct arena *arena,
                   struct app_agency *agency, struct err *err) MUST_USE;
bool app_agency_load(struct app *app, struct caller caller,
                     struct arena *arena, struct app_agency *agency,
                     struct err *err) MUST_USE;

#endif
