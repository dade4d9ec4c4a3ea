/* str.h - what is a piece of text to read, and how is text built?
 *
 * struct str is a pointer and a length, not NUL-terminated, never owned.
 * struct buf grows in an arena up to a maximum of its own. */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

struct str {
    const char *at; /* NULL means absent, which is not the same as empty */
    size_t len;
};

#define STR(literal) ((struct str){ "" literal, sizeof(literal) - 1 })
#define STR_ARGS(s) (int)(s).len, (s).len ? (s).at : "" /* for "%.*s" */

struct str str_of(const char *c_string); /* NULL gives an absent str */
/* In all comparisons absent differs from empty, and sorts before it. */
bool str_equal(struct str a, struct str b);
bool str_equal_fold(struct str a, struct str b); /* ASCII letters only */
bool str_is(struct str s, const char *c_string);
int str_compare(struct str a, struct str b); /* bytewise: <0, 0, >0 */
bool str_starts(struct str s, struct str prefix);
bool str_ends(struct str s, struct str suffix);
struct str str_trim(struct str s); /* ASCII blanks at both ends */
struct str str_part(struct str s, size_t from, size_t len); /* clipped */
/* First place of `byte` at or after `from`, or s.len. */
size_t str_find_byte(struct str s, char byte, size_t from);
/* First place of `needle`, or SIZE_MAX. */
size_t str_find(struct str s, struct str needle);
/* Cuts s at the first `byte`: *head before it, *tail after.  False and all in
 * *head, *tail absent, when there is none. */
bool str_cut(struct str s, char byte, struct str *head, struct str *tail);
/* Decimal digits with an optional '-', nothing else; false on overflow. */
bool str_to_int64(struct str s, int64_t *number) MUST_USE;
/* Letters, digits, '.', '-' and '_' of ASCII, one or more: a plain name. */
bool str_is_plain(struct str s);
bool str_is_utf8(struct str s); /* valid, no overlong, no surrogate, no NUL */
/* Levenshtein distance, capped: answers limit + 1 when farther apart.  For
 * "did you mean"; both at most 64 bytes long, else limit + 1. */
uint32_t str_distance(struct str a, struct str b, uint32_t limit);
/* Copies into the arena (NUL added past the end); absent str on exhaustion. */
struct str str_copy(struct arena *arena, struct str s);
/* NUL-terminated copy for libc's door; "" when exhausted.  libc will see
 * it end at a NUL byte inside. */
const char *str_c(struct arena *arena, struct str s);
struct str str_lower(struct arena *arena, struct str s); /* ASCII letters */
/* printf into the arena; absent on exhaustion. */
struct str str_format(struct arena *arena, const char *format, ...)
    PRINTF_LIKE(2, 3);

struct buf {
    struct arena *arena;
    char *at;
    size_t len, room, max;
    bool failed; /* sticky: past its maximum, or the arena is exhausted */
};

void buf_init(struct buf *buf, struct arena *arena, size_t max);
void buf_add(struct buf *buf, struct str s);
void buf_add_c(struct buf *buf, const char *c_string);
void buf_add_byte(struct buf *buf, char byte);
void buf_add_int(struct buf *buf, int64_t number);
void buf_add_format(struct buf *buf, const char *format, ...)
    PRINTF_LIKE(2, 3);
/* Valid until the next add.  Absent when failed, so half a page is never
 * taken for a whole one. */
struct str buf_str(const struct buf *buf);

/* Lower-case hexadecimal of bytes, and back (even length, hex only). */
struct str hex_of(struct arena *arena, struct str bytes);
bool hex_to(struct arena *arena, struct str hex, struct str *bytes) MUST_USE;

#endif
