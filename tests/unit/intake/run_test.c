/* Whole files: good, broken, hostile, mutated.  A trouble of the file has a
 * line and a column; whatever comes, rows and cents add up. */
#include "sample.h"

#include "intake/invent.h"

static struct sample *sample;
static struct client_agreement early;

static void run(struct str bytes)
{
    sample_clear(sample);
    sample_run(sample, bytes, &early);
}

/* The whole file is refused, with a sentence that says where. */
static void trouble(struct str bytes, const char *words)
{
    run(bytes);
    assert_false(sample->is_done);
    assert_int_not_equal(sample->err.kind, ERR_NONE);
    assert_int_not_equal(err_exit_code(sample->err.kind), 0);
    if (strstr(sample->err.text, words) == NULL
        || strncmp(sample->err.text, "line ", 5) != 0)
        fail_msg("not “%s”: %s", words, sample->err.text);
}

static void files_that_are_none(void **state)
{
    (void)state;
    trouble(STR(""), "line 1, column 1: the file is empty");
    trouble(STR("\n\n"), "line 1, column 1: the file is empty");
    trouble(STR(SAMPLE_HEAD), "line 1, column 1: the file has a header but "
                              "no rows");
    trouble(STR(SAMPLE_HEAD ",,,,,,,,,,,,,,,,,,,,,,,\n\n"), "no rows");
    trouble(STR("PK\x03\x04\x14 xl/workbook.xml"), "line 1");
    trouble(STR("\xff\xfe" "a\0c\0"), "line 1");
    trouble(STR(SAMPLE_HEAD SAMPLE_ROW "A2,MA\0IN\n"), "line 3, column ");
    trouble(STR(SAMPLE_HEAD SAMPLE_ROW "A2,\"MAIN,Rosa\n"), "line 3");
    trouble(STR(SAMPLE_HEAD SAMPLE_ROW "A2,\"MA\"IN,Rosa\n"), "line 3");
    trouble(STR("\x7f" "ELF\x02\x01\x01\0\0\0"), "line 1");
    trouble(STR("account,balance\nA,1\n"), "line 1: no column holds");
}

static void a_line_of_fifty_megabytes(void **state)
{
    (void)state;
    size_t len = (size_t)50 << 20;
    char *bytes = test_malloc(len);
    memset(bytes, 'x', len);
    memcpy(bytes, SAMPLE_HEAD, sizeof SAMPLE_HEAD - 1);
    trouble((struct str){ bytes, len }, "line 2, column ");
    memset(bytes, ',', len);
    trouble((struct str){ bytes, len }, "line 1, column ");
    memset(bytes, '"', len);
    trouble((struct str){ bytes, len }, "line 1");
    test_free(bytes);
}

static void broken_lines_do_not_stop_the_rest(void **state)
{
    (void)state;
    run(STR(SAMPLE_HEAD
            "too,few\n"
            SAMPLE_ROW
            "A2,MAIN,Ros\xe9,Montesol\n"
            "A3,MAIN,Ro\"sa,Montesol\n"));
    assert_true(sample->is_done);
    assert_int_equal(sample->tally.rows, 4);
    assert_int_equal(sample->tally.unread, 3);
    assert_int_equal(sample->tally.of[INTAKE_ACCEPTED].rows, 1);
    assert_non_null(sample_find(&sample->item[0], REASON_ROW_WIDTH));
    const struct intake_problem *bytes =
        sample_find(&sample->item[2], REASON_NOT_UTF8);
    assert_non_null(bytes);
    assert_int_equal(bytes->column, 3);
    assert_int_equal(sample->item[2].row.line, 4);
    assert_non_null(sample_find(&sample->item[3], REASON_STRAY_QUOTE));
    assert_int_equal(sample->tally.cents.cents, 20000);
}

static void accounts_twice_are_refused_once(void **state)
{
    (void)state;
    /* A refused line may stand corrected further down. */
    run(STR(SAMPLE_HEAD
            "A1,MAIN,Rosa,Montesol,03/27/1980,,,,,12 Oak Street,Milwaukee,"
            "WI,53204,,09/01/2026,,,,,2OO.00,,,,\n"
            SAMPLE_ROW SAMPLE_ROW));
    assert_true(sample->is_done);
    assert_int_equal(sample->item[0].verdict.outcome, INTAKE_REFUSED);
    assert_int_equal(sample->item[1].verdict.outcome, INTAKE_ACCEPTED);
    assert_int_equal(sample->item[2].verdict.outcome, INTAKE_REFUSED);
    const struct intake_problem *twice =
        sample_find(&sample->item[2], REASON_DUPLICATE);
    assert_non_null(twice);
    assert_int_equal(twice->number, 3);
    assert_int_equal(sample->tally.cents.cents, 40000);
    assert_int_equal(sample->tally.of[INTAKE_REFUSED].cents.cents, 20000);
    assert_int_equal(sample->tally.unread, 1);
}

