/* What if a step fails: each in turn, the whole group, the link, the race? */
#include "house.h"

#include <semaphore.h>

static struct house_thing thing_of(int64_t id)
{
    return (struct house_thing){ .id = id, .client_id = 1,
                                 .name = STR("a chair") };
}

static bool work(struct house *house, struct house_thing *thing,
                 struct err *err)
{
    return db_work(house->pool, house_caller(house), house_thing_unit, thing,
                   err);
}

/* Every step of a unit fails once, in every way: it is saved if and only if
 * it was said to be, and the store goes on. */
static void each_step_in_turn(void **state)
{
    struct house *house = HOUSE(state);
    struct house_thing first = thing_of(1);
    int64_t id = 2, saved = 1;
    struct err err;

    db_fault_arm(house->pool, NULL);
    assert_true(work(house, &first, &err));
    first = thing_of(id++);
    db_fault_arm(house->pool, NULL);
    assert_true(work(house, &first, &err));
    saved++;
    uint64_t steps = db_fault_steps(house->pool);
    assert_true(steps >= 4); /* begin, thing, entry, commit */
    for (enum db_fault_how how = DB_FAULT_ERROR; how <= DB_FAULT_CUT_AFTER;
         how++)
        for (uint32_t nth = 1; nth <= steps; nth++)
            for (uint32_t times = 1; times <= 2; times++) {
                struct house_thing thing = thing_of(id++);
                struct db_fault fault = { .how = how, .nth = nth,
                                          .times = times,
                                          .kind = ERR_EXHAUSTED };
                db_fault_arm(house->pool, &fault);
                bool is_saved = work(house, &thing, &err);
                db_fault_arm(house->pool, NULL);
                saved += is_saved;
                assert_int_equal(house_count(house), saved);
            }
    assert_true(db_fault_struck(house->pool) >= steps * 4);
    assert_int_equal(house_raw_number(house, "SELECT count(*) FROM"
                     " audit_entry WHERE action = 'thing.add'"), saved);
    house_whole(house);
}

/* --- the lost group --------------------------------------------------- */

static sem_t may_go, is_held;

static bool waiting_unit(struct db *db, void *work, struct arena *arena,
                         struct err *err)
{
    (void)db;
    (void)work;
    (void)arena;
    (void)err;
    sem_post(&is_held);
    sem_wait(&may_go);
    return true;
}

struct member {
    struct house *house;
    struct house_thing thing;
    db_unit *unit;
    bool saved;
    struct err err;
};

static void *member_main(void *context)
{
    struct member *member = context;

    member->saved = db_work(member->house->pool,
                            house_caller(member->house), member->unit,
                            &member->thing, &member->err);
    return NULL;
}

#define MEMBERS 10

/* Fills one group: the writer is held while the members queue up. */
static void group_of(struct house *house, struct member *member,
                     const struct db_fault *fault)
{
    pthread_t thread[MEMBERS + 1];
    struct member first = { .house = house, .unit = waiting_unit };

    sem_init(&may_go, 0, 0);
    sem_init(&is_held, 0, 0);
    pthread_create(&thread[0], NULL, member_main, &first);
    sem_wait(&is_held);
    for (uint32_t i = 0; i < MEMBERS; i++) {
        member[i].house = house;
        member[i].unit = house_thing_unit;
        pthread_create(&thread[i + 1], NULL, member_main, &member[i]);
        while (db_waiting(house->pool) <= i) /* in this order */
            world_sleep_us(world_real(), 200);
    }
    db_fault_arm(house->pool, fault);
    sem_post(&may_go);
    for (int i = 0; i <= MEMBERS; i++)
        pthread_join(thread[i], NULL);
    db_fault_arm(house->pool, NULL);
    sem_destroy(&may_go);
    sem_destroy(&is_held);
}

