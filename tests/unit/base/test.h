/* test.h - what every test of this room includes. */
#ifndef TEST_BASE_TEST_H
#define TEST_BASE_TEST_H

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/base.h"

/* A small repeatable source; tests print the seed they start from. */
static inline uint64_t test_draw(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005)
             + UINT64_C(1442695040888963407);
    uint64_t bits = *state ^ (*state >> 33);
    return bits * UINT64_C(0xFF51AFD7ED558CCD) >> 16;
}

/* The statement must die by abort(), as a failed CHECK does. */
#define ASSERT_ABORTS(statement)                                             \
    do {                                                                     \
        fflush(NULL);                                                        \
        pid_t child_ = fork();                                               \
        assert_true(child_ >= 0);                                            \
        if (child_ == 0) {                                                   \
            signal(SIGABRT, SIG_DFL);                                        \
            close(STDERR_FILENO);                                            \
            statement;                                                       \
            _exit(0);                                                        \
        }                                                                    \
        int status_ = 0;                                                     \
        assert_int_equal(waitpid(child_, &status_, 0), child_);              \
        assert_true(WIFSIGNALED(status_));                                   \
        assert_int_equal(WTERMSIG(status_), SIGABRT);                        \
    } while (0)

#define ASSERT_STR(s, wanted)                                                \
    do {                                                                     \
        struct str s_ = (s);                                                 \
        assert_non_null(s_.at);                                              \
        assert_int_equal(s_.len, strlen(wanted));                            \
        assert_memory_equal(s_.at, wanted, s_.len);                          \
    } while (0)

#endif
