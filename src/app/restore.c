#include <errno.h>
#include <sys/stat.h>

#include "base/base.h"
#include "app/backup.h"
#include "app/folder.h"
#include "db/copy.h"
#include "text/json.h"

#define NOTE_BYTES 4096
#define FILE_BYTES ((size_t)64 << 20)

struct bringing {
    struct world *world;
    struct seal_vault *vault;
    const char *folder; /* FOLDER.restoring */
    const char *keys;   /* FOLDER.restoring-keys */
    const char *url, *owner_url;
    struct arena *arena;
    struct app_backup *backup;
    bool has_store, has_keys;
};

static bool is_free(struct arena *arena, const char *folder,
                    struct err *err);
static bool entries_bring(struct bringing *bringing, struct err *err);
static bool note_read(struct bringing *bringing, struct err *err);
static bool store_bring(struct bringing *bringing, struct err *err);
static bool file_bring(struct bringing *bringing, const char *path,
                       struct err *err);
static bool folders_of(struct bringing *bringing, struct str name,
                       struct err *err);
static bool take_place(const struct bringing *bringing, const char *folder,
                       struct err *err);

bool app_backup_restore(struct world *world, const char *path,
                        const struct seal_recovery *recovery,
                        const char *folder, const char *url,
                        const char *owner_url, struct arena *arena,
                        struct app_backup *backup, struct err *err)
{
    *backup = (struct app_backup){ .files = 0 };
    struct bringing bringing = {
        .world = world, .url = url, .owner_url = owner_url, .arena = arena,
        .backup = backup,
        .folder = str_format(arena, "%s.restoring", folder).at
    };
    bringing.keys = app_folder_key(arena, bringing.folder, "");
    struct stat about;
    if (stat(path, &about) == 0)
        backup->bytes = about.st_size;
    if (!seal_init(err) || !is_free(arena, folder, err)
        || !seal_vault_open(world, arena, path, recovery, &bringing.vault,
                            err))
        return false;
    /* What an earlier try left goes first. */
    bool done = app_folder_remove(bringing.folder, err)
        && app_folder_remove(bringing.keys, err)
        && app_folder_lay_out(bringing.folder, err)
        && app_folder_make(bringing.keys, err)
        && entries_bring(&bringing, err)
        && (url == NULL
            || app_folder_store_write(world, arena, bringing.folder, url,
                                      owner_url, err))
        && take_place(&bringing, folder, err);
    seal_vault_close(bringing.vault);
    return done;
}

static bool is_free(struct arena *arena, const char *folder,
                    struct err *err)
{
    const char *const path[] = { folder, app_folder_key(arena, folder, "") };
    struct stat about;
    for (size_t i = 0; i < sizeof path / sizeof path[0]; i++)
        if (lstat(path[i], &about) == 0 || errno != ENOENT)
            return err_set(err, ERR_CONFLICT, "%s is there already; a backup "
                           "is only brought back to a new place", path[i]);
    return true;
}

static bool entries_bring(struct bringing *bringing, struct err *err)
{
    struct str name;
    for (;;) {
        if (!seal_vault_next(bringing->vault, &name, err))
            return false;
        if (name.at == NULL)
            break;
        bool done = true;
        if (str_is(name, "about")) {
            done = note_read(bringing, err);
        } else if (str_is(name, "keys/master")) {
            bringing->has_keys = true;
            done = file_bring(bringing,
                              str_format(bringing->arena, "%smaster",
                                         bringing->keys).at, err);
        } else if (str_is(name, "store")) {
            bringing->has_store = true;
            done = store_bring(bringing, err);
        } else if (str_starts(name, STR("file/"))) {
            struct str inner = str_part(name, 5, SIZE_MAX);
            const char *path = str_format(bringing->arena, "%s/%.*s",
                                          bringing->folder,
                                          STR_ARGS(inner)).at;
            bringing->backup->files++;
            done = folders_of(bringing, inner, err)
                && file_bring(bringing, path, err);
        }
        if (!done)
            return false;
    }
    return (bringing->has_store && bringing->has_keys)
        || err_set(err, ERR_CORRUPT, "the backup holds no store or no keys");
}

