#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base.h"
#include "cli/ask.h"
#include "cli/fence.h"
#include "http/server.h"

#define PORT 8080

static bool fence_up(struct cli *cli, struct err *err);
static bool serve_until_told(struct cli *cli, struct cli_house *house,
                             struct http_server_options *options,
                             const sigset_t *stop, struct err *err);
static void log_line(void *context, const struct http_log *line);
static void say(const char *format, ...) PRINTF_LIKE(1, 2);

int cli_serve(struct cli *cli)
{
    struct err err = { .kind = ERR_NONE };
    int64_t port;
    struct cli_house *house = arena_new(&cli->arena, struct cli_house);
    struct cli_house_options open = { .world = cli->world,
                                      .is_serving = true, .is_quiet = true };
    struct http_server_options options;
    sigset_t stop;
    if (house == NULL || !cli_count(cli, "port", 0, 65535, PORT, &port, &err))
        return cli_trouble(cli, &err);
    cli_hear_stop(&stop);
    if (!fence_up(cli, &err) || !cli_house_open(cli, &open, house, &err))
        return cli_trouble(cli, &err);

    http_server_defaults(&options);
    options.world = cli->world;
    options.handler = web_handle;
    options.context = &house->web;
    options.log = log_line;
    options.bind[0] = (struct http_bind){ "127.0.0.1", (uint16_t)port };
    options.bind_count = 1;
    options.behind_tls_proxy = cli_has(cli, "behind-proxy");
    options.admin_socket = str_format(&cli->arena, "%s/" CLI_ADMIN_SOCKET,
                                      cli->folder).at;
    options.courier_socket = str_format(&cli->arena, "%s/" CLI_COURIER_SOCKET,
                                        cli->folder).at;
    house->web.options.behind_tls_proxy = options.behind_tls_proxy;
    house->web.options.own_origin = str_of(cli_option(cli, "origin"));
    bool done = serve_until_told(cli, house, &options, &stop, &err);
    cli_house_close(house);
    return done ? 0 : cli_trouble(cli, &err);
}

static bool serve_until_told(struct cli *cli, struct cli_house *house,
                             struct http_server_options *options,
                             const sigset_t *stop, struct err *err)
{
    struct http_server *server;
    int signal_number;
    bool is_sqlite = db_is_sqlite(house->app.pool);
    if (!http_server_start(options, &server, err))
        return false;
    if (!fence_calls(!is_sqlite, err)) {
        http_server_stop(server);
        return false;
    }
    say("bedside: serving %s on http://127.0.0.1:%d", cli->folder,
        (int)http_server_port(server, 0));
    (void)fflush(stdout);
    (void)sigwait(stop, &signal_number);
    say("bedside: stopping");
    http_server_stop(server);
    return true;
}

static bool fence_up(struct cli *cli, struct err *err)
{
    const char *note;
    struct stat about;
    struct str keys = str_format(&cli->arena, "%s-keys", cli->folder);
    struct fence fence = {
        .write = { cli->folder, "/dev/null" }, .write_count = 2,
        .read = { keys.at, "/usr", "/lib", "/lib64", "/etc", "/dev/urandom",
                  "/proc", "/sys/devices/system/cpu" },
        .read_count = 8
    };
    if (stat(cli->folder, &about) != 0)
        return err_set(err, ERR_ABSENT, "there is no bedside folder at '%s'; "
                       "make one with: bedside init --folder %s", cli->folder,
                       cli->folder);
    if (!fence_files(&fence, &note, err))
        return false;
    say("bedside: %s", note);
    return true;
}

/* Paths hold codes and never stand in the log; routes do. */
static void log_line(void *context, const struct http_log *line)
{
    (void)context;
    if (line->status < 500 && line->note == NULL)
        return;
    (void)fprintf(stderr, "bedside: %s %s %.*s -> %d in %" PRId64
                  " us%s%s\n", line->request_id,
                  http_method_name(line->method), STR_ARGS(line->route),
                  line->status, line->took_us, line->note ? ": " : "",
                  line->note ? line->note : "");
}

static void say(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    (void)vprintf(format, list);
    va_end(list);
    (void)putchar('\n');
}
