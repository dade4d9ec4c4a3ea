/* One row at a time: what is accepted, held, refused, and why. */
#include "sample.h"

static struct sample *sample;

/* Replaces one cell of the sample row and runs the file of that one row. */
static const struct intake_item *with(const struct client_agreement *agreement,
                                      const char *field, const char *value)
{
    static char row[4096];
    struct str head = STR(SAMPLE_HEAD), line = STR(SAMPLE_ROW);
    struct str name, cell;
    size_t at = 0;
    memcpy(row, head.at, head.len);
    at = head.len;
    head.len--;
    line.len--;
    bool is_more = true, is_found = false;
    while (is_more) {
        is_more = str_cut(head, ',', &name, &head);
        str_cut(line, ',', &cell, &line);
        if (field != NULL && str_is(name, field)) {
            cell = str_of(value);
            is_found = true;
        }
        memcpy(row + at, cell.at, cell.len);
        at += cell.len;
        row[at++] = is_more ? ',' : '\n';
    }
    assert_true(field == NULL || is_found);
    sample_clear(sample);
    sample_run(sample, (struct str){ row, at }, agreement);
    if (!sample->is_done)
        fail_msg("%s", sample->err.text);
    assert_int_equal(sample->count, 1);
    return &sample->item[0];
}

static void refused(const struct client_agreement *agreement,
                    const char *field, const char *value,
                    enum intake_reason reason)
{
    const struct intake_item *item = with(agreement, field, value);
    const struct intake_problem *is = intake_row_reason(&item->row);
    if (item->verdict.outcome != INTAKE_REFUSED || is == NULL
        || is->reason != reason)
        fail_msg("%s=%s: %s, %s", field, value,
                 intake_outcome_word(item->verdict.outcome),
                 is == NULL ? "-" : intake_reason_word(is->reason));
    assert_int_equal(sample->tally.of[INTAKE_REFUSED].rows, 1);
}

static void accepted(const struct client_agreement *agreement,
                     const char *field, const char *value)
{
    const struct intake_item *item = with(agreement, field, value);
    const struct intake_problem *is = intake_row_reason(&item->row);
    if (item->verdict.outcome != INTAKE_ACCEPTED)
        fail_msg("%s=%s: %s, %s", field, value,
                 intake_outcome_word(item->verdict.outcome),
                 is == NULL ? "-" : intake_reason_word(is->reason));
}

static void a_good_row_is_accepted(void **state)
{
    (void)state;
    struct client_agreement early = sample_early_out();
    const struct intake_item *item = with(&early, NULL, NULL);
    const struct intake_row *row = &item->row;
    assert_int_equal(item->verdict.outcome, INTAKE_ACCEPTED);
    assert_int_equal(row->problem_count, 0);
    assert_int_equal(row->line, 2);
    assert_int_equal(item->verdict.program, PROGRAM_EARLY_OUT);
    assert_true(item->verdict.is_itemized);
    assert_int_equal(item->verdict.bill.charged.cents, 100000);
    assert_int_equal(item->verdict.bill.placed.cents, 20000);
    assert_false(item->verdict.asks_guarantor);
    assert_true(str_is(intake_asked(row, &item->verdict)->last, "Montesol"));
    assert_true(str_is(row->phone[0], "4145550100"));
    assert_int_equal(item->verdict.itemization_kind,
                     ITEMIZATION_LAST_STATEMENT);
    assert_int_equal(item->verdict.itemization_amount.cents, 25000);
}

static void bills_must_add_up(void **state)
{
    (void)state;
    struct client_agreement early = sample_early_out();
    refused(&early, "balance", "200.01", REASON_SUM_WRONG);
    refused(&early, "charges", "1000.01", REASON_SUM_WRONG);
    refused(&early, "adjustments", "", REASON_SUM_WRONG);
    const struct intake_problem *problem =
        sample_find(&sample->item[0], REASON_SUM_WRONG);
    assert_int_equal(problem->amount.cents, 15000);
    struct str words = intake_problem_line(
        &sample->arena, &sample->layout, &sample->item[0].row, problem);
    assert_string_equal(str_c(&sample->arena, words),
        "line 2, column 20 (balance): charges less insurance, adjustments "
        "and payments do not give the balance: they differ by $150.00. "
        "Check the five amounts. A payment or an adjustment may be "
        "missing.");
    refused(&early, "balance", "0.00", REASON_BALANCE_ZERO);
    refused(&early, "balance", "", REASON_MISSING);
    refused(&early, "balance", "-200.00", REASON_AMOUNT_NEGATIVE);
    refused(&early, "insurance_paid", "(600.00)", REASON_AMOUNT_NEGATIVE);
    refused(&early, "charges", "1000.005", REASON_AMOUNT_DECIMALS);
    refused(&early, "balance", "46018", REASON_AMOUNT_SERIAL);
    early.balance_min = (struct money){ 20001 };
    refused(&early, NULL, NULL, REASON_BALANCE_SMALL);
}

