#include "base/base.h"
#include "app/verify.h"
#include "db/audit.h"
#include "seal/digest.h"
#include "store/verify_sql.h"

#define BALANCES_PAGE 2000
#define ACCOUNTS_PAGE 2000

static struct app_check *check_begin(struct app_verify *verify,
                                     const char *name);
static bool counts_check(struct app *app, struct caller caller,
                         struct app_verify *verify, struct err *err);
static bool balances_check(struct app *app, struct caller caller,
                           struct app_verify *verify, struct err *err);
static bool audit_check(struct app *app, struct app_verify *verify,
                        struct err *err);
static bool digest_fill(struct app *app, struct caller caller,
                        struct app_verify *verify, struct err *err);

bool app_verify(struct app *app, struct caller caller,
                struct app_verify *verify, struct err *err)
{
    *verify = (struct app_verify){ .is_good = true };
    if (!balances_check(app, caller, verify, err)
        || !counts_check(app, caller, verify, err)
        || !audit_check(app, verify, err)
        || !digest_fill(app, caller, verify, err))
        return false;
    for (uint32_t i = 0; i < verify->count; i++)
        verify->is_good = verify->is_good && verify->check[i].is_good;
    return true;
}

static struct app_check *check_begin(struct app_verify *verify,
                                     const char *name)
{
    CHECK(verify->count < APP_VERIFY_CHECKS_MAX);
    struct app_check *check = &verify->check[verify->count++];
    *check = (struct app_check){ .name = name, .is_good = true };
    return check;
}

/* --- cached against summed balances ----------------------------------- */

struct balances {
    int64_t after;
    uint32_t count;
    struct app_check *check;
};

static bool balances_unit(struct db *db, void *work, struct arena *arena,
                          struct err *err)
{
    struct balances *look = work;
    struct sql_verify_balances_in in = { look->after, BALANCES_PAGE };
    struct sql_verify_balances_row *row;
    if (!sql_verify_balances(db, db_caller(db), &in, arena, &row,
                             &look->count, err))
        return false;
    for (uint32_t i = 0; i < look->count; i++) {
        look->check->looked_at++;
        look->after = row[i].debt_id;
        if (money_equal(row[i].cached_cents, row[i].summed_cents)
            || !look->check->is_good)
            continue;
        look->check->is_good = false;
        snprintf(look->check->words, sizeof look->check->words,
                 "debt:%" PRId64 " says %" PRId64 " cents, its transfers say "
                 "%" PRId64, row[i].debt_id, row[i].cached_cents.cents,
                 row[i].summed_cents.cents);
    }
    return true;
}

static bool balances_check(struct app *app, struct caller caller,
                           struct app_verify *verify, struct err *err)
{
    struct balances look = { .check = check_begin(verify, "balances") };
    struct arena arena;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    bool done = true;
    do {
        done = db_read(app->pool, caller, balances_unit, &look, &arena, err);
        arena_clear(&arena);
    } while (done && look.count == BALANCES_PAGE);
    if (done && look.check->is_good)
        snprintf(look.check->words, sizeof look.check->words,
                 "%" PRId64 " bills, each equal to its transfers",
                 look.check->looked_at);
    return done;
}

/* --- what must be nowhere --------------------------------------------- */

static bool none_check(struct app_verify *verify, const char *name,
                       int64_t things, const char *good, const char *bad)
{
    struct app_check *check = check_begin(verify, name);
    check->is_good = things == 0;
    check->looked_at = things;
    if (check->is_good)
        snprintf(check->words, sizeof check->words, "%s", good);
    else
        snprintf(check->words, sizeof check->words, "%" PRId64 " %s", things,
                 bad);
    return true;
}

