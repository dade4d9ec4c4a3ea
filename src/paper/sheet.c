#include <pango/pango.h>

#include "base/base.h"
#include "paper/sheet.h"
#include "paper/fonts.h"

#define STEPS_FIRST 256
#define NARROWER 0.97 /* a try to bring long lines under the measure */
#define NARROWER_TRIES 24

static struct step *step_add(struct sheet *sheet, enum step_kind kind);
static void *grown(struct sheet *sheet, const void *old, uint32_t *room,
                   size_t size);
static bool is_shaped(const struct shaped *shaped, struct str lead,
                      struct str text, struct type type, double width);
static struct piece shape_new(struct sheet *sheet, struct str lead,
                              struct str text, struct type type,
                              double width);
static void attributes_set(PangoLayout *layout, size_t lead_bytes);
static void narrow_to_measure(PangoLayout *layout, double width,
                              long measure);
static long longest_line(PangoLayout *layout);
static void foot_add(struct sheet *sheet);
static struct str foot_words(struct sheet *sheet, const char *page_format,
                             uint32_t page);

void sheet_init(struct sheet *sheet, struct arena *arena,
                PangoContext *context)
{
    *sheet = (struct sheet){ .arena = arena, .context = context,
                             .page_count = 1 };
    sheet->shaped = g_array_new(FALSE, FALSE, sizeof(struct shaped));
}

void sheet_clear(struct sheet *sheet)
{
    for (guint i = 0; i < sheet->shaped->len; i++)
        g_object_unref(g_array_index(sheet->shaped, struct shaped,
                                     i).piece.layout);
    g_array_unref(sheet->shaped);
    g_object_unref(sheet->context);
    *sheet = (struct sheet){ 0 };
}

struct sheet_mark sheet_here(const struct sheet *sheet)
{
    return (struct sheet_mark){ sheet->step_count, sheet->page_count };
}

void sheet_back(struct sheet *sheet, struct sheet_mark mark)
{
    CHECK(mark.step_count <= sheet->step_count);
    sheet->step_count = mark.step_count;
    sheet->page_count = mark.page_count;
}

void sheet_move(struct sheet *sheet, struct sheet_mark since, double by)
{
    for (uint32_t i = since.step_count; i < sheet->step_count; i++)
        sheet->step[i].y += by;
}

struct piece sheet_shape(struct sheet *sheet, struct str lead,
                         struct str text, struct type type, double width)
{
    CHECK(type.size > 0.0);
    CHECK(type.leading >= type.size);
    for (guint i = 0; i < sheet->shaped->len; i++) {
        const struct shaped *before = &g_array_index(sheet->shaped,
                                                     struct shaped, i);
        if (!is_shaped(before, lead, text, type, width))
            continue;
        struct piece again = before->piece;
        again.ink = type.ink;
        return again;
    }
    struct piece piece = shape_new(sheet, lead, text, type, width);
    struct shaped shaped = { lead, text, type, width, piece };
    g_array_append_val(sheet->shaped, shaped);
    return piece;
}

static bool is_shaped(const struct shaped *shaped, struct str lead,
                      struct str text, struct type type, double width)
{
    return shaped->width == width && shaped->type.size == type.size
        && shaped->type.leading == type.leading
        && shaped->type.is_strong == type.is_strong
        && shaped->type.measure == type.measure
        && str_equal(shaped->text, text) && str_equal(shaped->lead, lead);
}

