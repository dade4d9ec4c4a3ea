#include <pango/pango.h>

#include "base/base.h"
#include "paper/form.h"
#include "paper/head.h"

#define LEFT_SHARE 0.38
#define BETWEEN 26.0
#define BELOW_CUT 10.0 /* from the dashed line to the first words */
#define ABOVE_WINDOW 6.0

static double side_place(struct sheet *sheet, const struct form *form,
                         enum paper_area area, double y, uint32_t without);
static struct flow side_flow(struct sheet *sheet, const struct form *form,
                             enum paper_area area, double y);
static uint32_t second_address(const struct form *form);

bool form_place(struct sheet *sheet, const struct form *form, double *top,
                struct err *err)
{
    /* Measured first: the form stands on its foot. */
    struct sheet_mark mark = sheet_here(sheet);
    uint32_t second = second_address(form);
    bool has_window = form->has_window;
    double last = 0.0; /* of the second address, where no window holds it */
    if (second < form->count && !has_window) {
        struct flow flow = side_flow(sheet, form, PAPER_FORM_LEFT, 0.0);
        flow_blocks(&flow, &form->block[second], 1);
        last = flow.y;
    }
    double left = side_place(sheet, form, PAPER_FORM_LEFT, 0.0, second)
                  + (last > 0.0 ? last + form->style.size * 1.3 : 0.0);
    double right = side_place(sheet, form, PAPER_FORM_RIGHT, 0.0,
                              form->count);
    sheet_back(sheet, mark);

    double foot_left = has_window ? HEAD_FORM_WINDOW_TOP - ABOVE_WINDOW
                                  : FORM_BOTTOM;
    double from = FORM_BOTTOM - right < foot_left - left
                  ? FORM_BOTTOM - right : foot_left - left;
    *top = from - BELOW_CUT;

    sheet_open_with(sheet, "Figure", TAG_ALT, form->cut_alt);
    sheet_shape_add(sheet, STEP_TEAR, INK_SOFT, 0.0, *top, SHEET_WIDTH, 0.8);
    sheet_close(sheet);
    (void)side_place(sheet, form, PAPER_FORM_LEFT, from, second);
    if (has_window) {
        if (!head_window(sheet, form->letter, HEAD_FORM_WINDOW_TOP, err))
            return false;
    } else if (second < form->count) {
        struct flow flow = side_flow(sheet, form, PAPER_FORM_LEFT,
                                     FORM_BOTTOM - last);
        flow_blocks(&flow, &form->block[second], 1);
    }
    (void)side_place(sheet, form, PAPER_FORM_RIGHT, from, form->count);
    return true;
}

/* One side's blocks from y down, but for the one at `without`; where they
 * end. */
static double side_place(struct sheet *sheet, const struct form *form,
                         enum paper_area area, double y, uint32_t without)
{
    struct flow flow = side_flow(sheet, form, area, y);
    for (uint32_t i = 0; i < form->count; i++)
        if (form->block[i].area == area && i != without)
            flow_blocks(&flow, &form->block[i], 1);
    return flow.y;
}

static struct flow side_flow(struct sheet *sheet, const struct form *form,
                             enum paper_area area, double y)
{
    struct flow flow = { .sheet = sheet, .style = form->style,
                         .x = form->margin, .y = y, .is_at_top = true };
    double whole = SHEET_WIDTH - 2.0 * form->margin;
    double left = (whole - BETWEEN) * LEFT_SHARE;
    /* With a window its stripe is kept free, and all begins in one line with
     * the address in it. */
    if (form->has_window) {
        flow.x = HEAD_WINDOW_LEFT + HEAD_CLEARANCE;
        left = HEAD_WINDOW_RIGHT - flow.x - BETWEEN + HEAD_CLEARANCE;
    }
    flow.width = left;
    if (area == PAPER_FORM_RIGHT) {
        flow.x += left + BETWEEN;
        flow.width = SHEET_WIDTH - form->margin - flow.x;
    } else {
        flow.style.has_rules = false;
    }
    return flow;
}

/* The second address of the left side when it is its last block; count when
 * there is none. */
static uint32_t second_address(const struct form *form)
{
    uint32_t last = form->count, addresses = 0;
    for (uint32_t i = 0; i < form->count; i++) {
        if (form->block[i].area != PAPER_FORM_LEFT)
            continue;
        last = i;
        addresses += form->block[i].kind == PAPER_ADDRESS;
    }
    bool is_second = last < form->count
                     && form->block[last].kind == PAPER_ADDRESS
                     && addresses >= 2;
    return is_second ? last : form->count;
}
