/* What people type into our forms, and what we make of it. */
#include "asking.h"

#include "web/respond.h"

static struct arena arena;
static struct http_request request;
static struct web_visit visit;

static int fresh(void **state)
{
    (void)state;
    arena_init(&arena, ARENA_JOB_BYTES);
    return 0;
}

static int gone(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

/* A visit with this form. */
static const struct web_visit *sent(const char *body)
{
    struct http_pair header = { STR("Content-Type"),
                                STR("application/x-www-form-urlencoded") };
    struct http_raw raw = {
        .world = world_real(), .method = HTTP_POST, .target = STR("/m"),
        .header = &header, .header_count = 1, .body = str_of(body)
    };
    struct err err = { .kind = ERR_NONE };
    if (!http_request_make(&raw, &arena, &request, &err))
        fail_msg("%s: %s", body, err.text);
    visit = (struct web_visit){ .request = &request, .arena = &arena };
    return &visit;
}

static void words_are_trimmed(void **state)
{
    (void)state;
    const struct web_visit *one = sent("a=+x+y%0a&b=++&c=&a=2");
    assert_true(str_is(visit_form(one, "a"), "x y"));
    assert_null(visit_form(one, "b").at);
    assert_null(visit_form(one, "c").at);
    assert_null(visit_form(one, "d").at);
    assert_null(visit_form(one, "A").at);
}

static void days_that_exist(void **state)
{
    (void)state;
    static const char *const good[] = {
        "on=2024-02-29", "on_year=2024&on_month=2&on_day=29",
        "on_year=+2024+&on_month=02&on_day=29",
        "on=2024-02-29&on_year=1999&on_month=1&on_day=1",
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct day day = DAY_NONE;
        if (!visit_form_day(sent(good[i]), "on", &day))
            fail_msg("%s was refused", good[i]);
        struct civil civil = day_civil(day);
        assert_int_equal(civil.year, 2024);
        assert_int_equal(civil.month, 2);
        assert_int_equal(civil.day, 29);
    }
}

static void days_that_do_not(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "", "on=", "on=2023-02-29", "on=02/29/2024", "on=yesterday",
        "on_year=2023&on_month=2&on_day=29", "on_year=2024&on_month=2",
        "on_year=2024&on_month=2&on_day=0", "on_year=2024&on_month=13&on_day=1",
        "on_year=-1&on_month=2&on_day=1", "on_year=2024&on_month=-2&on_day=1",
        "on_year=99999&on_month=2&on_day=1",
        "on_year=2024&on_month=4294967298&on_day=1",
        "on_year=2024&on_month=two&on_day=1",
        "on_year=2024&on_month=2&on_day=1.5", "ON=2024-02-29",
        "on=x&on_year=2024&on_month=2&on_day=29",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct day day = DAY_NONE;
        if (visit_form_day(sent(bad[i]), "on", &day))
            fail_msg("%s was taken", bad[i]);
    }
}

static void amounts_as_people_type_them(void **state)
{
    (void)state;
    static const struct { const char *body; int64_t cents; } good[] = {
        { "amount=25", 2500 }, { "amount=25.00", 2500 },
        { "amount=%2425", 2500 }, { "amount=%24+25.50", 2550 },
        { "amount=++1%2C234.50+", 123450 }, { "amount=1234.50", 123450 },
        { "amount=%241%2C234%2C567.89", 123456789 },
        { "amount=0.01", 1 }, { "amount=999%2C999", 99999900 },
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct money amount = { -1 };
        if (!visit_form_money(sent(good[i].body), "amount", &amount))
            fail_msg("%s was refused", good[i].body);
        assert_int_equal(amount.cents, good[i].cents);
    }
}

static void amounts_nobody_means(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "", "amount=", "amount=%24", "amount=2%2C5", "amount=1%2C23",
        "amount=%2C250", "amount=1%2C2345", "amount=1%2C234.5%2C0",
        "amount=250%2C", "amount=1.234", "amount=1e3", "amount=%24%2425",
        "amount=25+50", "amount=twenty", "amount=NaN", "amount=0x19",
        "amount=25%24", "amount=99999999999999999999",
        "amount=1%2C000%2C000%2C000%2C000%2C000%2C000%2C000.00",
        "amount=%E2%82%AC25",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct money amount = { -1 };
        if (visit_form_money(sent(bad[i]), "amount", &amount))
            fail_msg("%s was taken as %" PRId64, bad[i], amount.cents);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_trimmed),
        cmocka_unit_test(days_that_exist),
        cmocka_unit_test(days_that_do_not),
        cmocka_unit_test(amounts_as_people_type_them),
        cmocka_unit_test(amounts_nobody_means),
    };
    return cmocka_run_group_tests(tests, fresh, gone);
}
