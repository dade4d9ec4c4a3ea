#include "law/law.h"

#include "law/sheet.h"

#define LAW_CELLS 10

struct law_table {
    uint32_t count;
    bool is_overridden;
    struct str hash;
    struct law_row *row; /* sorted by key; overrides before what they hide */
};

static bool is_among(struct str place, const struct str *places,
                     uint32_t count);
static bool is_hidden(const struct law_table *table, uint32_t index,
                      struct day day);
static uint32_t first_with(const struct law_table *table, uint64_t key);
static bool rows_count(const struct law_source *source, uint32_t count,
                       uint32_t *rows, struct err *err);
static bool rows_read(struct arena *arena, struct law_table *table,
                      const struct law_source *source, struct err *err);
static bool header_check(const struct sheet *sheet, const struct str *cell,
                         struct err *err);
static bool row_fill(struct arena *arena, const struct sheet *sheet,
                     const struct str *cell, struct law_row *row,
                     struct err *err);
static bool row_check(const struct law_table *table,
                      const struct law_row *row, uint32_t from,
                      const struct sheet *sheet, struct err *err);
static int row_compare(const void *left, const void *right);
static uint64_t key_of(struct str rule, struct str parameter);
static bool holds_on(const struct law_row *row, struct day day);

const struct law_table *law_table_build(struct arena *arena,
                                        const struct law_source *source,
                                        uint32_t count, struct str hash,
                                        struct err *err)
{
    uint32_t rows = 0;

    if (hash.len > LAW_HASH_MAX) {
        err_set(err, ERR_INVALID, "a law hash has at most %d bytes",
                LAW_HASH_MAX);
        return NULL;
    }
    if (!rows_count(source, count, &rows, err))
        return NULL;
    struct law_table *table = arena_new(arena, struct law_table);
    struct law_row *row = arena_many(arena, rows + 1, struct law_row);
    if (table == NULL || row == NULL) {
        err_set(err, ERR_EXHAUSTED, "no memory for the law tables");
        return NULL;
    }
    table->row = row;
    table->hash = str_copy(arena, hash);
    for (uint32_t i = 0; i < count; i++)
        if (!rows_read(arena, table, &source[i], err))
            return NULL;
    CHECK(table->count == rows);
    qsort(table->row, table->count, sizeof table->row[0], row_compare);
    if (arena->exhausted) {
        err_set(err, ERR_EXHAUSTED, "no memory for the law tables");
        return NULL;
    }
    return table;
}

struct str law_table_hash(const struct law_table *table)
{
    return table->hash;
}

bool law_table_is_overridden(const struct law_table *table)
{
    return table->is_overridden;
}

const struct law_row *law_find(const struct law_table *table,
                               const char *rule, const char *parameter,
                               struct str jurisdiction, struct day day)
{
    uint64_t key = key_of(str_of(rule), str_of(parameter));

    for (uint32_t i = first_with(table, key);
         i < table->count && table->row[i].key == key; i++) {
        const struct law_row *row = &table->row[i];
        if (holds_on(row, day) && str_equal(row->jurisdiction, jurisdiction)
            && str_is(row->rule, rule) && str_is(row->parameter, parameter))
            return row;
    }
    return NULL;
}

bool law_strictest(const struct law_table *table, const char *rule,
                   const char *parameter, const struct str *jurisdiction,
                   uint32_t count, struct day day, bool is_least_stricter,
                   int64_t *value)
{
    uint64_t key = key_of(str_of(rule), str_of(parameter));
    bool is_found = false;

    /* Asked several times in every decision: one look-up for all places. */
    for (uint32_t i = first_with(table, key);
         i < table->count && table->row[i].key == key; i++) {
        const struct law_row *row = &table->row[i];
        if (!holds_on(row, day) || is_hidden(table, i, day)
            || !is_among(row->jurisdiction, jurisdiction, count)
            || !str_is(row->rule, rule) || !str_is(row->parameter, parameter))
            continue;
        if (!is_found
            || (is_least_stricter ? row->value < *value
                                  : row->value > *value))
            *value = row->value;
        is_found = true;
    }
    return is_found;
}