static struct piece shape_new(struct sheet *sheet, struct str lead,
                              struct str text, struct type type,
                              double width)
{
    PangoLayout *layout = pango_layout_new(sheet->context);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, PAPER_FONT_FAMILY);
    pango_font_description_set_absolute_size(font, type.size * PANGO_SCALE);
    if (type.is_strong)
        pango_font_description_set_weight(font, PANGO_WEIGHT_BOLD);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));

    const char *between = lead.len > 0 && text.len > 0 ? " " : "";
    struct str whole = str_format(sheet->arena, "%.*s%s%.*s", STR_ARGS(lead),
                                  between, STR_ARGS(text));
    if (whole.at == NULL) {
        sheet->is_exhausted = true;
        whole = STR("");
    }
    pango_layout_set_text(layout, whole.at, (int)whole.len);
    attributes_set(layout, type.is_strong ? 0 : lead.len);
    if (type.measure > 0)
        narrow_to_measure(layout, width, type.measure);
    if (pango_layout_get_unknown_glyphs_count(layout) > 0
        && !sheet->has_unknown) {
        sheet->has_unknown = true;
        (void)snprintf(sheet->unknown_in, sizeof sheet->unknown_in, "%.*s",
                       (int)whole.len, whole.at);
    }

    PangoRectangle box;
    pango_layout_get_extents(layout, NULL, &box);
    /* Noto Sans: capitals .714 high, tails .24 deep.  Centred in the line so
     * that a rule or a tint around it looks even. */
    double ascent = (type.leading + 0.50 * type.size) / 2.0
                    + 0.10 * type.size;
    return (struct piece){ layout, pango_layout_get_line_count(layout),
                           type.leading, ascent,
                           (double)box.width / PANGO_SCALE, type.ink };
}

double piece_height(const struct piece *piece)
{
    return piece->leading * piece->line_count;
}

void sheet_open(struct sheet *sheet, const char *tag)
{
    sheet_open_with(sheet, tag, TAG_PLAIN, NULL);
}

void sheet_open_with(struct sheet *sheet, const char *tag,
                     enum tag_extra extra, const char *text)
{
    CHECK(sheet->open_count < SHEET_TAGS_DEEP);
    sheet->open[sheet->open_count++] = tag;
    struct step *step = step_add(sheet, STEP_OPEN);
    if (step == NULL)
        return;
    step->tag = tag;
    step->extra = extra;
    step->extra_text = text;
}

void sheet_close(struct sheet *sheet)
{
    CHECK(sheet->open_count > 0);
    const char *tag = sheet->open[--sheet->open_count];
    struct step *step = step_add(sheet, STEP_CLOSE);
    if (step != NULL)
        step->tag = tag;
}

void sheet_lines(struct sheet *sheet, const struct piece *piece, int line,
                 int count, double x, double y)
{
    CHECK(line >= 0);
    CHECK(line + count <= piece->line_count);
    struct step *step = step_add(sheet, STEP_TEXT);
    if (step == NULL)
        return;
    step->ink = piece->ink;
    step->x = x;
    step->y = y;
    step->layout = piece->layout;
    step->line = line;
    step->line_count = count;
    step->leading = piece->leading;
    step->ascent = piece->ascent;
}

void sheet_whole(struct sheet *sheet, const struct piece *piece, double x,
                 double y)
{
    sheet_lines(sheet, piece, 0, piece->line_count, x, y);
}

void sheet_shape_add(struct sheet *sheet, enum step_kind kind, enum ink ink,
                     double x, double y, double width, double height)
{
    struct step *step = step_add(sheet, kind);
    if (step == NULL)
        return;
    step->ink = ink;
    step->x = x;
    step->y = y;
    step->width = width;
    step->height = height;
}

void sheet_code(struct sheet *sheet, const struct code *code, double x,
                double y, double side)
{
    struct step *step = step_add(sheet, STEP_CODE);
    if (step == NULL)
        return;
    step->code = code;
    step->x = x;
    step->y = y;
    step->width = side;
    step->height = side;
}

void sheet_turn(struct sheet *sheet)
{
    const char *again[SHEET_TAGS_DEEP];
    uint32_t count = 0;
    while (sheet->open_count > 1) {
        again[count++] = sheet->open[sheet->open_count - 1];
        sheet_close(sheet);
    }
    foot_add(sheet);
    (void)step_add(sheet, STEP_PAGE);
    sheet->page_count++;
    while (count > 0)
        sheet_open(sheet, again[--count]);
}

