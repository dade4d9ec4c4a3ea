#include "base/base.h"
#include "app/load.h"
#include "app/once.h"
#include "app/prefer.h"

#define PIECES_MAX 16
#define DAY_HOURS 24

/* One wish as the fact that says it. */
struct piece {
    enum fact_kind kind;
    enum channel channel;
    struct str text;
};

static const enum channel ways[] = { CHANNEL_PHONE, CHANNEL_TEXT,
                                     CHANNEL_EMAIL, CHANNEL_LETTER };
static const char *const days[] = { "sun", "mon", "tue", "wed", "thu", "fri",
                                    "sat" };

static bool wishes_load(struct db *db, struct person_id person,
                        struct arena *arena, struct fact **fact,
                        uint32_t *count, struct err *err);
static bool is_wish(const struct fact *fact);
static void wish_read(const struct fact *fact, struct app_prefer *prefer);
static uint32_t pieces_of(const struct app_prefer *want, struct arena *arena,
                          struct piece piece[PIECES_MAX]);
static bool is_same(const struct piece *piece, const struct fact *fact);

struct prefer_work {
    struct app *app;
    struct str debt_ref;
    struct app_prefer *prefer;
    const struct app_prefer_ask *ask;
};

static bool load_unit(struct db *db, void *context, struct arena *arena,
                      struct err *err)
{
    struct prefer_work *work = context;
    struct person_id person;
    struct fact *fact;
    uint32_t count;
    *work->prefer = (struct app_prefer){ .to_hour = DAY_HOURS };
    if (!app_person_in(work->app, db, work->debt_ref, arena, &person, err)
        || !wishes_load(db, person, arena, &fact, &count, err))
        return false;
    for (uint32_t i = 0; i < count; i++)
        wish_read(&fact[i], work->prefer);
    return true;
}

bool app_prefer_load(struct app *app, struct caller caller,
                     struct str debt_ref, struct arena *arena,
                     struct app_prefer *prefer, struct err *err)
{
    struct prefer_work work = { .app = app, .debt_ref = debt_ref,
                                .prefer = prefer };
    return db_read(app->pool, caller, load_unit, &work, arena, err);
}

static bool fact_keep(struct db *db, struct person_id person,
                      const struct piece *piece, struct event_id corrects,
                      struct str source, struct err *err)
{
    struct caller caller = db_caller(db);
    struct fact fact = {
        .person = person, .kind = piece->kind, .channel = piece->channel,
        .text = piece->text, .holds_from = caller.at, .until = MOMENT_NEVER,
        .corrects = corrects, .source = source
    };
    return contact_fact_append(db, caller, (struct client_id){ 0 }, &fact,
                               err);
}

/* What is wished and not there is added; what is there and not wished is
 * taken back. */
static bool differences_save(struct db *db, const struct app_prefer_ask *ask,
                             struct person_id person, struct arena *arena,
                             struct err *err)
{
    static const struct piece back = { .kind = FACT_WITHDRAWN };
    struct piece piece[PIECES_MAX];
    struct fact *fact;
    uint32_t count, wanted = pieces_of(&ask->want, arena, piece);
    if (!wishes_load(db, person, arena, &fact, &count, err))
        return false;
    for (uint32_t p = 0; p < wanted; p++) {
        bool is_there = false;
        for (uint32_t i = 0; i < count; i++)
            is_there |= is_same(&piece[p], &fact[i]);
        if (!is_there && !fact_keep(db, person, &piece[p],
                                    (struct event_id){ 0 }, ask->source, err))
            return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        bool is_wanted = false;
        for (uint32_t p = 0; p < wanted; p++)
            is_wanted |= is_same(&piece[p], &fact[i]);
        if (!is_wanted && !fact_keep(db, person, &back, fact[i].id,
                                     ask->source, err))
            return false;
    }
    return true;
}

static bool save_unit(struct db *db, void *context, struct arena *arena,
                      struct err *err)
{
    struct prefer_work *work = context;
    const struct app_prefer_ask *ask = work->ask;
    const struct app_prefer *want = &ask->want;
    struct person_id person;
    struct str before;
    bool was_done;
    uint32_t off = 0;
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
        off |= want->is_off[ways[i]] ? 1u << ways[i] : 0;
    struct app_once once = {
        "prefer", ask->key,
        str_format(arena, "%.*s %d %x %x %d %d %d %d",
                   STR_ARGS(ask->debt_ref), (int)want->language, off,
                   want->days_off, want->from_hour, want->to_hour,
                   want->not_at_work, want->is_large)
    };
    if (!app_once_find(db, &once, arena, &was_done, &before, err)
        || !app_person_in(work->app, db, ask->debt_ref, arena, &person, err))
        return false;
    db_act(db, "prefer.save", str_format(arena, "person:%" PRId64, person.n),
           STR("{}"));
    return was_done
        || (differences_save(db, ask, person, arena, err)
            && app_once_save(db, &once, STR("{}"), err));
}

bool app_prefer_save(struct app *app, struct caller caller,
                     const struct app_prefer_ask *ask, struct err *err)
{
    struct prefer_work work = { .app = app, .ask = ask };
    if (app_prefer_check(&ask->want) != APP_PREFER_FINE)
        return err_set(err, ERR_INVALID, "these wishes leave no way or no "
                       "time to reach them");
    return db_work(app->pool, caller, save_unit, &work, err);
}

