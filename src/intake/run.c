#include "intake/run.h"

#include "intake/news.h"
#include "intake/seen.h"

#define BATCH_BYTES ((size_t)20 << 20)
#define SEEN_BYTES_MAX ((size_t)16 << 30) /* INTAKE_ROWS_MAX stops before */

struct running {
    const struct intake_run *run;
    struct intake_layout *layout;
    struct intake_tally *tally;
    struct intake_seen seen;
    struct intake_item *item; /* INTAKE_ITEMS_MAX */
    uint32_t count;
    struct arena batch;       /* texts of the items that wait */
};

static bool read_header(struct arena *arena, struct csv *csv,
                        struct running *running, struct err *err);
static bool read_rows(struct csv *csv, struct running *running,
                      struct err *err);
static bool row_add(struct running *running, const struct csv_record *record,
                    struct err *err);
static bool find_duplicate(struct running *running, struct intake_item *item,
                           struct err *err);
static bool hand_over(struct running *running, struct err *err);
static bool is_blank(const struct csv_record *record);

bool intake_run(struct arena *arena, const struct intake_run *run,
                struct intake_layout *layout, struct intake_tally *tally,
                struct err *err)
{
    CHECK(run->csv != NULL);
    CHECK(run->terms.agreement != NULL);

    *layout = (struct intake_layout){ 0 };
    *tally = (struct intake_tally){ 0 };
    struct running *running = arena_new(arena, struct running);
    struct intake_item *item = arena_many(arena, INTAKE_ITEMS_MAX,
                                          struct intake_item);
    if (running == NULL || item == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory to read the file");
    *running = (struct running){ .run = run, .layout = layout,
                                 .tally = tally, .item = item };
    intake_seen_init(&running->seen, run->hash_key, SEEN_BYTES_MAX);
    arena_init(&running->batch, BATCH_BYTES);

    bool is_done = read_header(arena, run->csv, running, err)
                   && read_rows(run->csv, running, err);

    intake_seen_clear(&running->seen);
    arena_clear(&running->batch);
    CHECK(!is_done || intake_tally_adds_up(tally));
    return is_done;
}

bool intake_run_bytes(struct arena *arena, struct str bytes,
                      struct intake_run run, struct intake_layout *layout,
                      struct intake_tally *tally, struct err *err)
{
    return csv_open(arena, csv_read_str, &bytes, 0, &run.csv, err)
        && intake_run(arena, &run, layout, tally, err);
}

static bool read_header(struct arena *arena, struct csv *csv,
                        struct running *running, struct err *err)
{
    struct csv_record record;
    switch (csv_next(csv, &record, err)) {
    case CSV_TROUBLE:
        return false;
    case CSV_END:
        return err_set(err, ERR_INVALID, "line 1, column 1: the file is "
                       "empty; the first line names the columns");
    case CSV_RECORD:
        break;
    }
    return intake_layout_read(arena, &record, running->run->terms.agreement,
                              running->run->kind, WORDS_EN, running->layout,
                              err);
}

static bool read_rows(struct csv *csv, struct running *running,
                      struct err *err)
{
    for (;;) {
        struct csv_record record;
        enum csv_step step = csv_next(csv, &record, err);
        if (step == CSV_TROUBLE)
            return false;
        if (step == CSV_END)
            break;
        if (!is_blank(&record) && !row_add(running, &record, err))
            return false;
    }
    if (!hand_over(running, err))
        return false;
    if (running->tally->rows == 0)
        return err_set(err, ERR_INVALID, "line %" PRIu64 ", column 1: the "
                       "file has a header but no rows",
                       running->layout->line);
    return true;
}

static bool row_add(struct running *running, const struct csv_record *record,
                    struct err *err)
{
    if (running->tally->rows + running->count >= INTAKE_ROWS_MAX)
        return err_set(err, ERR_EXHAUSTED, "line %" PRIu64 ": a file may "
                       "have at most %" PRIu64 " rows", record->line,
                       INTAKE_ROWS_MAX);

    struct intake_item *item = &running->item[running->count];
    const struct intake_terms *terms = &running->run->terms;
    intake_parse(&running->batch, record, running->layout, terms, &item->row);
    if (running->layout->kind == INTAKE_PLACEMENT)
        intake_check(&running->batch, terms, running->layout, &item->row,
                     &item->verdict);
    else
        intake_news_check(terms, running->layout, &item->row,
                          &item->verdict);
    if (!find_duplicate(running, item, err))
        return false;
    /* Texts in the reader's window die with the next record. */
    if (running->run->take != NULL)
        intake_row_keep(&running->batch, &item->row);
    if (running->batch.exhausted)
        return err_set(err, ERR_EXHAUSTED, "line %" PRIu64 ": no memory for "
                       "this part of the file", record->line);
    running->count++;
    return running->count < INTAKE_ITEMS_MAX || hand_over(running, err);
}

/* Only rows that would be placed are remembered: a line that was refused may
 * stand corrected further down. */
static bool find_duplicate(struct running *running, struct intake_item *item,
                           struct err *err)
{
    if (item->verdict.outcome == INTAKE_REFUSED)
        return true;
    uint64_t before = 0;
    struct str key = running->layout->kind == INTAKE_PLACEMENT
        ? item->row.account
        : intake_news_key(&running->batch, running->layout->kind,
                          &item->row);
    if (!intake_seen_add(&running->seen, key, item->row.line, &before))
        return err_set(err, ERR_EXHAUSTED, "line %" PRIu64 ": no memory to "
                       "look for accounts that stand twice", item->row.line);
    if (before != 0)
        intake_verdict_duplicate(running->layout, &item->row, &item->verdict,
                                 before);
    return true;
}

static bool hand_over(struct running *running, struct err *err)
{
    const struct intake_run *run = running->run;
    if (running->count > 0 && run->take != NULL
        && !run->take(run->take_context, running->layout, running->item,
                      running->count, err))
        return false;
    for (uint32_t i = 0; i < running->count; i++)
        if (!intake_tally_add(running->tally, &running->item[i].row,
                              &running->item[i].verdict, err))
            return false;
    running->count = 0;
    arena_clear(&running->batch);
    return true;
}

/* A line of nothing but commas is what a spreadsheet leaves at the end. */
static bool is_blank(const struct csv_record *record)
{
    if (record->fault != CSV_SOUND)
        return false;
    for (uint32_t i = 0; i < record->count; i++)
        if (record->field[i].text.len > 0)
            return false;
    return true;
}