void sheet_finish(struct sheet *sheet, const char *page_format, double size,
                  double x, double y)
{
    foot_add(sheet);
    if (sheet->is_exhausted)
        return;
    struct type type = { size, size * 1.3, false, 0, INK_SOFT };
    for (uint32_t i = 0; i < sheet->step_count; i++) {
        struct step *foot = &sheet->step[i];
        if (foot->kind != STEP_FOOT)
            continue;
        if (sheet->page_count == 1) { /* with its tag, before and after */
            foot[-1].kind = foot[0].kind = foot[1].kind = STEP_NOTHING;
            continue;
        }
        struct str words = foot_words(sheet, page_format, foot->page);
        struct piece piece = sheet_shape(sheet, (struct str){ 0 }, words,
                                         type, 200.0);
        foot->layout = piece.layout;
        foot->line_count = piece.line_count;
        foot->leading = piece.leading;
        foot->ascent = piece.ascent;
        foot->ink = INK_SOFT;
        foot->x = x - piece.width;
        foot->y = y;
    }
}

static struct str foot_words(struct sheet *sheet, const char *page_format,
                             uint32_t page)
{
    struct buf buf;
    buf_init(&buf, sheet->arena, 64);
    for (const char *at = page_format; *at != '\0'; at++) {
        if (*at == '#')
            buf_add_int(&buf, page);
        else if (*at == '*')
            buf_add_int(&buf, sheet->page_count);
        else
            buf_add_byte(&buf, *at);
    }
    return buf_str(&buf);
}

static void foot_add(struct sheet *sheet)
{
    sheet_open(sheet, "P");
    struct step *step = step_add(sheet, STEP_FOOT);
    if (step != NULL)
        step->page = sheet->page_count;
    sheet_close(sheet);
}

static struct step *step_add(struct sheet *sheet, enum step_kind kind)
{
    if (sheet->step_count == sheet->step_room) {
        struct step *more = grown(sheet, sheet->step, &sheet->step_room,
                                  sizeof *more);
        if (more == NULL)
            return NULL;
        sheet->step = more;
    }
    struct step *step = &sheet->step[sheet->step_count++];
    *step = (struct step){ .kind = kind };
    return step;
}

static void *grown(struct sheet *sheet, const void *old, uint32_t *room,
                   size_t size)
{
    uint32_t more = *room == 0 ? STEPS_FIRST : *room * 2;
    void *bytes = arena_array(sheet->arena, more, size);
    if (bytes == NULL) {
        sheet->is_exhausted = true;
        return NULL;
    }
    if (*room > 0)
        memcpy(bytes, old, *room * size);
    *room = more;
    return bytes;
}

/* No "ffi" drawn as one sign: Cairo writes such a sign as a nested text
 * replacement, at which readers of the tags stop. */
static void attributes_set(PangoLayout *layout, size_t lead_bytes)
{
    PangoAttrList *list = pango_attr_list_new();
    pango_attr_list_insert(list,
                           pango_attr_font_features_new("liga 0, clig 0"));
    if (lead_bytes > 0) {
        PangoAttribute *strong = pango_attr_weight_new(PANGO_WEIGHT_BOLD);
        strong->start_index = 0;
        strong->end_index = (guint)lead_bytes;
        pango_attr_list_insert(list, strong);
    }
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
}

/* Narrow letters (il, thin words) can put more than 65 into a line. */
static void narrow_to_measure(PangoLayout *layout, double width,
                              long measure)
{
    for (int i = 0; i < NARROWER_TRIES; i++) {
        if (longest_line(layout) <= measure)
            return;
        width *= NARROWER;
        pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    }
}

static long longest_line(PangoLayout *layout)
{
    long longest = 0;
    const char *text = pango_layout_get_text(layout);
    for (int i = 0; i < pango_layout_get_line_count(layout); i++) {
        PangoLayoutLine *line = pango_layout_get_line_readonly(layout, i);
        const char *from = text + line->start_index;
        long letters = g_utf8_strlen(from, line->length);
        if (line->length > 0 && from[line->length - 1] == ' ')
            letters--; /* the blank at the break is not seen */
        if (letters > longest)
            longest = letters;
    }
    return longest;
}
