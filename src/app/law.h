/* law.h - which law tables and zones are in force in this folder?
 *
 * The tables inside the program, with rows of FOLDER/law/ over them, hashed;
 * and the zones of the system's tzdata that they name.  The folder may be
 * NULL: the program's own tables, as `bedside law check` uses them. */
#ifndef APP_LAW_H
#define APP_LAW_H

#include "base/base.h"
#include "contact/zones.h"
#include "law/law.h"

struct app_law {
    const struct law_table *table;
    const struct contact_zone_book *zones;
    struct str hash; /* SHA-256 of `text`, hex */
    struct str text; /* every table, one after the other */
};
bool app_law_open(struct world *world, const char *folder,
                  struct arena *arena, struct app_law *law,
                  struct err *err) MUST_USE;

#endif
