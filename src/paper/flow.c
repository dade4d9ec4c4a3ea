#include <pango/pango.h>

#include "base/base.h"
#include "paper/flow.h"

#define LEADING 1.3
#define PARAGRAPH_GAP 0.6 /* of a line */
#define ITEM_GAP 0.3
#define ADDRESS_GAP 0.2 /* it belongs to the words above */
#define HEADING_GAP 1.0
#define FEWEST_LINES 2 /* alone at a page's foot or head */

static void heading(struct flow *flow, const struct paper_block *block,
                    const struct paper_block *next);
static void paragraph(struct flow *flow, const struct paper_block *block);
static void small(struct flow *flow, const struct paper_block *block);
static void bullets(struct flow *flow, const struct paper_block *block);
static void ticks(struct flow *flow, const struct paper_block *block);
static void tick(struct flow *flow, const struct paper_item *item);
static void address(struct flow *flow, const struct paper_block *block);
static void sum(struct flow *flow, const struct paper_block *block);
static void sum_row(struct flow *flow, const struct paper_item *item,
                    struct piece amount, double amount_width, bool is_inside);
static void lines_run(struct flow *flow, const struct piece *piece, double x,
                      const char *tag);
static struct type type_of(const struct flow *flow, double size);
static double line_of(const struct flow *flow);
static void gap(struct flow *flow, double lines);
static void room_for(struct flow *flow, double height);

void flow_blocks(struct flow *flow, const struct paper_block *block,
                 uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct paper_block *next = i + 1 < count ? &block[i + 1] : NULL;
        switch (block[i].kind) {
        case PAPER_HEADING: heading(flow, &block[i], next); break;
        case PAPER_PARAGRAPH: paragraph(flow, &block[i]); break;
        case PAPER_BULLETS: bullets(flow, &block[i]); break;
        case PAPER_SUM: sum(flow, &block[i]); break;
        case PAPER_TICKS: ticks(flow, &block[i]); break;
        case PAPER_ADDRESS: address(flow, &block[i]); break;
        case PAPER_SMALL: small(flow, &block[i]); break;
        case PAPER_KINDS: CHECK(block[i].kind != PAPER_KINDS); break;
        }
    }
}

void flow_title(struct flow *flow, struct str text)
{
    double size = flow->style.size * 1.6;
    struct type type = { size, size * 1.2, true, SHEET_MEASURE, INK_PINE };
    struct piece piece = sheet_shape(flow->sheet, (struct str){ 0 }, text,
                                     type, flow->width);
    gap(flow, PARAGRAPH_GAP);
    room_for(flow, piece_height(&piece));
    sheet_open(flow->sheet, "H1");
    sheet_whole(flow->sheet, &piece, flow->x, flow->y);
    sheet_close(flow->sheet);
    flow->y += piece_height(&piece);
    flow->is_at_top = false;
}

void flow_turn(struct flow *flow)
{
    sheet_turn(flow->sheet);
    flow->y = FLOW_TOP;
    flow->bottom = FLOW_BOTTOM;
    flow->is_at_top = true;
}

static void heading(struct flow *flow, const struct paper_block *block,
                    const struct paper_block *next)
{
    double size = flow->style.size * 1.15;
    struct type type = { size, size * 1.25, true,
                         flow->style.is_measured ? SHEET_MEASURE : 0,
                         INK_PINE };
    struct piece piece = sheet_shape(flow->sheet, block->lead, block->text,
                                     type, flow->width);
    gap(flow, HEADING_GAP);
    double rule = flow->style.has_rules ? size * 0.35 : 0.0;
    double follow = next == NULL ? 0.0 : FEWEST_LINES + 1;
    room_for(flow, piece_height(&piece) + rule + follow * line_of(flow));
    sheet_open(flow->sheet, "H2");
    sheet_whole(flow->sheet, &piece, flow->x, flow->y);
    flow->y += piece_height(&piece);
    if (flow->style.has_rules)
        sheet_shape_add(flow->sheet, STEP_RULE, INK_PINE, flow->x,
                        flow->y + rule * 0.5, flow->width, 1.0);
    flow->y += rule;
    sheet_close(flow->sheet);
    flow->is_at_top = false;
    /* The gap below is smaller than the one above: they belong together. */
    flow->y += line_of(flow) * (0.25 - PARAGRAPH_GAP) * flow->style.air;
}

static void paragraph(struct flow *flow, const struct paper_block *block)
{
    struct piece piece = sheet_shape(flow->sheet, block->lead, block->text,
                                     type_of(flow, flow->style.size),
                                     flow->width);
    gap(flow, PARAGRAPH_GAP);
    lines_run(flow, &piece, flow->x, "P");
}

static void small(struct flow *flow, const struct paper_block *block)
{
    double size = flow->style.size >= 14.0 ? flow->style.size
                                           : flow->style.size * 0.84;
    struct type type = type_of(flow, size);
    type.ink = INK_SOFT;
    struct piece piece = sheet_shape(flow->sheet, block->lead, block->text,
                                     type, flow->width);
    gap(flow, PARAGRAPH_GAP);
    lines_run(flow, &piece, flow->x, "P");
}

