#include "base/base.h"
#include "message/content.h"

#define WIDTH 78
#define AMOUNT_WIDTH 16

static void add_lines(struct buf *buf, struct str first_word,
                      const struct str *line, uint32_t count);
static void add_block(struct buf *buf, const struct message_block *block);
static void add_item(struct buf *buf, const struct message_block *block,
                     const struct message_item *item);
static void add_sum_row(struct buf *buf, const struct message_item *item);
static size_t add_wrapped(struct buf *buf, const char *start,
                          struct str lead, struct str text, size_t width);
static size_t letters(struct str text);

void message_content_plain(const struct message_content *content,
                           struct buf *buf)
{
    add_lines(buf, (struct str){ NULL, 0 }, content->sender,
              content->sender_count);
    buf_add_byte(buf, '\n');
    buf_add(buf, content->date_line);
    buf_add_c(buf, "\n\n");
    add_lines(buf, content->to_word, content->recipient,
              content->recipient_count);
    if (content->reference_line.len > 0) {
        buf_add(buf, content->reference_line);
        buf_add_byte(buf, '\n');
    }
    enum message_area area = MESSAGE_BODY;
    for (uint32_t i = 0; i < content->block_count; i++) {
        const struct message_block *block = &content->block[i];
        bool is_form = block->area == MESSAGE_FORM_LEFT
                    || block->area == MESSAGE_FORM_RIGHT;
        bool was_form = area == MESSAGE_FORM_LEFT
                     || area == MESSAGE_FORM_RIGHT;
        buf_add_byte(buf, '\n');
        if ((is_form && !was_form)
            || (block->area == MESSAGE_REVERSE && area != MESSAGE_REVERSE)) {
            for (int dash = 1; dash < WIDTH / 2; dash++)
                buf_add_c(buf, "- ");
            buf_add_c(buf, "-\n\n");
        }
        area = block->area;
        add_block(buf, block);
    }
}

static void add_lines(struct buf *buf, struct str first_word,
                      const struct str *line, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i == 0 && first_word.len > 0) {
            buf_add(buf, first_word);
            buf_add_byte(buf, ' ');
        }
        buf_add(buf, line[i]);
        buf_add_byte(buf, '\n');
    }
}

static void add_block(struct buf *buf, const struct message_block *block)
{
    switch (block->kind) {
    case MESSAGE_HEADING:
        add_wrapped(buf, "", (struct str){ NULL, 0 }, block->text, WIDTH);
        buf_add_byte(buf, '\n');
        for (size_t i = 0; i < letters(block->text) && i < WIDTH; i++)
            buf_add_byte(buf, '=');
        buf_add_byte(buf, '\n');
        break;
    case MESSAGE_PARAGRAPH:
        add_wrapped(buf, "", block->lead, block->text, WIDTH);
        buf_add_byte(buf, '\n');
        break;
    case MESSAGE_BULLETS:
    case MESSAGE_SUM:
    case MESSAGE_TICKS:
    case MESSAGE_ADDRESS:
    case MESSAGE_BLOCK_KINDS:
        for (uint32_t i = 0; i < block->item_count; i++)
            add_item(buf, block, &block->item[i]);
        break;
    }
}

static void add_item(struct buf *buf, const struct message_block *block,
                     const struct message_item *item)
{
    if (block->kind == MESSAGE_SUM) {
        add_sum_row(buf, item);
        return;
    }
    const char *start = "";
    if (block->kind == MESSAGE_BULLETS)
        start = "* ";
    if (block->kind == MESSAGE_TICKS)
        start = item->level > 0 ? "    [ ] " : "[ ] ";
    add_wrapped(buf, start, item->lead, item->text, WIDTH);
    if (item->has_amount_box)
        buf_add_c(buf, " $________");
    buf_add_byte(buf, '\n');
}

/* The amounts stand under each other at the right, as on paper. */
static void add_sum_row(struct buf *buf, const struct message_item *item)
{
    static const char *const starts[MESSAGE_SIGNS] = {
        "    ", "  + ", "  - ", "  = ", "  " };
    size_t at = add_wrapped(buf, starts[item->sign],
                            (struct str){ NULL, 0 }, item->text,
                            WIDTH - AMOUNT_WIDTH);
    size_t wide = at + letters(item->amount);
    for (; item->amount.len > 0 && wide < WIDTH; wide++)
        buf_add_byte(buf, ' ');
    buf_add(buf, item->amount);
    buf_add_byte(buf, '\n');
}

/* Words, broken at blanks; further lines are indented as far as `start`.
 * Answers where the last line ended. */
static size_t add_wrapped(struct buf *buf, const char *start,
                          struct str lead, struct str text, size_t width)
{
    size_t indent = strlen(start), at = indent;
    buf_add_c(buf, start);
    const struct str part[] = { lead, text };
    bool is_first = true;
    for (size_t p = 0; p < 2; p++) {
        struct str rest = part[p], word;
        while (rest.len > 0) {
            str_cut(rest, ' ', &word, &rest);
            if (word.len == 0)
                continue;
            size_t wide = letters(word);
            if (!is_first && at + 1 + wide > width) {
                buf_add_byte(buf, '\n');
                for (size_t i = 0; i < indent; i++)
                    buf_add_byte(buf, ' ');
                at = indent;
            } else if (!is_first) {
                buf_add_byte(buf, ' ');
                at++;
            }
            buf_add(buf, word);
            at += wide;
            is_first = false;
        }
    }
    return at;
}

/* Letters, not bytes: what follows the first byte of one does not count. */
static size_t letters(struct str text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += ((unsigned char)text.at[i] & 0xC0) != 0x80;
    return count;
}
