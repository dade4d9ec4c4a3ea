#include <errno.h>
#include <unistd.h>

#include "base/base.h"
#include "cli/ask.h"
#include "cli/progress.h"
#include "daily/run.h"
#include "http/form.h"
#include "text/json.h"

#define FORM_BYTES_MAX 8192
#define FORM_TYPE "application/x-www-form-urlencoded"

static bool ask_over_socket(struct cli *cli, enum http_method method,
                            struct str target, struct str body,
                            const char *accept, struct http_reply *reply,
                            struct err *err);
static bool ask_here(struct cli *cli, enum http_method method,
                     struct str target, struct str body, const char *accept,
                     int lock, struct http_reply *reply, struct err *err);
static bool house_open_locked(struct cli *cli,
                              const struct cli_house_options *options,
                              int lock, struct cli_house *house,
                              struct err *err);
static bool job_wait(struct cli *cli, struct http_reply *reply,
                     struct err *err);
static int show(struct cli *cli, const struct http_reply *reply);
static int exit_of(const struct http_reply *reply, const struct json *error);

/* --- a folder in this process ----------------------------------------- */

static void progress_show(void *context, uint64_t done, uint64_t total)
{
    const struct cli *cli = context;
    cli_progress_show(cli->command->name, done, total);
}

bool cli_house_open(struct cli *cli, const struct cli_house_options *options,
                    struct cli_house *house, struct err *err)
{
    int lock;
    if (!cli_lock(cli, true, &lock, err))
        return false;
    if (lock < 0)
        return err_set(err, ERR_BUSY, "'%s' is being served already",
                       cli->folder);
    return house_open_locked(cli, options, lock, house, err);
}

static bool house_open_locked(struct cli *cli,
                              const struct cli_house_options *options,
                              int lock, struct cli_house *house,
                              struct err *err)
{
    *house = (struct cli_house){ .lock = lock };
    struct app_options app = {
        .world = options->world, .folder = cli->folder,
        .is_inline = !options->is_serving, .may_migrate = true
    };
    if (!app_open(&app, &house->app, err)) {
        close(lock);
        return false;
    }
    struct web_options web = {
        .app = &house->app, .daily = daily_run,
        .is_strict = getenv("BEDSIDE_STRICT") != NULL,
        .is_serving = options->is_serving,
        .progress = options->is_quiet ? NULL : progress_show,
        .progress_context = cli
    };
    if (!web_open(&web, &house->web, err)) {
        app_close(&house->app);
        close(lock);
        return false;
    }
    return true;
}

void cli_house_close(struct cli_house *house)
{
    web_close(&house->web);
    app_close(&house->app);
    close(house->lock);
}

bool cli_house_ask(struct cli_house *house, enum http_transport transport,
                   enum http_method method, struct str target, struct str body,
                   const char *accept, struct arena *arena,
                   struct http_reply *reply, struct err *err)
{
    struct http_pair header[] = {
        { STR("Accept"), str_of(accept) },
        { STR("Content-Type"), STR(FORM_TYPE) }
    };
    struct http_raw raw = {
        .world = house->app.world, .method = method, .transport = transport,
        .target = target, .header = header,
        .header_count = body.len > 0 ? 2 : 1, .body = body,
        .peer = { .has_uid = true, .uid = (int64_t)getuid() }
    };
    struct http_request request;
    struct http_answer answer;
    if (!http_request_make(&raw, arena, &request, err))
        return false;
    http_answer_init(&answer, arena);
    web_handle(&house->web, &request, &answer);
    if (answer.failed || answer.status == 0)
        return err_set(err, ERR_BUG, "the answer could not be written");
    *reply = (struct http_reply){
        .status = answer.status, .content_type = answer.content_type,
        .body = answer.body
    };
    return true;
}

/* --- one question ----------------------------------------------------- */

void cli_form_init(struct cli_form *form, struct cli *cli)
{
    buf_init(&form->body, &cli->arena, FORM_BYTES_MAX);
}

