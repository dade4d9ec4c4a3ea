#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "sample.h"

#define JOB ((size_t)64 << 20)

static void refused(struct paper_letter letter, enum err_kind kind,
                    const char *words)
{
    struct arena arena;
    struct err err = { 0 };
    struct str pdf = STR("untouched");
    arena_init(&arena, JOB);
    if (paper_letter(&letter, &arena, &pdf, &err))
        fail_msg("made a letter, wanted \"%s\"", words);
    if (strstr(err.text, words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", err.text, words);
    assert_int_equal(err.kind, kind);
    assert_true(str_is(pdf, "untouched"));
    arena_clear(&arena);
}

static void names(struct str name, const char *words)
{
    struct paper_letter letter = sample_statement_en();
    letter.recipient[0] = name;
    refused(letter, ERR_INVALID, words);
}

static void names_that_cannot_be_set(void **state)
{
    (void)state;
    names(STR("Ana\nMar\xc3\xad" "a"), "control character");
    names(STR("Ana\tB"), "control character");
    names(STR("Ana \x7f"), "control character");
    names(STR("Ana \xc2\x85"), "control character");
    names(STR("Ana \xe2\x80\xae" "B"), "control character");
    names(STR("Ana \xe2\x81\xa6" "B"), "control character");
    names(STR("Ana\0B"), "not UTF-8");
    names(STR("Ana \xff"), "not UTF-8");
    names(STR("Ana \xc0\xaf"), "not UTF-8");
    names(STR(""), "empty");
    names(STR("\xe6\x9d\x8e\xe5\xb0\x8f\xe9\xbe\x8d"), "no font here");
    char lengthy[PAPER_LINE_MAX + 1];
    memset(lengthy, 'W', sizeof lengthy);
    names((struct str){ lengthy, sizeof lengthy }, "longer than 120 bytes");
}

static void names_of_many_scripts_can_be_set(void **state)
{
    (void)state;
    static const char *const good[] = {
        "Nguy\xe1\xbb\x85n Th\xe1\xbb\x8b H\xe1\xba\xb1ng",
        ("\xd0\x9e\xd0\xbb\xd1\x8c\xd0\xb3\xd0\xb0 "
         "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd\xd0\xbe\xd0\xb2\xd0\xb0"),
        "\xd9\x85\xd8\xad\xd9\x85\xd8\xaf \xd8\xb9\xd9\x84\xd9\x8a",
        "O'Brien & S\xc3\xb6hne <GmbH> (100%) \\ \"x\"",
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        struct arena arena;
        struct err err = { 0 };
        struct str pdf;
        arena_init(&arena, JOB);
        struct paper_letter letter = sample_statement_en();
        letter.recipient[0] = str_of(good[i]);
        letter.title = str_of(good[i]);
        letter.sender[0] = str_of(good[i]);
        if (!paper_letter(&letter, &arena, &pdf, &err))
            fail_msg("%s: %s", good[i], err.text);
        arena_clear(&arena);
    }
}

static void parts_that_do_not_fit(void **state)
{
    (void)state;
    struct paper_letter letter = sample_statement_en();
    letter.recipient_count = PAPER_RECIPIENT_LINES_MAX;
    for (uint32_t i = 0; i < letter.recipient_count; i++)
        letter.recipient[i] = STR("One of eight lines of an address");
    refused(letter, ERR_INVALID, "do not fit the window");

    static char wide[PAPER_LINE_MAX];
    memset(wide, 'W', sizeof wide);
    letter = sample_statement_en();
    letter.sender_count = PAPER_SENDER_LINES_MAX;
    for (uint32_t i = 0; i < letter.sender_count; i++)
        letter.sender[i] = (struct str){ wide, sizeof wide };
    refused(letter, ERR_INVALID, "sender's lines reach into the window");

    letter = sample_statement_en();
    letter.reference_line = (struct str){ wide, sizeof wide };
    letter.link_line = letter.reference_line;
    refused(letter, ERR_INVALID, "do not fit beside the window");

    /* A form longer than a page. */
    static struct paper_item tick[PAPER_ITEMS_MAX];
    for (size_t i = 0; i < PAPER_ITEMS_MAX; i++)
        tick[i].text = STR("One of very many boxes that nobody would tick");
    struct paper_block block = { .area = PAPER_FORM_RIGHT,
                                 .kind = PAPER_TICKS, .item = tick,
                                 .item_count = PAPER_ITEMS_MAX };
    letter = sample_notice_en();
    letter.block = &block;
    letter.block_count = 1;
    refused(letter, ERR_INVALID, "response form does not fit");
}

static void blocks_that_are_none(void **state)
{
    (void)state;
    static const struct paper_item item = { .text = { "x", 1 } };
    static const struct paper_item silent = { .amount = { "$1.00", 5 } };
    static const struct paper_item deep = { .text = { "x", 1 }, .level = 2 };
    const struct bad {
        struct paper_block block;
        const char *words;
    } bad[] = {
        { { .kind = PAPER_PARAGRAPH }, "block 1: no words" },
        { { .kind = PAPER_BULLETS }, "a list without items" },
        { { .kind = PAPER_HEADING, .text = STR("x"), .item_count = 1,
            .item = &item }, "items outside a list" },
        { { .kind = PAPER_SUM, .item_count = 1, .item = &item },
          "has no amount" },
        { { .kind = PAPER_SUM, .item_count = 1, .item = &silent },
          "an item has no words" },
        { { .kind = PAPER_TICKS, .item_count = 1, .item = &deep },
          "no known sign or level" },
        { { .kind = PAPER_KINDS, .text = STR("x") }, "no known area" },
        { { .area = PAPER_AREAS, .text = STR("x") }, "no known area" },
        { { .kind = PAPER_SUM, .item_count = PAPER_ITEMS_MAX + 1,
            .item = &item }, "more than 64 items" },
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct paper_letter letter = sample_statement_en();
        letter.block = &bad[i].block;
        letter.block_count = 1;
        refused(letter, ERR_INVALID, bad[i].words);
    }
    struct paper_letter letter = sample_statement_en();
    letter.block_count = PAPER_BLOCKS_MAX + 1;
    refused(letter, ERR_INVALID, "more than 256 blocks");
    letter = sample_statement_en();
    letter.recipient_count = 0;
    refused(letter, ERR_INVALID, "recipient has 0 lines");
    letter = sample_statement_en();
    letter.title = (struct str){ 0 };
    refused(letter, ERR_INVALID, "title is empty");
}

/* Wherever memory ends, the answer is trouble and nothing leaks. */
static void memory_ends_anywhere(void **state)
{
    (void)state;
    uint32_t refusals = 0;
    for (size_t limit = 0; limit < ((size_t)768 << 10); limit += 5003) {
        struct arena arena;
        struct err err = { 0 };
        struct str pdf = STR("untouched");
        struct paper_letter letter = sample_notice_en();
        arena_init(&arena, limit);
        if (!paper_letter(&letter, &arena, &pdf, &err)) {
            assert_int_equal(err.kind, ERR_EXHAUSTED);
            assert_true(str_is(pdf, "untouched"));
            refusals++;
        }
        arena_clear(&arena);
    }
    assert_in_range(refusals, 20, 150);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_cannot_be_set),
        cmocka_unit_test(names_of_many_scripts_can_be_set),
        cmocka_unit_test(parts_that_do_not_fit),
        cmocka_unit_test(blocks_that_are_none),
        cmocka_unit_test(memory_ends_anywhere),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    paper_close();
    return failed;
}
