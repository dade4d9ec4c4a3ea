/* Does the trail name the first entry somebody touched? */
#include "house.h"

#define ENTRIES 6 /* things added; with audit.open the chain has 7 */

static void fill(struct house *house)
{
    struct err err;

    for (int64_t id = 1; id <= ENTRIES; id++)
        if (!house_add(house, id, &err))
            fail_msg("%s", err.text);
    house_whole(house);
}

struct tamper {
    const char *what;
    const char *sql; /* the same on both engines */
    int64_t seq;     /* where verify must stop */
};

/* Sequence numbers 1 (audit.open) to 7. */
static const struct tamper tampers[] = {
    { "an action changed",
      "UPDATE audit_entry SET action = 'thing.sell' WHERE seq = 3", 3 },
    { "a detail added",
      "UPDATE audit_entry SET detail = '{}' WHERE seq = 4", 4 },
    { "an absent text made empty",
      "UPDATE audit_entry SET detail = '' WHERE seq = 4", 4 },
    { "another person",
      "UPDATE audit_entry SET person_id = 5 WHERE seq = 5", 5 },
    { "another user",
      "UPDATE audit_entry SET user_id = 78 WHERE seq = 5", 5 },
    { "another kind",
      "UPDATE audit_entry SET kind = 'admin' WHERE seq = 5", 5 },
    { "another name",
      "UPDATE audit_entry SET name = 'mario' WHERE seq = 2", 2 },
    { "another moment",
      "UPDATE audit_entry SET at = at + 1 WHERE seq = 7", 7 },
    { "another unit",
      "UPDATE audit_entry SET unit = '00000000000000000000000000000000'"
      " WHERE seq = 6", 6 },
    { "one deleted", "DELETE FROM audit_entry WHERE seq = 3", 3 },
    { "the first deleted", "DELETE FROM audit_entry WHERE seq = 1", 1 },
    { "one deleted, the rest moved up",
      "DELETE FROM audit_entry WHERE seq = 3;"
      "UPDATE audit_entry SET seq = 3 WHERE seq = 4;"
      "UPDATE audit_entry SET seq = 4 WHERE seq = 5;"
      "UPDATE audit_entry SET seq = 5 WHERE seq = 6;"
      "UPDATE audit_entry SET seq = 6 WHERE seq = 7", 3 },
    { "two swapped",
      "UPDATE audit_entry SET seq = 99 WHERE seq = 3;"
      "UPDATE audit_entry SET seq = 3 WHERE seq = 4;"
      "UPDATE audit_entry SET seq = 4 WHERE seq = 99", 3 },
    { "one inserted at the end",
      "INSERT INTO audit_entry SELECT stream, seq + 1,"
      " 'ffffffffffffffffffffffffffffffff', at, kind, user_id, person_id,"
      " client_id, name, action, object, detail, signature, previous"
      " FROM audit_entry WHERE seq = 7", 8 },
    { "a signature copied",
      "UPDATE audit_entry SET signature = previous WHERE seq = 4", 4 },
    { "the stream's node changed", "UPDATE audit_stream SET node = 'x'", 1 },
    { "the stream's age changed",
      "UPDATE audit_stream SET opened_at = opened_at - 1", 1 },
    { "the stream taken away", "DELETE FROM audit_stream", 1 },
    { "all entries taken away", "DELETE FROM audit_entry", 1 },
};

static void unlock(struct house *house)
{
    house_raw(house,
        "DROP TRIGGER audit_entry_no_update; DROP TRIGGER"
        " audit_entry_no_delete; DROP TRIGGER audit_stream_no_update;"
        "DROP TRIGGER audit_stream_no_delete",
        "ALTER TABLE audit_entry DISABLE TRIGGER ALL;"
        "ALTER TABLE audit_stream DISABLE TRIGGER ALL;"
        "ALTER TABLE audit_entry DROP CONSTRAINT audit_entry_stream_fkey");
}

static void tampering_is_named(void **state)
{
    struct house *house = HOUSE(state);

    for (size_t i = 0; i < sizeof tampers / sizeof tampers[0]; i++) {
        const struct tamper *tamper = &tampers[i];
        struct db_audit_report report;
        struct err err;
        db_close(house->pool);
        house->pool = NULL;
        house_clear(house);
        house_reopen(house);
        fill(house);
        db_close(house->pool);
        house->pool = NULL;
        unlock(house);
        house_raw(house, tamper->sql, tamper->sql);
        house_reopen(house);
        if (!db_audit_verify(house->pool, &report, &err))
            fail_msg("%s: %s", tamper->what, err.text);
        if (report.is_whole || report.seq != tamper->seq)
            fail_msg("%s: whole %d, seq %" PRId64 " not %" PRId64 " (%s)",
                     tamper->what, report.is_whole, report.seq, tamper->seq,
                     report.words);
    }
}

static void other_sign(void *context, struct str bytes,
                       unsigned char signature[DB_SIGNATURE_LEN])
{
    house_sign(context, bytes, signature);
    signature[31] ^= 1;
}

/* Whoever rewrites the whole chain without the key is found at once. */
static void another_key_breaks_everything(void **state)
{
    struct house *house = HOUSE(state);
    struct db_audit_report report;
    struct err err;

    fill(house);
    house->options.signer.sign = other_sign;
    house_reopen(house);
    assert_true(db_audit_verify(house->pool, &report, &err));
    assert_false(report.is_whole);
    assert_int_equal(report.seq, 1);
}