static void the_unknown_amount_is_not_invented(void **state)
{
    (void)state;
    struct client_agreement early = sample_early_out();
    accepted(&early, "charges", "");
    assert_false(sample->item[0].verdict.is_itemized);
    assert_non_null(sample_find(&sample->item[0], REASON_BILL_PARTIAL));
    assert_int_equal(sample->item[0].verdict.bill.charged.cents, 100000);

    /* No column for adjustments: the gap is one; the other way is refused. */
    struct str bytes = STR(
        "account,facility,patient_first,patient_last,dob,state,"
        "service_date,charges,insurance_paid,balance\n"
        "A1,MAIN,Rosa,Montesol,1980-03-27,WI,2026-09-01,100,50,30\n"
        "A2,MAIN,Rosa,Montesol,1980-03-27,WI,2026-09-01,100,50,60\n");
    sample_clear(sample);
    sample_run(sample, bytes, &early);
    assert_true(sample->is_done);
    assert_int_equal(sample->item[0].verdict.outcome, INTAKE_ACCEPTED);
    assert_int_equal(sample->item[0].verdict.bill.adjusted.cents, 2000);
    assert_false(sample->item[0].verdict.is_itemized);
    assert_int_equal(sample->item[1].verdict.outcome, INTAKE_REFUSED);
    assert_non_null(sample_find(&sample->item[1], REASON_SUM_WRONG));
}

static void children_need_an_adult(void **state)
{
    (void)state;
    struct client_agreement early = sample_early_out();
    refused(&early, "patient_birth_date", "11/26/2008", REASON_MINOR_ALONE);
    /* 18 today, 17 on the day of care. */
    refused(&early, "patient_birth_date", "11/25/2008", REASON_MINOR_ALONE);
    accepted(&early, "patient_birth_date", "09/01/2008");
    refused(&early, "patient_birth_date", "", REASON_BIRTH_MISSING);
    refused(&early, "patient_birth_date", "09/02/2026",
            REASON_BIRTH_IMPOSSIBLE);
    refused(&early, "patient_birth_date", "01/01/1900",
            REASON_BIRTH_IMPOSSIBLE);

    struct str head = STR("account,facility,patient_first,patient_last,dob,"
                          "guarantor_first,guarantor_last,guarantor_dob,"
                          "state,service_date,balance\n");
    static const struct {
        const char *who;
        enum intake_outcome outcome;
        bool asks_guarantor;
    } rows[] = {
        { "Ana,Vela,2015-01-01,Rosa,Vela,1985-01-01", INTAKE_ACCEPTED, true },
        { "Ana,Vela,2015-01-01,Rosa,Vela,", INTAKE_ACCEPTED, true },
        { "Ana,Vela,2015-01-01,Rosa,Vela,2010-01-01", INTAKE_REFUSED, true },
        { "Ana,Vela,2015-01-01,ANA,VELA,", INTAKE_REFUSED, false },
        { "Ana,Vela,2015-01-01,Ana,Vela,2015-01-01", INTAKE_REFUSED, false },
        { "Ana,Vela,2015-01-01,Ana,Vela,1985-01-01", INTAKE_ACCEPTED, true },
        { "Ana,Vela,1985-01-01,Ana,Vela,", INTAKE_ACCEPTED, false },
        { "Ana,Vela,1985-01-01,Rosa,Vela,", INTAKE_ACCEPTED, true },
        { "Ana,Vela,2015-01-01,,Vela,", INTAKE_REFUSED, false },
        { ",,,Rosa,Vela,", INTAKE_ACCEPTED, true },
        { ",,,,,", INTAKE_REFUSED, false },
        { "Ana,,1985-01-01,,,", INTAKE_REFUSED, false },
        { "Ana,,1985-01-01,Rosa,Vela,", INTAKE_REFUSED, true },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena arena;
        arena_init(&arena, 1 << 16);
        struct str file = str_format(&arena, "%.*sA1,MAIN,%s,WI,2026-09-01,"
                                     "100\n", STR_ARGS(head), rows[i].who);
        sample_clear(sample);
        sample_run(sample, file, &early);
        assert_true(sample->is_done);
        if (sample->item[0].verdict.outcome != rows[i].outcome
            || sample->item[0].verdict.asks_guarantor
                   != rows[i].asks_guarantor)
            fail_msg("%s: %.*s", rows[i].who,
                     STR_ARGS(intake_row_words(&sample->arena,
                                               &sample->layout,
                                               &sample->item[0].row)));
        arena_clear(&arena);
    }
}

