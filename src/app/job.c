#include "base/base.h"
#include "app/job.h"
#include "store/day_sql.h"

static bool begin_unit(struct db *db, void *work, struct arena *arena,
                       struct err *err)
{
    struct app_job *job = work;
    (void)arena;
    job->id.n = id_new(db_world(db));
    job->ref = ref_new(db_world(db));
    struct sql_job_add_in in = {
        .id = job->id.n, .ref = str_of(job->ref.text), .kind = job->kind,
        .started_at = db_caller(db).at
    };
    db_act(db, "job.begin", in.ref, STR("{}"));
    return sql_job_add(db, db_caller(db), &in, NULL, err);
}

bool app_job_begin(struct app *app, struct caller caller,
                   struct app_job *job, struct err *err)
{
    CHECK(job->kind.len > 0);
    return db_work(app->pool, caller, begin_unit, job, err);
}

struct job_end {
    const struct app_job *job;
    enum app_job_state state;
    struct str result;
};

static bool end_unit(struct db *db, void *work, struct arena *arena,
                     struct err *err)
{
    const struct job_end *end = work;
    (void)arena;
    struct sql_job_finish_in in = {
        .id = end->job->id.n, .state = (int64_t)end->state,
        .result = str_part(end->result, 0, APP_JOB_RESULT_MAX),
        .finished_at = db_caller(db).at
    };
    db_act(db, "job.end", str_of(end->job->ref.text), STR("{}"));
    return sql_job_finish(db, db_caller(db), &in, NULL, err);
}

bool app_job_end(struct app *app, struct caller caller,
                 const struct app_job *job, enum app_job_state state,
                 struct str result, struct err *err)
{
    CHECK(state == APP_JOB_DONE || state == APP_JOB_FAILED);
    struct job_end end = { job, state, result };
    return db_work(app->pool, caller, end_unit, &end, err);
}

struct job_look {
    struct str ref;
    enum app_job_state *state;
    struct str *result;
};

static bool find_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    const struct job_look *look = work;
    struct sql_job_by_ref_in in = { look->ref };
    struct sql_job_by_ref_row row;
    bool is_found;
    if (!sql_job_by_ref(db, db_caller(db), &in, arena, &row, &is_found, err))
        return false;
    if (!is_found)
        return err_set(err, ERR_ABSENT, "there is no such job");
    *look->state = (enum app_job_state)row.state;
    *look->result = row.result;
    return true;
}

bool app_job_find(struct app *app, struct caller caller, struct str ref,
                  struct arena *arena, enum app_job_state *state,
                  struct str *result, struct err *err)
{
    struct job_look look = { ref, state, result };
    return db_read(app->pool, caller, find_unit, &look, arena, err);
}
