#include "base/base.h"
#include "message/lines.h"
#include "text/escape.h"

#define VALUE_BYTES_MAX 2000
#define STRONG "**"

struct lines {
    struct arena *arena;
    struct message_content *content;
    struct message_block *open; /* the block that grows, or NULL */
    enum message_area area;
    uint32_t line;
    struct err *err;
};

static bool head_line(struct lines *lines, struct str line);
static bool body_line(struct lines *lines, struct str line);
static bool area_line(struct lines *lines, struct str name);
static bool sum_row(struct lines *lines, struct str line);
static bool tick_line(struct lines *lines, struct str line);
static bool paragraph_line(struct lines *lines, struct str line);
static struct message_block *block_add(struct lines *lines,
                                       enum message_block_kind kind);
static struct message_item *item_add(struct lines *lines,
                                     enum message_block_kind kind);
static void split_strong(struct str text, struct str *lead, struct str *rest);
static struct str after(struct str line, size_t count);
static bool trouble(struct lines *lines, const char *words);

bool message_lines_parse(struct arena *arena, struct str text,
                         struct message_content *content, struct err *err)
{
    struct lines lines = { .arena = arena, .content = content,
                           .area = MESSAGE_BODY, .err = err };
    bool in_head = true;
    content->block_count = 0;
    content->block = arena_many(arena, MESSAGE_BLOCKS_MAX,
                                struct message_block);
    if (!content->block)
        return err_set(err, ERR_EXHAUSTED, "no memory for a message");

    struct str rest = text, line;
    for (bool more = rest.len > 0; more;) {
        more = str_cut(rest, '\n', &line, &rest);
        lines.line++;
        bool is_blank = str_trim(line).len == 0;
        if (is_blank) {
            in_head = in_head && !content->title.at; /* before any of it */
            lines.open = NULL;
            continue;
        }
        if (in_head ? !head_line(&lines, line) : !body_line(&lines, line))
            return false;
    }
    if (!content->title.at || content->block_count == 0)
        return trouble(&lines, "the message has no title or no words");
    return true;
}

struct str message_lines_clean(struct arena *arena, struct str value)
{
    struct buf valid, clean;
    buf_init(&valid, arena, 4 * VALUE_BYTES_MAX);
    buf_init(&clean, arena, 4 * VALUE_BYTES_MAX);
    escape_utf8(&valid, str_part(value, 0, VALUE_BYTES_MAX));
    struct str from = str_trim(buf_str(&valid));
    char before = ' ';
    for (size_t i = 0; i < from.len; i++) {
        char byte = from.at[i];
        if ((unsigned char)byte < ' ' || byte == 0x7f)
            byte = ' ';
        if (byte == '|')
            byte = '/';
        bool is_mark = byte != '\0' && strchr("#*>@[", byte) != NULL;
        if ((clean.len == 0 && (is_mark || byte == ' '))
            || (byte == '*' && before == '*'))
            continue;
        before = byte;
        buf_add_byte(&clean, byte);
    }
    return clean.failed ? (struct str){ NULL, 0 } : str_trim(buf_str(&clean));
}

static bool head_line(struct lines *lines, struct str line)
{
    struct str key, value;
    if (!str_cut(line, ':', &key, &value))
        return trouble(lines, "expected 'title: words'");
    value = str_trim(value);
    if (str_is(key, "title"))
        lines->content->title = value;
    else if (str_is(key, "to"))
        lines->content->to_word = value;
    else if (str_is(key, "reference"))
        lines->content->reference_line = value;
    else
        return trouble(lines, "only title, to and reference stand at the top");
    return true;
}

static bool body_line(struct lines *lines, struct str line)
{
    struct message_item *item;
    if (str_starts(line, STR("@")))
        return area_line(lines, after(line, 1));
    if (str_starts(line, STR("# "))) {
        struct message_block *block = block_add(lines, MESSAGE_HEADING);
        lines->open = NULL;
        if (!block)
            return false;
        block->text = after(line, 2);
        return true;
    }
    if (str_starts(line, STR("* "))) {
        if (!(item = item_add(lines, MESSAGE_BULLETS)))
            return false;
        split_strong(after(line, 2), &item->lead, &item->text);
        return true;
    }
    if (str_starts(line, STR("> "))) {
        if (!(item = item_add(lines, MESSAGE_ADDRESS)))
            return false;
        item->text = after(line, 2);
        return true;
    }
    if (str_starts(line, STR("|")))
        return sum_row(lines, line);
    if (str_starts(str_trim(line), STR("[ ] "))
        || str_starts(str_trim(line), STR("[$] ")))
        return tick_line(lines, line);
    return paragraph_line(lines, line);
}

