#include <pango/pango.h>

#include "base/base.h"
#include "paper/head.h"

#define TOP 40.0
#define SIDE_LEFT 408.0 /* of a letter: right of the window */
#define CODE_SIDE 82.0
#define SENDER_SMALLEST 8.0
#define WINDOW_LARGEST 12.0
#define WINDOW_SMALLEST 8.0 /* the least the Postal Service reads well */

#define NOTICE_SIZE 9.5
#define NOTICE_CODE_LEFT 276.0
#define NOTICE_CODE_SIDE 56.0
#define NOTICE_TO_LEFT 396.0
#define NOTICE_BELOW 14.0

static double sender_place(struct sheet *sheet,
                           const struct paper_letter *letter, double size,
                           double x, double width);
static double window_try(struct sheet *sheet,
                         const struct paper_letter *letter, double size,
                         double top, double right);
static bool side_place(struct sheet *sheet,
                       const struct paper_letter *letter, double margin,
                       const char *code_alt, struct err *err);
static bool square_place(struct sheet *sheet, struct str link, double x,
                         double y, double side, const char *alt,
                         struct err *err);
static double notice_code(struct sheet *sheet,
                          const struct paper_letter *letter, double y);
static double notice_to(struct sheet *sheet,
                        const struct paper_letter *letter, double margin);
static double line_place(struct sheet *sheet, struct str text,
                         struct type type, double x, double width, double y);
static double tagged_place(struct sheet *sheet, const char *tag,
                           struct str text, struct type type, double x,
                           double width, double y);

bool head_letter(struct sheet *sheet, const struct paper_letter *letter,
                 double margin, const char *code_alt, struct err *err)
{
    /* Rather a smaller sender than one that shows in the window. */
    double size = letter->is_large ? 12.0 : 10.0;
    struct sheet_mark mark = sheet_here(sheet);
    while (sender_place(sheet, letter, size, margin,
                        SIDE_LEFT - 18.0 - margin) > HEAD_WINDOW_TOP) {
        sheet_back(sheet, mark);
        size -= 0.5;
        if (size < SENDER_SMALLEST)
            return err_set(err, ERR_INVALID,
                           "the sender's lines reach into the window of the "
                           "envelope");
    }
    return head_window(sheet, letter, HEAD_WINDOW_TOP, err)
           && side_place(sheet, letter, margin, code_alt, err);
}

bool head_notice(struct sheet *sheet, const struct paper_letter *letter,
                 double margin, const char *code_alt, double *bottom,
                 struct err *err)
{
    double most = sender_place(sheet, letter, NOTICE_SIZE, margin,
                               NOTICE_CODE_LEFT - 12.0 - margin);
    double y = notice_to(sheet, letter, margin);
    most = y > most ? y : most;
    y = TOP;
    if (letter->link.len > 0) {
        if (!square_place(sheet, letter->link, NOTICE_CODE_LEFT, y,
                          NOTICE_CODE_SIDE, code_alt, err))
            return false;
        y += NOTICE_CODE_SIDE + 5.0;
    }
    y = notice_code(sheet, letter, y);
    most = y > most ? y : most;
    *bottom = most + NOTICE_BELOW;
    return true;
}

bool head_window(struct sheet *sheet, const struct paper_letter *letter,
                 double top, struct err *err)
{
    /* Rather a smaller letter than one that may slide out of sight; but
     * before refusing, the whole width of the window. */
    const double rights[] = { HEAD_SAFE_RIGHT,
                              HEAD_WINDOW_RIGHT - HEAD_CLEARANCE };
    double most = HEAD_WINDOW_HEIGHT - 2.0 * HEAD_CLEARANCE;
    for (size_t i = 0; i < sizeof rights / sizeof rights[0]; i++) {
        for (double size = WINDOW_LARGEST; size >= WINDOW_SMALLEST;
             size -= 0.5) {
            struct sheet_mark mark = sheet_here(sheet);
            if (window_try(sheet, letter, size, top, rights[i])
                <= most + 0.01)
                return true;
            sheet_back(sheet, mark);
        }
    }
    return err_set(err, ERR_INVALID,
                   "the recipient's name and address do not fit the window "
                   "of the envelope");
}

/* The height at this size.  One line touches the next at 1.12: Noto's letters
 * are .95 of the size high in all. */
static double window_try(struct sheet *sheet,
                         const struct paper_letter *letter, double size,
                         double top, double right)
{
    double most = HEAD_WINDOW_HEIGHT - 2.0 * HEAD_CLEARANCE;
    double left = HEAD_WINDOW_LEFT + HEAD_CLEARANCE;
    struct piece piece[PAPER_RECIPIENT_LINES_MAX];
    struct type type = { size, size * 1.12, false, 0, INK_TEXT };
    int lines = 0;
    for (uint32_t i = 0; i < letter->recipient_count; i++) {
        piece[i] = sheet_shape(sheet, (struct str){ 0 },
                               letter->recipient[i], type,
                               right - left);
        lines += piece[i].line_count;
    }
    double leading = most / lines;
    if (leading > size * 1.3)
        leading = size * 1.3;
    if (leading < type.leading)
        return type.leading * lines;
    double y = top + HEAD_CLEARANCE;
    for (uint32_t i = 0; i < letter->recipient_count; i++) {
        piece[i].ascent += (leading - piece[i].leading) / 2.0;
        piece[i].leading = leading;
        sheet_open(sheet, "P");
        sheet_whole(sheet, &piece[i], left, y);
        sheet_close(sheet);
        y += piece_height(&piece[i]);
    }
    return leading * lines;
}