static void bullets(struct flow *flow, const struct paper_block *block)
{
    struct type type = type_of(flow, flow->style.size);
    double indent = flow->style.size * 1.1;
    struct piece dot = sheet_shape(flow->sheet, (struct str){ 0 },
                                   STR("\xe2\x80\xa2"), type, flow->width);
    dot.ink = INK_PINE;
    if (type.measure > 0)
        type.measure -= 2; /* the dot and its blank count */
    gap(flow, PARAGRAPH_GAP);
    sheet_open(flow->sheet, "L");
    for (uint32_t i = 0; i < block->item_count; i++) {
        const struct paper_item *item = &block->item[i];
        struct piece piece = sheet_shape(flow->sheet, item->lead, item->text,
                                         type, flow->width - indent);
        if (i > 0)
            gap(flow, ITEM_GAP);
        int least = piece.line_count < FEWEST_LINES ? piece.line_count
                                                    : FEWEST_LINES;
        room_for(flow, least * piece.leading);
        sheet_open(flow->sheet, "LI");
        sheet_open(flow->sheet, "Lbl");
        sheet_whole(flow->sheet, &dot, flow->x, flow->y);
        sheet_close(flow->sheet);
        lines_run(flow, &piece, flow->x + indent, "LBody");
        sheet_close(flow->sheet);
    }
    sheet_close(flow->sheet);
}

static void ticks(struct flow *flow, const struct paper_block *block)
{
    gap(flow, PARAGRAPH_GAP);
    sheet_open(flow->sheet, "L");
    for (uint32_t i = 0; i < block->item_count; i++) {
        if (i > 0)
            gap(flow, ITEM_GAP);
        tick(flow, &block->item[i]);
    }
    sheet_close(flow->sheet);
}

static void tick(struct flow *flow, const struct paper_item *item)
{
    struct sheet *sheet = flow->sheet;
    double size = flow->style.size, box = size * 0.85, indent = size * 1.5;
    double x = flow->x + indent * item->level;
    double amount = item->has_amount_box ? size * 8.0 : 0.0;
    double width = flow->width - (x - flow->x) - indent - amount;
    struct piece piece = sheet_shape(sheet, item->lead, item->text,
                                     type_of(flow, size), width);
    double height = piece_height(&piece);
    double amount_height = size * 1.7;
    if (item->has_amount_box && height < amount_height + 2.0)
        height = amount_height + 2.0;
    room_for(flow, height);
    double text_y = flow->y + (height - piece_height(&piece)) / 2.0;

    sheet_open(sheet, "LI");
    sheet_open_with(sheet, "Lbl", TAG_ACTUAL, "\xe2\x98\x90");
    sheet_shape_add(sheet, STEP_FRAME, INK_TEXT, x,
                    text_y + piece.ascent - size * 0.36 - box / 2.0, box,
                    box);
    sheet_close(sheet);
    sheet_open(sheet, "LBody");
    sheet_whole(sheet, &piece, x + indent, text_y);
    if (item->has_amount_box) {
        double left = flow->x + flow->width - amount;
        struct piece dollar = sheet_shape(sheet, (struct str){ 0 }, STR("$"),
                                          type_of(flow, size), amount);
        sheet_shape_add(sheet, STEP_FRAME, INK_TEXT, left,
                        flow->y + (height - amount_height) / 2.0, amount,
                        amount_height);
        sheet_whole(sheet, &dollar, left + size * 0.4,
                    flow->y + (height - piece_height(&dollar)) / 2.0);
    }
    sheet_close(sheet);
    sheet_close(sheet);
    flow->y += height;
    flow->is_at_top = false;
}

static void address(struct flow *flow, const struct paper_block *block)
{
    gap(flow, ADDRESS_GAP);
    room_for(flow, block->item_count * line_of(flow));
    for (uint32_t i = 0; i < block->item_count; i++) {
        const struct paper_item *item = &block->item[i];
        struct piece piece = sheet_shape(flow->sheet, item->lead, item->text,
                                         type_of(flow, flow->style.size),
                                         flow->width);
        lines_run(flow, &piece, flow->x, "P");
    }
}

