#include <setjmp.h>
#include <stdarg.h>

#include "base/base.h"
#include "access/scope.h"

#include <cmocka.h>

/* Who is asked about.  A letter stands for each in the table below. */
static const struct {
    const char *letters; /* upper case where relation OTHER is asked */
    struct caller caller;
} callers[] = {
    { "-", { .kind = CALLER_NOBODY } },
    { "p", { .kind = CALLER_PERSON, .roles = ROLE_PERSON } },
    { "r", { .kind = CALLER_STAFF, .roles = ROLE_REPRESENTATIVE } },
    { "s", { .kind = CALLER_STAFF, .roles = ROLE_SUPERVISOR } },
    { "c", { .kind = CALLER_STAFF, .roles = ROLE_COMPLIANCE } },
    { "a", { .kind = CALLER_STAFF, .roles = ROLE_ADMINISTRATOR } },
    { "v", { .kind = CALLER_PROVIDER, .roles = ROLE_PROVIDER } },
    { "k", { .kind = CALLER_SYSTEM, .roles = ROLE_COURIER } },
    { "d", { .kind = CALLER_SYSTEM } },
    { "m", { .kind = CALLER_ADMIN } },
};
#define CALLERS (sizeof callers / sizeof callers[0])

/* Written out by hand, not from the code: who may, for nobody's, own and
 * other people's things. */
static const struct {
    enum access_right right;
    const char *none, *own, *other;
} expected[] = {
    { MAY_NOTHING,      "",           "",           "" },
    { MAY_ANYONE,       "-prscavkdm", "-prscavkdm", "-prscavkdm" },
    { MAY_OWN_DEBT,     "p",          "p",          "" },
    { MAY_WORK_DESK,    "rsm",        "rsm",        "rsm" },
    { MAY_TAKE_PAYMENT, "rsm",        "rsm",        "rsm" },
    { MAY_SEE_CLIENT,   "scavm",      "scavm",      "scam" },
    { MAY_STOP,         "scam",       "scam",       "scam" },
    { MAY_PLACE,        "am",         "am",         "am" },
    { MAY_RUN_DAY,      "adm",        "adm",        "adm" },
    { MAY_REMIT,        "am",         "am",         "am" },
    { MAY_VERIFY,       "cam",        "cam",        "cam" },
    { MAY_ADMINISTER,   "am",         "am",         "am" },
    { MAY_CARRY,        "k",          "k",          "k" },
};
_Static_assert(sizeof expected / sizeof expected[0] == MAY_COUNT,
               "every right is asked");

static void every_right_role_and_relation(void **state)
{
    (void)state;
    uint32_t asked = 0;
    for (size_t e = 0; e < MAY_COUNT; e++) {
        assert_int_equal(expected[e].right, (int)e);
        const char *may[] = { expected[e].none, expected[e].own,
                              expected[e].other };
        for (int relation = RELATION_NONE; relation <= RELATION_OTHER;
             relation++) {
            for (size_t c = 0; c < CALLERS; c++) {
                bool want = strstr(may[relation], callers[c].letters) != NULL;
                bool got = access_may(&callers[c].caller, expected[e].right,
                                      (enum access_relation)relation);
                if (want != got)
                    fail_msg("right %zu, caller %s, relation %d: want %d", e,
                             callers[c].letters, relation, want);
                asked++;
            }
        }
    }
    assert_int_equal(asked, MAY_COUNT * 3 * CALLERS);
}

/* Roles stored with the wrong kind of user give nothing. */
static void roles_do_not_cross_kinds(void **state)
{
    (void)state;
    const uint32_t all = UINT32_MAX;
    struct caller person = { .kind = CALLER_PERSON, .roles = all };
    struct caller provider = { .kind = CALLER_PROVIDER, .roles = all };
    struct caller nobody = { .kind = CALLER_NOBODY, .roles = all };
    struct caller system = { .kind = CALLER_SYSTEM, .roles = all };
    struct caller staff = { .kind = CALLER_STAFF, .roles = all };

    assert_false(access_may(&person, MAY_WORK_DESK, RELATION_OWN));
    assert_false(access_may(&person, MAY_OWN_DEBT, RELATION_OTHER));
    assert_false(access_may(&provider, MAY_REMIT, RELATION_OWN));
    assert_false(access_may(&provider, MAY_SEE_CLIENT, RELATION_OTHER));
    assert_false(access_may(&nobody, MAY_OWN_DEBT, RELATION_OWN));
    assert_false(access_may(&system, MAY_ADMINISTER, RELATION_NONE));
    assert_false(access_may(&system, MAY_RUN_DAY, RELATION_NONE));
    assert_false(access_may(&staff, MAY_CARRY, RELATION_NONE));
    assert_false(access_may(&staff, MAY_OWN_DEBT, RELATION_OWN));
}

static void nonsense_is_no(void **state)
{
    (void)state;
    struct caller admin = { .kind = CALLER_ADMIN, .roles = UINT32_MAX };
    struct caller unknown = { .kind = (enum caller_kind)77,
                              .roles = UINT32_MAX };
    struct caller staff = { .kind = CALLER_STAFF, .roles = UINT32_MAX };
    assert_false(access_may(&admin, MAY_COUNT, RELATION_NONE));
    assert_false(access_may(&admin, (enum access_right)-1, RELATION_NONE));
    assert_false(access_may(&unknown, MAY_WORK_DESK, RELATION_NONE));
    assert_false(access_may(&staff, MAY_WORK_DESK,
                            (enum access_relation)9));
}

/* A scope narrows; it never gives, and without one a key does nothing. */
static void scopes_narrow(void **state)
{
    (void)state;
    uint32_t scopes;
    struct caller person = { .kind = CALLER_STAFF, .roles = ROLE_SUPERVISOR };
    struct caller key = { .kind = CALLER_STAFF, .roles = ROLE_SUPERVISOR,
                          .is_key = true };
    assert_true(access_key_may(&person, 0));
    assert_false(access_key_may(&key, 0));
    assert_true(access_scopes_parse(STR("read, pay"), &key.scopes));
    assert_int_equal(key.scopes, SCOPE_READ | SCOPE_PAY);
    assert_true(access_key_may(&key, SCOPE_PAY));
    assert_false(access_key_may(&key, SCOPE_STOP | SCOPE_REMIT));
    assert_false(access_key_may(&key, 0));
    assert_false(access_scopes_parse(STR("read,all"), &scopes));
    assert_false(access_scopes_parse(STR(""), &scopes));
    for (uint32_t i = 0; i < ACCESS_SCOPES; i++) {
        assert_true(access_scopes_parse(access_scope_word(i), &scopes));
        assert_int_equal(scopes, 1u << i);
    }
    assert_int_equal(access_scope_word(ACCESS_SCOPES).len, 0);
    assert_false(access_key_role(ROLE_ADMINISTRATOR));
    assert_false(access_key_role(ROLE_SUPERVISOR | ROLE_ADMINISTRATOR));
    assert_true(access_key_role(ROLE_PROVIDER));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_right_role_and_relation),
        cmocka_unit_test(roles_do_not_cross_kinds),
        cmocka_unit_test(nonsense_is_no),
        cmocka_unit_test(scopes_narrow),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
