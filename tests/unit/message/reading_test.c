#include <setjmp.h>
#include <stdarg.h>

#include "base/base.h"
#include "message/reading.h"

#include <cmocka.h>

static void syllables_of_words(void **state)
{
    (void)state;
    const struct { const char *word; uint32_t count; } english[] = {
        { "pay", 1 }, { "plan", 1 }, { "payment", 2 }, { "made", 1 },
        { "table", 2 }, { "changes", 2 }, { "places", 2 }, { "asked", 1 },
        { "wanted", 2 }, { "the", 1 }, { "free", 1 }, { "interpreter", 4 },
        { "able", 2 }, { "times", 1 }, { "bill", 1 }, { "Hmm", 1 },
        { "people", 2 },
    };
    const struct { const char *word; uint32_t count; } spanish[] = {
        { "pago", 2 }, { "cuenta", 2 }, { "día", 2 }, { "código", 3 },
        { "ahora", 3 }, { "leer", 2 }, { "hoy", 1 }, { "y", 1 },
        { "ciudad", 2 }, { "aún", 2 }, { "opciones", 3 }, { "que", 1 },
        { "intérprete", 4 }, { "había", 3 }, { "pausa", 2 },
    };
    for (size_t i = 0; i < sizeof english / sizeof english[0]; i++)
        if (reading_syllables(LANGUAGE_ENGLISH, str_of(english[i].word))
            != english[i].count)
            fail_msg("%s", english[i].word);
    for (size_t i = 0; i < sizeof spanish / sizeof spanish[0]; i++)
        if (reading_syllables(LANGUAGE_SPANISH, str_of(spanish[i].word))
            != spanish[i].count)
            fail_msg("%s", spanish[i].word);
}

static void assert_counts(enum language language, const char *text,
                          uint32_t words, uint32_t sentences,
                          uint32_t longest)
{
    struct reading reading;
    reading_measure(language, str_of(text), &reading);
    if (reading.words != words || reading.sentences != sentences
        || reading.longest != longest)
        fail_msg("%s: %u words, %u sentences, longest %u", text,
                 reading.words, reading.sentences, reading.longest);
}

static void units_are_one_word(void **state)
{
    (void)state;
    assert_counts(LANGUAGE_ENGLISH, "Pay $1,420.00 by December 15, 2026.", 4,
                  1, 4);
    assert_counts(LANGUAGE_ENGLISH, "Pay by May 3 or in May. Call.", 7, 2, 6);
    assert_counts(LANGUAGE_ENGLISH, "Call (217) 555-0100 now", 3, 1, 3);
    assert_counts(LANGUAGE_ENGLISH, "Go to harborcare.example/m. Now.", 4, 2,
                  3);
    assert_counts(LANGUAGE_ENGLISH, "From 8 a.m. to 7 p.m. we are here.", 9, 1,
                  9);
    assert_counts(LANGUAGE_ENGLISH, "Dr. Ruiz is in", 4, 1, 4);
    assert_counts(LANGUAGE_SPANISH, "Pague el 15 de diciembre de 2026. Hoy no.",
                  5, 2, 3);
    assert_counts(LANGUAGE_SPANISH, "El 3 de mayo pagó.", 3, 1, 3);
    assert_counts(LANGUAGE_ENGLISH, "One line\nanother line", 4, 2, 2);
    assert_counts(LANGUAGE_ENGLISH, "Two things: this. That!", 4, 3, 2);
    assert_counts(LANGUAGE_ENGLISH, " \n\n -- ... ", 0, 0, 0);
    assert_counts(LANGUAGE_ENGLISH, "", 0, 0, 0);
}

/* By hand: 8 words, 2 sentences, 10 syllables (an-y-one, oth-er-wise no).
 * "We can help you." 4 words 4 syllables; "Tell us any day." 4 words, 5. */
static void the_formulas_are_exact(void **state)
{
    (void)state;
    struct reading reading;
    reading_measure(LANGUAGE_ENGLISH, STR("We can help you. Tell us any day."),
                    &reading);
    assert_int_equal(reading.syllables, 9);
    /* 0.39 x 4 + 11.8 x 9/8 - 15.59 = -0.755 */
    assert_int_equal(reading.thousandths, -755);
    reading_measure(LANGUAGE_SPANISH, STR("Pague la cuenta hoy."), &reading);
    assert_int_equal(reading.syllables, 6);
    /* 206.84 - 60 x 6/4 - 1.02 x 4 = 112.76 */
    assert_int_equal(reading.thousandths, 112760);
}

static void hard_text_is_hard(void **state)
{
    (void)state;
    struct reading reading;
    reading_measure(LANGUAGE_ENGLISH, STR(
        "Individuals experiencing financial difficulty should communicate "
        "their circumstances so that alternative repayment arrangements may "
        "be considered by a representative."), &reading);
    assert_false(reading_is_plain(LANGUAGE_ENGLISH, &reading));
    reading_measure(LANGUAGE_ENGLISH, STR("Extraordinary considerations"),
                    &reading);
    assert_true(reading_is_plain(LANGUAGE_ENGLISH, &reading)); /* short */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(syllables_of_words),
        cmocka_unit_test(units_are_one_word),
        cmocka_unit_test(the_formulas_are_exact),
        cmocka_unit_test(hard_text_is_hard),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
