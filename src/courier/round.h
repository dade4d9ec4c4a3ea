/* round.h - what do the parts of one round share?
 *
 * Used inside courier only. */
#ifndef COURIER_ROUND_H
#define COURIER_ROUND_H

#include "courier/courier.h"
#include "text/json.h"

/* One round; `arena` is for the answers, `sheet` for one message. */
struct round {
    const struct courier *courier;
    struct courier_report *report;
    struct arena arena, sheet;
    struct str letters; /* the folder they go to */
};

/* Asks the house; anything but 200 is trouble. */
bool round_ask(struct round *round, enum http_method method,
               struct str target, struct str body, const struct json **root,
               struct err *err) MUST_USE;
/* One question about one message, answered yes or no. */
bool round_ask_flag(struct round *round, struct str ref, const char *what,
                    struct str body, const char *name, bool *flag,
                    struct err *err) MUST_USE;

/* E-mails: first the house finds out who asked for a code, then what is open
 * is carried once each (courier/post.c). */
bool round_post(struct round *round, struct err *err) MUST_USE;

#endif
