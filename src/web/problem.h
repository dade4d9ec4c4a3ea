/* problem.h - what is wrong with this form, and where?
 *
 * The summary on top of the page (pages/problem.html): a list of items, each
 * the field's id and the same words that stand beside the field.  A program
 * gets the same as {"error": {...}}. */
#ifndef WEB_PROBLEM_H
#define WEB_PROBLEM_H

#include "web/web.h"

struct problem {
    const char *field; /* id of the input the summary links to */
    const char *entry; /* the view's entry beside the field, or NULL */
    const char *word;  /* id of the sentence; NULL: this field is fine */
};

/* Fills `problem` and the entries beside the fields; without any wrong field
 * all are absent. */
void view_problems(struct view *view, const struct problem *problem,
                   uint32_t count);

/* The JSON of a page that was answered with a status of 400 and more. */
void problem_json(const struct view *view, int status, struct buf *buf);

#endif
