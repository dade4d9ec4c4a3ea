/* again.h - how is a sentence that we kept said in another language?
 *
 * A row of an acknowledgement keeps its reason as it was said: in English.
 * Read back against its frame of the catalogue, it gives the cell and the
 * numbers that were filled in, and these are put into the other language's
 * frame.  A sentence of an older catalogue that no longer fits stays as it
 * was: better in English than wrong. */
#ifndef INTAKE_AGAIN_H
#define INTAKE_AGAIN_H

#include "base/base.h"
#include "text/words.h"

/* `code` is its reason's word; is_fix: how to mend it. */
struct str intake_said_again(struct arena *arena,
                             enum words_language language, struct str code,
                             bool is_fix, struct str kept);

#endif
