#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>

#include "base/base.h"
#include "letters.h"
#include "message/fill.h"
#include "message/fold.h"
#include "message/lint.h"

#include <cmocka.h>

static struct arena arena;
static struct message_templates *templates;

static int start(void **state)
{
    (void)state;
    struct err err = { 0 };
    arena_init(&arena, (size_t)256 << 20);
    if (message_templates_open(&arena, &templates, &err))
        return 0;
    print_error("%s\n", err.text);
    return -1;
}

static int stop(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static void fill(const struct letter_sample *sample,
                 struct message_filled *filled)
{
    struct err err = { 0 };
    if (!message_fill(templates, &sample->input, &arena, filled, &err))
        fail_msg("%s", err.text);
}

static struct str plain_of(const struct message_content *content)
{
    struct buf buf;
    buf_init(&buf, &arena, MESSAGE_BYTES_MAX);
    message_content_plain(content, &buf);
    assert_false(buf.failed);
    return buf_str(&buf);
}

static const struct {
    const char *name;
    enum message_kind kind;
    enum language language;
    bool early_out;
} letters[] = {
    { "first_statement.en", MESSAGE_FIRST_STATEMENT, LANGUAGE_ENGLISH, true },
    { "first_statement.es", MESSAGE_FIRST_STATEMENT, LANGUAGE_SPANISH, true },
    { "validation_notice.en", MESSAGE_VALIDATION_NOTICE, LANGUAGE_ENGLISH,
      false },
    { "validation_notice.es", MESSAGE_VALIDATION_NOTICE, LANGUAGE_SPANISH,
      false },
    { "plan_confirmation.en", MESSAGE_PLAN_CONFIRMATION, LANGUAGE_ENGLISH,
      true },
    { "plan_confirmation.es", MESSAGE_PLAN_CONFIRMATION, LANGUAGE_SPANISH,
      false },
    { "receipt.en", MESSAGE_RECEIPT, LANGUAGE_ENGLISH, false },
    { "receipt.es", MESSAGE_RECEIPT, LANGUAGE_SPANISH, true },
    { "plan_reminder.en", MESSAGE_PLAN_REMINDER, LANGUAGE_ENGLISH, true },
    { "plan_reminder.es", MESSAGE_PLAN_REMINDER, LANGUAGE_SPANISH, false },
    { "plan_missed.en", MESSAGE_PLAN_MISSED, LANGUAGE_ENGLISH, false },
    { "plan_missed.es", MESSAGE_PLAN_MISSED, LANGUAGE_SPANISH, true },
    { "plan_notice.en", MESSAGE_PLAN_NOTICE, LANGUAGE_ENGLISH, true },
    { "plan_notice.es", MESSAGE_PLAN_NOTICE, LANGUAGE_SPANISH, false },
    { "pause_ended.en", MESSAGE_PAUSE_ENDED, LANGUAGE_ENGLISH, false },
    { "pause_ended.es", MESSAGE_PAUSE_ENDED, LANGUAGE_SPANISH, true },
};
#define LETTERS (sizeof letters / sizeof letters[0])

/* With BEDSIDE_GOLDEN_WRITE set, the files are written: look at the diff. */
static void letters_are_golden(void **state)
{
    (void)state;
    const char *folder = getenv("BEDSIDE_GOLDEN");
    assert_non_null(folder);
    for (size_t i = 0; i < LETTERS; i++) {
        struct letter_sample sample;
        struct message_filled filled;
        struct err err = { 0 };
        struct str golden;
        letter_sample(&sample, letters[i].kind, letters[i].language,
                      letters[i].early_out);
        fill(&sample, &filled);
        if (filled.answer != MESSAGE_FILLED)
            fail_msg("%s: %.*s", letters[i].name, STR_ARGS(filled.why));
        struct str plain = plain_of(&filled.content);
        const char *path = str_format(&arena, "%s/%s.txt%c", folder,
                                      letters[i].name, 0).at;
        if (getenv("BEDSIDE_GOLDEN_WRITE"))
            assert_true(file_write_durably(world_real(), path, plain, 0644,
                                           &err));
        if (!file_read(world_real(), &arena, path, MESSAGE_BYTES_MAX, &golden,
                       &err))
            fail_msg("%s", err.text);
        if (!str_equal(plain, golden))
            fail_msg("%s is not tests/golden/%s.txt any more:\n%.*s",
                     letters[i].name, letters[i].name, STR_ARGS(plain));
    }
}

/* A plan that was changed, or moved behind a hold, passes the lint too. */
static void a_changed_plan_says_so(void **state)
{
    (void)state;
    const struct { enum language language; bool is_moved; const char *words; }
        ones[] = {
            { LANGUAGE_ENGLISH, false, "You changed your plan on" },
            { LANGUAGE_ENGLISH, true, "we moved the dates" },
            { LANGUAGE_SPANISH, false, "cambió su plan el" },
            { LANGUAGE_SPANISH, true, "cambiamos las fechas" },
        };
    for (size_t i = 0; i < sizeof ones / sizeof ones[0]; i++) {
        struct letter_sample sample;
        struct message_filled filled;
        letter_sample(&sample, MESSAGE_PLAN_CONFIRMATION, ones[i].language,
                      i % 2 == 0);
        sample.plan.is_changed = true;
        sample.plan.is_moved = ones[i].is_moved;
        fill(&sample, &filled);
        if (filled.answer != MESSAGE_FILLED)
            fail_msg("%zu: %.*s", i, STR_ARGS(filled.why));
        assert_true(str_find(plain_of(&filled.content),
                             str_of(ones[i].words)) != SIZE_MAX);
    }
}

/* What the outbox keeps is what the courier reads. */
static void every_letter_survives_the_outbox(void **state)
{
    (void)state;
    for (size_t i = 0; i < LETTERS; i++) {
        struct letter_sample sample;
        struct message_filled filled;
        struct message_content again;
        struct err err = { 0 };
        struct buf first, second;
        letter_sample(&sample, letters[i].kind, letters[i].language,
                      letters[i].early_out);
        fill(&sample, &filled);
        buf_init(&first, &arena, MESSAGE_BYTES_MAX);
        buf_init(&second, &arena, MESSAGE_BYTES_MAX);
        message_content_write(&filled.content, &first);
        if (!message_content_parse(&arena, buf_str(&first), &again, &err))
            fail_msg("%s", err.text);
        message_content_write(&again, &second);
        assert_true(str_equal(buf_str(&first), buf_str(&second)));
        assert_true(str_equal(plain_of(&filled.content), plain_of(&again)));
        assert_int_equal(filled.content.template_version.len, 16);
    }
}

/* --- Form B-1, word for word ------------------------------------------- */

/* The notice as the CFPB's own form has it, by its facts. */
static void form_b1(struct letter_sample *s, enum language language)
{
    letter_sample(s, MESSAGE_VALIDATION_NOTICE, language, false);
    s->agreement.name = STR("Bank of Rockville");
    s->agreement.brand_name = STR("North South Group");
    s->agreement.brand_line1 = STR("P.O. Box 123456");
    s->agreement.brand_city = STR("Pasadena");
    s->agreement.brand_state = STR("CA");
    s->agreement.brand_zip = STR("91111-2222");
    s->agreement.brand_phone = STR("8001234567");
    s->agreement.brand_hours_en
        = STR("from 8am to 8pm EST, Monday to Saturday");
    s->agreement.brand_hours_es = STR("de 8am a 8pm EST, lunes a sábado");
    s->facility.name = STR("Bank of Rockville");
    s->person.name = (struct person_name){ .first = STR("Person"),
                                           .last = STR("A") };
    if (language == LANGUAGE_SPANISH)
        s->person.name.first = STR("Persona");
    s->address = (struct person_address){
        .line1 = STR("2323 Park Street"), .line2 = STR("Apartment 342"),
        .city = STR("Bethesda"), .state = STR("MD"), .zip = STR("20815") };
    s->itemization = (struct message_itemization){
        .as_of = letter_day(2017, 1, 2), .owed_then = { 223456 },
        .interest = { 7500 }, .fees = { 2500 }, .paid = { 5000 },
        .owed_now = { 228456 } };
    s->input.owed = (struct money){ 228456 };
    s->input.code = STR("584-345");
    s->input.portal = STR("www.example.com");
    s->input.sent_on = letter_day(2020, 7, 20);
    s->input.dispute_by = letter_day(2020, 8, 28);
}

#define BAG_MAX 1000
struct bag {
    uint32_t count;
    struct str word[BAG_MAX];
};

/* Words without capitals, accents and signs; "del" and "de" are one, since
 * dates are written either way; a lone sign or bullet is no word. */
static void bag_add(struct bag *bag, struct str text)
{
    struct str rest = text;
    while (rest.len > 0) {
        size_t len = 0;
        while (len < rest.len && (unsigned char)rest.at[len] > ' ')
            len++;
        char folded[64];
        struct str bare = fold_trim(str_part(rest, 0, len));
        while (bare.len > 0 && bare.at[0] == '$')
            bare = fold_trim(str_part(bare, 1, bare.len));
        rest = str_part(rest, len + 1, rest.len);
        fold_word(bare, folded, sizeof folded);
        bool is_word = false;
        for (const char *at = folded; *at; at++)
            is_word = is_word || (*at >= 'a' && *at <= 'z')
                   || (*at >= '0' && *at <= '9');
        if (strcmp(folded, "del") == 0)
            folded[2] = '\0';
        if (!is_word || strcmp(folded, "§") == 0)
            continue;
        assert_true(bag->count < BAG_MAX);
        bag->word[bag->count++] = str_copy(&arena, str_of(folded));
    }
}

/* Takes the words of a sentence out; all must be there. */
static void bag_take(struct bag *bag, const char *text)
{
    struct bag gone = { .count = 0 };
    bag_add(&gone, str_of(text));
    for (uint32_t g = 0; g < gone.count; g++) {
        uint32_t at = 0;
        while (at < bag->count && !str_equal(bag->word[at], gone.word[g]))
            at++;
        if (at == bag->count)
            fail_msg("'%.*s' is not there", STR_ARGS(gone.word[g]));
        bag->word[at] = bag->word[--bag->count];
    }
}

static int by_word(const void *a, const void *b)
{
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

/* not_ours is on the form and not on our letter; not_theirs the reverse. */
static void compare_with_form(enum language language, const char *file,
                              const char *const *not_ours,
                              const char *const *not_theirs)
{
    const char *data = getenv("BEDSIDE_DATA");
    struct letter_sample sample;
    struct message_filled filled;
    struct err err = { 0 };
    struct str form;
    struct bag *ours = arena_new(&arena, struct bag);
    struct bag *theirs = arena_new(&arena, struct bag);
    const char *path = str_format(&arena, "%s/form-b1/%s%c", data, file, 0).at;
    if (!data || !file_read(world_real(), &arena, path, 1 << 20, &form,
                            &err)) {
        print_error("no form B-1: skipped\n");
        skip();
    }
    form_b1(&sample, language);
    fill(&sample, &filled);
    if (filled.answer != MESSAGE_FILLED)
        fail_msg("%.*s", STR_ARGS(filled.why));
    struct message_content front = filled.content;
    while (front.block[front.block_count - 1].area == MESSAGE_REVERSE)
        front.block_count--;
    front.date_line = STR("");
    bag_add(ours, plain_of(&front));
    bag_add(theirs, form);
    for (; *not_ours; not_ours++)
        bag_take(theirs, *not_ours);
    for (; *not_theirs; not_theirs++)
        bag_take(ours, *not_theirs);
    qsort(ours->word, ours->count, sizeof ours->word[0], by_word);
    qsort(theirs->word, theirs->count, sizeof theirs->word[0], by_word);
    for (uint32_t i = 0; i < ours->count && i < theirs->count; i++)
        if (!str_equal(ours->word[i], theirs->word[i]))
            fail_msg("ours '%.*s', the form '%.*s'", STR_ARGS(ours->word[i]),
                     STR_ARGS(theirs->word[i]));
    assert_int_equal(ours->count, theirs->count);
    assert_true(ours->count > 250);
}

/* Rule RF-34-content. */
static void the_notice_is_form_b1_in_english(void **state)
{
    (void)state;
    static const char *const not_ours[] = {
        "You had a Main Street Department Store credit card from Bank of "
        "Rockville with account number 123-456-789.",
        "We accept disputes electronically at www.example.com/dispute.",
        "We accept such requests electronically at www.example.com/request.",
        "P erson A Y ou paid", NULL };
    static const char *const not_theirs[] = {
        "You got care at Bank of Rockville on May 3, 2026 with account number "
        "ending 4321.", "Person A You paid", NULL };
    compare_with_form(LANGUAGE_ENGLISH, "model-validation-notice-en.txt",
                      not_ours, not_theirs);
}

/* Rule RF-34-content. */
static void the_notice_is_form_b1_in_spanish(void **state)
{
    (void)state;
    static const char *const not_ours[] = {
        "Usted tenía una tarjeta de crédito de la tienda Departamento Main "
        "Street, provista por el Bank of Rockville con el número de cuenta "
        "123-456-789.",
        "Aceptamos disputas electrónicamente en www. example.com/dispute.",
        "Aceptamos dichas solicitudes electrónicamente en www. "
        "example.com/request.",
        "el", /* "con el Bank of Rockville" */
        "P ersona A P agó", NULL };
    static const char *const not_theirs[] = {
        "Usted recibió atención en Bank of Rockville el 3 de mayo de 2026 con "
        "el número de cuenta que termina en 4321.", "Persona A Pagó", NULL };
    compare_with_form(LANGUAGE_SPANISH, "model-validation-notice-es.txt",
                      not_ours, not_theirs);
}

/* --- What is refused ---------------------------------------------------- */

static void refused(const struct letter_sample *sample,
                    enum message_answer answer, const char *why)
{
    struct message_filled filled;
    fill(sample, &filled);
    if (filled.answer != answer || !strstr(str_c(&arena, filled.why), why))
        fail_msg("want %d %s, got %d %.*s", answer, why, filled.answer,
                 STR_ARGS(filled.why));
    assert_int_equal(filled.content.block_count, 0);
}

/* Case D-79: 500.00, paid 120.00, credits 30.00: 350.00 passes, 351.00 not. */
static void case_d79_the_itemization_adds_up(void **state)
{
    (void)state;
    struct letter_sample s;
    struct message_filled filled;
    letter_sample(&s, MESSAGE_VALIDATION_NOTICE, LANGUAGE_ENGLISH, false);
    s.itemization = (struct message_itemization){
        .as_of = letter_day(2026, 7, 1), .owed_then = { 50000 },
        .paid = { 12000 }, .credited = { 3000 }, .owed_now = { 35000 } };
    s.input.owed.cents = 35000;
    fill(&s, &filled);
    assert_int_equal(filled.answer, MESSAGE_FILLED);
    struct str plain = plain_of(&filled.content);
    assert_true(str_find(plain, STR("$150.00")) < plain.len);
    assert_true(str_find(plain, STR("$0.00")) < plain.len); /* never blank */
    s.itemization.owed_now.cents = s.input.owed.cents = 35100;
    refused(&s, MESSAGE_SUM_WRONG, "itemization");
    s.itemization.owed_now.cents = 35000; /* not what the ledger says */
    refused(&s, MESSAGE_SUM_WRONG, "itemization");
    s.itemization = (struct message_itemization){
        .as_of = letter_day(2026, 7, 1), .owed_then = { 50000 },
        .paid = { -15000 }, .credited = { 0 }, .owed_now = { 65000 } };
    s.input.owed.cents = 65000;
    refused(&s, MESSAGE_SUM_WRONG, "itemization");
}

/* Rule RF-34-content. */
static void figures_that_do_not_add_up_are_refused(void **state)
{
    (void)state;
    struct letter_sample s;
    letter_sample(&s, MESSAGE_FIRST_STATEMENT, LANGUAGE_ENGLISH, true);
    s.debt.bill.adjusted.cents += 1;
    refused(&s, MESSAGE_SUM_WRONG, "bill");
    s.debt.bill.adjusted.cents -= 1;
    s.input.owed.cents += 1; /* more than was placed */
    refused(&s, MESSAGE_SUM_WRONG, "bill");
    s.input.owed.cents = 0;
    refused(&s, MESSAGE_SUM_WRONG, "bill");
    letter_sample(&s, MESSAGE_PLAN_CONFIRMATION, LANGUAGE_ENGLISH, true);
    s.plan.last.cents += 1;
    refused(&s, MESSAGE_SUM_WRONG, "plan");
    s.plan.each.cents = INT64_MAX / 2;
    refused(&s, MESSAGE_SUM_WRONG, "plan");
    letter_sample(&s, MESSAGE_RECEIPT, LANGUAGE_ENGLISH, true);
    s.payment.left.cents += 1;
    refused(&s, MESSAGE_SUM_WRONG, "left");
    letter_sample(&s, MESSAGE_PLAN_MISSED, LANGUAGE_ENGLISH, true);
    s.standing.left.cents -= 1;
    refused(&s, MESSAGE_SUM_WRONG, "plan");
    letter_sample(&s, MESSAGE_PLAN_NOTICE, LANGUAGE_ENGLISH, true);
    s.standing.missed_count = 1;
    refused(&s, MESSAGE_SUM_WRONG, "plan");
    letter_sample(&s, MESSAGE_PAUSE_ENDED, LANGUAGE_ENGLISH, true);
    s.input.owed.cents = 0;
    refused(&s, MESSAGE_SUM_WRONG, "bill");
}

static void missing_parts_are_named(void **state)
{
    (void)state;
    struct letter_sample s;
    letter_sample(&s, MESSAGE_FIRST_STATEMENT, LANGUAGE_ENGLISH, true);
    s.agreement.help_phone = STR("  ");
    refused(&s, MESSAGE_PART_MISSING, "help_phone");
    letter_sample(&s, MESSAGE_VALIDATION_NOTICE, LANGUAGE_ENGLISH, false);
    s.address.zip = (struct str){ NULL, 0 };
    refused(&s, MESSAGE_PART_MISSING, "zip");
    letter_sample(&s, MESSAGE_VALIDATION_NOTICE, LANGUAGE_ENGLISH, false);
    s.input.itemization = NULL;
    refused(&s, MESSAGE_PART_MISSING, "itemization");
    letter_sample(&s, MESSAGE_VALIDATION_NOTICE, LANGUAGE_ENGLISH, false);
    s.input.dispute_by = s.input.sent_on;
    refused(&s, MESSAGE_PART_MISSING, "dispute date");
    letter_sample(&s, MESSAGE_PLAN_NOTICE, LANGUAGE_ENGLISH, false);
    s.standing.until = s.input.sent_on;
    refused(&s, MESSAGE_PART_MISSING, "nothing changes");
    letter_sample(&s, MESSAGE_PAUSE_ENDED, LANGUAGE_ENGLISH, false);
    s.input.ended_on = DAY_NONE;
    refused(&s, MESSAGE_PART_MISSING, "itemization");
    letter_sample(&s, MESSAGE_PLAN_CONFIRMATION, LANGUAGE_ENGLISH, false);
    s.input.code = (struct str){ NULL, 0 };
    refused(&s, MESSAGE_PART_MISSING, "code");
    letter_sample(&s, MESSAGE_PLAN_CONFIRMATION, LANGUAGE_ENGLISH, false);
    s.plan.grace_days = 0;
    refused(&s, MESSAGE_PART_MISSING, "grace");
}

static void a_program_gets_its_own_letter(void **state)
{
    (void)state;
    struct letter_sample s;
    letter_sample(&s, MESSAGE_FIRST_STATEMENT, LANGUAGE_ENGLISH, false);
    refused(&s, MESSAGE_WRONG_PROGRAM, "program");
    s.debt.program = PROGRAM_UNKNOWN;
    refused(&s, MESSAGE_WRONG_PROGRAM, "program");
    letter_sample(&s, MESSAGE_VALIDATION_NOTICE, LANGUAGE_SPANISH, true);
    refused(&s, MESSAGE_WRONG_PROGRAM, "program");
}

/* Case D-51, from the other side: a brand that is called a collector cannot
 * sign a first statement. */
static void a_collector_cannot_sign_for_the_provider(void **state)
{
    (void)state;
    struct letter_sample s;
    letter_sample(&s, MESSAGE_FIRST_STATEMENT, LANGUAGE_ENGLISH, true);
    s.agreement.known_as = STR("Lakeside Debt Collection");
    refused(&s, MESSAGE_LINT, "collector");
}

/* Names are not words: Sue is a person, Court Street an address. */
static void names_do_not_trip_the_lint(void **state)
{
    (void)state;
    for (size_t i = 0; i < LETTERS; i++) {
        struct letter_sample s;
        struct message_filled filled;
        letter_sample(&s, letters[i].kind, letters[i].language,
                      letters[i].early_out);
        s.debt.patient_first = STR("Sue");
        s.facility.name = STR("Court Street Cancer Center, Police Plaza");
        s.agreement.known_as = STR("Urgent Care of the Last Chance Valley");
        s.agreement.name = STR("Warrant County Hospital District No. 7");
        fill(&s, &filled);
        if (filled.answer != MESSAGE_FILLED)
            fail_msg("%s: %.*s", letters[i].name, STR_ARGS(filled.why));
    }
}

static bool contains(const struct message_content *content, const char *words)
{
    return str_find(plain_of(content), str_of(words)) != SIZE_MAX;
}

static void hostile_values_stay_inside_their_sentence(void **state)
{
    (void)state;
    struct letter_sample s;
    struct message_filled plain, hostile;
    letter_sample(&s, MESSAGE_FIRST_STATEMENT, LANGUAGE_ENGLISH, true);
    fill(&s, &plain);
    s.debt.patient_first = STR("# {{code}}\n@reverse\n| + | x | $9 |");
    s.facility.name = STR("<b>{{{portal}}}</b> & \"Co\" | = |");
    s.address.line2 = STR("Apt. 1\n> Extra line");
    fill(&s, &hostile);
    assert_int_equal(hostile.answer, MESSAGE_FILLED);
    assert_int_equal(hostile.content.block_count, plain.content.block_count);
    for (uint32_t i = 0; i < plain.content.block_count; i++)
        assert_int_equal(hostile.content.block[i].kind,
                         plain.content.block[i].kind);
    assert_int_equal(hostile.content.recipient_count,
                     plain.content.recipient_count);
    assert_true(contains(&hostile.content, "<b>{{{portal}}}</b> & \"Co\""));
}

static void a_parent_reads_the_childs_name(void **state)
{
    (void)state;
    struct letter_sample s;
    struct message_filled filled;
    letter_sample(&s, MESSAGE_VALIDATION_NOTICE, LANGUAGE_SPANISH, false);
    s.debt.patient_first = STR("Luis");
    fill(&s, &filled);
    assert_true(contains(&filled.content, "Luis recibió atención"));
    s.debt.patient_first = STR("ROSA"); /* that is the person */
    fill(&s, &filled);
    assert_true(contains(&filled.content, "Usted recibió atención"));
}

/* "... owe to Lakeside Health, Inc.. We will": one stop is enough. */
static void a_sentence_ends_once(void **state)
{
    (void)state;
    for (size_t i = 0; i < LETTERS; i++) {
        struct letter_sample s;
        struct message_filled filled;
        letter_sample(&s, letters[i].kind, letters[i].language,
                      letters[i].early_out);
        s.agreement.known_as = STR("Lakeside Inc.");
        fill(&s, &filled);
        if (filled.answer != MESSAGE_FILLED)
            fail_msg("%.*s", STR_ARGS(filled.why));
        assert_false(contains(&filled.content, ".."));
    }
}

/* A bill partly paid since it was placed shows that row; one that is paid
 * says so, in full. */
static void rows_and_words_follow_the_figures(void **state)
{
    (void)state;
    struct letter_sample s;
    struct message_filled filled;
    letter_sample(&s, MESSAGE_FIRST_STATEMENT, LANGUAGE_ENGLISH, true);
    fill(&s, &filled);
    assert_false(contains(&filled.content, "since then"));
    s.input.owed.cents -= 4000;
    fill(&s, &filled);
    assert_int_equal(filled.answer, MESSAGE_FILLED);
    assert_true(contains(&filled.content, "Paid or taken off since then"));
    assert_true(contains(&filled.content, "$900.00"));

    letter_sample(&s, MESSAGE_RECEIPT, LANGUAGE_ENGLISH, true);
    s.payment.left.cents = s.input.owed.cents = 0;
    fill(&s, &filled);
    assert_int_equal(filled.answer, MESSAGE_FILLED);
    assert_true(contains(&filled.content, "You are done."));
    assert_false(contains(&filled.content, "ending in"));
    s.payment.last4 = STR("1001");
    fill(&s, &filled);
    assert_int_equal(filled.answer, MESSAGE_FILLED);
    assert_true(contains(&filled.content, "check ending in 1001"));
    assert_false(contains(&filled.content, "debt collector"));
    s.payment.method_en = (struct str){ NULL, 0 };
    s.debt.program = PROGRAM_BAD_DEBT;
    fill(&s, &filled);
    assert_int_equal(filled.answer, MESSAGE_FILLED);
    assert_true(contains(&filled.content, "This is from a debt collector."));

    letter_sample(&s, MESSAGE_PLAN_CONFIRMATION, LANGUAGE_SPANISH, true);
    s.plan.count = 10;
    s.plan.each.cents = s.plan.last.cents = 9400;
    fill(&s, &filled);
    assert_int_equal(filled.answer, MESSAGE_FILLED);
    assert_true(contains(&filled.content, "10 pagos de $94.00"));
    assert_false(contains(&filled.content, "último pago de"));
    s.plan.count = 1;
    s.plan.total = s.plan.each;
    s.plan.last_on = s.plan.first_on;
    fill(&s, &filled);
    assert_int_equal(filled.answer, MESSAGE_FILLED);
    assert_true(contains(&filled.content, "1 pago de $94.00"));
    assert_false(contains(&filled.content, "1 pagos"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_are_golden),
        cmocka_unit_test(a_changed_plan_says_so),
        cmocka_unit_test(every_letter_survives_the_outbox),
        cmocka_unit_test(the_notice_is_form_b1_in_english),
        cmocka_unit_test(the_notice_is_form_b1_in_spanish),
        cmocka_unit_test(case_d79_the_itemization_adds_up),
        cmocka_unit_test(figures_that_do_not_add_up_are_refused),
        cmocka_unit_test(missing_parts_are_named),
        cmocka_unit_test(a_program_gets_its_own_letter),
        cmocka_unit_test(a_collector_cannot_sign_for_the_provider),
        cmocka_unit_test(names_do_not_trip_the_lint),
        cmocka_unit_test(hostile_values_stay_inside_their_sentence),
        cmocka_unit_test(a_parent_reads_the_childs_name),
        cmocka_unit_test(a_sentence_ends_once),
        cmocka_unit_test(rows_and_words_follow_the_figures),
    };
    return cmocka_run_group_tests(tests, start, stop);
}
