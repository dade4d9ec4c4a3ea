#include "base/base.h"
#include "app/letters.h"
#include "app/opened.h"
#include "app/ready.h"
#include "app/release.h"
#include "store/client_sql.h"
#include "store/release_sql.h"

#define BY_THE_DAY "daily" /* who releases what nobody has to look at */

/* --- the day ends its letters ------------------------------------------ */

static bool look_at(struct db *db, const struct sql_release_counts_row *made,
                    struct day made_on, struct arena *arena,
                    enum message_look *why, int64_t *usual, struct err *err)
{
    struct message_before before = { .first_on = DAY_NONE };
    struct sql_release_sizes_in sizes = { made->client_id };
    struct sql_release_sizes_row *size;
    struct sql_release_first_in first = { made->client_id };
    struct sql_release_first_row row;
    bool is_found;
    if (!sql_release_sizes(db, db_caller(db), &sizes, arena, &size,
                           &before.count, err)
        || !sql_release_first(db, db_caller(db), &first, arena, &row,
                              &is_found, err))
        return false;
    if (is_found)
        before.first_on = row.made_on;
    for (uint32_t i = 0; i < before.count; i++)
        before.size[i] = size[i].letters;
    *why = message_look(&before, made_on, made->letters, usual);
    return true;
}

bool app_release_begin(struct db *db, struct day made_on, struct arena *arena,
                       struct err *err)
{
    struct caller caller = db_caller(db);
    struct sql_release_counts_in in = { made_on };
    struct sql_release_counts_row *row;
    uint32_t count;
    if (!sql_release_counts(db, caller, &in, arena, &row, &count, err))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        struct ref ref = ref_new(db_world(db));
        struct sql_release_add_in add = {
            .client_id = row[i].client_id, .id = id_new(db_world(db)),
            .ref = str_of(ref.text), .made_on = made_on,
            .made_at = caller.at, .letters = row[i].letters,
            .left_cents = row[i].left_cents, .state = APP_RELEASE_WAITS,
            .decided_at = MOMENT_NONE
        };
        enum message_look why;
        if (!look_at(db, &row[i], made_on, arena, &why, &add.usual, err))
            return false;
        add.why = why;
        if (why == MESSAGE_LOOK_NONE) {
            add.state = APP_RELEASE_GIVEN;
            add.decided_at = caller.at;
            add.decided_by = STR(BY_THE_DAY);
        }
        if (!sql_release_add(db, caller, &add, NULL, err))
            return false;
    }
    return true;
}

/* --- what waits -------------------------------------------------------- */

struct list_look {
    struct app_release **release;
    uint32_t *count;
};

static bool list_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    const struct list_look *look = work;
    struct sql_release_list_row *row;
    if (!sql_release_list(db, db_caller(db), arena, &row, look->count, err))
        return false;
    struct app_release *release = arena_many(arena, *look->count,
                                             struct app_release);
    if (release == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for letters");
    for (uint32_t i = 0; i < *look->count; i++) {
        release[i] = (struct app_release){
            .client_code = row[i].code, .made_on = row[i].made_on,
            .made_at = row[i].made_at, .letters = row[i].letters,
            .left = row[i].left_cents, .why = (enum message_look)row[i].why,
            .usual = row[i].usual,
            .state = (enum app_release_state)row[i].state,
            .decided_at = row[i].decided_at, .decided_by = row[i].decided_by,
            .note = row[i].note
        };
        CHECK(ref_parse(row[i].ref, &release[i].ref));
    }
    *look->release = release;
    return true;
}

bool app_releases(struct app *app, struct caller caller, struct arena *arena,
                  struct app_release **release, uint32_t *count,
                  struct err *err)
{
    struct list_look look = { release, count };
    return db_read(app->pool, caller, list_unit, &look, arena, err);
}

static bool find(struct db *db, struct str ref, struct arena *arena,
                 struct sql_release_by_ref_row *row, struct err *err)
{
    struct sql_release_by_ref_in in = { ref };
    bool is_found;
    return sql_release_by_ref(db, db_caller(db), &in, arena, row, &is_found,
                              err)
        && (is_found
            || err_set(err, ERR_ABSENT, "there are no such letters"));
}

