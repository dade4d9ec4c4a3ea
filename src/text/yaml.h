/* yaml.h - does this YAML file say what its schema asks, and what is wrong?
 *
 * A table says which settings there are; yaml_fill puts them into a struct of
 * the caller and lists every problem of the file in one run, each as
 * "file:line:column: path: words".  YAML itself types nothing here: NO, 21:00
 * and 07 stay text until the table decides.  Anchors, aliases, tags, merge
 * keys, a second document, keys given twice, more than YAML_DEPTH_MAX levels
 * or YAML_BYTES_MAX bytes are refused.
 *
 *   struct fee { int64_t share_ppm; struct money flat; };
 *   static const struct yaml_field fee_field[] = {
 *       { .name = "share", .type = YAML_PERCENT, .required = true,
 *         .offset = offsetof(struct fee, share_ppm), .max = 500000 },
 *       { .name = "flat", .type = YAML_CENTS, .preset = "0.00",
 *         .offset = offsetof(struct fee, flat), .max = 100000 },
 *       { 0 } };  (a row without a name ends the table) */
#ifndef TEXT_YAML_H
#define TEXT_YAML_H

#include "base/base.h"

#define YAML_BYTES_MAX ((size_t)256 << 10)
#define YAML_DEPTH_MAX 16
#define YAML_NODES_MAX 20000
#define YAML_PROBLEMS_MAX 100
#define YAML_TEXT_MAX 1000  /* bytes of a text whose row says no max */
#define YAML_ITEMS_MAX 1000 /* of a list or map whose row says no max */

enum yaml_type {
    YAML_TEXT,    /* struct str; min..max bytes */
    YAML_COUNT,   /* int64_t, min..max */
    YAML_CENTS,   /* struct money from 25, 25.5 or 25.00; min..max cents */
    YAML_PERCENT, /* int64_t ppm from "12.5" or "12.5%"; min..max ppm,
                     at most four decimals */
    YAML_DAY,     /* struct day from YYYY-MM-DD */
    YAML_ENUM,    /* int32_t from `choice` */
    YAML_FLAG,    /* bool from yes, no, true, false */
    YAML_TEXTS,   /* struct yaml_texts; min..max items */
    YAML_LIST,    /* struct yaml_list of `size` structs by `field` */
    YAML_MAPPING, /* a struct in place, by `field` */
    YAML_MAP,     /* struct yaml_map: free keys, text values */
    YAML_ENUMS,   /* struct yaml_enums: a list of names from `choice` */
    YAML_PLACE    /* struct yaml_place of this mapping; takes no setting */
};

struct yaml_choice {
    const char *name; /* NULL ends the list */
    int32_t value;
};

struct yaml_field {
    const char *name;
    enum yaml_type type;
    bool required;
    size_t offset;      /* into the struct this table fills */
    int64_t min, max;   /* both 0: the type's own widest range */
    const struct yaml_choice *choice;
    const struct yaml_field *field; /* YAML_MAPPING, YAML_LIST */
    size_t size;                    /* YAML_LIST: of one item's struct */
    const char *preset; /* taken when the setting is absent; scalars only */
    const char *about;  /* one line for the manual */
};

struct yaml_place { uint32_t line, column; };
struct yaml_texts { const struct str *item; uint32_t count; };
struct yaml_list { void *item; uint32_t count; };
struct yaml_enums { const int32_t *item; uint32_t count; };
struct yaml_pair { struct str key, value; struct yaml_place place; };
struct yaml_map { const struct yaml_pair *item; uint32_t count; };

struct yaml_problem {
    struct yaml_place place;
    struct str text; /* "fee.yaml:3:19: fee.share: ..." */
};

/* One file being read, so later checks can point into it as well. */
struct yaml_file {
    struct arena *arena;
    struct str name;
    uint32_t problem_count; /* also those past the maximum */
    struct yaml_problem problem[YAML_PROBLEMS_MAX];
    struct yaml_mark *marks; /* where each path stands */
};

/* Reads `bytes` by `schema` into `into`.  True when there is no problem; else
 * file->problem tells all and err the first ("... and 3 more").  What is
 * absent and has no preset is left as the caller (or zeroed memory) had it,
 * except a day, which becomes DAY_NONE.  Texts live in the arena. */
bool yaml_fill(struct arena *arena, struct str file_name, struct str bytes,
               const struct yaml_field *schema, void *into,
               struct yaml_file *file, struct err *err) MUST_USE;

/* Adds a problem found after reading, at the place of `path` such as
 * "facility[2].code" (counted from 1), or of its nearest parent. */
void yaml_problem(struct yaml_file *file, const char *path,
                  const char *format, ...) PRINTF_LIKE(3, 4);

/* The settings of a schema as lines of plain text, for a manual. */
void yaml_describe(const struct yaml_field *schema, struct buf *buf);

#endif
