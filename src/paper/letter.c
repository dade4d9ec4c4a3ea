#include <pango/pango.h>

#include "base/base.h"
#include "paper/letter.h"
#include "paper/accessible.h"
#include "paper/content.h"
#include "paper/draw.h"
#include "paper/flow.h"
#include "paper/fonts.h"
#include "paper/form.h"
#include "paper/head.h"

#define BODY_TOP (HEAD_BOTTOM + 3.0)
#define MARGIN_LETTER 72.0 /* also the window's, so all begins in one line */
#define MARGIN_NOTICE 42.0
#define BODY_SIZE 12.0
#define LARGE_SIZE 14.0
#define COLUMN_LARGEST 11.0
#define COLUMN_SMALLEST 9.0 /* that of the model form */
#define COLUMN_FLOWING 10.5 /* when one page does not hold it anyway */
#define COLUMN_STEP 0.5
#define COLUMN_FIRST 9.5 /* what a common notice needs */
#define MEASURE 36.0 /* width of a letter's lines in sizes; 65 letters */
#define COLUMNS_BELOW 1.2 /* from what stands above, in sizes */
#define LEFT_SHARE 0.44
#define BETWEEN 24.0
#define ABOVE_FORM 8.0
#define LETTER_BOTTOM 756.0 /* of a letter of one page, no number below */
#define FOOT_TOP 752.0

/* The few words of our own, by language. */
static const struct own_words {
    const char *shaping, *tag, *page, *cut, *code_alt;
} own_words[] = {
    [PAPER_EN] = { "en-us", "en-US", "Page # of *", "Cut here",
                   "QR code for " },
    [PAPER_ES] = { "es-us", "es-US", "P\xc3\xa1gina # de *",
                   "Corte aqu\xc3\xad", "C\xc3\xb3" "digo QR para " },
};

struct part {
    uint32_t count;
    struct paper_block *block;
};
struct arrangement {
    const struct paper_letter *letter;
    const struct own_words *words;
    struct sheet *sheet;
    double margin;
    double air;           /* of the gaps in the body */
    bool has_form_window; /* else the window is in the head */
    const char *code_alt;
    uint32_t front_pages;
    struct part front, form, reverse;
};

static bool arrange(struct arrangement *all, struct err *err);
static bool parts_pick(struct arrangement *all);
static struct part part_pick(struct arena *arena,
                             const struct paper_letter *letter,
                             const bool wanted[PAPER_AREAS], bool *is_full);
static bool front_fit(struct arrangement *all, struct err *err);
static bool letter_fit(struct arrangement *all, struct err *err);
static bool front_notice(struct arrangement *all, double column_size,
                         bool *fits, struct err *err);
static bool front_flow(struct arrangement *all, double column_size,
                       struct err *err);
static struct flow body_flow(struct arrangement *all, double y);
static struct form form_of(struct arrangement *all, double column_size);
static void front_run(struct arrangement *all, struct flow *flow,
                      double column_size);
static void columns_place(struct arrangement *all, struct flow *flow,
                          const struct paper_block *block, uint32_t count,
                          double column_size);
static void column_run(struct flow *flow, const struct paper_block *block,
                       uint32_t count, enum paper_area area);
static bool is_column(enum paper_area area);
static bool sheet_is_sound(const struct sheet *sheet, struct err *err);
static bool sheet_to_pdf(struct arrangement *all, struct str *pdf,
                         struct err *err);

bool paper_letter(const struct paper_letter *letter, struct arena *arena,
                  struct str *pdf, struct err *err)
{
    struct paper_made made;
    if (!paper_make(letter, arena, &made, err))
        return false;
    *pdf = made.pdf;
    return true;
}

bool paper_make(const struct paper_letter *letter, struct arena *arena,
                struct paper_made *made, struct err *err)
{
    CHECK(letter != NULL);
    CHECK(made != NULL);
    if (!content_check(letter, err))
        return err_context(err, "letter");
    const struct own_words *words = &own_words[letter->language];
    PangoContext *context = NULL;
    if (!fonts_context(words->shaping, &context, err))
        return false;

