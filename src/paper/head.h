/* head.h - what stands at the top, and what does the window show?
 *
 * The window of a No. 10 envelope is 4 1/2 by 1 1/8 inch, 7/8 from its left
 * and 1/2 from its bottom edge.  A letter folded in three lies on the lower
 * edge of the panel that faces out, so the window shows a stripe of it that
 * begins HEAD_WINDOW_RISE above that edge.  What is printed there keeps 1/8
 * inch from each edge of the window.
 *
 * A letter faces out with its top panel.  A notice with its response form
 * faces out with its bottom panel, as Form B-1 is made: the sender of the
 * form is the recipient of the notice, so one address serves both.
 *
 * The envelope is wider and higher than the folded letter: one that has slid
 * up shows what is printed as far down as HEAD_BOTTOM, one that has slid
 * right hides what stands past HEAD_SAFE_RIGHT.  So nothing else is printed
 * in the window or below it, down to HEAD_BOTTOM, and addresses end at
 * HEAD_SAFE_RIGHT. */
#ifndef PAPER_HEAD_H
#define PAPER_HEAD_H

#include "paper/letter.h"
#include "paper/sheet.h"

#define HEAD_WINDOW_LEFT 63.0   /* 7/8 inch */
#define HEAD_WINDOW_RIGHT 387.0 /* 5 3/8 inch */
#define HEAD_WINDOW_HEIGHT 81.0 /* 1 1/8 inch */
#define HEAD_WINDOW_RISE 117.0  /* 1 5/8 inch, from the fold to its top */
#define HEAD_PANEL 264.0        /* a third of the page */
#define HEAD_WINDOW_TOP (HEAD_PANEL - HEAD_WINDOW_RISE)
#define HEAD_FORM_WINDOW_TOP (SHEET_HEIGHT - HEAD_WINDOW_RISE)
#define HEAD_CLEARANCE 9.0      /* 1/8 inch */
#define HEAD_SAFE_RIGHT 306.0
#define HEAD_BOTTOM 261.0

/* Sender, window, date, reference and code of a letter, down to HEAD_BOTTOM.
 * ERR_INVALID names the part that does not fit. */
bool head_letter(struct sheet *sheet, const struct paper_letter *letter,
                 double margin, const char *code_alt,
                 struct err *err) MUST_USE;

/* The head of Form B-1: sender, code, recipient, reference side by side; the
 * window is the form's.  *bottom is where the notice may begin. */
bool head_notice(struct sheet *sheet, const struct paper_letter *letter,
                 double margin, const char *code_alt, double *bottom,
                 struct err *err) MUST_USE;

/* The recipient in the window whose upper edge is at `top`. */
bool head_window(struct sheet *sheet, const struct paper_letter *letter,
                 double top, struct err *err) MUST_USE;

#endif
