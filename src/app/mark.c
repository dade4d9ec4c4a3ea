#include "base/base.h"
#include "app/mark.h"
#include "store/agency_sql.h"

static const char *const names[APP_MARK_COUNT] = {
    [APP_MARK_NONE] = "", [APP_MARK_BACKUP_MADE] = "backup.made",
    [APP_MARK_BACKUP_CHECKED] = "backup.checked",
    [APP_MARK_VERIFIED] = "verified",
    [APP_MARK_MAIL_WELL] = "mail.well", [APP_MARK_MAIL_ILL] = "mail.ill",
    [APP_MARK_RECOVERY_KEPT] = "recovery.kept",
    [APP_MARK_NO_LICENSE] = "license.none", [APP_MARK_COURIER] = "courier"
};

struct setting {
    enum app_mark mark;
    struct str words;
};

const char *app_mark_name(enum app_mark mark)
{
    CHECK(mark < APP_MARK_COUNT);
    return names[mark];
}

enum app_mark app_mark_parse(struct str name)
{
    for (int i = APP_MARK_NONE + 1; i < APP_MARK_COUNT; i++)
        if (str_is(name, names[i]))
            return (enum app_mark)i;
    return APP_MARK_NONE;
}

static bool set_unit(struct db *db, void *work, struct arena *arena,
                     struct err *err)
{
    const struct setting *setting = work;
    struct caller caller = db_caller(db);
    struct sql_mark_set_in in = { str_of(names[setting->mark]), caller.at,
                                  setting->words };
    (void)arena;
    db_act(db, "mark.set", in.name, STR("{}"));
    return sql_mark_set(db, caller, &in, NULL, err);
}

bool app_mark_set(struct app *app, struct caller caller, enum app_mark mark,
                  struct str words, struct err *err)
{
    struct setting setting = {
        mark, words.at == NULL ? STR("")
                               : str_part(words, 0, APP_MARK_WORDS_MAX)
    };
    if (mark <= APP_MARK_NONE || mark >= APP_MARK_COUNT
        || !str_is_utf8(setting.words))
        return err_set(err, ERR_INVALID, "there is no such mark");
    return db_work(app->pool, caller, set_unit, &setting, err);
}

bool app_marks_in(struct db *db, struct arena *arena,
                  struct app_marked marked[APP_MARK_COUNT], struct err *err)
{
    struct sql_mark_all_row *row;
    uint32_t count;
    for (int i = 0; i < APP_MARK_COUNT; i++)
        marked[i] = (struct app_marked){ .at = MOMENT_NONE };
    if (!sql_mark_all(db, db_caller(db), arena, &row, &count, err))
        return false;
    for (uint32_t i = 0; i < count; i++)
        marked[app_mark_parse(row[i].name)] =
            (struct app_marked){ row[i].at, row[i].words };
    return true;
}

static bool load_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    return app_marks_in(db, arena, work, err);
}

bool app_marks_load(struct app *app, struct caller caller,
                    struct arena *arena,
                    struct app_marked marked[APP_MARK_COUNT], struct err *err)
{
    return db_read(app->pool, caller, load_unit, marked, arena, err);
}