static void the_dead_are_held(void **state)
{
    (void)state;
    struct client_agreement early = sample_early_out();
    const struct intake_item *item =
        with(&early, "patient_death_date", "10/01/2026");
    assert_int_equal(item->verdict.outcome, INTAKE_HELD);
    assert_int_equal(item->verdict.holds, 1u << HOLD_DECEASED);
    assert_true(item->verdict.bill.placed.cents == 20000);
    refused(&early, "patient_death_date", "10/01/2027", REASON_DATE_FUTURE);
    refused(&early, "patient_death_date", "yes", REASON_DATE_SHAPE);
    static const struct {
        const char *note;
        uint32_t holds;
    } notes[] = {
        { "PT DECEASED 3/26", 1u << HOLD_DECEASED },
        { "filed Chapter 13", 1u << HOLD_BANKRUPTCY },
        { "atty: Smith", 1u << HOLD_ATTORNEY },
        { "patient disputes charge", 1u << HOLD_DISPUTED },
        { "MVA 2026-08-01", 1u << HOLD_OTHER_PAYER },
        { "Bankruptcy; attorney Jones",
          1u << HOLD_BANKRUPTCY | 1u << HOLD_ATTORNEY },
    };
    for (size_t i = 0; i < sizeof notes / sizeof notes[0]; i++) {
        item = with(&early, "notes", notes[i].note);
        assert_int_equal(item->verdict.outcome, INTAKE_HELD);
        assert_int_equal(item->verdict.holds, notes[i].holds);
    }
    accepted(&early, "notes", "nice person");
}

static void places_and_days(void **state)
{
    (void)state;
    struct client_agreement early = sample_early_out();
    refused(&early, "facility", "MIAN", REASON_FACILITY_UNKNOWN);
    assert_true(str_is(intake_row_reason(&sample->item[0].row)->hint,
                       "MAIN"));
    accepted(&early, "facility", "north");
    assert_int_equal(sample->item[0].verdict.facility, 1);
    refused(&early, "facility", "", REASON_MISSING);
    refused(&early, "state", "Ontario", REASON_STATE_UNKNOWN);
    refused(&early, "state", "", REASON_MISSING);
    refused(&early, "zip", "0123", REASON_ZIP_SHAPE);
    accepted(&early, "zip", "");
    assert_non_null(sample_find(&sample->item[0], REASON_ZIP_MISSING));
    accepted(&early, "address1", "");
    assert_non_null(sample_find(&sample->item[0], REASON_ADDRESS_MISSING));
    accepted(&early, "phone1", "12");
    assert_null(sample->item[0].row.phone[0].at);
    refused(&early, "service_date", "11/26/2026", REASON_DATE_FUTURE);
    accepted(&early, "service_date", "09/30/2026");
    refused(&early, "service_date", "11/24/2024", REASON_SERVICE_OLD);
    accepted(&early, "service_date", "11/25/2024");
    refused(&early, "service_date", "", REASON_MISSING);
    refused(&early, "service_date", "46018", REASON_DATE_SERIAL);
    refused(&early, "account", "", REASON_MISSING);
    refused(&early, "account", "1.23457E+11", REASON_AMOUNT_EXPONENT);
    accepted(&early, "account", "12E4");
    refused(&early, "account", "=A1", REASON_FORMULA);
    refused(&early, "patient_last", "=cmd|' /C calc'!A0", REASON_FORMULA);
    refused(&early, "patient_last", "Mon\xe2\x80\xae" "tesol",
            REASON_UNSEEN_CHARACTER);
}

static void an_end_before_the_start_is_left_out(void **state)
{
    (void)state;
    struct client_agreement early = sample_early_out();
    sample_clear(sample);
    sample_run(sample, STR(
        "account,facility,patient_first,patient_last,dob,state,service_date,"
        "service_end_date,balance\n"
        "A1,MAIN,Rosa,Montesol,1980-03-27,WI,2026-09-01,2026-08-31,100\n"
        "A2,MAIN,Rosa,Montesol,1980-03-27,WI,2024-11-01,2024-12-01,100\n"
        "A3,MAIN,Ana,Montesol,2024-11-25,WI,2024-11-20,2024-11-27,100\n"),
        &early);
    assert_true(sample->is_done);
    assert_int_equal(sample->item[0].verdict.outcome, INTAKE_ACCEPTED);
    assert_true(day_is_none(sample->item[0].row.service_to));
    assert_non_null(sample_find(&sample->item[0], REASON_SERVICE_ORDER));
    /* The age of an account counts from the last day of care. */
    assert_int_equal(sample->item[1].verdict.outcome, INTAKE_ACCEPTED);
    /* Born during the stay: a child without a guarantor, no wrong date. */
    assert_non_null(sample_find(&sample->item[2], REASON_MINOR_ALONE));
}

