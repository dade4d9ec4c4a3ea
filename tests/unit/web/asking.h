/* asking.h - how do the tests of web ask the router?
 *
 * Without a socket: web_handle on a request made by hand. */
#ifndef WEB_TEST_ASKING_H
#define WEB_TEST_ASKING_H

#include "house.h"

#include "web/web.h"

struct asking {
    struct app_house *house;
    struct web web;
    struct http_request request;
    struct http_answer answer; /* of the last one */
};

/* One request and its answer; body and cookie may be NULL.  A browser's
 * comes from our own page. */
void ask(struct asking *asking, enum http_transport door, const char *words,
         const char *cookie, const char *body);
/* The same from a program: no Origin, Accept: application/json. */
void ask_json(struct asking *asking, const char *words, const char *cookie);

#endif
