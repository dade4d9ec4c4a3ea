#include <setjmp.h>
#include <stdarg.h>

#include "base/base.h"
#include "letters.h"
#include "message/lint.h"

#include <cmocka.h>

static struct arena arena;
static struct lint_lists *lists;

static int start(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)64 << 20);
    lists = lint_lists_open(&arena);
    return lists ? 0 : -1;
}

static int stop(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

/* The 52 labelled examples of people.md 5.5: label, rule, "[channel] text".
 * Spanish ones are told by their opening words, as the table has no tag. */
static const struct {
    const char *label, *rule, *channel, *text;
    enum language language;
} examples[] = {
#define EN LANGUAGE_ENGLISH
#define ES LANGUAGE_SPANISH
#include "tone_examples.inc"
};
#define EXAMPLES (sizeof examples / sizeof examples[0])

static struct str names_of(const struct lint_report *report)
{
    struct buf buf;
    buf_init(&buf, &arena, 4000);
    for (uint32_t i = 0; i < report->count && i < LINT_FINDINGS_MAX; i++)
        buf_add_format(&buf, " %.*s(%.*s)",
                       STR_ARGS(lint_rule_word(report->finding[i].rule)),
                       STR_ARGS(report->finding[i].why));
    return buf_str(&buf);
}

static void ask(const char *channel, enum language language,
                enum program program, const char *text,
                struct lint_report *report)
{
    struct lint_ask ask = { .language = language, .program = program,
                            .text = str_of(text) };
    assert_true(lint_channel_parse(str_of(channel), &ask.channel));
    message_lint(lists, &ask, &arena, report);
}

static void all_labelled_examples_are_right(void **state)
{
    (void)state;
    uint32_t wrong = 0;
    assert_int_equal(EXAMPLES, 52);
    for (size_t i = 0; i < EXAMPLES; i++) {
        struct lint_report report;
        ask(examples[i].channel, examples[i].language, PROGRAM_BAD_DEBT,
            examples[i].text, &report);
        bool is_pass = strcmp(examples[i].label, "pass") == 0;
        bool is_right = is_pass
            ? report.count == 0
            : lint_has(&report, lint_rule_parse(str_of(examples[i].rule)));
        if (is_right)
            continue;
        wrong++;
        print_error("want %s %s: %s\n    got%.*s\n", examples[i].label,
                    examples[i].rule, examples[i].text,
                    STR_ARGS(names_of(&report)));
    }
    assert_int_equal(wrong, 0);
}

/* Texts of our own, to see that families are caught and not phrases. */
static void families_are_caught_beyond_the_examples(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *channel, *text;
        enum language language;
    } row[] = {
        { "threat", "para", "We regret that we may have to garnish wages.",
          EN },
        { "threat", "para", "Unless we hear from you, we will report this.",
          EN },
        { "threat", "say", "The sheriff could come by.", EN },
        { "threat", "para", "Podemos embargar su cuenta.", ES },
        { "threat", "para", "Esto puede dañar su crédito.", ES },
        { "urgency", "para", "Final notice.", EN },
        { "urgency", "para", "You have only 48 hours.", EN },
        { "urgency", "para", "Es su última oportunidad.", ES },
        { "shame", "say", "It is your responsibility.", EN },
        { "shame", "para", "Other patients pay on time.", EN },
        { "shame", "para", "Usted se comprometió a pagar.", ES },
        { "legalese", "para", "You shall remit the sum.", EN },
        { "legalese", "para", "De conformidad con el contrato.", ES },
        { "third_party", "sms", "Harbor: You owe us. 555-0100. STOP ends.",
          EN },
        { "third_party", "voicemail", "Le habla Ana de Harbor. Es por su "
          "deuda. Llame al 555-0100.", ES },
        { "misrep", "para", "This is from our law office.", EN },
        { "misrep", "para", "You must pay before you can dispute.", EN },
        { "misrep", "para", "Le escribe el departamento legal.", ES },
        { "pressure", "say", "Could you borrow it?", EN },
        { "pressure", "para", "Use su tarjeta de crédito.", ES },
        { "phi", "email", "About your chemotherapy. 555-0100. Stop.", EN },
        { "phi", "subject", "Su cita de psiquiatría", ES },
        { "shout", "para", "CALL US NOW please.", EN },
        { "label", "para", "You are in default.", EN },
        { "label", "para", "Usted es un deudor moroso.", ES },
        { "overclaim", "say", "Please calm down.", EN },
        { "darkpattern", "button", "No, I'd rather pay more", EN },
        { "promise", "para", "You qualify for free care.", EN },
        { "promise", "para", "Le garantizamos que la borran.", ES },
        { "money_math", "para", "You will make 3 payments of $10.00.", EN },
        { "money_math", "para", "Va a hacer 3 pagos de $10.00. El total es "
          "$31.00.", ES },
        { "money_math", "letter", "You have $240 left to pay.", EN },
        { "missing", "email", "You have a new message.", EN },
        { "grade", "para", "Consideraciones extraordinarias "
          "administrativamente incomprensibles imposibilitan "
          "temporalmente cualquier determinacion institucional "
          "especificamente correspondiente organizacional reglamentaria.", ES },
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        struct lint_report report;
        ask(row[i].channel, row[i].language, PROGRAM_BAD_DEBT, row[i].text,
            &report);
        if (!lint_has(&report, lint_rule_parse(str_of(row[i].rule))))
            fail_msg("want %s: %s\n got%.*s", row[i].rule, row[i].text,
                     STR_ARGS(names_of(&report)));
    }
}

