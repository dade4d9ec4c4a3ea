#include "intake/field.h"

static const struct field_row {
    const char *word;
    const char *label;
    enum intake_cell cell;
} rows[FIELD_COUNT] = {
    [FIELD_NONE] = { "", "row", CELL_OTHER },
#define FIELD_ROW(name, field_word, field_cell, field_label)                 \
    [FIELD_##name] = { field_word, field_label, field_cell },
    INTAKE_FIELDS(FIELD_ROW)
#undef FIELD_ROW
};

const char *intake_field_word(enum intake_field field)
{
    CHECK(field < FIELD_COUNT);
    return rows[field].word;
}

const char *intake_field_label(enum intake_field field)
{
    CHECK(field < FIELD_COUNT);
    return rows[field].label;
}

enum intake_cell intake_field_cell(enum intake_field field)
{
    CHECK(field < FIELD_COUNT);
    return rows[field].cell;
}

enum intake_field intake_field_parse(struct str word)
{
    for (int i = FIELD_NONE + 1; i < FIELD_COUNT; i++)
        if (str_is(word, rows[i].word))
            return (enum intake_field)i;
    return FIELD_NONE;
}
