#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <sqlite3.h>

#include "base/base.h"
#include "db/copy.h"
#include "db/copy_pg.h"

#define PREFIX "sqlite:"
#define BUSY_MS 10000
#define PIECE ((size_t)64 << 10)

static bool vacuum_into(const char *path, const char *scratch,
                        struct err *err);
static bool file_out(struct world *world, const char *path,
                     const struct db_sink *sink, struct err *err);
static bool file_in(struct world *world, const char *path,
                    const struct db_source *source, struct err *err);
static bool trouble(const char *what, const char *path, struct err *err);

bool db_copy_out(struct world *world, const char *url, const char *scratch,
                 const struct db_sink *sink, struct err *err)
{
    if (strncmp(url, PREFIX, strlen(PREFIX)) != 0)
        return pg_copy_out(url, sink, err);
    /* Only we may read it, from its first byte on. */
    int fd = world->open(world->context, scratch,
                         O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return trouble("cannot write", scratch, err);
    (void)world->close(world->context, fd);
    bool done = vacuum_into(url + strlen(PREFIX), scratch, err)
        && file_out(world, scratch, sink, err);
    (void)world->unlink(world->context, scratch);
    return done;
}

bool db_copy_in(struct world *world, const char *url,
                const struct db_source *source, struct err *err)
{
    if (strncmp(url, PREFIX, strlen(PREFIX)) != 0)
        return pg_copy_in(url, source, err);
    return file_in(world, url + strlen(PREFIX), source, err);
}

/* A reader beside the writer: WAL lets it see one moment while the other
 * goes on. */
static bool vacuum_into(const char *path, const char *scratch,
                        struct err *err)
{
    sqlite3 *from = NULL;
    sqlite3_stmt *vacuum = NULL;
    int code = sqlite3_open_v2(path, &from,
                               SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
                               NULL);
    if (code == SQLITE_OK) {
        sqlite3_busy_timeout(from, BUSY_MS);
        sqlite3_db_config(from, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
        code = sqlite3_prepare_v2(from, "VACUUM INTO ?1", -1, &vacuum, NULL);
    }
    if (code == SQLITE_OK) {
        sqlite3_bind_text(vacuum, 1, scratch, -1, SQLITE_STATIC);
        code = sqlite3_step(vacuum) == SQLITE_DONE
            ? SQLITE_OK : sqlite3_extended_errcode(from);
    }
    if (code != SQLITE_OK)
        err_set(err, (code & 0xff) == SQLITE_FULL ? ERR_EXHAUSTED
                                                  : ERR_OUTSIDE,
                "cannot copy the database %s: %s", path,
                from != NULL ? sqlite3_errmsg(from)
                             : sqlite3_errstr(code));
    sqlite3_finalize(vacuum);
    sqlite3_close(from);
    return code == SQLITE_OK;
}

static bool file_out(struct world *world, const char *path,
                     const struct db_sink *sink, struct err *err)
{
    char piece[PIECE];
    bool done = true;
    int fd = world->open(world->context, path, O_RDONLY | O_CLOEXEC, 0);
    if (fd < 0)
        return trouble("cannot read", path, err);
    while (done) {
        ssize_t got = world->read(world->context, fd, piece, sizeof piece);
        if (got == 0)
            break;
        done = got > 0
            ? sink->put(sink->context, (struct str){ piece, (size_t)got },
                        err)
            : errno == EINTR || trouble("cannot read", path, err);
    }
    (void)world->close(world->context, fd);
    return done;
}

static bool file_in(struct world *world, const char *path,
                    const struct db_source *source, struct err *err)
{
    struct str bytes = { NULL, 0 };
    int fd = world->open(world->context, path,
                         O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return trouble("cannot write", path, err);
    bool done = source->take(source->context, &bytes, err);
    while (done && bytes.len > 0) {
        ssize_t put = world->write(world->context, fd, bytes.at, bytes.len);
        if (put < 0 && errno != EINTR)
            done = trouble("cannot write", path, err);
        else
            bytes = str_part(bytes, put < 0 ? 0 : (size_t)put, SIZE_MAX);
        if (done && bytes.len == 0)
            done = source->take(source->context, &bytes, err);
    }
    if (done && world->fsync(world->context, fd) != 0)
        done = trouble("cannot keep", path, err);
    if (world->close(world->context, fd) != 0 && done)
        done = trouble("cannot keep", path, err);
    if (!done)
        (void)world->unlink(world->context, path);
    return done;
}

static bool trouble(const char *what, const char *path, struct err *err)
{
    return err_set(err, errno == ENOSPC ? ERR_EXHAUSTED
                   : errno == EEXIST ? ERR_CONFLICT : ERR_OUTSIDE,
                   "%s %s: %s", what, path, strerror(errno));
}
