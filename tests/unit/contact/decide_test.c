#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "base/base.h"
#include "contact/decide.h"
#include "tables.h"

static struct tables tables;

struct scene {
    struct person person;
    struct debt debt;
    struct person_phone phone[2];
    struct person_address address;
    struct fact fact[300];
    struct contact_attempt attempt[8];
    struct contact_facts facts;
    struct contact_ask ask;
};

static struct moment at(const char *iso)
{
    struct moment moment;

    assert_true(moment_parse(str_of(iso), &moment));
    return moment;
}

/* Noon in New York, 10 July 2026; nothing forbids. */
static void scene_make(struct scene *scene)
{
    memset(scene, 0, sizeof *scene);
    scene->person = (struct person){ .id = { 1 }, .born_on = DAY_NONE };
    scene->debt = (struct debt){ .id = { 101 }, .service_on = { 20458 },
                                 .placed_on = { 20485 },
                                 .asks_through = DAY_NONE };
    scene->phone[0].number = STR("2125550101");
    scene->address = (struct person_address){ .line1 = STR("1 Main St"),
                                              .state = STR("NY"),
                                              .zip = STR("10001") };
    scene->ask = (struct contact_ask){ .channel = CHANNEL_PHONE,
                                       .address = scene->phone[0].number,
                                       .at = at("2026-07-10T16:00:00Z") };
    scene->facts = (struct contact_facts){
        .law = tables.law, .book = tables.book, .as_of = scene->ask.at,
        .person = &scene->person, .debt = &scene->debt, .address_count = 1,
        .address = &scene->address, .phone_count = 1, .phone = scene->phone,
        .fact = scene->fact, .looked = CONTACT_LOOKED_ALL,
        .are_attempts_known = true, .attempt = scene->attempt
    };
}

static struct fact *scene_fact(struct scene *scene, enum fact_kind kind,
                               const char *from)
{
    struct fact *fact = &scene->fact[scene->facts.fact_count++];

    *fact = (struct fact){ .id = { 500 + scene->facts.fact_count },
                           .kind = kind, .holds_from = at(from),
                           .recorded_at = at(from), .until = MOMENT_NEVER };
    return fact;
}

static void nothing_known_refuses(void **state)
{
    struct contact_facts facts = { 0 };
    struct contact_ask ask = { 0 };
    struct contact_answer answer;

    (void)state;
    contact_decide(&facts, &ask, &answer);
    assert_int_equal(answer.decision, DECISION_BLOCK);
    assert_int_equal(answer.reason_count, 1);
    assert_true(answer.reason[0].is_missing);
    assert_true(moment_is_never(answer.next));
    assert_int_equal(answer.open_channels, 0);
    assert_null(answer.law.at);
    answer.decision = DECISION_UNSET;
    assert_false(contact_is_allowed(&answer));
    assert_true(str_is(decision_word(answer.decision), "block"));
}

/* Each thing without which nothing can be asked, taken away alone. */
static void each_gap_refuses(void **state)
{
    struct scene scene;
    struct contact_answer answer;

    (void)state;
    for (int gap = 0; gap < 9; gap++) {
        scene_make(&scene);
        if (gap == 1)
            scene.facts.law = NULL;
        if (gap == 2)
            scene.facts.book = NULL;
        if (gap == 3)
            scene.facts.as_of = MOMENT_NONE;
        if (gap == 4)
            scene.facts.person = NULL;
        if (gap == 5)
            scene.debt.id.n = 0;
        if (gap == 6)
            scene.ask.at = MOMENT_NEVER;
        if (gap == 7)
            scene.facts.fact_count = CONTACT_FACTS_MAX + 1;
        if (gap == 8)
            scene.facts.attempt_count = CONTACT_ATTEMPTS_MAX + 1;
        contact_decide(&scene.facts, &scene.ask, &answer);
        assert_int_equal(answer.decision,
                         gap == 0 ? DECISION_ALLOW : DECISION_BLOCK);
        assert_int_equal(answer.reason_count, gap == 0 ? 0 : 1);
    }
}

/* Every kind that some rule reads: not looked up, so it refuses. */
static void each_unknown_kind_refuses(void **state)
{
    static const enum fact_kind read_by_calls[] = {
        FACT_MEDIUM_REFUSED, FACT_CEASE_WRITTEN, FACT_ATTORNEY, FACT_DISPUTE,
        FACT_BANKRUPTCY, FACT_DECEASED, FACT_RECALLED, FACT_HELD,
        FACT_ZONE_TOLD, FACT_WRONG_NUMBER, FACT_HOURS_REFUSED,
        FACT_PLACE_REFUSED, FACT_CLOSED, FACT_PLAN_ACTIVE,
    };
    struct scene scene;
    struct contact_answer answer;

    (void)state;
    for (size_t i = 0; i < sizeof read_by_calls / sizeof *read_by_calls;
         i++) {
        scene_make(&scene);
        scene.facts.looked &= ~(UINT64_C(1) << read_by_calls[i]);
        assert_int_equal(contact_fact_known(&scene.facts, read_by_calls[i],
                                            scene.ask.at),
                         KNOWN_NOT);
        contact_decide(&scene.facts, &scene.ask, &answer);
        assert_int_equal(answer.decision, DECISION_BLOCK);
        assert_int_equal(answer.reason_count, 1);
        assert_true(answer.reason[0].is_missing);
        assert_int_equal(answer.reason[0].fact, read_by_calls[i]);
        assert_true(moment_is_never(answer.next));
    }
}

