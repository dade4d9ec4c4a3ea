#include "intake/field.h"

static const struct field_row {
    const char *word;
    enum intake_cell cell;
} rows[FIELD_COUNT] = {
    [FIELD_NONE] = { "", CELL_OTHER },
#define FIELD_ROW(name, field_word, field_cell)                              \
    [FIELD_##name] = { field_word, field_cell },
    INTAKE_FIELDS(FIELD_ROW)
#undef FIELD_ROW
};

const char *intake_field_word(enum intake_field field)
{
    CHECK(field < FIELD_COUNT);
    return rows[field].word;
}

struct str intake_field_label(enum words_language language,
                              enum intake_field field)
{
    char id[WORDS_ID_MAX];
    snprintf(id, sizeof id, "field.%s", intake_field_word(field));
    return words_text(language, str_of(id));
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
