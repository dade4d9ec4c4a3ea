/* routes.h - which paths are there, and who may use them?
 *
 * One table, in routes.c.  A row is
 *
 *   ROUTE(POST, "/desk/debt/:ref/may-call", MAY_WORK_DESK, TOKEN, DOOR_TCP,
 *         post_may_call)
 *
 * A row without a right does not compile: ROUTE wants six arguments, and a
 * right of MAY_NOTHING makes an array of negative size.  Each POST a browser
 * may send has TOKEN; a test walks the table.  GET rows answer HEAD too.
 *
 * Rows give rights for a list or form (RELATION_NONE); whose bill it is, app
 * decides from the caller when it loads (ERR_ABSENT: the same 404). */
#ifndef WEB_ROUTES_H
#define WEB_ROUTES_H

#include "access/scope.h"
#include "web/web.h"

#define WEB_KEY_SHIFT 16

enum web_token {
    NO_TOKEN, /* changes nothing, or comes through a Unix door */
    TOKEN     /* the form carries {{site.token}} */
};

enum { /* doors a row is open at; sets */
    DOOR_TCP = 1u << HTTP_TCP,
    DOOR_ADMIN = 1u << HTTP_ADMIN,
    DOOR_COURIER = 1u << HTTP_COURIER,
    JOB = 1u << 8, /* long; has a thread when serving */
    /* The scope a key needs here; a row without one is closed to keys. */
    KEY_READ = SCOPE_READ << WEB_KEY_SHIFT,
    KEY_PLACE = SCOPE_PLACE << WEB_KEY_SHIFT,
    KEY_PAY = SCOPE_PAY << WEB_KEY_SHIFT,
    KEY_CONTACT = SCOPE_CONTACT << WEB_KEY_SHIFT,
    KEY_WORK = SCOPE_WORK << WEB_KEY_SHIFT,
    KEY_STOP = SCOPE_STOP << WEB_KEY_SHIFT,
    KEY_REMIT = SCOPE_REMIT << WEB_KEY_SHIFT,
    KEY_ANY = ((1u << ACCESS_SCOPES) - 1) << WEB_KEY_SHIFT
};

struct web_route {
    enum http_method method;
    const char *path; /* "/desk/debt/:ref"; :names match one path part */
    enum access_right right;
    enum web_token token;
    uint32_t doors;
    web_handler *handler;
};

#define ROUTE_RIGHT(right)                                                   \
    ((right) + 0 * (int)sizeof(char[(right) > MAY_NOTHING ? 1 : -1]))
#define ROUTE(method, path, right, token, doors, handler)                    \
    { HTTP_##method, path, (enum access_right)ROUTE_RIGHT(right), token,     \
      doors, handler }

/* Zeroed means there is no such path at this door. */
enum web_match { WEB_NO_PATH, WEB_OTHER_METHOD, WEB_MATCH };

/* Finds the row for a request and cuts its :names out of the path. */
enum web_match web_route_find(const struct http_request *request,
                              const struct web_route **route,
                              struct str ref[WEB_REFS_MAX]);

/* What keys may reach this row: a set of enum access_scope. */
uint32_t web_route_scopes(const struct web_route *route);

/* The table, for tests and `status`; NULL past the end. */
const struct web_route *web_route_at(uint32_t index);
/* "POST /desk/debt/:ref/may-call": what a log may say. */
struct str web_route_name(const struct web_route *route, struct arena *arena);

#endif