void cli_form_add(struct cli_form *form, const char *name, const char *value)
{
    if (value == NULL)
        return;
    if (form->body.len > 0)
        buf_add_byte(&form->body, '&');
    http_url_encode(&form->body, str_of(name));
    buf_add_byte(&form->body, '=');
    http_url_encode(&form->body, str_of(value));
}

bool cli_ask(struct cli *cli, enum http_method method, const char *target,
             const struct cli_form *form, const char *accept,
             struct http_reply *reply, struct err *err)
{
    struct str body = STR("");
    struct err absent = { .kind = ERR_NONE };
    int lock;
    if (form != NULL && form->body.failed)
        return err_set(err, ERR_INVALID, "that is too long");
    if (form != NULL && form->body.len > 0)
        body = buf_str(&form->body);
    if (ask_over_socket(cli, method, str_of(target), body, accept, reply,
                        &absent))
        return reply->status != 202 || job_wait(cli, reply, err);
    if (absent.kind != ERR_ABSENT) {
        *err = absent;
        return false;
    }
    return cli_lock(cli, true, &lock, err)
        && (lock >= 0
            ? ask_here(cli, method, str_of(target), body, accept, lock, reply,
                       err)
            : ask_over_socket(cli, method, str_of(target), body, accept,
                              reply, err));
}

int cli_ask_and_show(struct cli *cli, enum http_method method,
                     const char *target, const struct cli_form *form)
{
    struct err err = { .kind = ERR_NONE };
    struct http_reply reply;
    bool done = cli_ask(cli, method, target, form,
                        cli->is_json ? CLI_JSON : CLI_PLAIN, &reply, &err);
    cli_progress_clear();
    return done ? show(cli, &reply) : cli_trouble(cli, &err);
}

