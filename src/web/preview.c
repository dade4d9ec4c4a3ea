#include "base/base.h"
#include "app/mapping.h"
#include "app/place.h"
#include "web/preview.h"
#include "web/problem.h"
#include "web/respond.h"
#include "web/spool.h"

static void view_preview(struct web_visit *visit, struct view *view,
                         const struct app_preview *preview);
static void view_column(struct view *item,
                        const struct app_preview_column *column);
static void view_fields(struct view *view, const struct app_field *field,
                        uint32_t count);
static void view_choice(struct view *item, const struct app_field *field,
                        uint32_t count, struct str chosen);
static bool columns_read(struct web_visit *visit,
                         struct app_mapping *mapping);
static void columns_show(struct web_visit *visit,
                         const struct app_mapping *mapping,
                         struct str trouble);
static bool map_read(struct str map, struct app_mapping *mapping,
                     struct err *err);

void get_preview(struct web_visit *visit)
{
    preview_show_box(visit, 200, (struct str){ NULL, 0 });
}

void post_preview(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_preview preview;
    const struct http_request *request = visit->request;
    struct app_preview_ask ask = {
        .client = visit->caller.client, .kind = visit_form(visit, "kind"),
        .language = visit->language
    };
    if (request->file_count == 1) {
        ask.file_name = request->file[0].file_name;
        ask.bytes = request->file[0].bytes;
    }
    if (ask.bytes.len == 0)
        err_set(&err, ERR_INVALID, "%.*s", STR_ARGS(words_text(
                    visit->language, STR("preview.none"))));
    else if (app_preview(visit->app, visit->caller, &ask, visit->arena,
                         &preview, &err)) {
        struct view *view = respond_page(visit, "provider/preview");
        view_text(view, "file", ask.file_name);
        view_preview(visit, view, &preview);
        return;
    }
    preview_trouble(visit, &err);
}

void post_columns(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct app_mapping mapping = {
        .is_whole = true, .kind = visit_form(visit, "kind")
    };
    int64_t version;
    bool was_known;
    if (!columns_read(visit, &mapping))
        err_set(&err, ERR_INVALID, "no column came with the form");
    else if (app_mapping_learn(visit->app, visit->caller,
                               visit->caller.client, &mapping, &version,
                               &was_known, &err)) {
        respond_redirect(visit, STR("/provider/preview?learned=yes"));
        return;
    }
    if (err.kind == ERR_INVALID)
        columns_show(visit, &mapping, str_copy(visit->arena,
                                               str_of(err.text)));
    else
        respond_trouble(visit, &err);
}

