/* Backups: made beside a serving house, checked by bringing them back. */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/base.h"
#include "app/backup.h"
#include "app/folder.h"
#include "app/mark.h"
#include "app/verify.h"
#include "cli/ask.h"
#include "text/json.h"

#define NAME_START "bedside-"
#define NAME_END ".backup"
#define NAMES_MAX 4096
#define CODE_BYTES 4096
#define DAY_SECONDS 86400

static bool agency_ask(struct cli *cli, struct str *name, struct err *err);
static const char *backup_path(struct cli *cli, struct err *err);
static bool names_list(struct cli *cli, const char *folder,
                       const char **name, size_t *count, struct err *err);
static const char *backup_named(struct cli *cli, struct err *err);
static bool old_remove(struct cli *cli, const char *folder, int64_t keep,
                       uint32_t *removed, struct err *err);
static bool recovery_read(struct cli *cli, struct seal_recovery *recovery,
                          struct err *err);
static bool restored_verify(struct cli *cli, const char *folder,
                            struct app_verify *verify, struct err *err);
static int code_kept(struct cli *cli, const struct seal_recovery *recovery,
                     const char *code);
static void mark(struct cli *cli, enum app_mark name,
                 const struct app_backup *backup);
static void say_backup(struct cli *cli, const char *words, const char *path,
                       const struct app_backup *backup);

int cli_backup_make(struct cli *cli)
{
    struct err err = { .kind = ERR_NONE };
    struct app_backup backup;
    struct seal_recovery recovery;
    struct str agency;
    bool is_new;
    uint32_t removed = 0;
    int64_t keep = 0;
    const char *path = NULL;
    if (!cli_count(cli, "keep", 1, 1000, 0, &keep, &err)
        || !agency_ask(cli, &agency, &err)
        || !app_recovery_key(cli->world, cli->folder, &recovery, &is_new,
                             &err)
        || (path = backup_path(cli, &err)) == NULL
        || !app_backup_make(cli->world, cli->folder, agency, path,
                            &cli->arena, &backup, &err)
        || (keep > 0
            && !old_remove(cli, cli->word[0], keep, &removed, &err)))
        return cli_trouble(cli, &err);
    mark(cli, APP_MARK_BACKUP_MADE, &backup);
    say_backup(cli, "kept in", path, &backup);
    if (!cli->is_json && removed > 0)
        (void)printf("%u older one%s removed\n", removed,
                     removed == 1 ? "" : "s");
    if (!cli->is_json && is_new)
        (void)printf("\nThis is the first backup.  Write its recovery code "
                     "on paper now, with:\n  bedside backup code\n");
    return 0;
}

int cli_backup_code(struct cli *cli)
{
    struct err err = { .kind = ERR_NONE };
    struct seal_recovery recovery;
    char code[SEAL_RECOVERY_TEXT];
    bool is_new;
    if (!app_recovery_key(cli->world, cli->folder, &recovery, &is_new, &err))
        return cli_trouble(cli, &err);
    seal_recovery_write(&recovery, code);
    if (cli_has(cli, "on-paper"))
        return code_kept(cli, &recovery, code);
    if (cli->is_json)
        (void)printf("{\"recovery_code\":\"%s\"}\n", code);
    else
        (void)printf("%s\n\nThis code opens every backup of %s.\n"
                     "Keep it on paper in a safe, apart from the backups.\n"
                     "Without it, and without %s-keys, no backup opens.\n",
                     code, cli->folder, cli->folder);
    return 0;
}

/* Whoever typed the last group has read the paper. */
static int code_kept(struct cli *cli, const struct seal_recovery *recovery,
                     const char *code)
{
    struct err err = { .kind = ERR_NONE };
    struct seal_recovery typed;
    struct cli_form form;
    int first = (int)(strrchr(code, '-') - code);
    struct str text = str_format(&cli->arena, "%.*s-%s", first, code,
                                 cli_option(cli, "on-paper"));
    if (!seal_recovery_read(text, &typed, NULL)
        || memcmp(&typed, recovery, sizeof typed) != 0) {
        err_set(&err, ERR_INVALID, "that is not how the recovery code ends; "
                "write it down anew from: bedside backup code");
        return cli_trouble(cli, &err);
    }
    cli_form_init(&form, cli);
    cli_form_add(&form, "name", app_mark_name(APP_MARK_RECOVERY_KEPT));
    cli_form_add(&form, "words", "");
    return cli_ask_and_show(cli, HTTP_POST, "/admin/mark", &form);
}

