/* apart.h - who reads what strangers wrote?
 *
 * A child process that can read and write one socket, and end.  It has no
 * other descriptor, takes no more memory and makes no other system call: the
 * kernel kills it at the first one (docs/adr/0017-parser-apart.md).  What it
 * says is as strange as what it was given: whoever listens checks it.
 *
 * The parent may have threads, so the child must not allocate: everything it
 * needs is made before the start and reached through `context`. */
#ifndef BASE_APART_H
#define BASE_APART_H

#include <stddef.h>
#include <sys/types.h>

#include "base/err.h"

#define APART_CPU_SECONDS 600
#define APART_FEED_BYTES ((size_t)64 << 10)

/* Works in the child; true: it ended well. */
typedef bool apart_fn(void *context, int socket);
/* As read(2): what the child is given to read. */
typedef ssize_t apart_feed_fn(void *context, void *bytes, size_t len);

struct apart {
    pid_t pid;         /* 0: it has ended, and how is known */
    int socket;
    int silence_ms;    /* longer without a byte either way, and it is killed */
    apart_feed_fn *feed;
    void *feed_context;
    bool is_fed;       /* everything was given */
    uint64_t given;    /* bytes, so far */
    size_t from, to;   /* of `bytes`, what waits to be given */
    char bytes[APART_FEED_BYTES];
};

/* *apart holds feed, feed_context and silence_ms already. */
bool apart_start(struct apart *apart, apart_fn *work, void *context,
                 struct err *err) MUST_USE;

/* Up to len bytes of what it says; *got is 0 when it ended well.  Feeds it
 * meanwhile.  When it was killed, by the kernel or for its silence, the words
 * are for the person whose file it was; a feed that failed is ERR_OUTSIDE. */
bool apart_hear(struct apart *apart, void *bytes, size_t len, size_t *got,
                struct err *err) MUST_USE;

/* Ends it, however far it is.  May be called again. */
void apart_end(struct apart *apart);

#endif
