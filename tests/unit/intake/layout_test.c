/* Headers: which column is which, and what a wrong header line is told. */
#include "sample.h"

#include "intake/synonym.h"

static struct sample *sample;

static void reads(const char *header, const struct client_agreement *agreement)
{
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct str file = str_format(&arena, "%s\nx\n", header);
    sample_clear(sample);
    sample_run(sample, file, agreement);
    if (sample->layout.fatal_count > 0)
        fail_msg("%s", sample->err.text);
    arena_clear(&arena);
}

static void fails(const char *header, const struct client_agreement *agreement,
                  const char *words)
{
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct str file = str_format(&arena, "%s\nx\n", header);
    sample_clear(sample);
    sample_run(sample, file, agreement);
    assert_false(sample->is_done);
    assert_int_equal(sample->tally.rows, 0);
    for (uint32_t i = 0; i < sample->layout.problem_count; i++)
        if (sample->layout.problem[i].is_fatal
            && str_find(sample->layout.problem[i].words, str_of(words))
                   != SIZE_MAX) {
            arena_clear(&arena);
            return;
        }
    fail_msg("not said: %s; but: %s", words, sample->err.text);
}

#define ALL intake_kind_fields(INTAKE_PLACEMENT)
#define GOOD "Acct #,Fac,Patient Name,DOB,State,DOS,Balance"

static void usual_names_are_known(void **state)
{
    (void)state;
    struct client_agreement early = sample_early_out();
    reads(GOOD, &early);
    const struct intake_layout *layout = &sample->layout;
    assert_int_equal(layout->column[FIELD_ACCOUNT], 1);
    assert_int_equal(layout->column[FIELD_PATIENT], 3);
    assert_int_equal(layout->column[FIELD_BALANCE], 7);
    assert_int_equal(layout->problem_count, 0);
    assert_true((layout->fields & FIELD_BIT(FIELD_ZIP)) == 0);

    /* Collect!, Epic and FFCC call things differently. */
    assert_int_equal(intake_synonym(STR("*Acct"), ALL), FIELD_ACCOUNT);
    assert_int_equal(intake_synonym(STR("HSP_ACCOUNT_ID"), ALL), FIELD_ACCOUNT);
    assert_int_equal(intake_synonym(STR("SBO_TOTAL_CHARGES"), ALL), FIELD_CHARGED);
    assert_int_equal(intake_synonym(STR("AGNCY_HST_ACCT_BAL"), ALL), FIELD_BALANCE);
    assert_int_equal(intake_synonym(STR("CFPB date"), ALL), FIELD_ITEMIZATION_ON);
    assert_int_equal(intake_synonym(STR("Debtor Last Name"), ALL),
                     FIELD_GUARANTOR_LAST);
    assert_int_equal(intake_synonym(STR("FIRST_STMT_DATE"), ALL),
                     FIELD_FIRST_BILL_ON);
    assert_int_equal(intake_synonym(STR("---"), ALL), FIELD_NONE);
    assert_int_equal(intake_synonym(STR(""), ALL), FIELD_NONE);
}

static void every_field_has_its_own_name(void **state)
{
    (void)state;
    for (int i = FIELD_NONE + 1; i < FIELD_COUNT; i++) {
        enum intake_field field = (enum intake_field)i;
        struct str word = str_of(intake_field_word(field));
        assert_int_equal(intake_synonym(word, FIELD_BIT(field)), field);
        assert_int_equal(intake_field_parse(word), field);
    }
    assert_int_equal(intake_field_parse(STR("")), FIELD_NONE);
}

static void unwanted_columns_are_not_read(void **state)
{
    (void)state;
    struct client_agreement early = sample_early_out();
    reads(GOOD ",SSN,ICD-10,Shoe Size", &early);
    assert_int_equal(sample->layout.problem_count, 3);
    assert_false(sample->layout.problem[0].is_fatal);
    assert_true(str_find(sample->layout.problem[0].words,
                         STR("line 1, column 8 (SSN): we do not need this"))
                == 0);
    assert_true(str_find(sample->layout.problem[2].words,
                         STR("we do not know this column")) != SIZE_MAX);
    assert_int_equal(sample->layout.field[7], FIELD_NONE);
}

static void wrong_headers_are_told(void **state)
{
    (void)state;
    struct client_agreement early = sample_early_out();
    struct client_agreement bad = sample_bad_debt();
    fails("Acct #,Fac,Patient Name,DOB,State,DOS,Balanse", &early,
          "line 1: no column holds the balance (did you mean column 7, "
          "“Balanse”?)");
    fails("Acct #,Fac,Patient Name,State,DOS,Balance", &early,
          "no column holds the patient birth date");
    fails("Acct #,Patient Name,DOB,State,DOS,Balance", &early,
          "no column holds the facility code");
    fails(GOOD ",balance", &early,
          "line 1, column 8 (balance): column 7 has the same header");
    fails(GOOD ",Amount Due", &early,
          "line 1, column 8 (Amount Due): column 7 (Balance) holds the "
          "balance already");
    fails(GOOD, &bad, "no column holds the itemization date");
    fails(GOOD ",=A1", &early, "the header is a formula");
    fails(GOOD ",a\tb", &early, "cannot be seen");
    fails("A1,MAIN,Rosa,03/27/1980,WI,09/01/2026,200.00", &early,
          "no column holds the account number");
    fails("", &early, "no column holds the account number");
}

static void the_agreement_goes_first(void **state)
{
    (void)state;
    struct client_agreement early = sample_early_out();
    struct client_column columns[] = {
        { STR("balance"), STR("Total Due") },
        { STR("account"), STR("Balance") },
    };
    early.column = columns;
    early.column_count = 2;
    reads("Balance,Fac,Patient Name,DOB,State,DOS,TOTAL DUE", &early);
    assert_int_equal(sample->layout.column[FIELD_BALANCE], 7);
    assert_int_equal(sample->layout.column[FIELD_ACCOUNT], 1);
    fails("Acct,Fac,Patient Name,DOB,State,DOS,Totel Due", &early,
          "the agreement says that “Total Due” holds the balance, but there "
          "is no such column (did you mean column 7, “Totel Due”?)");
}

static void every_problem_in_one_run(void **state)
{
    (void)state;
    struct client_agreement early = sample_early_out();
    fails("Foo,Bar,Foo", &early, "column 1 has the same header");
    assert_true(sample->layout.fatal_count >= 8);
    assert_true(str_starts(str_of(sample->err.text), STR("line 1")));
}

static int set_up(void **state)
{
    (void)state;
    sample = test_calloc(1, sizeof *sample);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sample_clear(sample);
    test_free(sample);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(usual_names_are_known),
        cmocka_unit_test(every_field_has_its_own_name),
        cmocka_unit_test(unwanted_columns_are_not_read),
        cmocka_unit_test(wrong_headers_are_told),
        cmocka_unit_test(the_agreement_goes_first),
        cmocka_unit_test(every_problem_in_one_run),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