static void an_answer_names_its_reasons(void **state)
{
    struct scene scene;
    struct contact_answer answer;

    (void)state;
    scene_make(&scene);
    struct fact *held = scene_fact(&scene, FACT_HELD, "2026-07-01T12:00:00Z");
    held->until = at("2026-07-20T12:00:00Z");
    scene_fact(&scene, FACT_ATTORNEY, "2026-07-02T12:00:00Z")->until =
        at("2026-07-25T04:00:00Z");
    scene.attempt[0] = (struct contact_attempt){
        .id = { 9 }, .debt = { 101 }, .channel = CHANNEL_PHONE,
        .at = at("2026-07-09T16:00:00Z"), .outcome = OUTCOME_CONVERSATION
    };
    scene.facts.attempt_count = 1;
    contact_decide(&scene.facts, &scene.ask, &answer);
    assert_int_equal(answer.decision, DECISION_BLOCK);
    assert_int_equal(answer.reason_count, 3);
    assert_string_equal(answer.reason[0].rule->id, "POL-hold");
    assert_int_equal(answer.reason[0].decision, DECISION_DELAY);
    assert_int_equal(answer.reason[0].fact, FACT_HELD);
    assert_int_equal(answer.reason[0].record.n, held->id.n);
    assert_true(answer.reason[0].until.us == held->until.us);
    assert_string_equal(answer.reason[1].rule->id, "RF-6b-attorney");
    assert_int_equal(answer.reason[1].decision, DECISION_BLOCK);
    assert_string_equal(answer.reason[2].rule->id, "RF-14b-talk");
    assert_int_equal(answer.reason[2].attempt.n, 9);
    assert_true(answer.reason[2].until.us == at("2026-07-16T04:00:00Z").us);
    /* The last of the three lapses on the 25th at midnight, in New York. */
    assert_true(answer.next.us == at("2026-07-25T12:00:01Z").us);
    assert_int_equal(answer.calls_used, 1);
    assert_int_equal(answer.calls_limit, 7);
    assert_true(str_is(answer.law, "0f"));
    assert_true(moment_is_never(answer.closes));
}

static void an_open_answer_says_when_it_closes(void **state)
{
    struct scene scene;
    struct contact_answer answer;

    (void)state;
    scene_make(&scene);
    contact_decide(&scene.facts, &scene.ask, &answer);
    assert_true(answer.next.us == scene.ask.at.us);
    assert_true(answer.closes.us == at("2026-07-11T01:00:00Z").us);
    assert_int_equal(answer.open_channels,
                     1u << CHANNEL_PHONE | 1u << CHANNEL_VOICEMAIL
                         | 1u << CHANNEL_LETTER);
    scene_fact(&scene, FACT_HOURS_REFUSED, "2026-07-01T12:00:00Z")->text =
        STR("fri 15:00-17:00");
    contact_decide(&scene.facts, &scene.ask, &answer);
    assert_int_equal(answer.decision, DECISION_ALLOW);
    assert_true(answer.closes.us == at("2026-07-10T19:00:00Z").us);
}

/* Rule APP-2: a state's own row, of the home or of the facility, when
 * stricter. */
static void the_stricter_state_wins(void **state)
{
    struct scene scene;
    struct contact_answer answer;
    struct arena arena;
    struct err err = { 0 };

    (void)state;
    arena_init(&arena, (size_t)1 << 20);
    struct law_source source[2] = {
        { STR("law/numbers.csv"),
          tables_file(&tables, SOURCE_ROOT "/law/numbers.csv"), false },
        { STR("theirs.csv"),
          STR("rule,jurisdiction,parameter,value,from,to,citation,status,"
              "reviewer,reviewed_on\n"
              "RF-14b-7in7,US-MA,attempts,1,2026-01-01,,x,policy,,\n"
              "RF-6b-time,US-TX,opens_hour,13,2026-01-01,,x,policy,,\n"),
          true },
    };
    scene_make(&scene);
    scene.facts.law = law_table_build(&arena, source, 2, STR("m"), &err);
    assert_non_null(scene.facts.law);
    scene.attempt[0] = (struct contact_attempt){
        .id = { 9 }, .debt = { 101 }, .channel = CHANNEL_PHONE,
        .at = at("2026-07-09T16:00:00Z")
    };
    scene.facts.attempt_count = 1;
    contact_decide(&scene.facts, &scene.ask, &answer);
    assert_int_equal(answer.decision, DECISION_ALLOW);
    scene.facts.facility_state = STR("MA");
    contact_decide(&scene.facts, &scene.ask, &answer);
    assert_int_equal(answer.decision, DECISION_DELAY);
    assert_int_equal(answer.calls_limit, 1);
    scene.facts.facility_state = STR("TX");
    contact_decide(&scene.facts, &scene.ask, &answer);
    assert_int_equal(answer.decision, DECISION_DELAY);
    assert_true(answer.next.us == at("2026-07-10T17:00:01Z").us);
    arena_clear(&arena);
}

