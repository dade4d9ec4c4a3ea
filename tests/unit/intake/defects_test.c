/* Does the acknowledgement find what is wrong, and nothing else?
 *
 * DEFECTS_COUNT rows (2,000) from DEFECTS_SEED (1).  Of each planted kind,
 * and of the sound rows, at least 99 of 100 must be told as they are: line,
 * outcome, code and column; and of those told so, at least 99 of 100 must
 * have been planted. */
#include "sample.h"

#include "intake/acknowledge.h"

#include "defects.h"

#define LEAST_PERCENT 99

struct heard {
    struct arena *arena;
    struct csv_out *out;
};

static uint64_t number(const char *name, uint64_t usual)
{
    const char *text = getenv(name);
    uint64_t value = text == NULL ? usual : strtoull(text, NULL, 10);
    assert_true(value > 0);
    return value;
}

static bool acknowledge(void *context, const struct intake_layout *layout,
                        struct intake_item *item, uint32_t count,
                        struct err *err)
{
    struct heard *heard = context;
    (void)err;
    for (uint32_t i = 0; i < count; i++)
        intake_ack_row(heard->arena, layout, &item[i].row, &item[i].verdict,
                       heard->out);
    return true;
}

/* The acknowledgement as the provider gets it. */
static struct str acknowledgement(struct arena *arena,
                                  const struct defects *defects,
                                  struct intake_tally *tally)
{
    struct buf buf;
    struct csv_out out;
    struct heard heard = { arena, &out };
    struct client_agreement agreement = sample_bad_debt();
    struct intake_layout layout;
    struct err err = { 0 };
    struct intake_run run = {
        .terms = { &agreement, defects->today }, .hash_key = { 1, 2 },
        .take = acknowledge, .take_context = &heard
    };
    buf_init(&buf, arena, (size_t)64 << 20);
    csv_out_init(&out, &buf, ',');
    intake_ack_head(&out);
    if (!intake_run_bytes(arena, defects->bytes, run, &layout, tally, &err))
        fail_msg("%s", err.text);
    return buf_str(&buf);
}

static enum defect kind_told(const struct csv_record *record)
{
    struct str code = record->field[7].text;
    for (enum defect kind = DEFECT_NONE; kind < DEFECT_COUNT; kind++)
        if (str_is(code, defect_code(kind))
            && str_is(record->field[2].text, defect_outcome(kind))
            && str_is(record->field[5].text, defect_column(kind)))
            return kind;
    return DEFECT_COUNT; /* something nobody planted */
}

struct score {
    uint64_t planted, told, right;
};

static void scored(const struct defects *defects, struct str ack,
                   struct arena *arena, struct score *score)
{
    struct csv *csv;
    struct csv_record record;
    struct err err = { 0 };
    assert_true(csv_open(arena, csv_read_str, &ack, ',', &csv, &err));
    assert_int_equal(csv_next(csv, &record, &err), CSV_RECORD);
    for (uint32_t i = 0; i < defects->count; i++) {
        assert_int_equal(csv_next(csv, &record, &err), CSV_RECORD);
        assert_int_equal(record.count, 10);
        char line[16];
        snprintf(line, sizeof line, "%u", i + 2);
        assert_true(str_is(record.field[0].text, line));
        enum defect planted = defects->planted[i], told = kind_told(&record);
        score[planted].planted++;
        score[told].told++;
        score[planted].right += planted == told;
        if (planted != told)
            print_message("line %s: planted %s, told %.*s %.*s in "
                          "%.*s: %.*s\n", line,
                          planted == DEFECT_NONE ? "nothing"
                                                 : defect_code(planted),
                          STR_ARGS(record.field[2].text),
                          STR_ARGS(record.field[7].text),
                          STR_ARGS(record.field[5].text),
                          STR_ARGS(record.field[8].text));
    }
    assert_int_equal(csv_next(csv, &record, &err), CSV_END);
}

static void what_was_planted_is_told(void **state)
{
    (void)state;
    struct arena arena;
    struct defects defects;
    struct intake_tally tally;
    struct score score[DEFECT_COUNT + 1] = { { 0 } };
    uint64_t seed = number("DEFECTS_SEED", 1);
    uint32_t count = (uint32_t)number("DEFECTS_COUNT", 2000);
    arena_init(&arena, (size_t)1 << 30);
    defects_make(&arena, seed, SAMPLE_TODAY, count, &defects);
    struct str ack = acknowledgement(&arena, &defects, &tally);
    scored(&defects, ack, &arena, score);

    uint64_t least = 10000, bad = 0;
    for (enum defect kind = DEFECT_NONE; kind < DEFECT_COUNT; kind++) {
        const struct score *one = &score[kind];
        assert_true(one->planted > 0); /* else it proves nothing */
        uint64_t recall = one->right * 10000 / one->planted;
        uint64_t precision = one->told == 0 ? 0
                                            : one->right * 10000 / one->told;
        least = recall < least ? recall : least;
        least = precision < least ? precision : least;
        bad += kind == DEFECT_NONE ? 0 : one->planted;
    }
    print_message("%u rows, %" PRIu64 " of them with one of %d defects, seed "
                  "%" PRIu64 ": precision and recall of each at least %"
                  PRIu64 ".%02" PRIu64 " %%\n", count, bad, DEFECT_COUNT - 1,
                  seed, least / 100, least % 100);
    assert_true(least >= LEAST_PERCENT * 100);
    arena_clear(&arena);
}

static void every_cent_is_counted(void **state)
{
    (void)state;
    struct arena arena;
    struct defects defects;
    struct intake_tally tally;
    int64_t cents = 0, held = 0, unread = 0;
    arena_init(&arena, (size_t)1 << 30);
    defects_make(&arena, number("DEFECTS_SEED", 1) + 1, SAMPLE_TODAY,
                 (uint32_t)number("DEFECTS_COUNT", 2000), &defects);
    acknowledgement(&arena, &defects, &tally);
    for (uint32_t i = 0; i < defects.count; i++) {
        int64_t one = defects.amount[i].cents;
        cents += one < 0 ? 0 : one;
        unread += one < 0;
        held += strcmp(defect_outcome(defects.planted[i]), "held") == 0 ? one
                                                                       : 0;
    }
    assert_int_equal(tally.rows, defects.count);
    assert_int_equal(tally.cents.cents, cents);
    assert_int_equal(tally.unread, unread);
    assert_int_equal(tally.of[INTAKE_HELD].cents.cents, held);
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cent_is_counted),
        cmocka_unit_test(what_was_planted_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
