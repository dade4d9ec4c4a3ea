#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <libpq-fe.h>

#include "base/base.h"
#include "db/copy_pg.h"

#define PIECE ((size_t)64 << 10)
#define WORDS_MAX 400 /* of what the tool complained */
#define ENV_MAX 128
#define ENV_BYTES 8192

/* A tool of PostgreSQL at work: its bytes, and its complaints. */
struct tool {
    const char *name;
    pid_t pid;
    int bytes, complaints; /* our ends */
    char words[WORDS_MAX];
    size_t words_len;
    char *env[ENV_MAX];
    char env_text[ENV_BYTES];
};

static bool tool_env(struct tool *tool, const char *url, struct err *err);
static bool tool_start(struct tool *tool, char *const argv[], bool is_read,
                       struct err *err);
static void tool_hear(struct tool *tool, bool is_waiting);
static bool tool_end(struct tool *tool, bool done, struct err *err);

bool pg_copy_out(const char *url, const struct db_sink *sink, struct err *err)
{
    /* Row security stays on and lets all clients through (client 0). */
    static char *const argv[] = { "pg_dump", "--format=custom", "--no-owner",
                                  "--enable-row-security",
                                  "--serializable-deferrable",
                                  "--lock-wait-timeout=60000", NULL };
    static char piece[PIECE];
    struct tool tool = { .name = "pg_dump" };
    if (!tool_env(&tool, url, err) || !tool_start(&tool, argv, true, err))
        return false;
    bool done = true;
    while (done) {
        ssize_t got = read(tool.bytes, piece, sizeof piece);
        tool_hear(&tool, false);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        done = sink->put(sink->context, (struct str){ piece, (size_t)got },
                         err);
    }
    return tool_end(&tool, done, err);
}

bool pg_copy_in(const char *url, const struct db_source *source,
                struct err *err)
{
    static char *const argv[] = { "pg_restore", "--no-owner",
                                  "--single-transaction", "--exit-on-error",
                                  "--dbname=", NULL };
    struct tool tool = { .name = "pg_restore" };
    struct str bytes;
    if (!tool_env(&tool, url, err) || !tool_start(&tool, argv, false, err))
        return false;
    bool done = true;
    while ((done = source->take(source->context, &bytes, err))
           && bytes.len > 0) {
        ssize_t put = 0;
        while (bytes.len > 0 && put >= 0) {
            put = write(tool.bytes, bytes.at, bytes.len);
            tool_hear(&tool, false);
            if (put < 0 && errno == EINTR)
                put = 0;
            if (put > 0)
                bytes = str_part(bytes, (size_t)put, SIZE_MAX);
        }
        if (put < 0)
            break; /* it gave up; why, it says itself */
    }
    return tool_end(&tool, done, err);
}

/* Ours, and PGHOST, PGUSER ... as the URL says. */
static bool tool_env(struct tool *tool, const char *url, struct err *err)
{
    char *words = NULL;
    size_t used = 0, count = 0;
    PQconninfoOption *options = PQconninfoParse(url, &words);
    PQfreemem(words);
    if (options == NULL)
        return err_set(err, ERR_INVALID, "the PostgreSQL URL does not read");
    for (char **here = environ; *here != NULL && count < ENV_MAX - 24; here++)
        if (strncmp(*here, "PG", 2) != 0)
            tool->env[count++] = *here;
    bool fits = true;
    for (PQconninfoOption *o = options; o->keyword != NULL && fits; o++) {
        const char *variable = o->envvar;
        if (o->val == NULL || variable == NULL || count >= ENV_MAX - 2
            || strcmp(variable, "PGOPTIONS") == 0)
            continue;
        int len = snprintf(tool->env_text + used, sizeof tool->env_text - used,
                           "%s=%s", variable, o->val);
        fits = len > 0 && used + (size_t)len + 1 < sizeof tool->env_text;
        tool->env[count++] = tool->env_text + used;
        used += (size_t)len + 1;
    }
    PQconninfoFree(options);
    tool->env[count++] = "PGOPTIONS=-c bedside.client_id=0";
    tool->env[count] = NULL;
    return fits || err_set(err, ERR_INVALID, "the PostgreSQL URL is too long");
}

/* is_read: we read what it says; else we feed it. */
static bool tool_start(struct tool *tool, char *const argv[], bool is_read,
                       struct err *err)
{
    int data[2], complaint[2];
    posix_spawn_file_actions_t actions;
    if (pipe2(data, O_CLOEXEC) != 0 || pipe2(complaint, O_CLOEXEC) != 0)
        return err_set(err, ERR_EXHAUSTED, "no pipe: %s", strerror(errno));
    CHECK(posix_spawn_file_actions_init(&actions) == 0);
    posix_spawn_file_actions_adddup2(&actions, data[is_read ? 1 : 0],
                                     is_read ? 1 : 0);
    posix_spawn_file_actions_adddup2(&actions, complaint[1], 2);
    (void)signal(SIGPIPE, SIG_IGN);
    int error = posix_spawnp(&tool->pid, argv[0], &actions, NULL, argv,
                             tool->env);
    posix_spawn_file_actions_destroy(&actions);
    close(data[is_read ? 1 : 0]);
    close(complaint[1]);
    tool->bytes = data[is_read ? 0 : 1];
    tool->complaints = complaint[0];
    if (error == 0)
        return true;
    close(tool->bytes);
    close(tool->complaints);
    return err_set(err, ERR_ABSENT, "cannot run %s: %s; install "
                   "postgresql-client", tool->name, strerror(error));
}

/* Keeps the first words, drops the rest, so it is never stuck for us. */
static void tool_hear(struct tool *tool, bool is_waiting)
{
    char more[512];
    struct pollfd poll_it = { .fd = tool->complaints, .events = POLLIN };
    while (poll(&poll_it, 1, is_waiting ? -1 : 0) > 0) {
        ssize_t got = read(tool->complaints, more, sizeof more);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return;
        for (ssize_t i = 0; i < got; i++)
            if (tool->words_len + 1 < sizeof tool->words)
                tool->words[tool->words_len++] =
                    more[i] == '\n' ? ' ' : more[i];
    }
}

static bool tool_end(struct tool *tool, bool done, struct err *err)
{
    int status = 0;
    close(tool->bytes);
    tool_hear(tool, true);
    close(tool->complaints);
    while (waitpid(tool->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    if (!done)
        return false;
    return (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        || err_set(err, ERR_OUTSIDE, "%s did not finish: %.*s", tool->name,
                   (int)tool->words_len, tool->words);
}
