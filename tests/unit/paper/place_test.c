#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sample.h"
#include "tool.h"

#define JOB ((size_t)64 << 20)
#define S(literal) { literal, sizeof literal - 1 }
#define WINDOW_LEFT 63.0
#define WINDOW_RIGHT 387.0
#define WINDOW_HEIGHT 81.0
#define CLEARANCE 9.0

static struct paper_made made_of(struct arena *arena,
                                 struct paper_letter letter)
{
    struct paper_made made = { 0 };
    struct err err = { 0 };
    if (!paper_make(&letter, arena, &made, &err))
        fail_msg("%s", err.text);
    return made;
}

/* pdftotext's boxes hold the font's whole height; the ink is less. */
static struct box inked(struct box box)
{
    double height = box.y1 - box.y0;
    box.y0 += 0.25 * height;
    box.y1 -= 0.10 * height;
    return box;
}

/* Words of two lines, or of two columns, never touch, and all of them stand
 * on their page with half an inch free. */
static void nothing_overlaps(struct arena *arena, struct str pdf)
{
    struct box *box = NULL;
    uint32_t count = tool_words(arena, pdf, &box);
    assert_true(count > 20);
    for (uint32_t i = 0; i < count; i++) {
        struct box a = inked(box[i]);
        assert_true(a.x0 >= 36.0 && a.x1 <= 612.0 - 36.0);
        assert_true(a.y0 >= 36.0 && a.y1 <= 792.0 - 25.0);
        for (uint32_t k = i + 1; k < count; k++) {
            struct box b = inked(box[k]);
            if (a.page == b.page && a.x0 < b.x1 - 0.5 && b.x0 < a.x1 - 0.5
                && a.y0 < b.y1 && b.y0 < a.y1)
                fail_msg("page %d: \"%.*s\" and \"%.*s\" overlap", a.page,
                         STR_ARGS(a.text), STR_ARGS(b.text));
        }
    }
}

/* The window shows the recipient whole, and what may slide into it nothing
 * else. */
static void window_holds(struct arena *arena, struct paper_letter letter)
{
    struct paper_made made = made_of(arena, letter);
    bool is_top = made.panel == PAPER_PANEL_TOP;
    double fold = is_top ? 264.0 : 792.0, top = fold - 117.0;
    double hidden_from = is_top ? 261.0 : 792.0;
    struct box *box = NULL;
    uint32_t count = tool_words(arena, made.pdf, &box);
    struct buf seen, wanted;
    buf_init(&seen, arena, 2000);
    buf_init(&wanted, arena, 2000);
    for (uint32_t i = 0; i < letter.recipient_count; i++)
        buf_add(&wanted, letter.recipient[i]);
    for (uint32_t i = 0; i < count; i++) {
        struct box word = inked(box[i]);
        if (word.page != 1 || word.x0 >= WINDOW_RIGHT
            || word.x1 <= WINDOW_LEFT || word.y1 <= top
            || word.y0 >= hidden_from)
            continue;
        buf_add(&seen, word.text);
        assert_true(word.x0 >= WINDOW_LEFT + CLEARANCE - 0.5);
        assert_true(word.x1 <= WINDOW_RIGHT - CLEARANCE + 0.5);
        assert_true(word.y0 >= top + CLEARANCE - 0.5);
        assert_true(word.y1 <= top + WINDOW_HEIGHT - CLEARANCE + 0.5);
    }
    struct str a = tool_squeezed(arena, buf_str(&seen));
    struct str b = tool_squeezed(arena, buf_str(&wanted));
    assert_string_equal(str_c(arena, a), str_c(arena, b));
}

static void recipient_set(struct paper_letter *letter, uint32_t count)
{
    static const struct str lines[PAPER_RECIPIENT_LINES_MAX] = {
        S("Mar\xc3\xad" "a Guadalupe Wolfeschlegelsteinhausen de la Cruz y "
          "Morales"),
        S("c/o Saint Bartholomew Residential Care Home"),
        S("Building 14, Staircase C, Third Floor"),
        S("Apartment 342"),
        S("12345 North Martin Luther King Junior Parkway"),
        S("Attention: Front Desk"),
        S("San Buenaventura, CA 93001-1234"),
        S("United States"),
    };
    letter->recipient_count = count;
    for (uint32_t i = 0; i < count; i++)
        letter->recipient[i] = lines[i];
}

