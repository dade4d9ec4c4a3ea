#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/base.h"
#include "person/person.h"

static void assert_str(struct str got, const char *want)
{
    if (!str_is(got, want))
        fail_msg("got '%.*s', want '%s'", STR_ARGS(got), want);
}

static void a_state_is_found_by_code_or_name(void **state)
{
    (void)state;
    assert_str(person_state_code(STR("ma")), "MA");
    assert_str(person_state_code(STR(" Massachusetts ")), "MA");
    assert_str(person_state_code(STR("NEW YORK")), "NY");
    assert_str(person_state_code(STR("Puerto Rico")), "PR");
    assert_null(person_state_code(STR("Ontario")).at);
    assert_null(person_state_code(STR("")).at);
    assert_null(person_state_code(STR("M")).at);
    assert_null(person_state_code((struct str){ NULL, 0 }).at);
}

static void a_name_leaves_out_what_is_absent(void **state)
{
    struct arena arena;
    struct person_name name = { .first = STR("Rosa"), .last = STR(" Diaz "),
                                .suffix = STR("Jr.") };

    (void)state;
    arena_init(&arena, 4096);
    assert_str(person_full_name(&arena, &name), "Rosa Diaz Jr.");
    name = (struct person_name){ .last = STR("Diaz") };
    assert_str(person_full_name(&arena, &name), "Diaz");
    name = (struct person_name){ .first = { NULL, 0 } };
    assert_int_equal(person_full_name(&arena, &name).len, 0);
    arena_clear(&arena);
}

static void a_minor_is_under_eighteen_on_the_day(void **state)
{
    struct person person = { .born_on = DAY_NONE };
    struct day on;

    (void)state;
    assert_true(day_from_civil(2026, 11, 25, &on));
    assert_false(person_is_minor(&person, on));
    assert_true(day_from_civil(2008, 11, 25, &person.born_on));
    assert_false(person_is_minor(&person, on));
    assert_true(day_from_civil(2008, 11, 26, &person.born_on));
    assert_true(person_is_minor(&person, on));
}

static void languages_read_in_several_spellings(void **state)
{
    (void)state;
    assert_int_equal(language_parse(STR("ES")), LANGUAGE_SPANISH);
    assert_int_equal(language_parse(STR("english")), LANGUAGE_ENGLISH);
    assert_int_equal(language_parse(STR("tagalog")), LANGUAGE_UNKNOWN);
    assert_str(language_code(LANGUAGE_UNKNOWN), "en");
    assert_str(language_code(LANGUAGE_SPANISH), "es");
}

static void an_email_shows_its_first_letter_only(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, 4096);
    assert_str(person_email_masked(&arena, STR("rosa@mail.example")),
               "r***@mail.example");
    assert_str(person_email_masked(&arena, STR("rosa")), "***");
    assert_str(person_email_masked(&arena, STR("@mail.example")), "***");
    assert_str(person_email_masked(&arena, STR("")), "***");
    arena_clear(&arena);
}

static void a_number_is_ten_digits_however_written(void **state)
{
    struct arena arena;

    (void)state;
    arena_init(&arena, 4096);
    assert_str(person_phone_digits(&arena, STR("(207) 555-0111")),
               "2075550111");
    assert_str(person_phone_digits(&arena, STR("+1 207.555.0111")),
               "2075550111");
    assert_str(person_phone_digits(&arena, STR("2 207 555 0111")), "");
    assert_str(person_phone_digits(&arena, STR("555-0111")), "");
    assert_str(person_phone_digits(&arena, STR("1 207 555 0111 9")), "");
    assert_str(person_phone_digits(&arena, STR("call me")), "");
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_state_is_found_by_code_or_name),
        cmocka_unit_test(a_name_leaves_out_what_is_absent),
        cmocka_unit_test(a_minor_is_under_eighteen_on_the_day),
        cmocka_unit_test(an_email_shows_its_first_letter_only),
        cmocka_unit_test(a_number_is_ten_digits_however_written),
        cmocka_unit_test(languages_read_in_several_spellings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
