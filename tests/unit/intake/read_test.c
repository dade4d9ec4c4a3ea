/* Cells: what is read, and what is refused with which reason. */
#include "sample.h"

#include "intake/again.h"
#include "intake/read.h"

static const struct intake_read_day_ask plain = { 2026, false };
static const struct intake_read_day_ask excel = { 2026, true };

static void day_is(const char *cell, struct intake_read_day_ask ask,
                   int32_t year, uint32_t month, uint32_t day)
{
    struct day out = DAY_NONE;
    enum intake_reason reason = intake_read_day(str_of(cell), ask, &out);
    if (reason != REASON_NONE
        || day_compare(out, sample_day(year, month, day)) != 0)
        fail_msg("%s: %s", cell, intake_reason_word(reason));
}

static void day_fails(const char *cell, enum intake_reason reason)
{
    struct day out = { 42 };
    enum intake_reason is = intake_read_day(str_of(cell), plain, &out);
    if (is != reason)
        fail_msg("%s: %s, not %s", cell, intake_reason_word(is),
                 intake_reason_word(reason));
    assert_int_equal(out.n, 42); /* untouched */
}

static void days_are_read(void **state)
{
    (void)state;
    day_is("2026-03-27", plain, 2026, 3, 27);
    day_is(" 03/27/2026 ", plain, 2026, 3, 27);
    day_is("3/7/26", plain, 2026, 3, 7);
    day_is("03-27-2026", plain, 2026, 3, 27);
    day_is("2026/03/27", plain, 2026, 3, 27);
    day_is("20260327", plain, 2026, 3, 27);
    day_is("2026-03-27T19:59:05-04:00", plain, 2026, 3, 27);
    day_is("2026-03-27 00:00:00", plain, 2026, 3, 27);
    day_is("3/27/2026 12:00 AM", plain, 2026, 3, 27);
    day_is("2/29/2024", plain, 2024, 2, 29);
    /* Two digits: the latest such year that is not after 2026. */
    day_is("1/5/27", plain, 1927, 1, 5);
    day_is("1/5/26", plain, 2026, 1, 5);
    day_is("1/5/00", plain, 2000, 1, 5);
    day_is("1/5/99", plain, 1999, 1, 5);
}

static void serials_only_where_agreed(void **state)
{
    (void)state;
    day_is("46018", excel, 2025, 12, 27);
    day_is("46018.75", excel, 2025, 12, 27);
    day_is("61", excel, 1900, 3, 1);
    day_is("36526", excel, 2000, 1, 1);
    day_fails("46018", REASON_DATE_SERIAL);
    day_fails("46018.5", REASON_DATE_SERIAL);
}

static void no_day_is_said_in_many_ways(void **state)
{
    (void)state;
    static const char *const cells[] = { "", "  ", "NULL", "n/a", "None",
                                         "00/00/0000", "0000-00-00", "0",
                                         "00000000", "-" };
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        struct day out = { 42 };
        assert_int_equal(intake_read_day(str_of(cells[i]), plain, &out),
                         REASON_NONE);
        assert_true(day_is_none(out));
    }
}

static void wrong_days_are_refused(void **state)
{
    (void)state;
    day_fails("2023-02-31", REASON_DATE_ABSENT);
    day_fails("02/29/2026", REASON_DATE_ABSENT);
    day_fails("27/03/2026", REASON_DATE_ABSENT); /* day first */
    day_fails("00/10/2026", REASON_DATE_ABSENT);
    day_fails("20261301", REASON_DATE_ABSENT);
    day_fails("13/13/26", REASON_DATE_ABSENT);
    day_fails("03/27/0226", REASON_DATE_YEAR);
    day_fails("9999-12-31", REASON_DATE_YEAR);
    day_fails("03/27/202", REASON_DATE_SHAPE);
    day_fails("03/27", REASON_DATE_SHAPE);
    day_fails("27.03.2026", REASON_DATE_SHAPE);
    day_fails("March 27, 2026", REASON_DATE_SHAPE);
    day_fails("2026-03-27 Tuesday", REASON_DATE_SHAPE);
    day_fails("2026-03-27T", REASON_DATE_SHAPE);
    day_fails("2026-03-27-01", REASON_DATE_SHAPE);
    day_fails("+026-03-27", REASON_DATE_SHAPE);
    day_fails("123456", REASON_DATE_SHAPE);
    day_fails("1e5", REASON_DATE_SHAPE);
    day_fails("=TODAY()", REASON_FORMULA);
    day_fails("99999999999999999999/1/2026", REASON_DATE_SHAPE);
    day_fails("\xd9\xa3/3/2026", REASON_DATE_SHAPE); /* Arabic digit */
}

