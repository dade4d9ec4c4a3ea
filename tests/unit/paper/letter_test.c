#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sample.h"
#include "tool.h"

#define JOB ((size_t)64 << 20)

typedef struct paper_letter sample(void);
static sample *const samples[] = { sample_statement_en, sample_statement_es,
                                   sample_notice_en, sample_notice_es };
#define SAMPLES (sizeof samples / sizeof samples[0])

static struct str made_of(struct arena *arena, struct paper_letter letter)
{
    struct str pdf = { 0 };
    struct err err = { 0 };
    if (!paper_letter(&letter, arena, &pdf, &err))
        fail_msg("%s", err.text);
    return pdf;
}

static void same_letter_same_bytes(void **state)
{
    (void)state;
    struct arena arena, again;
    arena_init(&arena, JOB);
    arena_init(&again, JOB);
    for (size_t i = 0; i < SAMPLES; i++) {
        struct str a = made_of(&arena, samples[i]());
        if (i == 1)
            paper_close(); /* also after the libraries started anew */
        struct str b = made_of(&again, samples[i]());
        assert_true(str_equal(a, b));
        assert_true(a.len < (size_t)60 << 10);
        struct paper_letter other = samples[i]();
        other.made_at = moment_add_seconds(other.made_at, 1);
        assert_false(str_equal(a, made_of(&again, other)));
    }
    arena_clear(&again);
    arena_clear(&arena);
}

/* Everything a block says stands in the text, in the blocks' order. */
static void expect_next(struct str text, size_t *from, struct arena *arena,
                        struct str words)
{
    if (words.len == 0)
        return;
    struct str wanted = tool_squeezed(arena, words);
    struct str rest = str_part(text, *from, text.len - *from);
    size_t at = str_find(rest, wanted);
    if (at == SIZE_MAX)
        fail_msg("not in its place: %s", str_c(arena, words));
    *from += at + wanted.len;
}

static void texts_in_reading_order(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, JOB);
    for (size_t i = 0; i < 2 * SAMPLES; i++) {
        struct paper_letter letter = samples[i / 2]();
        letter.is_large = i % 2 == 1;
        struct str pdf = made_of(&arena, letter);
        struct str text = tool_squeezed(
            &arena, tool_run(&arena, pdf, "pdftotext", "-raw", "@", "-",
                             NULL));
        size_t from = 0;
        for (uint32_t line = 0; line < letter.sender_count; line++)
            expect_next(text, &from, &arena, letter.sender[line]);
        for (uint32_t line = 0; line < letter.recipient_count; line++)
            expect_next(text, &from, &arena, letter.recipient[line]);
        expect_next(text, &from, &arena, letter.code);
        expect_next(text, &from, &arena, letter.heading);
        for (uint32_t b = 0; b < letter.block_count; b++) {
            const struct paper_block *block = &letter.block[b];
            expect_next(text, &from, &arena, block->lead);
            expect_next(text, &from, &arena, block->text);
            for (uint32_t k = 0; k < block->item_count; k++) {
                expect_next(text, &from, &arena, block->item[k].lead);
                expect_next(text, &from, &arena, block->item[k].text);
                expect_next(text, &from, &arena, block->item[k].amount);
            }
        }
    }
    arena_clear(&arena);
}

static void file_says_what_it_is(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, JOB);
    struct str pdf = made_of(&arena, sample_notice_es());
    struct str info = tool_run(&arena, pdf, "pdfinfo", "@", NULL);
    const char *lines[] = { "Tagged:          yes",
                            ("Title:           Aviso sobre una cuenta de "
                             "Lakeside Clinic"),
                            "Pages:           2",
                            "Page size:       612 x 792 pts (letter)",
                            "JavaScript:      no" };
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        if (str_find(info, str_of(lines[i])) == SIZE_MAX)
            fail_msg("pdfinfo does not say: %s", lines[i]);
    struct str plain = tool_run(&arena, pdf, "qpdf", "--qdf",
                                "--object-streams=disable", "@", "-", NULL);
    const char *parts[] = { "/Lang (es-US)", "/DisplayDocTitle true",
                            "/Tabs /S", "/Scope /Row", "/Alt (",
                            "/ActualText <feff2610>", "<dc:title>",
                            "/MarkInfo" };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        if (str_find(plain, str_of(parts[i])) == SIZE_MAX)
            fail_msg("the file does not hold: %s", parts[i]);
    for (size_t i = 0; i < SAMPLES; i++) {
        struct str checked = tool_run(&arena, made_of(&arena, samples[i]()),
                                      "qpdf", "--check", "@", NULL);
        assert_true(str_find(checked, STR("No syntax or stream encoding"))
                    != SIZE_MAX);
    }
    arena_clear(&arena);
}

/* What is between quotation marks in the tree of tags. */
static struct str tagged_text(struct arena *arena, struct str tree)
{
    struct buf buf;
    struct str line;
    buf_init(&buf, arena, tree.len + 1);
    while (tree.len > 0) {
        (void)str_cut(tree, '\n', &line, &tree);
        line = str_trim(line);
        if (line.len >= 2 && line.at[0] == '"')
            buf_add(&buf, str_part(line, 1, line.len - 2));
    }
    return tool_squeezed(arena, buf_str(&buf));
}

static void every_word_is_tagged(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, JOB);
    for (size_t i = 0; i < 2 * SAMPLES; i++) {
        struct paper_letter letter = samples[i / 2]();
        letter.is_large = i % 2 == 1;
        struct str pdf = made_of(&arena, letter);
        struct str tree = tagged_text(
            &arena, tool_run(&arena, pdf, "pdfinfo", "-struct-text", "@",
                             NULL));
        struct str text = tool_squeezed(
            &arena, tool_run(&arena, pdf, "pdftotext", "-raw", "@", "-",
                             NULL));
        assert_string_equal(str_c(&arena, tree), str_c(&arena, text));
    }
    arena_clear(&arena);
}

static void code_opens_the_link(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, JOB);
    for (size_t i = 0; i < SAMPLES; i++) {
        struct str pdf = made_of(&arena, samples[i]());
        struct str png = tool_run(&arena, pdf, "pdftoppm", "-r", "150",
                                  "-png", "-f", "1", "-l", "1", "@", NULL);
        assert_true(png.len > 0);
        struct str read = tool_run(&arena, png, "zbarimg", "--raw", "-q",
                                   "@", NULL);
        assert_string_equal(str_c(&arena, str_trim(read)), SAMPLE_LINK);
    }
    arena_clear(&arena);
}

int main(void)
{
    if (!tools_are_there())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_letter_same_bytes),
        cmocka_unit_test(texts_in_reading_order),
        cmocka_unit_test(file_says_what_it_is),
        cmocka_unit_test(every_word_is_tagged),
        cmocka_unit_test(code_opens_the_link),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    paper_close();
    return failed;
}
