#include "base/base.h"
#include "app/place_news.h"
#include "app/place_save.h"
#include "seal/field.h"
#include "store/batch_sql.h"
#include "store/client_sql.h"
#include "store/contact.h"
#include "store/debt_sql.h"
#include "store/ledger.h"
#include "store/person_sql.h"

/* What one item becomes while its chunk is saved. */
struct placing {
    struct place_chunk *chunk;
    const struct intake_item *item;
    struct intake_row row;         /* as it is told, when the store */
    struct intake_verdict verdict; /* has answered */
    struct person_id person;
    bool is_new_person; /* nothing else is known of them */
    struct debt_id debt;
};
struct sums {
    int64_t rows[INTAKE_OUTCOME_COUNT];
    struct money cents[INTAKE_OUTCOME_COUNT];
    int64_t unread;
};

static bool item_place(struct db *db, struct caller caller,
                       struct placing *placing, struct arena *arena,
                       struct err *err);
static bool item_ask(struct db *db, struct caller caller,
                     struct place_chunk *chunk, uint32_t i, bool is_look,
                     struct arena *arena, struct err *err);
static bool account_known(struct db *db, struct caller caller,
                          const struct place_chunk *chunk, struct str account,
                          struct arena *arena, bool *is_known,
                          struct err *err);
static bool person_of(struct db *db, struct caller caller,
                      struct placing *placing, struct arena *arena,
                      struct err *err);
static bool debt_save(struct db *db, struct caller caller,
                      struct placing *placing, struct arena *arena,
                      struct err *err);
static bool opening_save(struct db *db, struct caller caller,
                         const struct placing *placing, struct err *err);
static bool holds_save(struct db *db, struct caller caller,
                       const struct placing *placing, struct err *err);
static bool row_save(struct db *db, struct caller caller,
                     const struct placing *placing, struct arena *arena,
                     struct err *err);
static bool sums_add(struct sums *sums, const struct placing *placing,
                     struct err *err);
static bool progress_save(struct db *db, struct caller caller,
                          const struct place_chunk *chunk,
                          const struct sums *sums, struct err *err);

static bool chunk_unit(struct db *db, void *work, struct arena *arena,
                       struct err *err)
{
    struct place_chunk *chunk = work;
    struct caller caller = db_caller(db);
    struct sums sums = { .unread = 0 };

    db_act(db, "import.chunk",
           str_format(arena, "batch:%" PRId64, chunk->batch.n),
           str_format(arena, "{\"rows\":%u}", chunk->count));
    for (uint32_t i = 0; i < chunk->count; i++) {
        struct placing placing = {
            .chunk = chunk, .item = &chunk->item[i],
            .row = chunk->item[i].row, .verdict = chunk->item[i].verdict
        };
        if (!item_ask(db, caller, chunk, i, false, arena, err)
            || !item_place(db, caller, &placing, arena, err))
            return false;
        place_answer_apply(chunk, i, &placing.row, &placing.verdict);
        if (!row_save(db, caller, &placing, arena, err)
            || !sums_add(&sums, &placing, err))
            return false;
    }
    return progress_save(db, caller, chunk, &sums, err);
}

bool place_chunk_save(struct place_chunk *chunk, struct caller caller,
                      struct err *err)
{
    CHECK(chunk->count > 0 && chunk->count <= INTAKE_ITEMS_MAX);
    return db_work(chunk->app->pool, caller, chunk_unit, chunk, err);
}

static bool look_unit(struct db *db, void *work, struct arena *arena,
                      struct err *err)
{
    struct place_chunk *chunk = work;
    for (uint32_t i = 0; i < chunk->count; i++)
        if (!item_ask(db, db_caller(db), chunk, i, true, arena, err))
            return false;
    return true;
}

bool place_chunk_look(struct place_chunk *chunk, struct caller caller,
                      struct err *err)
{
    struct arena arena;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    bool done = db_read(chunk->app->pool, caller, look_unit, chunk, &arena,
                        err);
    arena_clear(&arena);
    return done;
}

