/* pure.h - cmocka and the house's words, for the tests without a socket. */
#ifndef TEST_HTTP_PURE_H
#define TEST_HTTP_PURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/base.h"

#define assert_str(s, text)                                                  \
    do {                                                                     \
        struct str got_ = (s);                                               \
        if (!str_is(got_, (text)))                                           \
            fail_msg("\"%.*s\" is not \"%s\"", STR_ARGS(got_), (text));      \
    } while (0)

#endif