    struct sheet sheet;
    sheet_init(&sheet, arena, context);
    struct arrangement all = { .letter = letter, .words = words,
                               .sheet = &sheet, .air = 1.0 };
    struct str pdf = { 0 };
    bool is_made = arrange(&all, err) && sheet_is_sound(&sheet, err)
                   && sheet_to_pdf(&all, &pdf, err);
    uint32_t pages = sheet.page_count;
    sheet_clear(&sheet);
    if (!is_made)
        return err_context(err, "letter");
    *made = (struct paper_made){
        .pdf = pdf, .page_count = pages, .front_count = all.front_pages,
        .panel = all.has_form_window ? PAPER_PANEL_BOTTOM : PAPER_PANEL_TOP };
    return true;
}

void paper_close(void)
{
    fonts_close();
}

static bool arrange(struct arrangement *all, struct err *err)
{
    const struct paper_letter *letter = all->letter;
    struct sheet *sheet = all->sheet;
    if (!parts_pick(all))
        return err_set(err, ERR_EXHAUSTED, "no memory for the letter");
    struct str alt = str_format(sheet->arena, "%s%.*s", all->words->code_alt,
                                STR_ARGS(letter->link));
    all->code_alt = str_c(sheet->arena, alt);
    sheet_open(sheet, "Document");
    if (!front_fit(all, err))
        return false;
    all->front_pages = sheet->page_count;
    if (all->reverse.count > 0) {
        all->margin = MARGIN_LETTER;
        all->air = 1.0;
        struct flow flow = body_flow(all, FLOW_TOP);
        flow_turn(&flow);
        flow_blocks(&flow, all->reverse.block, all->reverse.count);
    }
    sheet_finish(sheet, all->words->page, letter->is_large ? 12.0 : 9.0,
                 SHEET_WIDTH - MARGIN_NOTICE, FOOT_TOP);
    sheet_close(sheet);
    if (sheet->page_count > PAPER_PAGES_MAX)
        return err_set(err, ERR_INVALID, "more than %d pages",
                       PAPER_PAGES_MAX);
    return true;
}

static bool parts_pick(struct arrangement *all)
{
    static const bool front[PAPER_AREAS] = { [PAPER_BODY] = true,
                                             [PAPER_LEFT] = true,
                                             [PAPER_RIGHT] = true };
    static const bool form[PAPER_AREAS] = { [PAPER_FORM_LEFT] = true,
                                            [PAPER_FORM_RIGHT] = true };
    static const bool reverse[PAPER_AREAS] = { [PAPER_REVERSE] = true };
    struct arena *arena = all->sheet->arena;
    bool is_full = false;
    all->front = part_pick(arena, all->letter, front, &is_full);
    all->form = part_pick(arena, all->letter, form, &is_full);
    all->reverse = part_pick(arena, all->letter, reverse, &is_full);
    return !is_full;
}

static struct part part_pick(struct arena *arena,
                             const struct paper_letter *letter,
                             const bool wanted[PAPER_AREAS], bool *is_full)
{
    struct part part = { .block = arena_many(arena, letter->block_count,
                                             struct paper_block) };
    if (part.block == NULL) {
        *is_full = true;
        return part;
    }
    for (uint32_t i = 0; i < letter->block_count; i++)
        if (wanted[letter->block[i].area])
            part.block[part.count++] = letter->block[i];
    return part;
}

/* Columns get the largest letters with which the front keeps to one page;
 * when the smallest are too large, it flows. */
static bool front_fit(struct arrangement *all, struct err *err)
{
    bool has_columns = all->form.count > 0;
    for (uint32_t i = 0; i < all->front.count; i++)
        has_columns = has_columns || is_column(all->front.block[i].area);
    all->margin = has_columns ? MARGIN_NOTICE : MARGIN_LETTER;
    if (!has_columns)
        return letter_fit(all, err);
    if (all->letter->is_large)
        return front_flow(all, LARGE_SIZE, err);

    /* From the middle: up while it fits, else down until it does. */
    struct sheet_mark mark = sheet_here(all->sheet);
    double size = COLUMN_FIRST;
    bool fits = false;
    if (!front_notice(all, size, &fits, err))
        return false;
    double step = fits ? COLUMN_STEP : -COLUMN_STEP;
    for (;;) {
        size += step;
        if (size > COLUMN_LARGEST + 0.01)
            return true;
        sheet_back(all->sheet, mark);
        if (size < COLUMN_SMALLEST - 0.01)
            return front_flow(all, COLUMN_FLOWING, err);
        bool fitted = fits;
        if (!front_notice(all, size, &fits, err))
            return false;
        if (fits && !fitted)
            return true;
        if (!fits && fitted) {
            sheet_back(all->sheet, mark);
            return front_notice(all, size - step, &fits, err);
        }
    }
}