static bool counts_unit(struct db *db, void *work, struct arena *arena,
                        struct err *err)
{
    struct app_verify *verify = work;
    struct caller caller = db_caller(db);
    struct sql_verify_debts_without_balance_row debts;
    struct sql_verify_plans_row plans;
    struct sql_verify_changes_row changes;
    struct sql_verify_remits_row remits;
    struct sql_verify_outbox_row outbox;
    struct sql_verify_released_row released;
    struct sql_verify_batches_row batches;
    struct sql_verify_trust_row trust;
    bool found;
    return sql_verify_debts_without_balance(db, caller, arena, &debts,
                                            &found, err)
        && sql_verify_plans(db, caller, arena, &plans, &found, err)
        && sql_verify_changes(db, caller, arena, &changes, &found, err)
        && sql_verify_remits(db, caller, arena, &remits, &found, err)
        && sql_verify_outbox(db, caller, arena, &outbox, &found, err)
        && sql_verify_released(db, caller, arena, &released, &found, err)
        && sql_verify_batches(db, caller, arena, &batches, &found, err)
        && sql_verify_trust(db, caller, arena, &trust, &found, err)
        && none_check(verify, "bills", debts.things,
                      "each bill has its account",
                      "bills have no account in the ledger")
        && none_check(verify, "plans", plans.things,
                      "each plan's instalments add up to its total",
                      "plans do not add up")
        && none_check(verify, "plan changes", changes.things,
                      "each changed plan is all that was left",
                      "changes of plans do not hold together")
        && none_check(verify, "remittances", remits.things,
                      "each remittance equals its lines",
                      "remittances differ from their lines")
        && none_check(verify, "messages", outbox.things,
                      "each message stands on an answer that allowed it",
                      "messages were not allowed")
        && none_check(verify, "releases", released.things,
                      "no letter left before it was released",
                      "letters left before they were released")
        && none_check(verify, "imports", batches.things,
                      "each import accounts for every row",
                      "imports lost a row")
        && none_check(verify, "trust", trust.things,
                      "the money we hold is the client's or our fee",
                      "clients' money accounts do not add up to zero");
}

static bool counts_check(struct app *app, struct caller caller,
                         struct app_verify *verify, struct err *err)
{
    struct arena arena;
    struct app_verify before = *verify;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    bool done = db_read(app->pool, caller, counts_unit, verify, &arena, err);
    arena_clear(&arena);
    if (!done)
        *verify = before;
    return done;
}

/* --- the trail -------------------------------------------------------- */

static bool audit_check(struct app *app, struct app_verify *verify,
                        struct err *err)
{
    struct db_audit_report report;
    struct app_check *check = check_begin(verify, "audit");
    if (!db_audit_verify(app->pool, &report, err))
        return false;
    check->is_good = report.is_whole;
    check->looked_at = (int64_t)report.entries;
    if (report.is_whole)
        snprintf(check->words, sizeof check->words,
                 "%" PRIu64 " entries in %" PRIu64 " streams, unbroken",
                 report.entries, report.streams);
    else
        snprintf(check->words, sizeof check->words,
                 "stream %" PRId64 ", entry %" PRId64 ": %.180s",
                 report.stream, report.seq, report.words);
    return true;
}

/* --- a digest of ledger and audit, for simulations -------------------- */

struct digest {
    struct str text;
    struct arena *keep;
};

static bool digest_unit(struct db *db, void *work, struct arena *arena,
                        struct err *err)
{
    struct digest *digest = work;
    struct caller caller = db_caller(db);
    struct sql_verify_totals_row total;
    struct db_audit_head *head;
    uint32_t heads;
    bool found;
    if (!sql_verify_totals(db, caller, arena, &total, &found, err)
        || !db_audit_heads(db, arena, &head, &heads, err))
        return false;
    struct buf buf;
    buf_init(&buf, digest->keep, (size_t)1 << 20);
    buf_add_format(&buf, "%" PRId64 " %" PRId64 " %" PRId64 " %" PRId64
                   " %" PRId64 " %" PRId64 " %" PRId64 "\n", total.persons,
                   total.debts, total.events, total.transfers,
                   total.messages, total.plans, total.owed_cents.cents);
    for (uint32_t i = 0; i < heads; i++) {
        buf_add_int(&buf, head[i].seq);
        buf_add_byte(&buf, ' ');
        buf_add(&buf, hex_of(digest->keep, head[i].signature));
        buf_add_byte(&buf, '\n');
    }
    digest->text = buf_str(&buf);
    return true;
}

static bool digest_fill(struct app *app, struct caller caller,
                        struct app_verify *verify, struct err *err)
{
    struct arena arena;
    arena_init(&arena, ARENA_REQUEST_BYTES);
    struct digest digest = { .keep = &arena };
    bool done = db_read(app->pool, caller, digest_unit, &digest, &arena, err);
    if (done) {
        struct str hex = seal_sha256_hex(&arena, digest.text);
        snprintf(verify->digest, sizeof verify->digest, "%.*s",
                 STR_ARGS(hex));
    }
    arena_clear(&arena);
    return done;
}
