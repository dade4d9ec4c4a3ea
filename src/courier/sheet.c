#include "base/base.h"
#include "courier/sheet.h"
#include "message/content.h"
#include "paper/letter.h"

#define NOON_SECONDS (12 * 3600)

/* The two rooms name the same things in the same order. */
_Static_assert((int)MESSAGE_REVERSE == (int)PAPER_REVERSE
               && (int)MESSAGE_AREAS == (int)PAPER_AREAS, "areas");
_Static_assert((int)MESSAGE_ADDRESS == (int)PAPER_ADDRESS, "blocks");
_Static_assert((int)MESSAGE_SIGN_LABEL == (int)PAPER_SIGN_LABEL, "signs");
_Static_assert((int)MESSAGE_LINES_MAX == (int)PAPER_SENDER_LINES_MAX
               && (int)MESSAGE_LINES_MAX == (int)PAPER_RECIPIENT_LINES_MAX,
               "no line is dropped");

static void code_place(const struct message_content *content,
                       struct paper_letter *letter);

static bool blocks_copy(const struct message_content *content,
                        struct arena *arena, struct paper_letter *letter);
static struct str without_scheme(struct str link);

bool courier_sheet(struct str text, struct arena *arena, struct str *pdf,
                   struct err *err)
{
    struct message_content content;
    if (!message_content_parse(arena, text, &content, err))
        return false;
    bool is_spanish = content.language == LANGUAGE_SPANISH;
    int64_t noon = (int64_t)content.sent_on.n * 86400 + NOON_SECONDS;
    struct paper_letter letter = {
        .language = is_spanish ? PAPER_ES : PAPER_EN,
        .made_at = moment_from_seconds(noon),
        .title = content.title,
        .to_line = content.to_word,
        .date_line = content.date_line,
        .reference_line = content.reference_line,
        .sender_count = content.sender_count,
        .recipient_count = content.recipient_count,
        .link = content.link, .is_large = content.is_large
    };
    code_place(&content, &letter);
    if (content.link.len > 0)
        letter.link_line = without_scheme(content.link);
    memcpy(letter.sender, content.sender, sizeof content.sender);
    memcpy(letter.recipient, content.recipient, sizeof content.recipient);
    if (!blocks_copy(&content, arena, &letter))
        return err_set(err, ERR_EXHAUSTED, "no memory for a letter");
    return paper_letter(&letter, arena, pdf, err);
}

/* Once, where the eye goes: in large print below the QR code of a letter; on
 * Form B-1 it is the reference below the recipient's address. */
static void code_place(const struct message_content *content,
                       struct paper_letter *letter)
{
    bool is_spanish = content->language == LANGUAGE_SPANISH;
    if (content->code.len == 0
        || content->kind == MESSAGE_VALIDATION_NOTICE)
        return;
    letter->code_line = is_spanish ? STR("Su código") : STR("Your code");
    letter->code = content->code;
    if (str_find(content->reference_line, content->code) != SIZE_MAX)
        letter->reference_line = (struct str){ NULL, 0 };
}

/* A heading that opens the letter is the whole letter's. */
static bool blocks_copy(const struct message_content *content,
                        struct arena *arena, struct paper_letter *letter)
{
    struct paper_block *block = arena_many(arena, content->block_count,
                                           struct paper_block);
    if (block == NULL)
        return false;
    uint32_t first = content->block_count > 0
                     && content->block[0].area == MESSAGE_BODY
                     && content->block[0].kind == MESSAGE_HEADING ? 1 : 0;
    if (first > 0)
        letter->heading = content->block[0].text;
    for (uint32_t i = first; i < content->block_count; i++) {
        const struct message_block *from = &content->block[i];
        struct paper_item *item = arena_many(arena, from->item_count,
                                             struct paper_item);
        if (item == NULL)
            return false;
        for (uint32_t k = 0; k < from->item_count; k++) {
            const struct message_item *one = &from->item[k];
            item[k] = (struct paper_item){
                .lead = one->lead, .text = one->text, .amount = one->amount,
                .sign = (enum paper_sign)one->sign, .level = one->level,
                .has_amount_box = one->has_amount_box
            };
        }
        block[i - first] = (struct paper_block){
            .area = (enum paper_area)from->area,
            .kind = (enum paper_kind)from->kind, .lead = from->lead,
            .text = from->text, .item_count = from->item_count, .item = item
        };
    }
    letter->block = block;
    letter->block_count = content->block_count - first;
    return true;
}

static struct str without_scheme(struct str link)
{
    size_t at = str_find(link, STR("://"));
    return at == SIZE_MAX ? link : str_part(link, at + 3, link.len);
}
