#include <errno.h>
#include <fcntl.h>

#include <sodium.h>

#include "base/base.h"
#include "seal/vault.h"

#define EXTRA crypto_secretstream_xchacha20poly1305_ABYTES
#define HEADER_LEN crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define KEY_LEN crypto_secretstream_xchacha20poly1305_KEYBYTES
#define SEALED_LEN (KEY_LEN + crypto_box_SEALBYTES)
#define MORE crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
#define LAST crypto_secretstream_xchacha20poly1305_TAG_FINAL
#define KIND_ENTRY 'E' /* a frame's first byte: what the rest is */
#define KIND_BYTES 'B'
#define LEN_LEN 4 /* before each frame, the lowest byte first */

static const char head[] = "bedside backup 1\n";
#define HEAD_LEN (sizeof head - 1)

struct seal_vault {
    struct world *world;
    crypto_secretstream_xchacha20poly1305_state stream;
    int fd;
    int64_t len;              /* bytes written so far */
    const char *path, *part_path;   /* NULL when read */
    bool is_finished;
    size_t full;              /* bytes of `plain` in use */
    bool has_entry, is_next_known; /* read: `plain` holds the next frame */
    unsigned char plain[SEAL_VAULT_FRAME + 1];
    unsigned char sealed[SEAL_VAULT_FRAME + 1 + EXTRA];
};

static struct seal_vault *vault_new(struct world *world, struct arena *arena,
                                    struct err *err);
static bool paths_keep(struct seal_vault *vault, struct arena *arena,
                       const char *path, struct err *err);
static bool name_is_free(struct seal_vault *vault, struct err *err);
static bool part_create(struct seal_vault *vault, struct err *err);
static bool head_write(struct seal_vault *vault, const unsigned char open[32],
                       struct err *err);
static bool write_all(struct seal_vault *vault, const void *bytes, size_t len,
                      struct err *err);
static bool read_all(struct seal_vault *vault, void *bytes, size_t len,
                     struct err *err);
static bool frame_write(struct seal_vault *vault, unsigned char tag,
                        struct err *err);
static bool frame_read(struct seal_vault *vault, struct err *err);
static bool is_over(struct seal_vault *vault);

bool seal_vault_make(struct world *world, struct arena *arena,
                     const char *path, const unsigned char open[32],
                     struct seal_vault **vault, struct err *err)
{
    struct seal_vault *made = vault_new(world, arena, err);
    if (made == NULL)
        return false;
    bool is_made = paths_keep(made, arena, path, err) && name_is_free(made, err)
        && part_create(made, err) && head_write(made, open, err);
    if (is_made)
        *vault = made;
    else
        seal_vault_close(made);
    return is_made;
}

bool seal_vault_entry(struct seal_vault *vault, const char *name,
                      struct err *err)
{
    size_t len = strlen(name);
    CHECK(len > 0 && len <= SEAL_VAULT_NAME_MAX);
    if (vault->full > 1 && !frame_write(vault, MORE, err))
        return false;
    vault->plain[0] = KIND_ENTRY;
    memcpy(vault->plain + 1, name, len);
    vault->full = 1 + len;
    if (!frame_write(vault, MORE, err))
        return false;
    vault->has_entry = true;
    return true;
}

bool seal_vault_put(struct seal_vault *vault, struct str bytes,
                    struct err *err)
{
    CHECK(vault->has_entry);
    while (bytes.len > 0) {
        if (vault->full == sizeof vault->plain
            && !frame_write(vault, MORE, err))
            return false;
        size_t room = sizeof vault->plain - vault->full;
        size_t part = bytes.len < room ? bytes.len : room;
        memcpy(vault->plain + vault->full, bytes.at, part);
        vault->full += part;
        bytes = str_part(bytes, part, SIZE_MAX);
    }
    return true;
}

bool seal_vault_finish(struct seal_vault *vault, int64_t *len,
                       struct err *err)
{
    struct world *world = vault->world;
    char folder[4096] = ".";
    const char *slash = strrchr(vault->path, '/');

    /* The last frame is never empty: an end cut off must not look like one. */
    if (!frame_write(vault, LAST, err))
        return false;
    if (world->fsync(world->context, vault->fd) != 0
        || world->close(world->context, vault->fd) != 0) {
        vault->fd = -1;
        return err_set(err, ERR_OUTSIDE, "cannot keep %s: %s",
                       vault->part_path, strerror(errno));
    }
    vault->fd = -1;
    if (world->rename(world->context, vault->part_path, vault->path) != 0)
        return err_set(err, ERR_OUTSIDE, "cannot name the backup %s: %s",
                       vault->path, strerror(errno));
    vault->is_finished = true;
    *len = vault->len;
    if (slash != NULL
        && snprintf(folder, sizeof folder, "%.*s/",
                    (int)(slash - vault->path), vault->path)
               >= (int)sizeof folder)
        return true;
    int fd = world->open(world->context, folder, O_RDONLY | O_CLOEXEC, 0);
    bool is_kept = fd >= 0 && world->fsync(world->context, fd) == 0;
    if (fd >= 0)
        (void)world->close(world->context, fd);
    return is_kept || err_set(err, ERR_OUTSIDE, "cannot keep the name %s: %s",
                              vault->path, strerror(errno));
}

