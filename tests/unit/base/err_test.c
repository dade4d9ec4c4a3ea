#include "test.h"

static void errs_are_set_and_cut(void **state)
{
    (void)state;
    struct err err = { 0 };
    assert_false(err_set(&err, ERR_ABSENT, "no file %s", "a.csv"));
    assert_int_equal(err.kind, ERR_ABSENT);
    assert_string_equal(err.text, "no file a.csv");
    assert_false(err_context(&err, "import %d", 7));
    assert_string_equal(err.text, "import 7: no file a.csv");
    assert_int_equal(err.kind, ERR_ABSENT);
    assert_false(err_set(&err, ERR_BUSY, "later: %s", err.text));
    assert_string_equal(err.text, "later: import 7: no file a.csv");
    assert_false(err_set(NULL, ERR_BUG, "x"));
    assert_false(err_context(NULL, "x"));

    char longer[2 * ERR_TEXT_MAX];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    (void)err_set(&err, ERR_BUSY, "%s", longer);
    assert_int_equal(strlen(err.text), ERR_TEXT_MAX - 1);
    for (int i = 0; i < 100; i++)
        (void)err_context(&err, "more of it %d", i);
    assert_int_equal(strlen(err.text), ERR_TEXT_MAX - 1);
    assert_true(str_starts(str_of(err.text), STR("more of it 99: more")));
    (void)err_context(&err, "%s", longer);
    assert_true(strlen(err.text) < ERR_TEXT_MAX);
    assert_true(str_ends(str_of(err.text), STR(": ")));
}

static void a_character_is_never_halved(void **state)
{
    (void)state;
    struct err err;
    char many[3 * ERR_TEXT_MAX];
    for (size_t pad = 0; pad < 5; pad++) {
        memset(many, 'x', pad);
        for (size_t i = pad; i + 4 < sizeof many; i += 4)
            memcpy(many + i, "\xF0\x9F\x99\x82", 4);
        many[sizeof many - 5 - (sizeof many - 5 - pad) % 4] = '\0';
        (void)err_set(&err, ERR_INVALID, "%s", many);
        assert_true(str_is_utf8(str_of(err.text)));
        assert_true(strlen(err.text) > ERR_TEXT_MAX - 6);
        for (int i = 0; i < 9; i++) {
            (void)err_context(&err, "c");
            assert_true(str_is_utf8(str_of(err.text)));
        }
        (void)err_context(&err, "%s", many);
        assert_true(str_is_utf8(str_of(err.text)));
    }
}

static void kinds_have_their_numbers(void **state)
{
    (void)state;
    assert_int_equal(err_http_status(ERR_NONE), 200);
    assert_int_equal(err_http_status(ERR_INVALID), 400);
    assert_int_equal(err_http_status(ERR_CONFLICT), 409);
    assert_int_equal(err_http_status(ERR_BUSY), 503);
    assert_int_equal(err_http_status(ERR_EXHAUSTED), 507);
    assert_int_equal(err_http_status(ERR_OUTSIDE), 502);
    /* What is not yours looks like what is not there. */
    assert_int_equal(err_http_status(ERR_DENIED), err_http_status(ERR_ABSENT));
    assert_int_equal(err_exit_code(ERR_NONE), 0);
    assert_int_equal(err_exit_code(ERR_BUG), 70);
    assert_int_equal(err_exit_code(ERR_BUSY), 75);
    assert_string_equal(err_name(ERR_CORRUPT), "corrupt");
    for (int kind = ERR_INVALID; kind <= ERR_BUG; kind++) {
        assert_true(err_http_status((enum err_kind)kind) >= 400);
        assert_true(err_exit_code((enum err_kind)kind) >= 64);
        assert_non_null(err_name((enum err_kind)kind));
    }
    ASSERT_ABORTS((void)err_name((enum err_kind)(ERR_BUG + 1)));
}

static void a_failed_check_reports_one_line(void **state)
{
    (void)state;
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        signal(SIGABRT, SIG_DFL);
        dup2(ends[1], STDERR_FILENO);
        check_failed("a == b", "x/y.c", 42, "work");
    }
    close(ends[1]);
    char report[1024] = "";
    ssize_t len = read(ends[0], report, sizeof report - 1);
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    assert_true(len > 0);
    assert_string_equal(report, "bedside: bug: CHECK(a == b) failed at "
                                "x/y.c:42 in work\n");
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errs_are_set_and_cut),
        cmocka_unit_test(a_character_is_never_halved),
        cmocka_unit_test(kinds_have_their_numbers),
        cmocka_unit_test(a_failed_check_reports_one_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
