/* pgwork.c - a unit on PostgreSQL: again when it lost a race, and certain
 * about every COMMIT.
 *
 * When the link dies after COMMIT was sent, nobody knows whether it took
 * effect; the old backend may even still be working.  Then the writer asks
 * for the unit's audit entry.  When it is not there, it appends one with the
 * same unit ref and the action unit.void: the unique key makes it wait for
 * the old backend, and afterwards exactly one of the two stands.  Only then
 * may the unit run again. */
#include <pthread.h>

#include "db/postgres.h"

#define BACKOFF_FIRST_US 500
#define BACKOFF_MOST_US 50000
#define RECONNECT_PAUSE_US 100000

enum attempt { ATTEMPT_SAVED, ATTEMPT_REFUSED, ATTEMPT_AGAIN, ATTEMPT_LOST,
               ATTEMPT_UNKNOWN };

struct run {
    struct db_pool *pool;
    struct pg_link *link;
    struct caller caller;
    db_unit *unit;
    void *work;
    struct ref ref;
    int64_t until_us; /* a lost database is waited for until then */
};

static enum attempt attempt(struct run *run, struct err *err);
static enum attempt settle(struct run *run, struct err *err);
static bool connect_until(struct run *run, struct err *err);
static enum attempt stream_ready(struct run *run, struct err *err);
static void hold(struct db *db, struct run *run, struct caller caller);
static void back_off(struct world *world, int try);

static struct pg_link *link_take(struct db_pool *pool, bool is_reader)
{
    struct pg_state *state = pool->state;
    struct pg_link **list = is_reader ? &state->free_reader
                                      : &state->free_writer;

    pthread_mutex_lock(&state->lock);
    state->waiting += !is_reader;
    while (!*list)
        pthread_cond_wait(is_reader ? &state->reader_back
                                    : &state->writer_back, &state->lock);
    state->waiting -= !is_reader;
    struct pg_link *link = *list;
    *list = link->next;
    pthread_mutex_unlock(&state->lock);
    return link;
}

static void link_give(struct db_pool *pool, struct pg_link *link,
                      bool is_reader)
{
    struct pg_state *state = pool->state;
    struct pg_link **list = is_reader ? &state->free_reader
                                      : &state->free_writer;

    pthread_mutex_lock(&state->lock);
    link->next = *list;
    *list = link;
    pthread_cond_signal(is_reader ? &state->reader_back
                                  : &state->writer_back);
    pthread_mutex_unlock(&state->lock);
}

uint32_t pg_waiting(struct db_pool *pool)
{
    struct pg_state *state = pool->state;

    pthread_mutex_lock(&state->lock);
    uint32_t waiting = state->waiting;
    pthread_mutex_unlock(&state->lock);
    return waiting;
}

bool pg_work(struct db_pool *pool, struct caller caller, db_unit *unit,
             void *work, struct err *err)
{
    struct run run = {
        .pool = pool, .link = link_take(pool, false), .caller = caller,
        .unit = unit, .work = work,
        .until_us = world_monotonic_us(pool->world)
            + (int64_t)PG_RECONNECT_SECONDS * 1000000 };
    enum attempt done = ATTEMPT_AGAIN;
    struct pg_state *state = pool->state;
    bool is_in_lane = false;

    for (int try = 0; try < DB_TRIES_MAX; try++) {
        /* Losers that all try again at once keep losing to each other. */
        if (try == PG_TRIES_TOGETHER) {
            pthread_mutex_lock(&state->lane);
            is_in_lane = true;
        } else if (try > 0) {
            back_off(pool->world, try);
        }
        done = attempt(&run, err);
        if (done == ATTEMPT_UNKNOWN)
            done = settle(&run, err);
        if (done == ATTEMPT_SAVED || done == ATTEMPT_REFUSED
            || done == ATTEMPT_UNKNOWN)
            break;
    }
    if (is_in_lane)
        pthread_mutex_unlock(&state->lane);
    arena_clear(&run.link->unit_arena);
    link_give(pool, run.link, false);
    if (done == ATTEMPT_AGAIN)
        err_set(err, ERR_BUSY, "others changed the same rows %d times; "
                "please try again", DB_TRIES_MAX);
    return done == ATTEMPT_SAVED;
}

/* After a failed step: again, elsewhere, or never. */
static enum attempt after(const struct db *db)
{
    if (db->is_link_lost)
        return ATTEMPT_LOST;
    return db->must_retry ? ATTEMPT_AGAIN : ATTEMPT_REFUSED;
}

static enum attempt attempt(struct run *run, struct err *err)
{
    const struct db_engine *engine = run->pool->engine;
    struct pg_link *link = run->link;
    struct db db;

    if (!connect_until(run, err))
        return ATTEMPT_REFUSED;
    enum attempt ready = stream_ready(run, err);
    if (ready != ATTEMPT_SAVED)
        return ready;
    struct db_stream before = link->stream;
    run->ref = ref_new(run->pool->world);
    hold(&db, run, run->caller);
    arena_clear(&link->unit_arena);
    bool is_run = engine->begin(&db, err)
        && db_unit_run(&db, run->unit, run->work, &link->unit_arena, err);
    if (is_run && engine->commit(&db, err)) {
        db_unit_committed(&db);
        return ATTEMPT_SAVED;
    }
    engine->rollback(&db);
    bool is_open = link->stream.is_open; /* false: somebody closed it */
    link->stream = before;
    link->stream.is_open = before.is_open && is_open;
    /* A unit without an act wrote nothing; there is nothing to ask for. */
    if (is_run && db.is_link_lost && db.deed.action)
        return ATTEMPT_UNKNOWN;
    return after(&db);
}