enum app_prefer_fault app_prefer_check(const struct app_prefer *prefer)
{
    bool has_way = false;
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
        has_way |= !prefer->is_off[ways[i]];
    if (!has_way)
        return APP_PREFER_NO_WAY;
    return prefer->from_hour < 0 || prefer->to_hour > DAY_HOURS
        || prefer->from_hour >= prefer->to_hour || prefer->days_off >= 0x7f
        ? APP_PREFER_NO_TIME : APP_PREFER_FINE;
}

/* The wishes in force, for every bill. */
static bool wishes_load(struct db *db, struct person_id person,
                        struct arena *arena, struct fact **fact,
                        uint32_t *count, struct err *err)
{
    struct caller caller = db_caller(db);
    struct person nobody = { .id = person };
    struct debt none = { .id = { 0 } };
    struct contact_facts facts;
    if (!app_facts_in(db, caller, &nobody, &none, arena, &facts, err))
        return false;
    *fact = arena_many(arena, facts.fact_count, struct fact);
    *count = 0;
    if (*fact == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for wishes");
    for (uint32_t i = 0; i < facts.fact_count; i++)
        if (facts.fact[i].debt.n == 0 && is_wish(&facts.fact[i])
            && contact_fact_holds(&facts, &facts.fact[i], facts.fact[i].kind,
                                  caller.at))
            (*fact)[(*count)++] = facts.fact[i];
    return true;
}

/* "daily 00:00-HH:00" or "daily HH:00-24:00", or days alone: hours that were
 * written down otherwise are left as they are. */
static bool hours_read(struct str text, struct app_prefer *prefer)
{
    struct contact_refused_hours hours;
    if (!contact_refused_hours_parse(text, &hours))
        return false;
    bool is_whole = hours.from_second == 0
        && hours.to_second == DAY_HOURS * 3600;
    bool is_daily = hours.weekdays == 0x7f;
    if (is_whole && !is_daily)
        prefer->days_off |= hours.weekdays;
    else if (is_daily && hours.from_second == 0
             && hours.to_second % 3600 == 0 && !is_whole)
        prefer->from_hour = hours.to_second / 3600;
    else if (is_daily && hours.to_second == DAY_HOURS * 3600
             && hours.from_second % 3600 == 0 && !is_whole)
        prefer->to_hour = hours.from_second / 3600;
    else
        return false;
    return true;
}

static bool is_wish(const struct fact *fact)
{
    struct app_prefer ignored = { .to_hour = DAY_HOURS };
    switch (fact->kind) {
    case FACT_MEDIUM_REFUSED:
        return fact->address.len == 0 && fact->channel != CHANNEL_VOICEMAIL;
    case FACT_HOURS_REFUSED:
        return hours_read(fact->text, &ignored);
    case FACT_PLACE_REFUSED:
        return str_is(fact->text, "work");
    case FACT_LANGUAGE:
    case FACT_LARGE_PRINT:
        return true;
    default:
        return false;
    }
}

static void wish_read(const struct fact *fact, struct app_prefer *prefer)
{
    switch (fact->kind) {
    case FACT_MEDIUM_REFUSED:
        for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
            if (fact->channel == CHANNEL_NONE || fact->channel == ways[i])
                prefer->is_off[ways[i]] = true;
        break;
    case FACT_HOURS_REFUSED:
        (void)hours_read(fact->text, prefer);
        break;
    case FACT_PLACE_REFUSED:
        prefer->not_at_work = true;
        break;
    case FACT_LANGUAGE:
        prefer->language = language_parse(fact->text);
        break;
    case FACT_LARGE_PRINT:
        prefer->is_large = true;
        break;
    default:
        break;
    }
}

static uint32_t pieces_of(const struct app_prefer *want, struct arena *arena,
                          struct piece piece[PIECES_MAX])
{
    uint32_t count = 0;
    struct buf list;
    buf_init(&list, arena, 64);
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++)
        if (want->is_off[ways[i]])
            piece[count++] = (struct piece){ FACT_MEDIUM_REFUSED, ways[i],
                                             { NULL, 0 } };
    for (uint32_t i = 0; i < sizeof days / sizeof days[0]; i++)
        if (want->days_off >> i & 1)
            buf_add_format(&list, "%s%s", list.len > 0 ? "," : "", days[i]);
    if (list.len > 0)
        piece[count++] = (struct piece){ FACT_HOURS_REFUSED, CHANNEL_NONE,
                                         buf_str(&list) };
    if (want->from_hour > 0)
        piece[count++] = (struct piece){
            FACT_HOURS_REFUSED, CHANNEL_NONE,
            str_format(arena, "daily 00:00-%02d:00", want->from_hour)
        };
    if (want->to_hour < DAY_HOURS)
        piece[count++] = (struct piece){
            FACT_HOURS_REFUSED, CHANNEL_NONE,
            str_format(arena, "daily %02d:00-24:00", want->to_hour)
        };
    if (want->not_at_work)
        piece[count++] = (struct piece){ FACT_PLACE_REFUSED, CHANNEL_NONE,
                                         STR("work") };
    if (want->is_large)
        piece[count++] = (struct piece){ FACT_LARGE_PRINT, CHANNEL_NONE,
                                         { NULL, 0 } };
    if (want->language != LANGUAGE_UNKNOWN)
        piece[count++] = (struct piece){ FACT_LANGUAGE, CHANNEL_NONE,
                                         language_code(want->language) };
    CHECK(count <= PIECES_MAX);
    return count;
}

static bool is_same(const struct piece *piece, const struct fact *fact)
{
    bool is_text = piece->text.len == fact->text.len
        && (piece->text.len == 0 || str_equal(piece->text, fact->text));
    return piece->kind == fact->kind && piece->channel == fact->channel
        && is_text;
}