static void a_refused_one_does_not_sink_its_neighbours(void **state)
{
    struct house *house = HOUSE(state);
    struct member member[MEMBERS] = { 0 };
    struct err err;

    if (!house->is_sqlite)
        skip(); /* no groups there */
    assert_true(house_add(house, 100, &err));
    for (int i = 0; i < MEMBERS; i++) {
        member[i].thing = thing_of(i + 1);
        member[i].thing.must_refuse = i % 3 == 1;
    }
    member[4].thing.id = 100; /* taken: a broken constraint */
    group_of(house, member, NULL);
    for (int i = 0; i < MEMBERS; i++) {
        bool should = i % 3 != 1;
        assert_int_equal(member[i].saved, should);
        assert_int_equal(member[i].thing.runs, 1);
    }
    house_whole(house);
}

static void a_lost_group_runs_each_alone(void **state)
{
    struct house *house = HOUSE(state);
    struct err err;
    /* Two statements a unit, one in the refused third: the 12th is the first
     * of the seventh.  The first commit is that of the unit that waited. */
    static const struct db_fault fault[] = {
        { .how = DB_FAULT_LOSE_GROUP, .step = DB_STEP_RUN, .nth = 12,
          .kind = ERR_EXHAUSTED },
        { .how = DB_FAULT_LOSE_GROUP, .step = DB_STEP_COMMIT, .nth = 2,
          .kind = ERR_EXHAUSTED },
        { .how = DB_FAULT_ERROR, .step = DB_STEP_COMMIT, .nth = 2,
          .kind = ERR_EXHAUSTED },
    };

    if (!house->is_sqlite)
        skip();
    assert_true(house_add(house, 1000, &err));
    for (int round = 0; round < 3; round++) {
        struct member member[MEMBERS] = { 0 };
        for (int i = 0; i < MEMBERS; i++)
            member[i].thing = thing_of(round * 100 + i + 1);
        member[2].thing.must_refuse = true;
        group_of(house, member, &fault[round]);
        for (int i = 0; i < MEMBERS; i++) {
            assert_int_equal(member[i].saved, i != 2);
            uint32_t runs = i == 2 ? 1 : round == 0 && i > 6 ? 1 : 2;
            assert_int_equal(member[i].thing.runs, runs);
        }
    }
    assert_int_equal(house_count(house), 1 + 3 * (MEMBERS - 1));
    house_whole(house);
}

static void what_fails_alone_too_is_its_answer(void **state)
{
    struct house *house = HOUSE(state);
    struct house_thing thing = thing_of(1);
    struct db_fault full = { .how = DB_FAULT_LOSE_GROUP, .nth = 1,
                             .step = DB_STEP_COMMIT, .times = 2,
                             .kind = ERR_EXHAUSTED };
    struct err err;

    if (!house->is_sqlite)
        skip();
    assert_true(house_add(house, 5, &err));
    db_fault_arm(house->pool, &full);
    assert_false(work(house, &thing, &err));
    assert_int_equal(err.kind, ERR_EXHAUSTED);
    db_fault_arm(house->pool, NULL);
    assert_true(work(house, &thing, &err)); /* the disk has room again */
    house_whole(house);
}

/* --- races and links (PostgreSQL) ------------------------------------- */

static void a_lost_race_runs_again(void **state)
{
    struct house *house = HOUSE(state);
    struct house_thing thing = thing_of(1);
    struct db_fault race = { .how = DB_FAULT_RETRY, .step = DB_STEP_RUN,
                             .nth = 1, .times = 3, .kind = ERR_BUSY };
    struct err err;

    if (house->is_sqlite)
        skip();
    assert_true(house_add(house, 5, &err));
    db_fault_arm(house->pool, &race);
    assert_true(work(house, &thing, &err));
    assert_int_equal(thing.runs, 4);
    thing = thing_of(2);
    race.times = 1000;
    db_fault_arm(house->pool, &race);
    assert_false(work(house, &thing, &err));
    assert_int_equal(err.kind, ERR_BUSY);
    assert_int_equal(thing.runs, DB_TRIES_MAX);
    db_fault_arm(house->pool, NULL);
    assert_int_equal(house_count(house), 2);
}

/* Two units that read what the other writes, and meet in between: no serial
 * order has both, so PostgreSQL sends one of them back. */
struct racer {
    struct house *house;
    pthread_barrier_t *meet;
    int64_t id;
    uint32_t runs;
    bool saved;
    struct err err;
};