void post_import_preview(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct spool_file file;
    struct client client;
    struct app_preview preview;
    struct str map = visit_form(visit, "map");
    struct app_mapping mapping = { .kind = visit_form(visit, "kind") };
    struct app_preview_ask ask = { .kind = mapping.kind,
                                   .language = visit->language };
    int64_t version;
    bool was_known;
    bool is_found = spool_find(visit, &file, &err)
        && app_client_load(visit->app, visit->caller,
                           visit_form(visit, "client"), visit->arena,
                           &client, &err)
        && map_read(map, &mapping, &err)
        && (mapping.count == 0
            || app_mapping_learn(visit->app, visit->caller, client.id,
                                 &mapping, &version, &was_known, &err));
    if (is_found) {
        ask.client = client.id;
        ask.file_name = file.name;
        ask.path = file.path;
    }
    if (!is_found || !app_preview(visit->app, visit->caller, &ask,
                                  visit->arena, &preview, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page_status(
        visit, preview.missing_count == 0 ? 200 : 422, "admin/preview");
    view_text(view, "file", file.name);
    view_preview(visit, view, &preview);
}

void preview_trouble(struct web_visit *visit, const struct err *err)
{
    if (err->kind == ERR_INVALID)
        preview_show_box(visit, 422, str_copy(visit->arena,
                                              str_of(err->text)));
    else
        respond_trouble(visit, err);
}

void preview_show_box(struct web_visit *visit, int status,
                      struct str trouble)
{
    struct view *view = respond_page_status(visit, status,
                                            "provider/preview-file");
    view_text(view, "trouble", trouble);
    view_flag(view, "problem", trouble.len > 0);
    view_flag(view, "is_learned", str_is(http_query(visit->request,
                                                    "learned"), "yes"));
}

static void view_preview(struct web_visit *visit, struct view *view,
                         const struct app_preview *preview)
{
    struct app_field *field;
    uint32_t count;
    view_text(view, "kind", preview->kind);
    view_count(view, "rows", preview->rows);
    view_count(view, "columns", preview->column_count);
    view_flag(view, "is_complete", preview->missing_count == 0);
    struct view *missing = view_list(view, "missing");
    for (uint32_t i = 0; i < preview->missing_count; i++)
        view_text(view_item(missing), "words", preview->missing[i]);
    CHECK(app_fields(preview->kind, visit->language, visit->arena, &field,
                     &count));
    view_fields(view, field, count);
    struct view *list = view_list(view, "column");
    for (uint32_t i = 0; i < preview->column_count; i++) {
        struct view *item = view_item(list);
        view_column(item, &preview->column[i]);
        view_choice(item, field, count, preview->column[i].field);
        view_only_page(item);
    }
}

static void view_column(struct view *item,
                        const struct app_preview_column *column)
{
    view_count(item, "number", column->number);
    view_text(item, "header", column->header);
    view_text(item, "field", column->field);
    view_text(item, "label", column->label);
    view_text(item, "hint", column->hint);
    view_text(item, "hint_label", column->hint_label);
    view_flag(item, "is_read", column->field.len > 0);
    view_flag(item, "is_unwanted", column->is_unwanted);
    view_count(item, "filled", column->filled);
    view_count(item, "good", column->good);
    view_text(item, "trouble", column->trouble);
    struct view *sample = view_list(item, "sample");
    for (uint32_t i = 0; i < column->sample_count; i++)
        view_text(view_item(sample), "value", column->sample[i]);
}

/* What a column can be: for programs once, on the page beside each. */
static void view_fields(struct view *view, const struct app_field *field,
                        uint32_t count)
{
    struct view *list = view_list(view, "fields");
    for (uint32_t i = 0; i < count; i++) {
        struct view *one = view_item(list);
        view_text(one, "word", field[i].word);
        view_text(one, "what", field[i].label);
    }
}

static void view_choice(struct view *item, const struct app_field *field,
                        uint32_t count, struct str chosen)
{
    struct view *list = view_list(item, "choice");
    for (uint32_t i = 0; i < count; i++) {
        struct view *one = view_item(list);
        view_text(one, "word", field[i].word);
        view_text(one, "what", field[i].label);
        view_flag(one, "is_chosen", str_equal(field[i].word, chosen));
    }
}

/* header_1, field_1, header_2 ...; more than can be learned are left. */
static bool columns_read(struct web_visit *visit,
                         struct app_mapping *mapping)
{
    for (uint32_t i = 1; mapping->count < APP_MAPPING_MAX; i++) {
        char name[32];
        snprintf(name, sizeof name, "header_%u", i);
        struct str header = visit_form(visit, name);
        snprintf(name, sizeof name, "field_%u", i);
        struct str field = visit_form(visit, name);
        if (header.len == 0)
            return mapping->count > 0;
        mapping->column[mapping->count++] = (struct app_column){
            header, field.len > 0 ? field : STR("unread")
        };
    }
    return true;
}

/* What was chosen, again, and what is wrong with it: nothing is lost but the
 * file's values, which were not kept. */
static void columns_show(struct web_visit *visit,
                         const struct app_mapping *mapping,
                         struct str trouble)
{
    struct app_preview preview = {
        .kind = mapping->kind, .column_count = mapping->count,
        .column = arena_many(visit->arena, mapping->count,
                             struct app_preview_column)
    };
    if (mapping->count == 0 || preview.column == NULL) {
        preview_show_box(visit, 422, trouble);
        return;
    }
    for (uint32_t i = 0; i < mapping->count; i++) {
        const struct app_column *chosen = &mapping->column[i];
        preview.column[i] = (struct app_preview_column){
            .number = i + 1, .header = chosen->header,
            .field = str_is(chosen->field, "unread") ? STR("")
                                                     : chosen->field
        };
    }
    struct view *view = respond_page_status(visit, 422, "provider/preview");
    view_text(view, "trouble", trouble);
    view_flag(view, "problem", true);
    view_preview(visit, view, &preview);
}

/* "person=MRN;unread=SSN2;usual=Amt" */
static bool map_read(struct str map, struct app_mapping *mapping,
                     struct err *err)
{
    struct str one, field, header, rest = map;
    for (bool more = map.len > 0; more;) {
        more = str_cut(rest, ';', &one, &rest);
        if (!str_cut(one, '=', &field, &header))
            return err_set(err, ERR_INVALID, "'%.*s' is not field=Header",
                           STR_ARGS(str_part(one, 0, 60)));
        if (mapping->count == APP_MAPPING_MAX)
            return err_set(err, ERR_INVALID, "at most %d columns at once",
                           APP_MAPPING_MAX);
        mapping->column[mapping->count++] = (struct app_column){
            str_trim(header), str_trim(field)
        };
    }
    return true;
}
