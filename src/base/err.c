#include <stdarg.h>
#include <unistd.h>

#include "base/base.h"

static size_t whole_utf8(const char *text, size_t len);

/* One row per kind; a kind without a row does not compile. */
static const struct err_row {
    const char *name;
    int http_status;
    int exit_code;
} rows[] = {
    [ERR_NONE] = { "none", 200, 0 },
    [ERR_INVALID] = { "invalid", 400, 65 },
    /* 404, so that nobody learns what exists by being refused it. */
    [ERR_DENIED] = { "denied", 404, 77 },
    [ERR_ABSENT] = { "absent", 404, 66 },
    [ERR_CONFLICT] = { "conflict", 409, 73 },
    [ERR_BUSY] = { "busy", 503, 75 },
    [ERR_EXHAUSTED] = { "exhausted", 507, 71 },
    [ERR_OUTSIDE] = { "outside", 502, 74 },
    [ERR_CORRUPT] = { "corrupt", 500, 76 },
    [ERR_BUG] = { "bug", 500, 70 },
};
_Static_assert(sizeof rows / sizeof rows[0] == ERR_BUG + 1,
               "every kind has a row");

bool err_set(struct err *err, enum err_kind kind, const char *format, ...)
{
    CHECK(kind > ERR_NONE && kind <= ERR_BUG);
    if (err == NULL)
        return false;

    /* By way of a second buffer: an argument may be err->text itself. */
    char text[ERR_TEXT_MAX];
    va_list list;
    va_start(list, format);
    int wanted = vsnprintf(text, sizeof text, format, list);
    va_end(list);
    CHECK(wanted >= 0);

    size_t len = strlen(text);
    if ((size_t)wanted >= sizeof text)
        len = whole_utf8(text, len);
    memcpy(err->text, text, len);
    err->text[len] = '\0';
    err->kind = kind;
    return false;
}

bool err_context(struct err *err, const char *format, ...)
{
    if (err == NULL)
        return false;

    char text[ERR_TEXT_MAX];
    va_list list;
    va_start(list, format);
    int wanted = vsnprintf(text, sizeof text - 2, format, list);
    va_end(list);
    CHECK(wanted >= 0);

    size_t len = strlen(text);
    if ((size_t)wanted > len)
        len = whole_utf8(text, len);
    text[len++] = ':';
    text[len++] = ' ';
    size_t old_len = strlen(err->text);
    size_t kept = old_len;
    if (kept > sizeof text - 1 - len)
        kept = sizeof text - 1 - len;
    memcpy(text + len, err->text, kept);
    len += kept;
    if (kept < old_len)
        len = whole_utf8(text, len);
    memcpy(err->text, text, len);
    err->text[len] = '\0';
    return false;
}

int err_http_status(enum err_kind kind)
{
    CHECK(kind <= ERR_BUG);
    return rows[kind].http_status;
}

int err_exit_code(enum err_kind kind)
{
    CHECK(kind <= ERR_BUG);
    return rows[kind].exit_code;
}

const char *err_name(enum err_kind kind)
{
    CHECK(kind <= ERR_BUG);
    return rows[kind].name;
}

_Noreturn void check_failed(const char *condition, const char *file, int line,
                            const char *function)
{
    char report[512];
    int wanted = snprintf(report, sizeof report,
                          "bedside: bug: CHECK(%s) failed at %s:%d in %s\n",
                          condition, file, line, function);
    if (wanted > 0) {
        size_t len = (size_t)wanted;
        if (len >= sizeof report) {
            len = sizeof report - 1;
            report[len - 1] = '\n';
        }
        /* One write, so reports of two threads do not mix. */
        ssize_t written = write(STDERR_FILENO, report, len);
        (void)written; /* nobody is left to tell */
    }
    abort();
}

/* The length without a UTF-8 character that the end of a buffer cut. */
static size_t whole_utf8(const char *text, size_t len)
{
    size_t start = len;
    for (int back = 0; back < 4 && start > 0; back++) {
        unsigned char byte = (unsigned char)text[start - 1];
        if (byte < 0x80)
            return len;
        start--;
        if (byte >= 0xC0) {
            size_t size = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
            return start + size <= len ? len : start;
        }
    }
    return len;
}
