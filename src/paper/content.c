#include "base/base.h"
#include "paper/content.h"

static bool head_check(const struct paper_letter *letter, struct err *err);
static bool block_check(const struct paper_block *block, struct err *err);
static bool needed_check(struct str text, size_t most, const char *part,
                         struct err *err);
static bool text_check(struct str text, size_t most, const char *part,
                       struct err *err);
static bool is_printable(struct str text);

bool content_check(const struct paper_letter *letter, struct err *err)
{
    if (!head_check(letter, err))
        return false;
    if (letter->block_count > PAPER_BLOCKS_MAX)
        return err_set(err, ERR_INVALID, "the letter has more than %d blocks",
                       PAPER_BLOCKS_MAX);
    for (uint32_t i = 0; i < letter->block_count; i++)
        if (!block_check(&letter->block[i], err))
            return err_context(err, "block %u", i + 1);
    return true;
}

static bool head_check(const struct paper_letter *letter, struct err *err)
{
    if (letter->language != PAPER_EN && letter->language != PAPER_ES)
        return err_set(err, ERR_INVALID, "the letter has no language");
    if (letter->sender_count == 0
        || letter->sender_count > PAPER_SENDER_LINES_MAX)
        return err_set(err, ERR_INVALID, "the sender has %u lines, not 1 to "
                       "%d", letter->sender_count, PAPER_SENDER_LINES_MAX);
    if (letter->recipient_count == 0
        || letter->recipient_count > PAPER_RECIPIENT_LINES_MAX)
        return err_set(err, ERR_INVALID, "the recipient has %u lines, not 1 "
                       "to %d", letter->recipient_count,
                       PAPER_RECIPIENT_LINES_MAX);
    for (uint32_t i = 0; i < letter->sender_count; i++)
        if (!needed_check(letter->sender[i], PAPER_LINE_MAX,
                          "a line of the sender", err))
            return false;
    for (uint32_t i = 0; i < letter->recipient_count; i++)
        if (!needed_check(letter->recipient[i], PAPER_LINE_MAX,
                          "a line of the recipient", err))
            return false;
    return needed_check(letter->title, 2 * PAPER_LINE_MAX, "the title", err)
           && text_check(letter->heading, 2 * PAPER_LINE_MAX, "the heading",
                         err)
           && text_check(letter->to_line, PAPER_LINE_MAX, "the word before "
                         "the recipient", err)
           && text_check(letter->date_line, PAPER_LINE_MAX, "the date", err)
           && text_check(letter->reference_line, PAPER_LINE_MAX,
                         "the reference", err)
           && text_check(letter->code_line, PAPER_LINE_MAX,
                         "the line above the code", err)
           && text_check(letter->code, PAPER_LINE_MAX, "the code", err)
           && text_check(letter->link_line, PAPER_LINE_MAX,
                         "the address to type", err)
           && text_check(letter->link, PAPER_LINK_MAX, "the link", err);
}

static bool block_check(const struct paper_block *block, struct err *err)
{
    if ((unsigned)block->area >= PAPER_AREAS
        || (unsigned)block->kind >= PAPER_KINDS)
        return err_set(err, ERR_INVALID, "of no known area or kind");
    if (block->item_count > PAPER_ITEMS_MAX)
        return err_set(err, ERR_INVALID, "more than %d items",
                       PAPER_ITEMS_MAX);
    bool has_items = block->kind == PAPER_BULLETS
                     || block->kind == PAPER_SUM
                     || block->kind == PAPER_TICKS
                     || block->kind == PAPER_ADDRESS;
    if (has_items != (block->item_count > 0))
        return err_set(err, ERR_INVALID, has_items
                       ? "a list without items" : "items outside a list");
    if (!has_items && block->lead.len == 0 && block->text.len == 0)
        return err_set(err, ERR_INVALID, "no words");
    if (!text_check(block->lead, PAPER_TEXT_MAX, "its lead", err)
        || !text_check(block->text, PAPER_TEXT_MAX, "its text", err))
        return false;
    for (uint32_t i = 0; i < block->item_count; i++) {
        const struct paper_item *item = &block->item[i];
        if (!text_check(item->lead, PAPER_TEXT_MAX, "an item's lead", err)
            || !text_check(item->text, PAPER_TEXT_MAX, "an item", err)
            || !text_check(item->amount, 32, "an amount", err))
            return false;
        if (item->level > 1 || (unsigned)item->sign >= PAPER_SIGNS)
            return err_set(err, ERR_INVALID, "an item of no known sign or "
                           "level");
        if (item->lead.len == 0 && item->text.len == 0)
            return err_set(err, ERR_INVALID, "an item has no words");
        if (block->kind == PAPER_SUM && item->amount.len == 0
            && item->sign != PAPER_SIGN_LABEL)
            return err_set(err, ERR_INVALID, "a line of a sum has no amount");
    }
    return true;
}

static bool needed_check(struct str text, size_t most, const char *part,
                         struct err *err)
{
    if (text.len == 0)
        return err_set(err, ERR_INVALID, "%s is empty", part);
    return text_check(text, most, part, err);
}

static bool text_check(struct str text, size_t most, const char *part,
                       struct err *err)
{
    if (text.len > most)
        return err_set(err, ERR_INVALID, "%s is longer than %zu bytes", part,
                       most);
    if (!str_is_utf8(text))
        return err_set(err, ERR_INVALID, "%s is not UTF-8", part);
    if (!is_printable(text))
        return err_set(err, ERR_INVALID,
                       "%s holds a control character or a line break", part);
    return true;
}

/* Refuses C0, DEL, C1, the line and paragraph separators, and the marks that
 * turn the direction of what follows (a name must not reorder the line). */
static bool is_printable(struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.at[i];
        unsigned char second = i + 1 < text.len
                               ? (unsigned char)text.at[i + 1] : 0;
        unsigned char third = i + 2 < text.len
                              ? (unsigned char)text.at[i + 2] : 0;
        if (byte < 0x20 || byte == 0x7f)
            return false;
        if (byte == 0xc2 && second < 0xa0)
            return false;
        if (byte == 0xe2 && second == 0x80 && third >= 0xa8 && third <= 0xae)
            return false; /* U+2028 .. U+202E */
        if (byte == 0xe2 && second == 0x81 && third >= 0xa6 && third <= 0xa9)
            return false; /* U+2066 .. U+2069 */
    }
    return true;
}
