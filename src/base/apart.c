#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/base.h"
#include "base/apart.h"

#define EXIT_OPEN 3 /* it could not shut itself in, and did nothing */

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#else
#error "which machine is it? apart.c must know its system calls"
#endif

static void shut_in_and_work(int socket, apart_fn *work, void *context);
static bool shut_in(int socket);
static bool calls_forbid(void);
static bool feed(struct apart *apart, struct err *err);
static bool end_well(struct apart *apart, struct err *err);

bool apart_start(struct apart *apart, apart_fn *work, void *context,
                 struct err *err)
{
    int both[2];
    CHECK(apart->feed != NULL);
    CHECK(apart->silence_ms > 0);
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, both) != 0)
        return err_set(err, ERR_OUTSIDE, "cannot read a file apart: %s",
                       strerror(errno));
    pid_t pid = fork();
    if (pid == 0)
        shut_in_and_work(both[1], work, context);
    int error = errno;
    close(both[1]);
    if (pid < 0) {
        close(both[0]);
        return err_set(err, ERR_OUTSIDE, "cannot read a file apart: %s",
                       strerror(error));
    }
    apart->pid = pid;
    apart->socket = both[0];
    apart->is_fed = false;
    apart->given = 0;
    apart->from = apart->to = 0;
    return true;
}

bool apart_hear(struct apart *apart, void *bytes, size_t len, size_t *got,
                struct err *err)
{
    CHECK(apart->pid > 0);
    CHECK(len > 0);
    for (;;) {
        ssize_t n = recv(apart->socket, bytes, len, MSG_DONTWAIT);
        if (n > 0) {
            *got = (size_t)n;
            return true;
        }
        if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
            *got = 0;
            return end_well(apart, err);
        }
        if (!feed(apart, err))
            return false;
        struct pollfd wait = {
            .fd = apart->socket,
            .events = (short)(POLLIN | (apart->is_fed ? 0 : POLLOUT))
        };
        int ready = poll(&wait, 1, apart->silence_ms);
        if (ready == 0) {
            apart_end(apart);
            return err_set(err, ERR_INVALID, "this file could not be read in "
                           "time; save it again and send it anew");
        }
    }
}

void apart_end(struct apart *apart)
{
    if (apart->pid <= 0)
        return;
    close(apart->socket);
    kill(apart->pid, SIGKILL);
    while (waitpid(apart->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    apart->pid = 0;
}

/* Gives it as much as it takes now. */
static bool feed(struct apart *apart, struct err *err)
{
    while (!apart->is_fed) {
        if (apart->from == apart->to) {
            ssize_t n = apart->feed(apart->feed_context, apart->bytes,
                                    sizeof apart->bytes);
            if (n < 0 && errno == EINTR)
                continue;
            if (n < 0) {
                err_set(err, ERR_OUTSIDE, "reading failed: %s",
                        strerror(errno));
                apart_end(apart);
                return false;
            }
            if (n == 0) {
                shutdown(apart->socket, SHUT_WR);
                apart->is_fed = true;
                return true;
            }
            apart->from = 0;
            apart->to = (size_t)n;
        }
        ssize_t sent = send(apart->socket, apart->bytes + apart->from,
                            apart->to - apart->from,
                            MSG_DONTWAIT | MSG_NOSIGNAL);
        if (sent > 0) {
            apart->from += (size_t)sent;
            apart->given += (uint64_t)sent;
            continue;
        }
        /* It has ended: what it said last is still to be heard. */
        apart->is_fed = errno != EAGAIN && errno != EINTR;
        return true;
    }
    return true;
}

static bool end_well(struct apart *apart, struct err *err)
{
    int status = 0;
    pid_t pid;
    close(apart->socket);
    while ((pid = waitpid(apart->pid, &status, 0)) < 0 && errno == EINTR)
        continue;
    apart->pid = 0;
    if (pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    if (pid > 0 && WIFEXITED(status) && WEXITSTATUS(status) == EXIT_OPEN)
        return err_set(err, ERR_OUTSIDE, "files cannot be read apart on this "
                       "machine: it has no seccomp");
    return err_set(err, ERR_INVALID, "this file could not be read: something "
                   "in it is not as in a table; save it again as CSV in "
                   "UTF-8");
}

/* --- in the child: no memory is taken, no lock, nothing of stdio ------- */

static void shut_in_and_work(int socket, apart_fn *work, void *context)
{
    int code = EXIT_OPEN;
    if (shut_in(socket))
        code = work(context, socket) ? 0 : 1;
    for (;;)
        syscall(SYS_exit_group, code);
}

static bool shut_in(int socket)
{
    const struct rlimit none = { 0, 0 };
    const struct rlimit cpu = { APART_CPU_SECONDS, APART_CPU_SECONDS };
    unsigned fd = (unsigned)socket;
    return (fd == 0 || close_range(0, fd - 1, 0) == 0)
        && close_range(fd + 1, ~0u, 0) == 0
        && prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0
        && prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0
        && setrlimit(RLIMIT_CPU, &cpu) == 0
        && setrlimit(RLIMIT_DATA, &none) == 0
        && setrlimit(RLIMIT_NOFILE, &none) == 0
        && setrlimit(RLIMIT_NPROC, &none) == 0
        && setrlimit(RLIMIT_FSIZE, &none) == 0
        && setrlimit(RLIMIT_CORE, &none) == 0
        && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
        && calls_forbid();
}

/* By hand, for libseccomp takes memory to say as little. */
static bool calls_forbid(void)
{
#define AT(part) ((uint32_t)offsetof(struct seccomp_data, part))
#define ALLOW(call)                                                           \
    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1),                        \
    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)
    static const struct sock_filter step[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, AT(arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, AT(nr)),
        ALLOW(SYS_read),
        ALLOW(SYS_write),
        ALLOW(SYS_rt_sigreturn),
        ALLOW(SYS_exit_group),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_KILL_PROCESS),
    };
#undef ALLOW
#undef AT
    struct sock_fprog filter = { sizeof step / sizeof step[0],
                                 (struct sock_filter *)(uintptr_t)step };
    return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter, 0, 0) == 0;
}
