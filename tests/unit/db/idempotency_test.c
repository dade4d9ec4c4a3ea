/* Is the same request answered once, and only the same request? */
#include "house.h"

static const char hash_a[] = "0123456789abcdef0123456789abcdef";
static const char hash_b[] = "0123456789abcdef0123456789abcdeF";

/* A payment as app would make it: find, or add and save. */
struct payment {
    struct db_key key;
    int64_t id;
    bool must_refuse;
    bool is_found_only; /* a retry after the key was saved adds nothing */
    struct db_key_answer answer;
    char words[64];
};

static bool pay_unit(struct db *db, void *work, struct arena *arena,
                     struct err *err)
{
    struct payment *pay = work;
    struct house_thing thing = { .id = pay->id, .client_id = 1,
                                 .must_refuse = pay->must_refuse };

    pay->is_found_only = false;
    if (!db_key_find(db, &pay->key, arena, &pay->answer, err))
        return false;
    if (pay->answer.state != DB_KEY_NEW) {
        snprintf(pay->words, sizeof pay->words, "%.*s",
                 STR_ARGS(pay->answer.answer));
        pay->is_found_only = true;
        return true;
    }
    snprintf(pay->words, sizeof pay->words, "receipt %" PRId64, pay->id);
    return house_thing_unit(db, &thing, arena, err)
        && db_key_save(db, &pay->key, 303, str_of(pay->words), err);
}

static struct payment payment_of(const char *key, const char *hash,
                                 int64_t id)
{
    return (struct payment){
        .key = { STR("person:1"), STR("POST /m/plan"), str_of(key),
                 { hash, DB_REQUEST_HASH_LEN } }, .id = id };
}

static bool pay(struct house *house, struct payment *payment,
                struct err *err)
{
    return db_work(house->pool, house_caller(house), pay_unit, payment, err);
}

static void the_same_is_answered_once(void **state)
{
    struct house *house = HOUSE(state);
    struct payment first = payment_of("k1", hash_a, 1);
    struct payment second = payment_of("k1", hash_a, 2);
    struct err err;

    assert_true(pay(house, &first, &err));
    assert_int_equal(first.answer.state, DB_KEY_NEW);
    house_reopen(house);
    assert_true(pay(house, &second, &err));
    assert_int_equal(second.answer.state, DB_KEY_SAME);
    assert_int_equal(second.answer.status, 303);
    assert_string_equal(second.words, "receipt 1");
    assert_int_equal(house_count(house), 1);
}

static void another_amount_is_a_mismatch(void **state)
{
    struct house *house = HOUSE(state);
    struct payment first = payment_of("k1", hash_a, 1);
    struct payment other = payment_of("k1", hash_b, 2);
    struct err err;

    assert_true(pay(house, &first, &err));
    assert_true(pay(house, &other, &err));
    assert_int_equal(other.answer.state, DB_KEY_MISMATCH);
    assert_string_equal(other.words, ""); /* nothing shown */
    assert_int_equal(other.answer.status, 0);
    assert_int_equal(house_count(house), 1);
}

static void keys_of_others_are_other_keys(void **state)
{
    struct house *house = HOUSE(state);
    struct payment mine = payment_of("k1", hash_a, 1);
    struct payment theirs = payment_of("k1", hash_a, 2);
    struct payment elsewhere = payment_of("k1", hash_a, 3);
    struct err err;

    theirs.key.scope = STR("person:2");
    elsewhere.key.route = STR("POST /m/pay");
    assert_true(pay(house, &mine, &err));
    assert_true(pay(house, &theirs, &err));
    assert_true(pay(house, &elsewhere, &err));
    assert_int_equal(theirs.answer.state, DB_KEY_NEW);
    assert_int_equal(elsewhere.answer.state, DB_KEY_NEW);
    assert_int_equal(house_count(house), 3);
}

static void a_refusal_does_not_take_the_key(void **state)
{
    struct house *house = HOUSE(state);
    struct payment wrong = payment_of("k1", hash_a, 1);
    struct payment right = payment_of("k1", hash_b, 1);
    struct err err;

    wrong.must_refuse = true;
    assert_false(pay(house, &wrong, &err));
    assert_true(pay(house, &right, &err));
    assert_int_equal(right.answer.state, DB_KEY_NEW);
}