void place_answer_apply(const struct place_chunk *chunk, uint32_t i,
                        struct intake_row *row,
                        struct intake_verdict *verdict)
{
    const struct place_answer *answer = &chunk->answer[i];
    bool is_left = answer->reason == REASON_ABOVE_LEFT;
    enum intake_field field = is_left || answer->reason == REASON_CHANGED
                                  ? FIELD_AMOUNT
                                  : FIELD_ACCOUNT;
    if (verdict->outcome == INTAKE_UNSET)
        verdict->outcome = INTAKE_REFUSED;
    if (chunk->layout->kind == INTAKE_RECALL)
        row->balance = answer->amount;
    if (answer->reason != REASON_NONE)
        intake_verdict_answer(row, verdict, (struct intake_problem){
            .reason = answer->reason, .field = field,
            .column = chunk->layout->column[field],
            .found = is_left ? STR("") : row->account,
            .amount = answer->left });
}

/* What does the store say to it?  News are saved here too. */
static bool item_ask(struct db *db, struct caller caller,
                     struct place_chunk *chunk, uint32_t i, bool is_look,
                     struct arena *arena, struct err *err)
{
    const struct intake_item *item = &chunk->item[i];
    bool is_known;
    chunk->answer[i] = (struct place_answer){ .reason = REASON_NONE };
    if (item->verdict.outcome != INTAKE_ACCEPTED
        && item->verdict.outcome != INTAKE_HELD)
        return true;
    if (chunk->layout->kind != INTAKE_PLACEMENT)
        return place_news(db, caller, chunk, i, is_look, arena, err);
    if (!account_known(db, caller, chunk, item->row.account, arena,
                       &is_known, err))
        return false;
    if (is_known)
        chunk->answer[i].reason = REASON_KNOWN;
    return true;
}

static bool item_place(struct db *db, struct caller caller,
                       struct placing *placing, struct arena *arena,
                       struct err *err)
{
    const struct place_chunk *chunk = placing->chunk;
    size_t i = (size_t)(placing->item - chunk->item);
    placing->debt = chunk->answer[i].debt;
    if (chunk->layout->kind != INTAKE_PLACEMENT
        || chunk->answer[i].reason != REASON_NONE
        || (placing->verdict.outcome != INTAKE_ACCEPTED
            && placing->verdict.outcome != INTAKE_HELD))
        return true;
    bool is_new_reach;
    return person_of(db, caller, placing, arena, err)
        && place_reach_save(db, caller,
                            (struct place_reach){
                                placing->person, &placing->item->row,
                                placing->is_new_person, false },
                            arena, &is_new_reach, err)
        && debt_save(db, caller, placing, arena, err)
        && opening_save(db, caller, placing, err)
        && holds_save(db, caller, placing, err);
}

static bool account_known(struct db *db, struct caller caller,
                          const struct place_chunk *chunk, struct str account,
                          struct arena *arena, bool *is_known,
                          struct err *err)
{
    struct sql_debt_by_account_in in = { chunk->client->id.n, account };
    struct sql_debt_by_account_row row;
    return sql_debt_by_account(db, caller, &in, arena, &row, is_known, err);
}

/* One person over accounts and clients: the same name, birthday and ZIP.
 * Without a birthday nobody is merged, because a wrong merge would show one
 * person's bill to another. */
static bool match_key(const struct placing *placing, struct arena *arena,
                      unsigned char key[SEAL_INDEX_LEN])
{
    const struct intake_row *row = &placing->item->row;
    const struct person_name *name = intake_asked(row,
                                                  &placing->item->verdict);
    struct day born = intake_asked_born(row, &placing->item->verdict);
    if (day_is_none(born) || row->address.zip.len == 0)
        return false;
    struct str last = str_lower(arena, name->last);
    struct str first = str_lower(arena, name->first);
    struct str suffix = str_lower(arena, name->suffix);
    struct str value = str_format(arena, "%.*s|%.*s|%.*s|%d|%.*s",
                                  STR_ARGS(last), STR_ARGS(first),
                                  STR_ARGS(suffix), born.n,
                                  STR_ARGS(row->address.zip));
    seal_index(placing->chunk->app->keys, 0, "person", "match", value, key);
    return true;
}