static void amount_is(const char *cell, bool is_rounded, int64_t cents)
{
    bool is_given = false;
    struct money out = { -1 };
    enum intake_reason reason =
        intake_read_amount(str_of(cell), is_rounded, &is_given, &out);
    if (reason != REASON_NONE || !is_given || out.cents != cents)
        fail_msg("%s: %s, %" PRId64, cell, intake_reason_word(reason),
                 out.cents);
}

static void amount_fails(const char *cell, bool is_rounded,
                         enum intake_reason reason)
{
    bool is_given = true;
    struct money out = { 77 };
    enum intake_reason is =
        intake_read_amount(str_of(cell), is_rounded, &is_given, &out);
    if (is != reason)
        fail_msg("%s: %s, not %s", cell, intake_reason_word(is),
                 intake_reason_word(reason));
    assert_int_equal(out.cents, 77);
    assert_true(is_given);
}

static void amounts_are_read(void **state)
{
    (void)state;
    amount_is("1234.56", false, 123456);
    amount_is("1234.5", false, 123450);
    amount_is("1234", false, 123400);
    amount_is("0", false, 0);
    amount_is("0.00", false, 0);
    amount_is("-0.00", false, 0);
    amount_is(".5", false, 50);
    amount_is("5.", false, 500);
    amount_is("$1,234.56", false, 123456);
    amount_is("$ 1,234.56 ", false, 123456);
    amount_is("USD 12.00", false, 1200);
    amount_is("1,234,567.89", false, 123456789);
    amount_is("10000000000.00", false, MONEY_MAX_CENTS);
    amount_is("46018.00", false, 4601800);
    amount_is("$46,018", false, 4601800);
    amount_is("$46018", false, 4601800);
    amount_is("36525", false, 3652500);
    amount_is("54789", false, 5478900);
    amount_is("0000000000012.34", false, 1234);
}

static void amounts_round_only_where_agreed(void **state)
{
    (void)state;
    amount_fails("112.416", false, REASON_AMOUNT_DECIMALS);
    amount_fails("112.410", false, REASON_AMOUNT_DECIMALS);
    amount_fails("100.000", false, REASON_AMOUNT_DECIMALS);
    amount_is("112.416", true, 11242);
    amount_is("10643.720000000001", true, 1064372);
    amount_is("0.005", true, 1);
    amount_is("0.0049999999999999999", true, 0);
    amount_is("1.994999", true, 199);
    amount_fails("10000000000.005", true, REASON_AMOUNT_HUGE);
}

