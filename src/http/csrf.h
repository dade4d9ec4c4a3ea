/* csrf.h - did this change come from one of our own pages?
 *
 * The first fence against cross-site requests (reliability §3.13); SameSite
 * cookies and the form token (web, access) are the second and third.
 *
 * The rule, for POST, PUT, PATCH, DELETE and unknown methods over TCP:
 *   1. Sec-Fetch-Site was sent: it must be "same-origin" or "none" (typed or
 *      bookmarked), once; anything else is refused, whatever else is said.
 *   2. Else Origin was sent: it must be own_origin, once; "null" is refused.
 *   3. Else Referer was sent: it must be own_origin, or own_origin + "/...".
 *   4. None of the three: refused.
 * GET, HEAD and OPTIONS pass (they change nothing), and so do the Unix
 * sockets and the command line: no browser can reach them.
 * A request that is authorised by an API key instead of a cookie carries no
 * ambient authority: web does not ask here for those. */
#ifndef HTTP_CSRF_H
#define HTTP_CSRF_H

#include "http/request.h"

/* own_origin is "https://bills.example" or "http://127.0.0.1:8080": scheme,
 * host, port unless it is the scheme's own; compared without case. */
bool http_is_same_origin(const struct http_request *request,
                         struct str own_origin);

bool http_changes_state(enum http_method method);

/* The origin this request was sent to, from its Host header: right when the
 * server checks Host (it does, see server.h) and no public address is
 * configured.  Absent without Host. */
struct str http_host_origin(const struct http_request *request,
                            bool behind_tls_proxy);

#endif
