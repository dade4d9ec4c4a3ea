#include <setjmp.h>
#include <stdarg.h>

#include "base/base.h"
#include "message/content.h"
#include "message/lines.h"

#include <cmocka.h>

static struct arena arena;

static int start(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)32 << 20);
    return 0;
}

static int stop(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static bool parse_lines(const char *text, struct message_content *content,
                        struct err *err)
{
    *content = (struct message_content){ .kind = MESSAGE_RECEIPT,
                                         .language = LANGUAGE_ENGLISH,
                                         .sent_on = { 20000 } };
    return message_lines_parse(&arena, str_of(text), content, err);
}

static const char every_part[] =
    "\n"
    "title: A \"title\" \\ with signs\n"
    "to: To:\n"
    "reference: Code: X\n"
    "\n"
    "**Strong** words\n"
    "over two lines\n"
    "\n"
    "@left\n"
    "# Heading\n"
    "|   | What the clinic charged | $1.00 |\n"
    "| : | Since then: |\n"
    "| - | Paid | $0.00 |\n"
    "| = | Left | $1.00 |\n"
    "@right\n"
    "* one\n"
    "* **two** is strong\n"
    "@form-left\n"
    "> A Street 1\n"
    "> Town\n"
    "\n"
    "> Other\n"
    "@form-right\n"
    "[ ] **First**\n"
    "  [ ] below\n"
    "[$] Enclosed:\n"
    "@reverse\n"
    "Last words.";

static void lines_become_blocks(void **state)
{
    (void)state;
    struct message_content content;
    struct err err = { 0 };
    assert_true(parse_lines(every_part, &content, &err));
    assert_true(str_is(content.title, "A \"title\" \\ with signs"));
    assert_true(str_is(content.to_word, "To:"));
    assert_int_equal(content.block_count, 8);
    const struct message_block *block = content.block;
    assert_true(str_is(block[0].lead, "Strong"));
    assert_true(str_is(block[0].text, "words over two lines"));
    assert_int_equal(block[1].kind, MESSAGE_HEADING);
    assert_int_equal(block[1].area, MESSAGE_LEFT);
    assert_int_equal(block[2].item_count, 4);
    assert_int_equal(block[2].item[1].sign, MESSAGE_SIGN_LABEL);
    assert_null(block[2].item[1].amount.at);
    assert_true(str_is(block[2].item[3].amount, "$1.00"));
    assert_true(str_is(block[3].item[1].lead, "two"));
    assert_int_equal(block[4].item_count, 2);
    assert_int_equal(block[5].item_count, 1);
    assert_int_equal(block[6].item[1].level, 1);
    assert_true(block[6].item[2].has_amount_box);
    assert_int_equal(block[7].area, MESSAGE_REVERSE);
}

static void bad_lines_are_named(void **state)
{
    (void)state;
    const struct { const char *text, *words; } row[] = {
        { "", "no title" },
        { "title: x\n\n", "no title or no words" },
        { "subject: x\n\nwords", "line 1: only title" },
        { "title: x\n\n@middle\nwords", "line 3: no such place" },
        { "title: x\n\n|  | Paid | |\n", "line 3: a row of a sum may not" },
        { "title: x\n\n|  |  | $1.00 |\n", "line 3: a row of a sum may not" },
        { "title: x\n\n| x | Paid | $1.00 |\n", "starts with a sign" },
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        struct message_content content;
        struct err err = { 0 };
        assert_false(parse_lines(row[i].text, &content, &err));
        if (!strstr(err.text, row[i].words))
            fail_msg("%s: %s", row[i].text, err.text);
    }
}

static void too_many_parts_are_refused(void **state)
{
    (void)state;
    struct buf buf;
    struct message_content content;
    struct err err = { 0 };
    buf_init(&buf, &arena, 1 << 20);
    buf_add_c(&buf, "title: x\n\n");
    for (int i = 0; i <= MESSAGE_BLOCKS_MAX; i++)
        buf_add_c(&buf, "# h\n");
    assert_false(parse_lines(str_c(&arena, buf_str(&buf)), &content, &err));
    buf_init(&buf, &arena, 1 << 20);
    buf_add_c(&buf, "title: x\n\n");
    for (int i = 0; i <= MESSAGE_ITEMS_MAX; i++)
        buf_add_c(&buf, "* h\n");
    assert_false(parse_lines(str_c(&arena, buf_str(&buf)), &content, &err));
}

/* Nobody's name becomes a heading, a row or a strong word. */
static void values_stay_values(void **state)
{
    (void)state;
    const struct { const char *value, *clean; } row[] = {
        { "Rosa Díaz", "Rosa Díaz" },
        { "# Rosa", "Rosa" },
        { "@reverse", "reverse" },
        { "**Rosa**", "Rosa*" },
        { "a | b", "a / b" },
        { "a\n# b\tc\r", "a # b c" },
        { "[ ] box", "] box" },
        { "> > *x", "x" },
        { "  ", "" },
        { "\x01\x02", "" },
        { "a\xff" "b", "a\xEF\xBF\xBD" "b" },
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        struct str clean = message_lines_clean(&arena, str_of(row[i].value));
        if (!str_is(clean, row[i].clean))
            fail_msg("%s: '%.*s'", row[i].value, STR_ARGS(clean));
    }
}

static struct str written(const struct message_content *content)
{
    struct buf buf;
    buf_init(&buf, &arena, MESSAGE_BYTES_MAX);
    message_content_write(content, &buf);
    assert_false(buf.failed);
    return str_copy(&arena, buf_str(&buf));
}

static void written_content_comes_back(void **state)
{
    (void)state;
    struct message_content content, again;
    struct err err = { 0 };
    assert_true(parse_lines(every_part, &content, &err));
    content.sender[content.sender_count++] = STR("Harbor Care");
    content.recipient[content.recipient_count++] = STR("Rosa \"Díaz\" <&>");
    content.date_line = STR("November 25, 2026");
    content.code = STR("K7QM-4T2X");
    content.link = STR("https://harborcare.example/m");
    content.template_version = STR("0123456789abcdef");
    struct str first = written(&content);
    assert_true(message_content_parse(&arena, first, &again, &err));
    struct str second = written(&again);
    assert_true(str_equal(first, second));
    assert_int_equal(again.block_count, content.block_count);
    assert_true(str_equal(again.recipient[0], content.recipient[0]));
    assert_int_equal(again.sent_on.n, 20000);
    assert_true(again.block[6].item[2].has_amount_box);
    assert_null(again.block[2].item[1].amount.at);
}

/* Every cut and every flipped byte: an error or a content, never a crash. */
static void damaged_text_is_trouble(void **state)
{
    (void)state;
    struct message_content content, again;
    struct err err = { 0 };
    assert_true(parse_lines(every_part, &content, &err));
    struct str text = written(&content);
    struct arena_mark mark = arena_here(&arena);
    for (size_t len = 0; len < text.len; len++) {
        assert_false(message_content_parse(
            &arena, (struct str){ text.at, len }, &again, &err));
        arena_back(&arena, mark);
    }
    char *bytes = arena_bytes(&arena, text.len);
    memcpy(bytes, text.at, text.len);
    mark = arena_here(&arena);
    for (size_t i = 0; i < text.len; i++) {
        bytes[i] ^= 5;
        bool ok = message_content_parse(
            &arena, (struct str){ bytes, text.len }, &again, &err);
        if (ok)
            assert_true(again.block_count <= MESSAGE_BLOCKS_MAX);
        bytes[i] ^= 5;
        arena_back(&arena, mark);
    }
    const char *bad[] = {
        "{}", "[]", "null", "{\"kind\":\"receipt\"}",
        "{\"kind\":\"receipt\",\"language\":\"en\",\"sent_on\":\"2026-02-31\"}",
        "{\"kind\":\"receipt\",\"language\":\"en\",\"sent_on\":\"2026-02-01\","
        "\"sender\":[],\"recipient\":[],\"blocks\":[]}",
        "{\"kind\":\"receipt\",\"language\":\"en\",\"sent_on\":\"2026-02-01\","
        "\"sender\":[1],\"recipient\":[],\"blocks\":[{}]}",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(message_content_parse(&arena, str_of(bad[i]), &again,
                                           &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(lines_become_blocks, start, stop),
        cmocka_unit_test_setup_teardown(bad_lines_are_named, start, stop),
        cmocka_unit_test_setup_teardown(too_many_parts_are_refused, start,
                                        stop),
        cmocka_unit_test_setup_teardown(values_stay_values, start, stop),
        cmocka_unit_test_setup_teardown(written_content_comes_back, start,
                                        stop),
        cmocka_unit_test_setup_teardown(damaged_text_is_trouble, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
