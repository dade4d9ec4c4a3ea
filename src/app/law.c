#include "base/base.h"
#include "app/law.h"
#include "seal/digest.h"
#include "text/embedded.h"

#define ZONE_FOLDER "/usr/share/zoneinfo"
#define ZONE_BYTES_MAX ((size_t)64 << 10)
#define LAW_BYTES_MAX ((size_t)4 << 20)

extern const struct embedded_set embedded_law;

static bool numbers_open(struct world *world, const char *folder,
                         struct arena *arena, struct app_law *law,
                         struct err *err);
static bool zones_open(struct world *world, struct arena *arena,
                       const struct zone *zone[CONTACT_ZONE_NAMES],
                       struct err *err);
static struct str table_of(const char *name);

bool app_law_open(struct world *world, const char *folder,
                  struct arena *arena, struct app_law *law, struct err *err)
{
    const struct zone *zone[CONTACT_ZONE_NAMES];
    struct contact_zone_sources sources = {
        .zip3 = table_of("zones-zip3.csv"),
        .zip5 = table_of("zones-zip5.csv"),
        .area_code = table_of("zones-area-code.csv"),
        .state = table_of("zones-state.csv")
    };
    if (!numbers_open(world, folder, arena, law, err)
        || !zones_open(world, arena, zone, err))
        return false;
    law->zones = contact_zone_book_build(arena, &sources, zone,
                                         CONTACT_ZONE_NAMES, err);
    return law->zones != NULL;
}

/* A row of the folder's own table overrides ours, and its answer says so. */
static bool numbers_open(struct world *world, const char *folder,
                         struct arena *arena, struct app_law *law,
                         struct err *err)
{
    struct law_source source[2] = {
        { STR("law/numbers.csv"), table_of("numbers.csv"), false }
    };
    uint32_t count = 1;
    if (folder != NULL) {
        struct str path = str_format(arena, "%s/law/numbers.csv", folder);
        struct err absent = { .kind = ERR_NONE };
        if (file_read(world, arena, path.at, LAW_BYTES_MAX, &source[1].bytes,
                      &absent)) {
            source[1].name = path;
            source[1].is_override = true;
            count = 2;
        } else if (absent.kind != ERR_ABSENT) {
            *err = absent;
            return false;
        }
    }
    struct buf all;
    buf_init(&all, arena, 2 * LAW_BYTES_MAX);
    for (uint32_t i = 0; i < count; i++) {
        buf_add(&all, source[i].name);
        buf_add_byte(&all, '\n');
        buf_add(&all, source[i].bytes);
    }
    law->text = buf_str(&all);
    law->hash = seal_sha256_hex(arena, law->text);
    law->table = law_table_build(arena, source, count, law->hash, err);
    return law->table != NULL;
}

static bool zones_open(struct world *world, struct arena *arena,
                       const struct zone *zone[CONTACT_ZONE_NAMES],
                       struct err *err)
{
    for (uint32_t i = 0; i < CONTACT_ZONE_NAMES; i++) {
        struct str name = contact_zone_needed(i);
        struct str bytes;
        CHECK(zone_name_is_safe(name));
        struct str path = str_format(arena, ZONE_FOLDER "/%.*s",
                                     STR_ARGS(name));
        if (!file_read(world, arena, path.at, ZONE_BYTES_MAX, &bytes, err))
            return err_context(err, "time zones (package tzdata)");
        zone[i] = zone_parse(arena, name, bytes, err);
        if (zone[i] == NULL)
            return false;
    }
    return true;
}

static struct str table_of(const char *name)
{
    struct str bytes;
    CHECK(embedded_find(&embedded_law, str_of(name), &bytes));
    return bytes;
}