static bool ask_over_socket(struct cli *cli, enum http_method method,
                            struct str target, struct str body,
                            const char *accept, struct http_reply *reply,
                            struct err *err)
{
    struct http_pair header = { STR("Accept"), str_of(accept) };
    struct str path = str_format(&cli->arena, "%s/" CLI_ADMIN_SOCKET,
                                 cli->folder);
    struct http_ask ask = {
        .socket_path = path.at, .method = method, .target = target,
        .header = &header, .header_count = 1,
        .content_type = body.len > 0 ? STR(FORM_TYPE)
                                     : (struct str){ NULL, 0 },
        .body = body
    };
    if (path.at == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory to ask");
    return http_ask(&ask, &cli->arena, reply, err);
}

static bool ask_here(struct cli *cli, enum http_method method,
                     struct str target, struct str body, const char *accept,
                     int lock, struct http_reply *reply, struct err *err)
{
    struct cli_house *house = arena_new(&cli->arena, struct cli_house);
    struct arena *arena = arena_new(&cli->arena, struct arena);
    struct cli_house_options options = { .world = cli->world };
    if (house == NULL || arena == NULL) {
        close(lock);
        return err_set(err, ERR_EXHAUSTED, "no memory to ask");
    }
    arena_init(arena, ARENA_JOB_BYTES);
    if (!house_open_locked(cli, &options, lock, house, err))
        return false;
    bool done = cli_house_ask(house, HTTP_ADMIN, method, target, body, accept,
                              arena, reply, err);
    if (done) {
        reply->body = str_copy(&cli->arena, reply->body);
        reply->content_type = str_copy(&cli->arena, reply->content_type);
        if (reply->body.at == NULL || reply->content_type.at == NULL)
            done = err_set(err, ERR_EXHAUSTED, "the answer is too large");
    }
    arena_clear(arena);
    cli_house_close(house);
    return done;
}

/* --- a job ------------------------------------------------------------ */

static bool job_reply(const struct json *root, struct http_reply *reply,
                      struct err *err)
{
    int64_t status;
    if (!json_int(json_get(root, STR("status")), &status)
        || !json_text(json_get(root, STR("content_type")),
                      &reply->content_type)
        || !json_text(json_get(root, STR("body")), &reply->body))
        return err_set(err, ERR_CORRUPT, "the job's answer cannot be read");
    reply->status = (int)status;
    return true;
}

static struct str job_ref(struct cli *cli, const struct http_reply *reply)
{
    const struct json *root;
    if (str_starts(reply->content_type, STR(CLI_PLAIN)))
        return str_trim(reply->body);
    return json_parse(&cli->arena, reply->body, &root, NULL)
        ? json_get(root, STR("job"))->text : (struct str){ NULL, 0 };
}

static bool job_wait(struct cli *cli, struct http_reply *reply,
                     struct err *err)
{
    struct str target = str_format(&cli->arena, "/admin/job/%.*s",
                                   STR_ARGS(job_ref(cli, reply)));
    for (;;) {
        const struct json *root;
        struct str state;
        struct arena_mark here = arena_here(&cli->arena);
        if (!ask_over_socket(cli, HTTP_GET, target, STR(""), CLI_JSON, reply,
                             err)
            || !json_parse(&cli->arena, reply->body, &root, err))
            return err_context(err, "asking how far it is");
        if (reply->status != 200)
            return true; /* shown as the trouble it is */
        if (!json_text(json_get(root, STR("state")), &state))
            return err_set(err, ERR_CORRUPT, "the job's state cannot be read");
        if (str_is(state, "done"))
            return job_reply(root, reply, err);
        progress_show(cli, (uint64_t)json_get(root, STR("done"))->number,
                      (uint64_t)json_get(root, STR("total"))->number);
        arena_back(&cli->arena, here);
        world_sleep_us(cli->world, CLI_POLL_US);
    }
}

/* --- the answer ------------------------------------------------------- */

static int show(struct cli *cli, const struct http_reply *reply)
{
    const struct json *root;
    const struct json *error = NULL;
    struct str words;
    bool is_error = reply->status >= 400
                    && str_starts(reply->content_type, STR(CLI_JSON))
                    && json_parse(&cli->arena, reply->body, &root, NULL)
                    && (error = json_get(root, STR("error")))->kind
                           == JSON_OBJECT;
    if (!is_error || cli->is_json)
        (void)fwrite(reply->body.at, 1, reply->body.len, stdout);
    if (is_error) {
        bool has_details = json_text(json_get(error, STR("details")), &words);
        if (has_details && words.len > 0)
            (void)fprintf(stderr, "%.*s%s", STR_ARGS(words),
                          words.at[words.len - 1] == '\n' ? "" : "\n");
        else if (json_text(json_get(error, STR("message")), &words))
            (void)fprintf(stderr, "bedside: %.*s\n", STR_ARGS(words));
    }
    if (fflush(stdout) != 0)
        return err_exit_code(ERR_OUTSIDE);
    return exit_of(reply, is_error ? error : NULL);
}

static int exit_of(const struct http_reply *reply, const struct json *error)
{
    static const enum err_kind kinds[] = {
        ERR_INVALID, ERR_DENIED, ERR_ABSENT, ERR_CONFLICT, ERR_BUSY,
        ERR_EXHAUSTED, ERR_OUTSIDE, ERR_CORRUPT, ERR_BUG
    };
    if (reply->status < 400)
        return 0;
    struct str kind = { NULL, 0 };
    if (error != NULL)
        kind = json_get(error, STR("kind"))->text;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (kind.at != NULL && str_is(kind, err_name(kinds[i])))
            return err_exit_code(kinds[i]);
    switch (reply->status) { /* a view that says no: see web/admin*.c */
    case 400:
    case 422:
        return err_exit_code(ERR_INVALID);
    case 404:
        return err_exit_code(ERR_ABSENT);
    case 409:
        return err_exit_code(ERR_CONFLICT);
    case 503:
        return err_exit_code(ERR_BUSY);
    default:
        return err_exit_code(ERR_CORRUPT);
    }
}
