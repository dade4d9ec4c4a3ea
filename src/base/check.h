/* check.h - is a thing that must be true really true?
 *
 * CHECK guards what only a bug can break.  It is always compiled in; when it
 * fails it writes one report to standard error and aborts the process, so the
 * open transaction dies with it (docs/design: three kinds of "no").
 * Trouble from outside is never a CHECK: that is struct err. */
#ifndef BASE_CHECK_H
#define BASE_CHECK_H

#include <stdbool.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))

#define CHECK(condition)                                                     \
    ((condition) ? (void)0                                                   \
                 : check_failed(#condition, __FILE__, __LINE__, __func__))

/* Reports and aborts.  Never returns. */
_Noreturn void check_failed(const char *condition, const char *file, int line,
                            const char *function);

#endif
