/* sheet.h - what stands where on which page, in reading order?
 *
 * Arranging comes before drawing: a letter is first a list of steps (open a
 * tag, set these lines here, draw a rule), so it can be measured, tried in
 * another size, moved and counted before a byte is written.  draw.c plays the
 * steps into a PDF.
 *
 * Tags nest.  Only a leaf (a tag with no tag inside) may hold content, and a
 * leaf never crosses a page.  Points from the top left; y is the top of a
 * line.  The list lives in the arena, as does every text it is given; the
 * Pango layouts are given back by sheet_clear. */
#ifndef PAPER_SHEET_H
#define PAPER_SHEET_H

#include <pango/pango.h>

#include "base/base.h"
#include "paper/code.h"

#define SHEET_WIDTH 612.0
#define SHEET_HEIGHT 792.0
#define SHEET_TAGS_DEEP 16

enum ink { INK_TEXT, INK_SOFT, INK_PINE, INK_HAIR, INK_TINT, INKS };

enum step_kind {
    STEP_NOTHING, STEP_OPEN, STEP_CLOSE, STEP_TEXT, STEP_RULE, STEP_TEAR,
    STEP_FILL, STEP_FRAME, STEP_CODE, STEP_FOOT, STEP_PAGE
};

/* What a tag says beyond its name, for machines that read aloud. */
enum tag_extra { TAG_PLAIN, TAG_ALT, TAG_ACTUAL, TAG_SCOPE };

struct step {
    enum step_kind kind;
    enum ink ink;
    double x, y, width, height; /* RULE, TEAR: height is the line's own */
    const char *tag;            /* OPEN, CLOSE: static */
    enum tag_extra extra;       /* OPEN */
    const char *extra_text;
    PangoLayout *layout; /* TEXT, FOOT */
    int line, line_count;
    double leading, ascent; /* of a line, and down to its base line */
    uint32_t page;          /* FOOT */
    const struct code *code;
};

/* Text broken into lines, not yet placed. */
struct piece {
    PangoLayout *layout;
    int line_count;
    double leading, ascent, width; /* width: of the widest line */
    enum ink ink;
};

struct type {
    double size, leading; /* points */
    bool is_strong;
    long measure; /* at most so many letters a line; 0: as they fit */
    enum ink ink;
};
#define SHEET_MEASURE 65

/* Shaping is dear and a letter is tried in several sizes and airs, so the
 * same words are shaped once. */
struct shaped {
    struct str lead, text; /* the caller's: they outlive the sheet */
    struct type type;
    double width;
    struct piece piece;
};

struct sheet {
    struct arena *arena;
    PangoContext *context;
    struct step *step;
    uint32_t step_count, step_room;
    GArray *shaped; /* struct shaped, all that were; given back together */
    const char *open[SHEET_TAGS_DEEP];
    uint32_t open_count;
    uint32_t page_count;
    bool is_exhausted;     /* sticky: the arena gave nothing */
    bool has_unknown;      /* sticky: a letter that no font has */
    char unknown_in[64];   /* the beginning of that text */
};

/* A place in the list to come back to when an attempt does not fit. */
struct sheet_mark {
    uint32_t step_count, page_count;
};

/* Takes the context over. */
void sheet_init(struct sheet *sheet, struct arena *arena,
                PangoContext *context);
void sheet_clear(struct sheet *sheet);
struct sheet_mark sheet_here(const struct sheet *sheet);
void sheet_back(struct sheet *sheet, struct sheet_mark mark);
/* Moves every step since the mark down by `by`. */
void sheet_move(struct sheet *sheet, struct sheet_mark since, double by);

/* Breaks lead (strong) and text into lines of at most `width`. */
struct piece sheet_shape(struct sheet *sheet, struct str lead,
                         struct str text, struct type type, double width);
double piece_height(const struct piece *piece);

void sheet_open(struct sheet *sheet, const char *tag);
void sheet_open_with(struct sheet *sheet, const char *tag,
                     enum tag_extra extra, const char *text);
void sheet_close(struct sheet *sheet);

/* Sets lines [line, line + count) of the piece with the first one's top left
 * at x, y. */
void sheet_lines(struct sheet *sheet, const struct piece *piece, int line,
                 int count, double x, double y);
void sheet_whole(struct sheet *sheet, const struct piece *piece, double x,
                 double y);
void sheet_shape_add(struct sheet *sheet, enum step_kind kind, enum ink ink,
                     double x, double y, double width, double height);
void sheet_code(struct sheet *sheet, const struct code *code, double x,
                double y, double side);

/* Ends the page: closes the open tags but the first, leaves room for the
 * page's number, turns, opens the same tags again. */
void sheet_turn(struct sheet *sheet);
/* Ends the last page and, where there are several, numbers them: '#' in
 * page_format is the page, '*' the count.  Ends at x, on a line at y. */
void sheet_finish(struct sheet *sheet, const char *page_format, double size,
                  double x, double y);

#endif
