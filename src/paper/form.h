/* form.h - the part that is cut off, ticked and mailed back.
 *
 * At the bottom of its page, below a dashed line: at the left where to mail it
 * and who sends it, at the right the boxes (Rule RF-34-content V16 to V19:
 * separate, at the bottom, both names and addresses in it). */
#ifndef PAPER_FORM_H
#define PAPER_FORM_H

#include "paper/flow.h"

#define FORM_BOTTOM 744.0

struct form {
    const struct paper_letter *letter;
    const struct paper_block *block; /* the FORM blocks */
    uint32_t count;
    struct flow_style style;
    double margin;
    /* The second address of the left side is the recipient's and stands in
     * the window of the envelope (see head.h). */
    bool has_window;
    const char *cut_alt;
};

/* Sets the form with its foot at FORM_BOTTOM; *top is the dashed line. */
bool form_place(struct sheet *sheet, const struct form *form, double *top,
                struct err *err) MUST_USE;

#endif