static void kind_words_pass(void **state)
{
    (void)state;
    static const struct {
        const char *channel, *text;
        enum language language;
    } row[] = {
        { "para", "Bayside Urgent Care may lower this bill.", EN },
        { "para", "You can skip a payment two times a year.", EN },
        { "para", "This is the plan you agreed to on June 3, 2026.", EN },
        { "para", "You can pause your plan. There is no fee.", EN },
        { "para", "You paid by credit card. Thank you.", EN },
        { "page", "Do not take our word for it. Ask if they work with us.",
          EN },
        { "para", "You will make 2 payments of $25.00. Then you will make 1 "
          "last payment of $25.50. The total is $75.50.", EN },
        { "para", "Usted puede pausar su plan cuando quiera.", ES },
        { "para", "Lo que cobró la clínica está en la carta.", ES },
        { "sms", "Harbor Care: Tiene un mensaje nuevo. Llame al 555-0100. "
          "Mande ALTO para parar.", ES },
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        struct lint_report report;
        ask(row[i].channel, row[i].language, PROGRAM_BAD_DEBT, row[i].text,
            &report);
        if (report.count > 0)
            fail_msg("%s\n got%.*s", row[i].text,
                     STR_ARGS(names_of(&report)));
    }
}

/* Case D-51: collector words are refused in early out, and only there. */
static void case_d51_no_collector_words_for_the_provider(void **state)
{
    (void)state;
    static const char *const words[] = {
        "This is from a debt collector.", "We are trying to collect a debt.",
        "Our collections team is here.", "Your debt is $5.00.",
    };
    struct lint_report report;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        ask("para", EN, PROGRAM_EARLY_OUT, words[i], &report);
        assert_true(lint_has(&report, LINT_COLLECTOR));
        ask("para", EN, PROGRAM_BAD_DEBT, words[i], &report);
        assert_false(lint_has(&report, LINT_COLLECTOR));
    }
    ask("para", ES, PROGRAM_EARLY_OUT, "Somos un cobrador de deudas.",
        &report);
    assert_true(lint_has(&report, LINT_COLLECTOR));
}

static void strange_texts_do_no_harm(void **state)
{
    (void)state;
    struct lint_report report;
    char *large = arena_bytes(&arena, LINT_TEXT_MAX + 1);
    memset(large, 'a', LINT_TEXT_MAX + 1);
    struct lint_ask huge = { .channel = LINT_PARA,
                             .text = { large, LINT_TEXT_MAX + 1 } };
    message_lint(lists, &huge, &arena, &report);
    assert_int_equal(report.count, 1);
    huge.text.len = LINT_TEXT_MAX;
    message_lint(lists, &huge, &arena, &report);
    for (size_t i = 1; i < LINT_TEXT_MAX; i += 2)
        large[i] = ' ';
    message_lint(lists, &huge, &arena, &report);
    for (int channel = 0; channel < LINT_CHANNELS; channel++) {
        struct lint_ask odd = { .channel = (enum lint_channel)channel };
        message_lint(lists, &odd, &arena, &report); /* no text at all */
        odd.text = STR("\xff\xfe \xC3 \xE2\x80 \x01!! $ $. ,,, *** "
                       "$9999999999999999999");
        message_lint(lists, &odd, &arena, &report);
        for (uint32_t i = 0; i < report.count && i < LINT_FINDINGS_MAX; i++)
            assert_true(report.finding[i].at + report.finding[i].len
                        <= odd.text.len);
    }
}

