#include "base/base.h"
#include "message/content.h"
#include "text/json.h"

static const char *const area_words[MESSAGE_AREAS] = {
    "body", "left", "right", "form_left", "form_right", "reverse" };
static const char *const block_words[MESSAGE_BLOCK_KINDS] = {
    "heading", "paragraph", "bullets", "sum", "ticks", "address" };
static const char *const sign_words[MESSAGE_SIGNS] = {
    "none", "plus", "minus", "total", "label" };

static void write_lines(struct json_out *out, const char *key,
                        const struct str *line, uint32_t count);
static void write_block(struct json_out *out,
                        const struct message_block *block);
static void write_item(struct json_out *out, const struct message_item *item);
static void write_present(struct json_out *out, const char *key,
                          struct str text);
static bool parse_head(const struct json *root,
                       struct message_content *content, struct err *err);
static bool parse_lines(const struct json *root, const char *key,
                        struct str *line, uint32_t *count, struct err *err);
static bool parse_block(struct arena *arena, const struct json *from,
                        struct message_block *block, struct err *err);
static bool parse_item(const struct json *from, struct message_item *item,
                       struct err *err);
static bool parse_text(const struct json *parent, const char *key,
                       struct str *text, struct err *err);
static bool parse_word(const struct json *parent, const char *key,
                       const char *const *words, int count, int *value,
                       struct err *err);

void message_content_write(const struct message_content *content,
                           struct buf *buf)
{
    CHECK(content->kind > MESSAGE_NONE && content->kind < MESSAGE_KINDS);
    CHECK(content->block_count <= MESSAGE_BLOCKS_MAX);
    struct json_out out;
    json_out_init(&out, buf);
    json_out_object(&out);
    json_out_key(&out, STR("kind"));
    json_out_text(&out, message_kind_word(content->kind));
    json_out_key(&out, STR("language"));
    json_out_text(&out, language_code(content->language));
    const struct { const char *key; struct str text; } head[] = {
        { "title", content->title }, { "to", content->to_word },
        { "date", content->date_line },
        { "reference", content->reference_line }, { "code", content->code },
        { "link", content->link }, { "template", content->template_version },
    };
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++) {
        json_out_key(&out, str_of(head[i].key));
        json_out_text(&out, head[i].text);
    }
    if (content->is_large) {
        json_out_key(&out, STR("large"));
        json_out_flag(&out, true);
    }
    json_out_key(&out, STR("sent_on"));
    json_out_day(&out, content->sent_on);
    write_lines(&out, "sender", content->sender, content->sender_count);
    write_lines(&out, "recipient", content->recipient,
                content->recipient_count);
    json_out_key(&out, STR("blocks"));
    json_out_list(&out);
    for (uint32_t i = 0; i < content->block_count; i++)
        write_block(&out, &content->block[i]);
    json_out_list_end(&out);
    json_out_object_end(&out);
}

bool message_content_parse(struct arena *arena, struct str text,
                           struct message_content *content, struct err *err)
{
    const struct json *root;
    struct message_content read = { .kind = MESSAGE_NONE };
    if (text.len > MESSAGE_BYTES_MAX)
        return err_set(err, ERR_CORRUPT, "the message is too long");
    if (!json_parse(arena, text, &root, err))
        return err_context(err, "message");
    if (!parse_head(root, &read, err))
        return false;
    const struct json *blocks = json_get(root, STR("blocks"));
    if (blocks->kind != JSON_LIST || blocks->count == 0
        || blocks->count > MESSAGE_BLOCKS_MAX)
        return err_set(err, ERR_CORRUPT, "message: too few or too many parts");
    read.block = arena_many(arena, blocks->count, struct message_block);
    if (!read.block)
        return err_set(err, ERR_EXHAUSTED, "no memory for a message");
    json_each(from, blocks)
        if (!parse_block(arena, from, &read.block[read.block_count++], err))
            return false;
    *content = read;
    return true;
}

static void write_lines(struct json_out *out, const char *key,
                        const struct str *line, uint32_t count)
{
    CHECK(count <= MESSAGE_LINES_MAX);
    json_out_key(out, str_of(key));
    json_out_list(out);
    for (uint32_t i = 0; i < count; i++)
        json_out_text(out, line[i]);
    json_out_list_end(out);
}

static void write_block(struct json_out *out,
                        const struct message_block *block)
{
    CHECK((unsigned)block->area < MESSAGE_AREAS);
    CHECK((unsigned)block->kind < MESSAGE_BLOCK_KINDS);
    CHECK(block->item_count <= MESSAGE_ITEMS_MAX);
    json_out_object(out);
    json_out_key(out, STR("area"));
    json_out_text(out, str_of(area_words[block->area]));
    json_out_key(out, STR("kind"));
    json_out_text(out, str_of(block_words[block->kind]));
    write_present(out, "lead", block->lead);
    write_present(out, "text", block->text);
    if (block->item_count > 0) {
        json_out_key(out, STR("items"));
        json_out_list(out);
        for (uint32_t i = 0; i < block->item_count; i++)
            write_item(out, &block->item[i]);
        json_out_list_end(out);
    }
    json_out_object_end(out);
}

static void write_item(struct json_out *out, const struct message_item *item)
{
    CHECK((unsigned)item->sign < MESSAGE_SIGNS);
    json_out_object(out);
    write_present(out, "lead", item->lead);
    write_present(out, "text", item->text);
    write_present(out, "amount", item->amount);
    if (item->sign != MESSAGE_SIGN_NONE)
        write_present(out, "sign", str_of(sign_words[item->sign]));
    if (item->level > 0) {
        json_out_key(out, STR("level"));
        json_out_int(out, item->level);
    }
    if (item->has_amount_box) {
        json_out_key(out, STR("amount_box"));
        json_out_flag(out, true);
    }
    json_out_object_end(out);
}

