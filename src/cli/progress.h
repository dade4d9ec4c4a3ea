/* progress.h - how far is it?  One line on stderr, when that is a terminal.
 *
 * Never on stdout, never in a log: a pipe gets the answer and nothing else. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include "base/base.h"

void cli_progress_show(const char *what, uint64_t done, uint64_t total);
void cli_progress_clear(void);

#endif
