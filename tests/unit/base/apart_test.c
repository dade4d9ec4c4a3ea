/* What a parser taken over by its file can still do: nothing. */
#include "test.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/apart.h"

static struct apart apart; /* larger than a small stack */
static int left_open = -1; /* a descriptor of the parent */
static volatile char *volatile nowhere;

static ssize_t feed_str(void *context, void *bytes, size_t len)
{
    struct str *rest = context;
    size_t take = rest->len < len ? rest->len : len;
    memcpy(bytes, rest->at, take);
    *rest = str_part(*rest, take, SIZE_MAX);
    return (ssize_t)take;
}

/* Everything it says, up to its end. */
static bool heard(apart_fn *work, void *context, struct str given,
                  struct buf *said, struct err *err)
{
    apart = (struct apart){ .feed = feed_str, .feed_context = &given,
                            .silence_ms = 400 };
    assert_true(apart_start(&apart, work, context, err));
    char bytes[5000];
    size_t got = 1;
    bool is_well = true;
    while (is_well && got > 0) {
        is_well = apart_hear(&apart, bytes, sizeof bytes, &got, err);
        if (is_well)
            buf_add(said, (struct str){ bytes, got });
    }
    apart_end(&apart);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* none is left */
    assert_int_equal(errno, ECHILD);
    return is_well;
}

static bool echo(void *context, int socket)
{
    char bytes[777];
    ssize_t n;
    (void)context;
    while ((n = read(socket, bytes, sizeof bytes)) > 0)
        for (ssize_t at = 0, m; at < n; at += m)
            if ((m = write(socket, bytes + at, (size_t)(n - at))) <= 0)
                return false;
    return n == 0;
}

static void more_than_any_buffer_goes_through(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, (size_t)64 << 20);
    size_t len = (size_t)5 << 20;
    char *bytes = arena_bytes(&arena, len);
    for (size_t i = 0; i < len; i++)
        bytes[i] = (char)(i * 2654435761u >> 13);
    struct buf said;
    struct err err = { .kind = ERR_NONE };
    buf_init(&said, &arena, 2 * len);
    assert_true(heard(echo, NULL, (struct str){ bytes, len }, &said, &err));
    assert_true(str_equal(buf_str(&said), (struct str){ bytes, len }));
    arena_clear(&arena);
}

enum harm {
    OPEN, SOCKET, EXECUTE, FORK, KILL, MEMORY, INHERITED, SEGFAULT, SILENCE,
    HARMS
};

/* Says "!" when it was let. */
static bool harm(void *context, int socket)
{
    char name[] = "true", *const argv[] = { name, NULL };
    switch (*(enum harm *)context) {
    case OPEN:
        (void)open("/etc/passwd", O_RDONLY);
        break;
    case SOCKET:
        syscall(SYS_socket, AF_INET, SOCK_STREAM, 0);
        break;
    case EXECUTE:
        syscall(SYS_execve, "/bin/true", argv, NULL);
        break;
    case FORK:
        syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0);
        break;
    case KILL:
        syscall(SYS_kill, 1, 0);
        break;
    case MEMORY:
        syscall(SYS_mmap, NULL, 1 << 20, PROT_READ | PROT_WRITE,
                MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        break;
    case INHERITED: /* a call it has, on what it must not have */
        return write(left_open, "!", 1) < 0 && errno == EBADF;
    case SEGFAULT:
        *nowhere = 1;
        break;
    case SILENCE:
        for (volatile bool forever = true; forever;)
            continue;
        break;
    case HARMS:
        break;
    }
    return write(socket, "!", 1) == 1;
}

static void any_other_call_is_its_death(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, (size_t)1 << 20);
    left_open = open("/dev/null", O_WRONLY);
    assert_true(left_open > 2);
    for (enum harm what = OPEN; what < HARMS; what++) {
        struct buf said;
        struct err err = { .kind = ERR_NONE };
        buf_init(&said, &arena, 100);
        bool is_well = heard(harm, &what, STR("x"), &said, &err);
        if (is_well != (what == INHERITED) || buf_str(&said).len > 0)
            fail_msg("harm %d was let", (int)what);
        if (is_well)
            continue;
        assert_int_equal(err.kind, ERR_INVALID);
        assert_non_null(strstr(err.text, "could not be read"));
        assert_true((strstr(err.text, "in time") != NULL)
                    == (what == SILENCE));
    }
    close(left_open);
    arena_clear(&arena);
}

static ssize_t feed_broken(void *context, void *bytes, size_t len)
{
    (void)context;
    (void)bytes;
    (void)len;
    errno = EIO;
    return -1;
}

static void a_file_that_cannot_be_read_is_not_the_sender_s_fault(void **state)
{
    (void)state;
    struct err err = { .kind = ERR_NONE };
    char bytes[8];
    size_t got;
    apart = (struct apart){ .feed = feed_broken, .silence_ms = 400 };
    assert_true(apart_start(&apart, echo, NULL, &err));
    assert_false(apart_hear(&apart, bytes, sizeof bytes, &got, &err));
    assert_int_equal(err.kind, ERR_OUTSIDE);
    apart_end(&apart);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_than_any_buffer_goes_through),
        cmocka_unit_test(any_other_call_is_its_death),
        cmocka_unit_test(
            a_file_that_cannot_be_read_is_not_the_sender_s_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