static void write_present(struct json_out *out, const char *key,
                          struct str text)
{
    if (!text.at)
        return;
    json_out_key(out, str_of(key));
    json_out_text(out, text);
}

static bool parse_head(const struct json *root,
                       struct message_content *content, struct err *err)
{
    struct str kind, language;
    if (!json_text(json_get(root, STR("kind")), &kind)
        || (content->kind = message_kind_parse(kind)) == MESSAGE_NONE)
        return err_set(err, ERR_CORRUPT, "message: unknown kind");
    if (!json_text(json_get(root, STR("language")), &language)
        || (content->language = language_parse(language)) == LANGUAGE_UNKNOWN)
        return err_set(err, ERR_CORRUPT, "message: unknown language");
    if (!json_flag(json_get(root, STR("large")), &content->is_large))
        content->is_large = false;
    if (!json_day(json_get(root, STR("sent_on")), &content->sent_on))
        return err_set(err, ERR_CORRUPT, "message: no date");
    return parse_text(root, "title", &content->title, err)
        && parse_text(root, "to", &content->to_word, err)
        && parse_text(root, "date", &content->date_line, err)
        && parse_text(root, "reference", &content->reference_line, err)
        && parse_text(root, "code", &content->code, err)
        && parse_text(root, "link", &content->link, err)
        && parse_text(root, "template", &content->template_version, err)
        && parse_lines(root, "sender", content->sender,
                       &content->sender_count, err)
        && parse_lines(root, "recipient", content->recipient,
                       &content->recipient_count, err);
}

static bool parse_lines(const struct json *root, const char *key,
                        struct str *line, uint32_t *count, struct err *err)
{
    const struct json *list = json_get(root, str_of(key));
    if (list->kind != JSON_LIST || list->count > MESSAGE_LINES_MAX)
        return err_set(err, ERR_CORRUPT, "message: no good %s", key);
    *count = 0;
    json_each(node, list)
        if (!json_text(node, &line[(*count)++]))
            return err_set(err, ERR_CORRUPT, "message: no good %s", key);
    return true;
}

static bool parse_block(struct arena *arena, const struct json *from,
                        struct message_block *block, struct err *err)
{
    int area = 0, kind = 0;
    if (!parse_word(from, "area", area_words, MESSAGE_AREAS, &area, err)
        || !parse_word(from, "kind", block_words, MESSAGE_BLOCK_KINDS, &kind,
                       err)
        || !parse_text(from, "lead", &block->lead, err)
        || !parse_text(from, "text", &block->text, err))
        return false;
    block->area = (enum message_area)area;
    block->kind = (enum message_block_kind)kind;
    const struct json *items = json_get(from, STR("items"));
    if (items->kind == JSON_ABSENT)
        return true;
    if (items->kind != JSON_LIST || items->count == 0
        || items->count > MESSAGE_ITEMS_MAX)
        return err_set(err, ERR_CORRUPT, "message: too few or too many items");
    block->item = arena_many(arena, items->count, struct message_item);
    if (!block->item)
        return err_set(err, ERR_EXHAUSTED, "no memory for a message");
    json_each(node, items)
        if (!parse_item(node, &block->item[block->item_count++], err))
            return false;
    return true;
}

static bool parse_item(const struct json *from, struct message_item *item,
                       struct err *err)
{
    int sign = MESSAGE_SIGN_NONE;
    int64_t level = 0;
    if (from->kind != JSON_OBJECT)
        return err_set(err, ERR_CORRUPT, "message: an item is no object");
    if (json_get(from, STR("sign"))->kind != JSON_ABSENT
        && !parse_word(from, "sign", sign_words, MESSAGE_SIGNS, &sign, err))
        return false;
    const struct json *node = json_get(from, STR("level"));
    if (node->kind != JSON_ABSENT
        && (!json_int(node, &level) || level < 1 || level > 9))
        return err_set(err, ERR_CORRUPT, "message: no good level");
    node = json_get(from, STR("amount_box"));
    if (node->kind != JSON_ABSENT && !json_flag(node, &item->has_amount_box))
        return err_set(err, ERR_CORRUPT, "message: no good amount_box");
    item->sign = (enum message_sign)sign;
    item->level = (uint32_t)level;
    return parse_text(from, "lead", &item->lead, err)
        && parse_text(from, "text", &item->text, err)
        && parse_text(from, "amount", &item->amount, err);
}

/* Not there, or null: absent.  Anything else but a text is wrong. */
static bool parse_text(const struct json *parent, const char *key,
                       struct str *text, struct err *err)
{
    const struct json *node = json_get(parent, str_of(key));
    *text = (struct str){ NULL, 0 };
    if (node->kind == JSON_ABSENT || node->kind == JSON_NULL)
        return true;
    return json_text(node, text)
        || err_set(err, ERR_CORRUPT, "message: %s is no text", key);
}

static bool parse_word(const struct json *parent, const char *key,
                       const char *const *words, int count, int *value,
                       struct err *err)
{
    struct str word;
    if (json_text(json_get(parent, str_of(key)), &word)) {
        for (int i = 0; i < count; i++) {
            if (str_is(word, words[i])) {
                *value = i;
                return true;
            }
        }
    }
    return err_set(err, ERR_CORRUPT, "message: no good %s", key);
}