static bool racer_unit(struct db *db, void *work, struct arena *arena,
                       struct err *err)
{
    struct racer *racer = work;
    struct sql_shelf_set_in in = { racer->id, 60 };
    struct sql_shelf_total_row total;
    bool is_found;

    if (!sql_shelf_total(db, db_caller(db), arena, &total, &is_found, err))
        return false;
    if (racer->runs++ == 0)
        pthread_barrier_wait(racer->meet);
    db_act(db, "shelf.set", STR("shelf"), (struct str){ 0 });
    return sql_shelf_set(db, db_caller(db), &in, NULL, err);
}

static void *racer_main(void *context)
{
    struct racer *racer = context;

    racer->saved = db_work(racer->house->pool, house_caller(racer->house),
                           racer_unit, racer, &racer->err);
    return NULL;
}

static void a_real_race_runs_again(void **state)
{
    struct house *house = HOUSE(state);
    pthread_barrier_t meet;
    struct racer racer[2];
    pthread_t thread[2];

    if (house->is_sqlite)
        skip();
    for (int round = 0; round < 5; round++) {
        pthread_barrier_init(&meet, NULL, 2);
        for (int i = 0; i < 2; i++) {
            racer[i] = (struct racer){ .house = house, .meet = &meet,
                                       .id = round * 2 + i + 1 };
            pthread_create(&thread[i], NULL, racer_main, &racer[i]);
        }
        for (int i = 0; i < 2; i++)
            pthread_join(thread[i], NULL);
        pthread_barrier_destroy(&meet);
        for (int i = 0; i < 2; i++)
            if (!racer[i].saved)
                fail_msg("%s", racer[i].err.text);
        assert_true(racer[0].runs + racer[1].runs >= 3);
    }
    assert_int_equal(house_raw_number(house, "SELECT count(*) FROM shelf"),
                     10);
    house_whole(house);
}

static void a_lost_commit_is_asked_for(void **state)
{
    struct house *house = HOUSE(state);
    struct err err;
    int64_t id = 1;

    if (house->is_sqlite)
        skip();
    for (int round = 0; round < 20; round++) {
        struct house_thing thing = thing_of(id++);
        struct db_fault cut = { .step = DB_STEP_COMMIT, .nth = 1,
                                .how = round % 2 ? DB_FAULT_CUT_AFTER
                                                 : DB_FAULT_LOSE_GROUP };
        assert_true(house_add(house, 1000 + round, &err));
        db_fault_arm(house->pool, &cut);
        if (!work(house, &thing, &err))
            fail_msg("round %d: %s", round, err.text);
        db_fault_arm(house->pool, NULL);
        /* Sent before the cut: mostly saved by the first run. */
        assert_true(thing.runs == 1 || thing.runs == 2);
        if (round % 2 == 0)
            assert_int_equal(thing.runs, 2);
    }
    assert_int_equal(house_count(house), 40);
    assert_int_equal(house_raw_number(house, "SELECT count(*) FROM"
                     " audit_entry WHERE action = 'thing.add'"), 40);
    house_whole(house);
}

static void a_killed_link_comes_back(void **state)
{
    struct house *house = HOUSE(state);
    struct house_thing thing = thing_of(1);
    struct err err;

    if (house->is_sqlite)
        skip();
    assert_true(house_add(house, 5, &err));
    assert_int_equal(house_count(house), 1);
    house_raw(house, NULL, "SELECT pg_terminate_backend(pid) FROM"
              " pg_stat_activity WHERE usename = 'bedside_app'");
    if (!work(house, &thing, &err))
        fail_msg("%s", err.text);
    assert_int_equal(house_count(house), 2);
    house_whole(house);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(each_step_in_turn),
        ON_BOTH(a_refused_one_does_not_sink_its_neighbours),
        ON_BOTH(a_lost_group_runs_each_alone),
        ON_BOTH(what_fails_alone_too_is_its_answer),
        ON_BOTH(a_lost_race_runs_again), ON_BOTH(a_real_race_runs_again),
        ON_BOTH(a_lost_commit_is_asked_for),
        ON_BOTH(a_killed_link_comes_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
