#include <signal.h>
#include <sys/stat.h>
#include <time.h>

#include "base/base.h"
#include "cli/ask.h"
#include "cli/fence.h"

#define FORM_TYPE "application/x-www-form-urlencoded"
#define EVERY_SECONDS 5
#define MAIL_SUFFIX "-mail" /* beside the folder, as the keys are */

static bool ask_socket(void *context, enum http_method method,
                       struct str target, struct str body,
                       struct arena *arena, struct http_reply *reply,
                       struct err *err);
static bool fence_up(struct cli *cli, const char *mail, struct err *err);
static int carry_once(struct cli *cli, const char *mail,
                      struct cli_carried *carried, struct err *err);
static void say(const struct cli *cli, const struct cli_carried *carried);

int cli_run_courier(struct cli *cli)
{
    struct err err = { .kind = ERR_NONE };
    struct cli_carried carried;
    int64_t every;
    sigset_t stop;
    if (!cli_count(cli, "every", 1, 3600, EVERY_SECONDS, &every, &err))
        return cli_trouble(cli, &err);
    const char *mail = str_format(&cli->arena, "%s" MAIL_SUFFIX,
                                  cli->folder).at;
    cli_hear_stop(&stop);
    if (!fence_up(cli, mail, &err))
        return cli_trouble(cli, &err);
    int exit_code = 0;
    if (cli_has(cli, "once")) {
        exit_code = carry_once(cli, mail, &carried, &err);
        if (exit_code == 0)
            say(cli, &carried);
        cli->courier.close();
        return exit_code;
    }
    struct timespec pause = { .tv_sec = every };
    bool was_absent = false;
    do {
        struct err now = { .kind = ERR_NONE };
        if (cli->courier.round(cli->world, cli->folder, mail,
                               ask_socket, cli, &carried, &now)) {
            was_absent = false;
            if (carried.sent + carried.held_back + carried.mailed > 0)
                say(cli, &carried);
        } else if (now.kind != ERR_ABSENT || !was_absent) {
            was_absent = now.kind == ERR_ABSENT;
            (void)fprintf(stderr, "bedside courier: %s\n", now.text);
        }
        (void)fflush(stdout);
    } while (sigtimedwait(&stop, NULL, &pause) < 0);
    cli->courier.close();
    return 0;
}

static int carry_once(struct cli *cli, const char *mail,
                      struct cli_carried *carried, struct err *err)
{
    return cli->courier.round(cli->world, cli->folder, mail,
                              ask_socket, cli, carried, err)
        ? 0 : cli_trouble(cli, err);
}

static void say(const struct cli *cli, const struct cli_carried *carried)
{
    if (cli->is_json)
        (void)printf("{\"sent\":%" PRIu32 ",\"held_back\":%" PRIu32
                     ",\"manifests\":%" PRIu32 ",\"unprintable\":%" PRIu32
                     ",\"mailed\":%" PRIu32 "}\n", carried->sent,
                     carried->held_back, carried->manifests,
                     carried->unprintable, carried->mailed);
    else
        (void)printf("%" PRIu32 " letters in the spool, %" PRIu32
                     " e-mails sent, %" PRIu32 " held back, %" PRIu32
                     " manifests written\n", carried->sent, carried->mailed,
                     carried->held_back, carried->manifests);
}

static bool ask_socket(void *context, enum http_method method,
                       struct str target, struct str body,
                       struct arena *arena, struct http_reply *reply,
                       struct err *err)
{
    const struct cli *cli = context;
    struct http_ask ask = {
        .socket_path = str_format(arena, "%s/" CLI_COURIER_SOCKET,
                                  cli->folder).at,
        .method = method, .target = target,
        .content_type = body.len > 0 ? STR(FORM_TYPE)
                                     : (struct str){ NULL, 0 },
        .body = body
    };
    if (ask.socket_path == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory to ask the house");
    if (http_ask(&ask, arena, reply, err))
        return true;
    return err->kind == ERR_ABSENT
        ? err_set(err, ERR_ABSENT, "nobody serves '%s'; the courier needs "
                  "`bedside serve` to ask", cli->folder)
        : false;
}

/* The courier sees the spool, its socket and how mail leaves; no database and
 * no key. */
static bool fence_up(struct cli *cli, const char *mail, struct err *err)
{
    const char *note;
    struct stat about;
    struct fence fence = {
        .write = { str_format(&cli->arena, "%s/spool", cli->folder).at,
                   "/var/cache/fontconfig", "/dev/null" },
        .write_count = 3,
        .read = { str_format(&cli->arena, "%s/run", cli->folder).at, "/usr",
                  "/lib", "/lib64", "/etc", "/var/cache/fontconfig",
                  "/dev/urandom", "/proc", "/run/systemd/resolve",
                  mail, str_format(&cli->arena, "%s.pem", mail).at },
        .read_count = 11
    };
    if (stat(cli->folder, &about) != 0)
        return err_set(err, ERR_ABSENT, "there is no bedside folder at '%s'",
                       cli->folder);
    return fence_files(&fence, &note, err);
}
