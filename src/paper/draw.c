#include <cairo/cairo-pdf.h>
#include <hb.h>
#include <pango/pangocairo.h>

#include "base/base.h"
#include "paper/draw.h"

/* The theme of the pages, on white: calm, and plain when printed grey. */
static const struct colour {
    double red, green, blue;
} colours[INKS] = {
    [INK_TEXT] = { 0.122, 0.165, 0.180 }, /* #1f2a2e */
    [INK_SOFT] = { 0.290, 0.333, 0.325 }, /* #4a5553 */
    [INK_PINE] = { 0.043, 0.361, 0.369 }, /* #0b5c5e */
    [INK_HAIR] = { 0.741, 0.796, 0.784 }, /* #bdcbc8 */
    [INK_TINT] = { 0.918, 0.953, 0.945 }, /* #eaf3f1 */
};

static cairo_status_t bytes_take(void *context, const unsigned char *bytes,
                                 unsigned len);
static void step_draw(cairo_t *cairo, const struct step *step);
static void text_draw(cairo_t *cairo, const struct step *step);
static void last_space_keep(PangoLayout *layout, PangoLayoutLine *line);
static void line_draw(cairo_t *cairo, const struct step *step, bool is_tear);
static void code_draw(cairo_t *cairo, const struct step *step);
static void ink_take(cairo_t *cairo, enum ink ink);

bool draw_pdf(const struct sheet *sheet, const struct draw_about *about,
              struct str *pdf, struct err *err)
{
    struct buf buf;
    buf_init(&buf, sheet->arena, DRAW_BYTES_MAX);
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(
        bytes_take, &buf, SHEET_WIDTH, SHEET_HEIGHT);
    cairo_pdf_surface_restrict_to_version(surface, CAIRO_PDF_VERSION_1_5);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE,
                                   about->title);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR,
                                   about->author);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR,
                                   "bedside");
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
                                   about->made_at);
    cairo_t *cairo = cairo_create(surface);
    for (uint32_t i = 0; i < sheet->step_count; i++)
        step_draw(cairo, &sheet->step[i]);
    cairo_show_page(cairo);
    cairo_status_t status = cairo_status(cairo);
    cairo_destroy(cairo);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);

    if (status == CAIRO_STATUS_NO_MEMORY || buf.failed)
        return err_set(err, ERR_EXHAUSTED, "no memory to draw the letter");
    if (status != CAIRO_STATUS_SUCCESS)
        return err_set(err, ERR_BUG, "the letter cannot be drawn: %s",
                       cairo_status_to_string(status));
    *pdf = buf_str(&buf);
    return true;
}

static void step_draw(cairo_t *cairo, const struct step *step)
{
    switch (step->kind) {
    case STEP_NOTHING: break;
    case STEP_OPEN: cairo_tag_begin(cairo, step->tag, ""); break;
    case STEP_CLOSE: cairo_tag_end(cairo, step->tag); break;
    case STEP_TEXT:
    case STEP_FOOT: text_draw(cairo, step); break;
    case STEP_RULE: line_draw(cairo, step, false); break;
    case STEP_TEAR: line_draw(cairo, step, true); break;
    case STEP_FILL:
        ink_take(cairo, step->ink);
        cairo_rectangle(cairo, step->x, step->y, step->width, step->height);
        cairo_fill(cairo);
        break;
    case STEP_FRAME:
        ink_take(cairo, step->ink);
        cairo_set_line_width(cairo, 0.8);
        cairo_rectangle(cairo, step->x, step->y, step->width, step->height);
        cairo_stroke(cairo);
        break;
    case STEP_CODE: code_draw(cairo, step); break;
    case STEP_PAGE: cairo_show_page(cairo); break;
    }
}

static void text_draw(cairo_t *cairo, const struct step *step)
{
    ink_take(cairo, step->ink);
    for (int i = 0; i < step->line_count; i++) {
        PangoLayoutLine *line = pango_layout_get_line(step->layout,
                                                      step->line + i);
        last_space_keep(step->layout, line);
        cairo_move_to(cairo, step->x,
                      step->y + i * step->leading + step->ascent);
        pango_cairo_show_layout_line(cairo, line);
    }
}

/* Where a line is broken Pango empties the glyph of the blank.  Cairo would
 * write it as a nested text replacement, at which readers of the tags stop;
 * put back as a glyph without width it is an ordinary blank, so words of two
 * lines do not run together when read aloud. */
static void last_space_keep(PangoLayout *layout, PangoLayoutLine *line)
{
    const char *text = pango_layout_get_text(layout);
    for (GSList *at = line->runs; at != NULL; at = at->next) {
        PangoGlyphItem *run = at->data;
        PangoGlyphString *glyphs = run->glyphs;
        for (int i = 0; i < glyphs->num_glyphs; i++) {
            int place = run->item->offset + glyphs->log_clusters[i];
            if (glyphs->glyphs[i].glyph != PANGO_GLYPH_EMPTY
                || text[place] != ' ')
                continue;
            hb_font_t *font = pango_font_get_hb_font(
                run->item->analysis.font);
            hb_codepoint_t space = 0;
            if (hb_font_get_nominal_glyph(font, ' ', &space))
                glyphs->glyphs[i].glyph = space;
        }
    }
}

static void line_draw(cairo_t *cairo, const struct step *step, bool is_tear)
{
    static const double dashes[] = { 3.0, 3.0 };
    ink_take(cairo, step->ink);
    cairo_set_line_width(cairo, step->height);
    if (is_tear)
        cairo_set_dash(cairo, dashes, 2, 0.0);
    cairo_move_to(cairo, step->x, step->y);
    cairo_line_to(cairo, step->x + step->width, step->y);
    cairo_stroke(cairo);
    cairo_set_dash(cairo, NULL, 0, 0.0);
}

/* Runs of dark modules become one rectangle, so no hairs show between. */
static void code_draw(cairo_t *cairo, const struct step *step)
{
    const struct code *code = step->code;
    double module = step->width / code->side;
    ink_take(cairo, INK_TEXT);
    for (uint32_t row = 0; row < code->side; row++) {
        uint32_t column = 0;
        while (column < code->side) {
            uint32_t from = column;
            while (column < code->side && code->is_dark[row][column])
                column++;
            if (column > from)
                cairo_rectangle(cairo, step->x + from * module,
                                step->y + row * module,
                                (column - from) * module, module);
            else
                column++;
        }
    }
    cairo_fill(cairo);
}

static void ink_take(cairo_t *cairo, enum ink ink)
{
    const struct colour *colour = &colours[ink];
    cairo_set_source_rgb(cairo, colour->red, colour->green, colour->blue);
}

static cairo_status_t bytes_take(void *context, const unsigned char *bytes,
                                 unsigned len)
{
    struct buf *buf = context;
    buf_add(buf, (struct str){ (const char *)bytes, len });
    return buf->failed ? CAIRO_STATUS_NO_MEMORY : CAIRO_STATUS_SUCCESS;
}
