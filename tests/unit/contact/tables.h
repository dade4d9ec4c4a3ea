/* tables.h - the real law tables and zones, for tests of this room.
 *
 * SOURCE_ROOT comes from meson. */
#ifndef TEST_CONTACT_TABLES_H
#define TEST_CONTACT_TABLES_H

#include "base/base.h"
#include "contact/zones.h"
#include "law/law.h"

struct tables {
    struct arena arena;
    const struct law_table *law;
    const struct contact_zone_book *book;
};

/* Opens everything or aborts with a word. */
void tables_open(struct tables *tables);
void tables_close(struct tables *tables);
struct str tables_file(struct tables *tables, const char *path);

#endif
