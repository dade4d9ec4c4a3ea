/* tool.h - what do other programs say about this PDF?
 *
 * Runs poppler's, qpdf's and zbar's commands on bytes, in a folder of its own
 * that goes away at the end. */
#ifndef TOOL_H
#define TOOL_H

#include "base/base.h"

#define TOOL_ARGUMENTS_MAX 12

/* False when a needed command is not installed. */
bool tools_are_there(void);

/* Writes pdf to a file and runs the command; "@" among the arguments stands
 * for the file, "@.png" for a picture beside it.  Answers what it printed, or
 * absent when it did not exit 0.  Ends with NULL. */
struct str tool_run(struct arena *arena, struct str pdf, const char *command,
                    ...);

struct box {
    double x0, y0, x1, y1;
    int page; /* from 1 */
    struct str text;
};
#define BOXES_MAX 20000

/* Every word of the PDF with its place. */
uint32_t tool_words(struct arena *arena, struct str pdf, struct box **box);

/* The text without any white space, for comparing. */
struct str tool_squeezed(struct arena *arena, struct str text);

#endif
