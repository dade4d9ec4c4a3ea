#include "test.h"

static void sums_are_checked(void **state)
{
    (void)state;
    struct money sum = { 77 };
    assert_true(money_add((struct money){ 1 }, (struct money){ 2 }, &sum));
    assert_int_equal(sum.cents, 3);
    sum.cents = 77;
    assert_false(money_add((struct money){ INT64_MAX }, (struct money){ 1 },
                           &sum));
    assert_false(money_add((struct money){ INT64_MIN }, (struct money){ -1 },
                           &sum));
    assert_false(money_subtract((struct money){ INT64_MIN },
                                (struct money){ 1 }, &sum));
    assert_false(money_subtract((struct money){ 0 },
                                (struct money){ INT64_MIN }, &sum));
    assert_int_equal(sum.cents, 77); /* untouched on failure */
    assert_true(money_add((struct money){ INT64_MAX },
                          (struct money){ INT64_MIN }, &sum));
    assert_int_equal(sum.cents, -1);
    assert_true(money_subtract((struct money){ -1 },
                               (struct money){ INT64_MAX }, &sum));
    assert_int_equal(sum.cents, INT64_MIN);
}

static void amounts_are_ordered(void **state)
{
    (void)state;
    struct money low = { -5 }, high = { 9 };
    assert_int_equal(money_compare(low, high), -1);
    assert_int_equal(money_compare(high, low), 1);
    assert_int_equal(money_compare(low, low), 0);
    assert_int_equal(money_less(low, high).cents, -5);
    assert_int_equal(money_less(high, low).cents, -5);
    assert_true(money_equal(low, low));
    assert_false(money_equal(low, high));
}

struct share {
    int64_t cents, ppm, down, half_up;
};

static void shares_round_as_they_say(void **state)
{
    (void)state;
    static const struct share share[] = {
        { 10000, 250000, 2500, 2500 },
        { 1, 499999, 0, 0 },
        { 1, 500000, 0, 1 }, /* half goes up */
        { -1, 500000, 0, -1 }, /* away from zero */
        { -1, 499999, 0, 0 },
        { 3, 500000, 1, 2 },
        { -3, 500000, -1, -2 },
        { 99999999, 333333, 33333299, 33333300 },
        { 1000001, 1, 1, 1 },
        { 1499999, 1, 1, 1 },
        { 1500000, 1, 1, 2 },
        { 0, 1000000, 0, 0 },
        { 12345, 0, 0, 0 },
        { MONEY_MAX_CENTS, 1000000, MONEY_MAX_CENTS, MONEY_MAX_CENTS },
        { INT64_MAX, 1000000, INT64_MAX, INT64_MAX },
        { INT64_MIN, 1000000, INT64_MIN, INT64_MIN },
        { INT64_MAX, 999999, INT64_C(9223362813482738952),
          INT64_C(9223362813482738952) },
    };
    for (size_t i = 0; i < sizeof share / sizeof share[0]; i++) {
        struct money amount = { share[i].cents };
        assert_int_equal(money_share_down(amount, share[i].ppm).cents,
                         share[i].down);
        assert_int_equal(money_share_half_up(amount, share[i].ppm).cents,
                         share[i].half_up);
    }
    ASSERT_ABORTS((void)money_share_down(MONEY_ZERO, -1));
    ASSERT_ABORTS((void)money_share_down(MONEY_ZERO, 1000001));
    ASSERT_ABORTS((void)money_share_half_up(MONEY_ZERO, 1000001));
}

/* Against arithmetic of 128 bits, which cannot overflow here. */
static void shares_agree_with_wide_arithmetic(void **state)
{
    (void)state;
    __extension__ typedef __int128 wide;
    uint64_t seed = 20261125;
    print_message("seed %" PRIu64 "\n", seed);
    for (int i = 0; i < 200000; i++) {
        int64_t cents = (int64_t)(test_draw(&seed) << 16
                                  ^ test_draw(&seed)) >> (i % 60);
        int64_t ppm = (int64_t)(test_draw(&seed) % 1000001);
        wide exact = (wide)cents * ppm;
        wide half = exact < 0 ? -500000 : 500000;
        struct money amount = { cents };
        assert_true(money_share_down(amount, ppm).cents
                    == (int64_t)(exact / 1000000));
        assert_true(money_share_half_up(amount, ppm).cents
                    == (int64_t)((exact + half) / 1000000));
    }
}

struct reading {
    const char *text;
    bool is_read;
    int64_t cents;
};