static bool person_of(struct db *db, struct caller caller,
                      struct placing *placing, struct arena *arena,
                      struct err *err)
{
    const struct intake_row *row = &placing->item->row;
    const struct intake_verdict *verdict = &placing->item->verdict;
    unsigned char key[SEAL_INDEX_LEN];
    struct str match = { NULL, 0 };
    if (match_key(placing, arena, key)) {
        struct sql_person_by_match_in in = {
            { (const char *)key, SEAL_INDEX_LEN }
        };
        struct sql_person_by_match_row found;
        bool is_found;
        if (!sql_person_by_match(db, caller, &in, arena, &found, &is_found,
                                 err))
            return false;
        if (is_found) {
            placing->person.n = found.id;
            return true;
        }
        match = in.match_key;
    }
    const struct person_name *name = intake_asked(row, verdict);
    struct ref ref = ref_new(db_world(db));
    placing->person.n = id_new(db_world(db));
    placing->is_new_person = true;
    struct sql_person_add_in add = {
        .id = placing->person.n, .ref = str_of(ref.text), .match_key = match,
        .first = name->first.at ? name->first : STR(""),
        .middle = name->middle, .last = name->last, .suffix = name->suffix,
        .born_on = intake_asked_born(row, verdict),
        .language = row->language, .created_at = caller.at
    };
    return sql_person_add(db, caller, &add, NULL, err);
}

static bool facility_id(struct db *db, struct caller caller,
                        struct placing *placing, struct arena *arena,
                        int64_t *id, struct err *err)
{
    const struct client *client = placing->chunk->client;
    uint32_t number = placing->item->verdict.facility;
    CHECK(number < client->agreement->facility_count);
    int64_t *known = &placing->chunk->facility[number];
    struct sql_facility_by_code_in in = {
        client->id.n, client->agreement->facility[number].code
    };
    struct sql_facility_by_code_row row = { .id = *known };
    bool is_found = *known != 0;
    if (!is_found
        && !sql_facility_by_code(db, caller, &in, arena, &row, &is_found,
                                 err))
        return false;
    if (!is_found)
        return err_set(err, ERR_CORRUPT, "a facility of the agreement is "
                       "not in the store");
    *id = *known = row.id;
    return true;
}

static bool debt_save(struct db *db, struct caller caller,
                      struct placing *placing, struct arena *arena,
                      struct err *err)
{
    const struct intake_row *row = &placing->item->row;
    const struct intake_verdict *verdict = &placing->item->verdict;
    const struct client *client = placing->chunk->client;
    struct ref ref = ref_new(db_world(db));
    placing->debt.n = id_new(db_world(db));
    struct sql_debt_add_in in = {
        .person_id = placing->person.n, .client_id = client->id.n,
        .id = placing->debt.n, .ref = str_of(ref.text),
        .batch_id = placing->chunk->batch.n, .account = row->account,
        .program = verdict->program,
        .patient_first = verdict->asks_guarantor ? row->patient.first
                                                 : (struct str){ NULL, 0 },
        .service_on = row->service_from, .service_to = row->service_to,
        .placed_on = app_today(placing->chunk->app, caller.at),
        .itemization_kind = verdict->itemization_kind,
        .itemization_on = verdict->itemization_on,
        .itemization_cents = verdict->itemization_amount,
        .charged_cents = verdict->bill.charged,
        .insurance_cents = verdict->bill.insurance_paid,
        .adjusted_cents = verdict->bill.adjusted,
        .paid_cents = verdict->bill.person_paid,
        .placed_cents = verdict->bill.placed, .created_at = caller.at
    };
    if (verdict->itemization_kind == ITEMIZATION_NONE)
        in.itemization_on = DAY_NONE;
    return facility_id(db, caller, placing, arena, &in.facility_id, err)
        && sql_debt_add(db, caller, &in, NULL, err);
}

static bool opening_save(struct db *db, struct caller caller,
                         const struct placing *placing, struct err *err)
{
    struct ledger_debt side = {
        .client = placing->chunk->client->id, .debt = placing->debt
    };
    struct money placed = placing->item->verdict.bill.placed;
    struct ledger_posting posting;
    enum ledger_answer answer = ledger_opening(&side, placed, &posting);
    CHECK(answer == LEDGER_POSTED); /* intake_check refused the others */
    struct ledger_entry entry = {
        .client = side.client, .debt = side.debt, .amount = placed,
        .business_on = app_today(placing->chunk->app, caller.at)
    };
    return ledger_debt_open(db, caller, &entry, &posting, err);
}

