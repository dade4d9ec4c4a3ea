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
static uint32_t did_you_mean(const struct intake_layout *layout,
                               uint64_t fields);
static void unknown_list(struct arena *arena, struct intake_layout *layout);
static void say(struct arena *arena, struct intake_layout *layout,
                uint32_t column, const char *id,
                const struct words_value *value, uint32_t count,
                uint32_t meant);
static struct str count(struct arena *arena, uint32_t number);
static void problem_add(struct intake_layout *layout, uint32_t column,
                        bool is_fatal, struct str words);
static struct str place(struct arena *arena,
                        const struct intake_layout *layout, uint32_t column);

bool intake_layout_read(struct arena *arena, const struct csv_record *header,
                        const struct client_agreement *agreement,
                        enum intake_kind kind, enum words_language language,
                        struct intake_layout *layout, struct err *err)
{
    CHECK(header->count >= 1);
    CHECK(FIELD_COUNT <= UINT8_MAX);

    *layout = (struct intake_layout){ .line = header->line,
                                      .language = language,
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
        say(arena, layout, record->fault_field + 1,
            record->fault == CSV_STRAY_QUOTE ? "reason.stray_quote"
                                             : "reason.not_utf8",
            NULL, 0, 0);
}

/* A header line that is no header is found before anything is guessed. */
static void headers_check(struct arena *arena, struct intake_layout *layout)
{
    for (uint32_t i = 0; i < layout->column_count; i++) {
        struct str header = layout->header[i];
        const char *wrong = header.len > INTAKE_HEADER_MAX ? "layout.long"
            : intake_has_unseen(header)                    ? "layout.unseen"
            : header.len > 0 && header.at[0] == '='        ? "layout.formula"
                                                           : NULL;
        if (wrong != NULL)
            say(arena, layout, i + 1, wrong, NULL, 0, 0);
        for (uint32_t k = 0; header.len > 0 && k < i; k++)
            if (str_equal_fold(header, layout->header[k])) {
                struct words_value other = { STR("number"), count(arena,
                                                                  k + 1) };
                say(arena, layout, i + 1, "layout.same", &other, 1, 0);
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
        uint32_t near = 0;
        uint32_t best = NEAR_EDITS + 1;
        for (uint32_t k = 0; k < layout->column_count && found == 0; k++) {
            if (str_equal_fold(layout->header[k], map->column))
                found = k + 1;
            uint32_t far = str_distance(layout->header[k], map->column,
                                        NEAR_EDITS);
            if (far < best) {
                best = far;
                near = k + 1;
            }
        }
        if (found > 0) {
            claim(arena, layout, found, field);
            continue;
        }
        if (layout->kind != INTAKE_PLACEMENT)
            continue;
        say(arena, layout, 0, "layout.vanished", (struct words_value[]){
            { STR("column"), map->column },
            { STR("label"), intake_field_label(layout->language, field) } },
            2, near);
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
        say(arena, layout, column, "layout.both", (struct words_value[]){
            { STR("number"), count(arena, before) },
            { STR("column"), layout->header[before - 1] },
            { STR("label"), intake_field_label(layout->language, field) },
            { STR("field"), str_of(intake_field_word(field)) } }, 4, 0);
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
    require_any(arena, layout, FIELD_BIT(FIELD_ACCOUNT), "field.account");
    if (layout->kind != INTAKE_PLACEMENT) {
        news_check(arena, layout);
        return;
    }
    require_any(arena, layout, FIELD_BIT(FIELD_BALANCE), "field.balance");
    require_any(arena, layout, FIELD_BIT(FIELD_SERVICE_FROM),
                "field.service_date");
    require_any(arena, layout,
                FIELD_BIT(FIELD_PATIENT) | FIELD_BIT(FIELD_PATIENT_LAST)
                    | FIELD_BIT(FIELD_GUARANTOR)
                    | FIELD_BIT(FIELD_GUARANTOR_LAST),
                "layout.name");
    require_any(arena, layout, FIELD_BIT(FIELD_PATIENT_BORN),
                "field.patient_birth_date");
    require_any(arena, layout, FIELD_BIT(FIELD_STATE), "field.state");
    if (agreement->facility_count > 1)
        require_any(arena, layout, FIELD_BIT(FIELD_FACILITY),
                    "field.facility");
    if (str_is(agreement->program, "bad_debt")
        || agreement->default_at_placement)
        require_any(arena, layout,
                    FIELD_BIT(FIELD_ITEMIZATION_ON)
                        | FIELD_BIT(FIELD_ITEMIZATION_KIND)
                        | FIELD_BIT(FIELD_LAST_STATEMENT_ON),
                    "layout.itemization");
}

/* Without a date or a number nobody can tell two payments from one. */
static void news_check(struct arena *arena, struct intake_layout *layout)
{
    if (intake_kind_has_amount(layout->kind)) {
        require_any(arena, layout, FIELD_BIT(FIELD_AMOUNT), "field.amount");
        require_any(arena, layout,
                    FIELD_BIT(FIELD_EVENT_ON) | FIELD_BIT(FIELD_REFERENCE),
                    "layout.event");
    }
    if (layout->kind == INTAKE_INSURANCE)
        require_any(arena, layout, FIELD_BIT(FIELD_INSURER), "field.insurer");
    if (layout->kind == INTAKE_ADDRESS)
        require_any(arena, layout,
                    FIELD_BIT(FIELD_ADDRESS1) | FIELD_BIT(FIELD_PHONE1)
                        | FIELD_BIT(FIELD_EMAIL),
                    "layout.reach");
}

static void require_any(struct arena *arena, struct intake_layout *layout,
                        uint64_t fields, const char *what)
{
    if ((layout->fields & fields) != 0)
        return;
    struct words_value label = {
        STR("label"), words_text(layout->language, str_of(what))
    };
    say(arena, layout, 0, "layout.missing", &label, 1,
        did_you_mean(layout, fields));
}

/* The column, not claimed, nearest to any name of the fields; or 0. */
static uint32_t did_you_mean(const struct intake_layout *layout,
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
    return at;
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

/* A fatal one, in the reader's language, with its place: "line 1, column 7
 * (Balence): ... (did you mean column 8, “Balance”?)". */
static void say(struct arena *arena, struct intake_layout *layout,
                uint32_t column, const char *id,
                const struct words_value *value, uint32_t count_,
                uint32_t meant)
{
    struct buf buf;
    struct words_value at[] = {
        { STR("line"), str_format(arena, "%" PRIu64, layout->line) },
        { STR("number"), count(arena, column) },
        { STR("column"), intake_layout_header(layout, column) },
        { STR("at"), count(arena, meant) },
        { STR("hint"), intake_layout_header(layout, meant) }
    };
    bool is_shown = column > 0 && at[2].text.len > 0
                    && at[2].text.len <= INTAKE_HEADER_MAX
                    && !intake_has_unseen(at[2].text);
    buf_init(&buf, arena, 2000);
    words_fill(&buf, layout->language, column == 0 ? STR("layout.line")
               : is_shown ? STR("layout.named") : STR("layout.column"),
               at, 3);
    buf_add_c(&buf, ": ");
    words_fill(&buf, layout->language, str_of(id), value, count_);
    if (meant > 0) {
        buf_add_byte(&buf, ' ');
        words_fill(&buf, layout->language, STR("layout.hint"), &at[3], 2);
    }
    problem_add(layout, column, true, buf_str(&buf));
}

static struct str count(struct arena *arena, uint32_t number)
{
    return str_format(arena, "%" PRIu32, number);
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