/* Rule RF-34-item. */
static void bad_debt_names_its_itemization(void **state)
{
    (void)state;
    struct client_agreement bad = sample_bad_debt();
    accepted(&bad, NULL, NULL);
    assert_int_equal(sample->item[0].verdict.program, PROGRAM_BAD_DEBT);
    refused(&bad, "itemization_amount", "", REASON_ITEMIZATION_AMOUNT);
    refused(&bad, "itemization_date", "", REASON_ITEMIZATION_MISSING);
    refused(&bad, "itemization_kind", "", REASON_ITEMIZATION_MISSING);
    refused(&bad, "itemization_kind", "monthly", REASON_ITEMIZATION_KIND);
    refused(&bad, "itemization_date", "12/01/2026", REASON_DATE_FUTURE);
    refused(&bad, "itemization_date", "08/31/2026", REASON_ITEMIZATION_EARLY);
    refused(&bad, "itemization_amount", "199.99", REASON_ITEMIZATION_SUM);
    accepted(&bad, "itemization_amount", "200.00");
    /* The transaction date is the day of care, its amount the charges. */
    struct str bytes = STR(
        "account,facility,patient_first,patient_last,dob,state,service_date,"
        "charges,balance,itemization_kind\n"
        "A1,MAIN,Rosa,Montesol,1980-03-27,WI,2026-09-01,100,30,"
        "transaction\n");
    sample_clear(sample);
    sample_run(sample, bytes, &bad);
    assert_true(sample->is_done);
    assert_int_equal(sample->item[0].verdict.outcome, INTAKE_ACCEPTED);
    assert_int_equal(sample->item[0].verdict.itemization_amount.cents,
                     10000);
}

/* Rule APP-1. */
static void unknown_default_is_bad_debt(void **state)
{
    (void)state;
    struct client_agreement early = sample_early_out();
    static const struct {
        const char *cell;
        enum program program;
    } rows[] = {
        { "no", PROGRAM_EARLY_OUT }, { "yes", PROGRAM_BAD_DEBT },
        { "unknown", PROGRAM_BAD_DEBT }, { "", PROGRAM_BAD_DEBT },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct arena arena;
        arena_init(&arena, 1 << 16);
        struct str file = str_format(&arena,
            "account,facility,patient_first,patient_last,dob,state,"
            "service_date,balance,default_at_placement\n"
            "A1,MAIN,Rosa,Montesol,1980-03-27,WI,2026-09-01,100,%s\n",
            rows[i].cell);
        sample_clear(sample);
        sample_run(sample, file, &early);
        assert_true(sample->is_done);
        assert_int_equal(sample->item[0].verdict.program, rows[i].program);
        /* And then Rule RF-34-item asks for an itemization. */
        assert_int_equal(sample->item[0].verdict.outcome,
                         rows[i].program == PROGRAM_EARLY_OUT
                             ? INTAKE_ACCEPTED
                             : INTAKE_REFUSED);
        arena_clear(&arena);
    }
}

static void many_problems_are_all_told(void **state)
{
    (void)state;
    struct client_agreement early = sample_early_out();
    struct str bytes = STR(SAMPLE_HEAD
        ",ZZ,=x,=y,nope,x,=g,=h,13/13/2026,=a,=c,QQ,1,2,x,a,b,c,d,e,f,g,h,"
        "\n");
    sample_clear(sample);
    sample_run(sample, bytes, &early);
    assert_true(sample->is_done);
    const struct intake_row *row = &sample->item[0].row;
    assert_int_equal(sample->item[0].verdict.outcome, INTAKE_REFUSED);
    assert_int_equal(row->problem_count, INTAKE_PROBLEMS_MAX);
    assert_true(row->problems_left_out > 5);
    struct str words = intake_row_words(&sample->arena, &sample->layout, row);
    assert_true(str_find(words, STR("; also column ")) < words.len);
    assert_true(str_ends(words, STR(" more")));
    assert_int_equal(sample->tally.unread, 1);
    assert_int_equal(sample->tally.cents.cents, 0);
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
        cmocka_unit_test(a_good_row_is_accepted),
        cmocka_unit_test(bills_must_add_up),
        cmocka_unit_test(the_unknown_amount_is_not_invented),
        cmocka_unit_test(children_need_an_adult),
        cmocka_unit_test(the_dead_are_held),
        cmocka_unit_test(places_and_days),
        cmocka_unit_test(an_end_before_the_start_is_left_out),
        cmocka_unit_test(bad_debt_names_its_itemization),
        cmocka_unit_test(unknown_default_is_bad_debt),
        cmocka_unit_test(many_problems_are_all_told),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
