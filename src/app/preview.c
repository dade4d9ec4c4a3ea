#include <errno.h>
#include <fcntl.h>

#include "base/base.h"
#include "app/mapping.h"
#include "app/place.h"
#include "intake/preview.h"

struct source {
    struct world *world;
    int fd;           /* -1: bytes */
    struct str bytes;
};

static ssize_t read_source(void *context, void *bytes, size_t len);
static bool look(struct app *app, struct caller caller,
                 const struct client *client,
                 const struct app_preview_ask *ask, struct arena *arena,
                 struct intake_preview *found, struct err *err);
static bool told(const struct intake_preview *found, struct arena *arena,
                 struct app_preview *preview, struct err *err);

bool app_preview(struct app *app, struct caller caller,
                 const struct app_preview_ask *ask, struct arena *arena,
                 struct app_preview *preview, struct err *err)
{
    struct client client;
    struct intake_preview found;
    if (ask->kind.len > 0
        && intake_kind_parse(ask->kind) == INTAKE_KIND_UNSAID)
        return err_set(err, ERR_INVALID, "a file does not hold '%.*s'",
                       STR_ARGS(str_part(ask->kind, 0, 32)));
    if (!app_client_by_id(app, caller, ask->client, arena, &client, err)
        || !app_mapping_apply(app, caller, &client, arena, err))
        return false;
    if (look(app, caller, &client, ask, arena, &found, err))
        return told(&found, arena, preview, err);
    return err_context(err, "%.*s", STR_ARGS(ask->file_name));
}

static ssize_t read_source(void *context, void *bytes, size_t len)
{
    struct source *source = context;
    if (source->fd < 0)
        return csv_read_str(&source->bytes, bytes, len);
    return source->world->read(source->world->context, source->fd, bytes,
                               len);
}

static bool look(struct app *app, struct caller caller,
                 const struct client *client,
                 const struct app_preview_ask *ask, struct arena *arena,
                 struct intake_preview *found, struct err *err)
{
    struct source source = { app->world, -1, ask->bytes };
    struct intake_terms terms = { client->agreement,
                                  app_today(app, caller.at) };
    if (ask->path != NULL)
        source.fd = app->world->open(app->world->context, ask->path,
                                     O_RDONLY, 0);
    if (ask->path != NULL && source.fd < 0)
        return err_set(err, errno == ENOENT ? ERR_ABSENT : ERR_OUTSIDE,
                       "cannot open the file: %s", strerror(errno));
    struct csv *csv = NULL;
    bool done = csv_open_apart(arena, read_source, &source, &csv, err)
        && intake_preview(arena, &terms, intake_kind_parse(ask->kind),
                          ask->language, csv, found, err);
    if (!done && csv != NULL && csv_stuck(csv).what != CSV_RIGHT
        && err->kind == ERR_INVALID) {
        struct str words = csv_stuck_words(arena, ask->language,
                                           csv_stuck(csv));
        err_set(err, ERR_INVALID, "%.*s", STR_ARGS(words));
    }
    csv_close(csv);
    if (source.fd >= 0)
        app->world->close(app->world->context, source.fd);
    return done;
}

static struct str word_of(enum intake_field field)
{
    return field == FIELD_NONE ? STR("") : str_of(intake_field_word(field));
}

static struct str label_of(enum words_language language,
                           enum intake_field field)
{
    return field == FIELD_NONE ? STR("")
                               : intake_field_label(language, field);
}

static bool told(const struct intake_preview *found, struct arena *arena,
                 struct app_preview *preview, struct err *err)
{
    const struct intake_layout *layout = &found->layout;
    *preview = (struct app_preview){
        .kind = str_of(intake_kind_word(layout->kind)),
        .rows = (int64_t)found->rows, .column_count = layout->column_count,
        .column = arena_many(arena, layout->column_count,
                             struct app_preview_column),
        .missing = arena_many(arena, layout->problem_count + 1, struct str)
    };
    if (preview->column == NULL || preview->missing == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory to show the file");
    for (uint32_t i = 0; i < layout->problem_count; i++)
        if (layout->problem[i].is_fatal)
            preview->missing[preview->missing_count++] =
                layout->problem[i].words;
    for (uint32_t i = 0; i < layout->column_count; i++) {
        const struct intake_preview_column *from = &found->column[i];
        struct app_preview_column *to = &preview->column[i];
        *to = (struct app_preview_column){
            .number = i + 1, .header = layout->header[i],
            .field = word_of(from->field),
            .label = label_of(layout->language, from->field),
            .hint = word_of(from->hint),
            .hint_label = label_of(layout->language, from->hint),
            .is_unwanted = from->is_unwanted,
            .filled = (int64_t)from->filled, .good = (int64_t)from->good,
            .trouble = from->trouble, .sample_count = from->sample_count
        };
        for (uint32_t k = 0; k < from->sample_count; k++)
            to->sample[k] = from->sample[k];
    }
    return true;
}

bool app_fields(struct str kind, enum words_language language,
                struct arena *arena,
                struct app_field **field, uint32_t *count)
{
    uint64_t fields = intake_kind_fields(intake_kind_parse(kind));
    *count = 0;
    *field = arena_many(arena, FIELD_COUNT, struct app_field);
    for (int i = FIELD_NONE + 1; *field != NULL && i < FIELD_COUNT; i++)
        if ((fields & FIELD_BIT(i)) != 0)
            (*field)[(*count)++] = (struct app_field){
                word_of((enum intake_field)i),
                label_of(language, (enum intake_field)i)
            };
    return *field != NULL;
}