bool seal_vault_open(struct world *world, struct arena *arena,
                     const char *path, const struct seal_recovery *recovery,
                     struct seal_vault **vault, struct err *err)
{
    unsigned char key[KEY_LEN], sealed[SEALED_LEN], header[HEADER_LEN];
    char found[HEAD_LEN];
    struct seal_vault *made = vault_new(world, arena, err);
    if (made == NULL)
        return false;
    made->fd = world->open(world->context, path,
                           O_RDONLY | O_CLOEXEC | O_NOCTTY, 0);
    bool is_open = made->fd >= 0
        || err_set(err, errno == ENOENT ? ERR_ABSENT : ERR_OUTSIDE,
                   "cannot open %s: %s", path, strerror(errno));
    if (is_open && (!read_all(made, found, sizeof found, err)
                    || memcmp(found, head, HEAD_LEN) != 0))
        is_open = err_set(err, ERR_INVALID, "%s is not a backup of bedside",
                          path);
    is_open = is_open && read_all(made, sealed, sizeof sealed, err)
        && read_all(made, header, sizeof header, err);
    if (is_open && crypto_box_seal_open(key, sealed, sizeof sealed,
                                        recovery->open, recovery->secret)
                   != 0)
        is_open = err_set(err, ERR_DENIED, "this recovery code does not open "
                          "%s", path);
    if (is_open
        && crypto_secretstream_xchacha20poly1305_init_pull(&made->stream,
                                                           header, key) != 0)
        is_open = err_set(err, ERR_CORRUPT, "%s is damaged", path);
    sodium_memzero(key, sizeof key);
    if (is_open)
        *vault = made;
    else
        seal_vault_close(made);
    return is_open;
}

bool seal_vault_next(struct seal_vault *vault, struct str *name,
                     struct err *err)
{
    while (vault->is_next_known || !vault->is_finished) {
        if (!vault->is_next_known && !frame_read(vault, err))
            return false;
        vault->is_next_known = false;
        if (vault->full < 1 || vault->plain[0] != KIND_ENTRY)
            continue;
        vault->has_entry = true;
        *name = (struct str){ (const char *)vault->plain + 1,
                              vault->full - 1 };
        return true;
    }
    *name = (struct str){ NULL, 0 };
    return is_over(vault)
        || err_set(err, ERR_CORRUPT, "something follows the backup's end");
}

bool seal_vault_take(struct seal_vault *vault, struct str *bytes,
                     struct err *err)
{
    CHECK(vault->has_entry);
    *bytes = (struct str){ (const char *)vault->plain + 1, 0 };
    while (!vault->is_finished && !vault->is_next_known) {
        if (!frame_read(vault, err))
            return false;
        if (vault->full >= 1 && vault->plain[0] == KIND_ENTRY) {
            vault->is_next_known = true;
            return true;
        }
        bytes->len = vault->full - 1;
        if (bytes->len > 0)
            return true;
    }
    return true;
}

void seal_vault_close(struct seal_vault *vault)
{
    if (vault == NULL)
        return;
    if (vault->fd >= 0)
        (void)vault->world->close(vault->world->context, vault->fd);
    if (vault->part_path != NULL && !vault->is_finished)
        (void)vault->world->unlink(vault->world->context, vault->part_path);
    sodium_memzero(vault, sizeof *vault);
    vault->fd = -1;
}

static struct seal_vault *vault_new(struct world *world, struct arena *arena,
                                    struct err *err)
{
    struct seal_vault *vault = arena_new(arena, struct seal_vault);
    if (vault == NULL) {
        err_set(err, ERR_EXHAUSTED, "no memory for a backup");
        return NULL;
    }
    vault->world = world;
    vault->fd = -1;
    vault->plain[0] = KIND_BYTES;
    vault->full = 1;
    return vault;
}

static bool paths_keep(struct seal_vault *vault, struct arena *arena,
                       const char *path, struct err *err)
{
    vault->path = str_c(arena, str_of(path));
    vault->part_path = str_format(arena, "%s.part", path).at;
    return (vault->path != NULL && vault->part_path != NULL)
        || err_set(err, ERR_EXHAUSTED, "no memory for a backup");
}