/* Why an account is kept but not worked, as facts the gate reads. */
static bool holds_save(struct db *db, struct caller caller,
                       const struct placing *placing, struct err *err)
{
    static const struct { enum fact_kind kind; bool is_person_wide; } as[] = {
        [HOLD_DECEASED] = { FACT_DECEASED, true },
        [HOLD_BANKRUPTCY] = { FACT_BANKRUPTCY, true },
        [HOLD_ATTORNEY] = { FACT_ATTORNEY, false },
        [HOLD_DISPUTED] = { FACT_DISPUTE, false },
        [HOLD_OTHER_PAYER] = { FACT_HELD, false }
    };
    _Static_assert(sizeof as / sizeof as[0] == HOLD_COUNT, "each hold");
    for (uint32_t hold = 0; hold < HOLD_COUNT; hold++) {
        if ((placing->item->verdict.holds & (1u << hold)) == 0)
            continue;
        struct fact fact = {
            .person = placing->person,
            .debt = { as[hold].is_person_wide ? 0 : placing->debt.n },
            .kind = as[hold].kind, .holds_from = caller.at,
            .until = MOMENT_NEVER, .source = STR("placement")
        };
        if (!contact_fact_append(db, caller, placing->chunk->client->id,
                                 &fact, err))
            return false;
    }
    return true;
}

static bool row_save(struct db *db, struct caller caller,
                     const struct placing *placing, struct arena *arena,
                     struct err *err)
{
    const struct intake_row *row = &placing->row;
    const struct intake_layout *layout = placing->chunk->layout;
    struct sql_batch_row_add_in in = {
        .client_id = placing->chunk->client->id.n,
        .batch_id = placing->chunk->batch.n, .line = (int64_t)row->line,
        .account = row->account, .outcome = placing->verdict.outcome,
        .amount_cents = row->balance, .debt_id = placing->debt.n
    };
    const struct intake_problem *problem = intake_row_reason(row);
    if (problem != NULL) {
        in.code = str_of(intake_reason_word(problem->reason));
        in.column_number = problem->column;
        in.column_name = problem->column == 0 ? (struct str){ NULL, 0 }
            : intake_layout_header(layout, problem->column);
        in.found = str_part(problem->found, 0, 200);
        if (!str_is_utf8(in.found))
            in.found = (struct str){ NULL, 0 };
        in.reason = intake_problem_words(arena, WORDS_EN, problem);
        in.fix = intake_problem_fix(arena, WORDS_EN, problem);
    }
    if ((row->given & FIELD_BIT(FIELD_BALANCE)) == 0)
        in.amount_cents = MONEY_ZERO;
    if (!str_is_utf8(in.account))
        in.account = (struct str){ NULL, 0 };
    return sql_batch_row_add(db, caller, &in, NULL, err);
}

static bool sums_add(struct sums *sums, const struct placing *placing,
                     struct err *err)
{
    enum intake_outcome outcome = placing->verdict.outcome;
    sums->rows[outcome] += 1;
    if ((placing->row.given & FIELD_BIT(FIELD_BALANCE)) == 0) {
        sums->unread += 1;
        return true;
    }
    if (money_add(sums->cents[outcome], placing->row.balance,
                  &sums->cents[outcome]))
        return true;
    return err_set(err, ERR_INVALID, "the sum of this file is too large");
}

static bool progress_save(struct db *db, struct caller caller,
                          const struct place_chunk *chunk,
                          const struct sums *sums, struct err *err)
{
    int64_t changed = 0;
    struct sql_batch_progress_in in = {
        .client_id = chunk->client->id.n, .id = chunk->batch.n,
        .lines_before = chunk->lines_before,
        .lines_done = (int64_t)chunk->item[chunk->count - 1].row.line,
        .accepted = sums->rows[INTAKE_ACCEPTED],
        .held = sums->rows[INTAKE_HELD],
        .refused = sums->rows[INTAKE_REFUSED],
        .known = sums->rows[INTAKE_KNOWN],
        .accepted_cents = sums->cents[INTAKE_ACCEPTED],
        .held_cents = sums->cents[INTAKE_HELD],
        .refused_cents = sums->cents[INTAKE_REFUSED],
        .known_cents = sums->cents[INTAKE_KNOWN], .unread = sums->unread
    };
    if (!sql_batch_progress(db, caller, &in, &changed, err))
        return false;
    if (changed != 1)
        return err_set(err, ERR_CONFLICT,
                       "somebody else imports this file at the same time");
    return true;
}
