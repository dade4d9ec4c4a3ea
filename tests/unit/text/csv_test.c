#include "suite.h"

#include <errno.h>

#include "text/csv.h"
#include "text/csv_apart.h"
#include "text/json.h"

static struct arena arena;

static int setup(void **state)
{
    (void)state;
    arena_init(&arena, (size_t)256 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_clear(&arena);
    return 0;
}

static struct csv *open_str(struct str *text, char delimiter)
{
    struct csv *csv = NULL;
    assert_true(csv_open(&arena, csv_read_str, text, delimiter, &csv, NULL));
    return csv;
}

/* Hands out one byte a call, with an interruption now and then. */
struct slow {
    struct str rest;
    uint32_t calls;
};

static ssize_t read_slowly(void *context, void *bytes, size_t len)
{
    struct slow *slow = context;
    if (++slow->calls % 5 == 0) {
        errno = EINTR;
        return -1;
    }
    return csv_read_str(&slow->rest, bytes, len < 1 ? len : 1);
}

static void check_spectrum(const char *name)
{
    struct str text = suite_file(&arena, (const char *)str_format(&arena,
        "conformance/csv-spectrum/csvs/%s.csv", name).at);
    struct str bytes = suite_file(&arena, (const char *)str_format(&arena,
        "conformance/csv-spectrum/json/%s.json", name).at);
    const struct json *wanted;
    struct err err = { 0 };
    assert_true(json_parse(&arena, bytes, &wanted, &err));

    struct csv *csv = open_str(&text, ',');
    struct csv_record record;
    assert_int_equal(csv_next(csv, &record, &err), CSV_RECORD);
    uint32_t columns = record.count;
    struct str header[16];
    for (uint32_t i = 0; i < columns; i++)
        header[i] = str_copy(&arena, record.field[i].text);
    json_each(row, wanted) {
        assert_int_equal(csv_next(csv, &record, &err), CSV_RECORD);
        assert_int_equal(record.fault, CSV_SOUND);
        assert_int_equal(record.count, columns);
        assert_int_equal(row->count, columns);
        for (uint32_t i = 0; i < columns; i++) {
            struct str cell;
            assert_true(json_text(json_get(row, header[i]), &cell));
            if (!str_equal(cell, record.field[i].text))
                fail_msg("%s: <%.*s> is not <%.*s>", name,
                         STR_ARGS(record.field[i].text), STR_ARGS(cell));
        }
    }
    assert_int_equal(csv_next(csv, &record, &err), CSV_END);
}

static void test_spectrum(void **state)
{
    (void)state;
    static const char *const name[] = {
        "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json",
        "newlines", "newlines_crlf", "quotes_and_newlines", "simple",
        "simple_crlf", "utf8"
    };
    for (size_t i = 0; i < sizeof name / sizeof *name; i++)
        check_spectrum(name[i]);
}

static struct str shown_of(struct csv *csv);

/* Shows a whole file as "[a|b][c|d]", a fault as "!", trouble as its words. */
static struct str shown(struct str text, char delimiter, bool slowly)
{
    struct slow slow = { .rest = text };
    struct csv *csv = NULL;
    struct err err = { 0 };
    assert_true(slowly ? csv_open(&arena, read_slowly, &slow, delimiter, &csv,
                                  &err)
                       : csv_open(&arena, csv_read_str, &text, delimiter,
                                  &csv, &err));
    return shown_of(csv);
}

static struct str shown_apart(struct str text)
{
    struct slow slow = { .rest = text };
    struct csv *csv = NULL;
    struct err err = { 0 };
    assert_true(csv_open_apart(&arena, read_slowly, &slow, &csv, &err));
    struct str all = shown_of(csv);
    csv_close(csv);
    return all;
}

static struct str shown_of(struct csv *csv)
{
    struct err err = { 0 };
    struct buf buf;
    buf_init(&buf, &arena, (size_t)1 << 20);
    struct csv_record record;
    enum csv_step step;
    while ((step = csv_next(csv, &record, &err)) == CSV_RECORD) {
        buf_add_format(&buf, "%s%" PRIu64 "[", record.fault ? "!" : "",
                       record.line);
        for (uint32_t i = 0; i < record.count; i++) {
            if (i > 0)
                buf_add_byte(&buf, '|');
            buf_add(&buf, record.field[i].text);
        }
        buf_add_byte(&buf, ']');
    }
    if (step == CSV_TROUBLE) {
        buf_add_c(&buf, err.text);
        struct err again = { 0 };
        assert_int_equal(csv_next(csv, &record, &again), CSV_TROUBLE);
        assert_string_equal(err.text, again.text);
    }
    return buf_str(&buf);
}

static void test_shapes(void **state)
{
    (void)state;
    const struct { struct str in; const char *out; } row[] = {
        { { "", 0 }, "" },
        { STR("\xEF\xBB\xBF"), "" },
        { STR("\xEF\xBB\xBF" "a,b\n"), "1[a|b]" },
        { STR("a"), "1[a]" },
        { STR("a,"), "1[a|]" },
        { STR(",\n"), "1[|]" },
        { STR("\n\n\na\n"), "4[a]" },
        { STR("\"\"\n"), "1[]" },
        { STR("a\rb\r\nc\nd"), "1[a]2[b]3[c]4[d]" },
        { STR("a\r"), "1[a]" },
        { STR("\"a\rb\r\nc\nd\",e\nf"), "1[a\rb\r\nc\nd|e]5[f]" },
        { STR("\"a\"\"\",\"\"\"\"\n"), "1[a\"|\"]" },
        { STR("x\n\"a"), "1[x]line 2, column 1: the quote that opens here is "
                         "never closed" },
        { STR("x,\"a\"\""), "line 1, column 3: the quote that opens here is "
                            "never closed" },
        { STR("\"a\"b,c\n"), "line 1, column 4: text after the closing quote; "
                             "a quote inside a quoted field must be doubled" },
        { STR("\"a\nb\" ,c\n"), "line 2, column 3: text after the closing "
                                "quote; a quote inside a quoted field must be "
                                "doubled" },
        { STR("a,6\" pipe,b\nc,d\n"), "!1[a|6\" pipe|b]2[c|d]" },
        { STR("a\nb\0c\nd\n"), "1[a]line 2, column 2: a NUL byte; this is not "
                               "a text file" },
        { STR("a,\"b\0c\"\nd\n"), "line 1, column 5: a NUL byte; this is not "
                                  "a text file" },
        { STR("PK\x03\x04xx"), "line 1, column 1: this is a packed file (zip "
                               "or the like), not CSV; we do not unpack it: "
                               "send the CSV file that is inside" },
        { STR("PK\x03\x04\x14\0\x06\0[Content_Types].xml"), "line 1, column "
          "1: this is an Excel workbook, not CSV; in Excel choose Save as, "
          "then CSV UTF-8" },
        { STR("\xD0\xCF\x11\xE0\xA1\xB1"), "line 1, column 1: this is an old "
          "Excel workbook, not CSV; in Excel choose Save as, then CSV "
          "UTF-8" },
        { STR("%PDF-1.7\n"), "line 1, column 1: this is a PDF, not CSV; "
          "export the list as CSV in UTF-8" },
        { STR("<HTML><table>"), "line 1, column 1: this is a web page, not "
          "CSV; open it in Excel, choose Save as, then CSV UTF-8" },
        { STR("\x1F\x8B\x08\0"), "line 1, column 1: this is a packed file "
          "(zip or the like), not CSV; we do not unpack it: send the CSV "
          "file that is inside" },
        { STR("a\0,\0b\0"), "line 1, column 1: this file is UTF-16; save it "
          "as CSV in UTF-8" },
        { STR("\xFF\xFE" "a\0"), "line 1, column 1: this file is UTF-16; save "
                                 "it as CSV in UTF-8" },
        { STR("a\nJos\xE9,b\nc\n"), "1[a]!2[Jos\xE9|b]3[c]" },
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        assert_str(shown(row[i].in, ',', false), row[i].out);
        assert_str(shown(row[i].in, ',', true), row[i].out);
        assert_str(shown_apart(row[i].in), row[i].out);
    }
    assert_str(shown(STR("a;b,c;\"d;e\""), ';', false), "1[a|b,c|d;e]");
    assert_str(shown(STR("a\tb\t\n"), '\t', false), "1[a|b|]");
    assert_str(shown(STR("a|b"), '|', false), "1[a|b]");
}

static void test_places_and_faults(void **state)
{
    (void)state;
    struct str text = STR("ab,\"x\ny\",c\n1,\xC3\xA9,Jos\xE9\n\x81\xFF,q\n");
    struct csv *csv = open_str(&text, ',');
    struct csv_record record;
    assert_int_equal(csv_next(csv, &record, NULL), CSV_RECORD);
    assert_int_equal(record.field[1].line, 1);
    assert_int_equal(record.field[1].column, 4);
    assert_true(record.field[1].quoted);
    assert_int_equal(record.field[2].line, 2);
    assert_int_equal(record.field[2].column, 4);
    assert_false(record.field[2].quoted);

    assert_int_equal(csv_next(csv, &record, NULL), CSV_RECORD);
    assert_int_equal(record.line, 3);
    assert_int_equal(record.fault, CSV_WINDOWS_1252);
    assert_int_equal(record.fault_field, 2);
    assert_int_equal(record.fault_line, 3);
    assert_int_equal(record.fault_column, 9);
    assert_string_equal(csv_fault_words(record.fault),
                        "this file is not UTF-8; it looks like Windows-1252");

    assert_int_equal(csv_next(csv, &record, NULL), CSV_RECORD);
    assert_int_equal(record.fault, CSV_NOT_UTF8);
    assert_int_equal(record.fault_field, 0);
    assert_int_equal(csv_next(csv, &record, NULL), CSV_END);

    /* The place counts the lines inside quotes, whatever ends them. */
    text = STR("\"a\r\nb\rc\nd\xE9\",x\n");
    csv = open_str(&text, ',');
    assert_int_equal(csv_next(csv, &record, NULL), CSV_RECORD);
    assert_int_equal(record.fault_line, 4);
    assert_int_equal(record.fault_column, 2);
    assert_int_equal(record.field[1].line, 4);
    assert_int_equal(record.field[1].column, 5);
}

/* An endless line: `head`, then the same byte for ever. */
struct endless {
    struct str head;
    char byte;
    size_t given;
};

static ssize_t read_endless(void *context, void *bytes, size_t len)
{
    struct endless *endless = context;
    if (endless->head.len > 0)
        return csv_read_str(&endless->head, bytes, len);
    memset(bytes, endless->byte, len);
    endless->given += len;
    return (ssize_t)len;
}

static void check_endless(const char *head, char byte, const char *words)
{
    struct endless endless = { .head = str_of(head), .byte = byte };
    struct csv *csv = NULL;
    struct csv_record record;
    struct err err = { 0 };
    size_t before = arena.used;
    assert_true(csv_open(&arena, read_endless, &endless, ',', &csv, &err));
    assert_int_equal(csv_next(csv, &record, &err), CSV_TROUBLE);
    assert_string_equal(err.text, words);
    assert_true(endless.given <= 2 * CSV_RECORD_MAX);
    assert_true(arena.used - before < (size_t)1 << 20);
}

static void test_endless_lines(void **state)
{
    (void)state;
    check_endless("", 'x', "line 1, column 1: a field longer than 65,536 "
                           "bytes");
    check_endless("a,\"", 'x', "line 1, column 3: the quote that opens here "
                               "is not closed within 65,536 bytes");
    check_endless("", ',', "line 1, column 513: more than 512 fields in one "
                           "row");
    check_endless("\"", '"', "line 1, column 1: the quote that opens here is "
                             "not closed within 65,536 bytes");
}

static void test_limits_exactly(void **state)
{
    (void)state;
    struct buf buf;
    buf_init(&buf, &arena, (size_t)4 << 20);
    for (size_t i = 0; i < CSV_FIELD_MAX; i++)
        buf_add_byte(&buf, 'x');
    struct str field = buf_str(&buf);
    struct str text = field;
    struct csv *csv = open_str(&text, ',');
    struct csv_record record;
    struct err err = { 0 };
    assert_int_equal(csv_next(csv, &record, &err), CSV_RECORD);
    assert_int_equal(record.field[0].text.len, CSV_FIELD_MAX);

    /* A record one byte too long, of fields that are each allowed. */
    struct buf row;
    buf_init(&row, &arena, (size_t)4 << 20);
    for (int i = 0; i < 5; i++) {
        buf_add(&row, str_part(field, 0, 60000));
        buf_add_byte(&row, i < 4 ? ',' : '\n');
    }
    text = buf_str(&row);
    csv = open_str(&text, ',');
    assert_int_equal(csv_next(csv, &record, &err), CSV_TROUBLE);
    assert_string_equal(err.text, "line 1, column 1: a row longer than "
                                  "262,144 bytes");

    /* 512 fields pass, 513 do not. */
    char commas[513];
    memset(commas, ',', sizeof commas);
    commas[511] = '\n';
    text = (struct str){ commas, 512 };
    csv = open_str(&text, ',');
    assert_int_equal(csv_next(csv, &record, &err), CSV_RECORD);
    assert_int_equal(record.count, CSV_FIELDS_MAX);
}

/* Rows whose ends fall on every place around the window's edge. */
static void test_window_edges(void **state)
{
    (void)state;
    for (size_t pad = 0; pad < 40; pad++) {
        struct buf buf;
        buf_init(&buf, &arena, (size_t)4 << 20);
        for (size_t i = 0; i < pad; i++)
            buf_add_byte(&buf, 'p');
        buf_add(&buf, STR("\r\n"));
        uint32_t rows = 0;
        while (buf.len < 3 * CSV_RECORD_MAX) {
            buf_add_format(&buf, "%06" PRIu32 ",\"a \"\"q\"\" b\",\r\n",
                           rows++);
        }
        struct arena_mark mark = arena_here(&arena);
        struct str text = buf_str(&buf);
        struct csv *csv = open_str(&text, ',');
        struct csv_record record;
        if (pad > 0)
            assert_int_equal(csv_next(csv, &record, NULL), CSV_RECORD);
        for (uint32_t i = 0; i < rows; i++) {
            assert_int_equal(csv_next(csv, &record, NULL), CSV_RECORD);
            assert_int_equal(record.line, i + 2);
            int64_t number;
            assert_int_equal(record.count, 3);
            assert_true(str_to_int64(record.field[0].text, &number));
            assert_int_equal(number, i);
            assert_str(record.field[1].text, "a \"q\" b");
        }
        assert_int_equal(csv_next(csv, &record, NULL), CSV_END);
        arena_back(&arena, mark);
        arena_clear(&arena);
    }
}

static ssize_t read_broken(void *context, void *bytes, size_t len)
{
    (void)context;
    (void)bytes;
    (void)len;
    errno = EIO;
    return -1;
}

/* A child that was taken over says what it likes. */
static bool say_anything(void *context, int socket)
{
    const struct buf *said = context;
    char given[100];
    while (read(socket, given, sizeof given) > 0)
        continue;
    return write(socket, said->at, said->len) == (ssize_t)said->len;
}

static enum csv_step heard(struct buf *said, struct csv_record *record,
                           struct err *err)
{
    struct str text = STR("a,b\n");
    struct csv_apart *apart;
    assert_true(csv_apart_start(&arena, csv_read_str, &text, say_anything,
                                said, &apart, err));
    enum csv_step step = csv_apart_next(apart, record, err);
    csv_apart_end(apart);
    return step;
}

static void test_what_a_child_says_is_checked(void **state)
{
    (void)state;
    const struct csv_frame good = { .step = CSV_RECORD, .bytes = 4, .line = 1,
                                    .count = 2 };
    struct { struct csv_frame frame; struct csv_frame_field field[2];
             char text[8]; bool is_believed; } say[] = {
        { good, { { 1, 1, 1, 0 }, { 3, 3, 1, 1 } }, "abcd", true },
        { good, { { 1, 1, 1, 0 }, { 3, 3, 1, 2 } }, "abcd", false },
        { good, { { 1, 1, 1, 0 }, { 2, 3, 1, 1 } }, "abcd", false },
        { good, { { 1, 1, 1, 0 }, { 4, 3, 1, 1 } }, "abcd", false },
        { good, { { 1, 1, 0, 0 }, { 3, 3, 1, 1 } }, "abcd", false },
        { good, { { 1, 1, 1, 0 }, { 3, 3, 1, 1 } }, "ab\xE9" "d", false },
        { good, { { UINT32_MAX, 1, 1, 0 }, { 5, 3, 1, 1 } }, "abcd", false },
        /* More, or further down, than the four bytes it was given. */
        { good, { { 1, 1, 1, 0 }, { 3, 3, 5, 1 } }, "abcd", false },
        { { CSV_RECORD, 5, 1, 2, 0, 0, 0, 0 },
          { { 1, 1, 1, 0 }, { 4, 3, 1, 1 } }, "abcde", false },
        { { CSV_RECORD, 4, 5, 2, 0, 0, 0, 0 },
          { { 1, 1, 5, 0 }, { 3, 3, 5, 1 } }, "abcd", false },
        { { CSV_RECORD, 4, 1, 2, CSV_NOT_UTF8, 0, 1, 5 },
          { { 1, 1, 1, 0 }, { 3, 3, 1, 1 } }, "ab\xE9" "d", false },
        { { CSV_RECORD, 4, 1, 2, CSV_NOT_UTF8, 0, 1, 1 },
          { { 1, 1, 1, 0 }, { 3, 3, 1, 1 } }, "abcd", true },
        { { CSV_RECORD, 4, 1, 2, CSV_NOT_UTF8, 0, 1, 1 },
          { { 1, 1, 1, 0 }, { 3, 3, 1, 1 } }, { 'a', 0, '\xE9', 'd' },
          false },
        { { CSV_RECORD, 4, 0, 2, 0, 0, 0, 0 },
          { { 1, 1, 1, 0 }, { 3, 3, 1, 1 } }, "abcd", false },
        { { CSV_RECORD, 4, 1, 2, CSV_STRAY_QUOTE + 1, 0, 0, 0 },
          { { 1, 1, 1, 0 }, { 3, 3, 1, 1 } }, "abcd", false },
        { { CSV_RECORD, 4, 1, 2, CSV_STRAY_QUOTE, 2, 0, 0 },
          { { 1, 1, 1, 0 }, { 3, 3, 1, 1 } }, "abcd", false },
        { { CSV_RECORD, 0, 1, CSV_FIELDS_MAX + 1, 0, 0, 0, 0 }, { { 0 } }, "",
          false },
        { { CSV_RECORD, 0, 1, 0, 0, 0, 0, 0 }, { { 0 } }, "", false },
        { { CSV_RECORD, UINT32_MAX, 1, 1, 0, 0, 0, 0 }, { { 0 } }, "", false },
        { { CSV_END + 1, 0, 1, 1, 0, 0, 0, 0 }, { { 0 } }, "", false },
        { { CSV_TROUBLE, 0, 1, 0, CSV_RIGHT, 0, 0, 0 }, { { 0 } }, "", false },
        { { CSV_TROUBLE, 0, 1, 0, CSV_WRONG_COUNT, 0, 0, 0 }, { { 0 } }, "",
          false },
        { { CSV_TROUBLE, 4, 1, 0, CSV_PDF, 0, 0, 0 }, { { 0 } }, "abcd",
          false },
    };
    for (size_t i = 0; i < sizeof say / sizeof *say; i++) {
        struct buf buf;
        struct csv_record record = { .count = 0 };
        struct err err = { 0 };
        buf_init(&buf, &arena, 1000);
        buf_add(&buf, (struct str){ (char *)&say[i].frame,
                                    sizeof say[i].frame });
        if (say[i].frame.step == CSV_RECORD)
            buf_add(&buf, (struct str){ (char *)say[i].field,
                                        sizeof say[i].field });
        if (say[i].frame.bytes <= sizeof say[i].text)
            buf_add(&buf, (struct str){ say[i].text, say[i].frame.bytes });
        enum csv_step step = heard(&buf, &record, &err);
        if (say[i].is_believed)
            assert_true(step == CSV_RECORD && record.count == 2
                        && str_is(record.field[1].text, "bcd"));
        else if (step != CSV_TROUBLE
                 || strstr(err.text, "could not be read") == NULL)
            fail_msg("%zu was believed: %s", i, err.text);
    }
}

static void test_read_error(void **state)
{
    (void)state;
    struct csv *csv = NULL;
    struct csv_record record;
    struct err err = { 0 };
    assert_true(csv_open(&arena, read_broken, NULL, ',', &csv, &err));
    assert_int_equal(csv_next(csv, &record, &err), CSV_TROUBLE);
    assert_int_equal(err.kind, ERR_OUTSIDE);
}

static void test_sniff(void **state)
{
    (void)state;
    assert_int_equal(csv_sniff(STR("a;b;c,d\n1,2,3,4,5")), ';');
    assert_int_equal(csv_sniff(STR("\"a;b;c\",d\n")), ',');
    assert_int_equal(csv_sniff(STR("a\tb")), '\t');
    assert_int_equal(csv_sniff(STR("a|b|c")), '|');
    assert_int_equal(csv_sniff(STR("alone")), ',');
    assert_int_equal(csv_sniff((struct str){ 0 }), ',');
}

static void test_writer(void **state)
{
    (void)state;
    struct buf buf;
    struct csv_out out;
    buf_init(&buf, &arena, 4096);
    csv_out_init(&out, &buf, ',');
    csv_out_text(&out, STR("=1+1"));
    csv_out_text(&out, STR("+1"));
    csv_out_text(&out, STR("-1"));
    csv_out_text(&out, STR("@x"));
    csv_out_text(&out, STR("\tx"));
    csv_out_text(&out, STR("\rx"));
    csv_out_text(&out, STR("\nx"));
    csv_out_end(&out);
    csv_out_exact(&out, STR("-1"));
    csv_out_money(&out, (struct money){ -123450 });
    csv_out_int(&out, INT64_MIN);
    csv_out_day(&out, (struct day){ 0 });
    csv_out_day(&out, DAY_NONE);
    csv_out_text(&out, STR("a \"b\", c"));
    csv_out_text(&out, STR(" a"));
    csv_out_end(&out);
    csv_out_text(&out, STR(""));
    csv_out_end(&out);
    assert_str(buf_str(&buf),
               "'=1+1,'+1,'-1,'@x,'\tx,\"'\rx\",\"'\nx\"\r\n"
               "-1,-1234.50,-9223372036854775808,1970-01-01,,"
               "\"a \"\"b\"\", c\",\" a\"\r\n"
               "\"\"\r\n");
}

static void test_naughty_round_trip(void **state)
{
    (void)state;
    struct str bytes = suite_file(&arena,
                                  "conformance/naughty-strings/blns.json");
    const struct json *list;
    struct err err = { 0 };
    assert_true(json_parse(&arena, bytes, &list, &err));
    struct buf buf;
    buf_init(&buf, &arena, (size_t)4 << 20);
    struct csv_out out;
    csv_out_init(&out, &buf, ',');
    json_each(item, list) {
        csv_out_exact(&out, item->text);
        csv_out_text(&out, item->text);
        csv_out_end(&out);
    }
    struct str text = buf_str(&buf);
    struct csv *csv = open_str(&text, ',');
    struct csv_record record;
    json_each(item, list) {
        assert_int_equal(csv_next(csv, &record, &err), CSV_RECORD);
        assert_int_equal(record.fault, CSV_SOUND);
        assert_true(str_equal(record.field[0].text, item->text)
                    || item->text.len == 0);
        struct str guarded = record.field[1].text;
        assert_true(guarded.len == 0 || strchr("=+-@\t\r\n", guarded.at[0])
                                        == NULL);
    }
    assert_int_equal(csv_next(csv, &record, &err), CSV_END);
}

static void test_random_round_trip(void **state)
{
    (void)state;
    struct suite_random random = suite_random("csv round trip");
    static const char letters[] = "ab,;\"\n\r \t|=é";
    for (int round = 0; round < 3000; round++) {
        struct buf buf;
        buf_init(&buf, &arena, (size_t)1 << 20);
        struct csv_out out;
        char delimiter = ",;\t|"[suite_below(&random, 4)];
        csv_out_init(&out, &buf, delimiter);
        struct str cell[4];
        size_t count = 1 + suite_below(&random, 4);
        for (size_t i = 0; i < count; i++) {
            struct buf made;
            buf_init(&made, &arena, 100);
            for (size_t n = suite_below(&random, 9); n > 0; n--) {
                size_t at = suite_below(&random, sizeof letters - 2);
                if ((unsigned char)letters[at] >= 0x80)
                    buf_add(&made, STR("é"));
                else
                    buf_add_byte(&made, letters[at]);
            }
            cell[i] = buf_str(&made);
            csv_out_exact(&out, cell[i]);
        }
        csv_out_end(&out);
        struct str text = buf_str(&buf);
        struct csv *csv = open_str(&text, delimiter);
        struct csv_record record;
        assert_int_equal(csv_next(csv, &record, NULL), CSV_RECORD);
        assert_int_equal(record.count, count);
        for (size_t i = 0; i < count; i++)
            assert_true(str_equal(record.field[i].text, cell[i]));
        assert_int_equal(csv_next(csv, &record, NULL), CSV_END);
        arena_clear(&arena);
    }
}

static void test_mutations(void **state)
{
    (void)state;
    struct suite_random random = suite_random("csv mutations");
    struct str seed = STR("\xEF\xBB\xBF" "id,name,\"no \"\"te\"\"\"\r\n"
                          "1,\"José\nPérez\",x\r\n2,,\"\"\r\"3\",y,z\n");
    for (int i = 0; i < SUITE_MUTATIONS; i++) {
        struct str text = suite_mutate(&random, seed, "\",\r\n ");
        struct str rest = text;
        struct csv *csv = open_str(&rest, ',');
        struct csv_record record;
        struct err err = { 0 };
        uint64_t line = 0;
        uint32_t rows = 0;
        enum csv_step step;
        while ((step = csv_next(csv, &record, &err)) == CSV_RECORD) {
            assert_true(record.line > line);
            assert_in_range(record.count, 1, CSV_FIELDS_MAX);
            line = record.line;
            for (uint32_t f = 0; f < record.count; f++)
                assert_true(record.fault != CSV_SOUND
                            || str_is_utf8(record.field[f].text));
            assert_true(++rows < 1000);
        }
        assert_true(step == CSV_END || err.text[0] != 0);
        suite_free(text);
        arena_clear(&arena);
    }
}

int main(void)
{
    if (!suite_has("conformance/csv-spectrum"))
        return 77;
    const struct CMUnitTest test[] = {
        cmocka_unit_test(test_spectrum),
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_places_and_faults),
        cmocka_unit_test(test_endless_lines),
        cmocka_unit_test(test_limits_exactly),
        cmocka_unit_test(test_window_edges),
        cmocka_unit_test(test_read_error),
        cmocka_unit_test(test_what_a_child_says_is_checked),
        cmocka_unit_test(test_sniff),
        cmocka_unit_test(test_writer),
        cmocka_unit_test(test_naughty_round_trip),
        cmocka_unit_test(test_random_round_trip),
        cmocka_unit_test(test_mutations),
    };
    return cmocka_run_group_tests(test, setup, teardown);
}
