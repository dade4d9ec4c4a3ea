/* The case language itself: a case that is wrong must be seen to be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/base.h"
#include "contact/case.h"
#include "tables.h"

static struct tables tables;

struct heard {
    uint32_t count;
    uint32_t line;
    char name[60], expected[200], found[400];
};

static void hear(void *context, const struct case_failure *failure)
{
    struct heard *heard = context;

    heard->count++;
    heard->line = failure->line;
    (void)snprintf(heard->name, sizeof heard->name, "%.*s",
                   STR_ARGS(failure->name));
    (void)snprintf(heard->expected, sizeof heard->expected, "%.*s",
                   STR_ARGS(failure->expected));
    (void)snprintf(heard->found, sizeof heard->found, "%.*s",
                   STR_ARGS(failure->found));
}

static struct case_report run(const char *text, struct heard *heard)
{
    *heard = (struct heard){ 0 };
    struct case_report report = { .context = heard, .fail = hear };

    contact_case_run(str_of(text), STR("x.case"), tables.book, tables.law,
                     &tables.arena, &report);
    assert_int_equal(report.failed, heard->count);
    return report;
}

static void a_wrong_expectation_says_what_was_found(void **state)
{
    struct heard heard;

    (void)state;
    struct case_report report = run(
        "rule RF-6b-time\ncase X a wrong one\n"
        "given zone America/New_York\n"
        "ask phone 2026-07-10 12:00 expect allow\n"
        "ask phone 2026-07-10 07:00 expect delay RF-6b-time  "
        "next 2026-07-10 08:00:00\n",
        &heard);
    assert_int_equal(report.passed, 1);
    assert_int_equal(report.failed, 1);
    assert_int_equal(heard.line, 5);
    assert_string_equal(heard.name, "X a wrong one");
    assert_string_equal(heard.expected,
                        "delay RF-6b-time  next 2026-07-10 08:00:00");
    assert_string_equal(heard.found, "delay RF-6b-time next 2026-07-10 "
                                     "08:00:01 open letter");
}

/* Each of these must fail, not pass by being weak. */
static void each_part_is_compared(void **state)
{
    static const char *const wrong[] = {
        "ask phone 2026-07-10 07:00 expect allow",
        "ask phone 2026-07-10 07:00 expect delay",
        "ask phone 2026-07-10 07:00 expect block RF-6b-time",
        "ask phone 2026-07-10 07:00 expect delay RF-14b-7in7",
        "ask phone 2026-07-10 07:00 expect delay RF-6b-time RF-14b-7in7",
        "ask phone 2026-07-10 07:00 expect delay RF-6b-time missing",
        "ask phone 2026-07-10 07:00 expect delay RF-6b-time next never",
        "ask phone 2026-07-10 07:00 expect delay RF-6b-time open phone",
        "ask phone 2026-07-10 12:00 expect allow open letter",
        "window 2026-07-10 expect 08:00 .. 20:00",
        "window 2026-07-10 expect 09:00 .. 21:00",
        "zones expect America/Chicago",
    };
    char text[400];
    struct heard heard;

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        (void)snprintf(text, sizeof text,
                       "case X\ngiven zone America/New_York\n%s\n", wrong[i]);
        if (run(text, &heard).failed != 1)
            fail_msg("passed: %s", wrong[i]);
        assert_int_equal(heard.line, 3);
    }
}

static void a_line_that_does_not_read_fails(void **state)
{
    static const struct {
        const char *line;
        const char *found;
    } row[] = {
        { "hello", "'hello' starts no line" },
        { "given", "an empty statement" },
        { "given zone Mars/Base", "no zone Mars/Base" },
        { "given call", "an attempt needs a date" },
        { "given call 2026-02-30", "what is '2026-02-30'?" },
        { "given calls 2026-04-07 .. 2026-04-01",
          "the last day is before the first" },
        { "given call 2026-04-01 about moon", "no debt moon" },
        { "given frowned 2026-04-01", "'frowned' starts no statement" },
        { "given held", "a fact needs the date it holds from" },
        { "given held 2026-04-01 until", "until needs a date" },
        { "given unknown luck", "unknown what? 'luck'" },
        { "given withdrawn attorney 2026-04-01",
          "no 'attorney' to withdraw" },
        { "ask pigeon 2026-04-01 expect allow", "no channel 'pigeon'" },
        { "ask phone expect allow", "ask needs a date" },
        { "ask phone 2026-04-01", "ask without expect" },
        { "ask phone 2026-04-01 expect maybe", "'maybe' is no decision" },
        { "ask phone 2026-04-01 expect block RF-0", "no rule 'RF-0'" },
        { "ask phone 2026-04-01 expect delay RF-6c next soon",
          "next needs a date and a time" },
        { "clock Mars/Base", "no zone Mars/Base" },
        { "case", "a case needs a name" },
        { "window 2026-04-01", "window DATE expect HH:MM .. HH:MM" },
    };
    char text[200];
    struct heard heard;

    (void)state;
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        (void)snprintf(text, sizeof text, "%s\n", row[i].line);
        assert_int_equal(run(text, &heard).failed, 1);
        assert_string_equal(heard.found, row[i].found);
        assert_string_equal(heard.expected, "a line that reads");
    }
}

/* Anything at all may be in the file: it must end, and not crash. */
static void any_bytes_end(void **state)
{
    static const char *const words[] = {
        "ask ", "given ", "case ", "phone ", "2026-04-01 ", "10:00 ", "; ",
        "expect ", "\n", "\"", "#", "..", "until ", "calls ", "999 ", "zone ",
        "\xff\xfe", "next ", "open ", ",", "zones ", "window ", "held ",
        "of ", "debt ", "America/New_York ", "says ", "to ", "-", "block ",
    };
    struct arena arena;
    uint64_t dice = 7;

    (void)state;
    for (uint32_t i = 0; i < 3000; i++) {
        struct buf buf;
        struct heard heard;
        arena_init(&arena, (size_t)1 << 20);
        buf_init(&buf, &arena, 10000);
        for (uint32_t j = 0; j < 40; j++) {
            dice = dice * UINT64_C(6364136223846793005) + 1442695040888963407u;
            buf_add_c(&buf, words[(dice >> 33)
                                  % (sizeof words / sizeof words[0])]);
        }
        (void)run(str_c(&arena, buf_str(&buf)), &heard);
        arena_clear(&arena);
    }
}

static int open_tables(void **state)
{
    (void)state;
    tables_open(&tables);
    return 0;
}

static int close_tables(void **state)
{
    (void)state;
    tables_close(&tables);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wrong_expectation_says_what_was_found),
        cmocka_unit_test(each_part_is_compared),
        cmocka_unit_test(a_line_that_does_not_read_fails),
        cmocka_unit_test(any_bytes_end),
    };
    return cmocka_run_group_tests(tests, open_tables, close_tables);
}
