/* A file that is sent here becomes a job: put into the spool, then read by
 * the same steps as the command's import. */
#include "base/base.h"
#include "app/place.h"
#include "http/form.h"
#include "text/json.h"
#include "web/admin.h"
#include "web/job.h"
#include "web/preview.h"
#include "web/provider/provider.h"
#include "web/respond.h"
#include "web/spool.h"

#define FORM_TYPE "application/x-www-form-urlencoded"

static bool file_queue(struct web_visit *visit, const struct http_file *file,
                       struct ref *job, struct err *err);
static void form_of_job(struct web_visit *visit, struct str inner,
                        struct str shown);
static void place(struct web_visit *visit);
static void show_state(struct web_visit *visit,
                       const struct web_job_state *state);
static void answer_of_job(struct web_visit *visit,
                          const struct web_job_state *state);

/* On the job's thread the request is the one that form_of_job wrote: nobody
 * outside names a file of the spool. */
void post_files(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    const struct http_request *request = visit->request;
    struct ref job;
    if (visit->is_job) {
        place(visit);
        return;
    }
    if (request->file_count != 1 || request->file[0].bytes.len == 0)
        err_set(&err, ERR_INVALID, "send one file, and not an empty one");
    else if (file_queue(visit, &request->file[0], &job, &err)) {
        respond_begun(visit, str_format(visit->arena, "/provider/files/%s",
                                        job.text));
        return;
    }
    preview_trouble(visit, &err);
}

/* How far it is; when it is done, what came of it. */
void get_files(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct web_job_state state;
    if (!web_job_state(visit->web, visit->ref[0], visit->arena, &state)
        || state.client.n == 0
        || state.client.n != visit->caller.client.n) {
        err_set(&err, ERR_ABSENT, "there is no such file on its way");
        respond_trouble(visit, &err);
    } else if (state.status == 0) {
        show_state(visit, &state);
    } else if (visit->request->wants_json) {
        http_answer_json(visit->answer, state.status, state.body);
    } else {
        answer_of_job(visit, &state);
    }
}

/* What nobody will read does not stay in the spool. */
static bool file_queue(struct web_visit *visit, const struct http_file *file,
                       struct ref *job, struct err *err)
{
    struct world *world = visit->app->world;
    struct ref ref = ref_new(world);
    struct str inner = str_format(visit->arena, "in-%s", ref.text);
    struct str path = str_format(visit->arena, "%s/spool/%.*s",
                                 visit->app->folder, STR_ARGS(inner));
    if (path.at == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for a file name");
    if (!file_write_durably(world, path.at, file->bytes, 0600, err))
        return false;
    form_of_job(visit, inner, file->file_name);
    if (web_job_queue(visit, job, err))
        return true;
    world->unlink(world->context, path.at);
    return false;
}

/* The same request once more, short: the file by its name in the spool. */
static void form_of_job(struct web_visit *visit, struct str inner,
                        struct str shown)
{
    static const char *const kept[] = { "kind", "total", "dry_run" };
    struct http_request *request = visit->request;
    struct http_pair pair[2 + sizeof kept / sizeof kept[0]] = {
        { STR("file"), inner }, { STR("file_name"), str_part(shown, 0, 200) }
    };
    uint32_t count = 2;
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        struct str value = visit_form(visit, kept[i]);
        if (value.at != NULL)
            pair[count++] = (struct http_pair){ str_of(kept[i]),
                                                str_part(value, 0, 60) };
    }
    request->body = http_pairs_render(visit->arena, pair, count);
    request->content_type = STR(FORM_TYPE);
}

/* The file is the provider's; the persons and accounts it becomes are kept by
 * the house, in the provider's or its program's name. */
static void place(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct spool_file file;
    struct client client;
    struct app_import_report report;
    struct caller caller = visit->caller;
    struct app_import_ask ask = {
        .is_dry_run = visit_form(visit, "dry_run").at != NULL,
        .progress = web_progress, .context = visit
    };
    caller.kind = CALLER_SYSTEM;
    caller.roles = 0;
    if (!spool_find(visit, &file, &err)) {
        respond_trouble(visit, &err);
        return;
    }
    ask.file_name = file.name;
    ask.path = file.path;
    bool is_read = admin_import_read(visit, &ask, &err)
        && app_client_by_id(visit->app, visit->caller, visit->caller.client,
                            visit->arena, &client, &err);
    if (is_read)
        ask.client_code = client.code;
    is_read = is_read && app_import(visit->app, caller, &ask, visit->arena,
                                    &report, &err);
    visit->app->world->unlink(visit->app->world->context, file.path);
    if (!is_read) {
        respond_trouble(visit, &err);
        return;
    }
    struct view *view = respond_page(visit, "admin/import");
    view_text(view, "file", file.name);
    view_flag(view, "is_dry_run", ask.is_dry_run);
    admin_view_import(view, &report);
}

static void show_state(struct web_visit *visit,
                       const struct web_job_state *state)
{
    struct view *view = respond_page_status(visit, 202, "provider/placing");
    view_text(view, "job", visit->ref[0]);
    view_text(view, "state", state->state);
    view_count(view, "done", (int64_t)state->done);
    view_count(view, "total", (int64_t)state->total);
}

/* On the page: the acknowledgement, or the box again with what was wrong. */
static void answer_of_job(struct web_visit *visit,
                          const struct web_job_state *state)
{
    struct err err = { .kind = ERR_NONE };
    const struct json *root;
    struct str batch, words;
    if (!json_parse(visit->arena, state->body, &root, &err))
        respond_trouble(visit, &err);
    else if (json_text(json_get(root, STR("batch")), &batch)
             && batch.len > 0)
        respond_redirect(visit, str_format(visit->arena,
                                           "/provider/batch/%.*s",
                                           STR_ARGS(batch)));
    else if (json_text(json_get(json_get(root, STR("error")),
                                STR("message")), &words))
        preview_show_box(visit, 422, words);
    else
        preview_show_box(visit, 200, (struct str){ NULL, 0 });
}
