/* What is kept of a long work: that it began, and once how it ended. */
#include "house.h"

#include "app/job.h"

static struct app_job begun(struct app_house *house)
{
    struct app_job job = { .kind = STR("/admin/daily") };
    struct err err = { .kind = ERR_NONE };
    if (!app_job_begin(&house->app, app_house_caller(house), &job, &err))
        fail_msg("begin: %s", err.text);
    return job;
}

static void end(struct app_house *house, const struct app_job *job,
                enum app_job_state state, struct str result)
{
    struct err err = { .kind = ERR_NONE };
    if (!app_job_end(&house->app, app_house_caller(house), job, state, result,
                     &err))
        fail_msg("end: %s", err.text);
}

static enum app_job_state state_of(struct app_house *house,
                                   const struct app_job *job,
                                   struct str *result)
{
    enum app_job_state state = APP_JOB_NONE;
    struct err err = { .kind = ERR_NONE };
    if (!app_job_find(&house->app, app_house_caller(house),
                      str_of(job->ref.text), &house->arena, &state, result,
                      &err))
        fail_msg("find: %s", err.text);
    return state;
}

static void is_running_until_it_ends(void **state)
{
    struct app_house *house = *state;
    struct str result;
    struct app_job one = begun(house), other = begun(house);
    assert_int_not_equal(one.id.n, other.id.n);
    assert_string_not_equal(one.ref.text, other.ref.text);
    assert_int_equal(state_of(house, &one, &result), APP_JOB_RUNNING);
    end(house, &one, APP_JOB_DONE, STR("20 letters"));
    assert_int_equal(state_of(house, &one, &result), APP_JOB_DONE);
    assert_true(str_is(result, "20 letters"));
    assert_int_equal(state_of(house, &other, &result), APP_JOB_RUNNING);
    end(house, &other, APP_JOB_FAILED, STR("no disk"));
    assert_int_equal(state_of(house, &other, &result), APP_JOB_FAILED);
    app_house_whole(house);
}

static void ends_once(void **state)
{
    struct app_house *house = *state;
    struct str result;
    struct app_job job = begun(house);
    end(house, &job, APP_JOB_FAILED, STR("first"));
    end(house, &job, APP_JOB_DONE, STR("second"));
    assert_int_equal(state_of(house, &job, &result), APP_JOB_FAILED);
    assert_true(str_is(result, "first"));
    app_house_whole(house);
}

static void keeps_so_much_of_a_result(void **state)
{
    struct app_house *house = *state;
    static char longest[APP_JOB_RESULT_MAX + 1];
    struct str result;
    struct app_job job = begun(house);
    memset(longest, 'x', sizeof longest);
    end(house, &job, APP_JOB_DONE, (struct str){ longest, sizeof longest });
    assert_int_equal(state_of(house, &job, &result), APP_JOB_DONE);
    assert_int_equal(result.len, APP_JOB_RESULT_MAX);
}

static void another_ref_is_absent(void **state)
{
    struct app_house *house = *state;
    struct app_job job = begun(house);
    enum app_job_state kept = APP_JOB_NONE;
    struct str result = STR("untouched");
    struct err err = { .kind = ERR_NONE };
    job.ref.text[0] = job.ref.text[0] == 'a' ? 'b' : 'a';
    assert_false(app_job_find(&house->app, app_house_caller(house),
                              str_of(job.ref.text), &house->arena, &kept,
                              &result, &err));
    assert_int_equal(err.kind, ERR_ABSENT);
    assert_int_equal(kept, APP_JOB_NONE);
    assert_true(str_is(result, "untouched"));
}

#define IN_A_HOUSE(test)                                                     \
    cmocka_unit_test_setup_teardown(test, app_house_open, app_house_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_A_HOUSE(is_running_until_it_ends),
        IN_A_HOUSE(ends_once),
        IN_A_HOUSE(keeps_so_much_of_a_result),
        IN_A_HOUSE(another_ref_is_absent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