static void other_delimiters_and_a_mark_at_the_start(void **state)
{
    (void)state;
    run(STR("\xef\xbb\xbf" "acct;fac;first name;last name;dob;st;dos;balance"
            "\r\nA1;MAIN;Rosa;Montesol;3/27/80;wi;9/1/26;\"1,200.00\"\r\n"));
    assert_true(sample->is_done);
    assert_int_equal(sample->tally.of[INTAKE_ACCEPTED].rows, 1);
    assert_int_equal(sample->item[0].row.balance.cents, 120000);
    assert_int_equal(day_civil(sample->item[0].row.patient_born).year, 1980);
}

static void ten_billion_dollars_are_too_many(void **state)
{
    (void)state;
    struct str head = STR("account,facility,first name,last name,dob,state,"
                          "dos,balance\n");
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct buf file;
    buf_init(&file, &arena, 1 << 19);
    buf_add(&file, head);
    for (int i = 0; i < 3; i++)
        buf_add_format(&file, "A%d,MAIN,Rosa,Vela,1980-01-01,WI,2026-09-01,"
                       "4000000000.00\n", i);
    trouble(buf_str(&file), "line 4: the balances of this file");
    arena_clear(&arena);
}

static bool stop_at_once(void *context, const struct intake_layout *layout,
                         struct intake_item *item, uint32_t count,
                         struct err *err)
{
    (void)layout;
    (void)item;
    *(uint32_t *)context += count;
    return err_set(err, ERR_BUSY, "no");
}

static void the_taker_may_stop_the_run(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, ARENA_JOB_BYTES);
    struct buf file;
    buf_init(&file, &arena, 8 << 20);
    intake_invent(1, 1000, &early, SAMPLE_TODAY, &file);
    uint32_t taken = 0;
    struct intake_run ask = {
        .terms = { &early, SAMPLE_TODAY },
        .take = stop_at_once, .take_context = &taken,
    };
    struct intake_layout layout;
    struct intake_tally tally;
    struct err err = { 0 };
    assert_false(intake_run_bytes(&arena, buf_str(&file), ask, &layout,
                                  &tally, &err));
    assert_int_equal(err.kind, ERR_BUSY);
    assert_int_equal(taken, INTAKE_ITEMS_MAX);
    assert_int_equal(tally.rows, 0);
    arena_clear(&arena);
}

static void the_acknowledgement_sums_to_the_tally(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, ARENA_JOB_BYTES);
    run(STR(SAMPLE_HEAD SAMPLE_ROW
            "=1+1,MAIN,Rosa,Montesol,03/27/1980,,,,,12 Oak Street,Milwaukee,"
            "WI,53204,,09/01/2026,,,,,\"$1,200.00\",,,,\n"
            "A3,MIAN,Rosa,Montesol,03/27/1980,,,,,12 Oak Street,Milwaukee,"
            "WI,53204,,09/01/2026,,,,,55,,,,\n"
            "A4,MAIN,Rosa,Montesol,03/27/1980,10/10/2026,,,,12 Oak Street,"
            "Milwaukee,WI,53204,,09/01/2026,,,,,66,,,,\n"));
    assert_true(sample->is_done);
    struct buf ack;
    struct csv_out out;
    buf_init(&ack, &sample->arena, 1 << 20);
    csv_out_init(&out, &ack, ',');
    intake_ack_head(&out);
    for (uint32_t i = 0; i < sample->count; i++)
        intake_ack_row(&arena, &sample->layout, &sample->item[i].row,
                       &sample->item[i].verdict, &out);
    assert_false(ack.failed);

    struct str bytes = buf_str(&ack);
    struct csv *csv;
    struct csv_record record;
    struct err err;
    assert_true(csv_open(&arena, csv_read_str, &bytes, ',', &csv, &err));
    assert_int_equal(csv_next(csv, &record, &err), CSV_RECORD);
    assert_int_equal(record.count, 10);
    int64_t cents = 0;
    static const char *const outcome[] = { "accepted", "refused", "refused",
                                           "held" };
    for (uint32_t i = 0; i < 4; i++) {
        assert_int_equal(csv_next(csv, &record, &err), CSV_RECORD);
        assert_int_equal(record.count, 10);
        assert_true(str_is(record.field[2].text, outcome[i]));
        struct money amount;
        assert_true(money_parse(record.field[3].text, &amount));
        cents += amount.cents;
        if (i == 1) { /* a spreadsheet must not run it */
            assert_true(str_is(record.field[6].text, "'=1+1"));
            assert_true(str_is(record.field[5].text, "account"));
        }
        if (i == 2) {
            assert_true(str_is(record.field[4].text, "2"));
            assert_true(str_is(record.field[7].text, "facility_unknown"));
            assert_true(str_find(record.field[8].text,
                                 STR("did you mean “MAIN”?")) != SIZE_MAX);
        }
    }
    assert_int_equal(csv_next(csv, &record, &err), CSV_END);
    assert_int_equal(cents, sample->tally.cents.cents);

    struct buf text;
    struct json_out json;
    buf_init(&text, &sample->arena, 1 << 16);
    json_out_init(&json, &text);
    intake_tally_json(&sample->tally, &sample->layout, &json);
    const struct json *root;
    assert_true(json_parse(&sample->arena, buf_str(&text), &root, &err));
    int64_t rows = 0;
    struct money amount;
    assert_true(json_int(json_get(json_get(root, STR("refused")),
                                  STR("rows")), &rows));
    assert_int_equal(rows, 2);
    assert_true(json_money(json_get(root, STR("amount")), &amount));
    assert_int_equal(amount.cents, cents);
    assert_true(json_int(json_get(json_get(root, STR("reasons")),
                                  STR("deceased")), &rows));
    assert_int_equal(rows, 1);
    arena_clear(&arena);
}