/* One question about run->ref, in a transaction of its own.  SAVED: it was
 * committed.  AGAIN: it never will be.  LOST: ask again. */
static enum attempt ask(struct run *run, struct err *err)
{
    const struct db_engine *engine = run->pool->engine;
    struct caller house = { .kind = CALLER_SYSTEM };
    bool is_there = false;
    struct db db;

    if (!connect_until(run, err))
        return ATTEMPT_UNKNOWN;
    if (stream_ready(run, err) != ATTEMPT_SAVED)
        return ATTEMPT_LOST;
    struct db_stream before = run->link->stream;
    hold(&db, run, house);
    db.deed.action = "unit.void";
    bool is_ok = engine->begin(&db, err)
        && db_audit_has_unit(&db, run->ref, &is_there, err);
    if (is_ok && is_there) {
        engine->rollback(&db);
        return ATTEMPT_SAVED;
    }
    is_ok = is_ok && db_audit_append(&db, err) && engine->commit(&db, err);
    if (is_ok) {
        db_unit_committed(&db);
        return ATTEMPT_AGAIN;
    }
    engine->rollback(&db);
    run->link->stream = before;
    run->link->stream.is_open = false; /* read its head anew */
    return ATTEMPT_LOST;
}

/* What became of the COMMIT?  Never guesses. */
static enum attempt settle(struct run *run, struct err *err)
{
    struct err why;

    for (int try = 0; try < DB_TRIES_MAX; try++) {
        enum attempt answer = ask(run, &why);
        if (answer == ATTEMPT_SAVED || answer == ATTEMPT_AGAIN)
            return answer;
        if (answer == ATTEMPT_UNKNOWN)
            break;
        back_off(run->pool->world, try);
    }
    err_set(err, ERR_OUTSIDE, "the link to the database was lost while "
            "saving, and it cannot be asked what became of it; the same "
            "request may be sent again with the same key");
    return ATTEMPT_UNKNOWN;
}

/* The link, up again; waits a while for a database that restarts. */
static bool connect_until(struct run *run, struct err *err)
{
    struct world *world = run->pool->world;

    if (pg_link_is_up(run->link))
        return true;
    for (;;) {
        if (pg_link_open(run->link, run->pool->url, err))
            return true;
        if (world_monotonic_us(world) > run->until_us)
            return false;
        world_sleep_us(world, RECONNECT_PAUSE_US);
    }
}

/* SAVED when the link has an audit stream of its own. */
static enum attempt stream_ready(struct run *run, struct err *err)
{
    const struct db_engine *engine = run->pool->engine;
    struct caller house = { .kind = CALLER_SYSTEM };
    struct db db;

    if (run->link->stream.is_open)
        return ATTEMPT_SAVED;
    hold(&db, run, house);
    db.is_opening = true;
    bool is_ok = engine->begin(&db, err) && db_stream_open(&db, err)
        && engine->commit(&db, err);
    if (is_ok)
        return ATTEMPT_SAVED;
    engine->rollback(&db);
    run->link->stream.is_open = false;
    /* Another process may be opening the same slot right now. */
    if (err->kind == ERR_CONFLICT)
        db.must_retry = true;
    return after(&db);
}

static void hold(struct db *db, struct run *run, struct caller caller)
{
    db_hold_init(db, run->pool, caller, &run->link->own_arena);
    db->link = run->link;
    db->stream = &run->link->stream;
    db->unit = run->ref;
}

/* Twice as long each time, and a random part, so that two units which met
 * once do not meet again. */
static void back_off(struct world *world, int try)
{
    int64_t most = (int64_t)BACKOFF_FIRST_US << try;
    uint32_t random;

    if (most > BACKOFF_MOST_US)
        most = BACKOFF_MOST_US;
    world_random(world, &random, sizeof random);
    world_sleep_us(world, most / 2 + random % (most / 2 + 1));
}

bool pg_read(struct db_pool *pool, struct caller caller, db_unit *unit,
             void *work, struct arena *arena, struct err *err)
{
    const struct db_engine *engine = pool->engine;
    struct run run = {
        .pool = pool, .link = link_take(pool, true), .caller = caller,
        .until_us = world_monotonic_us(pool->world)
            + (int64_t)DB_READ_SECONDS_MAX * 1000000 };
    struct arena_mark mark = arena_here(arena);
    bool is_ok = false;

    for (int try = 0; try < PG_READ_TRIES_MAX && !is_ok; try++) {
        struct db db;
        if (!connect_until(&run, err))
            break;
        arena_back(arena, mark);
        hold(&db, &run, caller);
        db.is_reading = true;
        db.stream = NULL;
        is_ok = engine->begin(&db, err)
            && db_read_run(&db, unit, work, arena, err);
        engine->rollback(&db);
        if (!is_ok && after(&db) == ATTEMPT_REFUSED)
            break;
    }
    arena_clear(&run.link->own_arena);
    link_give(pool, run.link, true);
    return is_ok;
}
