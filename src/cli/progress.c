#include <unistd.h>

#include "base/base.h"
#include "cli/progress.h"

#define BAR_WIDTH 24

static bool is_shown;

void cli_progress_show(const char *what, uint64_t done, uint64_t total)
{
    char bar[BAR_WIDTH + 1];
    if (!isatty(STDERR_FILENO) || total == 0)
        return;
    if (done > total)
        done = total;
    size_t filled = (size_t)(done * BAR_WIDTH / total);
    memset(bar, '.', BAR_WIDTH);
    memset(bar, '#', filled);
    bar[BAR_WIDTH] = '\0';
    (void)fprintf(stderr, "\r%-28s %s %3d %%", what, bar,
                  (int)(done * 100 / total));
    (void)fflush(stderr);
    is_shown = true;
}

void cli_progress_clear(void)
{
    if (is_shown)
        (void)fprintf(stderr, "\r%60s\r", "");
    is_shown = false;
}
