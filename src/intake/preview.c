#include "intake/preview.h"

#include "intake/acknowledge.h"
#include "intake/synonym.h"

#define SAMPLE_MAX 40
#define HINT_EDITS 2

static bool read_header(struct arena *arena, struct csv *csv,
                        const struct intake_terms *terms,
                        enum intake_kind kind, struct intake_preview *preview,
                        struct err *err);
static void hints_find(struct intake_preview *preview);
static void row_count(struct arena *arena, const struct csv_record *record,
                      const struct intake_terms *terms,
                      struct intake_preview *preview);
static void sample_add(struct arena *arena, struct str cell,
                       struct intake_preview_column *column);

bool intake_preview(struct arena *arena, const struct intake_terms *terms,
                    enum intake_kind kind, enum words_language language,
                    struct csv *csv, struct intake_preview *preview,
                    struct err *err)
{
    struct csv_record record;
    enum csv_step step = CSV_RECORD;
    *preview = (struct intake_preview){ .layout.language = language };
    if (!read_header(arena, csv, terms, kind, preview, err))
        return false;
    hints_find(preview);
    while (preview->rows < INTAKE_PREVIEW_ROWS
           && (step = csv_next(csv, &record, err)) == CSV_RECORD)
        row_count(arena, &record, terms, preview);
    if (arena->exhausted)
        return err_set(err, ERR_EXHAUSTED, "no memory to look at the file");
    return step != CSV_TROUBLE;
}

/* What is missing is shown, not refused: it is what the page is for. */
static bool read_header(struct arena *arena, struct csv *csv,
                        const struct intake_terms *terms,
                        enum intake_kind kind, struct intake_preview *preview,
                        struct err *err)
{
    struct csv_record record;
    enum csv_step step = csv_next(csv, &record, err);
    if (step == CSV_TROUBLE)
        return false;
    if (step == CSV_END)
        return err_set(err, ERR_INVALID, "%.*s", STR_ARGS(words_text(
                           preview->layout.language, STR("layout.empty"))));
    struct intake_layout *layout = &preview->layout;
    if (!intake_layout_read(arena, &record, terms->agreement, kind,
                            preview->layout.language, layout, err)
        && layout->fatal_count == 0)
        return false;
    err->kind = ERR_NONE;
    preview->column = arena_many(arena, layout->column_count,
                                 struct intake_preview_column);
    if (preview->column == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory to look at the file");
    for (uint32_t i = 0; i < layout->column_count; i++)
        preview->column[i] = (struct intake_preview_column){
            .field = (enum intake_field)layout->field[i],
            .is_unwanted = layout->field[i] == FIELD_NONE
                && intake_synonym_is_unwanted(layout->header[i])
        };
    return true;
}

static void hints_find(struct intake_preview *preview)
{
    const struct intake_layout *layout = &preview->layout;
    uint64_t open = intake_kind_fields(layout->kind) & ~layout->fields;
    for (uint32_t i = 0; i < layout->column_count; i++) {
        struct intake_preview_column *column = &preview->column[i];
        uint32_t best = HINT_EDITS + 1;
        if (column->field != FIELD_NONE || column->is_unwanted)
            continue;
        for (int f = FIELD_NONE + 1; f < FIELD_COUNT; f++) {
            uint32_t far = (open & FIELD_BIT(f)) == 0 ? best
                : intake_synonym_distance(layout->header[i], FIELD_BIT(f),
                                          HINT_EDITS);
            if (far < best) {
                best = far;
                column->hint = (enum intake_field)f;
            }
        }
    }
}

static void row_count(struct arena *arena, const struct csv_record *record,
                      const struct intake_terms *terms,
                      struct intake_preview *preview)
{
    const struct intake_layout *layout = &preview->layout;
    struct intake_row row;
    bool is_blank = true;
    for (uint32_t i = 0; i < record->count; i++)
        is_blank &= record->field[i].text.len == 0;
    if (is_blank)
        return;
    preview->rows++;
    intake_parse(arena, record, layout, terms, &row);
    if (record->fault != CSV_SOUND || record->count != layout->column_count)
        return; /* its cells may have moved */
    for (uint32_t i = 0; i < layout->column_count; i++) {
        struct intake_preview_column *column = &preview->column[i];
        struct str cell = str_trim(record->field[i].text);
        if (cell.len == 0)
            continue;
        column->filled++;
        bool is_good = true;
        for (uint32_t k = 0; k < row.problem_count; k++) {
            if (row.problem[k].column != i + 1)
                continue;
            is_good = false;
            if (column->trouble.at == NULL)
                column->trouble = intake_problem_words(
                    arena, layout->language, &row.problem[k]);
        }
        column->good += is_good;
        if (!column->is_unwanted)
            sample_add(arena, cell, column);
    }
}

/* Three different values tell more than the same one thrice. */
static void sample_add(struct arena *arena, struct str cell,
                       struct intake_preview_column *column)
{
    if (column->sample_count == INTAKE_PREVIEW_SAMPLES)
        return;
    size_t len = cell.len < SAMPLE_MAX ? cell.len : SAMPLE_MAX;
    while (len > 0 && len < cell.len
           && ((unsigned char)cell.at[len] & 0xc0) == 0x80)
        len--;
    struct str cut = str_part(cell, 0, len);
    for (uint32_t i = 0; i < column->sample_count; i++)
        if (str_equal(column->sample[i], cut))
            return;
    if (str_is_utf8(cut) && !intake_has_unseen(cut))
        column->sample[column->sample_count++] = str_copy(arena, cut);
}
