#include <errno.h>
#include <fcntl.h>
#include <linux/landlock.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/base.h"
#include "cli/fence.h"

/* ABI 1 knows these; 2 adds moving between folders, 3 truncating. */
#define READ_RIGHTS (LANDLOCK_ACCESS_FS_EXECUTE                              \
                     | LANDLOCK_ACCESS_FS_READ_FILE                          \
                     | LANDLOCK_ACCESS_FS_READ_DIR)
#define WRITE_RIGHTS (LANDLOCK_ACCESS_FS_WRITE_FILE                          \
                      | LANDLOCK_ACCESS_FS_REMOVE_DIR                        \
                      | LANDLOCK_ACCESS_FS_REMOVE_FILE                       \
                      | LANDLOCK_ACCESS_FS_MAKE_CHAR                         \
                      | LANDLOCK_ACCESS_FS_MAKE_DIR                          \
                      | LANDLOCK_ACCESS_FS_MAKE_REG                          \
                      | LANDLOCK_ACCESS_FS_MAKE_SOCK                         \
                      | LANDLOCK_ACCESS_FS_MAKE_FIFO                         \
                      | LANDLOCK_ACCESS_FS_MAKE_BLOCK                        \
                      | LANDLOCK_ACCESS_FS_MAKE_SYM)
#define RIGHTS_OF_FILES (LANDLOCK_ACCESS_FS_EXECUTE                          \
                         | LANDLOCK_ACCESS_FS_READ_FILE                      \
                         | LANDLOCK_ACCESS_FS_WRITE_FILE | TRUNCATE)
#define REFER (UINT64_C(1) << 13)    /* since ABI 2 */
#define TRUNCATE (UINT64_C(1) << 14) /* since ABI 3 */

static bool path_allow(int rules, const char *path, uint64_t rights,
                       struct err *err);

bool fence_files(const struct fence *fence, const char **note,
                 struct err *err)
{
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
        || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        return err_set(err, ERR_OUTSIDE, "cannot give up privileges: %s",
                       strerror(errno));
    long abi = syscall(SYS_landlock_create_ruleset, NULL, (size_t)0,
                       LANDLOCK_CREATE_RULESET_VERSION);
    if (abi < 1) {
        *note = "this kernel has no Landlock: files are not fenced off";
        return true;
    }
    uint64_t newer = (abi >= 2 ? REFER : 0) | (abi >= 3 ? TRUNCATE : 0);
    uint64_t all = READ_RIGHTS | WRITE_RIGHTS | newer;
    struct landlock_ruleset_attr attr = { .handled_access_fs = all };
    int rules = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof attr,
                             0);
    if (rules < 0)
        return err_set(err, ERR_OUTSIDE, "cannot use Landlock: %s",
                       strerror(errno));
    bool done = true;
    for (uint32_t i = 0; done && i < fence->write_count; i++)
        done = path_allow(rules, fence->write[i], all, err);
    for (uint32_t i = 0; done && i < fence->read_count; i++)
        done = path_allow(rules, fence->read[i], READ_RIGHTS, err);
    if (done && syscall(SYS_landlock_restrict_self, rules, 0) != 0)
        done = err_set(err, ERR_OUTSIDE, "cannot use Landlock: %s",
                       strerror(errno));
    close(rules);
    *note = "files are fenced off with Landlock";
    return done;
}

/* A path that is not there on this machine needs no allowing. */
static bool path_allow(int rules, const char *path, uint64_t rights,
                       struct err *err)
{
    struct stat about;
    int fd = open(path, O_PATH | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR
            || err_set(err, ERR_OUTSIDE, "cannot open %s: %s", path,
                       strerror(errno));
    bool is_folder = fstat(fd, &about) == 0 && S_ISDIR(about.st_mode);
    struct landlock_path_beneath_attr attr = {
        .allowed_access = is_folder ? rights : rights & RIGHTS_OF_FILES,
        .parent_fd = fd
    };
    bool done = syscall(SYS_landlock_add_rule, rules,
                        LANDLOCK_RULE_PATH_BENEATH, &attr, 0) == 0;
    int error = errno;
    close(fd);
    return done || err_set(err, ERR_OUTSIDE, "cannot allow %s: %s", path,
                           strerror(error));
}

bool fence_calls(bool may_connect, struct err *err)
{
    static const char *const never[] = {
        "execve", "execveat", "ptrace", "process_vm_readv",
        "process_vm_writev", "mount", "umount2", "pivot_root", "chroot",
        "init_module", "finit_module", "delete_module", "kexec_load",
        "kexec_file_load", "bpf", "perf_event_open", "userfaultfd",
        "add_key", "request_key", "keyctl", "setns", "unshare", "reboot",
        "swapon", "swapoff", "open_by_handle_at", "personality"
    };
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (filter == NULL)
        return err_set(err, ERR_EXHAUSTED, "no memory for seccomp");
    bool done = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1) == 0;
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
        int call = seccomp_syscall_resolve_name(never[i]);
        if (call != __NR_SCMP_ERROR)
            done = done
                && seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), call, 0)
                       == 0;
    }
    if (!may_connect)
        done = done
            && seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM),
                                SCMP_SYS(connect), 0) == 0;
    int error = done ? seccomp_load(filter) : -EINVAL;
    seccomp_release(filter);
    return error == 0 || err_set(err, ERR_OUTSIDE, "cannot use seccomp: %s",
                                 strerror(-error));
}
