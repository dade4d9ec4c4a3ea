/* writer.c - one thread writes, many units share its commit.
 *
 * A unit runs in a savepoint, so a refused one does not sink its neighbours;
 * without neighbours it needs none, and is spared the copy of each page.
 * But SQLITE_FULL, IOERR, NOMEM and INTERRUPT may roll back the whole
 * transaction, released savepoints included.  So after any error the writer
 * asks whether the transaction still stands; when it is gone, each of the
 * group's units runs again alone. */
#include <pthread.h>

#include "db/sqlite.h"

enum outcome { OUTCOME_NONE, OUTCOME_KEPT, OUTCOME_REFUSED, OUTCOME_LOST };

struct sqlite_job {
    struct caller caller;
    db_unit *unit;
    void *work;
    struct err *err;
    struct ref ref;
    struct db db;
    enum outcome outcome;
    bool is_saved, is_done;
    pthread_cond_t done;
    struct sqlite_job *next;
};

static void *writer_main(void *context);
static uint32_t jobs_take(struct sqlite_state *state,
                          struct sqlite_job **job);
static void jobs_answer(struct sqlite_state *state, struct sqlite_job **job,
                        uint32_t count);
static void group_run(struct db_pool *pool, struct sqlite_job **job,
                      uint32_t count);
static bool group_commit(struct db_pool *pool, struct sqlite_job **job,
                         uint32_t count);
static enum outcome run_in_group(struct db_pool *pool,
                                 struct sqlite_job *job, bool is_lone);
static void run_alone(struct db_pool *pool, struct sqlite_job *job);
static bool stream_ready(struct db_pool *pool, struct err *err);

bool sqlite_start(struct db_pool *pool, struct err *err)
{
    struct sqlite_state *state = pool->state;

    if (pool->is_inline)
        return true;
    if (pthread_create(&state->thread, NULL, writer_main, pool) != 0)
        return err_set(err, ERR_EXHAUSTED, "no thread for the writer");
    state->has_thread = true;
    return true;
}

void sqlite_stop(struct db_pool *pool)
{
    struct sqlite_state *state = pool->state;

    if (!state->has_thread)
        return;
    pthread_mutex_lock(&state->lock);
    state->is_closing = true;
    pthread_cond_signal(&state->job_there);
    pthread_mutex_unlock(&state->lock);
    pthread_join(state->thread, NULL);
    state->has_thread = false;
}

bool sqlite_work(struct db_pool *pool, struct caller caller, db_unit *unit,
                 void *work, struct err *err)
{
    struct sqlite_state *state = pool->state;
    struct sqlite_job job = { .caller = caller, .unit = unit, .work = work,
                              .err = err, .ref = ref_new(pool->world) };
    struct sqlite_job *one = &job;

    if (pool->is_inline) {
        group_run(pool, &one, 1);
        return job.is_saved;
    }
    pthread_cond_init(&job.done, NULL);
    pthread_mutex_lock(&state->lock);
    CHECK(!state->is_closing);
    if (state->last)
        state->last->next = &job;
    else
        state->first = &job;
    state->last = &job;
    state->waiting++;
    pthread_cond_signal(&state->job_there);
    while (!job.is_done)
        pthread_cond_wait(&job.done, &state->lock);
    pthread_mutex_unlock(&state->lock);
    pthread_cond_destroy(&job.done);
    return job.is_saved;
}

uint32_t sqlite_waiting(struct db_pool *pool)
{
    struct sqlite_state *state = pool->state;

    pthread_mutex_lock(&state->lock);
    uint32_t waiting = state->waiting;
    pthread_mutex_unlock(&state->lock);
    return waiting;
}

static void *writer_main(void *context)
{
    struct db_pool *pool = context;
    struct sqlite_state *state = pool->state;
    struct sqlite_job *job[DB_GROUP_MAX];
    uint32_t count;

    while ((count = jobs_take(state, job)) > 0) {
        group_run(pool, job, count);
        jobs_answer(state, job, count);
    }
    return NULL;
}

/* Everything that waits, up to a group; 0 when the pool closes. */
static uint32_t jobs_take(struct sqlite_state *state,
                          struct sqlite_job **job)
{
    uint32_t count = 0;

    pthread_mutex_lock(&state->lock);
    while (!state->first && !state->is_closing)
        pthread_cond_wait(&state->job_there, &state->lock);
    while (state->first && count < DB_GROUP_MAX) {
        job[count++] = state->first;
        state->first = state->first->next;
    }
    if (!state->first)
        state->last = NULL;
    state->waiting -= count;
    pthread_mutex_unlock(&state->lock);
    return count;
}

static void jobs_answer(struct sqlite_state *state, struct sqlite_job **job,
                        uint32_t count)
{
    pthread_mutex_lock(&state->lock);
    for (uint32_t i = 0; i < count; i++) {
        job[i]->is_done = true;
        pthread_cond_signal(&job[i]->done);
    }
    pthread_mutex_unlock(&state->lock);
}

