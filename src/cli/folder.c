/* The folder's lock, and files on their way into its spool. */
#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/base.h"
#include "cli/ask.h"

#define COPY_BYTES 65536
#define WAIT_US 100000

static bool copy(struct world *world, int from, int to, struct err *err);
static bool serves(struct cli *cli);

bool cli_lock(struct cli *cli, bool is_waiting, int *fd, struct err *err)
{
    struct str path = str_format(&cli->arena, "%s/lock", cli->folder);
    if (path.at == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for a file name");
    *fd = open(path.at, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (*fd < 0 && (errno == ENOENT || errno == ENOTDIR))
        return err_set(err, ERR_ABSENT, "there is no bedside folder at '%s'; "
                       "make one with: bedside init --folder %s", cli->folder,
                       cli->folder);
    if (*fd < 0)
        return err_set(err, errno == EACCES ? ERR_DENIED : ERR_OUTSIDE,
                       "cannot open %s: %s", path.at, strerror(errno));
    for (int64_t waited = 0; flock(*fd, LOCK_EX | LOCK_NB) != 0; ) {
        if (serves(cli) && is_waiting) { /* it can be asked now */
            close(*fd);
            *fd = -1;
            return true;
        }
        if (!is_waiting || waited >= CLI_LOCK_SECONDS * 1000000) {
            close(*fd);
            return err_set(err, ERR_BUSY, "another bedside is at work in "
                           "'%s'; please try again soon", cli->folder);
        }
        if (waited == 0)
            (void)fprintf(stderr, "bedside: waiting for another bedside in "
                          "'%s' (at most %d seconds)\n", cli->folder,
                          CLI_LOCK_SECONDS);
        usleep(WAIT_US);
        waited += WAIT_US;
    }
    return true;
}

/* Asked with the cheapest question there is. */
static bool serves(struct cli *cli)
{
    struct arena arena;
    struct http_reply reply;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    struct http_ask ask = {
        .socket_path = str_format(&arena, "%s/" CLI_ADMIN_SOCKET,
                                  cli->folder).at,
        .method = HTTP_GET, .target = STR("/health"), .timeout_ms = 2000
    };
    bool does = ask.socket_path != NULL
                && http_ask(&ask, &arena, &reply, NULL);
    arena_clear(&arena);
    return does;
}

const char *cli_base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* Copied, not linked: what is imported must not change while it is read.  It
 * belongs to the folder's owner, who may be somebody else than we are. */
bool cli_upload(struct cli *cli, const char *path, const char **name,
                struct err *err)
{
    struct world *world = cli->world;
    struct ref ref = ref_new(world);
    struct str inner = str_format(&cli->arena, "in-%s", ref.text);
    struct str to_path = str_format(&cli->arena, "%s/spool/%.*s", cli->folder,
                                    STR_ARGS(inner));
    if (inner.at == NULL || to_path.at == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for a file name");
    int from = world->open(world->context, path, O_RDONLY | O_CLOEXEC, 0);
    if (from < 0)
        return err_set(err, errno == EACCES ? ERR_DENIED : ERR_ABSENT,
                       "cannot open '%s': %s", path, strerror(errno));
    struct stat about;
    if (fstat(from, &about) == 0 && S_ISDIR(about.st_mode)) {
        world->close(world->context, from);
        return err_set(err, ERR_INVALID, "'%s' is a folder, not a file",
                       path);
    }
    int to = world->open(world->context, to_path.at,
                         O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool done = to >= 0
        ? copy(world, from, to, err)
        : err_set(err, errno == ENOENT ? ERR_ABSENT : ERR_OUTSIDE,
                  errno == ENOENT
                      ? "there is no bedside folder at '%s'; make one with: "
                        "bedside init"
                      : "cannot write into the spool of '%s'", cli->folder);
    world->close(world->context, from);
    if (to >= 0 && world->close(world->context, to) != 0 && done)
        done = err_set(err, ERR_OUTSIDE, "cannot write '%s'", to_path.at);
    *name = inner.at;
    if (!done && to >= 0)
        cli_upload_remove(cli, *name);
    return done;
}

void cli_upload_remove(struct cli *cli, const char *name)
{
    struct str path = str_format(&cli->arena, "%s/spool/%s", cli->folder,
                                 name);
    if (path.at != NULL)
        cli->world->unlink(cli->world->context, path.at);
}

static bool copy(struct world *world, int from, int to, struct err *err)
{
    char bytes[COPY_BYTES];
    for (;;) {
        ssize_t got = world->read(world->context, from, bytes, sizeof bytes);
        if (got == 0)
            return true;
        if (got < 0)
            return err_set(err, ERR_OUTSIDE, "cannot read the file: %s",
                           strerror(errno));
        for (ssize_t at = 0; at < got; ) {
            ssize_t put = world->write(world->context, to, bytes + at,
                                       (size_t)(got - at));
            if (put < 0)
                return err_set(err, errno == ENOSPC ? ERR_EXHAUSTED
                                                    : ERR_OUTSIDE,
                               "cannot copy the file into the spool: %s",
                               strerror(errno));
            at += put;
        }
    }
}