static void sum(struct flow *flow, const struct paper_block *block)
{
    struct piece amount[PAPER_ITEMS_MAX];
    double width = 0.0;
    CHECK(block->item_count <= PAPER_ITEMS_MAX);
    for (uint32_t i = 0; i < block->item_count; i++) {
        struct type type = type_of(flow, flow->style.size);
        type.is_strong = block->item[i].sign == PAPER_SIGN_TOTAL;
        amount[i] = sheet_shape(flow->sheet, (struct str){ 0 },
                                block->item[i].amount, type, flow->width);
        if (amount[i].width > width)
            width = amount[i].width;
    }
    gap(flow, PARAGRAPH_GAP);
    /* Kept together where a page can hold it. */
    room_for(flow, block->item_count * line_of(flow) * 1.5);
    sheet_open(flow->sheet, "Table");
    bool is_inside = false; /* below a line of words, above the total */
    for (uint32_t i = 0; i < block->item_count; i++) {
        enum paper_sign sign = block->item[i].sign;
        is_inside = is_inside && sign != PAPER_SIGN_TOTAL;
        sum_row(flow, &block->item[i], amount[i], width, is_inside);
        is_inside = is_inside || sign == PAPER_SIGN_LABEL;
    }
    sheet_close(flow->sheet);
    flow->y += line_of(flow) * 0.2 * flow->style.air;
}

static void sum_row(struct flow *flow, const struct paper_item *item,
                    struct piece amount, double amount_width, bool is_inside)
{
    struct sheet *sheet = flow->sheet;
    double size = flow->style.size, edge = size * 0.5;
    double pad = size * 0.5 * flow->style.air;
    double sign_width = size * 1.4;
    bool is_total = item->sign == PAPER_SIGN_TOTAL;
    struct type type = type_of(flow, size);
    type.is_strong = is_total;
    type.measure = 0;
    double left = flow->x + edge + (is_inside ? size : 0.0);
    double right = flow->x + flow->width - edge;
    double label_width = right - amount_width - sign_width - edge - left;
    struct piece label = sheet_shape(sheet, item->lead, item->text, type,
                                     label_width);
    struct piece sign = sheet_shape(
        sheet, (struct str){ 0 },
        item->sign == PAPER_SIGN_PLUS    ? STR("+ ")
        : item->sign == PAPER_SIGN_MINUS ? STR("\xe2\x80\x93 ")
                                         : STR(""),
        type, flow->width);
    double height = piece_height(&label) + pad;
    room_for(flow, height);

    double text_y = flow->y + pad / 2.0;
    double amount_y = text_y + piece_height(&label) - amount.leading;
    sheet_open(sheet, "TR");
    sheet_open_with(sheet, "TH", TAG_SCOPE, "Row");
    if (is_total)
        sheet_shape_add(sheet, STEP_FILL, INK_TINT, flow->x, flow->y,
                        flow->width, height);
    sheet_shape_add(sheet, STEP_RULE, is_total ? INK_PINE : INK_HAIR,
                    flow->x, flow->y, flow->width, is_total ? 1.0 : 0.6);
    if (is_total)
        sheet_shape_add(sheet, STEP_RULE, INK_PINE, flow->x,
                        flow->y + height, flow->width, 1.0);
    sheet_whole(sheet, &label, left, text_y);
    sheet_close(sheet);
    sheet_open(sheet, "TD");
    if (item->sign == PAPER_SIGN_PLUS || item->sign == PAPER_SIGN_MINUS)
        sheet_whole(sheet, &sign, right - amount_width - sign_width,
                    amount_y);
    if (item->amount.len > 0)
        sheet_whole(sheet, &amount, right - amount.width, amount_y);
    sheet_close(sheet);
    sheet_close(sheet);
    flow->y += height;
    flow->is_at_top = false;
}

/* Lines of a leaf, over as many pages as they need. */
static void lines_run(struct flow *flow, const struct piece *piece, double x,
                      const char *tag)
{
    int line = 0;
    while (line < piece->line_count) {
        int left = piece->line_count - line, count = left;
        if (flow->may_turn) {
            double room = flow->bottom - flow->y;
            int fit = room <= 0.0 ? 0 : (int)(room / piece->leading + 0.001);
            if (fit < left) {
                /* Leave no single line on either side of the break. */
                count = left - fit < FEWEST_LINES ? left - FEWEST_LINES : fit;
                if (count < FEWEST_LINES)
                    count = 0;
            }
            if (count == 0 && flow->is_at_top)
                count = fit > 0 ? fit : 1;
            if (count == 0) {
                flow_turn(flow);
                continue;
            }
        }
        if (count > left)
            count = left;
        sheet_open(flow->sheet, tag);
        sheet_lines(flow->sheet, piece, line, count, x, flow->y);
        sheet_close(flow->sheet);
        flow->y += count * piece->leading;
        flow->is_at_top = false;
        line += count;
    }
}

static struct type type_of(const struct flow *flow, double size)
{
    return (struct type){ size, size * LEADING, false,
                          flow->style.is_measured ? SHEET_MEASURE : 0,
                          INK_TEXT };
}

static double line_of(const struct flow *flow)
{
    return flow->style.size * LEADING;
}

static void gap(struct flow *flow, double lines)
{
    if (!flow->is_at_top)
        flow->y += lines * line_of(flow) * flow->style.air;
}

static void room_for(struct flow *flow, double height)
{
    if (flow->may_turn && !flow->is_at_top
        && flow->y + height > flow->bottom)
        flow_turn(flow);
}
