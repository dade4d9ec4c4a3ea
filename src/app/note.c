#include "base/base.h"
#include "app/load.h"
#include "app/note.h"
#include "app/once.h"
#include "seal/field.h"
#include "store/note_sql.h"

struct note_work {
    struct app *app;
    const struct app_note *note;
};

static bool note_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    const struct note_work *w = work;
    struct caller caller = db_caller(db);
    struct app_loaded loaded;
    struct str before;
    bool was_done;
    struct app_once once = {
        "note", w->note->key,
        str_format(arena, "%.*s %.*s", STR_ARGS(w->note->debt_ref),
                   STR_ARGS(w->note->words))
    };
    db_act(db, "note.add", w->note->debt_ref, STR("{}"));
    if (!app_once_find(db, &once, arena, &was_done, &before, err))
        return false;
    if (was_done)
        return true;
    if (!app_debt_by_ref_in(w->app, db, caller, w->note->debt_ref, arena,
                            &loaded, err))
        return false;
    struct sql_note_add_in in = {
        .client_id = loaded.debt.debt.client.n,
        .debt_id = loaded.debt.debt.id.n, .id = id_new(db_world(db)),
        .made_at = caller.at, .made_by = caller.name
    };
    struct seal_place place = { "note", "words", in.id };
    return seal_field(w->app->keys, db_world(db), place, w->note->words,
                      arena, &in.words, err)
        && sql_note_add(db, caller, &in, NULL, err)
        && app_once_save(db, &once, STR("{}"), err);
}

bool app_note_add(struct app *app, struct caller caller,
                  const struct app_note *note, struct err *err)
{
    struct note_work work = { app, note };
    if (note->words.len == 0 || note->words.len > APP_NOTE_MAX
        || !str_is_utf8(note->words))
        return err_set(err, ERR_INVALID, "a note has 1 to %d letters",
                       APP_NOTE_MAX);
    return db_work(app->pool, caller, note_unit, &work, err);
}