static void window_shows_the_recipient_only(void **state)
{
    (void)state;
    for (uint32_t lines = 0; lines <= 7; lines++) {
        struct arena arena;
        arena_init(&arena, JOB);
        struct paper_letter letter[] = { sample_statement_en(),
                                         sample_notice_en(),
                                         sample_notice_es() };
        for (size_t i = 0; i < 3; i++) {
            if (lines > 0)
                recipient_set(&letter[i], lines);
            window_holds(&arena, letter[i]);
            nothing_overlaps(&arena, made_of(&arena, letter[i]).pdf);
        }
        letter[0].is_large = true;
        window_holds(&arena, letter[0]);
        arena_clear(&arena);
    }
}

static void samples_keep_to_their_pages(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, JOB);
    struct paper_made made = made_of(&arena, sample_statement_en());
    assert_int_equal(made.page_count, 1);
    assert_int_equal(made.panel, PAPER_PANEL_TOP);
    made = made_of(&arena, sample_statement_es());
    assert_int_equal(made.page_count, 1);
    nothing_overlaps(&arena, made.pdf);
    struct paper_letter notice[] = { sample_notice_en(), sample_notice_es() };
    for (size_t i = 0; i < 2; i++) {
        made = made_of(&arena, notice[i]);
        assert_int_equal(made.page_count, 2);
        assert_int_equal(made.front_count, 1);
        assert_int_equal(made.panel, PAPER_PANEL_BOTTOM);
        notice[i].is_large = true;
        made = made_of(&arena, notice[i]);
        assert_true(made.front_count >= 2);
        assert_int_equal(made.page_count, made.front_count + 1);
        assert_int_equal(made.panel, PAPER_PANEL_TOP);
        nothing_overlaps(&arena, made.pdf);
    }
    arena_clear(&arena);
}

/* As long as an agreement may make them (src/intake/agreement.c). */
static void longest_sender_fits(void **state)
{
    (void)state;
    static const struct str lines[] = {
        S("THE REGIONAL MEDICAL CENTER OF SAINT BARTHOLOMEW AND THE HOLY "
          "NAME BILLING OFFICE"),
        S("12345 NORTH MARTIN LUTHER KING JUNIOR PARKWAY WEST"),
        S("BUILDING 14, STAIRCASE C, THIRD FLOOR, MAIL STOP 2"),
        S("RANCHO SANTA MARGARITA DE LOS ALTOS NORTE, CA 92688-1234"),
        S("(207) 555-0170, Mondays, Wednesdays and Fridays from 8 a.m. to "
          "8 p.m., other days from 9 to 5 o'clock"),
        S("the-regional-medical-center-billing.example/m"),
    };
    for (size_t i = 0; i < 4; i++) {
        struct arena arena;
        arena_init(&arena, JOB);
        struct paper_letter letter = i < 2 ? sample_statement_en()
                                           : sample_notice_en();
        letter.is_large = i % 2 == 1;
        letter.sender_count = sizeof lines / sizeof lines[0];
        memcpy(letter.sender, lines, sizeof lines);
        window_holds(&arena, letter);
        struct str pdf = made_of(&arena, letter).pdf;
        nothing_overlaps(&arena, pdf);
        struct str text = tool_squeezed(
            &arena, tool_run(&arena, pdf, "pdftotext", "-raw", "@", "-",
                             NULL));
        for (size_t k = 0; k < sizeof lines / sizeof lines[0]; k++)
            assert_true(str_find(text, tool_squeezed(&arena, lines[k]))
                        != SIZE_MAX);
        arena_clear(&arena);
    }
}

static size_t letters_of(struct str line)
{
    size_t count = 0;
    for (size_t i = 0; i < line.len; i++)
        count += ((unsigned char)line.at[i] & 0xc0) != 0x80;
    return count;
}

static void lines_are_short(void **state)
{
    (void)state;
    static const struct paper_block thin[] = {
        { .kind = PAPER_PARAGRAPH,
          .text = S("it fills till it is still filling little ill lilies in "
                    "it, till I lift it, still it is illicit if I tilt it "
                    "till it spills, little by little, lit in its lilt") },
    };
    struct arena arena;
    arena_init(&arena, JOB);
    struct paper_letter letter[] = { sample_statement_en(),
                                     sample_statement_en() };
    letter[1].block = thin;
    letter[1].block_count = 1;
    for (size_t i = 0; i < 4; i++) {
        letter[i / 2].is_large = i % 2 == 1;
        struct str pdf = made_of(&arena, letter[i / 2]).pdf;
        struct str text = tool_run(&arena, pdf, "pdftotext", "-raw", "@",
                                   "-", NULL);
        struct str line;
        while (text.len > 0) {
            (void)str_cut(text, '\n', &line, &text);
            if (letters_of(str_trim(line)) > 65)
                fail_msg("too long: %s", str_c(&arena, line));
        }
    }
    arena_clear(&arena);
}