/* Brings it back beside the folder, looks at all of it, removes it again. */
int cli_backup_check(struct cli *cli)
{
    struct err err = { .kind = ERR_NONE };
    struct err gone = { .kind = ERR_NONE };
    struct app_backup backup;
    struct app_verify verify;
    struct seal_recovery recovery;
    const char *drill = str_format(&cli->arena, "%s.drill", cli->folder).at;
    const char *keys = app_folder_key(&cli->arena, drill, "");
    const char *path = backup_named(cli, &err);
    if (path == NULL || !recovery_read(cli, &recovery, &err)
        || !app_folder_remove(drill, &err) || !app_folder_remove(keys, &err))
        return cli_trouble(cli, &err);
    bool done = app_backup_restore(cli->world, path, &recovery, drill,
                                   cli_option(cli, "postgres"),
                                   cli_option(cli, "postgres-owner"),
                                   &cli->arena, &backup, &err)
        && restored_verify(cli, drill, &verify, &err);
    if (!app_folder_remove(drill, &gone) || !app_folder_remove(keys, &gone))
        (void)fprintf(stderr, "bedside: %s\n", gone.text);
    if (!done)
        return cli_trouble(cli, &err);
    if (!verify.is_good)
        return err_exit_code(ERR_CORRUPT);
    mark(cli, APP_MARK_BACKUP_CHECKED, &backup);
    say_backup(cli, "comes back whole from", path, &backup);
    return 0;
}

int cli_restore(struct cli *cli)
{
    struct err err = { .kind = ERR_NONE };
    struct app_backup backup;
    struct app_verify verify;
    struct seal_recovery recovery;
    if (!recovery_read(cli, &recovery, &err)
        || !app_backup_restore(cli->world, cli->word[0], &recovery,
                               cli->folder, cli_option(cli, "postgres"),
                               cli_option(cli, "postgres-owner"),
                               &cli->arena, &backup, &err)
        || !restored_verify(cli, cli->folder, &verify, &err))
        return cli_trouble(cli, &err);
    say_backup(cli, "is back from", cli->word[0], &backup);
    return verify.is_good ? 0 : err_exit_code(ERR_CORRUPT);
}

static bool agency_ask(struct cli *cli, struct str *name, struct err *err)
{
    struct http_reply reply;
    const struct json *root;
    return cli_ask(cli, HTTP_GET, "/admin/status", NULL, CLI_JSON, &reply,
                   err)
        && json_parse(&cli->arena, reply.body, &root, err)
        && (json_text(json_get(root, STR("agency")), name)
            || err_set(err, ERR_CORRUPT, "the folder does not say whose it "
                       "is"));
}

/* FILE itself, or a dated name inside of a folder. */
static const char *backup_path(struct cli *cli, struct err *err)
{
    struct stat about;
    if (stat(cli->word[0], &about) != 0 || !S_ISDIR(about.st_mode)) {
        if (!cli_has(cli, "keep"))
            return cli->word[0];
        err_set(err, ERR_INVALID, "--keep needs a folder for the backups");
        return NULL;
    }
    struct moment now = world_now(cli->world);
    struct str day = day_iso(&cli->arena, moment_utc_day(now));
    int second = (int)(moment_seconds(now) % DAY_SECONDS);
    return str_format(&cli->arena, "%s/" NAME_START "%.*s-%02d%02d%02d"
                      NAME_END, cli->word[0], STR_ARGS(day), second / 3600,
                      second / 60 % 60, second % 60).at;
}

static int by_name(const void *a, const void *b)
{
    const char *const *left = a;
    const char *const *right = b;
    return strcmp(*left, *right);
}

/* Those of our own name's form, the oldest first: names sort by date. */
static bool names_list(struct cli *cli, const char *folder,
                       const char **name, size_t *count, struct err *err)
{
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return err_set(err, ERR_OUTSIDE, "cannot look into %s: %s", folder,
                       strerror(errno));
    for (struct dirent *e; *count < NAMES_MAX && (e = readdir(dir)) != NULL;)
        if (str_starts(str_of(e->d_name), STR(NAME_START))
            && str_ends(str_of(e->d_name), STR(NAME_END)))
            name[(*count)++] = str_c(&cli->arena, str_of(e->d_name));
    (void)closedir(dir);
    qsort(name, *count, sizeof name[0], by_name);
    return true;
}

