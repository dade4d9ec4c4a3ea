/* Who works there, and what stood before the first letter left: what
 * `bedside ready` asks of every house. */
#include "base/base.h"
#include "app/backup.h"
#include "app/mark.h"
#include "cli/demo.h"
#include "text/json.h"

static bool login_make(struct demo *demo, const char *name,
                       const char *full_name, const char *role,
                       const char *client, struct arena *arena,
                       struct str *password, struct err *err);
static bool backup_make(struct demo *demo, struct arena *arena,
                        struct err *err);
static bool mark(struct demo *demo, enum app_mark name, struct err *err);

bool demo_staff(struct demo *demo, struct err *err)
{
    struct arena arena;
    arena_init(&arena, ARENA_JOB_BYTES);
    const char *client = str_c(&arena, demo->client[0]);
    bool done = login_make(demo, "rep", "Ana Silva", "representative", NULL,
                           &arena, &demo->rep, err)
        && login_make(demo, "provider", "Priya Shah", "provider", client,
                      &arena, &demo->provider, err)
        && login_make(demo, "admin", "Noor Haddad", "administrator", NULL,
                      &arena, &demo->admin, err)
        && backup_make(demo, &arena, err)
        && mark(demo, APP_MARK_BACKUP_MADE, err)
        /* Whoever reads the demo's note has the folder, and so the code. */
        && mark(demo, APP_MARK_RECOVERY_KEPT, err);
    arena_clear(&arena);
    return done;
}

static bool login_make(struct demo *demo, const char *name,
                       const char *full_name, const char *role,
                       const char *client, struct arena *arena,
                       struct str *password, struct err *err)
{
    struct cli_form form;
    struct str json;
    const struct json *root;
    cli_form_init(&form, demo->cli);
    cli_form_add(&form, "name", name);
    cli_form_add(&form, "full_name", full_name);
    cli_form_add(&form, "role", role);
    cli_form_add(&form, "client", client);
    if (!demo_ask(demo, "/admin/login", &form, false, arena, &json, err)
        || !json_parse(arena, json, &root, err))
        return false;
    if (!json_text(json_get(root, STR("password")), password))
        return err_set(err, ERR_BUG, "no password was made");
    *password = str_copy(&demo->cli->arena, *password);
    return password->at != NULL
        || err_set(err, ERR_EXHAUSTED, "no memory for a password");
}

/* Where a folder's sockets are: a later backup leaves it out. */
static bool backup_make(struct demo *demo, struct arena *arena,
                        struct err *err)
{
    struct app_backup backup;
    struct seal_recovery recovery;
    bool is_new;
    const char *path = str_format(arena, "%s/run/first.backup",
                                  demo->making).at;
    return app_recovery_key(&demo->clock, demo->making, &recovery, &is_new,
                            err)
        && app_backup_make(&demo->clock, demo->making, STR("Harbor Care"),
                           path, arena, &backup, err);
}

static bool mark(struct demo *demo, enum app_mark name, struct err *err)
{
    struct app *app = &demo->house.app;
    return app_mark_set(app, app_caller(app, CALLER_ADMIN, "demo"), name,
                        STR(""), err);
}
