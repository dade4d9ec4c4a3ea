#include "intake/layout.h"

#include "intake/read.h"
#include "intake/synonym.h"

#define NEAR_EDITS 2

static void headers_copy(struct arena *arena, const struct csv_record *record,
                         struct intake_layout *layout);
static void headers_check(struct arena *arena, struct intake_layout *layout);
static void columns_apply(struct arena *arena,
                          const struct client_agreement *agreement,
                          struct intake_layout *layout);
static bool is_left_out(const struct client_agreement *agreement,
                        struct str header);
static void synonyms_apply(struct arena *arena,
                           const struct client_agreement *agreement,
                           struct intake_layout *layout);
static void claim(struct arena *arena, struct intake_layout *layout,
                  uint32_t column, enum intake_field field);
static void required_check(struct arena *arena,
                           const struct client_agreement *agreement,
                           struct intake_layout *layout);
static void news_check(struct arena *arena, struct intake_layout *layout);
static void require_any(struct arena *arena, struct intake_layout *layout,
                        uint64_t fields, const char *what);
static struct str did_you_mean(struct arena *arena,
                               const struct intake_layout *layout,
                               uint64_t fields);
static void unknown_list(struct arena *arena, struct intake_layout *layout);
static void problem_add(struct intake_layout *layout, uint32_t column,
                        bool is_fatal, struct str words);
static struct str place(struct arena *arena,
                        const struct intake_layout *layout, uint32_t column);

bool intake_layout_read(struct arena *arena, const struct csv_record *header,
                        const struct client_agreement *agreement,
                        enum intake_kind kind,
                        struct intake_layout *layout, struct err *err)
{
    CHECK(header->count >= 1);
    CHECK(FIELD_COUNT <= UINT8_MAX);

