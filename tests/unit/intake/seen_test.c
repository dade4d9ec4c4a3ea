/* Accounts seen before: exact, bounded, and nothing lost while growing. */
#include "sample.h"

#include "intake/seen.h"

static struct str account_of(char space[32], uint64_t number)
{
    int len = snprintf(space, 32, "A-%08" PRIu64, number);
    return (struct str){ space, (size_t)len };
}

static void every_account_is_found_again(void **state)
{
    (void)state;
    static struct intake_seen seen;
    const uint64_t key[2] = { 3, 4 }, count = 100000;
    char space[32];
    uint64_t before = 0;
    intake_seen_init(&seen, key, (size_t)64 << 20);
    for (uint64_t i = 1; i <= count; i++) {
        assert_true(intake_seen_add(&seen, account_of(space, i), i, &before));
        assert_int_equal(before, 0);
    }
    for (uint64_t i = 1; i <= count; i += 7) {
        assert_true(intake_seen_add(&seen, account_of(space, i), count + i,
                                    &before));
        assert_int_equal(before, i);
    }
    /* About 16 bytes a row, and a little for each part. */
    print_message("%" PRIu64 " bytes\n", seen.bytes);
    assert_true(seen.bytes < count * 18 + INTAKE_SEEN_PARTS * 256);
    intake_seen_clear(&seen);
    assert_int_equal(seen.bytes, 0);
}

static void memory_has_an_end(void **state)
{
    (void)state;
    static struct intake_seen seen;
    const uint64_t key[2] = { 0, 0 };
    char space[32];
    uint64_t before, i = 0;
    intake_seen_init(&seen, key, (size_t)1 << 20);
    while (intake_seen_add(&seen, account_of(space, i), i + 1, &before))
        i++;
    assert_true(i > 1000 && i < 200000);
    assert_true(seen.bytes <= (size_t)1 << 20);
    intake_seen_clear(&seen);
}

static void case_and_blanks_make_another_account(void **state)
{
    (void)state;
    static struct intake_seen seen;
    const uint64_t key[2] = { 5, 6 };
    static const char *const names[] = { "a1", "A1", "A 1", "A1 ", "A10",
                                         "01", "1", "" };
    uint64_t before = 9;
    intake_seen_init(&seen, key, (size_t)1 << 20);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        assert_true(intake_seen_add(&seen, str_of(names[i]), i + 1,
                                    &before));
        assert_int_equal(before, 0);
    }
    intake_seen_clear(&seen);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_account_is_found_again),
        cmocka_unit_test(memory_has_an_end),
        cmocka_unit_test(case_and_blanks_make_another_account),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