/* A letter gives up some of its air before it takes a second page; when that
 * does not help it keeps all of it. */
static bool letter_fit(struct arrangement *all, struct err *err)
{
    static const double airs[] = { 1.0, 0.75, 0.5, 0.3 };
    struct sheet_mark mark = sheet_here(all->sheet);
    if (!head_letter(all->sheet, all->letter, all->margin, all->code_alt,
                     err))
        return false;
    struct sheet_mark below = sheet_here(all->sheet);
    double bottom = all->reverse.count > 0 ? FLOW_BOTTOM : LETTER_BOTTOM;
    for (size_t i = 0; i < sizeof airs / sizeof airs[0]; i++) {
        all->air = airs[i];
        struct flow flow = body_flow(all, BODY_TOP);
        flow.may_turn = false;
        front_run(all, &flow, 0.0);
        if (flow.y <= bottom)
            return true;
        sheet_back(all->sheet, below);
    }
    all->air = 1.0;
    sheet_back(all->sheet, mark);
    return front_flow(all, BODY_SIZE, err);
}

/* One page in the manner of Form B-1; *fits says whether it was enough. */
static bool front_notice(struct arrangement *all, double column_size,
                         bool *fits, struct err *err)
{
    double top = FLOW_BOTTOM, head = 0.0;
    all->has_form_window = all->form.count > 0;
    if (all->has_form_window) {
        if (!head_notice(all->sheet, all->letter, all->margin, all->code_alt,
                         &head, err))
            return false;
    } else {
        if (!head_letter(all->sheet, all->letter, all->margin, all->code_alt,
                         err))
            return false;
        head = BODY_TOP;
    }
    struct flow flow = body_flow(all, head);
    flow.may_turn = false;
    flow.style.is_measured = false; /* the opening runs over both columns */
    front_run(all, &flow, column_size);
    struct form form = form_of(all, column_size);
    if (form.count > 0) {
        if (!form_place(all->sheet, &form, &top, err))
            return false;
        top -= ABOVE_FORM;
    }
    *fits = flow.y <= top;
    return true;
}

/* As many pages as it needs; the form at the foot of the last. */
static bool front_flow(struct arrangement *all, double column_size,
                       struct err *err)
{
    struct sheet *sheet = all->sheet;
    all->has_form_window = false;
    all->margin = MARGIN_LETTER; /* in one line with the window */
    if (!head_letter(sheet, all->letter, all->margin, all->code_alt, err))
        return false;
    struct flow flow = body_flow(all, BODY_TOP);
    front_run(all, &flow, column_size);
    struct form form = form_of(all, column_size);
    if (form.count == 0)
        return true;

    double top = 0.0;
    struct sheet_mark mark = sheet_here(sheet);
    if (!form_place(sheet, &form, &top, err))
        return false;
    if (top < FLOW_TOP)
        return err_set(err, ERR_INVALID,
                       "the response form does not fit on a page");
    if (flow.y > top - ABOVE_FORM) {
        sheet_back(sheet, mark);
        flow_turn(&flow);
        return form_place(sheet, &form, &top, err);
    }
    return true;
}

static struct flow body_flow(struct arrangement *all, double y)
{
    double size = all->letter->is_large ? LARGE_SIZE : BODY_SIZE;
    double whole = SHEET_WIDTH - 2.0 * all->margin;
    double measure = size * MEASURE;
    return (struct flow){
        .sheet = all->sheet, .x = all->margin, .y = y,
        .width = all->margin >= MARGIN_LETTER && measure < whole ? measure
                                                                 : whole,
        .bottom = FLOW_BOTTOM, .may_turn = true, .is_at_top = true,
        .style = { size, true, false, all->air } };
}