/* FILE itself, or the newest backup in a folder. */
static const char *backup_named(struct cli *cli, struct err *err)
{
    static const char *name[NAMES_MAX];
    size_t count = 0;
    struct stat about;
    if (stat(cli->word[0], &about) != 0 || !S_ISDIR(about.st_mode))
        return cli->word[0];
    if (!names_list(cli, cli->word[0], name, &count, err))
        return NULL;
    if (count == 0) {
        err_set(err, ERR_ABSENT, "there is no backup in %s", cli->word[0]);
        return NULL;
    }
    return str_format(&cli->arena, "%s/%s", cli->word[0],
                      name[count - 1]).at;
}

static bool old_remove(struct cli *cli, const char *folder, int64_t keep,
                       uint32_t *removed, struct err *err)
{
    static const char *name[NAMES_MAX];
    size_t count = 0;
    if (!names_list(cli, folder, name, &count, err))
        return false;
    for (size_t i = 0; i + (size_t)keep < count; i++) {
        const char *path = str_format(&cli->arena, "%s/%s", folder,
                                      name[i]).at;
        if (cli->world->unlink(cli->world->context, path) != 0)
            return err_set(err, ERR_OUTSIDE, "cannot remove %s: %s", path,
                           strerror(errno));
        ++*removed;
    }
    return true;
}

/* From --recovery FILE, else the folder's own key. */
static bool recovery_read(struct cli *cli, struct seal_recovery *recovery,
                          struct err *err)
{
    const char *path = cli_option(cli, "recovery");
    struct str text;
    struct stat about;
    if (path == NULL) {
        path = app_folder_key(&cli->arena, cli->folder, "recovery");
        if (stat(path, &about) != 0)
            return err_set(err, ERR_ABSENT, "which recovery code? put the "
                           "code from the paper in a file and name it with "
                           "--recovery FILE");
    }
    return seal_init(err)
        && file_read(cli->world, &cli->arena, path, CODE_BYTES, &text, err)
        && seal_recovery_read(text, recovery, err);
}

static bool restored_verify(struct cli *cli, const char *folder,
                            struct app_verify *verify, struct err *err)
{
    struct app app;
    /* An older program may have made it. */
    struct app_options options = { .world = cli->world, .folder = folder,
                                   .is_inline = true, .may_migrate = true };
    if (!app_open(&options, &app, err))
        return false;
    bool done = app_verify(&app, app_system(&app, "restore"), verify, err);
    app_close(&app);
    for (uint32_t i = 0; done && i < verify->count; i++)
        if (!cli->is_json || !verify->check[i].is_good)
            (void)fprintf(cli->is_json ? stderr : stdout, "%s %s: %s\n",
                          verify->check[i].is_good ? "ok  " : "BAD ",
                          verify->check[i].name, verify->check[i].words);
    return done;
}

/* For `doctor`: when did this last go well?  A house that cannot be asked
 * just now has its backup all the same. */
static void mark(struct cli *cli, enum app_mark name,
                 const struct app_backup *backup)
{
    struct err err = { .kind = ERR_NONE };
    struct http_reply reply;
    struct cli_form form;
    cli_form_init(&form, cli);
    cli_form_add(&form, "name", app_mark_name(name));
    cli_form_add(&form, "words",
                 str_format(&cli->arena, "%" PRId64 " bytes",
                            backup->bytes).at);
    if (!cli_ask(cli, HTTP_POST, "/admin/mark", &form, CLI_JSON, &reply,
                 &err))
        (void)fprintf(stderr, "bedside: this was not noted: %s\n", err.text);
}

static void say_backup(struct cli *cli, const char *words, const char *path,
                       const struct app_backup *backup)
{
    if (cli->is_json) {
        struct buf buf;
        struct json_out out;
        buf_init(&buf, &cli->arena, CODE_BYTES);
        json_out_init(&out, &buf);
        json_out_object(&out);
        json_out_key(&out, STR("file"));
        json_out_text(&out, str_of(path));
        json_out_key(&out, STR("agency"));
        json_out_text(&out, backup->agency);
        json_out_key(&out, STR("made_at"));
        json_out_moment(&out, backup->made_at);
        json_out_key(&out, STR("files"));
        json_out_int(&out, backup->files);
        json_out_key(&out, STR("bytes"));
        json_out_int(&out, backup->bytes);
        json_out_object_end(&out);
        struct str line = buf_str(&buf);
        (void)printf("%.*s\n", STR_ARGS(line));
        return;
    }
    (void)printf("%.*s %s %s (%" PRId64 " bytes, sealed)\n",
                 STR_ARGS(backup->agency), words, path, backup->bytes);
}