static const struct lint_names no_names = { .count = 0 };

/* Rule RF-34-content.  Every letter, filled and linted by message_fill,
 * loses one part at a time; each loss is named. */
static void a_letter_without_a_part_is_refused(void **state)
{
    (void)state;
    struct message_templates *templates;
    struct err err = { 0 };
    assert_true(message_templates_open(&arena, &templates, &err));
    const enum language languages[] = { EN, ES };
    for (int kind = 1; kind < MESSAGE_KINDS; kind++) {
        for (size_t l = 0; l < 2; l++) {
            bool early_out = kind != MESSAGE_VALIDATION_NOTICE;
            struct letter_sample sample;
            struct message_filled filled;
            struct lint_report report;
            letter_sample(&sample, (enum message_kind)kind, languages[l],
                          early_out);
            assert_true(message_fill(templates, &sample.input, &arena,
                                     &filled, &err));
            assert_int_equal(filled.answer, MESSAGE_FILLED);
            struct message_content *content = &filled.content;
            uint32_t refused = 0, sums = 0;
            for (uint32_t b = 0; b < content->block_count; b++) {
                struct message_block kept = content->block[b];
                content->block[b] = (struct message_block){
                    .area = kept.area, .kind = MESSAGE_PARAGRAPH };
                message_lint_content(lists, content, sample.debt.program,
                                     &no_names, &arena, &report);
                refused += report.count > 0;
                if (kept.kind == MESSAGE_SUM) {
                    assert_true(report.count > 0);
                    sums++;
                }
                content->block[b] = kept;
            }
            assert_int_equal(sums, kind != MESSAGE_NEW_CODE);
            if (kind == MESSAGE_VALIDATION_NOTICE)
                assert_true(refused >= 12);
            assert_true(refused >= 3);
            message_lint_content(lists, content, sample.debt.program,
                                     &no_names, &arena, &report);
            assert_int_equal(report.count, 0);
        }
    }
}

/* Rule RF-18e.  In default, every letter says who writes. */
static void a_later_letter_says_who_collects(void **state)
{
    (void)state;
    struct message_templates *templates;
    struct err err = { 0 };
    assert_true(message_templates_open(&arena, &templates, &err));
    const enum message_kind kinds[] = { MESSAGE_RECEIPT,
                                        MESSAGE_PLAN_CONFIRMATION };
    const enum language languages[] = { EN, ES };
    for (size_t i = 0; i < 4; i++) {
        struct letter_sample sample;
        struct message_filled filled;
        struct lint_report report;
        struct str who = i % 2 ? STR("cobrador de deudas")
                               : STR("debt collector");
        letter_sample(&sample, kinds[i / 2], languages[i % 2], false);
        assert_true(message_fill(templates, &sample.input, &arena, &filled,
                                 &err));
        struct message_content *content = &filled.content;
        uint32_t said = 0;
        for (uint32_t b = 0; b < content->block_count; b++) {
            if (str_find(content->block[b].text, who) == SIZE_MAX)
                continue;
            content->block[b].text = STR("");
            said++;
        }
        assert_int_equal(said, 1);
        message_lint_content(lists, content, sample.debt.program, &no_names,
                             &arena, &report);
        assert_true(report.count > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_labelled_examples_are_right,
                                        start, stop),
        cmocka_unit_test_setup_teardown(
            families_are_caught_beyond_the_examples, start, stop),
        cmocka_unit_test_setup_teardown(kind_words_pass, start, stop),
        cmocka_unit_test_setup_teardown(
            case_d51_no_collector_words_for_the_provider, start, stop),
        cmocka_unit_test_setup_teardown(strange_texts_do_no_harm, start,
                                        stop),
        cmocka_unit_test_setup_teardown(a_letter_without_a_part_is_refused,
                                        start, stop),
        cmocka_unit_test_setup_teardown(a_later_letter_says_who_collects,
                                        start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
