/* api.h - what does each public route take and answer?
 *
 * One row beside each row of web/routes.c that is open at DOOR_TCP: who may
 * use it and by which key stands there, what it is for stands here. */
#ifndef WEB_API_H
#define WEB_API_H

#include "web/routes.h"

#define API_PATH "/api/openapi" /* asked for with .json behind it */

struct api_row {
    const char *route;   /* "POST /desk/debt/:ref/payment" */
    const char *summary;
    const char *answer;  /* shapes (web/shape.h) of 200, with | between */
    const char *query;   /* fields, or NULL */
    const char *body;    /* fields, or NULL: the route takes none */
    enum {
        API_CSV = 1u << 0,     /* ?format=csv answers text/csv */
        API_BEGUN = 1u << 1,   /* 202 {"see"}: it has only begun */
        API_COMING = 1u << 2,  /* 202 placing, and any trouble of a job */
        API_FILE_IN = 1u << 3, /* takes a file: multipart, or text/csv */
        API_FIELDS = 1u << 4,  /* a GET that may say 422 */
        API_OTHER = 1u << 5    /* answers no JSON */
    } more;
};

/* The row of a route, or NULL. */
const struct api_row *api_row_of(struct str route_name);
const struct api_row *api_row_at(uint32_t i); /* NULL past the end */

/* The whole document, OpenAPI 3.1 as JSON; absent on exhaustion. */
struct str api_document(struct arena *arena);

void get_openapi(struct web_visit *visit);

#endif