/* A mutated file never crashes, never loses a row or a cent. */
static void five_thousand_mutations(void **state)
{
    (void)state;
    const char *word = getenv("BEDSIDE_SEED");
    int64_t seed = 20261125;
    if (word != NULL)
        assert_true(str_to_int64(str_of(word), &seed));
    print_message("seed %" PRId64 "\n", seed);
    uint64_t dice = (uint64_t)seed;
    struct arena arena;
    arena_init(&arena, ARENA_JOB_BYTES);
    struct buf file;
    buf_init(&file, &arena, 1 << 20);
    intake_invent(3, 24, &early, SAMPLE_TODAY, &file);
    struct str good = buf_str(&file);
    char *bytes = test_malloc(good.len + 64);
    static const char odd[] = "\",\n\r\0\xff=-$().e0\x80\xc3/'\t;";
    uint32_t done = 0;
    for (int round = 0; round < 5000; round++) {
        size_t len = good.len;
        memcpy(bytes, good.at, len);
        dice = dice * UINT64_C(6364136223846793005) + 1442695040888963407u;
        uint32_t edits = 1 + (uint32_t)(dice >> 60);
        for (uint32_t i = 0; i < edits && len > 1; i++) {
            dice = dice * UINT64_C(6364136223846793005)
                   + 1442695040888963407u;
            size_t at = (size_t)(dice >> 33) % len;
            switch (dice >> 30 & 7) {
            case 0:
                len = at; /* cut */
                break;
            case 1:
                memmove(bytes + at, bytes + at + 1, len - at - 1);
                len--;
                break;
            case 2:
                if (len < good.len + 60) {
                    memmove(bytes + at + 1, bytes + at, len - at);
                    len++;
                }
                bytes[at] = odd[(dice >> 20) % (sizeof odd - 1)];
                break;
            case 3:
                bytes[at] = (char)(dice >> 20);
                break;
            default:
                bytes[at] = odd[(dice >> 20) % (sizeof odd - 1)];
                break;
            }
        }
        run((struct str){ bytes, len });
        done += sample->is_done;
        assert_true(intake_tally_adds_up(&sample->tally));
        if (!sample->is_done)
            assert_true(strncmp(sample->err.text, "line ", 5) == 0);
    }
    print_message("%" PRIu32 " of 5000 were still files\n", done);
    assert_true(done > 100);
    test_free(bytes);
    arena_clear(&arena);
}

static int set_up(void **state)
{
    (void)state;
    early = sample_early_out();
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
        cmocka_unit_test(files_that_are_none),
        cmocka_unit_test(a_line_of_fifty_megabytes),
        cmocka_unit_test(broken_lines_do_not_stop_the_rest),
        cmocka_unit_test(accounts_twice_are_refused_once),
        cmocka_unit_test(other_delimiters_and_a_mark_at_the_start),
        cmocka_unit_test(ten_billion_dollars_are_too_many),
        cmocka_unit_test(the_taker_may_stop_the_run),
        cmocka_unit_test(the_acknowledgement_sums_to_the_tally),
        cmocka_unit_test(five_thousand_mutations),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