static void exact_amounts_are_read(void **state)
{
    (void)state;
    static const struct reading reading[] = {
        { "1234", true, 123400 },
        { "1234.5", true, 123450 },
        { "1234.56", true, 123456 },
        { "-0.05", true, -5 },
        { "-12", true, -1200 },
        { "0", true, 0 },
        { "-0", true, 0 },
        { "000000000000000000000000000007.10", true, 710 },
        { "10000000000", true, MONEY_MAX_CENTS },
        { "10000000000.00", true, MONEY_MAX_CENTS },
        { "-10000000000.00", true, -MONEY_MAX_CENTS },
        { "10000000000.01", false, 0 },
        { "-10000000000.01", false, 0 },
        { "10000000001", false, 0 },
        { "9223372036854775808", false, 0 }, /* 2^63 */
        { "92233720368547758.08", false, 0 },
        { "18446744073709551617", false, 0 }, /* 2^64 + 1 */
        { "1234.567", false, 0 },
        { "1.000", false, 0 },
        { "", false, 0 },
        { "-", false, 0 },
        { ".", false, 0 },
        { ".5", false, 0 },
        { "5.", false, 0 },
        { "-.5", false, 0 },
        { "+5", false, 0 },
        { "--5", false, 0 },
        { "1e5", false, 0 },
        { "NaN", false, 0 },
        { "inf", false, 0 },
        { "0x10", false, 0 },
        { "$5.00", false, 0 },
        { "1,234.00", false, 0 },
        { "1.2.3", false, 0 },
        { " 5", false, 0 },
        { "5 ", false, 0 },
        { "5-", false, 0 },
        { "\xD9\xA1", false, 0 }, /* an Arabic one */
    };
    for (size_t i = 0; i < sizeof reading / sizeof reading[0]; i++) {
        struct money amount = { 4242 };
        bool is_read = money_parse(str_of(reading[i].text), &amount);
        if (is_read != reading[i].is_read)
            fail_msg("\"%s\"", reading[i].text);
        assert_int_equal(amount.cents, is_read ? reading[i].cents : 4242);
    }
    struct money amount = { 0 };
    assert_false(money_parse((struct str){ 0 }, &amount));
    assert_false(money_parse(STR("5\0"), &amount));
}

static void long_decimals_round_from_their_digits(void **state)
{
    (void)state;
    static const struct reading reading[] = {
        { "11480.648000000001", true, 1148065 },
        { "11480.644999999999", true, 1148064 },
        { "0.005", true, 1 },
        { "-0.005", true, -1 }, /* away from zero */
        { "0.0049999999999999999999999999", true, 0 },
        { "-0.004", true, 0 },
        { "0.995", true, 100 },
        { "9.999", true, 1000 },
        { "-1.005", true, -101 },
        { "2.675", true, 268 }, /* a binary float says 2.67 */
        { "1.0000000000000000000000000000000000000001", true, 100 },
        { "5", true, 500 },
        { "10000000000.004", true, MONEY_MAX_CENTS },
        { "10000000000.005", false, 0 },
        { "9999999999.995", true, MONEY_MAX_CENTS },
        { "1.5e3", false, 0 },
        { "1e5", false, 0 },
        { "1.", false, 0 },
        { "", false, 0 },
        { "NaN", false, 0 },
        { "1.23x", false, 0 },
        { "9223372036854775808", false, 0 },
    };
    for (size_t i = 0; i < sizeof reading / sizeof reading[0]; i++) {
        struct money amount = { 4242 };
        bool is_read = money_parse_round(str_of(reading[i].text), &amount);
        if (is_read != reading[i].is_read)
            fail_msg("\"%s\"", reading[i].text);
        assert_int_equal(amount.cents, is_read ? reading[i].cents : 4242);
    }
}

static void plain_text_comes_back(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 8 << 20);
    ASSERT_STR(money_plain(&arena, (struct money){ 123456 }), "1234.56");
    ASSERT_STR(money_plain(&arena, (struct money){ -5 }), "-0.05");
    ASSERT_STR(money_plain(&arena, MONEY_ZERO), "0.00");
    ASSERT_STR(money_plain(&arena, (struct money){ INT64_MIN }),
               "-92233720368547758.08");
    ASSERT_STR(money_plain(&arena, (struct money){ INT64_MAX }),
               "92233720368547758.07");
    uint64_t seed = 4;
    for (int i = 0; i < 20000; i++) {
        int64_t cents = (int64_t)(test_draw(&seed) % 2000000000001)
                        - MONEY_MAX_CENTS;
        struct money back = { 0 };
        struct str text = money_plain(&arena, (struct money){ cents });
        assert_true(money_parse(text, &back));
        assert_int_equal(back.cents, cents);
    }
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_checked),
        cmocka_unit_test(amounts_are_ordered),
        cmocka_unit_test(shares_round_as_they_say),
        cmocka_unit_test(shares_agree_with_wide_arithmetic),
        cmocka_unit_test(exact_amounts_are_read),
        cmocka_unit_test(long_decimals_round_from_their_digits),
        cmocka_unit_test(plain_text_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
