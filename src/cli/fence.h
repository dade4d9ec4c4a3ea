/* fence.h - what may this process touch, once it serves strangers?
 *
 * NoNewPrivs, Landlock (files outside these paths do not exist for it) and a
 * seccomp list of calls it never makes.  A kernel without Landlock starts all
 * the same; the log says so.  From here on there is no way back. */
#ifndef CLI_FENCE_H
#define CLI_FENCE_H

#include "base/base.h"

#define FENCE_PATHS_MAX 16

struct fence {
    uint32_t write_count, read_count;
    const char *write[FENCE_PATHS_MAX]; /* folders: everything below */
    const char *read[FENCE_PATHS_MAX];  /* with execute, for libraries */
};

/* Before any thread is started: each inherits it.  *note: what the log should
 * say, static. */
bool fence_files(const struct fence *fence, const char **note,
                 struct err *err) MUST_USE;
/* After the sockets are open; for all threads.  may_connect: a database or a
 * gateway is reached over the network. */
bool fence_calls(bool may_connect, struct err *err) MUST_USE;

#endif