static void large_amounts_and_long_rows(void **state)
{
    (void)state;
    static const struct paper_item rows[] = {
        { .text = S("A row whose words go on and on, over more than one line "
                    "of the column it stands in, and a little further"),
          .amount = S("$1,234,567.89") },
        { .text = S("Words above a group"), .sign = PAPER_SIGN_LABEL },
        { .text = S("Room, two nights"), .amount = S("$4,100.00") },
        { .text = S("Operating room"), .amount = S("$12,345.00") },
        { .text = S("Laboratory"), .amount = S("$310.55") },
        { .text = S("Pharmacy"), .amount = S("$89.10") },
        { .text = S("X-ray, left wrist, two views"), .amount = S("$0.01") },
        { .text = S("Physical therapy"), .amount = S("$240.00") },
        { .text = S("Supplies"), .amount = S("$17.20") },
        { .text = S("What the plan paid"), .amount = S("$9,000.00"),
          .sign = PAPER_SIGN_MINUS },
        { .text = S("Interest"), .amount = S("$1,234,567.89"),
          .sign = PAPER_SIGN_PLUS },
        { .text = S("Credits"), .amount = S("$1,234,567.89"),
          .sign = PAPER_SIGN_MINUS },
        { .text = S("Total"), .amount = S("$10,000,000,000.00"),
          .sign = PAPER_SIGN_TOTAL },
    };
    struct arena arena;
    arena_init(&arena, JOB);
    struct paper_letter letter = sample_notice_en();
    struct paper_block block[PAPER_BLOCKS_MAX];
    memcpy(block, letter.block, letter.block_count * sizeof block[0]);
    for (uint32_t i = 0; i < letter.block_count; i++)
        if (block[i].kind == PAPER_SUM) {
            block[i].item = rows;
            block[i].item_count = sizeof rows / sizeof rows[0];
        }
    letter.block = block;
    for (int large = 0; large < 2; large++) {
        letter.is_large = large == 1;
        struct str pdf = made_of(&arena, letter).pdf;
        nothing_overlaps(&arena, pdf);
        struct str text = tool_run(&arena, pdf, "pdftotext", "-raw", "@",
                                   "-", NULL);
        assert_true(str_find(text, STR("Interest + $1,234,567.89"))
                    != SIZE_MAX);
        assert_true(str_find(text, STR("Total $10,000,000,000.00"))
                    != SIZE_MAX);
    }
    arena_clear(&arena);
}

static void long_letters_flow_on(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, JOB);
    struct paper_letter letter = sample_notice_es();
    struct paper_block block[PAPER_BLOCKS_MAX];
    uint32_t count = 0;
    static const char words[] =
        "Esta es una oraci\xc3\xb3n que dice poco y ocupa lugar. ";
    struct buf buf;
    buf_init(&buf, &arena, PAPER_TEXT_MAX);
    for (int i = 0; i < 12; i++)
        buf_add_c(&buf, words);
    for (uint32_t i = 0; i < letter.block_count; i++) {
        if (letter.block[i].area == PAPER_LEFT && count < 100)
            for (int k = 0; k < 8; k++)
                block[count++] = (struct paper_block){
                    .area = PAPER_LEFT, .kind = PAPER_PARAGRAPH,
                    .text = buf_str(&buf) };
        block[count++] = letter.block[i];
    }
    letter.block = block;
    letter.block_count = count;
    struct paper_made made = made_of(&arena, letter);
    assert_true(made.front_count > 4);
    assert_int_equal(made.panel, PAPER_PANEL_TOP);
    nothing_overlaps(&arena, made.pdf);
    struct str text = tool_squeezed(
        &arena, tool_run(&arena, made.pdf, "pdftotext", "-raw", "@", "-",
                         NULL));
    struct str one = tool_squeezed(&arena, str_of(words));
    size_t found = 0, at = 0;
    while ((at = str_find(text, one)) != SIZE_MAX) {
        found++;
        text = str_part(text, at + one.len, text.len);
    }
    /* A page's number may stand inside a sentence, at most once a page. */
    assert_in_range(found, 12 * 8 * 4 - 30, 12 * 8 * 4);
    arena_clear(&arena);
}

int main(void)
{
    if (!tools_are_there())
        return 77;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(window_shows_the_recipient_only),
        cmocka_unit_test(samples_keep_to_their_pages),
        cmocka_unit_test(longest_sender_fits),
        cmocka_unit_test(lines_are_short),
        cmocka_unit_test(large_amounts_and_long_rows),
        cmocka_unit_test(long_letters_flow_on),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    paper_close();
    return failed;
}
