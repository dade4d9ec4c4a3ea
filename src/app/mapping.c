#include "base/base.h"
#include "app/load.h"
#include "app/mapping.h"
#include "intake/field.h"
#include "intake/kind.h"
#include "intake/synonym.h"
#include "store/client_sql.h"

#define USUAL "usual"
#define WHOLE "whole" /* line 0: the agreement's columns count no more */

struct learn {
    struct app *app;
    struct client_id client;
    const struct app_mapping *mapping;
    int64_t *version;
    bool *was_known;
    enum intake_kind kind;
    bool is_whole; /* the version, not only what is learned now */
};

static bool check(const struct app_mapping *mapping, struct err *err);
static bool twice_told(const struct app_column *one,
                       const struct app_column *other, struct err *err);
static bool is_named(const struct app_mapping *mapping, struct str header,
                     struct str field);
static bool is_usual(const struct client_agreement *agreement,
                     enum intake_kind kind, const struct app_column *column);
static bool version_save(struct db *db, const struct learn *learn,
                         const struct app_column *column, uint32_t count,
                         struct err *err);

/* What is in force and not spoken of stays, then what is new. */
static uint32_t merge(const struct learn *learn,
                      const struct client_agreement *agreement,
                      const struct sql_client_columns_row *row,
                      uint32_t row_count, struct app_column *to)
{
    const struct app_mapping *mapping = learn->mapping;
    enum intake_kind kind = learn->kind;
    uint32_t count = 0;
    for (uint32_t i = 0; i < row_count; i++) {
        enum intake_field field = intake_field_parse(row[i].field);
        bool is_other = field != FIELD_NONE
            && (intake_kind_fields(kind) & FIELD_BIT(field)) == 0;
        if (row[i].line > 0
            && !is_named(mapping, row[i].header, row[i].field)
            && (!mapping->is_whole || is_other))
            to[count++] = (struct app_column){ row[i].header, row[i].field };
    }
    for (uint32_t i = 0; i < mapping->count; i++)
        if (!str_is(mapping->column[i].field, USUAL)
            && !is_usual(learn->is_whole ? NULL : agreement, kind,
                         &mapping->column[i]))
            to[count++] = mapping->column[i];
    return count;
}

static bool learn_unit(struct db *db, void *work, struct arena *arena,
                       struct err *err)
{
    struct learn *learn = work;
    struct caller caller = db_caller(db);
    struct sql_client_columns_in of = { learn->client.n };
    struct sql_client_columns_row *row;
    struct client client;
    struct app_column to[2 * APP_MAPPING_MAX];
    uint32_t row_count;
    if (!sql_client_columns(db, caller, &of, arena, &row, &row_count, err)
        || !app_client_in(learn->app, db, caller, learn->client, arena,
                          &client, err))
        return false;
    db_act(db, "client.columns", client.agreement->code, STR("{}"));
    bool was_whole = row_count > 0 && str_is(row[0].field, WHOLE);
    learn->is_whole = was_whole || (learn->mapping->is_whole
                                    && learn->kind == INTAKE_PLACEMENT);
    uint32_t count = merge(learn, client.agreement, row, row_count, to);
    bool is_same = learn->is_whole == was_whole
        && (row_count == 0 ? count == 0 : row_count - 1 == count);
    for (uint32_t i = 0; is_same && i < count; i++)
        is_same = str_equal(row[i + 1].field, to[i].field)
                  && str_equal(row[i + 1].header, to[i].header);
    *learn->was_known = is_same;
    *learn->version = row_count == 0 ? 0 : row[0].version;
    if (is_same)
        return true;
    if (count > APP_LEARNED_MAX)
        return err_set(err, ERR_INVALID, "at most %d columns can be learned",
                       APP_LEARNED_MAX);
    *learn->version += 1;
    return version_save(db, learn, to, count, err);
}

bool app_mapping_learn(struct app *app, struct caller caller,
                       struct client_id client,
                       const struct app_mapping *mapping, int64_t *version,
                       bool *was_known, struct err *err)
{
    struct learn learn = { app, client, mapping, version, was_known,
                           intake_kind_parse(mapping->kind), false };
    if (learn.kind == INTAKE_KIND_UNSAID)
        learn.kind = INTAKE_PLACEMENT;
    if (caller.kind == CALLER_PROVIDER && caller.client.n != client.n)
        return err_set(err, ERR_ABSENT, "there is no such client");
    return check(mapping, err)
        && db_work(app->pool, caller, learn_unit, &learn, err);
}

