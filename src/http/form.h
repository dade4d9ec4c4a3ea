/* form.h - what do an encoded address and a sent form say?
 *
 * Pure parsers: bytes in, pairs out, no I/O, no globals, all bounded.  What
 * is not UTF-8, holds a NUL or a broken %-escape is refused whole; nothing is
 * guessed.  Decodes once, never twice. */
#ifndef HTTP_FORM_H
#define HTTP_FORM_H

#include "http/request.h"

/* "%C3%A9" to its byte pair; with plus_is_space also '+' to ' '. */
bool http_url_decode(struct arena *arena, struct str text, bool plus_is_space,
                     struct str *out, struct err *err) MUST_USE;

/* Encodes everything but A-Z a-z 0-9 - . _ ~ . */
void http_url_encode(struct buf *buf, struct str text);

/* "a=1&b=%20"; at most max pairs, more is refused.  Order is kept, a name may
 * repeat.  Empty text gives none. */
bool http_pairs_parse(struct arena *arena, struct str text, uint32_t max,
                      struct http_pair **pair, uint32_t *count,
                      struct err *err) MUST_USE;

/* The other way, for clients and tests; absent on exhaustion. */
struct str http_pairs_render(struct arena *arena,
                             const struct http_pair *pair, uint32_t count);

struct http_parts {
    struct http_pair *field;
    struct http_file *file;
    uint32_t field_count, file_count;
};
/* multipart/form-data; header is the whole Content-Type value.  At most
 * HTTP_FORM_MAX fields and HTTP_FILES_MAX files; file bytes point into body. */
bool http_parts_parse(struct arena *arena, struct str header, struct str body,
                      struct http_parts *parts, struct err *err) MUST_USE;

/* "a=1; b=2" of a Cookie header; a malformed crumb is left out. */
bool http_cookies_parse(struct arena *arena, struct str header,
                        struct http_pair **cookie, uint32_t *count) MUST_USE;

#endif