/* The whole entry, of at most max bytes. */
static bool entry_read(struct bringing *bringing, size_t max,
                       struct str *whole, struct err *err)
{
    struct buf buf;
    struct str bytes;
    buf_init(&buf, bringing->arena, max);
    do {
        if (!seal_vault_take(bringing->vault, &bytes, err))
            return false;
        buf_add(&buf, bytes);
    } while (bytes.len > 0);
    *whole = buf_str(&buf);
    return !buf.failed
        || err_set(err, ERR_EXHAUSTED, "a part of the backup is too large");
}

static bool note_read(struct bringing *bringing, struct err *err)
{
    struct app_backup *backup = bringing->backup;
    const struct json *note;
    struct str bytes;
    int64_t made_at = 0;
    if (!entry_read(bringing, NOTE_BYTES, &bytes, err)
        || !json_parse(bringing->arena, bytes, &note, err))
        return false;
    bool done = json_text(json_get(note, STR("agency")), &backup->agency)
        && json_text(json_get(note, STR("build")), &backup->build)
        && json_int(json_get(note, STR("made_at")), &made_at)
        && json_flag(json_get(note, STR("is_sqlite")), &backup->is_sqlite);
    backup->made_at = moment_from_seconds(made_at);
    if (!done)
        return err_set(err, ERR_CORRUPT, "the backup's note does not read");
    if (backup->is_sqlite && bringing->url != NULL)
        return err_set(err, ERR_INVALID, "this backup keeps its data in the "
                       "folder; bring it back without a PostgreSQL URL");
    if (!backup->is_sqlite && bringing->url == NULL)
        return err_set(err, ERR_INVALID, "this backup comes from PostgreSQL; "
                       "name an empty database with --postgres");
    return true;
}

static bool source_take(void *context, struct str *bytes, struct err *err)
{
    return seal_vault_take(context, bytes, err);
}

static bool store_bring(struct bringing *bringing, struct err *err)
{
    struct db_source source = { bringing->vault, source_take };
    const char *url = bringing->owner_url != NULL ? bringing->owner_url
                                                  : bringing->url;
    if (url == NULL)
        url = str_format(bringing->arena, "sqlite:%s/agency.db",
                         bringing->folder).at;
    return db_copy_in(bringing->world, url, &source, err);
}

static bool file_bring(struct bringing *bringing, const char *path,
                       struct err *err)
{
    struct arena_mark mark = arena_here(bringing->arena);
    struct str bytes;
    bool done = entry_read(bringing, FILE_BYTES, &bytes, err)
        && file_write_durably(bringing->world, path, bytes, 0600, err);
    arena_back(bringing->arena, mark);
    return done;
}

/* "spool/letters/x.pdf": makes spool and spool/letters.  A name that climbs
 * out of the folder is refused, whoever wrote it. */
static bool folders_of(struct bringing *bringing, struct str name,
                       struct err *err)
{
    if (name.len == 0 || name.at[0] == '/'
        || str_find(name, STR("..")) != SIZE_MAX)
        return err_set(err, ERR_CORRUPT, "the backup names a file outside of "
                       "its folder");
    for (size_t i = 0; i < name.len; i++)
        if (name.at[i] == '/') {
            struct str part = str_part(name, 0, i);
            if (!app_folder_make(str_format(bringing->arena, "%s/%.*s",
                                            bringing->folder,
                                            STR_ARGS(part)).at, err))
                return false;
        }
    return true;
}

/* Keys first: the folder is what makes it a house. */
static bool take_place(const struct bringing *bringing, const char *folder,
                       struct err *err)
{
    struct world *world = bringing->world;
    const char *keys = app_folder_key(bringing->arena, folder, "");
    if (world->rename(world->context, bringing->keys, keys) != 0
        || world->rename(world->context, bringing->folder, folder) != 0)
        return err_set(err, ERR_OUTSIDE, "cannot put %s in its place: %s",
                       folder, strerror(errno));
    return true;
}