static void wrong_amounts_are_refused(void **state)
{
    (void)state;
    amount_fails("-5.00", false, REASON_AMOUNT_NEGATIVE);
    amount_fails("(5.00)", false, REASON_AMOUNT_NEGATIVE);
    amount_fails("($1,234.50)", false, REASON_AMOUNT_NEGATIVE);
    amount_fails("5.00-", false, REASON_AMOUNT_NEGATIVE);
    amount_fails("-$5.00", false, REASON_AMOUNT_NEGATIVE);
    amount_fails("$-5.00", false, REASON_AMOUNT_NEGATIVE);
    amount_fails("5.00CR", false, REASON_AMOUNT_NEGATIVE);
    amount_fails("--5.00", false, REASON_AMOUNT_SHAPE);
    amount_fails("-(5.00)", false, REASON_AMOUNT_SHAPE);
    amount_fails("(5.00", false, REASON_AMOUNT_SHAPE);
    amount_fails("$$5.00", false, REASON_AMOUNT_SHAPE);
    amount_fails("+5.00", false, REASON_AMOUNT_SHAPE);
    amount_fails("10000000000.01", false, REASON_AMOUNT_HUGE);
    amount_fails("99999999999999999999999999", false, REASON_AMOUNT_HUGE);
    amount_fails("9223372036854775808", false, REASON_AMOUNT_HUGE);
    amount_fails("1e308", false, REASON_AMOUNT_EXPONENT);
    amount_fails("1.2E+5", false, REASON_AMOUNT_EXPONENT);
    amount_fails("NaN", false, REASON_AMOUNT_SHAPE);
    amount_fails("inf", false, REASON_AMOUNT_SHAPE);
    amount_fails("true", false, REASON_AMOUNT_SHAPE);
    amount_fails("12x", false, REASON_AMOUNT_SHAPE);
    amount_fails("1O5.20", false, REASON_AMOUNT_SHAPE);
    amount_fails("1,23.00", false, REASON_AMOUNT_SHAPE);
    amount_fails("1234,56", false, REASON_AMOUNT_SHAPE);
    amount_fails("1.234,56", false, REASON_AMOUNT_SHAPE);
    amount_fails(",123", false, REASON_AMOUNT_SHAPE);
    amount_fails("1.2.3", false, REASON_AMOUNT_SHAPE);
    amount_fails(".", false, REASON_AMOUNT_SHAPE);
    amount_fails("$", false, REASON_AMOUNT_SHAPE);
    amount_fails("EUR 5", false, REASON_AMOUNT_SHAPE);
    amount_fails("\xe2\x82\xac" "5.00", false, REASON_AMOUNT_SHAPE);
    amount_fails("=A1+B1", false, REASON_FORMULA);
    amount_fails("46018", false, REASON_AMOUNT_SERIAL);
    amount_fails("46018", true, REASON_AMOUNT_SERIAL);
    amount_fails("(46018)", false, REASON_AMOUNT_SERIAL);
    amount_fails("00000000000000000000000000000000000000000000000000000001",
                 false, REASON_AMOUNT_SHAPE); /* longer than any amount */
}

static void empty_amounts_are_not_zero(void **state)
{
    (void)state;
    static const char *const cells[] = { "", " ", "-", "$ -", "N/A", "null" };
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        bool is_given = true;
        struct money out = { 77 };
        assert_int_equal(
            intake_read_amount(str_of(cells[i]), false, &is_given, &out),
            REASON_NONE);
        assert_false(is_given);
        assert_int_equal(out.cents, 0);
    }
}

static struct arena arena;

static void zip_is(const char *cell, const char *zip)
{
    struct str out = { 0 };
    enum intake_reason reason = intake_read_zip(&arena, str_of(cell), &out);
    if (zip == NULL) {
        assert_int_equal(reason, REASON_ZIP_SHAPE);
        return;
    }
    if (reason != REASON_NONE || !str_is(out, zip))
        fail_msg("%s: %.*s", cell, STR_ARGS(out));
}

static void zips_get_their_zeros_back(void **state)
{
    (void)state;
    zip_is("53204", "53204");
    zip_is("02134", "02134");
    zip_is("2134", "02134");
    zip_is("501", "00501");
    zip_is("907", "00907");
    zip_is("53204-1234", "53204");
    zip_is("2134-1234", "02134");
    zip_is("532041234", "53204");
    zip_is("21341234", "02134");
    zip_is("0213", NULL); /* no spreadsheet leaves this */
    zip_is("12", NULL);
    zip_is("499", NULL);
    zip_is("123456", NULL);
    zip_is("99999", NULL);
    zip_is("H2X 1Y4", NULL);
    zip_is("53204-12", NULL);
    zip_is("5320O", NULL);
}

static void phone_is(const char *cell, const char *phone)
{
    struct str out = { 0 };
    enum intake_reason reason = intake_read_phone(&arena, str_of(cell), &out);
    if (phone == NULL) {
        assert_int_equal(reason, REASON_PHONE_SHAPE);
        return;
    }
    if (reason != REASON_NONE || !str_is(out, phone))
        fail_msg("%s: %.*s", cell, STR_ARGS(out));
}

