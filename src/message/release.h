/* release.h - may a day's letters of a client leave unseen?
 *
 * A new provider's letters are looked at by a person for their first
 * MESSAGE_FIRST_DAYS days, and later whenever there are more than twice as
 * many as usual: what goes wrong goes wrong for everybody at once, and paper
 * cannot be called back.  It only answers; app keeps and asks. */
#ifndef MESSAGE_RELEASE_H
#define MESSAGE_RELEASE_H

#include "base/base.h"

#define MESSAGE_FIRST_DAYS 14 /* from the first day whose letters left */
#define MESSAGE_SIZES_MAX 10  /* usual: the median of so many days */

/* As letter_day.why keeps it. */
enum message_look {
    MESSAGE_LOOK_NONE,  /* they leave at once */
    MESSAGE_LOOK_FIRST, /* the first days, or none has left yet */
    MESSAGE_LOOK_LARGE, /* more than twice as many as usual */
    MESSAGE_LOOKS
};

/* What left before: DAY_NONE and no size when nothing has. */
struct message_before {
    struct day first_on;
    uint32_t count;
    int64_t size[MESSAGE_SIZES_MAX]; /* letters a day, in any order */
};

/* *usual is the median, rounded down; 0 when nothing has left yet. */
enum message_look message_look(const struct message_before *before,
                               struct day made_on, int64_t letters,
                               int64_t *usual);

#endif
