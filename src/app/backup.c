#include <dirent.h>
#include <sys/stat.h>

#include "base/base.h"
#include "app/backup.h"
#include "app/folder.h"
#include "db/copy.h"
#include "seal/digest.h"
#include "text/json.h"

#define NOTE_BYTES 4096
#define KEY_BYTES ((size_t)16 << 10)
#define FILE_BYTES ((size_t)64 << 20)
#define DEPTH_MAX 8
#define HEAD_RECOVERY                                                        \
    "# The recovery code of this bedside folder: it opens every backup.\n"   \
    "# Keep it on paper in a safe, apart from the backups.\n"

struct making {
    struct world *world;
    const char *folder, *url;
    struct seal_vault *vault;
    struct arena *arena;
    struct app_backup *backup;
};

static bool note_put(const struct making *making, struct err *err);
static bool file_put(const struct making *making, const char *path,
                     const char *name, size_t max, struct err *err);
static bool store_put(const struct making *making, struct err *err);
static bool files_put(const struct making *making, const char *inner,
                      int depth, struct err *err);

bool app_recovery_key(struct world *world, const char *folder,
                      struct seal_recovery *recovery, bool *is_new,
                      struct err *err)
{
    struct arena arena;
    struct str text;
    struct err absent = { .kind = ERR_NONE };
    char code[SEAL_RECOVERY_TEXT];
    arena_init(&arena, ARENA_REQUEST_BYTES);
    const char *path = app_folder_key(&arena, folder, "recovery");
    bool done = seal_init(err);
    *is_new = false;
    if (done && file_read(world, &arena, path, KEY_BYTES, &text, &absent)) {
        done = seal_recovery_read(text, recovery, err)
            || err_context(err, "%s", path);
    } else if (done && absent.kind == ERR_ABSENT) {
        seal_recovery_new(world, recovery);
        seal_recovery_write(recovery, code);
        struct str lines = str_format(&arena, HEAD_RECOVERY "%s\n", code);
        done = file_write_durably(world, path, lines, 0600, err);
        *is_new = done;
    } else if (done) {
        *err = absent;
        done = false;
    }
    arena_clear(&arena);
    return done;
}

bool app_backup_make(struct world *world, const char *folder,
                     struct str agency, const char *path, struct arena *arena,
                     struct app_backup *backup, struct err *err)
{
    struct seal_recovery recovery;
    struct making making = { .world = world, .folder = folder,
                             .arena = arena, .backup = backup };
    const char *owner_url;
    bool is_new;
    if (!app_recovery_key(world, folder, &recovery, &is_new, err)
        || !app_folder_store(world, arena, folder, &making.url, &owner_url,
                             err)
        || !seal_vault_make(world, arena, path, recovery.open, &making.vault,
                            err))
        return false;
    if (owner_url != NULL)
        making.url = owner_url;
    *backup = (struct app_backup){
        .agency = agency, .build = STR(APP_BUILD),
        .made_at = world_now(world),
        .is_sqlite = str_starts(str_of(making.url), STR("sqlite:"))
    };
    /* The store first: a letter's file that comes later is only written
     * again, one that is missing would never be. */
    bool done = note_put(&making, err)
        && file_put(&making, app_folder_key(arena, folder, "master"),
                    "keys/master", KEY_BYTES, err)
        && store_put(&making, err) && files_put(&making, "", 0, err)
        && seal_vault_finish(making.vault, &backup->bytes, err);
    seal_vault_close(making.vault);
    seal_wipe(&recovery, sizeof recovery);
    return done;
}