struct heads {
    struct db_audit_head head[8];
    unsigned char signature[8][DB_SIGNATURE_LEN];
    uint32_t count;
    bool all_stand;
};

static bool heads_unit(struct db *db, void *work, struct arena *arena,
                       struct err *err)
{
    struct heads *heads = work;
    struct db_audit_head *head;

    if (!db_audit_heads(db, arena, &head, &heads->count, err))
        return false;
    CHECK(heads->count <= 8);
    for (uint32_t i = 0; i < heads->count; i++) {
        heads->head[i] = head[i];
        memcpy(heads->signature[i], head[i].signature.at, DB_SIGNATURE_LEN);
        heads->head[i].signature = (struct str){
            (char *)heads->signature[i], DB_SIGNATURE_LEN };
    }
    return true;
}

static bool stand_unit(struct db *db, void *work, struct arena *arena,
                       struct err *err)
{
    struct heads *heads = work;

    heads->all_stand = true;
    for (uint32_t i = 0; i < heads->count; i++) {
        bool stands;
        if (!db_audit_stands(db, arena, &heads->head[i], &stands, err))
            return false;
        heads->all_stand = heads->all_stand && stands;
    }
    return true;
}

/* The tail of an open stream can be cut without a trace inside; a head kept
 * elsewhere shows it. */
static void a_cut_tail_shows_against_a_head(void **state)
{
    struct house *house = HOUSE(state);
    struct heads heads = { 0 };
    struct err err;

    fill(house);
    assert_true(db_read(house->pool, house_caller(house), heads_unit, &heads,
                        &house->arena, &err));
    assert_int_equal(heads.count, 1);
    assert_int_equal(heads.head[0].seq, ENTRIES + 1);
    assert_true(house_add(house, 50, &err));
    assert_true(db_read(house->pool, house_caller(house), stand_unit, &heads,
                        &house->arena, &err));
    assert_true(heads.all_stand);
    db_close(house->pool);
    house->pool = NULL;
    unlock(house);
    house_raw(house, "DELETE FROM audit_entry WHERE seq > 5",
              "DELETE FROM audit_entry WHERE seq > 5");
    house_reopen(house);
    house_whole(house);
    assert_true(db_read(house->pool, house_caller(house), stand_unit, &heads,
                        &house->arena, &err));
    assert_false(heads.all_stand);
}

/* SQLite goes on with its stream; PostgreSQL closes it and names the next. */
static void a_restart_keeps_the_trail_whole(void **state)
{
    struct house *house = HOUSE(state);
    struct err err;

    for (int64_t id = 1; id <= 4; id++) {
        house_reopen(house);
        assert_true(house_add(house, id, &err));
    }
    house_whole(house);
    assert_int_equal(house_raw_number(house, "SELECT count(*) FROM"
                     " audit_stream"), house->is_sqlite ? 1 : 4);
    assert_int_equal(house_raw_number(house, "SELECT count(*) FROM"
                     " audit_entry"), house->is_sqlite ? 5 : 11);
}

static void a_cut_closed_stream_is_named(void **state)
{
    struct house *house = HOUSE(state);
    struct db_audit_report report;
    struct err err;

    if (house->is_sqlite)
        skip(); /* one stream, never closed */
    fill(house);
    house_reopen(house);
    assert_true(house_add(house, 60, &err));
    db_close(house->pool);
    house->pool = NULL;
    unlock(house);
    house_raw(house, NULL, "DELETE FROM audit_entry WHERE seq > 4 AND stream"
              " = (SELECT min(stream) FROM audit_stream)");
    house_reopen(house);
    assert_true(db_audit_verify(house->pool, &report, &err));
    assert_false(report.is_whole);
    assert_int_equal(report.seq, 5);
}

/* Two programs with one node name fight for the stream; nothing is lost. */
static void two_owners_of_one_slot(void **state)
{
    struct house *house = HOUSE(state);
    struct db_pool *other, *mine = house->pool;
    struct err err;

    if (house->is_sqlite)
        skip(); /* the lock of the data folder forbids it */
    assert_true(db_open(&house->options, &other, &err));
    for (int64_t id = 1; id <= 10; id++) {
        house->pool = id % 2 ? other : mine;
        if (!house_add(house, id, &err))
            fail_msg("%s", err.text);
    }
    db_close(other);
    house->pool = mine;
    assert_int_equal(house_count(house), 10);
    house_whole(house);
}

static void many_pages(void **state)
{
    struct house *house = HOUSE(state);
    struct db_audit_report report;
    struct err err;

    /* audit.open and these fill whole pages to the last entry. */
    for (int64_t id = 1; id < 2 * DB_AUDIT_PAGE; id++)
        if (!house_add(house, id, &err))
            fail_msg("%s", err.text);
    assert_true(db_audit_verify(house->pool, &report, &err));
    assert_true(report.is_whole);
    assert_int_equal(report.entries, 2 * DB_AUDIT_PAGE);
    assert_int_equal(report.streams, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(tampering_is_named), ON_BOTH(another_key_breaks_everything),
        ON_BOTH(a_cut_tail_shows_against_a_head),
        ON_BOTH(a_restart_keeps_the_trail_whole),
        ON_BOTH(a_cut_closed_stream_is_named),
        ON_BOTH(two_owners_of_one_slot), ON_BOTH(many_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
