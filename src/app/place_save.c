#include "base/base.h"
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
    struct person_id person;
    bool is_new_person; /* nothing else is known of them */
    struct debt_id debt;
    enum intake_outcome outcome;
};
struct sums {
    int64_t rows[INTAKE_OUTCOME_COUNT];
    struct money cents[INTAKE_OUTCOME_COUNT];
    int64_t unread;
};

static bool item_place(struct db *db, struct caller caller,
                       struct placing *placing, struct arena *arena,
                       struct err *err);
static bool account_known(struct db *db, struct caller caller,
                          const struct place_chunk *chunk, struct str account,
                          struct arena *arena, bool *is_known,
                          struct err *err);
static bool person_of(struct db *db, struct caller caller,
                      struct placing *placing, struct arena *arena,
                      struct err *err);
static bool reach_save(struct db *db, struct caller caller,
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
            .outcome = chunk->item[i].verdict.outcome
        };
        if (!item_place(db, caller, &placing, arena, err)
            || !row_save(db, caller, &placing, arena, err)
            || !sums_add(&sums, &placing, err))
            return false;
        chunk->is_known[i] = placing.outcome == INTAKE_KNOWN;
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
    for (uint32_t i = 0; i < chunk->count; i++) {
        chunk->is_known[i] = false;
        if (chunk->item[i].verdict.outcome != INTAKE_REFUSED
            && !account_known(db, db_caller(db), chunk,
                              chunk->item[i].row.account, arena,
                              &chunk->is_known[i], err))
            return false;
    }
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

static bool item_place(struct db *db, struct caller caller,
                       struct placing *placing, struct arena *arena,
                       struct err *err)
{
    bool is_known = false;
    if (placing->outcome == INTAKE_UNSET)
        placing->outcome = INTAKE_REFUSED;
    if (placing->outcome == INTAKE_REFUSED
        || placing->outcome == INTAKE_KNOWN)
        return true;
    if (!account_known(db, caller, placing->chunk,
                       placing->item->row.account, arena, &is_known, err))
        return false;
    if (is_known) {
        placing->outcome = INTAKE_KNOWN;
        return true;
    }
    return person_of(db, caller, placing, arena, err)
        && reach_save(db, caller, placing, arena, err)
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

static bool reach_save(struct db *db, struct caller caller,
                       struct placing *placing, struct arena *arena,
                       struct err *err)
{
    const struct intake_row *row = &placing->item->row;
    const struct person_address *address = &row->address;
    struct sql_person_addresses_in of = { placing->person.n, caller.at };
    struct sql_person_addresses_row *known = NULL;
    uint32_t count = 0;
    if (!placing->is_new_person
        && !sql_person_addresses(db, caller, &of, arena, &known, &count,
                                 err))
        return false;
    bool is_new = count == 0
        || !str_equal_fold(known[0].line1, address->line1)
        || !str_equal_fold(known[0].city, address->city)
        || !str_equal(known[0].zip, address->zip);
    if (is_new && address->line1.len > 0 && address->city.len > 0) {
        struct sql_person_address_add_in add = {
            .person_id = placing->person.n, .id = id_new(db_world(db)),
            .line1 = address->line1, .line2 = address->line2,
            .city = address->city, .state = address->state,
            .zip = address->zip, .source = STR("placement"),
            .recorded_at = caller.at
        };
        if (!sql_person_address_add(db, caller, &add, NULL, err))
            return false;
    }
    for (uint32_t i = 0; i < INTAKE_PHONES_MAX; i++) {
        if (row->phone[i].len == 0)
            continue;
        struct sql_person_phone_add_in add = {
            .person_id = placing->person.n, .id = id_new(db_world(db)),
            .number = row->phone[i], .is_landline = false,
            .source = STR("placement"), .recorded_at = caller.at
        };
        if (!sql_person_phone_add(db, caller, &add, NULL, err))
            return false;
    }
    if (row->email.len == 0)
        return true;
    struct sql_person_email_add_in email = {
        .person_id = placing->person.n, .id = id_new(db_world(db)),
        .address = row->email, .source = STR("placement"),
        .recorded_at = caller.at
    };
    return sql_person_email_add(db, caller, &email, NULL, err);
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
        .service_on = row->service_from,
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
    const struct intake_row *row = &placing->item->row;
    const struct intake_layout *layout = placing->chunk->layout;
    struct sql_batch_row_add_in in = {
        .client_id = placing->chunk->client->id.n,
        .batch_id = placing->chunk->batch.n, .line = (int64_t)row->line,
        .account = row->account, .outcome = placing->outcome,
        .amount_cents = row->balance, .debt_id = placing->debt.n
    };
    const struct intake_problem *problem = intake_row_reason(row);
    if (placing->outcome == INTAKE_KNOWN) {
        in.reason = STR("this account was placed before");
        in.fix = str_of(intake_reason_fix(REASON_KNOWN));
    } else if (problem != NULL) {
        in.column_number = problem->column;
        in.column_name = problem->column == 0 ? (struct str){ NULL, 0 }
            : intake_layout_header(layout, problem->column);
        in.found = str_part(problem->found, 0, 200);
        if (!str_is_utf8(in.found))
            in.found = (struct str){ NULL, 0 };
        in.reason = intake_problem_words(arena, problem);
        in.fix = intake_problem_fix(arena, problem);
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
    enum intake_outcome outcome = placing->outcome;
    sums->rows[outcome] += 1;
    if ((placing->item->row.given & FIELD_BIT(FIELD_BALANCE)) == 0) {
        sums->unread += 1;
        return true;
    }
    if (money_add(sums->cents[outcome], placing->item->row.balance,
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
