#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/base.h"
#include "app/load.h"
#include "app/mapping.h"
#include "app/place.h"
#include "app/place_save.h"
#include "intake/run.h"
#include "seal/digest.h"
#include "store/batch_sql.h"
#include "store/debt_sql.h"
#include "store/ledger.h"

#define ROWS_SHOWN_MAX 1000

/* One run over the file: the first without storing, to its end, because a
 * trouble of the whole file may show late; then, if it is wanted, for real.
 * Which accounts are known is asked once: by the run whose answer counts. */
struct run {
    struct app *app;
    struct caller caller;
    const struct app_import_ask *ask;
    const struct client *client;
    struct batch_id batch;
    int64_t lines_done;
    bool is_storing;
    enum intake_kind kind; /* as said, then as the first run found it */
    int fd;
    uint64_t read, total;
    struct arena *keep;
    struct app_import_report *report;
};

static bool run_once(struct run *run, struct intake_layout *layout,
                     struct intake_tally *tally, struct err *err);
static bool batch_open(struct run *run, struct str sha256, struct err *err);
static bool batch_close(struct run *run, struct err *err);
static void tally_report(const struct intake_tally *tally,
                         struct app_import_report *report);
static bool is_theirs(const struct app_import_ask *ask,
                      const struct intake_tally *tally, struct err *err);
static bool total_ties(const struct app_import_ask *ask,
                       const struct intake_tally *tally, struct arena *arena,
                       struct err *err);

