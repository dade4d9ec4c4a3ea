/* escape.h - how does foreign text enter HTML or a URL and stay text?
 *
 * All append to a buf.  Bytes that are not UTF-8, and NUL, become U+FFFD, so
 * what leaves is always valid. */
#ifndef TEXT_ESCAPE_H
#define TEXT_ESCAPE_H

#include "base/base.h"

/* & < > " ' as entities: safe in element text and in quoted attributes. */
void escape_html(struct buf *buf, struct str text);

/* One part of a path or query: all but A-Za-z0-9-._~ as %XX. */
void escape_url(struct buf *buf, struct str text);

/* Valid UTF-8 as it is, anything else as U+FFFD. */
void escape_utf8(struct buf *buf, struct str text);

/* Length of the well-formed UTF-8 sequence at s.at[at] (1 .. 4; NUL counts),
 * or 0 when there is none. */
size_t escape_utf8_len(struct str s, size_t at);

#endif