static bool note_put(const struct making *making, struct err *err)
{
    const struct app_backup *backup = making->backup;
    struct buf buf;
    struct json_out out;
    buf_init(&buf, making->arena, NOTE_BYTES);
    json_out_init(&out, &buf);
    json_out_object(&out);
    json_out_key(&out, STR("agency"));
    json_out_text(&out, backup->agency);
    json_out_key(&out, STR("build"));
    json_out_text(&out, backup->build);
    json_out_key(&out, STR("made_at"));
    json_out_int(&out, moment_seconds(backup->made_at));
    json_out_key(&out, STR("is_sqlite"));
    json_out_flag(&out, backup->is_sqlite);
    json_out_object_end(&out);
    return seal_vault_entry(making->vault, "about", err)
        && seal_vault_put(making->vault, buf_str(&buf), err);
}

static bool file_put(const struct making *making, const char *path,
                     const char *name, size_t max, struct err *err)
{
    struct arena_mark mark = arena_here(making->arena);
    struct str bytes = { NULL, 0 };
    struct err absent = { .kind = ERR_NONE };
    /* A file that left meanwhile was not to be kept. */
    bool done = file_read(making->world, making->arena, path, max,
                          &bytes, &absent)
        ? seal_vault_entry(making->vault, name, err)
              && seal_vault_put(making->vault, bytes, err)
        : absent.kind == ERR_ABSENT;
    if (!done && absent.kind != ERR_NONE)
        *err = absent;
    if (bytes.at != NULL && max == KEY_BYTES)
        seal_wipe((void *)(uintptr_t)bytes.at, bytes.len);
    arena_back(making->arena, mark);
    return done;
}

static bool sink_put(void *context, struct str bytes, struct err *err)
{
    return seal_vault_put(context, bytes, err);
}

static bool store_put(const struct making *making, struct err *err)
{
    struct db_sink sink = { making->vault, sink_put };
    struct ref ref = ref_new(making->world);
    const char *scratch = str_format(making->arena, "%s/run/copy-%s",
                                     making->folder, ref.text).at;
    return seal_vault_entry(making->vault, "store", err)
        && db_copy_out(making->world, making->url, scratch, &sink, err);
}

/* What is the store, a lock, a socket or on its way in stays out. */
static bool is_kept(const char *inner, const char *name)
{
    struct str file = str_of(name);
    if (name[0] == '.' || str_ends(file, STR(".part")))
        return false;
    if (inner[0] == '\0')
        return !str_starts(file, STR("agency.db"))
            && !str_ends(file, STR("lock")) && !str_is(file, "run")
            && !str_is(file, "postgres.url");
    return strcmp(inner, "spool/") != 0 || !str_starts(file, STR("in-"));
}

/* inner: "" or "spool/letters/". */
static bool files_put(const struct making *making, const char *inner,
                      int depth, struct err *err)
{
    const char *folder = str_format(making->arena, "%s/%s",
                                    making->folder, inner).at;
    DIR *dir = opendir(folder);
    bool done = true;
    if (dir == NULL)
        return true;
    for (struct dirent *entry; done && (entry = readdir(dir)) != NULL; ) {
        struct stat about;
        if (!is_kept(inner, entry->d_name))
            continue;
        const char *path = str_format(making->arena, "%s%s", folder,
                                      entry->d_name).at;
        const char *name = str_format(making->arena, "file/%s%s", inner,
                                      entry->d_name).at;
        if (path == NULL || name == NULL)
            done = err_set(err, ERR_EXHAUSTED, "no memory for a file name");
        else if (lstat(path, &about) != 0)
            continue;
        else if (S_ISDIR(about.st_mode) && depth < DEPTH_MAX)
            done = files_put(making,
                             str_format(making->arena, "%s%s/", inner,
                                        entry->d_name).at,
                             depth + 1, err);
        else if (S_ISREG(about.st_mode)
                 && strlen(name) > SEAL_VAULT_NAME_MAX)
            done = err_set(err, ERR_INVALID, "the name of %s is too long to "
                           "be kept in a backup", path);
        else if (S_ISREG(about.st_mode)) {
            done = file_put(making, path, name, FILE_BYTES, err);
            making->backup->files++;
        }
    }
    (void)closedir(dir);
    return done;
}