static struct form form_of(struct arrangement *all, double column_size)
{
    return (struct form){
        .letter = all->letter, .block = all->form.block,
        .count = all->form.count, .margin = all->margin,
        .style = { column_size, false, true, 1.0 },
        .has_window = all->has_form_window, .cut_alt = all->words->cut };
}

static void front_run(struct arrangement *all, struct flow *flow,
                      double column_size)
{
    const struct part *front = &all->front;
    if (all->letter->heading.len > 0)
        flow_title(flow, all->letter->heading);
    uint32_t at = 0;
    while (at < front->count) {
        uint32_t from = at;
        bool are_columns = is_column(front->block[at].area);
        while (at < front->count
               && is_column(front->block[at].area) == are_columns)
            at++;
        if (are_columns)
            columns_place(all, flow, &front->block[from], at - from,
                          column_size);
        else
            flow_blocks(flow, &front->block[from], at - from);
    }
}

/* Side by side when this page holds them; else, and in large print, one
 * after the other over the whole width. */
static void columns_place(struct arrangement *all, struct flow *flow,
                          const struct paper_block *block, uint32_t count,
                          double column_size)
{
    struct flow_style outside = flow->style;
    if (!all->letter->is_large) {
        struct sheet_mark mark = sheet_here(all->sheet);
        struct flow left = *flow;
        left.may_turn = false;
        left.style = (struct flow_style){ column_size, false, true, 1.0 };
        left.y += column_size * COLUMNS_BELOW;
        left.is_at_top = true;
        struct flow right = left;
        left.width = (flow->width - BETWEEN) * LEFT_SHARE;
        right.x = flow->x + left.width + BETWEEN;
        right.width = flow->width - left.width - BETWEEN;
        column_run(&left, block, count, PAPER_LEFT);
        column_run(&right, block, count, PAPER_RIGHT);
        double end = left.y > right.y ? left.y : right.y;
        if (end <= flow->bottom || !flow->may_turn) {
            flow->y = end;
            flow->is_at_top = false;
            return;
        }
        sheet_back(all->sheet, mark);
    }
    flow->style = (struct flow_style){ column_size, true, true, 1.0 };
    column_run(flow, block, count, PAPER_LEFT);
    column_run(flow, block, count, PAPER_RIGHT);
    flow->style = outside;
}

/* One block at a time but for headings, which look at what follows. */
static void column_run(struct flow *flow, const struct paper_block *block,
                       uint32_t count, enum paper_area area)
{
    uint32_t at = 0;
    while (at < count) {
        uint32_t from = at;
        while (at < count && block[at].area == area)
            at++;
        if (at > from)
            flow_blocks(flow, &block[from], at - from);
        else
            at++;
    }
}

static bool is_column(enum paper_area area)
{
    return area == PAPER_LEFT || area == PAPER_RIGHT;
}

static bool sheet_is_sound(const struct sheet *sheet, struct err *err)
{
    if (sheet->is_exhausted || sheet->arena->exhausted)
        return err_set(err, ERR_EXHAUSTED, "no memory for the letter");
    if (sheet->has_unknown)
        return err_set(err, ERR_INVALID,
                       "no font here has all the letters of \"%s\"",
                       sheet->unknown_in);
    CHECK(sheet->open_count == 0);
    return true;
}

static bool sheet_to_pdf(struct arrangement *all, struct str *pdf,
                         struct err *err)
{
    const struct paper_letter *letter = all->letter;
    struct arena *arena = all->sheet->arena;
    struct moment made_at = moment_from_seconds(
        moment_seconds(letter->made_at));
    struct draw_about about = {
        .title = str_c(arena, letter->title),
        .author = str_c(arena, letter->sender[0]),
        .made_at = str_c(arena, moment_iso(arena, made_at)),
    };
    struct str drawn = { 0 };
    return draw_pdf(all->sheet, &about, &drawn, err)
           && accessible_pdf(all->sheet, drawn, all->words->tag, about.title,
                             pdf, err);
}