static bool area_line(struct lines *lines, struct str name)
{
    static const char *const names[MESSAGE_AREAS] = {
        "body", "left", "right", "form-left", "form-right", "reverse" };
    lines->open = NULL;
    for (int area = 0; area < MESSAGE_AREAS; area++) {
        if (str_is(name, names[area])) {
            lines->area = (enum message_area)area;
            return true;
        }
    }
    return trouble(lines, "no such place on a letter");
}

static bool sum_row(struct lines *lines, struct str line)
{
    static const char *const signs[MESSAGE_SIGNS] = { "", "+", "-", "=", ":" };
    struct str cell[4] = { { 0 } }, rest = line;
    str_cut(rest, '|', &cell[0], &rest);
    for (int i = 1; i < 4; i++) {
        struct str part;
        if (!str_cut(rest, '|', &part, &rest))
            rest = (struct str){ NULL, 0 };
        cell[i] = str_trim(part);
    }
    struct message_item *item = item_add(lines, MESSAGE_SUM);
    if (!item)
        return false;
    int sign = 0;
    while (sign < MESSAGE_SIGNS && !str_is(cell[1], signs[sign]))
        sign++;
    if (sign == MESSAGE_SIGNS)
        return trouble(lines, "a row of a sum starts with a sign");
    item->sign = (enum message_sign)sign;
    item->text = cell[2];
    if (item->sign != MESSAGE_SIGN_LABEL)
        item->amount = cell[3];
    if (cell[2].len == 0
        || (item->sign != MESSAGE_SIGN_LABEL && cell[3].len == 0))
        return trouble(lines, "a row of a sum may not be blank");
    return true;
}

static bool tick_line(struct lines *lines, struct str line)
{
    struct message_item *item = item_add(lines, MESSAGE_TICKS);
    if (!item)
        return false;
    struct str words = str_trim(line);
    item->level = str_starts(line, STR("  ")) ? 1 : 0;
    item->has_amount_box = words.at[1] == '$';
    split_strong(after(words, 4), &item->lead, &item->text);
    return true;
}

/* Lines that follow each other are one paragraph. */
static bool paragraph_line(struct lines *lines, struct str line)
{
    struct message_block *block = lines->open;
    if (!block || block->kind != MESSAGE_PARAGRAPH) {
        block = block_add(lines, MESSAGE_PARAGRAPH);
        if (!block)
            return false;
        split_strong(str_trim(line), &block->lead, &block->text);
        return true;
    }
    block->text = str_format(lines->arena, "%.*s %.*s", STR_ARGS(block->text),
                             STR_ARGS(str_trim(line)));
    return block->text.at || trouble(lines, "no memory for a message");
}

static struct message_block *block_add(struct lines *lines,
                                       enum message_block_kind kind)
{
    struct message_content *content = lines->content;
    lines->open = NULL;
    if (content->block_count >= MESSAGE_BLOCKS_MAX) {
        trouble(lines, "a message may not have so many parts");
        return NULL;
    }
    struct message_block *block = &content->block[content->block_count++];
    *block = (struct message_block){ .area = lines->area, .kind = kind };
    lines->open = block;
    return block;
}

/* An item of the open block of that kind, or of a new one. */
static struct message_item *item_add(struct lines *lines,
                                     enum message_block_kind kind)
{
    struct message_block *block = lines->open;
    if (!block || block->kind != kind) {
        block = block_add(lines, kind);
        if (!block)
            return NULL;
        block->item = arena_many(lines->arena, MESSAGE_ITEMS_MAX,
                                 struct message_item);
        if (!block->item) {
            trouble(lines, "no memory for a message");
            return NULL;
        }
    }
    if (block->item_count >= MESSAGE_ITEMS_MAX) {
        trouble(lines, "a list may not have so many items");
        return NULL;
    }
    return &block->item[block->item_count++];
}

static void split_strong(struct str text, struct str *lead, struct str *rest)
{
    *lead = (struct str){ NULL, 0 };
    *rest = text;
    if (!str_starts(text, STR(STRONG)))
        return;
    struct str inner = after(text, 2);
    size_t end = str_find(inner, STR(STRONG));
    if (end == SIZE_MAX)
        return;
    *lead = str_part(inner, 0, end);
    *rest = str_trim(after(inner, end + 2));
}

static struct str after(struct str line, size_t count)
{
    return str_trim(str_part(line, count, line.len - count));
}

static bool trouble(struct lines *lines, const char *words)
{
    return err_set(lines->err, ERR_BUG, "line %" PRIu32 ": %s", lines->line,
                   words);
}
