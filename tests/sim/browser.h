/* browser.h - how does somebody's request become an answer they can trust?
 *
 * A request goes into the real router without a socket.  It is sent until it
 * is acknowledged: a 5xx may come only while a fault is injected, and then
 * the same bytes are sent again.  Sometimes an answer gets lost on its way;
 * the same bytes sent again must then be answered alike. */
#ifndef TESTS_SIM_BROWSER_H
#define TESTS_SIM_BROWSER_H

#include "base/base.h"
#include "http/answer.h"
#include "text/json.h"

struct sim;

struct browser { /* one person's, with its session */
    const char *way_in; /* "/m" or "/sign-in" */
    char name[64], password[64]; /* or letter code and birthday: */
    char code[16];
    struct day born_on;
    char ip[32];
    char cookie[128]; /* "bedside=..." or "" */
};

struct ask {
    enum http_transport door;
    enum http_method method;
    struct str target, body;
    bool is_json;   /* asked for as data */
    bool has_files; /* files may fail under it as well */
    bool is_keyed;  /* twice is once, and answered alike */
};
struct reply {
    int status;
    struct str body, see; /* see: where to, of a 303 */
    struct str cookie;
    const struct json *root; /* of an answer in JSON */
};

/* browser is NULL at the Unix doors. */
bool browser_ask(struct sim *sim, struct browser *browser,
                 const struct ask *ask, struct reply *reply);

/* A page, 200; signs in on the way when it must. */
bool browser_page(struct sim *sim, struct browser *browser,
                  struct str target, struct reply *reply);
/* The same as data, of somebody who is signed in. */
bool browser_look(struct sim *sim, struct browser *browser,
                  struct str target, struct reply *reply);
bool browser_leaves(struct sim *sim, struct browser *browser);
/* A command at admin.sock. */
bool browser_command(struct sim *sim, struct str target, struct str body,
                     struct reply *reply);

/* A form of a page: where it goes, and its hidden fields. */
struct form {
    struct str action;
    struct buf body;
};
/* False: the page has no such form. */
bool form_find(struct sim *sim, struct str page, struct str action,
               struct form *form);
void form_add(struct form *form, const char *name, struct str value);
bool form_send(struct sim *sim, struct browser *browser,
               const struct form *form, struct reply *reply);
/* Sends, and the answer must be a 303 whose place begins so. */
bool form_send_to(struct sim *sim, struct browser *browser,
                  const struct form *form, struct str see);

struct money look_money(const struct json *root, const char *name);
int64_t look_count(const struct json *root, const char *name);
bool look_flag(const struct json *root, const char *name);
struct str look_text(const struct json *root, const char *name);

#endif