static void a_law_without_a_row_refuses(void **state)
{
    struct scene scene;
    struct contact_answer answer;
    struct arena arena;
    struct err err = { 0 };

    (void)state;
    arena_init(&arena, (size_t)1 << 20);
    struct law_source source = {
        STR("empty.csv"),
        STR("rule,jurisdiction,parameter,value,from,to,citation,status,"
            "reviewer,reviewed_on\n"),
        false
    };
    scene_make(&scene);
    scene.facts.law = law_table_build(&arena, &source, 1, STR(""), &err);
    assert_non_null(scene.facts.law);
    contact_decide(&scene.facts, &scene.ask, &answer);
    assert_int_equal(answer.decision, DECISION_BLOCK);
    assert_true(answer.reason[0].is_missing);
    assert_int_equal(answer.open_channels, 0);
    arena_clear(&arena);
}

/* As many facts as fit, half of them corrected. */
static void a_full_record_is_still_decided(void **state)
{
    struct scene scene;
    struct contact_answer answer;

    (void)state;
    scene_make(&scene);
    for (uint32_t i = 0; i < CONTACT_FACTS_MAX; i++) {
        struct fact *fact = scene_fact(
            &scene, i % 2 == 0 ? FACT_HELD : FACT_WITHDRAWN,
            "2026-07-01T12:00:00Z");
        if (i % 2 == 1)
            fact->corrects.n = fact->id.n - 1;
    }
    contact_decide(&scene.facts, &scene.ask, &answer);
    assert_int_equal(answer.decision, DECISION_ALLOW);
    scene.fact[255].corrects.n = 0;
    contact_decide(&scene.facts, &scene.ask, &answer);
    assert_int_equal(answer.decision, DECISION_BLOCK);
    assert_int_equal(answer.reason[0].record.n, scene.fact[254].id.n);
}

static void rules_have_words_in_both_languages(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < contact_rule_count(); i++) {
        struct contact_reason reason = { .rule = contact_rule_at(i) };
        struct str en = contact_reason_words(&reason, LANGUAGE_ENGLISH);
        struct str es = contact_reason_words(&reason, LANGUAGE_SPANISH);
        assert_true(en.len > 10);
        assert_true(es.len > 10);
        assert_false(str_equal(en, es));
        assert_true(str_is_utf8(es));
        assert_true(str_ends(en, STR(".")));
        assert_ptr_equal(contact_rule_find(str_of(reason.rule->id)),
                         reason.rule);
        reason.is_missing = true;
        assert_true(str_is(contact_reason_words(&reason, LANGUAGE_UNKNOWN),
                           contact_rule_at(0)->words_en));
    }
    assert_null(contact_rule_find(STR("RF-nothing")));
}

static void class_words_read_back(void **state)
{
    enum contact_class class;

    (void)state;
    for (uint32_t i = 0; i < CONTACT_CLASS_COUNT; i++) {
        assert_true(contact_class_parse(
            contact_class_word((enum contact_class)i), &class));
        assert_int_equal(class, i);
    }
    assert_false(contact_class_parse(STR("friendly"), &class));
}

static int open_tables(void **state)
{
    (void)state;
    tables_open(&tables);
    return 0;
}

static int close_tables(void **state)
{
    (void)state;
    tables_close(&tables);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_known_refuses),
        cmocka_unit_test(each_gap_refuses),
        cmocka_unit_test(each_unknown_kind_refuses),
        cmocka_unit_test(an_answer_names_its_reasons),
        cmocka_unit_test(an_open_answer_says_when_it_closes),
        cmocka_unit_test(the_stricter_state_wins),
        cmocka_unit_test(a_law_without_a_row_refuses),
        cmocka_unit_test(a_full_record_is_still_decided),
        cmocka_unit_test(rules_have_words_in_both_languages),
        cmocka_unit_test(class_words_read_back),
    };
    return cmocka_run_group_tests(tests, open_tables, close_tables);
}