bool app_import(struct app *app, struct caller caller,
                const struct app_import_ask *ask, struct arena *arena,
                struct app_import_report *report, struct err *err)
{
    struct client client;
    struct intake_layout layout = { .line = 0 };
    struct intake_tally *tally = arena_new(arena, struct intake_tally);
    char sha256[SEAL_SHA256_HEX + 1];
    if (tally == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for an import");
    if (!app_client_load(app, caller, ask->client_code, arena, &client, err)
        || !app_mapping_apply(app, caller, &client, arena, err)
        || !seal_sha256_file(app->world, ask->path, sha256, err))
        return false;
    *report = (struct app_import_report){ .rows = 0 };
    enum intake_kind kind = intake_kind_parse(ask->kind);
    if (ask->kind.len > 0 && kind == INTAKE_KIND_UNSAID)
        return err_set(err, ERR_INVALID, "a file holds placements, "
                       "adjustments, payments, recalls, addresses or "
                       "insurance, not '%.*s'", STR_ARGS(str_part(ask->kind, 0, 32)));
    report->row = arena_many(arena, ROWS_SHOWN_MAX, struct app_import_row);
    if (report->row == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for an import");

    struct run run = { .app = app, .caller = caller, .ask = ask,
                       .client = &client, .kind = kind, .keep = arena,
                       .report = report };
    if (!run_once(&run, &layout, tally, err))
        return false;
    CHECK(intake_tally_adds_up(tally));
    tally_report(tally, report);
    report->kind = str_of(intake_kind_word(layout.kind));
    if (!is_theirs(ask, tally, err)
        || !total_ties(ask, tally, arena, err))
        return false;
    if (ask->is_dry_run)
        return true;

    run.is_storing = true;
    run.kind = layout.kind;
    return batch_open(&run, str_of(sha256), err)
        && run_once(&run, &layout, tally, err)
        && batch_close(&run, err)
        && app_import_load(app, caller, report->batch_ref, arena, report,
                           err);
}

static ssize_t read_file(void *context, void *bytes, size_t len)
{
    struct run *run = context;
    ssize_t n = run->app->world->read(run->app->world->context, run->fd,
                                      bytes, len);
    if (n > 0)
        run->read += (uint64_t)n;
    return n;
}

static void row_show(struct run *run, const struct intake_layout *layout,
                     const struct intake_item *item)
{
    const struct intake_problem *problem = intake_row_reason(&item->row);
    if (item->verdict.outcome == INTAKE_ACCEPTED
        || run->report->row_count == ROWS_SHOWN_MAX)
        return;
    struct app_import_row *row = &run->report->row[run->report->row_count++];
    *row = (struct app_import_row){
        .line = (uint32_t)item->row.line,
        .account = str_copy(run->keep, item->row.account),
        .outcome = str_of(intake_outcome_word(item->verdict.outcome)),
        .amount = item->row.balance
    };
    if (problem == NULL)
        return;
    row->column_number = problem->column;
    if (problem->column != 0)
        row->column_name = str_copy(run->keep, intake_layout_header(
                                        layout, problem->column));
    row->found = str_copy(run->keep, problem->found);
    row->code = str_of(intake_reason_word(problem->reason));
    row->reason = intake_problem_words(run->keep, WORDS_EN, problem);
    row->fix = intake_problem_fix(run->keep, WORDS_EN, problem);
}

static bool take(void *context, const struct intake_layout *layout,
                 struct intake_item *item, uint32_t count, struct err *err)
{
    struct run *run = context;
    struct place_chunk chunk = {
        .app = run->app, .client = run->client, .batch = run->batch,
        .lines_before = run->lines_done, .layout = layout
    };
    uint32_t skip = 0; /* stored by the run that was killed */
    while (run->is_storing && skip < count
           && (int64_t)item[skip].row.line <= run->lines_done)
        skip++;
    chunk.item = item + skip;
    chunk.count = count - skip;
    if (chunk.count == 0)
        return true;

    bool is_asked = run->is_storing || run->ask->is_dry_run
                    || layout->kind != INTAKE_PLACEMENT;
    bool done = run->is_storing
        ? place_chunk_save(&chunk, run->caller, err)
        : !is_asked || place_chunk_look(&chunk, run->caller, err);
    if (!done)
        return false;
    run->lines_done = (int64_t)item[count - 1].row.line;
    for (uint32_t i = 0; i < chunk.count; i++) {
        struct intake_item *one = &item[skip + i];
        if (is_asked)
            place_answer_apply(&chunk, i, &one->row, &one->verdict);
        if (run->ask->is_dry_run)
            row_show(run, layout, one);
    }
    if (run->ask->progress != NULL)
        run->ask->progress(run->ask->context,
                           run->is_storing ? run->total + run->read
                                           : run->read,
                           run->total * (run->ask->is_dry_run ? 1 : 2));
    return true;
}

static bool run_once(struct run *run, struct intake_layout *layout,
                     struct intake_tally *tally, struct err *err)
{
    struct world *world = run->app->world;
    run->fd = world->open(world->context, run->ask->path, O_RDONLY, 0);
    if (run->fd < 0)
        return err_set(err, errno == ENOENT ? ERR_ABSENT : ERR_OUTSIDE,
                       "cannot open the file '%.*s': %s",
                       STR_ARGS(run->ask->file_name), strerror(errno));
    off_t size = lseek(run->fd, 0, SEEK_END);
    bool is_ready = size >= 0 && lseek(run->fd, 0, SEEK_SET) == 0;
    run->total = is_ready ? (uint64_t)size : 0;
    run->read = 0;

    struct arena arena;
    arena_init(&arena, INTAKE_RUN_BYTES * 4);
    struct intake_run intake = {
        .terms = { run->client->agreement,
                   app_today(run->app, run->caller.at) },
        .kind = run->kind, .take = take, .take_context = run
    };
    world_random(world, intake.hash_key, sizeof intake.hash_key);
    *tally = (struct intake_tally){ .rows = 0 };
    bool done = is_ready || err_set(err, ERR_OUTSIDE, "cannot read the file");
    done = done && csv_open_apart(&arena, read_file, run, &intake.csv, err)
        && intake_run(&arena, &intake, layout, tally, err);
    csv_close(intake.csv);
    arena_clear(&arena);
    world->close(world->context, run->fd);
    return done ? true : err_context(err, "%.*s",
                                     STR_ARGS(run->ask->file_name));
}

static void tally_report(const struct intake_tally *tally,
                         struct app_import_report *report)
{
    report->rows = (uint32_t)tally->rows;
    report->unread = (uint32_t)tally->unread;
    report->accepted = (uint32_t)tally->of[INTAKE_ACCEPTED].rows;
    report->held = (uint32_t)tally->of[INTAKE_HELD].rows;
    report->refused = (uint32_t)(tally->of[INTAKE_REFUSED].rows
                                 + tally->of[INTAKE_UNSET].rows);
    report->known = (uint32_t)tally->of[INTAKE_KNOWN].rows;
    report->accepted_amount = tally->of[INTAKE_ACCEPTED].cents;
    report->held_amount = tally->of[INTAKE_HELD].cents;
    report->refused_amount = tally->of[INTAKE_REFUSED].cents;
    report->known_amount = tally->of[INTAKE_KNOWN].cents;
    report->ready = app_import_ready(report);
}


/* Not one line fits this client: the file is somebody else's. */
static bool is_theirs(const struct app_import_ask *ask,
                      const struct intake_tally *tally, struct err *err)
{
    uint64_t strange = tally->reason[REASON_ACCOUNT_UNKNOWN]
                       + tally->reason[REASON_FACILITY_UNKNOWN];
    if (strange == 0 || strange < tally->rows)
        return true;
    return err_set(err, ERR_INVALID, "%.*s: no line has %s of %.*s; is it "
                   "another client's file? Nothing was taken",
                   STR_ARGS(ask->file_name),
                   tally->reason[REASON_ACCOUNT_UNKNOWN] > 0 ? "an account"
                                                             : "a facility",
                   STR_ARGS(ask->client_code));
}

/* What the provider says of the whole file must be what its lines say. */
static bool total_ties(const struct app_import_ask *ask,
                       const struct intake_tally *tally, struct arena *arena,
                       struct err *err)
{
    if (!ask->has_total || money_equal(ask->total, tally->cents))
        return true;
    struct str said = money_plain(arena, ask->total);
    struct str found = money_plain(arena, tally->cents);
    return err_set(err, ERR_INVALID, "%.*s: its lines sum to $%.*s, not to "
                   "the $%.*s that was said; nothing was taken",
                   STR_ARGS(ask->file_name), STR_ARGS(found),
                   STR_ARGS(said));
}

/* --- the batch -------------------------------------------------------- */

struct batch_work {
    struct run *run;
    struct str sha256;
    struct batch_id id;
    struct ref ref;
    int64_t lines_done;
    bool was_open;
};

static bool batch_open_unit(struct db *db, void *work, struct arena *arena,
                            struct err *err)
{
    struct batch_work *w = work;
    struct caller caller = db_caller(db);
    struct client_id client = w->run->client->id;
    struct sql_batch_open_by_digest_in of = { client.n, w->sha256,
                                               w->run->kind };
    struct sql_batch_open_by_digest_row row;
    db_act(db, "import.begin", w->run->ask->file_name, STR("{}"));
    if (!sql_batch_open_by_digest(db, caller, &of, arena, &row, &w->was_open,
                                  err))
        return false;
    if (w->was_open) {
        w->id.n = row.id;
        w->lines_done = row.lines_done;
        CHECK(ref_parse(row.ref, &w->ref));
        return true;
    }
    w->id.n = id_new(db_world(db));
    w->ref = ref_new(db_world(db));
    w->lines_done = 0;
    struct sql_batch_add_in in = {
        client.n, w->id.n, str_of(w->ref.text), w->run->ask->file_name,
        w->sha256, w->run->kind, caller.at
    };
    return sql_batch_add(db, caller, &in, NULL, err);
}

static bool batch_open(struct run *run, struct str sha256, struct err *err)
{
    struct batch_work work = { .run = run, .sha256 = sha256 };
    if (!db_work(run->app->pool, run->caller, batch_open_unit, &work, err))
        return false;
    run->batch = work.id;
    run->lines_done = work.lines_done;
    run->report->was_resumed = work.was_open && work.lines_done > 0;
    run->report->batch_ref = str_copy(run->keep, str_of(work.ref.text));
    return true;
}

static bool batch_close_unit(struct db *db, void *work, struct arena *arena,
                             struct err *err)
{
    const struct run *run = work;
    struct sql_batch_finish_in in = {
        run->client->id.n, run->batch.n, db_caller(db).at
    };
    (void)arena;
    db_act(db, "import.finish", run->report->batch_ref, STR("{}"));
    return sql_batch_finish(db, db_caller(db), &in, NULL, err);
}

static bool batch_close(struct run *run, struct err *err)
{
    struct caller caller = run->caller;
    caller.at = world_now(run->app->world);
    return db_work(run->app->pool, caller, batch_close_unit, run, err);
}
