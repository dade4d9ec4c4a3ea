/* Every letter we have, as paper: one heading, the code once, no line lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"
#include "courier/sheet.h"
#include "paper/letter.h"

#include "../message/letters.h"
#include "../paper/tool.h"

#define JOB ((size_t)64 << 20)
#define CODE "K7QM-4T2X"

static const struct one {
    enum message_kind kind;
    bool early_out;
    const char *name;
    uint32_t codes; /* a notice's tear-off form names it again */
} ones[] = {
    { MESSAGE_FIRST_STATEMENT, true, "first_statement", 1 },
    { MESSAGE_VALIDATION_NOTICE, false, "validation_notice", 2 },
    { MESSAGE_PLAN_CONFIRMATION, true, "plan_confirmation", 1 },
    { MESSAGE_PLAN_CONFIRMATION, false, "plan_confirmation_bad_debt", 1 },
    { MESSAGE_RECEIPT, true, "receipt", 1 },
    { MESSAGE_PLAN_MISSED, false, "plan_missed", 1 },
    { MESSAGE_PLAN_NOTICE, false, "plan_notice", 1 },
    { MESSAGE_PAUSE_ENDED, false, "pause_ended", 1 },
};

static uint32_t count_of(struct str text, const char *words)
{
    uint32_t count = 0;
    for (size_t at; (at = str_find(text, str_of(words))) != SIZE_MAX; count++)
        text = str_part(text, at + strlen(words), text.len);
    return count;
}

/* The sample with everything a person, a provider and a bill can have. */
static void make_long(struct letter_sample *s)
{
    s->person.name.first = STR("María Guadalupe Concepción");
    s->person.name.last = STR("Wolfeschlegelstein de la Cruz y Morales");
    s->address.line1 = STR("12345 North Martin Luther King Junior Parkway");
    s->address.line2 = STR("Building 14, Staircase C, Apartment 342");
    s->address.city = STR("Rancho Santa Margarita");
    s->address.zip = STR("92688-1234");
    s->agreement.brand_line2 = STR("Building 14, Staircase C, Third Floor");
    s->facility.name = STR("Lakeside Clinic of Saint Bartholomew and the Holy "
                           "Name, North Shore Outpatient Center");
    s->debt.patient_first = STR("Maximiliano");
}

static void sheet_of(const struct one *one, enum language language,
                     bool is_long, struct arena *arena,
                     struct message_content *content, struct str *pdf)
{
    static struct letter_sample sample;
    struct err err = { .kind = ERR_NONE };
    struct message_templates *templates;
    struct message_filled filled;
    struct buf buf;
    letter_sample(&sample, one->kind, language, one->early_out);
    if (is_long)
        make_long(&sample);
    assert_true(message_templates_open(arena, &templates, &err));
    if (!message_fill(templates, &sample.input, arena, &filled, &err))
        fail_msg("%s: %s", one->name, err.text);
    if (filled.answer != MESSAGE_FILLED)
        fail_msg("%s: %s", one->name, str_c(arena, filled.why));
    buf_init(&buf, arena, MESSAGE_BYTES_MAX);
    message_content_write(&filled.content, &buf);
    if (!courier_sheet(buf_str(&buf), arena, pdf, &err))
        fail_msg("%s: %s", one->name, err.text);
    *content = filled.content;
    /* To look at them: BEDSIDE_SHEETS=FOLDER. */
    if (getenv("BEDSIDE_SHEETS") != NULL
        && !file_write_durably(
               world_real(),
               str_format(arena, "%s/%s%s.%.*s.pdf", getenv("BEDSIDE_SHEETS"),
                          one->name, is_long ? "_long" : "",
                          STR_ARGS(language_code(language))).at,
               *pdf, 0644, &err))
        fail_msg("%s", err.text);
}

static void check(const struct one *one, enum language language, bool is_long)
{
    struct arena arena;
    struct message_content content;
    struct str pdf;
    arena_init(&arena, JOB);
    sheet_of(one, language, is_long, &arena, &content, &pdf);
    struct str tree = tool_run(&arena, pdf, "pdfinfo", "-struct", "@", NULL);
    assert_int_equal(count_of(tree, "H1"), 1);
    struct str text = tool_run(&arena, pdf, "pdftotext", "-raw", "@", "-",
                               NULL);
    assert_int_equal(count_of(text, CODE), one->codes);
    struct box *box = NULL;
    for (uint32_t i = tool_words(&arena, pdf, &box); i-- > 0; ) {
        assert_true(box[i].x0 >= 36.0 && box[i].x1 <= 612.0 - 36.0);
        assert_true(box[i].y0 >= 36.0 && box[i].y1 <= 792.0 - 25.0);
    }
    if (one->kind == MESSAGE_FIRST_STATEMENT && !is_long)
        assert_int_equal(count_of(text, "\f"), 1); /* pages */
    struct str squeezed = tool_squeezed(&arena, text);
    for (uint32_t i = 0; i < content.sender_count; i++)
        assert_true(str_find(squeezed, tool_squeezed(&arena,
                                                     content.sender[i]))
                    != SIZE_MAX);
    for (uint32_t i = 0; i < content.recipient_count; i++)
        assert_true(str_find(squeezed, tool_squeezed(&arena,
                                                     content.recipient[i]))
                    != SIZE_MAX);
    arena_clear(&arena);
}

static void one_heading_one_code_all_lines(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof ones / sizeof ones[0]; i++)
        for (int is_long = 0; is_long < 2; is_long++) {
            check(&ones[i], LANGUAGE_ENGLISH, is_long == 1);
            check(&ones[i], LANGUAGE_SPANISH, is_long == 1);
        }
}

int main(void)
{
    if (!tools_are_there())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_heading_one_code_all_lines),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    paper_close();
    return failed;
}