struct one_look {
    struct str ref;
    struct app_release *release;
    struct message_content *sample;
    uint32_t *sample_count;
    struct str refs; /* of those letters, for the trail */
};

static bool look_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    struct one_look *look = work;
    struct sql_release_by_ref_row row;
    if (!find(db, look->ref, arena, &row, err))
        return false;
    struct sql_release_open_in open = { row.client_id, row.made_on };
    struct sql_release_open_row left;
    struct sql_release_samples_in in = { row.client_id, row.made_on,
                                         APP_RELEASE_SAMPLES };
    struct sql_release_samples_row *sample;
    bool is_found;
    *look->sample_count = 0;
    *look->release = (struct app_release){
        .client_code = row.code, .made_on = row.made_on,
        .made_at = row.made_at, .letters = row.letters,
        .left = row.left_cents, .why = (enum message_look)row.why,
        .usual = row.usual, .state = (enum app_release_state)row.state,
        .decided_at = row.decided_at, .decided_by = row.decided_by,
        .note = row.note
    };
    CHECK(ref_parse(look->ref, &look->release->ref));
    if (row.state != APP_RELEASE_WAITS)
        return true;
    if (!sql_release_open(db, db_caller(db), &open, arena, &left, &is_found,
                          err)
        || !sql_release_samples(db, db_caller(db), &in, arena, &sample,
                                look->sample_count, err))
        return false;
    look->release->letters = left.letters;
    for (uint32_t i = 0; i < *look->sample_count; i++)
        if (!message_content_parse(arena, sample[i].content,
                                   &look->sample[i], err))
            return false;
    look->refs = STR("");
    for (uint32_t i = 0; i < *look->sample_count; i++)
        look->refs = str_format(arena, "%.*s%s\"%.*s\"",
                                STR_ARGS(look->refs), i > 0 ? "," : "",
                                STR_ARGS(sample[i].ref));
    return true;
}

static bool seen_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    const struct one_look *look = work;
    (void)err;
    db_act(db, "letters.look", look->ref,
           str_format(arena, "{\"letters\":[%.*s]}", STR_ARGS(look->refs)));
    return true;
}

bool app_release_look(struct app *app, struct caller caller, struct str ref,
                      struct arena *arena, struct app_release *release,
                      struct message_content sample[APP_RELEASE_SAMPLES],
                      uint32_t *sample_count, struct err *err)
{
    struct one_look look = { .ref = ref, .release = release,
                             .sample = sample,
                             .sample_count = sample_count };
    if (!db_read(app->pool, caller, look_unit, &look, arena, err))
        return false;
    if (*sample_count == 0
        || app_opens_has(app->opens, caller.name, ref, caller.at))
        return true;
    if (!db_work(app->pool, caller, seen_unit, &look, err))
        return false;
    app_opens_note(app->opens, caller.name, ref, caller.at);
    return true;
}

/* --- a person decides --------------------------------------------------- */

struct decision {
    struct app *app;
    struct str ref;
    enum app_release_state state;
    struct str note;
};

static bool house_is_ready(struct app *app, struct db *db,
                           struct arena *arena, struct err *err)
{
    struct app_ready ready;
    return app_ready_in(app, db, arena, &ready, err)
        && (ready.is_ready
            || err_set(err, ERR_CONFLICT, "no letter leaves before this is "
                       "done: %.*s; see: bedside ready",
                       STR_ARGS(app_ready_open(&ready, arena))));
}