    *layout = (struct intake_layout){ .line = header->line,
                                      .column_count = header->count };
    layout->header = arena_many(arena, header->count, struct str);
    layout->field = arena_many(arena, header->count, uint8_t);
    if (layout->header == NULL || layout->field == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the header line");

    headers_copy(arena, header, layout);
    headers_check(arena, layout);
    layout->kind = kind != INTAKE_KIND_UNSAID ? kind
        : intake_kind_find(layout->header, layout->column_count, agreement);
    if (layout->kind == INTAKE_KIND_UNSAID)
        return err_set(err, ERR_INVALID, "line %" PRIu64 ": these columns "
                       "could be adjustments, payments or recalls; say "
                       "which, with --kind", layout->line);
    columns_apply(arena, agreement, layout);
    synonyms_apply(arena, agreement, layout);
    required_check(arena, agreement, layout);
    unknown_list(arena, layout);

    if (arena->exhausted)
        return err_set(err, ERR_EXHAUSTED, "no memory for the header line");
    if (layout->fatal_count == 0)
        return true;
    for (uint32_t i = 0; i < layout->problem_count; i++)
        if (layout->problem[i].is_fatal)
            return err_set(err, ERR_INVALID, "%.*s",
                           STR_ARGS(layout->problem[i].words));
    return err_set(err, ERR_INVALID, "the header line has problems");
}

struct str intake_layout_header(const struct intake_layout *layout,
                                uint32_t column)
{
    if (column == 0 || column > layout->column_count)
        return STR("");
    return layout->header[column - 1];
}

static void headers_copy(struct arena *arena, const struct csv_record *record,
                         struct intake_layout *layout)
{
    for (uint32_t i = 0; i < record->count; i++) {
        struct str text = str_trim(record->field[i].text);
        layout->header[i] = str_copy(arena, text);
    }
    if (record->fault != CSV_SOUND)
        problem_add(layout, record->fault_field + 1, true,
                    str_format(arena, "line %" PRIu64 ", column %" PRIu32
                               ": %s", record->line, record->fault_field + 1,
                               csv_fault_words(record->fault)));
}

/* A header line that is no header is found before anything is guessed. */
static void headers_check(struct arena *arena, struct intake_layout *layout)
{
    for (uint32_t i = 0; i < layout->column_count; i++) {
        struct str header = layout->header[i];
        if (header.len > INTAKE_HEADER_MAX)
            problem_add(layout, i + 1, true,
                        str_format(arena, "line %" PRIu64 ", column %" PRIu32
                                   ": the header is longer than %d letters",
                                   layout->line, i + 1, INTAKE_HEADER_MAX));
        else if (intake_has_unseen(header))
            problem_add(layout, i + 1, true,
                        str_format(arena, "line %" PRIu64 ", column %" PRIu32
                                   ": the header holds a character that "
                                   "cannot be seen", layout->line, i + 1));
        else if (header.len > 0 && header.at[0] == '=')
            problem_add(layout, i + 1, true,
                        str_format(arena, "%.*s: the header is a formula",
                                   STR_ARGS(place(arena, layout, i + 1))));
        for (uint32_t k = 0; header.len > 0 && k < i; k++)
            if (str_equal_fold(header, layout->header[k])) {
                problem_add(layout, i + 1, true,
                            str_format(arena, "%.*s: column %" PRIu32
                                       " has the same header; rename or "
                                       "remove one of them",
                                       STR_ARGS(place(arena, layout, i + 1)),
                                       k + 1));
                break;
            }
    }
}

/* What the agreement says comes first, and must be there. */
static void columns_apply(struct arena *arena,
                          const struct client_agreement *agreement,
                          struct intake_layout *layout)
{
    CHECK(agreement->column_count <= 2 * CLIENT_COLUMNS_MAX);
    for (uint32_t i = 0; i < agreement->column_count; i++) {
        const struct client_column *map = &agreement->column[i];
        enum intake_field field = intake_field_parse(map->field);
        if (str_is(map->field, INTAKE_UNREAD))
            continue;
        CHECK(field != FIELD_NONE); /* agreement.c let no other in */
        if ((intake_kind_fields(layout->kind) & FIELD_BIT(field)) == 0)
            continue;
        uint32_t found = 0;
        struct str near = { 0 };
        uint32_t best = NEAR_EDITS + 1;
        for (uint32_t k = 0; k < layout->column_count && found == 0; k++) {
            if (str_equal_fold(layout->header[k], map->column))
                found = k + 1;
            uint32_t far = str_distance(layout->header[k], map->column,
                                        NEAR_EDITS);
            if (far < best) {
                best = far;
                near = layout->header[k];
            }
        }
        if (found > 0) {
            claim(arena, layout, found, field);
            continue;
        }
        if (layout->kind != INTAKE_PLACEMENT)
            continue;
        struct str hint = near.at == NULL
            ? STR("")
            : str_format(arena, " (did you mean “%.*s”?)", STR_ARGS(near));
        problem_add(layout, 0, true,
                    str_format(arena, "line %" PRIu64 ": the agreement says "
                               "that “%.*s” holds the %s, but there is no "
                               "such column%.*s", layout->line,
                               STR_ARGS(map->column),
                               intake_field_label(field), STR_ARGS(hint)));
    }
}

static bool is_left_out(const struct client_agreement *agreement,
                        struct str header)
{
    for (uint32_t i = 0; i < agreement->column_count; i++)
        if (str_is(agreement->column[i].field, INTAKE_UNREAD)
            && str_equal_fold(agreement->column[i].column, header))
            return true;
    return false;
}

static void synonyms_apply(struct arena *arena,
                           const struct client_agreement *agreement,
                           struct intake_layout *layout)
{
    for (uint32_t i = 0; i < layout->column_count; i++) {
        if (layout->field[i] != FIELD_NONE
            || is_left_out(agreement, layout->header[i]))
            continue;
        enum intake_field field = intake_synonym(
            layout->header[i], intake_kind_fields(layout->kind));
        if (field != FIELD_NONE)
            claim(arena, layout, i + 1, field);
    }
}

/* A field of two columns is a question only the provider can answer. */
static void claim(struct arena *arena, struct intake_layout *layout,
                  uint32_t column, enum intake_field field)
{
    CHECK(column >= 1 && column <= layout->column_count);
    uint32_t before = layout->column[field];
    if (before != 0) {
        problem_add(layout, column, true,
                    str_format(arena, "%.*s: column %" PRIu32 " (%.*s) holds "
                               "the %s already; map one of them to “%s” in "
                               "the agreement and remove the other",
                               STR_ARGS(place(arena, layout, column)), before,
                               STR_ARGS(layout->header[before - 1]),
                               intake_field_label(field),
                               intake_field_word(field)));
        return;
    }
    layout->field[column - 1] = (uint8_t)field;
    layout->column[field] = column;
    layout->fields |= FIELD_BIT(field);
}

static void required_check(struct arena *arena,
                           const struct client_agreement *agreement,
                           struct intake_layout *layout)
{
    require_any(arena, layout, FIELD_BIT(FIELD_ACCOUNT), "account number");
    if (layout->kind != INTAKE_PLACEMENT) {
        news_check(arena, layout);
        return;
    }
    require_any(arena, layout, FIELD_BIT(FIELD_BALANCE), "balance");
    require_any(arena, layout, FIELD_BIT(FIELD_SERVICE_FROM),
                "service date");
    require_any(arena, layout,
                FIELD_BIT(FIELD_PATIENT) | FIELD_BIT(FIELD_PATIENT_LAST)
                    | FIELD_BIT(FIELD_GUARANTOR)
                    | FIELD_BIT(FIELD_GUARANTOR_LAST),
                "patient or guarantor name");
    require_any(arena, layout, FIELD_BIT(FIELD_PATIENT_BORN),
                "patient birth date");
    require_any(arena, layout, FIELD_BIT(FIELD_STATE), "state");
    if (agreement->facility_count > 1)
        require_any(arena, layout, FIELD_BIT(FIELD_FACILITY),
                    "facility code");
    if (str_is(agreement->program, "bad_debt")
        || agreement->default_at_placement)
        require_any(arena, layout,
                    FIELD_BIT(FIELD_ITEMIZATION_ON)
                        | FIELD_BIT(FIELD_ITEMIZATION_KIND)
                        | FIELD_BIT(FIELD_LAST_STATEMENT_ON),
                    "itemization date (12 CFR 1006.34(b)(3))");
}

/* Without a date or a number nobody can tell two payments from one. */
static void news_check(struct arena *arena, struct intake_layout *layout)
{
    if (intake_kind_has_amount(layout->kind)) {
        require_any(arena, layout, FIELD_BIT(FIELD_AMOUNT), "amount");
        require_any(arena, layout,
                    FIELD_BIT(FIELD_EVENT_ON) | FIELD_BIT(FIELD_REFERENCE),
                    "date or reference");
    }
    if (layout->kind == INTAKE_INSURANCE)
        require_any(arena, layout, FIELD_BIT(FIELD_INSURER), "insurer");
    if (layout->kind == INTAKE_ADDRESS)
        require_any(arena, layout,
                    FIELD_BIT(FIELD_ADDRESS1) | FIELD_BIT(FIELD_PHONE1)
                        | FIELD_BIT(FIELD_EMAIL),
                    "address, phone or e-mail");
}

static void require_any(struct arena *arena, struct intake_layout *layout,
                        uint64_t fields, const char *what)
{
    if ((layout->fields & fields) != 0)
        return;
    struct str hint = did_you_mean(arena, layout, fields);
    problem_add(layout, 0, true,
                str_format(arena, "line %" PRIu64 ": no column holds the "
                           "%s%.*s", layout->line, what, STR_ARGS(hint)));
}

/* The unclaimed header nearest to any name of the fields. */
static struct str did_you_mean(struct arena *arena,
                               const struct intake_layout *layout,
                               uint64_t fields)
{
    uint32_t best = NEAR_EDITS + 1, at = 0;
    for (uint32_t i = 0; i < layout->column_count; i++) {
        if (layout->field[i] != FIELD_NONE)
            continue;
        uint32_t far = intake_synonym_distance(layout->header[i], fields,
                                               NEAR_EDITS);
        if (far < best) {
            best = far;
            at = i + 1;
        }
    }
    if (at == 0)
        return STR("");
    return str_format(arena, " (did you mean column %" PRIu32 ", “%.*s”?)",
                      at, STR_ARGS(layout->header[at - 1]));
}

static void unknown_list(struct arena *arena, struct intake_layout *layout)
{
    for (uint32_t i = 0; i < layout->column_count; i++) {
        if (layout->field[i] != FIELD_NONE || layout->header[i].len == 0)
            continue;
        const char *why = intake_synonym_is_unwanted(layout->header[i])
                              ? "we do not need this and do not keep it"
                              : "we do not know this column; it is not read";
        problem_add(layout, i + 1, false,
                    str_format(arena, "%.*s: %s",
                               STR_ARGS(place(arena, layout, i + 1)), why));
    }
}

static void problem_add(struct intake_layout *layout, uint32_t column,
                        bool is_fatal, struct str words)
{
    if (is_fatal)
        layout->fatal_count++;
    if (layout->problem_count == INTAKE_LAYOUT_PROBLEMS_MAX) {
        /* A fatal one must show: it takes the place of a mere note. */
        for (uint32_t i = layout->problem_count; is_fatal && i-- > 0;)
            if (!layout->problem[i].is_fatal) {
                layout->problem[i] = (struct intake_layout_problem){
                    column, is_fatal, words };
                return;
            }
        return;
    }
    layout->problem[layout->problem_count++] =
        (struct intake_layout_problem){ column, is_fatal, words };
}

static struct str place(struct arena *arena,
                        const struct intake_layout *layout, uint32_t column)
{
    return str_format(arena, "line %" PRIu64 ", column %" PRIu32 " (%.*s)",
                      layout->line, column,
                      STR_ARGS(layout->header[column - 1]));
}