static bool check(const struct app_mapping *mapping, struct err *err)
{
    CHECK(mapping->count <= APP_MAPPING_MAX);
    for (uint32_t i = 0; i < mapping->count; i++) {
        const struct app_column *one = &mapping->column[i];
        bool is_plain = one->header.len > 0
            && one->header.len <= APP_MAPPING_HEADER_MAX
            && str_is_utf8(one->header);
        for (size_t k = 0; k < one->header.len; k++)
            is_plain &= (unsigned char)one->header.at[k] >= ' ';
        if (!is_plain)
            return err_set(err, ERR_INVALID, "column %u has a name that "
                           "cannot be learned", i + 1);
        bool is_field = intake_field_parse(one->field) != FIELD_NONE;
        if (!is_field && !str_is(one->field, INTAKE_UNREAD)
            && !str_is(one->field, USUAL))
            return err_set(err, ERR_INVALID, "there is no field '%.*s'",
                           STR_ARGS(str_part(one->field, 0, 40)));
        for (uint32_t k = 0; k < i; k++)
            if (is_field && str_equal(mapping->column[k].field, one->field))
                return twice_told(&mapping->column[k], one, err);
    }
    return true;
}

static bool twice_told(const struct app_column *one,
                       const struct app_column *other, struct err *err)
{
    struct str label = intake_field_label(WORDS_EN,
                                          intake_field_parse(one->field));
    return err_set(err, ERR_INVALID, "“%.*s” and “%.*s” cannot both be the "
                   "%.*s", STR_ARGS(one->header), STR_ARGS(other->header),
                   STR_ARGS(label));
}

static bool is_named(const struct app_mapping *mapping, struct str header,
                     struct str field)
{
    for (uint32_t i = 0; i < mapping->count; i++)
        if (str_equal_fold(mapping->column[i].header, header)
            || (!str_is(field, INTAKE_UNREAD)
                && str_equal(mapping->column[i].field, field)))
            return true;
    return false;
}

/* Would it be read so without being told?  agreement may be NULL. */
static bool is_usual(const struct client_agreement *agreement,
                     enum intake_kind kind, const struct app_column *column)
{
    for (uint32_t i = 0; agreement != NULL && i < agreement->column_count;
         i++)
        if (str_equal_fold(agreement->column[i].column, column->header))
            return str_equal(agreement->column[i].field, column->field);
    enum intake_field usual = intake_synonym(column->header,
                                             intake_kind_fields(kind));
    return usual == FIELD_NONE
        ? str_is(column->field, INTAKE_UNREAD)
        : str_equal(str_of(intake_field_word(usual)), column->field);
}

static bool version_save(struct db *db, const struct learn *learn,
                         const struct app_column *column, uint32_t count,
                         struct err *err)
{
    struct caller caller = db_caller(db);
    for (uint32_t i = 0; i <= count; i++) {
        struct sql_client_column_add_in in = {
            .client_id = learn->client.n, .version = *learn->version,
            .line = i,
            .field = i > 0 ? column[i - 1].field
                           : learn->is_whole ? STR(WHOLE) : STR(""),
            .header = i == 0 ? STR("") : column[i - 1].header,
            .learned_at = caller.at, .learned_by = caller.name
        };
        if (!sql_client_column_add(db, caller, &in, NULL, err))
            return false;
    }
    return true;
}

/* --- in force --------------------------------------------------------- */

struct apply {
    struct client *client;
    struct arena *keep;
};

static bool is_learned(const struct sql_client_columns_row *row,
                       uint32_t count, const struct client_column *old)
{
    enum intake_field field = intake_field_parse(old->field);
    if (str_is(row[0].field, WHOLE)
        && (intake_kind_fields(INTAKE_PLACEMENT) & FIELD_BIT(field)) != 0)
        return true;
    for (uint32_t i = 1; i < count; i++)
        if (str_equal(row[i].field, old->field)
            || str_equal_fold(row[i].header, old->column))
            return true;
    return false;
}

static bool apply_unit(struct db *db, void *work, struct arena *arena,
                       struct err *err)
{
    struct apply *apply = work;
    struct sql_client_columns_in of = { apply->client->id.n };
    struct sql_client_columns_row *row;
    uint32_t count;
    if (!sql_client_columns(db, db_caller(db), &of, arena, &row, &count,
                            err))
        return false;
    if (count == 0)
        return true;
    const struct client_agreement *old = apply->client->agreement;
    struct client_agreement *new = arena_new(apply->keep,
                                             struct client_agreement);
    struct client_column *column = arena_many(
        apply->keep, old->column_count + count, struct client_column);
    if (new == NULL || column == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for the columns");
    *new = *old;
    new->column = column;
    new->column_count = 0;
    for (uint32_t i = 0; i < old->column_count; i++)
        if (!is_learned(row, count, &old->column[i]))
            column[new->column_count++] = old->column[i];
    for (uint32_t i = 1; i < count; i++)
        column[new->column_count++] = (struct client_column){
            str_copy(apply->keep, row[i].field),
            str_copy(apply->keep, row[i].header)
        };
    apply->client->agreement = new;
    return true;
}

bool app_mapping_apply(struct app *app, struct caller caller,
                       struct client *client, struct arena *arena,
                       struct err *err)
{
    struct apply apply = { client, arena };
    return db_read(app->pool, caller, apply_unit, &apply, arena, err);
}