bool law_number(const struct law_table *table, const char *rule,
                const char *parameter, struct str jurisdiction,
                struct day day, int64_t *value)
{
    const struct law_row *row =
        law_find(table, rule, parameter, jurisdiction, day);
    if (row == NULL)
        return false;
    *value = row->value;
    return true;
}

uint32_t law_row_count(const struct law_table *table)
{
    return table->count;
}

const struct law_row *law_row_at(const struct law_table *table,
                                 uint32_t index)
{
    CHECK(index < table->count);
    return &table->row[index];
}

static bool is_among(struct str place, const struct str *places,
                     uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (str_equal(place, places[i]))
            return true;
    return false;
}

/* Does an override, sorted before it, say the same thing that day? */
static bool is_hidden(const struct law_table *table, uint32_t index,
                      struct day day)
{
    const struct law_row *row = &table->row[index];

    if (!table->is_overridden || row->is_override)
        return false;
    for (uint32_t i = index; i-- > 0 && table->row[i].key == row->key;)
        if (table->row[i].is_override && holds_on(&table->row[i], day)
            && str_equal(table->row[i].jurisdiction, row->jurisdiction))
            return true;
    return false;
}

static uint32_t first_with(const struct law_table *table, uint64_t key)
{
    uint32_t low = 0;
    uint32_t high = table->count;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (table->row[middle].key < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* How many rows will there be?  Also proves that every line reads. */
static bool rows_count(const struct law_source *source, uint32_t count,
                       uint32_t *rows, struct err *err)
{
    *rows = 0;
    for (uint32_t i = 0; i < count; i++) {
        struct sheet sheet;
        struct str cell[LAW_CELLS];
        bool is_row = true;

        law_sheet_open(&sheet, source[i].name, source[i].bytes);
        if (!law_sheet_row(&sheet, LAW_CELLS, cell, &is_row, err))
            return false;
        if (!is_row)
            return err_set(err, ERR_INVALID, "%.*s: no header line",
                           STR_ARGS(source[i].name));
        for (;;) {
            if (!law_sheet_row(&sheet, LAW_CELLS, cell, &is_row, err))
                return false;
            if (!is_row)
                break;
            if (++*rows > LAW_ROWS_MAX)
                return err_set(err, ERR_EXHAUSTED,
                               "more than %d rows of law", LAW_ROWS_MAX);
        }
    }
    return true;
}

static bool rows_read(struct arena *arena, struct law_table *table,
                      const struct law_source *source, struct err *err)
{
    struct sheet sheet;
    struct str cell[LAW_CELLS];
    bool is_row = true;
    uint32_t from = table->count;

    law_sheet_open(&sheet, source->name, source->bytes);
    if (!law_sheet_row(&sheet, LAW_CELLS, cell, &is_row, err)
        || !header_check(&sheet, cell, err))
        return false;
    for (;;) {
        struct law_row *row = &table->row[table->count];
        if (!law_sheet_row(&sheet, LAW_CELLS, cell, &is_row, err))
            return false;
        if (!is_row)
            return true;
        if (!row_fill(arena, &sheet, cell, row, err))
            return false;
        if (arena->exhausted)
            return err_set(err, ERR_EXHAUSTED, "no memory for the law "
                                               "tables");
        if (!row_check(table, row, from, &sheet, err))
            return false;
        row->is_override = source->is_override;
        table->is_overridden |= source->is_override;
        table->count++;
    }
}

static bool header_check(const struct sheet *sheet, const struct str *cell,
                         struct err *err)
{
    static const char *const name[LAW_CELLS] = {
        "rule", "jurisdiction", "parameter", "value", "from",
        "to",   "citation",     "status",    "reviewer", "reviewed_on",
    };
    for (uint32_t i = 0; i < LAW_CELLS; i++)
        if (!str_is(cell[i], name[i]))
            return err_set(err, ERR_INVALID,
                           "%.*s:%" PRIu32 ": column %" PRIu32
                           " must be called %s",
                           STR_ARGS(sheet->name), sheet->line, i + 1,
                           name[i]);
    return true;
}

static bool row_fill(struct arena *arena, const struct sheet *sheet,
                     const struct str *cell, struct law_row *row,
                     struct err *err)
{
    *row = (struct law_row){ .to = DAY_NONE, .reviewed_on = DAY_NONE };
    if (!str_to_int64(cell[3], &row->value))
        return err_set(err, ERR_INVALID,
                       "%.*s:%" PRIu32 ": value is not a whole number",
                       STR_ARGS(sheet->name), sheet->line);
    if (!day_parse(cell[4], &row->from)
        || (cell[5].len > 0 && !day_parse(cell[5], &row->to))
        || (cell[9].len > 0 && !day_parse(cell[9], &row->reviewed_on)))
        return err_set(err, ERR_INVALID,
                       "%.*s:%" PRIu32 ": a date is not a date",
                       STR_ARGS(sheet->name), sheet->line);
    row->rule = str_copy(arena, cell[0]);
    row->jurisdiction = str_copy(arena, cell[1]);
    row->parameter = str_copy(arena, cell[2]);
    row->citation = str_copy(arena, cell[6]);
    row->status = str_copy(arena, cell[7]);
    row->reviewer = str_copy(arena, cell[8]);
    row->key = key_of(row->rule, row->parameter);
    return true;
}

/* A row must be complete, and must not share a day with another row of the
 * same source that says the same thing. */
static bool row_check(const struct law_table *table,
                      const struct law_row *row, uint32_t from,
                      const struct sheet *sheet, struct err *err)
{
    static const char *const statuses[] = { "verified", "verified-2nd",
                                            "recalled", "policy" };
    bool is_status = false;

    for (size_t i = 0; i < sizeof statuses / sizeof statuses[0]; i++)
        is_status |= str_is(row->status, statuses[i]);
    if (row->rule.len == 0 || row->jurisdiction.len == 0
        || row->parameter.len == 0 || row->citation.len == 0 || !is_status)
        return err_set(err, ERR_INVALID,
                       "%.*s:%" PRIu32 ": rule, jurisdiction, parameter, "
                       "citation and status must be filled",
                       STR_ARGS(sheet->name), sheet->line);
    if (!day_is_none(row->to) && day_compare(row->to, row->from) < 0)
        return err_set(err, ERR_INVALID,
                       "%.*s:%" PRIu32 ": it ends before it begins",
                       STR_ARGS(sheet->name), sheet->line);
    for (uint32_t i = from; i < table->count; i++) {
        const struct law_row *other = &table->row[i];
        if (other->key == row->key && str_equal(other->rule, row->rule)
            && str_equal(other->parameter, row->parameter)
            && str_equal(other->jurisdiction, row->jurisdiction)
            && (holds_on(other, row->from) || holds_on(row, other->from)))
            return err_set(err, ERR_INVALID,
                           "%.*s:%" PRIu32 ": two rows hold on one day",
                           STR_ARGS(sheet->name), sheet->line);
    }
    return true;
}

static int row_compare(const void *left, const void *right)
{
    const struct law_row *a = left;
    const struct law_row *b = right;

    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    if (a->is_override != b->is_override)
        return a->is_override ? -1 : 1;
    int place = str_compare(a->jurisdiction, b->jurisdiction);
    return place != 0 ? place : day_compare(a->from, b->from);
}

/* FNV-1a, 64 bits: a shelf mark for the look-up, not a seal. */
static uint64_t key_of(struct str rule, struct str parameter)
{
    uint64_t key = UINT64_C(0xcbf29ce484222325);

    for (size_t i = 0; i < rule.len; i++)
        key = (key ^ (unsigned char)rule.at[i]) * UINT64_C(0x100000001b3);
    key = (key ^ 0xFF) * UINT64_C(0x100000001b3);
    for (size_t i = 0; i < parameter.len; i++)
        key = (key ^ (unsigned char)parameter.at[i])
              * UINT64_C(0x100000001b3);
    return key;
}

static bool holds_on(const struct law_row *row, struct day day)
{
    return day_compare(row->from, day) <= 0
           && (day_is_none(row->to) || day_compare(day, row->to) <= 0);
}
