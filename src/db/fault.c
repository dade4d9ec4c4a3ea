#include <pthread.h>

#include "db/fault.h"

#include "db/engine.h"

static enum db_fault_how strike(struct db_pool *pool, enum db_step step,
                                struct db_fault *fault);
static bool fail(struct db *db, const struct db_fault *fault,
                 struct err *err);

void db_fault_arm(struct db_pool *pool, const struct db_fault *fault)
{
    pthread_mutex_lock(&pool->fault.lock);
    pool->fault.armed = fault ? *fault : (struct db_fault){ 0 };
    pool->fault.seen = 0;
    pool->fault.steps = 0;
    pthread_mutex_unlock(&pool->fault.lock);
    pool->engine = &db_faulty; /* from now on, so that steps are counted */
}

uint64_t db_fault_steps(struct db_pool *pool)
{
    pthread_mutex_lock(&pool->fault.lock);
    uint64_t steps = pool->fault.steps;
    pthread_mutex_unlock(&pool->fault.lock);
    return steps;
}

uint64_t db_fault_struck(struct db_pool *pool)
{
    pthread_mutex_lock(&pool->fault.lock);
    uint64_t struck = pool->fault.struck;
    pthread_mutex_unlock(&pool->fault.lock);
    return struck;
}

/* Counts the step; says whether and how it fails. */
static enum db_fault_how strike(struct db_pool *pool, enum db_step step,
                                struct db_fault *fault)
{
    struct db_fault_state *state = &pool->fault;
    enum db_fault_how how = DB_FAULT_NONE;

    pthread_mutex_lock(&state->lock);
    state->steps++;
    *fault = state->armed;
    if (fault->how != DB_FAULT_NONE
        && (fault->step == DB_STEP_ANY || fault->step == step)) {
        uint32_t times = fault->times ? fault->times : 1;
        state->seen++;
        if (state->seen >= fault->nth && state->seen - fault->nth < times) {
            how = fault->how;
            state->struck++;
        }
    }
    pthread_mutex_unlock(&state->lock);
    if (how == DB_FAULT_CUT_AFTER && step != DB_STEP_COMMIT)
        how = DB_FAULT_LOSE_GROUP;
    if (how == DB_FAULT_CUT_AFTER && pool->is_sqlite)
        how = DB_FAULT_LOSE_GROUP;
    return how;
}

static bool fail(struct db *db, const struct db_fault *fault, struct err *err)
{
    if (fault->how == DB_FAULT_RETRY && !db->pool->is_sqlite)
        db->must_retry = true;
    return err_set(err, fault->kind ? fault->kind : ERR_OUTSIDE,
                   "a fault was injected");
}

/* True when the step goes on to the real engine. */
static bool step(struct db *db, enum db_step kind, struct err *err)
{
    struct db_fault fault;

    switch (strike(db->pool, kind, &fault)) {
    case DB_FAULT_NONE:
        return true;
    case DB_FAULT_CUT_AFTER:
        db->pool->inner->cut(db, true);
        return true;
    case DB_FAULT_LOSE_GROUP:
        if (!db->pool->is_sqlite) {
            /* The real engine meets the dead link by itself. */
            db->pool->inner->cut(db, false);
            return true;
        }
        if (kind != DB_STEP_BEGIN)
            db->pool->inner->rollback(db);
        return fail(db, &fault, err);
    case DB_FAULT_ERROR:
    case DB_FAULT_RETRY:
        break;
    }
    return fail(db, &fault, err);
}

static bool faulty_open(struct db_pool *pool, struct err *err)
{
    return pool->inner->open(pool, err);
}

static bool faulty_start(struct db_pool *pool, struct err *err)
{
    return pool->inner->start(pool, err);
}

static void faulty_close(struct db_pool *pool)
{
    pool->inner->close(pool);
}

static bool faulty_work(struct db_pool *pool, struct caller caller,
                        db_unit *unit, void *work, struct err *err)
{
    return pool->inner->work(pool, caller, unit, work, err);
}

static bool faulty_read(struct db_pool *pool, struct caller caller,
                        db_unit *unit, void *work, struct arena *arena,
                        struct err *err)
{
    return pool->inner->read(pool, caller, unit, work, arena, err);
}

static bool faulty_hold(struct db_pool *pool, struct db *db, bool as_owner,
                        struct err *err)
{
    return pool->inner->hold(pool, db, as_owner, err);
}

static void faulty_let_go(struct db *db)
{
    db->pool->inner->let_go(db);
}

static bool faulty_begin(struct db *db, struct err *err)
{
    return step(db, DB_STEP_BEGIN, err) && db->pool->inner->begin(db, err);
}

static bool faulty_commit(struct db *db, struct err *err)
{
    return step(db, DB_STEP_COMMIT, err) && db->pool->inner->commit(db, err);
}

static void faulty_rollback(struct db *db)
{
    db->pool->inner->rollback(db);
}

static bool faulty_script(struct db *db, const char *sql, struct err *err)
{
    return step(db, DB_STEP_RUN, err)
        && db->pool->inner->script(db, sql, err);
}

static bool faulty_run(struct db *db, const struct db_statement *statement,
                       const struct db_value *in, int64_t *changed,
                       struct err *err)
{
    return step(db, DB_STEP_RUN, err)
        && db->pool->inner->run(db, statement, in, changed, err);
}

static bool faulty_rows(struct db *db, const struct db_statement *statement,
                        const struct db_value *in, db_take *take,
                        void *context, struct err *err)
{
    return step(db, DB_STEP_ROWS, err)
        && db->pool->inner->rows(db, statement, in, take, context, err);
}

static void faulty_cut(struct db *db, bool after_commit)
{
    db->pool->inner->cut(db, after_commit);
}

const struct db_engine db_faulty = {
    .open = faulty_open, .start = faulty_start, .close = faulty_close,
    .work = faulty_work, .read = faulty_read,
    .hold = faulty_hold, .let_go = faulty_let_go,
    .begin = faulty_begin, .commit = faulty_commit,
    .rollback = faulty_rollback, .script = faulty_script,
    .run = faulty_run, .rows = faulty_rows, .cut = faulty_cut,
};