static bool decide_unit(struct db *db, void *work, struct arena *arena,
                        struct err *err)
{
    static const char *const action[] = {
        [APP_RELEASE_GIVEN] = "letters.release",
        [APP_RELEASE_HELD] = "letters.hold",
        [APP_RELEASE_LAPSED] = "letters.lapse"
    };
    const struct decision *decision = work;
    struct caller caller = db_caller(db);
    struct sql_release_by_ref_row row;
    int64_t changed;
    if (!find(db, decision->ref, arena, &row, err))
        return false;
    db_act(db, action[decision->state], decision->ref,
           str_format(arena, "{\"client\":\"%.*s\",\"letters\":%" PRId64 "}",
                      STR_ARGS(row.code), row.letters));
    if (row.state == (int64_t)decision->state)
        return true;
    if (decision->state == APP_RELEASE_GIVEN
        && !house_is_ready(decision->app, db, arena, err))
        return false;
    struct sql_release_decide_in decide = {
        row.client_id, row.id, decision->state, caller.at, caller.name,
        decision->note
    };
    if (!sql_release_decide(db, caller, &decide, &changed, err))
        return false;
    if (changed == 0)
        return err_set(err, ERR_CONFLICT, "these letters were decided on "
                       "already");
    struct sql_release_void_in to_void = {
        row.client_id, row.made_on,
        decision->state == APP_RELEASE_HELD
            ? str_format(arena, "held back: %.*s", STR_ARGS(decision->note))
            : STR("nobody released it in time")
    };
    return decision->state == APP_RELEASE_GIVEN
        || sql_release_void(db, caller, &to_void, NULL, err);
}

bool app_release_give(struct app *app, struct caller caller, struct str ref,
                      struct err *err)
{
    struct decision decision = { app, ref, APP_RELEASE_GIVEN, { NULL, 0 } };
    return db_work(app->pool, caller, decide_unit, &decision, err);
}

bool app_release_hold(struct app *app, struct caller caller, struct str ref,
                      struct str why, struct err *err)
{
    struct decision decision = { app, ref, APP_RELEASE_HELD, why };
    if (why.len == 0 || why.len > APP_RELEASE_WHY_MAX || !str_is_utf8(why))
        return err_set(err, ERR_INVALID, "say why, in a few words");
    return db_work(app->pool, caller, decide_unit, &decision, err);
}

/* --- many at once ------------------------------------------------------- */

struct client_find {
    struct str code;
    bool is_found;
};

static bool client_unit(struct db *db, void *work, struct arena *arena,
                        struct err *err)
{
    struct client_find *client = work;
    struct sql_client_by_code_in in = { client->code };
    struct sql_client_by_code_row row;
    return sql_client_by_code(db, db_caller(db), &in, arena, &row,
                              &client->is_found, err);
}

/* Those that wait, of one client or older than a moment: each its own unit,
 * so that a killed run has done whole ones. */
static bool each_waiting(struct app *app, struct caller caller,
                         struct str client_code, struct moment before,
                         enum app_release_state state, int64_t *letters,
                         struct arena *arena, struct err *err)
{
    struct app_release *release;
    uint32_t count;
    *letters = 0;
    if (!app_releases(app, caller, arena, &release, &count, err))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        const struct app_release *one = &release[i];
        struct decision decision = { app, str_of(one->ref.text), state,
                                     { NULL, 0 } };
        bool is_asked = client_code.at != NULL
            ? str_equal(one->client_code, client_code)
            : moment_compare(one->made_at, before) < 0;
        if (one->state != APP_RELEASE_WAITS || !is_asked)
            continue;
        caller.at = world_now(app->world);
        if (!db_work(app->pool, caller, decide_unit, &decision, err))
            return false;
        *letters += one->letters;
    }
    return true;
}

bool app_release_client(struct app *app, struct caller caller,
                        struct str client_code, int64_t *letters,
                        struct err *err)
{
    struct client_find client = { client_code, false };
    struct arena arena;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    bool done = db_read(app->pool, caller, client_unit, &client, &arena, err)
        && (client.is_found
            || err_set(err, ERR_ABSENT, "there is no provider '%.*s'",
                       STR_ARGS(client_code)))
        && each_waiting(app, caller, client_code, MOMENT_NONE,
                        APP_RELEASE_GIVEN, letters, &arena, err);
    arena_clear(&arena);
    return done;
}

bool app_release_lapse(struct app *app, struct caller caller,
                       struct err *err)
{
    struct moment before = moment_add_seconds(caller.at,
                                              -APP_LETTER_STALE_SECONDS);
    struct arena arena;
    int64_t letters;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    bool done = each_waiting(app, caller, (struct str){ NULL, 0 }, before,
                             APP_RELEASE_LAPSED, &letters, &arena, err);
    arena_clear(&arena);
    return done;
}
