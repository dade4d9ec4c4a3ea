#include "base/base.h"
#include <sys/stat.h>
#include "web/respond.h"
#include "web/spool.h"

static bool is_plain_name(struct str name)
{
    return str_is_plain(name) && name.len <= SPOOL_NAME_MAX
        && name.at[0] != '.';
}

bool spool_find(struct web_visit *visit, struct spool_file *file,
                struct err *err)
{
    struct str name = visit_form(visit, "file");
    struct str shown = visit_form(visit, "file_name");
    struct stat about;
    if (!is_plain_name(name))
        return err_set(err, ERR_DENIED, "a file is named by a plain name "
                       "inside the folder's spool");
    struct str path = str_format(visit->arena, "%s/spool/%.*s",
                                 visit->app->folder, STR_ARGS(name));
    if (path.at == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for a file name");
    if (lstat(path.at, &about) != 0 || !S_ISREG(about.st_mode))
        return err_set(err, ERR_ABSENT, "there is no file '%.*s' in the spool",
                       STR_ARGS(name));
    file->path = path.at;
    file->name = shown.at != NULL ? shown : name;
    return true;
}

bool spool_read(struct web_visit *visit, struct spool_file *file, size_t max,
                struct str *bytes, struct err *err)
{
    return spool_find(visit, file, err)
        && (file_read(visit->app->world, visit->arena, file->path, max, bytes,
                      err)
            || err_context(err, "%.*s", STR_ARGS(file->name)));
}