static double sender_place(struct sheet *sheet,
                           const struct paper_letter *letter, double size,
                           double x, double width)
{
    struct type name = { size * 1.35, size * 1.75, true, 0, INK_PINE };
    struct type line = { size, size * 1.3, false, 0, INK_SOFT };
    bool is_heading = letter->heading.len == 0;
    double y = TOP;
    for (uint32_t i = 0; i < letter->sender_count; i++)
        y = tagged_place(sheet, is_heading && i == 0 ? "H1" : "P",
                         letter->sender[i], i == 0 ? name : line, x, width,
                         y);
    return y;
}

static bool side_place(struct sheet *sheet,
                       const struct paper_letter *letter, double margin,
                       const char *code_alt, struct err *err)
{
    double size = letter->is_large ? 12.0 : 10.0;
    double width = SHEET_WIDTH - margin - SIDE_LEFT, y = TOP;
    struct type plain = { size, size * 1.35, false, 0, INK_TEXT };
    struct type soft = { size, size * 1.3, false, 0, INK_SOFT };
    struct type code = { size * 1.5, size * 2.0, true, 0, INK_TEXT };
    y = line_place(sheet, letter->date_line, plain, SIDE_LEFT, width, y);
    y = line_place(sheet, letter->reference_line, plain, SIDE_LEFT, width, y);
    if (letter->link.len > 0) {
        y += size * 0.9;
        if (!square_place(sheet, letter->link, SIDE_LEFT, y, CODE_SIDE,
                          code_alt, err))
            return false;
        y += CODE_SIDE;
    }
    y += size * 0.8;
    y = line_place(sheet, letter->code_line, soft, SIDE_LEFT, width, y);
    y = line_place(sheet, letter->code, code, SIDE_LEFT, width, y);
    y = line_place(sheet, letter->link_line, soft, SIDE_LEFT, width, y);
    if (y > HEAD_BOTTOM)
        return err_set(err, ERR_INVALID,
                       "date, reference and code do not fit beside the "
                       "window of the envelope");
    return true;
}

static bool square_place(struct sheet *sheet, struct str link, double x,
                         double y, double side, const char *alt,
                         struct err *err)
{
    struct code *square = arena_new(sheet->arena, struct code);
    if (square == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for a QR code");
    if (!code_make(link, square, err))
        return false;
    sheet_open_with(sheet, "Figure", TAG_ALT, alt);
    sheet_code(sheet, square, x, y, side);
    sheet_close(sheet);
    return true;
}

/* "Your code K7QM-4T2X" in one line, the address to type below. */
static double notice_code(struct sheet *sheet,
                          const struct paper_letter *letter, double y)
{
    double width = NOTICE_TO_LEFT - 6.0 - NOTICE_CODE_LEFT;
    struct type soft = { 8.5, 12.0, false, 0, INK_SOFT };
    struct type strong = { 10.0, 12.0, true, 0, INK_TEXT };
    if (letter->code.len > 0) {
        /* The blank is for those who hear it. */
        struct str words = letter->code_line;
        if (words.len > 0)
            words = str_format(sheet->arena, "%.*s ", STR_ARGS(words));
        struct piece label = sheet_shape(sheet, (struct str){ 0 }, words,
                                         soft, width);
        struct piece code = sheet_shape(sheet, (struct str){ 0 },
                                        letter->code, strong, width);
        bool is_beside = label.width + 2.0 + code.width <= width;
        double x = NOTICE_CODE_LEFT
                   + (is_beside && label.width > 0.0 ? label.width + 2.0
                                                     : 0.0);
        sheet_open(sheet, "P");
        if (letter->code_line.len > 0)
            sheet_whole(sheet, &label, NOTICE_CODE_LEFT, y);
        if (!is_beside)
            y += piece_height(&label);
        sheet_whole(sheet, &code, x, y);
        sheet_close(sheet);
        y += piece_height(&code);
    }
    return line_place(sheet, letter->link_line, soft, NOTICE_CODE_LEFT,
                      width, y);
}

static double notice_to(struct sheet *sheet,
                        const struct paper_letter *letter, double margin)
{
    struct type plain = { NOTICE_SIZE, NOTICE_SIZE * 1.3, false, 0,
                          INK_TEXT };
    struct type strong = plain;
    strong.is_strong = true;
    double right = SHEET_WIDTH - margin, x = NOTICE_TO_LEFT, y = TOP;
    if (letter->to_line.len > 0) {
        struct piece to = sheet_shape(sheet, (struct str){ 0 },
                                      letter->to_line, plain, right - x);
        sheet_open(sheet, "P");
        sheet_whole(sheet, &to, x, y);
        sheet_close(sheet);
        x += to.width + 6.0;
    }
    for (uint32_t i = 0; i < letter->recipient_count; i++)
        y = line_place(sheet, letter->recipient[i], plain, x, right - x, y);
    y += NOTICE_SIZE * 0.5;
    x = NOTICE_TO_LEFT;
    y = line_place(sheet, letter->reference_line, strong, x, right - x, y);
    return line_place(sheet, letter->date_line, plain, x, right - x, y);
}

/* One line of the head as a paragraph of its own; nothing when absent. */
static double line_place(struct sheet *sheet, struct str text,
                         struct type type, double x, double width, double y)
{
    return tagged_place(sheet, "P", text, type, x, width, y);
}

static double tagged_place(struct sheet *sheet, const char *tag,
                           struct str text, struct type type, double x,
                           double width, double y)
{
    if (text.len == 0)
        return y;
    struct piece piece = sheet_shape(sheet, (struct str){ 0 }, text, type,
                                     width);
    sheet_open(sheet, tag);
    sheet_whole(sheet, &piece, x, y);
    sheet_close(sheet);
    return y + piece_height(&piece);
}
