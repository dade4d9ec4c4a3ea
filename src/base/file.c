#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>

#include "base/base.h"

#define READ_FIRST_BYTES ((size_t)16 << 10)

static int open_again(struct world *world, const char *path, int flags,
                      unsigned mode);
static bool read_all(struct world *world, struct arena *arena, int fd,
                     size_t max, struct str *bytes, int *error);
static bool write_new(struct world *world, const char *path, struct str bytes,
                      unsigned mode, struct err *err);
static bool write_all(struct world *world, int fd, struct str bytes);
static bool temporary_name(struct world *world, const char *path,
                           char name[PATH_MAX]);
static bool directory_of(const char *path, char name[PATH_MAX]);
static bool trouble(struct err *err, int error, const char *verb,
                    const char *path);

bool file_read(struct world *world, struct arena *arena, const char *path,
               size_t max, struct str *bytes, struct err *err)
{
    CHECK(bytes != NULL);
    CHECK(max < SIZE_MAX / 2);
    int fd = open_again(world, path, O_RDONLY | O_NOCTTY, 0);
    if (fd < 0)
        return trouble(err, errno, "open", path);

    int error = 0;
    struct arena_mark mark = arena_here(arena);
    bool is_read = read_all(world, arena, fd, max, bytes, &error);
    (void)world->close(world->context, fd); /* nothing was written */
    if (is_read)
        return true;
    arena_back(arena, mark);
    if (error == EFBIG)
        return err_set(err, ERR_EXHAUSTED,
                       "cannot read %s: longer than %zu bytes", path, max);
    return trouble(err, error, "read", path);
}

bool file_write_durably(struct world *world, const char *path,
                        struct str bytes, unsigned mode, struct err *err)
{
    char temporary[PATH_MAX], directory[PATH_MAX];
    if (!temporary_name(world, path, temporary)
        || !directory_of(path, directory))
        return trouble(err, ENAMETOOLONG, "write", path);

    /* Opened first: after the rename only one thing is left that can fail. */
    int dir = open_again(world, directory, O_RDONLY | O_DIRECTORY, 0);
    if (dir < 0)
        return trouble(err, errno, "open the folder", directory);

    if (!write_new(world, temporary, bytes, mode, err)) {
        (void)world->close(world->context, dir);
        return false;
    }
    if (world->rename(world->context, temporary, path) != 0) {
        int error = errno;
        (void)world->unlink(world->context, temporary);
        (void)world->close(world->context, dir);
        return trouble(err, error, "replace", path);
    }
    /* A failed fsync is final: the kernel may have dropped what it could not
     * write, so a second, successful one would prove nothing. */
    int error = world->fsync(world->context, dir) == 0 ? 0 : errno;
    (void)world->close(world->context, dir);
    if (error != 0)
        return trouble(err, error, "make durable (it is in place)", path);
    return true;
}

/* A new file with all bytes on the disk, or no file at all. */
static bool write_new(struct world *world, const char *path, struct str bytes,
                      unsigned mode, struct err *err)
{
    int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW;
    int fd = open_again(world, path, flags, mode);
    if (fd < 0)
        return trouble(err, errno, "make", path);

    const char *failed = NULL;
    int error = 0;
    if (!write_all(world, fd, bytes)) {
        failed = "write";
        error = errno;
    } else if (world->fsync(world->context, fd) != 0) {
        failed = "sync";
        error = errno;
    }
    /* close may report what write did not; after EINTR the fd is closed. */
    if (world->close(world->context, fd) != 0 && errno != EINTR
        && failed == NULL) {
        failed = "close";
        error = errno;
    }
    if (failed == NULL)
        return true;
    (void)world->unlink(world->context, path);
    return trouble(err, error, failed, path);
}

static bool write_all(struct world *world, int fd, struct str bytes)
{
    size_t done = 0;
    while (done < bytes.len) {
        ssize_t wrote = world->write(world->context, fd, bytes.at + done,
                                     bytes.len - done);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0)
            return false;
        if (wrote == 0) {
            errno = EIO; /* a disk that takes nothing and says nothing */
            return false;
        }
        CHECK((size_t)wrote <= bytes.len - done);
        done += (size_t)wrote;
    }
    return true;
}

/* Asks for one byte past the maximum, so "too long" is seen, not guessed. */
static bool read_all(struct world *world, struct arena *arena, int fd,
                     size_t max, struct str *bytes, int *error)
{
    char *at = NULL;
    size_t len = 0, room = 0;
    for (;;) {
        if (len == room) {
            size_t more = room == 0 ? READ_FIRST_BYTES : 2 * room;
            if (more > max + 1)
                more = max + 1;
            /* One byte past `more`, for the NUL. */
            at = arena_grow(arena, at, room == 0 ? 0 : room + 1, more + 1);
            if (at == NULL) {
                *error = ENOMEM;
                return false;
            }
            room = more;
        }
        ssize_t got = world->read(world->context, fd, at + len, room - len);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            *error = errno;
            return false;
        }
        if (got == 0)
            break;
        CHECK((size_t)got <= room - len);
        len += (size_t)got;
        if (len > max) {
            *error = EFBIG;
            return false;
        }
    }
    at[len] = '\0';
    *bytes = (struct str){ at, len };
    return true;
}

static int open_again(struct world *world, const char *path, int flags,
                      unsigned mode)
{
    int fd = -1;
    do {
        fd = world->open(world->context, path, flags | O_CLOEXEC, mode);
    } while (fd < 0 && errno == EINTR);
    return fd;
}

/* In the same folder, because a rename cannot cross file systems. */
static bool temporary_name(struct world *world, const char *path,
                           char name[PATH_MAX])
{
    uint64_t random = 0;
    world_random(world, &random, sizeof random);
    int len = snprintf(name, PATH_MAX, "%s.%016" PRIx64 ".part", path,
                       random);
    return len > 0 && len < PATH_MAX;
}

static bool directory_of(const char *path, char name[PATH_MAX])
{
    const char *slash = strrchr(path, '/');
    size_t len = slash == NULL ? 0 : (size_t)(slash - path);
    if (slash == path)
        len = 1; /* the root itself */
    if (len >= PATH_MAX)
        return false;
    memcpy(name, len == 0 ? "." : path, len == 0 ? 1 : len);
    name[len == 0 ? 1 : len] = '\0';
    return true;
}

static bool trouble(struct err *err, int error, const char *verb,
                    const char *path)
{
    char words[128];
    enum err_kind kind = ERR_OUTSIDE;
    if (error == ENOENT || error == ENOTDIR)
        kind = ERR_ABSENT;
    else if (error == ENOSPC || error == EDQUOT || error == ENOMEM
             || error == EMFILE || error == ENFILE)
        kind = ERR_EXHAUSTED;
    else if (error == ENAMETOOLONG)
        kind = ERR_INVALID;
    return err_set(err, kind, "cannot %s %s: %s", verb, path,
                   strerror_r(error, words, sizeof words));
}