static void phones_become_ten_digits(void **state)
{
    (void)state;
    phone_is("(617) 555-0100", "6175550100");
    phone_is("617-555-0100", "6175550100");
    phone_is("617.555.0100", "6175550100");
    phone_is("6175550100", "6175550100");
    phone_is("16175550100", "6175550100");
    phone_is("+1 617 555 0100", "6175550100");
    phone_is("617-555-0100 x12", "6175550100");
    phone_is("508-778-0124 Or 508-778-0125", "5087780124");
    phone_is("555-446-7938", "5554467938"); /* area 555: no matter here */
    struct str none = STR("x");
    assert_int_equal(intake_read_phone(&arena, STR(""), &none), REASON_NONE);
    assert_null(none.at);
    phone_is("555-0100", NULL);
    phone_is("0175550100", NULL);
    phone_is("6171550100", NULL);
    phone_is("9999999999", NULL);
    phone_is("26175550100", NULL);
    phone_is("617-555-0100-0199", NULL);
    phone_is("call me", NULL);
}

static void emails_states_flags_kinds(void **state)
{
    (void)state;
    struct str out = { 0 };
    assert_int_equal(intake_read_email(STR("rosa@mail.example"), &out),
                     REASON_NONE);
    static const char *const bad[] = { "rosa", "@x.org", "a@b", "a b@c.org",
                                       "a@b@c.org", "a@.org", "a@b.c",
                                       "a@b.org\r\nBcc: x" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(intake_read_email(str_of(bad[i]), &out),
                         REASON_EMAIL_SHAPE);

    assert_int_equal(intake_read_state(STR("massachusetts"), &out),
                     REASON_NONE);
    assert_true(str_is(out, "MA"));
    assert_int_equal(intake_read_state(STR("Ontario"), &out),
                     REASON_STATE_UNKNOWN);

    enum intake_flag flag = FLAG_UNKNOWN;
    assert_int_equal(intake_read_flag(STR("Yes"), &flag), REASON_NONE);
    assert_int_equal(flag, FLAG_YES);
    assert_int_equal(intake_read_flag(STR("maybe"), &flag),
                     REASON_DEFAULT_SHAPE);

    enum itemization_kind kind = ITEMIZATION_NONE;
    assert_int_equal(intake_read_itemization(STR("Last Statement"), &kind),
                     REASON_NONE);
    assert_int_equal(kind, ITEMIZATION_LAST_STATEMENT);
    assert_int_equal(intake_read_itemization(STR("Date of Service"), &kind),
                     REASON_NONE);
    assert_int_equal(kind, ITEMIZATION_TRANSACTION);
    assert_int_equal(intake_read_itemization(STR("someday"), &kind),
                     REASON_ITEMIZATION_KIND);
}

/* "" stands for absent as well. */
static bool holds(struct str text, const char *word)
{
    return word[0] == '\0' ? text.len == 0 : str_is(text, word);
}

static void name_is(const char *cell, const char *first, const char *middle,
                    const char *last, const char *suffix)
{
    struct person_name name = { 0 };
    enum intake_reason reason = intake_read_name(str_of(cell), &name);
    if (reason != REASON_NONE || !str_is(name.first, first)
        || !str_is(name.last, last)
        || !holds(name.middle, middle) || !holds(name.suffix, suffix))
        fail_msg("%s: %s “%.*s” “%.*s” “%.*s” “%.*s”", cell,
                 intake_reason_word(reason), STR_ARGS(name.first),
                 STR_ARGS(name.middle), STR_ARGS(name.last),
                 STR_ARGS(name.suffix));
}

static void names_are_split_only_when_sure(void **state)
{
    (void)state;
    name_is("Diaz, Rosa", "Rosa", "", "Diaz", "");
    name_is("DIAZ/ROSA M", "ROSA", "M", "DIAZ", "");
    name_is("Diaz, Rosa Maria", "Rosa", "Maria", "Diaz", "");
    name_is("Diaz Jr., Juan", "Juan", "", "Diaz", "Jr.");
    name_is("Diaz, Juan Jr.", "Juan", "", "Diaz", "Jr.");
    name_is("Diaz, Juan, III", "Juan", "", "Diaz", "III");
    name_is("Diaz, Jr, Juan Luis", "Juan", "Luis", "Diaz", "Jr");
    name_is("De La Cruz, Ana", "Ana", "", "De La Cruz", "");
    struct person_name name;
    static const char *const bad[] = { "Rosa Diaz", "Diaz,", ", Rosa",
                                       "Diaz, Rosa, Ana", "Diaz", "," };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(intake_read_name(str_of(bad[i]), &name),
                         REASON_NAME_ORDER);
}

static void unseen_characters_are_found(void **state)
{
    (void)state;
    assert_false(intake_has_unseen(STR("José Ñuñez – “x”")));
    static const char *const bad[] = {
        "a\nb", "a\x7f", "a\xc2\x85", "a\xe2\x80\xae" "b", "a\xe2\x80\x8b",
        "a\xe2\x81\xa6", "\xef\xbb\xbf" "a", "a\xd8\x9c", "a\xef\xbf\xbd",
        "a\tb"
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_true(intake_has_unseen(str_of(bad[i])));
}

/* What was kept in English gives the very Spanish that would have been said. */
static void what_was_kept_is_said_again(void **state)
{
    (void)state;
    for (int i = REASON_NONE + 1; i < REASON_COUNT; i++) {
        struct intake_problem problem = {
            .reason = (enum intake_reason)i, .field = FIELD_BALANCE,
            .found = STR("a {b} “c”"), .number = 730, .amount = { 123456 },
            .hint = i % 2 == 0 ? STR("MAIN") : (struct str){ NULL, 0 }
        };
        struct str code = str_of(intake_reason_word(problem.reason));
        struct str words = intake_problem_words(&arena, WORDS_EN, &problem);
        struct str fix = intake_problem_fix(&arena, WORDS_EN, &problem);
        struct str said = intake_said_again(&arena, WORDS_ES, code, false,
                                            words);
        if (!str_equal(said,
                       intake_problem_words(&arena, WORDS_ES, &problem)))
            fail_msg("%.*s: %.*s", STR_ARGS(words), STR_ARGS(said));
        assert_true(str_equal(
            intake_said_again(&arena, WORDS_ES, code, true, fix),
            intake_problem_fix(&arena, WORDS_ES, &problem)));
        assert_true(str_equal(
            intake_said_again(&arena, WORDS_EN, code, true, fix), fix));
    }
    struct str old = STR("the ballance is empty");
    assert_true(str_equal(intake_said_again(&arena, WORDS_ES, STR("missing"),
                                            false, old), old));
    assert_true(str_equal(intake_said_again(&arena, WORDS_ES, STR("new"),
                                            false, old), old));
}

static void every_reason_has_words(void **state)
{
    (void)state;
    for (int i = REASON_NONE + 1; i < REASON_COUNT; i++) {
        enum intake_reason reason = (enum intake_reason)i;
        struct intake_problem problem = { .reason = reason,
                                          .found = STR("x") };
        assert_true(strlen(intake_reason_word(reason)) > 2);
        struct str words = intake_problem_words(&arena, WORDS_ES, &problem);
        assert_true(words.len > 10);
        assert_true(str_find_byte(words, '{', 0) == words.len);
        assert_true(str_ends(intake_reason_fix(WORDS_ES, reason), STR(".")));
        for (int k = REASON_NONE + 1; k < i; k++)
            assert_string_not_equal(
                intake_reason_word(reason),
                intake_reason_word((enum intake_reason)k));
    }
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 1 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_read),
        cmocka_unit_test(serials_only_where_agreed),
        cmocka_unit_test(no_day_is_said_in_many_ways),
        cmocka_unit_test(wrong_days_are_refused),
        cmocka_unit_test(amounts_are_read),
        cmocka_unit_test(amounts_round_only_where_agreed),
        cmocka_unit_test(wrong_amounts_are_refused),
        cmocka_unit_test(empty_amounts_are_not_zero),
        cmocka_unit_test(zips_get_their_zeros_back),
        cmocka_unit_test(phones_become_ten_digits),
        cmocka_unit_test(emails_states_flags_kinds),
        cmocka_unit_test(names_are_split_only_when_sure),
        cmocka_unit_test(unseen_characters_are_found),
        cmocka_unit_test(every_reason_has_words),
        cmocka_unit_test(what_was_kept_is_said_again),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
