/* An e-mail that others may read along: filled, linted, kept and read back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"
#include "message/mail.h"

static struct arena arena;
static struct message_templates *templates;

static struct message_mail_input sample(enum language language)
{
    return (struct message_mail_input){
        .kind = MESSAGE_MAIL_CODE, .language = language,
        .agency = STR("Harbor Care"), .phone = STR("2075550170"),
        .hours = STR("Monday to Friday, 8 a.m. to 8 p.m."),
        .line1 = STR("P.O. Box 2170"), .city = STR("Portland"),
        .state = STR("ME"), .zip = STR("04101"), .code = STR("482913"),
        .link = STR("harborcare.example/m"), .minutes = 10,
        .stop_link = STR("harborcare.example/m/mail/abc")
    };
}

static bool has(struct str text, const char *words)
{
    return str_find(text, str_of(words)) != SIZE_MAX;
}

/* Rule RF-6e. */
static void it_says_little_and_how_to_stop(void **state)
{
    (void)state;
    const enum language languages[] = { LANGUAGE_ENGLISH, LANGUAGE_SPANISH };
    for (size_t i = 0; i < 2; i++) {
        struct message_mail_input input = sample(languages[i]);
        struct message_mail_filled filled;
        struct err err = { .kind = ERR_NONE };
        assert_true(message_mail_fill(templates, &input, &arena, &filled,
                                      &err));
        assert_int_equal(filled.answer, MESSAGE_FILLED);
        assert_true(has(filled.mail.subject, "Harbor Care"));
        assert_false(has(filled.mail.subject, "482913"));
        assert_true(has(filled.mail.body, "482913"));
        assert_true(has(filled.mail.body,
                        "https://harborcare.example/m/mail/abc"));
        assert_false(has(filled.mail.body, "$"));
    }
}

/* The lint is asked each time: words of money or debt do not leave. */
static void what_tells_too_much_is_refused(void **state)
{
    (void)state;
    const char *const agencies[] = { "Pay $940 now", "Final Notice Court" };
    for (size_t i = 0; i < 2; i++) {
        struct message_mail_input input = sample(LANGUAGE_ENGLISH);
        struct message_mail_filled filled;
        struct err err = { .kind = ERR_NONE };
        input.hours = str_of(agencies[i]);
        assert_true(message_mail_fill(templates, &input, &arena, &filled,
                                      &err));
        assert_int_equal(filled.answer, MESSAGE_LINT);
    }
}

static void it_comes_back_as_it_was_kept(void **state)
{
    (void)state;
    struct message_mail mail = {
        .from_name = STR("Harbor Care"), .subject = STR("Su c\xc3\xb3" "digo"),
        .body = STR("Hola:\n\n\"482913\""), .stop_link = STR("https://x/y")
    }, back;
    struct err err = { .kind = ERR_NONE };
    struct buf buf;
    buf_init(&buf, &arena, 4096);
    message_mail_write(&mail, &buf);
    assert_true(message_mail_parse(&arena, buf_str(&buf), &back, &err));
    assert_true(str_equal(back.body, mail.body)
                && str_equal(back.subject, mail.subject)
                && str_equal(back.stop_link, mail.stop_link)
                && str_equal(back.from_name, mail.from_name));
    assert_false(message_mail_parse(&arena, STR("{\"body\":\"x\"}"), &back,
                                    &err));
    assert_int_equal(err.kind, ERR_CORRUPT);
}

int main(void)
{
    struct err err = { .kind = ERR_NONE };
    arena_init(&arena, ARENA_JOB_BYTES);
    if (!message_templates_open(&arena, &templates, &err))
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_says_little_and_how_to_stop),
        cmocka_unit_test(what_tells_too_much_is_refused),
        cmocka_unit_test(it_comes_back_as_it_was_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
