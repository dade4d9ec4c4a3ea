/* Later files: which kind, which columns, which rows may change a bill. */
#include "sample.h"

#include "intake/kind.h"
#include "intake/news.h"

static struct sample *sample;

static enum intake_kind kind_of(const char *names)
{
    struct client_agreement early = sample_early_out();
    struct str header[20], rest = str_of(names);
    uint32_t count = 0;
    for (bool more = true; more;)
        more = str_cut(rest, ',', &header[count++], &rest);
    return intake_kind_find(header, count, &early);
}

static void a_kind_is_found_from_the_columns(void **state)
{
    (void)state;
    static const struct {
        const char *names;
        enum intake_kind kind;
    } rows[] = {
        { "account,balance,service_date,patient_paid", INTAKE_PLACEMENT },
        { "Acct,Patient,DOB,State,DOS,Balanse", INTAKE_PLACEMENT },
        { "Acct #,Payment Amount,Payment Date", INTAKE_PAYMENT },
        { "HAR,Pmt,Post Date,Receipt No", INTAKE_PAYMENT },
        { "Account,Adj Date,Adj Amt,Adj Code", INTAKE_ADJUSTMENT },
        { "Account,Contractual,Date", INTAKE_ADJUSTMENT },
        { "Account,Recall Date", INTAKE_RECALL },
        { "Account,Withdraw", INTAKE_RECALL },
        { "Account,Street,City,State,Zip", INTAKE_ADDRESS },
        { "Account,Cell", INTAKE_ADDRESS },
        { "Account,Payment,Adjustment", INTAKE_KIND_UNSAID },
        { "Account", INTAKE_PLACEMENT },
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        if (kind_of(rows[i].names) != rows[i].kind)
            fail_msg("%s: %s", rows[i].names,
                     intake_kind_word(kind_of(rows[i].names)));
    for (int i = INTAKE_PLACEMENT; i < INTAKE_KIND_COUNT; i++)
        assert_int_equal(intake_kind_parse(str_of(intake_kind_word(
                             (enum intake_kind)i))), i);
    assert_int_equal(intake_kind_parse(STR("")), INTAKE_KIND_UNSAID);
}

static void runs(const char *text)
{
    struct client_agreement early = sample_early_out();
    sample_clear(sample);
    sample_run(sample, str_of(text), &early);
    if (!sample->is_done)
        fail_msg("%s", sample->err.text);
}

static void each_row_is_judged(void **state)
{
    (void)state;
    static const enum intake_reason reason[] = {
        REASON_NONE, REASON_AMOUNT_ZERO, REASON_AMOUNT_NEGATIVE,
        REASON_MISSING, REASON_UNDATED, REASON_DATE_FUTURE, REASON_TWICE,
        REASON_NONE, REASON_MISSING
    };
    runs("Acct,Paid,Paid on,Ref\n"
         "A1,12.50,09/01/2026,\n"
         "A2,0.00,09/01/2026,\n"
         "A3,(12.50),09/01/2026,\n"
         "A4,,09/01/2026,\n"
         "A5,1.00,,\n"
         "A6,1.00,09/01/2099,\n"
         "A1,12.50,2026-09-01,\n"
         "A1,12.50,2026-09-01,R7\n"
         ",12.50,2026-09-01,R8\n");
    assert_int_equal(sample->layout.kind, INTAKE_PAYMENT);
    for (size_t i = 0; i < sizeof reason / sizeof reason[0]; i++) {
        const struct intake_item *item = &sample->item[i];
        bool is_good = reason[i] == REASON_NONE;
        assert_int_equal(item->verdict.outcome,
                         is_good ? INTAKE_ACCEPTED : INTAKE_REFUSED);
        if (!is_good)
            assert_non_null(sample_find(item, reason[i]));
    }
    assert_int_equal(sample->tally.of[INTAKE_ACCEPTED].cents.cents, 2500);
    assert_int_equal(sample->tally.unread, 2);
}

static void recalls_bring_no_amount(void **state)
{
    (void)state;
    runs("Account,Recalled on\nA1,09/01/2026\nA1,09/02/2026\n");
    assert_int_equal(sample->item[0].verdict.outcome, INTAKE_ACCEPTED);
    assert_non_null(sample_find(&sample->item[1], REASON_TWICE));
    assert_int_equal(sample->tally.unread, 0);
    assert_int_equal(sample->tally.cents.cents, 0);
}

static void half_an_address_is_none(void **state)
{
    (void)state;
    runs("Account,Street,City,State,Zip,Phone\n"
         "A1,1 Oak Road,Bangor,ME,04401,\n"
         "A2,1 Oak Road,Bangor,,,\n"
         "A3,,,,,2075550100\n");
    assert_int_equal(sample->layout.kind, INTAKE_ADDRESS);
    assert_int_equal(sample->item[0].verdict.outcome, INTAKE_ACCEPTED);
    assert_non_null(sample_find(&sample->item[1], REASON_REACH_PARTIAL));
    assert_int_equal(sample->item[2].verdict.outcome, INTAKE_ACCEPTED);
}

/* The key tells apart what is different, and nothing else. */
static void the_key_is_the_news(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct intake_row row = { .account = STR("A 1"), .balance = { 100 },
                              .event_on = SAMPLE_TODAY };
    struct intake_row other = { .account = STR("A"), .balance = { 100 },
                                .event_on = SAMPLE_TODAY };
    struct str key = intake_news_key(&arena, INTAKE_PAYMENT, &row);
    assert_true(str_equal(key, intake_news_key(&arena, INTAKE_PAYMENT,
                                               &row)));
    assert_false(str_equal(key, intake_news_key(&arena, INTAKE_ADJUSTMENT,
                                                &row)));
    assert_false(str_equal(key, intake_news_key(&arena, INTAKE_PAYMENT,
                                                &other)));
    row.reference = STR("R1");
    struct str with = intake_news_key(&arena, INTAKE_PAYMENT, &row);
    assert_false(str_equal(key, with));
    row.balance.cents = 200; /* the reference says it; the store compares */
    assert_true(str_equal(with, intake_news_key(&arena, INTAKE_PAYMENT,
                                                &row)));
    arena_clear(&arena);
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
        cmocka_unit_test(a_kind_is_found_from_the_columns),
        cmocka_unit_test(each_row_is_judged),
        cmocka_unit_test(recalls_bring_no_amount),
        cmocka_unit_test(half_an_address_is_none),
        cmocka_unit_test(the_key_is_the_news),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