static void refuse_all(struct sqlite_job **job, uint32_t count,
                       const struct err *why)
{
    for (uint32_t i = 0; i < count; i++)
        if (job[i]->err)
            *job[i]->err = *why;
}

static void hold(struct db *db, struct db_pool *pool,
                 struct sqlite_job *job)
{
    struct sqlite_state *state = pool->state;
    struct caller house = { .kind = CALLER_SYSTEM };

    db_hold_init(db, pool, job ? job->caller : house,
                 &state->writer->own_arena);
    db->link = state->writer;
    db->stream = &state->writer->stream;
    if (job)
        db->unit = job->ref;
}

static void group_run(struct db_pool *pool, struct sqlite_job **job,
                      uint32_t count)
{
    struct sqlite_state *state = pool->state;
    struct db_stream before;
    struct err why = { 0 };

    if (!stream_ready(pool, &why)) {
        refuse_all(job, count, &why);
        return;
    }
    before = state->writer->stream;
    if (group_commit(pool, job, count))
        return;
    state->writer->stream = before;
    for (uint32_t i = 0; i < count; i++)
        if (job[i]->outcome != OUTCOME_REFUSED)
            run_alone(pool, job[i]);
}

/* True when every unit has its answer; false when the group is gone. */
static bool group_commit(struct db_pool *pool, struct sqlite_job **job,
                         uint32_t count)
{
    const struct db_engine *engine = pool->engine;
    struct db group;
    struct err why = { 0 };
    uint32_t kept = 0;

    hold(&group, pool, NULL);
    if (!engine->begin(&group, &why)) {
        engine->rollback(&group);
        refuse_all(job, count, &why);
        return true;
    }
    for (uint32_t i = 0; i < count; i++) {
        job[i]->outcome = run_in_group(pool, job[i], count == 1);
        if (job[i]->outcome == OUTCOME_LOST)
            return false;
        kept += job[i]->outcome == OUTCOME_KEPT;
    }
    if (kept == 0) {
        engine->rollback(&group);
        return true;
    }
    if (!engine->commit(&group, &why)) {
        engine->rollback(&group);
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        job[i]->is_saved = job[i]->outcome == OUTCOME_KEPT;
        if (job[i]->is_saved)
            db_unit_committed(&job[i]->db);
    }
    return true;
}

static enum outcome run_in_group(struct db_pool *pool,
                                 struct sqlite_job *job, bool is_lone)
{
    struct sqlite_state *state = pool->state;
    struct sqlite_link *link = state->writer;
    struct db_stream before = link->stream;

    hold(&job->db, pool, job);
    arena_clear(&link->unit_arena);
    bool is_ok = (is_lone || sqlite_say(link, "SAVEPOINT unit", job->err))
        && db_unit_run(&job->db, job->unit, job->work, &link->unit_arena,
                       job->err)
        && !sqlite_is_outside(link)
        && (is_lone || sqlite_say(link, "RELEASE unit", job->err));
    arena_clear(&link->unit_arena);
    if (is_ok)
        return OUTCOME_KEPT;
    link->stream = before;
    if (sqlite_is_outside(link))
        return OUTCOME_LOST;
    if (is_lone)
        return OUTCOME_REFUSED; /* nothing was kept: all is rolled back */
    if (sqlite_say(link, "ROLLBACK TO unit", NULL)
        && sqlite_say(link, "RELEASE unit", NULL))
        return OUTCOME_REFUSED;
    /* Neither forward nor back: leave the group. */
    if (!sqlite_is_outside(link) && !sqlite_say(link, "ROLLBACK", NULL))
        db_stop("the database does not roll back");
    return OUTCOME_LOST;
}

/* The group is gone; this unit in a transaction of its own.  What fails now
 * is its answer. */
static void run_alone(struct db_pool *pool, struct sqlite_job *job)
{
    const struct db_engine *engine = pool->engine;
    struct sqlite_state *state = pool->state;
    struct sqlite_link *link = state->writer;
    struct db_stream before = link->stream;

    hold(&job->db, pool, job);
    arena_clear(&link->unit_arena);
    job->is_saved = engine->begin(&job->db, job->err)
        && db_unit_run(&job->db, job->unit, job->work, &link->unit_arena,
                       job->err)
        && engine->commit(&job->db, job->err);
    arena_clear(&link->unit_arena);
    if (job->is_saved) {
        db_unit_committed(&job->db);
        return;
    }
    engine->rollback(&job->db);
    link->stream = before;
}

/* The chain goes on where the last entry of the file is. */
static bool stream_ready(struct db_pool *pool, struct err *err)
{
    const struct db_engine *engine = pool->engine;
    struct sqlite_state *state = pool->state;
    struct db db;

    if (state->writer->stream.is_open)
        return true;
    hold(&db, pool, NULL);
    bool is_ok = engine->begin(&db, err) && db_stream_open(&db, err)
        && engine->commit(&db, err);
    if (is_ok)
        return true;
    engine->rollback(&db);
    state->writer->stream.is_open = false;
    return false;
}
