/* bearer.h - did a program show us a key, and is it good?
 *
 * "Authorization: Bearer bedside_key_...".  Whoever shows a key is that key
 * and nobody else: a cookie beside it counts for nothing, and a key that is
 * not good is refused at every path.  A key carries no ambient authority, so
 * neither Origin nor form token are asked for; a POST brings the header
 * Idempotency-Key instead. */
#ifndef WEB_BEARER_H
#define WEB_BEARER_H

#include "web/web.h"

#define BEARER_ONCE "Idempotency-Key"
#define BEARER_ONCE_MAX 64 /* bytes */

bool bearer_shown(const struct http_request *request);
/* Fills the visit's caller.  False: it has been answered, 401 or 429, or
 * *err is the trouble to answer. */
bool bearer_find(struct web_visit *visit, struct err *err) MUST_USE;
/* The visit's nonce, from the header. */
bool bearer_once(struct web_visit *visit, struct err *err) MUST_USE;

#endif
