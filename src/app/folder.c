#include <errno.h>
#include <ftw.h>
#include <sys/stat.h>

#include "base/base.h"
#include "app/folder.h"

#define URLS_MAX 4096
#define OPEN_FILES 16

bool app_folder_make(const char *path, struct err *err)
{
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return true;
    return err_set(err, ERR_OUTSIDE, "cannot make the folder %s: %s", path,
                   strerror(errno));
}

bool app_folder_lay_out(const char *folder, struct err *err)
{
    static const char *const inner[] = { "spool", "law", "run" };
    char path[4096];
    bool done = app_folder_make(folder, err);
    for (size_t i = 0; done && i < sizeof inner / sizeof inner[0]; i++) {
        int len = snprintf(path, sizeof path, "%s/%s", folder, inner[i]);
        done = len < (int)sizeof path
            ? app_folder_make(path, err)
            : err_set(err, ERR_INVALID, "the folder's name is too long");
    }
    return done;
}

static int remove_one(const char *path, const struct stat *about, int kind,
                      struct FTW *where)
{
    (void)about;
    (void)kind;
    (void)where;
    return remove(path);
}

bool app_folder_remove(const char *folder, struct err *err)
{
    if (nftw(folder, remove_one, OPEN_FILES, FTW_DEPTH | FTW_PHYS) == 0
        || errno == ENOENT)
        return true;
    return err_set(err, ERR_OUTSIDE, "cannot remove %s: %s", folder,
                   strerror(errno));
}

const char *app_folder_key(struct arena *arena, const char *folder,
                           const char *name)
{
    return str_format(arena, "%s-keys/%s", folder, name).at;
}

bool app_folder_store(struct world *world, struct arena *arena,
                      const char *folder, const char **url,
                      const char **owner_url, struct err *err)
{
    struct str path = str_format(arena, "%s/postgres.url", folder);
    struct str text, first, second;
    struct err absent = { .kind = ERR_NONE };
    *owner_url = NULL;
    if (file_read(world, arena, path.at, URLS_MAX, &text, &absent)) {
        if (str_cut(str_trim(text), '\n', &first, &second))
            *owner_url = str_c(arena, str_trim(second));
        *url = str_c(arena, str_trim(first));
        return true;
    }
    *url = str_format(arena, "sqlite:%s/agency.db", folder).at;
    if (absent.kind == ERR_ABSENT)
        return true;
    *err = absent;
    return false;
}

bool app_folder_store_write(struct world *world, struct arena *arena,
                            const char *folder, const char *url,
                            const char *owner_url, struct err *err)
{
    const char *path = str_format(arena, "%s/postgres.url", folder).at;
    struct str lines = owner_url == NULL
        ? str_of(url) : str_format(arena, "%s\n%s\n", url, owner_url);
    return file_write_durably(world, path, lines, 0600, err);
}
