/* place_news.h - what does one row of a later file change?
 *
 * Used inside app only, in the chunk's unit.  The same news twice changes
 * nothing: money by its natural key in the ledger, the rest by what stands
 * already.  With is_look nothing is changed, and the answer is what it would
 * be behind the rows before it in the chunk. */
#ifndef APP_PLACE_NEWS_H
#define APP_PLACE_NEWS_H

#include "app/place_save.h"

bool place_news(struct db *db, struct caller caller,
                struct place_chunk *chunk, uint32_t i, bool is_look,
                struct arena *arena, struct err *err) MUST_USE;

#endif
