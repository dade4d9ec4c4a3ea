#include <pthread.h>
#include <stdatomic.h>

#include "base/base.h"
#include "app/job.h"
#include "web/job.h"
#include "web/respond.h"
#include "web/routes.h"

enum slot_state { SLOT_FREE, SLOT_WAITING, SLOT_RUNNING, SLOT_DONE };

/* One job and, afterwards, its answer.  A slot belongs to the request that
 * queues it until it is WAITING, then to the thread until it is DONE. */
struct slot {
    enum slot_state state;
    uint64_t turn; /* which came first; UINT64_MAX while it is filled */
    struct app_job job;
    struct arena arena;
    struct http_request request;
    struct http_answer answer;
    struct web_visit visit;
    atomic_uint_fast64_t done, total;
};

struct web_jobs {
    struct web *web;
    pthread_mutex_t lock;
    pthread_cond_t work;
    pthread_t thread;
    bool is_closing;
    uint64_t turns;
    struct slot slot[WEB_JOBS_MAX];
};

static void *run(void *context);
static struct slot *slot_take(struct web_jobs *jobs, struct client_id client);
static bool visit_copy(struct slot *slot, const struct web_visit *visit,
                       struct err *err);
static void work(struct web_jobs *jobs, struct slot *slot);

bool web_jobs_open(struct web *web, struct err *err)
{
    struct web_jobs *jobs = arena_new(&web->arena, struct web_jobs);
    if (jobs == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for jobs");
    jobs->web = web;
    CHECK(pthread_mutex_init(&jobs->lock, NULL) == 0);
    CHECK(pthread_cond_init(&jobs->work, NULL) == 0);
    if (pthread_create(&jobs->thread, NULL, run, jobs) != 0)
        return err_set(err, ERR_EXHAUSTED, "cannot start the job thread");
    web->jobs = jobs;
    return true;
}

void web_jobs_close(struct web *web)
{
    struct web_jobs *jobs = web->jobs;
    pthread_mutex_lock(&jobs->lock);
    jobs->is_closing = true;
    pthread_cond_signal(&jobs->work);
    pthread_mutex_unlock(&jobs->lock);
    CHECK(pthread_join(jobs->thread, NULL) == 0);
    for (size_t i = 0; i < WEB_JOBS_MAX; i++)
        arena_clear(&jobs->slot[i].arena);
    pthread_cond_destroy(&jobs->work);
    pthread_mutex_destroy(&jobs->lock);
    web->jobs = NULL;
}

bool web_job_queue(struct web_visit *visit, struct ref *job, struct err *err)
{
    struct web_jobs *jobs = visit->web->jobs;
    struct client_id client = visit->caller.client;
    struct slot *slot = jobs != NULL ? slot_take(jobs, client) : NULL;
    if (slot == NULL)
        return err_set(err, ERR_BUSY, "%d long works are waiting already; "
                       "please try again soon",
                       client.n != 0 ? WEB_JOBS_CLIENT_MAX : WEB_JOBS_MAX);
    bool is_begun = visit_copy(slot, visit, err)
        && app_job_begin(visit->app, visit->caller, &slot->job, err);
    *job = slot->job.ref;

    pthread_mutex_lock(&jobs->lock);
    slot->state = is_begun ? SLOT_WAITING : SLOT_FREE;
    slot->turn = is_begun ? ++jobs->turns : 0;
    pthread_cond_signal(&jobs->work);
    pthread_mutex_unlock(&jobs->lock);
    return is_begun;
}

void web_job_start(struct web_visit *visit)
{
    struct err err = { .kind = ERR_NONE };
    struct ref job;
    if (web_job_queue(visit, &job, &err))
        view_text(respond_page_status(visit, 202, "admin/job"), "job",
                  str_copy(visit->arena, str_of(job.text)));
    else
        respond_trouble(visit, &err);
}

bool web_job_state(struct web *web, struct str ref, struct arena *arena,
                   struct web_job_state *state)
{
    static const char *const word[] = { "", "waiting", "running", "done" };
    struct web_jobs *jobs = web->jobs;
    bool is_found = false;
    if (jobs == NULL)
        return false;
    pthread_mutex_lock(&jobs->lock);
    for (size_t i = 0; i < WEB_JOBS_MAX && !is_found; i++) {
        struct slot *slot = &jobs->slot[i];
        is_found = slot->state != SLOT_FREE
                   && str_is(ref, slot->job.ref.text);
        if (!is_found)
            continue;
        *state = (struct web_job_state){
            .state = str_of(word[slot->state]),
            .client = slot->visit.caller.client,
            .done = atomic_load(&slot->done),
            .total = atomic_load(&slot->total)
        };
        if (slot->state == SLOT_DONE) {
            state->status = slot->answer.status;
            state->content_type = str_copy(arena, slot->answer.content_type);
            state->body = str_copy(arena, slot->answer.body);
        }
    }
    pthread_mutex_unlock(&jobs->lock);
    return is_found;
}

void web_job_progress(struct web *web, const struct web_visit *visit,
                      uint64_t done, uint64_t total)
{
    for (size_t i = 0; i < WEB_JOBS_MAX; i++) {
        struct slot *slot = &web->jobs->slot[i];
        if (&slot->visit == visit) {
            atomic_store(&slot->done, done);
            atomic_store(&slot->total, total);
        }
    }
}

/* The oldest answer makes room; one that waits or runs never does.  A
 * provider that has enough of those under way gets no other. */
static struct slot *slot_take(struct web_jobs *jobs, struct client_id client)
{
    struct slot *best = NULL;
    uint32_t theirs = 0;
    pthread_mutex_lock(&jobs->lock);
    for (size_t i = 0; i < WEB_JOBS_MAX; i++) {
        struct slot *slot = &jobs->slot[i];
        bool is_idle = slot->state == SLOT_FREE || slot->state == SLOT_DONE;
        theirs += !is_idle && slot->visit.caller.client.n == client.n;
        if (is_idle && slot->turn != UINT64_MAX
            && (best == NULL || slot->turn < best->turn))
            best = slot;
    }
    if (client.n != 0 && theirs >= WEB_JOBS_CLIENT_MAX)
        best = NULL;
    if (best != NULL) {
        arena_clear(&best->arena);
        best->state = SLOT_FREE;
        best->turn = UINT64_MAX; /* nobody else takes it now */
    }
    pthread_mutex_unlock(&jobs->lock);
    if (best != NULL)
        arena_init(&best->arena, ARENA_JOB_BYTES);
    return best;
}

/* The same request again, in memory that lives as long as the job.  A
 * browser's or a program's is answered in JSON: its page is another one. */
static bool visit_copy(struct slot *slot, const struct web_visit *visit,
                       struct err *err)
{
    const struct http_request *from = visit->request;
    struct http_pair header[] = {
        { STR("Accept"), from->transport == HTTP_TCP
                             ? STR("application/json")
                             : http_header(from, "Accept") },
        { STR("Content-Type"), from->content_type }
    };
    struct http_raw raw = {
        .world = visit->app->world, .method = from->method,
        .transport = from->transport, .target = str_of(visit->route->path),
        .header = header, .header_count = 2,
        .body = str_copy(&slot->arena, from->body), .peer = from->peer
    };
    if (from->body.len > WEB_JOB_FORM_BYTES)
        return err_set(err, ERR_INVALID, "that is too long to ask");
    for (size_t i = 0; i < 2; i++)
        if (header[i].value.at == NULL)
            header[i].value = STR("");
    if (!http_request_make(&raw, &slot->arena, &slot->request, err))
        return false;
    http_answer_init(&slot->answer, &slot->arena);
    slot->visit = (struct web_visit){
        .web = visit->web, .app = visit->app, .request = &slot->request,
        .answer = &slot->answer, .arena = &slot->arena,
        .route = visit->route, .caller = visit->caller, .is_job = true,
        .cookie = STR(""),
        .nonce = str_copy(&slot->arena, visit->nonce),
        .language = visit->language
    };
    slot->visit.caller.name = str_copy(&slot->arena, visit->caller.name);
    slot->job.kind = str_of(visit->route->path);
    atomic_store(&slot->done, 0);
    atomic_store(&slot->total, 0);
    return true;
}

static struct slot *next_waiting(struct web_jobs *jobs)
{
    struct slot *first = NULL;
    for (size_t i = 0; i < WEB_JOBS_MAX; i++) {
        struct slot *slot = &jobs->slot[i];
        if (slot->state == SLOT_WAITING
            && (first == NULL || slot->turn < first->turn))
            first = slot;
    }
    return first;
}

static void *run(void *context)
{
    struct web_jobs *jobs = context;
    pthread_mutex_lock(&jobs->lock);
    while (!jobs->is_closing) {
        struct slot *slot = next_waiting(jobs);
        if (slot == NULL) {
            pthread_cond_wait(&jobs->work, &jobs->lock);
            continue;
        }
        slot->state = SLOT_RUNNING;
        pthread_mutex_unlock(&jobs->lock);
        work(jobs, slot);
        pthread_mutex_lock(&jobs->lock);
        slot->state = SLOT_DONE;
    }
    pthread_mutex_unlock(&jobs->lock);
    return NULL;
}

static void work(struct web_jobs *jobs, struct slot *slot)
{
    struct err err = { .kind = ERR_NONE };
    struct web_visit *visit = &slot->visit;
    visit->caller.at = world_now(visit->app->world);
    visit->route->handler(visit);
    respond_render(visit);
    if (slot->answer.failed || slot->arena.exhausted) {
        err_set(&err, ERR_EXHAUSTED, "the answer does not fit into memory");
        arena_clear(&slot->arena);
        arena_init(&slot->arena, ARENA_JOB_BYTES);
        http_answer_init(&slot->answer, &slot->arena);
        http_answer_json(&slot->answer, 507, STR("{\"error\":{\"kind\":"
            "\"exhausted\",\"message\":\"the answer does not fit\"}}\n"));
    }
    bool is_good = slot->answer.status < 400;
    struct caller caller = app_system(jobs->web->app, "job");
    if (!app_job_end(jobs->web->app, caller, &slot->job,
                     is_good ? APP_JOB_DONE : APP_JOB_FAILED,
                     str_of(is_good ? "done" : "failed"), &err))
        (void)fprintf(stderr, "bedside: job: %s\n", err.text);
}