static void strange_keys(void **state)
{
    struct house *house = HOUSE(state);
    char longest[DB_KEY_MAX + 2];
    struct err err;

    memset(longest, 'k', sizeof longest);
    longest[DB_KEY_MAX + 1] = '\0';
    struct payment over = payment_of(longest, hash_a, 1);
    assert_false(pay(house, &over, &err));
    assert_int_equal(err.kind, ERR_INVALID);
    longest[DB_KEY_MAX] = '\0';
    struct payment just = payment_of(longest, hash_a, 1);
    assert_true(pay(house, &just, &err));
    struct payment empty = payment_of("", hash_a, 2);
    assert_false(pay(house, &empty, &err));
    assert_int_equal(err.kind, ERR_INVALID);
    struct payment quote = payment_of("'; DROP TABLE thing; --", hash_a, 3);
    assert_true(pay(house, &quote, &err));
    struct payment nul = payment_of("x", hash_a, 4);
    nul.key.key = (struct str){ "a\0b", 3 };
    assert_false(pay(house, &nul, &err));
    assert_int_equal(err.kind, ERR_INVALID);
    assert_int_equal(house_count(house), 2);
}

/* --- fifty at once ---------------------------------------------------- */

#define CLICKS 50

struct click {
    struct house *house;
    struct payment payment;
    bool is_ok;
    struct err err;
};

static void *click_main(void *context)
{
    struct click *click = context;

    /* As a client does: busy is not an answer, so it asks again. */
    for (int i = 0; i < 20 && !click->is_ok; i++) {
        click->is_ok = pay(click->house, &click->payment, &click->err);
        if (!click->is_ok && click->err.kind != ERR_BUSY)
            break;
    }
    return NULL;
}

static void fifty_equal_requests_are_one(void **state)
{
    struct house *house = HOUSE(state);
    static struct click click[CLICKS];
    pthread_t thread[CLICKS];
    int64_t paid = 0;

    for (int i = 0; i < CLICKS; i++) {
        click[i] = (struct click){ .house = house,
                                   .payment = payment_of("k1", hash_a,
                                                         i + 1) };
        pthread_create(&thread[i], NULL, click_main, &click[i]);
    }
    for (int i = 0; i < CLICKS; i++)
        pthread_join(thread[i], NULL);
    for (int i = 0; i < CLICKS; i++) {
        if (!click[i].is_ok)
            fail_msg("click %d: %s", i, click[i].err.text);
        paid += !click[i].payment.is_found_only;
        assert_string_equal(click[i].payment.words, click[0].payment.words);
    }
    assert_int_equal(paid, 1);
    assert_int_equal(house_count(house), 1);
    house_whole(house);
}

static bool forget_unit(struct db *db, void *work, struct arena *arena,
                        struct err *err)
{
    (void)arena;
    db_act(db, "keys.forget", (struct str){ 0 }, (struct str){ 0 });
    return db_key_forget(db, moment_add_seconds(db_caller(db).at, 1), work,
                         err);
}

static void old_keys_are_forgotten(void **state)
{
    struct house *house = HOUSE(state);
    struct payment first = payment_of("k1", hash_a, 1);
    int64_t count = 0;
    struct err err;

    assert_true(pay(house, &first, &err));
    assert_true(db_work(house->pool, house_caller(house), forget_unit,
                        &count, &err));
    assert_int_equal(count, 1);
    first = payment_of("k1", hash_b, 2);
    assert_true(pay(house, &first, &err));
    assert_int_equal(first.answer.state, DB_KEY_NEW);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(the_same_is_answered_once),
        ON_BOTH(another_amount_is_a_mismatch),
        ON_BOTH(keys_of_others_are_other_keys),
        ON_BOTH(a_refusal_does_not_take_the_key), ON_BOTH(strange_keys),
        ON_BOTH(fifty_equal_requests_are_one),
        ON_BOTH(old_keys_are_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
