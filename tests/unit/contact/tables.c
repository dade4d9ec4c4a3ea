#include "tables.h"

#define BYTES_MAX ((size_t)4 << 20)

static const struct zone *zone_open(struct tables *tables, struct str name);

void tables_open(struct tables *tables)
{
    const struct zone *zone[CONTACT_ZONE_NAMES];
    struct err err = { 0 };

    arena_init(&tables->arena, (size_t)64 << 20);
    struct law_source source = {
        STR("law/numbers.csv"),
        tables_file(tables, SOURCE_ROOT "/law/numbers.csv"), false
    };
    tables->law = law_table_build(&tables->arena, &source, 1, STR("0f"), &err);
    if (tables->law == NULL)
        fprintf(stderr, "%s\n", err.text);
    CHECK(tables->law != NULL);
    for (uint32_t i = 0; i < CONTACT_ZONE_NAMES; i++)
        zone[i] = zone_open(tables, contact_zone_needed(i));
    struct contact_zone_sources sources = {
        tables_file(tables, SOURCE_ROOT "/law/zones-zip3.csv"),
        tables_file(tables, SOURCE_ROOT "/law/zones-zip5.csv"),
        tables_file(tables, SOURCE_ROOT "/law/zones-area-code.csv"),
        tables_file(tables, SOURCE_ROOT "/law/zones-state.csv"),
    };
    tables->book = contact_zone_book_build(
        &tables->arena, &sources, zone, CONTACT_ZONE_NAMES, &err);
    if (tables->book == NULL)
        fprintf(stderr, "%s\n", err.text);
    CHECK(tables->book != NULL);
}

void tables_close(struct tables *tables)
{
    arena_clear(&tables->arena);
}

struct str tables_file(struct tables *tables, const char *path)
{
    struct str bytes = { "", 0 };
    struct err err = { 0 };

    bool is_read = file_read(world_real(), &tables->arena, path, BYTES_MAX,
                             &bytes, &err);
    if (!is_read)
        fprintf(stderr, "%s: %s\n", path, err.text);
    CHECK(is_read);
    return bytes;
}

static const struct zone *zone_open(struct tables *tables, struct str name)
{
    char path[128];
    struct err err = { 0 };

    int len = snprintf(path, sizeof path, "/usr/share/zoneinfo/%.*s",
                       STR_ARGS(name));
    CHECK(len > 0 && (size_t)len < sizeof path);
    const struct zone *zone = zone_parse(
        &tables->arena, name, tables_file(tables, path), &err);
    CHECK(zone != NULL);
    return zone;
}