static bool name_is_free(struct seal_vault *vault, struct err *err)
{
    struct world *world = vault->world;
    int there = world->open(world->context, vault->path,
                            O_RDONLY | O_CLOEXEC | O_NOCTTY, 0);
    if (there < 0)
        return true;
    (void)world->close(world->context, there);
    return err_set(err, ERR_CONFLICT, "%s is there already; a backup never "
                   "overwrites a file", vault->path);
}

static bool part_create(struct seal_vault *vault, struct err *err)
{
    vault->fd = vault->world->open(vault->world->context, vault->part_path,
                                   O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC,
                                   0600);
    return vault->fd >= 0
        || err_set(err, errno == ENOSPC ? ERR_EXHAUSTED : ERR_OUTSIDE,
                   "cannot write %s: %s", vault->part_path, strerror(errno));
}

static bool head_write(struct seal_vault *vault, const unsigned char open[32],
                       struct err *err)
{
    unsigned char key[KEY_LEN], sealed[SEALED_LEN], header[HEADER_LEN];
    crypto_secretstream_xchacha20poly1305_keygen(key);
    CHECK(crypto_box_seal(sealed, key, sizeof key, open) == 0);
    CHECK(crypto_secretstream_xchacha20poly1305_init_push(&vault->stream,
                                                          header, key) == 0);
    sodium_memzero(key, sizeof key);
    return write_all(vault, head, HEAD_LEN, err)
        && write_all(vault, sealed, sizeof sealed, err)
        && write_all(vault, header, sizeof header, err);
}

/* Seals what `plain` holds and begins a new frame. */
static bool frame_write(struct seal_vault *vault, unsigned char tag,
                        struct err *err)
{
    unsigned long long sealed_len = 0;
    unsigned char len[LEN_LEN];
    CHECK(crypto_secretstream_xchacha20poly1305_push(
              &vault->stream, vault->sealed, &sealed_len, vault->plain,
              vault->full, NULL, 0, tag) == 0);
    for (unsigned i = 0; i < LEN_LEN; i++)
        len[i] = (unsigned char)(sealed_len >> 8 * i);
    vault->plain[0] = KIND_BYTES;
    vault->full = 1;
    return write_all(vault, len, sizeof len, err)
        && write_all(vault, vault->sealed, (size_t)sealed_len, err);
}

static bool frame_read(struct seal_vault *vault, struct err *err)
{
    unsigned char len[LEN_LEN], tag = 0;
    unsigned long long plain_len = 0;
    size_t sealed_len = 0;
    if (!read_all(vault, len, sizeof len, err))
        return false;
    for (unsigned i = 0; i < LEN_LEN; i++)
        sealed_len |= (size_t)len[i] << 8 * i;
    if (sealed_len < EXTRA + 1 || sealed_len > sizeof vault->sealed)
        return err_set(err, ERR_CORRUPT, "the backup is damaged: a part of "
                       "it has an impossible length");
    if (!read_all(vault, vault->sealed, sealed_len, err))
        return false;
    if (crypto_secretstream_xchacha20poly1305_pull(
            &vault->stream, vault->plain, &plain_len, &tag, vault->sealed,
            sealed_len, NULL, 0) != 0)
        return err_set(err, ERR_CORRUPT, "the backup is damaged: a part of "
                       "it does not open");
    vault->full = (size_t)plain_len;
    vault->is_finished = tag == LAST;
    return true;
}

/* Is the file at its end, too? */
static bool is_over(struct seal_vault *vault)
{
    char more;
    return vault->world->read(vault->world->context, vault->fd, &more, 1)
           == 0;
}

static bool write_all(struct seal_vault *vault, const void *bytes, size_t len,
                      struct err *err)
{
    struct world *world = vault->world;
    for (size_t at = 0; at < len; ) {
        ssize_t put = world->write(world->context, vault->fd,
                                   (const char *)bytes + at, len - at);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return err_set(err, errno == ENOSPC ? ERR_EXHAUSTED : ERR_OUTSIDE,
                           "cannot write the backup: %s", strerror(errno));
        at += (size_t)put;
    }
    vault->len += (int64_t)len;
    return true;
}

static bool read_all(struct seal_vault *vault, void *bytes, size_t len,
                     struct err *err)
{
    struct world *world = vault->world;
    for (size_t at = 0; at < len; ) {
        ssize_t got = world->read(world->context, vault->fd,
                                  (char *)bytes + at, len - at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return err_set(err, ERR_OUTSIDE, "cannot read the backup: %s",
                           strerror(errno));
        if (got == 0)
            return err_set(err, ERR_CORRUPT, "the backup is cut off");
        at += (size_t)got;
    }
    return true;
}
