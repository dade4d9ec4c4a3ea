/* flow.h - how do blocks run down a column and over the pages?
 *
 * A heading stays with what it heads, a paragraph leaves no single line
 * behind, a row of a sum is never cut.  A flow that may not turn the page
 * only measures: it runs on below the bottom, and its y tells the caller. */
#ifndef PAPER_FLOW_H
#define PAPER_FLOW_H

#include "paper/letter.h"
#include "paper/sheet.h"

#define FLOW_TOP 60.0     /* of a page that is not the first */
#define FLOW_BOTTOM 738.0 /* the page's number stands below */

/* The letters of one part of the page. */
struct flow_style {
    double size;         /* body text; everything else follows from it */
    bool is_measured;    /* at most 65 letters a line */
    bool has_rules;      /* a rule under each heading, as on Form B-1 */
    double air;          /* of the gaps between blocks: 1 is comfortable */
};

struct flow {
    struct sheet *sheet;
    struct flow_style style;
    double x, width, y;
    double bottom;        /* of this page */
    bool may_turn;
    bool is_at_top;       /* nothing stands above on this page */
};

/* Runs count blocks, whatever their areas say. */
void flow_blocks(struct flow *flow, const struct paper_block *block,
                 uint32_t count);
/* The large heading of a letter, tag H1. */
void flow_title(struct flow *flow, struct str text);
/* Turns the page and begins at its top. */
void flow_turn(struct flow *flow);

#endif
