/* Long work while serving: one thread, one after the other, and its end. */
#include <pthread.h>
#include <unistd.h>

#include "asking.h"

#include "app/job.h"
#include "text/json.h"
#include "web/job.h"

static struct asking asking;

/* A day that waits until it may go on, and ends as it was told. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t change;
    bool is_open;      /* it may go on */
    uint32_t begun;    /* days that came so far */
    enum err_kind end; /* of the next */
} day = { .lock = PTHREAD_MUTEX_INITIALIZER,
          .change = PTHREAD_COND_INITIALIZER };

static bool slow_day(struct app *app, struct caller caller, struct day only,
                     bool is_dry_run, struct arena *arena,
                     struct app_day_report **report, uint32_t *count,
                     struct err *err)
{
    (void)app, (void)caller, (void)only, (void)is_dry_run, (void)arena;
    pthread_mutex_lock(&day.lock);
    day.begun++;
    pthread_cond_broadcast(&day.change);
    while (!day.is_open)
        pthread_cond_wait(&day.change, &day.lock);
    enum err_kind end = day.end;
    pthread_mutex_unlock(&day.lock);
    *report = NULL;
    *count = 0;
    return end == ERR_NONE || err_set(err, end, "the day went wrong");
}

static void gate(bool is_open)
{
    pthread_mutex_lock(&day.lock);
    day.is_open = is_open;
    pthread_cond_broadcast(&day.change);
    pthread_mutex_unlock(&day.lock);
}

static void wait_begun(uint32_t days)
{
    pthread_mutex_lock(&day.lock);
    while (day.begun < days)
        pthread_cond_wait(&day.change, &day.lock);
    pthread_mutex_unlock(&day.lock);
}

static int opened(void **state)
{
    struct err err = { .kind = ERR_NONE };
    if (app_house_open(state) != 0)
        return -1;
    asking = (struct asking){ .house = *state };
    day.is_open = true;
    day.begun = 0;
    day.end = ERR_NONE;
    struct web_options options = { .app = &asking.house->app,
                                   .daily = slow_day, .is_strict = true,
                                   .is_serving = true };
    if (!web_open(&options, &asking.web, &err))
        fail_msg("%s", err.text);
    return 0;
}

static int closed(void **state)
{
    gate(true);
    if (asking.web.jobs != NULL)
        web_close(&asking.web);
    return app_house_close(state);
}

/* Asks for a day; the job's ref, or absent when the answer was not 202. */
static struct str begin(const char *body)
{
    const struct json *root;
    struct str ref = { NULL, 0 };
    ask(&asking, HTTP_ADMIN, "POST /admin/daily", NULL, body);
    if (asking.answer.status != 202)
        return ref;
    assert_true(json_parse(&asking.house->arena, asking.answer.body, &root,
                           NULL));
    assert_true(json_text(json_get(root, STR("job")), &ref));
    return ref;
}

static struct web_job_state state_now(struct str ref)
{
    struct web_job_state now;
    assert_true(web_job_state(&asking.web, ref, &asking.house->arena, &now));
    return now;
}

static struct web_job_state wait_done(struct str ref)
{
    struct web_job_state now = state_now(ref);
    for (int i = 0; i < 20000 && !str_is(now.state, "done"); i++) {
        usleep(1000);
        now = state_now(ref);
    }
    assert_true(str_is(now.state, "done"));
    return now;
}

static enum app_job_state kept(struct str ref)
{
    enum app_job_state state = APP_JOB_NONE;
    struct str result;
    struct err err = { .kind = ERR_NONE };
    if (!app_job_find(&asking.house->app, app_house_caller(asking.house), ref,
                      &asking.house->arena, &state, &result, &err))
        fail_msg("%s", err.text);
    return state;
}

static void answers_at_once_and_later(void **state)
{
    (void)state;
    gate(false);
    struct str ref = begin("dry_run=yes");
    assert_int_equal(ref.len, REF_LEN);
    wait_begun(1);
    assert_true(str_is(state_now(ref).state, "running"));
    assert_int_equal(kept(ref), APP_JOB_RUNNING);
    gate(true);
    struct web_job_state done = wait_done(ref);
    assert_int_equal(done.status, 200);
    assert_true(str_find(done.body, STR("\"is_dry_run\":true")) != SIZE_MAX);
    assert_int_equal(kept(ref), APP_JOB_DONE);
    ask(&asking, HTTP_ADMIN, str_format(&asking.house->arena,
        "GET /admin/job/%.*s", STR_ARGS(ref)).at, NULL, NULL);
    assert_int_equal(asking.answer.status, 200);
    assert_true(str_find(asking.answer.body, STR("\"done\"")) != SIZE_MAX);
    app_house_whole(asking.house);
}

static void keeps_that_it_failed(void **state)
{
    (void)state;
    day.end = ERR_OUTSIDE;
    struct str ref = begin("");
    struct web_job_state done = wait_done(ref);
    assert_int_equal(done.status, err_http_status(ERR_OUTSIDE));
    assert_true(str_find(done.body, STR("the day went wrong")) != SIZE_MAX);
    assert_int_equal(kept(ref), APP_JOB_FAILED);
}

static void one_after_the_other_and_not_too_many(void **state)
{
    (void)state;
    struct str ref[WEB_JOBS_MAX];
    gate(false);
    for (uint32_t i = 0; i < WEB_JOBS_MAX; i++)
        ref[i] = begin("");
    wait_begun(1);
    assert_true(str_is(state_now(ref[0]).state, "running"));
    assert_true(str_is(state_now(ref[1]).state, "waiting"));
    assert_null(begin("").at);
    assert_int_equal(asking.answer.status, err_http_status(ERR_BUSY));
    gate(true);
    for (uint32_t i = 0; i < WEB_JOBS_MAX; i++)
        assert_int_equal(wait_done(ref[i]).status, 200);
    assert_int_equal(day.begun, WEB_JOBS_MAX);
    /* A new one takes the place of the oldest answer, and of no other. */
    struct str newest = begin("");
    struct web_job_state gone;
    wait_done(newest);
    assert_false(web_job_state(&asking.web, ref[0], &asking.house->arena,
                               &gone));
    assert_true(str_is(state_now(ref[1]).state, "done"));
    wait_done(begin(""));
    assert_false(web_job_state(&asking.web, ref[1], &asking.house->arena,
                               &gone));
    assert_true(str_is(state_now(newest).state, "done"));
}

static void *close_jobs(void *unused)
{
    web_jobs_close(&asking.web);
    return unused;
}

/* Who waits when the program ends is dropped; its row says it never ended. */
static void those_who_wait_are_dropped(void **state)
{
    (void)state;
    gate(false);
    struct str first = begin(""), second = begin("");
    wait_begun(1);
    pthread_t closing;
    assert_int_equal(pthread_create(&closing, NULL, close_jobs, NULL), 0);
    usleep(50000);
    gate(true);
    assert_int_equal(pthread_join(closing, NULL), 0);
    assert_int_equal(day.begun, 1);
    assert_int_equal(kept(first), APP_JOB_DONE);
    assert_int_equal(kept(second), APP_JOB_RUNNING);
}

#define SERVING(test) cmocka_unit_test_setup_teardown(test, opened, closed)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SERVING(answers_at_once_and_later),
        SERVING(keeps_that_it_failed),
        SERVING(one_after_the_other_and_not_too_many),
        SERVING(those_who_wait_are_dropped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
